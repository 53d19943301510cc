//! Texts: what tests, replacements and surroundings show of a text, in the states that the vocabulary knows.
//!
//! Takes the kinds; gives sets of state kinds, and whether a set of them makes a text harmless for a sink.

use ir::Constant;
use knowledge::{KindId, KindSet, Kinds, TextState, TextTest};
use regex_syntax::hir::ClassUnicode;

use crate::pattern;

/// The letters that texts of a state may have.
type Letters = (KindSet, ClassUnicode);

/// The states of text, and what makes text harmless for which sink.
#[derive(Default)]
pub(crate) struct TextStates {
    states: Vec<(KindSet, TextState)>,
    harmless: Vec<(KindId, KindSet)>,
    /// The states of texts that are made of some letters alone.
    only: Vec<Letters>,
    /// States that hold of the whole text, and not of a longer text around it.
    whole: KindSet,
    /// Those of them that hold of a longer text which begins with it.
    leading: KindSet,
    /// Those of them that only rows tell.
    pub(crate) led: KindSet,
    /// States of texts that are no longer than some limit, and of those that are no longer than a certain one.
    bounded: KindSet,
    short: KindSet,
    /// States of texts in which letters stand in pairs, which a cut may go through.
    pairs: KindSet,
    /// States, and the kinds of sinks for which a value of them is harmless where it equals what others do not control.
    settled: Vec<(KindSet, KindSet)>,
    /// States whose values stand for the same things as the values that they were made of.
    same: KindSet,
    /// The kinds of sinks for which what is found in a collection that others do not control is harmless.
    pub(crate) listed: KindSet,
}

