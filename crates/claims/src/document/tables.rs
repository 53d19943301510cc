//! Tables of which each row is a finding.

use super::finding::{Context, claimed};
use super::lines::{Kind, Line, Piece, text};
use crate::claim::{Claimed, ClaimedSeverity};
use crate::words::{Field, Side, affirms, field, folded, level, side};

/// A row of a table, with what its columns are about.
struct Row<'a> {
    line: &'a Line,
    columns: Vec<Option<Field>>,
    heads: &'a [Vec<Piece>],
    cells: &'a [Vec<Piece>],
}

/// The rows of tables among some lines, without their heads.
fn rows(lines: &[Line]) -> impl Iterator<Item = Row<'_>> {
    let mut columns: Vec<Option<Field>> = Vec::new();
    let mut heads: &[Vec<Piece>] = &[];
    lines.iter().filter_map(move |line| {
        let Kind::Row { is_head, cells } = &line.kind else {
            columns.clear();
            heads = &[];
            return None;
        };
        if *is_head {
            columns = cells.iter().map(|cell| column(&text(cell))).collect();
            heads = cells;
            return None;
        }
        Some(Row { line, columns: columns.clone(), heads, cells })
    })
}

/// What a column is about by its head.
fn column(head: &str) -> Option<Field> {
    let is_number = matches!(head.trim(), "#" | "№" | "No." | "Nº");
    if is_number { Some(Field::Label) } else { field(head) }
}

/// The findings of the rows of tables among some lines, and the lines of the rows.
pub(crate) fn findings(lines: &[Line], context: &Context) -> Vec<Claimed> {
    let mut found = Vec::new();
    for Row { line, columns, cells, .. } in rows(lines) {
        let has = |field: Field| columns.contains(&Some(field));
        let tells = has(Field::Weakness)
            || has(Field::Place) && (has(Field::Severity) || has(Field::Title) || has(Field::Words));
        if cells.len() < 3 || !tells {
            continue;
        }
        let rows: Vec<Line> =
            columns.iter().zip(cells).filter_map(|(column, cell)| as_line((*column)?, cell, line)).collect();
        let mut one = claimed(None, &rows, context);
        if one.weaknesses.is_empty() && one.places.iter().all(|place| place.lines.is_empty()) {
            continue;
        }
        one.lines = (line.at, line.at);
        found.push(one);
    }
    found
}

/// What rows say of findings that are told elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// How bad it is.
    pub(crate) severity: Option<ClaimedSeverity>,
    /// By which word it is said that nothing is wrong (any more).
    pub(crate) defence: Option<String>,
}

/// What rows say of findings that are told elsewhere, by what they are called by.
pub(crate) fn told(lines: &[Line]) -> Vec<(String, Told)> {
    let mut found = Vec::new();
    for Row { columns, heads, cells, .. } in rows(lines) {
        let of = |wanted: Field| columns.iter().zip(cells).filter(move |(column, _)| **column == Some(wanted));
        let label = of(Field::Label).map(|(_, cell)| folded(&text(cell))).find(|label| !label.is_empty());
        let levels = of(Field::Severity).filter_map(|(_, cell)| level(&text(cell)));
        // A word says more than a number.
        let level = levels.max_by_key(|(_, word)| word.contains(char::is_alphabetic));
        let severity = level.map(|(level, word)| ClaimedSeverity { level, word });
        let mut stands = of(Field::Status).filter_map(|(_, cell)| side(&text(cell)));
        let defends = |(side, word): (Side, String)| (side == Side::Defends).then_some(word);
        let defence = stands.find_map(defends).or_else(|| affirmed(heads, cells));
        if let Some(label) = label.filter(|_| severity.is_some() || defence.is_some()) {
            found.push((label, Told { severity, defence }));
        }
    }
    found
}

/// The head of a column that says that something is mended, where the cell says that it is so: "Fixed", and "Yes".
fn affirmed(heads: &[Vec<Piece>], cells: &[Vec<Piece>]) -> Option<String> {
    let stands = |text: &str| side(text).filter(|(side, word)| *side == Side::Defends && *word == folded(text));
    heads.iter().zip(cells).find_map(|(head, cell)| {
        let (_, word) = stands(&text(head))?;
        let cell = text(cell);
        // "N/A": there is nothing to mend.
        if affirms(&cell) { Some(word) } else { stands(&cell).map(|(_, word)| word) }
    })
}

/// A cell as a line that begins with the word of its column.
fn as_line(column: Field, cell: &[Piece], row: &Line) -> Option<Line> {
    let word = match column {
        Field::Weakness => "CWE",
        Field::Severity => "Severity",
        Field::Place => "Location",
        Field::Quote => "Code",
        Field::Words => "Description",
        Field::Fix => "Fix",
        Field::Status => "Status",
        Field::Title => "Title",
        Field::Label => "ID",
        Field::Reach => "Attack vector",
        Field::Login => "Privileges required",
        Field::Function => "Function",
        Field::Attack => "Exploit",
        Field::Nothing => return None,
    };
    let key = Piece { text: format!("{word}: "), is_strong: true, ..Piece::default() };
    let pieces = std::iter::once(key).chain(cell.iter().cloned()).collect();
    Some(Line { kind: Kind::Text, begins: true, pieces, at: row.at, depth: 0 })
}
