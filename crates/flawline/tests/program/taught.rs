//! What a project says and teaches, as a user meets it: `flawline.toml`, own models and rules, `test`, `new`, days in comments.

use std::fs;
use std::path::Path;

use mdtest::planted;
use serde_json::Value;

use crate::run::{Ran, flawline_in};

const PAGES: &str = "import hashlib\nimport os\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/a\")\ndef a():\n    os.system(\"ls \" + request.args[\"a\"])\n    return \"\"\n";

fn example() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/taught")
}

/// A project of these files, with a command injection on line 10 of `web.py`.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [("web.py", PAGES)].iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn review(folder: &Path, more: &[&str]) -> (i32, Value) {
    let ran = flawline_in(folder, &[&["review", "--format", "json", "--root", "."], more].concat());
    let value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    (ran.code, value)
}

/// Kind, line, count and reason of each reduction.
fn reductions(review: &Value) -> Vec<(String, u64, u64, String)> {
    let list = review["configuration"]["reductions"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let number = |value: &Value| value.as_u64().unwrap();
    list.iter()
        .map(|one| (text(&one["kind"]), number(&one["location"]["line"]), number(&one["count"]), text(&one["reason"])))
        .collect()
}

fn assert_refused(ran: &Ran, says: &[&str]) {
    assert_eq!(ran.code, 2, "{ran:?}");
    for words in says {
        assert!(ran.err.contains(words), "{words:?} in {}", ran.err);
    }
}

#[test]
fn the_taught_example_is_reviewed_as_its_page_says_and_its_own_pages_hold() {
    let (code, found) = review(&example(), &[]);
    assert_eq!(code, 1);
    let wanted = planted(&fs::read_to_string(example().join("README.md")).unwrap());
    let findings: Vec<(String, u64, String)> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let place = &finding["location"];
            let (path, rule) = (place["path"].as_str().unwrap(), finding["rule"].as_str().unwrap());
            (path.to_owned(), place["line"].as_u64().unwrap(), rule.to_owned())
        })
        .collect();
    assert_eq!((wanted.len(), findings.len()), (3, 3), "{findings:?}");
    for one in &wanted {
        assert!(findings.contains(&(one.path.clone(), u64::from(one.line), one.rule.clone())), "{one:?}");
    }
    assert_eq!(found["configuration"]["taught"]["rules"], 1);
    let kinds: Vec<String> = reductions(&found).into_iter().map(|one| one.0).collect();
    assert_eq!(kinds, ["left-out", "counted-as", "rule-off", "knowledge"]);
    let (_, without) = review(&example(), &["--no-config"]);
    assert_eq!(without["configuration"]["reductions"].as_array().unwrap().len(), 0);
    assert!(without["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "sql-injection"));
    let tested = flawline_in(&example(), &["test"]);
    assert_eq!(tested.code, 0, "{tested:?}");
    assert!(tested.out.ends_with("4 pages, 11 rows: all examples hold.\n"), "{}", tested.out);
}

#[test]
fn own_rules_and_models_are_listed_explained_and_asked_about() {
    let here = example();
    let rules = flawline_in(&here, &["rules", "mail"]).out;
    assert!(rules.contains("mail-in-the-clear") && rules.contains("(of this project)"), "{rules}");
    assert!(flawline_in(&here, &["explain", "mail-in-the-clear"]).out.starts_with("Mail in the clear\n"));
    assert!(flawline_in(&here, &["models", "acme"]).out.contains("acme.web.Context.field"));
    assert!(flawline_in(&here, &["kinds"]).out.contains("plain-mail"));
    let answer = flawline_in(&here, &["why-not", "orders/pages.py:23", "sql-injection"]);
    assert!(answer.out.contains("sql-injection (CWE-89): refuted"), "{answer:?}");
    assert_refused(&flawline_in(&here, &["explain", "mail-in-the-clear", "--no-config"]), &["there is no rule"]);
}

#[test]
fn whatever_the_file_takes_away_is_counted_and_told() {
    let config = "severity = \"critical\"\nfail-on = \"none\"\n[[leave-out]]\npaths = [\"old\"]\nreason = \"dead\"\n[[rule]]\nid = \"command-injection\"\noff = true\nreason = \"only staff\"\n";
    let folder = project(&[("flawline.toml", config), ("old/web.py", PAGES)]);
    let (code, found) = review(folder.path(), &[]);
    assert_eq!((code, found["findings"].as_array().unwrap().len()), (0, 0));
    assert_eq!(found["withheld"]["by_configuration"], 1);
    let expected =
        [("setting", 1, 0, ""), ("setting", 2, 0, ""), ("left-out", 3, 1, "dead"), ("rule-off", 6, 1, "only staff")];
    let expected = expected.map(|(kind, line, count, reason)| (kind.to_owned(), line, count, reason.to_owned()));
    assert_eq!(reductions(&found), expected);
    for format in ["terminal", "markdown", "sarif"] {
        let told = flawline_in(folder.path(), &["review", "--root", ".", "--format", format]).out;
        assert!(told.contains("old is left out (1 file): dead"), "{format}: {told}");
        assert!(told.contains("command-injection is switched off (1 finding): only staff"), "{format}: {told}");
    }
    let quiet = flawline_in(folder.path(), &["review", "-q"]).out;
    assert!(quiet.contains("reduced by the configuration in 4 places"), "{quiet}");
    let (code, all) = review(folder.path(), &["--no-config"]);
    assert_eq!((code, all["findings"].as_array().unwrap().len()), (1, 2));
}

#[test]
fn a_flag_goes_before_the_file_and_a_path_that_is_asked_for_is_read() {
    let config = "severity = \"critical\"\nfail-on = \"none\"\nthreat-model = [\"local\"]\n[[leave-out]]\npaths = [\"old\"]\nreason = \"dead\"\n";
    let folder = project(&[("flawline.toml", config), ("old/web.py", PAGES)]);
    let (code, found) =
        review(folder.path(), &["old", "--severity", "low", "--fail-on", "low", "--threat-model", "remote"]);
    assert_eq!((code, found["findings"].as_array().unwrap().len()), (1, 1));
    assert_eq!(found["settings"]["fail_on"], "low");
    let kinds: Vec<String> = reductions(&found).into_iter().map(|one| one.0).collect();
    assert_eq!(kinds, ["left-out"]);
}

#[test]
fn files_count_as_the_project_says_and_findings_have_the_severity_that_it_says() {
    let config = "[[count-as]]\nscope = \"test\"\npaths = [\"web.py\"]\nreason = \"checks\"\n[[rule]]\nid = \"command-injection\"\nseverity = \"low\"\nreason = \"only staff\"\n";
    let folder = project(&[("flawline.toml", config)]);
    let (code, found) = review(folder.path(), &[]);
    assert_eq!(code, 0);
    assert_eq!((&found["elsewhere"][0]["severity"], &found["elsewhere"][0]["scope"]), (&"low".into(), &"test".into()));
    assert_eq!(reductions(&found).iter().map(|one| one.2).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_file_that_is_not_sound_ends_the_run_with_place_and_nearest_name() {
    let folder = project(&[("flawline.toml", "severity = \"low\"\n fail_on = \"high\"\n")]);
    let ran = flawline_in(folder.path(), &["review"]);
    assert_refused(&ran, &["flawline.toml:2:2: unknown key `fail_on`", "did you mean \"fail-on\"?"]);
    assert_eq!(flawline_in(folder.path(), &["review", "--no-config", "-q"]).code, 1);
    let folder = project(&[("flawline.toml", "[[rule]]\nid = \"sql-injektion\"\noff = true\nreason = \"a\"\n")]);
    let ran = flawline_in(folder.path(), &["review"]);
    assert_refused(&ran, &["flawline.toml:1:1: there is no rule \"sql-injektion\"", "\"sql-injection\""]);
    let model = "library = \"a\"\nhomepage = \"b\"\n[[sink]]\napi = \"a.b\"\nkind = \"sqll\"\nfrom = \"0\"\n";
    let folder = project(&[("flawline/models/python/a.toml", model)]);
    let ran = flawline_in(folder.path(), &["review"]);
    assert_refused(&ran, &["flawline/models/python/a.toml:5:8: unknown kind \"sqll\"", "did you mean \"sql\"?"]);
    let folder = project(&[("flawline/acme.toml", model)]);
    let ran = flawline_in(folder.path(), &["review"]);
    assert_refused(&ran, &["no knowledge stands at such a path", "models/<language>/<library>.toml"]);
}

#[test]
fn another_file_can_be_named_and_teaches_from_where_it_stands() {
    let model = "library = \"a\"\nhomepage = \"b\"\n[[sink]]\napi = \"a.b\"\nkind = \"sql\"\nfrom = \"0\"\n";
    let ours = project(&[("flawline.toml", ""), ("flawline/models/python/a.toml", model)]);
    let theirs = project(&[("flawline.toml", "[[leave-out]]\npaths = [\"*\"]\nreason = \"hide\"\n")]);
    let config = ours.path().join("flawline.toml");
    let (code, found) = review(theirs.path(), &["--config", config.to_str().unwrap()]);
    assert_eq!((code, reductions(&found).len()), (1, 0));
    assert_eq!(found["configuration"]["taught"]["models"], 1);
    assert_refused(&flawline_in(theirs.path(), &["review", "--config", "missing.toml"]), &["missing.toml"]);
}

#[test]
fn a_comment_holds_until_its_day() {
    let text = PAGES
        .replace("[\"a\"])", "[\"a\"])  # flawline: allow command-injection until 2027-03-01 \u{2014} a list is shown");
    let folder = project(&[("web.py", &text)]);
    let (code, found) = review(folder.path(), &["--today", "2027-03-01"]);
    assert_eq!((code, &found["suppressed"][0]["until"]), (0, &"2027-03-01".into()));
    let (code, found) = review(folder.path(), &["--today", "2027-03-02"]);
    assert_eq!((code, found["suppressed"].as_array().unwrap().len()), (1, 0));
    assert_eq!(found["stale_suppressions"][0]["why"], "it held until 2027-03-01");
    assert_refused(&flawline_in(folder.path(), &["review", "--today", "tomorrow"]), &["2027-03-01"]);
}

#[test]
fn what_is_begun_passes_its_test_or_says_what_is_to_fill_in() {
    let folder = project(&[("pyproject.toml", "")]);
    let new = |arguments: &[&str]| flawline_in(folder.path(), &[&["new"], arguments].concat());
    let test = || flawline_in(folder.path(), &["test"]);
    assert_refused(&test(), &["there is nothing to test", "flawline new model"]);
    assert_eq!(new(&["model", "python", "acme"]).code, 0);
    assert_eq!(test().code, 0, "{:?}", test());
    assert_refused(&new(&["model", "python", "acme"]), &["is there already"]);
    assert_refused(&new(&["model", "pyhton", "acme"]), &["did you mean 'python'?"]);
    assert_refused(&new(&["model", "python", "../x"]), &["no library's name"]);
    assert_refused(&new(&["rule", "20", "bad-input"]), &["Discouraged", "look at CWE-"]);
    assert_refused(&new(&["rule", "89", "sql-injection"]), &["is built in"]);
    assert_eq!(new(&["rule", "CWE-643", "own-queries"]).code, 0);
    assert_refused(&test(), &["own-queries/rule.md:9:11: `message` takes a text", "`impact`", "`repair`"]);
    let page = folder.path().join("flawline/rules/cwe-643-own-queries/rule.md");
    let filled = fs::read_to_string(&page).unwrap().replace("= \"\" ", "= \"x\" ");
    fs::write(page, filled).unwrap();
    let ran = test();
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("expected `own-queries`, but nothing is reported here"), "{}", ran.out);
}

#[test]
fn a_row_or_a_rule_that_no_example_shows_is_told() {
    let model = "library = \"a\"\nhomepage = \"b\"\n[[sink]]\napi = \"a.run\"\nkind = \"sql\"\nfrom = \"0\"\n";
    let folder = project(&[("flawline/models/python/a.toml", model)]);
    let ran = flawline_in(folder.path(), &["test"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("flawline/models/python/a.toml:3: no example names `a.run`"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn no_link_is_written_through_or_read_through() {
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = project(&[("pyproject.toml", "")]);
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("flawline")).unwrap();
    assert_refused(&flawline_in(folder.path(), &["new", "model", "python", "acme"]), &["is no folder, or a link"]);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    fs::write(elsewhere.path().join("secret"), "severity = \"critical\"\n").unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), folder.path().join("flawline.toml")).unwrap();
    assert_refused(&flawline_in(folder.path(), &["review"]), &["flawline.toml: it cannot be read: a symbolic link"]);
}
