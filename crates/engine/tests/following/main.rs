//! Small programs in, the flows that are found in them out.
//!
//! A program is one text; a line `### path.py` begins a file, and a text without such a line is `app.py`. What the
//! programs call from `lib` is modelled in `listing.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod calls;
mod guards;
mod limits;
mod listing;
mod objects;
mod order;
mod pitfalls;
mod probe;
mod witnesses;
