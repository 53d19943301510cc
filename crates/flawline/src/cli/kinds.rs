//! `flawline kinds`: the vocabulary in which rules and models meet.

use clap::Args;
use knowledge::{Kind, Role};
use serde_json::json;

use super::project::ProjectArguments;
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::{output, text};

#[derive(Debug, Args)]
pub(super) struct Kinds {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(asked: &Kinds) -> Result<Exit, Failure> {
    let knowledge = asked.project.knowledge()?;
    let kinds = &knowledge.kinds.all;
    if asked.json {
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| {
                json!({
                    "name": kind.name,
                    "role": role(kind),
                    "threat": kind.threat.map(knowledge::Threat::word),
                    "contexts": kind.contexts,
                    "summary": kind.summary,
                })
            })
            .collect();
        output::print(&super::json(&json!({ "kinds": kinds })))?;
    } else {
        let rows: Vec<[String; 3]> =
            kinds.iter().map(|kind| [kind.name.clone(), role(kind).to_owned(), summary(kind)]).collect();
        output::print(&harmless(&text::table(["KIND", "ROLE", "WHAT IT IS"], &rows)))?;
    }
    Ok(Exit::Clean)
}

fn summary(kind: &Kind) -> String {
    let contexts = if kind.contexts.is_empty() { String::new() } else { format!(" [{}]", kind.contexts.join(", ")) };
    let threat = kind.threat.map_or_else(String::new, |threat| format!(" [{}]", threat.word()));
    format!("{}{contexts}{threat}", kind.summary)
}

fn role(kind: &Kind) -> &'static str {
    match kind.role {
        Role::Source => "source",
        Role::Sink => "sink",
        Role::Use => "use",
        Role::Setting => "setting",
        Role::State => "state",
    }
}
