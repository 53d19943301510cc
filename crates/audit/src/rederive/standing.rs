//! Whether a quote of a review stands at its place in the file, hidden parts left out.

use std::collections::BTreeMap;

use ir::SourceFile;
use review::Project;
use serde_json::Value;

/// Stands for what was left out of a quote.
const LEFT_OUT: char = '…';

/// How many code points of a long line a quote shows before its place.
const LEAD: usize = 40;

/// The files of the code, by path.
pub(super) struct Files<'a>(BTreeMap<&'a str, &'a SourceFile>);

impl<'a> Files<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let files = project.files.iter().chain(&project.configuration);
        Self(
            files
                .map(|file| {
                    (file.source.path.as_str(), file.source.origin.as_ref().map_or(&file.source, |of| &of.whole))
                })
                .collect(),
        )
    }

    /// Whether the quote of a place stands there; why not, as a sentence.
    pub(super) fn holds(&self, location: &Value, quoted: &Quoted) -> Result<(), String> {
        let (Some(path), Some(line)) = (location["path"].as_str(), number(&location["line"])) else {
            return Err("It names no place.".to_owned());
        };
        let Some(file) = self.0.get(path) else { return Err(format!("No file {path} is read.")) };
        let mut lines = quoted.lines();
        // A quote of more lines than are shown ends with a mark of its own.
        if let Some(last) = lines.last_mut().filter(|last| last.ends_with(&[Some(' '), Some(LEFT_OUT)])) {
            last.truncate(last.len() - 2);
        }
        let last = lines.len().saturating_sub(1);
        for (at, wanted) in (0_u32..).zip(&lines) {
            let number_of_line = line.saturating_add(at);
            let there = file.line(number_of_line);
            let from = match wanted.first() {
                Some(Some(LEFT_OUT)) if at == 0 => {
                    number(&location["column"]).map(|column| (column as usize).saturating_sub(1 + LEAD))
                }
                _ => None,
            };
            if !stands(wanted, there, from, at as usize == last) {
                return Err(format!("The quote does not stand in line {number_of_line} of {path}."));
            }
        }
        Ok(())
    }
}

/// A quote with its hidden parts: none for a hidden code point.
pub(super) struct Quoted(Vec<Option<char>>);

impl Quoted {
    /// A text and ranges of code points in it that are hidden.
    pub(super) fn new(text: &str, masks: &[(usize, usize)]) -> Self {
        let mut masks = masks.iter().peekable();
        let letters = text.chars().enumerate().map(|(at, letter)| {
            while masks.next_if(|(_, end)| *end <= at).is_some() {}
            let is_hidden = letter != '\n' && masks.peek().is_some_and(|(start, _)| *start <= at);
            (!is_hidden).then_some(letter)
        });
        Self(letters.collect())
    }

    /// Whether both are the same where neither is hidden.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let same = |(one, other): (&Option<char>, &Option<char>)| one.is_none() || other.is_none() || one == other;
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same)
    }

    /// As it may be shown.
    pub(super) fn shown(&self) -> String {
        self.0.iter().map(|letter| letter.unwrap_or('*')).collect()
    }

    fn lines(&self) -> Vec<Vec<Option<char>>> {
        self.0.split(|letter| *letter == Some('\n')).map(<[Option<char>]>::to_vec).collect()
    }
}

/// Whether a line of a quote stands in a line of a file: from its beginning, or from a code point on.
fn stands(wanted: &[Option<char>], there: &str, from: Option<usize>, may_end: bool) -> bool {
    let (wanted, there): (_, Vec<char>) = match from {
        Some(from) => (&wanted[1..], there.chars().skip(from).collect()),
        None => (trimmed(wanted), there.trim().chars().collect()),
    };
    let like = |wanted: &[Option<char>], there: &[char]| {
        let blank_end = there.iter().rev().take_while(|letter| letter.is_whitespace()).count();
        let there = &there[..there.len() - blank_end];
        there.len() == wanted.len() && begins(wanted, there)
    };
    let is_cut = may_end && wanted.last() == Some(&Some(LEFT_OUT));
    like(wanted, &there) || is_cut && begins(&wanted[..wanted.len() - 1], &there)
}

fn begins(wanted: &[Option<char>], there: &[char]) -> bool {
    wanted.len() <= there.len()
        && wanted.iter().zip(there).all(|(wanted, there)| wanted.is_none_or(|wanted| wanted == *there))
}

fn trimmed(letters: &[Option<char>]) -> &[Option<char>] {
    let is_blank = |letter: &Option<char>| letter.is_some_and(char::is_whitespace);
    let start = letters.iter().take_while(|letter| is_blank(letter)).count();
    let rest = &letters[start..];
    &rest[..rest.len() - rest.iter().rev().take_while(|letter| is_blank(letter)).count()]
}

/// A number that is none for anything else.
pub(super) fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}
