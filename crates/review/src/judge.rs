//! From what was detected to what is shown: places and quotes resolved, secrets masked, suppressions applied, levels
//! and scopes sorted out, the best first.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use contained::{LEFT_OUT, contained};
use ir::{SourceFile, Span};
use knowledge::Knowledge;
use program::{ModuleId, Program};

use crate::coverage::cut;
use crate::inputs::Inputs;
use crate::mask::SecretWords;
use crate::reductions::{RuleCounts, configuration};
use crate::{
    Check, Configuration, Coverage, Cwe, Date, Finding, Fingerprints, ForeignSuppression, Gap, Mitigation, Origin,
    Review, Settings, StaleSuppression, Step, Suppressed, Suppressions, Withheld, excerpt, masked, merged, place,
    quote, secret_spans,
};

/// Turns what was detected into a review.
pub(crate) fn judge(
    project: &Inputs<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    program: &Program<'_>,
    found: Vec<detect::Finding>,
    coverage: Coverage,
) -> Review {
    let secrets = secrets(project, program, &found);
    let words_of = |(&module, spans): (&usize, &Vec<Span>)| (module, SecretWords::of(written(project, module), spans));
    let secret_words = secrets.iter().map(words_of).collect();
    let judge = Judge { today: settings.today, project, knowledge, program, secrets, secret_words };
    let (suppressions, unread) = judge.suppressions();
    let nothing = Suppressions::default();
    let mut used: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut review = Review {
        root: project.root_shown.clone(),
        paths: project.paths_shown.clone(),
        settings: settings.clone(),
        findings: Vec::new(),
        elsewhere: Vec::new(),
        withheld: Withheld::default(),
        configuration: Configuration::default(),
        suppressed: Vec::new(),
        stale: Vec::new(),
        foreign: Vec::new(),
        coverage,
    };
    review.coverage.gaps.extend(unread);
    let config = &project.taught.config;
    let mut changed: RuleCounts = vec![0; config.rules.len()];
    for (unit, detected) in found.into_iter().enumerate() {
        let module = detected.spot.module.index();
        if !project.files[module].reported {
            continue;
        }
        let Some(mut finding) = contained(contained::Step::Judge, unit, || judge.resolved(&detected)) else {
            review.coverage.cuts.extend(cut(project, program, detected.function, LEFT_OUT));
            continue;
        };
        program.at_function(contained::Step::Sorted, detected.function);
        let lines = lines(&project.files[module].source, detected.spot.span);
        let comments = suppressions.get(&module).unwrap_or(&nothing);
        if let Some(allow) = comments.allows(&finding.rule, &lines) {
            used.entry(module).or_default().insert(allow.index);
            review.suppressed.push(Suppressed {
                finding,
                reason: allow.reason.clone(),
                line: allow.written_line(),
                until: allow.until,
            });
            continue;
        }
        if let Some(at) = config.changes(&finding.rule, &finding.place.path) {
            let severity = config.rules[at].severity;
            changed[at] += usize::from(severity.is_none_or(|severity| severity < finding.severity));
            let Some(severity) = severity else {
                review.withheld.by_configuration += 1;
                continue;
            };
            finding.severity = severity;
        }
        if finding.confidence < settings.confidence {
            review.withheld.by_confidence += 1;
            continue;
        }
        if finding.severity < settings.severity {
            review.withheld.by_severity += 1;
            continue;
        }
        if let Some(foreign) = comments.foreign(&lines) {
            let obeyed = settings.respect_foreign_suppressions;
            review.foreign.push(ForeignSuppression {
                place: foreign.place.clone(),
                text: foreign.text.clone(),
                rule: finding.rule.clone(),
                obeyed,
            });
            if obeyed {
                continue;
            }
        }
        if settings.scopes.contains(&finding.scope) {
            review.findings.push(finding);
        } else {
            review.elsewhere.push(finding);
        }
    }
    review.coverage.gaps.sort();
    review.coverage.cuts.sort();
    review.coverage.cuts.dedup();
    review.configuration = configuration(project, program, knowledge, settings, review.withheld, &changed);
    review.stale = stale(program, knowledge, &suppressions, &used);
    review.findings.sort_by(best_first);
    review.elsewhere.sort_by(best_first);
    review.suppressed.sort_by(|a, b| best_first(&a.finding, &b.finding));
    review
}

