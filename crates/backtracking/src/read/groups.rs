//! Groups: what stands between brackets, and what the letters behind the first one say of it.

use super::flags::Flags;
use super::{Read, Reader, Stop, UNREAD};
use crate::Why;
use crate::tree::{Node, NodeId};

/// How many groups a pattern may have.
const GROUPS: usize = 1_000;

impl Reader<'_> {
    /// A group, of which the first bracket was read; nothing for a remark.
    pub(super) fn group(&mut self) -> Read<Option<NodeId>> {
        if !self.take('?') {
            return self.numbered().map(Some);
        }
        let node = match self.rest.next().ok_or(UNREAD)? {
            ':' => return self.inner(self.flags).map(Some),
            '#' => {
                self.until(')')?;
                return Ok(None);
            }
            'P' if self.take('<') => return self.named().map(Some),
            'P' if self.take('=') => {
                let name = self.until(')')?;
                let group = self.number_of(&name)?;
                Node::Back { group, folds: self.flags.folds }
            }
            '=' => Node::Look { of: self.inner(self.flags)?, is_behind: false, is_negated: false },
            '!' => Node::Look { of: self.inner(self.flags)?, is_behind: false, is_negated: true },
            '<' if self.take('=') => Node::Look { of: self.behind()?, is_behind: true, is_negated: false },
            '<' if self.take('!') => Node::Look { of: self.behind()?, is_behind: true, is_negated: true },
            '>' => Node::Atomic(self.inner(self.flags)?),
            '(' => self.condition()?,
            letter => return self.with_flags(letter),
        };
        // Where nothing must not follow, nothing matches.
        if let Node::Look { of, is_behind: false, is_negated: true } = node
            && *self.tree.node(of) == Node::Empty
        {
            return Ok(Some(self.tree.add(Node::Nothing)));
        }
        Ok(Some(self.tree.add(node)))
    }

    /// What stands in a group, and its end.
    fn inner(&mut self, flags: Flags) -> Read<NodeId> {
        let outer = std::mem::replace(&mut self.flags, flags);
        let of = self.alternatives()?;
        self.flags = outer;
        self.expect(')')?;
        Ok(of)
    }

    fn behind(&mut self) -> Read<NodeId> {
        let of = self.inner(self.flags)?;
        // What is looked at behind must have one length.
        if self.tree.width(of).is_none() {
            return Err(UNREAD);
        }
        Ok(of)
    }

    fn numbered(&mut self) -> Read<NodeId> {
        let number = self.tree.groups.len();
        if number > GROUPS {
            return Err(Why::Large.into());
        }
        self.tree.groups.push(None);
        let of = self.inner(self.flags)?;
        self.tree.groups[number] = Some(of);
        Ok(self.tree.add(Node::Group { of, number: number as u16 }))
    }

    fn named(&mut self) -> Read<NodeId> {
        let name = self.until('>')?;
        if name.is_empty() || self.names.iter().any(|(known, _)| *known == name) {
            return Err(UNREAD);
        }
        self.names.push((name, self.tree.groups.len() as u16));
        self.numbered()
    }

    /// The group of a name or a number.
    fn number_of(&self, name: &str) -> Read<u16> {
        let named = self.names.iter().find(|(known, _)| known == name).map(|(_, number)| *number);
        let number = named.or_else(|| name.parse().ok()).ok_or(UNREAD)?;
        self.known_group(number)
    }

    /// A group that has begun.
    pub(super) fn known_group(&self, number: u16) -> Read<u16> {
        let is_known = number > 0 && usize::from(number) < self.tree.groups.len();
        if is_known { Ok(number) } else { Err(UNREAD) }
    }

    fn condition(&mut self) -> Read<Node> {
        let name = self.until(')')?;
        let group = self.number_of(&name)?;
        self.depth += 1;
        let yes = self.sequence()?;
        let yes = self.tree.add_all(yes);
        let no = if self.take('|') { self.sequence()? } else { Vec::new() };
        let no = self.tree.add_all(no);
        self.depth -= 1;
        self.expect(')')?;
        Ok(Node::If { group, yes, no })
    }

    /// Flags for a group, or for the whole pattern.
    fn with_flags(&mut self, first: char) -> Read<Option<NodeId>> {
        let (mut flags, mut added) = (self.flags, Flags::default());
        let mut next = first;
        let mut on = true;
        loop {
            match next {
                '-' if on => on = false,
                ':' => return self.inner(flags).map(Some),
                ')' if on => break,
                letter if flags.set(letter, on) && (!on || added.set(letter, true)) => {}
                _ => return Err(UNREAD),
            }
            next = self.rest.next().ok_or(UNREAD)?;
        }
        let whole = self.whole.with(added);
        if whole == self.whole { Ok(None) } else { Err(Stop::Again(whole)) }
    }
}
