//! The known word that a misspelt one was probably meant to be.

/// The nearest of `known` to `word`, when it is near enough to be worth asking about; the first of equals.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = folded(word);
    let allowed = (word.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The hint that asks about the nearest known word.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean \"{near}\"?"))
}

/// As [`did_you_mean`]; when nothing is near, the whole list, which begins with `known_are`.
pub(crate) fn did_you_mean_or_list(word: &str, known: &[&str], known_are: &str) -> Option<String> {
    let list = || (!known.is_empty()).then(|| format!("{known_are} {}", known.join(", ")));
    did_you_mean(word, known.iter().copied()).or_else(list)
}

fn folded(word: &str) -> Vec<char> {
    word.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// How many letters must be added, removed, changed or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let mut least = (last[j] + usize::from(a[i] != b[j])).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_word() {
        let known = ["remote-input", "document-input", "sql"];
        assert_eq!(nearest("remote-inptu", known), Some("remote-input"));
        assert_eq!(nearest("Remote_Input", known), Some("remote-input"));
        assert_eq!(nearest("sq", known), Some("sql"));
    }

    #[test]
    fn a_wholly_different_word_finds_nothing() {
        assert_eq!(nearest("xml", ["sql", "html-page"]), None);
        assert_eq!(nearest("", ["sql"]), None);
    }

    #[test]
    fn when_nothing_is_near_the_whole_list_is_the_hint() {
        let hint = did_you_mean_or_list("banana", &["true", "false"], "it is one of");
        assert_eq!(hint.as_deref(), Some("it is one of true, false"));
    }
}
