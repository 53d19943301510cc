//! What was inferred of one function: what its values may refer to, which modelled names it reads, and what its calls call
//! that their receivers keep.

use ir::Value;
use knowledge::NodeId;
use rustc_hash::FxHashMap;

use crate::TypeSet;

/// The types of one function's values.
#[derive(Default)]
pub(crate) struct Inferred {
    sets: Vec<TypeSet>,
    of_value: Vec<u32>,
    /// Reads of modelled names that have rows, sorted by value.
    reads: Vec<(Value, NodeId)>,
    /// Calls of methods that call what their receiver keeps, and what that is, sorted by value.
    kept: Vec<(Value, TypeSet)>,
}

impl Inferred {
    pub(crate) fn new(types: &[TypeSet], reads: Vec<(Value, NodeId)>, kept: Vec<(Value, TypeSet)>) -> Self {
        let mut sets = vec![TypeSet::EMPTY];
        let mut numbers: FxHashMap<TypeSet, u32> = FxHashMap::default();
        numbers.insert(TypeSet::EMPTY, 0);
        let of_value = types
            .iter()
            .map(|set| {
                let set = set.without_sites();
                *numbers.entry(set).or_insert_with(|| {
                    sets.push(set);
                    sets.len() as u32 - 1
                })
            })
            .collect();
        Self { sets, of_value, reads, kept }
    }

    pub(crate) fn types(&self, value: Value) -> TypeSet {
        self.of_value.get(value.index()).map_or(TypeSet::EMPTY, |&at| self.sets[at as usize])
    }

    /// What a call of a method calls that its receiver keeps.
    pub(crate) fn kept(&self, call: Value) -> TypeSet {
        let at = self.kept.binary_search_by_key(&call, |(at, _)| *at);
        at.map_or(TypeSet::EMPTY, |at| self.kept[at].1)
    }

    pub(crate) fn reads(&self, value: Value) -> impl Iterator<Item = NodeId> + '_ {
        let start = self.reads.partition_point(|(at, _)| *at < value);
        self.reads[start..].iter().take_while(move |(at, _)| *at == value).map(|(_, node)| *node)
    }
}
