//! How two ids stand to each other: the same, one above the other, or taken for one another.

use std::sync::LazyLock;

use cwe::{Abstraction, Catalogue};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    ids: Vec<u32>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers"))]
    why: String,
    /// Whether it is a mistake to take one for the other.
    #[serde(default)]
    distinct: bool,
    /// Whether the first has nothing to do with the others.
    #[serde(default)]
    apart: bool,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let table = toml::from_str::<Table>(include_str!("near.toml"));
    table.map(|table| table.group).unwrap_or_default()
});

/// How a claimed id stands to one that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kinship {
    /// They are the same.
    Same,
    /// What is claimed is a special case of what is found.
    Special,
    /// What is claimed holds what is found, among others.
    General,
    /// One is often taken for the other.
    Near,
    /// One is taken for the other by mistake.
    Mistaken,
}

/// Whether a weakness is another, or a special case of it.
pub(crate) fn is_one(id: u32, known: u32) -> bool {
    matches!(kinship(id, known), Some(Kinship::Same | Kinship::Special))
}

/// How a claimed id stands to one that is found; none when they have nothing to do with each other.
pub(crate) fn kinship(claimed: u32, found: u32) -> Option<Kinship> {
    let catalogue = Catalogue::official();
    if claimed == found {
        return Some(Kinship::Same);
    }
    let is_apart = |group: &Group| {
        let first = group.ids.first();
        group.apart && first == Some(&claimed) && group.ids.contains(&found)
            || group.apart && first == Some(&found) && group.ids.contains(&claimed)
    };
    if GROUPS.iter().any(is_apart) {
        return None;
    }
    if catalogue.is_below(claimed, found) {
        return Some(Kinship::Special);
    }
    // A pillar holds everything, and says nothing.
    let is_pillar = catalogue.get(claimed).is_some_and(|entry| entry.abstraction == Some(Abstraction::Pillar));
    if !is_pillar && (catalogue.is_below(found, claimed) || is_member(found, claimed)) {
        return Some(Kinship::General);
    }
    let both = |group: &&Group| !group.apart && group.ids.contains(&claimed) && group.ids.contains(&found);
    GROUPS.iter().find(both).map(|group| if group.distinct { Kinship::Mistaken } else { Kinship::Near })
}

/// Whether an id is listed by a category.
fn is_member(id: u32, category: u32) -> bool {
    let members = Catalogue::official().get(category).and_then(|entry| entry.members.as_ref());
    members.is_some_and(|members| members.contains(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_of_ids_that_exist() {
        assert!(GROUPS.len() > 15);
        for group in GROUPS.iter() {
            assert!(group.ids.len() > 1 && !group.why.is_empty());
            for id in &group.ids {
                assert!(Catalogue::official().get(*id).is_some(), "CWE-{id}");
            }
        }
    }

    #[test]
    fn kinship_goes_by_the_tree_and_by_groups() {
        assert_eq!(kinship(89, 89), Some(Kinship::Same));
        assert_eq!(kinship(564, 89), Some(Kinship::Special));
        assert_eq!(kinship(74, 89), Some(Kinship::General));
        assert_eq!(kinship(200, 532), Some(Kinship::General));
        assert_eq!(kinship(259, 798), Some(Kinship::Special));
        assert_eq!(kinship(73, 22), Some(Kinship::Near));
        assert_eq!(kinship(614, 1004), Some(Kinship::Mistaken));
        assert_eq!(kinship(89, 79), None);
        assert_eq!(kinship(330, 798), None, "above it in the catalogue");
        assert_eq!(kinship(321, 798), Some(Kinship::Special));
        assert_eq!(kinship(664, 22), None, "a pillar");
    }
}
