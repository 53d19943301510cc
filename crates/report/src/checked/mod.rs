//! The ids of a text, judged, to bytes: for a terminal and as JSON.

mod json;
mod terminal;

pub use json::json;
pub use terminal::terminal;

use audit::{CheckedIds, Standing};

/// How many ids come to so much.
fn count(checked: &CheckedIds, standing: Standing) -> usize {
    checked.all.iter().filter(|id| id.standing == standing).count()
}
