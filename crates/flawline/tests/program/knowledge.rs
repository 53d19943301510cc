//! `flawline rules`, `models`, `kinds`, `explain`: the knowledge reaches the reader.

use serde_json::Value;

use crate::run::flawline;

fn json(arguments: &[&str]) -> Value {
    let ran = flawline(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}: {ran:?}");
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn every_kind_is_listed_with_its_role() {
    let kinds = json(&["kinds", "--json"]);
    let kinds = kinds["kinds"].as_array().unwrap();
    assert!(kinds.iter().any(|kind| kind["name"] == "sql" && kind["role"] == "sink"));
    let text = flawline(&["kinds"]).out;
    for kind in kinds {
        let start = format!("\n{} ", kind["name"].as_str().unwrap());
        assert!(text.contains(&start), "{start:?} in {text}");
    }
}

#[test]
fn every_library_is_listed_and_its_rows_can_be_read() {
    let models = json(&["models", "--json"]);
    for model in models["models"].as_array().unwrap() {
        let library = model["library"].as_str().unwrap();
        let shown = json(&["models", library, "--json"]);
        let rows = shown["models"][0]["rows"].as_array().unwrap().len();
        assert_eq!(rows as u64, model["rows"].as_u64().unwrap(), "{library}");
        assert!(flawline(&["models", library]).out.starts_with(library), "{library}");
    }
}

#[test]
fn a_misspelt_library_or_rule_is_answered_with_the_nearest_and_2() {
    let ran = flawline(&["models", "flaskk"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean 'flask'?"), "{}", ran.err);
    let ran = flawline(&["explain", "no-such-weakness-at-all"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("flawline rules lists them"), "{}", ran.err);
}

#[test]
fn every_rule_can_be_explained_by_its_id_and_by_its_weakness() {
    let rules = json(&["rules", "--json"]);
    for rule in rules["rules"].as_array().unwrap() {
        let (id, title) = (rule["id"].as_str().unwrap(), rule["title"].as_str().unwrap());
        let page = flawline(&["explain", id]);
        assert_eq!(page.code, 0, "{id}: {}", page.err);
        assert!(page.out.starts_with(title), "{id}: {}", page.out);
        let weakness = format!("CWE-{}", rule["cwes"][0]);
        assert!(page.out.contains(&format!("- {weakness}: ")), "{id}: {}", page.out);
        assert!(flawline(&["explain", &weakness]).out.contains(title), "{weakness}");
        assert!(flawline(&["rules", &weakness]).out.contains(id), "{weakness}");
    }
}

#[test]
fn a_weakness_without_a_rule_is_told_apart_from_one_that_does_not_exist() {
    let ran = flawline(&["explain", "CWE-1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no rule looks for CWE-1"), "{}", ran.err);
    let ran = flawline(&["explain", "CWE-4000000"]);
    assert!(ran.err.contains("CWE-4000000 does not exist."), "{}", ran.err);
}

#[test]
fn a_filter_that_fits_nothing_says_so() {
    let ran = flawline(&["rules", "no-such-weakness-at-all"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("No rule has"), "{}", ran.out);
}
