//! Quotes that stand nowhere any more are looked for in what the files held before.

use std::collections::BTreeMap;

use claims::Claimed;
use review::{History, Version};

use crate::anchor::Sought;
use crate::limits;
use crate::outcome::QuoteVerdict;
use crate::places::Placed;

/// Earlier versions of files, read when they are first asked for.
pub(crate) struct Stale<'h> {
    history: Option<&'h History>,
    known: BTreeMap<String, Vec<Version>>,
}

impl<'h> Stale<'h> {
    pub(crate) fn new(history: Option<&'h History>) -> Self {
        Self { history, known: BTreeMap::new() }
    }

    /// Looks for the quotes of a finding that stand nowhere.
    pub(crate) fn look(&mut self, claimed: &Claimed, placed: &mut [Placed]) {
        let Some(history) = self.history else { return };
        let quotes = || claimed.places.iter().flat_map(|place| &place.quotes);
        for place in placed.iter_mut().filter(|place| place.audited.quote_verdict == QuoteVerdict::Absent) {
            let Some(path) = place.audited.found_path.clone().or_else(|| place.audited.cited_path.clone()) else {
                continue;
            };
            let Some(quote) = quotes().find(|quote| Some(quote.text()) == place.audited.quote) else { continue };
            if !self.known.contains_key(&path) {
                if self.known.len() >= limits::HISTORIES {
                    continue;
                }
                self.known.insert(path.clone(), history.versions(&path));
            }
            let versions = self.known.get(&path).map(Vec::as_slice).unwrap_or_default();
            place.audited.other_revision = versions.iter().find_map(|version| {
                let anchored = Sought::of(&path, &version.text).anchor_whole(quote)?;
                let line = anchored.lines.map_or(1, |(first, _)| first);
                Some((version.commit.clone(), version.date.clone(), line))
            });
        }
    }
}
