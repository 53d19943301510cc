//! Objects that calls make, fill and give back.
//!
//! Takes a call and what its callee says of itself; changes the state so that what one object holds is not in another.

use ir::Value;
use program::{ClassRef, Type, Values};

use crate::cell::Cell;
use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Place;
use crate::interpret::calls::passing::Passing;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::summary::Summary;
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    /// What a callee surely replaces is gone.
    pub(in crate::interpret) fn make_room(&mut self, summary: &Summary, passing: &Passing) {
        for (input, path) in &summary.replaces {
            let [(value, part)] = passing.values(*input)[..] else { continue };
            let [location] = self.values[value.index()].locations[..] else { continue };
            let at = Location { root: location.root, path: location.path.join(&part).join(path) };
            if !at.path.is_lost() && at.path.is_exact() && !self.state.read(at).facts.is_empty() {
                self.write(at, &Facts::default(), true);
            }
        }
    }

    /// What a callee gives back is what it was given: the same object.
    pub(in crate::interpret) fn give_back(&self, calling: &mut Calling<'a>, summary: &Summary, passing: &Passing) {
        let Some(input) = summary.gives_back else { return };
        if let [(value, path)] = passing.values(input)[..]
            && path.is_empty()
            && !self.values[value.index()].locations.is_empty()
        {
            calling.result.locations.clone_from(&self.values[value.index()].locations);
        }
    }

    /// Writes what a callee stores into one of its inputs.
    pub(in crate::interpret) fn store_into(&mut self, value: Value, path: Path, facts: &Facts) {
        let locations = self.values[value.index()].locations.clone();
        for fact in facts.iter() {
            // Each part at its own place, so that a later write to it replaces it.
            let held: Facts = [Fact { path: Path::EMPTY, ..*fact }].into_iter().collect();
            let below = path.join(&fact.path);
            for location in &locations {
                self.write(Location { root: location.root, path: location.path.join(&below) }, &held, false);
            }
            // The object that a constructor fills is this call's own result.
            if locations.is_empty() {
                self.write(Location { root: Root::Made(value), path: below }, &held, false);
            }
        }
        for fact in facts.iter() {
            let parts = fact.path.parts();
            let [Part::Field(name), rest @ ..] = &*parts else { continue };
            if !rest.iter().all(|part| part.is_element()) {
                continue;
            }
            let stored: Facts = [Fact { path: fact.path.after(1), ..*fact }].into_iter().collect();
            for ty in self.types(value).iter() {
                self.add_to_attribute(ty, *name, &stored);
            }
        }
    }

    /// A class without a constructor of its own takes its fields by name, or in the order of their declaration: those
    /// of its bases first.
    pub(in crate::interpret) fn fill_fields(&mut self, calling: &mut Calling<'a>, class: ClassRef) {
        let program = self.cx.program;
        let mut fields: Vec<ir::Symbol> = Vec::new();
        for &owner in program.ancestors(class).iter().rev() {
            for field in &program.class(owner).fields {
                if !fields.contains(&field.name) {
                    fields.push(field.name);
                }
            }
        }
        let outside = program.modelled_ancestors(class);
        let descends = |is: &dyn Fn(Type) -> bool| outside.iter().any(|&node| is(Type::ApiInstance(node)));
        let is_map = descends(&|ty| program.is_map_type(ty));
        let is_tuple = descends(&|ty| program.is_tuple_type(ty));
        let (positional, below) = match &calling.handed {
            Some(handed) => (handed.positional.clone(), handed.made),
            None => (calling.given.positional.iter().map(|&value| vec![(value, Path::EMPTY)]).collect(), Path::EMPTY),
        };
        let by_position = fields.iter().copied().zip(positional);
        let by_name = calling.given.named.iter().map(|&(name, value)| (name, vec![(value, Path::EMPTY)]));
        let given: Vec<(ir::Symbol, Vec<Place>)> = by_position.chain(by_name).collect();
        let places =
            |(name, places): (ir::Symbol, Vec<Place>)| places.into_iter().map(move |(value, path)| (name, value, path));
        for (name, value, path) in given.into_iter().flat_map(places) {
            let facts = self.facts_at(value, path);
            let facts = self.carried(calling.value, &facts, HopKind::Stored);
            let mut parts = vec![Part::Field(name)];
            if is_map {
                parts.push(self.name_key(name));
            }
            if let (true, Some(at)) = (is_tuple, fields.iter().position(|&field| field == name)) {
                parts.push(Part::Key(crate::key::position_key(at)));
            }
            let replaces = !facts.is_empty() || program.is_class_attribute(class, name);
            for part in parts {
                let at = Location { root: Root::Made(calling.value), path: below.then(part) };
                self.write(at, &facts, replaces && below.is_empty());
                if path.is_empty() && below.is_empty() {
                    self.hold(at, value);
                }
            }
            let attribute = program.attribute(class, name);
            self.add_to_cell(Cell::Attribute(attribute), &facts);
        }
    }
}
