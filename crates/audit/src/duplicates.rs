//! Findings of a review that say the same of the same place.

use claims::Stance;
use rustc_hash::FxHashMap;

use crate::outcome::Audited;

/// What was said before: an id, a file, lines, and whether it accuses.
#[derive(Default)]
pub(crate) struct Duplicates {
    known: FxHashMap<(u32, String, (u32, u32), bool), usize>,
}

impl Duplicates {
    /// The number of an earlier finding that says the same as one; the first that does. The finding is known from then on.
    pub(crate) fn earlier(&mut self, audited: &Audited) -> Option<usize> {
        let accuses = matches!(audited.stance, Stance::Accuses);
        let mut earlier: Option<usize> = None;
        for place in &audited.places {
            let (Some(path), Some(lines)) = (&place.found_path, place.found_lines.or(place.cited_lines)) else {
                continue;
            };
            for weakness in &audited.weaknesses {
                let known = *self.known.entry((weakness.id, path.clone(), lines, accuses)).or_insert(audited.index);
                if known != audited.index {
                    earlier = Some(earlier.map_or(known, |other| other.min(known)));
                }
            }
        }
        earlier
    }
}
