//! Runs a pattern on a text as a backtracking matcher does, and counts its steps.
//!
//! Takes a program and a text of letters of its alphabet; gives how many steps the match took, whether it succeeded or not.
//! The order in which ways are tried, and what ends a way, are those of the dialect's own matcher; a step is an instruction, or
//! a letter that a loop reads.

use crate::Applied;
use crate::letters::Bits;
use crate::program::{At, Program, Step};
use crate::tree::Place;

/// What a run has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    /// How many steps it took; the limit when it was not finished.
    pub(crate) steps: u64,
    pub(crate) is_finished: bool,
}

/// The steps are used up.
struct UsedUp;

/// What is tried, or made undone, when a way ends.
#[derive(Clone, Copy)]
enum Saved {
    Try {
        at: At,
        place: usize,
    },
    Undo {
        save: u32,
        was: usize,
    },
    /// A loop reads a letter less, down to a place.
    Less {
        at: At,
        place: usize,
        down_to: usize,
    },
    /// A loop reads a letter more, so many times at most.
    More {
        at: At,
        place: usize,
        left: u32,
        of: Bits,
    },
}

/// A place that was not remembered.
const NOWHERE: usize = usize::MAX;

struct Machine<'p> {
    program: &'p Program,
    text: &'p [u8],
    saves: Vec<usize>,
    stack: Vec<Saved>,
    is_whole: bool,
    steps: u64,
    most: u64,
}

/// Applies a program to a text, in at most so many steps.
pub(crate) fn run(program: &Program, text: &[u8], applied: Applied, most: u64) -> Ran {
    let saves = vec![NOWHERE; program.saves as usize];
    let is_whole = applied == Applied::Whole;
    let mut machine = Machine { program, text, saves, stack: Vec::new(), is_whole, steps: 0, most };
    let is_finished = machine.apply(applied).is_ok();
    Ran { steps: machine.steps.min(most), is_finished }
}

/// From where to where a program matches in a text; nothing when that takes more than so many steps.
pub(crate) fn parts(program: &Program, text: &[u8], applied: Applied, most: u64) -> Option<Vec<(usize, usize)>> {
    let saves = vec![NOWHERE; program.saves as usize];
    let is_whole = applied == Applied::Whole;
    let mut machine = Machine { program, text, saves, stack: Vec::new(), is_whole, steps: 0, most };
    let mut found = Vec::new();
    machine.parts(applied, |from, to| found.push((from, to))).ok()?;
    Some(found)
}

