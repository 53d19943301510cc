//! Beginnings of new pieces of knowledge, for this repository and for a project's own. What they leave open, the loader asks for
//! with file and line.
//!
//! Takes what is to be begun; gives paths below the knowledge folder and texts. Whoever asks writes them.

use std::fmt::Write as _;

use cwe::{Catalogue, Mapping};

/// Who begins a piece of knowledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// This repository.
    House,
    /// A project that teaches what is particular to it.
    Project,
}

/// Why nothing can be begun.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// The id of a rule is none.
    #[error("`{0}` is no rule id: it is in lower case with hyphens, such as sql-injection")]
    RuleId(String),
    /// There is no such weakness.
    #[error("{0}")]
    UnknownWeakness(String),
    /// MITRE does not want the weakness to be cited; the sentence names better ones.
    #[error("{0}")]
    Refused(String),
    /// The name of a language is none.
    #[error("`{0}` is no language's folder, such as python")]
    Language(String),
    /// The name of a library is none.
    #[error("`{0}` is no library's name")]
    Library(String),
}

/// A rule and the page of its examples. `kinds` are those that rules for the weakness speak of already.
pub fn begin_rule(
    number: u32,
    id: &str,
    kinds: &[&str],
    version: &str,
    begins: Begins,
) -> Result<Vec<(String, String)>, ScaffoldError> {
    if !is_plain(id) {
        return Err(ScaffoldError::RuleId(id.to_owned()));
    }
    let catalogue = Catalogue::official();
    let unknown = || ScaffoldError::UnknownWeakness(cwe::face::unknown_text(number).trim_end().to_owned());
    let entry = catalogue.get(number).ok_or_else(unknown)?;
    let mapping = catalogue.judge_mapping(number);
    if let Mapping::Refused { .. } = mapping {
        return Err(ScaffoldError::Refused(format!("{entry}: {mapping}")));
    }
    let review = match mapping {
        Mapping::NeedsReason => {
            "review = \"\"              # why this id is right although MITRE allows it with review only\n"
        }
        _ => "",
    };
    let folder = format!("rules/cwe-{number}-{id}");
    let title = title(id);
    let rule = rule_page(&title, number, id, review, &kind_line(kinds, begins), version);
    Ok(vec![(format!("{folder}/rule.md"), rule), (format!("{folder}/python.md"), examples(&title))])
}

