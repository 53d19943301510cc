//! A suite of tests of which it is known whether they are vulnerable: a folder with a table `expectedresults-*.csv`
//! (test name, category, real vulnerability, cwe), one file of code for each test, named after it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

/// What is expected of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) category: String,
    pub(crate) is_real: bool,
    pub(crate) cwe: u16,
}

/// A suite.
#[derive(Clone, Debug)]
pub(crate) struct Suite {
    pub(crate) tests: BTreeMap<String, Test>,
}

/// Whether a file is a table of expected results.
pub(crate) fn is_table(path: &str) -> bool {
    path.strip_prefix("expectedresults-")
        .and_then(|rest| rest.strip_suffix(".csv"))
        .is_some_and(|rest| !rest.contains('/'))
}

impl Suite {
    /// Reads the table in a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut tables: Vec<String> = names.collect::<Result<_>>()?;
        tables.retain(|name| is_table(name));
        let [table] = &tables[..] else {
            bail!("{}: there must be one expectedresults-*.csv, and there are {}", folder.display(), tables.len())
        };
        let path = folder.join(table);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    /// Reads a table.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut tests = BTreeMap::new();
        for (at, line) in text.lines().enumerate() {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            if cells[0].is_empty() || cells[0].starts_with('#') || cells[0].eq_ignore_ascii_case("test name") {
                continue;
            }
            let [name, category, real, cwe, ..] = cells[..] else { bail!("line {}: too few cells", at + 1) };
            let is_real = match real.to_ascii_lowercase().as_str() {
                "true" => true,
                "false" => false,
                _ => bail!("line {}: `{real}` is neither true nor false", at + 1),
            };
            let cwe = cwe.parse().with_context(|| format!("line {}: `{cwe}` is no CWE id", at + 1))?;
            tests.insert(name.to_owned(), Test { category: category.to_owned(), is_real, cwe });
        }
        ensure!(!tests.is_empty(), "there is no test in it");
        Ok(Self { tests })
    }

    /// The test that a file belongs to.
    pub(crate) fn test_of(&self, path: &str) -> Option<&str> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let stem = name.split(['.', '$']).next().unwrap_or(name);
        self.tests.get_key_value(stem).map(|(name, _)| name.as_str())
    }
}
