//! Ids in JSON: in any text of it, and as numbers and objects behind keys for weaknesses, and in taxonomies of SARIF.
//!
//! The text is read from front to end and never built up as a value, so that every id has its place, and a broken file is read as
//! far as it goes.

use super::numbers::number;
use super::prose::in_line;
use super::{Mention, Mentions, Naming};
use crate::limits;

/// An object or a list that is open.
#[derive(Default)]
struct Open {
    is_object: bool,
    /// The key that it stands behind; that of the list, in a list.
    key: String,
    /// The key that comes next in it.
    next: Option<String>,
    /// Its id and where that stands.
    id: Option<(u32, usize)>,
    name: Option<String>,
    /// The taxonomy that it says it is of.
    component: Option<String>,
    /// How many ids there were before it.
    before: usize,
}

struct Reader<'a> {
    text: &'a str,
    open: Vec<Open>,
    /// Each with where it stands, in bytes, and whether a taxonomy lists it.
    found: Vec<(usize, bool, Mention)>,
}

/// Finds the ids of JSON.
pub(super) fn read(text: &str) -> Mentions {
    let mut reader = Reader { text, open: Vec::new(), found: Vec::new() };
    let mut mentions = Mentions::default();
    if !reader.read() {
        mentions.cuts.push(format!("What lies deeper than {} levels, and behind that, was not read.", limits::DEPTH));
    }
    let Reader { mut found, .. } = reader;
    found.sort_by_key(|(at, ..)| *at);
    let (mut line, mut column, mut from) = (1_u32, 1_u32, 0);
    for (at, _, mut mention) in found {
        for letter in text[from..at].chars() {
            (line, column) = if letter == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        from = at;
        (mention.line, mention.column) = (line, column);
        mentions.all.push(mention);
    }
    mentions
}

impl Reader<'_> {
    /// Reads all; false when it is nested too deeply.
    fn read(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => {
                    if self.open.len() >= limits::DEPTH {
                        return false;
                    }
                    let key = self.key().to_owned();
                    let before = self.found.len();
                    self.open.push(Open { is_object: byte == b'{', key, before, ..Open::default() });
                }
                b'}' | b']' => self.close(),
                b',' => {
                    if let Some(open) = self.open.last_mut() {
                        open.next = None;
                    }
                }
                b'"' => {
                    let end = end_of_string(bytes, at);
                    self.string(at, end);
                    at = end;
                    continue;
                }
                b'0'..=b'9' => {
                    let end = at
                        + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'.').count();
                    self.scalar(at, &self.text[at..end]);
                    at = end;
                    continue;
                }
                _ => {}
            }
            at += 1;
            if self.found.len() > limits::MENTIONS {
                break;
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
        true
    }

    /// The key that a value stands behind.
    fn key(&self) -> &str {
        self.open.last().map_or("", |open| match (&open.next, open.is_object) {
            (Some(next), _) => next,
            (None, true) => "",
            (None, false) => &open.key,
        })
    }

    fn string(&mut self, start: usize, end: usize) {
        let raw = &self.text[start..end];
        let decoded = serde_json::from_str::<String>(raw);
        let decoded = decoded.unwrap_or_else(|_| raw.trim_matches('"').to_owned());
        let is_key = self.open.last().is_some_and(|open| open.is_object && open.next.is_none());
        if let Some(open) = self.open.last_mut().filter(|_| is_key) {
            let longest = decoded.floor_char_boundary(limits::NAME);
            open.next = Some(decoded[..longest].to_owned());
            return;
        }
        let is_plain = !raw.contains('\\');
        let is_keyed = is_cwe(self.key());
        let mut from = start + 1;
        for line in decoded.split('\n') {
            for (at, mut mention) in in_line(line, &"".lines(), 0, is_keyed) {
                if !is_keyed {
                    mention.naming = mention.naming.min(Naming::Beside);
                }
                self.found.push((if is_plain { from + at } else { start }, false, mention));
            }
            from += line.len() + 1;
        }
        self.scalar(start, decoded.trim());
    }

    /// A number, or a text that may be one.
    fn scalar(&mut self, at: usize, text: &str) {
        let is_number = !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
        let key = self.key().to_owned();
        if is_number && is_cwe(&key) {
            self.found.push((at, false, mention(number(text), None)));
        }
        let Some(open) = self.open.last_mut().filter(|open| open.is_object) else { return };
        match key.as_str() {
            "id" | "cwe_id" | "cweId" | "value" if is_number => open.id = Some((number(text), at)),
            "id" => {
                let spelt = super::numbers::numbers(text, false);
                open.id = spelt.first().filter(|one| one.at.end == text.len()).map(|one| (one.id, at));
            }
            "name" if text.len() <= limits::NAME => open.name = Some(text.to_owned()),
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(parent) = self.open.last_mut() {
            parent.next = None;
            if open.key == "toolComponent" {
                parent.component.clone_from(&open.name);
            }
        }
        let is_of_cwe =
            |name: &Option<String>| name.as_ref().is_none_or(|name| name.to_ascii_uppercase().contains("CWE"));
        if open.is_object && open.key == "taxonomies" && !is_of_cwe(&open.name) {
            let inside = self.found.split_off(open.before.min(self.found.len()));
            self.found.extend(inside.into_iter().filter(|(_, is_taxon, _)| !is_taxon));
        }
        let is_taxon = open.key == "taxa" || open.key == "target" && open.component.is_some();
        let Some((id, at)) =
            open.id.filter(|_| open.is_object && (is_cwe(&open.key) || is_taxon && is_of_cwe(&open.component)))
        else {
            return;
        };
        let name = open.name.filter(|name| name.chars().any(char::is_alphabetic) && !is_id(name));
        let before = open.before.min(self.found.len());
        let known =
            self.found[before..].iter_mut().find(|(known, _, one)| one.id == id && (at..=at + 16).contains(known));
        match known {
            Some((_, _, known)) if known.name.is_none() => {
                known.name = name;
                known.naming = Naming::Named;
            }
            Some(_) => {}
            None => self.found.push((at, is_taxon, mention(id, name))),
        }
    }
}

fn mention(id: u32, name: Option<String>) -> Mention {
    Mention { line: 0, column: 0, id, name, longer: None, naming: Naming::Named }
}

fn is_id(text: &str) -> bool {
    matches!(super::numbers::numbers(text, false).as_slice(), [one] if one.at == (0..text.len()))
}

/// Whether a key is one for weaknesses.
fn is_cwe(key: &str) -> bool {
    let folded: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    matches!(folded.as_str(), "cwe" | "cwes" | "cweid" | "cweids" | "cwenumber" | "issuecwe" | "cwename")
}

/// The end of a string that begins at a quotation mark, behind the one that closes it.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
