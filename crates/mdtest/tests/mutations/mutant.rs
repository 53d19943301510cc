//! Damage by chance, the same for the same number.

use crate::corpus::Corpus;

/// The most bytes of a mutant: what is long is tried elsewhere, and takes the time of many.
const MOST_BYTES: usize = 20_000;

/// How often a piece is repeated at most.
const MOST_REPEATS: usize = 300;

/// Makes mutants of a corpus.
pub(crate) struct Mutants<'a> {
    corpus: &'a Corpus,
    /// Marsaglia's xorshift.
    chance: u64,
}

impl<'a> Mutants<'a> {
    pub(crate) fn new(corpus: &'a Corpus, seed: u64) -> Self {
        let mut mutants = Self { corpus, chance: (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 };
        for _ in 0..8 {
            mutants.below(2);
        }
        mutants
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        ((self.chance >> 11) % end.max(1) as u64) as usize
    }

    /// A text of the corpus with some damage.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut text = self.text().to_vec();
        for _ in 0..=self.below(5) {
            self.damage(&mut text);
            text.truncate(MOST_BYTES);
        }
        text
    }

    fn text(&mut self) -> &'a [u8] {
        let at = self.below(self.corpus.texts.len());
        &self.corpus.texts[at]
    }

    /// A short piece of a text, at times a long one.
    fn piece(&mut self, of: &[u8]) -> std::ops::Range<usize> {
        let longest = if self.below(4) == 0 { of.len() } else { 12 };
        let start = self.below(of.len() + 1);
        start..(start + self.below(longest + 1)).min(of.len())
    }

    fn damage(&mut self, text: &mut Vec<u8>) {
        let at = self.below(text.len() + 1);
        let piece = self.piece(text);
        match self.below(9) {
            0 => drop(text.drain(piece)),
            1 => {
                let doubled = text[piece].to_vec();
                drop(text.splice(at..at, doubled));
            }
            2 | 3 => {
                let word = self.corpus.words[self.below(self.corpus.words.len())];
                drop(text.splice(at..at, word.bytes()));
            }
            4 => {
                let word = self.corpus.words[self.below(self.corpus.words.len())];
                drop(text.splice(piece, word.bytes()));
            }
            5 => {
                let other = self.text();
                let other = other[self.piece(other)].to_vec();
                drop(text.splice(at..at, other));
            }
            6 => {
                let repeats = self.below(MOST_REPEATS);
                let short = piece.start..piece.end.min(piece.start + 12);
                let repeated = text[short].repeat(repeats);
                drop(text.splice(at..at, repeated));
            }
            7 => text.truncate(at),
            _ => {
                if let Some(byte) = text.get_mut(at) {
                    *byte = self.below(256) as u8;
                }
            }
        }
    }
}
