//! Ids and names are found where they stand, in every form of text.

use super::*;

fn brief(text: &str) -> Vec<(u32, u32, u32)> {
    mentions(text).all.iter().map(|mention| (mention.line, mention.column, mention.id)).collect()
}

fn ids(text: &str) -> Vec<u32> {
    mentions(text).all.iter().map(|mention| mention.id).collect()
}

fn named(text: &str) -> Vec<(u32, Option<String>, Naming)> {
    mentions(text).all.into_iter().map(|mention| (mention.id, mention.name, mention.naming)).collect()
}

fn one(id: u32, name: &str, naming: Naming) -> Vec<(u32, Option<String>, Naming)> {
    vec![(id, Some(name.to_owned()), naming)]
}

#[test]
fn ids_are_found_in_their_order_with_their_places() {
    assert_eq!(brief("a\nä CWE-89, CWE-79\n\ncwe_022"), [(2, 3, 89), (2, 11, 79), (4, 1, 22)]);
    assert_eq!(brief("{\"ä\": \"x CWE-89\",\n \"cwe\": [79, \"22\"]}"), [(1, 10, 89), (2, 10, 79), (2, 14, 22)]);
}

#[test]
fn ids_are_written_in_many_ways() {
    for (text, expected) in [
        ("cwe: 89", vec![89]),
        ("cwe_id = 89", vec![89]),
        ("\"cwe\": [89, '79']", vec![89, 79]),
        ("cwe:\n  - 89\n  - \"79\" # said\nother:\n  - 12", vec![89, 79]),
        ("CWE IDs: 89, 79", vec![89, 79]),
        ("tags: external/cwe/cwe-089", vec![89]),
        ("https://cwe.mitre.org/data/definitions/89.html", vec![89]),
        ("[CWE-89](https://cwe.mitre.org/data/definitions/89.html)", vec![89]),
        ("[CWE-89](https://cwe.mitre.org/data/definitions/98.html)", vec![89, 98]),
        ("CWE89_SQL_Injection", vec![89]),
        ("CWE-99999999999999", vec![]),
        ("CWE-999999", vec![999_999]),
    ] {
        assert_eq!(ids(text), expected, "{text}");
    }
}

#[test]
fn versions_years_and_counts_are_no_ids() {
    for text in [
        "CWE 4.20",
        "CWE 2023 Top 25",
        "cwe2022-top25: true",
        "CWE-2023-Top-25",
        "CWE: 25 weaknesses",
        "CWES-12",
        "XCWE-12",
        "CWE-12a",
        "CWEs: 12",
    ] {
        assert_eq!(ids(text), [] as [u32; 0], "{text}");
    }
}

#[test]
fn names_end_where_they_are_closed() {
    use Naming::{Beside, Named, Near};
    for (text, name, naming) in [
        ("[CWE-89: SQL Injection](x)", "SQL Injection", Beside),
        ("- see [CWE-89 SQL Injection](x)", "SQL Injection", Beside),
        ("`CWE-89: SQL Injection` is here", "SQL Injection", Beside),
        ("(CWE-89: SQL Injection (SQLi)), and more", "SQL Injection (SQLi)", Beside),
        ("<td>CWE-89: SQL Injection</td>", "SQL Injection", Beside),
        ("cwe = 'CWE-78: OS Command (''it'') Injection' # x", "OS Command ('it') Injection", Named),
        ("cwe: \"CWE-89: SQL Injection\"", "SQL Injection", Named),
        ("**CWE:** CWE-89 SQL Injection", "SQL Injection", Named),
        ("| CWE-89 | SQL Injection | 3 |", "SQL Injection", Near),
    ] {
        assert_eq!(
            named(text),
            one(89, name, naming)
                .into_iter()
                .map(|(_, name, naming)| (mentions(text).all[0].id, name, naming))
                .collect::<Vec<_>>(),
            "{text}"
        );
    }
    assert_eq!(named("cwe: https://a.example/CWE-89/Injection/Sinks.js"), [(89, None, Beside)]);
    let below = named("cwe:\n  - 'CWE-89: Injection'\nowasp:\n  - see CWE-79: Scripts");
    assert_eq!(below.iter().map(|one| one.2).collect::<Vec<_>>(), [Named, Beside]);
    assert_eq!(named("the flaw CWE-89 lets anybody in"), [(89, None, Beside)]);
}

#[test]
fn json_gives_names_beside_ids_and_taxonomies_of_others_are_left_out() {
    use Naming::Named;
    assert_eq!(named(r#"{"cwe": {"id": 89, "name": "SQL Injection"}}"#), one(89, "SQL Injection", Named));
    assert_eq!(named(r#"{"issue_cwe": {"name": "SQL Injection", "id": "CWE-89"}}"#), one(89, "SQL Injection", Named));
    let taxa = |name: &str| {
        format!(r#"{{"taxonomies": [{{"taxa": [{{"id": "89", "name": "SQL Injection"}}], "name": "{name}"}}]}}"#)
    };
    assert_eq!(named(&taxa("CWE")), one(89, "SQL Injection", Named));
    assert_eq!(named(&taxa("CAPEC")), []);
    assert_eq!(
        ids(
            r#"{"taxa": [{"id": "79", "toolComponent": {"name": "CWE"}}, {"id": "7", "toolComponent": {"name": "x"}}]}"#
        ),
        [79]
    );
    assert_eq!(named(r#"{"metadata": {"cwe": ["CWE-89: SQL Injection"]}}"#), one(89, "SQL Injection", Named));
}

#[test]
fn broken_and_hostile_json_is_read_as_far_as_it_goes() {
    assert_eq!(ids("{\"cwe\": \"CWE-89"), [89]);
    assert_eq!(ids("[{\"a\": \"CWE-89\\"), [89]);
    let deep = format!("[{{\"cwe\": 89}}, {}", "[".repeat(100_000));
    let mentions = mentions(&deep);
    assert_eq!((mentions.all.len(), mentions.cuts.len()), (1, 1));
}

#[test]
fn many_ids_in_one_line_take_no_longer_than_in_many() {
    let page = "cwe.mitre.org/data/definitions/";
    let pages = (1..60_000).map(|id| format!("{page}{id}")).collect::<Vec<_>>().join(" ");
    assert_eq!(mentions(&pages).all.len(), 59_999);
    let spelt = "CWE-89 ".repeat(120_000);
    let cut = mentions(&spelt);
    assert_eq!((cut.all.len(), cut.cuts.len()), (100_000, 1));
    assert_eq!(mentions(&format!("{{\"a\": \"{}\"}}", "CWE-89 ".repeat(60_000))).all.len(), 60_000);
    let other = r#"{"name": "x", "taxa": []}, "#.repeat(60_000);
    let taxonomies = format!("{{\"a\": \"{}\", \"taxonomies\": [{other} 1]}}", "CWE-89 ".repeat(1_000));
    assert_eq!(mentions(&taxonomies).all.len(), 1_000);
}
