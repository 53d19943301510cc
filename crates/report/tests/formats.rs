//! What each format writes for each review, byte for byte, and what no output may ever contain.
//! `FLAWLINE_UPDATE=1` rewrites the snapshots.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod acting;
mod reviews;

use acting::{assert_harmless, check_snapshot, outside_code, without_colour};
use flawline_report::{TerminalOptions, Versions, json, markdown, sarif, terminal};
use review::Review;

fn versions() -> Versions {
    Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() }
}

fn plain(review: &Review) -> String {
    terminal(review, &TerminalOptions { colour: false, width: 100, quiet: false })
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

#[test]
fn no_text_of_others_acts_in_any_output() {
    for (name, review) in reviews::all() {
        for (format, output) in outputs(&review) {
            assert_harmless(&format!("{name}, {format}"), &output);
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
