//! What no report may ever contain, and reports compared with the files that say how they look.
//! `FLAWLINE_UPDATE=1` rewrites those files.

use std::fs;
use std::path::Path;

/// Compares a report with its file.
pub(crate) fn check_snapshot(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("FLAWLINE_UPDATE").is_some() {
        fs::write(&path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(found, expected, "{name}, line {}", number + 1);
    }
    assert!(found == expected, "{name} differs in length; FLAWLINE_UPDATE=1 rewrites it");
}

/// Whether a character has no place in any output.
fn acts(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Fails when a text holds a character that acts, or a line that commands a build machine.
pub(crate) fn assert_harmless(what: &str, output: &str) {
    assert_eq!(output.chars().find(|&c| acts(c)), None, "{what}");
    for line in output.lines() {
        let start = line.trim_start();
        for opener in ["::", "##", "section_start:", "section_end:", "travis_fold:", "travis_time:", "[command]"] {
            assert!(!start.starts_with(opener), "{what}: {line}");
        }
        let lower = line.to_ascii_lowercase();
        for anywhere in ["##[", "##vso[", "##teamcity["] {
            assert!(!lower.contains(anywhere), "{what}: {line}");
        }
    }
}

/// The text without the sequences that only set colours.
pub(crate) fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("\u{1b}[");
    out.push_str(parts.next().unwrap());
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("only colours");
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{codes:?}");
        out.push_str(rest);
    }
    out
}

/// What a reader of the Markdown sees outside of code, with escaped characters left out.
pub(crate) fn outside_code(markdown: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if let Some(open) = fence {
            if line == open {
                fence = None;
            }
            continue;
        }
        if ticks >= 3 && !line.trim_start_matches('`').contains('`') {
            fence = line.get(..ticks);
            continue;
        }
        let mut rest = line;
        while let Some(character) = rest.chars().next() {
            if character == '\\' {
                rest = rest.get(1..).unwrap().get(rest.chars().nth(1).map_or(0, char::len_utf8)..).unwrap();
            } else if character == '`' {
                let run = rest.len() - rest.trim_start_matches('`').len();
                let (open, inside) = rest.split_at(run);
                let mut from = 0;
                let end = loop {
                    let start =
                        from + inside.get(from..).unwrap().find('`').unwrap_or_else(|| panic!("open code: {line}"));
                    let length = inside[start..].len() - inside[start..].trim_start_matches('`').len();
                    if length == open.len() {
                        break start + length;
                    }
                    from = start + length;
                };
                out.push('\u{fffc}');
                rest = &inside[end..];
            } else {
                out.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
        out.push('\n');
    }
    assert_eq!(fence, None, "a block of code stays open");
    out
}
