//! `flawline.toml`: what is read of it, and what is refused, with its place.

use crate::{Config, FailOn, PathPattern, Position, Scope, Severity, Threat};

fn good(text: &str) -> Config {
    Config::read("flawline.toml", text).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The one thing that is wrong: line, column, message, hint.
fn wrong(text: &str) -> (u32, u32, String, String) {
    let mut errors = Config::read("flawline.toml", text).expect_err("something is wrong with it").0;
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let error = errors.remove(0);
    (error.line, error.column, error.message, error.hint.unwrap_or_default())
}

#[test]
fn everything_that_can_be_said_is_read_with_its_place() {
    let config = good(
        r#"confidence = "low"
severity = "medium"
threat-model = ["local", "remote", "remote"]
scope = ["test"]
fail-on = "none"
knowledge = "tools/./flawline/"

[[leave-out]]
paths = ["legacy", "**/*_gen.py"]
reason = "is deleted in March"

[[count-as]]
scope = "test"
paths = ["checks/**"]
reason = "they run against a deployed shop"

[[rule]]
id = "weak-hash"
off = true
paths = ["cache"]
reason = "names of files"

  [[rule]]
  id = "sql-injection"
  severity = "critical"
  reason = "all data is in one database"
"#,
    );
    assert_eq!(config.threats.as_ref().unwrap().value, [Threat::Remote, Threat::Local]);
    assert_eq!(config.scopes.as_ref().unwrap().value, [Scope::Test]);
    assert_eq!(config.fail_on.as_ref().unwrap().value, FailOn::Never);
    assert_eq!(config.severity.as_ref().unwrap().at, Position { line: 2, column: 12 });
    assert_eq!(config.knowledge.as_ref().unwrap().value, "tools/flawline");
    assert_eq!(
        config.left_out[0].paths,
        [PathPattern::new("legacy").unwrap(), PathPattern::new("**/*_gen.py").unwrap()]
    );
    assert_eq!(config.left_out[0].at, Position { line: 8, column: 1 });
    assert_eq!(config.counted_as[0].scope, Scope::Test);
    assert_eq!((config.rules[0].severity, config.rules[1].severity), (None, Some(Severity::Critical)));
    assert_eq!(config.rules[1].at, Position { line: 23, column: 3 });
    assert_eq!(config.leaves_out("src/a_gen.py", "src"), Some(0));
    assert_eq!(config.counts("src/a.py", ""), None);
    assert_eq!(config.changes("weak-hash", "cache/a.py"), Some(0));
    assert_eq!(config.changes("weak-hash", "src/a.py"), None);
    assert_eq!(good("").file.as_deref(), Some("flawline.toml"));
}

#[test]
fn an_unknown_key_is_refused_with_its_place_and_the_nearest() {
    let (line, column, message, hint) = wrong("severity = \"low\"\n\n  fail_on = \"high\"\n");
    assert_eq!((line, column, message.as_str()), (3, 3, "unknown key `fail_on` in flawline.toml"));
    assert_eq!(hint, "did you mean \"fail-on\"?");
    let (line, column, message, hint) = wrong("[[leaveout]]\npaths = [\"a\"]\nreason = \"b\"\n");
    assert_eq!((line, column, message.as_str()), (1, 3, "unknown table [[leaveout]]"));
    assert_eq!(hint, "did you mean \"leave-out\"?");
    let (line, column, message, hint) =
        wrong("[[rule]]\nid = \"weak-hash\"\noff = true\nreson = \"a\"\nreason = \"b\"");
    assert_eq!((line, column, message.as_str()), (4, 1, "unknown key `reson` in [[rule]]"));
    assert_eq!(hint, "did you mean \"reason\"?");
}

#[test]
fn whatever_takes_away_has_a_reason() {
    for table in [
        "[[leave-out]]\npaths = [\"a\"]",
        "[[count-as]]\nscope = \"test\"\npaths = [\"a\"]",
        "[[rule]]\nid = \"a\"\noff = true",
    ] {
        assert!(wrong(table).2.contains("`reason` is missing"), "{table}");
        assert!(wrong(&format!("{table}\nreason = \"...\"")).2.contains("this is no reason"), "{table}");
    }
}

#[test]
fn a_word_that_is_none_is_refused_with_those_there_are() {
    let (line, column, message, hint) = wrong("threat-model = [\"remote\", \"lokal\"]");
    assert_eq!((line, column, message.as_str()), (1, 27, "unknown word \"lokal\" for `threat-model`"));
    assert_eq!(hint, "did you mean \"local\"?");
    assert!(wrong("scope = []").2.contains("a list of at least one of production"));
    assert!(wrong("[[rule]]\nid = \"a\"\nreason = \"b\"").2.contains("needs one of `off`, `severity`"));
    assert!(wrong("[[rule]]\nid = \"a\"\noff = true\nseverity = \"low\"\nreason = \"b\"").2.contains("at once"));
    assert!(wrong("[[rule]]\nid = \"a\"\noff = false\nreason = \"b\"").2.contains("nothing but true"));
}

#[test]
fn nothing_leads_out_of_the_project() {
    for folder in ["/etc", "../x", "a/../../b", "C:/x", "a\\b", "."] {
        assert!(wrong(&format!("knowledge = '{folder}'")).2.contains("no folder of the project"), "{folder}");
    }
    for path in ["/etc", "../x", "a/{b,c}", "[a-z]", "a**"] {
        let text = format!("[[leave-out]]\npaths = ['{path}']\nreason = \"a\"");
        assert!(wrong(&text).2.contains("is not a pattern of paths"), "{path}");
    }
}

#[test]
fn deep_and_crowded_files_are_refused_and_end_soon() {
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Config::read("flawline.toml", &deep).is_err());
    let dotted = format!("{}a = 1", "a.".repeat(50_000));
    assert!(Config::read("flawline.toml", &dotted).is_err());
    let paths: Vec<String> = (0..10_000).map(|at| format!("\"{at}\"")).collect();
    let many = format!("[[leave-out]]\npaths = [{}]\nreason = \"a\"", paths.join(","));
    assert!(wrong(&many).2.contains("more than 200 patterns"));
}
