//! Scaffolds of new pieces of knowledge. What they leave open, the loader asks for with file and line.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use cwe::{Catalogue, Mapping};

/// A rule and the page of its examples.
pub(crate) fn rule(root: &Path, number: u32, id: &str) -> Result<()> {
    ensure!(is_plain(id), "`{id}` is no rule id: it is in lower case with hyphens, such as sql-injection");
    let catalogue = Catalogue::official();
    let entry = catalogue.get(number).with_context(|| cwe::face::unknown_text(number))?;
    let mapping = catalogue.judge_mapping(number);
    ensure!(!matches!(mapping, Mapping::Refused { .. }), "{entry}: {mapping}");
    let review = match mapping {
        Mapping::NeedsReason => {
            "review = \"\"              # why this id is right although MITRE allows it with review only\n"
        }
        _ => "",
    };
    let folder = root.join(format!("rules/cwe-{number}-{id}"));
    ensure!(!folder.exists(), "{} is there already", folder.display());
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let title = title(id);
    create(&folder.join("rule.md"), &rule_page(&title, number, id, review))?;
    create(&folder.join("python.md"), &examples(&title))
}

/// A model of a library.
pub(crate) fn model(root: &Path, language: &str, library: &str) -> Result<()> {
    ensure!(is_plain(language), "`{language}` is no language's folder, such as python");
    let plain = library.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    ensure!(plain && !library.starts_with('.') && !library.is_empty(), "`{library}` is no library's name");
    let folder = root.join("models").join(language);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    create(&folder.join(format!("{library}.toml")), &model_file(library))
}

fn create(path: &Path, text: &str) -> Result<()> {
    ensure!(!path.exists(), "{} is there already", path.display());
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    crate::say(&format!("wrote {}", path.display()));
    Ok(())
}

fn is_plain(word: &str) -> bool {
    let mut parts = word.split('-');
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// `sql-injection` → `Sql injection`; a person writes it better.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn rule_page(title: &str, number: u32, id: &str, review: &str) -> String {
    format!(
        r#"# {title}

```toml
id = "{id}"
shape = "flow"           # flow, call, value, absence, order
severity = "high"        # critical, high, medium, low
since = "{version}"
sources = ["remote-input", "document-input", "library-input", "local-input"]
message = ""             # what the engine saw; the slots are in rules/README.md
impact = ""              # what an attacker gains
repair = ""              # ends the sentence "To mitigate this risk, …"

[[case]]
kind = ""                # a kind of models/kinds.toml
cwe = {number}
{review}```

## What it finds

## Why it matters

## How to repair it

## What it misses, and where it is wrong

## References
"#,
        version = env!("CARGO_PKG_VERSION"),
    )
}

fn examples(title: &str) -> String {
    let mut out = format!("# {title} in Python\n");
    for section in ["A first example", "A second example", "A third example"] {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n## {section}\n\n```python\n# finding\n```\n\n## {section}, safe\n\n```python\n```\n");
    }
    out
}

fn model_file(library: &str) -> String {
    format!(
        r#"library = "{library}"
homepage = ""

# One table for each row; models/README.md lists them all.
#
# [[source]]
# api = "{library}.request.args"
# kind = "remote-input"
#
# [[sink]]
# api = "{library}.run"
# kind = "shell"
# context = "command-line"
# from = "0:command"
"#
    )
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
