//! Callbacks: functions that a library is given and calls.
//!
//! Takes a call of a modelled API and the row that says what it calls with what; runs the targets as calls that stand
//! in the code are run, and puts out what they give where the row says.

use ir::{Callee, Value};
use knowledge::{Effect, Invocation, KindSet, Polarity, Port, PortBase, RowId};
use program::{Target, Values, row_holds};

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Handed;
use crate::state::narrowed;
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    /// A row says that the API calls what it is given. What it does not know it calls, too, unless that `may_be_data`.
    pub(in crate::interpret) fn invoke(
        &mut self,
        calling: &mut Calling<'a>,
        row: RowId,
        invokes: &Invocation,
        may_be_data: bool,
    ) {
        let callbacks: Vec<Value> = self.at(calling, &invokes.callee).into_iter().map(|(value, _)| value).collect();
        let is_fed_back = invokes.arguments.iter().any(|(port, _)| port.base == PortBase::Return);
        for callback in callbacks {
            let mut before = self.given_back(calling, invokes);
            loop {
                let handed = self.handed_by(calling, invokes, &before);
                let out = self.call_back(calling, callback, &handed, may_be_data);
                if let Some(result) = &invokes.result {
                    self.put(calling, result, &out);
                }
                // What comes out of the first time goes in once more: text does not become more hostile after that.
                if !is_fed_back || !before.is_empty() || out.is_empty() {
                    break;
                }
                before = self.given_back(calling, invokes);
                if before.is_empty() {
                    break;
                }
            }
            if let Some((from, to)) = &invokes.allows {
                self.let_through(calling, row, callback, from, to);
            }
        }
    }

    /// What the call has given so far of what goes into the callback.
    fn given_back(&self, calling: &Calling<'a>, invokes: &Invocation) -> Facts {
        let mut facts = Facts::default();
        for (port, _) in invokes.arguments.iter().filter(|(port, _)| port.base == PortBase::Return) {
            for (_, path) in self.at(calling, port) {
                facts.add_all(&calling.result.facts.iter().filter_map(|fact| narrowed(fact, &path)).collect());
            }
        }
        facts
    }

    /// Runs the functions that stand at a port with data for one of their parameters.
    pub(in crate::interpret) fn invoke_with(
        &mut self,
        calling: &mut Calling<'a>,
        port: &Port,
        parameter: u8,
        facts: Facts,
    ) {
        let handed = Handed::data(parameter, facts);
        for (callback, _) in self.at(calling, port) {
            self.call_back(calling, callback, &handed, true);
        }
    }

    /// What a value may run that a library calls.
    fn callback_targets(&self, callback: Value) -> Vec<Target> {
        let exact = self.exact(callback).and_then(|exact| self.exact_targets(&exact));
        exact.unwrap_or_else(|| self.cx.program.targets_of(self.types(callback)))
    }

    /// Calls a value with what is handed to it. Gives what comes out.
    fn call_back(&mut self, calling: &Calling<'a>, callback: Value, handed: &Handed, may_be_data: bool) -> Facts {
        let targets = self.callback_targets(callback);
        let stopped = self.stopped;
        let mut inner = calling.back(callback, handed);
        if targets.is_empty() && !may_be_data && self.constant(callback).is_none() && self.types(callback).is_empty() {
            self.pass_all(&mut inner, Callee::Value(callback));
        }
        inner.is_sure = false;
        inner.edge = inner.edge.saturating_add(u8::from(targets.len() > 1));
        for target in targets {
            if let Target::Api(node) = target {
                self.shift_receiver(&mut inner, node);
            }
            self.run_target(&mut inner, target, Callee::Value(callback));
        }
        self.stopped = stopped;
        inner.result.facts
    }

    /// A method that is taken from its class gets its receiver as the first argument.
    fn shift_receiver(&self, calling: &mut Calling<'a>, node: knowledge::NodeId) {
        let names = self.cx.program.apis;
        let class = names.api(node).name.rsplit_once('.').and_then(|(class, _)| names.find(class));
        if !class.is_some_and(|class| names.api(class).is_class) || names.api(node).is_class {
            return;
        }
        let Some(handed) = &mut calling.handed else { return };
        if calling.given.receiver.is_some() || handed.positional.is_empty() {
            return;
        }
        handed.receiver = handed.positional.remove(0);
        if !calling.given.positional.is_empty() {
            calling.given.receiver = Some(calling.given.positional.remove(0));
        }
    }

    /// What a callback allows comes out as it went in, and is what a true result shows of it.
    fn let_through(&mut self, calling: &mut Calling<'a>, row: RowId, callback: Value, from: &Port, to: &Port) {
        let shown = self.callback_targets(callback).into_iter().map(|target| self.shown_by(calling, callback, target));
        let shown = shown.reduce(KindSet::intersection).unwrap_or(KindSet::EMPTY);
        let mut out = Facts::default();
        for (value, path) in self.at(calling, from) {
            for fact in self.facts_at(value, path).iter() {
                let moved = self.moved(calling.value, fact, HopKind::Passed(row));
                out.add(Fact { cleaned: moved.cleaned.union(shown), ..moved });
            }
        }
        self.put(calling, to, &out);
    }

    /// What a true result of a target shows of its first argument.
    fn shown_by(&self, calling: &Calling<'a>, callback: Value, target: Target) -> KindSet {
        match target {
            Target::Function { function, bound } => self.summary(function).map_or(KindSet::EMPTY, |summary| {
                let shown =
                    summary.when_true.iter().filter(|(input, path, _)| *input == u16::from(bound) && path.is_empty());
                shown.fold(KindSet::EMPTY, |all, (_, _, kinds)| all.union(*kinds))
            }),
            Target::Api(node) => {
                let names = self.cx.program.apis;
                let handed =
                    Handed { positional: vec![vec![(callback, crate::path::Path::EMPTY)]], ..Handed::default() };
                let mut inner = calling.back(callback, &handed);
                self.shift_receiver(&mut inner, node);
                let rows = names.api(node).rows.iter().map(|&row| names.row(row));
                rows.filter(|row| row_holds(self, row, &inner.given, calling.value)).fold(KindSet::EMPTY, |all, row| {
                    match &row.effect {
                        Effect::Guard { kinds, checks, safe: Polarity::True, needs }
                            if needs.is_empty() && !self.at(&inner, checks).is_empty() =>
                        {
                            all.union(*kinds)
                        }
                        Effect::Letters { checks, letters } if !self.at(&inner, checks).is_empty() => {
                            let texts = &self.cx.texts;
                            let shown = crate::pattern::alphabet(letters).map(|letters| texts.of_letters(&letters));
                            shown.map_or(all, |shown| all.union(texts.with_harmless(shown)))
                        }
                        _ => all,
                    }
                })
            }
            Target::Construct { .. } | Target::Template { .. } => KindSet::EMPTY,
        }
    }
}
