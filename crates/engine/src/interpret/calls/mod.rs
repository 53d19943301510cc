//! Calls: what models say, what summaries say, and what is assumed of the unknown.
//!
//! Takes a call; runs each of its targets, and gives what comes out of all of them.

mod callbacks;
mod coroutines;
mod exact;
mod filled_texts;
mod generators;
pub(in crate::interpret) mod handed;
mod kept;
mod managers;
mod modelled;
mod own_attributes;
mod own_library;
pub(in crate::interpret) mod passing;
mod ports;
mod read_by;
pub(crate) mod shared;
pub(in crate::interpret) mod special;
mod summarised;
pub(in crate::interpret) mod surroundings;
mod unknown;
pub(in crate::interpret) mod unseen;

pub(crate) use special::default_constant;

use std::rc::Rc;

use ir::{Callee, Elem, Op, Value};
use knowledge::{Effect, KindSet, RowId};
use program::{EdgeConfidence, Given, Target, Type, Unseen, Values};
use smallvec::smallvec;

use crate::interpret::calls::exact::Exact;
use crate::interpret::calls::handed::{Handed, Place};
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::location::{Location, Root};
use crate::path::Path;

/// A call being interpreted: what goes in, and what has come out so far.
pub(in crate::interpret) struct Calling<'a> {
    pub(in crate::interpret) value: Value,
    pub(in crate::interpret) given: Given,
    /// What a callback is called with, part by part; nothing when the call stands in the code.
    pub(in crate::interpret) handed: Option<Handed>,
    /// What is surely called, when that is known better than by types.
    pub(in crate::interpret) exact: Option<Exact>,
    /// The function value that is called, when it is one.
    pub(in crate::interpret) function_value: Option<Value>,
    /// How many assumptions the edge to the callee costs.
    pub(in crate::interpret) edge: u8,
    /// Whether the callee is the only one, so that what it has shown holds.
    pub(in crate::interpret) is_sure: bool,
    /// Whether the call shows a template that was followed.
    is_shown: bool,
    pub(in crate::interpret) result: Abstract<'a>,
    /// The constant that a modelled call surely gives.
    pub(in crate::interpret) constant: Option<Literal<'a>>,
    constants: Vec<Option<ir::Constant>>,
    /// The name of an attribute that is given first and is no value.
    pub(in crate::interpret) attribute: Option<ir::Symbol>,
}

impl<'a> Calling<'a> {
    /// A call of something that is surely known, of which nothing has come out yet.
    pub(in crate::interpret) fn new(value: Value, given: Given) -> Self {
        Self {
            value,
            given,
            handed: None,
            exact: None,
            function_value: None,
            edge: 0,
            is_sure: true,
            is_shown: false,
            result: Abstract::default(),
            constant: None,
            constants: Vec::new(),
            attribute: None,
        }
    }

    /// The call is not written, but run by an operation.
    pub(in crate::interpret) fn is_run_unseen(&mut self, run: &Unseen) {
        self.edge = u8::from(!run.is_only);
        self.is_sure = run.is_only && run.is_sure;
        self.attribute = run.attribute;
    }

    /// Every part that goes in by an argument.
    fn arguments(&self) -> Vec<Place> {
        match &self.handed {
            Some(handed) => handed.all(),
            None => self.given.arguments().map(|value| (value, Path::EMPTY)).collect(),
        }
    }

