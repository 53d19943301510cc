//! What callers outside the program pass to its public functions.
//!
//! Takes what a finished function does with its inputs; gives the flows and the contents of shared places that are there
//! when the inputs are what a caller passes of whom nothing is known. Such a caller is a call that stands nowhere: the
//! function is not gone through with that data besides its inputs, which would double the work for every public function.

use ir::{Op, Value};
use knowledge::{Effect, Via};

use crate::cell::CellFact;
use crate::fact::Fact;
use crate::found::{Cut, Flow};
use crate::interpret::Interpreter;
use crate::interpret::outcome::TOLD_IN_PART;
use crate::limits;
use crate::origin::{Origin, SourceSite};

impl Interpreter<'_, '_> {
    /// Whether all that is known of who calls the function from outside is that it may be called. In an examination the
    /// data of such callers is followed like that of others, so that it can be told where it stops.
    pub(super) fn is_called_by_others(&self) -> bool {
        let Some(entry) = self.cx.entries.get(&self.id) else { return false };
        let row = self.cx.program.apis.row(entry.row);
        self.cx.asked.is_none() && matches!(&row.effect, Effect::Route(route) if route.via == Via::Public)
    }

    /// What such callers pass reaches what the inputs reach.
    pub(super) fn pass_from_outside(&mut self) {
        if self.handed.depth > 0 || !self.is_called_by_others() {
            return;
        }
        let summary = std::mem::take(&mut self.out.summary);
        if !summary.sinks.is_empty() || !summary.kept.is_empty() || !summary.dropped.is_empty() {
            let passed = self.passed_from_outside();
            let by_input = |input: u16| passed.iter().find(|(index, ..)| *index == input);
            for reached in &summary.sinks {
                let Some((_, fact, source)) = by_input(reached.input) else { continue };
                let cleaned = self.known_through(fact.cleaned, &reached.way).union(reached.cleaned);
                let assumed = fact.assumed.saturating_add(reached.assumed);
                if assumed <= limits::ASSUMPTIONS
                    && !self.cx.texts.is_harmless(cleaned, reached.sink.kind)
                    && self.cx.harm.may(source.kind, reached.sink.kind)
                {
                    let trace = reached.way.from_outside(source.row).trace();
                    self.out.flows.push(Flow::new(*source, reached.sink, assumed, trace));
                }
            }
            for (cell, row) in &summary.kept {
                let Origin::Input(input, _) = row.origin else { continue };
                let Some((_, fact, source)) = by_input(input) else { continue };
                let assumed = fact.assumed.saturating_add(row.assumed);
                // That a read comes after the write is one assumption more.
                if assumed < limits::ASSUMPTIONS {
                    let cleaned = self.known_through(fact.cleaned, &row.way).union(row.cleaned);
                    let way = row.way.from_outside(source.row);
                    self.out.cells.push((*cell, CellFact { path: row.path, source: *source, cleaned, assumed, way }));
                }
            }
            if summary.dropped.places().iter().any(|(input, _)| by_input(*input).is_some()) {
                let cut = Cut { function: self.id, limit: TOLD_IN_PART };
                if !self.out.cuts.contains(&cut) {
                    self.out.cuts.push(cut);
                }
            }
        }
        self.out.summary = summary;
    }

    /// What they pass: for each parameter that may hold it.
    fn passed_from_outside(&mut self) -> Vec<(u16, Fact, SourceSite)> {
        let ops = self.function.ops.iter().enumerate();
        let params: Vec<(u32, Value)> = ops
            .filter_map(|(at, op)| if let Op::Param(index) = op { Some((*index, Value(at as u32))) } else { None })
            .collect();
        let mut passed = Vec::new();
        for (index, value) in params {
            for fact in self.facts_of_entry(value, index).iter() {
                if let Origin::Source(source) = fact.origin {
                    passed.push((index as u16, *fact, source));
                }
            }
        }
        passed
    }
}
