//! How bad a result is said to be: words and numbers of programs as levels.

use serde_json::Value;

use super::json::text;
use crate::claim::{ClaimedSeverity, Level};
use crate::words::level;

/// The level of a word such as `HIGH`.
pub(super) fn word(value: &Value) -> Option<ClaimedSeverity> {
    let (level, word) = level(text(value).filter(|word| word.len() <= 40)?)?;
    Some(ClaimedSeverity { level, word })
}

/// The level of a number from 0 to 10, also one that is written as a text.
pub(super) fn score(value: &Value) -> Option<ClaimedSeverity> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    let (level, word) = level(&format!("{:.1}", (0.0..=10.0).contains(&number).then_some(number)?))?;
    Some(ClaimedSeverity { level, word })
}

/// A level among three for errors, warnings and the rest, in which the third stands for something low.
pub(super) fn of_three(value: &Value) -> Option<ClaimedSeverity> {
    let mut severity = word(value)?;
    if ["info", "note"].contains(&severity.word.as_str()) {
        severity.level = Level::Low;
    }
    Some(severity)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_and_numbers_are_levels() {
        let level = |severity: Option<ClaimedSeverity>| severity.map(|severity| severity.level);
        assert_eq!(level(word(&json!("HIGH"))), Some(Level::High));
        assert_eq!(level(word(&json!("UNDEFINED"))), None);
        assert_eq!(level(word(&json!(3))), None);
        assert_eq!(level(score(&json!("9.8"))), Some(Level::Critical));
        assert_eq!(level(score(&json!(7))), Some(Level::High));
        assert_eq!(level(score(&json!("11"))), None);
        assert_eq!(level(score(&json!("NaN"))), None);
        assert_eq!(level(of_three(&json!("INFO"))), Some(Level::Low));
        assert_eq!(level(of_three(&json!("note"))), Some(Level::Low));
        assert_eq!(level(of_three(&json!("none"))), Some(Level::Info));
        assert_eq!(level(of_three(&json!("ERROR"))), Some(Level::High));
    }
}
