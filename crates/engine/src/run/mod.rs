//! Functions of the program run with values of one's own: what they do with a text, as far as what is known tells.
//!
//! Takes a function and values of parameters or operations; gives how it may end. What nothing is known of decides nothing, so
//! that of each run all ends are given.

mod addresses;
mod machine;
mod paths;
mod patterns;
mod val;

pub use machine::{End, Given, Machine};
pub use val::Val;
