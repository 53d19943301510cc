//! Where in a page a hole stands: a small machine that reads the text around holes as a browser would.
//!
//! Takes the text before a hole; tells the [`Spot`] of the hole.

/// What stands around a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Between tags, in a comment, or in an element of plain text.
    Text,
    /// In an attribute's value between quotes.
    Attribute,
    /// In a tag, outside of quotes.
    Unquoted,
    /// At the beginning of an attribute that is an address to which a browser goes.
    Address,
    /// In a script's code, or in an attribute that is one.
    Script,
    /// In a text between quotes in a script.
    ScriptText,
    /// In a style sheet.
    Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Text,
    Comment,
    /// Behind `<`.
    Name,
    /// In a tag, between attributes.
    Between,
    Attribute,
    /// Behind an attribute's name and white space.
    AfterName,
    /// Behind `=`.
    BeforeValue,
    /// In a value, with its quote; 0 for none.
    Value(u8),
    Script(Code),
    Style,
    /// An element whose content is no markup.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Plain,
    Quoted(u8),
    Line,
    Block,
}

/// The machine.
#[derive(Clone, Debug)]
pub(super) struct Html {
    place: Place,
    tag: String,
    attribute: String,
    /// Whether nothing of the current value was seen.
    at_start: bool,
    /// The value of the attribute `type`.
    kind: String,
}

/// The longest name that is kept.
const LONGEST: usize = 32;

impl Html {
    pub(super) fn new() -> Self {
        let (tag, attribute, kind) = Default::default();
        Self { place: Place::Text, tag, attribute, at_start: true, kind }
    }

    /// Reads text.
    pub(super) fn read(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += self.step(bytes, at);
        }
    }

    /// The place of a hole that stands here.
    pub(super) fn hole(&mut self) -> Spot {
        match self.place {
            Place::Text | Place::Comment | Place::Plain | Place::Script(Code::Line | Code::Block) => Spot::Text,
            Place::Style => Spot::Style,
            Place::Name | Place::Between | Place::Attribute | Place::AfterName => Spot::Unquoted,
            Place::BeforeValue | Place::Value(0) => {
                self.place = Place::Value(0);
                self.at_start = false;
                Spot::Unquoted
            }
            Place::Value(_) => {
                let first = std::mem::replace(&mut self.at_start, false);
                if self.attribute.starts_with("on") {
                    Spot::Script
                } else if first && self.is_address() {
                    Spot::Address
                } else if self.attribute == "style" {
                    Spot::Style
                } else {
                    Spot::Attribute
                }
            }
            Place::Script(Code::Plain | Code::Quoted(b'`')) => Spot::Script,
            Place::Script(Code::Quoted(_)) => Spot::ScriptText,
        }
    }

    /// Whether the current attribute is an address to which a browser goes, or from which it runs code.
    fn is_address(&self) -> bool {
        match self.attribute.as_str() {
            "href" | "xlink:href" => matches!(self.tag.as_str(), "a" | "area" | "base"),
            "src" => matches!(self.tag.as_str(), "iframe" | "frame" | "embed" | "script"),
            "action" | "formaction" => true,
            "data" => self.tag == "object",
            _ => false,
        }
    }

    /// Reads one byte or a few; gives how many.
    fn step(&mut self, bytes: &[u8], at: usize) -> usize {
        let byte = bytes[at];
        let rest = &bytes[at..];
        match self.place {
            Place::Text => {
                if rest.starts_with(b"<!--") {
                    self.place = Place::Comment;
                    return 4;
                }
                if byte == b'<' && rest.get(1).is_none_or(|next| next.is_ascii_alphabetic() || *next == b'/') {
                    self.tag.clear();
                    self.kind.clear();
                    self.place = Place::Name;
                }
            }
            Place::Comment if rest.starts_with(b"-->") => {
                self.place = Place::Text;
                return 3;
            }
            Place::Name => match byte {
                b'>' => self.end_tag(),
                byte if byte.is_ascii_whitespace() => self.place = Place::Between,
                byte => push(&mut self.tag, byte),
            },
            Place::Between => match byte {
                b'>' => self.end_tag(),
                b'/' => {}
                byte if byte.is_ascii_whitespace() => {}
                byte => {
                    self.attribute.clear();
                    push(&mut self.attribute, byte);
                    self.place = Place::Attribute;
                }
            },
            Place::Attribute => match byte {
                b'>' => self.end_tag(),
                b'=' => self.begin_value(),
                byte if byte.is_ascii_whitespace() => self.place = Place::AfterName,
                byte => push(&mut self.attribute, byte),
            },
            Place::AfterName => match byte {
                b'>' => self.end_tag(),
                b'=' => self.begin_value(),
                byte if byte.is_ascii_whitespace() => {}
                byte => {
                    self.attribute.clear();
                    push(&mut self.attribute, byte);
                    self.place = Place::Attribute;
                }
            },
            Place::BeforeValue => match byte {
                b'"' | b'\'' => self.place = Place::Value(byte),
                b'>' => self.end_tag(),
                byte if byte.is_ascii_whitespace() => {}
                byte => {
                    self.place = Place::Value(0);
                    self.value(byte);
                }
            },
            Place::Value(0) => match byte {
                b'>' => self.end_tag(),
                byte if byte.is_ascii_whitespace() => self.place = Place::Between,
                byte => self.value(byte),
            },
            Place::Value(quote) if byte == quote => self.place = Place::Between,
            Place::Value(_) => {
                if !(self.at_start && byte.is_ascii_whitespace()) {
                    self.value(byte);
                }
            }
            Place::Script(_) | Place::Style | Place::Plain if self.closes(rest) => {
                self.tag.clear();
                self.place = Place::Name;
            }
            Place::Script(code) => return self.code(code, rest),
            Place::Comment | Place::Style | Place::Plain => {}
        }
        1
    }

    fn begin_value(&mut self) {
        self.at_start = true;
        self.place = Place::BeforeValue;
    }

    fn value(&mut self, byte: u8) {
        self.at_start = false;
        if self.attribute == "type" {
            push(&mut self.kind, byte);
        }
    }

    fn end_tag(&mut self) {
        let runs = matches!(self.kind.as_str(), "" | "module") || self.kind.contains("javascript");
        self.place = match self.tag.as_str() {
            "script" if runs => Place::Script(Code::Plain),
            "script" => Place::Plain,
            "style" => Place::Style,
            _ => Place::Text,
        };
    }

    /// Whether the text goes on with the end of the current element.
    fn closes(&self, rest: &[u8]) -> bool {
        let name = self.tag.as_bytes();
        rest.starts_with(b"</") && rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    }

    fn code(&mut self, code: Code, rest: &[u8]) -> usize {
        let byte = rest[0];
        let next = match code {
            Code::Plain if rest.starts_with(b"//") => Code::Line,
            Code::Plain if rest.starts_with(b"/*") => Code::Block,
            Code::Plain if matches!(byte, b'"' | b'\'' | b'`') => Code::Quoted(byte),
            Code::Quoted(_) if byte == b'\\' => return rest.len().min(2),
            Code::Quoted(quote) if byte == quote || (byte == b'\n' && quote != b'`') => Code::Plain,
            Code::Line if byte == b'\n' => Code::Plain,
            Code::Block if rest.starts_with(b"*/") => {
                self.place = Place::Script(Code::Plain);
                return 2;
            }
            code => code,
        };
        self.place = Place::Script(next);
        1
    }
}

