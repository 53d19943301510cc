//! Configuration in lines: pairs, sections of pairs, the instructions of an image, assignments in scripts.
//!
//! What is no pair is a text without a name. A value in quotes may go on over lines. What a program puts in (`$NAME`) is left in
//! the text, where whoever judges it sees it; a value that is put together of several is none.

use ir::Span;

use super::Setting;

/// What kind of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `NAME=value`.
    Environment,
    /// `name = value` or `name: value`.
    Properties,
    /// The same under `[section]`.
    Sections,
    /// Instructions of an image: `ENV NAME=value`.
    Image,
    /// A script: `export NAME=value`.
    Script,
}

/// How far the end of a value in quotes is looked for, in bytes.
const LONGEST_QUOTED: usize = 16 * 1024;
/// A longer name is none, in bytes.
const LONGEST_NAME: usize = 200;

/// The texts of a file.
pub(super) fn read(text: &str, kind: Kind) -> Vec<Setting> {
    let mut lines = Lines { text, offset: 0, at: 0, kind, section: String::new(), goes_on: None, found: Vec::new() };
    lines.read();
    lines.found
}

/// The assignments in a text that stands in a file from this byte on.
pub(super) fn within(text: &str, offset: u32) -> Vec<Setting> {
    let (kind, section, goes_on, found) = (Kind::Script, String::new(), None, Vec::new());
    let mut lines = Lines { text, offset, at: 0, kind, section, goes_on, found };
    lines.read();
    lines.found
}

/// The comments that are lines of their own, as texts without a name.
pub(super) fn comments(text: &str) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with(['#', ';']) || content.starts_with("//") {
            let from = start + (line.len() - line.trim_start().len());
            let span = Span::new(from as u32, (from + content.len()) as u32);
            found.push(Setting { name: String::new(), text: content.to_owned(), span });
        }
        start += line.len();
    }
    found
}

/// The name and the value of `NAME=value`, when a text is nothing else: the name as environments have them.
pub(super) fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_name = |name: &str| {
        name.starts_with(|letter: char| letter.is_ascii_uppercase() || letter == '_')
            && name.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_')
    };
    (name.len() <= LONGEST_NAME && is_name(name) && !value.is_empty()).then_some((name, value))
}

struct Lines<'t> {
    text: &'t str,
    /// Where the text begins in its file.
    offset: u32,
    at: usize,
    kind: Kind,
    section: String,
    /// The instruction that the next line goes on with.
    goes_on: Option<&'static str>,
    found: Vec<Setting>,
}

/// The instructions of an image that name values.
const NAMING: [&str; 3] = ["ENV", "ARG", "LABEL"];

impl<'t> Lines<'t> {
    fn read(&mut self) {
        while self.at < self.text.len() {
            let start = self.at;
            let rest = self.text.get(start..).unwrap_or_default();
            let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
            self.at = start + length;
            let line = rest.get(..length).unwrap_or_default();
            let content = line.trim();
            if !content.is_empty() {
                let from = start + (line.len() - line.trim_start().len());
                self.line(from, content);
            }
        }
    }

    fn line(&mut self, from: usize, content: &'t str) {
        let is_comment = content.starts_with('#')
            || matches!(self.kind, Kind::Properties | Kind::Sections) && content.starts_with([';', '!']);
        if is_comment {
            return self.nameless(from, content);
        }
        match self.kind {
            Kind::Environment => self.exported(from, content, false),
            Kind::Script => self.exported(from, content, true),
            Kind::Image => self.instruction(from, content),
            Kind::Sections if content.starts_with('[') => {
                let name = content.trim_start_matches('[').split(']').next().unwrap_or_default();
                self.section = name.chars().take(LONGEST_NAME).collect();
            }
            Kind::Sections | Kind::Properties => self.pair(from, content),
        }
    }

    /// `name = value`.
    fn pair(&mut self, from: usize, content: &'t str) {
        // In a list of a file that could not be read otherwise.
        let item = content.strip_prefix("- ").map_or(content, str::trim_start);
        let from = from + content.len() - item.len();
        let at = item.find(['=', ':']).filter(|&at| is_name(item.get(..at).unwrap_or_default().trim()));
        let Some(at) = at else { return self.nameless(from, item) };
        let name = item.get(..at).unwrap_or_default().trim().trim_matches(['"', '\'']);
        let name = if self.section.is_empty() { name.to_owned() } else { format!("{}.{name}", self.section) };
        let value = item.get(at + 1..).unwrap_or_default();
        let value = value.strip_suffix(',').unwrap_or(value);
        self.value(&name, from + at + 1, value, false);
    }

    /// `export NAME=value`; in a script, what follows the value is another word.
    fn exported(&mut self, from: usize, content: &'t str, is_script: bool) {
        let mut rest = content;
        for word in ["export ", "declare -x ", "local ", "readonly "] {
            rest = rest.strip_prefix(word).map_or(rest, str::trim_start);
        }
        let from = from + content.len() - rest.len();
        let at = rest.find('=').filter(|&at| is_variable(rest.get(..at).unwrap_or_default(), is_script));
        let Some(at) = at else { return self.nameless(from, rest) };
        let name = rest.get(..at).unwrap_or_default().trim();
        self.value(name, from + at + 1, rest.get(at + 1..).unwrap_or_default(), is_script);
    }

