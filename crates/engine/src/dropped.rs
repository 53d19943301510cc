//! What a function does not tell its callers, because it would be too much.
//!
//! A row that is dropped matters only where data of others comes in: rows say what becomes of inputs. So a summary notes
//! of which parts of its inputs rows were dropped, and who hands data of others over there says that a limit was reached.

use crate::origin::Origin;
use crate::path::Path;

/// How many parts of inputs are told apart; of more it is only known which inputs they are of.
const PLACES: usize = 32;

/// What rows were dropped of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Inputs and parts of them, in order.
    places: Vec<(u16, Path)>,
    /// Whether some were of data that enters the program in the function or below.
    pub(crate) is_of_sources: bool,
}

impl Dropped {
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty() && !self.is_of_sources
    }

    /// The inputs, and the parts of them.
    pub(crate) fn places(&self) -> &[(u16, Path)] {
        &self.places
    }

    /// A row of data of that origin has been dropped.
    pub(crate) fn add(&mut self, origin: Origin) {
        match origin {
            Origin::Source(_) => self.is_of_sources = true,
            Origin::Input(input, path) => self.add_part(input, path.first(1)),
        }
    }

    fn add_part(&mut self, input: u16, part: Path) {
        if self.places.binary_search(&(input, Path::EMPTY)).is_ok() {
            return;
        }
        let Err(at) = self.places.binary_search(&(input, part)) else { return };
        self.places.insert(at, (input, part));
        if part.is_empty() {
            self.places.retain(|place| place.0 != input || place.1.is_empty());
        } else if self.places.len() > PLACES {
            for place in &mut self.places {
                place.1 = Path::EMPTY;
            }
            self.places.dedup();
        }
    }

    /// What the other notes as well.
    pub(crate) fn join(&mut self, other: &Self) {
        self.is_of_sources |= other.is_of_sources;
        for &(input, part) in &other.places {
            self.add_part(input, part);
        }
    }
}

#[cfg(test)]
mod tests {
    use ir::Symbol;

    use super::*;
    use crate::path::Part;

    #[test]
    fn of_many_parts_it_is_known_of_which_inputs_they_are() {
        let mut dropped = Dropped::default();
        for name in 0..PLACES as u32 {
            dropped.add(Origin::Input(1, Path::one(Part::Field(Symbol(name)))));
        }
        assert_eq!(dropped.places().len(), PLACES);
        dropped.add(Origin::Input(0, Path::one(Part::Any)));
        assert_eq!(dropped.places(), [(0, Path::EMPTY), (1, Path::EMPTY)]);
        dropped.add(Origin::Input(1, Path::one(Part::Any)));
        assert_eq!(dropped.places().len(), 2, "the whole input is noted already");
    }
}
