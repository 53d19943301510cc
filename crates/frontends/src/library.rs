//! What is known of a language's own library, and what a piece of code takes from libraries.

use crate::Language;

/// A name that a module of a language's own library does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The module's dotted name.
    pub module: String,
    /// The name that it lacks.
    pub name: String,
}

/// Something that a piece of code imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The dotted name of what is imported.
    pub path: String,
    /// What the piece calls it.
    pub local: String,
}

impl Language {
    /// The name that a module of the language's own library lacks, when a dotted name is one of a module whose names are known.
    /// Nothing is said of other libraries, nor of what a class has.
    pub fn lacking(self, path: &str) -> Option<Lacking> {
        match self {
            #[cfg(feature = "python")]
            Self::Python | Self::Notebook => crate::python::lacking(path),
            _ => {
                let _ = path;
                None
            }
        }
    }

    /// What a piece of code imports, which need not be a whole file; read by its lines, without a parser.
    pub fn imported(self, text: &str) -> Vec<Imported> {
        match self {
            #[cfg(feature = "python")]
            Self::Python | Self::Notebook => crate::python::imported(text),
            _ => {
                let _ = text;
                Vec::new()
            }
        }
    }
}
