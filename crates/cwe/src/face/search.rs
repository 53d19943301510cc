//! What a search found, as text and as JSON.

use serde::Serialize;

use super::json;
use super::page::Page;
use super::title;
use crate::catalogue::Catalogue;
use crate::entry::Entry;

/// What was found for `asked`, the best `most` entries, a line or two each.
pub fn search_text(asked: &str, found: &[&Entry], most: usize) -> String {
    let mut page = Page::default();
    let asked = printable(asked);
    if found.is_empty() {
        page.paragraph(&format!("No entry of CWE {} answers \"{asked}\".", Catalogue::official().version()));
        return page.finish();
    }
    for entry in found.iter().take(most) {
        page.step(0, "", &title(entry));
    }
    if found.len() > most {
        page.gap();
        page.paragraph(&format!("{} more entries are less close.", found.len() - most));
    }
    page.finish()
}

/// What was found for `asked`, the best `most` entries, as JSON.
pub fn search_json(asked: &str, found: &[&Entry], most: usize) -> String {
    #[derive(Serialize)]
    struct Found<'a> {
        cwe_version: &'a str,
        query: &'a str,
        total: usize,
        entries: Vec<Line<'a>>,
    }
    #[derive(Serialize)]
    struct Line<'a> {
        id: u32,
        name: &'a str,
        kind: &'a str,
        status: &'a str,
        usage: &'a str,
    }
    let lines = found.iter().take(most).map(|entry| Line {
        id: entry.id,
        name: &entry.name,
        kind: entry.kind.word(),
        status: entry.status.word(),
        usage: entry.usage.word(),
    });
    json(&Found {
        cwe_version: Catalogue::official().version(),
        query: asked,
        total: found.len(),
        entries: lines.collect(),
    })
}

/// A question as it may be printed: control and formatting characters do not reach the terminal.
fn printable(asked: &str) -> String {
    asked
        .chars()
        .map(|letter| if letter.is_alphanumeric() || letter.is_ascii_graphic() { letter } else { ' ' })
        .collect()
}
