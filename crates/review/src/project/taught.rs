//! What a project says of its reviews, and what it teaches: `flawline.toml` and the folder of its own models and rules.
//!
//! Takes the folder that holds them, or a file that the user names; gives what they say and the texts of knowledge, which are
//! not looked into here. Like everything below the root they are taken for hostile: no link is followed, and there is an end
//! to what is read. What cannot be read is an error, and never passed over: a review that leaves out what it was told would
//! say something else than its reader thinks.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use knowledge::local::{MOST_BYTES, MOST_FILE_BYTES, MOST_FILES};
use knowledge::{CONFIG_FILE, Config, KnowledgeError, KnowledgeErrors, KnowledgeFile, MOST_CONFIG_BYTES};

use super::name::written;
use super::open::{self, Kind, Tree};
use super::root;
use crate::{ProjectError, SkipReason};

/// The folder of a project's own knowledge when nothing else is said.
pub const KNOWLEDGE_FOLDER: &str = "flawline";

/// How many entries of folders are looked at in search of knowledge.
const MOST_ENTRIES: usize = 5_000;
/// How deep files of knowledge may lie: a language or a weakness has a folder in `models/` or `rules/`.
const DEEPEST: usize = 4;

/// Where `flawline.toml` is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConfigFrom {
    /// At the root of the project.
    #[default]
    Root,
    /// It is this file; what it teaches lies beside it.
    File(PathBuf),
    /// It is not read, and neither is the project's own knowledge.
    Nowhere,
}

/// What a project says and teaches.
#[derive(Clone, Debug, Default)]
pub struct Taught {
    /// `flawline.toml`.
    pub config: Config,
    /// The folder of the project's own knowledge, as it is shown.
    pub folder: String,
    /// What is in it.
    pub knowledge: Vec<KnowledgeFile>,
}

impl Taught {
    /// What the project teaches that a path belongs to, and the folder on the disk in which the folder of its knowledge
    /// lies, or would lie; none of its code is read.
    pub fn of_project(path: &Path, root: Option<&Path>, from: &ConfigFrom) -> Result<(Self, PathBuf), ProjectError> {
        let located = root::locate(&[path.to_owned()], root, None)?;
        let Some(root) = located.root else { return Ok((Self::default(), PathBuf::from("."))) };
        let unreadable = |source| ProjectError::Unreadable { path: located.shown.clone(), source };
        let taught = Self::read(&mut Tree::new(&root).map_err(unreadable)?, from)?;
        let home = match from {
            ConfigFrom::File(file) => file.parent().map_or_else(PathBuf::new, Path::to_owned),
            ConfigFrom::Root | ConfigFrom::Nowhere => root,
        };
        Ok((taught, home))
    }

    /// What is said and taught in the tree of a project, or in the file that the user names instead.
    pub(super) fn read(tree: &mut Tree, from: &ConfigFrom) -> Result<Self, ProjectError> {
        match from {
            ConfigFrom::Nowhere => Ok(Self::default()),
            ConfigFrom::Root => Self::in_tree(tree, OsStr::new(CONFIG_FILE), "", false),
            ConfigFrom::File(file) => {
                // Links on the way to what the user names are the user's own.
                let missing = || ProjectError::Missing { path: written(file) };
                let real = fs::canonicalize(file).map_err(|_| missing())?;
                let (Some(folder), Some(name)) = (real.parent(), real.file_name()) else { return Err(missing()) };
                let unreadable = |source| ProjectError::Unreadable { path: written(file), source };
                let shown = file.parent().map(written).filter(|shown| !shown.is_empty());
                let shown = shown.map_or_else(String::new, |shown| format!("{}/", shown.trim_end_matches('/')));
                Self::in_tree(&mut Tree::new(folder).map_err(unreadable)?, name, &shown, true)
            }
        }
    }

    fn in_tree(tree: &mut Tree, name: &OsStr, shown: &str, is_required: bool) -> Result<Self, ProjectError> {
        let file = format!("{shown}{}", written(Path::new(name)));
        let config = match read_config(tree, name, &file) {
            Ok(Some(config)) => config,
            Ok(None) if is_required => return Err(ProjectError::Missing { path: file }),
            Ok(None) => Config::default(),
            Err(errors) => return Err(ProjectError::Taught(errors)),
        };
        let said = config.knowledge.as_ref().map_or(KNOWLEDGE_FOLDER, |said| said.value.as_str());
        let prefix = format!("{shown}{said}/");
        let knowledge = match read_knowledge(tree, Path::new(said), &prefix) {
            Ok(files) => files,
            Err(errors) => return Err(ProjectError::Taught(errors)),
        };
        if let (None, Some(said)) = (&knowledge, &config.knowledge) {
            let at = (said.at.line, said.at.column);
            let message = format!("there is no folder `{}` beside this file, or it is a link", said.value);
            return Err(ProjectError::Taught(error(&file, at, message)));
        }
        Ok(Self { config, folder: prefix, knowledge: knowledge.unwrap_or_default() })
    }
}

