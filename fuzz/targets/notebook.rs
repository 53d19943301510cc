#![no_main]

mod deep;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| deep::on_deep_stack(|| holds::notebook(bytes)));
