//! Real vulnerabilities: takes `corpus/cves.toml` and a folder of unpacked releases, reviews each pair of a vulnerable and a
//! fixed one as a user does who gives no options, and writes what was found into `docs/scores.md`.
//!
//! A weakness is found when a finding with one of its ids stands in one of its places; the fix is told when nothing of
//! that kind stands there in the fixed release.

mod corpus;
pub(crate) mod places;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use knowledge::Knowledge;
use review::{Finding, Review};

use self::corpus::{Corpus, Pair};
use self::places::Places;
use crate::score::{filled, review_of};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Measure {
    /// The folder into which `corpus/cves/fetch.py` has unpacked the releases
    releases: PathBuf,
    /// Only pairs of which the CVE or the package holds this; writes nothing
    #[arg(long)]
    only: Option<String>,
    /// Print the tables, write nothing
    #[arg(long)]
    dry: bool,
}

/// How a pair came out.
pub(crate) struct Outcome<'c> {
    pub(crate) pair: &'c Pair,
    /// In the vulnerable release.
    pub(crate) before: Seen,
    /// In the fixed release.
    pub(crate) after: Seen,
}

/// What a review says at the places of a weakness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// A finding with one of the ids stands there.
    pub(crate) stands: bool,
    /// A finding with one of the ids stands there or passes there.
    pub(crate) passes: bool,
}

impl Outcome<'_> {
    /// Whether the weakness is reported where it is.
    pub(crate) fn is_found(&self) -> bool {
        self.before.stands
    }

    /// Whether it is reported, and the fixed release is not.
    pub(crate) fn is_told(&self) -> bool {
        self.before.stands && !self.after.stands
    }
}

/// Measures, and writes what was measured into the page.
pub(crate) fn measure(root: &Path, asked: &Measure) -> Result<()> {
    let knowledge = Knowledge::from_folder(root).context("the knowledge is not sound")?;
    let corpus = Corpus::read(&root.join("corpus/cves.toml"))?;
    let is_asked = |pair: &&Pair| {
        asked.only.as_ref().is_none_or(|text| pair.cve.contains(text.as_str()) || pair.package.contains(text.as_str()))
    };
    let mut outcomes = Vec::new();
    for pair in corpus.pairs.iter().filter(is_asked) {
        let seen = |version: &str| seen_in(&asked.releases, pair, version, &knowledge);
        let outcome = Outcome { pair, before: seen(&pair.vulnerable)?, after: seen(&pair.fixed)? };
        crate::say(&table::line(&outcome));
        outcomes.push(outcome);
    }
    if outcomes.is_empty() {
        bail!("there is no such pair");
    }
    let text = table::all(&outcomes, &corpus)?;
    crate::say(&text);
    if !asked.dry && asked.only.is_none() {
        let page = root.join("docs/scores.md");
        let before = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
        fs::write(&page, filled(&before, "cves", &text)?)?;
        crate::say("wrote docs/scores.md");
    }
    Ok(())
}

/// What a review of a release says at the places of a pair.
fn seen_in(releases: &Path, pair: &Pair, version: &str, knowledge: &Knowledge) -> Result<Seen> {
    let folder = top(&releases.join(format!("{}-{version}", pair.package)))?;
    let places = Places::find(&folder, &pair.places)?;
    let review: Review = review_of(&folder, knowledge)?;
    let all = || review.findings.iter().chain(&review.elsewhere).filter(|finding| pair.means(finding.cwe.id));
    let stands = |finding: &Finding| places.hold(&finding.place);
    Ok(Seen {
        stands: all().any(stands),
        passes: all().any(|finding| stands(finding) || finding.flow.iter().any(|step| places.hold(&step.place))),
    })
}

/// The folder in which a release's files lie: the one folder of the archive, or the archive itself.
fn top(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| {
        format!("{} is not there; `python3 corpus/cves/fetch.py FOLDER` brings it", folder.display())
    })?;
    let entries: Vec<_> = entries.collect::<std::io::Result<_>>()?;
    match &entries[..] {
        [only] if only.path().is_dir() => Ok(only.path()),
        _ => Ok(folder.to_owned()),
    }
}
