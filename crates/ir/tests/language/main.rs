//! The language as others see it: modules by hand and by chance, their text form, and what the verifier refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod broken;
mod bytes;
mod chance;
mod dominance;
mod hostile;
mod meaning;
mod round_trip;
mod sample;
mod tangled;
