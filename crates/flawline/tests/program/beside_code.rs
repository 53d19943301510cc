//! Files that are no code, and code that stands in other files: configuration and notebooks.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::flawline_in;

/// A password as people choose them.
const PASSWORD: &str = "k9-Vbn27!tree";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn review(folder: &Path) -> Value {
    let ran = flawline_in(folder, &["review", ".", "--format", "json"]);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}", ran.err))
}

/// The places of findings, as `path:line`.
fn places(findings: &Value) -> Vec<String> {
    let place =
        |finding: &Value| format!("{}:{}", finding["location"]["path"].as_str().unwrap(), finding["location"]["line"]);
    let mut places: Vec<String> = findings.as_array().unwrap().iter().map(place).collect();
    places.sort();
    places
}

/// A notebook of cells of code.
fn notebook(cells: &[&[&str]]) -> String {
    let cell = |lines: &&[&str]| {
        let lines: Vec<String> =
            lines.iter().map(|line| format!("    {}", serde_json::to_string(&format!("{line}\n")).unwrap())).collect();
        format!("  {{\n   \"cell_type\": \"code\",\n   \"source\": [\n{}\n   ]\n  }}", lines.join(",\n"))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{{\n \"cells\": [\n{}\n ],\n \"metadata\": {{}},\n \"nbformat\": 4\n}}\n", cells.join(",\n"))
}

#[test]
fn configuration_is_looked_at_for_secrets_and_counted() {
    let pair = format!("DB_PASSWORD={PASSWORD}\n");
    let folder = folder(&[
        (".env", &pair),
        (".env.example", &pair),
        ("tests/app.env", &pair),
        ("deploy/compose.yml", &format!("web:\n  environment:\n    DB_PASSWORD: {PASSWORD}\n")),
        ("node/package-lock.json", &format!("{{\"password\": \"{PASSWORD}\"}}")),
        ("locale/de.json", &format!("{{\"password\": \"{PASSWORD}\"}}")),
        ("app.py", "x = 1\n"),
    ]);
    // One text in four places may be a sample, as in code: these are of low confidence.
    let all = flawline_in(folder.path(), &["review", ".", "--format", "json", "--confidence", "low"]);
    assert!(!all.out.contains(PASSWORD), "it is shown");
    let review: Value = serde_json::from_str(&all.out).unwrap();
    assert_eq!(places(&review["findings"]), [".env:1", "deploy/compose.yml:3"]);
    assert_eq!(places(&review["elsewhere"]), [".env.example:1", "tests/app.env:1"]);
    assert_eq!(review["coverage"]["configuration"], 4);
    assert_eq!(review["coverage"]["files"], 7);
    let reasons: Vec<&str> =
        review["coverage"]["skipped"].as_array().unwrap().iter().map(|skip| skip["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["translation", "lock"]);
    let shown = flawline_in(folder.path(), &["review", "."]);
    assert!(shown.out.contains("looked at for secrets alone: 4 files"), "{}", shown.out);
}

#[test]
fn a_comment_allows_a_literal_of_configuration() {
    let text = format!("# flawline: allow hard-coded-credential \u{2014} it opens nothing\nDB_PASSWORD={PASSWORD}\n");
    let review = review(folder(&[(".env", &text)]).path());
    assert_eq!(places(&review["findings"]), [""; 0]);
    assert_eq!(review["suppressed"].as_array().unwrap().len(), 1);
}

#[test]
fn a_finding_in_a_notebook_is_told_with_its_line_its_cell_and_what_stands_there() {
    let text = notebook(&[
        &[
            "%matplotlib inline",
            "!pip install flask",
            "import sqlite3",
            "from flask import Flask, request",
            "app = Flask(__name__)",
        ],
        &[
            "@app.route(\"/find\")",
            "def find():",
            "    name = request.args[\"name\"]",
            "    return str(sqlite3.connect(\"x\").execute(\"select '\" + name + \"'\").fetchall())",
        ],
    ]);
    let folder = folder(&[("shop.ipynb", &text)]);
    let review = review(folder.path());
    let finding = &review["findings"][0];
    assert_eq!(finding["rule"], "sql-injection");
    let line = finding["location"]["line"].as_u64().unwrap() as usize;
    let written = text.lines().nth(line - 1).unwrap();
    assert!(written.contains("execute") && written.contains(finding["quote"].as_str().unwrap()), "{written}");
    let column = finding["location"]["column"].as_u64().unwrap() as usize;
    assert!(written[column - 1..].starts_with("sqlite3.connect"), "{written}");
    assert_eq!((&finding["location"]["cell"]["number"], &finding["location"]["cell"]["line"]), (&2.into(), &4.into()));
    assert_eq!(review["coverage"]["languages"][0]["language"], "Jupyter notebook");
    assert_eq!((&review["coverage"]["files"], &review["coverage"]["configuration"]), (&1.into(), &0.into()));
    assert_eq!(review["complete"], true);
    for (format, words) in
        [("terminal", "(cell 2, line 4)"), ("markdown", "(cell 2, line 4)"), ("sarif", "\"cell 2, line 4\"")]
    {
        let ran = flawline_in(folder.path(), &["review", ".", "--format", format]);
        assert!(ran.out.contains(words), "{format}\n{}", ran.out);
    }
}

#[test]
fn what_cells_have_printed_is_looked_at_and_broken_notebooks_are_told() {
    let token = ["ghp_", "k7Qm2Xv9Lp4Rt6Wz8Yb1Nc3Df5Gh7J", "4W7rAP"].concat();
    let printed = format!(
        "{{\"cells\": [{{\"cell_type\": \"code\", \"source\": [],\n\"outputs\": [{{\"text\": [\"a token:\\n\",\n\"{token}\\n\"]}}]}}]}}"
    );
    let folder = folder(&[
        ("printed.ipynb", &printed),
        ("broken.ipynb", "{\"cells\": ["),
        ("r.ipynb", "{\"metadata\": {\"kernelspec\": {\"language\": \"R\"}}}"),
    ]);
    let review = review(folder.path());
    assert_eq!(places(&review["findings"]), ["printed.ipynb:3"]);
    assert!(!review.to_string().contains(&token));
    assert_eq!(review["complete"], false);
    assert_eq!(review["coverage"]["gaps"][0]["location"]["path"], "broken.ipynb");
    assert_eq!(review["coverage"]["skipped"][0]["path"], "r.ipynb");
}

#[test]
fn large_and_deep_files_beside_code_come_to_an_end() {
    let wide: Vec<String> = (0..9_000).map(|at| format!("PASSWORD_{at}=Kestrel-{at}")).collect();
    let wide = wide.join("\n");
    let cells: Vec<Vec<String>> = (0..3_000).map(|at| vec![format!("x{at} = {at}")]).collect();
    let cells: Vec<Vec<&str>> = cells.iter().map(|lines| lines.iter().map(String::as_str).collect()).collect();
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let folder = folder(&[
        ("deep.json", &format!("{{\"password\": {}", "[".repeat(200_000))),
        ("deep.yaml", &format!("password: {}", "[".repeat(200_000))),
        ("wide.env", &wide),
        ("deep.ipynb", &format!("{{\"cells\": {}", "[".repeat(500_000))),
        ("wide.ipynb", &notebook(&cells)),
        ("brackets.ipynb", &notebook(&[&["("; 40], &["x = 1"]])),
    ]);
    let ran = flawline_in(folder.path(), &["review", ".", "--format", "json"]);
    let review: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}", ran.err));
    assert_eq!(review["coverage"]["configuration"], 3);
}
