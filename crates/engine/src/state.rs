//! What holds at one point of a function: the contents of objects, and what guards have shown.

use std::rc::Rc;

use ir::Value;
use knowledge::KindSet;

use crate::contents::Contents;
use crate::fact::{Fact, Facts};
use crate::key::move_path;
use crate::location::{Location, Root};
use crate::path::{Part, Path, Relation};
use crate::raised::Raised;

/// What was written to one part of an object. Paths of the facts are below that part.
#[derive(Clone, Debug)]
struct Written {
    at: Location,
    /// Whether it replaced what was there before.
    replaced: bool,
    /// Whether nothing may stand there now: it was removed.
    gone: bool,
    facts: Facts,
}

impl Written {
    fn new(at: Location, replaced: bool, facts: &Facts) -> Self {
        let mut new = Self { at, replaced, gone: false, facts: Facts::default() };
        new.add(facts);
        new
    }

    /// Adds what may stand there as well.
    fn add(&mut self, facts: &Facts) {
        if self.at.path.is_lost() {
            // In which part it is is lost already.
            self.facts.add_all(&facts.without_paths());
            self.facts.drop_covered(true);
        } else {
            self.facts.add_all(facts);
        }
    }
}

/// What holds at one point. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    heap: Rc<Vec<Written>>,
    guarded: Rc<Vec<(Value, KindSet)>>,
    /// What guards have shown of parts of values, by the value and the way to the part.
    parts: Rc<Vec<((Value, Path), KindSet)>>,
    /// Values that have been found to be equal, of which one is made of the other.
    equal: Vec<(Value, Value)>,
    /// What is exactly known of objects that nobody else holds.
    pub(crate) contents: Contents,
    /// In a handler: the exceptions that may have led there.
    pub(crate) raised: Option<Rc<Raised>>,
}

/// What has been shown at one point.
pub(crate) struct Shown {
    guarded: Vec<(Value, KindSet)>,
    parts: Vec<((Value, Path), KindSet)>,
}

/// What a read of an object's part finds.
#[derive(Default)]
pub(crate) struct Found {
    /// What was written.
    pub(crate) facts: Facts,
    /// Whether what was there before the function is surely gone.
    pub(crate) replaced: bool,
}

impl State {
    /// What stands at a location. Paths of the facts are below it.
    pub(crate) fn read(&self, at: Location) -> Found {
        let mut found = Found::default();
        let start = self.heap.partition_point(|written| written.at.root < at.root);
        for written in self.heap[start..].iter().take_while(|written| written.at.root == at.root) {
            if self.is_behind(written, &at) {
                continue;
            }
            let is_guess = written.at.path.is_guess_for(&at.path);
            match written.at.path.relate(&at.path) {
                Some(Relation::Holds(rest)) => {
                    found.replaced |=
                        written.replaced && !written.at.path.is_lost() && at.path.begins_with(&written.at.path);
                    for fact in written.facts.iter() {
                        let fact = if written.at.path.is_lost() {
                            narrowed(&Fact { path: Path::SOMEWHERE, ..*fact }, &rest)
                        } else {
                            narrowed(fact, &rest)
                        };
                        if let Some(fact) = fact {
                            found.facts.add(Fact { is_guessed: fact.is_guessed || is_guess, ..fact });
                        }
                    }
                }
                Some(Relation::Below(rest)) => {
                    for fact in written.facts.iter() {
                        let path = rest.join(&fact.path);
                        found.facts.add(if at.path.is_lost() {
                            Fact { path: Path::EMPTY, is_guessed: true, ..*fact }
                        } else {
                            Fact { path, is_guessed: is_guess, ..*fact }
                        });
                    }
                }
                None => {}
            }
        }
        found
    }

    /// Whether what was written stands behind the element of a sequence that is read.
    fn is_behind(&self, written: &Written, at: &Location) -> bool {
        let parts = (written.at.path.parts().first().copied(), at.path.parts().first().copied());
        matches!(parts, (Some(Part::Any), Some(Part::Key(key))) if self.contents.is_in_front(at.root, key))
    }

