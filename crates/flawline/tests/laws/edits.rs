//! What people do to a file without changing what it does, or by adding to it.
//!
//! Takes the text of a file and gives another, or nothing where the edit has no place. Only code is touched: what stands
//! in texts and comments stays as it is.

use std::collections::BTreeSet;

/// An edit of one file.
pub(crate) type Edit = fn(&str) -> Option<String>;

/// Edits that leave a program what it is. The first six are those that happen every day.
pub(crate) const HARMLESS: [(&str, Edit); 12] = [
    ("blank lines above", |text| Some(format!("\n\n{text}"))),
    ("another layout", |text| Some(spaced(text))),
    ("another name for a local variable", renamed),
    ("a function that stands at the end", moved),
    ("line ends of another system", |text| Some(text.replace('\n', "\r\n"))),
    ("comments above", |text| Some(format!("# A word about this file.\n#\n{text}"))),
    ("blank lines between statements", |text| Some(between(text, ""))),
    ("comments between statements", |text| Some(between(text, "# note"))),
    ("a function that nobody calls", |text| {
        Some(format!("{text}\n\ndef nobody_calls_this(given):\n    return given\n"))
    }),
    ("a class that nobody uses", |text| Some(format!("{text}\n\nclass NobodyUsesThis:\n    number = 1\n"))),
    ("other quotes", |text| Some(requoted(text))),
    ("space at the ends of lines", |text| Some(trailing(text))),
];

/// What a byte of a file is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Text,
    Comment,
}

/// What each byte is part of; a text begins and ends with its quotes.
fn parts(text: &str) -> Vec<Part> {
    let bytes = text.as_bytes();
    let mut parts = vec![Part::Code; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'#' => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
                parts[start..at].fill(Part::Comment);
            }
            quote @ (b'"' | b'\'') => {
                let length = if bytes[at..].starts_with(&[quote; 3]) { 3 } else { 1 };
                at += length;
                while at < bytes.len() && !bytes[at..].starts_with(&[quote; 3][..length]) {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + length).min(bytes.len());
                parts[start..at].fill(Part::Text);
            }
            _ => at += 1,
        }
    }
    parts
}

/// More space after what opens and what parts.
fn spaced(text: &str) -> String {
    let parts = parts(text);
    let mut out = String::new();
    for (at, letter) in text.char_indices() {
        out.push(letter);
        if parts[at] == Part::Code && matches!(letter, '(' | ',' | '[') && !text[at + 1..].starts_with('\n') {
            out.push_str("  ");
        }
    }
    out
}

/// Lines on which a statement may begin: nothing is open, and no text goes on.
fn starts(text: &str) -> Vec<(usize, &str)> {
    let parts = parts(text);
    let (mut open, mut at, mut was_joined) = (0_i32, 0, false);
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_inside = at > 0 && parts[at - 1] == Part::Text && parts[at] == Part::Text;
        if open == 0 && !is_inside && !was_joined {
            starts.push((at, line));
        }
        for (offset, byte) in line.bytes().enumerate() {
            if parts[at + offset] == Part::Code {
                open += i32::from(matches!(byte, b'(' | b'[' | b'{')) - i32::from(matches!(byte, b')' | b']' | b'}'));
            }
        }
        was_joined = line.trim_end().ends_with('\\');
        at += line.len();
    }
    starts
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A line of its own before each statement.
fn between(text: &str, more: &str) -> String {
    let starts = starts(text);
    let mut out = String::new();
    let mut last = 0;
    for (at, line) in starts {
        out.push_str(&text[last..at]);
        last = at;
        // A comment alone on its line speaks of the line below, and stays with it.
        let is_held = out.trim_end().rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'));
        if !line.trim().is_empty() && !is_held {
            out.push_str(&" ".repeat(if more.is_empty() { 0 } else { indent(line) }));
            out.push_str(more);
            out.push('\n');
        }
    }
    out + &text[last..]
}

fn trailing(text: &str) -> String {
    let parts = parts(text);
    let mut out = String::new();
    for (at, letter) in text.char_indices() {
        let before = &text[..at];
        if letter == '\n' && parts[at] == Part::Code && !before.ends_with('\\') {
            out.push_str("  ");
        }
        out.push(letter);
    }
    out
}

