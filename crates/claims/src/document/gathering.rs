//! Headings under which findings are gathered, and subjects by which an audit goes; the words stand in `gathering.toml`.
//!
//! Takes the text of a heading; gives what it says of those below it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::{Side, folded};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    gathering: Vec<Gathering>,
    detail: Vec<Row>,
    audit: Vec<Row>,
    subject: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gathering {
    is: Kind,
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    example: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Accuses,
    Defends,
    Aside,
}

#[derive(Default)]
struct Known {
    /// The longest first: "fixed issues" before "issues".
    gatherings: Vec<(String, Kind)>,
    details: Vec<String>,
    audits: Vec<String>,
    subjects: Vec<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let Ok(table) = toml::from_str::<Table>(include_str!("gathering.toml")) else { return Known::default() };
    let rows = table.gathering.iter();
    let mut gatherings: Vec<(String, Kind)> =
        rows.flat_map(|row| row.words.iter().map(|word| (folded(word), row.is))).collect();
    gatherings.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), word.clone()));
    let all = |rows: &[Row]| rows.iter().flat_map(|row| &row.words).map(|word| folded(word)).collect();
    Known { gatherings, details: all(&table.detail), audits: all(&table.audit), subjects: all(&table.subject) }
});

/// A heading that is short enough to gather others: folded, with a blank before and behind.
fn short(heading: &str) -> Option<String> {
    /// Longer ones tell something.
    const MOST: usize = 7;
    let folded = folded(heading.get(..heading.len().min(200)).unwrap_or_default());
    (folded.split(' ').count() <= MOST).then(|| format!(" {folded} "))
}

fn holds(text: &str, word: &str) -> bool {
    if word.is_ascii() { text.contains(&format!(" {word} ")) } else { text.contains(word) }
}

/// Which side the findings take that a heading gathers below it, and by which word; none where it gathers none.
pub(crate) fn gathered(heading: &str) -> Option<(Side, &'static str)> {
    let text = short(heading)?;
    let mut known = KNOWN.gatherings.iter().filter(|(word, _)| holds(&text, word));
    if KNOWN.gatherings.iter().any(|(word, kind)| *kind == Kind::Aside && holds(&text, word)) {
        return None;
    }
    let (word, kind) = known.next()?;
    Some((if *kind == Kind::Defends { Side::Defends } else { Side::Accuses }, word.as_str()))
}

/// Whether a heading of an audit says that its findings are told below, one by one.
pub(crate) fn is_detail(heading: &str) -> bool {
    let folded = folded(heading.get(..heading.len().min(200)).unwrap_or_default());
    KNOWN.details.contains(&folded)
}

/// Whether a heading is the title of an audit.
pub(crate) fn is_audit(heading: &str) -> bool {
    /// Behind these a title says what it is an audit of.
    const MOST: usize = 14;
    let text = format!(" {} ", folded(heading.get(..heading.len().min(200)).unwrap_or_default()));
    text.split(' ').count() <= MOST && KNOWN.audits.iter().any(|word| holds(&text, word))
}

/// Whether a heading is one of the subjects by which an audit goes.
pub(crate) fn is_subject(heading: &str) -> bool {
    short(heading).is_some_and(|text| KNOWN.subjects.iter().any(|word| holds(&text, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_understood_by_its_example() {
        let table: Table = toml::from_str(include_str!("gathering.toml")).unwrap();
        for row in &table.gathering {
            let side = gathered(&row.example).map(|(side, _)| side);
            let expected = match row.is {
                Kind::Accuses => Some(Side::Accuses),
                Kind::Defends => Some(Side::Defends),
                Kind::Aside => None,
            };
            assert_eq!(side, expected, "{}", row.example);
        }
        for row in &table.detail {
            assert!(is_detail(&row.example), "{}", row.example);
        }
        for row in &table.audit {
            assert!(is_audit(&row.example), "{}", row.example);
        }
        for row in &table.subject {
            assert!(is_subject(&row.example), "{}", row.example);
        }
    }

    #[test]
    fn headings_that_only_sound_like_it_gather_nothing() {
        for text in
            ["Introduction", "Performance issues", "How the program keeps its users apart from each other's findings"]
        {
            assert_eq!(gathered(text), None, "{text}");
        }
        assert_eq!(gathered("Fixed issues"), Some((Side::Defends, "fixed issues")));
        assert!(!is_detail("Details of the design"));
        assert!(!is_subject("Overview"));
        assert!(!is_audit("Notes on the design"));
    }
}
