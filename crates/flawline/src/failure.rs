//! Everything that can keep the program from doing its job: what happened, where, and what to do about it.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use crate::exit::Exit;
use crate::text::{shown, shown_path, spelt};

/// Why the program could not do its job.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments make no sense; the argument parser has found the words.
    Arguments(clap::Error),
    /// A path that is not there, and the nearest name in its folder.
    NoSuchPath { path: PathBuf, near: Option<String> },
    /// The project could not be read.
    Project(String),
    /// `-` without a name for it.
    StdinWithoutName,
    /// A name for standard input, which is not read.
    NameWithoutStdin,
    /// Standard input could not be read.
    StandardInput(io::Error),
    /// A file that was to be read could not be.
    Input { path: PathBuf, why: io::Error },
    /// A file that was to be read is larger than that many bytes, alone or with those before it.
    TooLarge { path: PathBuf, most: u64, together: bool },
    /// A text that was to be read has more than that many bytes.
    TextTooLarge { path: PathBuf, most: u64 },
    /// What was given as a review by flawline is none, or cannot be made again; why.
    NotAReview { path: PathBuf, why: String },
    /// The review does not tell where below the code its paths lie.
    UnclearPaths,
    /// Standard output could not be written.
    StandardOutput(io::Error),
    /// The output file could not be written.
    Output { path: PathBuf, why: io::Error },
    /// The output file is a link.
    OutputIsLink(PathBuf),
    /// The output file is a folder.
    OutputIsFolder(PathBuf),
    /// The output file's name tells no format.
    UnclearFormat(PathBuf),
    /// The threads could not be started.
    Threads(String),
    /// What was given as a CWE id is none.
    NotAnId(String),
    /// The catalogue does not have these numbers.
    UnknownCwes(Vec<u32>),
    /// No rule is called so.
    UnknownRule { asked: String, near: Option<String> },
    /// The catalogue has the weakness, and no rule looks for it.
    NoRuleFor { id: u32, name: String },
    /// The knowledge that is part of the program is not sound.
    Knowledge(knowledge::KnowledgeErrors),
    /// What the project says of its reviews, or teaches, is not sound.
    Taught(knowledge::KnowledgeErrors),
    /// The project teaches nothing that could be tested; the folder in which it would.
    NothingTaught(String),
    /// Nothing can be begun like that.
    Scaffold(String),
    /// A rule of that id is built in.
    BuiltInRule(String),
    /// No model is of that language.
    UnknownLanguage { asked: String, near: Option<String> },
    /// A file that would be written is there.
    IsThere(PathBuf),
    /// Something that would be a folder is none.
    NotAFolder(PathBuf),
    /// A place that names no file and line.
    NoLine(String),
    /// A line that the file does not have.
    NoSuchLine { path: PathBuf, line: u32, lines: u32 },
    /// A file that is not analysed.
    NotAnalysed { path: PathBuf, why: &'static str },
    /// No model is of that library.
    UnknownLibrary { asked: String, near: Option<String> },
}

