//! What goes into places that several functions share: what comes from outside the program is put there, what comes from
//! a caller is noted for the caller, and what a callee puts there of this function's data is one of the two again.

use crate::cell::{Cell, CellFact};
use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::limits;
use crate::origin::Origin;
use crate::summary::Outgoing;
use crate::way::Way;

impl<'a> Interpreter<'a, '_> {
    /// Puts a fact into a cell. The last hop of its way is the write; there is none when it is longer than is followed.
    pub(in crate::interpret) fn put_into_cell(&mut self, cell: Cell, fact: &Fact, way: Option<Way>) {
        // That a read comes after the write is one assumption more: what rests on all already is never read.
        if matches!(fact.origin, Origin::Source(_)) && fact.assumed >= limits::ASSUMPTIONS {
            return;
        }
        let Some(way) = way else {
            self.cut("a flow through a shared place is longer than is followed");
            return;
        };
        let Fact { path, origin, cleaned, assumed, .. } = *fact;
        match origin {
            Origin::Source(source) => self.out.cells.push((cell, CellFact { path, source, cleaned, assumed, way })),
            Origin::Input(..) => {
                self.out.summary.kept.push((cell, Outgoing { path, origin, cleaned, assumed, way }));
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
            let way = self.steps.way_below(fact.step, calling.value, &row.way);
            let cleaned = self.known_through(fact.cleaned, &row.way).union(row.cleaned);
            self.put_into_cell(cell, &Fact { path, cleaned, assumed, ..*fact }, way);
        }
    }
}
