//! Calls of functions of the program: what their summaries say.
//!
//! Takes a call and the function that it runs; adds what comes back, writes what is written into what was handed over, and
//! passes on what is reached, raised and shown below.

use std::sync::Arc;

use ir::Value;
use program::{FuncId, Given};

use crate::fact::{Fact, Facts, Origin};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Place;
use crate::interpret::calls::passing::Passing;
use crate::path::Path;
use crate::state::narrowed;
use crate::summary::{Outgoing, Summary};
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn summary(&self, function: FuncId) -> Option<Arc<Summary>> {
        self.known.summary(function).cloned()
    }

    pub(in crate::interpret) fn program_call(
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
                    self.shown_here(value, kinds, knowledge::KindSet::EMPTY);
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
    pub(in crate::interpret) fn leaving_from(
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

    pub(in crate::interpret) fn outgoing(
        &mut self,
        calling: &Calling<'a>,
        row: &Outgoing,
        inputs: &dyn Fn(u16) -> Facts,
    ) -> Facts {
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
                cleaned: self.known_through(fact.cleaned, &row.trace).union(row.cleaned),
                assumed: fact.assumed.saturating_add(row.assumed).saturating_add(calling.edge),
                hops: fact.hops.saturating_add(row.trace.len() as u16 + 2),
                step,
                is_guessed: false,
            });
        }
        out
    }

    /// What reading a property gives.
    pub(in crate::interpret) fn property(&mut self, value: Value, base: Value, function: FuncId) -> Facts {
        let mut calling = Calling::new(value, Given { receiver: Some(base), ..Given::default() });
        self.program_call(&mut calling, function, Some((base, Path::EMPTY)), true);
        calling.result.facts
    }
}
