//! Scaffolds of new pieces of knowledge. What they leave open, the loader asks for with file and line.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use knowledge::{Begins, begin_model, begin_rule};

/// A rule and the page of its examples.
pub(crate) fn rule(root: &Path, number: u32, id: &str) -> Result<()> {
    write(root, &begin_rule(number, id, &[], env!("CARGO_PKG_VERSION"), Begins::House)?)
}

/// A model of a library.
pub(crate) fn model(root: &Path, language: &str, library: &str) -> Result<()> {
    write(root, &begin_model(language, library, Begins::House)?)
}

/// Writes files below a folder, and overwrites none.
fn write(root: &Path, files: &[(String, String)]) -> Result<()> {
    for (path, _) in files {
        ensure!(!root.join(path).exists(), "{path} is there already");
    }
    for (path, text) in files {
        let path = root.join(path);
        let folder = path.parent().context("a file stands in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        crate::say(&format!("wrote {}", path.display()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_begun_with_its_declaration_and_its_examples_and_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        rule(root.path(), 89, "sql-injection").unwrap();
        let page = fs::read_to_string(root.path().join("rules/cwe-89-sql-injection/rule.md")).unwrap();
        assert!(page.starts_with("# Sql injection\n\n```toml\nid = \"sql-injection\"\n"), "{page}");
        assert!(page.contains("\ncwe = 89\n"), "{page}");
        assert!(root.path().join("rules/cwe-89-sql-injection/python.md").is_file());
        assert!(rule(root.path(), 89, "sql-injection").is_err());
    }

    #[test]
    fn a_rule_for_a_weakness_that_must_not_be_cited_is_refused() {
        let root = tempfile::tempdir().unwrap();
        for (number, id) in [(16, "bad-setup"), (4_000_000, "unknown"), (89, "SQL"), (89, "../x"), (89, "a--b")] {
            assert!(rule(root.path(), number, id).is_err(), "{number} {id}");
        }
        assert!(!root.path().join("rules").exists());
    }

    #[test]
    fn a_model_is_begun_in_its_language_and_nowhere_else() {
        let root = tempfile::tempdir().unwrap();
        model(root.path(), "python", "flask").unwrap();
        assert!(root.path().join("models/python/flask.toml").is_file());
        for (language, library) in [("python", "../flask"), ("..", "flask"), ("python", ""), ("python", "flask")] {
            assert!(model(root.path(), language, library).is_err(), "{language} {library}");
        }
    }
}
