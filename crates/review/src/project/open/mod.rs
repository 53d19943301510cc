//! Opening what lies below the root, and nothing else.
//!
//! A [`Tree`] stands for the root folder. It lists folders and reads files by their path below the root, never
//! follows a link on the way, never opens what is not an ordinary file, and reads no more of a file than it is told
//! to. On Unix each step of a path is opened from the folder before it, so that a folder that is exchanged for a
//! link while we look does not lead out of the root; elsewhere the kind of each file is checked just before it is
//! opened.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::collections::BinaryHeap;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;

#[cfg(not(unix))]
pub(super) use other::Tree;
#[cfg(unix)]
pub(super) use unix::Tree;

use crate::SkipReason;

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Special,
}

/// The entries of a folder by name; of a crowded folder only the first.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) entries: Vec<(OsString, Kind)>,
    /// How many more there are.
    pub(super) more: usize,
}

/// Keeps the first `most` names of a folder, in whatever order the system gives them.
struct First {
    most: usize,
    names: BinaryHeap<(OsString, Option<Kind>)>,
    more: usize,
}

impl First {
    fn new(most: usize) -> Self {
        Self { most, names: BinaryHeap::new(), more: 0 }
    }

    /// Takes a name and what the system says it is, if it says that.
    fn push(&mut self, name: OsString, kind: Option<Kind>) {
        self.names.push((name, kind));
        if self.names.len() > self.most {
            self.names.pop();
            self.more += 1;
        }
    }

    /// The listing; `kind` tells of a name that is left without, and nothing if it is gone.
    fn listing(self, mut kind: impl FnMut(&OsString) -> Option<Kind>) -> Listing {
        let names = self.names.into_sorted_vec();
        let entries =
            names.into_iter().filter_map(|(name, told)| told.or_else(|| kind(&name)).map(|kind| (name, kind)));
        let entries = entries.collect();
        Listing { entries, more: self.more }
    }
}

/// Reads an opened ordinary file of at most `limit` bytes, if its first bytes are as wanted.
pub(super) fn read(
    mut file: File,
    limit: u64,
    wanted: impl FnOnce(&[u8]) -> bool,
) -> Result<Option<Vec<u8>>, SkipReason> {
    const HEAD: u64 = 256;
    let size = file.metadata().map_err(|_| SkipReason::Unreadable)?.len();
    let mut bytes = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut bytes).map_err(|_| SkipReason::Unreadable)?;
    if !wanted(&bytes) {
        return Ok(None);
    }
    if size > limit {
        return Err(SkipReason::TooLarge);
    }
    // The size may have changed since, and some file systems do not tell it: one byte more than allowed shows that.
    bytes.reserve(size as usize);
    file.take((limit + 1).saturating_sub(bytes.len() as u64))
        .read_to_end(&mut bytes)
        .map_err(|_| SkipReason::Unreadable)?;
    if bytes.len() as u64 > limit { Err(SkipReason::TooLarge) } else { Ok(Some(bytes)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_crowded_folder_the_first_names_are_kept_whatever_the_order() {
        let listing = |names: &[&str]| {
            let mut first = First::new(3);
            for name in names {
                first.push(name.into(), None);
            }
            first.listing(|_| Some(Kind::File))
        };
        let a = listing(&["e", "b", "d", "a", "c"]);
        let b = listing(&["a", "b", "c", "d", "e"]);
        assert_eq!(a.entries, b.entries);
        assert_eq!(a.entries.iter().map(|(name, _)| name.to_str().unwrap()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((a.more, b.more), (2, 2));
    }
}
