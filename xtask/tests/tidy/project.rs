//! The project's files, without what is built, fetched or hidden.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A text file of the project.
pub(crate) struct ProjectFile {
    /// Below the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl ProjectFile {
    pub(crate) fn has_ending(&self, ending: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == ending)
    }
}

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All text files, by path.
pub(crate) fn all() -> &'static [ProjectFile] {
    static ALL: LazyLock<Vec<ProjectFile>> = LazyLock::new(|| {
        let mut files = Vec::new();
        let root = root();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let kind = entry.file_type().unwrap();
                if kind.is_dir() && !is_left_out(&name) {
                    open.push(entry.path());
                } else if kind.is_file()
                    && let Ok(text) = fs::read_to_string(entry.path())
                {
                    let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                    files.push(ProjectFile { path, text });
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    });
    &ALL
}

fn is_left_out(name: &str) -> bool {
    name.starts_with("target") || (name.starts_with('.') && ![".ci", ".cargo", ".github"].contains(&name))
}

/// All Rust files.
pub(crate) fn rust() -> impl Iterator<Item = &'static ProjectFile> {
    all().iter().filter(|file| file.has_ending("rs"))
}

/// The Rust files of a crate's product: without its tests, examples and benches.
pub(crate) fn product(name: &str) -> impl Iterator<Item = &'static ProjectFile> {
    let source = format!("crates/{name}/src/");
    let of_crate: Vec<&ProjectFile> = rust().filter(|file| file.path.starts_with(&source)).collect();
    let tests: Vec<String> = of_crate.iter().flat_map(|file| modules_of_tests(file)).collect();
    of_crate.into_iter().filter(move |file| {
        let module = file.path.trim_end_matches(".rs");
        !tests
            .iter()
            .any(|test| module.strip_prefix(test.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    })
}

/// The modules that the file declares for tests alone, as paths without an ending.
fn modules_of_tests(file: &ProjectFile) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let (folder, name) = file.path.trim_end_matches(".rs").rsplit_once('/').unwrap();
    let folder = if ["lib", "main", "mod"].contains(&name) { folder.to_owned() } else { format!("{folder}/{name}") };
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'))
        .map(|module| format!("{folder}/{module}"))
        .collect()
}
