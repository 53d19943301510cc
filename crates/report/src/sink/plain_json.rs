//! JSON that can be shown in a terminal and kept in a log: indented, a fixed order, hidden characters and the commands
//! of build logs written as `\uXXXX`, so that every string is still what it was.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::hidden::pieces;

/// A value as JSON with a final line end.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::new();
    // The documents of this crate have string keys only, and memory does not refuse to be written.
    let _ = write_json(value, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes a value as JSON with a final line end.
pub(crate) fn write_json<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Plain(PrettyFormatter::new()));
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// A list whose entries are made while they are written, one after another, so that they are never there all at once.
pub(crate) struct OneByOne<'a, T, F> {
    /// What the entries are made of.
    pub(crate) from: &'a [T],
    /// Makes one.
    pub(crate) make: F,
}

impl<T, E: Serialize, F: Fn(&T) -> E> Serialize for OneByOne<'_, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.from.iter().map(&self.make))
    }
}

struct Plain(PrettyFormatter<'static>);

impl Formatter for Plain {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, character, _) in pieces(fragment).filter(|(.., escaped)| *escaped) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, char_escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, char_escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_as_numbers_and_read_back_as_they_were() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}##vso[x]\"\\\n\t🙂";
        let json = to_json(&text);
        assert_eq!(json, "\"a\\u001b\\u007f\\u009b\\u202e\\udb40\\udc41#\\u0023vso[x]\\\"\\\\\\n\\t🙂\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn values_stand_on_lines_of_their_own() {
        assert_eq!(to_json(&[1, 2]), "[\n  1,\n  2\n]\n");
    }

    #[test]
    fn a_list_that_is_made_while_it_is_written_is_a_list() {
        let list = |from: &[u32]| to_json(&OneByOne { from, make: |one: &u32| [one + 1] });
        assert_eq!(list(&[1, 2]), to_json(&[[2], [3]]));
        assert_eq!(list(&[]), to_json::<[u32; 0]>(&[]));
    }
}
