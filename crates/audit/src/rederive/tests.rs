//! Every kind of difference is seen, at its place, and nothing hidden is shown.

use review::Project;
use serde_json::{Value, json};

use super::*;

const CODE: &str = "import os\n\n\ndef run(name):\n    key = 'zzzz-hidden'\n    os.system('ls ' + name)\n";

fn document() -> Value {
    let place = |line: u32, column: u32| json!({"path": "a.py", "line": line, "column": column, "end_line": line, "end_column": column + 3});
    let finding = |rule: &str, line: u32, quote: &str, masks: Value, code: &str| {
        let mut step = place(4, 9);
        step["quote"] = json!("def run(name):");
        step["masks"] = json!([]);
        step["note"] = json!("it is given");
        json!({
            "rule": rule,
            "title": rule,
            "cwe": {"id": 78, "name": "Improper"},
            "severity": "high",
            "confidence": "high",
            "location": place(line, 5),
            "quote": quote,
            "masks": masks,
            "function": "run",
            "message": "It is run.",
            "flow": [step],
            "checks": [],
            "fingerprints": {"code/v1": code, "place/v1": format!("{code}0")},
        })
    };
    json!({
        "schema_version": "1.1",
        "program": {"name": "Flawline", "version": "0.1.0"},
        "catalogue": {"version": "4.20"},
        "root": ".",
        "paths": ["."],
        "settings": {
            "confidence": "medium", "severity": "low", "threats": ["remote"], "no_ignore": false, "max_file_bytes": 1000,
            "scopes": ["production"], "respect_foreign_suppressions": false, "fail_on": null,
        },
        "complete": true,
        "findings": [
            finding("command", 6, "os.system('ls ' + name)", json!([]), "1"),
            finding("secret", 5, "key = 'zz*********'", json!([[9, 18]]), "2"),
        ],
        "elsewhere": [],
        "suppressed": [],
        "configuration": {"file": null},
        "coverage": {"functions": 2, "skipped": []},
    })
}

fn compared(said: &Value, again: &Value, code: &str) -> Rederived {
    let given = Given::read(&said.to_string()).unwrap();
    rederive(&given, again, &Project::from_memory(vec![("a.py".to_owned(), code.to_owned())]))
}

/// What differs when the review says something else.
fn edited(edit: impl Fn(&mut Value)) -> Vec<Difference> {
    let mut said = document();
    edit(&mut said);
    let outcome = compared(&said, &document(), CODE);
    assert_eq!(outcome.count, outcome.differences.len());
    outcome.differences
}

fn brief(differences: &[Difference]) -> Vec<(&str, DifferenceKind)> {
    differences.iter().map(|one| (one.pointer.as_str(), one.kind)).collect()
}

#[test]
fn a_review_that_says_the_same_is_the_same() {
    let outcome = compared(&document(), &document(), CODE);
    assert_eq!(outcome.differences, []);
    assert_eq!((outcome.findings, outcome.steps, outcome.quotes), (2, 2, 4));
    assert_eq!(outcome.causes, [] as [&str; 0]);
}

#[test]
fn an_edit_of_any_value_is_seen_at_its_place() {
    for (pointer, value) in [
        ("/findings/0/quote", json!("os.system('rm ' + name)")),
        ("/findings/0/location/line", json!(5)),
        ("/findings/0/cwe/id", json!(77)),
        ("/findings/0/cwe/name", json!("Proper")),
        ("/findings/0/message", json!("It is not run.")),
        ("/findings/0/fingerprints/code~1v1", json!("3")),
        ("/findings/0/fingerprints/place~1v1", json!("3")),
        ("/findings/0/flow/0/line", json!(3)),
        ("/findings/0/flow/0/note", json!("it is taken")),
        ("/findings/0/rule", json!("other")),
        ("/coverage/functions", json!(3)),
        ("/complete", json!(false)),
    ] {
        let found = edited(|said| *said.pointer_mut(pointer).unwrap() = value.clone());
        assert_eq!(brief(&found).first(), Some(&(pointer, DifferenceKind::Other)), "{pointer}: {found:#?}");
    }
}

#[test]
fn both_sides_of_a_difference_are_told() {
    let found = edited(|said| said["findings"][0]["quote"] = json!("os.system('rm ' + name)"));
    let [difference] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(difference.said.as_deref(), Some("os.system('rm ' + name)"));
    assert_eq!(difference.given.as_deref(), Some("os.system('ls ' + name)"));
    assert_eq!(difference.finding.as_deref(), Some("command (CWE-78) at a.py:6"));
    assert_eq!(difference.remark.as_deref(), Some("The quote does not stand in line 6 of a.py."));
}

#[test]
fn findings_that_are_gone_and_that_have_come_are_told() {
    let gone = edited(|said| _ = said["findings"].as_array_mut().unwrap().remove(0));
    assert_eq!(brief(&gone), [("/findings", DifferenceKind::NotInTheReview)]);
    let mut again = document();
    again["findings"].as_array_mut().unwrap().remove(0);
    let outcome = compared(&document(), &again, CODE);
    assert_eq!(brief(&outcome.differences), [("/findings/0", DifferenceKind::NotFoundAgain)]);
    assert_eq!(outcome.differences[0].remark.as_deref(), Some("Its quote stands at its place."));
    let turned = edited(|said| said["findings"].as_array_mut().unwrap().reverse());
    assert_eq!(brief(&turned), [("/findings", DifferenceKind::Order)]);
}

