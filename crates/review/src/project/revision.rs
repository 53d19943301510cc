//! What a repository of git holds at a revision, read from its objects: no checkout is touched, and no program is run.
//!
//! A repository is hostile as well. What it configures is not obeyed, and nothing outside of its own folder is read: a `.git` that is
//! a file or a link, or that borrows objects from elsewhere, is refused.

use std::path::{Component, Path, PathBuf};

use gix::objs::Kind;
use gix::{ObjectId, Repository};

use super::limits::Limits;
use crate::ProjectError;

/// A repository at one revision.
pub(super) struct Revision {
    repository: Repository,
    tree: ObjectId,
    /// The folder of the code below the repository's own.
    below: PathBuf,
}

/// A file at a revision.
pub(super) struct Held {
    /// Its path below the folder of the code.
    pub(super) path: String,
    /// What it holds; none when it is larger than is read.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Opens the repository in which a path lies; gives it with the path below its folder.
pub(super) fn open(code: &Path) -> Result<(Repository, PathBuf), ProjectError> {
    let refused = |text: &str| ProjectError::Revision { text: text.to_owned() };
    let path = code.canonicalize().map_err(|_| ProjectError::Missing { path: super::written(code) })?;
    let folder = path.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    let folder = folder.ok_or_else(|| refused("there is no repository of git above it"))?;
    let git = folder.join(".git");
    // A path that ends with a slash would be followed.
    let parts = ["objects", "objects/pack", "objects/info", "refs"].map(|part| git.join(part));
    for part in std::iter::once(&git).chain(&parts) {
        match part.symlink_metadata() {
            Ok(kind) if kind.is_dir() => {}
            Err(_) => {}
            Ok(_) => return Err(refused("its `.git` leads to another place, which is not followed")),
        }
    }
    if git.join("objects/info/alternates").symlink_metadata().is_ok() {
        return Err(refused("its repository borrows objects from another place, which is not followed"));
    }
    let options = gix::open::Options::isolated().open_path_as_is(true);
    let repository =
        options.open(&git).map_err(|error| refused(&format!("its repository cannot be opened ({error})")))?;
    let below = path.strip_prefix(folder).unwrap_or(Path::new("")).to_owned();
    Ok((repository.to_thread_local(), below))
}

impl Revision {
    /// The repository in which a path lies, at a revision: a commit's number, a branch, a tag, `HEAD~3`.
    pub(super) fn open(code: &Path, revision: &str) -> Result<Self, ProjectError> {
        let (repository, below) = open(code)?;
        let unknown =
            || ProjectError::Revision { text: format!("there is no revision `{revision}` in its repository") };
        let tree = {
            let found = repository.rev_parse_single(revision).map_err(|_| unknown())?;
            let object = found.object().map_err(|_| unknown())?;
            object.peel_to_kind(Kind::Tree).map_err(|_| unknown())?.id
        };
        Ok(Self { repository, tree, below })
    }

    /// The files below the folder of the code, by path; links and submodules are none. Further ones than may be read are left out, and
    /// told by `true`.
    pub(super) fn files(&self, limits: &Limits, most_bytes: u64) -> (Vec<Held>, bool) {
        let mut files = Vec::new();
        let mut bytes = 0;
        let mut open: Vec<(String, ObjectId)> = vec![(String::new(), self.tree)];
        let below = parts(&self.below);
        while let Some((path, id)) = open.pop() {
            let Some(tree) = self.repository.find_object(id).ok().and_then(|object| object.try_into_tree().ok()) else {
                continue;
            };
            let mut folders = Vec::new();
            for entry in tree.iter().filter_map(Result::ok) {
                let name = String::from_utf8_lossy(entry.filename()).into_owned();
                let whole = if path.is_empty() { name } else { format!("{path}/{name}") };
                if !leads_to(&whole, &below) {
                    continue;
                }
                if entry.mode().is_tree() && whole.split('/').count() < limits.depth {
                    folders.push((whole, entry.object_id()));
                } else if entry.mode().is_blob() && is_below(&whole, &below) {
                    if files.len() >= limits.context_files || bytes > limits.context_bytes {
                        return (files, true);
                    }
                    let held = self.bytes(entry.object_id(), most_bytes);
                    bytes += held.as_ref().map_or(0, Vec::len);
                    files.push(Held { path: without(&whole, &below), bytes: held });
                }
            }
            folders.reverse();
            open.extend(folders);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        (files, false)
    }

    fn bytes(&self, id: ObjectId, most_bytes: u64) -> Option<Vec<u8>> {
        bytes(&self.repository, id, most_bytes)
    }
}

/// What an object holds, when it is not larger than is read.
pub(super) fn bytes(repository: &Repository, id: ObjectId, most_bytes: u64) -> Option<Vec<u8>> {
    let header = repository.find_header(id).ok()?;
    if header.kind() != Kind::Blob || header.size() > most_bytes {
        return None;
    }
    let mut object = repository.find_object(id).ok()?;
    Some(std::mem::take(&mut object.data))
}

/// The names of a path.
pub(super) fn parts(path: &Path) -> Vec<String> {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    names.collect()
}

/// Whether a path lies on the way to a folder, or below it.
fn leads_to(path: &str, below: &[String]) -> bool {
    path.split('/').zip(below).all(|(one, other)| one == other)
}

fn is_below(path: &str, below: &[String]) -> bool {
    leads_to(path, below) && path.split('/').count() >= below.len()
}

/// A path without the folder that it is below; the file itself, where that is what was asked for.
fn without(path: &str, below: &[String]) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.get(below.len()..) {
        Some(rest) if !rest.is_empty() => rest.join("/"),
        _ => parts.last().copied().unwrap_or_default().to_owned(),
    }
}
