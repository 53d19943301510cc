//! Recall on public examples: takes a folder of vulnerable examples and the file of `corpus/recall` that says what is where in
//! it, reviews the folder three times, and writes what was found into `docs/scores.md`.
//!
//! A weakness is found when a finding with one of its ids stands in its place. The first review has the settings of a user who
//! gives none; the second shows low confidence and distrusts everybody, whoever runs the program as well; the third moreover
//! takes every public function for one of a package that others call.

mod expected;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use knowledge::{Confidence, Knowledge, Severity, Threat};
use review::{DiscoverOptions, Project, Review, Settings};

use self::expected::{Examples, Expected};
use crate::cves::places::Places;
use crate::score::filled;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Measure {
    /// Which file of corpus/recall: bandit, securityeval
    name: String,
    /// The folder of examples
    folder: PathBuf,
    /// List what is missed
    #[arg(long)]
    list: bool,
    /// Print the tables, write nothing
    #[arg(long)]
    dry: bool,
}

/// How a weakness at one place came out.
pub(crate) struct Outcome<'e> {
    pub(crate) expected: &'e Expected,
    pub(crate) place: String,
    /// By each review.
    pub(crate) found: [bool; REVIEWS],
}

/// How many reviews are made.
pub(crate) const REVIEWS: usize = 3;

/// Measures, and writes what was measured into the page.
pub(crate) fn measure(root: &Path, asked: &Measure) -> Result<()> {
    let knowledge = Knowledge::from_folder(root).context("the knowledge is not sound")?;
    let examples = Examples::read(&root.join(format!("corpus/recall/{}.toml", asked.name)))?;
    let outcomes = outcomes(&examples, &asked.folder, &knowledge)?;
    if asked.list {
        outcomes.iter().filter(|outcome| !outcome.found[0]).for_each(|outcome| crate::say(&table::line(outcome)));
    }
    let text = table::all(&examples, &outcomes, &asked.name)?;
    crate::say(&text);
    if !asked.dry {
        let page = root.join("docs/scores.md");
        let before = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
        fs::write(&page, filled(&before, &format!("recall {}", asked.name), &text)?)?;
        crate::say("wrote docs/scores.md");
    }
    Ok(())
}

/// How every weakness came out.
fn outcomes<'e>(examples: &'e Examples, folder: &Path, knowledge: &Knowledge) -> Result<Vec<Outcome<'e>>> {
    let reviews = reviews(folder, knowledge)?;
    let mut outcomes = Vec::new();
    for expected in &examples.expected {
        for place in expected.places() {
            let path = place.split(':').next().unwrap_or_default();
            ensure!(
                folder.join(path).is_file(),
                "{path} is not in {}: is it the version of the file?",
                folder.display()
            );
            let lines = Places::find(folder, std::slice::from_ref(&place))?;
            let is_found = |review: &Review| {
                let mut all = review.findings.iter().chain(&review.elsewhere);
                all.any(|finding| expected.cwe.contains(&finding.cwe.id) && lines.hold(&finding.place))
            };
            outcomes.push(Outcome { expected, place, found: reviews.each_ref().map(is_found) });
        }
    }
    Ok(outcomes)
}

/// The reviews, each with more distrust than the one before.
fn reviews(folder: &Path, knowledge: &Knowledge) -> Result<[Review; REVIEWS]> {
    let mut project = Project::discover(&[folder.to_owned()], &DiscoverOptions::default())
        .map_err(|error| anyhow!("{}: {error}", folder.display()))?;
    let pool = review::pool(None).context("no threads")?;
    let review = |project: &Project, settings: &Settings| {
        pool.install(|| review::review(project, knowledge, settings, &review::Silent))
    };
    let all = Settings {
        confidence: Confidence::Low,
        severity: Severity::Low,
        threats: vec![Threat::Remote, Threat::Document, Threat::Library, Threat::Local],
        ..Settings::default()
    };
    let (first, second) = (review(&project, &Settings::default()), review(&project, &all));
    for file in &mut project.files {
        file.is_distributed = true;
        file.is_package = true;
    }
    Ok([first, second, review(&project, &all)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_the_review_that_distrusts_enough() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "web.py",
            "from flask import Flask, request\napp = Flask(__name__)\n@app.route('/')\ndef run():\n    eval(request.args['x'])\n    return ''\n",
        );
        write("script.py", "import sys\neval(sys.argv[1])\n");
        write("library.py", "def compute(text):\n    return eval(f'abs({text})')\n");
        write("safe.py", "print(eval('1'))\n");
        let examples = r#"
            source = "here"
            left_out = []
            [[expected]]
            weakness = "code"
            label = "a"
            cwe = [95]
            at = ["web.py:run", "script.py:2", "library.py:compute", "safe.py"]
            [[expected]]
            weakness = "another one"
            label = "b"
            cwe = [22]
            at = ["web.py:1-6"]
        "#;
        let file = folder.path().join("examples.txt");
        fs::write(&file, examples).unwrap();
        let examples = Examples::read(&file).unwrap();
        let knowledge = Knowledge::from_folder(&crate::root().unwrap()).unwrap();
        let found: Vec<_> =
            outcomes(&examples, folder.path(), &knowledge).unwrap().iter().map(|outcome| outcome.found).collect();
        let (f, t) = (false, true);
        assert_eq!(found, [[t, t, t], [f, t, t], [f, f, t], [f, f, f], [f, f, f]]);
        let text = table::all(&examples, &outcomes(&examples, folder.path(), &knowledge).unwrap(), "x").unwrap();
        assert!(text.contains("| code | 95 | 4 | 1 | 2 | 3 |\n"), "{text}");
        assert!(text.contains("| **all** | | 5 | 1 (20.0 %) | 2 (40.0 %) | 3 (60.0 %) |\n"), "{text}");
    }
}
