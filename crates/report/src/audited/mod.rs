//! An audit to bytes: for a terminal, as Markdown, as JSON and as SARIF.

mod json;
mod terminal;

pub use json::json;
pub use terminal::terminal;
