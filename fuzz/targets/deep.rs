//! The stack on which the program does what a target does.

use std::sync::LazyLock;

static POOL: LazyLock<rayon::ThreadPool> = LazyLock::new(|| review::pool(Some(1)).expect("a thread can be started"));

/// Does something on a thread whose stack is as deep as the program's.
pub(crate) fn on_deep_stack(work: impl FnOnce() + Send) {
    POOL.install(work);
}
