//! `flawline why-not`: why a finding stands at a line, or why none does.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use ::review::{
    ConfigFrom, Date, DiscoverOptions, Isolation, Progress as _, Project, Scope, Settings, WhyAnswer, WhyNot, WhyStep,
};
use anstyle::Style;
use clap::{Args, ValueEnum};
use knowledge::{Config, Knowledge, Threat};
use serde_json::{Value, json};

use super::project::{ConfigArguments, knowledge_with};
use super::review::{one_of, words};
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::progress::Bar;
use crate::{input, output, text, today, worker};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline why-not web/app.py:42                all rules that have to do with what stands there
  flawline why-not web/app.py:42 CWE-89         the rules for a weakness
  flawline why-not web/app.py:42 sql-injection  a rule

The answer is one of three: supported, with the way that data takes; refuted, with the reason; or
undecided, with what keeps it from being known. The exit code is 0 for each of them.";

/// The version of the schema of the JSON format.
const SCHEMA_VERSION: &str = "1.1";

const VERDICT: Style = Style::new().bold();

#[derive(Debug, Args)]
pub(super) struct WhyNotArguments {
    /// A file, and the number of a line in it: web/app.py:42
    #[arg(value_name = "FILE:LINE")]
    place: String,
    /// A CWE id or a rule's id; without it, all rules that have to do with what stands there
    #[arg(value_name = "CWE|RULE")]
    asked: Option<String>,

    /// The format of the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Terminal)]
    format: AnswerFormat,
    /// Whose data is distrusted: clients over a network, makers of documents, callers of a library, whoever runs it
    ///
    /// [default: remote,document,library, or what flawline.toml says]
    #[arg(long, value_name = "WHO", value_delimiter = ',', value_parser = one_of(&Threat::ALL, Threat::word))]
    threat_model: Vec<Threat>,
    /// The folder that all paths start from; without it, the nearest that looks like a project, or the current
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
    /// What day it is, for comments that allow a finding until one; without it, what the clock says
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    today: Option<Date>,
}

/// A format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// Text for people.
    Terminal,
    /// Everything, for programs.
    Json,
}

pub(super) fn run(asked: &WhyNotArguments) -> Result<Exit, Failure> {
    let threads = ::review::pool(None).map_err(|error| Failure::Threads(error.to_string()))?;
    threads.install(|| answer(asked))
}

fn answer(asked: &WhyNotArguments) -> Result<Exit, Failure> {
    let (path, line) = place(&asked.place)?;
    let today = asked.today.or_else(today::today);
    let bar = Bar::new(false);
    bar.stage("finding files", None);
    let workshop = worker::workshop(Isolation::default());
    let answered = project(&path, asked.root.as_deref(), &asked.config.from()).and_then(|project| {
        let knowledge = knowledge_with(&project.taught)?;
        let rules = asked.asked.as_deref().map(|asked| rules(&knowledge, asked)).transpose()?;
        let settings = settings(asked, &project.taught.config, today);
        let file = file(&project, &path, line)?;
        let place = (file, line);
        let found = ::review::why_not(&workshop, &project, &knowledge, &settings, place, rules.as_deref(), &bar);
        let ids = rules.map(|rules| rules.iter().map(|&at| knowledge.rules[at].id.clone()).collect::<Vec<_>>());
        Ok((found, settings, ids))
    });
    bar.end();
    let (found, settings, asked_rules) = answered?;
    match asked.format {
        AnswerFormat::Terminal => output::print_coloured(&terminal(&found, asked_rules.as_deref()))?,
        AnswerFormat::Json => output::print(&super::json(&document(&found, &settings, asked_rules.as_deref())))?,
    }
    Ok(Exit::Clean)
}

/// What was asked for, as a review of the same project takes it.
fn settings(asked: &WhyNotArguments, config: &Config, today: Option<Date>) -> Settings {
    let usual = Settings::default();
    Settings {
        confidence: config.confidence.as_ref().map_or(usual.confidence, |said| said.value),
        severity: config.severity.as_ref().map_or(usual.severity, |said| said.value),
        threats: words(&asked.threat_model, config.threats.as_ref()).unwrap_or_else(|| usual.threats.clone()),
        today,
        ..usual
    }
}

/// The file and the line of an argument.
fn place(asked: &str) -> Result<(PathBuf, u32), Failure> {
    let (path, line) = asked.rsplit_once(':').ok_or_else(|| Failure::NoLine(asked.to_owned()))?;
    match line.parse() {
        Ok(line) if line > 0 && !path.is_empty() => Ok((PathBuf::from(path), line)),
        _ => Err(Failure::NoLine(asked.to_owned())),
    }
}

/// The places of the rules that are asked about.
fn rules(knowledge: &Knowledge, asked: &str) -> Result<Vec<usize>, Failure> {
    let found = super::explain::find(knowledge, asked)?;
    let is_one = |id: &str| found.iter().any(|rule| rule.id == id);
    Ok(knowledge.rules.iter().enumerate().filter(|(_, rule)| is_one(&rule.id)).map(|(at, _)| at).collect())
}

