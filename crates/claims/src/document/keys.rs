//! Lines that say what they are about: `Word: …`, `**Word** …`, several of them in one line, and rows of two cells.

use super::lines::{Piece, text};
use crate::weakness::ids;
use crate::words::{Field, field};

/// What a line says about one thing.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    /// What it is about.
    pub(crate) field: Field,
    /// The word for it.
    pub(crate) word: String,
    /// What stands behind it, in pieces.
    pub(crate) value: Vec<Piece>,
}

/// What a line says, when it is one that begins with a known word.
pub(crate) fn keyed(pieces: &[Piece]) -> Vec<Keyed> {
    let parts = parts(pieces);
    if parts.len() > 1 {
        let all: Vec<Keyed> = parts.iter().filter_map(|part| one(part).or_else(|| id_alone(part))).collect();
        if all.len() > 1 {
            return all;
        }
    }
    one(pieces).into_iter().collect()
}

/// The cells of a row that says one thing.
pub(crate) fn of_row(cells: &[Vec<Piece>]) -> Option<Keyed> {
    let [word, value] = cells else { return None };
    let word = text(word);
    Some(Keyed { field: field(word.trim_end_matches([':', '：']))?, word, value: value.clone() })
}

/// A line taken apart where a sign stands between several things.
fn parts(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut parts = vec![Vec::new()];
    for piece in pieces {
        if piece.is_code {
            parts.last_mut().into_iter().for_each(|part: &mut Vec<Piece>| part.push(piece.clone()));
            continue;
        }
        for (at, text) in piece.text.split(['|', '·', '•', '｜']).enumerate() {
            if at > 0 {
                parts.push(Vec::new());
            }
            if let Some(part) = parts.last_mut().filter(|_| !text.is_empty()) {
                part.push(Piece { text: text.to_owned(), ..piece.clone() });
            }
        }
    }
    parts
}

/// An id that stands among several things without a key.
fn id_alone(pieces: &[Piece]) -> Option<Keyed> {
    let is_id = ids(&text(pieces)).first().is_some_and(|id| id.start <= 2);
    is_id.then(|| Keyed { field: Field::Weakness, word: "CWE".to_owned(), value: pieces.to_vec() })
}

fn one(pieces: &[Piece]) -> Option<Keyed> {
    let whole = text(pieces);
    let whole = whole.trim_start();
    // "**Severity** High"
    if let Some(first) = pieces.iter().find(|piece| !piece.text.trim().is_empty()).filter(|piece| piece.is_strong) {
        let word = first.text.trim().trim_end_matches([':', '：']);
        if let Some(field) = field(word) {
            return Some(Keyed { field, word: word.to_owned(), value: behind(pieces, first.text.trim()) });
        }
    }
    let end = whole.char_indices().take(60).find(|(_, letter)| matches!(letter, ':' | '：'))?.0;
    let word = whole[..end].trim_matches([' ', '*', '-', '_', '#']);
    let field = field(word)?;
    Some(Keyed { field, word: word.to_owned(), value: behind(pieces, &whole[..end]) })
}

/// What stands behind the first words of a line.
fn behind(pieces: &[Piece], first: &str) -> Vec<Piece> {
    let whole = text(pieces);
    let end = whole.find(first.trim()).map_or(0, |start| start + first.trim().len());
    let signs = whole[end..].len() - whole[end..].trim_start_matches([' ', ':', '：', '-', '–', '—']).len();
    let mut left = end + signs;
    let mut value = Vec::new();
    for piece in pieces {
        match piece.text.get(left..) {
            Some(rest) if !rest.is_empty() => value.push(Piece { text: rest.to_owned(), ..piece.clone() }),
            _ => {}
        }
        left = left.saturating_sub(piece.text.len());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lines::{Kind, lines};

    fn read(line: &str) -> Vec<(Field, String)> {
        let lines = lines(line);
        assert!(!matches!(lines[0].kind, Kind::Code { .. }));
        keyed(&lines[0].pieces).into_iter().map(|keyed| (keyed.field, text(&keyed.value))).collect()
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        let one = |field, value: &str| vec![(field, value.to_owned())];
        assert_eq!(read("**CWE:** CWE-22 (Name)"), one(Field::Weakness, "CWE-22 (Name)"));
        assert_eq!(read("- **CWE**: CWE-22, CWE-59"), one(Field::Weakness, "CWE-22, CWE-59"));
        assert_eq!(read("Severity: High"), one(Field::Severity, "High"));
        assert_eq!(read("**Severity** High"), one(Field::Severity, "High"));
        assert_eq!(read("* File: `app.py`"), one(Field::Place, "app.py"));
        assert_eq!(read("**严重性**：高"), one(Field::Severity, "高"));
        let three = [(Field::Severity, "High "), (Field::Weakness, "CWE-89 "), (Field::Place, "a.py:3")];
        let three = three.map(|(field, value)| (field, value.to_owned()));
        assert_eq!(read("**Severity:** High | **CWE:** CWE-89 | **File:** `a.py:3`"), three);
        let three = [(Field::Label, "V-1 "), (Field::Severity, "9.8 "), (Field::Weakness, " CWE-95 ")];
        let three = three.map(|(field, value)| (field, value.to_owned()));
        assert_eq!(read("**ID:** V-1 | **CVSS:** 9.8 | **CWE-95** | A03"), three);
        assert_eq!(read("The file: it is read"), []);
        assert_eq!(read("Line 54: `x`"), []);
    }
}