/// What the file says; nothing when it is not there.
fn read_config(tree: &Tree, name: &OsStr, shown: &str) -> Result<Option<Config>, KnowledgeErrors> {
    let opened = match tree.open(Path::new(name)) {
        Err(SkipReason::Unreadable) if !tree.has(Path::new(name)) => return Ok(None),
        opened => opened,
    };
    let bytes = opened.and_then(|file| open::read(file, MOST_CONFIG_BYTES as u64, |_| true));
    let bytes = bytes.map_err(|reason| unreadable(shown, reason))?.unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| unreadable(shown, SkipReason::Binary))?;
    Config::read(shown, text.strip_prefix('\u{feff}').unwrap_or(&text)).map(Some)
}

/// The files of knowledge in a folder, by path; nothing when there is no such folder.
fn read_knowledge(tree: &mut Tree, folder: &Path, shown: &str) -> Result<Option<Vec<KnowledgeFile>>, KnowledgeErrors> {
    let mut files = Vec::new();
    let mut left = MOST_ENTRIES;
    let mut bytes = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        let path = |name: &Path| format!("{shown}{}", written(name.strip_prefix(folder).unwrap_or(name)));
        let listing = match tree.list(&here, left) {
            Ok(listing) => listing,
            Err(_) if here == folder => return Ok(None),
            Err(_) => return Err(unreadable(&path(&here), SkipReason::Unreadable)),
        };
        if listing.more > 0 {
            let message = format!("there are more than {MOST_ENTRIES} files and folders in it");
            return Err(error(shown.trim_end_matches('/'), (0, 0), message));
        }
        left -= listing.entries.len();
        for (name, kind) in listing.entries {
            let entry = here.join(&name);
            let is_top = here == folder;
            match kind {
                // Beside `models` and `rules` a folder of that name may hold anything else.
                Kind::Folder if is_top && name != "models" && name != "rules" => {}
                Kind::Folder if entry.iter().count() - folder.iter().count() < DEEPEST => open.push(entry),
                Kind::File if is_knowledge(&name, is_top) => {
                    let read = tree.open(&entry).and_then(|file| open::read(file, MOST_FILE_BYTES as u64, |_| true));
                    let read = read.map_err(|reason| unreadable(&path(&entry), reason))?.unwrap_or_default();
                    bytes += read.len();
                    if files.len() == MOST_FILES || bytes > MOST_BYTES {
                        let message = format!("there are more than {MOST_FILES} files or {MOST_BYTES} bytes in it");
                        return Err(error(shown.trim_end_matches('/'), (0, 0), message));
                    }
                    let text = String::from_utf8(read).map_err(|_| unreadable(&path(&entry), SkipReason::Binary))?;
                    files.push(KnowledgeFile {
                        path: path(&entry).into(),
                        text: text.into(),
                        trusted: false,
                        local: Some(shown.len()),
                    });
                }
                Kind::Link | Kind::Special if is_knowledge(&name, is_top) => {
                    let reason = if kind == Kind::Link { SkipReason::Link } else { SkipReason::Special };
                    return Err(unreadable(&path(&entry), reason));
                }
                _ => {}
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Some(files))
}

/// Whether a file's name ends as those of knowledge do. Directly in the folder only declarations are looked for, which the
/// loader then says to be out of place.
fn is_knowledge(name: &OsStr, is_top: bool) -> bool {
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    name != "README.md" && (ending == Some("toml") || ending == Some("md") && !is_top)
}

fn unreadable(file: &str, reason: SkipReason) -> KnowledgeErrors {
    error(file, (0, 0), format!("it cannot be read: {}", reason.words()))
}

fn error(file: &str, (line, column): (u32, u32), message: String) -> KnowledgeErrors {
    KnowledgeErrors(vec![KnowledgeError { file: file.to_owned(), line, column, message, hint: None }])
}
