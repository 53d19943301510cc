//! A template's text in pieces: what is shown as it is, holes (`{{ … }}`), tags (`{% … %}`) and comments.
//!
//! Takes the text; gives the pieces in order. Text between `{% raw %}` or `{% verbatim %}` and its end is one piece of
//! text; comments are left out. Every search is bounded, so that a file of braces alone costs little.

use ir::Span;

/// A piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Shown as it is.
    Text(Span),
    /// An expression that is shown; the span of what stands between the braces.
    Hole(Span),
    /// A statement.
    Tag(Span),
    /// An opening that nothing closes.
    Open(Span),
}

/// How far behind the first closing mark a mark outside of a string is looked for.
const MOST_BEHIND: usize = 1024;

/// Whether a text has anything of a template.
pub(crate) fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// The pieces of a text from a place on.
pub(super) fn pieces(text: &str, from: usize) -> Vec<Piece> {
    let mut reader = Reader { text, at: from, pieces: Vec::new(), closes: [0; 3] };
    reader.read();
    reader.pieces
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    pieces: Vec<Piece>,
    /// Where the next `}}`, `%}` and `#}` was found last; the text's length when there is none.
    closes: [usize; 3],
}

const CLOSES: [&str; 3] = ["}}", "%}", "#}"];

impl Reader<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let mut shown = self.at;
        while self.at + 1 < bytes.len() {
            let kind = match (bytes[self.at], bytes[self.at + 1]) {
                (b'{', b'{') => 0,
                (b'{', b'%') => 1,
                (b'{', b'#') => 2,
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            let open = self.at;
            self.text_piece(shown, open);
            let inner = open + 2;
            let Some(close) = self.close(kind, inner) else {
                let end = inner.min(bytes.len());
                if kind != 2 {
                    self.pieces.push(Piece::Open(span(open, end)));
                }
                self.at = end;
                shown = end;
                continue;
            };
            self.at = close + 2;
            shown = self.at;
            match kind {
                0 => self.pieces.push(Piece::Hole(self.trimmed(inner, close))),
                1 => {
                    let tag = self.trimmed(inner, close);
                    let word = self.word(tag);
                    match word {
                        "raw" | "verbatim" | "comment" => {
                            let end = self.end_of(word);
                            if word != "comment" {
                                self.text_piece(shown, end.0);
                            }
                            self.at = end.1;
                            shown = end.1;
                        }
                        _ => self.pieces.push(Piece::Tag(tag)),
                    }
                }
                _ => {}
            }
        }
        self.text_piece(shown, self.text.len());
    }

    fn text_piece(&mut self, from: usize, to: usize) {
        if from < to {
            self.pieces.push(Piece::Text(span(from, to)));
        }
    }

    /// The next closing mark from a place on, outside of strings when there is one near.
    fn close(&mut self, kind: usize, from: usize) -> Option<usize> {
        if self.closes[kind] < from {
            self.closes[kind] =
                self.text.get(from..).and_then(|rest| rest.find(CLOSES[kind])).map_or(self.text.len(), |at| from + at);
        }
        let first = self.closes[kind];
        if first >= self.text.len() {
            return None;
        }
        if kind == 2 {
            return Some(first);
        }
        let bytes = self.text.as_bytes();
        let mark = CLOSES[kind].as_bytes();
        let mut quote = None;
        let mut at = from;
        let last = bytes.len().min(first + MOST_BEHIND);
        while at + 1 < last {
            let byte = bytes[at];
            match quote {
                Some(_) if byte == b'\\' => at += 1,
                Some(open) if byte == open => quote = None,
                None if byte == b'"' || byte == b'\'' => quote = Some(byte),
                None if byte == mark[0] && bytes[at + 1] == mark[1] => {
                    // `{{ {"a": {}}}}`: the last two braces of a run close the hole.
                    let run = bytes[at..last].iter().take_while(|&&byte| byte == mark[0]).count();
                    let inside = if kind == 0 && has_braces(&bytes[from..at]) { run.saturating_sub(2) } else { 0 };
                    return Some(at + inside);
                }
                _ => {}
            }
            at += 1;
        }
        Some(first)
    }

    /// Without the marks for white space and the white space.
    fn trimmed(&self, from: usize, to: usize) -> Span {
        let inner = self.text.get(from..to).unwrap_or("");
        let start = inner.len() - inner.trim_start_matches(['-', '+']).trim_start().len();
        let inner = inner.get(start..).unwrap_or("");
        let kept = inner.trim_end_matches(['-', '+']).trim_end().len();
        span(from + start, from + start + kept)
    }

    fn word(&self, tag: Span) -> &'static str {
        let tag = self.text.get(tag.start as usize..tag.end as usize).unwrap_or("");
        let word = tag.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        ["raw", "verbatim", "comment"].into_iter().find(|known| *known == word).unwrap_or("")
    }

    /// Where the tag that ends a run of plain text begins and ends.
    fn end_of(&self, word: &str) -> (usize, usize) {
        let end = format!("end{word}");
        let mut from = self.at;
        let whole = self.text.len();
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(&end)) {
            let at = from + at;
            let before = self.text.get(..at).unwrap_or("").trim_end_matches([' ', '\t', '-', '+']);
            let rest = self.text.get(at..).unwrap_or("");
            if let (true, Some(close)) = (before.ends_with("{%"), rest.find("%}")) {
                return (before.len() - 2, at + close + 2);
            }
            from = at + end.len();
        }
        (whole, whole)
    }
}

fn has_braces(bytes: &[u8]) -> bool {
    bytes.contains(&b'{')
}

fn span(from: usize, to: usize) -> Span {
    Span::new(from as u32, to as u32)
}
