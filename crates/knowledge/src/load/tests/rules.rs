//! Declarations of rules: what is read, and what is refused.

use super::{SQL_RULE, SQL_RULE_FILE, changed_rule, good, messages, rule_error};
use crate::{Confidence, Severity, Shape};

/// A rule of another shape in place of the rule on SQL, with these lines of TOML.
fn shaped(id: &str, lines: &str) -> String {
    let head = format!(
        "id = \"{id}\"\nseverity = \"high\"\nsince = \"0.1.0\"\nmessage = \"m\"\nimpact = \"i\"\nrepair = \"r\"\n"
    );
    let begin = SQL_RULE.find("id = ").unwrap();
    let end = SQL_RULE.find("```\n\n## What").unwrap();
    format!("{}{head}{lines}\n{}", &SQL_RULE[..begin], &SQL_RULE[end..])
}

#[test]
fn a_rule_is_read_with_its_page() {
    let knowledge = good(&[(SQL_RULE_FILE, SQL_RULE)]);
    let rule = knowledge.rule("sql-injection").unwrap();
    assert_eq!(
        (&*rule.title, &*rule.folder, rule.severity),
        ("SQL injection", "rules/cwe-89-sql-injection", Severity::High)
    );
    let case = rule.case(knowledge.kinds.find("sql").unwrap(), None).unwrap();
    assert_eq!((case.cwe, case.confidence), (89, Confidence::High));
    assert!(matches!(rule.shape, Shape::Flow { sources, .. } if sources.iter().count() == 1));
    assert_eq!(rule.sections.len(), 5);
    assert_eq!(rule.sections[0], ("What it finds".to_owned(), "Queries put together from text.".to_owned()));
    assert!(rule.sections[1].1.contains("## not a heading"));
    assert_eq!(knowledge.rules_for_cwe(89).count(), 1);
    assert_eq!(knowledge.rules_for_cwe(79).count(), 0);
    assert!(knowledge.rule("sql").is_none());
}

#[test]
fn every_shape_is_read() {
    let call = shaped(
        "weak-hash",
        "shape = \"call\"\ngiven = ['\\bsecret\\b']\ndata = \"sql\"\nreaches = [{ kind = \"sql\", names = ['x'], says = \"`{api}`\" }]\n[[case]]\nkind = \"weak-hash\"\ncontexts = [\"password\"]\ncwe = 916\n[[case]]\nkind = \"weak-hash\"\ncwe = 328\nconfidence = \"low\"",
    );
    let value = shaped(
        "hard-coded",
        "shape = \"value\"\nnames = ['passw']\nnot_names = ['^DUMMY_']\nlabels = ['^CONF_']\nharmless = ['^$']\nformats = [{ name = \"key\", pattern = '^AKIA', example = [\"AKIA\"] }]\n[[case]]\nkind = \"sql\"\ncwe = 321",
    );
    let absence =
        shaped("open-cookie", "shape = \"absence\"\nlacks = \"http-only\"\n[[case]]\nkind = \"cookie\"\ncwe = 1004");
    let order = shaped(
        "late-check",
        "shape = \"order\"\nbefore = \"weak-hash\"\nbefore_contexts = [\"digest\"]\n[[case]]\nkind = \"cookie\"\ncwe = 367",
    );
    let carried = shaped(
        "sent-on",
        "shape = \"carried\"\naddress = [\"Location\"]\nredirected = ['x']\nrequests = ['x']\nalong = ['x']\nsends = ['x']\nhosts = ['x']\nsame_host = ['x']\n[[case]]\nkind = \"sql\"\ncwe = 201\ncarries = ['a']\n[[case]]\nkind = \"sql\"\ncwe = 89",
    );
    let knowledge = good(&[
        ("rules/cwe-201-sent-on/rule.md", &carried),
        ("rules/cwe-916-weak-hash/rule.md", &call),
        ("rules/cwe-321-hard-coded/rule.md", &value),
        ("rules/cwe-1004-open-cookie/rule.md", &absence),
        ("rules/cwe-367-late-check/rule.md", &order),
    ]);
    let ids: Vec<&str> = knowledge.rules.iter().map(|rule| &*rule.id).collect();
    assert_eq!(ids, ["hard-coded", "late-check", "open-cookie", "sent-on", "weak-hash"]);
    let Shape::Carried(asked) = &knowledge.rules[3].shape else { panic!("it is of another shape") };
    assert!(asked.names_address(b"LOCATION") && !asked.names_address(b"locations"));
    assert!(
        matches!(&knowledge.rules[0].shape, Shape::Value { names, not_names, labels, harmless, formats, .. } if [names, not_names, labels, harmless].iter().all(|patterns| patterns.len() == 1) && formats.len() == 1)
    );
    assert!(matches!(&knowledge.rules[1].shape, Shape::Order { contexts, .. } if contexts.len() == 1));
    assert!(matches!(&knowledge.rules[2].shape, Shape::Absence { names, .. } if names.is_empty()));
    assert!(
        matches!(&knowledge.rules[4].shape, Shape::Call { telling } if telling.given.len() == 1 && telling.reaches.len() == 1 && telling.data.is_some_and(|kind| knowledge.kinds.get(kind).name == "sql"))
    );
    assert_eq!(knowledge.rules[4].cases[1].confidence, Confidence::Low);
}

