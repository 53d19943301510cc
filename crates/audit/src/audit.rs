//! The story of an audit: places are found, the engine is asked about them, and every finding gets its verdict.

use std::sync::Arc;

use claims::{Claims, Stance};
use knowledge::Knowledge;
use review::{Answered, History, Progress, Project, Review, Settings, Workshop, examined};

use crate::advice::{self, Against, AllHelping, Bench, Place, Tried};
use crate::bearing::{of_library, supported};
use crate::code::Code;
use crate::draft::{Draft, draft};
use crate::duplicates::Duplicates;
use crate::hidden::hide;
use crate::limits;
use crate::missed::{elsewhere, missed};
use crate::outcome::{Audit, Audited, AuditedPlace, Evidence, SupportVerdict, Verdict};
use crate::places::makes;
use crate::questions::Questions;
use crate::reach::reach;
use crate::shared::Shared;
use crate::speaking::Speaking;
use crate::stale::Stale;
use crate::symbols::unknown_symbols;
use crate::verdict::{judge, severity};
use crate::weaknesses::weaknesses;

/// Judges a review of a project. Quotes that stand nowhere are looked for in its history, where that is at hand. Runs on the
/// current rayon pool, as [`review::review`] does.
pub fn audit(
    workshop: &Workshop,
    (project, history): (&Project, Option<&History>),
    knowledge: &Knowledge,
    settings: &Settings,
    claims: Claims,
    progress: &dyn Progress,
) -> Audit {
    let code = Code::of(project);
    let mut cuts = claims.cuts.clone();
    let mut questions = Questions::default();
    let mut searches = limits::SEARCHES;
    let mut drafts: Vec<Draft> = Vec::with_capacity(claims.findings.len());
    let mut stale = Stale::new(history);
    let mut speaking = Speaking::new(knowledge);
    progress.stage("finding the quotes", Some(claims.findings.len()));
    for claimed in claims.findings {
        let mut draft = draft(&code, &mut speaking, claimed, &mut searches, &mut questions);
        stale.look(&draft.claimed, &mut draft.placed);
        // The prose has told which weaknesses are meant; what it is about is asked again, and stands at its beginning.
        draft.claimed.words = draft.claimed.words.chars().take(limits::SAID).collect();
        drafts.push(draft);
        progress.advance(1);
    }
    if searches == 0 {
        cuts.push(format!(
            "Quotes that do not stand where they are cited were looked for in all files {} times.",
            limits::SEARCHES
        ));
    }
    if !questions.has_room(1) {
        cuts.push(format!("Only the first {} places were examined.", limits::QUESTIONS));
    }
    let (review, answers) = examined(workshop, project, knowledge, settings, &questions.all, progress);
    for draft in &mut drafts {
        draft.find_routes(&code, &answers);
    }
    let mut findings: Vec<Audited> = Vec::with_capacity(drafts.len());
    let mut bench = Bench::new(workshop, project, knowledge, settings);
    let mut helping = AllHelping::new(knowledge);
    let mut duplicates = Duplicates::default();
    let mut shared = Shared::default();
    for (at, draft) in drafts.into_iter().enumerate() {
        let ids = draft.ids.clone();
        let mut audited = judged(&code, (&mut bench, &mut helping), &review, &answers, draft, at + 1);
        audited.duplicate_of = duplicates.earlier(&audited);
        if let Some(earlier) = audited.duplicate_of {
            audited.notes.push(format!("It says the same as finding {earlier}."));
        }
        audited.notes.extend(elsewhere(&review, &audited, &ids));
        shared.share(&mut audited);
        findings.push(audited);
    }
    if bench.is_used_up() {
        cuts.push(format!("Only the first {} pieces of offered code were tried.", limits::TRIED));
    }
    hide(&review, &mut findings);
    let mut missed = missed(&review, &findings);
    if missed.len() > limits::MISSED {
        missed.truncate(limits::MISSED);
        cuts.push(format!("Only the first {} findings that are not mentioned are told.", limits::MISSED));
    }
    Audit { format: claims.format, findings, unread: claims.unread, missed, cuts, coverage: review.coverage }
}

