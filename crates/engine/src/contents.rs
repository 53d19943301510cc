//! Contents: what is exactly known of objects that the function made and that nobody else holds.
//!
//! Takes what the interpreter writes and hands out; gives the constant that a part holds and the length of a sequence.
//! An object that escapes (is stored, captured, or given to code that may keep or change it) is never spoken of again.

use std::rc::Rc;

use ir::Constant;
use program::DataId;

use crate::key::{move_path, position_key};
use crate::limits::{CONTENTS, LENGTH};
use crate::location::{Location, Root};
use crate::path::{Part, Path};

/// How many constants a part may be one of.
const ALTERNATIVES: usize = 4;

/// The constants of which a part surely is one, in order.
pub(crate) type OneOf = Rc<Vec<Constant>>;

/// What is known of how long a sequence is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Length {
    /// It has so many elements. `mixed` when something was written to a place of it that is not known.
    Exact { many: usize, mixed: bool },
    /// It begins with so many elements; what else it holds stands behind them.
    AtLeast(usize),
}

impl Length {
    /// How many elements it surely begins with, of which it is known where they stand.
    fn front(self) -> Option<usize> {
        match self {
            Self::Exact { mixed: true, .. } => None,
            Self::Exact { many, .. } | Self::AtLeast(many) => Some(many),
        }
    }

    /// What is known when either holds.
    fn either(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Exact { many, mixed }, Self::Exact { many: others, mixed: too }) if many == others => {
                Some(Self::Exact { many, mixed: mixed || too })
            }
            _ => Some(Self::AtLeast(self.front()?.min(other.front()?))),
        }
    }
}

/// What is exactly known of own objects at one point. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Contents {
    constants: Rc<Vec<(Location, OneOf)>>,
    lengths: Rc<Vec<(Root, Length)>>,
    escaped: Rc<Vec<Root>>,
    /// Objects that were written to after they had been made.
    touched: Rc<Vec<Root>>,
    /// Objects that hold what a file of data holds.
    data: Rc<Vec<(Root, DataId)>>,
}

impl Contents {
    /// An object is made anew; a sequence has a length.
    pub(crate) fn begin(&mut self, root: Root, length: Option<usize>) {
        self.forget(root);
        if let Ok(at) = self.escaped.binary_search(&root) {
            Rc::make_mut(&mut self.escaped).remove(at);
        }
        if let Ok(at) = self.touched.binary_search(&root) {
            Rc::make_mut(&mut self.touched).remove(at);
        }
        if let Some(length) = length.filter(|length| *length <= LENGTH) {
            self.set_length(root, length);
        }
    }

    fn forget(&mut self, root: Root) {
        if self.knows(root) {
            Rc::make_mut(&mut self.constants).retain(|(at, _)| at.root != root);
        }
        self.forget_length(root);
        self.forget_data(root);
    }

    /// The object holds what a file of data holds, besides what else it holds.
    pub(crate) fn set_data(&mut self, root: Root, id: DataId) {
        if !self.is_own(root) {
            return;
        }
        // A second file may say something else of the same.
        if self.data(root).is_some() {
            self.forget_data(root);
            return;
        }
        let data = Rc::make_mut(&mut self.data);
        let at = data.partition_point(|(known, _)| *known < root);
        data.insert(at, (root, id));
    }

    /// The file of data that the object holds.
    pub(crate) fn data(&self, root: Root) -> Option<DataId> {
        if let Root::Data(id) = root {
            return Some(id);
        }
        let at = self.data.binary_search_by_key(&root, |(known, _)| *known).ok()?;
        Some(self.data[at].1)
    }

    fn forget_data(&mut self, root: Root) {
        if let Ok(at) = self.data.binary_search_by_key(&root, |(known, _)| *known) {
            Rc::make_mut(&mut self.data).remove(at);
        }
    }

    /// Whether a part of the object is known to hold a constant.
    fn knows(&self, root: Root) -> bool {
        let first = self.constants.partition_point(|(at, _)| at.root < root);
        self.constants.get(first).is_some_and(|(at, _)| at.root == root)
    }

