//! The table of words as it is read: `words.toml`, row by row, and put in order for looking up.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Field, List, Said, Side, folded};
use crate::claim::Level;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) field: Vec<Row<Field>>,
    pub(super) heading: Vec<Stem>,
    pub(super) overview: Vec<Plain>,
    pub(super) counter: Vec<Plain>,
    pub(super) shell: Vec<Plain>,
    pub(super) drawing: Vec<Plain>,
    pub(super) tool: Vec<Plain>,
    pub(super) closing: Vec<Plain>,
    pub(super) denial: Vec<Denial>,
    pub(super) library: Vec<Plain>,
    pub(super) praise: Vec<Plain>,
    pub(super) repetition: Vec<Plain>,
    pub(super) negation: Vec<Plain>,
    pub(super) chapter: Vec<Row<String>>,
    pub(super) level: Vec<Row<String>>,
    pub(super) defence: Vec<Plain>,
    pub(super) accusation: Vec<Plain>,
    pub(super) reach: Vec<Row<Said>>,
    pub(super) vector: Vec<Row<Said>>,
    pub(super) privilege: Vec<Row<Said>>,
    pub(super) admission: Vec<Plain>,
    pub(super) done: Vec<Plain>,
    pub(super) yes: Vec<Plain>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row<T> {
    pub(super) means: T,
    pub(super) words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    pub(super) example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plain {
    pub(super) words: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    pub(super) example: String,
}

/// How headings begin or end that are about something.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stem {
    pub(super) means: Field,
    pub(super) begins: Vec<String>,
    pub(super) ends: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    pub(super) example: String,
}

/// How verdicts begin and end that say that nothing is wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Denial {
    pub(super) begins: Vec<String>,
    pub(super) ends: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    pub(super) example: String,
}

#[derive(Default)]
pub(super) struct Words {
    pub(super) fields: BTreeMap<String, Field>,
    /// How headings begin, and how they end.
    pub(super) begins: Vec<(String, Field)>,
    pub(super) ends: Vec<(String, Field)>,
    pub(super) overviews: Vec<String>,
    pub(super) closings: Vec<String>,
    pub(super) denials: (Vec<String>, Vec<String>),
    pub(super) libraries: Vec<String>,
    pub(super) praises: Vec<String>,
    pub(super) repetitions: Vec<String>,
    pub(super) negations: Vec<String>,
    pub(super) admissions: Vec<String>,
    pub(super) done: Vec<String>,
    pub(super) yes: Vec<String>,
    pub(super) lists: Vec<(List, String)>,
    pub(super) chapters: Vec<String>,
    pub(super) levels: BTreeMap<String, Level>,
    pub(super) sides: Vec<(String, Side)>,
    /// Phrases that say who can do it, by their first words; the longest first.
    pub(super) phrases: BTreeMap<String, Vec<(String, Said)>>,
    /// The same in scripts without blanks.
    pub(super) unspaced: Vec<(String, Said)>,
    pub(super) vectors: BTreeMap<String, Said>,
    pub(super) privileges: BTreeMap<String, Said>,
}

pub(super) fn table() -> Option<Table> {
    toml::from_str(include_str!("../words.toml")).ok()
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    let Some(table) = table() else { return words };
    for row in &table.heading {
        words.begins.extend(row.begins.iter().map(|word| (folded(word), row.means)));
        words.ends.extend(row.ends.iter().map(|word| (folded(word), row.means)));
    }
    let all = |rows: &[Plain]| -> Vec<String> { rows.iter().flat_map(|row| row.words.clone()).collect() };
    words.overviews = all(&table.overview);
    words.closings = all(&table.closing);
    words.libraries = all(&table.library);
    words.praises = all(&table.praise);
    words.repetitions = all(&table.repetition);
    for row in &table.denial {
        words.denials.0.extend(row.begins.iter().map(|word| folded(word)));
        words.denials.1.extend(row.ends.iter().map(|word| folded(word)));
    }
    words.negations = all(&table.negation);
    words.done = all(&table.done);
    words.yes = all(&table.yes);
    for (list, rows) in [
        (List::Counter, &table.counter),
        (List::Shell, &table.shell),
        (List::Drawing, &table.drawing),
        (List::Tool, &table.tool),
    ] {
        words.lists.extend(all(rows).into_iter().map(|word| (list, word)));
    }
    for row in &table.field {
        words.fields.extend(row.words.iter().map(|word| (folded(word), row.means)));
    }
    words.chapters.extend(table.chapter.iter().flat_map(|row| &row.words).map(|word| folded(word)));
    for row in &table.level {
        let level = match row.means.as_str() {
            "critical" => Level::Critical,
            "high" => Level::High,
            "medium" => Level::Medium,
            "low" => Level::Low,
            _ => Level::Info,
        };
        words.levels.extend(row.words.iter().map(|word| (folded(word), level)));
    }
    let defences = table.defence.iter().flat_map(|row| &row.words).map(|word| (folded(word), Side::Defends));
    words.admissions = table.admission.iter().flat_map(|row| &row.words).map(|word| folded(word)).collect();
    let accusations = table.accusation.iter().chain(&table.admission).flat_map(|row| &row.words);
    let accusations = accusations.map(|word| (folded(word), Side::Accuses));
    words.sides.extend(defences.chain(accusations));
    // The longest first: "not fixed" before "fixed".
    words.sides.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), word.clone()));
    for (phrase, said) in table.reach.iter().flat_map(|row| row.words.iter().map(|word| (folded(word), row.means))) {
        if phrase.is_ascii() {
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            words.phrases.entry(first).or_default().push((phrase, said));
        } else {
            words.unspaced.push((phrase, said));
        }
    }
    for phrases in words.phrases.values_mut().chain([&mut words.unspaced]) {
        phrases.sort_by_key(|(phrase, _)| (std::cmp::Reverse(phrase.len()), phrase.clone()));
    }
    for (rows, known) in [(&table.vector, &mut words.vectors), (&table.privilege, &mut words.privileges)] {
        known.extend(rows.iter().flat_map(|row| row.words.iter().map(|word| (folded(word), row.means))));
    }
    words
});
