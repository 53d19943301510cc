//! Numbers and lists as people write them.

/// A number with a comma between thousands.
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what is counted, in the plural where it is not one; the plural only adds an `s`.
pub(crate) fn count(how_many: usize, what: &str) -> String {
    format!("{} {what}{}", number(how_many), if how_many == 1 { "" } else { "s" })
}

/// The same with the small numbers spelt out, to start a sentence.
pub(crate) fn count_spelt(how_many: usize, what: &str) -> String {
    const SMALL: [&str; 13] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    let plural = if how_many == 1 { "" } else { "s" };
    SMALL.get(how_many).map_or_else(|| count(how_many, what), |word| format!("{word} {what}{plural}"))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The first of some items, and how many more there are.
pub(crate) fn first(items: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let rest = items.len().saturating_sub(most);
    let mut shown: Vec<String> = items.take(most).collect();
    if rest > 0 {
        shown.push(format!("{} more", number(rest)));
    }
    list(&shown)
}

/// A text without the mark that ends its sentence.
pub(crate) fn unended(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ':', ' '])
}

/// A text as a sentence: with a full stop, unless another mark ends it.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', ':', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// The text's first characters, and a mark that says how many are missing.
pub(crate) fn clip(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most).collect();
    format!("{kept}… ({} more)", count(length - most, "character"))
}

/// In a notebook, the cell of a place and the line in it; else nothing.
pub(crate) fn cell(place: &review::Place) -> String {
    place.cell.map_or_else(String::new, |cell| format!(" (cell {}, line {})", cell.cell, cell.line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(items: &[&str]) -> Vec<String> {
        items.iter().map(|&item| item.to_owned()).collect()
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(number(7), "7");
        assert_eq!(number(2310), "2,310");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count_spelt(2, "finding"), "Two findings");
        assert_eq!(count_spelt(0, "finding"), "No findings");
        assert_eq!(count_spelt(13, "finding"), "13 findings");
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list(&owned(&["a"])), "a");
        assert_eq!(list(&owned(&["a", "b", "c"])), "a, b and c");
        assert_eq!(first(owned(&["a", "b", "c", "d"]).into_iter(), 2), "a, b and 2 more");
    }

    #[test]
    fn what_is_cut_off_is_counted() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcde", 3), "abc… (2 characters more)");
    }
}
