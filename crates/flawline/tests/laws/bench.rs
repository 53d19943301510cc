//! Reviews of programs in memory, with the functions that the pages of `constructs/` are written with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use knowledge::Knowledge;
use mdtest::{Folder, Page, Section, page_settings};
use rayon::ThreadPool;
use review::{Project, Review, Settings, Silent};

/// The files of a program.
pub(crate) type Files = Vec<(String, String)>;

/// The folder with rules, models and constructs.
pub(crate) fn folder() -> Folder {
    Folder::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
}

/// What models and rules say, and the model of the constructs.
pub(crate) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| folder().knowledge_of_constructs().unwrap());

/// Two threads, with stacks for deep code.
pub(crate) static POOL: LazyLock<ThreadPool> = LazyLock::new(|| review::pool(Some(2)).unwrap());

/// Reviews a program with settings under which nothing is withheld.
pub(crate) fn reviewed(files: &Files) -> Review {
    reviewed_with(files, &KNOWLEDGE, &page_settings())
}

pub(crate) fn reviewed_with(files: &Files, knowledge: &Knowledge, settings: &Settings) -> Review {
    let project = Project::from_memory(files.clone());
    POOL.install(|| review::review(&project, knowledge, settings, &Silent))
}

/// Stands for sources that a message counts and does not name.
pub(crate) const MORE: usize = usize::MAX;

/// The sinks that are reached, by the number of their statement, and from which statements data comes.
pub(crate) type Reached = BTreeMap<usize, BTreeSet<usize>>;

/// What a review of a program by chance found. A statement is told by the comment behind it.
pub(crate) fn reached(files: &Files, review: &Review) -> Reached {
    let label = |path: &str, line: u32| -> Option<usize> {
        let (_, text) = files.iter().find(|(known, _)| known == path)?;
        text.lines().nth(line as usize - 1)?.rsplit_once("# s")?.1.parse().ok()
    };
    let mut reached = Reached::new();
    for finding in review.findings.iter().chain(&review.elsewhere).filter(|finding| finding.rule == "code-injection") {
        let sink = label(&finding.place.path, finding.place.line).unwrap();
        let sources = reached.entry(sink).or_default();
        let first = &finding.flow[0].place;
        sources.insert(label(&first.path, first.line).unwrap());
        // Other sources of the same place stand in the message: "Data comes here also from `source` (app.py:7)."
        for (at, _) in finding.message.match_indices(".py:") {
            let path = finding.message[..at].rsplit('(').next().unwrap();
            let digits: String = finding.message[at + 4..].chars().take_while(char::is_ascii_digit).collect();
            sources.extend(digits.parse().ok().and_then(|line| label(&format!("{path}.py"), line)));
        }
        if finding.message.contains(" more.") {
            sources.insert(MORE);
        }
    }
    reached
}

/// The files of a program as one text, for messages.
pub(crate) fn shown(files: &Files) -> String {
    files.iter().map(|(path, text)| format!("### {path}\n{text}")).collect()
}

/// The programs of a page: one for each section that has code.
pub(crate) fn programs_of(page: &Page) -> Vec<Files> {
    let code = |section: &Section| -> Files {
        section.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    page.sections.iter().map(code).filter(|files| !files.is_empty()).collect()
}
