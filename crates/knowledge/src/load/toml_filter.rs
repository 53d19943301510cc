//! Reads the filters of a rule of the shape `filter`, and the letters of one of the shape `look`.

use super::table::Table;
use super::words::{kind, pattern};
use crate::{Filter, Kinds, Letters, Pair, Passing, Role, Shape};

/// The filters that a rule's declaration lists.
pub(super) fn read_filters(document: &Table<'_>, kinds: &Kinds) -> Vec<Filter> {
    document.tables("filters").iter().filter_map(|table| read_filter(table, kinds)).collect()
}

fn read_filter(table: &Table<'_>, kinds: &Kinds) -> Option<Filter> {
    let one = |key| table.string(key).and_then(|text| pattern(table.text, text));
    Some(Filter {
        kind: kind(table.text, table.string("kind")?, Role::Sink, kinds)?,
        what: table.owned("what")?,
        marks: one("marks")?,
        hint: one("hint")?,
        stops: table.all_owned("stops"),
        lets: table.has("lets"),
        removes: table.has("removes"),
        beside: table.all_owned("beside"),
        spared: table.all_owned("spared"),
        known: one("known"),
        still: one("still"),
        names: table.strings("names").into_iter().filter_map(|one| pattern(table.text, one)).collect(),
        passes: table.tables("passes").iter().filter_map(read_passing).collect(),
    })
}

/// The letters and characters that a rule's declaration lists.
pub(super) fn read_look(document: &Table<'_>) -> Shape {
    let letters = |table: &Table<'_>| {
        let like = table.string("like")?.value.chars().next()?;
        Some(Letters { like, letters: table.owned("letters")? })
    };
    let pair = |table: &Table<'_>| Some(Pair { opens: table.owned("opens")?, closes: table.owned("closes")? });
    Shape::Look {
        letters: document.tables("letters").iter().filter_map(letters).collect(),
        pairs: document.tables("pairs").iter().filter_map(pair).collect(),
    }
}

fn read_passing(table: &Table<'_>) -> Option<Passing> {
    Some(Passing {
        text: table.owned("text")?,
        word: table.owned("word"),
        because: table.owned("because")?,
        raw: table.has("raw"),
    })
}
