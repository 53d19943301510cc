//! Which rules speak of a claim: those of its weaknesses and of their kin.

use std::sync::Arc;

use knowledge::Knowledge;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::alike::names;
use crate::kin::kinship;

/// The rules by the ids that they are asked for; most claims of a review ask for the same few.
pub(crate) struct Speaking<'k> {
    pub(crate) knowledge: &'k Knowledge,
    known: FxHashMap<Vec<u32>, Arc<[usize]>>,
    /// The names of the calls that models know for some rules.
    alike: FxHashMap<Arc<[usize]>, Arc<FxHashSet<String>>>,
}

impl<'k> Speaking<'k> {
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, known: FxHashMap::default(), alike: FxHashMap::default() }
    }

    /// How the calls are named of which models know that some rules speak of them.
    pub(crate) fn alike(&mut self, rules: &Arc<[usize]>) -> Arc<FxHashSet<String>> {
        let known = self.alike.entry(rules.clone());
        known.or_insert_with(|| Arc::new(names(self.knowledge, rules))).clone()
    }

    /// The rules that speak of some weaknesses, or of their kin, by their places.
    pub(crate) fn rules(&mut self, ids: &[u32]) -> Arc<[usize]> {
        if let Some(known) = self.known.get(ids) {
            return known.clone();
        }
        let speaks = |cwe: u16| ids.iter().any(|&id| kinship(id, u32::from(cwe)).is_some());
        let all = self.knowledge.rules.iter().enumerate();
        let rules: Arc<[usize]> =
            all.filter(|(_, rule)| rule.cases.iter().any(|case| speaks(case.cwe))).map(|(at, _)| at).collect();
        self.known.insert(ids.to_vec(), rules.clone());
        rules
    }
}
