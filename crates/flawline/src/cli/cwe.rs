//! `flawline cwe`: questions to the catalogue of weaknesses, and the ids of a text held against it.

use std::path::PathBuf;

use audit::Standing;
use clap::{Args, Subcommand, ValueEnum};
use cwe::{Catalogue, face};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::{destination, input, output};

/// As many as fit a screen.
const FOUND: usize = 20;

const USAGE: &str = "\
flawline cwe [--json] ID...
       flawline cwe [--json] search TEXT...
       flawline cwe [--json] tree ID
       flawline cwe [--json] check [--strict] FILE
       flawline cwe [--json] --about";

#[derive(Debug, Args)]
#[command(subcommand_precedence_over_arg = true, subcommand_negates_reqs = true, arg_required_else_help = true)]
#[command(override_usage = USAGE)]
pub(super) struct Cwe {
    /// Numbers of weaknesses, categories or views: 89 or CWE-89
    #[arg(value_name = "ID", required_unless_present = "about")]
    ids: Vec<String>,
    /// Tell which release of the catalogue this is, and whose
    #[arg(long, conflicts_with = "ids")]
    about: bool,
    /// Answer in JSON; several ids give a list
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    question: Option<Question>,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Find entries by words of their names
    Search {
        /// Words, or the beginnings of words
        #[arg(value_name = "TEXT", required = true)]
        words: Vec<String>,
    },
    /// Show what stands above and below an entry
    Tree {
        /// A number: 74 or CWE-74
        id: String,
    },
    /// Check the ids and names that stand in a text: SARIF, rules in YAML or TOML, Markdown, whatever it is
    ///
    /// Ends with exit code 1 when an id does not exist, is a category or a view, is deprecated or Prohibited, or has a name that is
    /// not its own. Discouraged ids are warnings.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
}

const CHECK_EXAMPLES: &str = "\
Examples:
  flawline cwe check review.md                 every id of a review, with what is wrong with it
  flawline cwe check rules/sql.yaml --strict   ids that MITRE discourages are errors, too
  flawline cwe check - --json < scan.sarif     for programs";

#[derive(Debug, Args)]
struct Check {
    /// The text; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Fail at warnings, too: ids that MITRE discourages
    #[arg(long)]
    strict: bool,
    /// Show only what is wrong
    #[arg(short, long)]
    quiet: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = CheckFormat::Terminal)]
    format: CheckFormat,
}

/// A format of the answer of `cwe check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Terminal,
    Json,
}

pub(super) fn run(asked: &Cwe) -> Result<Exit, Failure> {
    let catalogue = Catalogue::official();
    match &asked.question {
        Some(_) if asked.about || !asked.ids.is_empty() => {
            let message = "one question at a time: ids, --about, search, tree, or check";
            return Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n")).into());
        }
        Some(Question::Search { words }) => {
            let text = words.join(" ");
            let found = catalogue.search(&text);
            let face = if asked.json { face::search_json } else { face::search_text };
            output::print(&face(&text, &found, FOUND))?;
        }
        Some(Question::Tree { id }) => {
            let id = number(id)?;
            let tree = catalogue.tree(id).ok_or_else(|| Failure::UnknownCwes(vec![id]))?;
            output::print(&if asked.json { face::tree_json(&tree) } else { face::tree_text(&tree) })?;
        }
        Some(Question::Check(wanted)) => return check(wanted, asked.json),
        None if asked.about => output::print(&if asked.json { about_json(catalogue) } else { face::about() })?,
        None => return entries(catalogue, &asked.ids, asked.json),
    }
    Ok(Exit::Clean)
}

fn entries(catalogue: &Catalogue, ids: &[String], json: bool) -> Result<Exit, Failure> {
    let mut pages = Vec::new();
    let mut unknown = Vec::new();
    for id in ids {
        let id = number(id)?;
        match catalogue.get(id) {
            Some(entry) if json => pages.push(face::entry_json(entry)),
            Some(entry) => pages.push(face::entry_text(entry)),
            None => {
                unknown.push(id);
                // A program that asks in JSON is answered in JSON, whatever the answer.
                if json {
                    pages.push(face::unknown_json(id));
                }
            }
        }
    }
    output::print(&match (json, pages.as_slice()) {
        (true, [_, _, ..]) => {
            let pages: Vec<&str> = pages.iter().map(|page| page.trim_end()).collect();
            format!("[\n{}\n]\n", pages.join(",\n"))
        }
        _ => pages.join("\n"),
    })?;
    if unknown.is_empty() { Ok(Exit::Clean) } else { Err(Failure::UnknownCwes(unknown)) }
}

fn check(asked: &Check, json: bool) -> Result<Exit, Failure> {
    let text = input::text(&asked.file, claims::BYTES)?;
    let checked = audit::check_ids(&text);
    if json || asked.format == CheckFormat::Json {
        output::print(&report::checked::json(&checked, &super::versions()))?;
    } else {
        output::print_coloured(&report::checked::terminal(&checked, &destination::terminal_options(asked.quiet)))?;
    }
    let least = if asked.strict { Standing::Warning } else { Standing::Error };
    let fails = checked.all.iter().any(|id| id.standing >= least);
    Ok(Exit::of_review(fails, checked.cuts.is_empty()))
}

fn about_json(catalogue: &Catalogue) -> String {
    let (relations_from, relations_date) = catalogue.relations_from();
    super::json(&serde_json::json!({
        "cwe_version": catalogue.version(),
        "date": catalogue.date(),
        "relations_from": relations_from,
        "relations_date": relations_date,
        "entries": catalogue.entries().len(),
        "notice": catalogue.notice(),
    }))
}

/// The number in `89`, `CWE-89`, `cwe 89` and the like.
pub(super) fn number(asked: &str) -> Result<u32, Failure> {
    let lower = asked.trim().to_ascii_lowercase();
    let digits = lower.strip_prefix("cwe").map_or(lower.as_str(), |rest| rest.trim_start_matches([' ', '-', '_', ':']));
    // A number with more digits than any is a number all the same: it does not exist.
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::NotAnId(asked.to_owned()));
    }
    Ok(digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_an_id_are_read() {
        for text in ["89", "CWE-89", "cwe-89", "CWE89", "CWE 89", "cwe_89", "CWE:89", " 89 ", "089"] {
            assert_eq!(number(text).unwrap(), 89, "{text}");
        }
        assert_eq!(number("99999999999999999999").unwrap(), u32::MAX);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "CWE-", "-89", "89a", "sql", "+89", "٨٩"] {
            assert!(matches!(number(text), Err(Failure::NotAnId(_))), "{text}");
        }
    }
}
