//! Reads code as a row of words, quoted texts and marks, without knowing its grammar: enough to leave layout out of a
//! fingerprint, and to find the arguments of a call in its text.
//!
//! Comments begin with `#`. A letter or two right before a quote belongs to it, and an `f` or `t` among them says that
//! braces in the text hold code.

use std::borrow::Cow;

/// One piece of code. White space and comments are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// What it is.
    pub(crate) kind: TokenKind<'t>,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind<'t> {
    /// A name, keyword or number.
    Word(&'t str),
    /// A quoted text.
    Text {
        /// What stands before the first quote.
        prefix: &'t str,
        /// What stands between the quotes.
        body: &'t str,
    },
    /// Any other character.
    Mark(char),
}

/// How deep texts inside of texts are looked at.
const DEEPEST: usize = 8;

/// The pieces of some code, in order.
pub(crate) fn scan(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = code[at..].chars().next() {
        let start = at;
        if letter.is_whitespace() {
            at += letter.len_utf8();
        } else if letter == '#' {
            at += code[at..].find(['\n', '\r']).unwrap_or(code.len() - at);
        } else if is_word(letter) {
            at += word_length(&code[at..]);
            let word = &code[start..at];
            let is_prefix = word.len() <= 2 && word.chars().all(|letter| "rRbBuUfFtT".contains(letter));
            if is_prefix && code[at..].starts_with(['"', '\'']) {
                let (body, end) = quoted(code, at, has_slots(word), DEEPEST);
                tokens.push(Token { kind: TokenKind::Text { prefix: word, body }, start, end });
                at = end;
            } else {
                tokens.push(Token { kind: TokenKind::Word(word), start, end: at });
            }
        } else if letter == '"' || letter == '\'' {
            let (body, end) = quoted(code, at, false, DEEPEST);
            tokens.push(Token { kind: TokenKind::Text { prefix: "", body }, start, end });
            at = end;
        } else {
            at += letter.len_utf8();
            let continues = letter == '\\' && code[at..].starts_with(['\n', '\r']);
            if !continues {
                tokens.push(Token { kind: TokenKind::Mark(letter), start, end: at });
            }
        }
    }
    tokens
}

/// The code without its comments.
pub(crate) fn without_comments(code: &str) -> Cow<'_, str> {
    if !code.contains('#') {
        return Cow::Borrowed(code);
    }
    let mut out = String::with_capacity(code.len());
    let mut end = 0;
    for token in scan(code) {
        if token.start > end && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&code[token.start..token.end]);
        end = token.end;
    }
    Cow::Owned(out)
}

/// Whether braces in a text with that prefix hold code.
pub(crate) fn has_slots(prefix: &str) -> bool {
    prefix.contains(['f', 'F', 't', 'T'])
}

/// The parts of a text whose braces hold code: what is text, and what is code, in turn.
pub(crate) fn slots(body: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut text, mut at) = (0, 0);
    while let Some(open) = body[at..].find('{').map(|open| at + open) {
        if body[open + 1..].starts_with('{') {
            at = open + 2;
            continue;
        }
        let close = slot_end(body, open + 1, DEEPEST);
        parts.push((&body[text..open], &body[open + 1..close]));
        at = (close + 1).min(body.len());
        text = at;
    }
    parts.push((&body[text..], ""));
    parts
}

/// Where the text that begins with a quote at `at` ends, and what stands in it.
fn quoted(code: &str, at: usize, slots: bool, depth: usize) -> (&str, usize) {
    let bytes = code.as_bytes();
    let quote = &code[at..=at];
    let is_triple = code[at..].len() >= 3 && code[at + 1..].starts_with(quote) && code[at + 2..].starts_with(quote);
    let close = if is_triple { &code[at..at + 3] } else { quote };
    let body = at + close.len();
    let mut here = body;
    while here < bytes.len() {
        if bytes[here] == b'\\' {
            here += 2;
        } else if bytes[here..].starts_with(close.as_bytes()) {
            return (&code[body..here], here + close.len());
        } else if slots && depth > 0 && bytes[here] == b'{' && bytes.get(here + 1) != Some(&b'{') {
            here = slot_end(code, here + 1, depth - 1) + 1;
        } else if slots && bytes[here] == b'{' {
            here += 2;
        } else {
            here += 1;
        }
    }
    (code.get(body..).unwrap_or(""), code.len())
}