impl TextStates {
    pub(crate) fn new(kinds: &Kinds) -> Self {
        let mut all = Self::default();
        for id in kinds.ids() {
            let kind = kinds.get(id);
            all.harmless.extend(kind.harmless.iter().map(|&states| (id, states)));
            if kind.listed {
                all.listed = all.listed.union(KindSet::one(id));
            }
            if kind.same {
                all.same = all.same.union(KindSet::one(id));
            }
            if !kind.settled.is_empty() {
                let sinks = kind.settled.iter().filter_map(|name| kinds.find(name));
                all.settled.push((KindSet::one(id), sinks.fold(KindSet::EMPTY, |all, id| all.union(KindSet::one(id)))));
            }
            if let Some(text) = &kind.text {
                let is_whole = matches!(
                    text,
                    TextState::Begins(_)
                        | TextState::BeginsNot(_)
                        | TextState::Ends(_)
                        | TextState::LacksInside(_)
                        | TextState::Led
                        | TextState::IsNot(_)
                        | TextState::AtMost(_)
                        | TextState::Bounded
                        | TextState::Follows(_)
                );
                if is_whole {
                    all.whole = all.whole.union(KindSet::one(id));
                }
                if matches!(text, TextState::Begins(_) | TextState::BeginsNot(_) | TextState::Led) {
                    all.leading = all.leading.union(KindSet::one(id));
                }
                if matches!(text, TextState::Doubles(_)) {
                    all.pairs = all.pairs.union(KindSet::one(id));
                }
                match text {
                    TextState::Bounded => all.bounded = all.bounded.union(KindSet::one(id)),
                    TextState::AtMost(_) => all.short = all.short.union(KindSet::one(id)),
                    _ => {}
                }
                match text {
                    TextState::Led => all.led = all.led.union(KindSet::one(id)),
                    TextState::Only(letters) => {
                        all.only.extend(pattern::alphabet(letters).map(|letters| (KindSet::one(id), letters)));
                    }
                    _ => all.states.push((KindSet::one(id), text.clone())),
                }
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

    /// States, and the kinds of sinks for which a value of them is harmless where it equals what others do not control.
    pub(crate) fn settled(&self) -> &[(KindSet, KindSet)] {
        &self.settled
    }

    /// States whose values stand for the same things as the values that they were made of.
    pub(crate) fn same(&self) -> KindSet {
        self.same
    }

    /// What is still so when other text has been put before or after.
    pub(crate) fn in_longer(&self, cleaned: KindSet) -> KindSet {
        if cleaned == KindSet::ALL { cleaned } else { cleaned.without(self.whole) }
    }

    /// The same of a text that is joined with others as it is: what it is harmless for by itself, it is as a part, too, but
    /// for addresses, of which the beginning decides.
    pub(crate) fn in_joined(&self, cleaned: KindSet, addresses: KindSet) -> KindSet {
        if cleaned == KindSet::ALL || cleaned.intersection(self.whole).is_empty() {
            return cleaned;
        }
        let known = cleaned.without(self.led);
        let harmless = self.with_harmless(known).without(known).without(addresses);
        self.in_longer(cleaned).union(harmless)
    }

    /// The sinks for which a text is harmless by what a row has said of its beginning.
    pub(crate) fn harmless_by_beginning(&self, cleaned: KindSet) -> KindSet {
        let led = cleaned.intersection(self.led);
        if led.is_empty() { KindSet::EMPTY } else { self.with_harmless(led).without(led) }
    }

    /// Of a text that stands right behind the host of an address.
    pub(crate) fn behind_host(&self) -> KindSet {
        self.all(|state| matches!(state, TextState::BehindHost))
    }

    /// What is still so when other text has been put behind.
    pub(crate) fn before_other(&self, cleaned: KindSet) -> KindSet {
        self.in_longer(cleaned).union(cleaned.intersection(self.leading))
    }

    /// What is so of a text that does not begin with a separator, once a separator has been put before it.
    pub(crate) fn set_apart(&self, cleaned: KindSet, separator: &str) -> KindSet {
        let needed = self.begins_not(separator);
        if !needed.is_empty() && needed.without(cleaned).is_empty() { self.behind(separator) } else { KindSet::EMPTY }
    }

    /// What is still so when something has been cut off.
    pub(crate) fn in_cut(&self, cleaned: KindSet) -> KindSet {
        if cleaned == KindSet::ALL { cleaned } else { cleaned.without(self.pairs) }
    }

    /// The states of pairs that are lost when every occurrence of a text, or of one that is not known, is taken out.
    pub(crate) fn pairs_with(&self, what: Option<&str>) -> KindSet {
        let Some(what) = what else { return self.pairs };
        self.all(|state| matches!(state, TextState::Doubles(part) if what.contains(part.as_str())))
    }

    /// What is still so of a part, or of what is made of a text in a way that nobody knows.
    pub(crate) fn in_part(&self, cleaned: KindSet) -> KindSet {
        if cleaned == KindSet::ALL { cleaned } else { cleaned.without(self.led) }
    }

    /// The states that together make text harmless for a kind of sink.
    pub(crate) fn asked_by(&self, kind: KindId) -> KindSet {
        let of_kind = self.harmless.iter().filter(|(of, _)| *of == kind);
        of_kind.fold(KindSet::EMPTY, |all, (_, states)| all.union(*states))
    }

    /// All states of text.
    pub(crate) fn all_text(&self) -> KindSet {
        self.only.iter().fold(self.all(|_| true), |all, (kind, _)| all.union(*kind))
    }

    /// The states that do not hold any more once another text stands somewhere in it.
    pub(crate) fn brought_by(&self, by: &str) -> KindSet {
        let new = pattern::letters_in(by);
        let lost = self.only.iter().filter(|(_, letters)| !pattern::is_within(&new, letters));
        let brought = self.all(|state| match state {
            TextState::Lacks(part) | TextState::Doubles(part) => part.chars().any(|letter| by.contains(letter)),
            _ => false,
        });
        lost.fold(brought, |all, (kind, _)| all.union(*kind))
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

    /// Of a text that is something else than another, as a whole.
    pub(crate) fn is_not(&self, other: &str) -> KindSet {
        self.all(|state| matches!(state, TextState::IsNot(whole) if whole == other))
    }

    /// Of a text of so many letters at most.
    pub(crate) fn at_most(&self, letters: i64) -> KindSet {
        self.all(|state| match state {
            TextState::AtMost(most) => letters <= *most,
            TextState::Bounded => true,
            _ => false,
        })
    }

    /// Of a text that is no longer than some limit.
    pub(crate) fn bounded(&self) -> KindSet {
        self.bounded
    }

    /// Of a text that stands in a sequence, right behind a constant.
    pub(crate) fn next_to(&self, before: &Constant) -> KindSet {
        let Constant::Str(before) = before else { return KindSet::EMPTY };
        self.all(|state| matches!(state, TextState::Follows(pattern) if pattern.is_match(before)))
    }

    /// What is still so of a text when some of it has been taken away.
    pub(crate) fn lengths(&self) -> KindSet {
        self.bounded.union(self.short)
    }

    /// Of a text of which no part is another, the parts being what stands between separators.
    pub(crate) fn lacks_part(&self, part: &str, separator: &str) -> KindSet {
        let is_that = |held: &str| held.strip_suffix(separator) == Some(part) || held == part;
        self.all(|state| matches!(state, TextState::Lacks(held) if is_that(held)))
    }

    /// Of a text cut into parts at a separator, by what each of them is not.
    pub(crate) fn of_each_part(&self, states: KindSet, separator: &str) -> KindSet {
        let known = self.states.iter().filter(|(kind, _)| kind.without(states).is_empty());
        let parts = known.filter_map(|(_, state)| if let TextState::IsNot(part) = state { Some(part) } else { None });
        parts.fold(KindSet::EMPTY, |all, part| all.union(self.lacks_part(part, separator)))
    }

    /// Of a text that begins with another.
    pub(crate) fn begins(&self, with: &str) -> KindSet {
        self.all(|state| match state {
            TextState::Begins(part) => with.starts_with(part.as_str()),
            TextState::BeginsNot(part) => with.len() >= part.len() && !with.starts_with(part.as_str()),
            _ => false,
        })
    }

    /// All states that say how a text begins.
    pub(crate) fn begins_somehow(&self) -> KindSet {
        self.all(|state| matches!(state, TextState::Begins(_)))
    }

    /// Of a text that does not begin with another.
    pub(crate) fn begins_not(&self, with: &str) -> KindSet {
        self.all(|state| matches!(state, TextState::BeginsNot(part) if part.starts_with(with)))
    }

    /// Of a text whose beginning is not what is looked at.
    pub(crate) fn not_at_the_beginning(&self) -> KindSet {
        self.all(|state| matches!(state, TextState::BeginsNot(_)))
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
            (Some(_), None) if by.strip_prefix(what) == Some(what) => {
                self.all(|state| matches!(state, TextState::Doubles(part) if part == what))
            }
            _ => KindSet::EMPTY,
        }
    }

    /// What is still so of a text in which every occurrence of one folder's name was replaced by another's: where it leads
    /// to, and that it does not begin with two separators.
    pub(crate) fn led_on(&self, what: &str, by: &str) -> KindSet {
        let is_folder = |text: &str| {
            let mut letters = text.chars();
            letters.next() == Some('/') && letters.next().is_some_and(char::is_alphanumeric)
        };
        if is_folder(what) && is_folder(by) { self.led } else { KindSet::EMPTY }
    }

    /// Of a text of which every match of a pattern was replaced.
    pub(crate) fn replaced_pattern(&self, pattern: &str, by: &str) -> KindSet {
        match pattern::removes(pattern) {
            Some(mut left) => {
                left.negate();
                left.union(&pattern::letters_in(by));
                self.of_letters(&left)
            }
            None => KindSet::EMPTY,
        }
    }

    /// Of a text in which a pattern matches nothing.
    pub(crate) fn unmatched(&self, pattern: &str) -> KindSet {
        self.replaced_pattern(pattern, "")
    }

    /// Of a text that a pattern matches as the test asks.
    pub(crate) fn matched(&self, pattern: &str, asks: TextTest) -> KindSet {
        let letters = match asks {
            TextTest::Matches => pattern::alphabet(pattern),
            TextTest::MatchesStart => pattern::alphabet_between_ends(pattern, true),
            TextTest::MatchesPart => pattern::alphabet_between_ends(pattern, false),
            TextTest::Begins | TextTest::Ends | TextTest::Holds => None,
        };
        letters.map_or(KindSet::EMPTY, |letters| self.of_letters(&letters))
    }

    /// Of a text that is made of these letters alone.
    pub(crate) fn of_letters(&self, letters: &ClassUnicode) -> KindSet {
        let lacks = self.without_letters(&|letter| !pattern::holds(letters, letter));
        let only = self.only.iter().filter(|(_, known)| pattern::is_within(letters, known));
        only.fold(lacks, |all, (kind, _)| all.union(*kind))
    }

    /// Of a text, by the states that each of its letters is in.
    pub(crate) fn of_each_letter(&self, states: KindSet) -> KindSet {
        let lacks = self.all(|state| matches!(state, TextState::Lacks(part) if part.chars().count() == 1));
        let of_letters = self.only.iter().fold(lacks, |all, (kind, _)| all.union(*kind));
        states.intersection(of_letters)
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

/// The states that something is in because of those that it was in.
pub(crate) fn turned(known: KindSet, turns: &[(KindId, KindId)]) -> KindSet {
    let now = turns.iter().filter(|(from, _)| known != KindSet::ALL && known.contains(*from));
    now.map(|(_, into)| *into).collect()
}
