//! Notebooks: the cells of code of a file as one text, and the other texts of the file.
//!
//! [`notebook`] takes the file's text and gives the code of all cells in their order, which is lowered as one module: cells share
//! their names. Between two cells stands a line of its own, [`BREAK`], so that a cell that cannot be parsed can be left out
//! alone. A cell in another language (`%%bash`) keeps its first line, which stands for an opaque operation. What cells have
//! printed, prose and cells in other languages are texts: [`texts`].

mod cells;

use ir::{Origin, SourceFile, Span};

use crate::json::{Event, Reader};

pub(crate) use cells::without_broken_cells;

/// What stands between two cells: no editor writes such a line.
pub(crate) const BREAK: &str = "\u{c}\u{c}\n";

/// What the first line of a key in several lines holds.
const KEY: &str = "-----BEGIN ";

/// Cell magics whose cell is code of this language all the same.
const TRANSPARENT: &[&str] = &[
    "time", "timeit", "capture", "prun", "python", "python3", "pypy", "debug", "memit", "mprun", "lprun", "snakeviz",
    "scalene", "heat", "mypy", "wandb",
];

/// Whether a file is a notebook, by its name.
pub fn is_notebook(path: &str) -> bool {
    path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("ipynb")) && path.contains('.')
}

/// What a file of a notebook is.
#[derive(Debug)]
pub enum Notebook {
    /// The code of its cells.
    Code(SourceFile),
    /// It is written in another language.
    Foreign,
    /// It cannot be read: why, and at which byte.
    Broken(&'static str, usize),
}

/// A string of a notebook that belongs to a cell.
struct Piece {
    span: Span,
}

/// A cell that is being read.
#[derive(Default)]
struct Cell {
    is_code: bool,
    source: Vec<Piece>,
}

/// A level of the file: whether it is a map, and the key that was read last.
struct Level {
    is_map: bool,
    key: String,
}

/// Where in a file something stands.
#[derive(Default)]
struct Levels {
    levels: Vec<Level>,
}

impl Levels {
    fn begin(&mut self, is_map: bool) {
        self.levels.push(Level { is_map, key: String::new() });
    }

    fn key(&mut self, name: &str) {
        if let Some(level) = self.levels.last_mut() {
            name.clone_into(&mut level.key);
        }
    }

    /// The keys from the innermost map outwards.
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().rev().filter(|level| level.is_map).map(|level| level.key.as_str())
    }

    /// Whether the innermost map is a cell: a part of the list under `cells`.
    fn in_cell(&self) -> bool {
        matches!(self.levels.as_slice(), [.., over, list, cell] if is_cell(over, list, cell))
    }

    /// Whether a string belongs to the source of a cell.
    fn in_source(&self) -> bool {
        let is_source = |cell: &Level| matches!(cell.key.as_str(), "source" | "input");
        match self.levels.as_slice() {
            [.., over, list, cell] if is_cell(over, list, cell) => is_source(cell),
            [.., over, list, cell, parts] => is_cell(over, list, cell) && !parts.is_map && is_source(cell),
            _ => false,
        }
    }
}

fn is_cell(over: &Level, list: &Level, cell: &Level) -> bool {
    over.is_map && over.key == "cells" && !list.is_map && cell.is_map
}

/// Reads a file of a notebook.
pub fn notebook(path: &str, text: String) -> Notebook {
    let mut reader = Reader::new(&text);
    let mut levels = Levels::default();
    let mut cells: Vec<Cell> = Vec::new();
    let mut is_foreign = false;
    loop {
        let (event, span) = match reader.next() {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(broken) => return Notebook::Broken(broken.what, broken.at),
        };
        match event {
            Event::BeginMap | Event::BeginList => {
                levels.begin(event == Event::BeginMap);
                if levels.in_cell() {
                    cells.push(Cell::default());
                }
            }
            Event::End => _ = levels.levels.pop(),
            Event::Name(name) => levels.key(&name),
            Event::Text(said) => {
                let mut keys = levels.keys();
                match (keys.next(), keys.next(), keys.next()) {
                    (Some("name"), Some("language_info"), Some("metadata"))
                    | (Some("language"), Some("kernelspec"), Some("metadata")) => {
                        is_foreign |= !said.to_ascii_lowercase().contains("python");
                    }
                    _ => {}
                }
                drop(keys);
                if let Some(cell) = cells.last_mut() {
                    if levels.in_source() {
                        cell.source.push(Piece { span });
                    } else if levels.in_cell() && levels.keys().next() == Some("cell_type") {
                        cell.is_code = said == "code";
                    }
                }
            }
            Event::Other => {}
        }
    }
    if is_foreign { Notebook::Foreign } else { Notebook::Code(joined(path, text, &cells)) }
}