fn project(path: &Path, root: Option<&Path>, config: &ConfigFrom) -> Result<Project, Failure> {
    if std::fs::symlink_metadata(path).is_err() {
        return Err(input::missing(path));
    }
    if path.is_dir() {
        return Err(Failure::NoLine(text::shown_path(path)));
    }
    let discover = |root: Option<&Path>| {
        let (root, config) = (root.map(Path::to_owned), config.clone());
        let options = DiscoverOptions { root, config, ..DiscoverOptions::default() };
        let found = Project::discover(&[path.to_owned()], &options);
        found.map_err(super::project::failure)
    };
    let found = discover(root)?;
    // Without anything that marks a project, the current folder is one when the file lies below it: a review of that
    // folder would see the whole of it.
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if root.is_none() && found.files.len() <= 1 && is_below {
        return discover(Some(Path::new(".")));
    }
    Ok(found)
}

/// The place of the file in its project.
fn file(project: &Project, path: &Path, line: u32) -> Result<usize, Failure> {
    let Some(at) = project.files.iter().position(|file| file.reported) else {
        let is_configuration = !project.configuration.is_empty();
        let why = if is_configuration { "looked at for secrets alone" } else { "not read" };
        let why = project.skipped.first().map_or(why, |skip| skip.reason.words());
        return Err(Failure::NotAnalysed { path: path.to_owned(), why });
    };
    let source = &project.files[at].source;
    if source.origin.is_some() {
        let why = "a notebook, of whose lines it cannot be asked yet";
        return Err(Failure::NotAnalysed { path: path.to_owned(), why });
    }
    let lines = source.lines.count(source.text.len());
    if line > lines {
        return Err(Failure::NoSuchLine { path: path.to_owned(), line, lines });
    }
    Ok(at)
}

// --- for people ----------------------------------------------------------------------------------------------------------

fn terminal(found: &WhyNot, rules: Option<&[String]>) -> String {
    let mut out = format!("{}:{}\n", text::spelt(&found.path), found.line);
    // Writing to a string cannot fail.
    for line in found.code.lines() {
        let _ = writeln!(out, "  | {}", text::spelt(line));
    }
    if found.scope != Scope::Production {
        out.push('\n');
        let kind = found.scope.word();
        let note = format!("This file counts as `{kind}`: a review of the project shows what is found in it apart.");
        text::wrap(&mut out, &note, "", "");
    }
    for gap in &found.gaps {
        out.push('\n');
        text::wrap(&mut out, &format!("Not all of this could be read: {}.", text::spelt(gap)), "", "");
    }
    if found.answers.is_empty() {
        out.push('\n');
        text::wrap(&mut out, nothing(found, rules), "", "");
    }
    for answer in &found.answers {
        out.push('\n');
        one(&mut out, answer, found);
    }
    harmless(&out)
}

fn nothing(found: &WhyNot, rules: Option<&[String]>) -> &'static str {
    match (found.gaps.is_empty(), rules) {
        (false, _) => "undecided: what stands here was not understood.",
        (true, None) => "refuted: nothing is called or given back on this line, and no rule speaks of anything else.",
        (true, Some(_)) => "refuted: nothing is called or given back on this line that the rule could speak of.",
    }
}

fn one(out: &mut String, answer: &WhyAnswer, found: &WhyNot) {
    let verdict = answer.verdict;
    let rule = match (&answer.rule, &answer.cwe) {
        (Some(rule), Some(cwe)) => format!("{rule} (CWE-{})", cwe.id),
        (Some(rule), None) => rule.clone(),
        _ => "any rule".to_owned(),
    };
    let _ = writeln!(out, "{VERDICT}{rule}: {verdict}{VERDICT:#} ({})", answer.reason.replace('-', " "));
    if answer.place.line != found.line || answer.place.end_line != found.line {
        let _ = writeln!(out, "  at {}:{}", text::spelt(&answer.place.path), answer.place.line);
    }
    text::wrap(out, &text::spelt(&answer.text), "  ", "  ");
    if !answer.change.is_empty() {
        text::wrap(out, &text::spelt(&answer.change), "  ", "  ");
    }
    if !answer.flow.is_empty() {
        out.push_str("  The way:\n");
    }
    for step in &answer.flow {
        let place = format!("    {}:{} ", text::spelt(&step.place.path), step.place.line);
        text::wrap(out, &text::spelt(&step.note), &place, "      ");
    }
}

// --- for programs --------------------------------------------------------------------------------------------------------

fn document(found: &WhyNot, settings: &Settings, rules: Option<&[String]>) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "program": { "name": "flawline", "version": env!("CARGO_PKG_VERSION") },
        "path": found.path,
        "line": found.line,
        "code": found.code,
        "scope": found.scope.word(),
        "threats": settings.threats.iter().map(|threat| threat.word()).collect::<Vec<_>>(),
        "rules": rules,
        "gaps": found.gaps,
        "answers": found.answers.iter().map(answered).collect::<Vec<_>>(),
    })
}

fn answered(answer: &WhyAnswer) -> Value {
    json!({
        "rule": answer.rule,
        "cwe": answer.cwe.as_ref().map(|cwe| json!({ "id": cwe.id, "name": cwe.name })),
        "verdict": answer.verdict,
        "reason": answer.reason,
        "place": placed(&answer.place),
        "quote": answer.quote,
        "text": answer.text,
        "change": answer.change,
        "severity": answer.levels.map(|(severity, _)| severity.word()),
        "confidence": answer.levels.map(|(_, confidence)| confidence.word()),
        "flow": answer.flow.iter().map(stepped).collect::<Vec<_>>(),
    })
}

fn stepped(step: &WhyStep) -> Value {
    json!({ "place": placed(&step.place), "quote": step.quote, "note": step.note })
}

fn placed(place: &::review::Place) -> Value {
    json!({
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    })
}
