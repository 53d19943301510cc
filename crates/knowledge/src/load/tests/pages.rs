//! Pages of rules and of examples: their parts and marks.

use super::{MODEL_FILE, SQL_RULE, SQL_RULE_FILE, changed_rule, good, messages, rule_error, with_head};
use crate::About;

const PAGE: &str = "# Python\n\n## A query from text\n\n```python\nf(x)  # gap: f is not followed\ng(x)  # source, noise: g checks it.\n\
                    s = 'gap: no'\n```\n\nProse # gap: none\n";

#[test]
fn limits_are_collected_from_marks() {
    let knowledge = good(&[(SQL_RULE_FILE, SQL_RULE), ("rules/cwe-89-sql-injection/python.md", PAGE)]);
    let rule = knowledge.rule("sql-injection").unwrap();
    assert_eq!(rule.gaps, ["A query from text (python): f is not followed."]);
    assert_eq!(rule.noises, ["A query from text (python): g checks it."]);
}

#[test]
fn pages_of_examples_know_what_they_are_about() {
    let knowledge = good(&[
        (SQL_RULE_FILE, SQL_RULE),
        ("rules/cwe-89-sql-injection/python.md", PAGE),
        (MODEL_FILE, &with_head("").replace("\"lib\"", "\"lib-one\"")),
        ("models/python/lib.md", "# lib\n"),
        ("models/README.md", "for readers"),
    ]);
    let pages: Vec<(&str, &str, &About)> =
        knowledge.pages.iter().map(|page| (&*page.path, &*page.language, &page.about)).collect();
    assert_eq!(
        pages,
        [
            ("models/python/lib.md", "python", &About::Model("lib-one".to_owned())),
            ("rules/cwe-89-sql-injection/python.md", "python", &About::Rule("sql-injection".to_owned())),
        ]
    );
    assert_eq!(knowledge.pages[1].text, PAGE);
}

#[test]
fn a_page_has_a_title_a_declaration_and_its_headings_in_order() {
    assert_eq!(
        rule_error("# SQL injection\n", "\n"),
        "1: the page has no title — begin it with a line such as \"# SQL injection\""
    );
    assert_eq!(
        rule_error("```toml", "```yaml"),
        "1: the declaration is missing — a block tagged toml stands below the title, before the first \"##\""
    );
    assert_eq!(
        rule_error("# SQL injection\n", "# SQL injection\n\nSome prose.\n"),
        "3: this stands outside of the sections — below the title stands one toml block, and then the headings"
    );
    assert_eq!(rule_error("## References\n", ""), "1: the heading \"References\" is missing");
    let order = rule_error("## Why it matters", "## References\n\n## Why it matters");
    assert!(order.starts_with("24: the heading \"Why it matters\" is out of order"), "{order}");
    let unknown = messages(&[(SQL_RULE_FILE, &changed_rule("## Why it matters", "## Why it maters"))]);
    assert_eq!(
        unknown,
        [
            format!("{SQL_RULE_FILE}:1: the heading \"Why it matters\" is missing"),
            format!("{SQL_RULE_FILE}:22: unknown heading \"Why it maters\" — did you mean \"Why it matters\"?"),
        ]
    );
}

#[test]
fn lines_may_end_as_on_windows() {
    let knowledge = good(&[(SQL_RULE_FILE, &SQL_RULE.replace('\n', "\r\n"))]);
    assert_eq!(knowledge.rules[0].title, "SQL injection");
    let found = rule_error("\"high\"\n", "\"hihg\"\r\n");
    assert!(found.starts_with("6: unknown word"), "{found}");
}

#[test]
fn a_page_stands_beside_what_it_is_about() {
    let found = messages(&[
        ("models/python/lib.md", "# lib"),
        ("rules/cwe-1-x/python.md", "# x"),
        ("rules/notes.md", "# notes"),
        ("models/extra.toml", ""),
    ]);
    let hint = "models/<language>/<library>.toml or .md, rules/cwe-<n>-<id>/rule.md or <language>.md";
    assert_eq!(
        found,
        [
            format!("models/extra.toml: no knowledge stands at such a path — {hint}"),
            "models/python/lib.md: this page has no lib.toml beside it".to_owned(),
            "rules/cwe-1-x/python.md: this page has no rule.md beside it".to_owned(),
            format!("rules/notes.md: no knowledge stands at such a path — {hint}"),
        ]
    );
}