    /// The object is now held, and may be changed, by others.
    pub(crate) fn escape(&mut self, root: Root) {
        if !self.is_own(root) {
            return;
        }
        self.forget(root);
        let escaped = Rc::make_mut(&mut self.escaped);
        if let Err(at) = escaped.binary_search(&root) {
            escaped.insert(at, root);
        }
    }

    /// Whether nobody else holds the object.
    pub(crate) fn is_own(&self, root: Root) -> bool {
        matches!(root, Root::Made(_)) && self.escaped.binary_search(&root).is_err()
    }

    /// Whether nothing has been written to the object since it was made, and nobody else may have.
    pub(crate) fn is_untouched(&self, root: Root) -> bool {
        self.is_own(root) && self.touched.binary_search(&root).is_err()
    }

    /// The object is written to after it has been made.
    pub(crate) fn touch(&mut self, root: Root) {
        self.forget_data(root);
        if let Err(at) = self.touched.binary_search(&root) {
            Rc::make_mut(&mut self.touched).insert(at, root);
        }
    }

    /// A part has been written: what was known of it and of what it meets is gone.
    pub(crate) fn changed(&mut self, at: Location) {
        self.forget_data(at.root);
        if at.path.parts().first() == Some(&Part::Any) {
            self.mix(at.root);
        }
        let meets = |known: &Location| known.root == at.root && known.path.relate(&at.path).is_some();
        if self.knows(at.root) && self.constants.iter().any(|(known, _)| meets(known)) {
            Rc::make_mut(&mut self.constants).retain(|(known, _)| !meets(known));
        }
    }

    /// A part surely holds one of some constants.
    pub(crate) fn set(&mut self, at: Location, known: OneOf) {
        let exact = at.path.parts().iter().all(|part| matches!(part, Part::Field(_) | Part::Key(_)));
        if !self.is_own(at.root) || !exact || at.path.is_lost() || self.constants.len() >= CONTENTS {
            return;
        }
        let constants = Rc::make_mut(&mut self.constants);
        match constants.binary_search_by(|(known, _)| known.cmp(&at)) {
            Ok(index) => constants[index].1 = known,
            Err(index) => constants.insert(index, (at, known)),
        }
    }

