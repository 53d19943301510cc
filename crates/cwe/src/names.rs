//! All names of all entries, prepared for comparing: takes the entries and gives who bears a name, and how close two
//! names are. A word counts the more the fewer entries have it; all arithmetic is on integers, so results do not
//! depend on the machine.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::Entry;
use crate::fold;

/// What a name is to the entry that bears it, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The official name.
    Official,
    /// An alternate term, the nickname in parentheses, or the name without it.
    Short,
    /// Official once; the number is its place among the former names.
    Former(usize),
}

/// One name of one entry.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) id: u32,
    pub(crate) form: Form,
    pub(crate) folded: String,
    pub(crate) words: Words,
}

/// The words of a name: stems as numbers, sorted, each once, and what they weigh together. A word that no name of the
/// catalogue has gets no number, but weighs.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) numbers: Vec<usize>,
    pub(crate) weight: u32,
}

#[derive(Debug)]
pub(crate) struct Names {
    /// In the order of the entries, and for each entry in the order of the forms.
    pub(crate) list: Vec<Name>,
    /// Where in the list a folded name stands.
    by_folded: BTreeMap<String, Vec<usize>>,
    /// The stems of the catalogue, sorted; their places are their numbers.
    stems: Vec<String>,
    weights: Vec<u32>,
    /// The stems of words that some name writes with a hyphen and others as one: "hardcoded" for "hard-coded".
    joined: BTreeMap<String, [String; 2]>,
    /// What a word weighs that no name has.
    strange: u32,
}

impl Names {
    pub(crate) fn new(entries: &[Entry]) -> Self {
        let joined: BTreeMap<String, [String; 2]> =
            entries.iter().flat_map(|entry| fold::hyphenated(&entry.name)).collect();
        let forms: Vec<(u32, Form, String, Vec<String>)> = entries
            .iter()
            .flat_map(forms)
            .map(|(id, form, folded)| {
                let stems = stems(&joined, &folded);
                (id, form, folded, stems)
            })
            .collect();
        let mut bearers: BTreeMap<&str, (u32, usize)> = BTreeMap::new();
        for (id, _, _, stems) in &forms {
            for stem in stems {
                // The names of one entry stand together, so a new bearer is one that differs from the last.
                let (last, count) = bearers.entry(stem).or_default();
                *count += usize::from(*last != *id);
                *last = *id;
            }
        }
        let rarity = |bearers: usize| 1 + (entries.len() / bearers.max(1)).checked_ilog2().unwrap_or(0);
        let weights = bearers.values().map(|(_, count)| rarity(*count)).collect();
        let known = bearers.into_keys().map(str::to_owned).collect();
        let by_folded = BTreeMap::new();
        let mut names = Self {
            list: Vec::with_capacity(forms.len()),
            by_folded,
            stems: known,
            weights,
            joined,
            strange: rarity(1),
        };
        for (id, form, folded, stems) in forms {
            let words = names.weighed(stems);
            names.by_folded.entry(folded.clone()).or_default().push(names.list.len());
            names.list.push(Name { id, form, folded, words });
        }
        names
    }

    /// All who bear this folded name, in any form.
    pub(crate) fn bearers(&self, folded: &str) -> impl Iterator<Item = &Name> {
        self.by_folded.get(folded).into_iter().flatten().map(|at| &self.list[*at])
    }

    /// The names of one entry, in the order of the forms.
    pub(crate) fn of(&self, id: u32) -> &[Name] {
        let from = self.list.partition_point(|name| name.id < id);
        let to = self.list.partition_point(|name| name.id <= id);
        &self.list[from..to]
    }

    /// The words of a folded name.
    pub(crate) fn words(&self, folded: &str) -> Words {
        self.weighed(stems(&self.joined, folded))
    }

    fn weighed(&self, stems: Vec<String>) -> Words {
        let mut words = Words::default();
        let mut strange = BTreeSet::new();
        for stem in stems {
            match self.number(&stem) {
                Some(number) => words.numbers.push(number),
                None => {
                    strange.insert(stem);
                }
            }
        }
        words.numbers.sort_unstable();
        words.numbers.dedup();
        words.weight = self.weight(&words.numbers) + self.strange * strange.len() as u32;
        words
    }

