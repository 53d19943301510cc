//! Data extensions as `CodeQL`'s packs hold them: YAML with a list `extensions` of tables, each with `addsTo` and `data`.
//!
//! Takes the text of a file, which may be anybody's; gives its rows, each with the table that it stands in, and what else it
//! says that nobody reads. What is not of that form is refused with a reason. How deep and how long a file may be is bounded;
//! anchors and aliases stand for nothing.

use std::collections::BTreeMap;

use ir::{Constant, Data};

/// A row as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The table: `sinkModel`.
    pub(super) table: String,
    /// Its place among the rows of that table in the file, from 1.
    pub(super) at: usize,
    /// Its cells as text; none for one that is no text.
    pub(super) cells: Vec<Option<String>>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) rows: Vec<Given>,
    /// What else stands in it and is not read, each a clause.
    pub(super) unread: Vec<String>,
}

/// More entries than these are not kept of a file: rows, their cells, and what is around them.
const MOST_ENTRIES: usize = 200_000;
/// A longer list of what is not read is cut.
const MOST_UNREAD: usize = 100;

/// The rows of a file, or why there are none.
pub(super) fn read(text: &str) -> Result<Read, String> {
    let data = frontends::yaml_data(text, MOST_ENTRIES)?;
    let Some(extensions) = entry(&data, "extensions") else {
        return Err("it has no list `extensions`: it is not a file of data extensions".to_owned());
    };
    let mut read = Read::default();
    read.note_others("the file", &data, &["extensions"]);
    let Data::List(extensions) = extensions else {
        return Err("what stands below `extensions` is not a list of which all is written there".to_owned());
    };
    // How many rows of each table have come.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for extension in extensions {
        read.note_others("an extension", extension, &["addsTo", "data"]);
        let to = entry(extension, "addsTo");
        let (pack, table) =
            (to.and_then(|to| words(entry(to, "pack"))), to.and_then(|to| words(entry(to, "extensible"))));
        let (Some(to), Some(pack), Some(table)) = (to, pack, table) else {
            read.unread.push("an extension does not say what it adds to".to_owned());
            continue;
        };
        read.note_others("`addsTo`", to, &["pack", "extensible"]);
        if pack.starts_with("codeql/") && !pack.starts_with("codeql/python") {
            read.unread.push(format!("an extension adds to `{pack}`; only those for Python are read"));
            continue;
        }
        let data = match entry(extension, "data") {
            Some(Data::List(data)) => data.as_slice(),
            Some(Data::Constant(Constant::Null)) => &[],
            _ => {
                read.unread.push(format!("an extension of `{table}` has no list `data` of which all is written there"));
                continue;
            }
        };
        let count = counts.entry(table.clone()).or_default();
        for row in data {
            *count += 1;
            let cells = match row {
                Data::List(cells) => cells.iter().map(|cell| words(Some(cell))).collect(),
                _ => Vec::new(),
            };
            read.rows.push(Given { table: table.clone(), at: *count, cells });
        }
    }
    let rest = read.unread.len().saturating_sub(MOST_UNREAD);
    if rest > 0 {
        read.unread.truncate(MOST_UNREAD);
        read.unread.push(format!("and {rest} more like these"));
    }
    Ok(read)
}

impl Read {
    /// Notes the keys that nobody reads.
    fn note_others(&mut self, of: &str, data: &Data, known: &[&str]) {
        let Data::Map(entries) = data else { return };
        for (name, _) in entries.iter().filter(|(name, _)| !known.contains(&&**name)) {
            self.unread.push(format!("`{name}` of {of} is not read"));
        }
    }
}

fn entry<'d>(data: &'d Data, name: &str) -> Option<&'d Data> {
    let Data::Map(entries) = data else { return None };
    entries.iter().find(|(known, _)| &**known == name).map(|(_, value)| value)
}

/// A constant as text.
fn words(data: Option<&Data>) -> Option<String> {
    match data? {
        Data::Constant(Constant::Str(text)) => Some(text.to_string()),
        Data::Constant(Constant::Bool(truth)) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENSION: &str =
        "extensions:\n  - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data:\n";

    #[test]
    fn rows_stand_in_tables() {
        let text = format!(
            "{EXTENSION}      - ['shop', 'Member[f].Argument[0]', 'sql-injection']\n      - - shop\n        - ''\n        - 2\n"
        );
        let Read { rows, unread } = read(&text).unwrap();
        assert_eq!((rows.len(), rows[1].at, rows[0].table.as_str()), (2, 2, "sinkModel"));
        assert_eq!(rows[1].cells, [Some("shop".to_owned()), Some(String::new()), None]);
        assert_eq!(unread, Vec::<String>::new());
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        assert!(read("x: 1\n").unwrap_err().contains("no list `extensions`"));
        assert!(read("extensions: 1\n").unwrap_err().contains("is not a list"));
        assert!(read("extensions: [").is_err());
        assert!(read(&"[".repeat(10_000)).is_err());
        assert!(read(&format!("extensions: {}", "- ".repeat(10_000))).is_err());
        let long = format!("{EXTENSION}{}", "      - [a, b, c]\n".repeat(MOST_ENTRIES / 4 + 1));
        assert!(read(&long).unwrap_err().contains("more entries"));
    }

    #[test]
    fn what_nobody_reads_is_told() {
        let text = "version: 2\nextensions:\n  - data: []\n  - addsTo:\n      pack: codeql/java-all\n      extensible: sinkModel\n    data: []\n\
            \x20 - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n      checksum: x\n    data: &all\n      - [a, b, c]\n    note: x\n\
            \x20 - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data: *all\n\
            \x20 - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data:\n";
        let Read { rows, unread } = read(text).unwrap();
        let told = [
            "`version` of the file is not read",
            "an extension does not say what it adds to",
            "an extension adds to `codeql/java-all`; only those for Python are read",
            "`note` of an extension is not read",
            "`checksum` of `addsTo` is not read",
            "an extension of `sinkModel` has no list `data` of which all is written there",
        ];
        assert_eq!((rows.len(), unread.iter().map(String::as_str).collect::<Vec<_>>()), (1, told.to_vec()));
        let many = (0..1_000).map(|at| format!("k{at}: 1\n")).collect::<Vec<_>>().concat();
        assert_eq!(read(&format!("{many}extensions: []\n")).unwrap().unread.len(), MOST_UNREAD + 1);
    }
}
