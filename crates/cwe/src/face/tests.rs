//! What the faces say.

use serde_json::Value;

use super::*;

fn text(id: u32) -> String {
    entry_text(Catalogue::official().get(id).unwrap())
}

fn tree(id: u32) -> crate::Tree {
    Catalogue::official().tree(id).unwrap()
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn an_entry_is_told_in_full() {
    let expected = "\
CWE-89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')
A weakness, base; status: stable.
Mapping Allowed: a finding may cite it.

Also called       SQL injection, SQLi
";
    let sql = text(89);
    assert!(sql.starts_with(expected), "{sql}");
    for line in [
        "                  SQL Injection (until 2008-04-11)",
        "Children          CWE-564 SQL Injection: Hibernate",
        "Top 25            2019: 6, 2020: 6, 2021: 6, 2022: 3, 2023: 3, 2024: 3, 2025: 2",
        "OWASP Top 10      A03:2021 - Injection",
        "                  A05:2025 - Injection",
        "Listed since      CWE 1.0",
    ] {
        assert!(sql.lines().any(|found| found == line), "{line}\n{sql}");
    }
}

#[test]
fn what_is_no_valid_weakness_is_said_in_the_first_lines() {
    for (id, said) in [
        (16, "OBSOLETE: MITRE no longer uses this entry. A CATEGORY"),
        (1355, "A CATEGORY: a group of weaknesses, not a weakness itself"),
        (1000, "A VIEW: a way to look at the catalogue, not a weakness"),
        (534, "DEPRECATED: MITRE has withdrawn this entry."),
    ] {
        assert!(text(id).lines().nth(1).unwrap().starts_with(said), "{}", text(id));
    }
}

#[test]
fn what_to_cite_instead_is_said_with_its_source() {
    assert!(
        text(534).contains("Cite instead      CWE-532 Insertion of Sensitive Information into Log File (mentioned by")
    );
    assert!(text(22).contains("Perhaps better    CWE-23 Relative Path Traversal (suggested by MITRE)"));
    assert!(!text(89).contains("Cite instead"));
}

#[test]
fn no_text_is_wider_than_a_hundred_columns_or_ends_in_blanks() {
    let entries = Catalogue::official().entries().iter();
    let texts = entries.flat_map(|entry| [entry_text(entry), tree_text(&tree(entry.id))]);
    for text in texts.chain([about(), unknown_text(1449)]) {
        assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.contains("\n\n\n"), "{text}");
        let wide = text.lines().find(|line| line.chars().count() > 100 || line.ends_with(' '));
        assert_eq!(wide, None);
    }
}

#[test]
fn an_entry_as_json_has_stable_keys_and_numbers() {
    let json = parsed(&entry_json(Catalogue::official().get(200).unwrap()));
    assert_eq!(json["id"], 200);
    assert_eq!(json["kind"], "weakness");
    assert_eq!(json["mapping"]["usage"], "Discouraged");
    assert_eq!(json["mapping"]["judgement"], "refused");
    assert_eq!(json["mapping"]["better"][0]["id"], 732);
    assert_eq!(json["mapping"]["better"][0]["source"], "mentioned");
    assert_eq!(json["former_names"][1]["until"], "2020-02-24");
    assert_eq!(json["parents"][0]["id"], 668);
    assert_eq!(json["top25"][0]["rank"], 4);
    assert_eq!(json["members"], Value::Null);
    let view = parsed(&entry_json(Catalogue::official().get(1000).unwrap()));
    assert_eq!(view["members"][0]["name"], "Improper Access Control");
    assert_eq!(view["abstraction"], Value::Null);
}

#[test]
fn a_tree_is_printed_from_the_pillar_down() {
    let text = tree_text(&tree(89));
    let expected = "  CWE-707 Improper Neutralization [Discouraged]\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\n      > CWE-89 Improper"), "{text}");
    assert!(text.ends_with("\n          CWE-564 SQL Injection: Hibernate\n"), "{text}");
    let json = parsed(&tree_json(&tree(74)));
    assert_eq!(json["nodes"][0]["place"], "above");
    assert_eq!(json["complete"], true);
}

#[test]
fn a_search_is_printed_best_first_and_cut() {
    let catalogue = Catalogue::official();
    let found = catalogue.search("injection");
    let text = search_text("injection", &found, 3);
    assert!(text.starts_with("CWE-74 "), "{text}");
    assert!(text.ends_with(&format!("{} more entries are less close.\n", found.len() - 3)));
    let json = parsed(&search_json("injection", &found, 3));
    assert_eq!((json["total"].as_u64(), json["entries"].as_array().unwrap().len()), (Some(found.len() as u64), 3));
    assert_eq!(search_text("x\u{1b}[31my", &[], 3), "No entry of CWE 4.20 answers \"x [31my\".\n");
}

#[test]
fn an_unknown_number_is_said_to_be_unknown() {
    let text = unknown_text(1449);
    assert!(text.starts_with("CWE-1449 does not exist.\n"), "{text}");
    assert!(text.contains("uses the numbers 1 to 1448, 1450 and 2000 and no others."), "{text}");
    assert_eq!(parsed(&unknown_json(1449))["exists"], false);
}

#[test]
fn the_notice_of_mitre_is_given_whole() {
    let about = about();
    assert!(about.starts_with("Common Weakness Enumeration (CWE) 4.20, released 2026-04-30\n"));
    let one_line: Vec<&str> = about.split_whitespace().collect();
    assert!(one_line.join(" ").contains(Catalogue::official().notice()));
    assert!(about.contains("969 weaknesses, 422 categories and 59 views"));
}
