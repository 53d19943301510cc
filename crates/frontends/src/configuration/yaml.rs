//! YAML as a tree of texts: all documents of a file. What has a tag of its own (a vault's, a template's) stands for something
//! else, and so does an alias.

use granit_parser::{Event, Marker, Parser, ScalarStyle};
use ir::Span;

use super::tree::Tree;
use super::{Setting, place};

/// How deep a file may be nested.
const DEPTH: usize = 64;

/// The texts of a file; nothing where it is none.
pub(super) fn read(text: &str) -> Option<Vec<Setting>> {
    let options = granit_parser::options! {
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut tree = Tree::new(text);
    // For each level, whether it is a map, and whether a key comes next.
    let mut levels: Vec<(bool, bool)> = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.ok()?;
        let is_key = levels.last().is_some_and(|(is_map, key_next)| *is_map && *key_next);
        let is_node = matches!(
            event,
            Event::Scalar(..)
                | Event::Alias(_)
                | Event::UnresolvedAlias(_)
                | Event::SequenceStart(..)
                | Event::MappingStart(..)
        );
        if is_node && let Some((_, key_next)) = levels.last_mut() {
            *key_next = !*key_next;
        }
        match event {
            Event::Scalar(said, ..) if is_key => tree.key(&said),
            Event::Scalar(said, style, _, tag) => {
                let is_own = tag.is_some_and(|tag| tag.suffix() != "str" && tag.suffix() != "binary");
                if !is_own {
                    let span = Span::new(offset(&span.start)?, offset(&span.end)?.min(text.len() as u32));
                    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                    let span = if is_block { span } else { place::of_part(text, span, &said) };
                    tree.text(&said, span, is_block);
                }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let is_map = matches!(event, Event::MappingStart(..));
                if is_key {
                    tree.key("");
                }
                tree.begin(is_map);
                levels.push((is_map, true));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                levels.pop();
                tree.end();
            }
            _ => {}
        }
    }
    Some(tree.finish())
}

fn offset(marker: &Marker) -> Option<u32> {
    marker.byte_offset().and_then(|at| u32::try_from(at).ok())
}
