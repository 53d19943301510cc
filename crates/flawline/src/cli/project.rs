//! The project's own configuration and knowledge: the arguments that say where they are, and what is known with them.

use std::path::{Path, PathBuf};

use ::review::{ConfigFrom, ProjectError, Taught};
use clap::Args;
use knowledge::{Knowledge, KnowledgeErrors, built_in_files};

use crate::failure::Failure;
use crate::text;

/// Where `flawline.toml` is.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ConfigArguments {
    /// Read this file instead of the project's flawline.toml; what it teaches lies beside it
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "What is read")]
    config: Option<PathBuf>,
    /// Read neither the project's flawline.toml nor its own models and rules
    #[arg(long, help_heading = "What is read")]
    no_config: bool,
}

impl ConfigArguments {
    pub(super) fn from(&self) -> ConfigFrom {
        match &self.config {
            Some(file) => ConfigFrom::File(file.clone()),
            None if self.no_config => ConfigFrom::Nowhere,
            None => ConfigFrom::Root,
        }
    }
}

/// Which project, for commands that read none of its code.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ProjectArguments {
    /// The project's folder; without it, the nearest above the current folder that looks like a project
    #[arg(long, value_name = "DIR", help_heading = "What is read")]
    root: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
}

impl ProjectArguments {
    /// What is known where the program was started: what is built in, and what the project there teaches.
    pub(super) fn knowledge(&self) -> Result<Knowledge, Failure> {
        let from = self.config.from();
        if from == ConfigFrom::Nowhere {
            return super::knowledge();
        }
        knowledge_with(&self.taught(Path::new("."))?.0)
    }

    /// What the project teaches that a path belongs to, and the folder in which its knowledge's folder lies.
    pub(super) fn taught(&self, path: &Path) -> Result<(Taught, PathBuf), Failure> {
        let start = self.root.as_deref().unwrap_or(path);
        Taught::of_project(start, self.root.as_deref(), &self.config.from()).map_err(failure)
    }
}

/// What is known with what a project teaches; what it says of rules must be sound, too.
pub(super) fn knowledge_with(taught: &Taught) -> Result<Knowledge, Failure> {
    if taught.knowledge.is_empty() && taught.config.rules.is_empty() {
        return super::knowledge();
    }
    let files = [built_in_files(), taught.knowledge.clone()].concat();
    let knowledge = Knowledge::load(&files).map_err(unsound)?;
    taught.config.check_rules(&knowledge).map_err(unsound)?;
    Ok(knowledge)
}

/// Why a project could not be looked at.
pub(super) fn failure(error: ProjectError) -> Failure {
    match error {
        ProjectError::Taught(errors) => unsound(errors),
        other => Failure::Project(text::shown(&other.to_string())),
    }
}

fn unsound(errors: KnowledgeErrors) -> Failure {
    Failure::Taught(errors)
}
