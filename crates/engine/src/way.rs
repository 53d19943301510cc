//! Ways: witnesses as summaries and cells keep them.
//!
//! Much of what a function tells its callers came the same way, and goes on as a part of what they tell theirs. A way is
//! therefore its last hops, and shares with others the ways that lead there: the one before, and the one inside a callee.
//! It is spelt out, hop by hop, where a flow is found.

use std::cmp::Ordering;
use std::sync::Arc;

use ir::Value;
use knowledge::RowId;
use program::FuncId;

use crate::trace::{Hop, HopKind, Trace};

/// How data came to where it is. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    last: Arc<Stretch>,
}

/// The last stretch of a way, at one value: what was before, into a callee, inside it, and out of it.
#[derive(Debug)]
struct Stretch {
    before: Option<Way>,
    inner: Option<Way>,
    function: FuncId,
    value: Value,
    kind: Option<HopKind>,
    hops: u16,
    thrown: u8,
    enters: bool,
    is_shared: bool,
}

/// What a way is made of, in the order of its hops.
pub(crate) struct Parts {
    /// The way to this value.
    pub(crate) before: Option<Way>,
    /// The function and the value.
    pub(crate) function: FuncId,
    pub(crate) value: Value,
    /// Whether the data goes into the call that the value is.
    pub(crate) enters: bool,
    /// The way inside a callee, or of whoever wrote a shared place.
    pub(crate) inner: Option<Way>,
    /// How it is here then; nothing when it stays inside.
    pub(crate) kind: Option<HopKind>,
}

impl Way {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { before, function, value, enters, inner, kind } = parts;
        let ways = || before.iter().chain(&inner).map(|way| &*way.last);
        let own = u16::from(enters) + u16::from(kind.is_some());
        let hops = ways().fold(own, |hops, way| hops.saturating_add(way.hops));
        let thrown = ways().fold(u8::from(kind == Some(HopKind::Thrown)), |all, way| all.saturating_add(way.thrown));
        let is_shared = kind == Some(HopKind::Shared) || ways().any(|way| way.is_shared);
        let last = Stretch { before, inner, function, value, kind, hops, thrown, enters, is_shared };
        Self { last: Arc::new(last) }
    }

    /// How many hops it has.
    pub(crate) fn len(&self) -> usize {
        self.last.hops.into()
    }

    /// How many calls an exception has come out of on it.
    pub(crate) fn thrown_through(&self) -> usize {
        self.last.thrown.into()
    }

    /// The operation that writes what it leads to into an object, when that is its last hop.
    pub(crate) fn stored_by(&self) -> Option<(FuncId, Value)> {
        (self.last.kind == Some(HopKind::Stored)).then_some((self.last.function, self.last.value))
    }

    /// Whether it leads through a place that several functions share.
    pub(crate) fn is_shared(&self) -> bool {
        self.last.is_shared
    }

    /// The same way, when its data did not come in by a call but from outside, by that row: its first hop says so then.
    pub(crate) fn entering_from_outside(&self, row: RowId) -> Self {
        let mut stretches = Vec::new();
        let mut next = Some(self);
        while let Some(way) = next {
            stretches.push(&way.last);
            next = way.last.before.as_ref();
        }
        let mut made: Option<Self> = None;
        for stretch in stretches.into_iter().rev() {
            let Stretch { inner, function, value, kind, enters, .. } = &**stretch;
            let is_first = made.is_none();
            let kind = if is_first { kind.map(|_| HopKind::Source(row)) } else { *kind };
            let (function, value, enters) = (*function, *value, *enters);
            made = Some(Self::new(Parts { before: made, function, value, enters, inner: inner.clone(), kind }));
        }
        made.unwrap_or_else(|| self.clone())
    }

    /// All its hops, the first one first.
    pub(crate) fn hops(&self) -> Vec<Hop> {
        let mut hops = Vec::with_capacity(self.len());
        let mut left = vec![Left::Way(self)];
        while let Some(hop) = last(&mut left) {
            hops.push(hop);
        }
        hops.reverse();
        hops
    }

    /// Spelt out.
    pub(crate) fn trace(&self) -> Trace {
        self.hops().into()
    }
}

/// What is still to be spelt out of a way, from its end to its beginning.
enum Left<'w> {
    Way(&'w Way),
    Hop(Hop),
}

