//! How much of a tree is looked at: counts, never times, so that every machine sees the same.

/// The limits of a discovery.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Entries of one folder; the first by name are taken.
    pub(super) entries_of_folder: usize,
    /// Parts of a path.
    pub(super) depth: usize,
    /// Entries looked at to count the files of a folder that is left out.
    pub(super) counted_entries: usize,
    /// Entries looked at in search of context.
    pub(super) context_entries: usize,
    /// Files of context; those nearest to the reviewed paths are taken.
    pub(super) context_files: usize,
    /// Bytes of context.
    pub(super) context_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries_of_folder: 200_000,
            depth: 1_000,
            counted_entries: 100_000,
            context_entries: 1_000_000,
            context_files: 20_000,
            context_bytes: 256 * 1024 * 1024,
        }
    }
}

/// What `no_ignore` raises the limit of a file's size to, if it is lower: a parser's stack has an end.
pub(super) const BYTES_WITHOUT_IGNORE: u64 = 4 * 1024 * 1024;

/// No file is larger, whatever is asked: positions are 32 bits wide, and decoding may double a text.
pub(super) const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// How many times larger than other files a notebook may be: most of it is what its cells have printed.
pub(super) const NOTEBOOK: u64 = 16;

/// A larger `pyproject.toml` or `setup.cfg` is not read.
pub(super) const MOST_MARKER_BYTES: u64 = 1024 * 1024;

/// How many reviewed paths are looked at to tell how near a file of context is.
pub(super) const MOST_PICKS_COMPARED: usize = 64;
