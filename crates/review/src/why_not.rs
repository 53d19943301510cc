//! Why a finding stands at a line, or why none does: the whole line from a project to an answer, for one place.
//!
//! Takes a project, the knowledge, the settings and a line of one of its files; gives a [`WhyNot`], a plain value in which
//! every place is resolved and every secret is masked.

use std::collections::BTreeMap;

use detect::{Asked, Evidence, Standing};
use ir::{NoteKind, SourceFile, Span};
use knowledge::{Confidence, Knowledge, Severity};
use program::{ModuleId, Program};

use crate::Workshop;
use crate::inputs::Inputs;
use crate::mask::SecretWords;
use crate::public::public_functions;
use crate::review::{linked, sources};
use crate::scope::scope_of;
use crate::without::without_what_breaks;
use crate::{
    Cwe, Login, Origin, Place, Progress, Project, Scope, Settings, Suppressions, masked, merged, place, quote,
    secret_spans,
};

/// What is known of a line.
#[derive(Clone, Debug)]
pub struct WhyNot {
    /// The file, below the root.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The line as it stands there, without indentation; masked.
    pub code: String,
    /// What kind of file it is in, when the whole project is reviewed.
    pub scope: Scope,
    /// The answers, by place and rule; none when nothing on the line is anything that rules speak of.
    pub answers: Vec<WhyAnswer>,
    /// What could not be parsed there, in words.
    pub gaps: Vec<String>,
}

/// What is known of a rule at an operation.
#[derive(Clone, Debug)]
pub struct WhyAnswer {
    /// The rule's id; none for what no rule speaks of.
    pub rule: Option<String>,
    /// The weakness.
    pub cwe: Option<Cwe>,
    /// `supported`, `refuted` or `undecided`.
    pub verdict: &'static str,
    /// Why, as a word: `finding`, `sanitised`, `unknown-call` …
    pub reason: &'static str,
    /// The operation.
    pub place: Place,
    /// Its code; masked.
    pub quote: String,
    /// Why, in sentences.
    pub text: String,
    /// What would have to be different; empty when there is nothing to say.
    pub change: String,
    /// The way that data takes, also when it is stopped.
    pub flow: Vec<WhyStep>,
    /// Where the data of that way begins, and who writes it.
    pub origin: Option<Origin>,
    /// How bad and how sure, for a finding.
    pub levels: Option<(Severity, Confidence)>,
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyStep {
    /// Where.
    pub place: Place,
    /// The code there; masked.
    pub quote: String,
    /// What happens, a clause.
    pub note: String,
}

/// Answers for a line of the `file`-th file of a project: for these rules (by their places in the knowledge), or for all
/// that have to do with what stands there. Runs on the current rayon pool, as [`crate::review`] does.
pub fn why_not(
    workshop: &Workshop,
    project: &Project,
    knowledge: &Knowledge,
    settings: &Settings,
    (file, line): (usize, u32),
    rules: Option<&[usize]>,
    progress: &dyn Progress,
) -> WhyNot {
    let knowledge = &*knowledge.of_versions(&project.versions);
    let inputs = Inputs::of(project, knowledge);
    without_what_breaks(&inputs, progress, |progress, left_out| {
        let program = linked(workshop, &inputs, knowledge, progress, left_out).program;
        answered(&program, &inputs, knowledge, settings, (file, line), rules, progress)
    })
}

/// The same, of a project that is linked.
fn answered(
    program: &Program<'_>,
    project: &Inputs<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    (file, line): (usize, u32),
    rules: Option<&[usize]>,
    progress: &dyn Progress,
) -> WhyNot {
    progress.stage("following data", None);
    let public = public_functions(project, program);
    let counted = sources(knowledge, settings);
    let analysis = engine::analyse(program, &knowledge.kinds, counted, &public);
    let files: Vec<&SourceFile> = project.files.iter().map(|file| &file.source).collect();
    let scopes: Vec<knowledge::Scope> = project.files.iter().map(|file| file.scope).collect();
    let found = detect::detect(program, (&files, &scopes), knowledge, &analysis).findings;
    progress.stage("examining the line", None);
    let module = ModuleId(file as u32);
    let functions = detect::functions_at(program, &files, module, line..=line);
    let examination = engine::examine(program, &knowledge.kinds, &public, &functions);
    let evidence = Evidence { program, files: &files, knowledge, analysis: &analysis, found: &found };
    let asked = Asked { module, line, rules, sources: counted };
    let answers = detect::why(evidence, &examination, asked);
    let resolving = Resolving::new(project, knowledge, settings, &found, &answers, file);
    let source = &project.files[file].source;
    let (start, end) = source.lines.range(line, source.text.len());
    WhyNot {
        path: source.path.clone(),
        line,
        code: quote(source, Span::new(start as u32, end.max(start) as u32), resolving.hidden(file)).0,
        scope: scope(project, file),
        gaps: gaps_at(program, source, module, line).map(|note| resolving.words(&note.text)).collect(),
        answers: answers.iter().map(|answer| resolving.answer(answer, &found)).collect(),
    }
}

/// What kind of file it is, as the project says, else as its name does.
pub(crate) fn scope(project: &Inputs<'_>, file: usize) -> Scope {
    let source = &project.files[file].source;
    match project.taught.config.counts(&source.path, "") {
        Some(at) => project.taught.config.counted_as[at].scope,
        None => scope_of(&source.path, &source.text),
    }
}

/// What of a line could not be read. What was left out as a whole was left out of every line.
pub(crate) fn gaps_at<'p>(
    program: &'p Program<'_>,
    source: &SourceFile,
    module: ModuleId,
    line: u32,
) -> impl Iterator<Item = &'p ir::Note> {
    let covers = move |span: Span| {
        (source.lines.line(span.start)..=source.lines.line(span.end.saturating_sub(1).max(span.start))).contains(&line)
    };
    program.module(module).notes.iter().filter(move |note| match note.kind {
        NoteKind::Opaque => false,
        NoteKind::Failure => true,
        NoteKind::Syntax | NoteKind::Depth => covers(note.span),
    })
}

