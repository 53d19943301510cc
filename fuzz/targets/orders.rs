#![no_main]

mod deep;
#[allow(dead_code, unused_imports, reason = "each target checks one of them")]
#[path = "../holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| deep::on_deep_stack(|| holds::orders(bytes)));
