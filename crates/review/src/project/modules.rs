//! By which names files are imported.
//!
//! Python finds a module below a folder of its search path. Which folders those are is not written in the files, so
//! it is concluded from four things, the stronger first: what another file of the project evidently imports from
//! there; the folders that `pyproject.toml` and `setup.cfg` declare, and the `src` layout; the packages that a
//! chain of `__init__.py` makes; last, the folder of the script itself.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use frontends::Language;
use rayon::prelude::*;
use regex::Regex;
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// Folders above a file that are tried.
const MOST_FOLDERS: usize = 64;

/// A Python file.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

/// What is known of a project's import roots. Folders are written without a `/` at the end; the root is empty.
pub(super) struct Names {
    packages: FxHashSet<String>,
    declared: BTreeSet<String>,
    /// Pairs of a folder and a dotted name that is evidently imported from there, with a `:` between.
    evident: FxHashSet<String>,
}

impl Names {
    /// Looks at all Python files, and at the text of each file that declares where packages are.
    pub(super) fn new(files: &[Input<'_>], markers: &[(String, String)]) -> Self {
        let packages: FxHashSet<String> = files
            .iter()
            .filter(|file| matches!(name_of(file.path), "__init__.py" | "__init__.pyi"))
            .map(|file| folder_of(file.path).to_owned())
            .collect();
        let mut known = FxHashSet::default();
        for file in files {
            known.insert(file.path.rsplit_once('.').map_or(file.path, |(stem, _)| stem).to_owned());
            known.extend(folders_above(file.path).map(str::to_owned));
        }
        let mut declared = BTreeSet::new();
        let mut projects = BTreeSet::from([""]);
        for (path, text) in markers {
            projects.insert(folder_of(path));
            let below = |folder: String| joined(folder_of(path), folder.trim_start_matches("./").trim_end_matches('/'));
            declared.extend(roots_in(name_of(path), text).into_iter().map(below));
        }
        declared.extend(projects.into_iter().map(|project| joined(project, "src")));
        declared.retain(|folder| !folder.is_empty() && known.contains(folder) && !packages.contains(folder));
        let evident = files.par_iter().flat_map_iter(|file| evidence(*file, &known)).collect();
        Self { packages, declared, evident }
    }

    /// The name of a file, and whether it is a package's own.
    pub(super) fn of(&self, path: &str) -> (String, bool) {
        match self.root_of(path) {
            "" => frontends::module_name(path, &[]),
            root => frontends::module_name(path, &[root]),
        }
    }

    fn root_of<'a>(&self, path: &'a str) -> &'a str {
        let folders: Vec<&str> = folders_above(path).take(MOST_FOLDERS).collect();
        let Some(&own) = folders.first() else { return "" };
        let in_package = |folder: &&&str| self.packages.contains(**folder);
        let declared = folders.iter().copied().find(|folder| self.declared.contains(*folder));
        // The folder above the nearest chain of packages; without one, the file's own.
        let chain = match folders.iter().position(|folder| self.packages.contains(*folder)) {
            Some(nearest) => {
                let length = folders.iter().skip(nearest).take_while(in_package).count();
                folders.get(nearest + length).copied().unwrap_or("")
            }
            None => own,
        };
        let first = declared.or(self.packages.contains(own).then_some(chain));
        let candidates: Vec<&str> = first.into_iter().chain(folders.iter().rev().copied()).collect();
        // Nothing in a package is imported from the package's own folder.
        let candidates = || candidates.iter().copied().filter(|root| !self.packages.contains(*root));
        let by_name = candidates().find(|root| self.is_imported(root, path));
        by_name.or_else(|| candidates().find(|root| self.is_evident(root, path))).or(declared).unwrap_or(chain)
    }

    /// Whether a file imports this one, or something of the folder that it is in, by the name it has below `root`.
    fn is_imported(&self, root: &str, path: &str) -> bool {
        let (name, _) = name_below(root, path);
        let folder = name.rsplit_once('.').map_or("", |(folder, _)| folder);
        self.evident.contains(&format!("{root}:{name}")) || self.evident.contains(&format!("{root}:{folder}"))
    }

    /// Whether a file imports something that begins as this one's name below `root` does.
    fn is_evident(&self, root: &str, path: &str) -> bool {
        let below = path.strip_prefix(root).unwrap_or(path).trim_start_matches('/');
        let first = below.split('/').next().unwrap_or(below);
        let name = first.split('.').next().unwrap_or(first);
        self.evident.contains(&format!("{root}:{name}"))
    }
}