    /// Writes facts to a location; `replace` when what was there is surely gone. Gives whether the heap is full.
    pub(crate) fn write(&mut self, at: Location, facts: &Facts, replace: bool, most: usize) -> bool {
        self.contents.changed(at);
        self.forget_parts_below(at.path);
        if facts.is_empty() && !replace {
            return false;
        }
        let heap = Rc::make_mut(&mut self.heap);
        if replace {
            heap.retain(|written| {
                written.at.root != at.root
                    || !matches!(written.at.path.relate(&at.path), Some(Relation::Below(_)))
                    || !written.at.path.begins_with(&at.path)
            });
        }
        match heap.binary_search_by(|written| written.at.cmp(&at)) {
            Ok(index) => {
                let written = &mut heap[index];
                if replace {
                    *written = Written::new(at, true, facts);
                } else {
                    written.add(facts);
                }
            }
            Err(index) if heap.len() < most => {
                heap.insert(index, Written::new(at, replace, facts));
            }
            Err(_) => return true,
        }
        false
    }

    /// The constant keys under which something surely stands in an object.
    pub(crate) fn present(&self, root: Root) -> Vec<Part> {
        let start = self.heap.partition_point(|written| written.at.root < root);
        let written = self.heap[start..].iter().take_while(|written| written.at.root == root);
        let replaced = written.filter(|written| written.replaced && !written.gone).map(|written| written.at.path);
        let mut keys: Vec<Part> = replaced
            .chain(self.contents.known_parts(root))
            .filter_map(|path| match *path.parts() {
                [key @ Part::Key(_)] if !path.is_lost() => Some(key),
                _ => None,
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether something surely stands at a location.
    pub(crate) fn surely_holds(&self, at: Location) -> bool {
        let written = || {
            let index = self.heap.binary_search_by(|written| written.at.cmp(&at)).ok()?;
            Some(self.heap[index].replaced && !self.heap[index].gone)
        };
        !at.path.is_lost() && (self.contents.one_of(at).is_some() || written() == Some(true))
    }

    /// What stands at a location is removed. Gives whether the heap is full.
    pub(crate) fn remove(&mut self, at: Location, most: usize) -> bool {
        let full = self.write(at, &Facts::default(), true, most);
        if let Ok(index) = self.heap.binary_search_by(|written| written.at.cmp(&at)) {
            Rc::make_mut(&mut self.heap)[index].gone = true;
        }
        full
    }

    /// Forgets an object, because it is made anew.
    pub(crate) fn forget(&mut self, root: Root) {
        self.contents.begin(root, None);
        let first = self.heap.partition_point(|written| written.at.root < root);
        if self.heap.get(first).is_some_and(|written| written.at.root == root) {
            Rc::make_mut(&mut self.heap).retain(|written| written.at.root != root);
        }
    }

    /// Elements of a sequence have got other positions: `moved` gives the new one, or nothing for one that is gone.
    pub(crate) fn move_elements(&mut self, root: Root, length: usize, moved: &dyn Fn(usize) -> Option<usize>) {
        self.contents.move_elements(root, length, moved);
        if self.heap.iter().any(|written| written.at.root == root) {
            let heap = Rc::make_mut(&mut self.heap);
            let mut all = std::mem::take(heap);
            all.retain_mut(|written| written.at.root != root || move_path(&mut written.at.path, length, moved));
            all.sort_by_key(|written| written.at);
            *heap = all;
        }
    }

    /// Where the elements of a sequence stand is not known any more: each may be any.
    pub(crate) fn mix_elements(&mut self, root: Root) {
        self.contents.changed(Location { root, path: Path::one(Part::Any) });
        self.contents.forget_length(root);
        let is_keyed = |written: &Written| {
            written.at.root == root && matches!(written.at.path.parts().first(), Some(Part::Key(_)))
        };
        if !self.heap.iter().any(is_keyed) {
            return;
        }
        let heap = Rc::make_mut(&mut self.heap);
        let (keyed, mut others): (Vec<Written>, Vec<Written>) = std::mem::take(heap).into_iter().partition(is_keyed);
        for written in keyed {
            let path = Path::one(Part::Any).join(&written.at.path.after(1));
            let at = Location { root, path };
            match others.binary_search_by(|known| known.at.cmp(&at)) {
                Ok(index) => {
                    others[index].facts.add_all(&written.facts);
                    others[index].replaced = false;
                }
                Err(index) => others.insert(index, Written { at, replaced: false, gone: false, facts: written.facts }),
            }
        }
        *heap = others;
    }

    /// Everything that was written to the function's inputs: the location and what it holds.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (u16, Path, &Facts)> {
        self.heap.iter().filter_map(|written| match written.at.root {
            Root::Input(input) => Some((input, written.at.path, &written.facts)),
            Root::Made(_) | Root::Data(_) => None,
        })
    }

    /// The parts of the function's inputs that surely hold something else now.
    pub(crate) fn replaced_inputs(&self) -> Vec<(u16, Path)> {
        let replaced = self.heap.iter().filter(|written| written.replaced && !written.gone);
        replaced
            .filter_map(|written| match written.at.root {
                Root::Input(input) if !written.at.path.is_lost() => Some((input, written.at.path)),
                _ => None,
            })
            .collect()
    }

    /// Notes that a value has been shown to be harmless for some kinds.
    pub(crate) fn guard(&mut self, value: Value, kinds: KindSet) {
        if kinds.is_empty() {
            return;
        }
        let guarded = Rc::make_mut(&mut self.guarded);
        match guarded.binary_search_by_key(&value, |(known, _)| *known) {
            Ok(at) => guarded[at].1 = guarded[at].1.union(kinds),
            Err(at) => guarded.insert(at, (value, kinds)),
        }
    }

    /// Notes that two values are equal.
    pub(crate) fn set_equal(&mut self, one: Value, other: Value) {
        if self.equal.len() < crate::limits::EQUAL && !self.equal.contains(&(one, other)) {
            self.equal.push((one, other));
        }
    }

    /// The values that equal one.
    pub(crate) fn equal_to(&self, value: Value) -> impl Iterator<Item = Value> + '_ {
        self.equal.iter().filter_map(move |&(one, other)| match value {
            _ if value == one => Some(other),
            _ if value == other => Some(one),
            _ => None,
        })
    }

    /// Notes that a part of a value has been shown to be harmless for some kinds.
    pub(crate) fn guard_part(&mut self, value: Value, path: Path, kinds: KindSet) {
        let parts = Rc::make_mut(&mut self.parts);
        match parts.binary_search_by_key(&(value, path), |(known, _)| *known) {
            Ok(at) => parts[at].1 = parts[at].1.union(kinds),
            Err(at) => parts.insert(at, ((value, path), kinds)),
        }
    }

    /// Whether anything has been shown of a part of a value.
    pub(crate) fn has_guarded_parts(&self) -> bool {
        !self.parts.is_empty()
    }

    /// What has been shown of parts of values.
    pub(crate) fn guarded_parts(&self) -> impl Iterator<Item = (Value, Path, KindSet)> + '_ {
        self.parts.iter().map(|((value, path), kinds)| (*value, *path, *kinds))
    }

