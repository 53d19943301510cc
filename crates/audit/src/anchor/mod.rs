//! Where a quoted text stands in a file.
//!
//! Takes a file and a quote, with the lines that were cited for it; gives the lines on which it stands, and how well it fits: letter
//! for letter, with other white space, in part, or only something like it. Remarks behind the code count for nothing where the code is
//! the same, and a quote that leaves lines out stands there in part. Of several places the one nearest to the cited lines counts. The
//! work is linear in the file for each quote, but for a bounded number of lines that are compared letter by letter.

mod begin;
mod elided;
mod order;
mod remarks;
mod similar;

use std::sync::OnceLock;

use claims::Quote;
use rustc_hash::FxHashMap;

use self::elided::elided;
use self::order::{Standing, in_order, letters};
pub(crate) use self::order::{begins, key};
use self::similar::{most_alike, retells};
use crate::outcome::QuoteVerdict;

/// Shorter texts stand everywhere, in bytes without white space.
const SHORTEST: usize = 6;
/// So much of a quote has to stand in a file for being a part of it, in hundredths.
const HALF: usize = 50;

/// A line is like another one from so many hundredths on; one that is cited, from fewer.
const ALIKE: usize = 60;
const CITED: usize = 45;

/// A file, made ready for being searched.
pub(crate) struct Sought<'a> {
    lines: Vec<&'a str>,
    /// The text without any white space.
    bare: String,
    /// For each line, where it begins in the bare text.
    starts: Vec<usize>,
    /// The signs by which remarks begin.
    signs: &'static [&'static str],
    /// The same without remarks, made when it is first asked for.
    plain: OnceLock<Box<Sought<'a>>>,
    /// Where each line stands, made when it is first asked for.
    standing: OnceLock<Standing>,
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
    /// Makes the text of a file ready.
    pub(crate) fn of(path: &str, text: &'a str) -> Self {
        Self::new(text.lines().collect(), remarks::signs(path))
    }

    fn new(lines: Vec<&'a str>, signs: &'static [&'static str]) -> Self {
        let mut bare = String::with_capacity(lines.iter().map(|line| line.len()).sum());
        let mut starts = Vec::with_capacity(lines.len());
        for line in &lines {
            starts.push(bare.len());
            bare.extend(line.chars().filter(|letter| !letter.is_whitespace()));
        }
        Self { lines, bare, starts, signs, plain: OnceLock::new(), standing: OnceLock::new() }
    }

    /// The file without remarks, its lines at their places.
    fn plain(&self) -> &Sought<'a> {
        if self.signs.is_empty() {
            return self;
        }
        self.plain.get_or_init(|| {
            Box::new(Self::new(self.lines.iter().map(|line| remarks::code(line, self.signs)).collect(), &[]))
        })
    }

    /// The lines of code of a text, as the language of the file has them.
    fn code_of<'q>(&self, text: &'q str) -> Vec<&'q str> {
        let lines = text.lines().map(|line| remarks::code(line, self.signs));
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// The lines of code, each with its number.
    pub(crate) fn code(&self) -> impl Iterator<Item = (u32, &'a str)> {
        let lines = self.plain().lines.iter().enumerate();
        lines.map(|(at, line)| (at as u32 + 1, line.trim())).filter(|(_, line)| !line.is_empty())
    }

    fn standing(&self) -> &Standing {
        self.standing.get_or_init(|| {
            let mut standing: Standing = FxHashMap::default();
            for (at, line) in self.lines.iter().enumerate() {
                standing.entry(key(line)).or_default().push(at as u32 + 1);
            }
            standing
        })
    }

    /// How many lines there are.
    pub(crate) fn count(&self) -> u32 {
        self.lines.len() as u32
    }

    /// All lines.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.lines.iter().copied()
    }

    /// A line, from 1, without the white space around it.
    pub(crate) fn line(&self, number: u32) -> Option<&'a str> {
        self.lines.get(number.checked_sub(1)? as usize).map(|line| line.trim())
    }

    /// A line, from 1, as it is set in.
    pub(crate) fn whole_line(&self, number: u32) -> Option<&'a str> {
        self.lines.get(number.checked_sub(1)? as usize).copied()
    }

    /// The line on which the one function of a name begins.
    pub(crate) fn beginning(&self, name: &str) -> Option<u32> {
        let last = name.rsplit('.').next().unwrap_or(name);
        if self.holds(last) { begin::beginning(&self.plain().lines, name) } else { None }
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

    /// Where a quote stands as it is, white space and what it leaves out aside; nothing else counts.
    pub(crate) fn anchor_whole(&self, quote: &Quote) -> Option<Anchored> {
        let mut all: Option<Anchored> = None;
        for run in quote.runs.iter().filter(|run| !run.trim().is_empty()) {
            let bare: String = run.chars().filter(|letter| !letter.is_whitespace()).collect();
            let whole = self.without_white_space(&bare, None).or_else(|| self.without_remarks(run, None));
            let verdict = if whole.is_some() { QuoteVerdict::Found } else { QuoteVerdict::Partial };
            let lines = Some(whole.or_else(|| self.without_what_is_left_out(run, None))?);
            let one = Anchored { verdict, lines, instead: None };
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
        if let Some(lines) = self.without_remarks(run, near) {
            return found(QuoteVerdict::Found, lines);
        }
        if let Some(lines) = self.without_what_is_left_out(run, near) {
            return found(QuoteVerdict::Partial, lines);
        }
        if let Some(lines) = self.in_order(run, near, HALF).or_else(|| self.in_part(&quoted, near)) {
            return found(QuoteVerdict::Partial, lines);
        }
        // The longest line says the most.
        let code = self.code_of(run);
        let (there, said) = if code.is_empty() { (self, quoted) } else { (self.plain(), code) };
        let longest = said.iter().max_by_key(|line| line.len()).copied().unwrap_or_default();
        let by_text = || self.with_its_text(run, near);
        match most_alike(&there.lines, longest, near, ALIKE).or_else(by_text) {
            Some(number) => Anchored {
                verdict: QuoteVerdict::Altered,
                lines: Some((number, number)),
                instead: self.line(number).map(str::to_owned),
            },
            None => Anchored { verdict: QuoteVerdict::Absent, lines: None, instead: None },
        }
    }

    /// The line that holds the longest text in quotation marks of a quote, where few do.
    fn with_its_text(&self, run: &str, near: Option<u32>) -> Option<u32> {
        /// Shorter texts stand in many places.
        const LONG: usize = 12;
        /// On more lines a text is nothing special.
        const MOST: usize = 3;
        let texts = ['"', '\''].into_iter().flat_map(|mark| run.split(mark).skip(1).step_by(2));
        let longest = texts.filter(|text| text.len() >= LONG && !text.contains('\n')).max_by_key(|text| text.len())?;
        let found = self.lines_with(longest, MOST);
        found.into_iter().min_by_key(|line| near.map_or(0, |near| near.abs_diff(*line)))
    }

    /// Where the code of a text stands, whatever is remarked beside it there or here.
    fn without_remarks(&self, run: &str, near: Option<u32>) -> Option<(u32, u32)> {
        let code = self.code_of(run);
        let bare: String = code.iter().flat_map(|line| line.chars()).filter(|letter| !letter.is_whitespace()).collect();
        let plain = self.plain();
        let exact = || plain.exact(&code, near).filter(|_| bare.len() >= SHORTEST);
        exact().or_else(|| plain.without_white_space(&bare, near))
    }

    /// Where a text stands that leaves something out within its lines.
    fn without_what_is_left_out(&self, run: &str, near: Option<u32>) -> Option<(u32, u32)> {
        let code = self.code_of(run);
        let bare: String = code.iter().flat_map(|line| line.chars()).filter(|letter| !letter.is_whitespace()).collect();
        let plain = self.plain();
        let line_of = |at: usize| plain.starts.partition_point(|start| *start <= at) as u32;
        let found = elided(&plain.bare, &bare).into_iter().map(|(first, last)| (line_of(first), line_of(last)));
        nearest(found, near)
    }

    /// Where lines of a text stand in order that are so many hundredths of it, with what is most like those at its ends that do not.
    fn in_order(&self, run: &str, near: Option<u32>, least: usize) -> Option<(u32, u32)> {
        /// So far from a line that stands there may be one that is only alike.
        const BESIDE: u32 = 6;
        let code = self.code_of(run);
        let plain = self.plain();
        let (first, last) = in_order(plain.standing(), &code, near, least)?;
        let says_more = |line: &&&str| letters(line) >= 8;
        let beyond = |line: &str, from: u32, to: u32| {
            let slice = plain.lines.get(from as usize..to.min(plain.count()) as usize)?;
            most_alike(slice, line, None, ALIKE).map(|number| number + from)
        };
        let is_at = |line: &str, number: u32| plain.line(number).is_some_and(|there| key(there) == key(line));
        let before = code.iter().find(says_more).filter(|line| !is_at(line, first));
        let after = code.iter().rfind(says_more).filter(|line| !is_at(line, last));
        let before = before.and_then(|line| beyond(line, first.saturating_sub(BESIDE + 1), first - 1));
        let after = after.and_then(|line| beyond(line, last, last + BESIDE));
        Some((before.unwrap_or(first), after.unwrap_or(last)))
    }

    /// Where as much of a quote as there is stands in order.
    pub(crate) fn anchor_telling(&self, quote: &Quote) -> Option<Anchored> {
        let lines = self.in_order(&quote.runs.join("\n"), None, 0)?;
        Some(Anchored { verdict: QuoteVerdict::Partial, lines: Some(lines), instead: None })
    }

    /// Whether half of a quote stands in order.
    pub(crate) fn holds_half(&self, quote: &Quote) -> bool {
        self.in_order(&quote.runs.join("\n"), None, HALF).is_some()
    }

    /// Whether a line begins a function or a class, or stands around one.
    pub(crate) fn begins_at(&self, line: u32) -> bool {
        self.line(line).is_some_and(order::begins)
    }

    /// The last line of what a line begins, by how far its lines are set in; no more than so many lines on.
    pub(crate) fn block_end(&self, line: u32, most: u32) -> u32 {
        let depth = |line: &str| line.len() - line.trim_start().len();
        let lines = self.lines.get(line.saturating_sub(1) as usize..).unwrap_or_default();
        let marks = lines.iter().take_while(|line| line.trim_start().starts_with('@')).count();
        let Some(first) = lines.get(marks) else { return line };
        let mut last = line + marks as u32;
        for (at, below) in lines.iter().enumerate().skip(marks + 1).take(most as usize) {
            let bare = below.trim();
            if bare.is_empty() {
                continue;
            }
            if depth(below) <= depth(first) && !bare.starts_with([')', ']', '{']) {
                break;
            }
            last = line + at as u32;
        }
        last
    }

    /// The same, where a line is among it that begins a function or a class and stands once in the file.
    pub(crate) fn anchor_begun(&self, quote: &Quote) -> Option<Anchored> {
        let begins = |line: &&str| order::begins(line) && letters(line) >= SHORTEST;
        let mut code = quote.runs.iter().flat_map(|run| self.code_of(run)).filter(begins);
        let is_once = |line: &str| self.plain().standing().get(&key(line)).is_some_and(|lines| lines.len() == 1);
        if code.any(is_once) { self.anchor_telling(quote) } else { None }
    }

    /// Some lines, where they say the same as a quote in other words.
    pub(crate) fn anchor_retold(&self, quote: &Quote, (first, last): (u32, u32)) -> Option<Anchored> {
        let lines = self.lines.get(first.checked_sub(1)? as usize..last.min(self.count()) as usize)?;
        let text = quote.runs.join("\n");
        let code = self.code_of(&text);
        let longest = code.iter().max_by_key(|line| line.len()).copied().unwrap_or_default();
        let alike = || most_alike(lines, longest, None, CITED).map(|number| number - 1);
        let number = first + retells(lines, &text).or_else(alike)?;
        let instead = self.line(number).map(str::to_owned);
        Some(Anchored { verdict: QuoteVerdict::Altered, lines: Some((number, number)), instead })
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

/// A line as it may be without a remark, for each sign by which one may begin.
pub(crate) fn ways(line: &str) -> [&str; 5] {
    let code = |sign| remarks::code(line, sign);
    [line.trim(), code(&["#"]), code(&["//"]), code(&["--"]), code(&["<!--"])]
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
