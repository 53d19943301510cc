//! What callers outside the program pass to its public functions.
//!
//! Takes what a finished function does with its inputs; gives the flows and the contents of shared places that are there
//! when the inputs are what a caller passes of whom nothing is known. Such a caller is a call that stands nowhere: the
//! function is not gone through with that data besides its inputs, which would double the work for every public function.
//! What such a caller gives one method is not followed into what another finds in an attribute: that would rest on two
//! assumptions, and costs a tenth of a review.

use ir::Value;
use knowledge::{Effect, KindId, Via};

use crate::cell::CellFact;
use crate::fact::Fact;
use crate::found::Flow;
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

    /// A parameter that such callers fill: what they pass is kept for the end, besides the input that it is.
    pub(super) fn note_passed(&mut self, index: u32, value: Value) {
        if self.handed.depth > 0 || !self.is_called_by_others() || self.outside.passes(index as u16).is_some() {
            return;
        }
        for fact in self.facts_of_entry(value, index).iter() {
            if let Origin::Source(source) = fact.origin {
                self.outside.0.push(Passed { input: index as u16, fact: *fact, source });
            }
        }
    }

    /// What such callers pass reaches what the inputs reach.
    pub(super) fn pass_from_outside(&mut self) {
        let outside = std::mem::take(&mut self.outside);
        if outside.0.is_empty() {
            return;
        }
        let summary = std::mem::take(&mut self.out.summary);
        for reached in &summary.sinks {
            let Some(Passed { fact, source, .. }) = outside.passes(reached.input) else { continue };
            let cleaned = self.known_through(fact.cleaned, &reached.way).union(reached.cleaned);
            let assumed = fact.assumed.saturating_add(reached.assumed);
            if assumed <= limits::ASSUMPTIONS
                && !self.cx.texts.is_harmless(cleaned, reached.sink.kind)
                && self.cx.harm.may(source.kind, reached.sink.kind)
            {
                let trace = reached.way.entering_from_outside(source.row).trace();
                self.out.flows.push(Flow::new(*source, reached.sink, assumed, trace));
            }
        }
        for (cell, row) in &summary.kept {
            let Origin::Input(input, _) = row.origin else { continue };
            let Some(Passed { fact, source, .. }) = outside.passes(input) else { continue };
            let assumed = fact.assumed.saturating_add(row.assumed);
            // That a read comes after the write is one assumption more.
            if assumed < limits::ASSUMPTIONS {
                let cleaned = self.known_through(fact.cleaned, &row.way).union(row.cleaned);
                let way = row.way.entering_from_outside(source.row);
                self.out.cells.push((*cell, CellFact { path: row.path, source: *source, cleaned, assumed, way }));
            }
        }
        if summary.dropped.places().iter().any(|(input, _)| outside.passes(*input).is_some()) {
            self.cut(TOLD_IN_PART);
        }
        self.out.summary = summary;
    }
}

/// What callers outside the program pass to a function.
#[derive(Default)]
pub(super) struct Outside(Vec<Passed>);

/// What fills a parameter.
struct Passed {
    input: u16,
    fact: Fact,
    source: SourceSite,
}

impl Outside {
    fn passes(&self, input: u16) -> Option<&Passed> {
        self.0.iter().find(|passed| passed.input == input)
    }

    /// Whether an input is filled with data of that kind.
    pub(super) fn passes_of(&self, input: u16, kind: KindId) -> bool {
        self.passes(input).is_some_and(|passed| passed.source.kind == kind)
    }
}