/// A model of a library; that of a project comes with the page of its examples.
pub fn begin_model(language: &str, library: &str, begins: Begins) -> Result<Vec<(String, String)>, ScaffoldError> {
    if !is_plain(language) {
        return Err(ScaffoldError::Language(language.to_owned()));
    }
    let is_name = library.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if !is_name || library.starts_with('.') || library.is_empty() {
        return Err(ScaffoldError::Library(library.to_owned()));
    }
    let place = format!("models/{language}/{library}");
    let mut files = vec![(format!("{place}.toml"), model_file(library, begins))];
    if begins == Begins::Project {
        files.push((format!("{place}.md"), model_page(language, library)));
    }
    Ok(files)
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

fn kind_line(kinds: &[&str], begins: Begins) -> String {
    let kind = if let [only] = kinds { *only } else { "" };
    let known = if kinds.len() > 1 { format!("{}, or another of ", kinds.join(", ")) } else { "a kind of ".to_owned() };
    let place = match begins {
        Begins::House => "models/kinds.toml",
        Begins::Project => "`flawline kinds`; your models/kinds.toml may add some",
    };
    format!("kind = \"{kind}\"                # {known}{place}")
}

fn rule_page(title: &str, number: u32, id: &str, review: &str, kind: &str, version: &str) -> String {
    format!(
        r#"# {title}

```toml
id = "{id}"
shape = "flow"           # flow, call, value, absence, order
severity = "high"        # critical, high, medium, low
since = "{version}"
sources = ["remote-input", "document-input", "library-input", "local-input"]
message = ""             # what was seen, such as "{{source}} becomes part of {{sink}}"
impact = ""              # what an attacker gains
repair = ""              # ends the sentence "To mitigate this risk, …"

[[case]]
{kind}
cwe = {number}
{review}```

## What it finds

## Why it matters

## How to repair it

## What it misses, and where it is wrong

## References
"#
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

fn model_file(library: &str, begins: Begins) -> String {
    let (homepage, manual) = match begins {
        Begins::House => ("", "models/README.md lists them all."),
        Begins::Project => ("of this project", "models/README.md of Flawline lists them all."),
    };
    format!(
        r#"library = "{library}"
homepage = "{homepage}"

# One table for each row; {manual}
# Rows hold for code of this project too: they stand in place of what a function's body shows.
#
# [[type]]                        # its classes: what is made of them has their methods
# apis = ["{library}.App", "{library}.Request", "{library}.Database"]
#
# [[route]]                       # what makes a function a handler, and what is handed to it
# api = "{library}.App.page"
# decorator = true
# parameters = "remote-input"
# gives = [{{ to = 0, type = "{library}.Request" }}]
#
# [[source]]                      # where data of others comes in
# api = "{library}.Request.field"
# kind = "remote-input"
# to = "return"
#
# [[sink]]                        # where it must not go unchecked; `flawline kinds` lists the kinds
# api = "{library}.Database.rows"
# kind = "sql"
# from = "0:statement"
#
# [[sanitizer]]                   # what makes it harmless
# api = "{library}.Database.quote"
# kinds = ["sql"]
# from = "0"
# to = "return"
"#
    )
}

fn model_page(language: &str, library: &str) -> String {
    let import = library.split(['.', '-']).next().unwrap_or(library);
    format!(
        "# {library}

Code that shows what the rows of `{library}.toml` say; `flawline test` runs it. A comment `finding: sql-injection` at the end of a
line says what must be reported there, and whatever has no such comment must stay silent.

## A first example

```{language}
import {import}
```

## A first example, safe

```{language}
import {import}
```
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Knowledge, KnowledgeFile, built_in_files};

    fn with(files: Vec<(String, String)>) -> Vec<String> {
        let file = |(path, text): (String, String)| KnowledgeFile {
            path: format!("flawline/{path}").into(),
            text: text.into(),
            trusted: false,
            local: Some("flawline/".len()),
        };
        let all = [built_in_files(), files.into_iter().map(file).collect()].concat();
        Knowledge::load(&all).map_or_else(|errors| errors.0.iter().map(ToString::to_string).collect(), |_| Vec::new())
    }

    #[test]
    fn a_model_loads_as_it_is_begun() {
        let files = begin_model("python", "acme.web", Begins::Project).unwrap();
        assert_eq!(
            files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
            ["models/python/acme.web.toml", "models/python/acme.web.md"]
        );
        assert_eq!(with(files), Vec::<String>::new());
    }

    #[test]
    fn a_rule_asks_for_what_is_to_be_filled_in_and_for_nothing_else() {
        let missing = with(begin_rule(89, "own-queries", &["sql"], "0.1.0", Begins::Project).unwrap());
        assert_eq!(missing.len(), 3, "{missing:#?}");
        for key in ["message", "impact", "repair"] {
            assert!(
                missing.iter().any(|error| error.contains(&format!("`{key}` takes a text"))),
                "{key}: {missing:#?}"
            );
        }
    }

    #[test]
    fn a_weakness_that_must_not_be_cited_is_refused_with_better_ones() {
        let refused = begin_rule(20, "bad-input", &[], "0.1.0", Begins::Project).unwrap_err().to_string();
        assert!(refused.contains("CWE-20") && refused.matches("CWE-").count() > 1, "{refused}");
        for (number, id) in [(16, "bad-setup"), (4_000_000, "unknown"), (89, "SQL"), (89, "../x"), (89, "a--b")] {
            assert!(begin_rule(number, id, &[], "0.1.0", Begins::House).is_err(), "{number} {id}");
        }
        for (language, library) in [("python", "../flask"), ("..", "flask"), ("python", ""), ("python", "a/b")] {
            assert!(begin_model(language, library, Begins::House).is_err(), "{language} {library}");
        }
    }
}
