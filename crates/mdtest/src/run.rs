//! Reviews sections: builds the program of each, hands it to a reviewer, and compares.

use knowledge::{Confidence, Knowledge, Severity, Threat};

use crate::{Failure, MarkKind, Outcome, Page, Report, Section, Spot, Unread, compare};

/// What a reviewer is given: a section as a program.
#[derive(Clone, Debug)]
pub struct Program {
    /// Paths and texts.
    pub files: Vec<(String, String)>,
    /// How to review.
    pub settings: review::Settings,
    /// Whether the findings' printed form is wanted.
    pub rendered: bool,
}

/// Whatever reviews programs: the engine, or a stand-in that tests the tests.
pub type Reviewer<'a> = dyn Fn(&Program) -> Outcome + Sync + 'a;

/// The settings with which pages are reviewed unless they say otherwise: nothing is withheld and everybody's data counts,
/// so that a block without a mark is safe for whoever asks.
pub fn page_settings() -> review::Settings {
    review::Settings {
        confidence: Confidence::Low,
        severity: Severity::Low,
        threats: Threat::ALL.to_vec(),
        ..review::Settings::default()
    }
}

/// Reviews the sections of a page and tells where review and marks disagree. Runs on the current rayon pool, which
/// should come from [`review::pool`].
pub fn run_page(page: &Page, knowledge: &Knowledge, settings: &review::Settings) -> Vec<Failure> {
    run_page_with(page, settings, &engine(knowledge))
}

/// The same with any reviewer.
pub fn run_page_with(page: &Page, settings: &review::Settings, reviewer: &Reviewer<'_>) -> Vec<Failure> {
    let mut failures = page.problems.clone();
    for section in &page.sections {
        if section.files.is_empty() {
            if let Some((_, line)) = section.report {
                let message = "a `report` block without code above it".to_owned();
                failures.push(Failure { page: page.path.clone(), line, message, code: String::new() });
            }
            continue;
        }
        let outcome = reviewer(&program(page, section, settings));
        failures.extend(compare(page, section, &outcome));
    }
    failures
}

/// Reviews the code under *How to repair it* of a rule's page, which must be clean.
pub fn run_repair(page: &Page, settings: &review::Settings, reviewer: &Reviewer<'_>) -> Vec<Failure> {
    let mut failures = page.problems.clone();
    let mut inside = None;
    for section in &page.sections {
        if inside.is_none_or(|level| section.level <= level) {
            inside = (section.heading == "How to repair it").then_some(section.level);
        }
        if inside.is_none() || section.files.is_empty() {
            continue;
        }
        for mark in section.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Finding { .. })) {
            let message = "a repair is clean and has no mark".to_owned();
            failures.push(page.failure(section, &mark.path, mark.line, message));
        }
        let unmarked = Section { marks: Vec::new(), ..section.clone() };
        failures.extend(compare(page, &unmarked, &reviewer(&program(page, section, settings))));
    }
    failures
}

/// Reviews a piece of code that must be clean: the example of a model's row, which stands at a line of a file.
pub fn run_clean(
    file: &str,
    line: u32,
    path: &str,
    code: &str,
    settings: &review::Settings,
    reviewer: &Reviewer<'_>,
) -> Vec<Failure> {
    let files = vec![(path.to_owned(), code.to_owned())];
    let outcome = reviewer(&Program { files, settings: settings.clone(), rendered: false });
    let failure = |spot: &Spot, what: String| {
        let code = code.lines().nth(spot.line.saturating_sub(1) as usize).unwrap_or_default().trim().to_owned();
        let message = format!("line {} of the example: {what}", spot.line);
        Failure { page: file.to_owned(), line, message, code }
    };
    let reported =
        outcome.reports.iter().map(|report| failure(&report.spot, format!("`{}`: {}", report.rule, report.message)));
    let unread = outcome.unread.iter().map(|unread| failure(&unread.spot, format!("not understood: {}", unread.text)));
    reported.chain(unread).collect()
}

/// A section as a program.
fn program(page: &Page, section: &Section, settings: &review::Settings) -> Program {
    Program {
        files: section.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect(),
        settings: section.settings.clone().over(&page.settings).for_review(settings),
        rendered: section.report.is_some(),
    }
}

/// The review itself as a reviewer. It runs on the current rayon pool, which should come from [`review::pool`].
pub fn engine(knowledge: &Knowledge) -> impl Fn(&Program) -> Outcome + Sync + '_ {
    move |program| {
        let project = review::Project::from_memory(program.files.clone());
        let review = review::review(&project, knowledge, &program.settings, &review::Silent);
        let reports = review.findings.iter().chain(&review.elsewhere).map(|finding| Report {
            rule: finding.rule.clone(),
            message: finding.message.clone(),
            checks: finding.checks.iter().map(|check| check.note.clone()).collect(),
            spot: spot(&finding.place),
            flow: finding.flow.iter().map(|step| spot(&step.place)).collect(),
            rendered: None,
        });
        let gaps = review.coverage.gaps.iter().map(|gap| Unread { spot: spot(&gap.place), text: gap.text.clone() });
        let cuts = review.coverage.cuts.iter().map(|cut| Unread { spot: spot(&cut.place), text: cut.text.clone() });
        Outcome { reports: reports.collect(), unread: gaps.chain(cuts).collect() }
    }
}

fn spot(place: &review::Place) -> Spot {
    Spot { path: place.path.clone(), line: place.line, end_line: place.end_line }
}
