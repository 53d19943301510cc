//! A variant of a suite of tests: takes a folder of Python with a table of expected results and a seed, writes the same
//! programs under other names, with other constants and in another order. A tool that understands code scores the
//! same on both; one that knows a suite by heart does not.

mod constants;
mod facts;
mod names;
mod order;
mod texts;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use self::facts::{Facts, parsed};
use self::names::{Edit, File, Plan};
use self::texts::Texts;
use self::words::{Chance, Fresh};
use crate::score::suite::{self, Suite};

/// How deep below the folder files are looked for.
const MAX_DEPTH: usize = 12;

/// Files whose text may name functions and classes.
const SETTINGS: [&str; 6] = ["ini", "cfg", "toml", "json", "yaml", "yml"];

/// Writes a variant of the suite at `from` to `to`, which must not exist.
pub(crate) fn write(from: &Path, to: &Path, seed: u64) -> Result<()> {
    ensure!(!to.exists(), "{} is there already", to.display());
    let suite = Suite::read(from)?;
    let mut paths = Vec::new();
    find(from, from, MAX_DEPTH, &mut paths)?;
    paths.sort();
    let read = |path: &PathBuf| fs::read(from.join(path)).with_context(|| format!("cannot read {}", path.display()));
    let files = paths.iter().map(|path| Ok((slashed(path), read(path)?))).collect::<Result<Vec<_>>>()?;
    let varied = vary(&suite, files, seed)?;
    let count = varied.len();
    for (path, bytes) in varied {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    crate::say(&format!("wrote {count} files to {}", to.display()));
    Ok(())
}

/// The ordinary files below a folder that are not hidden, by their path from `root`.
fn find(root: &Path, folder: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<()> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            find(root, &entry.path(), depth, into)?;
        } else if kind.is_file() {
            into.push(entry.path().strip_prefix(root)?.to_owned());
        }
    }
    Ok(())
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The suite's files, varied.
fn vary(suite: &Suite, files: Vec<(String, Vec<u8>)>, seed: u64) -> Result<Vec<(String, Vec<u8>)>> {
    let tests = renumbered(suite, &mut Chance::new(seed));
    let (mut python, mut others) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        match (path.strip_suffix(".py"), String::from_utf8(bytes)) {
            (Some(stem), Ok(text)) => {
                let facts = Facts::of(&parsed(&text).with_context(|| path.clone())?);
                let is_test = suite.tests.contains_key(stem.rsplit('/').next().unwrap_or(stem));
                python.push(File { module: stem.replace('/', "."), is_test, text, facts });
            }
            (_, Ok(text)) => others.push((path, Ok(text))),
            (_, Err(error)) => others.push((path, Err(error.into_bytes()))),
        }
    }
    let ending = |path: &str| path.rsplit_once('.').map_or("", |(_, ending)| ending).to_owned();
    let settings = others.iter().filter(|(path, _)| SETTINGS.contains(&ending(path).as_str()));
    let more: String = settings.filter_map(|(_, text)| text.as_deref().ok()).collect::<Vec<_>>().join("\n");
    let mut taken = names::words(&more);
    for file in &python {
        taken.extend(names::words(&file.text));
    }
    let mut fresh = Fresh::new(seed, taken);
    let plan = Plan::of(&python, &tests, &more, &mut fresh);
    let folders: BTreeSet<&str> = python
        .iter()
        .filter_map(|file| file.module.rsplit_once('.'))
        .flat_map(|(folder, _)| folder.split('.'))
        .collect();
    let folders = folders.into_iter().map(|folder| (folder.to_owned(), plan.parts[folder].clone())).collect();
    let texts = Texts::new(suite, tests.clone(), folders, &mut fresh.chance);
    let mut out = Vec::new();
    for file in &python {
        let text = varied(file, &plan, &texts, &mut fresh).with_context(|| file.module.clone())?;
        out.push((path_of(&file.module, &plan), text.into_bytes()));
    }
    for (path, text) in others {
        let new = texts.path(&path);
        out.push(match text {
            Ok(text) if suite::is_table(&path) => (new, table(&text, &tests).into_bytes()),
            Ok(text) => (new, texts.applied(&text).into_bytes()),
            Err(bytes) => (new, bytes),
        });
    }
    out.sort();
    Ok(out)
}

/// For each test another name: the same prefix for all, and the numbers in another order, or a word for each.
fn renumbered(suite: &Suite, chance: &mut Chance) -> BTreeMap<String, String> {
    let names: Vec<&String> = suite.tests.keys().collect();
    let prefix = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let prefixes: BTreeMap<String, String> = names
        .iter()
        .map(|name| prefix(name))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|old| {
            let new = chance.like(&old);
            (old, new)
        })
        .collect();
    let mut out = BTreeMap::new();
    for (old, new) in &prefixes {
        let same: Vec<&&String> = names.iter().filter(|name| prefix(name) == *old).collect();
        let mut numbers: Vec<&str> = same.iter().map(|name| &name[old.len()..]).collect();
        chance.shuffle(&mut numbers);
        out.extend(same.iter().zip(numbers).map(|(name, number)| ((**name).clone(), format!("{new}{number}"))));
    }
    out
}

/// One file, varied.
fn varied(file: &File, plan: &Plan, texts: &Texts, fresh: &mut Fresh) -> Result<String> {
    let mut edits = plan.edits(file, &texts.tests, fresh);
    for at in &file.facts.texts {
        edits.extend(texts.edits(&file.text[at.clone()], at.start, true));
    }
    if file.is_test {
        let tree = parsed(&file.text)?;
        let more = constants::edits(&file.text, tree.syntax(), &file.facts, &mut fresh.chance);
        let is_free = |edit: &Edit| edits.iter().all(|(at, _)| at.end <= edit.0.start || edit.0.end <= at.start);
        let more: Vec<Edit> = more.into_iter().filter(is_free).collect();
        edits.extend(more);
    }
    let text = applied(&file.text, edits);
    order::shuffled(&text, &mut fresh.chance)
}

/// The text with its edits; of two that touch one place, the first stays.
fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(at, _)| at.start);
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (at, new) in edits {
        if at.start >= done {
            out += &text[done..at.start];
            out += &new;
            done = at.end;
        }
    }
    out + &text[done..]
}

fn path_of(module: &str, plan: &Plan) -> String {
    let is_at_root = !module.contains('.');
    let part = |part: &str| plan.parts.get(part).filter(|_| !is_at_root).map_or(part, String::as_str).to_owned();
    module.split('.').map(part).collect::<Vec<_>>().join("/") + ".py"
}

/// The table of expected results with the tests' new names.
fn table(text: &str, tests: &BTreeMap<String, String>) -> String {
    let renamed = |line: &str| match line.split_once(',') {
        Some((name, rest)) if tests.contains_key(name.trim()) => format!("{},{rest}", tests[name.trim()]),
        _ => line.to_owned(),
    };
    let (mut rows, mut head): (Vec<String>, Vec<String>) = text
        .lines()
        .map(renamed)
        .partition(|line| line.split(',').next().is_some_and(|name| tests.values().any(|new| new == name)));
    rows.sort();
    head.extend(rows);
    head.join("\n") + "\n"
}

#[cfg(test)]
mod tests;
