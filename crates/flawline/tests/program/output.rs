//! Output that is cut, refused or redirected.

use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use crate::run::{command, finish, flawline};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    // More than a pipe holds, so that the program is still writing when the reader leaves.
    let ids: Vec<String> = (1..1000).map(|id| id.to_string()).filter(|id| known(id)).collect();
    for arguments in [&["cwe"][..], &["cwe", "--json"]] {
        let mut child =
            command(here()).args(arguments).args(&ids).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 10]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

fn known(id: &str) -> bool {
    cwe::Catalogue::official().get(id.parse().unwrap()).is_some()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_ends_with_2() {
    for arguments in [&["cwe", "89"][..], &["--help"], &["--version"], &["kinds"], &["review", "src"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut child = command(here());
        let output = child.args(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.starts_with("error: cannot write to standard output: "), "{arguments:?}: {err}");
    }
}

#[test]
fn there_is_no_colour_in_a_pipe_unless_it_is_asked_for() {
    for arguments in [&["--help"][..], &["review", "--help"], &["no-such-command"], &["explain", "no-such-rule"]] {
        let ran = flawline(arguments);
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{arguments:?}: {ran:?}");
    }
    let ran = flawline(&["--color", "always", "explain", "no-such-rule"]);
    assert!(ran.err.contains('\u{1b}'), "{ran:?}");
}

#[test]
fn no_color_is_obeyed_and_an_explicit_wish_is_stronger() {
    let ran = finish(command(here()).env("NO_COLOR", "1").args(["explain", "no-such-rule"]));
    assert!(!ran.err.contains('\u{1b}'), "{ran:?}");
    let ran = finish(command(here()).env("NO_COLOR", "1").args(["--color", "always", "explain", "no-such-rule"]));
    assert!(ran.err.contains('\u{1b}'), "{ran:?}");
}
