//! Entries of maps: what going through a map gives, and how maps are put together, key by key.
//!
//! Takes values that are maps, pairs or named arguments; changes the state so that an entry which surely replaces another
//! does, and so that keys and what stands under them stay apart.

use ir::{BinaryOp, Op, ParamKind, SequenceKind, Value};
use knowledge::{Move, Port};
use program::{Given, Target, Values};

use crate::contents::OneOf;
use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::key::{key_hash, position_key};
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;

/// What a value from which entries are made is.
enum Form {
    /// A map, or something of which that is not known.
    Map,
    /// A sequence of pairs: so many, when it is known where each stands.
    Pairs(Option<usize>),
}

/// How an entry comes to where it stands.
#[derive(Clone, Copy)]
pub(in crate::interpret) struct Way {
    /// The operation that puts it there.
    pub(in crate::interpret) by: Value,
    /// The operation that it passes on the way.
    pub(in crate::interpret) through: Option<Value>,
    /// The last hop.
    pub(in crate::interpret) hop: HopKind,
}

impl<'a> Interpreter<'a, '_> {
    /// Whether a value surely is a map: this function made it, or gathers its named arguments in it.
    pub(in crate::interpret) fn is_map(&self, value: Value) -> bool {
        let locations = &self.values[value.index()].locations;
        !locations.is_empty()
            && locations.iter().all(|location| {
                location.path.is_empty()
                    && match location.root {
                        Root::Made(made) => match self.function.op(made) {
                            Op::Map(_) => true,
                            Op::Call(..) => self.is_of_map_class(made),
                            Op::Binary(operator, ..) => operator == BinaryOp::BitOr,
                            _ => false,
                        },
                        Root::Data(_) => false,
                        Root::Input(input) => {
                            let param = self.function.params.get(input as usize);
                            param.is_some_and(|param| param.kind == ParamKind::RestNamed)
                        }
                    }
            })
    }

    fn is_of_map_class(&self, value: Value) -> bool {
        let types = self.types(value);
        !types.is_empty() && types.iter().all(|ty| self.cx.program.is_map_type(ty))
    }

    /// Where a part of a value is read: of what surely is a map, what going through it gives are the keys.
    pub(in crate::interpret) fn told_apart(&self, value: Value, path: Path) -> Path {
        match path.parts().first() {
            Some(Part::Each) if self.is_map(value) => Path::one(Part::Keys).join(&path.after(1)),
            _ => path,
        }
    }

    /// A key of which nothing is known is one of a map's keys now.
    pub(in crate::interpret) fn key_written(&mut self, value: Value, key: Value, root: Root) {
        let keys = self.whole(key);
        if !keys.is_empty() {
            let keys = self.carried(value, &keys, HopKind::Operand);
            self.write(Location { root, path: Path::one(Part::Keys) }, &keys, false);
        }
    }

    /// The constant keys under which something surely stands in the one object that a value is.
    fn present(&self, value: Value) -> Vec<Part> {
        match self.values[value.index()].locations[..] {
            [Location { root, path }] if path.is_empty() => self.state.present(root),
            _ => Vec::new(),
        }
    }

    /// Whether something surely stands in a value under constant keys, one below the other.
    pub(in crate::interpret) fn stands_under(&self, value: Value, keys: &[&ir::Constant]) -> bool {
        let [Location { root, path }] = self.values[value.index()].locations[..] else { return false };
        let path = keys.iter().fold(path, |path, key| path.then(Part::Key(key_hash(key))));
        self.state.surely_holds(Location { root, path })
    }

    /// Whether every key of a value is known, and what stands under it: it was written down so, and nobody else has it.
    pub(in crate::interpret) fn is_wholly_known(&self, value: Value) -> bool {
        let [Location { root: root @ Root::Made(made), path }] = self.values[value.index()].locations[..] else {
            return false;
        };
        let Op::Map(list) = self.function.op(made) else { return false };
        path.is_empty()
            && self.state.contents.is_untouched(root)
            && self.function.values(list).chunks_exact(2).all(|pair| self.constant(pair[0]).is_some())
    }

    fn form(&self, value: Value) -> Form {
        if self.is_map(value) {
            return Form::Map;
        }
        if let Some((_, length)) = self.own_sequence(value) {
            return Form::Pairs(Some(length));
        }
        match self.function.op(self.original(value)) {
            Op::Sequence(kind, _) if kind != SequenceKind::Set => Form::Pairs(None),
            Op::Call(..) => {
                let site = self.cx.program.call(self.id, self.original(value));
                let is_api = |target: &Target| matches!(target, Target::Api(_));
                let is_modelled = site.is_some_and(|site| site.targets.iter().any(is_api));
                if is_modelled && !self.is_of_map_class(value) { Form::Pairs(None) } else { Form::Map }
            }
            _ => Form::Map,
        }
    }

    /// Puts what a map, or a sequence of pairs, holds into an object: under the same keys, instead of what is there.
    pub(in crate::interpret) fn put_entries(&mut self, way: Way, from: Value, into: Root) {
        match self.form(from) {
            Form::Map => self.put_map(way, from, into),
            Form::Pairs(Some(length)) => {
                for at in 0..length {
                    let pair = Path::one(Part::Key(position_key(at)));
                    self.put_pair(way, from, pair, into);
                }
            }
            Form::Pairs(None) => self.put_pairs(way, from, into),
        }
    }

    fn put_map(&mut self, way: Way, from: Value, into: Root) {
        let present = self.present(from);
        for &part in &present {
            let path = Path::one(part);
            let facts = self.facts_at(from, path);
            let known = self.known_at(from, path);
            self.put_entry(way, Location { root: into, path }, &facts, known);
        }
        if self.is_wholly_known(from) {
            return;
        }
        let facts = self.facts(from);
        let is_other = |fact: &&Fact| fact.path.parts().first().is_none_or(|first| !present.contains(first));
        let others: Facts = facts.iter().filter(is_other).copied().collect();
        let others = self.brought(way, &others);
        self.state.contents.touch(into);
        self.state.contents.changed(Location { root: into, path: Path::EMPTY });
        self.put_parts(&others, into);
    }

    /// Puts facts into an object, each part at its own place, so that a later write to it replaces it.
    fn put_parts(&mut self, facts: &Facts, into: Root) {
        for fact in facts.iter() {
            let held: Facts = [Fact { path: Path::EMPTY, ..*fact }].into_iter().collect();
            self.write(Location { root: into, path: fact.path }, &held, false);
        }
    }

    /// One pair of a sequence.
    fn put_pair(&mut self, way: Way, from: Value, pair: Path, into: Root) {
        let (first, second) = (pair.then(Part::Key(position_key(0))), pair.then(Part::Key(position_key(1))));
        let facts = self.facts_at(from, second);
        let known = self.known_at(from, second);
        let key = self.known_at(from, first);
        if let Some([key]) = key.as_deref().map(Vec::as_slice) {
            let path = Path::one(Part::Key(key_hash(key)));
            self.put_entry(way, Location { root: into, path }, &facts, known);
            return;
        }
        let keys = self.facts_at(from, first);
        self.put_under_any(way, &keys, &facts, into);
    }

    /// Pairs of which it is not known where they stand.
    fn put_pairs(&mut self, way: Way, from: Value, into: Root) {
        let whole = self.facts(from);
        let as_such: Facts = whole.iter().filter(|fact| fact.path.is_empty()).copied().collect();
        let place = |at: usize| Path::one(Part::Any).then(Part::Key(position_key(at)));
        let part = |this: &Self, at: usize| -> Facts {
            let found = this.facts_at(from, place(at));
            found.iter().filter(|fact| !as_such.iter().any(|known| known.origin == fact.origin)).copied().collect()
        };
        let (keys, values) = (part(self, 0), part(self, 1));
        self.put_under_any(way, &keys, &values, into);
        let as_such = self.brought(way, &as_such);
        self.write(Location { root: into, path: Path::EMPTY }, &as_such, false);
    }

    fn put_under_any(&mut self, way: Way, keys: &Facts, values: &Facts, into: Root) {
        let (keys, values) = (self.brought(way, keys), self.brought(way, values));
        self.state.contents.touch(into);
        self.write(Location { root: into, path: Path::one(Part::Keys) }, &keys, false);
        self.write(Location { root: into, path: Path::one(Part::Any) }, &values, false);
    }

    /// Puts named arguments into an object, each under its name.
    pub(in crate::interpret) fn put_named(&mut self, way: Way, given: &Given, into: Root, as_fields: bool) {
        for &(name, value) in &given.named {
            let part = if as_fields { Part::Field(name) } else { self.name_key(name) };
            let facts = self.facts(value);
            let known = self.known_to_be(value);
            self.put_entry(way, Location { root: into, path: Path::one(part) }, &facts, known);
            self.escapes(value);
        }
        if !as_fields {
            for &map in &given.spread_named {
                self.put_map(way, map, into);
            }
        }
    }

    /// The key that a name is in a map.
    pub(in crate::interpret) fn name_key(&self, name: ir::Symbol) -> Part {
        Part::Key(key_hash(&ir::Constant::Str(self.cx.program.text(name).into())))
    }

    /// One entry, instead of what is there.
    pub(in crate::interpret) fn put_entry(&mut self, way: Way, at: Location, facts: &Facts, known: Option<OneOf>) {
        let facts = self.brought(way, facts);
        self.write(at, &facts, true);
        if let Some(known) = known {
            self.state.contents.set(at, known);
        }
    }

    /// The constants of which a part of a value surely is one.
    pub(in crate::interpret) fn known_at(&self, value: Value, path: Path) -> Option<OneOf> {
        let [Location { root, path: below }] = self.values[value.index()].locations[..] else { return None };
        self.state.contents.one_of(Location { root, path: below.join(&path) }).cloned()
    }

    fn brought(&mut self, way: Way, facts: &Facts) -> Facts {
        let facts = match way.through {
            Some(through) => self.carried(through, facts, HopKind::Operand),
            None => facts.clone(),
        };
        self.carried(way.by, &facts, way.hop)
    }

    /// Two maps put together, the entries of the second instead of those of the first.
    pub(in crate::interpret) fn put_together(&mut self, value: Value, parts: [Value; 2]) -> Location {
        let root = Root::Made(value);
        self.state.forget(root);
        let way = Way { by: value, through: None, hop: HopKind::Operand };
        for part in parts {
            self.put_map(way, part, root);
        }
        Location { root, path: Path::EMPTY }
    }

    /// An object's attributes as a map: each stands under its name.
    pub(in crate::interpret) fn as_map(&mut self, way: Way, of: Value, into: Root) {
        let facts = self.facts(of);
        let facts = self.brought(way, &facts);
        for fact in facts.iter() {
            let (path, rest) = match *fact.path.parts() {
                [Part::Field(name), ..] => (Path::one(self.name_key(name)), fact.path.after(1)),
                _ => (Path::EMPTY, fact.path),
            };
            let held: Facts = [Fact { path: rest, ..*fact }].into_iter().collect();
            self.write(Location { root: into, path }, &held, false);
        }
    }

    /// Runs a row that says what becomes of entries. Gives whether the rows that pass data say nothing more.
    pub(in crate::interpret) fn move_entries(
        &mut self,
        calling: &mut Calling<'a>,
        hop: HopKind,
        does: Move,
        at: Option<&Port>,
        value: Option<Value>,
    ) -> bool {
        let way = Way { by: calling.value, through: None, hop };
        let made = Root::Made(calling.value);
        match does {
            Move::Put | Move::Default | Move::TakeKey => {
                let place = at.and_then(|at| self.at(calling, at).first().copied());
                place.is_some_and(|(of, path)| self.move_entry(calling, way, does, (of, path), value))
            }
            Move::Merge | Move::Layer => {
                // A module by whose name the call is written is none that entries are put into.
                let receiver = calling.given.receiver.filter(|&of| !self.cx.program.is_imported(self.id, of));
                let receivers = receiver.map(|receiver| self.values[receiver.index()].locations.clone());
                let into = match receivers.as_deref() {
                    None => made,
                    Some(&[Location { root, path }]) if path.is_empty() => root,
                    _ => return false,
                };
                let mut given = calling.given.positional.clone();
                if does == Move::Layer {
                    given.reverse();
                }
                for from in given {
                    self.put_entries(way, from, into);
                }
                let given = calling.given.clone();
                self.put_named(way, &given, into, false);
                true
            }
            Move::Change => {
                let receiver = calling.given.receiver.filter(|&of| !self.cx.program.is_imported(self.id, of));
                // Of nothing, an object of its own with the arguments as attributes is made.
                if let Some(of) = value.or(receiver) {
                    let facts = self.facts(of);
                    let facts = self.brought(way, &facts);
                    self.put_parts(&facts, made);
                }
                let given = calling.given.clone();
                self.put_named(way, &given, made, true);
                true
            }
            Move::Attributes => {
                let Some(of) = value else { return false };
                self.as_map(way, of, made);
                true
            }
            _ => false,
        }
    }

    /// What becomes of one entry of an object.
    fn move_entry(
        &mut self,
        calling: &mut Calling<'a>,
        way: Way,
        does: Move,
        (of, path): (Value, Path),
        value: Option<Value>,
    ) -> bool {
        let [Location { root, path: below }] = self.values[of.index()].locations[..] else { return false };
        let at = Location { root, path: below.join(&path) };
        let is_exact = !at.path.is_lost() && path.parts().iter().all(|part| matches!(part, Part::Key(_)));
        if !is_exact {
            return false;
        }
        match does {
            Move::TakeKey => {
                let facts = self.facts_at(of, path);
                calling.result.facts = self.brought(way, &facts);
                if let (false, Some(value)) = (self.state.surely_holds(at), value) {
                    let facts = self.facts(value);
                    let facts = self.brought(way, &facts);
                    calling.result.facts.add_all(&facts);
                }
                self.remove(at);
            }
            Move::Default if self.state.surely_holds(at) => {
                let facts = self.facts_at(of, path);
                calling.result.facts = self.brought(way, &facts);
                self.be_part(calling, of, path);
            }
            Move::Put => {
                let Some(value) = value else { return false };
                let facts = self.facts(value);
                let known = self.known_to_be(value);
                self.put_entry(way, at, &facts, known);
                self.escapes(value);
            }
            _ => return false,
        }
        true
    }
}
