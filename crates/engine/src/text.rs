//! Texts: what tests, replacements and surroundings show of a text, in the states that the vocabulary knows.
//!
//! Takes the kinds; gives sets of state kinds, and whether a set of them makes a text harmless for a sink.

use knowledge::{KindId, KindSet, Kinds, TextState};
use regex_syntax::hir::ClassUnicode;

use crate::pattern;

/// The states of text, and what makes text harmless for which sink.
#[derive(Default)]
pub(crate) struct TextStates {
    states: Vec<(KindSet, TextState)>,
    harmless: Vec<(KindId, KindSet)>,
    /// States that hold of the whole text, and not of a longer text around it.
    whole: KindSet,
}

impl TextStates {
    pub(crate) fn new(kinds: &Kinds) -> Self {
        let mut all = Self::default();
        for id in kinds.ids() {
            let kind = kinds.get(id);
            all.harmless.extend(kind.harmless.iter().map(|&states| (id, states)));
            if let Some(text) = &kind.text {
                let is_whole = matches!(
                    text,
                    TextState::Begins(_) | TextState::BeginsNot(_) | TextState::Ends(_) | TextState::LacksInside(_)
                );
                if is_whole {
                    all.whole = all.whole.union(KindSet::one(id));
                }
                all.states.push((KindSet::one(id), text.clone()));
            }
        }
        all
    }

    /// Whether text of these states is harmless for a kind of sink.
    pub(crate) fn is_harmless(&self, cleaned: KindSet, kind: KindId) -> bool {
        cleaned.contains(kind)
            || self.harmless.iter().any(|&(of, states)| of == kind && states.without(cleaned).is_empty())
    }

    /// States, and the kinds of sinks for which they make text harmless.
    pub(crate) fn with_harmless(&self, states: KindSet) -> KindSet {
        let made = self.harmless.iter().filter(|(_, needed)| needed.without(states).is_empty());
        made.fold(states, |all, (kind, _)| all.union(KindSet::one(*kind)))
    }

    /// What is still so when other text has been put before or after.
    pub(crate) fn in_longer(&self, cleaned: KindSet) -> KindSet {
        if cleaned == KindSet::ALL { cleaned } else { cleaned.without(self.whole) }
    }

    /// The states that together make text harmless for a kind of sink.
    pub(crate) fn asked_by(&self, kind: KindId) -> KindSet {
        let of_kind = self.harmless.iter().filter(|(of, _)| *of == kind);
        of_kind.fold(KindSet::EMPTY, |all, (_, states)| all.union(*states))
    }

    /// All states of text.
    pub(crate) fn all_text(&self) -> KindSet {
        self.all(|_| true)
    }

    /// The states that do not hold any more once another text stands somewhere in it.
    pub(crate) fn brought_by(&self, by: &str) -> KindSet {
        self.all(|state| match state {
            TextState::Lacks(part) => part.chars().any(|letter| by.contains(letter)),
            _ => false,
        })
    }

    fn all(&self, holds: impl Fn(&TextState) -> bool) -> KindSet {
        self.states.iter().filter(|(_, state)| holds(state)).fold(KindSet::EMPTY, |all, (kind, _)| all.union(*kind))
    }

    /// Of a text that does not hold another.
    pub(crate) fn lacks(&self, other: &str) -> KindSet {
        self.all(|state| match state {
            TextState::Lacks(part) | TextState::LacksInside(part) | TextState::BeginsNot(part) => part.contains(other),
            _ => false,
        })
    }

    /// Of a text whose middle does not hold another.
    pub(crate) fn lacks_inside(&self, other: &str) -> KindSet {
        self.all(|state| matches!(state, TextState::LacksInside(part) if part.contains(other)))
    }

    /// Of a text that is a part of another.
    pub(crate) fn part_of(&self, whole: &str) -> KindSet {
        self.without_letters(&|letter| !whole.contains(letter))
    }

    /// Of a text that begins with another.
    pub(crate) fn begins(&self, with: &str) -> KindSet {
        self.all(|state| match state {
            TextState::Begins(part) => with.starts_with(part.as_str()),
            TextState::BeginsNot(part) => with.len() >= part.len() && !with.starts_with(part.as_str()),
            _ => false,
        })
    }

    /// Of a text that does not begin with another.
    pub(crate) fn begins_not(&self, with: &str) -> KindSet {
        self.all(|state| matches!(state, TextState::BeginsNot(part) if part.starts_with(with)))
    }

    /// Of a text that ends with another.
    pub(crate) fn ends(&self, with: &str) -> KindSet {
        self.all(|state| matches!(state, TextState::Ends(part) if with.ends_with(part.as_str())))
    }

    /// Of a text of which every occurrence of `what` was replaced. Only one character is surely gone then: of a longer
    /// text the rest may come together to the same again.
    pub(crate) fn replaced(&self, what: &str, by: &str) -> KindSet {
        let mut letters = what.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if !by.contains(letter) => self.without_letters(&|other| other == letter),
            _ => KindSet::EMPTY,
        }
    }

    /// Of a text of which every match of a pattern was replaced.
    pub(crate) fn replaced_pattern(&self, pattern: &str, by: &str) -> KindSet {
        match pattern::removes(pattern) {
            Some(gone) => self.without_letters(&|letter| !by.contains(letter) && pattern::holds(&gone, letter)),
            None => KindSet::EMPTY,
        }
    }

    /// Of a text that a pattern matches from beginning to end.
    pub(crate) fn matched(&self, pattern: &str) -> KindSet {
        match pattern::alphabet(pattern) {
            Some(letters) => self.of_letters(&letters),
            None => KindSet::EMPTY,
        }
    }

    fn of_letters(&self, letters: &ClassUnicode) -> KindSet {
        self.without_letters(&|letter| !pattern::holds(letters, letter))
    }

    /// Of a text that has none of some letters.
    fn without_letters(&self, lacks: &dyn Fn(char) -> bool) -> KindSet {
        self.all(|state| match state {
            TextState::Lacks(part) | TextState::LacksInside(part) | TextState::BeginsNot(part) => {
                part.chars().any(lacks)
            }
            _ => false,
        })
    }

    /// Of a text that stands behind another in a longer one.
    pub(crate) fn behind(&self, before: &str) -> KindSet {
        self.all(|state| match state {
            TextState::After(part) => before.contains(part.as_str()),
            TextState::Between(part) => before.matches(part.as_str()).count() % 2 == 1,
            _ => false,
        })
    }
}
