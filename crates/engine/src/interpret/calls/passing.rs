//! How arguments become inputs: which of the caller's values is which parameter, and what an input holds.

use std::rc::Rc;

use ir::{Op, ParamKind, Symbol, Value};
use knowledge::KindSet;
use program::FuncId;

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Place;
use crate::interpret::calls::surroundings::hidden_of_method;
use crate::path::{Part, Path};
use crate::state::narrowed;

/// How the caller's values become a callee's inputs.
pub(in crate::interpret) struct Passing {
    /// For each input: the caller's values, and the part of each that is the input.
    inputs: Vec<Vec<Place>>,
    /// For inputs that gather several arguments: the arguments by element.
    gathered: Vec<(u16, Part, Place)>,
    /// What is shown of arguments by the constants that stand before them.
    shown: Vec<(Value, KindSet)>,
    /// Data that stands in no value, by input.
    data: Vec<(u16, Facts)>,
    /// How many of the inputs are parameters; the others are captured variables.
    params: usize,
}

/// A callee whose inputs are being filled.
struct Filling<'p, 'k> {
    program: &'p program::Program<'k>,
    callee: &'p ir::Function,
    /// How many parameters stand before those of the arguments.
    shift: usize,
    rest: Option<usize>,
    rest_named: Option<usize>,
    passing: Passing,
}

impl Filling<'_, '_> {
    fn takes_position(&self, at: usize) -> bool {
        let param = self.callee.params.get(at);
        param.is_some_and(|param| matches!(param.kind, ParamKind::Normal | ParamKind::PositionalOnly))
    }

    fn position(&mut self, index: usize, place: Place) {
        let at = index + self.shift;
        if self.takes_position(at) {
            self.passing.inputs[at].push(place);
        } else if let Some(rest) = self.rest {
            let key = crate::key::position_key(at.saturating_sub(rest));
            self.passing.gathered.push((rest as u16, Part::Key(key), place));
        }
    }

    fn name(&mut self, name: Symbol, place: Place) {
        let takes =
            |param: &ir::Param| param.name == name && matches!(param.kind, ParamKind::Normal | ParamKind::NamedOnly);
        if let Some(at) = self.callee.params.iter().position(takes) {
            self.passing.inputs[at].push(place);
        } else if let Some(rest) = self.rest_named {
            self.passing.gathered.push((rest as u16, Part::Key(self.key(name)), place));
        }
    }

    fn key(&self, name: Symbol) -> u64 {
        crate::key::key_hash(&ir::Constant::Str(self.program.text(name).into()))
    }

    /// The elements of a sequence after so many arguments by position.
    fn spread(&mut self, positional: usize, (value, path): Place) {
        let first = positional + self.shift;
        for at in first..self.callee.params.len() {
            if self.takes_position(at) && self.passing.inputs[at].is_empty() {
                let key = crate::key::position_key(at - first);
                self.passing.inputs[at].push((value, path.then(Part::Key(key))));
            }
        }
        if let Some(rest) = self.rest {
            self.passing.inputs[rest].push((value, path));
        }
    }

    /// The entries of a map, for parameters that no other argument is for.
    fn spread_named(&mut self, positional: usize, named: &[(Symbol, Value)], (value, path): Place) {
        for (at, param) in self.callee.params.iter().enumerate() {
            let given = named.iter().any(|(name, _)| *name == param.name) || at < positional + self.shift;
            if matches!(param.kind, ParamKind::Normal | ParamKind::NamedOnly) && !given {
                let key = Part::Key(self.key(param.name));
                self.passing.inputs[at].push((value, path.then(key)));
            }
        }
        if let Some(rest) = self.rest_named {
            self.passing.inputs[rest].push((value, path));
        }
    }

    /// A spread value of which it is known how many arguments it gives, and the first's position.
    fn side_by_side(&mut self, first: usize, length: usize, value: Value, is_one: bool) {
        for at in 0..length {
            let part = Path::one(Part::Key(crate::key::position_key(at)));
            self.position(first + at, (value, if is_one { Path::EMPTY } else { part }));
        }
    }

    /// A spread value whose elements begin at a position, or, when that `is_first` no more, anywhere behind it.
    fn anywhere(&mut self, first: usize, value: Value, is_one: bool, is_first: bool) {
        let takes = |kind: ParamKind| matches!(kind, ParamKind::Normal | ParamKind::PositionalOnly);
        for at in first + self.shift..self.callee.params.len() {
            if takes(self.callee.params[at].kind) {
                let key = Part::Key(crate::key::position_key(at - first - self.shift));
                let part = if is_first { key } else { Part::Any };
                let path = if is_one { Path::EMPTY } else { Path::one(part) };
                self.passing.inputs[at].push((value, path));
            }
        }
        if let Some(rest) = self.rest {
            self.passing.inputs[rest].push((value, Path::EMPTY));
        }
    }
}

