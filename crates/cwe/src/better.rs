//! What to cite instead of an id that should not be cited: takes an id and gives ids that may, each with the reason
//! why it is offered. MITRE's own words come first, the hierarchy after them.

use std::collections::{BTreeSet, VecDeque};

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
    /// It is a child, or the nearest Allowed entry below a child, in the research view.
    Child,
    /// The category lists it, or it is the nearest Allowed entry below one that the category lists.
    Member,
    /// MITRE's comment mentions an entry that should not be cited either, and this stands below that one.
    BelowMentioned,
}

impl Source {
    /// The reason in plain words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Suggested => "suggested by MITRE",
            Self::Mentioned => "mentioned by MITRE",
            Self::Child => "below it",
            Self::Member => "in the category",
            Self::BelowMentioned => "below one that MITRE mentions",
        }
    }

    /// The reason as a stable key for machines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Suggested => "suggested",
            Self::Mentioned => "mentioned",
            Self::Child => "child",
            Self::Member => "member",
            Self::BelowMentioned => "below_mentioned",
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
        for (ids, source) in [(&entry.suggestions, Source::Suggested), (&entry.see, Source::Mentioned)] {
            for entry in self.all(ids).filter(|entry| entry.is_citable()) {
                found.add(entry, source);
            }
        }
        self.nearest_allowed(&entry.children, Source::Child, &mut found);
        self.nearest_allowed(entry.members.as_deref().unwrap_or_default(), Source::Member, &mut found);
        if found.list.is_empty() {
            self.nearest_allowed(&entry.see, Source::BelowMentioned, &mut found);
        }
        found.list
    }

    /// Adds those of `ids` that are Allowed, and for the others the nearest Allowed entries below them.
    fn nearest_allowed<'a>(&'a self, ids: &'a [u32], source: Source, found: &mut Found<'a>) {
        let mut visited = BTreeSet::new();
        let mut queue: VecDeque<&Entry> = self.all(ids).filter(|entry| entry.kind == Kind::Weakness).collect();
        while let Some(entry) = queue.pop_front() {
            if !visited.insert(entry.id) {
                continue;
            }
            if entry.is_allowed() {
                found.add(entry, source);
            } else {
                queue.extend(self.all(&entry.children));
            }
        }
    }
}

#[derive(Default)]
struct Found<'a> {
    list: Vec<Better<'a>>,
    seen: BTreeSet<u32>,
}

impl<'a> Found<'a> {
    fn add(&mut self, entry: &'a Entry, source: Source) {
        if self.seen.insert(entry.id) {
            self.list.push(Better { entry, source });
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
    }

    #[test]
    fn a_category_offers_its_members_or_what_stands_below_the_mentioned() {
        assert!(better(310).contains(&(327, Source::Mentioned)));
        assert!(better(16).iter().all(|(_, source)| *source == Source::BelowMentioned));
        assert!(better(1355).contains(&(532, Source::Member)));
    }

    #[test]
    fn an_allowed_id_a_view_and_an_unknown_number_have_nothing_better() {
        for id in [89, 1000, 1449] {
            assert!(better(id).is_empty());
        }
    }
}
