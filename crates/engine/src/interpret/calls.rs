//! Calls: what models say, what summaries say, and what is assumed of the unknown.

use std::rc::Rc;
use std::sync::Arc;

use ir::{Callee, Elem, Op, Value};
use knowledge::{Effect, KindSet, NodeId, Polarity, Port, PortBase, PortStep, RowId, StringEffect};
use program::{EdgeConfidence, FuncId, Given, Target, Type, Unseen, Values, all_hold, row_holds};
use smallvec::smallvec;

use super::exact::Exact;
use super::handed::{Handed, Place};
use super::passing::Passing;
use super::{Abstract, Interpreter, Literal};
use crate::fact::{Fact, Facts, Origin};
use crate::found::{LiteralSite, SettingSite, UseSite};
use crate::key::key_hash;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::port::{data_path, values_below};
use crate::state::narrowed;
use crate::summary::{Outgoing, SinkSite, Summary};
use crate::trace::HopKind;

/// A call being interpreted: what goes in, and what has come out so far.
pub(super) struct Calling<'a> {
    pub(super) value: Value,
    pub(super) given: Given,
    /// What a callback is called with, part by part; nothing when the call stands in the code.
    pub(super) handed: Option<Handed>,
    /// What is surely called, when that is known better than by types.
    pub(super) exact: Option<Exact>,
    /// The function value that is called, when it is one.
    pub(super) function_value: Option<Value>,
    /// How many assumptions the edge to the callee costs.
    pub(super) edge: u8,
    /// Whether the callee is the only one, so that what it has shown holds.
    pub(super) is_sure: bool,
    /// Whether the call shows a template that was followed.
    is_shown: bool,
    pub(super) result: Abstract<'a>,
    /// The constant that a modelled call surely gives.
    pub(super) constant: Option<Literal<'a>>,
    constants: Vec<Option<ir::Constant>>,
    /// The name of an attribute that is given first and is no value.
    pub(super) attribute: Option<ir::Symbol>,
}