#[test]
fn keys_go_with_their_shape() {
    let file = "rules/cwe-1004-open-cookie/rule.md";
    let error = |lines: &str| super::one(&messages(&[(file, &shaped("open-cookie", lines))]), file);
    let case = "\n[[case]]\nkind = \"cookie\"\ncwe = 1004";
    assert_eq!(
        error(&format!("shape = \"absence\"{case}")),
        "10: a rule of shape \"absence\" needs `lacks` — Shape `absence`: the setting kind."
    );
    assert_eq!(
        error(&format!("shape = \"call\"\nlacks = \"http-only\"{case}")),
        "11: a rule of shape \"call\" has no `lacks` — it belongs to the shape absence"
    );
    assert_eq!(
        error(&format!("shape = \"absence\"\nlacks = \"http-only\"\nlabels = [\"a\"]{case}")),
        "12: a rule of shape \"absence\" has no `labels` — it belongs to the shape value"
    );
    assert!(
        error(&format!("shape = \"flow\"\nsources = [\"remote-input\"]{case}"))
            .starts_with("13: \"cookie\" is a use kind, and a sink kind stands here")
    );
    assert_eq!(
        error(&format!("shape = \"call\"{case}\nsources = [\"remote-input\"]")),
        "14: unknown key `sources` in [[case]] — it belongs above the first [[case]]"
    );
}

#[test]
fn mitres_word_on_an_id_stands() {
    let folder = |id: &str| SQL_RULE.replace("cwe = 89", &format!("cwe = {id}"));
    let error = |id: &str, file: &'static str| super::one(&messages(&[(file, &folder(id))]), file);
    let discouraged = error("74", "rules/cwe-74-sql-injection/rule.md");
    assert!(
        discouraged.starts_with(
            "15: CWE-74 cannot be cited: this id is Discouraged: MITRE asks for something more exact — look at CWE-"
        ),
        "{discouraged}"
    );
    assert_eq!(
        error("534", "rules/cwe-534-sql-injection/rule.md"),
        "15: CWE-534 cannot be cited: this id is deprecated: MITRE has withdrawn it — look at CWE-532"
    );
    assert_eq!(
        error("9999", "rules/cwe-9999-sql-injection/rule.md"),
        "15: CWE-9999 cannot be cited: this id does not exist in the catalogue"
    );
    assert_eq!(
        error("22", "rules/cwe-22-sql-injection/rule.md"),
        "15: CWE-22 is allowed with review only — say in `review` why nothing more exact fits"
    );
    good(&[("rules/cwe-22-sql-injection/rule.md", &folder("22\nreview = \"nothing more exact\""))]);
    assert_eq!(
        rule_error("cwe = 89", "cwe = 89\nreview = \"why not\""),
        "16: a useless `review` — CWE-89 may be cited without a reason: leave it out"
    );
}

#[test]
fn a_rule_never_names_an_api() {
    let hint = "say it in kinds; the API stands in a row of models/";
    let message = |line| format!("{line}: a rule never names an API — {hint}");
    assert_eq!(rule_error("cwe = 89", "cwe = 89\napi = \"sqlite3.connect\""), message(16));
    assert_eq!(rule_error("since", "apis = [\"a.b\"]\nsince"), message(7));
}