fn best_first(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    (b.severity, b.confidence)
        .cmp(&(a.severity, a.confidence))
        .then_with(|| (&a.place, &a.rule, &a.fingerprints).cmp(&(&b.place, &b.rule, &b.fingerprints)))
}

fn stale(
    program: &Program<'_>,
    knowledge: &Knowledge,
    suppressions: &BTreeMap<usize, Suppressions>,
    used: &BTreeMap<usize, BTreeSet<usize>>,
) -> Vec<StaleSuppression> {
    let none = BTreeSet::new();
    let looked_for = |rule: &str| knowledge.rule(rule).is_some();
    suppressions
        .iter()
        .flat_map(|(module, comments)| {
            program.at_module(contained::Step::Stale, ModuleId(*module as u32));
            comments.stale(used.get(module).unwrap_or(&none), looked_for)
        })
        .collect()
}

/// What must not be shown, by file: what detectors found to be secret, and what is one by its form. Only files that
/// are quoted are looked through.
fn secrets(project: &Inputs<'_>, program: &Program<'_>, found: &[detect::Finding]) -> BTreeMap<usize, Vec<Span>> {
    let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for finding in found {
        for secret in &finding.secrets {
            let (_, span) = project.files[secret.module.index()].source.written(secret.span);
            spans.entry(secret.module.index()).or_default().push(span);
        }
        let steps = finding.steps.iter().map(|step| step.spot.module);
        let checks = finding.checks.iter().map(|check| check.spot.module);
        let origin = finding.origin.as_ref().map(|origin| origin.spot.module);
        let quoted = steps.chain(checks).chain(origin).chain([finding.spot.module]);
        for module in quoted {
            spans.entry(module.index()).or_default();
        }
    }
    for (module, spans) in &mut spans {
        program.at_module(contained::Step::Secrets, ModuleId(*module as u32));
        spans.extend(secret_spans(written(project, *module)));
        *spans = merged(std::mem::take(spans));
    }
    spans
}

/// The text of a file as it is written.
fn written<'p>(project: &'p Inputs<'_>, module: usize) -> &'p str {
    &project.files[module].source.written(Span::new(0, 0)).0.text
}

/// The lines of a text that a part of it is on.
fn lines(file: &SourceFile, span: Span) -> RangeInclusive<u32> {
    file.lines.line(span.start)..=file.lines.line(span.end.max(span.start))
}

struct Judge<'a, 'k> {
    today: Option<Date>,
    project: &'a Inputs<'a>,
    knowledge: &'a Knowledge,
    program: &'a Program<'k>,
    secrets: BTreeMap<usize, Vec<Span>>,
    secret_words: BTreeMap<usize, SecretWords<'a>>,
}

impl Judge<'_, '_> {
    /// The comments of each file; and the files where an error of our own kept them from being read.
    fn suppressions(&self) -> (BTreeMap<usize, Suppressions>, Vec<Gap>) {
        let rules: Vec<&str> = self.knowledge.rules.iter().map(|rule| rule.id.as_str()).collect();
        let (mut read, mut unread) = (BTreeMap::new(), Vec::new());
        for (index, file) in self.project.files.iter().enumerate().filter(|(_, file)| file.reported) {
            let hidden = self.hidden(index);
            let comments = || Suppressions::of(&file.source, file.language, &rules, hidden, self.today);
            match contained(contained::Step::Suppress, index, comments) {
                Some(comments) => _ = read.insert(index, comments),
                None => unread.push(Gap { place: place(&file.source, Span::new(0, 0)), text: LEFT_OUT.to_owned() }),
            }
        }
        (read, unread)
    }

    fn hidden(&self, module: usize) -> &[Span] {
        self.secrets.get(&module).map_or(&[], Vec::as_slice)
    }