impl Failure {
    /// What the process ends with.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Arguments(error) if error.exit_code() == 0 => Exit::Clean,
            Self::Knowledge(_) => Exit::Internal,
            _ => Exit::Usage,
        }
    }

    /// Says it: on standard error, or, when help was asked for, on standard output.
    pub(crate) fn tell(&self) -> Exit {
        let Self::Arguments(error) = self else {
            crate::output::note(&self.render());
            return self.exit();
        };
        let text = error.render().ansi().to_string();
        if error.use_stderr() {
            crate::output::note(&harmless(&text));
            return self.exit();
        }
        match crate::output::print_coloured(&text) {
            Ok(()) => self.exit(),
            Err(failure) => failure.tell(),
        }
    }

    fn render(&self) -> String {
        let (error, tip) = (style(AnsiColor::Red), style(AnsiColor::Green));
        let mut out = format!("{error}error:{error:#} {}\n", self.message());
        if let Some(hint) = self.hint() {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "  {tip}tip:{tip:#} {hint}");
        }
        out
    }

    /// What happened, and where.
    fn message(&self) -> String {
        match self {
            Self::Arguments(error) => error.to_string(),
            Self::NoSuchPath { path, .. } => format!("there is no file or folder '{}'", shown_path(path)),
            Self::Project(message) | Self::Scaffold(message) => message.clone(),
            Self::StdinWithoutName => "standard input has no name that tells its language".to_owned(),
            Self::NameWithoutStdin => "--stdin-filename names standard input, but no PATH is '-'".to_owned(),
            Self::StandardInput(why) => format!("cannot read standard input: {why}"),
            Self::StandardOutput(why) => format!("cannot write to standard output: {why}"),
            Self::Input { path, why } => format!("cannot read '{}': {why}", shown_path(path)),
            Self::TooLarge { path, most, together } => {
                let others = if *together { ", with the files before it," } else { "" };
                format!("'{}'{others} has more than {} MiB", shown_path(path), most >> 20)
            }
            Self::TextTooLarge { path, most } => format!("'{}' has more than {} MiB", shown_path(path), most >> 20),
            Self::NotAReview { path, why } => {
                format!("'{}' is no review that can be made again: {}", shown_path(path), shown(why))
            }
            Self::UnclearPaths => "the review does not tell where below the code its paths lie".to_owned(),
            Self::Output { path, why } => format!("cannot write '{}': {why}", shown_path(path)),
            Self::OutputIsLink(path) => format!("'{}' is a link, which --output does not follow", shown_path(path)),
            Self::OutputIsFolder(path) => format!("'{}' is a folder", shown_path(path)),
            Self::UnclearFormat(path) => format!("the name '{}' does not tell the format", shown_path(path)),
            Self::Threads(why) => format!("cannot start the threads: {why}"),
            Self::NotAnId(asked) => format!("'{}' is not the number of a weakness", shown(asked)),
            Self::UnknownCwes(ids) => {
                let sentences: Vec<String> = ids.iter().map(|id| cwe::face::unknown_text(*id)).collect();
                sentences.join("\n").trim_end().to_owned()
            }
            Self::Knowledge(errors) => format!("the knowledge in this program is not sound:\n{errors}"),
            Self::Taught(errors) => taught(errors),
            Self::NothingTaught(folder) => format!("there is nothing to test in '{}'", shown(folder)),
            Self::BuiltInRule(id) => format!("the rule '{}' is built in", shown(id)),
            Self::UnknownLanguage { asked, .. } => format!("no model is of a language '{}'", shown(asked)),
            Self::IsThere(path) => format!("'{}' is there already", shown_path(path)),
            Self::NotAFolder(path) => format!("'{}' is no folder, or a link, which is not followed", shown_path(path)),
            Self::UnknownRule { asked, .. } => format!("there is no rule '{}'", shown(asked)),
            Self::NoRuleFor { id, name } => format!("no rule looks for CWE-{id}: {name}"),
            Self::NoLine(asked) => format!("'{}' names no file and line", shown(asked)),
            Self::NoSuchLine { path, line, lines } => {
                let path = shown_path(path);
                format!(
                    "there is no line {line} in '{path}', which has {}",
                    crate::text::counted(*lines as usize, "line")
                )
            }
            Self::NotAnalysed { path, why } => format!("'{}' is not analysed: {why}", shown_path(path)),
            Self::UnknownLibrary { asked, .. } => format!("there is no model of a library '{}'", shown(asked)),
        }
    }

    /// What to do about it.
    fn hint(&self) -> Option<String> {
        let near = |near: &Option<String>, otherwise: &str| {
            near.as_ref()
                .map_or_else(|| otherwise.to_owned(), |near| format!("did you mean '{}'? {otherwise}", shown(near)))
        };
        Some(match self {
            // These say it themselves.
            Self::Arguments(_) | Self::StandardInput(_) | Self::Project(_) | Self::Scaffold(_) | Self::Input { .. } => {
                return None;
            }
            Self::NoSuchPath { near: Some(near), .. } => format!("did you mean '{}'?", shown(near)),
            Self::NoSuchPath { .. } => "paths are relative to the current folder".to_owned(),
            Self::StdinWithoutName => "give it one: flawline review - --stdin-filename app.py".to_owned(),
            Self::NameWithoutStdin => "add '-': flawline review - --stdin-filename app.py".to_owned(),
            Self::StandardOutput(_) => "free some space, or write elsewhere with --output FILE".to_owned(),
            Self::TooLarge { .. } => "give the files in several calls, each to a folder of its own".to_owned(),
            Self::TextTooLarge { .. } => "larger texts are not read".to_owned(),
            Self::NotAReview { .. } => "flawline review --format json writes one".to_owned(),
            Self::UnclearPaths => "name them below the code with --path".to_owned(),
            Self::Output { .. } => "the folder must exist, be writable and have space".to_owned(),
            Self::OutputIsLink(_) => "name the file itself; for standard output leave --output out".to_owned(),
            Self::OutputIsFolder(_) => "name a file in it, such as review.sarif".to_owned(),
            Self::UnclearFormat(_) => "add --format, or end the name in .txt, .md, .json or .sarif".to_owned(),
            Self::Threads(_) => "ask for fewer with --threads 1".to_owned(),
            Self::NotAnId(_) => "write 89 or CWE-89; flawline cwe search WORDS finds a number".to_owned(),
            Self::UnknownCwes(_) => "flawline cwe search WORDS finds a number".to_owned(),
            Self::Knowledge(_) => {
                format!("this is an error in flawline; report it at {}/issues", env!("CARGO_PKG_REPOSITORY"))
            }
            Self::Taught(_) => {
                "docs/configuration.md tells what may stand there; --no-config goes on without it".to_owned()
            }
            Self::NothingTaught(_) => "flawline new model python LIBRARY begins a model there".to_owned(),
            Self::BuiltInRule(id) => format!("flawline explain {} tells about it; choose another id", shown(id)),
            Self::UnknownLanguage { near: found, .. } => {
                near(found, "the folders of flawline's own models are python and template")
            }
            Self::IsThere(_) => "nothing is overwritten: go on with that file, or take it away".to_owned(),
            Self::NotAFolder(_) => "take it away, or name another folder with `knowledge` in flawline.toml".to_owned(),
            Self::UnknownRule { near: found, .. } => near(found, "flawline rules lists them"),
            Self::NoRuleFor { id, .. } => format!("flawline cwe {id} tells about it; flawline rules lists the rules"),
            Self::NoLine(_) => "write them with a colon: flawline why-not web/app.py:42".to_owned(),
            Self::NoSuchLine { .. } => "lines count from 1".to_owned(),
            Self::NotAnalysed { .. } => "out of scope: a review says nothing of it either".to_owned(),
            Self::UnknownLibrary { near: found, .. } => near(found, "flawline models lists them"),
        })
    }
}

