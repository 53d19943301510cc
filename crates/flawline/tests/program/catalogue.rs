//! `flawline cwe`: the catalogue's answers reach the reader, in text and in JSON.

use serde_json::Value;

use crate::run::{Ran, flawline};

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&answered(arguments).out).unwrap()
}

fn answered(arguments: &[&str]) -> Ran {
    let ran = flawline(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}: {ran:?}");
    ran
}

#[test]
fn an_id_may_be_written_as_a_number_or_as_mitre_writes_it() {
    let page = answered(&["cwe", "89"]).out;
    assert!(page.starts_with("CWE-89: Improper Neutralization of Special Elements used in an SQL Command"), "{page}");
    assert_eq!(answered(&["cwe", "CWE-89"]).out, page);
    assert_eq!(answered(&["cwe", "cwe-89"]).out, page);
}

#[test]
fn one_id_gives_an_object_and_several_give_a_list() {
    assert_eq!(json(&["cwe", "89", "--json"])["id"], 89);
    let list = json(&["cwe", "--json", "89", "CWE-79"]);
    let ids: Vec<&Value> = list.as_array().unwrap().iter().map(|entry| &entry["id"]).collect();
    assert_eq!(ids, [89, 79]);
}

#[test]
fn an_unknown_number_is_an_error_and_the_known_ones_are_still_answered() {
    let ran = flawline(&["cwe", "89", "4000000", "99999999999999999999999"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.starts_with("CWE-89:"), "{}", ran.out);
    assert!(ran.err.contains("CWE-4000000 does not exist."), "{}", ran.err);
    assert!(ran.err.contains("flawline cwe search"), "{}", ran.err);
}

#[test]
fn an_unknown_number_in_json_is_json() {
    let ran = flawline(&["cwe", "4000000", "--json"]);
    assert_eq!(ran.code, 2);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["exists"], false);
}

#[test]
fn a_search_finds_a_weakness_by_words_with_or_without_quotes() {
    let text = answered(&["cwe", "search", "sql injection"]).out;
    assert!(text.starts_with("CWE-89"), "{text}");
    assert_eq!(answered(&["cwe", "search", "sql", "injection"]).out, text);
    assert_eq!(json(&["cwe", "search", "sql injection", "--json"])["entries"][0]["id"], 89);
    assert_eq!(json(&["cwe", "--json", "search", "sql injection"])["entries"][0]["id"], 89);
}

#[test]
fn a_tree_shows_where_an_entry_stands() {
    let text = answered(&["cwe", "tree", "74"]).out;
    assert!(text.contains("> CWE-74"), "{text}");
    assert_eq!(json(&["cwe", "tree", "CWE-74", "--json"])["id"], 74);
    assert_eq!(flawline(&["cwe", "tree", "4000000"]).code, 2);
}

#[test]
fn the_catalogue_tells_its_release_and_its_owner() {
    let version = cwe::Catalogue::official().version();
    let text = answered(&["cwe", "--about"]).out;
    assert!(text.contains(version) && text.contains("MITRE"), "{text}");
    assert_eq!(json(&["cwe", "--about", "--json"])["cwe_version"], version);
    assert!(answered(&["--version"]).out.ends_with(&format!("(CWE {version})\n")));
    assert_eq!(answered(&["-V"]).out, answered(&["--version"]).out);
}
