//! The table of planted weaknesses in the README of an example program.
//!
//! A row is `| 89 | sql-injection | shop/store.py:41 | … |`: the weakness, the rule, the place, and whatever follows.

/// A weakness that an example program is said to have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planted {
    /// The file, below the folder of the README.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The CWE number.
    pub cwe: u16,
    /// The rule's id.
    pub rule: String,
}

/// The planted weaknesses that a README lists, by place. Rows of other tables are passed over.
pub fn planted(readme: &str) -> Vec<Planted> {
    let mut planted: Vec<Planted> = readme.lines().filter_map(row).collect();
    planted.sort();
    planted
}

fn row(line: &str) -> Option<Planted> {
    let mut cells = line.trim().strip_prefix('|')?.split('|').map(|cell| cell.trim().trim_matches('`'));
    let cwe = cells.next()?.trim_start_matches("CWE-").parse().ok()?;
    let rule = cells.next()?.to_owned();
    let is_id = rule.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let (path, line) = cells.next()?.rsplit_once(':')?;
    let line = line.parse().ok()?;
    is_id.then(|| Planted { path: path.to_owned(), line, cwe, rule })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_heads_are_not() {
        let readme =
            "| CWE | rule | where |\n| --- | --- | --- |\n| 89 | `sql-injection` | `shop/store.py:41` | why |\n";
        let row = Planted { path: "shop/store.py".into(), line: 41, cwe: 89, rule: "sql-injection".into() };
        assert_eq!(planted(readme), [row]);
    }
}
