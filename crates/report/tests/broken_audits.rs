//! An error of Flawline's own in writing a finding of an audit costs that finding, and the report says so. One test: breaking a unit
//! concerns the whole process.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod audits;
mod reviews;

use std::io::{self, Write};

use audit::Audit;
use contained::{LEFT_OUT, Step, break_unit};
use flawline_report::audited::{Asked, Writable, json, markdown, sarif, terminal, writable};
use flawline_report::{TerminalOptions, Versions};

/// Writes an audit in a format.
type Format<'a> = &'a dyn Fn(&Audit, &mut dyn Write) -> io::Result<()>;

/// What is written of what can be.
fn text(writable: &Writable<'_>, write: Format<'_>) -> String {
    let mut bytes = Vec::new();
    write(&writable.audit, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_finding_of_an_audit_that_cannot_be_written_is_left_out_and_told() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload_as_str() != Some(contained::ON_PURPOSE) {
            usual(info);
        }
    }));
    let versions = Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() };
    let asked = Asked { review: "review.md".to_owned(), code: ".".to_owned(), revision: None };
    let options = TerminalOptions { colour: false, width: 100, quiet: false };
    let formats: [Format<'_>; 4] = [
        &|audit, out| terminal(audit, &options, out),
        &|audit, out| markdown(audit, &asked, &versions, out),
        &|audit, out| json(audit, &asked, &versions, out),
        &|audit, out| sarif(audit, &asked, &versions, out),
    ];
    let (_, audit) = audits::all().swap_remove(0);
    for (number, write) in formats.into_iter().enumerate() {
        let whole = writable(&audit, write);
        assert!(whole.is_whole && whole.audit.findings.len() == audit.findings.len(), "format {number}");
        let missed = audit.missed.iter().map(|missed| missed.finding.place.line as usize);
        for unit in audit.findings.iter().map(|finding| finding.index).chain(missed) {
            break_unit(Some((Step::Write, unit)));
            let partial = writable(&audit, write);
            assert!(!partial.is_whole, "format {number}: {unit} is missing, and nothing says so");
            let text = text(&partial, write);
            assert!(break_unit(None), "format {number} does not write {unit}");
            let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(LEFT_OUT), "format {number}: {text}");
        }
    }
}