/// Answers as plain data: places resolved, secrets hidden.
pub(crate) struct Resolving<'a> {
    project: &'a Inputs<'a>,
    knowledge: &'a Knowledge,
    settings: &'a Settings,
    suppressions: Suppressions,
    secrets: BTreeMap<usize, Vec<Span>>,
    words: Vec<SecretWords<'a>>,
}

impl<'a> Resolving<'a> {
    pub(crate) fn new(
        project: &'a Inputs<'a>,
        knowledge: &'a Knowledge,
        settings: &'a Settings,
        found: &[detect::Finding],
        answers: &[detect::Answer],
        file: usize,
    ) -> Self {
        let mut secrets: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        secrets.entry(file).or_default();
        for step in answers.iter().flat_map(|answer| &answer.steps) {
            secrets.entry(step.spot.module.index()).or_default();
        }
        for origin in answers.iter().filter_map(|answer| answer.origin.as_ref()) {
            secrets.entry(origin.spot.module.index()).or_default();
        }
        // What the sentences quote is followed by its place.
        for (module, other) in project.files.iter().enumerate() {
            let place = format!("({}:", other.source.path);
            if answers.iter().any(|answer| answer.text.contains(&place) || answer.change.contains(&place)) {
                secrets.entry(module).or_default();
            }
        }
        for spot in found.iter().flat_map(|finding| &finding.secrets) {
            if let Some(spans) = secrets.get_mut(&spot.module.index()) {
                spans.push(spot.span);
            }
        }
        for (module, spans) in &mut secrets {
            spans.extend(secret_spans(&project.files[*module].source.text));
            *spans = merged(std::mem::take(spans));
        }
        let words = secrets.iter().map(|(module, spans)| SecretWords::of(&project.files[*module].source.text, spans));
        let words = words.collect();
        let rules: Vec<&str> = knowledge.rules.iter().map(|rule| rule.id.as_str()).collect();
        let asked = &project.files[file];
        let hidden = secrets.get(&file).map_or(&[][..], Vec::as_slice);
        let suppressions = Suppressions::of(&asked.source, asked.language, &rules, hidden, settings.today);
        Self { project, knowledge, settings, suppressions, secrets, words }
    }

    fn hidden(&self, module: usize) -> &[Span] {
        self.secrets.get(&module).map_or(&[], Vec::as_slice)
    }

