//! Words made by chance from a seed: takes a number, gives the same sequence of words for it on every machine, none of
//! them twice and none that is taken already.

use std::collections::BTreeSet;

/// A sequence of numbers that follows from its seed alone (the one of `SplitMix64`).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 for 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// Puts things into another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at + 1));
        }
    }

    /// Letters that can be spoken, in lower case.
    pub(super) fn letters(&mut self, length: usize) -> String {
        const SOUNDS: [&[u8]; 2] = [b"bdfgklmnprstvz", b"aeiou"];
        (0..length)
            .map(|at| {
                let sounds = SOUNDS[at % 2];
                char::from(sounds[self.below(sounds.len())])
            })
            .collect()
    }

    /// A word of the same length in the same case, letter by letter; what is no letter stays.
    pub(super) fn like(&mut self, word: &str) -> String {
        let other = self.letters(word.chars().count());
        let same_case = |(old, new): (char, char)| match old {
            'A'..='Z' => new.to_ascii_uppercase(),
            'a'..='z' => new,
            _ => old,
        };
        word.chars().zip(other.chars()).map(same_case).collect()
    }
}

/// Names that nothing else has.
pub(super) struct Fresh {
    pub(super) chance: Chance,
    taken: BTreeSet<String>,
}

impl Fresh {
    /// `taken` are the names that must not be given.
    pub(super) fn new(seed: u64, taken: BTreeSet<String>) -> Self {
        Self { chance: Chance::new(seed), taken }
    }

    /// A new name in the style of an old one: of a class, of a constant, or of anything else.
    pub(super) fn name(&mut self, old: &str) -> String {
        let is_constant = old.chars().any(|c| c.is_ascii_uppercase()) && !old.chars().any(|c| c.is_ascii_lowercase());
        let is_class = !is_constant && old.starts_with(|c: char| c.is_ascii_uppercase());
        loop {
            let length = 5 + self.chance.below(4);
            let word = self.chance.letters(length);
            let word = match () {
                () if is_constant => word.to_uppercase(),
                () if is_class => word[..1].to_uppercase() + &word[1..],
                () => word,
            };
            let private = &old[..old.len() - old.trim_start_matches('_').len()];
            let word = format!("{private}{word}");
            if self.taken.insert(word.clone()) {
                return word;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_words_each_time_and_none_twice() {
        let words = |seed| {
            let mut fresh = Fresh::new(seed, BTreeSet::new());
            (0..500).map(|_| fresh.name("old")).collect::<Vec<_>>()
        };
        assert_eq!(words(7), words(7));
        assert_ne!(words(7), words(8));
        assert_eq!(words(7).into_iter().collect::<BTreeSet<_>>().len(), 500);
    }

    #[test]
    fn a_word_keeps_its_style_and_its_length() {
        let mut fresh = Fresh::new(1, BTreeSet::new());
        assert!(fresh.name("MAX_SIZE").chars().all(|c| c.is_ascii_uppercase()));
        assert!(fresh.name("Thing").starts_with(|c: char| c.is_ascii_uppercase()));
        assert!(fresh.name("_inner").starts_with('_'));
        let like = fresh.chance.like("aB-9");
        assert_eq!(like.len(), 4);
        assert!(like.ends_with("-9") && like.as_bytes()[1].is_ascii_uppercase(), "{like}");
    }
}
