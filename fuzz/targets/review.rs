#![no_main]

mod deep;

use std::sync::LazyLock;

use holds::Reviewing;
use knowledge::Knowledge;

static REVIEWING: LazyLock<Reviewing> =
    LazyLock::new(|| Reviewing::with(Knowledge::built_in().expect("the built-in knowledge loads")));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| deep::on_deep_stack(|| holds::review(bytes, &REVIEWING)));
