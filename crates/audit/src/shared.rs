//! What many findings of a review have in common is kept once: a review that says the same thousands of times costs no more memory
//! for what the code shows of it.
//!
//! Takes judged findings one after another; what is equal in them becomes one thing that all of them hold.

use std::sync::Arc;

use review::Finding;
use rustc_hash::FxHashMap;

use crate::outcome::{Audited, Support};

/// So many things that say the same and are not equal are told apart; more of them are each kept for itself.
const COMPARED: usize = 8;

/// What findings hold so far.
#[derive(Default)]
pub(crate) struct Shared {
    /// Support, by the text of its first evidence.
    supports: FxHashMap<String, Vec<Arc<Support>>>,
    /// Findings of Flawline's own, by their messages.
    findings: FxHashMap<String, Vec<Arc<Finding>>>,
}

impl Shared {
    /// Lets a finding hold what an earlier one holds, where it is the same.
    pub(crate) fn share(&mut self, audited: &mut Audited) {
        let text = audited.support.evidence.first().map(|evidence| evidence.text.as_str()).unwrap_or_default();
        audited.support = kept(&mut self.supports, text, &audited.support);
        if let Some(own) = &audited.shown {
            audited.shown = Some(kept(&mut self.findings, &own.message, own));
        }
    }
}

/// What is kept under a text and is equal to something new, which is kept from now on where nothing is.
fn kept<T: PartialEq>(known: &mut FxHashMap<String, Vec<Arc<T>>>, text: &str, new: &Arc<T>) -> Arc<T> {
    let Some(all) = known.get_mut(text) else {
        known.insert(text.to_owned(), vec![new.clone()]);
        return new.clone();
    };
    if let Some(one) = all.iter().find(|one| *one == new) {
        return one.clone();
    }
    if all.len() < COMPARED {
        all.push(new.clone());
    }
    new.clone()
}
