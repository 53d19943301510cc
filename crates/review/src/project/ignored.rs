//! What the project's own `.gitignore` files leave out.
//!
//! The rules of a folder are those of its own `.gitignore`, then those of the folders above up to the root, last
//! `.git/info/exclude` of the root. Nothing outside the root is read: no rules of folders above it, no configuration
//! of the user's git. A file of rules that is not an ordinary one, is larger than 1 MiB or has more than 10,000
//! lines is not obeyed: more is read then, never less.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::open::{self, Tree};

const MOST_BYTES: u64 = 1024 * 1024;
const MOST_LINES: usize = 10_000;

/// The rules that hold in a folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    innermost: Option<Rc<Level>>,
}

#[derive(Debug)]
struct Level {
    folder: PathBuf,
    rules: Gitignore,
    outer: Option<Rc<Level>>,
}

impl Rules {
    /// The rules at the root before its own `.gitignore`.
    pub(super) fn of_root(tree: &Tree) -> Self {
        Self::default().with(tree, Path::new(""), &Path::new(".git").join("info").join("exclude"))
    }

    /// The rules in a folder: these and those of its own `.gitignore`.
    #[must_use]
    pub(super) fn inside(&self, tree: &Tree, folder: &Path) -> Self {
        self.with(tree, folder, &folder.join(".gitignore"))
    }

    fn with(&self, tree: &Tree, folder: &Path, file: &Path) -> Self {
        match parsed(tree, file) {
            Some(rules) => {
                let level = Level { folder: folder.to_owned(), rules, outer: self.innermost.clone() };
                Self { innermost: Some(Rc::new(level)) }
            }
            None => self.clone(),
        }
    }

    /// Whether a path in the folder of these rules is left out.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> bool {
        let mut level = self.innermost.as_deref();
        while let Some(Level { folder, rules, outer }) = level {
            let below = path.strip_prefix(folder).unwrap_or(path);
            match rules.matched(below, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => level = outer.as_deref(),
            }
        }
        false
    }
}

fn parsed(tree: &Tree, file: &Path) -> Option<Gitignore> {
    let bytes = open::read(tree.open(file).ok()?, MOST_BYTES, |_| true).ok()??;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.lines().count() > MOST_LINES {
        return None;
    }
    let mut builder = GitignoreBuilder::new(".");
    for line in text.lines() {
        // A line that is no pattern says nothing; the others hold all the same, as with git.
        let _ = builder.add_line(None, line);
    }
    builder.build().ok().filter(|rules| !rules.is_empty())
}
