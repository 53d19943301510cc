//! The law of the knowledge: a rule never names an API, a model never names a weakness, and every kind is used.

use knowledge::{Knowledge, Side};
use regex::Regex;

use crate::none;
use crate::project::{ProjectFile, all, root};

fn knowledge() -> Knowledge {
    Knowledge::from_folder(&root()).unwrap()
}

fn below(folder: &str, end: &str) -> impl Iterator<Item = &'static ProjectFile> {
    all().iter().filter(move |file| file.path.starts_with(folder) && file.path.ends_with(end))
}

#[test]
fn the_declaration_of_a_rule_names_no_api() {
    let knowledge = knowledge();
    let apis: Vec<&str> =
        knowledge.names.rows.iter().map(|row| row.api.as_str()).filter(|api| api.contains('.')).collect();
    let mut complaints = Vec::new();
    for file in below("rules/", "/rule.md") {
        let Some((_, after)) = file.text.split_once("```toml\n") else {
            complaints.push(format!("{}: it has no declaration", file.path));
            continue;
        };
        let declaration = after.split_once("\n```").map_or(after, |(declaration, _)| declaration);
        let mut words = declaration.split(|letter: char| !letter.is_alphanumeric() && !"._".contains(letter));
        if let Some(api) = words.find(|word| apis.contains(&word.trim_matches('.'))) {
            complaints.push(format!("{}: its declaration names `{api}`; the models say what an API does", file.path));
        }
    }
    none("rules that name an API", &complaints);
}

#[test]
fn a_model_names_no_weakness() {
    let number = Regex::new(r"(?i)\bcwe\b").unwrap();
    let complaints: Vec<String> = below("models/", ".toml")
        .filter(|file| file.path != "models/kinds.toml")
        .flat_map(|file| file.text.lines().enumerate().map(move |(at, line)| (file, at + 1, line)))
        .filter(|(_, _, line)| number.is_match(line))
        .map(|(file, at, line)| format!("{}:{at}: {}", file.path, line.trim()))
        .collect();
    none("models that name a weakness", &complaints);
}

#[test]
fn every_kind_is_used_by_a_rule_and_by_a_model() {
    let knowledge = knowledge();
    let complaints: Vec<String> = knowledge
        .unused_kinds()
        .iter()
        .map(|unused| {
            let by = match unused.by {
                Side::Rules => "rule",
                Side::Models => "model",
            };
            format!("no {by} speaks of `{}`", knowledge.kinds.get(unused.kind).name)
        })
        .collect();
    none("kinds without use", &complaints);
}

#[test]
fn every_rule_stands_in_the_folder_of_one_of_its_weaknesses() {
    let complaints: Vec<String> = knowledge()
        .rules
        .iter()
        .filter(|rule| {
            let folder = rule.folder.rsplit('/').next().unwrap_or_default();
            !rule.cases.iter().any(|case| folder == format!("cwe-{}-{}", case.cwe, rule.id))
        })
        .map(|rule| format!("{}: it should be called cwe-<number>-{}", rule.folder, rule.id))
        .collect();
    none("rules in the wrong folder", &complaints);
}
