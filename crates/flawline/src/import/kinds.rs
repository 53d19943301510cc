//! Which kind of ours a kind of theirs is: a table in a file, `kinds.txt`.

const TABLE: &str = include_str!("kinds.txt");

/// A kind of ours, and its context where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ours {
    pub(super) kind: &'static str,
    pub(super) context: Option<&'static str>,
}

/// What a kind of theirs is here; `role` is `source` or `sink`.
pub(super) fn ours(role: &str, theirs: &str) -> Option<Ours> {
    TABLE.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = words.next() == Some(role) && words.next() == Some(theirs);
        let kind = words.next().filter(|_| is_it)?;
        Some(Ours { kind, context: words.next() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_table_is_one_of_ours() {
        let kinds = knowledge::Knowledge::built_in().unwrap().kinds;
        let mut lines = 0;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let kind = kinds.ids().map(|id| kinds.get(id)).find(|kind| kind.name == words[2]);
            let kind = kind.unwrap_or_else(|| panic!("{line}"));
            let known = words.get(3).is_none_or(|context| kind.contexts.iter().any(|known| known == context));
            assert!(known && kind.contexts.is_empty() != (words.len() == 4), "{line}");
            lines += 1;
        }
        assert!(lines > 10);
        assert_eq!(ours("sink", "log-injection"), Some(Ours { kind: "line", context: Some("log") }));
        assert_eq!(ours("source", "log-injection"), None);
    }
}
