//! Calls of a library: what the rows of its model say.
//!
//! Takes a call and the rows of what it calls; adds what comes out of it, and takes down what reaches a sink, what is of
//! a kind and which constants are given.

use ir::{Callee, Op, Value};
use knowledge::{Effect, KindSet, NodeId, Polarity, Port, PortBase, PortStep, RowId, StringEffect};
use program::{Given, Values, all_hold, row_holds};

use crate::fact::{Fact, Facts};
use crate::found::{LiteralSite, SettingSite, UseSite};
use crate::interpret::calls::Calling;
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::reached::SinkSite;
use crate::text::turned;
use crate::trace::HopKind;

/// Whether a port is what a call gives, as it is.
fn is_result(port: &Port) -> bool {
    port.base == PortBase::Return && port.steps.is_empty()
}

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn modelled_call(&mut self, calling: &mut Calling<'a>, node: NodeId, callee: Callee) {
        let names = self.cx.program.apis;
        let api = names.api(node);
        let says_nothing = api.rows.iter().all(|&row| names.row(row).effect.says_nothing_of_results());
        if says_nothing && !self.make_exception(calling, node) {
            self.pass_all(calling, callee);
        }
        self.run_rows(calling, &api.rows);
    }

    pub(in crate::interpret) fn run_rows(&mut self, calling: &mut Calling<'a>, rows: &[RowId]) {
        let names = self.cx.program.apis;
        let is_moved = self.move_rows(calling, rows);
        let mut of_data = None;
        let mut passed: Option<&Port> = None;
        // Whether what comes out may be one thing or another, as with a default.
        let mut is_mixed = false;
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
                Effect::Source { kind, to, fixed_without, own, .. } => {
                    is_mixed |= is_result(to);
                    let place = || own.as_ref().and_then(|own| self.at(calling, own).first().map(|(value, _)| *value));
                    let counts = self.cx.sources.contains(*kind);
                    if counts && !self.is_fixed_by_route(fixed_without.as_deref()) && !self.is_own_place(place()) {
                        self.source_row(calling, row, *kind, to);
                    }
                }
                Effect::Sink { kind, context, from, only_for, fills, by } => {
                    if self.is_only_for(calling.value, only_for) {
                        continue;
                    }
                    if let Some(attribute) = fills {
                        let class = self.cx.program.class_made_by(self.id, calling.value);
                        self.fill_text(calling, row, (*kind, *context), attribute, class);
                    }
                    let mut patterns = by.as_ref().map(|by| self.patterns(calling, by));
                    if let (Some(patterns), Some(by)) = (&mut patterns, by)
                        && patterns.is_empty()
                    {
                        if !self.has_unknown_pattern(calling, by) || !self.has_facts(calling, from) {
                            continue;
                        }
                        *patterns = self.written_patterns(calling, by);
                        if patterns.is_empty() {
                            continue;
                        }
                    }
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
                            match &patterns {
                                Some(patterns) => self.read_by(sink, patterns),
                                None => self.literal_given(sink, value, &port.steps),
                            }
                            // A value of its own brings with it what was shown of it.
                            let is_part = !path.is_empty();
                            let shown = if is_part { self.guarded_below(value, path) } else { KindSet::EMPTY };
                            let facts = self.facts_at(value, path);
                            let facts = facts
                                .iter()
                                .filter(|fact| fact.path.is_empty())
                                .map(|fact| Fact { cleaned: fact.cleaned.union(shown), ..*fact });
                            let facts = facts.collect();
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
                Effect::Pass { from, to, string, becomes, turns, replaces, group, keeps, separator, cut_at, flags } => {
                    let from: Vec<&Port> = from.iter().collect();
                    let is_same = *string == StringEffect::Same;
                    let [gone, mut shown, left] = self.replaced(calling, replaces.as_ref());
                    if let Some(group) = group {
                        shown = shown.union(self.shown_of_group(calling, group));
                    }
                    if let (StringEffect::Part, Some(at)) = (string, separator) {
                        shown = shown.union(self.cx.texts.with_harmless(self.cx.texts.lacks(at)));
                    }
                    if let Some(at) = cut_at {
                        shown = shown.union(self.cut_off_at(calling, at));
                    }
                    let shown_by_paths =
                        match (calling.given.receiver, &calling.given.positional[..], &from[0].steps[..]) {
                            (Some(base), &[key], [PortStep::KeyGiven(0)]) => self.shown_by_paths(base, key),
                            _ => KindSet::EMPTY,
                        };
                    self.examine_made(calling.value, shown);
                    let addresses = self.cx.addresses;
                    let (texts, harm, is_asked) = (&self.cx.texts, &self.cx.harm, self.cx.asked.is_some());
                    self.pass_row(calling, row, &from, to, is_same, |fact| match string {
                        // What was encoded to be harmless is not any more once it is decoded; what was so before is.
                        StringEffect::Decode => Some(fact.cleaned.decoded().union(*becomes)),
                        StringEffect::Encode => {
                            let before = texts.in_longer(fact.cleaned);
                            Some(before.union(*becomes).coded(before))
                        }
                        // An examination follows numbers, too.
                        StringEffect::Number | StringEffect::Whole => {
                            harm.as_number(fact).or(is_asked.then_some(KindSet::ALL))
                        }
                        StringEffect::Length | StringEffect::Truth | StringEffect::YesNo => {
                            is_asked.then_some(KindSet::ALL)
                        }
                        StringEffect::Same | StringEffect::Text => {
                            Some(fact.cleaned.union(*becomes).union(shown_by_paths))
                        }
                        _ => {
                            let before =
                                separator.as_ref().map_or(KindSet::EMPTY, |by| texts.set_apart(fact.cleaned, by));
                            let led = fact.cleaned.intersection(left).union(turned(fact.cleaned, turns));
                            let kept = match string {
                                StringEffect::Join => texts.in_joined(fact.cleaned, addresses),
                                StringEffect::Part | StringEffect::Strip => {
                                    let short = fact.cleaned.intersection(texts.lengths());
                                    texts.in_cut(texts.in_longer(fact.cleaned)).union(short)
                                }
                                StringEffect::Case => {
                                    texts.in_longer(fact.cleaned).union(fact.cleaned.intersection(texts.bounded()))
                                }
                                StringEffect::Bytes | StringEffect::Hex | StringEffect::Other => {
                                    texts.in_cut(texts.in_longer(fact.cleaned))
                                }
                                _ => texts.in_longer(fact.cleaned),
                            };
                            let harmless = if keeps.is_empty() {
                                KindSet::EMPTY
                            } else {
                                texts.with_harmless(fact.cleaned).intersection(*keeps)
                            };
                            let kept = kept.union(harmless).without(gone).union(before).union(led);
                            Some(kept.union(shown).union(*becomes))
                        }
                    });
                    let earlier = passed.replace(from[0]);
                    let comes_from_one = from.len() == 1 && earlier.is_none_or(|earlier| earlier == from[0]);
                    if !comes_from_one && is_result(to) {
                        is_mixed = true;
                    } else if let [only] = &from[..] {
                        match flags {
                            Some(flags) => self.passed_with_flags(calling, only, flags),
                            None if *string == StringEffect::Join => {
                                self.joined_constants(calling, only, separator.as_deref());
                            }
                            None => self.passed_constant(calling, only, to, *string),
                        }
                    }
                    if let Some(constant) = self.data_passed(calling, &from, *string) {
                        of_data = Some(constant);
                    }
                }
                Effect::Guard { kinds, checks, safe: Polarity::Returns, needs } => {
                    for (value, _) in self.at(calling, checks) {
                        if !self.has_become(value, *needs) {
                            continue;
                        }
                        self.shown_here(value, *kinds, *needs);
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
                Effect::Kept { from, to, at, .. } => {
                    self.kept_row(calling, row, (from.as_ref(), to.as_ref(), at.as_ref()));
                }
                Effect::Clean if self.cx.asked.is_some() => self.cleaned_of_all(calling, row),
                Effect::Test { checks, asks, text } => self.tested_constant(calling, checks, *asks, text),
                Effect::Exception { .. } => {
                    if let Some(node) = names.find(&data.api) {
                        self.make_exception(calling, node);
                    }
                }
                Effect::Constant { is } => calling.constant = Some(Literal::folded(program::constant_of(is))),
                Effect::Enters { from, method } => self.enter_given(calling, from, method),
                Effect::Guard { .. }
                | Effect::Raises { .. }
                | Effect::Suppresses { .. }
                | Effect::Letters { .. }
                | Effect::Every { .. }
                | Effect::Bound(_)
                | Effect::Enumeration { .. }
                | Effect::Sequence { .. }
                | Effect::Opens { .. }
                | Effect::Computes { .. }
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
        if is_mixed {
            calling.constant = None;
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
    pub(in crate::interpret) fn element_read(&mut self, value: Value, base: Value, key: Value) -> Option<Abstract<'a>> {
        let node = self.cx.program.element_reader(self.id, base)?;
        let given = Given { receiver: Some(base), positional: vec![key], ..Given::default() };
        let mut calling = Calling::new(value, given);
        self.run_rows(&mut calling, &self.cx.program.apis.api(node).rows);
        calling.result.constant = calling.constant.take();
        Some(calling.result)
    }

    /// Writing an element of an instance of a modelled class is a call of the method that the language runs for it.
    pub(in crate::interpret) fn element_written(&mut self, value: Value, base: Value, key: Value, of: Value) {
        for node in self.cx.program.element_writers(self.id, value) {
            let given = Given { receiver: Some(base), positional: vec![key, of], ..Given::default() };
            self.run_rows(&mut Calling::new(value, given), &self.cx.program.apis.api(node).rows);
        }
    }

    /// Whether anything is known to come in at a port.
    fn has_facts(&self, calling: &Calling<'a>, ports: &[Port]) -> bool {
        let mut at = ports.iter().flat_map(|port| self.at(calling, port));
        at.any(|(value, path)| !self.facts_at(value, path).is_empty())
    }

    /// Whether what a call gives is used for calls of these methods alone.
    fn is_only_for(&self, call: Value, methods: &[String]) -> bool {
        if methods.is_empty() {
            return false;
        }
        let function = self.function;
        let mut is_used = false;
        for op in &function.ops {
            if let Op::Call(Callee::Method(receiver, name), args) = *op
                && receiver == call
                && methods.iter().any(|method| method == self.cx.program.text(name))
                && function.pools.args(args).iter().all(|arg| arg.value != call)
            {
                is_used = true;
                continue;
            }
            let mut is_operand = false;
            op.for_each_operand(&function.pools, |operand| is_operand |= operand == call);
            if is_operand {
                return false;
            }
        }
        let is_returned = |block: &ir::Block| matches!(block.terminator, ir::Terminator::Return(of) if of == call);
        is_used && !function.blocks.iter().any(is_returned)
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
}
