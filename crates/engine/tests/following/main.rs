//! Small programs in, the flows that are found in them out.
//!
//! A program is one text; a line `### path.py` begins a file, and a text without such a line is `app.py`. What the
//! programs call from `lib` is modelled in `listing.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]
#![allow(clippy::format_push_string, reason = "programs are put together line by line, and speed does not matter")]

mod calls;
mod exceptions;
mod explain;
mod gaps;
mod guards;
mod items_names_numbers;
mod limits;
mod listing;
mod objects;
mod order;
mod pitfalls;
mod repaired;
mod witnesses;
mod written_maps;
