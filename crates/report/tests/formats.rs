//! What each format writes for each review, byte for byte, and what no output may ever contain.
//! `FLAWLINE_UPDATE=1` rewrites the snapshots.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod reviews;

use std::fs;
use std::path::Path;

use flawline_report::{TerminalOptions, Versions, json, markdown, sarif, terminal};
use review::Review;

fn versions() -> Versions {
    Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() }
}

fn plain(review: &Review) -> String {
    terminal(review, &TerminalOptions { colour: false, width: 100, quiet: false })
}

fn check_snapshot(name: &str, found: &str) {
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

#[test]
fn each_review_is_written_as_its_snapshots_say() {
    for (name, review) in reviews::all() {
        check_snapshot(&format!("{name}.txt"), &plain(&review));
        check_snapshot(&format!("{name}.md"), &markdown(&review, &versions()));
        check_snapshot(&format!("{name}.json"), &json(&review, &versions()));
        check_snapshot(&format!("{name}.sarif"), &sarif(&review, &versions()));
    }
    let (_, full) = reviews::all().swap_remove(0);
    let quiet = TerminalOptions { colour: false, width: 80, quiet: true };
    check_snapshot("full-quiet.txt", &terminal(&full, &quiet));
    let narrow = TerminalOptions { colour: false, width: 60, quiet: false };
    check_snapshot("full-narrow.txt", &terminal(&full, &narrow));
}

/// Whether a character has no place in any output.
fn acts(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Every output of a review that may reach a terminal or a log.
fn outputs(review: &Review) -> Vec<(String, String)> {
    let mut outputs = vec![
        ("markdown".to_owned(), markdown(review, &versions())),
        ("json".to_owned(), json(review, &versions())),
        ("sarif".to_owned(), sarif(review, &versions())),
    ];
    for (colour, quiet) in [(false, false), (false, true), (true, false), (true, true)] {
        for width in [0, 80, 500] {
            let text = terminal(review, &TerminalOptions { colour, width, quiet });
            outputs.push((format!("terminal, {width} wide, colour {colour}"), without_colour(&text)));
        }
    }
    outputs
}

/// The text without the sequences that only set colours.
fn without_colour(text: &str) -> String {
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

#[test]
fn no_output_holds_a_character_that_acts() {
    for (name, review) in reviews::all() {
        for (format, output) in outputs(&review) {
            let found = output.chars().find(|&c| acts(c));
            assert_eq!(found, None, "{name}, {format}");
        }
    }
}

#[test]
fn no_line_of_any_output_commands_a_build_machine() {
    for (name, review) in reviews::all() {
        for (format, output) in outputs(&review) {
            for line in output.lines() {
                let start = line.trim_start();
                for opener in
                    ["::", "##", "section_start:", "section_end:", "travis_fold:", "travis_time:", "[command]"]
                {
                    assert!(!start.starts_with(opener), "{name}, {format}: {line}");
                }
                let lower = line.to_ascii_lowercase();
                for anywhere in ["##[", "##vso[", "##teamcity["] {
                    assert!(!lower.contains(anywhere), "{name}, {format}: {line}");
                }
            }
        }
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    for (name, review) in reviews::all() {
        for width in [40, 100] {
            let coloured = terminal(&review, &TerminalOptions { colour: true, width, quiet: false });
            let plain = terminal(&review, &TerminalOptions { colour: false, width, quiet: false });
            let bare = without_colour(&coloured);
            assert_eq!(bare.lines().count(), plain.lines().count(), "{name}");
            for (bare, plain) in bare.lines().zip(plain.lines()) {
                assert_eq!(bare.trim_end(), plain, "{name}");
            }
        }
    }
}

#[test]
fn a_long_line_is_cut_with_a_mark_and_no_line_is_longer_than_it_must() {
    let (_, hostile) = reviews::all().pop().unwrap();
    let text = plain(&hostile);
    let frame = text.lines().find(|line| line.contains("CODE") && line.contains('…')).expect("a cut line");
    assert!(frame.chars().count() <= 100, "{frame}");
    for line in text.lines().filter(|line| line.contains(" | ")) {
        assert!(line.chars().count() <= 400, "{line}");
    }
}

#[test]
fn equal_reviews_give_equal_bytes() {
    for ((_, one), (_, other)) in reviews::all().into_iter().zip(reviews::all()) {
        assert_eq!(outputs(&one), outputs(&other));
    }
}

#[test]
fn markdown_of_hostile_text_holds_no_image_no_element_and_no_link() {
    let (_, hostile) = reviews::all().pop().unwrap();
    let markdown = markdown(&hostile, &versions());
    let outside = outside_code(&markdown);
    for forbidden in ["![", "](", "<s", "</", "<i", "<!", "<h", "://", "www.", "@", "#12", "GH-7", "$"] {
        let found = outside.find(forbidden);
        assert_eq!(
            found,
            None,
            "{forbidden}: {:?}",
            found.map(|at| outside.chars().skip(at).take(80).collect::<String>())
        );
    }
}

/// What a reader of the Markdown sees outside of code, with escaped characters left out.
fn outside_code(markdown: &str) -> String {
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
