//! Notes of one file: what a frontend could not read or understand, the first so many, and how many were left out.

use ir::{Note, NoteKind, Span};

/// How many notes are kept for one file; one more says how many were left out.
const MOST: usize = 1_000;

/// The notes of a file that is being lowered.
#[derive(Default)]
pub(crate) struct Notes {
    kept: Vec<Note>,
    left_out: usize,
}

impl Notes {
    pub(crate) fn add(&mut self, kind: NoteKind, span: Span, text: String) {
        if self.kept.len() < MOST {
            self.kept.push(Note { kind, span, text });
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The notes of the file, which spans so much.
    pub(crate) fn finish(mut self, whole: Span) -> Vec<Note> {
        if self.left_out > 0 {
            let text = format!("{} more notes were left out", self.left_out);
            self.kept.push(Note { kind: NoteKind::Opaque, span: whole, text });
        }
        self.kept
    }
}
