//! The story of a review: lower, link, analyse, detect, judge.

use std::sync::atomic::{AtomicUsize, Ordering};

use contained::{LEFT_OUT, LeftOut, Step, contained};
use detect::Detected;
use engine::Analysis;
use ir::{DataFile, Module, SourceFile, Span};
use knowledge::{KindSet, Knowledge};
use program::Program;
use rayon::prelude::*;

use crate::coverage::{coverage, cut};
use crate::inputs::Inputs;
use crate::judge::judge;
use crate::public::public_functions;
use crate::without::without_what_breaks;
use crate::{Gap, Progress, Project, Review, Settings, Workshop, place};

/// How much stack a thread gets. Parsers recurse; the frontends refuse what would need more.
pub(crate) const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Reviews a project. Runs on the current rayon pool, which should come from [`pool`]; the outcome does not depend on
/// the number of its threads.
pub fn review(project: &Project, knowledge: &Knowledge, settings: &Settings, progress: &dyn Progress) -> Review {
    review_in(&Workshop::none(), project, knowledge, settings, progress)
}

/// The same, with workers for files that may bring down whoever reads them. The outcome is that of [`review`], but for such
/// files.
pub fn review_in(
    workshop: &Workshop,
    project: &Project,
    knowledge: &Knowledge,
    settings: &Settings,
    progress: &dyn Progress,
) -> Review {
    let knowledge = &*knowledge.of_versions(&project.versions);
    let inputs = Inputs::of(project, knowledge);
    without_what_breaks(&inputs, progress, |progress, left_out| {
        reviewed(workshop, &inputs, knowledge, settings, progress, left_out)
    })
}

/// The review, in which these files are not read.
fn reviewed(
    workshop: &Workshop,
    project: &Inputs<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    progress: &dyn Progress,
    left_out: &LeftOut,
) -> Review {
    let worked = worked(workshop, project, knowledge, settings, progress, left_out);
    finished(project, knowledge, settings, worked)
}

/// A project as one program, analysed, and what was detected in it.
pub(crate) struct Worked<'k> {
    pub(crate) program: Program<'k>,
    pub(crate) analysis: Analysis,
    pub(crate) detected: Detected,
    unread: Vec<Gap>,
}

/// Reads, links, analyses and detects.
pub(crate) fn worked<'k>(
    workshop: &Workshop,
    project: &Inputs<'_>,
    knowledge: &'k Knowledge,
    settings: &Settings,
    progress: &dyn Progress,
    left_out: &LeftOut,
) -> Worked<'k> {
    let Linked { program, unread } = linked(workshop, project, knowledge, progress, left_out);
    progress.stage("following data", None);
    let public = public_functions(project, &program);
    let analysis = engine::analyse(&program, &knowledge.kinds, sources(knowledge, settings), &public);
    progress.stage("judging", None);
    let files: Vec<&SourceFile> = project.files.iter().map(|file| &file.source).collect();
    let scopes: Vec<knowledge::Scope> = project.files.iter().map(|file| file.scope).collect();
    let detected = detect::detect(&program, (&files, &scopes), knowledge, &analysis);
    Worked { program, analysis, detected, unread }
}

/// What was detected, as a review.
pub(crate) fn finished(project: &Inputs<'_>, knowledge: &Knowledge, settings: &Settings, worked: Worked<'_>) -> Review {
    let Worked { program, analysis, detected, unread } = worked;
    let mut coverage = coverage(project, knowledge, &program, &analysis);
    coverage.gaps.extend(unread);
    coverage.cuts.extend(detected.failures.iter().filter_map(|&id| cut(project, &program, id, LEFT_OUT)));
    judge(project, knowledge, settings, &program, detected.findings, coverage)
}

/// A pool of threads on which [`review`] may run: `threads`, or as many as the machine runs at once.
pub fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(STACK_BYTES).build()
}

/// A project as one program.
pub(crate) struct Linked<'k> {
    pub(crate) program: Program<'k>,
    /// The files of data that an error of our own kept from being read.
    pub(crate) unread: Vec<Gap>,
}

/// A project as one program, with the files of data that its code names. Those to leave out are counted as
/// [`units`] counts them; they are there, and say nothing but that they were left out.
pub(crate) fn linked<'k>(
    workshop: &Workshop,
    project: &Inputs<'_>,
    knowledge: &'k Knowledge,
    progress: &dyn Progress,
    left_out: &LeftOut,
) -> Linked<'k> {
    let modules = lower(project, workshop, progress, left_out);
    progress.stage("linking", None);
    // One program is linked by the rules of one language; today there is one, beside templates, which have none.
    let code = project.files.iter().find(|file| !file.language.is_known_by_path());
    let literals = code.map(|file| file.language.literal_types()).unwrap_or_default();
    let mut program = program::link(modules, &knowledge.names, literals);
    let (data, unread) = data(project, left_out);
    program.take_data(data, project.files.iter().map(|file| file.source.path.as_str()));
    Linked { program, unread }
}

/// How many files there are that can be left out: those of code, and behind them those of data.
pub(crate) fn units(project: &Inputs<'_>) -> usize {
    project.files.len() + project.data.len()
}

/// Lowers every file, in parallel; the modules stand in the order of the files.
fn lower(project: &Inputs<'_>, workshop: &Workshop, progress: &dyn Progress, left_out: &LeftOut) -> Vec<Module> {
    progress.stage("reading code", Some(project.files.len()));
    let done = AtomicUsize::new(0);
    project
        .files
        .par_iter()
        .enumerate()
        .map(|(unit, file)| {
            let lower = || workshop.lower(&file.source, file.language, &file.module, file.is_package);
            let module = if left_out.contains(&unit) { None } else { contained(Step::Lower, unit, lower) };
            let module = module.unwrap_or_else(|| {
                frontends::unread(&file.source, file.language, &file.module, file.is_package, LEFT_OUT)
            });
            done.fetch_add(1, Ordering::Relaxed);
            progress.advance(1);
            module
        })
        .collect()
}

/// What the files of data hold, or why that is not known; and those that were left out.
fn data(project: &Inputs<'_>, left_out: &LeftOut) -> (Vec<DataFile>, Vec<Gap>) {
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for (at, file) in project.data.iter().enumerate() {
        let unit = project.files.len() + at;
        let text = file.text.as_deref().map_err(|reason| reason.words());
        let reading = || frontends::data_file(&file.path, text);
        match if left_out.contains(&unit) { None } else { contained(Step::Data, at, reading) } {
            Some(data) => read.extend(data),
            None => unread.push(Gap {
                place: place(&SourceFile::new(file.path.clone(), String::new()), Span::new(0, 0)),
                text: LEFT_OUT.to_owned(),
            }),
        }
    }
    (read, unread)
}

/// The source kinds that count.
pub(crate) fn sources(knowledge: &Knowledge, settings: &Settings) -> KindSet {
    let counts = |threat: knowledge::Threat| settings.threats.contains(&threat);
    let all = knowledge.kinds.with_role(knowledge::Role::Source);
    all.iter().filter(|&id| knowledge.kinds.get(id).threat.is_none_or(counts)).collect()
}
