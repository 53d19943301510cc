//! Facts: this part of this value may hold data of that origin, harmless for these kinds.

use knowledge::KindSet;

use crate::covered::drop_covered;
use crate::limits::{ASSUMPTIONS, INPUT_ASSUMPTIONS};
use crate::origin::Origin;
use crate::path::Path;
use crate::steps::StepId;

/// What is known of one part of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact {
    /// Which part.
    pub(crate) path: Path,
    /// Where the data comes from.
    pub(crate) origin: Origin,
    /// The sink kinds that it is harmless for.
    pub(crate) cleaned: KindSet,
    /// How many assumptions led here.
    pub(crate) assumed: u8,
    /// How many hops led here.
    pub(crate) hops: u16,
    /// The last of them.
    pub(crate) step: StepId,
    /// Whether it has just been guessed that this is the part that holds the data. Facts in a table never are.
    pub(crate) is_guessed: bool,
}

impl Fact {
    /// What makes two facts the same: all but how they came about.
    fn key(&self) -> (Path, Origin, KindSet) {
        (self.path, self.origin, self.cleaned)
    }

    /// The fact with its paths cut to so many parts.
    fn blurred(&self, length: usize) -> Self {
        let origin = match self.origin {
            Origin::Input(input, path) => Origin::Input(input, path.cut(length)),
            source @ Origin::Source(_) => source,
        };
        Self { path: self.path.cut(length), origin, ..*self }
    }

    /// Which of two equal facts has the better witness.
    fn rank(&self) -> (u8, u16) {
        (self.assumed, self.hops)
    }
}

/// Facts in canonical order, each once with its best witness.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    all: Vec<Fact>,
}

impl Facts {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.all.iter()
    }

    /// Adds a fact, unless it rests on more assumptions than are followed.
    pub(crate) fn add(&mut self, fact: Fact) {
        let most = match fact.origin {
            Origin::Source(_) => ASSUMPTIONS,
            Origin::Input(..) => INPUT_ASSUMPTIONS,
        };
        if fact.assumed > most {
            return;
        }
        // Facts mostly come in their canonical order.
        if self.all.last().is_none_or(|last| last.key() < fact.key()) {
            self.all.push(fact);
            return;
        }
        match self.all.binary_search_by(|known| known.key().cmp(&fact.key())) {
            Ok(at) => {
                if fact.rank() < self.all[at].rank() {
                    self.all[at] = fact;
                }
            }
            Err(at) => self.all.insert(at, fact),
        }
    }

    pub(crate) fn add_all(&mut self, facts: &Self) {
        if self.all.is_empty() {
            self.all.clone_from(&facts.all);
            return;
        }
        for fact in facts.iter() {
            self.add(*fact);
        }
    }

    /// Drops the facts that others cover; `is_lost` when it is lost in which part of something all of them are.
    pub(crate) fn drop_covered(&mut self, is_lost: bool) {
        let path = |fact: &Fact| if is_lost { Path::SOMEWHERE } else { fact.path };
        drop_covered(&mut self.all, |fact| ((), path(fact), fact.origin, fact.cleaned, fact.assumed));
    }

    /// The facts without their paths.
    pub(crate) fn without_paths(&self) -> Self {
        self.iter().map(|fact| Fact { path: Path::EMPTY, ..*fact }).collect()
    }

    /// Keeps at most `most`: parts are told apart less and less exactly, first elements of elements, then what comes from
    /// callers, at last all; when that is not enough, those are kept that assume least and are nearest, by their canonical
    /// order among equals. Gives whether some were dropped.
    pub(crate) fn limit(&mut self, most: usize) -> bool {
        if self.all.len() <= most {
            return false;
        }
        self.drop_covered(false);
        self.blur(most, |fact| {
            let origin = match fact.origin {
                Origin::Input(input, path) => Origin::Input(input, path.to_any()),
                source @ Origin::Source(_) => source,
            };
            Fact { path: fact.path.to_any(), origin, ..*fact }
        });
        let lengths = || (0..crate::limits::PATH_LENGTH).rev();
        for length in lengths() {
            let is_of_caller = |fact: &Fact| matches!(fact.origin, Origin::Input(..));
            self.blur(most, |fact| if is_of_caller(fact) { fact.blurred(length) } else { *fact });
        }
        for length in lengths() {
            self.blur(most, |fact| fact.blurred(length));
        }
        if self.all.len() <= most {
            return false;
        }
        self.all.sort_by_key(|fact| (fact.rank(), fact.key()));
        self.all.truncate(most);
        self.all.sort_by_key(Fact::key);
        true
    }

    /// Tells parts apart less exactly while there are more than `most`.
    fn blur(&mut self, most: usize, blurred: impl Fn(&Fact) -> Fact) {
        if self.all.len() > most {
            self.all = std::mem::take(&mut self.all).iter().map(blurred).collect::<Self>().all;
        }
    }

    /// Whether both say the same, witnesses apart.
    pub(crate) fn says_same(&self, other: &Self) -> bool {
        self.all.len() == other.all.len()
            && self.all.iter().zip(&other.all).all(|(a, b)| a.key() == b.key() && a.assumed == b.assumed)
    }
}

impl FromIterator<Fact> for Facts {
    fn from_iter<T: IntoIterator<Item = Fact>>(facts: T) -> Self {
        let mut all = Self::default();
        for fact in facts {
            all.add(fact);
        }
        all
    }
}