    /// What these words weigh together.
    pub(crate) fn weight(&self, numbers: &[usize]) -> u32 {
        numbers.iter().map(|number| self.weights[*number]).sum()
    }

    /// What the words weigh that both names have.
    pub(crate) fn shared(&self, one: &Words, other: &Words) -> u32 {
        let both = one.numbers.iter().filter(|number| other.numbers.binary_search(number).is_ok());
        both.map(|number| self.weights[*number]).sum()
    }

    /// How alike two names are, in thousandths: 1000 for the same words.
    pub(crate) fn likeness(&self, one: &Words, other: &Words) -> u32 {
        2000 * self.shared(one, other) / (one.weight + other.weight).max(1)
    }

    /// The number of a stem.
    fn number(&self, stem: &str) -> Option<usize> {
        self.stems.binary_search_by(|known| known.as_str().cmp(stem)).ok()
    }

    /// The numbers of all stems that begin so.
    pub(crate) fn beginning(&self, start: &str) -> std::ops::Range<usize> {
        let from = self.stems.partition_point(|stem| stem.as_str() < start);
        let count = self.stems[from..].iter().take_while(|stem| stem.starts_with(start)).count();
        from..from + count
    }
}

/// The stems of a folded name; a word is two when the catalogue knows it with a hyphen.
fn stems(joined: &BTreeMap<String, [String; 2]>, folded: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for stem in fold::words(folded) {
        match joined.get(&stem) {
            Some(parts) => stems.extend_from_slice(parts),
            None => stems.push(stem),
        }
    }
    stems
}

/// All names of an entry, folded: the official one, short ones, former ones; each once, as the closest form.
fn forms(entry: &Entry) -> Vec<(u32, Form, String)> {
    let official = fold::fold(&entry.name);
    let mut forms = vec![(Form::Official, official.clone())];
    if let Some((without, nickname)) = nickname(&official) {
        forms.extend([without, nickname].map(|name| (Form::Short, name)));
    }
    for term in &entry.alternate_terms {
        let term = fold::fold(term);
        let pieces = fold::pieces(&term).flat_map(|piece| piece.split(", ")).map(str::to_owned);
        forms.extend(std::iter::once(term.clone()).chain(pieces).map(|name| (Form::Short, name)));
    }
    let former = entry.former_names.iter().enumerate();
    forms.extend(former.rev().map(|(at, former)| (Form::Former(at), fold::fold(&former.name))));
    let mut seen = BTreeSet::new();
    forms.retain(|(_, name)| !name.is_empty() && seen.insert(name.clone()));
    forms.into_iter().map(|(form, name)| (entry.id, form, name)).collect()
}

/// A name without its parentheses, and what stands in them.
fn nickname(official: &str) -> Option<(String, String)> {
    let (head, rest) = official.split_once('(')?;
    let (nickname, tail) = rest.split_once(')')?;
    let nickname = nickname.trim();
    let without = fold::fold(&format!("{} {}", head.trim_end(), tail.trim_start()));
    let nickname = nickname.strip_prefix("aka ").unwrap_or(nickname).to_owned();
    (!nickname.is_empty()).then_some((without, nickname))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn an_official_name_has_its_nickname_and_the_rest_as_short_forms() {
        let short: Vec<&str> =
            Catalogue::official().names().of(89).iter().take(4).map(|name| name.folded.as_str()).collect();
        assert_eq!(short[1], "improper neutralization of special elements used in an sql command");
        assert_eq!(short[2..], ["sql injection", "sqli"]);
    }

    #[test]
    fn no_two_entries_have_the_same_official_name() {
        let names = Catalogue::official().names();
        let official = names.list.iter().filter(|name| name.form == Form::Official);
        let folded: BTreeSet<&str> = official.map(|name| name.folded.as_str()).collect();
        assert_eq!(folded.len(), Catalogue::official().entries().len());
    }

    #[test]
    fn rare_words_weigh_more() {
        let names = Catalogue::official().names();
        assert!(names.words("hibernate").weight > names.words("injection").weight);
        assert!(names.words("injection").weight > names.words("improper").weight);
    }

    #[test]
    fn two_words_written_as_one_are_told_apart() {
        let names = Catalogue::official().names();
        assert_eq!(names.words("hardcoded credentials").numbers, names.words("hard coded credentials").numbers);
    }
}