    /// What a part of a value has been shown to be harmless for.
    pub(crate) fn guarded_part(&self, value: Value, path: Path) -> KindSet {
        let covers = |known: &Path| {
            let pairs = || known.parts().iter().zip(path.parts().iter());
            known.len() == path.len()
                && !path.is_lost()
                && pairs().all(|(known, part)| known == part || known == Part::Any && part.is_element())
        };
        let first = self.parts.partition_point(|((known, _), _)| *known < value);
        let of_value = self.parts[first..].iter().take_while(|((known, _), _)| *known == value);
        let covering = of_value.filter(|((_, known), _)| covers(known));
        covering.fold(KindSet::EMPTY, |all, (_, kinds)| all.union(*kinds))
    }

    /// Something else stands at a path of some object now: what has been shown of parts of what stood there says nothing
    /// any more.
    fn forget_parts_below(&mut self, path: Path) {
        let Some(&last) = path.parts().last() else { return };
        let leads_through = |known: &Path| {
            let above = known.parts().len().saturating_sub(1);
            known.parts()[..above].iter().any(|part| part.meets(last))
        };
        if self.parts.iter().any(|((_, known), _)| leads_through(known)) {
            Rc::make_mut(&mut self.parts).retain(|((_, known), _)| !leads_through(known));
        }
    }

