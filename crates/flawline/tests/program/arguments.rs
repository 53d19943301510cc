//! Arguments that are wrong, and how that is said.

use std::path::Path;

use crate::run::{Ran, command, finish, flawline};

fn refused(arguments: &[&str]) -> Ran {
    let ran = flawline(arguments);
    assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
    assert_eq!(ran.out, "", "{arguments:?}");
    assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    ran
}

#[test]
fn wrong_arguments_end_with_2_and_say_what_is_wrong() {
    for arguments in [
        &["reviw"][..],
        &["review", "--format", "html"],
        &["review", "--confidence", "certain"],
        &["review", "--severity", "none"],
        &["review", "--threat-model", "remote,martian"],
        &["review", "--threads", "0"],
        &["review", "--threads", "many"],
        &["review", "--max-file-bytes", "-1"],
        &["review", "--scope", "prod"],
        &["review", "--fail-on", "everything"],
        &["review", "--no-such-option"],
        &["cwe", "search"],
        &["cwe", "--about", "89"],
        &["cwe", "89", "search", "sql"],
        &["explain"],
        &["--color", "sometimes", "kinds"],
        &["--color", "never"],
    ] {
        refused(arguments);
    }
}

#[test]
fn the_program_without_arguments_shows_its_help_and_ends_with_2() {
    let ran = flawline(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Usage: flawline"), "{}", ran.err);
}

#[test]
fn a_misspelt_command_is_answered_with_the_nearest() {
    assert!(refused(&["reviw"]).err.contains("'review'"));
    assert!(refused(&["review", "--confidnce", "low"]).err.contains("--confidence"));
}

#[test]
fn a_misspelt_path_is_answered_with_the_nearest() {
    let ran = refused(&["review", "srcc"]);
    assert!(ran.err.contains("'srcc'") && ran.err.contains("did you mean 'src'?"), "{}", ran.err);
    let ran = refused(&["review", "src/cli/reviews.rs"]);
    assert!(ran.err.contains("review.rs'?"), "{}", ran.err);
}

#[test]
fn standard_input_needs_a_name_and_a_name_needs_standard_input() {
    assert!(refused(&["review", "-"]).err.contains("--stdin-filename"));
    assert!(refused(&["review", "--stdin-filename", "app.py"]).err.contains("'-'"));
}

#[test]
fn an_output_file_whose_name_tells_no_format_needs_one() {
    let ran = refused(&["review", "--output", "review.html"]);
    assert!(ran.err.contains("--format"), "{}", ran.err);
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("review.html").exists());
}

#[test]
fn what_an_argument_holds_cannot_command_the_terminal() {
    let hostile = "x\u{1b}]52;c;aGk=\u{7}\r\u{202e}";
    for arguments in
        [&["review", hostile][..], &[hostile], &["explain", hostile], &["models", hostile], &["cwe", hostile]]
    {
        for colour in ["always", "never"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
            let ran = finish(command(folder).args(["--color", colour]).args(arguments));
            assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
            for bad in ["\u{1b}]", "\u{7}", "\r", "\u{202e}"] {
                assert!(!ran.err.contains(bad), "{arguments:?}: {:?}", ran.err);
            }
        }
    }
}
