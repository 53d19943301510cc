//! A pattern as instructions, in the order in which a backtracking matcher tries them.
//!
//! Takes a tree; gives the exact program, which `run` runs, or one in which counted repetitions are written out only a few
//! times, of which `graph` looks at the ways.

use crate::Why;
use crate::letters::{Alphabet, Bits, Set, Sort};
use crate::limits::{INSTRUCTIONS, NESTING};
use crate::tree::{Choice, Node, NodeId, Place, Tree};

/// The number of an instruction.
pub(crate) type At = u32;

/// One step of a match. Where nothing else is said, the next one follows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Reads one of these letters.
    Read(Bits),
    /// Reads between so many and so many of these, as many or as few as can be.
    ReadMany {
        of: Bits,
        least: u32,
        most: u32,
        is_greedy: bool,
    },
    /// Tries one, then the other.
    Fork {
        first: At,
        second: At,
    },
    Jump(At),
    /// Remembers the place.
    Save(u32),
    /// Goes on only when the place is another than the one remembered; else leaves.
    Moved {
        since: u32,
        leave: At,
    },
    Place(Place),
    /// Reads what a group has read.
    Back {
        group: u16,
        folds: bool,
    },
    /// The body follows, up to its end; it must match here, or so many letters before.
    Look {
        behind: Option<u32>,
        is_negated: bool,
        after: At,
    },
    /// The body follows; once it has matched, it is not tried otherwise.
    Atomic {
        after: At,
    },
    /// Goes on when the group has matched.
    If {
        group: u16,
        no: At,
    },
    /// The end of the program, or of a body.
    End,
    Fail,
}

/// A program.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    /// How many places are remembered.
    pub(crate) saves: u32,
    /// The letters of words, of any and of ASCII alone, and the end of a line.
    pub(crate) words: [Bits; 2],
    pub(crate) line_end: Bits,
    /// For each letter the one that stands for it when case is no matter.
    pub(crate) folded: Vec<u8>,
}

impl Program {
    /// The program of a pattern. With `copies`, no counted repetition is written out more often than that.
    pub(crate) fn of(tree: &Tree, alphabet: &Alphabet, copies: Option<u32>) -> Result<Self, Why> {
        let sets = tree.sets.iter().map(|set| alphabet.bits(set)).collect();
        let saves = tree.groups.len() as u32 * 2;
        let mut writer = Writer { tree, sets, copies, steps: Vec::new(), saves };
        writer.write(tree.root, 0)?;
        writer.add(Step::End)?;
        let word = |is_ascii| alphabet.bits(&Set::sort(Sort::Word, false, is_ascii));
        let letters = &alphabet.letters;
        let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
        let fold = |letter: &char| letters.iter().position(|other| same(*letter, *other)).unwrap_or(0) as u8;
        Ok(Self {
            steps: writer.steps,
            saves: writer.saves,
            words: [word(false), word(true)],
            line_end: alphabet.bits(&Set::letter('\n', false)),
            folded: letters.iter().map(fold).collect(),
        })
    }
}

struct Writer<'t> {
    tree: &'t Tree,
    sets: Vec<Bits>,
    copies: Option<u32>,
    steps: Vec<Step>,
    saves: u32,
}

