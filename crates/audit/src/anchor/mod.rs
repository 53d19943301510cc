//! Where a quoted text stands in a file.
//!
//! Takes a file and a quote, with the lines that were cited for it; gives the lines on which it stands, and how well it fits: letter
//! for letter, with other white space, in part, or only something like it. Of several places the one nearest to the cited lines
//! counts. The work is linear in the file for each quote, but for a bounded number of lines that are compared letter by letter.

mod similar;

use claims::Quote;

use self::similar::most_alike;
use crate::outcome::QuoteVerdict;

/// A file, made ready for being searched.
pub(crate) struct Sought<'a> {
    lines: Vec<&'a str>,
    /// The text without any white space.
    bare: String,
    /// For each line, where it begins in the bare text.
    starts: Vec<usize>,
}

/// Where a quote stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchored {
    /// How well it fits.
    pub(crate) verdict: QuoteVerdict,
    /// The first and the last line.
    pub(crate) lines: Option<(u32, u32)>,
    /// What stands there instead of an altered quote.
    pub(crate) instead: Option<String>,
}

impl<'a> Sought<'a> {
    /// Makes a text ready.
    pub(crate) fn new(text: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut bare = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(lines.len());
        for line in &lines {
            starts.push(bare.len());
            bare.extend(line.chars().filter(|letter| !letter.is_whitespace()));
        }
        Self { lines, bare, starts }
    }

    /// How many lines there are.
    pub(crate) fn count(&self) -> u32 {
        self.lines.len() as u32
    }

    /// A line, from 1, without the white space around it.
    pub(crate) fn line(&self, number: u32) -> Option<&'a str> {
        self.lines.get(number.checked_sub(1)? as usize).map(|line| line.trim())
    }

    /// Whether a name stands anywhere in the file.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.bare.contains(name)
    }

    /// The lines that hold a text as a word of its own; none when there are more than so many.
    pub(crate) fn lines_with(&self, text: &str, most: usize) -> Vec<u32> {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let is_word = |line: &str, at: usize| {
            let goes_on_before = line[..at].ends_with(is_part) && text.starts_with(is_part);
            let goes_on_behind = line[at + text.len()..].starts_with(is_part) && text.ends_with(is_part);
            !goes_on_before && !goes_on_behind
        };
        let holds = |line: &&str| line.match_indices(text).any(|(at, _)| is_word(line, at));
        let holding = self.lines.iter().enumerate().filter(|(_, line)| holds(line));
        let lines: Vec<u32> = holding.map(|(at, _)| at as u32 + 1).take(most + 1).collect();
        if lines.len() > most { Vec::new() } else { lines }
    }

    /// Where a quote stands, near to a line.
    pub(crate) fn anchor(&self, quote: &Quote, near: Option<u32>) -> Anchored {
        let mut all: Option<Anchored> = None;
        let mut near = near;
        for run in quote.runs.iter().filter(|run| !run.trim().is_empty()) {
            let one = self.run(run, near);
            near = one.lines.map(|(_, last)| last).or(near);
            all = Some(match all {
                None => one,
                Some(before) => joined(before, one),
            });
        }
        all.unwrap_or(Anchored { verdict: QuoteVerdict::None, lines: None, instead: None })
    }

    /// Where a quote stands as it is, white space aside; nothing else counts.
    pub(crate) fn anchor_whole(&self, quote: &Quote) -> Option<Anchored> {
        let mut all: Option<Anchored> = None;
        for run in quote.runs.iter().filter(|run| !run.trim().is_empty()) {
            let bare: String = run.chars().filter(|letter| !letter.is_whitespace()).collect();
            let lines = self.without_white_space(&bare, None)?;
            let one = Anchored { verdict: QuoteVerdict::Found, lines: Some(lines), instead: None };
            all = Some(match all {
                None => one,
                Some(before) => joined(before, one),
            });
        }
        all
    }

    /// Where lines stand that follow one another.
    fn run(&self, run: &str, near: Option<u32>) -> Anchored {
        let quoted: Vec<&str> = run.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let found = |verdict, lines| Anchored { verdict, lines: Some(lines), instead: None };
        if let Some(lines) = self.exact(&quoted, near) {
            return found(QuoteVerdict::Found, lines);
        }
        let bare: String = run.chars().filter(|letter| !letter.is_whitespace()).collect();
        if let Some(lines) = self.without_white_space(&bare, near) {
            return found(QuoteVerdict::WhiteSpace, lines);
        }
        if let Some(lines) = self.in_part(&quoted, near) {
            return found(QuoteVerdict::Partial, lines);
        }
        // The longest line says the most.
        let longest = quoted.iter().max_by_key(|line| line.len()).copied().unwrap_or_default();
        match most_alike(&self.lines, longest, near) {
            Some(number) => Anchored {
                verdict: QuoteVerdict::Altered,
                lines: Some((number, number)),
                instead: self.line(number).map(str::to_owned),
            },
            None => Anchored { verdict: QuoteVerdict::Absent, lines: None, instead: None },
        }
    }

    /// Where lines stand one after another, blank ones aside; the first may be the end of a line, and the last the beginning of one.
    fn exact(&self, quoted: &[&str], near: Option<u32>) -> Option<(u32, u32)> {
        let (first, rest) = quoted.split_first()?;
        let begins =
            |line: &&str| if rest.is_empty() { line.contains(first) } else { line.trim_end().ends_with(first) };
        let starts = self.lines.iter().enumerate().filter(|(_, line)| begins(line));
        let ends = |start: usize| -> Option<usize> {
            let mut at = start;
            for (index, wanted) in rest.iter().enumerate() {
                at += 1;
                while self.lines.get(at).is_some_and(|line| line.trim().is_empty()) {
                    at += 1;
                }
                let line = self.lines.get(at)?.trim();
                let is_last = index + 1 == rest.len();
                if line != *wanted && !(is_last && line.starts_with(wanted)) {
                    return None;
                }
            }
            Some(at)
        };
        let found = starts.filter_map(|(start, _)| Some((start as u32 + 1, ends(start)? as u32 + 1)));
        nearest(found, near)
    }

    fn without_white_space(&self, bare: &str, near: Option<u32>) -> Option<(u32, u32)> {
        /// Shorter texts stand everywhere.
        const SHORTEST: usize = 6;
        if bare.len() < SHORTEST {
            return None;
        }
        let line_of = |at: usize| self.starts.partition_point(|start| *start <= at) as u32;
        let found = self.bare.match_indices(bare).map(|(at, _)| (line_of(at), line_of(at + bare.len() - 1)));
        nearest(found, near)
    }

    /// Where at least half of the lines stand one after another.
    fn in_part(&self, quoted: &[&str], near: Option<u32>) -> Option<(u32, u32)> {
        let most = quoted.len();
        for length in (most.div_ceil(2)..most).rev() {
            let runs = quoted.windows(length).filter(|run| run.iter().map(|line| line.len()).sum::<usize>() >= 12);
            let found: Vec<(u32, u32)> = runs.take(64).filter_map(|run| self.exact(run, near)).collect();
            if let Some(lines) = nearest(found.into_iter(), near) {
                return Some(lines);
            }
            if most - length > 16 {
                return None;
            }
        }
        None
    }
}

