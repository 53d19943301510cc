//! Sequences whose elements change places: `append`, `insert`, `pop` and their kin, as models name them.
//!
//! Takes a call of such a row; changes the state so that each element keeps its own facts. What is not known exactly is
//! mixed: any element may then stand anywhere.

use std::rc::Rc;

use ir::{Constant, Elem, Op, SequenceKind, Value};
use knowledge::{Effect, Move, Port, PortStep, RowId};
use smallvec::smallvec;

use crate::contents::{OneOf, together};
use crate::fact::{Fact, Facts};
use crate::interpret::calls::Calling;
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::key::position_key;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;
use program::{Values, row_holds};

/// The position that a call names.
#[derive(Clone, Copy)]
enum Named {
    /// None: the last.
    Last,
    /// This one, counted from the front.
    At(usize),
    /// One that is not known.
    Unknown,
}

/// Where an element stands.
pub(super) fn place(root: Root, position: usize) -> Location {
    Location { root, path: Path::one(Part::Key(position_key(position))) }
}

impl<'a> Interpreter<'a, '_> {
    /// The one sequence of known length that a value is.
    pub(in crate::interpret) fn own_sequence(&self, value: Value) -> Option<(Root, usize)> {
        let [Location { root, path }] = self.values[value.index()].locations[..] else { return None };
        if !path.is_empty() {
            return None;
        }
        Some((root, self.state.contents.length(root)?))
    }

    /// A position as it is counted from the front.
    fn position(&self, at: Value, length: usize) -> Option<usize> {
        match self.constant(at)? {
            Constant::Int(at) if *at < 0 => length.checked_sub(usize::try_from(at.unsigned_abs()).ok()?),
            Constant::Int(at) => usize::try_from(*at).ok(),
            _ => None,
        }
    }

    /// The element of a sequence of known length that a key means.
    pub(in crate::interpret) fn element_key(&self, base: Value, key: Value) -> Option<Part> {
        let (_, length) = self.own_sequence(base)?;
        let position = self.position(key, length).filter(|position| *position < length)?;
        Some(Part::Key(position_key(position)))
    }

    /// Runs the rows that move elements. Gives whether the call has been followed exactly, so that the rows which pass
    /// data between the receiver and the arguments say nothing more.
    pub(in crate::interpret) fn move_rows(&mut self, calling: &mut Calling<'a>, rows: &[RowId]) -> bool {
        let names = self.cx.program.apis;
        let moves = rows.iter().find_map(|&row| match &names.row(row).effect {
            Effect::Sequence { does, at, value } => Some((row, *does, at.as_ref(), value.as_ref())),
            _ => None,
        });
        let Some((row, does, at, value)) = moves else { return false };
        if !calling.given.spread.is_empty() || !row_holds(self, names.row(row), &calling.given, calling.value) {
            return false;
        }
        let passes = |row: &&RowId| matches!(names.row(**row).effect, Effect::Pass { .. });
        let hop = rows.iter().find(passes).map_or(HopKind::Stored, |&row| HopKind::Passed(row));
        let given = |this: &Self, port: Option<&Port>| {
            port.and_then(|port| this.at(calling, port).first().map(|(value, _)| *value))
        };
        let value = given(self, value);
        match does {
            Move::Put | Move::Default | Move::TakeKey | Move::Merge | Move::Layer | Move::Change | Move::Attributes => {
                return self.move_entries(calling, hop, does, at, value);
            }
            Move::Copy | Move::Zip => return self.make_sequence(calling, hop, does, value),
            Move::Mix | Move::Reverse if value.is_some() => return self.make_sequence(calling, hop, does, value),
            _ => {}
        }
        let at = given(self, at);
        let Some(receiver) = calling.given.receiver else { return false };
        self.touch(receiver);
        let exact = self.own_sequence(receiver).is_some_and(|(root, length)| {
            let position = match at {
                None => Named::Last,
                Some(at) => self.position(at, length).map_or(Named::Unknown, Named::At),
            };
            self.moves(calling, hop, (root, length), does, position, value)
        });
        if !exact {
            if let (Move::Append | Move::Extend, Some(value), Some(root)) = (does, value, self.own_object(receiver)) {
                self.put_behind(calling, hop, root, does, value);
                return true;
            }
            for location in self.values[receiver.index()].locations.clone() {
                if location.path.is_empty() {
                    self.state.mix_elements(location.root);
                }
            }
        }
        exact
    }

    /// Moves the elements of a sequence of known length. Gives whether that could be done.
    fn moves(
        &mut self,
        calling: &mut Calling<'a>,
        hop: HopKind,
        (root, length): (Root, usize),
        does: Move,
        position: Named,
        value: Option<Value>,
    ) -> bool {
        match does {
            Move::Append | Move::Insert | Move::Prepend => {
                let Some(value) = value else { return false };
                let position = match (does, position) {
                    (Move::Append, _) => length,
                    (Move::Prepend, _) => 0,
                    (_, Named::At(position)) => position.min(length),
                    _ => return false,
                };
                self.state.move_elements(root, length, &|at| Some(if at >= position { at + 1 } else { at }));
                let facts = self.facts(value);
                let before =
                    position.checked_sub(1).and_then(|before| self.state.contents.constant(place(root, before)));
                let facts = before.cloned().map_or_else(|| facts.clone(), |before| self.next_to(&before, &facts));
                let facts = self.carried(calling.value, &facts, hop);
                self.write(place(root, position), &facts, true);
                self.hold(place(root, position), value);
                self.state.contents.set_length(root, length + 1);
            }
            Move::Take | Move::TakeFirst => {
                let position = match position {
                    _ if does == Move::TakeFirst => Some(0).filter(|_| length > 0),
                    Named::Last => length.checked_sub(1),
                    Named::At(position) => Some(position).filter(|position| *position < length),
                    Named::Unknown => None,
                };
                let Some(position) = position else { return false };
                let found = self.state.read(place(root, position));
                calling.result.facts = self.carried(calling.value, &found.facts, hop);
                let constant = self.state.contents.constant(place(root, position)).cloned();
                calling.constant = constant.map(|constant| Literal::Folded(Rc::new(constant)));
                self.remove_at(root, length, position);
            }
            Move::Remove => {
                let sought = value.and_then(|value| self.constant(value)).cloned();
                let Some(position) = sought.and_then(|sought| self.first_equal(root, length, &sought)) else {
                    return false;
                };
                self.remove_at(root, length, position);
            }
            Move::Clear => {
                self.state.move_elements(root, length, &|_| None);
                self.state.contents.set_length(root, 0);
            }
            Move::Extend => {
                let Some((more, value)) = value.and_then(|value| Some((self.own_sequence(value)?.1, value))) else {
                    return false;
                };
                for at in 0..more {
                    self.copy_element(calling.value, hop, (value, at), place(root, length + at));
                }
                self.state.contents.set_length(root, length + more);
            }
            Move::Reverse => self.state.move_elements(root, length, &|at| Some(length - 1 - at)),
            _ => return false,
        }
        true
    }

    /// One element of a sequence stands in another, too, with what is known of it.
    fn copy_element(&mut self, by: Value, hop: HopKind, (from, position): (Value, usize), to: Location) {
        let path = Path::one(Part::Key(position_key(position)));
        let facts = self.facts_at(from, path);
        let facts = self.carried(by, &facts, hop);
        self.write(to, &facts, true);
        if let Some(known) = self.known_at(from, path) {
            self.state.contents.set(to, known);
        }
    }

    /// A new sequence of elements of others. Gives whether it could be told which stands where.
    fn make_sequence(&mut self, calling: &mut Calling<'a>, hop: HopKind, does: Move, value: Option<Value>) -> bool {
        let root = Root::Made(calling.value);
        if does == Move::Zip {
            return self.zip(calling, hop, root);
        }
        let Some(value) = value else {
            let is_empty = does == Move::Copy && calling.given.arguments().next().is_none();
            if is_empty {
                self.state.contents.set_length(root, 0);
            }
            return is_empty;
        };
        let known = self.own_sequence(value).filter(|_| does != Move::Mix);
        let Some((_, length)) = known else {
            if self.is_map(value) || does != Move::Copy {
                self.mixed(calling, hop, value);
                return true;
            }
            return false;
        };
        for at in 0..length {
            let to = if does == Move::Reverse { length - 1 - at } else { at };
            self.copy_element(calling.value, hop, (value, at), place(root, to));
        }
        self.state.contents.set_length(root, length);
        true
    }

    /// What is given has the elements of a value, any of them anywhere.
    fn mixed(&mut self, calling: &mut Calling<'a>, hop: HopKind, value: Value) {
        let whole = self.facts(value);
        let as_such: Facts = whole.iter().filter(|fact| fact.path.parts().is_empty()).copied().collect();
        let as_such = self.carried(calling.value, &as_such, hop);
        calling.result.facts.add_all(&as_such);
        let elements = self.facts_at(value, Path::one(Part::Each));
        let is_new = |fact: &&Fact| !as_such.iter().any(|known| known.origin == fact.origin);
        let elements: Facts = elements.iter().filter(is_new).copied().collect();
        let elements = self.carried(calling.value, &elements, hop);
        let below = Path::one(Part::Any);
        for fact in elements.iter() {
            calling.result.facts.add(Fact { path: below.join(&fact.path), ..*fact });
        }
    }

    /// Tuples of the elements at one place in several sequences of known length.
    fn zip(&mut self, calling: &Calling<'a>, hop: HopKind, root: Root) -> bool {
        let all = calling.given.positional.clone();
        let lengths = all.iter().map(|&value| self.own_sequence(value).map(|(_, length)| length));
        let Some(length) = lengths.collect::<Option<Vec<usize>>>().and_then(|all| all.into_iter().min()) else {
            return false;
        };
        for at in 0..length {
            for (column, &value) in all.iter().enumerate() {
                let row = place(root, at);
                let to = Location { root, path: row.path.then(Part::Key(position_key(column))) };
                self.copy_element(calling.value, hop, (value, at), to);
            }
        }
        self.state.contents.set_length(root, length);
        true
    }

    /// Two sequences of known length, one behind the other.
    pub(in crate::interpret) fn added(&mut self, value: Value, left: Value, right: Value) -> Option<Abstract<'a>> {
        let (Some((_, first)), Some((_, second))) = (self.own_sequence(left), self.own_sequence(right)) else {
            return self.added_to_beginning(value, left, right);
        };
        let root = Root::Made(value);
        self.state.forget(root);
        for (at, (from, position)) in
            (0..first).map(|at| (left, at)).chain((0..second).map(|at| (right, at))).enumerate()
        {
            self.copy_element(value, HopKind::Operand, (from, position), place(root, at));
        }
        self.state.contents.set_length(root, first + second);
        Some(Abstract { locations: smallvec![Location { root, path: Path::EMPTY }], ..Abstract::default() })
    }

    /// The constants of which each element of a sequence of known length is one, all together.
    pub(in crate::interpret) fn elements_known(&self, of: Value) -> Option<OneOf> {
        let (root, length) = self.own_sequence(of)?;
        let mut known = (0..length).map(|at| self.state.contents.one_of(place(root, at)));
        let first = known.next()??.clone();
        known.try_fold(first, |all, more| together(&all, more?))
    }

    /// The first element that surely equals a constant, all before it being other constants.
    fn first_equal(&self, root: Root, length: usize, sought: &Constant) -> Option<usize> {
        for position in 0..length {
            match self.state.contents.constant(place(root, position)) {
                Some(constant) if constant == sought => return Some(position),
                Some(_) => {}
                None => return None,
            }
        }
        None
    }

    pub(in crate::interpret) fn remove_at(&mut self, root: Root, length: usize, position: usize) {
        self.state.move_elements(root, length, &|at| match at.cmp(&position) {
            std::cmp::Ordering::Less => Some(at),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(at - 1),
        });
        self.state.contents.set_length(root, length - 1);
    }

    /// An element of a sequence of known length is removed.
    pub(in crate::interpret) fn delete_element(&mut self, base: Value, key: Value) -> bool {
        let Some((root, length)) = self.own_sequence(base) else { return false };
        self.state.contents.touch(root);
        match self.position(key, length).filter(|position| *position < length) {
            Some(position) => self.remove_at(root, length, position),
            None => self.state.mix_elements(root),
        }
        true
    }

    /// For each element at a port's steps of a sequence of known length: the constants of which it is one.
    pub(in crate::interpret) fn held_at(&self, value: Value, steps: &[PortStep]) -> Option<Vec<Vec<Constant>>> {
        let (root, length) = self.own_sequence(value)?;
        let positions = match steps {
            [PortStep::Element] => 0..length,
            [PortStep::Key(key)] => {
                let at: usize = key.parse().ok()?;
                at..(at + 1).min(length)
            }
            _ => return None,
        };
        let one_of = |at: usize| self.state.contents.one_of(place(root, at)).map(|known| known.to_vec());
        Some(positions.map(|at| one_of(at).unwrap_or_default()).collect())
    }

    /// A part surely holds a value: its constant is known there, and those in a tuple, which never changes.
    pub(in crate::interpret) fn hold(&mut self, at: Location, value: Value) {
        if let Some(known) = self.known_to_be(value) {
            self.state.contents.set(at, known);
        } else if let Op::Sequence(SequenceKind::Tuple, list) = self.function.op(self.original(value)) {
            for (position, of) in self.function.values(list).iter().enumerate() {
                if let Some(known) = self.known_to_be(*of) {
                    let path = at.path.then(Part::Key(position_key(position)));
                    self.state.contents.set(Location { root: at.root, path }, known);
                }
            }
        }
    }

    /// The objects that a value is are written to.
    pub(in crate::interpret) fn touch(&mut self, value: Value) {
        for location in &self.values[value.index()].locations {
            self.state.contents.touch(location.root);
        }
    }

    /// The objects that a value is are held by others from here on.
    pub(in crate::interpret) fn escapes(&mut self, value: Value) {
        for at in 0..self.values[value.index()].locations.len() {
            let root = self.values[value.index()].locations[at].root;
            self.state.contents.escape(root);
        }
    }

    /// What a text or sequence is from one position to another: constant text, or a sequence of its own.
    pub(in crate::interpret) fn range(
        &mut self,
        value: Value,
        base: Value,
        from: Value,
        to: Value,
    ) -> Option<Abstract<'a>> {
        let bound = |this: &Self, at: Value, whole: usize, length: usize| -> Option<usize> {
            match this.constant(at)? {
                Constant::Null => Some(whole),
                Constant::Int(at) if *at < 0 => Some(length.saturating_sub(usize::try_from(at.unsigned_abs()).ok()?)),
                Constant::Int(at) => Some(usize::try_from(*at).ok()?.min(length)),
                _ => None,
            }
        };
        if let Some(Constant::Str(text)) = self.constant(base) {
            let letters: Vec<char> = text.chars().collect();
            let (from, to) = (bound(self, from, 0, letters.len())?, bound(self, to, letters.len(), letters.len())?);
            let part: String = letters.get(from..to.max(from))?.iter().collect();
            let constant = Literal::Folded(Rc::new(Constant::Str(part.into())));
            return Some(Abstract { constant: Some(constant), ..Abstract::default() });
        }
        let (root, length) = self.own_sequence(base)?;
        let (from, to) = (bound(self, from, 0, length)?, bound(self, to, length, length)?);
        let new = Root::Made(value);
        let elements: Vec<(crate::fact::Facts, Option<OneOf>)> = (from..to.max(from))
            .map(|at| {
                let facts = self.state.read(place(root, at)).facts;
                (facts, self.state.contents.one_of(place(root, at)).cloned())
            })
            .collect();
        self.state.forget(new);
        for (at, (facts, constant)) in elements.iter().enumerate() {
            let facts = self.carried(value, facts, HopKind::Operand);
            self.write(place(new, at), &facts, true);
            if let Some(constant) = constant {
                self.state.contents.set(place(new, at), constant.clone());
            }
        }
        self.state.contents.set_length(new, elements.len());
        Some(Abstract { locations: smallvec![Location { root: new, path: Path::EMPTY }], ..Abstract::default() })
    }

    /// The constant that a part of a value surely is: a letter of constant text, or what an own object holds there.
    pub(in crate::interpret) fn part_constant(&self, base: Value, elem: Elem, part: Part) -> Option<Literal<'a>> {
        if let (Some(Constant::Str(text)), Elem::Item(key)) = (self.constant(base), elem) {
            let length = text.chars().count();
            let letter = text.chars().nth(self.position(key, length)?)?;
            return Some(Literal::Folded(Rc::new(Constant::Str(letter.to_string().into()))));
        }
        let [location] = self.values[base.index()].locations[..] else { return None };
        let at = Location { root: location.root, path: location.path.then(part) };
        let own = self.state.contents.constant(at).cloned().map(|constant| Literal::Folded(Rc::new(constant)));
        own.or_else(|| self.data_constant(base, Path::one(part)))
    }
}
