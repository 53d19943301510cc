//! Data extensions as CodeQL's packs hold them: YAML with a list `extensions` of tables, each with `addsTo` and `data`.
//!
//! Takes the text of a file; gives its rows, each with the table that it stands in. What is not of that form, and rows of
//! languages that name types by packages and signatures, are refused with a reason.

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

/// The rows of a file, or why there are none.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Given>, String> {
    let file = frontends::data_file("extension.yml", Ok(text)).ok_or("it is not YAML")?;
    if let Some(why) = file.unread {
        return Err(why.into());
    }
    let Some(Data::List(extensions)) = entry(&file.data, "extensions") else {
        return Err(format!("{path} has no list `extensions`: it is not a file of data extensions"));
    };
    let mut rows: Vec<Given> = Vec::new();
    for extension in extensions {
        let to = entry(extension, "addsTo");
        let (pack, table) =
            (to.and_then(|to| words(entry(to, "pack"))), to.and_then(|to| words(entry(to, "extensible"))));
        let (Some(pack), Some(table)) = (pack, table) else {
            return Err("an extension does not say what it adds to".to_owned());
        };
        if pack.starts_with("codeql/") && !pack.starts_with("codeql/python") && !pack.starts_with("codeql/threat") {
            return Err(format!("it adds to `{pack}`; only extensions for Python are read"));
        }
        let Some(Data::List(data)) = entry(extension, "data") else { continue };
        for row in data {
            let at = 1 + rows.iter().rev().find(|row| row.table == table).map_or(0, |row| row.at);
            let cells = match row {
                Data::List(cells) => cells.iter().map(|cell| words(Some(cell))).collect(),
                _ => Vec::new(),
            };
            rows.push(Given { table: table.clone(), at, cells });
        }
    }
    Ok(rows)
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

    #[test]
    fn rows_stand_in_tables() {
        let text = "extensions:\n  - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data:\n      \
            - ['shop', 'Member[f].Argument[0]', 'sql-injection']\n      - - shop\n        - ''\n        - 2\n";
        let rows = read("a.yml", text).unwrap();
        assert_eq!((rows.len(), rows[1].at, rows[0].table.as_str()), (2, 2, "sinkModel"));
        assert_eq!(rows[1].cells, [Some("shop".to_owned()), Some(String::new()), None]);
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        let java = "extensions:\n  - addsTo:\n      pack: codeql/java-all\n      extensible: sinkModel\n    data: []\n";
        assert!(read("a.yml", java).unwrap_err().contains("only extensions for Python"));
        assert!(read("a.yml", "x: 1\n").unwrap_err().contains("no list `extensions`"));
        assert!(read("a.yml", "extensions:\n  - data: []\n").is_err());
        assert!(read("a.yml", "extensions: [").is_err());
        assert!(read("a.yml", &"[".repeat(10_000)).is_err());
    }
}
