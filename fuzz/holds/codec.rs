//! Modules as bytes: what is read as a module verifies, and is written as it was read.

use ir::{codec, verify_module};

/// Reads bytes as a module; most are none.
pub fn codec(bytes: &[u8]) {
    let Ok(module) = codec::decode(bytes) else { return };
    assert!(verify_module(&module).is_ok(), "a module that does not verify was read");
    let written = codec::encode(&module);
    let back = codec::decode(&written);
    assert!(back.is_ok_and(|back| codec::encode(&back) == written), "what was read is written as another");
}
