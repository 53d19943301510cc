//! A project's own knowledge: it adds what it likes, and takes away of its own names alone.

use std::borrow::Cow;

use super::{KINDS, MODEL_FILE, SQL_RULE, SQL_RULE_FILE, with_head};
use crate::{Knowledge, KnowledgeErrors, KnowledgeFile};

const ROW: &str = "[[sink]]\napi = \"lib.run\"\nkind = \"sql\"\nfrom = \"0\"\n[[source]]\napi = \"?.query\"\nreceivers = [\"db\"]\nkind = \"remote-input\"\nto = \"return\"\n";

fn load(own: &[(&str, &str)]) -> Result<Knowledge, KnowledgeErrors> {
    let file = |path: String, text: &str, local| KnowledgeFile {
        path: Cow::Owned(path),
        text: Cow::Owned(text.to_owned()),
        trusted: false,
        local,
    };
    let mut files = vec![
        file("models/kinds.toml".to_owned(), KINDS, None),
        file(MODEL_FILE.to_owned(), &with_head(ROW), None),
        file(SQL_RULE_FILE.to_owned(), SQL_RULE, None),
    ];
    files.extend(own.iter().map(|(path, text)| file(format!("flawline/{path}"), text, Some(9))));
    Knowledge::load(&files)
}

fn model(rows: &str) -> String {
    format!("library = \"acme\"\nhomepage = \"here\"\n{rows}")
}

fn errors(own: &[(&str, &str)]) -> Vec<String> {
    load(own).expect_err("something is wrong with it").0.iter().map(ToString::to_string).collect()
}

#[test]
fn models_rules_and_kinds_of_a_project_are_added_behind_those_that_are_built_in() {
    let kinds = KINDS.replace("\"sql\"", "\"export\"").replace("\"remote-input\"", "\"upload\"");
    let kinds = kinds.split("[[kind]]").take(3).collect::<Vec<_>>().join("[[kind]]");
    let rule = SQL_RULE.replace("sql-injection", "open-export").replace("kind = \"sql\"", "kind = \"export\"");
    let knowledge = load(&[
        ("models/kinds.toml", &kinds),
        ("models/python/acme.toml", &model("[[sink]]\napi = \"acme.out\"\nkind = \"export\"\nfrom = \"0\"")),
        ("rules/cwe-89-open-export/rule.md", &rule),
    ])
    .unwrap_or_else(|errors| panic!("{errors}"));
    assert!(knowledge.kinds.get(knowledge.kinds.find("export").unwrap()).local);
    let rule = knowledge.rule("open-export").unwrap();
    assert_eq!((rule.local, rule.folder.as_str()), (true, "flawline/rules/cwe-89-open-export"));
    assert_eq!(knowledge.models.iter().map(|model| model.local).collect::<Vec<_>>(), [false, true]);
    let row = knowledge.names.rows.last().unwrap();
    assert_eq!((row.local, row.file.as_str(), row.line), (true, "flawline/models/python/acme.toml", 3));
}

#[test]
fn more_can_be_said_of_a_library_that_is_built_in() {
    let more = "library = \"lib\"\nhomepage = \"here\"\n[[source]]\napi = \"lib.read\"\nkind = \"remote-input\"\nto = \"return\"";
    assert!(load(&[("models/python/lib.toml", more)]).is_ok());
}

#[test]
fn nothing_that_is_built_in_is_overridden() {
    let found = errors(&[("rules/cwe-89-sql-injection/rule.md", SQL_RULE)]);
    assert!(found[0].contains("the rule \"sql-injection\" stands here twice"), "{found:?}");
    let kinds = KINDS.split("[[kind]]").take(2).collect::<Vec<_>>().join("[[kind]]");
    let found = errors(&[("models/kinds.toml", &kinds)]);
    assert_eq!(
        found,
        ["flawline/models/kinds.toml:3: the kind \"remote-input\" is built in — rules and models may use it as it is"]
    );
}

#[test]
fn what_takes_away_speaks_of_names_of_its_own() {
    for rows in [
        "[[clean]]\napi = \"lib.run\"",
        "[[clean]]\napi = \"lib\"",
        "[[clean]]\napi = \"lib.run.part\"",
        "[[clean]]\napi = \"?.query\"\nreceivers = [\"*\"]",
        "[[alias]]\napi = \"lib.run\"\nof = \"acme.nothing\"",
        "[[alias]]\napi = \"lib\"\nof = \"acme\"",
        "[[type]]\napi = \"acme.X\"\naliases = [\"lib.run\"]",
        "[[alias]]\napi = \"acme.own\"\nof = \"lib\"\n[[clean]]\napi = \"acme.own.run\"",
        "[[pass]]\napi = \"lib.run\"\nfrom = \"1\"\nto = \"return\"",
    ] {
        let found = errors(&[("models/python/acme.toml", &model(rows))]);
        assert!(found.iter().any(|error| error.contains("may take away from what is built in")), "{rows}: {found:?}");
    }
    for rows in [
        "[[clean]]\napi = \"acme.quote\"",
        "[[source]]\napi = \"lib.run\"\nkind = \"remote-input\"\nto = \"return\"",
        "[[alias]]\napi = \"acme.lib\"\nof = \"lib\"",
        "[[clean]]\napi = \"?.quote\"\nreceivers = [\"db\"]",
    ] {
        let found = load(&[("models/python/acme.toml", &model(rows))]);
        assert!(found.is_ok(), "{rows}: {}", found.unwrap_err());
    }
}

#[test]
fn there_is_an_end_to_how_much_a_project_says() {
    let rows: Vec<String> = (0..10_001).map(|at| format!("[[clean]]\napi = \"acme.a{at}\"\n")).collect();
    let found = errors(&[("models/python/acme.toml", &model(&rows.concat()))]);
    assert!(found[0].contains("has 10001 rows, and 10000 is the most"), "{}", found[0]);
    let named = |pattern: &str| format!("[[named]]\napi = \"acme\"\nkind = \"sql\"\nnames = ['{pattern}']\n");
    let many: Vec<String> = (0..201).map(|at| named(&format!("a{at}"))).collect();
    let found = errors(&[("models/python/acme.toml", &model(&many.concat()))]);
    assert!(found[0].contains("at most 200 patterns"), "{found:?}");
    let large = errors(&[("models/python/acme.toml", &model(&named(r"(\w{50}){50}")))]);
    assert!(large[0].contains("the pattern becomes too large"), "{large:?}");
}