/// All that is wrong with what a project says or teaches, each with its place.
fn taught(errors: &knowledge::KnowledgeErrors) -> String {
    const MOST: usize = 50;
    let mut out = "what the project says or teaches is not sound".to_owned();
    // Writing to a string cannot fail.
    for error in errors.0.iter().take(MOST) {
        let _ = write!(out, "\n  {}", spelt(&error.file));
        for number in [error.line, error.column].into_iter().filter(|number| *number > 0) {
            let _ = write!(out, ":{number}");
        }
        let _ = write!(out, ": {}", shown(&error.message));
        if let Some(hint) = &error.hint {
            let _ = write!(out, "\n      {}", shown(hint));
        }
    }
    if errors.0.len() > MOST {
        let _ = write!(out, "\n  and {} more", errors.0.len() - MOST);
    }
    out
}

fn style(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(colour.into())).bold()
}

/// The argument parser repeats arguments as they were given, and a file may be called anything: of the escape
/// sequences only those that set a colour stay.
pub(crate) fn harmless(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let colour = rest.strip_prefix("\u{1b}[").and_then(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
            rest[end..].starts_with('m').then_some(end + 3)
        });
        let length = colour.unwrap_or(letter.len_utf8());
        // No line of ours begins like a command of a build machine.
        let opens = (out.is_empty() || out.ends_with('\n')) && report::opens_command(rest);
        let acts = opens || crate::text::is_obeyed_or_hidden(letter) || crate::text::is_second_sign(&out, letter);
        if colour.is_none() && letter != '\n' && acts {
            out.extend(letter.escape_unicode());
        } else {
            out.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Arguments(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_tells_what_happened_and_what_to_do() {
        let failure = Failure::UnknownRule { asked: "sql\u{1b}[2J".to_owned(), near: Some("sql-injection".to_owned()) };
        let text = anstream::adapter::strip_str(&failure.render()).to_string();
        assert_eq!(
            text,
            "error: there is no rule 'sql\\u{1b}[2J'\n  tip: did you mean 'sql-injection'? flawline rules lists them\n"
        );
        assert_eq!(failure.exit(), Exit::Usage);
    }

    #[test]
    fn an_argument_cannot_move_the_cursor() {
        assert_eq!(
            harmless("\u{1b}[1;31merror:\u{1b}[0m \u{1b}[2J\r\u{1b}]8;;"),
            "\u{1b}[1;31merror:\u{1b}[0m \\u{1b}[2J\\u{d}\\u{1b}]8;;"
        );
    }
}