#[test]
fn a_step_more_is_told() {
    let found = edited(|said| {
        let step = said["findings"][0]["flow"][0].clone();
        said["findings"][0]["flow"].as_array_mut().unwrap().push(step);
    });
    assert_eq!(brief(&found), [("/findings/0/flow/1", DifferenceKind::NotFoundAgain)]);
}

#[test]
fn what_is_hidden_is_neither_compared_nor_shown() {
    // Another text below the mask is no difference.
    assert_eq!(edited(|said| said["findings"][1]["quote"] = json!("key = 'zzAAAAAAAAA'")), []);
    // A mask that is gone is one, and what it hid is not shown.
    let open = |said: &mut Value| {
        said["findings"][1]["quote"] = json!("key = 'zzzz-hidden'");
        said["findings"][1]["masks"] = json!([]);
    };
    let found = edited(open);
    assert_eq!(brief(&found), [("/findings/1/masks", DifferenceKind::Other)]);
    let moved = edited(|said| {
        open(said);
        said["findings"][1]["quote"] = json!("kay = 'zzzz-hidden'");
    });
    assert_eq!(brief(&moved), [("/findings/1/quote", DifferenceKind::Other)]);
    for difference in found.iter().chain(&moved) {
        assert!(!format!("{difference:?}").contains("zz-hidden"), "{difference:#?}");
    }
}

#[test]
fn a_quote_that_does_not_stand_in_the_file_is_told_even_when_both_say_so() {
    let outcome = compared(&document(), &document(), &CODE.replace("system", "popen"));
    assert_eq!(brief(&outcome.differences), [("/findings/0/quote", DifferenceKind::NotInTheFile)]);
}

#[test]
fn other_versions_are_likely_causes() {
    let mut said = document();
    said["program"]["version"] = json!("0.0.9");
    said["catalogue"]["version"] = json!("4.19");
    let outcome = compared(&said, &document(), CODE);
    assert_eq!((outcome.causes.len(), outcome.count), (2, 0));
    assert!(outcome.causes[0].contains("0.0.9"), "{:?}", outcome.causes);
}

#[test]
fn a_hundred_differences_are_kept_and_all_are_counted() {
    let mut said = document();
    let many: Vec<Value> = (0..300).map(|at| json!({"id": at})).collect();
    said["coverage"]["looked_for"] = Value::Array(many);
    let outcome = compared(&said, &document(), CODE);
    assert_eq!((outcome.differences.len(), outcome.count), (1, 1));
    let mut again = document();
    again["coverage"]["looked_for"] = json!([]);
    let outcome = compared(&said, &again, CODE);
    assert_eq!((outcome.differences.len(), outcome.count), (100, 300));
}

#[test]
fn what_is_no_review_of_ours_is_refused_with_what_is_wrong() {
    let refused = |text: &str| Given::read(text).unwrap_err();
    assert!(matches!(refused("{"), Unusable::NotJson(_)));
    assert_eq!(refused("{}"), Unusable::Foreign);
    assert_eq!(refused(r#"{"runs": [], "version": "2.1.0"}"#), Unusable::Foreign);
    let mut newer = document();
    newer["schema_version"] = json!("2.0");
    assert_eq!(refused(&newer.to_string()), Unusable::Schema("2.0".to_owned()));
    let names = document()["settings"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for name in names {
        let mut broken = document();
        broken["settings"][&name] = json!({"a": 1});
        let Unusable::Value(pointer, _) = refused(&broken.to_string()) else { panic!("{name}") };
        assert_eq!(pointer, format!("/settings/{name}"));
    }
}

#[test]
fn what_the_review_quotes_stands_and_nothing_else_does() {
    let long = format!("    x = '{}' + f(a)  ", "y".repeat(500));
    let code = format!("if a:\n{long}\nif b:\n    c\n\td = 'secret'\n    e\n    f\r\n");
    let project = Project::from_memory(vec![("a.py".to_owned(), code.clone())]);
    let files = Files::of(&project);
    let file = &project.files[0].source;
    for (from, to) in [
        ("f(a)", "f(a)"),
        ("x =", "f(a)"),
        ("if b", "c"),
        ("if b", "e"),
        ("if a", "f\r"),
        ("d =", "secret"),
        ("f\r", "f\r"),
    ] {
        let (start, end) = (code.find(from).unwrap(), code.find(to).unwrap() + to.len());
        let span = ir::Span::new(start as u32, end as u32);
        let hidden = code.find("secret").unwrap() as u32;
        let (quote, masks) = review::quote(file, span, &[ir::Span::new(hidden, hidden + 6)]);
        let place = review::place(file, span);
        let place = json!({"path": "a.py", "line": place.line, "column": place.column});
        let masks: Vec<(usize, usize)> = masks.iter().map(|mask| (mask.start, mask.end)).collect();
        let holds = |quote: &str| files.holds(&place, &standing::Quoted::new(quote, &masks)).is_ok();
        assert!(holds(&quote), "{quote}");
        assert!(!holds(&format!("{quote}x")) && !holds(&format!("x{quote}")), "{quote}");
        let changed: Vec<char> = quote.chars().collect();
        assert!(!holds(&changed.iter().rev().collect::<String>()) || changed.len() == 1, "{quote}");
    }
    let beyond = json!({"path": "a.py", "line": 90, "column": 1});
    assert!(files.holds(&beyond, &standing::Quoted::new("if b:", &[])).is_err());
    let other = json!({"path": "b.py", "line": 1, "column": 1});
    assert!(files.holds(&other, &standing::Quoted::new("if a:", &[])).is_err());
}
