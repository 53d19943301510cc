//! What identifies a finding stays the same while the code moves, and differs where the code does.

use crate::support::{Found, find, only};

const RULE: &str = "sql-injection";

const CODE: &str = r#"from flask import Flask, request
import sqlite3

app = Flask(__name__)

@app.get("/find")
def find(db: sqlite3.Connection):
    name = request.args["name"]
    return {"rows": db.execute(f"SELECT name FROM book WHERE name = '{name}'", ()).fetchall()}
"#;

fn fingerprint(text: &str) -> String {
    only(RULE, text).fingerprint
}

fn changed(from: &str, to: &str) -> String {
    assert!(CODE.contains(from), "`{from}` is in the code");
    fingerprint(&CODE.replace(from, to))
}

#[test]
fn renaming_a_local_changes_nothing() {
    let renamed = CODE.replace("    name =", "    title =").replace("{name}", "{title}");
    assert_ne!(renamed, CODE);
    assert_eq!(fingerprint(CODE), fingerprint(&renamed));
    assert_eq!(fingerprint(CODE), fingerprint(&CODE.replace("db: ", "store: ").replace("db.", "store.")));
}

#[test]
fn a_blank_line_changes_nothing() {
    assert_eq!(fingerprint(CODE), changed("    name =", "\n    # by name\n    name ="));
}

#[test]
fn layout_changes_nothing() {
    assert_eq!(fingerprint(CODE), changed("'\", ())", "'\",\n        (),  # none\n    )"));
}

#[test]
fn another_file_changes_nothing() {
    let there = find(&[("shop/books.py", CODE)]);
    let there = there.iter().find(|found| found.rule == RULE).unwrap();
    assert_eq!(fingerprint(CODE), there.fingerprint);
}

#[test]
fn another_function_statement_or_kind_of_source_is_another_finding() {
    assert_ne!(fingerprint(CODE), changed("def find", "def search"));
    assert_ne!(fingerprint(CODE), changed("FROM book", "FROM author"));
    let local = CODE.replace("request.args[\"name\"]", "sys.argv[1]");
    assert_ne!(fingerprint(CODE), fingerprint(&format!("import sys\n{local}")));
}

#[test]
fn equal_sinks_are_told_apart_by_their_order() {
    let text =
        CODE.replace("    return", "    db.execute('SELECT ' + name)\n    db.execute('SELECT ' + name)\n    return");
    let found: Vec<Found> = find(&[("app.py", &text)]).into_iter().filter(|found| found.rule == RULE).collect();
    assert_eq!(found.len(), 3);
    assert_ne!(found[0].fingerprint, found[1].fingerprint);
    assert_eq!(found[2].fingerprint, fingerprint(CODE));
}