/// The last hop of what is left.
fn last(left: &mut Vec<Left<'_>>) -> Option<Hop> {
    loop {
        match left.pop()? {
            Left::Hop(hop) => return Some(hop),
            Left::Way(way) => {
                let Stretch { before, inner, function, value, kind, enters, .. } = &*way.last;
                let hop = |kind| Hop { function: *function, value: *value, kind };
                left.extend(before.as_ref().map(Left::Way));
                left.extend(enters.then(|| Left::Hop(hop(HopKind::Into))));
                left.extend(inner.as_ref().map(Left::Way));
                left.extend(kind.map(|kind| Left::Hop(hop(kind))));
            }
        }
    }
}

/// The shorter comes first; of equally long ones that whose last hops come first.
impl Ord for Way {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.last.hops.cmp(&other.last.hops);
        if by_length.is_ne() {
            return by_length;
        }
        let (mut mine, mut theirs) = (vec![Left::Way(self)], vec![Left::Way(other)]);
        loop {
            // What both share is the same.
            if let (Some(Left::Way(way)), Some(Left::Way(same))) = (mine.last(), theirs.last())
                && Arc::ptr_eq(&way.last, &same.last)
            {
                mine.pop();
                theirs.pop();
                continue;
            }
            match (last(&mut mine), last(&mut theirs)) {
                (None, None) => return Ordering::Equal,
                (hop, other) if hop == other => {}
                (hop, other) => return hop.cmp(&other),
            }
        }
    }
}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Way {}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(before: Option<Way>, value: u32, inner: Option<Way>, enters: bool, kind: Option<HopKind>) -> Way {
        Way::new(Parts { before, function: FuncId(value / 10), value: Value(value), enters, inner, kind })
    }

    #[test]
    fn hops_stand_in_the_order_in_which_data_passes_them() {
        let inside = way(Some(way(None, 20, None, false, Some(HopKind::Entered))), 21, None, false, None);
        let before = way(None, 10, None, false, Some(HopKind::Entered));
        let through = way(Some(before), 11, Some(inside), true, Some(HopKind::Returned));
        let spelt: Vec<(u32, HopKind)> = through.hops().iter().map(|hop| (hop.value.0, hop.kind)).collect();
        let expected = [(10, HopKind::Entered), (11, HopKind::Into), (20, HopKind::Entered), (11, HopKind::Returned)];
        assert_eq!(spelt, expected);
        assert_eq!(through.len(), expected.len());
    }

    #[test]
    fn ways_of_equal_hops_are_equal_however_they_are_put_together() {
        let first = || way(None, 10, None, false, Some(HopKind::Entered));
        let inner = || way(None, 11, None, false, Some(HopKind::Stored));
        let in_one = way(Some(first()), 11, None, false, Some(HopKind::Stored));
        let beside = way(Some(first()), 12, Some(inner()), false, None);
        assert_eq!(in_one, beside);
        assert!(first() < in_one, "the shorter comes first");
    }

    #[test]
    fn a_way_from_outside_differs_in_its_first_hop_alone() {
        let first = way(None, 10, None, false, Some(HopKind::Entered));
        let inside = way(Some(way(None, 20, None, false, Some(HopKind::Entered))), 21, None, false, None);
        let through = way(Some(first), 11, Some(inside), true, Some(HopKind::Returned));
        let spelt = |way: &Way| way.hops().iter().map(|hop| (hop.value.0, hop.kind)).collect::<Vec<_>>();
        let mut expected = spelt(&through);
        expected[0].1 = HopKind::Source(RowId(3));
        assert_eq!(spelt(&through.entering_from_outside(RowId(3))), expected);
    }

    #[test]
    fn what_lies_on_a_way_is_known_of_every_way_that_leads_over_it() {
        let shared = way(None, 10, None, false, Some(HopKind::Shared));
        let thrown = way(Some(shared.clone()), 11, None, false, Some(HopKind::Thrown));
        let after = way(None, 12, Some(thrown), true, Some(HopKind::Thrown));
        assert!(after.is_shared() && !way(None, 10, None, false, Some(HopKind::Stored)).is_shared());
        assert_eq!((after.thrown_through(), shared.thrown_through()), (2, 0));
    }
}
