#![no_main]

#[allow(dead_code, unused_imports, reason = "each target checks one of them")]
#[path = "../holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| holds::codec(bytes));
