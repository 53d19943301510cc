//! What to cite instead of an id that should not be cited: takes an id and gives ids that may, each with the reason
//! why it is offered. MITRE's own words come first, the hierarchy after them.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::entry::{Entry, Kind};

/// An entry to cite instead of another.
#[derive(Debug, Clone, Copy)]
pub struct Better<'a> {
    /// The entry; a finding may cite it.
    pub entry: &'a Entry,
    /// Why it is offered.
    pub source: Source,
}

/// Why an entry is offered in place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// MITRE suggests it.
    Suggested,
    /// MITRE's comment on the usage mentions it.
    Mentioned,
    /// It is a child, or an Allowed entry close below a child, in the research view.
    Child,
    /// The category lists it, or it stands close below one that the category lists.
    Member,
    /// MITRE's comment mentions an entry that should not be cited either, and this is what fits in place of that one.
    Indirect,
}

impl Source {
    /// The reason in plain words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Suggested => "suggested by MITRE",
            Self::Mentioned => "mentioned by MITRE",
            Self::Child => "below it",
            Self::Member => "in the category",
            Self::Indirect => "in place of one that MITRE mentions",
        }
    }

    /// The reason as a stable key for machines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Mentioned => "mentioned",
            Self::Child => "child",
            Self::Member => "member",
            Self::Indirect => "indirect",
        }
    }
}

impl Catalogue {
    /// What to cite instead of `id`, the best hints first, each once. Empty when `id` is Allowed, does not exist or is
    /// a view, and when MITRE gives no hint at all.
    pub fn better(&self, id: u32) -> Vec<Better<'_>> {
        let mut found = Found::default();
        let Some(entry) = self.get(id).filter(|entry| !entry.is_allowed() && entry.kind != Kind::View) else {
            return found.list;
        };
        found.seen.insert(id);
        found.extend(self.all(&entry.suggestions), Source::Suggested);
        found.extend(self.all(&entry.see), Source::Mentioned);
        self.below(&entry.children, Source::Child, &mut found);
        self.below(entry.members.as_deref().unwrap_or_default(), Source::Member, &mut found);
        if found.list.is_empty() {
            for mentioned in self.all(&entry.see).filter(|entry| entry.kind == Kind::Weakness) {
                let hints = self.all(&mentioned.suggestions).chain(self.all(&mentioned.see));
                found.extend(hints, Source::Indirect);
                let children = self.all(&mentioned.children);
                found.extend(children.filter(|entry| entry.is_allowed()), Source::Indirect);
            }
        }
        found.list
    }

    /// Adds those of `ids` that are Allowed, and for the others the Allowed ones of their children. Goes further down
    /// only when that gives nothing: what is far below is too special to be a hint.
    fn below<'a>(&'a self, ids: &'a [u32], source: Source, found: &mut Found<'a>) {
        const CLOSE: usize = 2;
        let before = found.list.len();
        let mut visited = BTreeSet::new();
        let mut level: Vec<&Entry> = self.all(ids).filter(|entry| entry.kind == Kind::Weakness).collect();
        let mut depth = 0;
        while !level.is_empty() && (depth < CLOSE || found.list.len() == before) {
            level.retain(|entry| visited.insert(entry.id));
            let (allowed, others): (Vec<&Entry>, Vec<&Entry>) = level.into_iter().partition(|entry| entry.is_allowed());
            found.extend(allowed.into_iter(), source);
            level = others.into_iter().flat_map(|entry| self.all(&entry.children)).collect();
            depth += 1;
        }
        // Of many, those that mattered most in practice first; the rest stays in the order of the hierarchy.
        found.list[before..]
            .sort_by_key(|better| better.entry.top25.iter().map(|(_, rank)| *rank).min().unwrap_or(u8::MAX));
    }
}

#[derive(Default)]
struct Found<'a> {
    list: Vec<Better<'a>>,
    seen: BTreeSet<u32>,
}

impl<'a> Found<'a> {
    /// Adds those entries that a finding may cite and that are not there yet.
    fn extend(&mut self, entries: impl Iterator<Item = &'a Entry>, source: Source) {
        for entry in entries.filter(|entry| entry.is_citable()) {
            if self.seen.insert(entry.id) {
                self.list.push(Better { entry, source });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn better(id: u32) -> Vec<(u32, Source)> {
        Catalogue::official().better(id).iter().map(|better| (better.entry.id, better.source)).collect()
    }

    #[test]
    fn what_mitre_mentions_comes_before_the_children() {
        let found = better(200);
        let mentioned = [732, 201, 203, 538].map(|id| (id, Source::Mentioned));
        assert_eq!(found[..4], mentioned);
        assert!(found.contains(&(209, Source::Child)));
        assert!(found.contains(&(359, Source::Child)));
    }

    #[test]
    fn what_mitre_suggests_comes_first() {
        assert_eq!(better(285)[..3], [862, 863, 732].map(|id| (id, Source::Suggested)));
        assert_eq!(better(20)[0], (1284, Source::Suggested));
    }

    #[test]
    fn children_that_should_not_be_cited_give_way_to_theirs() {
        let injection = better(74);
        for id in [79, 78, 89] {
            assert!(injection.contains(&(id, Source::Child)), "{id}: {injection:?}");
        }
        assert!(injection.iter().all(|(id, _)| ![75, 77].contains(id)));
        assert_eq!([injection[0].0, injection[1].0], [79, 89], "those of the Top 25 come first");
    }

    #[test]
    fn a_category_offers_its_members_or_what_fits_in_place_of_the_mentioned() {
        assert!(better(310).contains(&(327, Source::Mentioned)));
        assert_eq!(better(16)[0], (862, Source::Indirect));
        assert!(better(1355).contains(&(532, Source::Member)));
    }

    #[test]
    fn an_allowed_id_a_view_and_an_unknown_number_have_nothing_better() {
        for id in [89, 1000, 1449] {
            assert!(better(id).is_empty());
        }
    }
}
