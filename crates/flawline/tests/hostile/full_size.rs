//! Programs as large as one sort of thing ever gets: each is reviewed to the end within 1 GiB, and what its size hides is
//! told.
//!
//! In every program data of a client reaches a shell. The review must report that, or say which limit it reached; losing
//! it without a word is the one thing that is not allowed. Usual test runs take a tenth or less of the size;
//! `FLAWLINE_FULL_SIZE=1` takes all of it, and `FLAWLINE_TIMES=1 … --nocapture` prints the figures. None is asserted.
//!
//! Full size, a release build on two cores of a busy machine:
//!
//! | program | time | memory | gives |
//! | --- | --: | --: | --- |
//! | chain of 10,000 functions | 0.5 s | 42 MiB | a flow is longer than is followed |
//! | 10,000 callers of one function | 0.8 s | 52 MiB | the finding, with the number of its sources |
//! | 10,000 callees of one function | 3.2 s | 99 MiB | 10,000 findings |
//! | 5,000 functions that all reach one another | 1.2 s | 49 MiB | the finding |
//! | 100,000 statements in one function | 0.8 s | 79 MiB | the function has too many operations |
//! | 10,000 attributes of one object | 0.2 s | 20 MiB | the function keeps more objects than are followed |
//! | 1,000,000 entries of one dictionary | 11.9 s | 626 MiB | the finding, and that the module has too many operations |

use std::time::Duration;

use crate::charges::{each, joined};
use crate::run::{Ran, finish_within, program};
use crate::tree::{ENTRY, Files, one, tree};

/// How much memory may be resident, in KiB.
const MOST_MEMORY: u64 = 1024 * 1024;
/// When a run is taken to have no end. Nothing comes near it.
const NEVER: Duration = Duration::from_mins(15);

/// A program by its size, and how large it is made.
struct Shape {
    name: &'static str,
    usual: usize,
    full: usize,
    make: fn(usize) -> Files,
}

const SHAPES: [Shape; 7] = [
    Shape {
        name: "functions that call in a chain",
        usual: 1_000,
        full: 10_000,
        make: |n| {
            let link = |at: usize| format!("def f{at}(x):\n    return f{}(x)\n", at + 1);
            one(format!("{ENTRY}    f0(name)\n{}def f{n}(x):\n    os.system(x)\n", each(n, link)))
        },
    },
    Shape {
        name: "callers of one function",
        usual: 1_000,
        full: 10_000,
        make: |n| {
            let caller = |at: usize| format!("def g{at}():\n    f(request.args['a{at}'])\n");
            one(format!("{ENTRY}    f(name)\ndef f(x):\n    os.system(x)\n{}", each(n, caller)))
        },
    },
    Shape {
        name: "callees of one function",
        usual: 1_000,
        full: 10_000,
        make: |n| {
            let calls = each(n, |at| format!("    f{at}(name)\n"));
            one(format!("{ENTRY}{calls}{}", each(n, |at| format!("def f{at}(x):\n    os.system(x)\n"))))
        },
    },
    Shape {
        name: "functions that all reach one another",
        usual: 500,
        full: 5_000,
        make: |n| {
            let function = |at: usize| {
                format!(
                    "def f{at}(x, y):\n    if not y:\n        return x\n    return f{}(y, x) + f{}(x, y)\n",
                    (at + 1) % n,
                    (at * 7 + 3) % n
                )
            };
            one(format!("{ENTRY}    os.system(f0(name, 'a'))\n{}", each(n, function)))
        },
    },
    Shape {
        name: "statements in one function",
        usual: 5_000,
        full: 100_000,
        make: |n| one(format!("{ENTRY}    x = name\n{}    os.system(x)\n", "    x = x + 'a'\n".repeat(n))),
    },
    Shape {
        name: "attributes of one object",
        usual: 1_000,
        full: 10_000,
        make: |n| {
            let last = n - 1;
            one(format!(
                "{ENTRY}    o = Many(name)\n    os.system(o.a{last})\nclass Many:\n    def __init__(self, x):\n{}",
                each(n, |at| format!("        self.a{at} = x\n"))
            ))
        },
    },
    Shape {
        name: "entries of one dictionary",
        usual: 50_000,
        full: 1_000_000,
        make: |n| {
            let entries = joined(n, ", ", |at| format!("'k{at}': {at}"));
            one(format!("{ENTRY}    os.system(name + str(TABLE['k1']))\nTABLE = {{{entries}}}\n"))
        },
    },
];

fn reviewed(files: &Files) -> Ran {
    let folder = tree(files);
    let arguments = ["--format", "json", "--threads", "2", "--no-ignore", "--max-file-bytes", "67108864"];
    finish_within(program().arg("review").arg(folder.path()).args(arguments), NEVER)
}

/// What is wrong with a run.
fn complaint(ran: &Ran) -> Option<String> {
    match ran.code() {
        Some(0 | 1 | 4) if !ran.was_stopped => {}
        _ => return Some(format!("it ended with {:?}: {}", ran.status, String::from_utf8_lossy(&ran.err))),
    }
    if ran.peak > MOST_MEMORY {
        return Some(format!("it took {} MiB", ran.peak / 1024));
    }
    let review = ran.json();
    let is_found = review["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "command-injection");
    let told = |list: &str| !review["coverage"][list].as_array().unwrap().is_empty();
    let is_told = told("cuts") || told("gaps");
    (!is_found && !is_told).then(|| "it lost what it was to find, and did not say so".to_owned())
}

#[expect(clippy::print_stdout, reason = "asked for with FLAWLINE_TIMES=1 and --nocapture")]
#[test]
fn programs_of_full_size_are_reviewed_within_memory_and_nothing_is_lost_in_silence() {
    let mut complaints = String::new();
    for shape in SHAPES {
        let n = if std::env::var_os("FLAWLINE_FULL_SIZE").is_some() { shape.full } else { shape.usual };
        let ran = reviewed(&(shape.make)(n));
        if std::env::var_os("FLAWLINE_TIMES").is_some() {
            let review = ran.json();
            let (found, cuts) = (&review["findings"], &review["coverage"]["cuts"]);
            let count = |list: &serde_json::Value| list.as_array().map_or(0, Vec::len);
            println!(
                "{:>8.2?} {:>5} MiB, {} findings, {} limits reached: {} × {n} {}",
                ran.time,
                ran.peak / 1024,
                count(found),
                count(cuts),
                shape.name,
                cuts[0]["text"]
            );
        }
        complaints.extend(complaint(&ran).map(|complaint| format!("{} × {n}: {complaint}\n", shape.name)));
    }
    assert!(complaints.is_empty(), "{complaints}");
}
