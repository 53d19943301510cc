//! Scores: takes suites from the disk, reviews them as a user does who gives no options, and writes the figures into
//! `docs/scores.md`. Suites are not on every machine, so what was measured stays on the page until somebody measures
//! again; only the twins' part is made from this repository and checked like other generated parts.

pub(crate) mod formula;
mod peers;
mod sarif;
pub(crate) mod suite;
pub(crate) mod tables;
pub(crate) mod twins;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use knowledge::Knowledge;
use review::{DiscoverOptions, Project, Review, Settings};

use self::formula::{Outcome, Reported, Score};
use self::suite::Suite;

const BEGIN: &str = "<!-- measured: ";
const END: &str = "<!-- end -->";

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Measure {
    /// A folder with expectedresults-*.csv and a file of code for each test
    #[arg(long)]
    suite: Option<PathBuf>,
    /// The same suite under other names, as `vary` writes it
    #[arg(long, requires = "suite")]
    variant: Option<PathBuf>,
    /// Another program's SARIF file for the suite
    #[arg(long, value_name = "NAME=FILE", requires = "suite")]
    tool_sarif: Vec<String>,
    /// A folder of programs whose calls are known, as for `callgraph`
    #[arg(long)]
    callgraph: Option<PathBuf>,
    /// Write the review of the suite as SARIF, so that another program can check the figures
    #[arg(long, value_name = "FILE", requires = "suite")]
    sarif: Option<PathBuf>,
    /// List the tests that came out wrong
    #[arg(long)]
    list: bool,
    /// Write nothing but what is asked for; print the tables
    #[arg(long)]
    dry: bool,
}