/// Texts in the other quotes, where nothing in them is touched by that.
fn requoted(text: &str) -> String {
    let parts = parts(text);
    let mut out = String::new();
    let mut at = 0;
    while at < text.len() {
        let end = (at..text.len()).find(|&end| parts[end] != parts[at]).unwrap_or(text.len());
        let piece = &text[at..end];
        let quote = piece.chars().next().unwrap_or(' ');
        let body = piece.get(1..piece.len().saturating_sub(1)).unwrap_or("");
        let is_plain = parts[at] == Part::Text && !body.is_empty() && !body.contains(['\'', '"', '\\', '{', '\n']);
        match quote {
            '\'' if is_plain => out.push_str(&format!("\"{body}\"")),
            '"' if is_plain => out.push_str(&format!("'{body}'")),
            _ => out.push_str(piece),
        }
        at = end;
    }
    out
}

/// The words of the code, with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let parts = parts(text);
    let word = regex::Regex::new(r"[A-Za-z_][A-Za-z_0-9]*").unwrap();
    word.find_iter(text)
        .filter(|found| parts[found.start()] == Part::Code)
        .map(|found| (found.start(), found.as_str()))
        .collect()
}

/// Another name for a variable that is assigned in a function and is nothing else anywhere in the file.
fn renamed(text: &str) -> Option<String> {
    let parts = parts(text);
    let words = words(text);
    let starts = starts(text);
    let in_function = |at: usize| {
        let mut depth = usize::MAX;
        for (start, line) in starts.iter().rev().skip_while(|(start, _)| *start > at) {
            let here =
                if line.trim().is_empty() || line.trim_start().starts_with('#') { continue } else { indent(line) };
            if *start <= at && depth == usize::MAX {
                depth = here;
            }
            if here < depth {
                depth = here;
                let head = line.trim_start();
                if head.starts_with("def ") || head.starts_with("async def ") {
                    return true;
                }
                if head.starts_with("class ") {
                    return false;
                }
            }
        }
        false
    };
    let in_texts: BTreeSet<&str> = regex::Regex::new(r"[A-Za-z_][A-Za-z_0-9]*")
        .unwrap()
        .find_iter(text)
        .filter(|found| parts[found.start()] != Part::Code)
        .map(|found| found.as_str())
        .collect();
    let is_plain = |name: &str| {
        !in_texts.contains(name)
            && words.iter().filter(|(_, word)| *word == name).all(|&(at, _)| {
                let before = text[..at].trim_end();
                let after = text[at + name.len()..].trim_start();
                let gives_name = before.ends_with(['(', ',']) && after.starts_with('=') && !after.starts_with("==");
                let declares = ["def", "class", "import", "global", "nonlocal", "as", "from"];
                !before.ends_with('.')
                    && !gives_name
                    && !declares.iter().any(|word| before.ends_with(word))
                    && in_function(at)
            })
    };
    let assigned = starts.iter().filter_map(|(at, line)| {
        let (name, rest) = line.trim_start().split_once(" = ")?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        (is_name && !rest.is_empty() && in_function(*at)).then_some(name)
    });
    // A parameter's name is part of what others call.
    let is_param = |name: &str| regex::Regex::new(&format!(r"(?s)\bdef \w+\([^)]*\b{name}\b")).unwrap().is_match(text);
    let name = assigned.into_iter().find(|name| is_plain(name) && !is_param(name))?;
    let mut out = String::new();
    let mut last = 0;
    for (at, _) in words.iter().filter(|(_, word)| *word == name) {
        out.push_str(&text[last..*at]);
        out.push_str("other_");
        last = *at;
    }
    Some(out + &text[last..])
}

/// The first function of the module that only other functions name, moved to the end.
fn moved(text: &str) -> Option<String> {
    let starts = starts(text);
    let top: Vec<(usize, &str)> = starts
        .iter()
        .filter(|(_, line)| !line.starts_with([' ', '\t', '\n', '\r', '#', '@']) && !line.trim().is_empty())
        .copied()
        .collect();
    for (at, (start, line)) in top.iter().enumerate() {
        let Some(name) = line.strip_prefix("def ").and_then(|rest| rest.split('(').next()) else { continue };
        let end = top.get(at + 1).map(|(end, _)| *end);
        let Some(end) = end else { continue };
        let is_named = top.iter().any(|(_, other)| !other.starts_with("def ") && other.contains(name));
        // Decorators and comments belong to what stands below them.
        let begins = |of: usize| {
            let mut begin = of;
            for (start, line) in starts.iter().rev().skip_while(|(start, _)| *start >= of) {
                if line.starts_with(['@', '#']) { begin = *start } else { break }
            }
            begin
        };
        let (start, end) = (begins(*start), begins(end));
        if is_named || start == 0 {
            continue;
        }
        let block = text[start..end].trim_end();
        return Some(format!("{}{}\n\n{block}\n", &text[..start], text[end..].trim_end()));
    }
    None
}
