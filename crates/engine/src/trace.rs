//! Witnesses: how data got somewhere, hop by hop.

use std::cell::RefCell;
use std::sync::Arc;

use ir::Value;
use knowledge::RowId;
use program::FuncId;

/// One hop of a witness: the data is now at this value, and this is how it came from the hop before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// The function.
    pub function: FuncId,
    /// The value.
    pub value: Value,
    /// How.
    pub kind: HopKind,
}

/// How data came to a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HopKind {
    /// It comes from outside here, says the row.
    Source(RowId),
    /// It is an operand of this operation.
    Operand,
    /// It is written into an object here.
    Stored,
    /// Some part of this object holds it, and whatever is read of the object next is taken for that part.
    Guessed,
    /// It is read from the object that the hop before wrote or passed.
    Read,
    /// This call passes it on, says the row.
    Passed(RowId),
    /// This call, about which nothing is known, is assumed to pass its argument on.
    Assumed,
    /// This call is given it, and hands it to the function in which the next hop lies.
    Into,
    /// It is this parameter or captured variable of the called function.
    Entered,
    /// The call gives it back out of the function in which the hop before lies.
    Returned,
    /// An exception that holds it comes out of the function in which the hop before lies, and out of this call.
    Thrown,
    /// It is read from a place that several functions share, which the hop before wrote.
    Shared,
    /// It is given to this sink, says the row.
    Sink(RowId),
}

/// A whole witness, source first.
pub type Trace = Arc<[Hop]>;

/// A step of a witness under construction: its place, how, and the step before.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) hop: Hop,
    pub(crate) before: Option<StepId>,
    /// Hops inside a callee (or in whoever wrote a cell) that come between `before` and `hop`.
    pub(crate) inner: Option<Trace>,
}

/// A step: its place in the interpreter's arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StepId(pub(crate) u32);

/// The steps of one function's interpretation.
#[derive(Default)]
pub(crate) struct Steps {
    all: RefCell<Vec<Step>>,
}

impl Steps {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.all.borrow().len()
    }

    pub(crate) fn add(&self, step: Step) -> StepId {
        let mut all = self.all.borrow_mut();
        all.push(step);
        StepId(all.len() as u32 - 1)
    }

    /// The witness that ends with a step.
    pub(crate) fn trace(&self, last: StepId) -> Trace {
        let mut hops = Vec::new();
        let mut at = Some(last);
        let all = self.all.borrow();
        while let Some(StepId(index)) = at {
            let step = &all[index as usize];
            hops.push(step.hop);
            if let Some(inner) = &step.inner {
                hops.extend(inner.iter().rev());
            }
            at = step.before;
        }
        hops.reverse();
        hops.into()
    }
}
