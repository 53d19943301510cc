//! What each format writes for each audit, byte for byte, against its schema, and what no output may ever contain.
//! `FLAWLINE_UPDATE=1` rewrites the snapshots.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod acting;
mod audits;
mod reviews;
mod schema;

use std::collections::BTreeMap;
use std::io::{self, Write};

use acting::{assert_harmless, check_snapshot, outside_code, without_colour};
use audit::Audit;
use flawline_report::audited::{self, Asked};
use flawline_report::{TerminalOptions, Versions};
use schema::{SARIF, Schema, assert_indices_point_at_what_they_name};
use serde_json::Value;

fn schema() -> Schema {
    Schema::read("../../docs/audit.schema.json")
}

fn versions() -> Versions {
    Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() }
}

fn asked(name: &str) -> Asked {
    match name {
        "audit-hostile" => Asked {
            review: "\u{1b}[2J ![x](http://evil.example/) ::set-output\n::set-output name=a::b".to_owned(),
            code: "`<b>` @everyone ##[error]".to_owned(),
            revision: Some("HEAD~3 <img src=x> ##[group]".to_owned()),
        },
        _ => Asked { review: "review.md".to_owned(), code: "bookshop".to_owned(), revision: None },
    }
}

/// What is written, as a text.
fn text(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn shown(audit: &Audit, colour: bool, width: usize, quiet: bool) -> String {
    text(|out| audited::terminal(audit, &TerminalOptions { colour, width, quiet }, out))
}

fn markdown(audit: &Audit, asked: &Asked, versions: &Versions) -> String {
    text(|out| audited::markdown(audit, asked, versions, out))
}

fn json(audit: &Audit, asked: &Asked, versions: &Versions) -> String {
    text(|out| audited::json(audit, asked, versions, out))
}

fn sarif(audit: &Audit, asked: &Asked, versions: &Versions) -> String {
    text(|out| audited::sarif(audit, asked, versions, out))
}

#[test]
fn each_audit_is_written_as_its_snapshots_say() {
    for (name, audit) in audits::all() {
        check_snapshot(&format!("{name}.txt"), &shown(&audit, false, 100, false));
        check_snapshot(&format!("{name}.md"), &markdown(&audit, &asked(name), &versions()));
        check_snapshot(&format!("{name}.json"), &json(&audit, &asked(name), &versions()));
        check_snapshot(&format!("{name}.sarif"), &sarif(&audit, &asked(name), &versions()));
    }
    let (_, full) = audits::all().swap_remove(0);
    check_snapshot("audit-quiet.txt", &shown(&full, false, 80, true));
    check_snapshot("audit-narrow.txt", &shown(&full, false, 50, false));
}

#[test]
fn no_text_of_others_acts_in_an_audit() {
    for (name, audit) in audits::all() {
        let mut outputs = vec![
            ("markdown".to_owned(), markdown(&audit, &asked(name), &versions())),
            ("json".to_owned(), json(&audit, &asked(name), &versions())),
            ("sarif".to_owned(), sarif(&audit, &asked(name), &versions())),
        ];
        for (colour, quiet) in [(false, false), (false, true), (true, false), (true, true)] {
            for width in [0, 80, 500] {
                let text = without_colour(&shown(&audit, colour, width, quiet));
                outputs.push((format!("terminal, {width} wide, colour {colour}"), text));
            }
        }
        for (format, output) in outputs {
            assert_harmless(&format!("{name}, {format}"), &output);
        }
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    for (name, audit) in audits::all() {
        for width in [40, 100] {
            let coloured = without_colour(&shown(&audit, true, width, false));
            let plain = shown(&audit, false, width, false);
            assert_eq!(coloured.lines().count(), plain.lines().count(), "{name}");
            for (coloured, plain) in coloured.lines().zip(plain.lines()) {
                assert_eq!(coloured.trim_end(), plain.trim_end(), "{name}");
            }
        }
    }
}

#[test]
fn nothing_in_a_letter_is_live() {
    let (name, hostile) = audits::all().pop().unwrap();
    let outside = outside_code(&markdown(&hostile, &asked(name), &versions()));
    for forbidden in ["![", "](", "<s", "</", "<i", "<b", "<!", "<h", "://", "www.", "@", "#12", "GH-7", "$"] {
        let found = outside.find(forbidden);
        let near = found.map(|at| outside[..at].chars().rev().take(80).collect::<Vec<char>>());
        assert_eq!(found, None, "{forbidden}: {:?}", near.map(|near| near.into_iter().rev().collect::<String>()));
    }
}

#[test]
fn a_table_of_verdicts_has_as_many_cells_in_every_row() {
    for (name, audit) in audits::all() {
        let text = markdown(&audit, &asked(name), &versions());
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert!(bars == 5 || bars == 3, "{name}: {line}");
        }
    }
}

#[test]
fn every_audit_fits_the_schema() {
    let schema = schema();
    for (name, audit) in audits::all() {
        schema.check(name, &json(&audit, &asked(name), &versions()));
    }
}

#[test]
fn the_schema_refuses_a_missing_and_an_unknown_field() {
    let (name, audit) = audits::all().swap_remove(0);
    let pointers = [
        "",
        "/program",
        "/findings/0",
        "/findings/0/cwe/0",
        "/findings/0/locations/0",
        "/findings/0/support",
        "/findings/6/reach",
        "/findings/0/support/evidence/0",
        "/findings/0/support/evidence/0/flow/0",
        "/unread/0",
        "/missed/0",
        "/missed/0/cwe",
        "/scorecard",
        "/scorecard/names",
        "/coverage",
        "/coverage/languages/0",
        "/coverage/gaps/0",
        "/coverage/cuts/0",
        "/coverage/not_analysed/0",
    ];
    schema().assert_it_refuses_missing_and_unknown_fields(&json(&audit, &asked(name), &versions()), &pointers);
}

fn all<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|&one| word(one).to_owned()).collect()
}

