//! Names inside of texts: takes what tests, folders and categories become, and puts that into literals, paths, pages
//! and settings.

use std::collections::BTreeMap;

use super::names::Edit;
use super::words::Chance;
use crate::score::suite::Suite;

/// What words in texts become.
pub(super) struct Texts {
    /// The tests' names.
    pub(super) tests: BTreeMap<String, String>,
    /// Folders with code.
    folders: BTreeMap<String, String>,
    /// Words before a hyphen and a number.
    categories: BTreeMap<String, String>,
    /// The tests' names without their numbers.
    prefixes: Vec<(String, String)>,
}

impl Texts {
    pub(super) fn new(
        suite: &Suite,
        tests: BTreeMap<String, String>,
        folders: BTreeMap<String, String>,
        chance: &mut Chance,
    ) -> Self {
        let mut categories = BTreeMap::new();
        for test in suite.tests.values() {
            categories.entry(test.category.clone()).or_insert_with(|| chance.like(&test.category));
        }
        let bare = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let mut prefixes: Vec<_> = tests.iter().map(|(old, new)| (bare(old), bare(new))).collect();
        prefixes.dedup();
        Self { tests, folders, categories, prefixes }
    }

    /// A text with its words changed.
    pub(super) fn applied(&self, text: &str) -> String {
        super::applied(text, self.edits(text, 0, false))
    }

    /// A path of a file that is no code.
    pub(super) fn path(&self, path: &str) -> String {
        super::applied(path, self.edits(path, 0, true))
    }

    /// The edits in a text that begins at `base`; `with_folders` where it may name folders of code.
    pub(super) fn edits(&self, text: &str, base: usize, with_folders: bool) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut from = 0;
        while let Some(start) = text[from..].find(is_letter).map(|at| from + at) {
            let end = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |at| start + at);
            if let Some(new) = self.word(text, start, end, with_folders) {
                edits.push((base + start..base + end, new));
            }
            from = end;
        }
        edits
    }

    fn word(&self, text: &str, start: usize, end: usize, with_folders: bool) -> Option<String> {
        let word = &text[start..end];
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (name, rest) = word.split_once('_').map_or((word, ""), |(name, _)| (name, &word[name.len()..]));
        if let Some(new) = self.tests.get(name) {
            return Some(format!("{new}{rest}"));
        }
        let is_in_path = before == Some('/') || after == Some('/');
        let may_be_folder = with_folders && (is_in_path || after == Some('.') || !text.contains(' '));
        if let Some(new) = self.folders.get(word).filter(|_| may_be_folder) {
            return Some(new.clone());
        }
        if after == Some('-') && text[end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            return self.categories.get(word).cloned();
        }
        // `'Name'` for all of `Name1`, `Name2`, and the folder `/name/` in their routes.
        let (old, new) = self.prefixes.iter().find(|(old, _)| {
            word.len() >= 4 && old.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
        })?;
        let new = &new[..word.len()];
        let is_lower = word.chars().all(|c| c.is_ascii_lowercase());
        if old.starts_with(word) && !text.contains(' ') {
            Some(new.to_owned())
        } else {
            (is_lower && is_in_path).then(|| new.to_ascii_lowercase())
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
