//! A file of the code that a review is about.

use review::Scope;

use crate::anchor::Sought;

/// A file of the code.
pub(crate) struct File<'a> {
    /// Its path below the root.
    pub(crate) path: &'a str,
    /// Its place among the project's files, where its language is known.
    pub(crate) known: Option<usize>,
    /// Whether it is one that was asked about, and not only read along.
    pub(crate) is_asked: bool,
    /// What kind of file it is.
    pub(crate) scope: Scope,
    /// Its text, made ready; none where it could not be read.
    pub(crate) sought: Option<Sought<'a>>,
}

impl File<'_> {
    /// Whether it is part of the program itself, in a language that Flawline knows.
    pub(crate) fn is_known_code(&self) -> bool {
        self.scope == Scope::Production && self.known.is_some()
    }

    /// Whether it is likely to be shown or run by a browser, by its ending.
    pub(crate) fn is_of_browser(&self) -> bool {
        const PAGES: [&str; 12] =
            ["html", "htm", "js", "jsx", "mjs", "ts", "tsx", "vue", "svelte", "scss", "less", "tsbuildinfo"];
        name(self.path).rsplit_once('.').is_some_and(|(_, ending)| PAGES.contains(&ending.to_lowercase().as_str()))
    }

    /// Whether it is likely to be part of the program, and no data or document, by its ending.
    pub(crate) fn is_program(&self) -> bool {
        const DATA: [&str; 30] = [
            "txt", "md", "rst", "json", "toml", "yaml", "yml", "ini", "cfg", "conf", "lock", "csv", "svg", "png",
            "jpg", "gif", "ico", "css", "po", "mo", "xml", "license", "in", "typed", "log", "jsonl", "example", "map",
            "webp", "pdf",
        ];
        let name = name(self.path);
        name.rsplit_once('.')
            .is_some_and(|(stem, ending)| !stem.is_empty() && !DATA.contains(&ending.to_lowercase().as_str()))
    }
}

/// The last part of a path.
pub(crate) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
