//! Sentences of texts in which code stands between backticks.

/// The first sentence of a text, with its end, and what follows it. A period within code ends none.
pub fn first_sentence(text: &str) -> (&str, &str) {
    let mut is_code = false;
    for (at, letter) in text.char_indices() {
        is_code ^= letter == '`';
        if letter == '.' && !is_code && text[at + 1..].starts_with(' ') {
            let (first, rest) = text.split_at(at + 1);
            return (first, rest.trim_start());
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_a_period_that_is_no_code() {
        assert_eq!(
            first_sentence("It is `a. b`, not c. It may be d. So."),
            ("It is `a. b`, not c.", "It may be d. So.")
        );
        assert_eq!(first_sentence("It reads a.py and no more."), ("It reads a.py and no more.", ""));
        assert_eq!(first_sentence("It ends. "), ("It ends.", ""));
        assert_eq!(first_sentence(""), ("", ""));
    }
}
