//! Keys of parts: the hashes under which elements are told apart, and what becomes of them when elements move.

use ir::Constant;

use crate::path::{KEY_BITS, Part, Path};

/// The hash of a position in a sequence.
pub(crate) fn position_key(position: usize) -> u64 {
    key_hash(&Constant::Int(i64::try_from(position).unwrap_or(i64::MAX)))
}

/// The hash of a text as a key.
pub(crate) fn text_key(text: &str) -> u64 {
    fnv(4, text.as_bytes())
}

/// A constant key's hash. The same on every machine.
pub(crate) fn key_hash(key: &Constant) -> u64 {
    let (tag, bytes): (u8, &[u8]) = match key {
        Constant::Null => (0, &[]),
        Constant::Bool(value) => (1, if *value { &[1] } else { &[0] }),
        Constant::Int(value) => return fnv(2, &value.to_le_bytes()),
        Constant::Number(text) => (3, text.as_bytes()),
        Constant::Str(text) => return text_key(text),
        Constant::Bytes(bytes) => (5, bytes),
    };
    fnv(tag, bytes)
}

fn fnv(tag: u8, bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325 ^ u64::from(tag), |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash >> (64 - KEY_BITS)
}

/// Gives the first part of a path its new position. Tells whether the element is still there.
pub(crate) fn move_path(path: &mut Path, length: usize, moved: &dyn Fn(usize) -> Option<usize>) -> bool {
    let Some(&Part::Key(key)) = path.parts().first() else { return true };
    let Some(position) = (0..length).find(|&position| position_key(position) == key) else { return true };
    let Some(new) = moved(position) else { return false };
    *path = Path::one(Part::Key(position_key(new))).join(&path.after(1));
    true
}
