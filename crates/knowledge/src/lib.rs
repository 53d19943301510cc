//! What is known: kinds, rules and models.
//!
//! A *rule* says what a weakness is and never names an API; a *model* says what a library's call does and never names
//! a weakness; they meet in *kinds*. This crate loads the three from folders of text, checks them with file, line and
//! hint, and answers two questions: what does this API do ([`Names`]), and what do these kinds mean together
//! ([`Rule`]). It does no analysis and knows no language's syntax.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod bound;
mod computation;
mod condition;
mod config;
mod error;
mod files;
mod filter;
mod kind;
mod knowledge;
mod level;
mod load;
pub mod local;
mod look;
mod model;
mod nearest;
mod path_pattern;
mod pattern;
mod port;
mod port_text;
mod route;
mod rule;
mod scaffold;
mod scope;
mod version;
mod versioned;

pub use bound::Bound;
pub use computation::Computation;
pub use condition::{Condition, Literal, Test};
pub use config::{CONFIG_FILE, Config, CountedAs, FailOn, LeftOut, MOST_CONFIG_BYTES, Position, RuleChange, Said};
pub use error::{KnowledgeError, KnowledgeErrors};
pub use files::{KnowledgeFile, built_in_files, read_folder};
pub use filter::{Filter, Passing};
pub use kind::{ContextId, Kind, KindId, KindSet, Kinds, Role, TextState, Threat};
pub use knowledge::{About, Knowledge, Page, Side, Unused};
pub use level::{Confidence, Severity};
pub use look::{Letters, Pair};
pub use model::{
    Api, Effect, Flags, Invocation, Mistaken, Model, Move, Names, NodeId, Origin, OtherSide, Polarity, ReadBy,
    Replaces, Row, RowId, Setting, StringEffect, TextTest,
};
pub use path_pattern::PathPattern;
pub use pattern::Pattern;
pub use port::{Port, PortBase, PortStep};
pub use port_text::BadPort;
pub use route::{Guards, Looks, Route, Via};
pub use rule::{
    Carried, Case, Changes, Command, Compared, Format, FormatCheck, Grows, Manner, Missing, Needs, Reaching, Rule,
    RuleId, Shape, Telling, Trial, Tried, Updates,
};
pub use scaffold::{Begins, ScaffoldError, begin_model, begin_rule};
pub use scope::Scope;
pub use version::{KnownVersion, VersionRange, package_name};
pub use versioned::{OfVersions, Unsettled};
