//! Files of knowledge: those that are part of the program, and those in a folder. The one place here that reads disks.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crate::error::{Gathered, KnowledgeErrors};

/// A file of knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeFile {
    /// Where it stands below the knowledge folder, with slashes: `models/python/flask.toml`.
    pub path: Cow<'static, str>,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Whether a test has checked it, as those of the program: then its patterns are compiled only when they are asked,
    /// and its CWE ids are not judged again.
    pub trusted: bool,
    /// For knowledge of a reviewed project's own: how many bytes of `path` are its folder there, with the slash behind it.
    pub local: Option<usize>,
}

impl KnowledgeFile {
    /// The path below the knowledge folder, which tells what the file is.
    pub fn below(&self) -> &str {
        self.path.get(self.local.unwrap_or(0)..).unwrap_or(&self.path)
    }
}

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// The files that are part of the program, by path.
pub fn built_in_files() -> Vec<KnowledgeFile> {
    let file = |(path, text): &(&'static str, &'static str)| KnowledgeFile {
        path: Cow::Borrowed(path),
        text: Cow::Borrowed(text),
        trusted: true,
        local: None,
    };
    BUILT_IN.iter().map(file).collect()
}

/// The files of knowledge below a folder that holds `models/` and `rules/`, by path.
pub fn read_folder(folder: &Path) -> Result<Vec<KnowledgeFile>, KnowledgeErrors> {
    let errors = Gathered::default();
    let mut files = Vec::new();
    for part in ["models", "rules"] {
        if folder.join(part).is_dir() {
            read_below(&folder.join(part), part, &mut files, &errors);
        }
    }
    errors.into_result()?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_below(folder: &Path, path: &str, files: &mut Vec<KnowledgeFile>, errors: &Gathered) {
    let failed = |path: &str, error: &std::io::Error| errors.add(path, 0, format!("it cannot be read: {error}"), None);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return failed(path, &error),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return failed(path, &error),
        };
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let below = format!("{path}/{name}");
        if entry.path().is_dir() {
            read_below(&entry.path(), &below, files, errors);
        } else if name != "README.md" && is_knowledge(Path::new(&*name)) {
            match fs::read_to_string(entry.path()) {
                Ok(text) => {
                    let (path, text) = (Cow::Owned(below), Cow::Owned(text));
                    files.push(KnowledgeFile { path, text, trusted: false, local: None });
                }
                Err(error) => failed(&below, &error),
            }
        }
    }
}

/// Whether a file's name ends as those of knowledge do.
fn is_knowledge(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "md" || ending == "toml")
}
