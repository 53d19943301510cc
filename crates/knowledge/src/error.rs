//! What can be wrong with a piece of knowledge, said with file, line, sentence and hint; all of it, not the first alone.

use std::cell::{Cell, RefCell};
use std::fmt;

/// One thing that is wrong: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct KnowledgeError {
    /// The file, below the knowledge folder.
    pub file: String,
    /// Its line, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Its column there, in code points from 1; 0 when a line or the file as a whole is meant.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " — {hint}"),
            None => Ok(()),
        }
    }
}

/// All that is wrong with the knowledge that was to be loaded, by file and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct KnowledgeErrors(pub Vec<KnowledgeError>);

impl fmt::Display for KnowledgeErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "\n" })?;
            error.fmt(f)?;
        }
        Ok(())
    }
}

/// Where errors are gathered while loading goes on.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    errors: RefCell<Vec<KnowledgeError>>,
    /// How many patterns of a project's own were read.
    patterns: Cell<usize>,
}

impl Gathered {
    pub(crate) fn add(&self, file: &str, line: u32, message: impl Into<String>, hint: Option<String>) {
        self.add_at(file, (line, 0), message, hint);
    }

    pub(crate) fn add_at(&self, file: &str, at: (u32, u32), message: impl Into<String>, hint: Option<String>) {
        let (line, column) = at;
        let error = KnowledgeError { file: file.to_owned(), line, column, message: message.into(), hint };
        self.errors.borrow_mut().push(error);
    }

    /// Counts a pattern, and tells how many there are.
    pub(crate) fn count_pattern(&self) -> usize {
        self.patterns.set(self.patterns.get() + 1);
        self.patterns.get()
    }

    /// Nothing when all is well, else what is wrong, in order and each once.
    pub(crate) fn into_result(self) -> Result<(), KnowledgeErrors> {
        let mut errors = self.errors.into_inner();
        errors.sort();
        errors.dedup();
        if errors.is_empty() { Ok(()) } else { Err(KnowledgeErrors(errors)) }
    }
}
