//! A report is written without the findings that an error of our own keeps from being written.
//!
//! Takes a review and a format; gives the text. Where a finding was left out, the text says at which place, among what was cut
//! short, and the review that it tells of is incomplete.

use contained::{LEFT_OUT, LeftOut, leaving_out};
use review::{Cut, Finding, Review};

/// What was written.
pub struct Written {
    /// The report.
    pub text: String,
    /// Whether it tells all of the review.
    pub is_whole: bool,
}

/// Writes a review. When not even a review without findings can be written, the error goes on to whoever asked.
pub fn written(review: &Review, write: impl Fn(&Review) -> String) -> Written {
    let findings = review.findings.len() + review.elsewhere.len() + review.suppressed.len();
    let attempt = |left_out: &LeftOut| {
        if left_out.is_empty() { write(review) } else { write(&without(review, left_out)) }
    };
    match leaving_out(findings, attempt) {
        Ok((text, left_out)) => Written { text, is_whole: left_out.is_empty() },
        Err(error) => std::panic::resume_unwind(error),
    }
}

/// The review without some of its findings: those that count come first, then those elsewhere, then those that are allowed.
fn without(review: &Review, left_out: &LeftOut) -> Review {
    let mut partial = review.clone();
    let mut unit = 0;
    let mut told = Vec::new();
    let mut stays = |finding: &Finding| {
        let stays = !left_out.contains(&unit);
        unit += 1;
        if !stays {
            let (place, function) = (finding.place.clone(), finding.function.clone());
            told.push(Cut { place, function, text: LEFT_OUT.to_owned() });
        }
        stays
    };
    partial.findings.retain(&mut stays);
    partial.elsewhere.retain(&mut stays);
    partial.suppressed.retain(|suppressed| stays(&suppressed.finding));
    partial.coverage.cuts.extend(told);
    partial.coverage.cuts.sort();
    partial
}