    /// An instruction of an image, or more of one.
    fn instruction(&mut self, from: usize, content: &'t str) {
        let word = content.split_whitespace().next().unwrap_or_default();
        let begun = NAMING.into_iter().find(|known| known.eq_ignore_ascii_case(word));
        let more = self.goes_on.take();
        let (naming, rest) = match (more, begun) {
            (Some(naming), _) => (naming, content),
            (None, Some(naming)) => (naming, content.get(word.len()..).unwrap_or_default().trim_start()),
            (None, None) => {
                if content.ends_with('\\') {
                    self.goes_on = Some("");
                }
                return self.nameless(from, content);
            }
        };
        let is_more = rest.ends_with('\\');
        if is_more {
            self.goes_on = Some(naming);
        }
        let pairs = rest.trim_end_matches('\\').trim_end();
        let from = from + content.len() - rest.len();
        if naming.is_empty() {
            return self.nameless(from, pairs);
        }
        let first = pairs.split_whitespace().next().unwrap_or_default();
        if more.is_none() && !first.contains('=') {
            // `ENV NAME value`.
            let value = pairs.get(first.len()..).unwrap_or_default();
            return self.value(first, from + first.len(), value, false);
        }
        let mut at = 0;
        while let Some((name, value)) = next_pair(pairs, &mut at) {
            let name = name.to_owned();
            let start = from + value.start;
            let value = pairs.get(value).unwrap_or_default();
            self.value(&name, start, value, true);
        }
    }

    /// A value that begins at a byte, perhaps behind spaces; in a script, of one word.
    fn value(&mut self, name: &str, at: usize, value: &'t str, is_word: bool) {
        let trimmed = value.trim_start();
        let at = at + value.len() - trimmed.len();
        let (from, text) = match trimmed.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let begin = at + 1;
                let rest = self.text.get(begin..).unwrap_or_default();
                let rest = rest.get(..LONGEST_QUOTED.min(rest.len())).unwrap_or(rest);
                match end_of_quote(rest, quote) {
                    Some(end) => {
                        self.at = self.at.max(line_after(self.text, begin + end));
                        (begin, rest.get(..end).unwrap_or_default())
                    }
                    None => (begin, trimmed.get(1..).unwrap_or_default().trim_end()),
                }
            }
            _ if is_word => (at, trimmed.split([' ', '\t', ';', '&', '|']).next().unwrap_or_default()),
            _ => {
                let end = [" #", "\t#", " ;"].iter().filter_map(|mark| trimmed.find(mark)).min();
                (at, trimmed.get(..end.unwrap_or(trimmed.len())).unwrap_or_default().trim_end())
            }
        };
        if text.is_empty() {
            return;
        }
        let span = Span::new(self.offset + from as u32, self.offset + (from + text.len()) as u32);
        self.found.push(Setting { name: name.to_owned(), text: text.to_owned(), span });
    }

    fn nameless(&mut self, from: usize, text: &str) {
        let span = Span::new(self.offset + from as u32, self.offset + (from + text.len()) as u32);
        self.found.push(Setting { name: String::new(), text: text.to_owned(), span });
    }
}

/// Where the line after a byte begins.
fn line_after(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

/// Where a text in quotes ends.
fn end_of_quote(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' if quote == '"' => is_escaped = true,
            _ if letter == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Whether a text is a name of a setting: one word, of letters and marks that join words.
fn is_name(name: &str) -> bool {
    let name = name.trim_matches(['"', '\'']);
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/' | '@' | ':');
    !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(is_part)
}

/// Whether a text is a variable's name; in a script nothing stands between it and the sign.
fn is_variable(name: &str, is_script: bool) -> bool {
    let name = if is_script { name } else { name.trim() };
    let is_part =
        |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || !is_script && b".-".contains(&letter);
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(is_part)
}

/// The next of `NAME=value NAME="value"`, with the place of the value.
fn next_pair<'t>(pairs: &'t str, at: &mut usize) -> Option<(&'t str, std::ops::Range<usize>)> {
    let rest = pairs.get(*at..)?;
    let start = *at + rest.len() - rest.trim_start().len();
    let rest = pairs.get(start..)?;
    let sign = rest.find('=')?;
    let name = rest.get(..sign)?;
    let begin = start + sign + 1;
    let value = pairs.get(begin..)?;
    let length = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => end_of_quote(value.get(1..)?, quote).map_or(value.len(), |end| end + 2),
        _ => value.find(char::is_whitespace).unwrap_or(value.len()),
    };
    *at = begin + length;
    // Words before a name are none of ours.
    let name = name.rsplit(char::is_whitespace).next().unwrap_or(name);
    Some((name, begin..begin + length))
}
