//! The book of weaknesses in `docs/weaknesses/`, a page for each rule, and the table of what is covered: both are made of the
//! rules, the models and the pages that test them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use knowledge::{ContextId, Effect, KindId, Knowledge, Row, Rule};
use mdtest::{MarkKind, Page};

use crate::tables::cell;

/// The folder of the book, below the project's.
const FOLDER: &str = "docs/weaknesses";

/// Makes a page for each rule that has none, and takes away those of which the rule is gone; with `check` it says which.
pub(crate) fn pages(root: &Path, knowledge: &Knowledge, check: bool) -> Result<Vec<String>> {
    let folder = root.join(FOLDER);
    let wanted: BTreeSet<String> = knowledge.rules.iter().map(|rule| format!("{}.md", rule.id)).collect();
    let mut present = BTreeSet::new();
    if folder.is_dir() {
        for entry in fs::read_dir(&folder)? {
            present.insert(entry?.file_name().to_string_lossy().into_owned());
        }
    }
    present.remove("README.md");
    let mut wrong = Vec::new();
    for name in wanted.difference(&present) {
        wrong.push(format!("{FOLDER}/{name} is missing"));
        if !check {
            let id = name.trim_end_matches(".md");
            let text = format!("<!-- generated: weakness {id} -->\n<!-- end -->\n");
            fs::create_dir_all(&folder).with_context(|| format!("cannot make {FOLDER}"))?;
            fs::write(folder.join(name), text).with_context(|| format!("cannot write {FOLDER}/{name}"))?;
        }
    }
    for name in present.difference(&wanted) {
        wrong.push(format!("{FOLDER}/{name} is about no rule"));
        if !check {
            fs::remove_file(folder.join(name)).with_context(|| format!("cannot remove {FOLDER}/{name}"))?;
        }
    }
    Ok(wrong)
}

/// The page of a rule: what it says, and its examples.
pub(crate) fn weakness(knowledge: &Knowledge, root: &Path, up: &str, id: &str) -> Result<String> {
    let rule = knowledge.rules.iter().find(|rule| rule.id == id).with_context(|| format!("there is no rule `{id}`"))?;
    let mut out = format!("# {}\n\n", rule.title);
    for number in ids(rule) {
        let name = cwe::Catalogue::official().get(u32::from(number)).map_or("", |entry| entry.name.as_str());
        writeln!(out, "- CWE-{number}: {name}")?;
    }
    let folder = rule.folder.trim_start_matches("rules/");
    writeln!(
        out,
        "\nRule `{id}`, severity {}, since {}. Declared in [rule.md]({up}rules/{folder}/rule.md).\n",
        rule.severity.word(),
        rule.since
    )?;
    for (heading, text) in &rule.sections {
        writeln!(out, "## {heading}\n\n{}\n", text.trim())?;
    }
    for page in knowledge.pages.iter().filter(|page| of_rule(&page.path, rule)) {
        let text = fs::read_to_string(root.join(&page.path)).unwrap_or_else(|_| page.text.clone());
        out += "---\n\n";
        let mut in_code = false;
        for line in text.trim().lines() {
            in_code ^= line.starts_with("```");
            // Below the page's own headings.
            let deeper = if !in_code && line.starts_with('#') { "#" } else { "" };
            writeln!(out, "{deeper}{line}")?;
        }
        out.push('\n');
    }
    Ok(out)
}

/// The book's list: weaknesses by number.
pub(crate) fn index(knowledge: &Knowledge) -> Result<String> {
    let mut rows: BTreeSet<(u16, &str, &str)> = BTreeSet::new();
    for rule in &knowledge.rules {
        rows.extend(ids(rule).into_iter().map(|number| (number, rule.id.as_str(), rule.title.as_str())));
    }
    let mut out = String::from("| CWE | official name | page |\n| --: | --- | --- |\n");
    for (number, id, title) in rows {
        let name = cwe::Catalogue::official().get(u32::from(number)).map_or("", |entry| entry.name.as_str());
        writeln!(out, "| {number} | {} | [{}]({id}.md) |", cell(name), cell(title))?;
    }
    Ok(out)
}

/// For each rule the libraries that it knows something of, what is tested, and what is known not to be covered.
pub(crate) fn coverage(knowledge: &Knowledge) -> Result<String> {
    let libraries: BTreeSet<&str> = knowledge.models.iter().map(|model| model.library.as_str()).collect();
    let numbers: BTreeSet<u16> = knowledge.rules.iter().flat_map(ids).collect();
    let mut out = format!(
        "{} rules speak of {} weaknesses; {} files of models hold {} rows.\n\n",
        knowledge.rules.len(),
        numbers.len(),
        libraries.len(),
        knowledge.names.rows.len()
    );
    out += "| rule | CWE | libraries, with how many rows speak of it | sections with something to find, and safe | not covered, or wrong |\n";
    out += "| --- | --- | --- | --: | --- |\n";
    for rule in &knowledge.rules {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for model in &knowledge.models {
            let fits = |(kind, context)| rule.cases.iter().any(|case| case.fits(kind, context));
            let speaks = |row: &&Row| kind_of(row).is_some_and(fits);
            let count = model.rows.iter().map(|&id| knowledge.names.row(id)).filter(speaks).count();
            if count > 0 {
                *counts.entry(&model.library).or_default() += count;
            }
        }
        let libraries: Vec<String> = counts.iter().map(|(library, count)| format!("{library} {count}")).collect();
        let (mut vulnerable, mut safe) = (0, 0);
        for page in knowledge.pages.iter().filter(|page| of_rule(&page.path, rule)) {
            for section in
                Page::parse(&page.path, &page.text).sections.iter().filter(|section| !section.files.is_empty())
            {
                let finds = |kind: &MarkKind| matches!(kind, MarkKind::Finding { .. } | MarkKind::Gap(_));
                if section.marks.iter().any(|mark| finds(&mark.kind)) { vulnerable += 1 } else { safe += 1 }
            }
        }
        let losses: BTreeSet<String> = rule
            .gaps
            .iter()
            .map(|why| format!("missed: {}", cell(why)))
            .chain(rule.noises.iter().map(|why| format!("wrong: {}", cell(why))))
            .collect();
        let losses: Vec<String> = losses.into_iter().collect();
        let numbers: Vec<String> = ids(rule).iter().map(u16::to_string).collect();
        writeln!(
            out,
            "| [`{}`](weaknesses/{}.md) | {} | {} | {vulnerable}, {safe} | {} |",
            rule.id,
            rule.id,
            numbers.join(", "),
            cell(&libraries.join(", ")),
            losses.join("; ")
        )?;
    }
    Ok(out)
}

/// The ids that a rule may cite, in order.
fn ids(rule: &Rule) -> BTreeSet<u16> {
    rule.cases.iter().map(|case| case.cwe).collect()
}

/// Whether a page of examples stands beside a rule.
fn of_rule(path: &str, rule: &Rule) -> bool {
    let folder = rule.folder.trim_start_matches("rules/");
    path.strip_prefix("rules/").and_then(|path| path.split_once('/')).is_some_and(|(of, _)| of == folder)
}

/// The sink or use of which a row speaks, and how.
fn kind_of(row: &Row) -> Option<(KindId, Option<ContextId>)> {
    match &row.effect {
        Effect::Sink { kind, context, .. }
        | Effect::Named { kind, context, .. }
        | Effect::Compared { kind, context, .. }
        | Effect::Use { kind, context, .. } => Some((*kind, *context)),
        Effect::Bound(bound) => Some((bound.kind, bound.context)),
        _ => None,
    }
}