    /// What the call gives, with the constant that all its targets give.
    pub(in crate::interpret) fn concluded(mut self) -> Abstract<'a> {
        if let Some(Some(constant)) = self.constants.first()
            && self.constants.iter().all(|other| other.as_ref() == Some(constant))
        {
            self.result.constant = Some(Literal::Folded(Rc::new(constant.clone())));
        }
        self.result
    }
}

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn call(&mut self, value: Value, callee: Callee, _args: ir::List) -> Abstract<'a> {
        let program = self.cx.program;
        let given = program.given(self.id, value);
        let made = Location { root: Root::Made(value), path: Path::EMPTY };
        self.state.forget(made.root);
        let mut calling = Calling {
            function_value: if let Callee::Value(callee) = callee { Some(callee) } else { None },
            result: Abstract { locations: smallvec![made], ..Abstract::default() },
            ..Calling::new(value, given)
        };
        self.run_handed(value);
        let Some(site) = program.call(self.id, value) else { return calling.result };
        let is_shown = site.targets.iter().any(|target| matches!(target, Target::Template { .. }));
        if site.targets.len() != 1
            && !is_shown
            && let Some(exact) = self.exact_callee(callee)
            && let Some(targets) = self.exact_targets(&exact)
        {
            calling.exact = Some(exact);
            self.run_targets(&mut calling, &targets, callee);
            return calling.concluded();
        }
        if site.targets.is_empty() {
            if let Some(kept) = self.kept_by_language(value, callee, &calling.given) {
                return kept;
            }
            if self.is_modelled_decorator(callee, &calling.given) {
                let argument = calling.given.positional[0];
                calling.result = self.same(value, argument);
            } else {
                self.unknown_call(&mut calling, callee);
            }
            return calling.result;
        }
        if site.is_cut {
            self.cut("a call may run more methods than are followed");
        }
        if let Some(targets) = self.handed_targets(callee, &site.targets) {
            calling.is_sure = targets.len() == 1;
            self.run_targets(&mut calling, &targets, callee);
            return calling.concluded();
        }
        calling.edge = u8::from(site.confidence >= EdgeConfidence::Dynamic);
        calling.is_shown = is_shown;
        calling.is_sure = site.targets.len() == 1 && !site.is_cut && site.confidence.is_sure();
        self.keep_surroundings(value, callee, &calling.given.positional);
        self.run_targets(&mut calling, &site.targets, callee);
        calling.concluded()
    }

    /// Whether what is called was given by a modelled API and takes a function or class: it registers or wraps it.
    fn is_modelled_decorator(&self, callee: Callee, given: &Given) -> bool {
        let Callee::Value(callee) = callee else { return false };
        let [only] = given.positional[..] else { return false };
        let hands_on = self.types(only).iter().any(|ty| matches!(ty, Type::Function(_) | Type::Class(_)));
        let made = self.cx.program.call(self.id, self.original(callee));
        hands_on
            && made.is_some_and(|site| {
                site.targets.iter().any(|target| {
                    matches!(target, Target::Api(node)
                if !self.cx.program.apis.api(*node).rows.is_empty())
                })
            })
    }

    fn run_targets(&mut self, calling: &mut Calling<'a>, targets: &[Target], callee: Callee) {
        let mut returns = false;
        for target in targets {
            returns |= match *target {
                Target::Api(node) => {
                    let names = self.cx.program.apis;
                    !names.api(node).rows.iter().any(|&row| matches!(names.row(row).effect, Effect::Stops))
                }
                Target::Function { function, .. } => {
                    let data = self.cx.program.function(function);
                    data.is_generator
                        || data.is_async
                        || self.known.summary(function).is_none_or(|summary| summary.returns_at_all)
                }
                Target::Construct { .. } | Target::Template { .. } => true,
            };
            self.run_target(calling, *target, callee);
        }
        self.stopped = !returns;
    }

    /// Runs one of the targets of a call.
    pub(in crate::interpret) fn run_target(&mut self, calling: &mut Calling<'a>, target: Target, callee: Callee) {
        match target {
            Target::Api(node) => {
                self.modelled_call(calling, node, callee);
                let constant = calling.constant.take().map(|constant| constant.get().clone());
                calling.constants.push(constant);
            }
            Target::Template { function, row } => {
                let given = self.given_to_template(calling, row);
                let before = std::mem::replace(&mut calling.given, given);
                self.program_call(calling, function, None, false);
                calling.given = before;
            }
            Target::Function { function, bound } => {
                self.escape_into(calling, function, bound);
                let receiver = if bound { self.bound_receiver(calling, callee) } else { None };
                self.program_call(calling, function, receiver.map(|value| (value, Path::EMPTY)), bound);
                self.own_library_call(calling, target, Some(function), callee);
                if matches!(callee, Callee::Super(..)) {
                    self.fill_texts_of_bases(calling);
                }
            }
            Target::Construct { class, constructor } => {
                self.all_escape(calling);
                self.hand_on_surroundings(calling, class, callee);
                calling.constants.push(None);
                if calling.is_sure && self.enumeration_of(class).is_some() {
                    self.found_by(calling.given.positional.first().copied());
                }
                let program = self.cx.program;
                let made = calling.handed.as_ref().map_or(Path::EMPTY, |handed| handed.made);
                match constructor {
                    Some(function) if program.constructor(class) == constructor => {
                        let value = calling.value;
                        self.program_call(calling, function, Some((value, made)), true);
                    }
                    // The method is called when all fields are set.
                    Some(function) => {
                        self.fill_fields(calling, class);
                        let value = calling.value;
                        self.state.contents.escape(Root::Made(value));
                        let locations = smallvec![Location { root: Root::Made(value), path: Path::EMPTY }];
                        self.values[value.index()] = Abstract { locations, ..Abstract::default() };
                        let given = std::mem::take(&mut calling.given);
                        let handed = calling.handed.take();
                        self.program_call(calling, function, Some((value, made)), true);
                        (calling.given, calling.handed) = (given, handed);
                    }
                    None => {
                        self.fill_fields(calling, class);
                        self.make_own_exception(calling, class);
                        self.fill_texts_of_bases(calling);
                    }
                }
                self.own_library_call(calling, target, constructor, callee);
            }
        }
    }

    /// A value has found an instance of an enumeration: it is one of the constants by which they are found.
    pub(in crate::interpret) fn found_by(&mut self, value: Option<Value>) {
        if let Some(value) = value {
            self.shown_here(value, KindSet::ALL, KindSet::EMPTY);
        }
    }

    /// A value is harmless for some kinds from here on.
    pub(in crate::interpret) fn shown_here(&mut self, value: Value, kinds: KindSet, needs: KindSet) {
        let mut state = std::mem::take(&mut self.state);
        self.shown_as(&mut state, value, kinds, needs);
        self.state = state;
    }

    /// The receiver of a bound method: of the call, or of the attribute read that gave the method.
    fn bound_receiver(&self, calling: &Calling<'a>, callee: Callee) -> Option<Value> {
        match callee {
            Callee::Method(..) | Callee::Super(..) => calling.given.receiver,
            Callee::Value(value) => match self.function.op(self.original(value)) {
                Op::Load(base, Elem::Field(_)) if self.types(value).iter().any(|ty| matches!(ty, Type::Bound(_))) => {
                    Some(base)
                }
                _ => Some(value),
            },
        }
    }

    /// What a template is shown with: the named arguments, and the entries of maps that the row names.
    fn given_to_template(&self, calling: &Calling<'a>, row: RowId) -> Given {
        let Effect::Renders { context, .. } = &self.cx.program.apis.row(row).effect else { return Given::default() };
        let maps = context.iter().flat_map(|port| self.at(calling, port)).filter(|(_, path)| path.is_empty());
        let maps: Vec<Value> = maps.map(|(value, _)| value).collect();
        let Given { named, spread_named, .. } = &calling.given;
        let spread_named = spread_named.iter().copied().chain(maps).collect();
        Given { named: named.clone(), spread_named, ..Given::default() }
    }
}
