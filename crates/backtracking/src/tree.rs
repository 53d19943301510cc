//! What a pattern is made of: nodes that each stand once, so that equal parts are the same number.

use rustc_hash::FxHashMap;

use crate::letters::Set;

/// A part of a pattern, by number; what it is made of has smaller ones.
pub(crate) type NodeId = u32;

/// What is asked of a place between two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// The text begins there.
    TextStart,
    /// A line begins there.
    LineStart,
    /// The text ends there.
    TextEnd,
    /// The text ends there, or behind the end of a line that is its last letter.
    LastEnd,
    /// A line ends there.
    LineEnd,
    /// A word begins or ends there, or does not.
    WordEdge { is_negated: bool, is_ascii: bool },
}

/// How a repetition chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    Most,
    Least,
    /// The most, and for good.
    MostForGood,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Empty,
    /// What nothing matches.
    Nothing,
    Set(u32),
    All(Vec<NodeId>),
    One(Vec<NodeId>),
    Repeat {
        of: NodeId,
        least: u32,
        most: Option<u32>,
        choice: Choice,
    },
    Group {
        of: NodeId,
        number: u16,
    },
    Atomic(NodeId),
    Look {
        of: NodeId,
        is_behind: bool,
        is_negated: bool,
    },
    Place(Place),
    Back {
        group: u16,
        folds: bool,
    },
    If {
        group: u16,
        yes: NodeId,
        no: NodeId,
    },
}

/// A pattern that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) sets: Vec<Set>,
    pub(crate) root: NodeId,
    /// What each group is made of, once it has been closed.
    pub(crate) groups: Vec<Option<NodeId>>,
    known: FxHashMap<Node, NodeId>,
    known_sets: FxHashMap<Set, u32>,
}

impl Tree {
    /// A tree of nothing; group 0 is the whole match.
    pub(crate) fn new() -> Self {
        Self { groups: vec![None], ..Self::default() }
    }

    pub(crate) fn add(&mut self, node: Node) -> NodeId {
        let Self { nodes, known, .. } = self;
        *known.entry(node).or_insert_with_key(|node| {
            nodes.push(node.clone());
            nodes.len() as NodeId - 1
        })
    }

    pub(crate) fn add_set(&mut self, set: Set) -> NodeId {
        let Self { sets, known_sets, .. } = self;
        let id = *known_sets.entry(set).or_insert_with_key(|set| {
            sets.push(set.clone());
            sets.len() as u32 - 1
        });
        self.add(Node::Set(id))
    }

    /// Parts behind one another.
    pub(crate) fn add_all(&mut self, mut parts: Vec<NodeId>) -> NodeId {
        match parts.len() {
            0 => self.add(Node::Empty),
            1 => parts.remove(0),
            _ => self.add(Node::All(parts)),
        }
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// How many letters a part reads, when that is always the same.
    pub(crate) fn width(&self, id: NodeId) -> Option<u32> {
        match self.node(id) {
            Node::Empty | Node::Nothing | Node::Look { .. } | Node::Place(_) => Some(0),
            Node::Set(_) => Some(1),
            Node::All(parts) => parts.iter().try_fold(0_u32, |sum, part| sum.checked_add(self.width(*part)?)),
            Node::One(parts) => self.same_width(parts),
            Node::Repeat { of, least, most, .. } => {
                let of = self.width(*of)?;
                (of == 0 || *most == Some(*least)).then(|| of.checked_mul(*least)).flatten()
            }
            Node::Group { of, .. } | Node::Atomic(of) => self.width(*of),
            Node::Back { .. } => None,
            Node::If { yes, no, .. } => self.same_width(&[*yes, *no]),
        }
    }

    fn same_width(&self, parts: &[NodeId]) -> Option<u32> {
        let (first, others) = parts.split_first()?;
        let width = self.width(*first)?;
        others.iter().all(|part| self.width(*part) == Some(width)).then_some(width)
    }
}
