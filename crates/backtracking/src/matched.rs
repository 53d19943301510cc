//! Where a pattern matches in one text.
//!
//! Takes a pattern, its dialect and a text; gives the first part that it matches, or all of them in turn. A pattern that is
//! not understood, or takes too long, gives no answer.

use crate::letters::{Alphabet, Set};
use crate::limits::MATCHED_STEPS;
use crate::program::Program;
use crate::run::parts;
use crate::{Applied, Dialect, Why, read};

/// The parts of a text that a pattern matches, from place to place in bytes; with `Applied::Every` all of them, else one at
/// most.
pub fn matched(pattern: &str, dialect: Dialect, applied: Applied, text: &str) -> Result<Vec<(usize, usize)>, Why> {
    let Dialect::Python = dialect;
    let tree = read::read(pattern)?;
    // Each letter of the text is told from all others.
    let mut sets = tree.sets.clone();
    for letter in text.chars() {
        let set = Set::letter(letter, false);
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let alphabet = Alphabet::of(&sets).ok_or(Why::Large)?;
    let program = Program::of(&tree, &alphabet, None)?;
    let letters: Option<Vec<u8>> = text.chars().map(|letter| alphabet.find(letter)).collect();
    let found = parts(&program, &letters.ok_or(Why::Large)?, applied, MATCHED_STEPS).ok_or(Why::Unfinished)?;
    let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    places.push(text.len());
    Ok(found.into_iter().map(|(from, to)| (places[from], places[to])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(pattern: &str, text: &str) -> Vec<(usize, usize)> {
        matched(pattern, Dialect::Python, Applied::Every, text).unwrap()
    }

    #[test]
    fn the_parts_are_those_that_the_dialects_own_matcher_finds() {
        assert_eq!(all("a+", "caab a"), [(1, 3), (5, 6)]);
        assert_eq!(all("(?i)<SCRIPT.*?>.*?</script>", "x<script>1</script >"), []);
        assert_eq!(all("(?is)<script.*?>.*?</script>", "é<Script>\n</script>"), [(2, 20)]);
        assert_eq!(all(r"(?<!a)b\b", "ab b"), [(3, 4)]);
        assert_eq!(all("x*", "ax"), [(0, 0), (1, 2), (2, 2)]);
    }

    #[test]
    fn a_beginning_is_no_part_and_no_whole() {
        let one = |applied, text| matched("ab", Dialect::Python, applied, text).unwrap();
        assert_eq!(one(Applied::Start, "abc"), [(0, 2)]);
        assert_eq!(one(Applied::Start, "cab"), []);
        assert_eq!(one(Applied::Whole, "abc"), []);
        assert_eq!(one(Applied::Search, "cab"), [(1, 3)]);
    }

    #[test]
    fn what_is_no_pattern_gives_no_answer() {
        assert!(matched("(a", Dialect::Python, Applied::Search, "a").is_err());
    }
}
