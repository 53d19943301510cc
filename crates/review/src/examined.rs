//! A review, and with it the answers to questions about places: for who judges what somebody else says of the code.
//!
//! Takes a project, the knowledge, the settings and the questions; gives the review and an answer for each question, out of one
//! analysis.

use std::collections::BTreeMap;
use std::sync::Arc;

use detect::{Asked, Evidence, Finding};
use engine::Examination;
use ir::SourceFile;
use knowledge::{Knowledge, Threat};
use program::{FuncId, ModuleId, Program};

use crate::inputs::Inputs;
use crate::public::public_functions;
use crate::review::{Worked, finished, sources, worked};
use crate::route::{Route, answering};
use crate::why_not::{Resolving, gaps_at};
use crate::without::without_what_breaks;
use crate::{Progress, Project, Review, Settings, WhyAnswer, Workshop};

/// Lines before and behind those of a question that are asked about where no function is named by them.
pub const NEAR: u32 = 3;

/// Lines of a function that are asked about besides those that a question names.
const LINES_AROUND: u32 = 400;

/// A question: whether rules hold at some lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The request that is meant, instead of a file and lines: those of the function that answers it.
    pub route: Option<Route>,
    /// The file, by its place in the project.
    pub file: usize,
    /// The first and the last line.
    pub lines: (u32, u32),
    /// The rules, by their places in the knowledge; none for all.
    pub rules: Option<Arc<[usize]>>,
    /// Whether it matters who may write what a way begins with: then it is looked at whether the entry point asks for a login.
    pub login: bool,
}

/// What is known at the lines of a question.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// Of a request: the file, by its place in the project, and the lines of the function that answers it; none when no function is
    /// known to.
    pub answers: Option<(usize, (u32, u32))>,
    /// Answers for the lines.
    pub here: Vec<WhyAnswer>,
    /// Answers for the other lines of the functions that the lines are in.
    pub around: Vec<WhyAnswer>,
    /// Where nothing of a function stands on the lines: answers for the lines next to them, of the function around them, or of the
    /// body of the file.
    pub near: Vec<WhyAnswer>,
    /// The functions that the lines are in, outermost first: name, first and last line.
    pub functions: Vec<(String, u32, u32)>,
    /// Whether clients reach one of them, as a framework calls it.
    pub is_entry: bool,
    /// What of the lines could not be parsed, in words.
    pub gaps: Vec<String>,
}

/// The review of a project, and the answers to questions about it, in their order. Runs on the current rayon pool, as
/// [`crate::review`] does.
pub fn examined(
    workshop: &Workshop,
    project: &Project,
    knowledge: &Knowledge,
    settings: &Settings,
    questions: &[Question],
    progress: &dyn Progress,
) -> (Review, Vec<Answered>) {
    let knowledge = &*knowledge.of_versions(&project.versions);
    let inputs = Inputs::of(project, knowledge);
    without_what_breaks(&inputs, progress, |progress, left_out| {
        let worked = worked(workshop, &inputs, knowledge, settings, progress, left_out);
        progress.stage("examining the places", None);
        let answered = answers(&inputs, knowledge, settings, &worked, questions);
        (finished(&inputs, knowledge, settings, worked), answered)
    })
}

/// What answers are made from.
struct Examining<'a, 'k> {
    project: &'a Inputs<'a>,
    knowledge: &'a Knowledge,
    settings: &'a Settings,
    program: &'a Program<'k>,
    files: Vec<&'a SourceFile>,
    evidence: Evidence<'a, 'k>,
    examination: &'a Examination,
    found: &'a [Finding],
}

fn answers(
    project: &Inputs<'_>,
    knowledge: &Knowledge,
    settings: &Settings,
    worked: &Worked<'_>,
    questions: &[Question],
) -> Vec<Answered> {
    let program = &worked.program;
    let files: Vec<&SourceFile> = project.files.iter().map(|file| &file.source).collect();
    let resolved: Vec<Option<Question>> = questions
        .iter()
        .map(|question| {
            let Some(route) = &question.route else { return Some(question.clone()) };
            let entries = worked.analysis.entries.iter();
            let (file, lines) = answering(program, &files, entries, route)?;
            Some(Question { route: None, file, lines, ..question.clone() })
        })
        .collect();
    let functions_of = |question: &Option<Question>| {
        let Some(question) = question else { return Vec::new() };
        let (first, last) = question.lines;
        detect::functions_at(program, &files, ModuleId(question.file as u32), first..=last)
    };
    let functions: Vec<Vec<FuncId>> = resolved.iter().map(functions_of).collect();
    let mut all: Vec<FuncId> = functions.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let public = public_functions(project, program);
    let examination = engine::examine(program, &knowledge.kinds, &public, &all);
    let found = worked.detected.findings.as_slice();
    let evidence = Evidence { program, files: &files, knowledge, analysis: &worked.analysis, found };
    let examining = Examining {
        project,
        knowledge,
        settings,
        program,
        files: files.clone(),
        evidence,
        examination: &examination,
        found,
    };
    let mut known = Known::default();
    let answered = questions.iter().zip(&resolved).zip(&functions).map(|((asked, question), inside)| {
        let Some(question) = question else { return Answered::default() };
        let answers = asked.route.is_some().then_some((question.file, question.lines));
        Answered { answers, ..examining.answer(question, inside, &mut known) }
    });
    answered.collect()
}

