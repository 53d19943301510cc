//! An error of Flawline's own in writing a finding of an audit costs that finding, and the report says so. One test: breaking a unit
//! concerns the whole process.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod audits;
mod reviews;

use audit::Audit;
use contained::{LEFT_OUT, Step, break_unit};
use flawline_report::audited::{Asked, json, markdown, sarif, terminal, written};
use flawline_report::{TerminalOptions, Versions};

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
    let formats: [&dyn Fn(&Audit) -> String; 4] = [
        &|audit| terminal(audit, &options),
        &|audit| markdown(audit, &asked, &versions),
        &|audit| json(audit, &asked, &versions),
        &|audit| sarif(audit, &asked, &versions),
    ];
    let (_, audit) = audits::all().swap_remove(0);
    for (number, write) in formats.iter().enumerate() {
        let whole = written(&audit, write);
        assert!(whole.is_whole && whole.text == write(&audit), "format {number}");
        let missed = audit.missed.iter().map(|missed| missed.finding.place.line as usize);
        for unit in audit.findings.iter().map(|finding| finding.index).chain(missed) {
            break_unit(Some((Step::Write, unit)));
            let partial = written(&audit, write);
            assert!(break_unit(None), "format {number} does not write {unit}");
            assert!(!partial.is_whole, "format {number}: {unit} is missing, and nothing says so");
            let told = partial.text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(LEFT_OUT), "format {number}: {}", partial.text);
        }
    }
}
