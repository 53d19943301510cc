//! Source text to intermediate representation, one folder per language.
//!
//! A frontend takes the text of one file and gives the [`ir::Module`] that it becomes. It is a pure function: it
//! reads nothing but its arguments, never fails, and never drops code. What it does not understand becomes
//! [`ir::Op::Opaque`] and an [`ir::Note`]; what the parser rejects becomes a note, and the rest is lowered all the
//! same. A frontend never knows what is dangerous.
//!
//! Parsing and dropping a syntax tree may recurse: call [`lower`] on a thread with 64 MiB of stack.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod configuration;
mod data;
mod json;
mod languages;
mod library;
mod notebook;
mod notes;
#[cfg(feature = "python")]
mod python;
mod template;

pub use configuration::{MOST_CONFIGURATION_BYTES, is_configuration};
pub use data::{MOST_DATA_BYTES, data_endings, data_file, data_format, yaml_data};
pub use languages::{Language, lower, module_name, unread};
pub use library::{Imported, Lacking};
pub use notebook::{Notebook, is_notebook, notebook};
