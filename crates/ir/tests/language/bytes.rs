//! A module as bytes is read back as it was, and bytes that are none are refused.

use flawline_ir::codec::{DecodeError, decode, encode};
use flawline_ir::{Module, print_module, verify_module};

use crate::chance::{self, Chance};
use crate::meaning::meaning;

fn assert_same(module: &Module) {
    let bytes = encode(module);
    let again = decode(&bytes).unwrap();
    assert_eq!(print_module(&again), print_module(module));
    assert_eq!(meaning(&again), meaning(module));
    assert_eq!(encode(&again), bytes);
}

#[test]
fn modules_are_read_back_as_they_were() {
    for seed in 0..500 {
        assert_same(&chance::module(seed));
    }
}

#[test]
fn other_versions_and_what_follows_are_refused() {
    let mut bytes = encode(&chance::module(11));
    bytes.push(0);
    assert_eq!(decode(&bytes).unwrap_err(), DecodeError::Long);
    bytes[0] += 1;
    assert_eq!(decode(&bytes).unwrap_err(), DecodeError::Version);
    assert_eq!(decode(&[]).unwrap_err(), DecodeError::Short);
}

#[test]
fn every_beginning_of_a_module_is_too_short() {
    let bytes = encode(&chance::module(11));
    for end in 0..bytes.len() {
        assert_eq!(decode(&bytes[..end]).unwrap_err(), DecodeError::Short, "{end}");
    }
}

#[test]
fn damaged_bytes_are_refused_or_are_a_module_that_holds_together() {
    let whole = encode(&chance::module(11));
    let mut chance = Chance::new(7);
    let mut accepted = 0;
    for _ in 0..20_000 {
        let mut bytes = whole.clone();
        for _ in 0..=chance.below(3) {
            let at = chance.below(bytes.len());
            bytes[at] = chance.below(256) as u8;
        }
        if let Ok(module) = decode(&bytes) {
            assert_eq!(verify_module(&module), Ok(()));
            accepted += 1;
        }
    }
    assert!(accepted > 100, "so few were accepted that nothing was tried: {accepted}");
}