/// Where the code in braces that begins at `at` ends: the place of its closing brace, or the end.
fn slot_end(code: &str, at: usize, depth: usize) -> usize {
    let bytes = code.as_bytes();
    let mut open = 0;
    let mut here = at;
    while here < bytes.len() {
        match bytes[here] {
            b'{' => open += 1,
            b'}' if open == 0 => return here,
            b'}' => open -= 1,
            b'"' | b'\'' if depth > 0 => {
                here = quoted(code, here, false, depth - 1).1;
                continue;
            }
            _ => {}
        }
        here += 1;
    }
    code.len()
}

/// A call's text in two parts: what is called, and the arguments, each as it is written. Nothing when the text does
/// not end like a call.
pub(crate) fn call_parts(code: &str) -> Option<(&str, Vec<&str>)> {
    let tokens = scan(code);
    let (last, before) = tokens.split_last()?;
    if last.kind != TokenKind::Mark(')') {
        return None;
    }
    let mut depth = 0;
    let mut commas = Vec::new();
    for token in before.iter().rev() {
        match token.kind {
            TokenKind::Mark(')' | ']' | '}') => depth += 1,
            TokenKind::Mark('(') if depth == 0 => {
                let mut arguments = Vec::new();
                let mut start = token.end;
                for comma in commas.into_iter().rev().chain([last.start]) {
                    arguments.push(code[start..comma].trim());
                    start = comma + 1;
                }
                // After the last comma there may be nothing.
                if arguments.last().is_some_and(|argument| argument.is_empty()) {
                    arguments.pop();
                }
                return Some((code[..token.start].trim_end(), arguments));
            }
            TokenKind::Mark('(' | '[' | '{') => depth -= 1,
            TokenKind::Mark(',') if depth == 0 => commas.push(token.start),
            _ => {}
        }
    }
    None
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn word_length(code: &str) -> usize {
    code.find(|letter: char| !is_word(letter)).unwrap_or(code.len())
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, call_parts, scan, slots, without_comments};

    fn kinds(code: &str) -> Vec<TokenKind<'_>> {
        scan(code).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn white_space_and_comments_are_no_tokens() {
        assert_eq!(kinds("run( # now\n  a )"), kinds("run(a)"));
        assert_eq!(kinds("a + \\\n b"), kinds("a + b"));
    }

    #[test]
    fn comments_can_be_left_out() {
        assert_eq!(without_comments("# now\n line  # later\n + '#'"), "line + '#'");
    }

    #[test]
    fn quotes_hold_whatever_stands_between_them() {
        assert_eq!(kinds("'a\\'b'"), [TokenKind::Text { prefix: "", body: "a\\'b" }]);
        assert_eq!(kinds("\"\"\"a\"b\"\"\""), [TokenKind::Text { prefix: "", body: "a\"b" }]);
        assert_eq!(kinds("f\"{d[\"a\"]}\""), [TokenKind::Text { prefix: "f", body: "{d[\"a\"]}" }]);
    }

    #[test]
    fn text_without_an_end_ends_with_the_code() {
        assert_eq!(kinds("'ab"), [TokenKind::Text { prefix: "", body: "ab" }]);
        assert_eq!(kinds("'a\\"), [TokenKind::Text { prefix: "", body: "a\\" }]);
        assert_eq!(kinds("f'{'").len(), 1);
        assert_eq!(kinds("'ä\\ö").len(), 1);
    }

    #[test]
    fn slots_are_told_from_text() {
        assert_eq!(slots("a {b} {{c}} {d['}']}"), [("a ", "b"), (" {{c}} ", "d['}']"), ("", "")]);
    }

    #[test]
    fn a_call_is_taken_apart() {
        assert_eq!(call_parts("a.b(c, d=[1, 2],)"), Some(("a.b", vec!["c", "d=[1, 2]"])));
        assert_eq!(call_parts("a(1)(\n  ', )'\n)"), Some(("a(1)", vec!["', )'"])));
        assert_eq!(call_parts("a()"), Some(("a", vec![])));
        assert_eq!(call_parts("a.b"), None);
    }
}
