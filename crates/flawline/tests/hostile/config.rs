//! `flawline.toml` and what lies beside it, written by somebody who wants to hide something, to be read as something else, or to
//! keep the machine busy.

use std::fs;

use crate::run::review;

const APP: &str = "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.get(\"/a\")\ndef a():\n    os.system(request.args[\"a\"])\n";

/// The exit code, standard output and standard error of a review of a program with these files beside it.
fn reviewed(files: &[(&str, String)]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("web.py"), APP).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let ran = review(folder.path(), &["--root", path]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ran.code().expect("it ended by itself"), text(ran.out), text(ran.err))
}

/// The words of a report, wherever its lines end.
fn unwrapped(out: &str) -> String {
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn model(rows: &str) -> (&'static str, String) {
    ("flawline/models/python/a.toml", format!("library = \"a\"\nhomepage = \"b\"\n{rows}"))
}

#[test]
fn large_deep_and_crowded_files_are_refused() {
    let rule = |id: &str| format!("[[rule]]\nid = \"{id}\"\noff = true\nreason = \"a\"\n");
    let files = [
        ("flawline.toml", "#".repeat(300_000)),
        ("flawline.toml", format!("a = {}", "[".repeat(100_000))),
        ("flawline.toml", format!("{}a = 1", "a.".repeat(50_000))),
        ("flawline.toml", format!("[[leave-out]]\nreason = \"a\"\npaths = [{}]", "\"**/*a*a*a*a\",".repeat(201))),
        ("flawline.toml", rule(&"a".repeat(10_000))),
        ("flawline.toml", "\u{0}".repeat(100)),
        model(&format!("[[named]]\napi = \"a\"\nkind = \"sql\"\nnames = ['{}']", "(a*)*".repeat(300))),
        model(&format!("[[named]]\napi = \"a\"\nkind = \"sql\"\nnames = ['{}a{}']", "(".repeat(400), ")".repeat(400))),
        model("[[named]]\napi = \"a\"\nkind = \"sql\"\nnames = ['(a{1,1000}){1,1000}']"),
        model(&"[[clean]]\napi = \"a.b\"\n".repeat(20_000)),
        model(&"#".repeat(2_000_000)),
    ];
    for file in files {
        let start: String = file.1.chars().take(60).collect();
        let (code, out, err) = reviewed(&[file]);
        assert_eq!((code, out.as_str()), (2, ""), "{start}: {err}");
        assert!(err.len() < 20_000, "{start}: {} bytes of messages", err.len());
    }
}

#[test]
fn patterns_of_stars_end_soon_on_long_paths() {
    let paths: Vec<String> = (0..200).map(|at| format!("\"{}{at}\"", "**/*a*a*a/".repeat(15))).collect();
    let config = format!("[[leave-out]]\nreason = \"a\"\npaths = [{}]", paths.join(","));
    let deep = format!("{}b.py", "aaaaaaaaaaaa/".repeat(60));
    let (code, out, err) = reviewed(&[("flawline.toml", config), (&deep, "x = 1\n".to_owned())]);
    assert_eq!(code, 1, "{err}");
    assert!(unwrapped(&out).contains("(0 files): a"), "{out}");
}

#[test]
fn words_of_the_configuration_move_no_cursor_and_command_no_build_machine() {
    let config = "[[leave-out]]\npaths = [\"x\\u001bc\"]\nreason = \"\\u001b]0;owned\\u0007\\n::set-output name=a::b\\r\\u202e ##[error]\"\n";
    let (code, out, _) = reviewed(&[("flawline.toml", config.to_owned())]);
    assert_eq!(code, 1);
    let hidden =
        |text: &str| text.chars().any(|letter| letter != '\n' && (letter.is_control() || letter == '\u{202e}'));
    assert!(!hidden(&out) && !out.lines().any(|line| line.trim_start().starts_with("::")), "{out}");
    let (code, _, err) = reviewed(&[("flawline.toml", "\"\\u001b[2J\\n::error::\" = 1\n".to_owned())]);
    assert_eq!(code, 2);
    assert!(!hidden(&err) && !err.lines().any(|line| line.trim_start().starts_with("::")), "{err}");
}

#[test]
fn nothing_that_is_built_in_is_taken_away() {
    for rows in [
        "[[clean]]\napi = \"flask.request.args\"",
        "[[clean]]\napi = \"os.system\"",
        "[[stops]]\napi = \"os.system\"",
        "[[alias]]\napi = \"os.system\"\nof = \"a.b\"",
        "[[alias]]\napi = \"os\"\nof = \"a\"",
        "[[type]]\napi = \"a.B\"\naliases = [\"os.system\"]",
        "[[alias]]\napi = \"a.os\"\nof = \"os\"\n[[clean]]\napi = \"a.os.system\"",
        "[[constant]]\napi = \"flask.request.args\"\nis = \"a\"",
    ] {
        let (code, _, err) = reviewed(&[model(rows)]);
        assert_eq!(code, 2, "{rows}");
        assert!(err.contains("built in"), "{rows}: {err}");
    }
}

#[test]
fn rows_about_the_program_s_own_functions_are_told() {
    let rows = "[[sink]]\napi = \"web.a\"\nkind = \"sql\"\nfrom = \"0\"\n";
    let (code, out, err) = reviewed(&[model(rows)]);
    assert_eq!(code, 1, "{err}");
    assert!(unwrapped(&out).contains("rows say what web.a give, let through or hold back (1 row)"), "{out}");
}