    /// Words that may hold bits of code, with what is secret hidden.
    pub(crate) fn words(&self, text: &str) -> String {
        let mut spans = secret_spans(text);
        for words in &self.words {
            spans.extend(words.spans_in(text));
        }
        masked(text, 0, &merged(spans)).0
    }

    pub(crate) fn answer(&self, answer: &detect::Answer, found: &[detect::Finding]) -> WhyAnswer {
        let module = answer.spot.module.index();
        let source = &self.project.files[module].source;
        let name = |id: u16| cwe::Catalogue::official().get(u32::from(id)).map(|entry| entry.name.clone());
        let step = |step: &detect::Step| {
            let module = step.spot.module.index();
            let source = &self.project.files[module].source;
            WhyStep {
                place: place(source, step.spot.span),
                quote: quote(source, step.spot.span, self.hidden(module)).0,
                note: self.words(&step.note),
            }
        };
        let finding = answer.finding.and_then(|at| found.get(at));
        let mut resolved = WhyAnswer {
            rule: answer.rule.and_then(|rule| self.knowledge.rules.get(rule)).map(|rule| rule.id.clone()),
            cwe: answer.cwe.map(|id| Cwe { id, name: name(id).unwrap_or_default() }),
            verdict: answer.standing.word(),
            reason: answer.reason,
            place: place(source, answer.spot.span),
            quote: quote(source, answer.spot.span, self.hidden(module)).0,
            text: self.words(&answer.text),
            change: self.words(&answer.change),
            flow: answer.steps.iter().map(step).collect(),
            origin: answer.origin.as_ref().map(|origin| self.origin(origin)),
            levels: finding.map(|finding| (finding.severity, finding.confidence)),
        };
        if answer.standing == Standing::Supported {
            self.withheld(&mut resolved);
        }
        resolved
    }

    fn origin(&self, origin: &detect::Origin) -> Origin {
        let module = origin.spot.module.index();
        Origin::of(origin, &self.project.files[module].source, self.words(&origin.text))
    }

    /// What is known of the login at an entry point; masked.
    pub(crate) fn login(&self, login: detect::Login) -> Login {
        match login {
            detect::Login::Asked(written, spot) => {
                Login::Asked(self.words(&written), place(&self.project.files[spot.module.index()].source, spot.span))
            }
            detect::Login::Unasked(entry) => Login::Unasked(self.words(&entry)),
        }
    }

    /// Why a finding is not among those that a review shows first.
    fn withheld(&self, answer: &mut WhyAnswer) {
        let rule = answer.rule.as_deref().unwrap_or_default();
        let lines = answer.place.line..=answer.place.end_line;
        if let Some(allow) = self.suppressions.allows(rule, &lines) {
            answer.reason = "suppressed";
            answer.text = format!("{} A comment on line {} allows it: {}.", answer.text, allow.line, allow.reason);
            "Without that comment the review would show it.".clone_into(&mut answer.change);
            return;
        }
        let Some((mut severity, confidence)) = answer.levels else { return };
        let config = &self.project.taught.config;
        if let Some(at) = config.changes(rule, &answer.place.path) {
            let change = &config.rules[at];
            let (file, line) = (config.file.as_deref().unwrap_or_default(), change.at.line);
            let Some(changed) = change.severity else {
                answer.reason = "rule-off";
                answer.text = format!("{} {file}:{line} switches the rule off: {}.", answer.text, change.reason);
                "`--no-config` shows it.".clone_into(&mut answer.change);
                return;
            };
            severity = changed;
            answer.levels = Some((severity, confidence));
        }
        if confidence < self.settings.confidence {
            let has_purpose = !answer.text.contains(detect::FOR_SOMETHING);
            answer.reason = if has_purpose { "below-confidence" } else { "purpose-unknown" };
            answer.text = format!(
                "{} Its confidence is {}, and a review shows findings from {} on.",
                answer.text,
                confidence.word(),
                self.settings.confidence.word()
            );
            answer.change = format!("`--confidence {}` shows it.", confidence.word());
        } else if severity < self.settings.severity {
            answer.reason = "below-severity";
            answer.text = format!("{} Its severity is {}.", answer.text, severity.word());
            answer.change = format!("`--severity {}` shows it.", severity.word());
        }
    }
}
