//! Laws of what the analysis computes with: joins may come in any order and any number, chains of them end, more known
//! before is no less known after, and what a limit keeps does not depend on what came first.
//!
//! The cases are made by chance; a case that breaks a law is made as small as it gets. `PROPTEST_CASES` says how many
//! are tried.

mod facts;
mod made;
mod specials;
mod states;
mod summaries;
