//! Small programs in, what linking makes of them out: names, classes, types, call targets, components.
//!
//! A program is one text; a line `### path.py` begins a file, and a text without such a line is `app.py`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]
#![allow(clippy::format_push_string, reason = "programs are put together line by line, and speed does not matter")]

mod alternatives;
mod components;
mod containers;
mod hierarchy;
mod listing;
mod names;
mod receivers;
mod targets;
