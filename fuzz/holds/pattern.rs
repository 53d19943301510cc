//! Patterns: whatever is written, it is judged, the same each time, and an attack is a text of a repeated part.

use backtracking::{Applied, Dialect, Judgement, judge};

/// Judges a pattern, applied in each way.
pub fn pattern(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for applied in [Applied::Start, Applied::Whole, Applied::Search, Applied::Every] {
        let judgement = judge(&text, Dialect::Python, applied);
        assert!(judgement == judge(&text, Dialect::Python, applied), "the same pattern is judged in two ways");
        if let Judgement::Grows(_, attack) = judgement {
            assert!(!attack.pump.is_empty(), "nothing is repeated");
        }
    }
}
