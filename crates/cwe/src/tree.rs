//! Where an entry stands: takes an id and gives one tree, from the most general entries above it down to the most
//! special below it, as a flat list in printing order. An entry with several parents appears under each of them; what
//! stands below it is shown the first time only.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::entry::{Entry, Kind};

/// The surroundings of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The entry asked about.
    pub id: u32,
    /// The nodes in printing order: each stands below the nearest earlier one that is less deep.
    pub nodes: Vec<Node>,
    /// Whether nodes are missing because there were too many.
    pub cut: bool,
}

/// One line of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The entry.
    pub id: u32,
    /// How far from the top it stands; 0 is the top.
    pub depth: u32,
    /// Where it stands, seen from the entry asked about.
    pub place: Place,
    /// Whether it was shown before; what stands below it is then not repeated.
    pub again: bool,
}

/// Where a node stands, seen from the entry asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// More general.
    Above,
    /// The entry itself.
    Here,
    /// More special, or listed by the category or view.
    Below,
}

impl Place {
    /// The stable key for machines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Here => "here",
            Self::Below => "below",
        }
    }
}

/// The whole research view has fewer nodes.
const MOST_NODES: usize = 4096;
const RESEARCH: u32 = 1000;
const SIMPLIFIED: u32 = 1003;

impl Catalogue {
    /// The surroundings of an entry in the research view (1000), or what a category or view lists.
    pub fn tree(&self, id: u32) -> Option<Tree> {
        let here = self.get(id)?;
        let above = self.ancestors(here);
        let mut tree = Tree { id, nodes: Vec::new(), cut: false };
        let mut shown = BTreeSet::new();
        let tops = above.iter().copied().filter(|id| self.get(*id).is_some_and(|entry| entry.parents.is_empty()));
        // Last in, first out: what is pushed in descending order comes out in ascending order.
        let mut open: Vec<(u32, u32, Place)> = if above.is_empty() {
            vec![(id, 0, Place::Here)]
        } else {
            tops.rev().map(|top| (top, 0, Place::Above)).collect()
        };
        while let Some((next, depth, place)) = open.pop() {
            if tree.nodes.len() == MOST_NODES {
                tree.cut = true;
                break;
            }
            let again = !shown.insert(next);
            tree.nodes.push(Node { id: next, depth, place, again });
            let Some(entry) = self.get(next).filter(|_| !again) else { continue };
            match place {
                Place::Above => {
                    let towards = entry.children.iter().rev().filter(|child| **child == id || above.contains(child));
                    open.extend(towards.map(|child| {
                        let place = if *child == id { Place::Here } else { Place::Above };
                        (*child, depth + 1, place)
                    }));
                }
                Place::Here | Place::Below => {
                    let below = below(here, entry);
                    open.extend(below.iter().rev().map(|child| (*child, depth + 1, Place::Below)));
                }
            }
        }
        Some(tree)
    }

    /// Whether `id` stands below `above` in the research view.
    pub fn is_below(&self, id: u32, above: u32) -> bool {
        self.get(id).is_some_and(|entry| self.ancestors(entry).contains(&above))
    }

    /// The ids of all entries above this one in the research view, itself not among them.
    pub(crate) fn ancestors(&self, entry: &Entry) -> BTreeSet<u32> {
        let mut above = BTreeSet::new();
        let mut open = entry.parents.clone();
        while let Some(parent) = open.pop() {
            if above.insert(parent) {
                open.extend(self.get(parent).into_iter().flat_map(|entry| &entry.parents));
            }
        }
        above.remove(&entry.id);
        above
    }
}

/// What stands directly below an entry in the tree of `here`. Below a category or view weaknesses have nothing, except
/// in the two views whose hierarchy the catalogue holds.
fn below<'a>(here: &Entry, entry: &'a Entry) -> &'a [u32] {
    match entry.kind {
        Kind::Category | Kind::View => entry.members.as_deref().unwrap_or_default(),
        Kind::Weakness if here.id == SIMPLIFIED => &entry.children_simplified,
        Kind::Weakness if here.id == RESEARCH || here.kind == Kind::Weakness => &entry.children,
        Kind::Weakness => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(id: u32) -> Tree {
        Catalogue::official().tree(id).unwrap()
    }

    fn first(tree: &Tree, id: u32) -> Node {
        *tree.nodes.iter().find(|node| node.id == id).unwrap()
    }

    #[test]
    fn injection_stands_below_its_pillar_and_above_sql_injection() {
        let tree = tree(74);
        assert_eq!(first(&tree, 707), Node { id: 707, depth: 0, place: Place::Above, again: false });
        assert_eq!(first(&tree, 74), Node { id: 74, depth: 1, place: Place::Here, again: false });
        assert_eq!(first(&tree, 943), Node { id: 943, depth: 2, place: Place::Below, again: false });
        assert_eq!(first(&tree, 89), Node { id: 89, depth: 3, place: Place::Below, again: false });
        assert_eq!(first(&tree, 564).depth, 4);
        assert!(!tree.cut);
    }

    #[test]
    fn what_stands_below_an_entry_is_shown_once() {
        let catalogue = Catalogue::official();
        for entry in catalogue.entries() {
            let tree = tree(entry.id);
            let mut shown = BTreeSet::new();
            for (at, node) in tree.nodes.iter().enumerate() {
                assert_eq!(shown.insert(node.id), !node.again, "CWE-{}", entry.id);
                let next = tree.nodes.get(at + 1).map_or(0, |node| node.depth);
                assert!(next <= node.depth + u32::from(!node.again), "CWE-{}", entry.id);
            }
        }
    }

    #[test]
    fn several_parents_are_all_shown() {
        let tree = tree(98);
        let here = tree.nodes.iter().filter(|node| node.id == 98).count();
        assert_eq!(here, 2);
        assert!(first(&tree, 706).place == Place::Above && first(&tree, 829).place == Place::Above);
    }

    #[test]
    fn the_research_view_holds_every_valid_weakness() {
        let catalogue = Catalogue::official();
        let tree = tree(1000);
        let ids: BTreeSet<u32> = tree.nodes.iter().map(|node| node.id).collect();
        let valid = catalogue.entries().iter().filter(|entry| entry.kind == Kind::Weakness && !entry.is_deprecated());
        assert_eq!(ids.len(), valid.count() + 1);
        assert!(!tree.cut);
    }

    #[test]
    fn a_category_shows_its_members_without_what_stands_below_them() {
        let tree = tree(1355);
        assert_eq!(tree.nodes.iter().map(|node| node.id).collect::<Vec<_>>(), [1355, 117, 223, 532, 778]);
        assert_eq!(super::tests::tree(1003).nodes.iter().filter(|node| !node.again).count(), 131);
    }

    #[test]
    fn an_unknown_number_has_no_tree() {
        assert_eq!(Catalogue::official().tree(1449), None);
    }
}
