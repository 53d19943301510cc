//! An error of Flawline's own in writing a finding costs that finding, and the report says so. One test: breaking a unit
//! concerns the whole process.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod reviews;

use contained::{LEFT_OUT, Step, break_unit};
use flawline_report::{TerminalOptions, Versions, json, markdown, sarif, terminal, written};
use review::Review;

/// How many findings stand at that line.
fn findings_at(review: &Review, line: u32) -> usize {
    let suppressed = review.suppressed.iter().map(|suppressed| &suppressed.finding);
    let all = review.findings.iter().chain(&review.elsewhere).chain(suppressed);
    all.filter(|finding| finding.place.line == line).count()
}

/// How many findings a report holds that is JSON.
fn findings_in(text: &str) -> Option<usize> {
    let report: serde_json::Value = serde_json::from_str(text).ok()?;
    let count = |list: &serde_json::Value| list.as_array().map_or(0, Vec::len);
    let lists = [&report["findings"], &report["elsewhere"], &report["suppressed"], &report["runs"][0]["results"]];
    Some(lists.into_iter().map(count).sum())
}

#[test]
fn a_finding_that_cannot_be_written_is_left_out_and_told() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload_as_str() != Some(contained::ON_PURPOSE) {
            usual(info);
        }
    }));
    let versions = Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() };
    let options = TerminalOptions { colour: false, width: 100, quiet: false };
    let formats: [&dyn Fn(&Review) -> String; 4] = [
        &|review| terminal(review, &options),
        &|review| markdown(review, &versions),
        &|review| json(review, &versions),
        &|review| sarif(review, &versions),
    ];
    let mut broken = 0;
    for (name, review) in reviews::all() {
        for (number, write) in formats.iter().enumerate() {
            let whole = written(&review, write);
            assert!(whole.is_whole && whole.text == write(&review), "{name}");
            let suppressed = review.suppressed.iter().map(|suppressed| &suppressed.finding);
            for finding in review.findings.iter().chain(&review.elsewhere).chain(suppressed) {
                break_unit(Some((Step::Write, finding.place.line as usize)));
                let partial = written(&review, write);
                if !break_unit(None) {
                    continue;
                }
                broken += 1;
                assert!(!partial.is_whole, "{name} in format {number}: a finding is missing, and nothing says so");
                let told = partial.text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(told.contains(LEFT_OUT), "{name} in format {number}: {}", partial.text);
                let lost = findings_at(&review, finding.place.line);
                if let Some(findings) = findings_in(&partial.text) {
                    assert_eq!(findings + lost, findings_in(&whole.text).unwrap(), "{name} in format {number}");
                }
            }
        }
    }
    assert!(broken >= 12, "{broken} findings were broken");
}