impl<'a> Calling<'a> {
    /// A call of something that is surely known, of which nothing has come out yet.
    pub(super) fn new(value: Value, given: Given) -> Self {
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
    pub(super) fn is_run_unseen(&mut self, run: &Unseen) {
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
    pub(super) fn concluded(mut self) -> Abstract<'a> {
        if let Some(Some(constant)) = self.constants.first()
            && self.constants.iter().all(|other| other.as_ref() == Some(constant))
        {
            self.result.constant = Some(Literal::Folded(Rc::new(constant.clone())));
        }
        self.result
    }
}

impl<'a> Interpreter<'a, '_> {
    pub(super) fn call(&mut self, value: Value, callee: Callee, _args: ir::List) -> Abstract<'a> {
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
        calling.is_sure = site.targets.len() == 1 && !site.is_cut && site.confidence < EdgeConfidence::Dynamic;
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
    pub(super) fn run_target(&mut self, calling: &mut Calling<'a>, target: Target, callee: Callee) {
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
                    }
                }
            }
        }
    }

    /// A value has found an instance of an enumeration: it is one of the constants by which they are found.
    pub(super) fn found_by(&mut self, value: Option<Value>) {
        if let Some(value) = value {
            self.shown_here(value, KindSet::ALL);
        }
    }

    /// A value is harmless for some kinds from here on.
    pub(super) fn shown_here(&mut self, value: Value, kinds: KindSet) {
        let mut state = std::mem::take(&mut self.state);
        self.shown(&mut state, value, kinds);
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

    // --- nothing is known ---------------------------------------------------------------------------------------

    /// A call of something unknown passes on what its receiver holds, and is assumed to pass on its arguments.
    fn unknown_call(&mut self, calling: &mut Calling<'a>, callee: Callee) {
        if let Callee::Method(receiver, name) = callee {
            if self.resume(calling, receiver, name) {
                return;
            }
            let rows = self.rows_by_name(receiver, name);
            if !rows.is_empty() {
                let any = |row: &RowId| self.cx.program.apis.row(*row).receivers.iter().any(|name| name == "*");
                calling.edge = u8::from(!rows.iter().all(any));
                self.run_rows(calling, &rows);
                calling.result.constant = calling.constant.take();
                return;
            }
        }
        if self.recording {
            self.out.unresolved.push(calling.value);
        }
        self.all_escape(calling);
        self.pass_all(calling, callee);
    }

    /// The rows for methods of that name of unknown receivers whose own name fits.
    pub(super) fn rows_by_name(&self, receiver: Value, name: ir::Symbol) -> Vec<RowId> {
        crate::by_name::rows_by_name(self.cx.program, self.id, receiver, name)
    }

    /// A function of the program may keep and change what it is given, unless its code only reads it.
    pub(super) fn escape_into(&mut self, calling: &Calling<'a>, function: FuncId, bound: bool) {
        let program = self.cx.program;
        let positional: Vec<Value> = calling.given.positional.clone();
        let others: Vec<Value> = handed_on(&calling.given).skip(positional.len()).collect();
        for (at, value) in positional.into_iter().enumerate() {
            let is_own = |location: &Location| self.state.contents.is_own(location.root);
            let matters = self.values[value.index()].locations.iter().any(is_own);
            if matters && !crate::changes::only_reads(program, function, at + usize::from(bound)) {
                self.escapes(value);
            }
        }
        for value in others {
            self.escapes(value);
        }
    }

    /// Whoever is called may keep and change what it is given.
    fn all_escape(&mut self, calling: &Calling<'a>) {
        let given: Vec<Value> = handed_on(&calling.given).collect();
        for value in given {
            self.escapes(value);
        }
    }

    pub(super) fn pass_all(&mut self, calling: &mut Calling<'a>, callee: Callee) {
        let value = calling.value;
        let through = match callee {
            Callee::Value(callee) => Some(callee),
            Callee::Method(..) | Callee::Super(..) => calling.given.receiver,
        };
        if let Some(through) = through {
            let whole = self.whole(through);
            calling.result.facts.add_all(&self.carried(value, &whole, HopKind::Operand));
        }
        let mut given = Facts::default();
        for (argument, path) in calling.arguments() {
            let whole = self.whole_at(argument, path);
            given.add_all(&self.carried(value, &whole, HopKind::Assumed));
        }
        calling.result.facts.add_all(&given);
        // A method may also keep its arguments in an object that this function made.
        if let Some(receiver) = calling.given.receiver {
            let locations = self.values[receiver.index()].locations.clone();
            for location in &locations {
                if matches!(location.root, Root::Made(_)) {
                    let at = Location { root: location.root, path: location.path.then(Part::Any) };
                    self.write(at, &given, false);
                }
            }
        }
    }

    // --- models ---------------------------------------------------------------------------------------------------

    fn modelled_call(&mut self, calling: &mut Calling<'a>, node: NodeId, callee: Callee) {
        let names = self.cx.program.apis;
        let api = names.api(node);
        let says_nothing = api.rows.iter().all(|&row| names.row(row).effect.says_nothing_of_results());
        if says_nothing && !self.make_exception(calling, node) {
            self.pass_all(calling, callee);
        }
        self.run_rows(calling, &api.rows);
    }

    fn run_rows(&mut self, calling: &mut Calling<'a>, rows: &[RowId]) {
        let names = self.cx.program.apis;
        let is_moved = self.move_rows(calling, rows);
        let mut of_data = None;
        for &row in rows {
            let data = names.row(row);
            // What a template that was followed shows is told where it shows it.
            if (is_moved || calling.is_shown) && matches!(data.effect, Effect::Pass { .. }) {
                continue;
            }
            if !row_holds(self, data, &calling.given, calling.value) {
                continue;
            }
            match &data.effect {
                Effect::Source { kind, to, fixed_without, .. } => {
                    if !self.is_fixed_by_route(fixed_without.as_deref()) {
                        self.source_row(calling, row, *kind, to);
                    }
                }
                Effect::Sink { kind, context, from } => {
                    for port in from {
                        for (value, path) in self.at(calling, port) {
                            let sink = SinkSite {
                                function: self.id,
                                value: calling.value,
                                given: value,
                                row,
                                kind: *kind,
                                context: *context,
                            };
                            self.literal_given(sink, value, &port.steps);
                            let facts = self.facts_at(value, path);
                            let facts = facts.iter().filter(|fact| fact.path.is_empty()).copied().collect();
                            self.reach(sink, &facts, calling.value, calling.edge);
                        }
                    }
                }
                Effect::Sanitizer { kinds, from, to, codes } => {
                    let texts = &self.cx.texts;
                    self.pass_row(calling, row, &[from], to, false, |fact| {
                        let cleaned = fact.cleaned.union(*kinds);
                        Some(if *codes { cleaned.coded(texts.in_longer(fact.cleaned)) } else { cleaned })
                    });
                }
                Effect::Pass { from, to, string, becomes, replaces, group } => {
                    let from: Vec<&Port> = from.iter().collect();
                    let is_same = *string == StringEffect::Same;
                    let (gone, mut shown) = self.replaced(calling, replaces.as_ref());
                    if let Some(group) = group {
                        shown = shown.union(self.shown_of_group(calling, group));
                    }
                    self.examine_made(calling.value, shown);
                    let (texts, harm, is_asked) = (&self.cx.texts, &self.cx.harm, self.cx.asked.is_some());
                    self.pass_row(calling, row, &from, to, is_same, |fact| match string {
                        // What was encoded to be harmless is not any more once it is decoded; what was so before is.
                        StringEffect::Decode => Some(fact.cleaned.decoded().union(*becomes)),
                        StringEffect::Encode => {
                            let before = texts.in_longer(fact.cleaned);
                            Some(before.union(*becomes).coded(before))
                        }
                        // An examination follows numbers, too.
                        StringEffect::Number => harm.as_number(fact).or(is_asked.then_some(KindSet::ALL)),
                        StringEffect::Length | StringEffect::Truth => is_asked.then_some(KindSet::ALL),
                        StringEffect::Same | StringEffect::Text => Some(fact.cleaned.union(*becomes)),
                        _ => Some(texts.in_longer(fact.cleaned).without(gone).union(shown).union(*becomes)),
                    });
                    if let [only] = &from[..] {
                        self.passed_constant(calling, only, to, *string);
                    }
                    if let (Some(constant), true) = (self.data_passed(calling, &from), is_same) {
                        of_data = Some(constant);
                    }
                }
                Effect::Guard { kinds, checks, safe: Polarity::Returns, needs } => {
                    for (value, _) in self.at(calling, checks) {
                        if !self.has_become(value, *needs) {
                            continue;
                        }
                        self.shown_here(value, *kinds);
                    }
                }
                Effect::Use { kind, context, on, named, settings } => {
                    self.use_row(calling, row, (*kind, *context), on.as_ref(), named.as_ref(), settings);
                }
                // What runs with the call's own arguments is a target of the call.
                Effect::Wiring { invokes } if invokes.as_called => {}
                Effect::Wiring { invokes } => {
                    // What may be a text as well as a function is not taken for one that is not known.
                    let passes = |row: &RowId| matches!(&names.row(*row).effect, Effect::Pass { from, .. } if from.contains(&invokes.callee));
                    self.invoke(calling, row, invokes, rows.iter().any(passes));
                }
                Effect::Mistaken(_) => {
                    if self.recording {
                        self.out.mistaken.push((calling.value, row));
                    }
                }
                Effect::Data { format, file, is_path, to } => self.read_data(calling, format, (file, *is_path), to),
                Effect::Clean if self.cx.asked.is_some() => self.cleaned_of_all(calling, row),
                Effect::Test { checks, asks, text } => self.tested_constant(calling, checks, *asks, text),
                Effect::Exception { .. } => {
                    if let Some(node) = names.find(&data.api) {
                        self.make_exception(calling, node);
                    }
                }
                Effect::Enters { from, method } => self.enter_given(calling, from, method),
                Effect::Guard { .. }
                | Effect::Raises { .. }
                | Effect::Suppresses { .. }
                | Effect::Letters { .. }
                | Effect::Every { .. }
                | Effect::Constant { .. }
                | Effect::Enumeration { .. }
                | Effect::Sequence { .. }
                | Effect::Opens { .. }
                | Effect::Clean
                | Effect::Stops
                | Effect::Returns { .. }
                | Effect::Value { .. }
                | Effect::Type { .. }
                | Effect::Alias { .. }
                | Effect::Named { .. }
                | Effect::Compared { .. }
                | Effect::Route(_)
                | Effect::Decorates { .. }
                | Effect::Renders { .. } => {}
            }
        }
        // What the program's own file holds is nobody else's.
        if of_data.is_some() {
            calling.constant = of_data;
            calling.result.facts = Facts::default();
        }
    }

    /// What keeps nothing of what it is given, in an examination: that it went in is remembered.
    fn cleaned_of_all(&mut self, calling: &mut Calling<'a>, row: RowId) {
        let given: Vec<Value> = calling.given.arguments().chain(calling.given.receiver).collect();
        for value in given {
            let whole = self.whole(value);
            for fact in whole.iter() {
                let moved = self.moved(calling.value, fact, HopKind::Passed(row));
                calling.result.facts.add(Fact { cleaned: KindSet::ALL, ..moved });
            }
        }
    }

    /// Reading an element of an instance of a modelled class is a call of the method that the language runs for it, when
    /// a row speaks of that.
    pub(super) fn element_read(&mut self, value: Value, base: Value, key: Value) -> Option<Abstract<'a>> {
        let node = self.cx.program.element_reader(self.id, base)?;
        let given = Given { receiver: Some(base), positional: vec![key], ..Given::default() };
        let mut calling = Calling::new(value, given);
        self.run_rows(&mut calling, &self.cx.program.apis.api(node).rows);
        Some(calling.result)
    }

    /// Writing an element of an instance of a modelled class is a call of the method that the language runs for it.
    pub(super) fn element_written(&mut self, value: Value, base: Value, key: Value, of: Value) {
        for node in self.cx.program.element_writers(self.id, value) {
            let given = Given { receiver: Some(base), positional: vec![key, of], ..Given::default() };
            self.run_rows(&mut Calling::new(value, given), &self.cx.program.apis.api(node).rows);
        }
    }

    /// Takes down that a constant text is given to a sink.
    fn literal_given(&mut self, sink: SinkSite, value: Value, steps: &[PortStep]) {
        if !self.recording {
            return;
        }
        let values = if steps.is_empty() { vec![value] } else { self.elements(value, steps).unwrap_or_default() };
        for value in values {
            let text = match self.constant(value) {
                Some(ir::Constant::Str(text)) => text.to_string(),
                Some(ir::Constant::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
                _ => continue,
            };
            let given = self.original(value);
            let SinkSite { function, value, row, kind, context, .. } = sink;
            self.out.literals.push(LiteralSite { function, value, given, row, kind, context, text });
        }
    }

    pub(super) fn at(&self, calling: &Calling<'a>, port: &Port) -> Vec<(Value, Path)> {
        let key = |value: Value| self.constant(value).map(key_hash);
        let Some(handed) = &calling.handed else {
            return values_below(self.cx.program, &calling.given, calling.value, port, &key);
        };
        let below = data_path(self.cx.program, &calling.given, port, &key);
        let places = handed.at(self, calling.value, port).into_iter();
        places.map(|(value, path)| (value, path.join(&below))).collect()
    }

    /// What a part of a value holds as a whole.
    fn whole_at(&self, value: Value, path: Path) -> Facts {
        let facts = if path.is_empty() { self.facts(value) } else { self.facts_at(value, path) };
        self.taken_whole(value, &facts)
    }

    fn source_row(&mut self, calling: &mut Calling<'a>, row: RowId, kind: knowledge::KindId, to: &Port) {
        if !self.cx.sources.contains(kind) || to.base == PortBase::Value {
            return;
        }
        let fact = self.source_fact(calling.value, row, kind);
        let facts: Facts = [Fact { assumed: calling.edge, ..fact }].into_iter().collect();
        if let Some(PortStep::Parameter(parameter)) = to.steps.first() {
            self.invoke_with(calling, to, *parameter, facts);
            return;
        }
        self.put(calling, to, &facts);
    }

    /// Puts facts out at a port.
    pub(super) fn put(&mut self, calling: &mut Calling<'a>, to: &Port, facts: &Facts) {
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

    fn pass_row(
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
    pub(super) fn be_part(&self, calling: &mut Calling<'a>, value: Value, path: Path) {
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

    fn use_row(
        &mut self,
        calling: &Calling<'a>,
        row: RowId,
        (kind, context): (knowledge::KindId, Option<knowledge::ContextId>),
        on: Option<&Port>,
        named: Option<&Port>,
        settings: &[knowledge::Setting],
    ) {
        if !self.recording {
            return;
        }
        let first = |port: Option<&Port>| port.and_then(|port| self.at(calling, port).first().map(|(value, _)| *value));
        let settings = settings
            .iter()
            .map(|setting| SettingSite {
                kind: setting.kind,
                given: all_hold(self, &setting.when, &calling.given, calling.value),
                is_written: setting.when.iter().any(|condition| {
                    let base = Port { base: condition.port.base.clone(), steps: Vec::new() };
                    !self.at(calling, &base).is_empty()
                }),
            })
            .collect();
        let (on, named) = (first(on), first(named));
        let site = UseSite {
            function: self.id,
            value: calling.value,
            row,
            kind,
            context,
            on: on.map(|value| self.original(value)),
            on_constant: on.and_then(|value| self.constant(value).cloned()),
            named,
            name: named.and_then(|value| match self.constant(value) {
                Some(ir::Constant::Str(text)) => Some(text.to_string()),
                _ => None,
            }),
            settings,
        };
        self.out.uses.push(site);
    }

    // --- functions of the program ----------------------------------------------------------------------------------

    pub(super) fn summary(&self, function: FuncId) -> Option<Arc<Summary>> {
        self.known.summary(function).cloned()
    }

    pub(super) fn program_call(
        &mut self,
        calling: &mut Calling<'a>,
        function: FuncId,
        receiver: Option<Place>,
        bound: bool,
    ) {
        let Some(summary) = self.summary_for(calling, function, receiver.map(|(value, _)| value), bound) else {
            calling.constants.push(None);
            return;
        };
        let is_generator = self.cx.program.function(function).is_generator;
        calling.constants.push(summary.constant.clone().filter(|_| !is_generator));
        let passing = Passing::new(self, calling, function, receiver, bound);
        let mut returned = Facts::default();
        let own = receiver.filter(|_| bound).map(|(value, _)| value);
        for row in &summary.returns {
            if self.is_of_other_objects(row, function, own) {
                continue;
            }
            let facts = self.outgoing_from(calling, row, &passing);
            returned.add_all(&facts);
        }
        calling.result.facts.add_all(&returned);
        let own_rows = summary.stores.iter().filter(|(_, row)| !self.is_of_other_objects(row, function, own));
        let own_rows: Vec<&(u16, Outgoing)> = own_rows.collect();
        let stored: Vec<(u16, Facts)> =
            own_rows.into_iter().map(|(input, row)| (*input, self.outgoing_from(calling, row, &passing))).collect();
        if calling.is_sure && !is_generator && !self.cx.program.function(function).is_async {
            self.make_room(&summary, &passing);
            self.give_back(calling, &summary, &passing);
        }
        for (input, facts) in &stored {
            for (value, path, facts) in passing.targets(self, *input, facts) {
                self.store_into(value, path, &facts);
            }
        }
        for (cell, row) in &summary.kept {
            let Origin::Input(input, path) = row.origin else { continue };
            let facts = passing.read(self, input, path);
            self.keep_below(calling, *cell, row, &facts);
        }
        for reached in &summary.sinks {
            let facts = passing.read(self, reached.input, reached.path);
            let facts: Facts = facts.iter().filter(|fact| fact.path.is_empty()).copied().collect();
            self.reach_below(calling.value, reached, &facts, calling.edge);
        }
        for reached in &summary.stopped {
            let facts = passing.read(self, reached.input, reached.path);
            let facts: Facts = facts.iter().filter(|fact| fact.path.is_empty()).copied().collect();
            self.stop_below(calling.value, reached, &facts, calling.edge);
        }
        if !summary.raises.is_empty() {
            self.throw(calling, &summary, &passing);
        }
        // The body of a generator or coroutine does not run when it is called.
        let runs = calling.is_sure && !is_generator && !self.is_coroutine(function);
        for &(input, below, kinds) in summary.ensures.iter().filter(|_| runs) {
            for (value, path) in passing.values(input) {
                let captured = || self.argument_of(calling.value, function, bound, input);
                let Some(value) = (if path.is_empty() { Some(value) } else { captured() }) else { continue };
                if below.is_empty() {
                    self.shown_here(value, kinds);
                } else {
                    let mut state = std::mem::take(&mut self.state);
                    self.shown_below(&mut state, value, below, kinds);
                    self.state = state;
                }
            }
        }
    }

    /// Facts that leave a callee, as the caller sees them. Paths are below the row's own path.
    fn outgoing_from(&mut self, calling: &Calling<'a>, row: &Outgoing, passing: &Passing) -> Facts {
        self.leaving_from(calling, row, passing, HopKind::Returned)
    }

    /// The same, by that hop.
    pub(super) fn leaving_from(
        &mut self,
        calling: &Calling<'a>,
        row: &Outgoing,
        passing: &Passing,
        how: HopKind,
    ) -> Facts {
        self.note_attributes(&row.path);
        match row.origin {
            Origin::Source(_) => self.leaving(calling, row, &|_| Facts::default(), how),
            Origin::Input(input, path) => {
                let facts = passing.read(self, input, path);
                self.leaving_facts(calling, row, &facts, how)
            }
        }
    }

    pub(super) fn outgoing(&mut self, calling: &Calling<'a>, row: &Outgoing, inputs: &dyn Fn(u16) -> Facts) -> Facts {
        self.leaving(calling, row, inputs, HopKind::Returned)
    }

    fn leaving(&mut self, calling: &Calling<'a>, row: &Outgoing, inputs: &dyn Fn(u16) -> Facts, how: HopKind) -> Facts {
        match row.origin {
            Origin::Source(_) => {
                let hops = row.trace.len() as u16 + 1;
                let step = self.step(calling.value, how, None, Some(row.trace.clone()));
                let fact = Fact {
                    path: row.path,
                    origin: row.origin,
                    cleaned: row.cleaned,
                    assumed: row.assumed.saturating_add(calling.edge),
                    hops,
                    step,
                    is_guessed: false,
                };
                [fact].into_iter().collect()
            }
            Origin::Input(input, path) => {
                let facts = inputs(input).iter().filter_map(|fact| narrowed(fact, &path)).collect();
                let facts = self.guesses_told(calling.value, &facts);
                self.leaving_facts(calling, row, &facts, how)
            }
        }
    }

    fn leaving_facts(&mut self, calling: &Calling<'a>, row: &Outgoing, facts: &Facts, how: HopKind) -> Facts {
        let mut out = Facts::default();
        for fact in facts.iter() {
            self.note_attributes(&row.path);
            let into = self.step(calling.value, HopKind::Into, Some(fact.step), None);
            let step = self.step(calling.value, how, Some(into), Some(row.trace.clone()));
            out.add(Fact {
                path: row.path.join(&fact.path),
                origin: fact.origin,
                cleaned: fact.cleaned.union(row.cleaned),
                assumed: fact.assumed.saturating_add(row.assumed).saturating_add(calling.edge),
                hops: fact.hops.saturating_add(row.trace.len() as u16 + 2),
                step,
                is_guessed: false,
            });
        }
        out
    }

    /// What reading a property gives.
    pub(super) fn property(&mut self, value: Value, base: Value, function: FuncId) -> Facts {
        let mut calling = Calling::new(value, Given { receiver: Some(base), ..Given::default() });
        self.program_call(&mut calling, function, Some((base, Path::EMPTY)), true);
        calling.result.facts
    }
}

/// What an attribute holds, as known of the object.
fn without_attribute(fact: &Fact) -> Fact {
    match fact.path.parts() {
        [Part::Field(_), ..] => Fact { path: fact.path.after(1), ..*fact },
        _ => *fact,
    }
}

/// The objects that a call hands on, the positional arguments first: of what is spread only the elements are.
fn handed_on(given: &Given) -> impl Iterator<Item = Value> + '_ {
    let named = given.named.iter().map(|(_, value)| *value);
    given.positional.iter().copied().chain(named).chain(given.behind.iter().copied()).chain(given.receiver)
}
