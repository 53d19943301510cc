//! An audit as a letter to whoever wrote the review: what was done, the verdicts in a table, each finding with what was checked of it,
//! the findings that hold as they would read when they are right, what the review does not mention, and what was not looked at.
//! Nothing of what others wrote is live in it.

mod conclusion;
mod finding;

use audit::{Audit, Verdict};

use super::{Asked, said};
use crate::sink::{Code, Prose, TableCell};
use crate::{Versions, words};

/// The audit as Markdown.
pub fn markdown(audit: &Audit, asked: &Asked, versions: &Versions) -> String {
    let mut paragraphs = vec![opening(audit, asked, versions)];
    if !audit.findings.is_empty() {
        paragraphs.push(table(audit));
        paragraphs.push("**The findings, one by one**".to_owned());
    }
    for finding in &audit.findings {
        finding::write(finding, &mut paragraphs);
    }
    conclusion::write(audit, &mut paragraphs);
    let mut out = paragraphs.join("\n\n");
    out.push('\n');
    out
}

/// What was done, and how it came out.
fn opening(audit: &Audit, asked: &Asked, versions: &Versions) -> String {
    let review = match asked.review.as_str() {
        "-" => "your review".to_owned(),
        path => format!("the review {}", Code(&words::clip(path, 200))),
    };
    let revision = asked.revision.as_ref().map(|revision| format!(" at {}", Code(&words::clip(revision, 100))));
    let code = format!("{}{}", Code(&words::clip(&asked.code, 200)), revision.unwrap_or_default());
    let catalogue = Prose(&versions.catalogue);
    if audit.findings.is_empty() {
        return format!(
            "Thank you for {review}. I read it as {}, and no finding could be read in it.",
            audit.format.words()
        );
    }
    let findings = words::count(audit.findings.len(), "finding");
    let mut counts: Vec<String> = Vec::new();
    for (verdict, one, many) in [
        (Verdict::Accept, "holds", "hold"),
        (Verdict::Correct, "holds with a correction", "hold with corrections"),
        (Verdict::Reject, "does not hold", "do not hold"),
        (Verdict::Undecided, "could not be decided", "could not be decided"),
    ] {
        let count = audit.findings.iter().filter(|finding| finding.verdict == verdict).count();
        if count > 0 {
            counts.push(format!("{} {}", words::number(count), if count == 1 { one } else { many }));
        }
    }
    format!(
        "Thank you for {review}. I held what it says against the code in {code} and against the Common Weakness Enumeration \
         (CWE {catalogue}): for each finding whether its ids and their names are right, whether its quotes stand where they are \
         cited, and whether the code bears it out. Of {findings}, {}.",
        words::list(&counts)
    )
}

/// The verdicts.
fn table(audit: &Audit) -> String {
    let mut lines = vec!["| finding | says | as | verdict |".to_owned(), "| --- | --- | --- | --- |".to_owned()];
    for finding in &audit.findings {
        let label =
            finding.label.as_ref().map(|label| format!(" {}", TableCell(&words::clip(label, 40)))).unwrap_or_default();
        let title = said::title(finding);
        let verdict = finding.verdict.word();
        lines.push(format!(
            "| {}{label} | {} | {} | {verdict} |",
            finding.index,
            TableCell(&title),
            said::ids(finding)
        ));
    }
    lines.join("\n")
}
