//! The built program against trees that were made to do harm: to make it run or read or write something else, to take
//! its time or memory, to speak through its reports, to let secrets out, or to give two answers to one question.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod calls_of_the_system;
mod charges;
mod config;
mod copies;
mod engine_shapes;
mod files;
mod full_size;
mod link_shapes;
mod other_languages;
mod payloads;
mod questions;
mod repositories;
mod rule_shapes;
mod run;
mod schema;
mod secrets;
mod syntax_shapes;
mod tree;
mod workers;
