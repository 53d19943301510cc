//! JSON of others, in which anything may be of a wrong type.
//!
//! Takes values; gives what is wanted of them, or nothing. `value["key"]` is null where there is no such key.

use serde_json::Value;

/// A text that says something.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// The text of a message: a string, or an object that holds it as `text` or as `markdown`.
pub(super) fn message(value: &Value) -> Option<&str> {
    text(value).or_else(|| text(&value["text"])).or_else(|| text(&value["markdown"]))
}

/// A number that is no fraction and not below zero, also one that is written as a text.
pub(super) fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(number) => u32::try_from(number).ok(),
            None => number.as_f64().and_then(whole),
        },
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
}

/// A number with a point behind which nothing stands.
#[expect(clippy::cast_sign_loss, reason = "it is asked before")]
fn whole(number: f64) -> Option<u32> {
    (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number)).then_some(number as u32)
}

/// The members of a list; none, where it is no list.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Lines, first and last, where there is a first. A range that ends before the first column of a line ends in the line before.
pub(super) fn lines(first: &Value, last: &Value, end_column: &Value) -> Option<(u32, u32)> {
    let first = number(first).filter(|line| *line > 0)?;
    let last = number(last).filter(|line| *line >= first).unwrap_or(first);
    let ends_before = last > first && number(end_column) == Some(1);
    Some((first, if ends_before { last - 1 } else { last }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_may_be_written_in_several_ways() {
        for (value, expected) in [
            (json!(12), Some(12)),
            (json!(12.0), Some(12)),
            (json!(" 12 "), Some(12)),
            (json!(12.5), None),
            (json!(-1), None),
            (json!(4_294_967_296_u64), None),
            (json!([12]), None),
        ] {
            assert_eq!(number(&value), expected, "{value}");
        }
    }

    #[test]
    fn ranges_of_lines_are_never_the_wrong_way_round() {
        let some = |first: i32, last: i32, column: i32| lines(&json!(first), &json!(last), &json!(column));
        assert_eq!(some(3, 5, 9), Some((3, 5)));
        assert_eq!(some(3, 5, 1), Some((3, 4)));
        assert_eq!(some(3, 3, 1), Some((3, 3)));
        assert_eq!(some(3, 2, 9), Some((3, 3)));
        assert_eq!(some(0, 2, 9), None);
        assert_eq!(lines(&json!(3), &json!(null), &json!(null)), Some((3, 3)));
    }
}