    /// What stands at a location, and nothing else, is harmless for some kinds.
    pub(crate) fn clean(&mut self, at: Location, kinds: KindSet) {
        let of_all = at.path.parts().last() == Some(&Part::Any);
        let is_there = |path: &Path| {
            let pairs = || path.parts().iter().zip(at.path.parts().iter());
            !path.is_lost()
                && path.len() == at.path.len()
                && pairs().all(|(part, wanted)| part == wanted || of_all && wanted == Part::Any && part.is_element())
        };
        let first = self.heap.partition_point(|written| written.at.root < at.root);
        let here = |written: &Written| written.at.root == at.root;
        if at.path.is_lost() || !self.heap.get(first).is_some_and(here) {
            return;
        }
        for written in Rc::make_mut(&mut self.heap)[first..].iter_mut().take_while(|written| here(written)) {
            let cleaned = |fact: &Fact| {
                let more = if is_there(&written.at.path.join(&fact.path)) { kinds } else { KindSet::EMPTY };
                Fact { cleaned: fact.cleaned.union(more), ..*fact }
            };
            written.facts = written.facts.iter().map(cleaned).collect();
        }
    }

    /// Keeps of what has been shown only what the other has been shown as well.
    pub(crate) fn keep_guards_of(&mut self, other: &Self) {
        let both = self.guarded.iter().map(|&(value, kinds)| (value, kinds.intersection(other.guarded(value))));
        self.guarded = Rc::new(both.filter(|(_, kinds)| !kinds.is_empty()).collect());
    }

    /// All that has been shown.
    pub(crate) fn guards(&self) -> Rc<Vec<(Value, KindSet)>> {
        Rc::clone(&self.guarded)
    }

    /// What a value has been shown to be harmless for.
    pub(crate) fn guarded(&self, value: Value) -> KindSet {
        match self.guarded.binary_search_by_key(&value, |(known, _)| *known) {
            Ok(at) => self.guarded[at].1,
            Err(_) => KindSet::EMPTY,
        }
    }

    /// What has been shown of values that come before another, and of parts of them, that stays shown in a loop which
    /// begins there: the values are the same in all its turns.
    pub(crate) fn shown_before(&self, first: Value) -> Shown {
        let parts = self.parts.iter().filter(|((value, path), _)| *value < first && path.len() == 1);
        Shown {
            guarded: self.guarded.iter().filter(|(value, _)| *value < first).copied().collect(),
            parts: parts.copied().collect(),
        }
    }

    /// Keeps what is still shown.
    pub(crate) fn keep_shown(&mut self, shown: Shown) {
        for (value, kinds) in shown.guarded {
            if self.guarded(value) != kinds {
                self.guard(value, kinds);
            }
        }
        for ((value, path), kinds) in shown.parts {
            self.guard_part(value, path, kinds);
        }
    }

