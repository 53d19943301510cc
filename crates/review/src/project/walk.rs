//! The walk: from folders to the files in them, and to what is left out.
//!
//! Links are never followed, `.git` is never entered (git itself cannot hold a file of that name), and every file
//! below the reviewed paths ends either in `files` or in `skipped`. A folder that is left out whole is one entry,
//! with the number of files below it; counting stops at a limit, and the number is then a lower bound.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use knowledge::Config;

use super::ignored::Rules;
use super::limits::Limits;
use super::modules::is_marker;
use super::name::written;
use super::open::{Kind, Tree};
use crate::{Cut, Place, Skip, SkipReason};

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Ordinary files that are not left out.
    pub(super) files: Vec<Found>,
    /// Files that tell where packages are: `pyproject.toml` and its like.
    pub(super) markers: Vec<PathBuf>,
    pub(super) skipped: Vec<Skip>,
    pub(super) cuts: Vec<Cut>,
    /// How many reviewed files each table of `flawline.toml` leaves out.
    pub(super) left_out: Vec<usize>,
}

/// An ordinary file.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Below the root.
    pub(super) path: PathBuf,
    /// The reviewed path that it is below, as an index; none for context.
    pub(super) pick: Option<usize>,
}

/// A walk over a tree.
pub(super) struct Walk<'a> {
    pub(super) tree: &'a mut Tree,
    pub(super) limits: &'a Limits,
    pub(super) no_ignore: bool,
    /// What the project says of its files.
    pub(super) config: &'a Config,
    /// The reviewed paths below the root, in order; the root itself is the empty path.
    pub(super) picks: &'a [PathBuf],
    pub(super) out: Walked,
}

struct Folder {
    path: PathBuf,
    rules: Rules,
    /// Left out, and entered only because a reviewed path lies below.
    ignored: bool,
}

