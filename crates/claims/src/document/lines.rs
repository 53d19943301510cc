//! A document as lines: Markdown is read by a parser, and what it says of structure is kept, one row for each line that a
//! reader sees.
//!
//! Takes the text; gives [`Line`]s in order. A text without any Markdown is a document of paragraphs. Nothing is nested here, so
//! nothing that is nested deeply costs more than its length.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// One line of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether it begins a block: a paragraph, an item, a heading.
    pub(crate) begins: bool,
    /// Its text in pieces; of a code block none, its text is in `kind`.
    pub(crate) pieces: Vec<Piece>,
    /// The line of the document, from 1.
    pub(crate) at: u32,
    /// How many lists it stands in.
    pub(crate) depth: u32,
}

/// What a line is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Kind {
    /// Text.
    #[default]
    Text,
    /// The first line of an item, with its number where the list has numbers.
    Item(Option<u64>),
    /// A heading and its level, from 1.
    Heading(u8),
    /// A block of code with what stands behind its fence.
    Code { info: String, text: String },
    /// A row of a table; each cell in pieces.
    Row { is_head: bool, cells: Vec<Vec<Piece>> },
}

/// A part of a line that is set in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The text.
    pub(crate) text: String,
    /// Whether it is set as code.
    pub(crate) is_code: bool,
    /// Whether it is set strongly.
    pub(crate) is_strong: bool,
    /// Where it leads, when it is a link.
    pub(crate) link: Option<String>,
}

impl Line {
    /// The level of a heading.
    pub(crate) fn level(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// The text as it is read, without marks.
    pub(crate) fn text(&self) -> String {
        text(&self.pieces)
    }

    /// Forgets what it says; where it stands is still known.
    pub(crate) fn forget(&mut self) {
        self.kind = Kind::Text;
        self.pieces = Vec::new();
    }
}

/// The text of pieces, without marks.
pub(crate) fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The lines of a document.
pub(crate) fn lines(document: &str) -> Vec<Line> {
    let parser = Parser::new_ext(document, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut reader = Reader { starts: starts(document), ..Reader::default() };
    for (event, range) in parser.into_offset_iter() {
        reader.take(event, range.start);
    }
    reader.end_line();
    reader.lines
}

/// Where the lines of a document begin, in bytes.
fn starts(document: &str) -> Vec<usize> {
    std::iter::once(0).chain(document.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[derive(Default)]
struct Reader {
    starts: Vec<usize>,
    lines: Vec<Line>,
    /// The line that is being read.
    line: Option<Line>,
    strong: u32,
    link: Option<String>,
    /// For each list that is open, the number of its next item.
    lists: Vec<Option<u64>>,
    /// The item that begins, until its first line is there.
    item: Option<Item>,
    /// The table row that is being read.
    row: Option<Row>,
    code: Option<(String, String, u32)>,
    level: Option<u8>,
    /// Whether the next line begins a block.
    is_fresh: bool,
}

/// An item of a list, with its number where the list has numbers.
#[derive(Clone, Copy)]
struct Item(Option<u64>);

/// A row of a table that is being read.
struct Row {
    is_head: bool,
    cells: Vec<Vec<Piece>>,
    at: u32,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code, _)) => code.push_str(&text),
                None => self.push(&text, false, at),
            },
            Event::Code(code) => self.push(&code, true, at),
            Event::Html(html) | Event::InlineHtml(html) => {
                for (index, part) in without_tags(&html).lines().enumerate() {
                    if index > 0 {
                        self.end_line();
                    }
                    self.push(part, false, at);
                }
                if html.ends_with('\n') {
                    self.end_line();
                }
            }
            _ => self.end_line(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_line();
                self.level = Some(number(level));
            }
            Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::Table(_) => {
                self.end_line();
                self.is_fresh = true;
            }
            Tag::List(first) => {
                self.end_line();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_line();
                let next = self.lists.last_mut().and_then(Option::as_mut);
                self.item = Some(Item(next.map(|next| {
                    let number = *next;
                    *next = number.saturating_add(1);
                    number
                })));
            }
            Tag::CodeBlock(kind) => {
                self.end_line();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new(), self.number_at(at)));
            }
            Tag::TableHead | Tag::TableRow => {
                let is_head = matches!(tag, Tag::TableHead);
                self.row = Some(Row { is_head, cells: Vec::new(), at: self.number_at(at) });
            }
            Tag::TableCell => {
                if let Some(row) = &mut self.row {
                    row.cells.push(Vec::new());
                }
            }
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.to_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::List(_) => {
                self.end_line();
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                if let Some((info, text, at)) = self.code.take() {
                    let depth = self.lists.len() as u32;
                    self.item = None;
                    self.lines.push(Line {
                        kind: Kind::Code { info, text },
                        begins: true,
                        at,
                        depth,
                        ..Line::default()
                    });
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(Row { is_head, cells, at }) = self.row.take() {
                    let depth = self.lists.len() as u32;
                    let kind = Kind::Row { is_head, cells };
                    self.lines.push(Line { kind, begins: true, at, depth, ..Line::default() });
                }
            }
            TagEnd::Heading(_) => {
                self.end_line();
                self.level = None;
            }
            TagEnd::TableCell | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Image => {}
            _ => {
                self.end_line();
                self.item = None;
            }
        }
    }

    fn push(&mut self, text: &str, is_code: bool, at: usize) {
        let piece = Piece { text: text.to_owned(), is_code, is_strong: self.strong > 0, link: self.link.clone() };
        if let Some(row) = &mut self.row {
            if let Some(cell) = row.cells.last_mut() {
                cell.push(piece);
            }
            return;
        }
        if self.line.is_none() {
            let begins = self.item.is_some() || self.level.is_some() || self.is_fresh;
            self.is_fresh = false;
            let kind = match (self.level, self.item.take()) {
                (Some(level), _) => Kind::Heading(level),
                (None, Some(Item(number))) => Kind::Item(number),
                (None, None) => Kind::Text,
            };
            let depth = self.lists.len() as u32;
            self.line = Some(Line { kind, begins, pieces: Vec::new(), at: self.number_at(at), depth });
        }
        if let Some(line) = &mut self.line {
            line.pieces.push(piece);
        }
    }

    fn end_line(&mut self) {
        if let Some(line) = self.line.take()
            && !line.pieces.is_empty()
        {
            self.lines.push(line);
        }
    }

    fn number_at(&self, at: usize) -> u32 {
        self.starts.partition_point(|start| *start <= at).max(1) as u32
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A text of HTML without its tags.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        match rest[open..].find('>') {
            Some(close) => rest = &rest[open + close + 1..],
            None => return text,
        }
    }
    text + rest
}