fn judged(
    code: &Code<'_>,
    (bench, helping): (&mut Bench<'_>, &mut AllHelping<'_>),
    review: &Review,
    answers: &[Answered],
    draft: Draft,
    index: usize,
) -> Audited {
    let is_of_library = draft.claimed.is_of_library();
    let support = if is_of_library { of_library() } else { supported(code, review, answers, &draft) };
    let claimed = &draft.claimed;
    let first = support.evidence.first();
    let shown = first.and_then(|evidence| evidence.levels).map(|(severity, _)| severity);
    let mut repairs: Vec<String> = Vec::new();
    let mut own: Option<&review::Finding> = None;
    for (at, evidence) in support.evidence.iter().enumerate().filter(|_| support.verdict == SupportVerdict::Supported) {
        let Some(place) = &evidence.place else { continue };
        let all = review.findings.iter().chain(&review.elsewhere);
        let same =
            |finding: &&review::Finding| finding.place == *place && Some(&finding.rule) == evidence.rule.as_ref();
        for finding in all.filter(same) {
            own = own.or(Some(finding).filter(|_| at == 0));
            repairs.push(finding.mitigation.text.clone());
            repairs.extend(finding.mitigation.example.clone());
        }
        let rule = bench.knowledge.rules.iter().find(|rule| Some(&rule.id) == evidence.rule.as_ref());
        if let Some(rule) = rule {
            let page = rule.sections.iter().find(|(heading, _)| heading == "How to repair it");
            repairs.extend(page.map(|(_, text)| text.clone()));
        }
    }
    let file = draft.placed.iter().find_map(|place| code.files[place.file?].known);
    let file = file.map(|at| &bench.project.files[at]).map(|file| (file.language, file.source.text.as_str()));
    let tried = own.and_then(|own| tried(bench, code, answers, &draft, own));
    let helping = helping.of(&draft.rules);
    let advice = advice::judged(claimed, &Against { file, repairs: &repairs, helping: &helping, tried });
    let mut audited = Audited {
        index,
        // A number that counts the findings says nothing more.
        label: claimed.label.clone().filter(|label| *label != index.to_string()),
        title: claimed.title.clone(),
        lines: claimed.lines,
        stance: claimed.stance.clone(),
        weaknesses: weaknesses(claimed, &draft.meant),
        unknown_symbols: unknown_symbols(code, claimed, &draft.placed),
        claimed_severity: claimed.severity.as_ref().map(|severity| (severity.level, severity.word.clone())),
        severity: match support.verdict {
            SupportVerdict::Supported => severity(claimed.severity.as_ref().map(|severity| severity.level), shown),
            _ => severity(None, None),
        },
        reach: match claimed.stance {
            Stance::Accuses => reach(claimed.reach.as_ref(), support.origin.as_ref()),
            Stance::Defends(_) => None,
        },
        shown_severity: shown.filter(|_| support.verdict == SupportVerdict::Supported),
        mitigation: advice.verdict,
        mitigation_reason: advice.reason,
        repair: repairs.first().cloned(),
        shown: own.cloned().map(Arc::new),
        places: draft.placed.into_iter().map(|placed| placed.audited).collect(),
        support: Arc::new(support),
        duplicate_of: None,
        verdict: Verdict::Undecided,
        reason: String::new(),
        corrections: Vec::new(),
        notes: Vec::new(),
    };
    let makes = |cited: &AuditedPlace, evidence: &Evidence| {
        let path = cited.found_path.as_deref();
        let file = code.files.iter().find(|file| path == Some(file.path)).and_then(|file| file.sought.as_ref());
        let (Some(sought), Some((first, last))) = (file, cited.found_lines.or(cited.cited_lines)) else { return false };
        let lines = (first..=last.min(first.saturating_add(limits::LINES))).filter_map(|line| sought.line(line));
        lines.into_iter().any(|line| makes(line, &evidence.quote))
    };
    judge(&mut audited, &makes);
    audited
}

/// What becomes of a finding of Flawline's own with the code in place that a claim offers, at the first of its places where that can
/// be told; of several pieces of code the one that helps counts.
fn tried(
    bench: &mut Bench<'_>,
    code: &Code<'_>,
    answers: &[Answered],
    draft: &Draft,
    own: &review::Finding,
) -> Option<Tried> {
    let mut best: Option<Tried> = None;
    for offered in &draft.claimed.offered {
        for ask in draft.asked.iter().filter(|ask| !ask.is_named) {
            let file = &code.files[draft.placed[ask.place].file?];
            let function = answers.get(ask.question).and_then(|answered| answered.functions.last());
            let place = Place { path: file.path, lines: ask.lines, function };
            match bench.tried(own, &place, offered) {
                Some(Tried::Gone) => return Some(Tried::Gone),
                Some(other) => best = Some(other),
                None => {}
            }
        }
    }
    best
}