/// What was answered.
#[derive(Default)]
struct Known {
    /// To questions about one line.
    answers: BTreeMap<Question, Vec<WhyAnswer>>,
    /// Of entry points, whether they ask for a login.
    logins: BTreeMap<FuncId, Option<detect::Login>>,
    /// Of files, the lines of their functions.
    functions: BTreeMap<usize, Vec<(u32, u32)>>,
}

impl Examining<'_, '_> {
    fn answer(&self, question: &Question, inside: &[FuncId], known: &mut Known) -> Answered {
        let (first, last) = question.lines;
        let module = ModuleId(question.file as u32);
        let source = self.files[question.file];
        let mut answered = Answered::default();
        for line in first..=last {
            answered.here.extend(self.at(question, line, known));
            let words = gaps_at(self.program, source, module, line).map(|note| note.text.clone());
            answered.gaps.extend(words);
        }
        answered.gaps.sort();
        answered.gaps.dedup();
        let all = inside.iter().filter_map(|&id| detect::lines_of(self.program, &self.files, id));
        answered.functions.extend(all);
        answered.is_entry = inside.iter().any(|id| self.evidence.analysis.entries.contains_key(id));
        answered.functions.sort_by_key(|(_, from, to)| (std::cmp::Reverse(to - from), *from));
        if let Some((from, to)) = answered.functions.last().map(|(_, from, to)| (*from, *to)) {
            let to = to.min(from.saturating_add(LINES_AROUND));
            for line in (from..=to).filter(|line| !(first..=last).contains(line)) {
                answered.around.extend(self.at(question, line, known));
            }
        } else {
            for line in self.near(question, known) {
                answered.near.extend(self.at(question, line, known));
            }
        }
        answered
    }

    /// The lines next to those of a question: of the innermost function around them, or of none.
    fn near(&self, question: &Question, known: &mut Known) -> Vec<u32> {
        let (first, last) = question.lines;
        let module = ModuleId(question.file as u32);
        let functions = known.functions.entry(question.file).or_insert_with(|| {
            let all = self.program.functions().filter(|&id| self.program.module_of(id) == module);
            let lines = all.filter_map(|id| detect::lines_of(self.program, &self.files, id));
            lines.map(|(_, from, to)| (from, to)).collect()
        });
        let around = functions.iter().filter(|(from, to)| *from <= first && last <= *to);
        let around = around.min_by_key(|(from, to)| to - from);
        let is_of_it = |line: &u32| match around {
            Some((from, to)) => (from..=to).contains(&line),
            None => !functions.iter().any(|(from, to)| (from..=to).contains(&line)),
        };
        let lines = first.saturating_sub(NEAR).max(1)..=last.saturating_add(NEAR);
        lines.filter(|line| !(first..=last).contains(line)).filter(is_of_it).collect()
    }

    /// Whether the entry point in which data of clients begins asks who they are.
    fn login(
        &self,
        origin: &detect::Origin,
        known: &mut BTreeMap<FuncId, Option<detect::Login>>,
    ) -> Option<detect::Login> {
        if origin.threat != Threat::Remote {
            return None;
        }
        known.entry(origin.function).or_insert_with(|| detect::login(self.evidence, origin.function)).clone()
    }

    /// The answers for one line.
    fn at(&self, question: &Question, line: u32, known: &mut Known) -> Vec<WhyAnswer> {
        let key = Question { lines: (line, line), ..question.clone() };
        if let Some(answers) = known.answers.get(&key) {
            return answers.clone();
        }
        let module = ModuleId(question.file as u32);
        let sources = sources(self.knowledge, self.settings);
        let asked = Asked { module, line, rules: question.rules.as_deref(), sources };
        let answers = detect::why(self.evidence, self.examination, asked);
        let answers = if answers.is_empty() {
            Vec::new()
        } else {
            let resolving =
                Resolving::new(self.project, self.knowledge, self.settings, self.found, &answers, question.file);
            let resolved = |answer: &detect::Answer| {
                let mut resolved = resolving.answer(answer, self.found);
                if let (Some(origin), Some(at)) =
                    (&mut resolved.origin, answer.origin.as_ref().filter(|_| question.login))
                {
                    origin.login = self.login(at, &mut known.logins).map(|login| resolving.login(login));
                }
                resolved
            };
            answers.iter().map(resolved).collect()
        };
        known.answers.insert(key, Vec::clone(&answers));
        answers
    }
}
