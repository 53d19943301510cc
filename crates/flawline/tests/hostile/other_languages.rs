//! Files of other languages under the endings that are read: tables and nesting as deep as real headers and test programs
//! have them, a large table of numbers, and classes in a language with braces.

use std::fmt::Write as _;

use crate::charges::each;
use crate::run::review;
use crate::tree::{Files, tree};

/// How deep a table of a processor's versions is, by a parser that takes each row for a part of the one before it.
const DEEPEST_TABLE: usize = 3_333;
/// How deep a table of test programs is.
const DEEP_TABLE: usize = 2_099;
/// How many numbers there are in a table of all half-precision numbers.
const NUMBERS: usize = 65_536;

/// What makes a file, by its name.
type Made = (&'static str, fn() -> String);

const TEXTS: &[Made] = &[
    ("rows", || each(DEEPEST_TABLE, |at| format!("{{ .flags = VALID, .family = 0x6, .model = 0x{at:02x} }},\n"))),
    ("rows in rows", || format!("{}0{}\n", "{ .row = ".repeat(DEEPEST_TABLE), "},".repeat(DEEPEST_TABLE))),
    ("programs", || {
        each(DEEP_TABLE, |at| {
            format!("{{ \"T{at}\", .u.insns = {{ BPF_STMT(LD | IMM, {at}), }}, {{ {{ 0, {at} }} }} }},\n")
        })
    }),
    ("lists in lists", || format!("{}{}\n", "[".repeat(DEEP_TABLE), "]".repeat(DEEP_TABLE))),
    ("maps in maps", || format!("{}1{}\n", "{\"a\": ".repeat(DEEPEST_TABLE), "}".repeat(DEEPEST_TABLE))),
    ("numbers", || format!("const union table[] = {{ {}}};\n", each(NUMBERS, |at| format!("{{0x{at:08x}}}, ")))),
    ("classes", || {
        each(900, |at| {
            format!("open class Kind{at} : Kinds(\"a\") {{\n    override fun of(x: Any) = \"${{x}} {at}\"\n}}\n")
        })
    }),
];

const ENDINGS: [&str; 8] = ["py", "html", "json", "toml", "yaml", "ini", "env", "properties"];

/// The file, and for a file of data a program that reads it.
fn files(text: &str, ending: &str) -> Files {
    let name = format!("thing.{ending}");
    let program =
        format!("import json\nfrom flask import request\nTHING = json.load(open('{name}'))\nprint(THING['a'])\n");
    vec![(name, text.as_bytes().to_vec()), ("app.py".to_owned(), program.into_bytes())]
}

#[test]
fn files_of_other_languages_are_survived_under_every_ending() {
    let mut complaints = String::new();
    for (name, make) in TEXTS {
        let text = make();
        for ending in ENDINGS {
            let folder = tree(&files(&text, ending));
            let ran = review(folder.path(), &["--format", "json", "--no-ignore"]);
            if let Some(complaint) = ran.complaint() {
                write!(complaints, "\n{name}.{ending}: {complaint}").unwrap();
            }
            // What is no Python is no part of a review that looks whole.
            if ending == "py" && ran.code() == Some(0) {
                write!(complaints, "\n{name}.{ending} passes for clean").unwrap();
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}