impl Writer<'_> {
    fn add(&mut self, step: Step) -> Result<At, Why> {
        if self.steps.len() >= INSTRUCTIONS {
            return Err(Why::Large);
        }
        self.steps.push(step);
        Ok(self.steps.len() as At - 1)
    }

    fn next(&self) -> At {
        self.steps.len() as At
    }

    /// Writes a part. Parts lie in one another no deeper than the pattern was read, but for what groups stand for.
    fn write(&mut self, id: NodeId, depth: u32) -> Result<(), Why> {
        let depth = depth + 1;
        let tree = self.tree;
        match tree.node(id) {
            Node::Empty => {}
            Node::Nothing => drop_at(self.add(Step::Fail)?),
            Node::Set(set) => drop_at(self.add(Step::Read(self.sets[*set as usize]))?),
            Node::Place(place) => drop_at(self.add(Step::Place(*place))?),
            Node::All(parts) => parts.iter().try_for_each(|part| self.write(*part, depth))?,
            Node::One(parts) => self.write_one(parts, depth)?,
            Node::Group { of, number } => {
                self.add(Step::Save(u32::from(*number) * 2))?;
                self.write(*of, depth)?;
                self.add(Step::Save(u32::from(*number) * 2 + 1))?;
            }
            Node::Atomic(of) => self.write_atomic(|writer| writer.write(*of, depth))?,
            Node::Look { of, is_behind, is_negated } => {
                let behind = is_behind.then(|| tree.width(*of).unwrap_or(0));
                let look = self.add(Step::Fail)?;
                self.write(*of, depth)?;
                self.add(Step::End)?;
                self.steps[look as usize] = Step::Look { behind, is_negated: *is_negated, after: self.next() };
            }
            Node::Back { group, folds } => {
                // Where ways are sought, what a group stands for is one more of what it is made of.
                match (self.copies, tree.groups[usize::from(*group)]) {
                    (Some(_), Some(of)) if depth < 3 * NESTING => self.write(of, depth)?,
                    (Some(_), _) => {}
                    (None, _) => drop_at(self.add(Step::Back { group: *group, folds: *folds })?),
                }
            }
            Node::If { group, yes, no } => {
                let fork = self.add(Step::Fail)?;
                self.write(*yes, depth)?;
                let jump = self.add(Step::Fail)?;
                let no_at = self.next();
                self.write(*no, depth)?;
                self.steps[jump as usize] = Step::Jump(self.next());
                self.steps[fork as usize] = match self.copies {
                    Some(_) => Step::Fork { first: fork + 1, second: no_at },
                    None => Step::If { group: *group, no: no_at },
                };
            }
            Node::Repeat { of, least, most, choice } => {
                if *choice == Choice::MostForGood {
                    self.write_atomic(|writer| writer.write_repeat(*of, *least, *most, true, depth))?;
                } else {
                    self.write_repeat(*of, *least, *most, *choice == Choice::Most, depth)?;
                }
            }
        }
        Ok(())
    }

    fn write_atomic(&mut self, body: impl FnOnce(&mut Self) -> Result<(), Why>) -> Result<(), Why> {
        // Where ways are sought, any may be taken.
        if self.copies.is_some() {
            return body(self);
        }
        let atomic = self.add(Step::Fail)?;
        body(self)?;
        self.add(Step::End)?;
        self.steps[atomic as usize] = Step::Atomic { after: self.next() };
        Ok(())
    }

    fn write_one(&mut self, parts: &[NodeId], depth: u32) -> Result<(), Why> {
        let mut jumps = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            if at + 1 == parts.len() {
                self.write(*part, depth)?;
                break;
            }
            let fork = self.add(Step::Fail)?;
            self.write(*part, depth)?;
            jumps.push(self.add(Step::Fail)?);
            self.steps[fork as usize] = Step::Fork { first: fork + 1, second: self.next() };
        }
        for jump in jumps {
            self.steps[jump as usize] = Step::Jump(self.next());
        }
        Ok(())
    }

    fn write_repeat(
        &mut self,
        of: NodeId,
        mut least: u32,
        mut most: Option<u32>,
        is_greedy: bool,
        depth: u32,
    ) -> Result<(), Why> {
        match (self.copies, self.tree.node(of)) {
            (Some(copies), _) => {
                let further = most.map(|most| (most - least).min(copies.max(1)));
                least = least.min(copies);
                most = further.map(|further| least + further);
            }
            (None, Node::Set(set)) => {
                let of = self.sets[*set as usize];
                self.add(Step::ReadMany { of, least, most: most.unwrap_or(u32::MAX), is_greedy })?;
                return Ok(());
            }
            (None, _) => {}
        }
        let Some(most) = most else {
            for _ in 1..least {
                self.write(of, depth)?;
            }
            return if least > 0 {
                self.write_once_or_more(of, is_greedy, depth)
            } else {
                self.write_any(of, is_greedy, depth)
            };
        };
        for _ in 0..least {
            self.write(of, depth)?;
        }
        let mut forks = Vec::new();
        for _ in least..most {
            let fork = self.add(Step::Fail)?;
            forks.push((fork, self.write_round(of, depth)?));
        }
        let leave = self.next();
        for (fork, moved) in forks {
            self.steps[fork as usize] = forked(fork + 1, leave, is_greedy);
            self.leave_at(moved, leave);
        }
        Ok(())
    }

    /// Writes one round of a loop, which ends the loop when it reads nothing; gives the step that asks for that.
    fn write_round(&mut self, of: NodeId, depth: u32) -> Result<Option<At>, Why> {
        if let Node::Set(_) = self.tree.node(of) {
            self.write(of, depth)?;
            return Ok(None);
        }
        let since = self.saves;
        self.saves += 1;
        self.add(Step::Save(since))?;
        self.write(of, depth)?;
        self.add(Step::Moved { since, leave: 0 }).map(Some)
    }

    fn leave_at(&mut self, moved: Option<At>, leave: At) {
        if let Some(moved) = moved
            && let Step::Moved { leave: to, .. } = &mut self.steps[moved as usize]
        {
            *to = leave;
        }
    }

    fn write_any(&mut self, of: NodeId, is_greedy: bool, depth: u32) -> Result<(), Why> {
        let fork = self.add(Step::Fail)?;
        let moved = self.write_round(of, depth)?;
        let leave = self.next() + 1;
        self.leave_at(moved, leave);
        self.add(Step::Jump(fork))?;
        self.steps[fork as usize] = forked(fork + 1, leave, is_greedy);
        Ok(())
    }

    fn write_once_or_more(&mut self, of: NodeId, is_greedy: bool, depth: u32) -> Result<(), Why> {
        let begin = self.next();
        let moved = self.write_round(of, depth)?;
        let leave = self.next() + 1;
        self.leave_at(moved, leave);
        self.add(forked(begin, leave, is_greedy))?;
        Ok(())
    }
}

/// A round of a loop and what is behind it, in the order in which they are tried.
fn forked(round: At, leave: At, is_greedy: bool) -> Step {
    if is_greedy { Step::Fork { first: round, second: leave } } else { Step::Fork { first: leave, second: round } }
}

/// Where a step was written is of no interest.
fn drop_at(_: At) {}
