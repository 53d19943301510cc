//! What a library's calls keep for each other: what a program has put into a signed token or a session comes out again where
//! that is read.
//!
//! Takes a call and a row of a store; adds what goes in to the store's cell, or gives what it holds.

use knowledge::{Effect, Port, RowId};
use program::Values;

use crate::cell::store_of;
use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::key::key_hash;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    /// What goes into a store, and what comes out of it. Where an entry is named, only what is kept under the same is meant;
    /// of one that is not constant nothing is known.
    pub(in crate::interpret) fn kept_row(
        &mut self,
        calling: &mut Calling<'a>,
        row: RowId,
        (from, to, at): (Option<&Port>, Option<&Port>, Option<&Port>),
    ) {
        let Some(cell) = store_of(self.cx.program.apis, row) else { return };
        let entry = match at {
            None => Path::EMPTY,
            Some(at) => {
                let key = self.at(calling, at).first().and_then(|(key, _)| self.constant(*key));
                let Some(key) = key else { return };
                Path::one(Part::Key(key_hash(key)))
            }
        };
        if let Some(from) = from {
            let mut kept = Facts::default();
            for (value, path) in self.at(calling, from) {
                let facts = if path.is_empty() { self.facts(value) } else { self.facts_at(value, path) };
                let facts = facts.iter().filter(|fact| !self.is_own_address(fact)).copied().collect();
                let facts = self.carried(calling.value, &facts, HopKind::Stored);
                kept.add_all(&facts.iter().map(|fact| Fact { path: entry.join(&fact.path), ..*fact }).collect());
            }
            self.add_to_cell(cell, &kept);
        }
        if let Some(to) = to {
            let held = self.read_cell(calling.value, cell);
            let is_under = |fact: &&Fact| entry.is_empty() || fact.path.parts().first() == entry.parts().first();
            let below = |fact: &Fact| if entry.is_empty() { *fact } else { Fact { path: fact.path.after(1), ..*fact } };
            let facts: Facts = held.iter().filter(is_under).map(below).collect();
            self.put(calling, to, &facts);
        }
    }

    /// Whether data begins as an address of the program's own does, where it comes in: many keep that for the way back, and how
    /// it begins is lost among what else is kept.
    fn is_own_address(&self, fact: &Fact) -> bool {
        let Origin::Source(site) = fact.origin else { return false };
        let Effect::Source { becomes, becomes_routed, .. } = &self.cx.program.apis.row(site.row).effect else {
            return false;
        };
        !becomes.union(*becomes_routed).intersection(self.cx.texts.led).is_empty()
    }
}
