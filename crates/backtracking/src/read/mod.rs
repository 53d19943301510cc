//! Reads a pattern in Python's dialect into a tree.
//!
//! Takes the text; gives its parts, put together as the dialect's own compiler does where that decides how a match goes: what
//! all alternatives begin with stands before them, and alternatives that are one letter each are one set.

mod flags;
mod groups;
mod letters;

use crate::Why;
use crate::limits::{LENGTH, NESTING};
use crate::tree::{Choice, Node, NodeId, Place, Tree};

use flags::Flags;

/// Why reading came to no end.
enum Stop {
    Why(Why),
    /// Flags that are for the whole pattern, so that it is read again with them.
    Again(Flags),
}

impl From<Why> for Stop {
    fn from(why: Why) -> Self {
        Self::Why(why)
    }
}

type Read<T> = Result<T, Stop>;

/// A part that is not understood.
const UNREAD: Stop = Stop::Why(Why::Unread);

/// A pattern while it is read.
struct Reader<'p> {
    rest: std::str::Chars<'p>,
    flags: Flags,
    /// The flags of the whole pattern.
    whole: Flags,
    tree: Tree,
    names: Vec<(String, u16)>,
    depth: u32,
}

/// Reads a pattern.
pub(crate) fn read(pattern: &str) -> Result<Tree, Why> {
    if pattern.len() > LENGTH {
        return Err(Why::Large);
    }
    let mut whole = Flags::default();
    // Each time, at least one flag more is known.
    for _ in 0..=Flags::COUNT {
        let mut reader =
            Reader { rest: pattern.chars(), flags: whole, whole, tree: Tree::new(), names: Vec::new(), depth: 0 };
        match reader.alternatives() {
            Ok(root) if reader.rest.as_str().is_empty() => {
                let mut tree = reader.tree;
                tree.root = root;
                return Ok(tree);
            }
            Ok(_) => return Err(Why::Unread),
            Err(Stop::Why(why)) => return Err(why),
            Err(Stop::Again(flags)) => whole = flags,
        }
    }
    Err(Why::Unread)
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn take(&mut self, letter: char) -> bool {
        let is_there = self.peek() == Some(letter);
        if is_there {
            self.rest.next();
        }
        is_there
    }

    fn expect(&mut self, letter: char) -> Read<()> {
        if self.take(letter) { Ok(()) } else { Err(UNREAD) }
    }

    /// What stands before a letter, which is taken as well.
    fn until(&mut self, end: char) -> Read<String> {
        let rest = self.rest.as_str();
        let at = rest.find(end).ok_or(UNREAD)?;
        self.rest = rest[at + end.len_utf8()..].chars();
        Ok(rest[..at].to_owned())
    }

    /// Alternatives, up to the end of a group or of the pattern. The depth of groups is bounded.
    fn alternatives(&mut self) -> Read<NodeId> {
        self.depth += 1;
        if self.depth > NESTING {
            return Err(Why::Large.into());
        }
        let mut items = vec![self.sequence()?];
        while self.take('|') {
            items.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(self.one_of(items))
    }

    /// One of several sequences.
    fn one_of(&mut self, mut items: Vec<Vec<NodeId>>) -> NodeId {
        if items.len() == 1 {
            let only = items.swap_remove(0);
            return self.tree.add_all(only);
        }
        let shared = {
            let (first, others) = items.split_at(1);
            let same = |at: &usize| others.iter().all(|item| item.get(*at) == first[0].get(*at));
            (0..first[0].len()).take_while(same).count()
        };
        let mut parts: Vec<NodeId> = items[0][..shared].to_vec();
        for item in &mut items {
            item.drain(..shared);
        }
        let rest = if let Some(set) = self.one_set(&items) {
            set
        } else {
            let items = items.into_iter().map(|item| self.tree.add_all(item)).collect();
            self.tree.add(Node::One(items))
        };
        parts.push(rest);
        self.tree.add_all(parts)
    }

    /// The set that alternatives are of which each is a letter or a set that is not negated.
    fn one_set(&mut self, items: &[Vec<NodeId>]) -> Option<NodeId> {
        let mut all: Option<crate::letters::Set> = None;
        for item in items {
            let [only] = item[..] else { return None };
            let Node::Set(set) = *self.tree.node(only) else { return None };
            let set = &self.tree.sets[set as usize];
            if set.is_negated || set.is_any {
                return None;
            }
            match &mut all {
                None => all = Some(set.clone()),
                // What sorts are made of may be said differently for each.
                Some(known) if known.folds != set.folds || known.is_ascii != set.is_ascii => {
                    let is_same = known.folds == set.folds && (known.sorts.is_empty() || set.sorts.is_empty());
                    if !is_same {
                        return None;
                    }
                    known.is_ascii = if known.sorts.is_empty() { set.is_ascii } else { known.is_ascii };
                    known.ranges.extend(&set.ranges);
                    known.sorts.extend(&set.sorts);
                }
                Some(known) => {
                    known.ranges.extend(&set.ranges);
                    known.sorts.extend(&set.sorts);
                }
            }
        }
        all.map(|set| self.tree.add_set(set))
    }

    /// Parts behind one another.
    fn sequence(&mut self) -> Read<Vec<NodeId>> {
        let mut parts: Vec<NodeId> = Vec::new();
        loop {
            let before = self.rest.clone();
            let Some(letter) = self.rest.next() else { return Ok(parts) };
            if self.flags.is_verbose {
                if " \t\n\r\u{b}\u{c}".contains(letter) {
                    continue;
                }
                if letter == '#' {
                    let rest = self.rest.as_str();
                    self.rest = rest.find('\n').map_or("", |at| &rest[at + 1..]).chars();
                    continue;
                }
            }
            let part = match letter {
                '|' | ')' => {
                    self.rest = before;
                    return Ok(parts);
                }
                '(' => match self.group()? {
                    Some(part) => part,
                    None => continue,
                },
                '[' => self.class()?,
                '\\' => self.escape()?,
                '.' => {
                    let set = self.flags.any();
                    self.tree.add_set(set)
                }
                '^' if self.flags.is_by_line => self.tree.add(Node::Place(Place::LineStart)),
                '^' => self.tree.add(Node::Place(Place::TextStart)),
                '$' if self.flags.is_by_line => self.tree.add(Node::Place(Place::LineEnd)),
                '$' => self.tree.add(Node::Place(Place::LastEnd)),
                '*' | '+' | '?' => return Err(UNREAD),
                letter => self.letter(letter),
            };
            let part = self.repeated(part)?;
            // A group that is none is its parts.
            match self.tree.node(part) {
                Node::All(of) => parts.extend(of.clone()),
                Node::Empty => {}
                _ => parts.push(part),
            }
        }
    }

    /// A part as often as what follows it says.
    fn repeated(&mut self, part: NodeId) -> Read<NodeId> {
        self.skip_space();
        let Some((least, most)) = self.count()? else { return Ok(part) };
        if matches!(self.tree.node(part), Node::Place(_)) {
            return Err(UNREAD);
        }
        let choice = if self.take('?') {
            Choice::Least
        } else if self.take('+') {
            Choice::MostForGood
        } else {
            Choice::Most
        };
        self.skip_space();
        // What is repeated is not repeated again.
        if self.count()?.is_some() {
            return Err(UNREAD);
        }
        if (least, most) == (1, Some(1)) {
            return Ok(part);
        }
        Ok(self.tree.add(Node::Repeat { of: part, least, most, choice }))
    }

    /// White space and remarks that say nothing, before a count.
    fn skip_space(&mut self) {
        while self.flags.is_verbose {
            match self.peek() {
                Some(letter) if " \t\n\r\u{b}\u{c}".contains(letter) => {
                    self.rest.next();
                }
                Some('#') => {
                    let rest = self.rest.as_str();
                    self.rest = rest.find('\n').map_or("", |at| &rest[at + 1..]).chars();
                }
                _ => return,
            }
        }
    }

    /// How often the part before is repeated, when that is said here.
    fn count(&mut self) -> Read<Option<(u32, Option<u32>)>> {
        let before = self.rest.clone();
        let count = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.rest.next();
                let least = self.number()?;
                let most =
                    if self.take(',') { self.number()?.map_or(Some(None), |most| Some(Some(most))) } else { None };
                if !self.take('}') || least.is_none() && most.is_none() {
                    self.rest = before;
                    return Ok(None);
                }
                let most = most.unwrap_or(least);
                let least = least.unwrap_or(0);
                if most.is_some_and(|most| most < least) {
                    return Err(UNREAD);
                }
                return Ok(Some((least, most)));
            }
            _ => return Ok(None),
        };
        self.rest.next();
        Ok(Some(count))
    }

    fn number(&mut self) -> Read<Option<u32>> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|letter| letter.to_digit(10)) {
            self.rest.next();
            let next = number.unwrap_or(0).checked_mul(10).and_then(|number| number.checked_add(digit));
            number = Some(next.filter(|number| *number < 1 << 20).ok_or(Why::Large)?);
        }
        Ok(number)
    }
}

#[cfg(test)]
mod tests;
