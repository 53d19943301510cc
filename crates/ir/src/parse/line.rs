//! A cursor over one line of the text form. Blanks before what is read are passed over.

use std::borrow::Cow;

use crate::print::{Quoted, is_bare_start, is_bare_tail};
use crate::{BlockId, Span, Value};

/// What was read, or what is wrong.
pub(super) type Found<T> = Result<T, String>;

#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    rest: &'t str,
}

/// The beginning of a text, escaped, for a message.
pub(super) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    let quoted = Quoted(&text[..end]).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut line = Self { rest: text };
        line.skip();
        line
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn advance(&mut self, bytes: usize) -> &'t str {
        let (passed, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        passed
    }

    fn expected<T>(&self, what: &str) -> Found<T> {
        if self.is_done() {
            Err(format!("expected {what} before the end of the line"))
        } else {
            Err(format!("expected {what}, found `{}`", excerpt(self.rest.trim_start())))
        }
    }

    /// Whether only a comment is left, or nothing.
    pub(super) fn is_done(&self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        rest.is_empty() || rest.starts_with(';')
    }

    pub(super) fn end(&self) -> Found<()> {
        if self.is_done() { Ok(()) } else { self.expected("the end of the line") }
    }

    /// Passes `text` if it stands next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        self.skip();
        let found = self.rest.starts_with(text);
        if found {
            self.advance(text.len());
        }
        found
    }

    pub(super) fn expect(&mut self, text: &str) -> Found<()> {
        if self.eat(text) { Ok(()) } else { self.expected(&format!("`{text}`")) }
    }

    /// The bare name that stands next; empty if none does.
    pub(super) fn word(&mut self) -> &'t str {
        self.skip();
        let word = self.peek_word();
        self.advance(word.len());
        word
    }

    fn peek_word(&self) -> &'t str {
        if !self.rest.starts_with(is_bare_start) {
            return "";
        }
        let end = self.rest.find(|char| !is_bare_tail(char)).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    /// Passes `word` if the whole next word is that.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        self.skip();
        let found = self.peek_word() == word;
        if found {
            self.advance(word.len());
        }
        found
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Found<()> {
        if self.eat_word(word) { Ok(()) } else { self.expected(&format!("`{word}`")) }
    }

    /// Whether a name stands next.
    pub(super) fn starts_name(&mut self) -> bool {
        self.skip();
        self.rest.starts_with(is_bare_start) || self.rest.starts_with('"')
    }

    /// A name, bare or quoted.
    pub(super) fn name(&mut self) -> Found<Cow<'t, str>> {
        self.skip();
        if self.rest.starts_with('"') {
            return self.string();
        }
        match self.word() {
            "" => self.expected("a name"),
            word => Ok(word.into()),
        }
    }

    pub(super) fn number(&mut self) -> Found<u32> {
        self.skip();
        let end = self.rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(self.rest.len());
        if end == 0 {
            return self.expected("a number");
        }
        let digits = self.advance(end);
        digits.parse().map_err(|_| format!("the number `{}` is too large", excerpt(digits)))
    }

    /// The number of an id that begins with `letter`; `None` if no such id stands next.
    pub(super) fn find_id(&mut self, letter: char) -> Found<Option<u32>> {
        self.skip();
        let digits = self.rest.strip_prefix(letter).filter(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
        match digits {
            None => Ok(None),
            Some(digits) => {
                self.rest = digits;
                self.number().map(Some)
            }
        }
    }

    pub(super) fn id(&mut self, letter: char, what: &str) -> Found<u32> {
        match self.find_id(letter)? {
            Some(number) => Ok(number),
            None => self.expected(what),
        }
    }

    /// The id that has to be next in the order of numbers.
    pub(super) fn next_id(&mut self, letter: char, number: usize) -> Found<()> {
        let what = format!("`{letter}{number}`");
        let before = self.clone();
        if self.id(letter, &what)? as usize == number { Ok(()) } else { before.expected(&what) }
    }

    pub(super) fn value(&mut self) -> Found<Value> {
        self.id('v', "a value").map(Value)
    }

    /// Whether the line begins a block.
    pub(super) fn starts_block(&self) -> bool {
        let mut line = self.clone();
        matches!(line.find_id('b'), Ok(Some(_))) && line.eat(":")
    }

    /// Blocks after `word`, if that stands there.
    pub(super) fn blocks(&mut self, word: &str) -> Found<Vec<BlockId>> {
        let mut blocks = Vec::new();
        let mut more = self.eat_word(word);
        while more {
            blocks.push(BlockId(self.id('b', "a block")?));
            more = self.eat(",");
        }
        Ok(blocks)
    }

    /// Items with commas between, from `open` to `close`.
    pub(super) fn list(&mut self, open: &str, close: &str, mut item: impl FnMut(&mut Self) -> Found<()>) -> Found<()> {
        self.expect(open)?;
        if self.eat(close) {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.eat(close) {
                return Ok(());
            }
            if !self.eat(",") {
                return self.expected(&format!("`,` or `{close}`"));
            }
        }
    }

    /// A span; the default one if none stands here.
    pub(super) fn span(&mut self) -> Found<Span> {
        if !self.eat("@") {
            return Ok(Span::default());
        }
        let start = self.number()?;
        self.expect("..")?;
        Ok(Span::new(start, self.number()?))
    }

    /// Whether the line goes on with an integer, which is passed.
    pub(super) fn integer(&mut self) -> Found<Option<i64>> {
        self.skip();
        let unsigned = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let digits = unsigned.find(|char: char| !char.is_ascii_digit()).unwrap_or(unsigned.len());
        if digits == 0 {
            return Ok(None);
        }
        let text = self.advance(self.rest.len() - unsigned.len() + digits);
        text.parse().map(Some).map_err(|_| format!("the number `{}` is too large", excerpt(text)))
    }

    /// What stands before the next value: an operator.
    pub(super) fn operator(&mut self) -> &'t str {
        self.skip();
        let end = self.rest.find(" v").unwrap_or(self.rest.len());
        self.advance(end).trim_ascii_end()
    }

    /// A text in quotes.
    pub(super) fn string(&mut self) -> Found<Cow<'t, str>> {
        self.skip();
        let Some(inside) = self.rest.strip_prefix('"') else { return self.expected("a text in quotes") };
        // Most texts hold no escape and are taken as they are.
        let plain = inside.find(|char: char| matches!(char, '"' | '\\') || char.is_control());
        if let Some(end) = plain.filter(|&end| inside[end..].starts_with('"')) {
            self.rest = &inside[end + 1..];
            return Ok(inside[..end].into());
        }
        let mut text = String::new();
        self.rest = inside;
        loop {
            match self.next_char()? {
                '"' => return Ok(text.into()),
                '\\' => text.push(match self.next_char()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => self.unicode_escape()?,
                    char @ ('"' | '\\') => char,
                    char => return Err(format!("there is no escape `\\{}`", excerpt(&char.to_string()))),
                }),
                char => text.push(char),
            }
        }
    }

    /// Bytes in quotes after a `b`; `None` if none stand here.
    pub(super) fn bytes(&mut self) -> Found<Option<Vec<u8>>> {
        if !self.eat("b\"") {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        loop {
            match self.next_char()? {
                '"' => return Ok(Some(bytes)),
                '\\' => bytes.push(match self.next_char()? {
                    'x' => {
                        let hex = self.rest.get(..2).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
                        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                        let byte = byte.ok_or("expected two hexadecimal digits after `\\x`")?;
                        self.advance(2);
                        byte
                    }
                    '"' => b'"',
                    '\\' => b'\\',
                    char => return Err(format!("there is no escape `\\{}` in bytes", excerpt(&char.to_string()))),
                }),
                char if char.is_ascii() => bytes.push(char as u8),
                char => return Err(format!("`{}` is not a byte", excerpt(&char.to_string()))),
            }
        }
    }

    /// The next character inside quotes.
    fn next_char(&mut self) -> Found<char> {
        let char = self.rest.chars().next().ok_or("the line ends inside quotes")?;
        if char.is_control() {
            return Err("a control character stands inside quotes".to_owned());
        }
        self.advance(char.len_utf8());
        Ok(char)
    }

    /// The character of `{hex}`.
    fn unicode_escape(&mut self) -> Found<char> {
        let hex = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(hex, _)| hex);
        let hex = hex.filter(|hex| (1..=6).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let char = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        let (Some(hex), Some(char)) = (hex, char) else {
            return Err("expected a character's number in braces after `\\u`".to_owned());
        };
        self.advance(hex.len() + 2);
        Ok(char)
    }
}
