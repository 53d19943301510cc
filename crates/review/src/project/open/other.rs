//! The tree on systems that are not Unix: the kind of a file is checked, then the file is opened by its path.
//!
//! Weaker than on Unix: somebody who exchanges a folder for a link between the two is not noticed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{First, Kind, Listing};
use crate::SkipReason;

/// A root folder and what lies below it.
#[derive(Debug)]
pub(in super::super) struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The tree below a folder; the path itself may contain links.
    pub(in super::super) fn new(root: &Path) -> io::Result<Self> {
        fs::read_dir(root)?;
        Ok(Self { root: root.to_owned() })
    }

    /// The entries of a folder, by name, and at most so many.
    #[allow(clippy::needless_pass_by_ref_mut, reason = "the Unix tree remembers the folder")]
    pub(in super::super) fn list(&mut self, folder: &Path, most: usize) -> io::Result<Listing> {
        let folder = self.root.join(folder);
        let mut first = First::new(most);
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            first.push(entry.file_name(), entry.file_type().ok().map(of_type));
        }
        Ok(first.listing(|name| kind(&folder.join(name))))
    }

    /// Whether there is anything of that name in the root, whatever it is.
    pub(in super::super) fn has(&self, name: &Path) -> bool {
        kind(&self.root.join(name)).is_some()
    }

    /// Opens an ordinary file for reading.
    pub(in super::super) fn open(&self, path: &Path) -> Result<File, SkipReason> {
        let path = self.root.join(path);
        match kind(&path) {
            Some(Kind::File) => File::open(path).map_err(|_| SkipReason::Unreadable),
            Some(Kind::Link) => Err(SkipReason::Link),
            Some(Kind::Folder | Kind::Special) => Err(SkipReason::Special),
            None => Err(SkipReason::Unreadable),
        }
    }
}

/// What an entry is; nothing if it is gone.
fn kind(path: &Path) -> Option<Kind> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Some(of_type(metadata.file_type())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // Not to be known, but there: opening it will tell why.
        Err(_) => Some(Kind::File),
    }
}

fn of_type(kind: fs::FileType) -> Kind {
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Special
    }
}
