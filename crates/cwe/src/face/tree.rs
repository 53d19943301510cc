//! A tree of entries, as text and as JSON.

use serde::Serialize;

use super::json;
use super::page::Page;
use super::title;
use crate::catalogue::Catalogue;
use crate::tree::{Place, Tree};

/// The tree, one entry a line, the most general first; an arrow stands before the entry asked about.
pub fn tree_text(tree: &Tree) -> String {
    let catalogue = Catalogue::official();
    let mut page = Page::default();
    for node in &tree.nodes {
        let Some(entry) = catalogue.get(node.id) else { continue };
        let mark = if node.place == Place::Here { "> " } else { "  " };
        let has_more = node.again && !entry.children.is_empty();
        let again = if has_more { " (see above)" } else { "" };
        page.step(node.depth as usize, mark, &format!("{}{again}", title(entry)));
    }
    if tree.cut {
        page.gap();
        page.paragraph("There is more; the tree was too large to show whole.");
    }
    page.finish()
}

/// The tree as a flat list in the same order.
pub fn tree_json(tree: &Tree) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        cwe_version: &'a str,
        id: u32,
        complete: bool,
        nodes: Vec<Line<'a>>,
    }
    #[derive(Serialize)]
    struct Line<'a> {
        id: u32,
        name: &'a str,
        depth: u32,
        place: &'a str,
        again: bool,
    }
    let catalogue = Catalogue::official();
    let lines = tree.nodes.iter().filter_map(|node| {
        let name = &catalogue.get(node.id)?.name;
        Some(Line { id: node.id, name, depth: node.depth, place: node.place.key(), again: node.again })
    });
    json(&Whole { cwe_version: catalogue.version(), id: tree.id, complete: !tree.cut, nodes: lines.collect() })
}
