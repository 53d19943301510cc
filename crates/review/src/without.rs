//! What works on the whole program is done without the files that break it.
//!
//! An error of our own in linking, in the analysis as a whole, or in what gathers its outcome is no fault of one function. The
//! work is done again, without the files with which it does not come to its end; they are there and empty, and say that they
//! were left out. So each step of the work may rest on what it is given, and no half of an outcome is ever shown.

use std::panic::resume_unwind;

use contained::{LeftOut, leaving_out};

use crate::inputs::Inputs;
use crate::review::units;
use crate::{Progress, Silent};

/// Does work on a project; what it breaks on is left out. When nothing helps, the error goes on to whoever asked.
pub(crate) fn without_what_breaks<T>(
    project: &Inputs<'_>,
    progress: &dyn Progress,
    work: impl Fn(&dyn Progress, &LeftOut) -> T,
) -> T {
    let mut is_first = true;
    let attempt = |left_out: &LeftOut| {
        if std::mem::take(&mut is_first) {
            return work(progress, left_out);
        }
        progress.stage("looking for what to leave out", None);
        work(&Silent, left_out)
    };
    match leaving_out(units(project), attempt) {
        Ok((done, _)) => done,
        Err(error) => resume_unwind(error),
    }
}
