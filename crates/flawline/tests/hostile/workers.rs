//! Files that are read in processes of their own: somebody who ends those processes changes nothing.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::{plain, review};
use crate::tree::{Files, tree};

/// How many workers are ended.
const ENDED: usize = 100;

/// A project that takes its time: files with a finding each, and much to read before it.
fn project() -> Files {
    let file = |number: usize| {
        let mut rows = String::new();
        for row in 0..400 {
            writeln!(rows, "def row_{row}(a, b):\n    return [a, {{b: (a, {row})}}]").unwrap();
        }
        let text = format!(
            "from flask import Flask, request\napp = Flask(__name__)\n{rows}@app.route('/{number}')\ndef entry():\n    \
             return str(eval(request.args['x{number}']))\n"
        );
        (format!("part_{number}.py"), text.into_bytes())
    };
    (0..40).map(file).collect()
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let parent_of = |process: &u32| {
        let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        line.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    all.filter(|process| parent_of(process) == Some(parent)).collect()
}

/// How many workers are ended in the time that an undisturbed review takes: so seldom that a file is done in between, since
/// who is ended at every try is taken for a file that does it.
const ENDED_IN_A_REVIEW: u32 = 10;

/// Ends a worker from time to time until the review is done. Gives how many.
fn disturb(child: &mut Child, pause: Duration) -> usize {
    let mut ended = 0;
    while child.try_wait().unwrap().is_none() {
        std::thread::sleep(pause);
        let workers = children(child.id());
        if let Some(worker) = workers.get(ended % workers.len().max(1)) {
            let done = Command::new("kill").args(["-9", &worker.to_string()]).stderr(Stdio::null()).status().unwrap();
            ended += usize::from(done.success());
        }
    }
    ended
}

#[test]
fn ending_workers_changes_nothing() {
    let folder = tree(&project());
    let whole = review(folder.path(), &["--format", "json", "--isolate", "never"]);
    assert_eq!(whole.code(), Some(1), "{whole:?}");
    let start = Instant::now();
    let quiet = review(folder.path(), &["--format", "json", "--isolate", "always"]);
    assert!(quiet.out == whole.out, "workers change the review");
    // The pause grows with the time that this machine needs now.
    let pause = start.elapsed().max(Duration::from_millis(400)) / ENDED_IN_A_REVIEW;
    let mut ended = 0;
    for _ in 0..ENDED {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flawline"));
        command.args(["review", "--format", "json", "--isolate", "always"]).arg(folder.path());
        plain(&mut command);
        let out = tempfile::NamedTempFile::new().unwrap();
        command.stdin(Stdio::null()).stdout(out.reopen().unwrap()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        ended += disturb(&mut child, pause);
        assert!(fs::read(out.path()).unwrap() == whole.out, "after {ended} workers were ended, the review is another");
        if ended >= ENDED {
            return;
        }
    }
    panic!("only {ended} workers could be ended");
}
