//! The generated parts of pages, by name: `rules`, `models`, `kinds`, `coverage`, `weaknesses`, `weakness RULE`, `twins`, `config-keys`, `cwe-version`,
//! `help`, `help COMMAND`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use knowledge::{Knowledge, Model, Role, Rule, Shape};

/// The part of that name; `root` is the project's folder, and `up` leads to it from the page.
pub(crate) fn part(name: &str, knowledge: &Knowledge, root: &Path, up: &str) -> Result<String> {
    match name.split_once(' ').unwrap_or((name, "")) {
        ("rules", "") => rules(knowledge, up),
        ("models", "") => models(knowledge, up),
        ("kinds", "") => kinds(knowledge),
        ("twins", "") => crate::score::twins::part(root),
        ("config-keys", "") => config_keys(),
        ("coverage", "") => crate::book::coverage(knowledge),
        ("weaknesses", "") => crate::book::index(knowledge),
        ("weakness", id) => crate::book::weakness(knowledge, root, up, id),
        ("cwe-version", "") => Ok(cwe_version()),
        ("help", command) => help(command),
        _ => bail!(
            "there is no part `{name}`; there are rules, models, kinds, coverage, weaknesses, weakness RULE, twins, config-keys, cwe-version, help and help COMMAND"
        ),
    }
}

fn rules(knowledge: &Knowledge, up: &str) -> Result<String> {
    let mut out = String::from("| rule | CWE | shape | severity |\n| --- | --- | --- | --- |\n");
    for rule in &knowledge.rules {
        let Rule { id, title, folder, severity, .. } = rule;
        let ids: BTreeSet<u16> = rule.cases.iter().map(|case| case.cwe).collect();
        let ids: Vec<String> = ids.iter().map(u16::to_string).collect();
        let shape = shape(rule);
        // The folder is given with or without `rules/` before it.
        let folder = folder.trim_start_matches("rules/");
        writeln!(
            out,
            "| [`{id}`]({up}rules/{folder}/rule.md) {} | {} | {shape} | {} |",
            cell(title),
            ids.join(", "),
            severity.word()
        )?;
    }
    Ok(out)
}

fn shape(rule: &Rule) -> &'static str {
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

/// The keys of `flawline.toml`.
fn config_keys() -> Result<String> {
    let mut out = String::from("| key | takes | says |\n| --- | --- | --- |\n");
    for (table, name, takes, required, says) in knowledge::Config::keys() {
        let key = if table.is_empty() { format!("`{name}`") } else { format!("`{name}` in `{table}`") };
        let must = if required { "; must be given" } else { "" };
        writeln!(out, "| {key} | {}{must} | {} |", cell(&takes), cell(says))?;
    }
    Ok(out)
}

fn models(knowledge: &Knowledge, up: &str) -> Result<String> {
    let mut out = String::from("| library | language | rows | versions |\n| --- | --- | --: | --- |\n");
    for model in &knowledge.models {
        let Model { library, language, file, rows, .. } = model;
        let versions: BTreeSet<&str> =
            rows.iter().filter_map(|row| Some(knowledge.names.row(*row).versions.as_ref()?.written.as_str())).collect();
        let versions = if versions.is_empty() {
            "all".to_owned()
        } else {
            versions.iter().map(|version| format!("`{}`", cell(version))).collect::<Vec<_>>().join(", ")
        };
        writeln!(out, "| [{}]({up}{file}) | {language} | {} | {versions} |", cell(library), rows.len())?;
    }
    Ok(out)
}

fn kinds(knowledge: &Knowledge) -> Result<String> {
    let mut out = String::from("| kind | role | what it is | contexts |\n| --- | --- | --- | --- |\n");
    for kind in &knowledge.kinds.all {
        let role = match kind.role {
            Role::Source => "source",
            Role::Sink => "sink",
            Role::Use => "use",
            Role::Setting => "setting",
            Role::State => "state",
        };
        writeln!(out, "| `{}` | {role} | {} | {} |", kind.name, cell(&kind.summary), kind.contexts.join(", "))?;
    }
    Ok(out)
}

fn cwe_version() -> String {
    let catalogue = cwe::Catalogue::official();
    format!("CWE {}, released {}.", catalogue.version(), catalogue.date())
}

/// What `flawline COMMAND --help` prints; without a command, of the program itself.
fn help(command: &str) -> Result<String> {
    let mut program = flawline::command().term_width(100);
    program.build();
    let mut asked = &mut program;
    for word in command.split_whitespace() {
        asked = asked.find_subcommand_mut(word).with_context(|| format!("there is no command `{command}`"))?;
    }
    let text = asked.render_long_help().to_string();
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    Ok(format!("```text\n{}\n```", lines.join("\n")))
}

/// A text as it may stand in a cell.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_of_help() {
        assert!(help("").unwrap().contains("Usage: flawline"));
        for command in flawline::command().get_subcommands() {
            let name = command.get_name();
            assert!(help(name).unwrap().contains(&format!("Usage: flawline {name}")), "{name}");
        }
        assert!(help("no-such-command").is_err());
    }
}
