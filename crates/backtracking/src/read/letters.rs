//! Letters, escapes and classes.

use super::{Read, Reader, UNREAD};
use crate::Why;
use crate::letters::{Set, Sort};
use crate::tree::{Node, NodeId, Place};

/// How many parts a class may have.
const PARTS: usize = 2_000;

/// What stands behind a backslash, in or outside of a class.
enum Escaped {
    Letter(char),
    Sort(Sort, bool),
}

impl Reader<'_> {
    /// A letter that stands for itself.
    pub(super) fn letter(&mut self, letter: char) -> NodeId {
        let set = Set::letter(letter, self.flags.folds);
        self.tree.add_set(set)
    }

    /// What stands behind a backslash outside of a class.
    pub(super) fn escape(&mut self) -> Read<NodeId> {
        let letter = self.rest.next().ok_or(UNREAD)?;
        let edge = |is_negated| Place::WordEdge { is_negated, is_ascii: self.flags.is_ascii };
        let place = match letter {
            'A' => Place::TextStart,
            'Z' | 'z' => Place::TextEnd,
            'b' => edge(false),
            'B' => edge(true),
            '1'..='9' => return self.back(letter),
            _ => {
                return match self.escaped(letter)? {
                    Escaped::Letter(letter) => Ok(self.letter(letter)),
                    Escaped::Sort(sort, others) => {
                        let set = Set::sort(sort, others, self.flags.is_ascii);
                        Ok(self.tree.add_set(set))
                    }
                };
            }
        };
        Ok(self.tree.add(Node::Place(place)))
    }

    /// What a group has matched, or a letter by its number of three digits.
    fn back(&mut self, first: char) -> Read<NodeId> {
        let digit = |letter: Option<char>, radix| letter.and_then(|letter| letter.to_digit(radix));
        let mut number = first.to_digit(10).unwrap_or(0);
        if let Some(second) = digit(self.peek(), 10) {
            let mut ahead = self.rest.clone();
            ahead.next();
            let octal = (first.to_digit(8), digit(self.peek(), 8), digit(ahead.next(), 8));
            if let (Some(one), Some(two), Some(three)) = octal {
                self.rest = ahead;
                let letter = char::from_u32(one * 64 + two * 8 + three).filter(|letter| *letter <= '\u{ff}');
                return Ok(self.letter(letter.ok_or(UNREAD)?));
            }
            self.rest.next();
            number = number * 10 + second;
        }
        let group = self.known_group(number as u16)?;
        // A group is not known while it is read.
        if self.tree.groups[usize::from(group)].is_none() {
            return Err(UNREAD);
        }
        Ok(self.tree.add(Node::Back { group, folds: self.flags.folds }))
    }

    fn escaped(&mut self, letter: char) -> Read<Escaped> {
        Ok(Escaped::Letter(match letter {
            'd' | 'D' => return Ok(Escaped::Sort(Sort::Digit, letter == 'D')),
            's' | 'S' => return Ok(Escaped::Sort(Sort::Space, letter == 'S')),
            'w' | 'W' => return Ok(Escaped::Sort(Sort::Word, letter == 'W')),
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            'x' => self.coded(16, 2, true)?,
            'u' => self.coded(16, 4, true)?,
            'U' => self.coded(16, 8, true)?,
            '0' => self.coded(8, 2, false)?,
            letter if letter.is_ascii_alphanumeric() => return Err(UNREAD),
            letter => letter,
        }))
    }

    /// A letter by its number, of so many digits, or at most so many.
    fn coded(&mut self, radix: u32, most: usize, is_exact: bool) -> Read<char> {
        let (mut number, mut count) = (0, 0);
        while count < most
            && let Some(digit) = self.peek().and_then(|letter| letter.to_digit(radix))
        {
            self.rest.next();
            number = number * radix + digit;
            count += 1;
        }
        if is_exact && count < most {
            return Err(UNREAD);
        }
        // Halves of pairs are letters of their own there, and none here.
        char::from_u32(number).or_else(|| (number < 0x11_0000).then_some('\u{fffd}')).ok_or(UNREAD)
    }

    /// A class, of which the first bracket was read.
    pub(super) fn class(&mut self) -> Read<NodeId> {
        let mut set = Set {
            is_negated: self.take('^'),
            folds: self.flags.folds,
            is_ascii: self.flags.is_ascii,
            ..Set::default()
        };
        let mut is_first = true;
        loop {
            let letter = self.rest.next().ok_or(UNREAD)?;
            if letter == ']' && !is_first {
                break;
            }
            is_first = false;
            if set.ranges.len() + set.sorts.len() > PARTS {
                return Err(Why::Large.into());
            }
            let from = match self.class_part(letter)? {
                Escaped::Letter(letter) => letter,
                Escaped::Sort(sort, others) => {
                    set.sorts.push((sort, others));
                    continue;
                }
            };
            let mut ahead = self.rest.clone();
            if ahead.next() != Some('-') || ahead.clone().next() == Some(']') {
                set.ranges.push((from, from));
                continue;
            }
            self.rest = ahead;
            let letter = self.rest.next().ok_or(UNREAD)?;
            match self.class_part(letter)? {
                Escaped::Letter(to) if from <= to => set.ranges.push((from, to)),
                _ => return Err(UNREAD),
            }
        }
        // One letter in brackets is that letter.
        if let ([(from, to)], true) = (&set.ranges[..], set.sorts.is_empty())
            && from == to
            && !set.is_negated
        {
            return Ok(self.letter(*from));
        }
        Ok(self.tree.add_set(set))
    }

    fn class_part(&mut self, letter: char) -> Read<Escaped> {
        if letter != '\\' {
            return Ok(Escaped::Letter(letter));
        }
        match self.rest.next().ok_or(UNREAD)? {
            'b' => Ok(Escaped::Letter('\u{8}')),
            digit @ '1'..='7' => {
                let mut number = digit.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|letter| letter.to_digit(8)) else { break };
                    self.rest.next();
                    number = number * 8 + digit;
                }
                char::from_u32(number).map(Escaped::Letter).ok_or(UNREAD)
            }
            letter => self.escaped(letter),
        }
    }
}
