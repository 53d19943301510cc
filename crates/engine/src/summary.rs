//! Summaries: what a caller must know of a function.

use ir::{Constant, Value};
use knowledge::{ContextId, KindId, KindSet, RowId};
use program::{FuncId, Type};

use crate::cell::Cell;
use crate::fact::Origin;
use crate::path::{Part, Path};
use crate::trace::Trace;

/// An input of a function, or an attribute of one: something of which it matters what function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AskedType {
    /// The input: a parameter, or behind the parameters what the closure has captured.
    pub(crate) input: u16,
    /// The attribute.
    pub(crate) field: Option<ir::Symbol>,
    /// Whether it is called, here or by whom it is handed to; else only its methods are.
    pub(crate) is_called: bool,
}

/// What a function does with its inputs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    /// What its result may hold.
    pub(crate) returns: Vec<Outgoing>,
    /// What it may write into its inputs: input number, and the path in `Outgoing` is below that input.
    pub(crate) stores: Vec<(u16, Outgoing)>,
    /// What of its inputs it may put into places that several functions share: into which part, and how it got there.
    pub(crate) kept: Vec<(Cell, Outgoing)>,
    /// The sinks that its inputs reach.
    pub(crate) sinks: Vec<Reached>,
    /// In an examination: the sinks that its inputs reach when they are harmless, or for too many assumptions.
    pub(crate) stopped: Vec<Reached>,
    /// What it has shown of its inputs, and of parts of them, when it returns normally.
    pub(crate) ensures: Vec<Ensured>,
    /// What a true result shows of them.
    pub(crate) when_true: Vec<Ensured>,
    /// What a false result shows of them.
    pub(crate) when_false: Vec<Ensured>,
    /// What parts of its result show of its inputs.
    pub(crate) answers: Vec<PartAnswer>,
    /// What the exceptions hold that leave it, by their class where that is known.
    pub(crate) raises: Vec<(Option<Type>, Outgoing)>,
    /// The classes of all exceptions that may leave it, when these are known.
    pub(crate) raises_only: Option<Vec<Type>>,
    /// Whether control ever returns from it.
    pub(crate) returns_at_all: bool,
    /// Its result, when that is always the same constant.
    pub(crate) constant: Option<Constant>,
    /// The parameter that it gives back, whichever way it returns.
    pub(crate) gives_back: Option<u16>,
    /// Whether its result is always an object of the program that was made in it or below.
    pub(crate) gives_new: bool,
    /// Parts of its inputs that surely hold something else when it returns.
    pub(crate) replaces: Vec<(u16, Path)>,
    /// The parameters whose constants decide something in it.
    pub(crate) asked_constants: Vec<u16>,
    /// How many steps of witnesses were made while it was interpreted, and how many operations it has.
    pub(crate) cost: usize,
    /// Whether its results are calculated of its parameters and constants alone.
    pub(crate) is_calculated: bool,
    /// The inputs that it calls, or of which it calls open methods.
    pub(crate) asked_types: Vec<AskedType>,
    /// The parameters that it asks whether something is one of their elements.
    pub(crate) asked_collections: Vec<u16>,
}

/// What is shown of an input: which part of it is harmless for which kinds.
pub(crate) type Ensured = (u16, Path, KindSet);

/// What it shows of an input that a part of a function's result is true or false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartAnswer {
    /// The part: an element of a tuple, or any that is yielded.
    pub(crate) part: Part,
    /// How it came out.
    pub(crate) outcome: bool,
    /// What it shows.
    pub(crate) shown: Ensured,
}

/// Data that leaves a function.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) path: Path,
    pub(crate) origin: Origin,
    pub(crate) cleaned: KindSet,
    pub(crate) assumed: u8,
    pub(crate) trace: Trace,
}

/// A sink that an input reaches, in the function or below it.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    pub(crate) input: u16,
    pub(crate) path: Path,
    pub(crate) sink: SinkSite,
    /// What its text has become on the way.
    pub(crate) cleaned: KindSet,
    pub(crate) assumed: u8,
    /// From the input to the sink.
    pub(crate) trace: Trace,
}

/// A place where data reaches a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SinkSite {
    pub(crate) function: FuncId,
    /// The call, or the value that a route returns.
    pub(crate) value: Value,
    /// The value that goes in.
    pub(crate) given: Value,
    pub(crate) row: RowId,
    pub(crate) kind: KindId,
    pub(crate) context: Option<ContextId>,
}

impl Outgoing {
    fn key(&self) -> (Path, Origin, KindSet) {
        (self.path, self.origin, self.cleaned)
    }
}

impl Reached {
    fn key(&self) -> (u16, Path, SinkSite, KindSet) {
        (self.input, self.path, self.sink, self.cleaned)
    }
}

impl Summary {
    /// Whether nothing that a call hands over decides anything in it.
    pub(crate) fn asks_nothing(&self) -> bool {
        self.asked_constants.is_empty() && self.asked_types.is_empty() && self.asked_collections.is_empty()
    }

