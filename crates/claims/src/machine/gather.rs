//! What is read of the results of a report, gathered into claims.
//!
//! Takes results one after another and what reads one; gives claims in which each finding bears the number of its result, and in
//! which is told what could not be read and which limits were reached.

use serde_json::Value;

use super::texts::clip;
use crate::claim::{Claimed, Claims, Format, Unread};
use crate::limits;

/// Texts that results have in common, a rule's words say, are copied for each result, but not without end.
pub(super) struct Common {
    left: usize,
    is_cut: bool,
}

impl Common {
    /// A text to copy; nothing, once too much was copied.
    pub(super) fn copy<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let left = self.left.checked_sub(text.len());
        self.is_cut |= left.is_none();
        self.left = left?;
        Some(text)
    }
}

/// Claims that are being gathered.
pub(super) struct Gather {
    claims: Claims,
    common: Common,
    /// How many results were looked at.
    results: u32,
    /// How many could not be read.
    unread: usize,
    is_cut: bool,
}

impl Gather {
    /// Nothing yet, of a report of this form.
    pub(super) fn new(format: Format) -> Self {
        Self {
            claims: Claims { format, ..Claims::default() },
            common: Common { left: limits::COMMON, is_cut: false },
            results: 0,
            unread: 0,
            is_cut: false,
        }
    }

    /// Reads results, each with this.
    pub(super) fn each<'a>(
        &mut self,
        results: impl IntoIterator<Item = &'a Value>,
        mut read: impl FnMut(&'a Value, &mut Common) -> Claimed,
    ) {
        for result in results {
            if self.is_full() {
                return;
            }
            if result.is_object() {
                let claimed = read(result, &mut self.common);
                self.add(claimed, || beginning(result));
            } else {
                self.results = self.results.saturating_add(1);
                self.tell(|| beginning(result), "it stands among results and is none");
            }
        }
    }

    /// Whether no further finding is kept.
    pub(super) fn is_full(&mut self) -> bool {
        self.is_cut = self.claims.findings.len() >= limits::FINDINGS;
        self.is_cut
    }

    /// Adds what was read of the next result, which begins so.
    pub(super) fn add(&mut self, mut claimed: Claimed, beginning: impl FnOnce() -> String) {
        self.results = self.results.saturating_add(1);
        let says_nothing = claimed.weaknesses.is_empty()
            && claimed.places.is_empty()
            && claimed.words.is_empty()
            && claimed.title.is_empty();
        if says_nothing {
            self.tell(beginning, "it names no weakness and no place, and says nothing");
        } else {
            claimed.lines = (self.results, self.results);
            self.claims.findings.push(claimed);
        }
    }

    /// Tells that something could not be read: the last result, or what stands behind it.
    pub(super) fn tell(&mut self, text: impl FnOnce() -> String, why: &'static str) {
        self.unread += 1;
        if self.claims.unread.len() < limits::UNREAD {
            self.claims.unread.push(Unread { line: self.results.max(1), text: text(), why });
        }
    }

    /// What was gathered.
    pub(super) fn end(mut self) -> Claims {
        let cuts = &mut self.claims.cuts;
        if self.is_cut {
            cuts.push(format!("Only the first {} findings were read.", limits::FINDINGS));
        }
        if self.unread > limits::UNREAD {
            cuts.push(format!("{} things could not be read; the first {} are told.", self.unread, limits::UNREAD));
        }
        if self.common.is_cut {
            cuts.push(format!(
                "What results have in common was left out behind the first {} MiB of it, repetitions included.",
                limits::COMMON >> 20
            ));
        }
        self.claims
    }
}

/// How a result begins.
fn beginning(result: &Value) -> String {
    let said = ["id", "ruleId", "check_id", "test_id", "message", "name"].iter().find_map(|key| result[key].as_str());
    match (said, result) {
        (Some(said), _) => clip(said, limits::BEGINNING).to_owned(),
        (None, Value::Object(object)) => {
            let keys: Vec<&str> = object.keys().take(8).map(|key| clip(key, 40)).collect();
            clip(&format!("an object with {}", keys.join(", ")), limits::BEGINNING).to_owned()
        }
        (None, Value::Array(_)) => "a list".to_owned(),
        (None, Value::String(text)) => clip(text, limits::BEGINNING).to_owned(),
        (None, scalar) => scalar.to_string(),
    }
}