impl Passing {
    pub(in crate::interpret) fn new(
        interpreter: &Interpreter<'_, '_>,
        calling: &Calling<'_>,
        function: FuncId,
        receiver: Option<Place>,
        bound: bool,
    ) -> Self {
        let program = interpreter.cx.program;
        let callee = program.function(function);
        let of_kind = |kind: ParamKind| callee.params.iter().position(|param| param.kind == kind);
        let inputs = vec![Vec::new(); callee.params.len() + callee.captures.len()];
        let mut filling = Filling {
            program,
            callee,
            shift: usize::from(bound),
            rest: of_kind(ParamKind::Rest),
            rest_named: of_kind(ParamKind::RestNamed),
            passing: Self {
                inputs,
                gathered: Vec::new(),
                shown: Vec::new(),
                data: Vec::new(),
                params: callee.params.len(),
            },
        };
        if let (Some(receiver), true, Some(first)) = (receiver, bound, filling.passing.inputs.first_mut()) {
            first.push(receiver);
        }
        match &calling.handed {
            None => {
                let given = &calling.given;
                for (index, &value) in given.positional.iter().enumerate() {
                    filling.position(index, (value, Path::EMPTY));
                }
                for &(name, value) in &given.named {
                    filling.name(name, (value, Path::EMPTY));
                }
                let mut next = Some(given.positional.len());
                for &value in &given.spread {
                    let is_one = given.behind.contains(&value);
                    let own = || interpreter.own_sequence(value).map(|(_, length)| length);
                    let length = if is_one { Some(1) } else { own() };
                    match (next, length) {
                        (Some(first), Some(length)) => filling.side_by_side(first, length, value, is_one),
                        // Where it is not known how long one is, whatever follows may stand anywhere behind.
                        (first, _) => {
                            filling.anywhere(first.unwrap_or(given.positional.len()), value, is_one, first.is_some());
                        }
                    }
                    next = next.zip(length).map(|(at, length)| at + length);
                }
                for &value in &given.spread_named {
                    filling.spread_named(given.positional.len(), &given.named, (value, Path::EMPTY));
                }
            }
            Some(handed) => {
                for (index, places) in handed.positional.iter().enumerate() {
                    for &place in places {
                        filling.position(index, place);
                    }
                }
                for &(name, value) in &handed.named {
                    filling.name(name, (value, Path::EMPTY));
                }
                for &place in &handed.spread {
                    filling.spread(handed.positional.len(), place);
                }
                for &place in &handed.spread_named {
                    filling.spread_named(handed.positional.len(), &handed.named, place);
                }
                let shift = u16::from(bound);
                filling.passing.data.extend(handed.facts.iter().map(|(at, facts)| (at + shift, facts.clone())));
            }
        }
        let mut passing = filling.passing;
        if !passing.gathered.is_empty() && calling.handed.is_none() {
            passing.shown =
                calling.given.positional.windows(2).filter_map(|pair| interpreter.shown_by_place(pair)).collect();
        }
        if !callee.captures.is_empty() {
            let closure = calling.function_value.or_else(|| interpreter.closures.get(&function).copied());
            for index in 0..callee.captures.len() {
                let object = calling.function_value.map(|value| (value, Path::EMPTY)).or(receiver);
                if let (Some((object, path)), Some(hidden)) = (object, hidden_of_method(program, function, index)) {
                    passing.inputs[callee.params.len() + index].push((object, path.join(&hidden)));
                    continue;
                }
                if let Some(closure) = closure {
                    passing.inputs[callee.params.len() + index].push((closure, Path::one(Part::Key(index as u64))));
                }
            }
        }
        passing.defaults(interpreter, calling, function);
        passing
    }

    /// Parameters that no argument is for have the defaults that the closure brings along.
    fn defaults(&mut self, interpreter: &Interpreter<'_, '_>, calling: &Calling<'_>, function: FuncId) {
        let callee = interpreter.cx.program.function(function);
        let with_default = callee.params.iter().enumerate().filter(|(_, param)| param.has_default);
        for (number, (at, _)) in with_default.enumerate() {
            if !self.inputs[at].is_empty() {
                continue;
            }
            let closure = calling.function_value.or_else(|| interpreter.closures.get(&function).copied());
            let Some(closure) = closure else { return };
            let key = Part::Key((callee.captures.len() + number) as u64);
            self.inputs[at].push((closure, Path::one(key)));
        }
    }

