//! The knowledge folders on disk: the pages in them, and the knowledge that their examples are reviewed with.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use knowledge::{Knowledge, KnowledgeErrors, KnowledgeFile, read_folder};

/// A Markdown page as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// The path below the repository, with `/`.
    pub path: String,
    /// The Markdown.
    pub text: String,
}

/// A folder with `rules/`, `models/` and, in this repository, `constructs/`.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at a path.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// What rules and models say.
    pub fn knowledge(&self) -> Result<Knowledge, KnowledgeErrors> {
        Knowledge::from_folder(&self.root)
    }

    /// The same, and the model of the functions that the pages of `constructs/` are written with.
    pub fn knowledge_of_constructs(&self) -> Result<Knowledge, KnowledgeErrors> {
        let mut files = read_folder(&self.root)?;
        if let Ok(text) = std::fs::read_to_string(self.root.join("constructs/model.toml")) {
            let path = Cow::Borrowed("models/python/construct.toml");
            files.push(KnowledgeFile { path, text: Cow::Owned(text), trusted: false, local: None });
        }
        Knowledge::load(&files)
    }

    /// The declarations of the rules: `rules/*/rule.md`.
    pub fn rules(&self) -> Vec<PageText> {
        self.pages("rules", 2).into_iter().filter(|page| page.path.ends_with("/rule.md")).collect()
    }

    /// The examples of the rules: every other page in their folders.
    pub fn rule_pages(&self) -> Vec<PageText> {
        self.pages("rules", 2).into_iter().filter(|page| !page.path.ends_with("/rule.md")).collect()
    }

    /// The examples of the models.
    pub fn model_pages(&self) -> Vec<PageText> {
        self.pages("models", 2)
    }

    /// The pages of what a language can do.
    pub fn construct_pages(&self) -> Vec<PageText> {
        self.pages("constructs", 1)
    }

    fn pages(&self, folder: &str, depth: usize) -> Vec<PageText> {
        let pages = pages_in(&self.root.join(folder), folder);
        pages.into_iter().filter(|page| page.path.matches('/').count() == depth).collect()
    }
}

/// The Markdown files below a folder, by path, without those called `README.md`; paths begin with `name`.
pub fn pages_in(folder: &Path, name: &str) -> Vec<PageText> {
    let mut pages = Vec::new();
    let mut open = vec![(folder.to_owned(), name.to_owned())];
    while let Some((folder, name)) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            let path = format!("{name}/{file}");
            if entry.path().is_dir() {
                open.push((entry.path(), path));
            } else if entry.path().extension().is_some_and(|ending| ending == "md") && file != "README.md" {
                let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
                pages.push(PageText { path, text });
            }
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}
