//! Ids in texts that are read line by line: Markdown, YAML, TOML, whatever people write.
//!
//! A name stands behind its id: up to what closes what stands open before the id, and in files where one text runs over several
//! lines, with those.

use std::str::Lines;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::numbers;
use super::{Mention, Mentions, Naming};
use crate::limits;
use crate::weakness::name;

/// A key for weaknesses, up to the first id of its line.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:^|[\s"'*_|{,(-])(?:cwes?|cwe[-_ ]?ids?|cwe[-_ ]names?)["'*_` ]{0,4}[:=][\s\[("'*_`>-]*$"#).ok()
});

/// A key for weaknesses that what stands below belongs to.
static KEY_ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)^\s*(?:-\s+)?["']?(?:cwes?|cwe[-_]?ids?)["']?\s*[:=]\s*[\[>|]?-?\s*$"#).ok());

/// What may stand before a text that runs over several lines.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"^\s*(?:-\s+)?(?:[\w-]+\s*:\s+)?["']?$"#).ok());

/// Finds the ids of a text.
pub(super) fn read(text: &str) -> Mentions {
    let mut mentions = Mentions::default();
    let mut below_key = false;
    let mut lines = text.lines();
    let mut row = 0_u32;
    while let Some(line) = lines.next() {
        row = row.saturating_add(1);
        if mentions.all.len() > limits::MENTIONS {
            break;
        }
        let is_list = line.trim_start().starts_with(['-', '"', '\'', ']']);
        below_key &=
            is_list || line.starts_with([' ', '\t']) && !line.contains(": ") && !line.trim_end().ends_with(':');
        let found = in_line(line, &lines, row, below_key);
        mentions.all.extend(found.into_iter().map(|(_, mention)| mention));
        below_key |= KEY_ALONE.as_ref().is_some_and(|pattern| pattern.is_match(line));
    }
    mentions
}

/// The ids of a line, each with the byte where it begins; `behind` are the lines behind it.
pub(super) fn in_line(line: &str, behind: &Lines<'_>, row: u32, below_key: bool) -> Vec<(usize, Mention)> {
    let found = numbers(line, below_key);
    let Some(first) = found.first() else { return Vec::new() };
    let before = line.get(..first.at.start).unwrap_or_default();
    let is_keyed = below_key || KEY.as_ref().is_some_and(|pattern| pattern.is_match(tail(before)));
    let is_heading = before.trim_start().starts_with('#');
    let mut counted = (0, 0);
    let mut all = Vec::new();
    for (at, one) in found.iter().enumerate() {
        counted = (one.at.start, counted.1 + line[counted.0..one.at.start].chars().count());
        let end = found.get(at + 1).map_or(line.len(), |next| next.at.start);
        let mut mention = Mention {
            line: row,
            column: u32::try_from(counted.1 + 1).unwrap_or(u32::MAX),
            id: one.id,
            name: None,
            longer: None,
            naming: if is_keyed { Naming::Named } else { Naming::Beside },
        };
        if one.is_spelt {
            let opener = line[..one.at.start].chars().next_back();
            let rest = &line[one.at.end..end];
            let (own, is_closed) = closed(rest, opener);
            // What is closed as it was opened is one text: a link, a quotation.
            let is_whole = is_closed && matches!(opener, Some('[' | '"' | '\'' | '`'));
            let leads = is_keyed || is_heading || is_whole || leads(&own) || before.trim().is_empty();
            // A part of a path, and not "CWE-22 / CWE-23".
            let is_path = own.strip_prefix('/').is_some_and(|rest| !rest.starts_with(' '));
            mention.name = if leads && !is_path { name(&own) } else { None };
            if let Some(cell) = own.trim_start().strip_prefix('|').filter(|_| mention.name.is_none()) {
                mention.name = name(cell);
                mention.naming = Naming::Near;
            }
            if at + 1 == found.len() && leads && OPENING.as_ref().is_some_and(|pattern| pattern.is_match(tail(before)))
            {
                let more = more(line, behind, opener.filter(|letter| matches!(letter, '"' | '\'')), is_closed);
                let longer = more.and_then(|more| name(&closed(&format!("{rest}{more}"), opener).0));
                // A text in quotation marks has no end before the second one.
                let is_quoted = matches!(opener, Some('"' | '\'')) && longer.is_some();
                if is_quoted {
                    mention.name = longer;
                } else {
                    mention.longer = longer.filter(|longer| numbers(longer, false).is_empty());
                }
            }
        }
        all.push((one.at.start, mention));
    }
    all
}

/// The end of a text: what decides stands close to the id.
fn tail(text: &str) -> &str {
    const MOST: usize = 200;
    &text[text.ceil_char_boundary(text.len().saturating_sub(MOST))..]
}

/// Whether a text behind an id begins as one does that names it.
fn leads(behind: &str) -> bool {
    let text = behind.trim_start_matches([']', ')', '*', '`']).trim_start();
    text.starts_with(['(', ':', '：', '–', '—', '-', '"', '“', '['])
}

/// A text behind an id up to what closes what stands open before the id, and whether it is closed.
fn closed(behind: &str, opener: Option<char>) -> (String, bool) {
    const LONGEST: usize = 1_024;
    let behind = &behind[..behind.floor_char_boundary(LONGEST)];
    let closer = match opener {
        Some('"') => '"',
        Some('\'') => '\'',
        Some('[') => ']',
        Some('(') => ')',
        Some('`') => '`',
        Some('“') => '”',
        _ => '<',
    };
    let mut out = String::new();
    let mut open = 0_u32;
    let mut letters = behind.chars().peekable();
    while let Some(letter) = letters.next() {
        if closer == '\'' && letter == '\'' {
            // A doubled one is one of the text, and so is one within a word.
            let next = letters.peek().copied();
            if next == Some('\'') {
                letters.next();
            } else if !next.is_some_and(char::is_alphanumeric) || !out.ends_with(char::is_alphanumeric) {
                return (out, true);
            }
        } else if letter == '`' && out.contains(char::is_alphanumeric)
            || letter == '<'
            || letter == '\t'
            || letter == closer && open == 0
        {
            return (out, letter == closer);
        }
        match (closer, letter) {
            (')', '(') | (']', '[') => open += 1,
            (')', ')') | (']', ']') => open -= 1,
            _ => {}
        }
        out.push(letter);
    }
    (out, false)
}

/// The lines behind one that may go on with its text.
fn more(line: &str, behind: &Lines<'_>, quote: Option<char>, is_closed: bool) -> Option<String> {
    const MOST: usize = 6;
    if is_closed {
        return None;
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(line);
    let is_bare = !line.trim_start().starts_with('-') && own > 0;
    let mut out = String::new();
    for next in behind.clone().take(MOST) {
        let text = next.trim();
        let is_deeper = indent(next) > own || is_bare && indent(next) == own;
        let begins_other = quote.is_none() && (text.starts_with(['-', '#']) || text.contains(": "));
        if text.is_empty() || text.len() > 512 || !is_deeper && quote.is_none() || begins_other {
            break;
        }
        out.push(' ');
        out.push_str(text);
        if quote.is_some_and(|quote| text.ends_with(quote)) {
            break;
        }
    }
    (!out.is_empty()).then_some(out)
}
