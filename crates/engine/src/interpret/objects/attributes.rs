//! The map of all attributes of an object: what an attribute holds stands under its name there, and what is put there
//! under a name is the attribute.
//!
//! The map is an attribute like others. Takes a value and a path through it, or through an attribute that may have been
//! written by way of it; gives what is held the other way.

use ir::{Callee, Constant, Elem, Symbol, Value};
use program::Given;

use crate::fact::{Fact, Facts};
use crate::interpret::{Abstract, Interpreter};
use crate::key::key_hash;
use crate::location::Location;
use crate::path::{Part, Path};
use crate::state::narrowed;
use crate::trace::HopKind;
use program::Values;

impl<'a> Interpreter<'a, '_> {
    /// Notes that something was put into a map of attributes, so that reads of attributes look there.
    pub(in crate::interpret) fn note_attributes(&mut self, path: &Path) {
        let Some(map) = self.cx.attributes else { return };
        self.has_attributes |= path.parts().contains(&Part::Field(map));
    }

    /// Adds what stands at a path by way of the map of all attributes.
    pub(in crate::interpret) fn add_by_name(&self, facts: &mut Facts, value: Value, path: &Path) {
        let (Some(map), Some(&Part::Field(first))) = (self.cx.attributes, path.parts().first()) else { return };
        if first == map {
            for fact in self.facts(value).iter() {
                let Some(&Part::Field(name)) = fact.path.parts().first() else { continue };
                if name != map {
                    let by_name = self.by_name(map, name).join(&fact.path.after(1));
                    let fact = Fact { path: by_name, ..*fact };
                    if let Some(fact) = narrowed(&fact, path) {
                        facts.add(fact);
                    }
                }
            }
        } else if self.has_attributes {
            let by_name = self.by_name(map, first).join(&path.after(1));
            let known = &self.values[value.index()];
            for location in &known.locations {
                let found = self.state.read(Location { root: location.root, path: location.path.join(&by_name) });
                facts.add_all(&found.facts);
            }
            for fact in known.facts.iter().filter(|fact| fact.path.parts().first() == Some(&Part::Field(map))) {
                if let Some(fact) = narrowed(fact, &by_name) {
                    facts.add(fact);
                }
            }
        }
    }

    /// An attribute, by its name in the map.
    fn by_name(&self, map: Symbol, name: Symbol) -> Path {
        let key = key_hash(&Constant::Str(self.cx.program.text(name).into()));
        Path::one(Part::Field(map)).then(Part::Key(key))
    }

    /// A call of the language's own method for keeping an attribute, or an element, that no class of the program stands
    /// for: `super().__setattr__(name, value)`. Gives nothing for any other call.
    pub(in crate::interpret) fn kept_by_language(
        &mut self,
        value: Value,
        callee: Callee,
        given: &Given,
    ) -> Option<Abstract<'a>> {
        let language = self.cx.program.language();
        let (receiver, name, is_super) = match callee {
            Callee::Method(receiver, name) => (receiver, name, false),
            Callee::Super(receiver, name) => (receiver, name, true),
            Callee::Value(_) => return None,
        };
        let text = self.cx.program.text(name);
        let is_element = is_super && text == language.store_item;
        if !is_element && text != language.unseen.store_attribute || text.is_empty() {
            return None;
        }
        let (object, key, of) = match given.positional[..] {
            [key, of] => (receiver, key, of),
            [object, key, of] if !is_super => (object, key, of),
            _ => return None,
        };
        let named = match self.constant(key) {
            Some(Constant::Str(text)) => self.cx.program.symbols.find(text),
            _ => None,
        };
        match (is_element, named) {
            (true, _) => self.store(value, object, Elem::Item(key), of),
            (false, Some(name)) => self.store(value, object, Elem::Field(name), of),
            (false, None) => {
                let facts = self.facts(of);
                let facts = self.carried(value, &facts, HopKind::Stored);
                self.escapes(of);
                let map = self.cx.attributes?;
                for location in self.values[object.index()].locations.clone() {
                    let path = location.path.then(Part::Field(map)).then(Part::Any);
                    self.write(Location { root: location.root, path }, &facts, false);
                }
            }
        }
        Some(Abstract::default())
    }
}
