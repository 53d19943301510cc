//! The places of a finding while it is read: lines find their file, files their lines, and quotes the place at which they are said to
//! stand.

use super::places::Spot;
use crate::claim::{ClaimedPlace, Quote};

/// More places of one finding, and more quotes of one place, are not kept.
const MOST: usize = 64;

/// What is cited so far, the last place at the end.
#[derive(Default)]
pub(super) struct Cited {
    places: Vec<ClaimedPlace>,
}

impl Cited {
    /// The path of the last place.
    pub(super) fn last_path(&self) -> Option<&str> {
        self.places.last().and_then(|place| place.path.as_deref())
    }

    /// A path as it was written in full for another place.
    pub(super) fn longer(&self, path: String) -> String {
        let end = format!("/{path}");
        let mut paths = self.places.iter().filter_map(|place| place.path.as_ref());
        paths.find(|known| known.ends_with(&end)).cloned().unwrap_or(path)
    }

    /// The last place was only mentioned.
    pub(super) fn mention(&mut self) {
        if let Some(last) = self.places.last_mut() {
            last.is_mentioned = true;
        }
    }

    /// What was only mentioned is said to be the place.
    pub(super) fn cite(&mut self, path: Option<&String>) {
        self.places.iter_mut().filter(|place| place.path.as_ref() == path).for_each(|place| place.is_mentioned = false);
    }

    /// Adds a quote, at the place that it names, else at the last.
    pub(super) fn quote(&mut self, spot: Option<Spot>, is_mentioned: bool, quote: Quote, is_list: bool) {
        if let Some(spot) = spot.filter(|spot| *spot != Spot::default()) {
            let is_new = !self.places.iter().any(|place| place.path == spot.path);
            self.spot_for_quote(spot, is_list);
            if is_new && is_mentioned {
                self.mention();
            }
        }
        if self.places.is_empty() {
            self.places.push(ClaimedPlace::default());
        }
        if let Some(place) = self.places.last_mut()
            && place.quotes.len() < MOST
            && !place.quotes.contains(&quote)
        {
            place.quotes.push(quote);
        }
    }

    /// The place that a block of code names: the one that there is, where it is the same.
    fn spot_for_quote(&mut self, spot: Spot, is_list: bool) {
        let same = |place: &ClaimedPlace| {
            spot.path.as_ref().is_none_or(|path| place.path.as_ref() == Some(path))
                && (spot.lines.is_empty()
                    || place.lines.is_empty()
                    || place.lines == spot.lines
                    || spot.path.is_none() && overlap(&place.lines, &spot.lines))
        };
        if let Some(at) = self.places.iter().position(same) {
            let mut place = self.places.remove(at);
            if place.lines.is_empty() {
                place.lines = spot.lines;
            }
            self.places.push(place);
        } else {
            self.spot(spot, is_list);
        }
    }

    /// Adds a place. In what is a list of places, lines alone are more lines of the last.
    pub(super) fn spot(&mut self, spot: Spot, is_list: bool) {
        let places = &mut self.places;
        if places.len() >= MOST {
            return;
        }
        match spot.path {
            None => match places.last_mut() {
                Some(last) if last.lines.is_empty() => last.lines = spot.lines,
                Some(last) if spot.lines.iter().all(|range| last.lines.contains(range)) => {}
                Some(last) if last.quotes.is_empty() && is_list => {
                    last.lines.extend(spot.lines);
                }
                Some(last) => {
                    let path = last.path.clone();
                    if !places.iter().any(|place| place.path == path && place.lines == spot.lines) {
                        places.push(ClaimedPlace { path, lines: spot.lines, ..ClaimedPlace::default() });
                    }
                }
                None => places.push(ClaimedPlace { lines: spot.lines, ..ClaimedPlace::default() }),
            },
            Some(path) => {
                let is_known = |place: &ClaimedPlace| {
                    place.path.as_deref() == Some(&path) && (spot.lines.is_empty() || place.lines == spot.lines)
                };
                if places.iter().any(is_known) {
                    return;
                }
                match places.iter_mut().find(|place| place.path.as_deref() == Some(&path) && place.lines.is_empty()) {
                    Some(place) => place.lines = spot.lines,
                    None => match places
                        .last_mut()
                        .filter(|last| last.path.is_none() && (last.lines.is_empty() || spot.lines.is_empty()))
                        .filter(|last| last.quotes.is_empty())
                    {
                        // "Line 12", and the file after it.
                        Some(last) => {
                            last.path = Some(path);
                            if last.lines.is_empty() {
                                last.lines = spot.lines;
                            }
                        }
                        None => {
                            places.push(ClaimedPlace {
                                path: Some(path),
                                lines: spot.lines,
                                ..ClaimedPlace::default()
                            });
                        }
                    },
                }
            }
        }
    }

    /// The places, with the path of the finding where they have none of their own. `named` is said in it, and `carried` above it.
    pub(super) fn end(mut self, named: Option<String>, carried: Option<&String>) -> Vec<ClaimedPlace> {
        let is_mentioned = named.is_some();
        let path = named.or_else(|| carried.cloned());
        if self.places.is_empty() && path.is_some() {
            self.places.push(ClaimedPlace::default());
        }
        for place in self.places.iter_mut().filter(|place| place.path.is_none()) {
            place.path.clone_from(&path);
            place.is_carried = path.is_some() && path.as_ref() == carried;
            place.is_mentioned = is_mentioned;
        }
        self.places
    }
}

fn overlap(some: &[(u32, u32)], others: &[(u32, u32)]) -> bool {
    some.iter().any(|(first, last)| others.iter().any(|(from, to)| first <= to && from <= last))
}
