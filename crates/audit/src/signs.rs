//! Where signs stand in code: each is looked for once in each file, however many findings ask for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use regex::Regex;

use crate::file::File;

/// The first lines on which signs stand, by the places of the files.
#[derive(Default)]
pub(crate) struct Signs {
    known: Mutex<BTreeMap<String, Arc<[Option<u32>]>>>,
}

impl Signs {
    /// Of each file the first line, from 1, on which a sign stands and which is no comment.
    pub(crate) fn of(&self, files: &[File<'_>], sign: &Regex) -> Arc<[Option<u32>]> {
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(found) = known.get(sign.as_str()) {
            return found.clone();
        }
        let found: Arc<[Option<u32>]> = files.iter().map(|file| first(file, sign)).collect();
        known.insert(sign.as_str().to_owned(), found.clone());
        found
    }
}

fn first(file: &File<'_>, sign: &Regex) -> Option<u32> {
    let is_code = |line: &str| !line.trim_start().starts_with(['#', '*', '/']);
    let mut lines = file.sought.as_ref()?.all().zip(1_u32..);
    lines.find(|(line, _)| is_code(line) && sign.is_match(line)).map(|(_, at)| at)
}
