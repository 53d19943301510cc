//! What a worker is told: whatever the bytes, it answers with modules and comes to its end.

use ir::{codec, verify_module};

/// Does the orders, and reads the answers as whoever gave them does.
pub fn orders(bytes: &[u8]) {
    let mut answers = Vec::new();
    // Bytes that are no orders end the work with an error; what was answered before is whole.
    let _ = review::answer(bytes, &mut answers);
    let mut rest = answers.as_slice();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (module, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize).expect("a whole answer");
        let module = codec::decode(module).expect("an answer is a module");
        assert!(verify_module(&module).is_ok(), "an answer does not verify");
        rest = after;
    }
    assert!(rest.is_empty(), "half a length was answered");
}
