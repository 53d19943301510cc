//! Checks: what the outcomes of conditions, calls and loops show of values.

mod answers;
mod checked_parts;
mod derived;
mod every_element;
pub(in crate::interpret) mod guards;
mod kept_outcomes;
pub(in crate::interpret) mod lengths;
mod membership;
