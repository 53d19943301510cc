//! `flawline rules`: the weaknesses that are looked for, as a table.

use std::collections::BTreeSet;

use clap::Args;
use knowledge::{Rule, Shape};
use serde_json::json;

use super::project::ProjectArguments;
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::{output, text};

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Only rules with this text in their id, title or CWE id
    #[arg(value_name = "TEXT")]
    filter: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(asked: &Rules) -> Result<Exit, Failure> {
    let knowledge = asked.project.knowledge()?;
    let rules: Vec<&Rule> =
        knowledge.rules.iter().filter(|rule| asked.filter.as_deref().is_none_or(|text| answers(rule, text))).collect();
    if asked.json {
        let rules: Vec<_> = rules
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.id,
                    "title": rule.title,
                    "cwes": cwes(rule),
                    "shape": shape(rule),
                    "severity": rule.severity.word(),
                    "since": rule.since,
                    "local": rule.local,
                })
            })
            .collect();
        output::print(&super::json(&json!({ "rules": rules })))?;
    } else if rules.is_empty() {
        let filter = asked.filter.as_deref().map(text::shown).unwrap_or_default();
        output::print(&format!("No rule has '{filter}' in its id, title or CWE id.\n"))?;
    } else {
        let rows: Vec<[String; 5]> = rules
            .iter()
            .map(|rule| {
                let cwes: Vec<String> = cwes(rule).iter().map(u16::to_string).collect();
                [
                    rule.id.clone(),
                    cwes.join(" "),
                    shape(rule).to_owned(),
                    rule.severity.word().to_owned(),
                    if rule.local { format!("{} (of this project)", rule.title) } else { rule.title.clone() },
                ]
            })
            .collect();
        output::print(&harmless(&text::table(["RULE", "CWE", "SHAPE", "SEVERITY", "TITLE"], &rows)))?;
    }
    Ok(Exit::Clean)
}

/// The rule's weaknesses, each once.
pub(super) fn cwes(rule: &Rule) -> BTreeSet<u16> {
    rule.cases.iter().map(|case| case.cwe).collect()
}

/// How the rule recognises them, in the word that its declaration has.
pub(super) fn shape(rule: &Rule) -> &'static str {
    match rule.shape {
        Shape::Flow { .. } => "flow",
        Shape::Call { .. } => "call",
        Shape::Value { .. } => "value",
        Shape::Absence { .. } => "absence",
        Shape::Order { .. } => "order",
        Shape::Missing(_) => "missing",
        Shape::Asserted { .. } => "asserted",
        Shape::Carried(_) => "carried",
        Shape::Filter(_) => "filter",
        Shape::Pattern { .. } => "pattern",
        Shape::Look { .. } => "look",
        Shape::Default => "default",
        Shape::Trial { .. } => "trial",
        Shape::Script { .. } => "script",
        Shape::Repeated { .. } => "repeated",
    }
}

fn answers(rule: &Rule, text: &str) -> bool {
    let text = text.to_lowercase();
    rule.id.contains(&text)
        || rule.title.to_lowercase().contains(&text)
        || cwes(rule).iter().any(|id| text == id.to_string() || text == format!("cwe-{id}"))
}
