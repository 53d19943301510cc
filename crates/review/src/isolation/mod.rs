//! Lowering apart from the program: files that no ordinary program has are parsed by a process of their own.
//!
//! Takes a file and gives its module, as [`frontends::lower`] does, or says why there is none. A parser that overflows the
//! stack, asks for all memory or never comes to an end takes the whole process with it; a [`Workshop`] lets a worker do
//! it, which is the same program under another argument, has little memory and no open file but its two pipes, and is killed
//! when it takes too long. What comes back is checked as bytes of a stranger are ([`ir::codec::decode`]).
//!
//! That a worker is killed is the one thing here that depends on a clock. It makes the review incomplete, and no program that
//! people have written may come near it.

mod message;
mod serve;
mod unusual;
mod worker;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use frontends::Language;
use ir::{Module, SourceFile};

use message::Order;
pub use serve::{answer, serve};
use unusual::is_unusual;
use worker::{Died, Worker};

/// How often a file is given to a worker. Who was killed from outside does it the next time; a file that kills does it again.
const TRIES: usize = 4;

/// What a review says of a file whose workers died.
const KILLED: &str = "a process that read this file alone was ended, because it took too long, asked for too much memory or \
                      broke down: the file was left out";

/// Which files are lowered by a process of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Large ones, and ones that are nested as no ordinary program is.
    #[default]
    Unusual,
    /// All.
    Always,
    /// None.
    Never,
}

/// The workers of one review.
pub struct Workshop {
    isolation: Isolation,
    program: PathBuf,
    arguments: Vec<String>,
    idle: Mutex<Vec<Worker>>,
    /// Whether a worker could not be started: then nothing is isolated.
    is_closed: AtomicBool,
}

impl Workshop {
    /// A workshop whose workers are `program`, which with these arguments must call [`serve`].
    pub fn new(isolation: Isolation, program: PathBuf, arguments: Vec<String>) -> Self {
        Self { isolation, program, arguments, idle: Mutex::default(), is_closed: AtomicBool::new(false) }
    }

    /// One in which everything is done by the program itself.
    pub fn none() -> Self {
        Self::new(Isolation::Never, PathBuf::new(), Vec::new())
    }

    /// Lowers a file here or in a worker; the outcome is the same, but for files that kill whoever reads them.
    pub(crate) fn lower(&self, file: &SourceFile, language: Language, module: &str, is_package: bool) -> Module {
        let apart = match self.isolation {
            Isolation::Unusual => is_unusual(&file.text),
            Isolation::Always => true,
            Isolation::Never => false,
        };
        let order = Order { language, is_package, module, path: &file.path, text: &file.text };
        match apart.then(|| self.lowered_apart(&order)).flatten() {
            Some(Ok(module)) => module,
            Some(Err(Died)) => frontends::unread(file, language, module, is_package, KILLED),
            None => frontends::lower(file, language, module, is_package),
        }
    }

    /// What workers give; `None` where there are none.
    fn lowered_apart(&self, order: &Order<'_>) -> Option<Result<Module, Died>> {
        for _ in 0..TRIES {
            let mut worker = self.worker()?;
            if let Ok(module) = worker.lower(order) {
                if worker.is_fresh()
                    && let Ok(mut idle) = self.idle.lock()
                {
                    idle.push(worker);
                }
                return Some(Ok(module));
            }
        }
        Some(Err(Died))
    }

    fn worker(&self) -> Option<Worker> {
        if self.is_closed.load(Ordering::Relaxed) {
            return None;
        }
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let worker = idle.or_else(|| Worker::start(&self.program, &self.arguments).ok());
        if worker.is_none() {
            self.is_closed.store(true, Ordering::Relaxed);
        }
        worker
    }
}
