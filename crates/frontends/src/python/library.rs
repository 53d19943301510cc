//! What Python's own library has, by the names of its modules, and what a piece of code imports.
//!
//! Takes dotted names and texts; gives what is known of them without lowering anything. The texts may be pieces that are no whole file.

use crate::library::{Imported, Lacking};

/// A line for each module: its name, a colon, its public names.
const NAMES: &str = include_str!("standard_library.txt");

/// So many lines of a piece of code are read.
const LINES: usize = 2_000;

/// The module of the standard library that a dotted name begins with, and the name that it lacks.
pub(crate) fn lacking(path: &str) -> Option<Lacking> {
    let mut module = path;
    loop {
        if let Some(names) = names(module) {
            let name = path[module.len()..].trim_start_matches('.').split('.').next().unwrap_or_default();
            let is_there = name.is_empty() || name.starts_with('_') || names.split(' ').any(|known| known == name);
            return (!is_there).then(|| Lacking { module: module.to_owned(), name: name.to_owned() });
        }
        module = module.rsplit_once('.')?.0;
    }
}

/// The names of a module, with spaces between.
fn names(module: &str) -> Option<&'static str> {
    let mut lines = NAMES.lines();
    lines.find_map(|line| line.strip_prefix(module)?.strip_prefix(": "))
}

/// What a piece of code imports, line by line; parentheses may hold several lines together.
pub(crate) fn imported(text: &str) -> Vec<Imported> {
    let mut found = Vec::new();
    let mut lines = text.lines().take(LINES);
    while let Some(line) = lines.next() {
        let line = bare(line);
        if let Some(modules) = line.strip_prefix("import ") {
            for (path, local) in modules.split(',').filter_map(renamed) {
                // Without another name, what is bound is the first part.
                let bound = path.split('.').next().unwrap_or(path);
                let (path, local) = if local == path { (bound, bound) } else { (path, local) };
                found.push(Imported { path: path.to_owned(), local: local.to_owned() });
            }
        } else if let Some((module, names)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) {
            let mut names = names.trim_start_matches('(').to_owned();
            if line.contains('(') {
                while !names.contains(')') {
                    let Some(next) = lines.next() else { break };
                    names.push_str(bare(next));
                }
            }
            let names = names.split(')').next().unwrap_or_default();
            // What a package imports of itself is no library's.
            for (name, local) in names.split(',').filter_map(renamed).filter(|_| !module.starts_with('.')) {
                found.push(Imported { path: format!("{}.{name}", module.trim()), local: local.to_owned() });
            }
        }
    }
    found
}

/// A line without the white space around it and the remark behind it.
fn bare(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

/// `name as local`, or a name alone.
fn renamed(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_whitespace();
    let name = words.next()?;
    let is_name = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    match (words.next(), words.next()) {
        _ if !is_name => None,
        (Some("as"), Some(local)) => Some((name, local)),
        (None, _) => Some((name, name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_known_by_their_names() {
        let module_and_name = |path: &str| lacking(path).map(|lacking| (lacking.module, lacking.name));
        let pair = |module: &str, name: &str| Some((module.to_owned(), name.to_owned()));
        assert_eq!(module_and_name("hashlib.sha256"), None);
        assert_eq!(module_and_name("hashlib.sha256_safe"), pair("hashlib", "sha256_safe"));
        assert_eq!(module_and_name("os.path.realpath"), None);
        assert_eq!(module_and_name("os.path.sanitize"), pair("os.path", "sanitize"));
        assert_eq!(module_and_name("datetime.datetime.now"), None, "what a class has is not known");
        assert_eq!(module_and_name("html"), None);
        assert_eq!(module_and_name("secrets.token_urlsafe"), None);
        assert_eq!(module_and_name("cgi.escape"), pair("cgi", "escape"), "it was there once");
        assert_eq!(module_and_name("bleach.clean"), None, "not of the standard library");
        assert_eq!(module_and_name("email.mime.multipart.MIMEMultipart"), None);
    }

    #[test]
    fn every_line_is_a_module_with_its_names() {
        let mut modules: Vec<&str> = Vec::new();
        for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
            let (module, names) = line.split_once(": ").unwrap();
            assert!(
                !names.is_empty() && names.split(' ').all(|name| !name.is_empty() && !name.starts_with('_')),
                "{line}"
            );
            modules.push(module);
        }
        let mut sorted = modules.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(modules, sorted);
        assert!(modules.len() > 150);
    }

    #[test]
    fn imports_of_a_piece_are_read() {
        let text = "import os, hashlib as h  # both\nimport xml.sax\nfrom html import escape\nfrom secrets import (\n    token_hex as fresh,\n    choice,\n)\nfrom . import own\n";
        let pairs: Vec<(String, String)> = imported(text).into_iter().map(|one| (one.path, one.local)).collect();
        let expected = [
            ("os", "os"),
            ("hashlib", "h"),
            ("xml", "xml"),
            ("html.escape", "escape"),
            ("secrets.token_hex", "fresh"),
            ("secrets.choice", "choice"),
        ];
        assert_eq!(pairs, expected.map(|(path, local)| (path.to_owned(), local.to_owned())));
    }
}
