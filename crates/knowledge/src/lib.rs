//! What is known: kinds, rules and models.
//!
//! A *rule* says what a weakness is and never names an API; a *model* says what a library's call does and never names
//! a weakness; they meet in *kinds*. This crate loads the three from folders of text, checks them with file, line and
//! hint, and answers two questions: what does this API do ([`Models`]), and what do these kinds mean together
//! ([`Rules`]). It does no analysis and knows no language's syntax.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod condition;
mod kind;
mod level;
mod model;
mod port;
mod rule;

pub use condition::{Condition, Literal, Test};
pub use kind::{ContextId, Kind, KindId, KindSet, Kinds, Role, Threat};
pub use level::{Confidence, Severity};
pub use model::{
    Api, Effect, Invocation, Model, Names, NodeId, Origin, Polarity, Row, RowId, Setting, StringEffect, Via,
};
pub use port::{Port, PortBase, PortStep};
pub use rule::{Case, Rule, RuleId, Shape};
