//! Exceptions: raised, let into a handler, what they keep.

mod catching;
mod exception_contents;
pub(in crate::interpret) mod raising;