/// The code of the cells as one text.
fn joined(path: &str, whole: String, cells: &[Cell]) -> SourceFile {
    let (mut code, mut anchors, mut begins) = (String::new(), Vec::new(), Vec::new());
    for (number, cell) in (1..).zip(cells).filter(|(_, cell)| cell.is_code) {
        let begin = code.len();
        begins.push((begin as u32, number));
        for piece in &cell.source {
            let raw = whole.get(piece.span.start as usize..piece.span.end as usize).unwrap_or_default();
            let mut at = piece.span.start as usize;
            let mut starts_line = true;
            for (letter, length) in ir::json_letters(raw) {
                if starts_line {
                    anchors.push((code.len() as u32, at as u32));
                }
                code.push(letter);
                at += length;
                starts_line = letter == '\n';
            }
        }
        if is_in_another_language(code.get(begin..).unwrap_or_default()) {
            // The rest of it is a text.
            let start = code.get(begin..).map_or(0, |cell| cell.len() - cell.trim_start().len());
            let line = code.get(begin + start..).and_then(|cell| cell.find('\n')).unwrap_or(code.len());
            code.truncate((begin + start).saturating_add(line));
            anchors.retain(|(at, _)| (*at as usize) < code.len());
        }
        if !code.ends_with('\n') {
            code.push('\n');
        }
        code.push_str(BREAK);
    }
    let mut file = SourceFile::new(path, code);
    file.origin = Some(Box::new(Origin::new(SourceFile::new(path, whole), anchors, begins)));
    file
}

/// Whether a cell says in its first line that it is written in another language.
fn is_in_another_language(cell: &str) -> bool {
    let magic = cell.trim_start().strip_prefix("%%");
    let name = magic
        .map(|rest| rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default());
    name.is_some_and(|name| !TRANSPARENT.contains(&name))
}

/// The texts of a notebook that are no code of it, whole, with their places. A file that cannot be read gives none.
pub(crate) fn texts(text: &str) -> Vec<(String, Span)> {
    let mut reader = Reader::new(text);
    let mut levels = Levels::default();
    let mut found: Vec<(String, Span)> = Vec::new();
    // A list of strings is a text in lines.
    let mut goes_on = false;
    // Which of the texts are the source of the cell that is being read, and whether it is code.
    let (mut source, mut is_code) = (0..0, false);
    while let Ok(Some((event, span))) = reader.next() {
        match event {
            Event::BeginMap | Event::BeginList => {
                goes_on = false;
                levels.begin(event == Event::BeginMap);
                if levels.in_cell() {
                    (source, is_code) = (found.len()..found.len(), false);
                }
            }
            Event::End => {
                goes_on = false;
                if levels.in_cell() && is_code {
                    let is_other = found.get(source.start).is_some_and(|(text, _)| is_in_another_language(text));
                    if !is_other {
                        found.drain(source.clone());
                    }
                    source = found.len()..found.len();
                }
                levels.levels.pop();
            }
            Event::Name(name) => {
                goes_on = false;
                levels.key(&name);
            }
            Event::Text(said) => {
                if levels.in_cell() && levels.keys().next() == Some("cell_type") {
                    is_code = said == "code";
                    continue;
                }
                let is_source = levels.in_source();
                // A key goes on over lines; everything else is told line by line.
                let begun = found.last_mut().filter(|(text, _)| goes_on && (is_source || text.contains(KEY)));
                if let Some((text, place)) = begun {
                    text.push_str(&said);
                    *place = place.cover(span);
                } else {
                    let at = found.len();
                    found.push((said.into_owned(), span));
                    if is_source {
                        source = at..at + 1;
                    }
                }
                goes_on = levels.levels.last().is_some_and(|level| !level.is_map);
            }
            Event::Other => goes_on = false,
        }
    }
    found
}

#[cfg(test)]
mod tests;
