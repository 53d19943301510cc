//! What Flawline is known not to look at; the table is `unseen.toml`.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::kin::{Kinship, kinship};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    unseen: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    code: String,
    /// Whether what stands in quotation marks counts.
    #[serde(default = "yes")]
    texts: bool,
    unless: Option<String>,
    /// Whether it may be the weakness whoever the data comes from.
    #[serde(default)]
    whoever: bool,
    /// Words of which one must stand in the finding.
    words: Option<String>,
    why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    other: String,
}

fn yes() -> bool {
    true
}

struct Unseen {
    row: Row,
    code: Regex,
    unless: Option<Regex>,
    words: Option<Regex>,
}

impl Unseen {
    fn is_in(&self, line: &str) -> bool {
        let without = (!self.row.texts).then(|| without_texts(line));
        self.code.is_match(without.as_deref().unwrap_or(line))
            && !self.unless.as_ref().is_some_and(|unless| unless.is_match(line))
    }
}

/// A line without what stands in quotation marks, but for texts with places for values.
fn without_texts(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(['"', '\'']) {
        let mark = if rest[start..].starts_with('"') { '"' } else { '\'' };
        let Some(length) = rest[start + 1..].find(mark) else { break };
        let (before, text, behind) = (&rest[..start], &rest[start..start + length + 2], &rest[start + length + 2..]);
        kept.push_str(before);
        if text.contains('{') {
            kept.push_str(text);
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

static UNSEEN: LazyLock<Vec<Unseen>> = LazyLock::new(|| {
    let rows = toml::from_str::<Table>(include_str!("unseen.toml")).map(|table| table.unseen).unwrap_or_default();
    let made = |row: Row| {
        let unless = row.unless.as_deref().map(Regex::new).transpose().ok()?;
        let words = row.words.as_deref().map(Regex::new).transpose().ok()?;
        Some(Unseen { code: Regex::new(&row.code).ok()?, unless, words, row })
    };
    rows.into_iter().filter_map(made).collect()
});

/// What may be there that Flawline does not look at, in words, when code is claimed to have one of some weaknesses, in some words. `by_source`:
/// something of the kind is known to stand there, and only where its data comes from speaks against it.
pub(crate) fn unseen<'a>(
    (ids, said): (&[u32], &str),
    by_source: bool,
    mut lines: impl Iterator<Item = &'a str>,
) -> Option<&'static str> {
    let speaks = |row: &Row| {
        let is_it = |id: u32, own: u32| kinship(id, own).is_some_and(|kin| kin < Kinship::Near);
        ids.iter().any(|&id| row.ids.iter().any(|&own| is_it(id, own)))
    };
    let counts = |unseen: &&Unseen| {
        speaks(&unseen.row)
            && (unseen.row.whoever || !by_source)
            && unseen.words.as_ref().is_none_or(|words| words.is_match(said))
    };
    let rows: Vec<&Unseen> = UNSEEN.iter().filter(counts).collect();
    if rows.is_empty() {
        return None;
    }
    lines.find_map(|line| rows.iter().find(|unseen| unseen.is_in(line))).map(|unseen| unseen.row.why.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_fits_its_example_and_not_the_other() {
        let table: Table = toml::from_str(include_str!("unseen.toml")).unwrap();
        assert_eq!(UNSEEN.len(), table.unseen.len());
        for unseen in UNSEEN.iter() {
            let Row { ids, why, example, other, .. } = &unseen.row;
            let all = ["indirect", "a stored filter", "a sandbox", "autoescape"];
            let fits = |said: &&str| unseen.words.as_ref().is_none_or(|words| words.is_match(said));
            let said = all.into_iter().find(fits).unwrap();
            for &id in ids {
                assert_eq!(
                    super::unseen((&[id], said), false, [example.as_str()].into_iter()),
                    Some(why.as_str()),
                    "{id}: {example}"
                );
                assert_ne!(
                    super::unseen((&[id], said), false, [other.as_str()].into_iter()),
                    Some(why.as_str()),
                    "{id}: {other}"
                );
            }
        }
        assert_eq!(super::unseen((&[89], ""), false, ["setattr(account, key, value)"].into_iter()), None);
    }
}
