//! Secrets in what a review quotes: what is a credential by its form, and what a finding of Flawline's own hides, is hidden there as
//! well.
//!
//! Takes judged findings; changes their quotes, and what stands in the file instead of them.

use review::{Finding, Review};

use crate::limits;
use crate::outcome::Audited;

/// Hides in what a review quotes what findings hide in the same files.
pub(crate) fn hide(review: &Review, audited: &mut [Audited]) {
    let allowed = review.suppressed.iter().map(|allowed| &allowed.finding);
    let all = review.findings.iter().chain(&review.elsewhere).chain(allowed);
    let masked: Vec<&Finding> = all.filter(|finding| !finding.masks.is_empty()).collect();
    for place in audited.iter_mut().flat_map(|audited| &mut audited.places) {
        let is_here = |finding: &&&Finding| place.found_path.as_deref() == Some(&finding.place.path);
        let here: Vec<&Finding> = masked.iter().filter(is_here).copied().collect();
        for text in [&mut place.quote, &mut place.instead].into_iter().flatten() {
            if !here.is_empty() {
                *text = hidden(text, &here);
            }
            let spans = review::secret_spans(text);
            if !spans.is_empty() {
                *text = review::masked(text, 0, &spans).0;
            }
        }
    }
}

/// A quote in which what the findings hide is hidden.
fn hidden(quote: &str, findings: &[&Finding]) -> String {
    let mut letters: Vec<char> = quote.chars().collect();
    for finding in findings {
        let code: Vec<char> = finding.quote.chars().collect();
        if finding.masks.is_empty() || code.is_empty() || code.len() > letters.len() {
            continue;
        }
        if code.len() * letters.len() > limits::HIDDEN {
            return "*".to_owned();
        }
        let is_masked = |at: usize| finding.masks.iter().any(|mask| mask.contains(&at));
        let masked: Vec<bool> = (0..code.len()).map(is_masked).collect();
        for start in 0..=letters.len() - code.len() {
            let fits = (0..code.len()).all(|at| masked[at] || letters[start + at] == code[at]);
            for at in (0..code.len()).filter(|&at| fits && masked[at]) {
                letters[start + at] = '*';
            }
        }
    }
    letters.into_iter().collect()
}
