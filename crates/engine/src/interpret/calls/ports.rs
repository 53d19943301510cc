//! What goes in and out of a call at the ports of a row.
//!
//! Takes a call and ports; gives the values and paths that they mean there, reads what stands at them, and puts out what
//! comes out at them.

use ir::{Op, Value};
use knowledge::{KindSet, Port, PortBase, PortStep, RowId};
use program::Values;

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::key::key_hash;
use crate::location::Location;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::port::{data_path, values_below};
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn at(&self, calling: &Calling<'a>, port: &Port) -> Vec<(Value, Path)> {
        let key = |value: Value| self.constant(value).map(key_hash);
        let Some(handed) = &calling.handed else {
            return values_below(self.cx.program, &calling.given, calling.value, port, &key);
        };
        let below = data_path(self.cx.program, &calling.given, port, &key);
        let places = handed.at(self, calling.value, port).into_iter();
        places.map(|(value, path)| (value, path.join(&below))).collect()
    }

    /// What a part of a value holds as a whole.
    pub(in crate::interpret) fn whole_at(&self, value: Value, path: Path) -> Facts {
        let facts = if path.is_empty() { self.facts(value) } else { self.facts_at(value, path) };
        self.taken_whole(value, &facts)
    }

    /// Puts facts out at a port.
    pub(in crate::interpret) fn put(&mut self, calling: &mut Calling<'a>, to: &Port, facts: &Facts) {
        if to.base == PortBase::Return || to.base == PortBase::Value {
            for (_, path) in self.at(calling, to) {
                for fact in facts.iter() {
                    calling.result.facts.add(Fact { path: path.join(&fact.path), ..*fact });
                }
            }
            return;
        }
        for (value, path) in self.at(calling, to) {
            self.store_shared(value, path, facts);
            let locations = self.values[value.index()].locations.clone();
            for location in &locations {
                if !facts.is_empty() {
                    self.state.contents.touch(location.root);
                }
                self.write(Location { root: location.root, path: location.path.join(&path) }, facts, false);
            }
        }
    }

    pub(in crate::interpret) fn pass_row(
        &mut self,
        calling: &mut Calling<'a>,
        row: RowId,
        from: &[&Port],
        to: &Port,
        is_same: bool,
        cleaned: impl Fn(&Fact) -> Option<KindSet>,
    ) {
        let mut out = Facts::default();
        for port in from {
            for (value, path) in self.at(calling, port) {
                // What a function brings along is no part of a text that is made of what it gives.
                if !is_same && matches!(self.function.op(self.original(value)), Op::Closure { .. }) {
                    continue;
                }
                let mut facts = if path.is_empty() { self.facts(value) } else { self.facts_at(value, path) };
                if port.steps.last() == Some(&PortStep::Fields) {
                    facts = facts.iter().map(without_attribute).collect();
                }
                if matches!(port.steps.last(), Some(PortStep::Field(_) | PortStep::Key(_))) {
                    facts = self.without_led_whole(value, facts);
                }
                if path.is_empty() && !is_same {
                    // Of an input nothing is known yet; its elements go in as well.
                    let inside = self.facts_at(value, Path::one(Part::Any));
                    facts.add_all(
                        &inside.iter().filter(|fact| matches!(fact.origin, Origin::Input(..))).copied().collect(),
                    );
                }
                // The same object keeps its parts apart; what is made of it does not.
                let facts = if is_same { facts } else { self.taken_whole(value, &facts) };
                for fact in facts.iter() {
                    if let Some(cleaned) = cleaned(fact) {
                        let moved = self.moved(calling.value, fact, HopKind::Passed(row));
                        out.add(Fact { cleaned, ..moved });
                    }
                }
            }
        }
        if is_same && *to == Port::of(PortBase::Return) {
            self.may_be_part(calling, from);
        }
        if !matches!(to.base, PortBase::Return | PortBase::Value) {
            let constant = |(value, _): (Value, Path)| self.constant(value).is_some() || self.holds_constants(value);
            if !from.iter().flat_map(|port| self.at(calling, port)).all(constant) {
                for (value, _) in self.at(calling, to) {
                    self.touch(value);
                }
            }
        }
        self.put(calling, to, &out);
    }

    /// What a call gives may be the very object that is a part of what it is given.
    fn may_be_part(&self, calling: &mut Calling<'a>, from: &[&Port]) {
        for port in from.iter().filter(|port| !port.steps.is_empty()) {
            for (value, path) in self.at(calling, port) {
                self.be_part(calling, value, path);
            }
        }
    }

    /// The same of one part.
    pub(in crate::interpret) fn be_part(&self, calling: &mut Calling<'a>, value: Value, path: Path) {
        let known = &self.values[value.index()].locations;
        for location in known.iter().map(|known| Location { root: known.root, path: known.path.join(&path) }) {
            let locations = &mut calling.result.locations;
            if !location.path.is_lost() && locations.len() < crate::limits::LOCATIONS && !locations.contains(&location)
            {
                locations.push(location);
            }
        }
        calling.result.locations.sort_unstable();
    }
}

/// What an attribute holds, as known of the object.
fn without_attribute(fact: &Fact) -> Fact {
    match *fact.path.parts() {
        [Part::Field(_), ..] => Fact { path: fact.path.after(1), ..*fact },
        _ => *fact,
    }
}