    fn resolved(&self, detected: &detect::Finding) -> Finding {
        let rule = &self.knowledge.rules[detected.rule];
        let module = detected.spot.module.index();
        let file = &self.project.files[module];
        let span = detected.spot.span;
        let (quote, masks) = quote(&file.source, span, self.hidden(module));
        let name = cwe::Catalogue::official().get(u32::from(detected.cwe)).map(|entry| entry.name.clone());
        let function = self.program.function(detected.function);
        let function = match function.kind {
            ir::FunctionKind::ModuleBody => String::new(),
            _ => self.program.text(function.qualified_name).to_owned(),
        };
        let place = place(&file.source, span);
        let code = detected.code_fingerprint.clone();
        let with_path = place_fingerprint(&code, &place.path);
        Finding {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            cwe: Cwe { id: detected.cwe, name: name.unwrap_or_default() },
            severity: detected.severity,
            confidence: detected.confidence,
            excerpt: excerpt(&file.source, span, self.hidden(module)),
            place,
            quote,
            masks,
            function,
            message: self.words(&detected.message, detected),
            flow: detected.steps.iter().map(|step| self.step(step, detected)).collect(),
            origin: detected.origin.as_ref().map(|origin| self.origin(origin, detected)),
            checks: detected.checks.iter().map(|check| self.check(check, detected)).collect(),
            impact: self.words(&detected.impact, detected),
            mitigation: Mitigation {
                text: self.words(&detected.repair, detected),
                example: detected.example.clone(),
                language: file.language.tag(),
            },
            assumptions: detected.assumptions.iter().map(|text| self.words(text, detected)).collect(),
            scope: self.scope(detected),
            fingerprints: Fingerprints { code, place: with_path },
        }
    }

    /// The scope of its file; what only a test feeds is a matter of the test.
    fn scope(&self, detected: &detect::Finding) -> crate::Scope {
        let own = self.project.files[detected.spot.module.index()].scope;
        let source = detected.steps.first().map(|step| self.project.files[step.spot.module.index()].scope);
        match (own, source) {
            (crate::Scope::Production, Some(source)) => source,
            _ => own,
        }
    }

    fn step(&self, step: &detect::Step, detected: &detect::Finding) -> Step {
        let module = step.spot.module.index();
        let file = &self.project.files[module];
        let (quote, masks) = quote(&file.source, step.spot.span, self.hidden(module));
        Step {
            place: place(&file.source, step.spot.span),
            quote,
            masks,
            excerpt: excerpt(&file.source, step.spot.span, self.hidden(module)),
            note: self.words(&step.note, detected),
        }
    }

    fn origin(&self, origin: &detect::Origin, detected: &detect::Finding) -> Origin {
        let module = origin.spot.module.index();
        Origin::of(origin, &self.project.files[module].source, self.words(&origin.text, detected))
    }

    fn check(&self, check: &detect::Check, detected: &detect::Finding) -> Check {
        let module = check.spot.module.index();
        let file = &self.project.files[module];
        let (quote, masks) = quote(&file.source, check.spot.span, self.hidden(module));
        Check {
            place: place(&file.source, check.spot.span),
            quote,
            masks,
            excerpt: excerpt(&file.source, check.spot.span, self.hidden(module)),
            note: self.words(&check.note, detected),
            passes: check.passes.as_ref().map(|text| self.words(text, detected)),
        }
    }

    /// Words that may hold bits of a finding's code, perhaps cut off, with what is secret hidden.
    fn words(&self, text: &str, detected: &detect::Finding) -> String {
        let mut spans = secret_spans(text);
        let modules: BTreeSet<usize> = detected
            .steps
            .iter()
            .map(|step| &step.spot)
            .chain(detected.checks.iter().map(|check| &check.spot))
            .chain([&detected.spot])
            .map(|spot| spot.module.index())
            .collect();
        for module in modules {
            if let Some(words) = self.secret_words.get(&module) {
                spans.extend(words.spans_in(text));
            }
        }
        masked(text, 0, &merged(spans)).0
    }
}

/// `place/v1`: the code's fingerprint with the path.
fn place_fingerprint(code: &str, path: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"flawline place/v1\0");
    hasher.update(code.as_bytes());
    hasher.update(b"\0");
    hasher.update(path.as_bytes());
    hasher.finalize().to_hex()[..32].to_owned()
}
