//! Files of data: those below the root whose names the code says.
//!
//! Takes the texts of the code and the files that a walk has found; gives the texts of the files of data that code may
//! read by name. A name that no code says is not opened at all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use frontends::{MOST_DATA_BYTES, data_endings, data_format};
use regex::Regex;

use super::name::written;
use super::open::{self, Tree};
use super::walk::Found;
use crate::SkipReason;

/// How many files of data are read; the first by path are taken.
const MOST_FILES: usize = 512;
/// How many files are read as texts because somebody speaks of them; the first by path are taken.
const MOST_CITED: usize = 2_048;
/// Longer names of files are not looked for, in bytes.
const LONGEST_NAME: usize = 128;

/// A file of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataText {
    /// Its path below the root.
    pub path: String,
    /// Its text, or why there is none.
    pub text: Result<String, SkipReason>,
}

/// Whether a file's name is that of a file of data.
pub(super) fn is_data(path: &str) -> bool {
    data_format(path).is_some()
}

/// The names of files of data that texts hold.
fn names<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeSet<&'t str> {
    let endings: Vec<String> = data_endings().map(regex::escape).collect();
    let mut names = BTreeSet::new();
    let Ok(pattern) = Regex::new(&format!("(?:{})", endings.join("|"))) else { return names };
    for text in texts {
        for found in pattern.find_iter(text) {
            let before = text.get(..found.start()).unwrap_or_default();
            let is_part = |&letter: &char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
            let length: usize = before.chars().rev().take(LONGEST_NAME).take_while(is_part).map(char::len_utf8).sum();
            names.extend(text.get(found.start() - length..found.end()));
        }
    }
    names
}

/// Reads the files of data that the code names.
pub(super) fn read<'t>(tree: &Tree, mut found: Vec<PathBuf>, texts: impl Iterator<Item = &'t str>) -> Vec<DataText> {
    if found.is_empty() {
        return Vec::new();
    }
    let names = names(texts);
    let is_named =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(name));
    found.retain(is_named);
    found.sort();
    found.truncate(MOST_FILES);
    found.into_iter().map(|path| DataText { text: text(tree, &path, MOST_DATA_BYTES), path: written(&path) }).collect()
}

/// The files of some names, as texts of at most so many bytes; the first by path.
pub(super) fn cited(tree: &Tree, found: &[Found], names: &BTreeSet<String>, most_bytes: u64) -> Vec<DataText> {
    let is_named =
        |path: &&PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(name));
    let mut paths: Vec<&PathBuf> = found.iter().map(|file| &file.path).filter(is_named).collect();
    paths.sort();
    paths.dedup();
    paths.truncate(MOST_CITED);
    paths.into_iter().map(|path| DataText { text: text(tree, path, most_bytes), path: written(path) }).collect()
}

fn text(tree: &Tree, path: &Path, most_bytes: u64) -> Result<String, SkipReason> {
    match tree.open(path).and_then(|file| open::read(file, most_bytes, |_| true)) {
        Ok(Some(bytes)) => String::from_utf8(bytes).map_err(|_| SkipReason::Binary),
        Ok(None) => Err(SkipReason::TooLarge),
        Err(reason) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_texts_hold_them() {
        let found = names(["open('conf/my-app.v2.json'); x.jsonp", "ü.ini .env"].into_iter());
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [".env", "my-app.v2.json", "x.json", "ü.ini"]);
    }
}
