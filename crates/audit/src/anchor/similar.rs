//! The line of a file that is most like a text.

use std::collections::BTreeSet;

/// Longer texts are compared by their beginnings, in letters.
const LONGEST: usize = 240;
/// So many lines are compared letter by letter.
const CLOSE: usize = 8;
/// Shorter texts are like too much, in letters.
const SHORTEST: usize = 8;

/// The number of the line that is most like a text, if one is like it in so many hundredths; of equal ones the nearest to a line.
pub(super) fn most_alike(lines: &[&str], text: &str, near: Option<u32>, least: usize) -> Option<u32> {
    let wanted: Vec<char> = text.trim().chars().take(LONGEST).collect();
    if wanted.len() < SHORTEST {
        return None;
    }
    let threes = threes(&wanted);
    let mut close: Vec<(usize, u32)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let letters: Vec<char> = line.trim().chars().take(LONGEST).collect();
        if letters.len() < SHORTEST || letters.len() > 3 * wanted.len() || wanted.len() > 3 * letters.len() {
            continue;
        }
        let mut seen = BTreeSet::new();
        let shared = letters.windows(3).filter(|three| threes.contains(*three) && seen.insert(*three)).count();
        if 3 * shared >= threes.len() {
            close.push((shared, at as u32 + 1));
        }
    }
    let far = |number: u32| near.map_or(0, |near| near.abs_diff(number));
    close.sort_by_key(|&(shared, number)| (std::cmp::Reverse(shared), far(number), number));
    let compared = close.into_iter().take(CLOSE).filter_map(|(_, number)| {
        let letters: Vec<char> = lines[number as usize - 1].trim().chars().take(LONGEST).collect();
        let likeness = likeness(&wanted, &letters);
        (likeness >= least).then_some((likeness, number))
    });
    compared
        .min_by_key(|&(likeness, number)| (std::cmp::Reverse(likeness), far(number), number))
        .map(|(_, number)| number)
}

/// A line holds the words of a text when it holds so many hundredths of them.
const RETOLD: usize = 75;
/// Fewer different words tell nothing.
const WORDS: usize = 3;

/// Which line, from 0, holds nearly all words of a text.
pub(super) fn retells(lines: &[&str], text: &str) -> Option<u32> {
    let wanted: BTreeSet<&str> = words(text).collect();
    let held = |line: &str| words(line).filter(|word| wanted.contains(word)).collect::<BTreeSet<_>>().len();
    let (most, at) = lines.iter().enumerate().map(|(at, line)| (held(line), std::cmp::Reverse(at))).max()?;
    (wanted.len() >= WORDS && 100 * most >= RETOLD * wanted.len()).then_some(at.0 as u32)
}

/// The names and numbers of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.filter(|word| word.chars().count() >= 3 && !matches!(*word, "and" | "not" | "self" | "this" | "def"))
}

fn threes(letters: &[char]) -> BTreeSet<&[char]> {
    letters.windows(3).collect()
}

/// How alike two texts are, in hundredths: what is left of the longer one after the letters that have to change.
fn likeness(one: &[char], other: &[char]) -> usize {
    let longest = one.len().max(other.len()).max(1);
    100 - 100 * distance(one, other).min(longest) / longest
}

/// How many letters have to be put in, taken out or changed.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (index, compared) in other.iter().enumerate() {
            let cost = before + usize::from(letter != compared);
            before = row[index + 1];
            row[index + 1] = cost.min(before + 1).min(row[index] + 1);
        }
    }
    row[other.len()]
}
