//! The whole line: project in, review out.
//!
//! [`Project`] reads the disk (nothing else does); [`review`] turns a project into a [`Review`], a plain value with
//! every text, place and quote resolved, that the formats only have to write down.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod comments;
mod coverage;
mod date;
mod error;
mod examined;
mod excerpt;
mod inputs;
mod isolation;
mod judge;
mod mask;
mod origin;
mod outcome;
mod progress;
mod project;
mod public;
mod reductions;
mod review;
mod route;
mod scope;
mod settings;
mod suppression;
mod why_not;
mod without;

pub use date::Date;
pub use detect::FOR_SOMETHING;
pub use error::ProjectError;
pub use examined::{Answered, NEAR, Question, examined};
pub use excerpt::{excerpt, place, quote};
pub use frontends::{Imported, Language};
pub use isolation::{Isolation, Workshop, answer, serve};
pub use mask::{masked, merged, secret_spans};
pub use origin::{Login, Origin};
pub use outcome::{
    Check, Count, Coverage, Cut, Cwe, Excerpt, Finding, Fingerprints, ForeignSuppression, Gap, LanguageCoverage,
    LookedFor, Mitigation, Place, Review, Skip, SkipReason, StaleSuppression, Step, Suppressed, Unresolved,
    UnresolvedCall, VersionSaid, VersionUnsettled, Withheld,
};
pub use progress::{Progress, Silent};
pub use project::{
    ConfigFrom, DataText, DiscoverOptions, History, KNOWLEDGE_FOLDER, Project, ProjectFile, SpokenOf, Taught, Version,
    is_marked,
};
pub use reductions::{Configuration, Reduction, ReductionKind, TaughtCounts};
pub use review::{pool, review, review_in};
pub use route::Route;
pub use scope::scope_of;
pub use settings::Settings;
pub use suppression::{Allow, Foreign, Suppressions};
pub use why_not::{WhyAnswer, WhyNot, WhyStep, why_not};

pub use ir::CellLine;
pub use knowledge::{Confidence, Scope, Severity, Threat, Unsettled};
