//! A worker as the program sees it: a process with two pipes, who may die.

use std::io;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use ir::{Module, Span};

use super::message::{Order, take};

/// A worker is let go after so many files, and whatever it has gathered with it.
const FILES: usize = 500;

/// How long a worker may take for any file, and for so much of it more. A hundred times what the slowest machine needs.
const PATIENCE: Duration = Duration::from_secs(30);
const PATIENCE_PER_PART: Duration = Duration::from_secs(5);
const PART: usize = 256 * 1024;

/// A worker did not come back, or with nothing that can be used.
pub(super) struct Died;

pub(super) struct Worker {
    child: Child,
    orders: ChildStdin,
    answers: Receiver<Vec<u8>>,
    done: usize,
}

impl Worker {
    pub(super) fn start(program: &Path, arguments: &[String]) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(orders), Some(mut from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        // A pipe cannot be waited for with a limit; a thread that reads it can.
        let (send, answers) = sync_channel(1);
        thread::Builder::new().spawn(move || {
            while let Ok(Some(answer)) = take(&mut from) {
                if send.send(answer).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { child, orders, answers, done: 0 })
    }

    /// Whether it may do one more.
    pub(super) fn is_fresh(&self) -> bool {
        self.done < FILES
    }

    pub(super) fn lower(&mut self, order: &Order<'_>) -> Result<Module, Died> {
        self.done += 1;
        order.send(&mut self.orders).map_err(|_| Died)?;
        let parts = u32::try_from(order.text.len() / PART).unwrap_or(u32::MAX);
        let patience = PATIENCE.saturating_add(PATIENCE_PER_PART.saturating_mul(parts));
        let answer = self.answers.recv_timeout(patience).map_err(|_| Died)?;
        let module = ir::codec::decode(&answer).map_err(|_| Died)?;
        if lies_within(&module, order.text) { Ok(module) } else { Err(Died) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that has died, or is waited for by nobody, is told to go all the same; then it is taken off the system's list.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether all places of a module are places of the text.
fn lies_within(module: &Module, text: &str) -> bool {
    let is_place = |span: &Span| {
        span.start <= span.end && text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
    };
    let of_functions = module.functions.iter().all(|function| {
        is_place(&function.span) && is_place(&function.name_span) && function.spans.iter().all(is_place)
    });
    of_functions
        && module.classes.iter().all(|class| is_place(&class.span))
        && module.notes.iter().all(|note| is_place(&note.span))
}
