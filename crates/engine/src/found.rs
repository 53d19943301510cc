//! What the analysis finds, as those above the engine see it.

use ir::{Constant, Value};
use knowledge::{ContextId, KindId, RowId};
use program::{Answer, FuncId};

use crate::origin::SourceSite;
use crate::reached::SinkSite;
use crate::trace::Trace;

/// A flow from a source to a sink.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Where it begins.
    pub source: FlowSource,
    /// Where it ends.
    pub sink: FlowSink,
    /// How many assumptions it rests on.
    pub assumed: u8,
    /// The witness.
    pub trace: Trace,
}

/// Where a flow begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowSource {
    /// The function.
    pub function: FuncId,
    /// The value that comes from outside.
    pub value: Value,
    /// The row that says so.
    pub row: RowId,
    /// The kind of source.
    pub kind: KindId,
}

/// Where a flow ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowSink {
    /// The function.
    pub function: FuncId,
    /// The call, or the value that a route returns.
    pub value: Value,
    /// The value that goes in.
    pub given: Value,
    /// The row that says so.
    pub row: RowId,
    /// The kind of sink.
    pub kind: KindId,
    /// How it is used there.
    pub context: Option<ContextId>,
}

/// A call that a model calls a use.
#[derive(Clone, Debug)]
pub struct UseSite {
    /// The function.
    pub function: FuncId,
    /// The call.
    pub value: Value,
    /// The row that says so.
    pub row: RowId,
    /// The kind.
    pub kind: KindId,
    /// How.
    pub context: Option<ContextId>,
    /// The value that it is about, under copies.
    pub on: Option<Value>,
    /// That value, when it is a constant.
    pub on_constant: Option<Constant>,
    /// Its name, when that is a constant text.
    pub name: Option<String>,
    /// The argument that names it.
    pub named: Option<Value>,
    /// Which settings it is given.
    pub settings: Vec<SettingSite>,
}

/// A call or operation that a model calls a mistaken protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MistakenSite {
    /// The function.
    pub function: FuncId,
    /// The call, or the comparison.
    pub value: Value,
    /// The row that says so.
    pub row: RowId,
}

/// A constant text that is given to a sink.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LiteralSite {
    /// The function.
    pub function: FuncId,
    /// The call.
    pub value: Value,
    /// The value that is given: the literal itself when it stands in this function.
    pub given: Value,
    /// The row that says what the sink is.
    pub row: RowId,
    /// The kind of sink.
    pub kind: KindId,
    /// How it is used there.
    pub context: Option<ContextId>,
    /// The text.
    pub text: String,
}

/// Whether a use is given a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingSite {
    /// The setting.
    pub kind: KindId,
    /// Whether it is given.
    pub given: Answer,
    /// Whether the call says something of it: an argument that decides it is there.
    pub is_written: bool,
}

/// A limit that was reached in a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cut {
    /// The function.
    pub function: FuncId,
    /// Which limit, in words.
    pub limit: &'static str,
}

impl FlowSink {
    pub(crate) fn of(sink: SinkSite) -> Self {
        let SinkSite { function, value, given, row, kind, context } = sink;
        Self { function, value, given, row, kind, context }
    }
}

impl Flow {
    pub(crate) fn new(source: SourceSite, sink: SinkSite, assumed: u8, trace: Trace) -> Self {
        let SourceSite { function, value, row, kind } = source;
        let source = FlowSource { function, value, row, kind };
        Self { source, sink: FlowSink::of(sink), assumed, trace }
    }

    /// What makes two flows the same: all but how they came about.
    pub(crate) fn key(&self) -> (FlowSink, FlowSource) {
        (self.sink, self.source)
    }
}
