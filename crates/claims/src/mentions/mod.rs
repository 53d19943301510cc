//! All ids of weaknesses that stand in a text, whatever the text is.
//!
//! Takes a text of any form; gives where each id stands, and the name that stands with it. Where the text begins like JSON it is
//! read as values ([`values`]), else line by line ([`prose`]). Nothing is judged here.

mod numbers;
mod prose;
mod values;

use crate::limits;

/// An id that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The line, from 1.
    pub line: u32,
    /// The column, in code points, from 1.
    pub column: u32,
    /// The number, which may belong to nothing.
    pub id: u32,
    /// What may be its name.
    pub name: Option<String>,
    /// The same with the lines behind it that may belong to it.
    pub longer: Option<String>,
    /// How surely that is meant to be a name.
    pub naming: Naming,
}

/// How surely words that stand with an id are meant to be its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// They stand near it, and may be anything.
    Near,
    /// They stand where a name usually does, and what else is said of an id.
    Beside,
    /// They stand where nothing but a name does.
    Named,
}

/// The ids of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Whether the text was read as JSON.
    pub is_json: bool,
    /// The ids, in their order.
    pub all: Vec<Mention>,
    /// Which limits were reached, each a sentence; what is beyond them was not read.
    pub cuts: Vec<String>,
}

/// Finds the ids of a text.
pub fn mentions(text: &str) -> Mentions {
    let text = text.trim_start_matches('\u{feff}');
    let is_json = crate::machine::begins_like_json(text.trim());
    let mut mentions = if is_json { values::read(text) } else { prose::read(text) };
    mentions.is_json = is_json;
    if mentions.all.len() > limits::MENTIONS {
        mentions.all.truncate(limits::MENTIONS);
        mentions.cuts.push(format!("Only the first {} ids were read.", limits::MENTIONS));
    }
    mentions
}

#[cfg(test)]
mod tests;
