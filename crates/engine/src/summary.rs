//! Summaries: what a caller must know of a function.

use ir::Constant;
use knowledge::KindSet;
use program::Type;

use crate::cell::Cell;
use crate::covered::{drop_covered, drop_covered_sinks};
use crate::dropped::Dropped;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::reached::Reached;
use crate::way::Way;

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
    /// Of which inputs it, or a callee, does not tell everything.
    pub(crate) dropped: Dropped,
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
    pub(crate) way: Way,
}

impl Outgoing {
    fn key(&self) -> (Path, Origin, KindSet) {
        (self.path, self.origin, self.cleaned)
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
            && self.dropped == other.dropped
            && same(&self.raises, &other.raises, |(class, row)| (*class, row.key(), row.assumed))
            && same(&self.returns, &other.returns, |row| (row.key(), row.assumed))
            && same(&self.stores, &other.stores, |(input, row)| (*input, row.key(), row.assumed))
            && same(&self.kept, &other.kept, |(cell, row)| (*cell, row.key(), row.assumed))
            && same(&self.sinks, &other.sinks, |row| (row.key(), row.assumed))
            && same(&self.stopped, &other.stopped, |row| (row.key(), row.assumed))
    }

    /// Puts rows in canonical order, each once with its best witness and none that another covers. Of more than `most` of
    /// one sort it is told less exactly which elements of elements they are about; when they are still more, those are
    /// kept that assume least and are nearest. Gives whether some were dropped.
    pub(crate) fn settle(&mut self, most: usize) -> bool {
        settle(&mut self.raises, |(class, row)| (*class, row));
        self.stopped.sort_by(|a, b| (a.key(), a.assumed, &a.way).cmp(&(b.key(), b.assumed, &b.way)));
        self.stopped.dedup_by(|b, a| a.key() == b.key());
        keep(&mut self.stopped, most, Reached::key, |row| (row.assumed, row.way.len()));
        let dropped = [
            settle_within(&mut self.returns, most, |row| ((), row), |row| row),
            settle_within(&mut self.stores, most, |(input, row)| (*input, row), |(_, row)| row),
            settle_within(&mut self.kept, most, |(cell, row)| (*cell, row), |(_, row)| row),
            settle_sinks(&mut self.sinks, most),
        ];
        let is_cut = dropped.iter().any(|origins| !origins.is_empty());
        dropped.into_iter().flatten().for_each(|origin| self.dropped.add(origin));
        is_cut
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
        self.dropped.join(&before.dropped);
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

/// Puts rows in order, each once and none that another covers.
fn settle<T, S: Ord + Copy>(rows: &mut Vec<T>, of: impl Fn(&T) -> (S, &Outgoing)) {
    rows.sort_by(|a, b| {
        let ((i, a), (j, b)) = (of(a), of(b));
        (i, a.key(), a.assumed, &a.way).cmp(&(j, b.key(), b.assumed, &b.way))
    });
    rows.dedup_by(|b, a| {
        let ((i, a), (j, b)) = (of(a), of(b));
        (i, a.key()) == (j, b.key())
    });
    drop_covered(rows, |row| {
        let (slot, row) = of(row);
        (slot, row.path, row.origin, row.cleaned, row.assumed)
    });
}

/// The same within a limit. Gives the origins of the rows that were dropped.
fn settle_within<T, S: Ord + Copy>(
    rows: &mut Vec<T>,
    most: usize,
    of: impl Fn(&T) -> (S, &Outgoing) + Copy,
    row: impl Fn(&mut T) -> &mut Outgoing,
) -> Vec<Origin> {
    settle(rows, of);
    if rows.len() <= most {
        return Vec::new();
    }
    for row in rows.iter_mut().map(row) {
        row.path = row.path.to_any();
        if let Origin::Input(_, path) = &mut row.origin {
            *path = path.to_any();
        }
    }
    settle(rows, of);
    let key = |row: &T| {
        let (slot, row) = of(row);
        (slot, row.key())
    };
    let dropped = keep(rows, most, key, |row| (of(row).1.assumed, of(row).1.way.len()));
    dropped.iter().map(|row| of(row).1.origin).collect()
}

/// The same of sinks.
fn settle_sinks(rows: &mut Vec<Reached>, most: usize) -> Vec<Origin> {
    let settle = |rows: &mut Vec<Reached>| {
        rows.sort_by(|a, b| (a.key(), a.assumed, &a.way).cmp(&(b.key(), b.assumed, &b.way)));
        rows.dedup_by(|b, a| a.key() == b.key());
        drop_covered_sinks(rows);
    };
    settle(rows);
    if rows.len() <= most {
        return Vec::new();
    }
    for row in rows.iter_mut() {
        row.path = row.path.to_any();
    }
    settle(rows);
    let dropped = keep(rows, most, Reached::key, |row| (row.assumed, row.way.len()));
    dropped.iter().map(|row| Origin::Input(row.input, row.path)).collect()
}

/// Keeps at most so many rows, those of the least rank. They stay in order. Gives those that were dropped.
fn keep<T, K: Ord, R: Ord>(rows: &mut Vec<T>, most: usize, key: impl Fn(&T) -> K, rank: impl Fn(&T) -> R) -> Vec<T> {
    if rows.len() <= most {
        return Vec::new();
    }
    rows.sort_by_key(|row| (rank(row), key(row)));
    let dropped = rows.split_off(most);
    rows.sort_by_key(key);
    dropped
}