    /// The caller's values that are an input, and the part of each.
    pub(in crate::interpret) fn values(&self, input: u16) -> Vec<(Value, Path)> {
        self.inputs.get(input as usize).cloned().unwrap_or_default()
    }

    /// Where a write into an input goes: the caller's values, the part of each, and what of the facts is written there.
    pub(in crate::interpret) fn targets(
        &self,
        interpreter: &Interpreter<'_, '_>,
        input: u16,
        facts: &Facts,
    ) -> Vec<(Value, Path, Facts)> {
        let captured = |value: Value, path: &Path| {
            let function = interpreter.function;
            match (function.op(interpreter.original(value)), &*path.parts()) {
                (Op::Closure { captures, .. }, [Part::Key(index)]) => {
                    function.values(captures).get(usize::try_from(*index).ok()?).copied()
                }
                _ => None,
            }
        };
        let first_capture = self.params;
        let own = self.inputs.get(input as usize).into_iter().flatten().map(|&(value, path)| {
            match captured(value, &path).filter(|_| usize::from(input) >= first_capture) {
                Some(value) => (value, Path::EMPTY, facts.clone()),
                None => (value, path, facts.clone()),
            }
        });
        let gathered =
            self.gathered.iter().filter(|(gathering, ..)| *gathering == input).map(|(_, part, (value, path))| {
                let inside =
                    facts.iter().filter(|fact| fact.path.parts().first().is_some_and(|first| first.meets(*part)));
                let inside = inside.map(|fact| Fact { path: fact.path.after(1), ..*fact }).collect();
                (*value, *path, inside)
            });
        own.chain(gathered).collect()
    }

    /// A fact of an argument, with what the constant before it shows.
    fn shown(&self, value: Value, fact: &Fact) -> Fact {
        let shown = self.shown.iter().find(|(of, _)| *of == value).map_or(KindSet::EMPTY, |(_, shown)| *shown);
        Fact { cleaned: fact.cleaned.union(shown), ..*fact }
    }

    /// What an input holds at a path.
    fn read(&self, interpreter: &Interpreter<'_, '_>, input: u16, path: Path) -> Facts {
        let mut facts = Facts::default();
        for (value, part) in self.inputs.get(input as usize).into_iter().flatten() {
            facts.add_all(&interpreter.facts_below(*value, part.join(&path)));
        }
        for (_, data) in self.data.iter().filter(|(at, _)| *at == input) {
            facts.add_all(&data.iter().filter_map(|fact| narrowed(fact, &path)).collect());
        }
        for (_, part, (value, below)) in self.gathered.iter().filter(|(gathering, ..)| *gathering == input) {
            match *path.parts() {
                [] => facts.add_all(
                    &interpreter
                        .facts_below(*value, *below)
                        .iter()
                        .map(|fact| Fact { path: Path::one(*part).join(&fact.path), ..self.shown(*value, fact) })
                        .collect(),
                ),
                [first, ..] if first.meets(*part) => {
                    let below = interpreter.facts_below(*value, below.join(&path.after(1)));
                    facts.add_all(&below.iter().map(|fact| self.shown(*value, fact)).collect());
                }
                _ => {}
            }
        }
        facts
    }
}

/// What the inputs of one call hold in one state, each part read once.
pub(in crate::interpret) struct Reads<'p> {
    passing: &'p Passing,
    /// In order.
    known: Vec<((u16, Path), Rc<Facts>)>,
}

impl<'p> Reads<'p> {
    pub(in crate::interpret) fn of(passing: &'p Passing) -> Self {
        Self { passing, known: Vec::new() }
    }

    /// What an input holds at a path.
    pub(in crate::interpret) fn read(
        &mut self,
        interpreter: &Interpreter<'_, '_>,
        input: u16,
        path: Path,
    ) -> Rc<Facts> {
        match self.known.binary_search_by_key(&(input, path), |(place, _)| *place) {
            Ok(at) => Rc::clone(&self.known[at].1),
            Err(at) => {
                let facts = Rc::new(self.passing.read(interpreter, input, path));
                self.known.insert(at, ((input, path), Rc::clone(&facts)));
                facts
            }
        }
    }
}
