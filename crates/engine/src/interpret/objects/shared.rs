//! What goes into places that several functions share: what comes from outside the program is put there, what comes from
//! a caller is noted for the caller, and what a callee puts there of this function's data is one of the two again.

use crate::cell::{Cell, CellFact};
use crate::fact::{Fact, Facts, Origin};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::limits;
use crate::summary::Outgoing;
use crate::trace::{HopKind, Trace};

impl<'a> Interpreter<'a, '_> {
    /// Puts a fact into a cell. The last hop of its witness is the write.
    pub(in crate::interpret) fn put_into_cell(&mut self, cell: Cell, fact: &Fact, trace: Trace) {
        if trace.len() > limits::HOPS {
            self.cut("a flow through a shared place is longer than is followed");
            return;
        }
        let Fact { path, origin, cleaned, assumed, .. } = *fact;
        match origin {
            Origin::Source(source) => self.out.cells.push((cell, CellFact { path, source, cleaned, assumed, trace })),
            Origin::Input(..) => {
                self.out.summary.kept.push((cell, Outgoing { path, origin, cleaned, assumed, trace }));
            }
        }
    }

    /// A callee puts what it is given into a cell.
    pub(in crate::interpret) fn keep_below(
        &mut self,
        calling: &Calling<'a>,
        cell: Cell,
        row: &Outgoing,
        facts: &Facts,
    ) {
        if !self.recording {
            return;
        }
        for fact in facts.iter() {
            let assumed = fact.assumed.saturating_add(row.assumed).saturating_add(calling.edge);
            let most =
                if matches!(fact.origin, Origin::Source(_)) { limits::ASSUMPTIONS } else { limits::INPUT_ASSUMPTIONS };
            let path = row.path.join(&fact.path);
            if assumed > most || !path.is_elements() {
                continue;
            }
            let into = self.step(calling.value, HopKind::Into, Some(fact.step), None);
            let hops: Vec<_> = self.steps.trace(into).iter().chain(row.trace.iter()).copied().collect();
            let cleaned = self.known_through(fact.cleaned, &row.trace).union(row.cleaned);
            self.put_into_cell(cell, &Fact { path, cleaned, assumed, ..*fact }, hops.into());
        }
    }
}
