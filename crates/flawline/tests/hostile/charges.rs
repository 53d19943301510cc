//! Programs whose size is a number, and how they are tried in growing sizes.

use std::fmt::Write as _;

use crate::run::review;
use crate::tree::{Files, tree};

/// A program of size `n`.
pub(crate) struct Charge {
    /// What it is.
    pub(crate) name: &'static str,
    /// How large it is made.
    pub(crate) most: Size,
    /// Makes it.
    pub(crate) make: fn(usize) -> Files,
}

/// How large a program is made. A debug build takes ten times as long, so it leaves out sizes, and never a program.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// A hundred: a square or worse of it is in the program itself.
    Hundred,
    /// Ten thousand; in a debug build, which would take seconds for each, a thousand.
    Slow,
    /// Ten thousand.
    Usual,
    /// A hundred thousand.
    Large,
}

impl Size {
    fn all(self) -> &'static [usize] {
        match self {
            Self::Hundred => &[10, 100],
            Self::Slow if cfg!(debug_assertions) => &[100, 1_000],
            Self::Usual if cfg!(debug_assertions) => &[100, 10_000],
            Self::Large if cfg!(debug_assertions) => &[1_000, 100_000],
            Self::Slow | Self::Usual => &[100, 1_000, 10_000],
            Self::Large => &[100, 1_000, 10_000, 100_000],
        }
    }
}

/// Reviews each program in each size; what does not end well is told, and larger ones of it are not tried.
pub(crate) fn fire(charges: &[Charge]) {
    let mut complaints = String::new();
    for charge in charges {
        for &n in charge.most.all() {
            let folder = tree(&(charge.make)(n));
            let ran = review(
                folder.path(),
                &["--format", "json", "--threads", "2", "--no-ignore", "--max-file-bytes", "67108864"],
            );
            if std::env::var_os("FLAWLINE_TIMES").is_some() {
                show(&format!("{:>8.2?} {:>5} MiB  {} × {n}", ran.time, ran.peak / 1024, charge.name));
            }
            if let Some(complaint) = ran.complaint() {
                write!(complaints, "\n{} × {n}: {complaint}", charge.name).unwrap();
                break;
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[expect(clippy::print_stdout, reason = "asked for with FLAWLINE_TIMES=1 and --nocapture")]
fn show(line: &str) {
    println!("{line}");
}

/// A text for each number below `n`, one after another.
pub(crate) fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}

/// The same with something between them.
pub(crate) fn joined(n: usize, between: &str, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect::<Vec<_>>().join(between)
}

/// A file `m<number>.py` for each number below `n`.
pub(crate) fn modules(n: usize, text: impl Fn(usize) -> String) -> Files {
    (0..n).map(|at| (format!("m{at}.py"), text(at).into_bytes())).collect()
}