fn name_below(root: &str, path: &str) -> (String, bool) {
    match root {
        "" => frontends::module_name(path, &[]),
        root => frontends::module_name(path, &[root]),
    }
}

/// From which folders above a file its imports are evidently taken.
fn evidence(file: Input<'_>, known: &FxHashSet<String>) -> Vec<String> {
    static IMPORT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?m)^[ \t]*(?:from[ \t]+([^\W\d][\w.]*)|import[ \t]+([^\n\r#;]+))").ok());
    let Some(import) = IMPORT.as_ref() else { return Vec::new() };
    let mut names = BTreeSet::new();
    for found in import.captures_iter(file.text) {
        if let Some(name) = found.get(1) {
            names.insert(name.as_str());
        } else if let Some(list) = found.get(2) {
            names.extend(list.as_str().split(',').filter_map(|item| item.split_whitespace().next()));
        }
    }
    let folders: Vec<&str> = folders_above(file.path).take(MOST_FOLDERS).collect();
    let mut out = Vec::new();
    for name in names {
        let first = name.split('.').next().unwrap_or(name);
        for folder in folders.iter().filter(|folder| known.contains(&joined(folder, first))) {
            let dots = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
            out.extend(dots.take(MOST_FOLDERS).filter_map(|end| Some(format!("{folder}:{}", name.get(..end)?))));
        }
    }
    out
}

/// The folders that a project's own files declare as the ones that packages are in.
fn roots_in(name: &str, text: &str) -> Vec<String> {
    if name == "setup.cfg" { roots_in_cfg(text) } else { roots_in_pyproject(text).unwrap_or_default() }
}

fn roots_in_pyproject(text: &str) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct PyProject {
        tool: Option<toml::Table>,
    }
    let tool = toml::from_str::<PyProject>(text).ok()?.tool?;
    let mut roots = Vec::new();
    if let Some(setuptools) = tool.get("setuptools") {
        let found = setuptools.get("packages").and_then(|packages| packages.get("find")?.get("where")?.as_array());
        roots.extend(found.into_iter().flatten().filter_map(|folder| folder.as_str()));
        roots.extend(setuptools.get("package-dir").and_then(|folders| folders.get("")?.as_str()));
    }
    let packages = tool.get("poetry").and_then(|poetry| poetry.get("packages")?.as_array());
    roots.extend(packages.into_iter().flatten().filter_map(|package| package.get("from")?.as_str()));
    Some(roots.into_iter().map(str::to_owned).collect())
}

fn roots_in_cfg(text: &str) -> Vec<String> {
    let mut roots = Vec::new();
    let (mut section, mut key) = ("", "");
    for line in text.lines() {
        let is_continued = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.starts_with('[') {
            (section, key) = (line, "");
            continue;
        }
        let value = match line.split_once('=') {
            Some((name, value)) if !is_continued => {
                key = name.trim_end();
                value.trim()
            }
            _ => line,
        };
        match (section, key) {
            ("[options]", "package_dir") => {
                roots.extend(value.strip_prefix('=').map(|folder| folder.trim().to_owned()));
            }
            ("[options.packages.find]", "where") if !value.is_empty() => roots.push(value.to_owned()),
            _ => {}
        }
    }
    roots
}

/// The folders above a path, the nearest first, the root last.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(folder_of(path));
    std::iter::from_fn(move || {
        let folder = next?;
        next = if folder.is_empty() { None } else { Some(folder_of(folder)) };
        Some(folder)
    })
}

pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn joined(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", name) => name.to_owned(),
        (folder, "" | ".") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    }
}

