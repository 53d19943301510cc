//! Loading: takes files of text and gives the knowledge in them, or everything that is wrong with it.

mod condition;
mod config;
mod config_keys;
mod effect;
mod keys;
mod kinds;
mod markdown;
mod names;
mod page;
mod port;
mod rule_keys;
mod table;
mod text;
mod toml_filter;
mod toml_model;
mod toml_rule;
mod twice;
mod words;

#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::error::Gathered;
use crate::{About, Kinds, Knowledge, KnowledgeErrors, KnowledgeFile, Model, Page, Row, RowId, Rule};
use text::{Law, Text};

pub(crate) use config::load_config;
pub(crate) use config_keys::described;

/// Where the vocabulary stands.
const KINDS_FILE: &str = "models/kinds.toml";

/// What a file is, by its path.
enum Place<'a> {
    Kinds,
    /// Language.
    Model(&'a str),
    /// Language and the model's file name without its ending.
    ModelPage(&'a str, &'a str),
    /// Folder.
    Rule(&'a str),
    /// Language.
    RulePage(&'a str),
    /// For readers of the folder.
    Readme,
    Nowhere,
}

fn place(path: &str) -> Place<'_> {
    if path == KINDS_FILE {
        return Place::Kinds;
    }
    let parts: Vec<&str> = path.split('/').collect();
    if parts.last() == Some(&"README.md") {
        return Place::Readme;
    }
    match parts.as_slice() {
        ["models", language, file] => match file.rsplit_once('.') {
            Some((_, "toml")) => Place::Model(language),
            Some((stem, "md")) => Place::ModelPage(language, stem),
            _ => Place::Nowhere,
        },
        ["rules", folder, "rule.md"] => Place::Rule(folder),
        ["rules", _, file] => file.strip_suffix(".md").map_or(Place::Nowhere, Place::RulePage),
        _ => Place::Nowhere,
    }
}

/// Loads knowledge from files, whatever their order.
pub(crate) fn load(files: &[KnowledgeFile]) -> Result<Knowledge, KnowledgeErrors> {
    let errors = Gathered::default();
    let mut files: Vec<&KnowledgeFile> = files.iter().collect();
    // What is built in comes first, so that no row of a project's own goes before one.
    files.sort_by(|a, b| (a.local.is_some(), &a.path).cmp(&(b.local.is_some(), &b.path)));
    for pair in files.windows(2).filter(|pair| pair[0].path == pair[1].path) {
        errors.add(&pair[1].path, 0, "this file is given twice", None);
    }
    let kinds = load_kinds(&files, &errors);
    let (models, rows) = load_models(&files, &kinds, &errors);
    let mut rules = load_rules(&files, &kinds, &errors);
    let pages = load_pages(&files, &models, &mut rules, &errors);
    let names = names::build(rows, &errors);
    twice::check_models(&models, &errors);
    twice::check_rows(&names, &errors);
    let mut rules: Vec<Rule> = rules.into_values().flatten().collect();
    rules.sort_by(|a, b| (&a.id, &a.folder).cmp(&(&b.id, &b.folder)));
    twice::check_rules(&rules, &errors);
    crate::local::check(&names, &models, &rules, &files, &errors);
    errors.into_result()?;
    Ok(Knowledge { kinds, names, models, rules, pages })
}

fn load_kinds(files: &[&KnowledgeFile], errors: &Gathered) -> Kinds {
    let mut all = files.iter().filter(|file| matches!(place(file.below()), Place::Kinds));
    let Some(file) = all.next().filter(|file| file.local.is_none()) else {
        errors.add(KINDS_FILE, 0, "the vocabulary is missing", Some("every rule and model needs its kinds".to_owned()));
        return Kinds::default();
    };
    let own = all.next().map(|file| Text::new(file, &file.text, 1, Law::None, errors));
    kinds::read_kinds(&Text::new(file, &file.text, 1, Law::None, errors), own.as_ref())
}

fn load_models(files: &[&KnowledgeFile], kinds: &Kinds, errors: &Gathered) -> (Vec<Model>, Vec<Row>) {
    let mut models = Vec::new();
    let mut all = Vec::new();
    for file in files {
        let Place::Model(language) = place(file.below()) else { continue };
        let text = Text::new(file, &file.text, 1, Law::Model, errors);
        let Some((mut model, rows)) = toml_model::read_model(&text, language, kinds) else { continue };
        let first = all.len() as u32;
        all.extend(rows);
        model.rows = (first..all.len() as u32).map(RowId).collect();
        models.push(model);
    }
    (models, all)
}

/// The folder of a file.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The rules by their folders; a folder whose rule has been found wrong has none.
fn load_rules<'f>(files: &[&'f KnowledgeFile], kinds: &Kinds, errors: &Gathered) -> BTreeMap<&'f str, Option<Rule>> {
    let mut rules = BTreeMap::new();
    for file in files {
        let Place::Rule(folder) = place(file.below()) else { continue };
        let page = page::split_rule(&Text::new(file, &file.text, 1, Law::None, errors));
        let rule = page.declaration.and_then(|(declaration, line)| {
            let text = Text::new(file, declaration, line, Law::Rule, errors);
            let rule = toml_rule::read_rule(&text, folder, kinds)?;
            let folder = parent(&file.path).to_owned();
            Some(Rule { title: page.title.to_owned(), folder, sections: page.sections, ..rule })
        });
        rules.insert(parent(&file.path), rule);
    }
    rules
}

fn load_pages(
    files: &[&KnowledgeFile],
    models: &[Model],
    rules: &mut BTreeMap<&str, Option<Rule>>,
    errors: &Gathered,
) -> Vec<Page> {
    let mut pages = Vec::new();
    for file in files {
        let (language, about) = match place(file.below()) {
            Place::RulePage(language) => match rules.get_mut(parent(&file.path)) {
                Some(Some(rule)) => {
                    let limits = page::limits(&file.text, language);
                    rule.gaps.extend(limits.gaps);
                    rule.noises.extend(limits.noises);
                    (language, About::Rule(rule.id.clone()))
                }
                Some(None) => continue,
                None => {
                    errors.add(&file.path, 0, "this page has no rule.md beside it", None);
                    continue;
                }
            },
            Place::ModelPage(language, stem) => {
                let beside = format!("{}/{stem}.toml", parent(&file.path));
                match models.iter().find(|model| model.file == beside) {
                    Some(model) => (language, About::Model(model.library.clone())),
                    None if files.iter().any(|file| file.path == beside) => continue,
                    None => {
                        errors.add(&file.path, 0, format!("this page has no {stem}.toml beside it"), None);
                        continue;
                    }
                }
            }
            Place::Nowhere => {
                let hint = "models/<language>/<library>.toml or .md, rules/cwe-<n>-<id>/rule.md or <language>.md";
                errors.add(&file.path, 0, "no knowledge stands at such a path", Some(hint.to_owned()));
                continue;
            }
            Place::Kinds | Place::Model(_) | Place::Rule(_) | Place::Readme => continue,
        };
        pages.push(Page {
            path: file.path.to_string(),
            language: language.to_owned(),
            about,
            text: file.text.to_string(),
            local: file.local.is_some(),
        });
    }
    pages
}
