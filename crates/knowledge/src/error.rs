//! What can be wrong with a piece of knowledge, said with file, line, sentence and hint; all of it, not the first alone.

use std::cell::RefCell;
use std::fmt;

/// One thing that is wrong: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct KnowledgeError {
    /// The file, below the knowledge folder.
    pub file: String,
    /// Its line, from 1; 0 when the file as a whole is meant.
    pub line: u32,
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
pub(crate) struct Gathered(RefCell<Vec<KnowledgeError>>);

impl Gathered {
    pub(crate) fn add(&self, file: &str, line: u32, message: impl Into<String>, hint: Option<String>) {
        self.0.borrow_mut().push(KnowledgeError { file: file.to_owned(), line, message: message.into(), hint });
    }

    /// Nothing when all is well, else what is wrong, in order and each once.
    pub(crate) fn into_result(self) -> Result<(), KnowledgeErrors> {
        let mut errors = self.0.into_inner();
        errors.sort();
        errors.dedup();
        if errors.is_empty() { Ok(()) } else { Err(KnowledgeErrors(errors)) }
    }
}
