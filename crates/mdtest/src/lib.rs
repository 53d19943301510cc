//! Runs the examples in the knowledge folders as tests.
//!
//! A page is Markdown: prose and code, section by section. Code blocks are the files of a small program, and comments
//! in them (`# finding`, `# gap: why` and so on, see `rules/README.md`) say what a review of that program reports.
//! [`Page::parse`] reads a page, [`run_page`] reviews each of its sections and tells where the review and the marks
//! disagree. Nothing here looks behind the review: pages test what users see.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod coverage;
mod failure;
mod folder;
mod mark;
mod matching;
mod page;
mod run;
mod settings;
mod table;
mod taught;

pub use coverage::uncovered;
pub use failure::Failure;
pub use folder::{Folder, PageText, pages_in};
pub use mark::{Mark, MarkKind};
pub use matching::{Outcome, Report, Spot, Unread, compare};
pub use page::{CodeFile, Page, Section};
pub use run::{Program, Reviewer, engine, page_settings, run_clean, run_page, run_page_with, run_repair};
pub use settings::PageSettings;
pub use table::{Planted, planted};
pub use taught::{Tested, test_taught};
