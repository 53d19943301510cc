//! JSON with places: takes a text, gives the events of which it is made, one after the other and without recursion.
//!
//! Comments and a comma before a closing mark are passed over, as files for people have them.

use std::borrow::Cow;

use ir::{Span, json_letters};

/// How deep a text may be nested.
const DEPTH: usize = 128;

/// What comes next in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event<'t> {
    BeginMap,
    BeginList,
    End,
    Name(Cow<'t, str>),
    /// A string; its place is what stands between the quotes.
    Text(Cow<'t, str>),
    /// A number, a truth value or nothing.
    Other,
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) at: usize,
    pub(crate) what: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    /// The name of a pair, or the end of the map.
    Pair,
    /// A part of a list, or its end.
    Part,
    /// A comma, or the end of what is open.
    More,
    Nothing,
}

/// A text that is being read.
pub(crate) struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// For each map or list around, whether it is a map.
    open: Vec<bool>,
    expected: Expected,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: Vec::new(), expected: Expected::Value }
    }

    /// The next event; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, Broken> {
        loop {
            self.pass_over_space();
            let start = self.at;
            let Some(&byte) = self.text.as_bytes().get(self.at) else {
                return if self.expected == Expected::Nothing { Ok(None) } else { self.broken("it ends too early") };
            };
            match (self.expected, byte) {
                (Expected::Nothing, _) => return self.broken("something follows its end"),
                (Expected::More, b',') => {
                    self.at += 1;
                    self.expected = if self.in_map() { Expected::Pair } else { Expected::Part };
                }
                (Expected::More | Expected::Pair, b'}') if self.in_map() => return Ok(Some(self.end(start))),
                (Expected::More | Expected::Part, b']') if !self.in_map() && !self.open.is_empty() => {
                    return Ok(Some(self.end(start)));
                }
                (Expected::More, _) => return self.broken("a comma is missing"),
                (Expected::Pair, b'"') => {
                    let (name, span) = self.string()?;
                    self.pass_over_space();
                    if self.text.as_bytes().get(self.at) != Some(&b':') {
                        return self.broken("a colon is missing");
                    }
                    self.at += 1;
                    self.expected = Expected::Value;
                    return Ok(Some((Event::Name(name), span)));
                }
                (Expected::Pair, _) => return self.broken("a name is missing"),
                (Expected::Value | Expected::Part, _) => return self.value(byte).map(Some),
            }
        }
    }

    fn value(&mut self, byte: u8) -> Result<(Event<'t>, Span), Broken> {
        let start = self.at;
        let begins = match byte {
            b'{' => Some((true, Event::BeginMap, Expected::Pair)),
            b'[' => Some((false, Event::BeginList, Expected::Part)),
            _ => None,
        };
        if let Some((is_map, event, expected)) = begins {
            if self.open.len() >= DEPTH {
                return self.broken("it is nested too deeply");
            }
            self.open.push(is_map);
            self.at += 1;
            self.expected = expected;
            return Ok((event, Span::new(start as u32, self.at as u32)));
        }
        if byte == b'"' {
            let (text, span) = self.string()?;
            self.after_value();
            return Ok((Event::Text(text), span));
        }
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'+' | b'-' | b'.');
        let length = rest.iter().take_while(is_part).count();
        if length == 0 {
            return self.broken("there is no value here");
        }
        self.at += length;
        self.after_value();
        Ok((Event::Other, Span::new(start as u32, self.at as u32)))
    }

    /// A string: what it says, and the place between its quotes.
    fn string(&mut self) -> Result<(Cow<'t, str>, Span), Broken> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let (mut at, mut is_plain) = (start, true);
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    is_plain = false;
                    at += 2;
                }
                None | Some(b'\n' | b'\r') => return self.broken("a string has no end"),
                Some(_) => at += 1,
            }
        }
        let raw = self.text.get(start..at).unwrap_or_default();
        self.at = at + 1;
        let text = if is_plain { Cow::Borrowed(raw) } else { json_letters(raw).map(|(letter, _)| letter).collect() };
        Ok((text, Span::new(start as u32, at as u32)))
    }

    fn in_map(&self) -> bool {
        self.open.last() == Some(&true)
    }

    fn end(&mut self, start: usize) -> (Event<'t>, Span) {
        self.at += 1;
        self.open.pop();
        self.after_value();
        (Event::End, Span::new(start as u32, self.at as u32))
    }

    fn after_value(&mut self) {
        self.expected = if self.open.is_empty() { Expected::Nothing } else { Expected::More };
    }

    fn pass_over_space(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            let rest = rest.get(space..).unwrap_or_default();
            let comment = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |at| at + 2)
            } else {
                0
            };
            self.at += space + comment;
            if comment == 0 {
                return;
            }
        }
    }

    fn broken<T>(&self, what: &'static str) -> Result<T, Broken> {
        Err(Broken { at: self.at.min(self.text.len()), what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Broken> {
        let mut reader = Reader::new(text);
        let mut found = Vec::new();
        while let Some((event, span)) = reader.next()? {
            let raw = &text[span.start as usize..span.end as usize];
            found.push(match event {
                Event::Name(name) => format!("{name}:"),
                Event::Text(said) => format!("{said}={raw}"),
                _ => raw.to_owned(),
            });
        }
        Ok(found)
    }

    #[test]
    fn events_stand_where_the_text_has_them() {
        let text = "{ // c\n \"a\\n\": [1, \"x\\u00e4\\\"\",], /* d */ \"b\": {}, \"c\": null }";
        let found = read(text).unwrap();
        assert_eq!(found, ["{", "a\n:", "[", "1", "x\u{e4}\"=x\\u00e4\\\"", "]", "b:", "{", "}", "c:", "null", "}"]);
    }

    #[test]
    fn what_is_broken_is_told_with_its_place() {
        for text in
            ["", "{", "[1", "{\"a\" 1}", "{a: 1}", "[1 2]", "\"a", "\"a\n\"", "[]]", "}", "{]", "[}", "\\", "\"\\"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("[1, ?]"), Err(Broken { at: 4, what: "there is no value here" }));
        assert_eq!(read(&"[".repeat(100_000)).unwrap_err().what, "it is nested too deeply");
    }
}