    /// Whether a caller would learn the same from both.
    pub(crate) fn says_same(&self, other: &Self) -> bool {
        self.constant == other.constant
            && self.returns_at_all == other.returns_at_all
            && self.gives_back == other.gives_back
            && self.gives_new == other.gives_new
            && self.replaces == other.replaces
            && self.asked_constants == other.asked_constants
            && self.asked_types == other.asked_types
            && self.asked_collections == other.asked_collections
            && self.ensures == other.ensures
            && self.when_true == other.when_true
            && self.when_false == other.when_false
            && self.answers == other.answers
            && self.raises_only == other.raises_only
            && same(&self.raises, &other.raises, |(class, row)| (*class, row.key(), row.assumed))
            && same(&self.returns, &other.returns, |row| (row.key(), row.assumed))
            && same(&self.stores, &other.stores, |(input, row)| (*input, row.key(), row.assumed))
            && same(&self.kept, &other.kept, |(cell, row)| (*cell, row.key(), row.assumed))
            && same(&self.sinks, &other.sinks, |row| (row.key(), row.assumed))
            && same(&self.stopped, &other.stopped, |row| (row.key(), row.assumed))
    }

    /// Puts rows in canonical order, each once with its best witness, and keeps the first `most` of each sort. Gives
    /// whether some were dropped.
    pub(crate) fn settle(&mut self, most: usize) -> bool {
        self.returns.sort_by(|a, b| {
            (a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(b.key(), b.assumed, b.trace.len(), &b.trace))
        });
        self.returns.dedup_by(|b, a| a.key() == b.key());
        self.stores.sort_by(|(i, a), (j, b)| {
            (i, a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(j, b.key(), b.assumed, b.trace.len(), &b.trace))
        });
        self.stores.dedup_by(|b, a| (a.0, a.1.key()) == (b.0, b.1.key()));
        self.kept.sort_by(|(i, a), (j, b)| {
            (i, a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(j, b.key(), b.assumed, b.trace.len(), &b.trace))
        });
        self.kept.dedup_by(|b, a| (a.0, a.1.key()) == (b.0, b.1.key()));
        self.raises.sort_by(|(i, a), (j, b)| {
            (i, a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(j, b.key(), b.assumed, b.trace.len(), &b.trace))
        });
        self.raises.dedup_by(|b, a| (a.0, a.1.key()) == (b.0, b.1.key()));
        for sinks in [&mut self.sinks, &mut self.stopped] {
            sinks.sort_by(|a, b| {
                (a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(b.key(), b.assumed, b.trace.len(), &b.trace))
            });
            sinks.dedup_by(|b, a| a.key() == b.key());
        }
        let lengths = [self.returns.len(), self.stores.len(), self.kept.len(), self.sinks.len()];
        let cut = lengths.into_iter().any(|length| length > most);
        self.returns.truncate(most);
        self.stores.truncate(most);
        self.kept.truncate(most);
        self.sinks.truncate(most);
        self.stopped.truncate(most);
        cut
    }

    /// Takes in what the round before said, so that a group that goes back and forth comes to an end: the rows of either
    /// count, and of what is sure only what both say.
    pub(crate) fn join(&mut self, before: &Self) {
        self.returns.extend(before.returns.iter().cloned());
        self.stores.extend(before.stores.iter().cloned());
        self.kept.extend(before.kept.iter().cloned());
        self.raises.extend(before.raises.iter().cloned());
        self.sinks.extend(before.sinks.iter().cloned());
        self.stopped.extend(before.stopped.iter().cloned());
        self.ensures.retain(|shown| before.ensures.contains(shown));
        self.when_true.retain(|shown| before.when_true.contains(shown));
        self.when_false.retain(|shown| before.when_false.contains(shown));
        self.answers.retain(|shown| before.answers.contains(shown));
        self.replaces.retain(|place| before.replaces.contains(place));
        self.raises_only = match (self.raises_only.take(), &before.raises_only) {
            (Some(classes), Some(others)) => Some(all_of(classes, others)),
            _ => None,
        };
        self.returns_at_all |= before.returns_at_all;
        self.constant = self.constant.take().filter(|constant| before.constant.as_ref() == Some(constant));
        self.gives_back = self.gives_back.filter(|_| self.gives_back == before.gives_back);
        self.gives_new &= before.gives_new;
        self.is_calculated &= before.is_calculated;
        self.asked_constants = all_of(std::mem::take(&mut self.asked_constants), &before.asked_constants);
        self.asked_types = all_of(std::mem::take(&mut self.asked_types), &before.asked_types);
        self.asked_collections = all_of(std::mem::take(&mut self.asked_collections), &before.asked_collections);
    }

    /// Cuts all paths to one part, so that a recursive group comes to an end.
    pub(crate) fn widen(&mut self) {
        let cut = |origin: &mut Origin| {
            if let Origin::Input(_, path) = origin {
                *path = path.cut(1);
            }
        };
        let kept = self.kept.iter_mut().map(|(_, row)| row);
        let raises = self.raises.iter_mut().map(|(_, row)| row);
        let stores = self.stores.iter_mut().map(|(_, row)| row);
        for row in self.returns.iter_mut().chain(stores).chain(kept).chain(raises) {
            row.path = row.path.cut(1);
            cut(&mut row.origin);
        }
        for row in self.sinks.iter_mut().chain(&mut self.stopped) {
            row.path = row.path.cut(1);
        }
    }
}

/// What is in either, each once and in order.
fn all_of<T: Copy + Ord>(mut these: Vec<T>, those: &[T]) -> Vec<T> {
    these.extend_from_slice(those);
    these.sort_unstable();
    these.dedup();
    these
}

fn same<T, K: PartialEq>(left: &[T], right: &[T], key: impl Fn(&T) -> K) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| key(a) == key(b))
}
