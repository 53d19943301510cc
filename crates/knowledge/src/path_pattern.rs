//! Patterns of paths: `src/legacy`, `**/*_gen.py`, `vendor/*/api`.
//!
//! `*` stands for any part of one name, `?` for one letter, `**` as a name for any number of folders. A pattern that fits a
//! folder fits all that is in it. There is nothing else, so that a pattern costs no more than its length times the path's.

use std::fmt;

/// How long a pattern may be, in bytes.
const LONGEST: usize = 200;

/// A pattern of paths below the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    names: Vec<String>,
}

impl PathPattern {
    /// The pattern of a text, or why it is none.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("it is longer than 200 bytes");
        }
        if text.starts_with('/') || text.contains(['\\', ':']) {
            return Err("it starts from the root of the project, with `/` between names");
        }
        if text.contains(['[', ']', '{', '}', '!']) {
            return Err("there is nothing but `*`, `?` and `**`; write several patterns");
        }
        let mut names: Vec<String> = Vec::new();
        for name in text.split('/').filter(|name| !name.is_empty() && *name != ".") {
            if name == ".." {
                return Err("it does not lead out of the project");
            }
            if name.contains("**") && name != "**" {
                return Err("`**` stands alone between two `/`");
            }
            // Two of these say what one says.
            if name != "**" || names.last().is_none_or(|last| last != "**") {
                names.push(name.to_owned());
            }
        }
        if names.len() > 1 && names.last().is_some_and(|last| last == "**") {
            names.pop();
        }
        if names.is_empty() {
            return Err("it names nothing");
        }
        Ok(Self { text: text.to_owned(), names })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it fits a path, with `/` between its names, or a folder that the path is in.
    pub fn fits(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        // Of several `**`, only the last is ever tried again: what the earlier ones stand for need not change.
        let (mut at, mut in_path) = (0, 0);
        let mut again: Option<(usize, usize)> = None;
        loop {
            match self.names.get(at) {
                None => return true,
                Some(name) if name == "**" => {
                    again = Some((at, in_path));
                    at += 1;
                    continue;
                }
                Some(name) if path.get(in_path).is_some_and(|part| fits_name(name, part)) => {
                    (at, in_path) = (at + 1, in_path + 1);
                    continue;
                }
                Some(_) => {}
            }
            let Some((stars, from)) = again.filter(|(_, from)| *from < path.len()) else { return false };
            again = Some((stars, from + 1));
            (at, in_path) = (stars + 1, from + 1);
        }
    }
}

/// Whether a name fits one with `*` and `?`.
fn fits_name(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut in_name) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        match pattern.get(at) {
            None if in_name == name.len() => return true,
            Some('*') => {
                again = Some((at, in_name));
                at += 1;
                continue;
            }
            Some(letter) if name.get(in_name).is_some_and(|other| *letter == '?' || letter == other) => {
                (at, in_name) = (at + 1, in_name + 1);
                continue;
            }
            _ => {}
        }
        let Some((star, from)) = again.filter(|(_, from)| *from < name.len()) else { return false };
        again = Some((star, from + 1));
        (at, in_name) = (star + 1, from + 1);
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        PathPattern::new(pattern).unwrap().fits(path)
    }

    #[test]
    fn a_folder_stands_for_all_that_is_in_it() {
        for pattern in ["src/legacy", "src/legacy/", "./src/legacy/**", "src/*cy", "**/legacy", "**/src/legacy/**"] {
            assert!(fits(pattern, "src/legacy/a/b.py"), "{pattern}");
            assert!(fits(pattern, "src/legacy"), "{pattern}");
            assert!(!fits(pattern, "src/legacy2/a.py"), "{pattern}");
            assert!(!fits(pattern, "src"), "{pattern}");
        }
    }

    #[test]
    fn stars_stand_for_parts_of_names_and_for_folders() {
        assert!(fits("**/*_gen.py", "a_gen.py") && fits("**/*_gen.py", "x/y/a_gen.py"));
        assert!(!fits("*_gen.py", "x/a_gen.py") && !fits("**/*_gen.py", "x/a_gen.pyi"));
        assert!(fits("a/**/b/**/c.py", "a/x/b/b/y/c.py") && !fits("a/**/b/**/c.py", "a/x/y/c.py"));
        assert!(fits("a?c.py", "abc.py") && !fits("a?c.py", "ac.py"));
        assert!(fits("**", "a.py") && fits("*", "a/b.py"));
    }

    #[test]
    fn what_leads_out_or_may_be_meant_otherwise_is_refused() {
        for pattern in ["/etc", "../x", "a/../../b", "C:\\x", "c:/x", "", ".", "a/{b,c}", "[ab].py", "!a", "a**"] {
            assert!(PathPattern::new(pattern).is_err(), "{pattern}");
        }
        assert!(PathPattern::new(&"a".repeat(LONGEST + 1)).is_err());
    }

    #[test]
    fn a_pattern_of_stars_ends_soon() {
        let pattern = PathPattern::new(&"*a".repeat(100)).unwrap();
        assert!(!pattern.fits(&format!("{}b", "a".repeat(4_000))));
        let pattern = PathPattern::new(&"**/a/".repeat(40)).unwrap();
        assert!(!pattern.fits(&"a/".repeat(39)));
    }
}
