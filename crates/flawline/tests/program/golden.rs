//! Sessions in `tests/golden`: `$ flawline …` and what it prints, messages after `[stderr]`, the exit code after
//! `[exit]` when it is not 0. With `FLAWLINE_UPDATE=1` they are rewritten.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::run::flawline;

#[test]
fn the_program_prints_what_the_golden_sessions_show() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("FLAWLINE_UPDATE").is_some();
    let mut different = String::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let expected = fs::read_to_string(&path).unwrap();
        let actual = replay(&expected);
        count += 1;
        if actual == expected {
            continue;
        }
        if update {
            fs::write(&path, actual).unwrap();
        } else {
            let name = path.file_name().unwrap().display();
            write!(different, "\n{name}: the program now prints\n{actual}").unwrap();
        }
    }
    assert!(count > 0, "there are no golden sessions");
    assert!(different.is_empty(), "{different}\nIf that is right, run FLAWLINE_UPDATE=1 cargo test -p flawline");
}

/// The same commands with what they print today.
fn replay(session: &str) -> String {
    let mut out = String::new();
    for line in session.lines().filter(|line| line.starts_with("$ flawline")) {
        let arguments: Vec<&str> = line.split_whitespace().skip(2).collect();
        let ran = flawline(&arguments);
        let (version, catalogue) = (env!("CARGO_PKG_VERSION"), cwe::Catalogue::official().version());
        write!(out, "{line}\n{}", ran.out.replace(version, "<version>").replace(catalogue, "<catalogue>")).unwrap();
        if !ran.err.is_empty() {
            write!(out, "[stderr]\n{}", ran.err.replace(catalogue, "<catalogue>")).unwrap();
        }
        if ran.code != 0 {
            writeln!(out, "[exit] {}", ran.code).unwrap();
        }
        out.push('\n');
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().replace("flawline.exe", "flawline") + "\n"
}
