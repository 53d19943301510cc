//! The tree on Unix: every step of a path is opened from the folder before it, without following links.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{First, Kind, Listing};
use crate::SkipReason;

/// A root folder and what lies below it.
#[derive(Debug)]
pub(in super::super) struct Tree {
    root: OwnedFd,
    /// The folder listed last: the next is most often in it.
    last: Option<(PathBuf, OwnedFd)>,
}

impl Tree {
    /// The tree below a folder; the path itself may contain links.
    pub(in super::super) fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: File::open(root)?.into(), last: None })
    }

    /// The entries of a folder, by name, and at most so many.
    pub(in super::super) fn list(&mut self, folder: &Path, most: usize) -> io::Result<Listing> {
        let opened = match (&self.last, folder.parent(), folder.file_name()) {
            (Some((path, last)), Some(parent), Some(name)) if path == parent => step(last.as_fd(), name)?,
            _ => self.folder(folder)?,
        };
        let mut first = First::new(most);
        for entry in Dir::read_from(&opened)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                first.push(OsString::from_vec(name.to_vec()), of_type(entry.file_type()));
            }
        }
        let listing = first.listing(|name| kind(opened.as_fd(), name));
        self.last = Some((folder.to_owned(), opened));
        Ok(listing)
    }

    /// Opens an ordinary file for reading.
    pub(in super::super) fn open(&self, path: &Path) -> Result<File, SkipReason> {
        let name = path.file_name().ok_or(SkipReason::Special)?;
        let folder = self.folder(path.parent().unwrap_or(Path::new(""))).map_err(|_| SkipReason::Unreadable)?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&folder, name, flags, Mode::empty()).map_err(|error| match error {
            Errno::LOOP | Errno::MLINK => SkipReason::Link,
            Errno::NXIO | Errno::NODEV => SkipReason::Special,
            _ => SkipReason::Unreadable,
        })?;
        let stat = rustix::fs::fstat(&file).map_err(|_| SkipReason::Unreadable)?;
        if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
            Ok(file.into())
        } else {
            Err(SkipReason::Special)
        }
    }

    /// Whether there is anything of that name in the root, whatever it is.
    pub(in super::super) fn has(&self, name: &Path) -> bool {
        !matches!(rustix::fs::statat(&self.root, name, AtFlags::SYMLINK_NOFOLLOW), Err(Errno::NOENT))
    }

    fn folder(&self, path: &Path) -> io::Result<OwnedFd> {
        let mut folder = step(self.root.as_fd(), OsStr::new("."))?;
        for name in path {
            folder = step(folder.as_fd(), name)?;
        }
        Ok(folder)
    }
}

fn step(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(rustix::fs::openat(folder, name, flags, Mode::empty())?)
}

/// What an entry is; nothing if it is gone.
fn kind(folder: BorrowedFd<'_>, name: &OsString) -> Option<Kind> {
    let stat = match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => stat,
        Err(Errno::NOENT) => return None,
        // Not to be known, but there: opening it will tell why.
        Err(_) => return Some(Kind::File),
    };
    Some(of_type(FileType::from_raw_mode(stat.st_mode)).unwrap_or(Kind::Special))
}

/// Some file systems do not tell the type in the listing.
fn of_type(kind: FileType) -> Option<Kind> {
    Some(match kind {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        FileType::Unknown => return None,
        _ => Kind::Special,
    })
}