impl Walk<'_> {
    /// Walks the files below a reviewed folder. The folder itself is not left out, whatever the rules say: it was
    /// asked for.
    pub(super) fn reviewed(&mut self, pick: usize) {
        let path = self.picks.get(pick).cloned().unwrap_or_default();
        self.walk(path, Some(pick));
    }

    /// Walks the rest of the root.
    pub(super) fn context(&mut self) {
        self.walk(PathBuf::new(), None);
    }

    fn walk(&mut self, start: PathBuf, pick: Option<usize>) {
        let rules = self.rules_above(&start);
        let mut left = self.limits.context_entries;
        let mut folders = vec![Folder { path: start, rules, ignored: false }];
        while let Some(folder) = folders.pop() {
            let Ok(listing) = self.tree.list(&folder.path, self.limits.entries_of_folder) else {
                self.skip(pick, &folder.path, true, SkipReason::Unreadable, 1);
                continue;
            };
            if pick.is_none() {
                let Some(rest) = left.checked_sub(listing.entries.len()) else {
                    self.cut(&folder.path, "there are more files beside the reviewed paths than are read as context");
                    return;
                };
                left = rest;
            }
            if listing.more > 0 {
                self.skip(pick, &folder.path, true, SkipReason::Crowded, listing.more);
            }
            let is_start = folder.path.as_os_str() == self.start(pick);
            let is_environment = listing.entries.iter().any(|(name, _)| name == "pyvenv.cfg" || name == "conda-meta");
            if is_environment && !is_start && !folder.ignored && !self.no_ignore && !self.holds_pick(&folder.path) {
                _ = self.leave_out(pick, &folder.path, SkipReason::Installed);
                continue;
            }
            let has_rules = listing.entries.iter().any(|(name, kind)| name == ".gitignore" && *kind == Kind::File);
            let rules =
                if has_rules && !self.no_ignore { folder.rules.inside(self.tree, &folder.path) } else { folder.rules };
            let before = folders.len();
            for (name, kind) in listing.entries {
                let entry = folder.path.join(&name);
                if name == ".git" || self.picks.binary_search(&entry).is_ok() {
                    continue;
                }
                let left_out = self.left_out(pick, &entry);
                let ignored =
                    folder.ignored || is_foreign_metadata(&name, kind) || rules.ignore(&entry, kind == Kind::Folder);
                match kind {
                    Kind::Link => self.skip(pick, &entry, false, SkipReason::Link, 1),
                    Kind::Special => self.skip(pick, &entry, false, SkipReason::Special, 1),
                    Kind::Folder if left_out.is_some() && !self.holds_pick(&entry) => {
                        let files = self.leave_out(pick, &entry, SkipReason::LeftOut);
                        self.count_left_out(left_out, files);
                    }
                    Kind::Folder if ignored && !self.holds_pick(&entry) => {
                        _ = self.leave_out(pick, &entry, SkipReason::Ignored);
                    }
                    Kind::Folder if entry.iter().count() >= self.limits.depth => {
                        _ = self.leave_out(pick, &entry, SkipReason::TooDeep);
                    }
                    Kind::Folder => folders.push(Folder { path: entry, rules: rules.clone(), ignored }),
                    Kind::File if left_out.is_some() => {
                        self.skip(pick, &entry, false, SkipReason::LeftOut, 1);
                        self.count_left_out(left_out, usize::from(pick.is_some()));
                    }
                    Kind::File if ignored => self.skip(pick, &entry, false, SkipReason::Ignored, 1),
                    Kind::File => {
                        if name.to_str().is_some_and(is_marker) {
                            self.out.markers.push(entry.clone());
                        }
                        self.out.files.push(Found { path: entry, pick });
                    }
                }
            }
            // The last is taken first: turned round, folders are walked in the order of their names.
            folders.get_mut(before..).unwrap_or_default().reverse();
        }
    }

    fn start(&self, pick: Option<usize>) -> &OsStr {
        pick.and_then(|pick| self.picks.get(pick)).map_or(OsStr::new(""), |path| path.as_os_str())
    }

    fn rules_above(&self, start: &Path) -> Rules {
        if self.no_ignore {
            return Rules::default();
        }
        let above: Vec<&Path> = start.ancestors().skip(1).collect();
        above.into_iter().rev().fold(Rules::of_root(self.tree), |rules, folder| rules.inside(self.tree, folder))
    }

    fn holds_pick(&self, folder: &Path) -> bool {
        let first = self.picks.partition_point(|pick| pick.as_path() < folder);
        self.picks.get(first).is_some_and(|pick| pick.starts_with(folder))
    }

    /// Leaves a folder out, and tells how many files that are.
    fn leave_out(&mut self, pick: Option<usize>, folder: &Path, reason: SkipReason) -> usize {
        if pick.is_none() {
            return 0;
        }
        let files = self.count(folder);
        if files > 0 {
            self.skip(pick, folder, true, reason, files);
        }
        files
    }

    /// The table of `flawline.toml` that leaves an entry out.
    fn left_out(&self, pick: Option<usize>, entry: &Path) -> Option<usize> {
        if self.config.left_out.is_empty() {
            return None;
        }
        self.config.leaves_out(&written(entry), &written(Path::new(self.start(pick))))
    }

    fn count_left_out(&mut self, table: Option<usize>, files: usize) {
        if let Some(count) = table.and_then(|table| self.out.left_out.get_mut(table)) {
            *count += files;
        }
    }

    fn skip(&mut self, pick: Option<usize>, path: &Path, is_folder: bool, reason: SkipReason, files: usize) {
        if pick.is_some() {
            let mut path = written(path);
            if is_folder {
                path = if path.is_empty() { "./".to_owned() } else { path + "/" };
            }
            self.out.skipped.push(Skip { path, reason, files });
        }
    }

    /// How many files there are below a folder, or at least are if there are many.
    fn count(&mut self, folder: &Path) -> usize {
        let (mut files, mut left) = (0, self.limits.counted_entries);
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let Ok(listing) = self.tree.list(&folder, left) else {
                files += 1;
                continue;
            };
            left -= listing.entries.len();
            for (name, kind) in listing.entries {
                match kind {
                    _ if name == ".git" => {}
                    Kind::Folder => folders.push(folder.join(name)),
                    _ => files += 1,
                }
            }
            if listing.more > 0 || left == 0 {
                return files;
            }
        }
        files
    }

    fn cut(&mut self, folder: &Path, text: &str) {
        self.out.cuts.push(context_cut(written(folder), text));
    }
}

/// A limit that was reached while context was collected.
pub(super) fn context_cut(path: String, text: &str) -> Cut {
    let path = if path.is_empty() { ".".to_owned() } else { path };
    let place = Place { path, line: 1, column: 1, end_line: 1, end_column: 1, cell: None };
    Cut { place, function: String::new(), text: format!("{text}: flows through the others are not seen") }
}

fn is_foreign_metadata(name: &OsStr, kind: Kind) -> bool {
    kind == Kind::Folder && (name == ".hg" || name == ".svn")
}
