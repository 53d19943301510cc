//! An audit as a letter to whoever wrote the review: what was done, the verdicts in a table, each finding with what was checked of it,
//! the findings that hold as they would read when they are right, what the review does not mention, and what was not looked at.
//! Nothing of what others wrote is live in it.

mod conclusion;
mod finding;

use std::io::{self, Write};

use audit::{Audit, Audited, Verdict};

use super::{Asked, said};
use crate::sink::{Code, Prose, TableCell};
use crate::{Versions, words};

/// Writes the audit as Markdown.
pub fn markdown(audit: &Audit, asked: &Asked, versions: &Versions, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(opening(audit, asked, versions).as_bytes())?;
    let mut letter = Letter { out };
    if !audit.findings.is_empty() {
        letter.add(["| finding | says | as | verdict |\n| --- | --- | --- | --- |"])?;
        for finding in &audit.findings {
            write!(letter.out, "\n{}", row(finding))?;
        }
        letter.add(["**The findings, one by one**"])?;
    }
    for finding in &audit.findings {
        letter.add(finding::paragraphs(finding))?;
    }
    conclusion::write(audit, &mut letter)?;
    letter.out.write_all(b"\n")
}

/// A letter that has begun, and is written while its paragraphs are made.
struct Letter<'o> {
    out: &'o mut dyn Write,
}

impl Letter<'_> {
    /// Adds paragraphs.
    fn add(&mut self, paragraphs: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        for paragraph in paragraphs {
            self.out.write_all(b"\n\n")?;
            self.out.write_all(paragraph.as_ref().as_bytes())?;
        }
        Ok(())
    }
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

/// The verdict on a finding, as a row of a table.
fn row(finding: &Audited) -> String {
    let label = said::label(finding).map(|label| format!(" {}", TableCell(&label))).unwrap_or_default();
    let title = said::title(finding);
    let verdict = finding.verdict.word();
    format!("| {}{label} | {} | {} | {verdict} |", finding.index, TableCell(&title), said::ids(finding))
}