/// Measures, and writes what was measured into the page.
pub(crate) fn measure(root: &Path, asked: &Measure) -> Result<()> {
    let knowledge = Knowledge::from_folder(root).context("the knowledge is not sound")?;
    let mut parts = Vec::new();
    if let Some(folder) = &asked.suite {
        let suite = Suite::read(folder)?;
        let review = review_of(folder, &knowledge)?;
        if let Some(file) = &asked.sarif {
            let catalogue = cwe::Catalogue::official().version().to_owned();
            let versions = report::Versions { program: env!("CARGO_PKG_VERSION").to_owned(), catalogue };
            fs::write(file, report::sarif(&review, &versions))
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        let score = Score::of(&suite, &reported(&suite, &review));
        list(asked, "suite", &suite, &score);
        let mut others = Vec::new();
        for given in &asked.tool_sarif {
            let (name, file) = given.split_once('=').with_context(|| format!("`{given}` is not NAME=FILE"))?;
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
            let reported = sarif::reported(&suite, &text).with_context(|| file.to_owned())?;
            others.push((name.to_owned(), Score::of(&suite, &reported)));
        }
        let unread = review.coverage.gaps.len();
        parts.push(("suite", tables::suite(&score, &others, unread, &command(asked))?));
        if let Some(folder) = &asked.variant {
            let varied = Suite::read(folder)?;
            let review = review_of(folder, &knowledge)?;
            let other = Score::of(&varied, &reported(&varied, &review));
            list(asked, "variant", &varied, &other);
            parts.push(("variant", tables::variant(&score, &other, review.coverage.gaps.len())));
        }
    }
    if let Some(folder) = &asked.callgraph {
        let text = crate::callgraph::report(root, folder, false)?;
        parts.push(("callgraph", format!("```text\n{text}\n```")));
    }
    if parts.is_empty() {
        bail!("there is nothing to measure; give --suite or --callgraph");
    }
    let page = root.join("docs/scores.md");
    let mut text = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    for (name, part) in &parts {
        crate::say(part);
        text = filled(&text, name, part)?;
    }
    if !asked.dry {
        fs::write(&page, text).with_context(|| format!("cannot write {}", page.display()))?;
        crate::say("wrote docs/scores.md");
    }
    Ok(())
}

/// The review of a folder at the settings that a user has who gives none.
pub(crate) fn review_of(folder: &Path, knowledge: &Knowledge) -> Result<Review> {
    let project = Project::discover(&[folder.to_owned()], &DiscoverOptions::default())
        .map_err(|error| anyhow!("{}: {error}", folder.display()))?;
    let pool = review::pool(None).context("no threads")?;
    Ok(pool.install(|| review::review(&project, knowledge, &Settings::default(), &review::Silent)))
}

/// The weaknesses reported in each test's file, wherever the file stands.
fn reported(suite: &Suite, review: &Review) -> Reported {
    let mut reported = Reported::new();
    for finding in review.findings.iter().chain(&review.elsewhere) {
        if let Some(test) = suite.test_of(&finding.place.path) {
            reported.entry(test.to_owned()).or_default().insert(finding.cwe.id);
        }
    }
    reported
}

/// Prints the tests that came out wrong.
fn list(asked: &Measure, what: &str, suite: &Suite, score: &Score) {
    for (name, outcome) in score.outcomes.iter().filter(|_| asked.list) {
        let word = match outcome {
            Outcome::Missed => "missed",
            Outcome::Wrong => "wrong",
            Outcome::Found | Outcome::Silent => continue,
        };
        crate::say(&format!("{what}: {word} {name} {}", suite.tests[name].category));
    }
}

/// The command line that measures the same again, with folders by their last name.
fn command(asked: &Measure) -> String {
    let last = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut words = "cargo xtask score".to_owned();
    let folders = [("suite", &asked.suite), ("variant", &asked.variant), ("callgraph", &asked.callgraph)];
    for (option, folder) in folders {
        words += &folder.as_ref().map(|folder| format!(" --{option} {}", last(folder))).unwrap_or_default();
    }
    words
}

/// The page with one of its measured parts replaced.
pub(crate) fn filled(page: &str, name: &str, part: &str) -> Result<String> {
    let begin = format!("{BEGIN}{name} -->\n");
    let start = page.find(&begin).with_context(|| format!("docs/scores.md has no `{}`", begin.trim()))? + begin.len();
    let end = page[start..].find(END).with_context(|| format!("docs/scores.md: nothing ends `{}`", begin.trim()))?;
    Ok(format!("{}\n{}\n\n{}", &page[..start], part.trim(), &page[start + end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_measured_part_is_replaced_and_the_others_stay() {
        let page = "# A\n<!-- measured: one -->\nold\n<!-- end -->\n<!-- measured: two -->\nkept\n<!-- end -->\n";
        let new = "# A\n<!-- measured: one -->\n\nnew\n\n<!-- end -->\n<!-- measured: two -->\nkept\n<!-- end -->\n";
        assert_eq!(filled(page, "one", "new").unwrap(), new);
        assert_eq!(filled(new, "one", "new\n").unwrap(), new);
        assert!(filled(page, "three", "new").is_err());
    }

    #[test]
    fn a_suite_is_reviewed_and_scored_by_file() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "expectedresults-1.csv",
            "# test name, category, real vulnerability, cwe\nA1,code,true,94\nA2,code,false,94\n",
        );
        let program = |argument: &str| {
            format!(
                "from flask import Flask, request\napp = Flask(__name__)\n@app.route('/')\ndef run():\n    text = request.args['x']\n    return str(eval({argument}))\n"
            )
        };
        write("A1.py", &program("text"));
        write("A2.py", &program("'1 + 1'"));
        let suite = Suite::read(folder.path()).unwrap();
        let knowledge = Knowledge::from_folder(&crate::root().unwrap()).unwrap();
        let score = Score::of(&suite, &reported(&suite, &review_of(folder.path(), &knowledge).unwrap()));
        assert_eq!(score.outcomes["A1"], Outcome::Found);
        assert_eq!(score.outcomes["A2"], Outcome::Silent);
        assert!((score.mean(formula::Figures::score) - 100.0).abs() < 1e-9);
    }
}
