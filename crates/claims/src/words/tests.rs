//! Each row is understood by its example, and words are told from others that look like them.

use super::table::{Row, table};
use super::*;

/// The part of an example that is the word.
fn key(example: &str) -> String {
    let bare = example.trim_start_matches(['#', '*', '-', '|', ' ']);
    bare.split([':', '|']).next().unwrap_or(bare).to_owned()
}

#[test]
fn every_row_is_understood_by_its_example() {
    let table = table().unwrap();
    for row in &table.field {
        assert_eq!(field(&key(&row.example)), Some(row.means), "{}", row.example);
    }
    for row in &table.chapter {
        assert!(is_chapter(&row.example) || begins_conclusion(&row.example), "{}", row.example);
    }
    for row in &table.level {
        assert_eq!(format!("{:?}", level(&row.example).unwrap().0).to_lowercase(), row.means, "{}", row.example);
    }
    for row in &table.heading {
        assert_eq!(heading(&key(&row.example)), Some(row.means), "{}", row.example);
    }
    for row in &table.overview {
        assert!(is_overview(&key(&row.example)), "{}", row.example);
    }
    for row in &table.admission {
        assert_eq!(side(&row.example).unwrap().0, Side::Accuses, "{}", row.example);
        assert_eq!(side(&format!("✅ {}", row.words[0])).unwrap().0, Side::Defends, "{}", row.example);
    }
    for row in &table.negation {
        assert!(row.words.iter().any(|word| row.example.starts_with(word.as_str())), "{}", row.example);
        assert_eq!(side(&row.example).unwrap().0, Side::Accuses, "{}", row.example);
    }
    for row in &table.denial {
        assert!(denial(&row.example).is_some(), "{}", row.example);
    }
    for row in &table.praise {
        assert!(is_praise(&row.example), "{}", row.example);
    }
    for row in &table.repetition {
        assert!(is_repetition(&row.example), "{}", row.example);
    }
    for row in &table.library {
        assert!(is_of_library(&row.example), "{}", row.example);
    }
    for row in &table.closing {
        assert_eq!(closing(&row.example), Some(row.words[0].clone()), "{}", row.example);
    }
    let lists = [
        (List::Counter, &table.counter),
        (List::Shell, &table.shell),
        (List::Drawing, &table.drawing),
        (List::Tool, &table.tool),
    ];
    for (list, rows) in lists {
        for row in rows {
            let first = row.example.split(' ').next().unwrap();
            assert!(is_of(list, first), "{}", row.example);
        }
    }
    for row in &table.done {
        assert!(done(&row.example).is_some() && field(&row.example) == Some(Field::Fix), "{}", row.example);
    }
    for row in &table.yes {
        assert!(affirms(&row.example) && row.words.iter().all(|word| affirms(word)), "{}", row.example);
    }
    for row in &table.defence {
        assert_eq!(side(&row.example).unwrap().0, Side::Defends, "{}", row.example);
    }
    for row in &table.accusation {
        assert_eq!(side(&row.example).unwrap().0, Side::Accuses, "{}", row.example);
    }
    for row in &table.reach {
        assert!(said(&row.example).iter().any(|(said, _)| *said == row.means), "{}", row.example);
    }
    for (rows, is_of_login) in [(&table.vector, false), (&table.privilege, true)] {
        for row in rows {
            assert_eq!(said_by_key(&row.example, is_of_login).unwrap().0, row.means, "{}", row.example);
        }
    }
}

#[test]
fn no_word_stands_twice() {
    let table = table().unwrap();
    let of_reach = |rows: &[Row<Said>]| rows.iter().flat_map(|row| row.words.clone()).collect::<Vec<String>>();
    let fields: Vec<String> = table.field.iter().flat_map(|row| row.words.clone()).collect();
    for words in [fields, of_reach(&table.reach), of_reach(&table.vector), of_reach(&table.privilege)] {
        let mut seen = std::collections::BTreeSet::new();
        for word in words {
            assert!(seen.insert(folded(&word)), "{word} stands twice");
        }
    }
}

