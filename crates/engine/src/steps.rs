//! Steps: witnesses under construction, while one function is interpreted.
//!
//! A fact knows its last step, a step the one before. Most come to nothing; those that the function tells its callers, or
//! that end in a sink, become ways.

use std::cell::{Cell, RefCell};

use ir::Value;
use program::FuncId;
use rustc_hash::FxHashMap;

use crate::limits::HOPS;
use crate::trace::HopKind;
use crate::way::{Parts, Way};

/// A step: at which value, how, and the step before.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) value: Value,
    pub(crate) kind: HopKind,
    pub(crate) before: Option<StepId>,
    /// Whether the data went into the call that the value is, and `inner` below it.
    pub(crate) enters: bool,
    /// The way inside a callee, or of whoever wrote a shared place.
    pub(crate) inner: Option<Way>,
}

/// A step: its place in the interpreter's arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StepId(pub(crate) u32);

/// The steps of one function's interpretation.
pub(crate) struct Steps {
    function: FuncId,
    all: RefCell<Vec<Kept>>,
    /// The ways that steps have become.
    ways: RefCell<FxHashMap<StepId, Way>>,
    made: Cell<usize>,
}

/// A step, and how many hops the way is that ends with it.
struct Kept {
    step: Step,
    hops: u16,
}

impl Steps {
    pub(crate) fn new(function: FuncId) -> Self {
        Self { function, all: RefCell::default(), ways: RefCell::default(), made: Cell::new(0) }
    }

    /// How many hops were made, a measure of the work.
    pub(crate) fn count(&self) -> usize {
        self.made.get()
    }

    pub(crate) fn add(&self, step: Step) -> StepId {
        let mut all = self.all.borrow_mut();
        let before = step.before.map_or(0, |StepId(before)| all[before as usize].hops);
        let inner = step.inner.as_ref().map_or(0, Way::len) as u16;
        let own = 1 + u16::from(step.enters);
        self.made.set(self.made.get() + usize::from(own));
        let hops = before.saturating_add(inner).saturating_add(own);
        all.push(Kept { step, hops });
        StepId(all.len() as u32 - 1)
    }

    /// The way that ends with a step; nothing when it is longer than is followed.
    pub(crate) fn way(&self, last: StepId) -> Option<Way> {
        let all = self.all.borrow();
        if usize::from(all[last.0 as usize].hops) > HOPS {
            return None;
        }
        let mut ways = self.ways.borrow_mut();
        let mut new = Vec::new();
        let mut next = Some(last);
        let mut way = None;
        while let Some(id) = next {
            if let Some(known) = ways.get(&id) {
                way = Some(known.clone());
                break;
            }
            new.push(id);
            next = all[id.0 as usize].step.before;
        }
        for id in new.into_iter().rev() {
            let Step { value, kind, enters, ref inner, .. } = all[id.0 as usize].step;
            let parts =
                Parts { before: way, function: self.function, value, enters, inner: inner.clone(), kind: Some(kind) };
            let made = Way::new(parts);
            ways.insert(id, made.clone());
            way = Some(made);
        }
        way
    }

    /// The way that goes on from a step into a call and ends below it; nothing when it is longer than is followed.
    pub(crate) fn way_below(&self, before: StepId, call: Value, inner: &Way) -> Option<Way> {
        self.made.set(self.made.get() + 1);
        let before = self.way(before)?;
        if before.len() + 1 + inner.len() > HOPS {
            return None;
        }
        let inner = Some(inner.clone());
        let parts =
            Parts { before: Some(before), function: self.function, value: call, enters: true, inner, kind: None };
        Some(Way::new(parts))
    }
}
