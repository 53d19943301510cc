//! Finding entries by text: takes an id or words and gives entries, the best first. The order is total, so the same
//! question always gets the same answer.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::entry::{Entry, Kind};
use crate::fold;
use crate::names::{Form, Names};

/// How an entry answers a question, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Id,
    Named(Form),
    AllWords,
    MostWords,
}

impl Catalogue {
    /// The entries that answer `text`, the best first: the id itself (`89`, `CWE-89`), then entries that are called or
    /// were called so, then those with all of the words in their names, then those with most of them. The beginning of
    /// a word counts as the word. Valid weaknesses stand before other entries that answer equally well.
    pub fn search(&self, text: &str) -> Vec<&Entry> {
        let folded = fold::fold(text);
        let names = self.names();
        let number = folded.strip_prefix("cwe").map_or(folded.as_str(), |rest| rest.trim_start_matches([' ', ':']));
        let id = number.parse::<u32>().ok();
        let asked = Asked::new(names, &folded);
        let exact = names.words(&folded);
        let mut found = Vec::new();
        for entry in self.entries() {
            let called =
                names.of(entry.id).iter().find(|name| name.folded == folded).map(|name| Rank::Named(name.form));
            let rank =
                if id == Some(entry.id) { Some(Rank::Id) } else { called.or_else(|| asked.rank(names, entry.id)) };
            let Some(rank) = rank else { continue };
            let odd = entry.kind != Kind::Weakness || entry.is_deprecated();
            let likeness = names.of(entry.id).iter().map(|name| names.likeness(&exact, &name.words)).max();
            found.push((rank, odd, Reverse(likeness), entry));
        }
        found.sort_by_key(|(rank, odd, likeness, entry)| (*rank, *odd, *likeness, entry.id));
        found.into_iter().map(|(_, _, _, entry)| entry).collect()
    }
}

/// The words of a question: for each, the words of the catalogue that it may stand for, and what it weighs.
struct Asked(Vec<(BTreeSet<usize>, u32)>);

impl Asked {
    fn new(names: &Names, folded: &str) -> Self {
        /// Shorter beginnings stand for too many words.
        const SHORTEST: usize = 3;
        let asked = fold::tokens(folded).map(|token| {
            let exact = names.words(token);
            let mut stands_for: BTreeSet<usize> = exact.numbers.into_iter().collect();
            if token.len() >= SHORTEST {
                stands_for.extend(names.beginning(token));
            }
            let heaviest = stands_for.iter().map(|number| names.weight(&[*number])).max();
            (stands_for, heaviest.unwrap_or(exact.weight))
        });
        Self(asked.collect())
    }

    fn rank(&self, names: &Names, id: u32) -> Option<Rank> {
        let own: BTreeSet<usize> = names.of(id).iter().flat_map(|name| &name.words.numbers).copied().collect();
        let all: u32 = self.0.iter().map(|(_, weight)| weight).sum();
        let met = self.0.iter().filter(|(stands_for, _)| !stands_for.is_disjoint(&own));
        let met: u32 = met.map(|(_, weight)| weight).sum();
        match met {
            0 => None,
            _ if met == all => Some(Rank::AllWords),
            _ if 2 * met > all => Some(Rank::MostWords),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(text: &str) -> Vec<u32> {
        Catalogue::official().search(text).iter().map(|entry| entry.id).collect()
    }

    #[test]
    fn an_id_is_found_in_any_spelling() {
        for text in ["89", "CWE-89", "cwe 89", "CWE89"] {
            assert_eq!(search(text)[0], 89, "{text}");
        }
        assert!(search("1449").is_empty());
    }

    #[test]
    fn official_alternate_and_former_names_come_first() {
        assert_eq!(search("xss")[0], 79);
        assert_eq!(search("SQL injection")[0], 89);
        assert_eq!(search("use after free")[0], 416);
        assert_eq!(search("Information Exposure")[0], 200);
        assert_eq!(search("idor")[0], 639);
    }

    #[test]
    fn all_words_come_before_most_words() {
        let found = search("hard-coded cryptographic key");
        assert_eq!(found[0], 321);
        let found = search("password hash effort");
        assert_eq!(found[0], 916);
    }

    #[test]
    fn the_beginning_of_a_word_is_enough() {
        assert!(search("deserial").contains(&502));
        assert!(search("sql inj").contains(&89));
    }

    #[test]
    fn what_nobody_is_called_is_not_found() {
        assert!(search("xyzzy").is_empty());
        assert!(search("").is_empty());
        assert!(search("of the").is_empty());
    }

    #[test]
    fn the_order_is_the_same_every_time() {
        assert_eq!(search("improper access"), search("improper access"));
        assert_eq!(search("access control")[0], 284);
        let valid = |id: &u32| !Catalogue::official().get(*id).unwrap().name.starts_with("DEPRECATED");
        let found = search("information exposure through log files");
        assert!(
            found.contains(&532) && found.iter().position(|id| *id == 532) < found.iter().position(|id| !valid(id))
        );
    }
}