    /// Whether nothing has been written to any object between the two points.
    pub(crate) fn has_same_objects(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.heap, &other.heap)
    }

    /// What holds when control comes from either point.
    pub(crate) fn join(&mut self, other: &Self, most: usize) -> bool {
        let mut full = false;
        if !Rc::ptr_eq(&self.heap, &other.heap) {
            let mine = Rc::make_mut(&mut self.heap);
            for written in mine.iter_mut() {
                if written.replaced && other.heap.binary_search_by(|theirs| theirs.at.cmp(&written.at)).is_err() {
                    written.replaced = false;
                }
            }
            for theirs in other.heap.iter() {
                match mine.binary_search_by(|written| written.at.cmp(&theirs.at)) {
                    Ok(at) => {
                        mine[at].add(&theirs.facts);
                        mine[at].replaced &= theirs.replaced;
                        mine[at].gone |= theirs.gone;
                    }
                    Err(at) if mine.len() < most => {
                        mine.insert(at, Written { replaced: false, ..theirs.clone() });
                    }
                    Err(_) => full = true,
                }
            }
        }
        self.contents.join(&other.contents);
        match (&mut self.raised, &other.raised) {
            (Some(mine), Some(theirs)) if !Rc::ptr_eq(mine, theirs) => Rc::make_mut(mine).join(theirs),
            (mine @ None, Some(theirs)) => *mine = Some(Rc::clone(theirs)),
            _ => {}
        }
        if !Rc::ptr_eq(&self.guarded, &other.guarded) {
            self.keep_guards_of(other);
        }
        self.equal.retain(|pair| other.equal.contains(pair));
        if !Rc::ptr_eq(&self.parts, &other.parts) && !self.parts.is_empty() {
            let theirs = |at: &(Value, Path)| match other.parts.binary_search_by_key(at, |(known, _)| *known) {
                Ok(index) => other.parts[index].1,
                Err(_) => KindSet::EMPTY,
            };
            let both = self.parts.iter().map(|(at, kinds)| (*at, kinds.intersection(theirs(at))));
            self.parts = Rc::new(both.filter(|(_, kinds)| !kinds.is_empty()).collect());
        }
        full
    }

    /// Whether both say the same, witnesses apart.
    pub(crate) fn says_same(&self, other: &Self) -> bool {
        self.guarded == other.guarded
            && self.equal == other.equal
            && self.parts == other.parts
            && self.raised == other.raised
            && self.contents == other.contents
            && (Rc::ptr_eq(&self.heap, &other.heap)
                || self.heap.len() == other.heap.len()
                    && self.heap.iter().zip(other.heap.iter()).all(|(a, b)| {
                        a.at == b.at && a.replaced == b.replaced && a.gone == b.gone && a.facts.says_same(&b.facts)
                    }))
    }
}

/// A fact about a whole, seen from a part of it: the part at `rest` below. It may be a guess.
pub(crate) fn narrowed(fact: &Fact, rest: &Path) -> Option<Fact> {
    use crate::origin::Origin;
    let is_guess = fact.path.is_guess_for(rest);
    match fact.path.relate(rest)? {
        // Some part of what is read holds the data, or what is read is some part of what holds it.
        Relation::Holds(inside) if fact.path.is_lost() => {
            let path = if inside.is_empty() { Path::SOMEWHERE } else { Path::EMPTY };
            Some(Fact { path, is_guessed: is_guess || !inside.is_empty(), ..*fact })
        }
        Relation::Below(_) if rest.is_lost() => Some(Fact { path: Path::EMPTY, is_guessed: true, ..*fact }),
        // The fact is about something that holds the part: about the part too.
        Relation::Holds(inside) => {
            let origin = match fact.origin {
                Origin::Input(input, path) => Origin::Input(input, path.join(&inside)),
                source @ Origin::Source(_) => source,
            };
            Some(Fact { path: Path::EMPTY, origin, is_guessed: is_guess, ..*fact })
        }
        Relation::Below(below) => Some(Fact { path: below, is_guessed: is_guess, ..*fact }),
    }
}
