//! Witnesses: how data got somewhere, hop by hop.

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
