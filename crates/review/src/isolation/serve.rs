//! What a worker does: takes orders from one pipe, lowers, and writes modules to the other.

use std::io::{self, Read, Write};
use std::thread;

use ir::SourceFile;

use super::message::{Received, send};
use crate::review::STACK_BYTES;

/// How much memory a worker may have.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;

/// Does orders until there are no more. Call it as the whole work of a process: it bounds what the process may have, and a file
/// may bring it down.
pub fn serve(orders: impl Read + Send + 'static, answers: impl Write + Send + 'static) -> io::Result<()> {
    bound();
    // The parser recurses.
    let work = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || answer(orders, answers))?;
    work.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
}

/// Does orders until there are no more, on this thread, which wants 64 MiB of stack, and without bounds.
pub fn answer(mut orders: impl Read, mut answers: impl Write) -> io::Result<()> {
    while let Some(order) = Received::take(&mut orders)? {
        let file = SourceFile::new(order.path, order.text);
        let module = frontends::lower(&file, order.language, &order.module, order.is_package);
        send(&mut answers, &ir::codec::encode(&module))?;
        answers.flush()?;
    }
    Ok(())
}

/// No more memory than a file should need, no core dump, and nothing is written to a disk.
#[cfg(unix)]
fn bound() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    for (resource, most) in [(Resource::As, MEMORY), (Resource::Core, 0), (Resource::Fsize, 0)] {
        let known = getrlimit(resource);
        let least = |known: Option<u64>| Some(known.map_or(most, |known| known.min(most)));
        // A system that refuses leaves the limits that it has.
        let _ = setrlimit(resource, Rlimit { current: least(known.current), maximum: least(known.maximum) });
    }
}

/// Elsewhere the time alone is bounded, by whoever waits.
#[cfg(not(unix))]
fn bound() {}
