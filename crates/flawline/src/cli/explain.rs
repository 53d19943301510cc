//! `flawline explain`: what a rule finds, why it matters, how to repair it, and where it is wrong.

use clap::Args;
use cwe::Catalogue;
use knowledge::{Knowledge, Rule};

use super::project::ProjectArguments;
use super::rules::{cwes, shape};
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::page::Page;
use crate::{output, text};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's id, or a CWE id that rules look for: sql-injection, CWE-89
    #[arg(value_name = "RULE")]
    asked: String,
    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(asked: &Explain) -> Result<Exit, Failure> {
    let knowledge = asked.project.knowledge()?;
    let mut page = Page::default();
    for rule in find(&knowledge, &asked.asked)? {
        write(&mut page, rule);
    }
    output::print_coloured(&harmless(&page.finish()))?;
    Ok(Exit::Clean)
}

pub(super) fn find<'a>(knowledge: &'a Knowledge, asked: &str) -> Result<Vec<&'a Rule>, Failure> {
    if let Some(rule) = knowledge.rule(asked) {
        return Ok(vec![rule]);
    }
    let Ok(id) = super::cwe::number(asked) else {
        let near = text::nearest(asked, knowledge.rules.iter().map(|rule| rule.id.as_str()));
        return Err(Failure::UnknownRule { asked: asked.to_owned(), near: near.map(str::to_owned) });
    };
    let entry = Catalogue::official().get(id).ok_or_else(|| Failure::UnknownCwes(vec![id]))?;
    let rules: Vec<&Rule> = u16::try_from(id).map(|id| knowledge.rules_for_cwe(id).collect()).unwrap_or_default();
    if rules.is_empty() {
        return Err(Failure::NoRuleFor { id, name: entry.name.clone() });
    }
    Ok(rules)
}

fn write(page: &mut Page, rule: &Rule) {
    page.title(&rule.title);
    page.paragraph(&format!(
        "Rule {}, shape {}, severity {}, since {}",
        rule.id,
        shape(rule),
        rule.severity.word(),
        rule.since
    ));
    let catalogue = Catalogue::official();
    let weaknesses: Vec<String> = cwes(rule)
        .into_iter()
        .filter_map(|id| catalogue.get(u32::from(id)))
        .map(|entry| format!("CWE-{}: {}", entry.id, entry.name))
        .collect();
    page.list(&weaknesses);
    for (heading, markdown) in &rule.sections {
        page.heading(heading);
        page.markdown(markdown);
    }
    for (heading, sentences) in [("Known misses", &rule.gaps), ("Known false findings", &rule.noises)] {
        if !sentences.is_empty() {
            page.heading(heading);
            page.list(sentences);
        }
    }
}
