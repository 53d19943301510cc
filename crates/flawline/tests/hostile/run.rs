//! Runs the program under limits, in an environment that does not depend on the machine.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How many seconds of processor time a review of one hostile tree may take, all threads together, whatever else the machine
/// does. A debug build takes about ten times as long as what is shipped.
const MOST_WORK: &str = if cfg!(debug_assertions) { "40" } else { "20" };
/// When a run that does not come back is stopped.
const MOST_TIME: Duration = Duration::from_mins(3);
/// How much memory may be resident, in KiB.
const MOST_MEMORY: u64 = 1536 * 1024;
/// How much address space there is, in KiB: allocation fails beyond it, whatever is resident.
const MOST_ADDRESSES: &str = "4000000";

/// The formats of a review.
pub(crate) const FORMATS: [&str; 4] = ["terminal", "markdown", "json", "sarif"];

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
    pub(crate) time: Duration,
    /// The most memory that was resident, in KiB, where that can be known.
    pub(crate) peak: u64,
    pub(crate) was_stopped: bool,
}

impl Ran {
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.out).unwrap()
    }

    /// What is wrong with how it ended, if anything: it ends by itself, in time, within memory, with an exit code
    /// that means that the project was reviewed.
    pub(crate) fn complaint(&self) -> Option<String> {
        let words = String::from_utf8_lossy(&self.err);
        let first = words.trim().lines().next().unwrap_or("");
        if self.was_stopped {
            return Some(format!("it had not ended after {MOST_TIME:?}"));
        }
        match self.code() {
            Some(0 | 1 | 4) => {}
            Some(code) => return Some(format!("exit code {code}: {first}")),
            None => return Some(format!("{}: {first}", self.status)),
        }
        (self.peak > MOST_MEMORY).then(|| format!("it took {} MiB", self.peak / 1024))
    }
}

/// A review of a folder, from anywhere.
pub(crate) fn review(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program();
    command.arg("review").arg(folder).args(arguments);
    finish(&mut command)
}

/// The program under a limit of memory.
pub(crate) fn program() -> Command {
    let binary = env!("CARGO_BIN_EXE_flawline");
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args([
            "-c",
            "ulimit -v \"$0\"; ulimit -t \"$1\"; shift; ulimit -c 0; exec \"$@\"",
            MOST_ADDRESSES,
            MOST_WORK,
            binary,
        ]);
        shell
    } else {
        Command::new(binary)
    };
    plain(&mut command);
    command
}

/// Takes away what would change colours or progress.
pub(crate) fn plain(command: &mut Command) {
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
}

/// Runs a command to its end, or stops it when its time is over.
pub(crate) fn finish(command: &mut Command) -> Ran {
    finish_within(command, MOST_TIME)
}

/// The same, with a time of its own.
pub(crate) fn finish_within(command: &mut Command, most: Duration) -> Ran {
    let (mut out, mut err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    command.stdin(Stdio::null()).stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let (mut peak, mut was_stopped) = (0, false);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        peak = peak.max(resident(child.id()));
        if start.elapsed() > most && !was_stopped {
            was_stopped = true;
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(4));
    };
    Ran { status, out: whole(&mut out), err: whole(&mut err), time: start.elapsed(), peak, was_stopped }
}

fn whole(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

/// The most memory that a process has had so far, in KiB; 0 where that is not told.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
