//! Files and names that are not what they seem, and texts in every form that a text may have.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use serde_json::Value;

use crate::run::{FORMATS, review};
use crate::tree::{Files, one, tree};

const VULNERABLE: &str = "\
# coding: utf-8
import os
from flask import Flask, request
app = Flask(__name__)
@app.route('/x')
def page():
    grün = request.args['ä']; straße = 'ß'; os.system(grün + straße)
    text = '''
    é'''; os.system('ü' + grün)
";

fn places(review: &Value) -> Vec<(u64, u64, u64, u64)> {
    let number = |finding: &Value, name: &str| finding["location"][name].as_u64().unwrap();
    let all = review["findings"].as_array().unwrap().iter();
    all.map(|finding| ["line", "column", "end_line", "end_column"].map(|name| number(finding, name)).into()).collect()
}

#[test]
fn links_pipes_and_strange_names_end_no_review_and_show_nothing_from_outside() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.py"), format!("{VULNERABLE}\ncanary = 'outside'\n")).unwrap();
    let folder = tree(&one(VULNERABLE));
    let root = folder.path();
    for name in ["a", "b"] {
        fs::create_dir(root.join(name)).unwrap();
    }
    for (name, to) in [
        ("a/to_b", "../b"),
        ("b/to_a", "../a"),
        ("a/self", "."),
        ("up", ".."),
        ("ring.py", "ring.py"),
        ("passwd", "/etc/passwd"),
        ("passwd.py", "/etc/passwd"),
        ("zero.py", "/dev/zero"),
        ("self.py", "/proc/self/environ"),
        ("nowhere.py", "nowhere"),
    ] {
        symlink(to, root.join(name)).unwrap();
    }
    symlink(outside.path(), root.join("outside")).unwrap();
    symlink(outside.path().join("secret.py"), root.join("secret.py")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("pipe.py")).status().unwrap().success());
    fs::write(root.join("closed.py"), VULNERABLE).unwrap();
    fs::set_permissions(root.join("closed.py"), Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(root.join("shut")).unwrap();
    fs::write(root.join("shut/x.py"), VULNERABLE).unwrap();
    fs::set_permissions(root.join("shut"), Permissions::from_mode(0o000)).unwrap();
    let names: [&[u8]; 9] = [
        b"line\nbreak.py",
        b"esc\x1b[31m.py",
        "rtl\u{202e}yp.py".as_bytes(),
        b"not\xFFutf8\xC3.py",
        b"-rf.py",
        b"--output=x.py",
        b"con.py",
        b"a\\b.py",
        b"%2e%2e%2f.py",
    ];
    // Not every file system takes every name.
    let made = names.iter().filter(|name| fs::write(root.join(OsStr::from_bytes(name)), VULNERABLE).is_ok()).count();

    let before = Command::new("ls").arg("-lAR").arg(root).output().unwrap().stdout;
    for format in FORMATS {
        let ran = review(root, &["--format", format]);
        assert_eq!((ran.code(), ran.complaint()), (Some(1), None), "{format}: {ran:?}");
        let shown = [ran.text(), &String::from_utf8(ran.err.clone()).unwrap()].concat();
        for word in ["canary", "root:x", "PATH="] {
            assert!(!shown.contains(word), "{format}: {word}");
        }
        if format == "json" {
            // The superuser may read what nobody may.
            let count = ran.json()["findings"].as_array().unwrap().len();
            assert!((2 * (made + 1)..=2 * (made + 3)).contains(&count), "{count} findings in {made} files");
        }
    }
    let after = Command::new("ls").arg("-lAR").arg(root).output().unwrap().stdout;
    assert_eq!(before, after, "the tree has been changed");
    fs::set_permissions(root.join("shut"), Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_finding_is_at_the_same_place_in_every_encoding_with_every_line_end() {
    let utf16 = |text: &str, mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let mut expected = None;
    for end in ["\n", "\r\n", "\r"] {
        let text = VULNERABLE.replace('\n', end);
        let forms = [
            ("UTF-8", text.clone().into_bytes()),
            ("UTF-8 with a mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("UTF-16LE", utf16(&text, [0xFF, 0xFE], u16::to_le_bytes)),
            ("UTF-16BE", utf16(&text, [0xFE, 0xFF], u16::to_be_bytes)),
            ("Latin-1", latin(&text.replace("utf-8", "latin-1"))),
        ];
        for (encoding, bytes) in forms {
            let files: Files = vec![("app.py".to_owned(), bytes)];
            let folder = tree(&files);
            let ran = review(folder.path(), &["--format", "json"]);
            assert_eq!((ran.code(), ran.complaint()), (Some(1), None), "{encoding} {end:?}");
            let found = places(&ran.json());
            assert_eq!(found.len(), 2, "{encoding} {end:?}: {found:?}");
            assert_eq!(expected.get_or_insert_with(|| found.clone()), &found, "{encoding} {end:?}");
        }
    }
    let found = expected.unwrap();
    assert_eq!((found[0].0, found[1].0), (7, 9));
    let column = |line: usize, part: &str| {
        let line = VULNERABLE.lines().nth(line - 1).unwrap();
        line[..line.find(part).unwrap()].chars().count() as u64 + 1
    };
    assert_eq!((found[0].1, found[1].1), (column(7, "os.system"), column(9, "os.system")));
}

#[test]
fn line_ends_of_all_kinds_in_one_text_count_once_each() {
    let ends = ["\n", "\r\n", "\r"];
    let mut mixed = String::new();
    for (at, line) in VULNERABLE.lines().enumerate() {
        mixed.push_str(line);
        mixed.push_str(ends[at % ends.len()]);
    }
    let (plain, mixed) = (tree(&one(VULNERABLE)), tree(&one(mixed)));
    let places_in = |folder: &tempfile::TempDir| places(&review(folder.path(), &["--format", "json"]).json());
    assert_eq!(places_in(&plain), places_in(&mixed));
}