/// What is nearest to a line; the first without one.
fn nearest(found: impl Iterator<Item = (u32, u32)>, near: Option<u32>) -> Option<(u32, u32)> {
    found.min_by_key(|&(first, last)| match near {
        Some(near) if (first..=last).contains(&near) => (0, first),
        Some(near) => (near.abs_diff(first), first),
        None => (0, first),
    })
}

/// What is known of two runs of one quote: the worse of both, over all of their lines.
fn joined(one: Anchored, other: Anchored) -> Anchored {
    let worst = |verdict: QuoteVerdict| match verdict {
        QuoteVerdict::Found => 0,
        QuoteVerdict::WhiteSpace => 1,
        QuoteVerdict::Partial => 2,
        QuoteVerdict::Altered => 3,
        QuoteVerdict::Absent | QuoteVerdict::None => 4,
    };
    let lines = match (one.lines, other.lines) {
        (Some((first, last)), Some((from, to))) if from >= first => Some((first, last.max(to))),
        (Some(lines), _) | (None, Some(lines)) => Some(lines),
        (None, None) => None,
    };
    let verdict = match (one.verdict, other.verdict) {
        (QuoteVerdict::Absent, QuoteVerdict::Absent) => QuoteVerdict::Absent,
        (QuoteVerdict::Absent, _) | (_, QuoteVerdict::Absent) => QuoteVerdict::Partial,
        (one, other) if worst(one) >= worst(other) => one,
        (_, other) => other,
    };
    Anchored { verdict, lines, instead: one.instead.or(other.instead) }
}

#[cfg(test)]
mod tests;