#[test]
fn the_folder_says_the_first_id_and_the_name() {
    let found = messages(&[("rules/cwe-79-sql-injection/rule.md", SQL_RULE)]);
    assert_eq!(
        found,
        [
            "rules/cwe-79-sql-injection/rule.md:4: the folder is named \"cwe-79-sql-injection\" — by its id and its first case it is \"cwe-89-sql-injection\""
        ]
    );
}

#[test]
fn texts_have_known_slots_only() {
    for (text, message) in [
        ("{sorce}", "unknown slot {sorce} — did you mean \"source\"?"),
        (
            "{}",
            "unknown slot {} — the slots are source, source_api, sink, api, argument, function, entry, fact, name, value, pattern, attack, growth, before, before_line, passes, because, left, what, siblings, action",
        ),
        (
            "{before_line}",
            "the slot {before_line} is never filled in a rule of shape \"flow\" — it belongs to the shape order",
        ),
        ("{sink", "a slot is never closed — write it as {source}"),
    ] {
        assert_eq!(rule_error("An attacker can read all data.", text), format!("10: {message}"));
    }
    assert!(rule_error("cwe = 89", "cwe = 89\nmessage = \"{sinc}\"").starts_with("16: unknown slot {sinc}"));
}

#[test]
fn words_and_forms_are_checked() {
    assert_eq!(rule_error("\"high\"", "\"hihg\""), "6: unknown word \"hihg\" for `severity` — did you mean \"high\"?");
    assert_eq!(
        rule_error("\"0.1.0\"", "\"0.1\""),
        "7: \"0.1\" is not a version — three numbers with dots between them, such as \"0.1.0\""
    );
    assert!(
        rule_error("impact = ", "impcat = \"\"\nimpact = ")
            .starts_with("10: unknown key `impcat` in the rule — did you mean \"impact\"?")
    );
    assert_eq!(
        rule_error("impact = \"An attacker can read all data.\"\n", ""),
        "4: `impact` is missing in the rule — What an attacker gains; may hold slots."
    );
    assert_eq!(
        rule_error("[\"remote-input\"]", "[\"remote\"]"),
        "8: unknown kind \"remote\" — the source kinds are remote-input"
    );
    assert!(rule_error("cwe = 89", "cwe = 89\ncontexts = [\"x\"]").starts_with("16: \"sql\" has no contexts"));
}

#[test]
fn a_bad_pattern_is_told() {
    let file = "rules/cwe-321-hard-coded/rule.md";
    let rule = shaped("hard-coded", "shape = \"value\"\nnames = ['a', '*']\n[[case]]\nkind = \"sql\"\ncwe = 321");
    let found = super::one(&messages(&[(file, &rule)]), file);
    assert_eq!(found, "11: \"*\" is not a regular expression: repetition operator missing expression");
}

#[test]
fn a_case_for_which_nothing_is_left_is_refused() {
    let hint = "the first case that fits decides";
    assert_eq!(
        rule_error("cwe = 89", "cwe = 89\n[[case]]\nkind = \"sql\"\ncwe = 564"),
        format!("17: no use of \"sql\" is left for this case — {hint}")
    );
    let by_context = "cwe = 89\n[[case]]\nkind = \"shell\"\ncontexts = [\"program\"]\ncwe = 78\n[[case]]\nkind = \"shell\"\ncwe = 88";
    good(&[(SQL_RULE_FILE, &changed_rule("cwe = 89", by_context))]);
    let again = format!("{by_context}\n[[case]]\nkind = \"shell\"\ncontexts = [\"arguments\"]\ncwe = 88");
    assert_eq!(rule_error("cwe = 89", &again), format!("24: no use of \"shell\" is left for this case — {hint}"));
}

#[test]
fn an_id_belongs_to_one_rule() {
    let other = changed_rule("cwe = 89", "cwe = 564");
    let found = messages(&[(SQL_RULE_FILE, SQL_RULE), ("rules/cwe-564-sql-injection/rule.md", &other)]);
    assert_eq!(
        found,
        [
            "rules/cwe-89-sql-injection/rule.md: the rule \"sql-injection\" stands here twice — the other is rules/cwe-564-sql-injection/rule.md"
        ]
    );
}
