//! Which rows of the models are named in an example.
//!
//! A review does not tell which rows it used, so this is coverage by name: a row counts as named when the last part of
//! its API's name stands as a word in the code of some page of its language. The row of a class also counts as named
//! when one of the class's members is, since instances are rarely made by the class's name.

use std::collections::HashSet;

use knowledge::{Effect, Row};

/// The rows that no code names, in order.
pub fn uncovered<'r>(rows: &'r [Row], code: &[&str]) -> Vec<&'r Row> {
    let words: HashSet<&str> = code.iter().flat_map(|code| words(code)).collect();
    rows.iter().filter(|row| !is_named(row, rows, &words)).collect()
}

/// Whether a row, or for a class a row of one of its members, is named among words of code.
fn is_named(row: &Row, rows: &[Row], words: &HashSet<&str>) -> bool {
    let is_class = matches!(row.effect, Effect::Type { .. } | Effect::Value { .. });
    let member = |other: &&Row| {
        other.api.strip_prefix(&row.api).is_some_and(|rest| rest.starts_with('.')) && words.contains(last(&other.api))
    };
    words.contains(last(&row.api)) || (is_class && rows.iter().any(|other| member(&other)))
}

/// The last part of a dotted name, as it stands in code.
fn last(api: &str) -> &str {
    let mut parts = api.rsplit('.');
    match parts.next().unwrap_or(api) {
        // A class is made by its own name.
        "__init__" | "__new__" => parts.next().unwrap_or(api),
        part => part,
    }
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_is_what_code_writes() {
        assert_eq!(last("sqlite3.Cursor.execute"), "execute");
        assert_eq!(last("?.execute"), "execute");
        assert_eq!(last("open"), "open");
        assert_eq!(last("jinja2.Environment.__init__"), "Environment");
    }

    #[test]
    fn words_are_whole() {
        let found: Vec<&str> = words("cur.execute_many(f\"{a}\")").collect();
        assert_eq!(found, ["cur", "execute_many", "f", "a"]);
    }
}
