//! Values, taint, summaries, flows and witnesses.
//!
//! Takes a linked program and what models say of its calls, in kinds; gives the flows from sources to sinks, each with
//! a witness that an independent checker has replayed, the uses of what models call a use, and every limit that was
//! reached. It sees neither languages nor weaknesses: kinds are bits to it.
//!
//! How: every function is interpreted once, callees before callers, for all kinds together; what a caller must know
//! of it is its summary. A recursive group is interpreted in rounds in which every member reads the round before.
//! Data that passes through attributes, module-level names and shared variables goes through *cells*: what is stored
//! there in one pass is read in the next. Limits count steps, never time.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod address;
mod analysis;
mod as_written;
mod beginning;
mod bound;
mod by_default;
mod by_name;
mod cell;
mod changes;
mod collections;
mod constants;
mod contents;
mod covered;
mod data;
mod dropped;
mod entry;
mod examine;
mod examined;
mod explain;
mod fact;
mod fold;
mod found;
mod interpret;
mod key;
#[cfg(test)]
mod laws;
mod limits;
mod location;
mod origin;
mod origins;
mod path;
mod pattern;
mod port;
mod raised;
mod reached;
mod replay;
mod routed;
pub mod run;
mod state;
mod steps;
mod summary;
mod text;
mod text_steps;
mod trace;
mod tried;
mod way;
mod written;

pub use analysis::{Analysis, analyse};
pub use beginning::Beginning;
pub use by_default::{DefaultUse, default_uses};
pub use entry::Entry;
pub use examine::{Examination, examine};
pub use examined::Stopped;
pub use explain::{Explanation, Limit, Question, Reason, Verdict, explain};
pub use found::{Cut, Flow, FlowSink, FlowSource, LiteralSite, MistakenSite, SettingSite, UseSite};
pub use origins::{Origin, OriginKind};
pub use program::Answer;
pub use replay::ReplayError;
pub use text_steps::{Asked as AskedOfText, TextDoes, TextStep, table_texts, text_steps, written_texts};
pub use trace::{Hop, HopKind, Trace};