/// Whether a file of this name may tell where packages are.
pub(super) fn is_marker(name: &str) -> bool {
    matches!(name, "pyproject.toml" | "setup.py" | "setup.cfg")
}

/// Whether files of a language are imported by names that depend on folders.
pub(super) fn has_import_roots(language: Language) -> bool {
    language == Language::Python
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(files: &[(&str, &str)], markers: &[(&str, &str)], path: &str) -> String {
        let files: Vec<_> = files.iter().map(|&(path, text)| Input { path, text }).collect();
        let markers: Vec<_> = markers.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
        Names::new(&files, &markers).of(path).0
    }

    #[test]
    fn a_chain_of_packages_starts_below_an_import_root() {
        let files = [("lib/shop/__init__.py", ""), ("lib/shop/web/__init__.py", ""), ("lib/shop/web/views.py", "")];
        assert_eq!(name(&files, &[], "lib/shop/web/views.py"), "shop.web.views");
        assert_eq!(name(&files, &[], "lib/shop/__init__.py"), "shop");
        // A folder without `__init__.py` inside a package is a part of it.
        assert_eq!(
            name(&[("shop/__init__.py", ""), ("shop/jobs/run.py", "")], &[], "shop/jobs/run.py"),
            "shop.jobs.run"
        );
    }

    #[test]
    fn what_is_evidently_imported_decides() {
        let flat = [("app/main.py", "from app.db import query\n"), ("app/db.py", "")];
        assert_eq!(name(&flat, &[], "app/db.py"), "app.db");
        let script = [("app/main.py", "import sys, db as d\n"), ("app/db.py", "")];
        assert_eq!(name(&script, &[], "app/db.py"), "db");
        assert_eq!(name(&[("app/db.py", "")], &[], "app/db.py"), "db");
        let deep = [("a/b/app/x.py", ""), ("a/b/run.py", "    from app import x"), ("other/run.py", "import a")];
        assert_eq!(name(&deep, &[], "a/b/app/x.py"), "app.x");
        let space = [("google/cloud/__init__.py", ""), ("test_it.py", "import google.cloud")];
        assert_eq!(name(&space, &[], "google/cloud/__init__.py"), "google.cloud");
    }

    #[test]
    fn declared_roots_and_the_src_layout_hold_without_packages() {
        assert_eq!(name(&[("src/a/b.py", "")], &[], "src/a/b.py"), "a.b");
        assert_eq!(name(&[("one/src/a/b.py", "")], &[("one/pyproject.toml", "")], "one/src/a/b.py"), "a.b");
        assert_eq!(name(&[("src/__init__.py", ""), ("src/a/b.py", "")], &[], "src/a/b.py"), "src.a.b");
        assert_eq!(name(&[("src/a.py", ""), ("run.py", "from src.a import x")], &[], "src/a.py"), "src.a");
        for (file, text) in [
            ("pyproject.toml", "[tool.setuptools.packages.find]\nwhere = ['lib']"),
            ("pyproject.toml", "[tool.setuptools]\npackage-dir = { '' = 'lib' }"),
            ("pyproject.toml", "[[tool.poetry.packages]]\ninclude = 'a'\nfrom = './lib/'"),
            ("setup.cfg", "[options]\npackage_dir =\n    = lib\n"),
            ("setup.cfg", "[options.packages.find]\nwhere = lib"),
        ] {
            assert_eq!(name(&[("lib/a/b.py", "")], &[(file, text)], "lib/a/b.py"), "a.b", "{text}");
        }
    }

    #[test]
    fn a_marker_cannot_lead_out_of_the_root_or_make_us_fail() {
        let text = "[tool.setuptools.packages.find]\nwhere = ['../..', '/', '', '.', 'lib/../..']";
        assert_eq!(name(&[("lib/a.py", "")], &[("pyproject.toml", text)], "lib/a.py"), "a");
        assert_eq!(name(&[("lib/a.py", "")], &[("pyproject.toml", "[[[")], "lib/a.py"), "a");
    }
}
