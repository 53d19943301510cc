//! JSON and TOML as trees of texts.

use ir::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::Tree;
use super::{Setting, place};
use crate::json::{Event, Reader};

/// The texts of a file of JSON; nothing where it is none.
pub(super) fn json(text: &str) -> Option<Vec<Setting>> {
    let mut tree = Tree::new(text);
    let mut reader = Reader::new(text);
    while let Some((event, span)) = reader.next().ok()? {
        match event {
            Event::BeginMap => tree.begin(true),
            Event::BeginList => tree.begin(false),
            Event::End => tree.end(),
            Event::Name(name) => tree.key(&name),
            Event::Text(said) => tree.text(&said, span, false),
            Event::Other => {}
        }
    }
    Some(tree.finish())
}

/// What is left to be read of a file of TOML.
enum Left<'v> {
    Key(&'v str),
    Value(&'v Spanned<DeValue<'v>>),
    End,
}

/// The texts of a file of TOML; nothing where it is none. The parser bounds the depth.
pub(super) fn toml(text: &str) -> Option<Vec<Setting>> {
    let whole = DeTable::parse(text).ok()?;
    let mut tree = Tree::new(text);
    let mut left = Vec::new();
    tree.begin(true);
    pairs(whole.get_ref(), &mut left);
    while let Some(next) = left.pop() {
        match next {
            Left::Key(name) => tree.key(name),
            Left::End => tree.end(),
            Left::Value(value) => match value.get_ref() {
                DeValue::String(said) => {
                    let span = value.span();
                    let span = Span::new(span.start as u32, span.end as u32);
                    tree.text(said, place::of_part(text, span, said), said.contains('\n'));
                }
                DeValue::Array(parts) => {
                    tree.begin(false);
                    left.push(Left::End);
                    left.extend(parts.iter().rev().map(Left::Value));
                }
                DeValue::Table(parts) => {
                    tree.begin(true);
                    left.push(Left::End);
                    pairs(parts, &mut left);
                }
                _ => {}
            },
        }
    }
    Some(tree.finish())
}

fn pairs<'v>(table: &'v DeTable<'v>, left: &mut Vec<Left<'v>>) {
    for (name, value) in table {
        left.push(Left::Value(value));
        left.push(Left::Key(name.get_ref()));
    }
}
