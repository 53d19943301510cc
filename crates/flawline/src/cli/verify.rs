//! `flawline verify`: makes one of flawline's own reviews again, from the code and the settings that stand in it, and compares.

use std::path::{Component, Path, PathBuf};

use ::audit::{Given, Unusable};
use ::review::{ConfigFrom, Date, DiscoverOptions, Isolation, Progress as _, Project, Settings};
use clap::Args;

use super::project::{self, ConfigArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::{destination, input, output, today, worker};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline verify review.json --code src   make the review of that code again, and show the first difference
  flawline verify review.json --all        show up to a hundred differences

Ends with exit code 0 when all is the same, and with 1 when something differs.";

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The review, as flawline review --format json wrote it; - is standard input
    #[arg(value_name = "REVIEW")]
    review: PathBuf,
    /// The code: the folder that the paths in the review start from, or a file in it
    #[arg(long, value_name = "PATH", default_value = ".")]
    code: PathBuf,
    /// What was reviewed, below the code; without it, what the review says
    #[arg(long, value_name = "PATH")]
    path: Vec<PathBuf>,
    /// Show all differences, at most a hundred; without it, the first
    #[arg(long)]
    all: bool,
    /// What day it was, for comments that allow a finding until one; without it, what the clock says
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    today: Option<Date>,
    /// No progress
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    config: ConfigArguments,
}

/// Where the code of a review is.
#[derive(Debug, PartialEq, Eq)]
struct Located {
    root: Option<PathBuf>,
    paths: Vec<PathBuf>,
}

pub(super) fn run(asked: &Verify) -> Result<Exit, Failure> {
    let text = input::text(&asked.review, claims::BYTES)?;
    let given =
        Given::read(&text).map_err(|why| Failure::NotAReview { path: asked.review.clone(), why: words(&why) })?;
    drop(text);
    let located = locate(asked, &given)?;
    let threads = ::review::pool(None).map_err(|error| Failure::Threads(error.to_string()))?;
    threads.install(|| verify(asked, &given, located))
}

fn verify(asked: &Verify, given: &Given, located: Located) -> Result<Exit, Failure> {
    let config = match asked.config.from() {
        // A configuration that has come since is none of the review's.
        ConfigFrom::Root if !given.is_configured => ConfigFrom::Nowhere,
        other => other,
    };
    let options = DiscoverOptions {
        root: located.root,
        no_ignore: given.settings.no_ignore,
        max_file_bytes: given.settings.max_file_bytes,
        config,
        ..DiscoverOptions::default()
    };
    let bar = Bar::new(asked.quiet);
    bar.stage("finding files", None);
    let workshop = worker::workshop(Isolation::default());
    let outcome = Project::discover(&located.paths, &options).map_err(project::failure).and_then(|project| {
        let knowledge = project::knowledge_with(&project.taught)?;
        let settings = Settings { today: asked.today.or_else(today::today), ..given.settings.clone() };
        let review = ::review::review_in(&workshop, &project, &knowledge, &settings, &bar);
        let written = report::written(&review, |review| report::json(review, &super::versions()));
        let again = serde_json::from_str(&written.text).unwrap_or_default();
        Ok(::audit::rederive(given, &again, &project))
    });
    bar.end();
    let outcome = outcome?;
    let most = if asked.all { usize::MAX } else { 1 };
    let options = destination::terminal_options(asked.quiet);
    output::print_coloured(&report::rederived(&outcome, most, &options))?;
    Ok(Exit::of_review(outcome.count > 0, true))
}

/// Finds the folder that the paths of a review start from, and what was reviewed in it.
fn locate(asked: &Verify, given: &Given) -> Result<Located, Failure> {
    let code = &asked.code;
    let missing = |path: &Path| input::missing(path);
    let about = std::fs::metadata(code).map_err(|_| missing(code))?;
    if about.is_file() {
        return Ok(Located { root: None, paths: vec![code.clone()] });
    }
    let root = plain(Path::new(&given.root));
    let below = |path: &Path| plain(path).and_then(|path| path.strip_prefix(root.as_deref()?).ok().map(Path::to_owned));
    // The command may have been run above the root, and then either is meant: the one in which the files are.
    let inner =
        root.as_deref().filter(|root| !root.has_root()).map(|root| code.join(root)).filter(|path| path.is_dir());
    let holds = |folder: &Path| given.files.iter().filter(|file| folder.join(file).is_file()).count();
    let base = inner.filter(|inner| holds(inner) >= holds(code)).unwrap_or_else(|| code.clone());
    let paths: Vec<PathBuf> = match asked.path.as_slice() {
        [] => {
            given.paths.iter().map(|path| below(Path::new(path))).collect::<Option<_>>().ok_or(Failure::UnclearPaths)?
        }
        named => named.to_vec(),
    };
    let lies_at_base = paths.iter().any(|path| path.parent().is_none_or(|folder| folder.as_os_str().is_empty()));
    let above = std::fs::canonicalize(&base).map_err(|_| missing(&base))?;
    let is_in_project = above.ancestors().any(::review::is_marked);
    let paths: Vec<PathBuf> = paths
        .into_iter()
        .map(|path| if path.as_os_str().is_empty() { base.clone() } else { base.join(path) })
        .collect();
    if let Some(path) = paths.iter().find(|path| !path.exists()) {
        return Err(missing(path));
    }
    // Without a mark anywhere, a review takes the folder that all its paths lie in, and no more than those.
    let root = (is_in_project || !lies_at_base).then_some(base);
    Ok(Located { root, paths })
}

/// A path without steps that lead nowhere; none where it leads up.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => return None,
            other => out.push(other),
        }
    }
    Some(out)
}

/// Why a document cannot be made again, as a clause.
fn words(why: &Unusable) -> String {
    match why {
        Unusable::NotJson(why) => format!("it is no JSON ({why})"),
        Unusable::Foreign => "it is JSON, and not of flawline review".to_owned(),
        Unusable::Schema(version) => format!("version {version} of its form is not known"),
        Unusable::Value(pointer, wanted) => format!("{pointer} should be {wanted}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_lead_nowhere_are_left_out_and_those_that_lead_up_are_refused() {
        assert_eq!(plain(Path::new("./a/./b")), Some(PathBuf::from("a/b")));
        assert_eq!(plain(Path::new(".")), Some(PathBuf::new()));
        assert_eq!(plain(Path::new("../a")), None);
    }
}