impl Machine<'_> {
    fn apply(&mut self, applied: Applied) -> Result<(), UsedUp> {
        self.parts(applied, |_, _| {})
    }

    /// Tells from where to where the pattern matches.
    fn parts(&mut self, applied: Applied, mut tell: impl FnMut(usize, usize)) -> Result<(), UsedUp> {
        if matches!(applied, Applied::Start | Applied::Whole) {
            if let Some(end) = self.from(0, 0, true)? {
                tell(0, end);
            }
            return Ok(());
        }
        let mut place = 0;
        while place <= self.text.len() {
            self.saves.fill(NOWHERE);
            self.stack.clear();
            match self.from(0, place, true)? {
                Some(end) => {
                    tell(place, end);
                    if applied == Applied::Search {
                        return Ok(());
                    }
                    place = end.max(place + 1);
                }
                None => place += 1,
            }
        }
        Ok(())
    }

    /// The letter at a place is one of these.
    fn is_one(&self, place: usize, of: Bits) -> bool {
        self.text.get(place).is_some_and(|letter| of >> letter & 1 == 1)
    }

    fn count(&mut self, steps: u64) -> Result<(), UsedUp> {
        self.steps += steps;
        if self.steps > self.most { Err(UsedUp) } else { Ok(()) }
    }

    /// Where a match ends that begins at a place with an instruction; nothing when there is none. What lies in the
    /// pattern in one another lies here in one another, no deeper.
    fn from(&mut self, at: At, place: usize, is_outermost: bool) -> Result<Option<usize>, UsedUp> {
        let base = self.stack.len();
        let (mut at, mut place) = (at, place);
        loop {
            self.count(1)?;
            let goes_on = match self.program.steps[at as usize] {
                Step::Read(of) => {
                    at += 1;
                    place += 1;
                    self.is_one(place - 1, of)
                }
                Step::ReadMany { of, least, most, is_greedy } => {
                    at += 1;
                    match self.read_many(at, place, (of, least, most), is_greedy)? {
                        Some(end) => {
                            place = end;
                            true
                        }
                        None => false,
                    }
                }
                Step::Fork { first, second } => {
                    self.stack.push(Saved::Try { at: second, place });
                    at = first;
                    true
                }
                Step::Jump(to) => {
                    at = to;
                    true
                }
                Step::Save(save) => {
                    self.save(save, place);
                    at += 1;
                    true
                }
                Step::Moved { since, leave } => {
                    at = if self.saves[since as usize] == place { leave } else { at + 1 };
                    true
                }
                Step::Place(asked) => {
                    at += 1;
                    self.is_place(asked, place)
                }
                Step::Back { group, folds } => {
                    at += 1;
                    match self.back(group, folds, place)? {
                        Some(end) => {
                            place = end;
                            true
                        }
                        None => false,
                    }
                }
                Step::Look { behind, is_negated, after } => {
                    let inner = at + 1;
                    at = after;
                    let from = place.checked_sub(behind.unwrap_or(0) as usize);
                    let inner_base = self.stack.len();
                    let found = match from {
                        Some(from) => self.from(inner, from, false)?.is_some(),
                        None => false,
                    };
                    if found && is_negated {
                        self.undo(inner_base);
                    }
                    found != is_negated
                }
                Step::Atomic { after } => {
                    let inner = at + 1;
                    at = after;
                    match self.from(inner, place, false)? {
                        Some(end) => {
                            place = end;
                            true
                        }
                        None => false,
                    }
                }
                Step::If { group, no } => {
                    at = if self.saves[usize::from(group) * 2 + 1] == NOWHERE { no } else { at + 1 };
                    true
                }
                Step::End if is_outermost && self.is_whole && place != self.text.len() => false,
                Step::End => {
                    self.keep_undone(base);
                    return Ok(Some(place));
                }
                Step::Fail => false,
            };
            if !goes_on {
                match self.back_track(base) {
                    Some(next) => (at, place) = next,
                    None => return Ok(None),
                }
            }
        }
    }

    fn save(&mut self, save: u32, place: usize) {
        let was = std::mem::replace(&mut self.saves[save as usize], place);
        self.stack.push(Saved::Undo { save, was });
    }

    /// Reads letters in a loop; gives where it goes on from.
    fn read_many(
        &mut self,
        at: At,
        place: usize,
        (of, least, most): (Bits, u32, u32),
        is_greedy: bool,
    ) -> Result<Option<usize>, UsedUp> {
        let wanted = if is_greedy { most } else { least };
        let mut end = place;
        while ((end - place) as u64) < u64::from(wanted) && self.is_one(end, of) {
            end += 1;
        }
        self.count((end - place) as u64)?;
        if ((end - place) as u64) < u64::from(least) {
            return Ok(None);
        }
        if is_greedy {
            let down_to = place + least as usize;
            if end > down_to {
                self.stack.push(Saved::Less { at, place: end, down_to });
            }
        } else if most > least {
            self.stack.push(Saved::More { at, place: end, left: most - least, of });
        }
        Ok(Some(end))
    }

    /// Where what a group has read ends when it is read once more.
    fn back(&mut self, group: u16, folds: bool, place: usize) -> Result<Option<usize>, UsedUp> {
        let [from, to] = [0, 1].map(|end| self.saves[usize::from(group) * 2 + end]);
        if from == NOWHERE || to == NOWHERE || from > to {
            return Ok(None);
        }
        let length = to - from;
        let Some(here) = self.text.get(place..place + length) else { return Ok(None) };
        let same = |(a, b): (&u8, &u8)| {
            a == b || folds && self.program.folded[usize::from(*a)] == self.program.folded[usize::from(*b)]
        };
        let is_same = self.text[from..to].iter().zip(here).all(same);
        self.count(length as u64)?;
        Ok(is_same.then_some(place + length))
    }

    fn is_place(&self, asked: Place, place: usize) -> bool {
        let line_end = self.program.line_end;
        let is_before = |of: Bits| place > 0 && self.is_one(place - 1, of);
        let last = self.text.len();
        match asked {
            Place::TextStart => place == 0,
            Place::LineStart => place == 0 || is_before(line_end),
            Place::TextEnd => place == last,
            Place::LastEnd => place == last || place + 1 == last && self.is_one(place, line_end),
            Place::LineEnd => place == last || self.is_one(place, line_end),
            Place::WordEdge { is_negated, is_ascii } => {
                let word = self.program.words[usize::from(is_ascii)];
                (is_before(word) != self.is_one(place, word)) != is_negated
            }
        }
    }

    /// Goes back to what was not tried yet.
    fn back_track(&mut self, base: usize) -> Option<(At, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Saved::Try { at, place } => return Some((at, place)),
                Saved::Undo { save, was } => self.saves[save as usize] = was,
                Saved::Less { at, place, down_to } => {
                    let place = place - 1;
                    if place > down_to {
                        self.stack.push(Saved::Less { at, place, down_to });
                    }
                    return Some((at, place));
                }
                Saved::More { at, place, left, of } => {
                    if !self.is_one(place, of) {
                        continue;
                    }
                    if left > 1 {
                        self.stack.push(Saved::More { at, place: place + 1, left: left - 1, of });
                    }
                    return Some((at, place + 1));
                }
            }
        }
        None
    }

    /// What is inside is not tried otherwise any more; what it has remembered is still made undone with what is around.
    fn keep_undone(&mut self, base: usize) {
        let mut kept = base;
        for at in base..self.stack.len() {
            if let Saved::Undo { .. } = self.stack[at] {
                self.stack.swap(kept, at);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    /// Makes undone what was remembered since.
    fn undo(&mut self, base: usize) {
        while self.stack.len() > base {
            if let Some(Saved::Undo { save, was }) = self.stack.pop() {
                self.saves[save as usize] = was;
            }
        }
    }
}