#[test]
fn what_is_not_so_is_told_from_what_is() {
    assert_eq!(side("Not fixed yet").unwrap().0, Side::Accuses);
    assert_eq!(side("✅ FIXED").unwrap().0, Side::Defends);
    for text in ["NOT RESOLVED", "Not yet mitigated", "belum aman", "tidak aman", "尚未已缓解", "is not safe"] {
        assert_eq!(side(text).unwrap().0, Side::Accuses, "{text}");
    }
    assert_eq!(side("not vulnerable").unwrap().0, Side::Defends);
    assert_eq!(side("insecure"), Some((Side::Accuses, "insecure".to_owned())));
    assert_eq!(side("in the login"), None);
}

#[test]
fn verdicts_deny_what_they_name() {
    assert_eq!(side("🛡 захищено").unwrap().0, Side::Defends);
    for text in ["Inputs are not protected", "unprotected", "has to be addressed", "clean up needed"] {
        assert_eq!(side(text).unwrap().0, Side::Accuses, "{text}");
    }
    assert_eq!(side("has been addressed").unwrap().0, Side::Defends);
    for text in ["NO SQL INJECTION RISK", "No known vulnerabilities", "无注入风险"] {
        assert!(denial(text).is_some(), "{text}");
    }
    for text in ["No rate limiting", "Notable risk", "no limit on what is sent, which is a high risk", "risk"] {
        assert_eq!(denial(text), None, "{text}");
    }
    assert!(!is_praise("Line 9 never correctly uses parameters"));
    assert!(!is_of_library("A dependency is injected unchecked"));
}

#[test]
fn levels_are_read_from_words_and_scores() {
    assert_eq!(level("🔴 High (CVSS 9.8)").unwrap().0, Level::High);
    assert_eq!(level("9.8").unwrap().0, Level::Critical);
    assert_eq!(level("严重").unwrap().0, Level::Critical);
    assert_eq!(level("terrible"), None);
    for (text, expected) in [
        ("🔴 严重", Level::Critical),
        ("🟠 高危", Level::High),
        ("⚠️中危", Level::Medium),
        ("[低危]", Level::Low),
        ("🟡 Sedang (5.3)", Level::Medium),
        ("8.8 (High-Critical)", Level::High),
    ] {
        assert_eq!(level(text).unwrap().0, expected, "{text}");
    }
}

#[test]
fn headings_are_understood_by_how_they_begin() {
    let cases = [
        ("Rekomendasi Masa Depan", Some(Field::Fix)),
        ("3.2 Recommended changes", Some(Field::Fix)),
        ("六、安全建议", Some(Field::Fix)),
        ("🛡️ 修复方案（推荐）", Some(Field::Fix)),
        ("攻击复现", Some(Field::Nothing)),
        ("Steps to Reproduce (before the fix)", Some(Field::Nothing)),
        ("Exploit", Some(Field::Attack)),
        ("B. References", Some(Field::Nothing)),
        ("Recommendation (Future Enhancement)", Some(Field::Fix)),
        ("Exploitable deserialisation", None),
        ("Kode Saat Ini", None),
        ("SQL injection in the search", None),
    ];
    for (text, expected) in cases {
        assert_eq!(heading(text), expected, "{text}");
    }
    assert!(is_overview("Attack Chain 1: 🔴 all of it"));
    assert!(!is_overview("Topping up an account of others"));
    assert_eq!(closing("Input is not properly validated"), None);
}

#[test]
fn repairs_that_are_to_be_made_are_told_from_those_that_are() {
    for text in
        ["Remediation (applied)", "Fix applied", "Solution implemented", "Implemented fix", "Mitigation in place"]
    {
        assert!(done(text).is_some(), "{text}");
    }
    for text in ["Remediation", "Applied", "Fix to be applied", "Remediation (not applied)", "Prefix applied"] {
        assert_eq!(done(text), None, "{text}");
    }
    assert!(!affirms("No") && !affirms("Not fixed — see notes") && !affirms("❌"));
}
