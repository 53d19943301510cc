//! Settings that bodies of modules and classes bind under names that frameworks read.

use crate::{ContextId, KindId, Pattern, Setting};

/// A name that a body binds and a framework reads, where the row's conditions hold of what stands there.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The name.
    pub name: String,
    /// What it is a setting of, by its usual name.
    pub of: Option<String>,
    /// The use kind.
    pub kind: KindId,
    /// How.
    pub context: Option<ContextId>,
    /// Names that the same body binds, by which it is known to hold such settings.
    pub beside: Vec<String>,
    /// How many of these it must bind.
    pub least: u8,
    /// Whether the body is that of a class, and not of a module.
    pub in_class: bool,
    /// Patterns of which the body's name must match one; none means any.
    pub called: Vec<Pattern>,
    /// Patterns of names of bodies, and of the modules that they stand in, that hold the settings of developers.
    pub not_called: Vec<Pattern>,
    /// The settings that the use is given.
    pub settings: Vec<Setting>,
}
