//! `flawline new`: begins a rule or a model in the folder of a project's own knowledge.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use clap::{Args, Subcommand};
use knowledge::{Begins, Knowledge, begin_model, begin_rule};

use super::project::ProjectArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::{output, text};

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    piece: Piece,
}

#[derive(Debug, Subcommand)]
enum Piece {
    /// A weakness: its rule, and the page of its examples
    Rule {
        /// The CWE id: 89, CWE-89
        #[arg(value_name = "CWE-ID")]
        cwe: String,
        /// What is wrong, in lower case with hyphens: open-export
        id: String,
        #[command(flatten)]
        project: ProjectArguments,
    },
    /// A library or framework of your own, and the page of its examples
    Model {
        /// The language: python
        language: String,
        /// The library, as it is imported: acme.web
        library: String,
        #[command(flatten)]
        project: ProjectArguments,
    },
}

pub(super) fn run(asked: &New) -> Result<Exit, Failure> {
    let built_in = super::knowledge()?;
    let (files, project) = match &asked.piece {
        Piece::Rule { cwe, id, project } => {
            let number = super::cwe::number(cwe)?;
            if built_in.rule(id).is_some() {
                return Err(Failure::BuiltInRule(id.clone()));
            }
            let kinds = kinds(&built_in, number);
            let version = env!("CARGO_PKG_VERSION");
            (begin_rule(number, id, &kinds, version, Begins::Project), project)
        }
        Piece::Model { language, library, project } => {
            let known = built_in.models.iter().map(|model| model.language.as_str());
            if !known.clone().any(|known| known == language) {
                let near = text::nearest(language, known).map(str::to_owned);
                return Err(Failure::UnknownLanguage { asked: language.clone(), near });
            }
            (begin_model(language, library, Begins::Project), project)
        }
    };
    let files = files.map_err(|error| Failure::Scaffold(text::shown(&error.to_string())))?;
    let (taught, home) = project.taught(Path::new("."))?;
    // Without configuration the folder has the name that it has when nothing else is said.
    let folder = taught.config.knowledge.as_ref().map_or(::review::KNOWLEDGE_FOLDER, |said| said.value.as_str());
    let mut written = String::new();
    for (path, text) in &files {
        let below = Path::new(folder).join(path);
        create(&home, &below, text)?;
        // Writing to a string cannot fail.
        let _ = writeln!(written, "wrote {}", text::shown_path(&shown(&home, &below)));
    }
    output::print(&format!("{written}next: fill in what they leave open; flawline test says what that is\n"))?;
    Ok(Exit::Clean)
}

/// The kinds of which built-in rules for a weakness speak.
fn kinds(knowledge: &Knowledge, cwe: u32) -> Vec<&str> {
    let mut kinds: Vec<&str> = Vec::new();
    for rule in u16::try_from(cwe).into_iter().flat_map(|cwe| knowledge.rules_for_cwe(cwe)) {
        for case in rule.cases.iter().filter(|case| u32::from(case.cwe) == cwe) {
            let kind = knowledge.kinds.get(case.kind).name.as_str();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    kinds
}

/// The path in the words of where the user is, when it lies there.
fn shown(home: &Path, below: &Path) -> PathBuf {
    let whole = home.join(below);
    let here = std::env::current_dir().ok().and_then(|here| fs::canonicalize(here).ok());
    here.and_then(|here| whole.strip_prefix(here).map(Path::to_owned).ok()).unwrap_or(whole)
}

/// Makes the folders on the way to a file below a folder. No link is followed.
pub(super) fn make_folders(home: &Path, below: &Path) -> Result<(), Failure> {
    let mut folder = home.to_owned();
    for part in below.parent().into_iter().flat_map(Path::components) {
        let Component::Normal(name) = part else { continue };
        folder.push(name);
        let failed = |why| Failure::Output { path: folder.clone(), why };
        match fs::symlink_metadata(&folder) {
            Ok(data) if data.is_dir() => {}
            Ok(_) => return Err(Failure::NotAFolder(folder)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => fs::create_dir(&folder).map_err(failed)?,
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(())
}

/// Writes a new file below a folder. No link is followed on the way, and nothing is overwritten.
fn create(home: &Path, below: &Path, text: &str) -> Result<(), Failure> {
    make_folders(home, below)?;
    let path = home.join(below);
    let written = OpenOptions::new().write(true).create_new(true).open(&path);
    let written = written.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|why| match why.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::IsThere(path),
        _ => Failure::Output { path, why },
    })
}
