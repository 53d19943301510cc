//! Calls of functions of the program: what their summaries say.
//!
//! Takes a call and the function that it runs; adds what comes back, writes what is written into what was handed over, and
//! passes on what is reached, raised and shown below.

use std::sync::Arc;

use ir::Value;
use program::{FuncId, Given};

use crate::dropped::Dropped;
use crate::fact::{Fact, Facts};
use crate::found::Cut;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Place;
use crate::interpret::calls::passing::{Passing, Reads};
use crate::interpret::outcome::TOLD_IN_PART;
use crate::origin::Origin;
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
        let own = receiver.filter(|_| bound).map(|(value, _)| value);
        let mut reads = Reads::of(&passing);
        for row in &summary.returns {
            if !self.is_of_other_objects(row, function, own) {
                let facts = self.leaving_from(calling, row, &mut reads, HopKind::Returned);
                calling.result.facts.add_all(&facts);
            }
        }
        let mut stored: Vec<(u16, Facts)> = Vec::new();
        for (input, row) in &summary.stores {
            if !self.is_of_other_objects(row, function, own) {
                stored.push((*input, self.leaving_from(calling, row, &mut reads, HopKind::Returned)));
            }
        }
        if calling.is_sure && !is_generator && !self.cx.program.function(function).is_async {
            self.make_room(&summary, &passing);
            self.give_back(calling, &summary, &passing);
        }
        for (input, facts) in &stored {
            for (value, path, facts) in passing.targets(self, *input, facts) {
                self.store_into(value, path, &facts);
            }
        }
        // From here on the state is what it is after the call.
        let mut reads = Reads::of(&passing);
        for (cell, row) in &summary.kept {
            let Origin::Input(input, path) = row.origin else { continue };
            let facts = reads.read(self, input, path);
            self.keep_below(calling, *cell, row, &facts);
        }
        for reached in &summary.sinks {
            let facts = reads.read(self, reached.input, reached.path);
            self.reach_below(calling.value, reached, &facts, calling.edge);
        }
        for reached in &summary.stopped {
            let facts = reads.read(self, reached.input, reached.path);
            self.stop_below(calling.value, reached, &facts, calling.edge);
        }
        if !summary.raises.is_empty() {
            self.throw(calling, &summary, &mut reads);
        }
        if self.recording && !summary.dropped.is_empty() {
            self.told_in_part(function, &summary.dropped, &mut reads);
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

    /// A callee does not tell everything of what it is given: where that is data of others, a limit has been reached; where
    /// it comes from callers, they are told.
    fn told_in_part(&mut self, callee: FuncId, dropped: &Dropped, reads: &mut Reads<'_>) {
        for &(input, part) in dropped.places() {
            for fact in reads.read(self, input, part).iter() {
                match fact.origin {
                    Origin::Source(_) => {
                        let cut = Cut { function: callee, limit: TOLD_IN_PART };
                        if !self.out.cuts.contains(&cut) {
                            self.out.cuts.push(cut);
                        }
                    }
                    origin @ Origin::Input(..) => self.out.summary.dropped.add(origin),
                }
            }
        }
    }

    /// Facts that leave a callee by a hop, as the caller sees them. Paths are below the row's own path.
    pub(in crate::interpret) fn leaving_from(
        &mut self,
        calling: &Calling<'a>,
        row: &Outgoing,
        reads: &mut Reads<'_>,
        how: HopKind,
    ) -> Facts {
        self.note_attributes(&row.path);
        match row.origin {
            Origin::Source(_) => self.leaving(calling, row, &|_| Facts::default(), how),
            Origin::Input(input, path) => {
                let facts = reads.read(self, input, path);
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
                let hops = row.way.len() as u16 + 1;
                let step = self.step_from(calling.value, how, &row.way);
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
            let step = self.step_through(calling.value, how, fact.step, &row.way);
            out.add(Fact {
                path: row.path.join(&fact.path),
                origin: fact.origin,
                cleaned: self.known_through(fact.cleaned, &row.way).union(row.cleaned),
                assumed: fact.assumed.saturating_add(row.assumed).saturating_add(calling.edge),
                hops: fact.hops.saturating_add(row.way.len() as u16 + 2),
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
