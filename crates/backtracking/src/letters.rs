//! Letters: which of them the parts of a pattern read, and the few that stand for all.
//!
//! Takes the sets of letters that a pattern names; gives an alphabet in which every letter stands for all that no set tells
//! from it, and each set as the bits of one number.

use rustc_hash::FxHashSet;

use crate::limits::LETTERS;

/// A sort of letters that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sort {
    Digit,
    Space,
    Word,
}

/// A set of letters as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by itself where a pattern is written")]
pub(crate) struct Set {
    /// From letter to letter, both included.
    pub(crate) ranges: Vec<(char, char)>,
    /// Letters of a sort, or of all others.
    pub(crate) sorts: Vec<(Sort, bool)>,
    /// Whether it is all letters but these.
    pub(crate) is_negated: bool,
    /// Whether the case of a letter is no matter.
    pub(crate) folds: bool,
    /// Whether only letters of ASCII are of a sort.
    pub(crate) is_ascii: bool,
    /// Whether it is written as the letter that stands for all letters.
    pub(crate) is_any: bool,
}

impl Set {
    pub(crate) fn letter(letter: char, folds: bool) -> Self {
        Self { ranges: vec![(letter, letter)], folds, ..Self::default() }
    }

    pub(crate) fn sort(sort: Sort, others: bool, is_ascii: bool) -> Self {
        Self { sorts: vec![(sort, others)], is_ascii, ..Self::default() }
    }

    /// Whether a letter is in it.
    pub(crate) fn holds(&self, letter: char) -> bool {
        let has = |letter: char| {
            self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter))
                || self.sorts.iter().any(|(sort, others)| is_of(*sort, letter, self.is_ascii) != *others)
        };
        let mut is_in = has(letter);
        if self.folds && !is_in {
            is_in = letter.to_lowercase().chain(letter.to_uppercase()).any(has);
        }
        is_in != self.is_negated
    }
}

/// Whether a letter is of a sort.
pub(crate) fn is_of(sort: Sort, letter: char, is_ascii: bool) -> bool {
    if is_ascii && !letter.is_ascii() {
        return false;
    }
    match sort {
        Sort::Digit => letter.is_ascii_digit() || !letter.is_ascii() && letter.is_numeric(),
        Sort::Space => letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter) && !is_ascii,
        Sort::Word => letter.is_alphanumeric() || letter == '_',
    }
}

/// Letters of an alphabet, as bits.
pub(crate) type Bits = u128;

/// Letters, each of which stands for all that are in the same sets.
#[derive(Clone, Debug)]
pub(crate) struct Alphabet {
    pub(crate) letters: Vec<char>,
}

/// The letters that are tried first, so that an attack can be read.
const READABLE: &str = "a0 !Ab1-_.,:;/\\'\"()[]{}<>=+*#@%&$^~|?`\n\t\r\u{b}\u{c}";
/// Letters beyond ASCII: a letter, a digit, white space, a sign.
const BEYOND: [char; 4] = ['é', '\u{663}', '\u{3000}', '☃'];

impl Alphabet {
    /// The alphabet that tells these sets apart; nothing when it would have too many letters.
    pub(crate) fn of(sets: &[Set]) -> Option<Self> {
        let mut candidates: Vec<char> = READABLE.chars().collect();
        candidates.extend((0x21..0x7f_u8).map(char::from));
        candidates.extend((0..0x21_u8).chain([0x7f]).map(char::from));
        candidates.extend(BEYOND);
        for set in sets {
            for &(from, to) in &set.ranges {
                for end in [from as u32, to as u32] {
                    let near = [end.saturating_sub(1), end, end + 1];
                    candidates.extend(near.into_iter().filter_map(char::from_u32).filter(|letter| !letter.is_ascii()));
                }
            }
        }
        candidates.truncate(4_096);
        // The end of a line and what words are made of are told apart always.
        let mut groups: Vec<Vec<u64>> = Vec::with_capacity(candidates.len());
        for letter in &candidates {
            let mut signature = vec![0_u64; sets.len() / 64 + 1];
            for (at, set) in sets.iter().enumerate() {
                signature[at / 64] |= u64::from(set.holds(*letter)) << (at % 64);
            }
            signature.push(u64::from(*letter == '\n') << 1 | u64::from(is_of(Sort::Word, *letter, false)));
            groups.push(signature);
        }
        let mut seen: FxHashSet<&[u64]> = FxHashSet::default();
        let mut letters = Vec::new();
        for (letter, group) in candidates.iter().zip(&groups) {
            if seen.insert(group) {
                letters.push(*letter);
            }
        }
        (letters.len() <= LETTERS).then_some(Self { letters })
    }

    /// The letters of a set.
    pub(crate) fn bits(&self, set: &Set) -> Bits {
        let with = |bits: Bits, (at, letter): (usize, &char)| bits | Bits::from(set.holds(*letter)) << at;
        self.letters.iter().enumerate().fold(0, with)
    }

    /// All letters.
    pub(crate) fn all(&self) -> Bits {
        if self.letters.len() == 128 { Bits::MAX } else { (1 << self.letters.len()) - 1 }
    }

    /// Where a letter stands, when it is one of the alphabet.
    pub(crate) fn find(&self, letter: char) -> Option<u8> {
        self.letters.iter().position(|known| *known == letter).map(|at| at as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_no_set_tells_apart_are_one() {
        let digits = Set::sort(Sort::Digit, false, false);
        let vowel = Set::letter('a', true);
        let alphabet = Alphabet::of(&[digits.clone(), vowel.clone()]).unwrap();
        assert!(alphabet.letters.len() < 12, "{:?}", alphabet.letters);
        assert!(alphabet.bits(&digits) != 0 && alphabet.bits(&digits) & alphabet.bits(&vowel) == 0);
        assert!(vowel.holds('A') && !vowel.holds('b') && digits.holds('\u{663}'));
    }

    #[test]
    fn only_ascii_is_of_a_sort_when_that_is_said() {
        assert!(is_of(Sort::Word, 'é', false) && !is_of(Sort::Word, 'é', true));
        assert!(is_of(Sort::Space, '\u{1f}', false) && !is_of(Sort::Space, '\u{1f}', true));
    }
}
