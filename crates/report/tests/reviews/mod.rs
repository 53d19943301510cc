//! Reviews to write down: a realistic one, an empty one, an incomplete one without findings, and a hostile one.

mod hostile;
mod ordinary;

use review::{Excerpt, Place, Review, Step};

/// All, with their names.
pub(crate) fn all() -> Vec<(&'static str, Review)> {
    vec![
        ("full", ordinary::full()),
        ("empty", ordinary::empty()),
        ("clean", ordinary::clean()),
        ("hostile", hostile::hostile()),
    ]
}

/// A file to take places from.
pub(crate) struct File {
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

impl File {
    /// The first occurrence of some code, which may span lines; the excerpt has `around` lines before and after.
    pub(crate) fn at(&self, code: &str, around: usize) -> (Place, Excerpt) {
        let start = self.text.find(code).unwrap_or_else(|| panic!("{code:?} in {}", self.path));
        let end = start + code.len();
        let line = |at: usize| self.text[..at].matches('\n').count();
        let begin = |at: usize| self.text[..at].rfind('\n').map_or(0, |found| found + 1);
        let column = |at: usize| self.text[begin(at)..at].chars().count() as u32 + 1;
        let place = Place {
            path: self.path.to_owned(),
            line: line(start) as u32 + 1,
            column: column(start),
            end_line: line(end) as u32 + 1,
            end_column: column(end),
            cell: None,
        };
        let first = line(start).saturating_sub(around);
        let lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        let last = (line(end) + around).min(lines.len() - 1);
        let skipped: usize = lines[..first].iter().map(|line| line.len()).sum();
        let excerpt = Excerpt {
            first_line: first as u32 + 1,
            text: lines[first..=last].concat(),
            range: start - skipped..end - skipped,
        };
        (place, excerpt)
    }

    /// A step at some code.
    pub(crate) fn step(&self, code: &str, note: &str) -> Step {
        let (place, excerpt) = self.at(code, 1);
        Step { place, quote: code.to_owned(), masks: Vec::new(), excerpt, note: note.to_owned() }
    }

    /// A place without columns of interest.
    pub(crate) fn line(&self, line: u32) -> Place {
        Place { path: self.path.to_owned(), line, column: 5, end_line: line, end_column: 12, cell: None }
    }
}
