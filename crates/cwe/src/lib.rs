//! MITRE's catalogue of weaknesses as facts, and the questions it answers: does an id exist, may a finding cite it,
//! what should be cited instead, is this its name, what stands above and below it. The catalogue is part of the
//! program: nothing is read from disk, and it is parsed once, when it is first asked.
//!
//! ```
//! use flawline_cwe::{Catalogue, Mapping};
//!
//! let catalogue = Catalogue::official();
//! assert!(catalogue.get(89).is_some_and(|entry| entry.name.ends_with("('SQL Injection')")));
//! assert_eq!(catalogue.judge_mapping(89), Mapping::Fine);
//! assert!(matches!(catalogue.judge_mapping(16), Mapping::Refused { .. }));
//! ```
//!
//! Not here: MITRE's prose (descriptions, mitigations, examples), and everything about code.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "tests"))]

mod better;
mod catalogue;
mod compare;
mod entry;
pub mod face;
mod fold;
mod mapping;
mod names;
mod search;
mod tree;

pub use better::{Better, Source};
pub use catalogue::{BadCatalogue, Catalogue};
pub use compare::NameVerdict;
pub use entry::{Abstraction, Entry, FormerName, Kind, Status, Usage};
pub use mapping::{Mapping, Refusal};
pub use tree::{Node, Place, Tree};
