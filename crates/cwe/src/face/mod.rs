//! The catalogue's answers as plain text and as JSON: takes entries and trees and gives strings. Nothing is printed
//! here and nothing is coloured; text is wrapped at 100 columns, JSON has stable keys in a stable order.

mod about;
mod entry;
mod page;
mod search;
mod tree;

pub use about::{about, unknown_json, unknown_text};
pub use entry::{entry_json, entry_text};
pub use search::{search_json, search_text};
pub use tree::{tree_json, tree_text};

use crate::catalogue::Catalogue;
use crate::entry::Entry;

/// An entry in a list: its id, its name, and what makes it odd.
fn title(entry: &Entry) -> String {
    let odd = odd(entry).map_or_else(String::new, |odd| format!(" [{odd}]"));
    format!("{entry}{odd}")
}

/// Why an entry in a list should not be cited, in a word.
fn odd(entry: &Entry) -> Option<&'static str> {
    if entry.is_deprecated() {
        return Some("deprecated");
    }
    match (entry.kind, entry.usage) {
        (crate::Kind::Weakness, crate::Usage::Allowed | crate::Usage::AllowedWithReview) => None,
        (crate::Kind::Weakness, usage) => Some(usage.word()),
        (kind, _) => Some(kind.word()),
    }
}

/// The entries of a list as lines of a page.
fn titles(ids: &[u32]) -> Vec<String> {
    Catalogue::official().all(ids).map(title).collect()
}

/// A value as indented JSON with a line end.
fn json(value: &impl serde::Serialize) -> String {
    // Numbers, strings and lists of them always have a JSON form.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
