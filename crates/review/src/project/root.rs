//! The root: the folder that all paths of a review start from, and within which code may be looked at.
//!
//! It is the folder that the user names, else the nearest folder above the paths with a project marker, else the
//! paths' own. Paths that the user gave are resolved once, links and all; from there on no link is followed.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::name::written;
use crate::ProjectError;

/// What marks the folder of a project.
const MARKERS: [&str; 7] =
    [knowledge::CONFIG_FILE, "pyproject.toml", "setup.py", "setup.cfg", "pom.xml", "package.json", ".git"];

/// The root and what is reviewed below it.
#[derive(Debug)]
pub(super) struct Located {
    /// The root folder without links; none if there is only standard input and no folder for it.
    pub(super) root: Option<PathBuf>,
    /// The root as it is written in a review.
    pub(super) shown: String,
    /// Whether the rest of the root is context: it was named, or has a marker.
    pub(super) is_project: bool,
    /// The reviewed paths below the root, in order, each once.
    pub(super) picks: Vec<Pick>,
    /// The path of standard input below the root.
    pub(super) stdin: Option<PathBuf>,
}

/// A reviewed path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pick {
    /// Below the root.
    pub(super) path: PathBuf,
    pub(super) is_file: bool,
}

/// A path without links.
struct Resolved {
    given: PathBuf,
    path: PathBuf,
    is_file: bool,
}

impl Resolved {
    fn folder(&self) -> &Path {
        if self.is_file { self.path.parent().unwrap_or(&self.path) } else { &self.path }
    }
}

/// Finds the root of the given paths. Without any, the current folder is reviewed.
pub(super) fn locate(paths: &[PathBuf], root: Option<&Path>, stdin: Option<&str>) -> Result<Located, ProjectError> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() && stdin.is_none() { &here } else { paths };
    let mut resolved = paths.iter().map(|path| resolve(path)).collect::<Result<Vec<_>, _>>()?;
    let stdin = stdin.map(Path::new);
    // A file that standard input stands for need not exist, but its folder should.
    let stdin_resolved = stdin.and_then(resolve_unread);
    let stdin_in_folder = stdin_resolved.as_ref().map(|stdin| stdin.path.clone());
    resolved.extend(stdin_resolved);
    let (root, shown, is_project) = match root {
        Some(given) => {
            let root = resolve(given)?;
            if root.is_file {
                return Err(ProjectError::RootNotFolder { root: display(given) });
            }
            (Some(root.path), shown_or_here(given), true)
        }
        None => match found(&resolved) {
            Some((root, is_project)) => {
                let shown = resolved.first().map_or_else(|| ".".to_owned(), |first| shown(&root, first));
                (Some(root), shown, is_project)
            }
            None => (None, ".".to_owned(), false),
        },
    };
    let mut picks = Vec::new();
    if let Some(root) = &root {
        for path in resolved {
            let Ok(below) = path.path.strip_prefix(root) else {
                return Err(ProjectError::OutsideRoot { path: display(&path.given), root: shown });
            };
            picks.push(Pick { path: below.to_owned(), is_file: path.is_file });
        }
    }
    picks.sort();
    picks.dedup();
    let stdin = stdin.map(|given| {
        let below =
            stdin_in_folder.as_deref().zip(root.as_deref()).and_then(|(path, root)| path.strip_prefix(root).ok());
        below.map_or_else(|| plain(given), Path::to_owned)
    });
    Ok(Located { root, shown, is_project, picks, stdin })
}

/// Whether a folder is marked as that of a project.
pub fn is_marked(folder: &Path) -> bool {
    MARKERS.iter().any(|marker| fs::symlink_metadata(folder.join(marker)).is_ok())
}

fn resolve(given: &Path) -> Result<Resolved, ProjectError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ProjectError::Missing { path: display(given) },
        _ => ProjectError::Unreadable { path: display(given), source },
    };
    let path = fs::canonicalize(given).map_err(failed)?;
    let kind = fs::metadata(&path).map_err(failed)?.file_type();
    if kind.is_dir() {
        fs::read_dir(&path).map_err(failed)?;
    } else if kind.is_file() {
        fs::File::open(&path).map_err(failed)?;
    } else {
        return Err(ProjectError::NotOrdinary { path: display(given) });
    }
    Ok(Resolved { given: given.to_owned(), path, is_file: kind.is_file() })
}

/// Resolves the folder of a file that is not read from the disk; nothing if there is no such folder.
fn resolve_unread(given: &Path) -> Option<Resolved> {
    let folder = match given.parent()? {
        folder if folder.as_os_str().is_empty() => Path::new("."),
        folder => folder,
    };
    let path = fs::canonicalize(folder).ok()?.join(given.file_name()?);
    Some(Resolved { given: given.to_owned(), path, is_file: true })
}

/// The nearest folder with a marker that holds all paths, and whether it has one.
fn found(paths: &[Resolved]) -> Option<(PathBuf, bool)> {
    let mut common = paths.first()?.folder().to_owned();
    for path in paths {
        while !path.path.starts_with(&common) {
            common.pop();
        }
    }
    // A marker in the topmost folder of all would make the whole disk one project.
    let has_marker = |folder: &&Path| folder.parent().is_some() && is_marked(folder);
    match common.ancestors().find(has_marker) {
        Some(root) => Some((root.to_owned(), true)),
        None => Some((common, false)),
    }
}

/// The root in the words of the path that the user gave.
fn shown(root: &Path, path: &Resolved) -> String {
    let steps = path.path.components().count().saturating_sub(root.components().count());
    let mut given = path.given.clone();
    for _ in 0..steps {
        match given.components().next_back() {
            Some(Component::Normal(_)) => {
                given.pop();
            }
            Some(Component::CurDir) | None => given = PathBuf::from(".."),
            Some(Component::ParentDir) => given.push(".."),
            Some(Component::RootDir | Component::Prefix(_)) => {}
        }
    }
    let here = if given.as_os_str().is_empty() { Path::new(".") } else { &given };
    if fs::canonicalize(here).is_ok_and(|shown| shown == root) {
        return shown_or_here(&given);
    }
    // A link in the path leads elsewhere: the folder's own name says enough, and no more than the user may see.
    root.file_name().map_or_else(|| ".".to_owned(), |name| written(Path::new(name)))
}

fn shown_or_here(path: &Path) -> String {
    let clean: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if clean.as_os_str().is_empty() { ".".to_owned() } else { written(&clean) }
}

fn display(path: &Path) -> String {
    written(path)
}

/// A path that stays below the root whatever it says.
fn plain(given: &Path) -> PathBuf {
    given.components().filter(|part| matches!(part, Component::Normal(_))).collect()
}
