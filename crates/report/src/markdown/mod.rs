//! As Markdown, to be read as it stands or rendered: what was reviewed, each finding in full sentences, and a
//! conclusion that says what was looked for and what was not looked at.

mod conclusion;
mod finding;

use review::Review;

pub(crate) use finding::write as write_finding;

use crate::sink::Code;
use crate::{Versions, summary, words};

/// The review as Markdown.
pub fn markdown(review: &Review, versions: &Versions) -> String {
    let mut paragraphs = vec![opening(review, versions)];
    let mut number = 0;
    for finding in &review.findings {
        number += 1;
        finding::write(finding, number, &mut paragraphs);
    }
    if !review.elsewhere.is_empty() {
        let elsewhere = words::count_spelt(review.elsewhere.len(), "more finding");
        let verb = if review.elsewhere.len() == 1 { "is" } else { "are" };
        paragraphs.push(format!("{elsewhere} {verb} in {}, not counted:", summary::scopes(&review.elsewhere)));
        for finding in &review.elsewhere {
            number += 1;
            finding::write(finding, number, &mut paragraphs);
        }
    }
    conclusion::write(review, &mut paragraphs);
    let mut out = paragraphs.join("\n\n");
    out.push('\n');
    out
}

fn opening(review: &Review, versions: &Versions) -> String {
    let paths = words::first(review.paths.iter().map(|path| Code(path).to_string()), 5);
    let place = if paths.is_empty() { Code(&review.root).to_string() } else { paths };
    let parsed = summary::parsed(&review.coverage, |language| crate::sink::Prose(language).to_string());
    let findings = if review.findings.is_empty() {
        "No weakness was found.".to_owned()
    } else {
        format!("{}.", words::count_spelt(review.findings.len(), "finding"))
    };
    format!(
        "I reviewed {parsed} in {place} for weaknesses of the Common Weakness Enumeration (CWE {}). {findings}",
        crate::sink::Prose(&versions.catalogue)
    )
}
