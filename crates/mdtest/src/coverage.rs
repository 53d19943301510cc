//! Which rows of the models are named in an example.
//!
//! A review does not tell which rows it used, so this is coverage by name: a row counts as named when the last part of
//! its API's name stands as a word in the code of some page. Two kinds of rows are about names that code rarely writes:
//! those of classes, whose instances mostly come out of other calls, and those of methods that an operator calls
//! (`__add__`). They count as named when their class is: by its own name, by that of a member, or by that of an API
//! that gives an instance of it.

use std::collections::HashSet;

use knowledge::{Effect, Row};

/// The rows that no code names, in order.
pub fn uncovered<'r>(rows: &'r [Row], code: &[&str]) -> Vec<&'r Row> {
    let words: HashSet<&str> = code.iter().flat_map(|code| words(code)).collect();
    let named = Named { rows, words };
    rows.iter().filter(|row| !named.row(row)).collect()
}

struct Named<'a> {
    rows: &'a [Row],
    words: HashSet<&'a str>,
}

impl Named<'_> {
    fn row(&self, row: &Row) -> bool {
        let class = match (&row.effect, row.api.rsplit_once('.')) {
            (_, Some((class, method))) if method.starts_with("__") => Some(class),
            (Effect::Type { .. }, _) => Some(row.api.as_str()),
            _ => None,
        };
        self.word(&row.api) || class.is_some_and(|class| self.class(class))
    }

    fn class(&self, class: &str) -> bool {
        let speaks_of = |row: &&Row| {
            let is_member = row.api.strip_prefix(class).is_some_and(|rest| rest.starts_with('.'));
            let gives = match &row.effect {
                Effect::Returns { types } | Effect::Value { types } => types.iter().any(|given| given == class),
                _ => false,
            };
            is_member || gives
        };
        self.word(class) || self.rows.iter().filter(speaks_of).any(|row| self.word(&row.api))
    }

    /// Whether the last part of a dotted name stands in the code.
    fn word(&self, api: &str) -> bool {
        self.words.contains(api.rsplit('.').next().unwrap_or(api))
    }
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let found: Vec<&str> = words("cur.execute_many(f\"{a}\")").collect();
        assert_eq!(found, ["cur", "execute_many", "f", "a"]);
    }

    fn row(api: &str, effect: Effect) -> Row {
        Row {
            file: "models/python/shop.toml".to_owned(),
            line: 1,
            api: api.to_owned(),
            receivers: Vec::new(),
            when: Vec::new(),
            unless: Vec::new(),
            versions: None,
            origin: knowledge::Origin::Manual,
            local: false,
            effect,
            repair: None,
            example: None,
            fact: None,
        }
    }

    #[test]
    fn a_row_is_named_by_the_last_part_of_its_name() {
        let rows =
            [row("shop.Store.find", Effect::Clean), row("?.find", Effect::Clean), row("find.all", Effect::Clean)];
        let apis: Vec<&str> = uncovered(&rows, &["store.find(x)"]).iter().map(|row| row.api.as_str()).collect();
        assert_eq!(apis, ["find.all"]);
    }

    #[test]
    fn a_class_is_named_by_what_gives_it() {
        let class =
            || Effect::Type { bases: Vec::new(), aliases: Vec::new(), called: Vec::new(), known_by: Vec::new() };
        let gives = Effect::Returns { types: vec!["shop.Store".to_owned()] };
        let rows = [
            row("shop.Store", class()),
            row("shop.Store.__add__", Effect::Clean),
            row("shop.open_store", gives),
            row("shop.Other", class()),
        ];
        let apis: Vec<&str> = uncovered(&rows, &["open_store() + 1"]).iter().map(|row| row.api.as_str()).collect();
        assert_eq!(apis, ["shop.Other"]);
    }
}
