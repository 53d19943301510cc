//! Modules linked into one program: names resolved across files, the class hierarchy, what values may refer to, and
//! the call graph.
//!
//! Takes lowered modules and the names that models describe; gives a [`Program`] that never changes afterwards. It
//! knows no language, and of the models only which names exist and what classes they give.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod alternatives;
mod calls;
mod components;
mod computed;
mod condition;
mod data;
mod dependencies;
mod elements;
mod entering;
mod filled_texts;
mod given_names;
mod handed;
mod hierarchy;
mod ids;
mod imports;
mod infer;
mod inferred;
mod kept_from_making;
mod known_by_use;
mod link;
mod members;
mod methods_used;
mod names;
mod own_library;
mod own_places;
mod passes;
mod points;
mod program;
mod read_names;
mod run_time_bases;
mod sites;
mod tables;
mod taught;
mod templates;
mod transfer;
mod types;
mod unseen;
mod written_later;

pub use calls::{CallSite, EdgeConfidence, Target};
pub use components::Components;
pub use computed::computation;
pub use condition::{
    Answer, Given, Values, all_hold, base_values, descends, doubtful_argument, row_holds, sequence_elements,
};
pub use data::DataId;
pub use given_names::GivenName;
pub use ids::{ClassRef, FuncId, ModuleId};
pub use link::link;
pub use program::Program;
pub use tables::Attribute;
pub use types::{Type, TypeSet};
pub use unseen::{Gives, Unseen};
pub use written_later::{constant_of, constants_written};