#[test]
fn the_schema_knows_the_words_of_every_verdict_and_no_others() {
    let schema = schema().text;
    let words = |name: &str| -> Vec<String> {
        let words = schema["$defs"][name]["enum"].as_array().unwrap_or_else(|| panic!("{name}"));
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(words("verdict"), all(audit::Verdict::ALL, audit::Verdict::word));
    assert_eq!(words("support_verdict"), all(audit::SupportVerdict::ALL, audit::SupportVerdict::word));
    assert_eq!(words("name_verdict"), all(audit::NameWord::ALL, audit::NameWord::word));
    assert_eq!(words("line_verdict"), all(audit::LineVerdict::ALL, audit::LineVerdict::word));
    assert_eq!(words("path_verdict"), all(audit::PathVerdict::ALL, audit::PathVerdict::word));
    assert_eq!(words("quote_verdict"), all(audit::QuoteVerdict::ALL, audit::QuoteVerdict::word));
    assert_eq!(words("claimed_who"), all(audit::ClaimedWho::ALL, audit::ClaimedWho::word));
    assert_eq!(words("seen_who"), all(audit::SeenWho::ALL, audit::SeenWho::word));
    assert_eq!(words("severity_verdict"), all(audit::SeverityVerdict::ALL, audit::SeverityVerdict::word));
    assert_eq!(words("mitigation_verdict"), all(audit::MitigationVerdict::ALL, audit::MitigationVerdict::word));
}

#[test]
fn the_schema_describes_every_property() {
    schema().assert_it_describes_every_property();
}

#[test]
fn json_keeps_what_the_review_said_as_it_was() {
    let (name, audit) = audits::all().pop().unwrap();
    let value: Value = serde_json::from_str(&json(&audit, &asked(name), &versions())).unwrap();
    assert_eq!(value["review"], asked(name).review);
    for (found, finding) in value["findings"].as_array().unwrap().iter().zip(&audit.findings) {
        assert_eq!(found["title"], finding.title);
        assert_eq!(found["cwe"][0]["claimed_name"], finding.weaknesses[0].claimed_name.clone().unwrap());
        assert_eq!(found["locations"][0]["quote"], finding.places[0].quote.clone().unwrap());
    }
}

#[test]
fn every_log_fits_the_standards_schema_and_its_indices_point_at_what_they_name() {
    let schema = Schema::read(SARIF);
    for (name, audit) in audits::all() {
        let log = schema.check(name, &sarif(&audit, &asked(name), &versions()));
        assert_indices_point_at_what_they_name(name, &log);
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), audit.findings.len(), "{name}");
        assert_eq!(run["properties"]["auditedReport"]["findings"], audit.findings.len());
        for result in results {
            assert_eq!(result["level"] == "none", result["kind"] != "fail", "{name}");
        }
    }
}

#[test]
fn the_kind_of_a_result_is_what_the_code_says() {
    let (name, audit) = audits::all().swap_remove(0);
    let log: Value = serde_json::from_str(&sarif(&audit, &asked(name), &versions())).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<&str> = results.iter().map(|result| result["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["fail", "fail", "pass", "open", "pass", "fail", "fail"]);
    assert_eq!(results[0]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(), 4);
    assert_eq!(results[2]["ruleId"], "CWE-9999");
    assert_eq!(results[5]["ruleId"], "CWE-89", "without an id of its own, that of what the code shows");
}

#[test]
fn the_score_counts_every_finding_id_and_place_once() {
    for (name, audit) in audits::all() {
        let value: Value = serde_json::from_str(&json(&audit, &asked(name), &versions())).unwrap();
        let sum = |key: &str| -> u64 {
            let counts: BTreeMap<String, u64> = serde_json::from_value(value["scorecard"][key].clone()).unwrap();
            counts.values().sum()
        };
        let findings = audit.findings.len() as u64;
        let ids: usize = audit.findings.iter().map(|finding| finding.weaknesses.len()).sum();
        let places: usize = audit.findings.iter().map(|finding| finding.places.len()).sum();
        for (key, count) in [
            ("verdicts", findings),
            ("support", findings),
            ("severities", findings),
            ("mitigations", findings),
            ("names", ids as u64),
            ("paths", places as u64),
            ("lines", places as u64),
            ("quotes", places as u64),
        ] {
            assert_eq!(sum(key), count, "{name}, {key}");
        }
    }
}