fn push(name: &mut String, byte: u8) {
    if name.len() < LONGEST && byte.is_ascii() {
        name.push(char::from(byte.to_ascii_lowercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(text: &str) -> Spot {
        let mut html = Html::new();
        html.read(text);
        html.hole()
    }

    #[test]
    fn a_hole_stands_where_the_text_before_it_leads() {
        for (text, expected) in [
            ("<p>", Spot::Text),
            ("a < b ", Spot::Text),
            ("<!-- <p class=", Spot::Text),
            ("<p title=\"", Spot::Attribute),
            ("<p title='a ", Spot::Attribute),
            ("<p title=", Spot::Unquoted),
            ("<p title=a", Spot::Unquoted),
            ("<p ", Spot::Unquoted),
            ("<a href=\"", Spot::Address),
            ("<a href=\"/x/", Spot::Attribute),
            ("<img src=\"", Spot::Attribute),
            ("<iframe src='", Spot::Address),
            ("<p onclick=\"f('", Spot::Script),
            ("<script>var x = ", Spot::Script),
            ("<script>var x = '", Spot::ScriptText),
            ("<script>var x = 'a'; // don't\n y = ", Spot::Script),
            ("<script>/* ' */ y = ", Spot::Script),
            ("<script type=\"text/x-template\">", Spot::Text),
            ("<script src=\"a.js\"></script><p>", Spot::Text),
            ("<style>p { color: ", Spot::Style),
            ("<p style=\"color:", Spot::Style),
        ] {
            assert_eq!(spot(text), expected, "{text}");
        }
    }

    #[test]
    fn a_second_hole_is_not_the_beginning_of_an_address() {
        let mut html = Html::new();
        html.read("<a href=\"");
        assert_eq!(html.hole(), Spot::Address);
        assert_eq!(html.hole(), Spot::Attribute);
    }
}