    /// The constant that a part surely holds.
    pub(crate) fn constant(&self, at: Location) -> Option<&Constant> {
        match &self.one_of(at)?[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The constants of which a part surely holds one.
    pub(crate) fn one_of(&self, at: Location) -> Option<&OneOf> {
        let index = self.constants.binary_search_by(|(known, _)| known.cmp(&at)).ok()?;
        Some(&self.constants[index].1)
    }

    /// The parts of an object that are known to hold constants.
    pub(crate) fn known_parts(&self, root: Root) -> impl Iterator<Item = Path> + '_ {
        let first = self.constants.partition_point(|(at, _)| at.root < root);
        self.constants[first..].iter().take_while(move |(at, _)| at.root == root).map(|(at, _)| at.path)
    }

    fn known_length(&self, root: Root) -> Option<Length> {
        let index = self.lengths.binary_search_by_key(&root, |(known, _)| *known).ok()?;
        Some(self.lengths[index].1)
    }

    /// How many elements the sequence has, when that is known.
    pub(crate) fn length(&self, root: Root) -> Option<usize> {
        match self.known_length(root)? {
            Length::Exact { many, .. } => Some(many),
            Length::AtLeast(_) => None,
        }
    }

    /// How many elements a sequence surely begins with, of which it is known where they stand.
    pub(crate) fn front(&self, root: Root) -> Option<usize> {
        self.known_length(root)?.front()
    }

    /// Whether a key is the place of one of the elements with which a sequence begins that goes on nobody knows how.
    pub(crate) fn is_in_front(&self, root: Root, key: u64) -> bool {
        match self.known_length(root) {
            Some(Length::AtLeast(many)) => (0..many).any(|at| position_key(at) == key),
            _ => false,
        }
    }

    /// Something has been written to a place of the sequence that is not known.
    fn mix(&mut self, root: Root) {
        let Ok(index) = self.lengths.binary_search_by_key(&root, |(known, _)| *known) else { return };
        match self.lengths[index].1 {
            Length::Exact { many, mixed: false } => {
                Rc::make_mut(&mut self.lengths)[index].1 = Length::Exact { many, mixed: true };
            }
            Length::Exact { .. } => {}
            Length::AtLeast(_) => self.forget_length(root),
        }
    }

    /// The sequence goes on behind the elements with which it is known to begin.
    pub(crate) fn go_on(&mut self, root: Root) {
        match self.known_length(root).and_then(Length::front) {
            Some(many) => self.put_length(root, Length::AtLeast(many)),
            None => self.forget_length(root),
        }
    }

    fn put_length(&mut self, root: Root, length: Length) {
        let lengths = Rc::make_mut(&mut self.lengths);
        match lengths.binary_search_by_key(&root, |(known, _)| *known) {
            Ok(index) => lengths[index].1 = length,
            Err(index) => lengths.insert(index, (root, length)),
        }
    }

    /// The sequence has so many elements now; more than are followed are not known any more.
    pub(crate) fn set_length(&mut self, root: Root, length: usize) {
        if length > LENGTH || !self.is_own(root) {
            self.forget_length(root);
            return;
        }
        let mixed = matches!(self.known_length(root), Some(Length::Exact { mixed: true, .. }));
        self.put_length(root, Length::Exact { many: length, mixed });
    }

    /// It is not known any more how many elements the sequence has.
    pub(crate) fn forget_length(&mut self, root: Root) {
        if self.known_length(root).is_some() {
            Rc::make_mut(&mut self.lengths).retain(|(known, _)| *known != root);
        }
    }

    /// Elements of a sequence have got other positions: `moved` gives the new one, or nothing for one that is gone.
    pub(crate) fn move_elements(&mut self, root: Root, length: usize, moved: &dyn Fn(usize) -> Option<usize>) {
        if !self.knows(root) {
            return;
        }
        let constants = Rc::make_mut(&mut self.constants);
        let mut all: Vec<(Location, OneOf)> = std::mem::take(constants);
        all.retain_mut(|(at, _)| at.root != root || move_path(&mut at.path, length, moved));
        all.sort_by_key(|(at, _)| *at);
        *constants = all;
    }

    /// What is known when control comes from either point.
    pub(crate) fn join(&mut self, other: &Self) {
        if !Rc::ptr_eq(&self.constants, &other.constants) && !self.constants.is_empty() {
            let either = |(at, known): &(Location, OneOf)| {
                let theirs = other.one_of(*at)?;
                Some((*at, if known == theirs { known.clone() } else { together(known, theirs)? }))
            };
            let kept: Vec<_> = self.constants.iter().filter_map(either).collect();
            self.constants = Rc::new(kept);
        }
        if !Rc::ptr_eq(&self.lengths, &other.lengths) && !self.lengths.is_empty() {
            let either = |(root, length): &(Root, Length)| Some((*root, length.either(other.known_length(*root)?)?));
            let kept: Vec<_> = self.lengths.iter().filter_map(either).collect();
            self.lengths = Rc::new(kept);
        }
        if !Rc::ptr_eq(&self.data, &other.data) && !self.data.is_empty() {
            Rc::make_mut(&mut self.data).retain(|(root, id)| other.data(*root) == Some(*id));
        }
        if !Rc::ptr_eq(&self.touched, &other.touched) {
            other.touched.iter().for_each(|&root| self.touch(root));
        }
        if !Rc::ptr_eq(&self.escaped, &other.escaped) {
            for &root in other.escaped.iter() {
                self.escape(root);
            }
        }
    }
}

/// The constants of either, when they are few.
pub(crate) fn together(some: &OneOf, others: &OneOf) -> Option<OneOf> {
    let new = others.iter().filter(|other| !some.contains(other));
    let all: Vec<Constant> = some.iter().chain(new).cloned().collect();
    if all.len() > ALTERNATIVES {
        return None;
    }
    let mut all = all;
    all.sort_by_key(crate::key::key_hash);
    Some(Rc::new(all))
}
