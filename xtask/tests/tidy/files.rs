//! Sizes, first lines, names, white space.

use crate::none;
use crate::project::{all, root, rust};

/// Files that may be longer, each with its reason.
const LONG: [(&str, &str); 0] = [];
const MOST_LINES: usize = 900;
const MEDIAN: usize = 200;

#[test]
#[expect(clippy::print_stdout, reason = "the sizes are worth a look now and then: cargo test -p xtask -- --nocapture")]
fn no_source_file_is_longer_than_900_lines() {
    let mut complaints = Vec::new();
    let mut lengths = Vec::new();
    for file in rust() {
        let lines = file.text.lines().count();
        lengths.push(lines);
        if lines > MOST_LINES && !LONG.iter().any(|(path, _)| *path == file.path) {
            complaints.push(format!("{}: {lines} lines; split it by idea", file.path));
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!("{} files of Rust, {} lines, median {median}", lengths.len(), lengths.iter().sum::<usize>());
    if median > MEDIAN {
        complaints.push(format!("the median is {median} lines, more than {MEDIAN}"));
    }
    none("files that are too long", &complaints);
}

#[test]
fn every_source_file_opens_with_what_it_is() {
    let complaints: Vec<String> = rust()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| {
            format!("{}: begin with `//! ` and a paragraph: what it is, what it takes, what it gives", file.path)
        })
        .collect();
    none("files without a first paragraph", &complaints);
}

#[test]
fn no_file_is_named_after_nothing() {
    let complaints: Vec<String> = rust()
        .filter(|file| {
            let mut parts = file.path.trim_end_matches(".rs").split('/');
            parts.any(|part| ["util", "utils", "helper", "helpers", "common", "misc"].contains(&part))
        })
        .map(|file| format!("{}: name it after its main type or function", file.path))
        .collect();
    none("names that say nothing", &complaints);
}

#[test]
fn no_line_ends_in_white_space_and_every_file_ends_in_one_line_end() {
    let endings = ["rs", "toml", "md", "txt", "json", "yml", "yaml", "sh"];
    let mut complaints = Vec::new();
    for file in all().iter().filter(|file| endings.iter().any(|ending| file.has_ending(ending))) {
        let ends = |line: &str| line.ends_with([' ', '\t', '\r']);
        if let Some(at) = file.text.lines().position(ends) {
            complaints.push(format!("{}:{}: white space at the end of the line", file.path, at + 1));
        }
        if !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n")) {
            complaints.push(format!("{}: it does not end in one line end", file.path));
        }
    }
    none("white space", &complaints);
}

#[test]
fn licences_and_notice_are_there() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"] {
        assert!(root().join(name).is_file(), "{name} is missing");
    }
}
