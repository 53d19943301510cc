//! Measures the call graph against programs whose calls are known: takes a folder of categories of programs, reads
//! and links each program as a review does, and tells per category how many of the expected edges were found, and
//! which were found besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use ir::FunctionKind;
use knowledge::Knowledge;
use program::{FuncId, Program};
use rayon::prelude::*;
use review::{DiscoverOptions, Project};

/// The file beside a program that holds the expected edges.
const EXPECTED: &str = "callgraph.json";

/// How deep below the given folder programs are looked for.
const MAX_DEPTH: usize = 6;

/// Who runs whom, by dotted names.
type Edges = BTreeSet<(String, String)>;

/// Figures of some programs.
#[derive(Clone, Copy, Default)]
struct Figures {
    programs: usize,
    right: usize,
    expected: usize,
    found: usize,
    extra: usize,
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.programs += other.programs;
        self.right += other.right;
        self.expected += other.expected;
        self.found += other.found;
        self.extra += other.extra;
    }
}

/// Prints the figures of the programs below `path`; `verbose` lists what is missing and extra.
pub(crate) fn measure(root: &Path, path: &Path, verbose: bool) -> Result<()> {
    crate::say(&report(root, path, verbose)?);
    Ok(())
}

/// The figures as text.
pub(crate) fn report(root: &Path, path: &Path, verbose: bool) -> Result<String> {
    let mut programs = Vec::new();
    find_programs(path, MAX_DEPTH, &mut programs)?;
    programs.sort();
    ensure!(!programs.is_empty(), "{}: no folder below has a {EXPECTED}", path.display());
    let knowledge = Knowledge::from_folder(root).context("the knowledge is not sound")?;
    let pool = review::pool(None).context("no threads")?;
    let compared: Vec<(Figures, String)> =
        pool.install(|| programs.par_iter().map(|folder| compare(folder, &knowledge)).collect::<Result<_>>())?;
    let mut categories: BTreeMap<String, Figures> = BTreeMap::new();
    let (mut all, mut listed) = (Figures::default(), String::new());
    for (folder, (figures, lines)) in programs.iter().zip(compared) {
        let category = folder.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        categories.entry(category).or_default().add(figures);
        all.add(figures);
        listed += &lines;
    }
    if !verbose {
        listed.clear();
    }
    Ok(listed + &table(&categories, all)?)
}

/// The folders below that hold a program with its expected edges.
fn find_programs(folder: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<()> {
    if folder.join(EXPECTED).is_file() {
        into.push(folder.to_owned());
        return Ok(());
    }
    if depth == 0 {
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            find_programs(&entry.path(), depth - 1, into)?;
        }
    }
    Ok(())
}

/// The figures of one program, and its missing and extra edges as text.
fn compare(folder: &Path, knowledge: &Knowledge) -> Result<(Figures, String)> {
    let options = DiscoverOptions { root: Some(folder.to_owned()), ..DiscoverOptions::default() };
    let project =
        Project::discover(&[folder.to_owned()], &options).map_err(|error| anyhow!("{}: {error}", folder.display()))?;
    let literals = project.files.first().map(|file| file.language.literal_types()).unwrap_or_default();
    let modules = project
        .files
        .iter()
        .map(|file| frontends::lower(&file.source, file.language, &file.module, file.is_package))
        .collect();
    let program = program::link(modules, &knowledge.names, literals);
    let found = edges(&program);
    let expected = expected(&folder.join(EXPECTED), &program)?;
    let missing: Vec<_> = expected.difference(&found).collect();
    let extra: Vec<_> = found.difference(&expected).collect();
    let mut lines = String::new();
    for (sign, edges) in [("missing", &missing), ("extra", &extra)] {
        for (caller, callee) in edges {
            writeln!(lines, "{}: {sign} {caller} -> {callee}", folder.display())?;
        }
    }
    let figures = Figures {
        programs: 1,
        right: usize::from(missing.is_empty() && extra.is_empty()),
        expected: expected.len(),
        found: expected.len() - missing.len(),
        extra: extra.len(),
    };
    Ok((figures, lines))
}

/// The edges that a file expects, those to functions of the program alone.
fn expected(file: &Path, program: &Program<'_>) -> Result<Edges> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let callees: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).with_context(|| format!("{} holds no edges", file.display()))?;
    let modules: Vec<&str> = program.modules.iter().map(|module| program.text(module.name)).collect();
    let is_inside = |name: &str| {
        modules
            .iter()
            .any(|module| name.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    Ok(callees
        .into_iter()
        .flat_map(|(caller, callees)| callees.into_iter().map(move |callee| (caller.clone(), callee)))
        .filter(|(_, callee)| is_inside(callee))
        .collect())
}

/// The edges that were found.
fn edges(program: &Program<'_>) -> Edges {
    let names = names(program);
    let is_function =
        |id: &FuncId| !matches!(program.function(*id).kind, FunctionKind::ClassBody(_) | FunctionKind::ModuleBody);
    let named = |id: FuncId| names[id.0 as usize].clone();
    program
        .functions()
        .flat_map(|caller| program.runs(caller).into_iter().map(move |callee| (caller, callee)))
        .filter(|(_, callee)| is_function(callee))
        .map(|(caller, callee)| (named(caller), named(callee)))
        .collect()
}

/// The dotted names of all functions; lambdas are numbered within the function around them.
fn names(program: &Program<'_>) -> Vec<String> {
    let mut lambdas: BTreeMap<String, usize> = BTreeMap::new();
    let name = |id: FuncId| {
        let function = program.function(id);
        let module = program.text(program.module(program.module_of(id)).name);
        match function.kind {
            FunctionKind::ModuleBody => module.to_owned(),
            FunctionKind::Lambda => {
                let full = format!("{module}.{}", program.text(function.qualified_name));
                let outer = full.rsplit_once('.').map_or(module, |(outer, _)| outer).to_owned();
                let number = lambdas.entry(outer.clone()).or_default();
                *number += 1;
                format!("{outer}.<lambda{number}>")
            }
            _ => format!("{module}.{}", program.text(function.qualified_name)),
        }
    };
    program.functions().map(name).collect()
}

fn table(categories: &BTreeMap<String, Figures>, all: Figures) -> Result<String> {
    let mut out = String::new();
    writeln!(
        out,
        "{:<16} {:>8} {:>6} {:>8} {:>6} {:>7} {:>6} {:>9} {:>7}",
        "category", "programs", "right", "expected", "found", "missing", "extra", "precision", "recall"
    )?;
    let rows = categories.iter().map(|(name, figures)| (name.as_str(), figures)).chain([("all", &all)]);
    for (name, figures) in rows {
        writeln!(
            out,
            "{name:<16} {:>8} {:>6} {:>8} {:>6} {:>7} {:>6} {:>9} {:>7}",
            figures.programs,
            figures.right,
            figures.expected,
            figures.found,
            figures.expected - figures.found,
            figures.extra,
            percent(figures.found, figures.found + figures.extra),
            percent(figures.found, figures.expected),
        )?;
    }
    out.truncate(out.trim_end().len());
    Ok(out)
}

/// A share with one digit after the point; `-` of nothing.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let tenths = (part * 1000 + whole / 2) / whole;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::report;

    #[test]
    fn edges_to_functions_of_the_program_are_counted_and_the_others_listed() {
        let folder = tempfile::tempdir().unwrap();
        let program = |name: &str, text: &str, expected: &str| {
            let program = folder.path().join("calls").join(name);
            std::fs::create_dir_all(&program).unwrap();
            std::fs::write(program.join("main.py"), text).unwrap();
            std::fs::write(program.join("callgraph.json"), expected).unwrap();
        };
        program(
            "right",
            "def one(): print(1)\nclass A:\n    def __init__(self): (lambda: one())()\nA()\n",
            r#"{"main": ["main.A.__init__"], "main.one": ["<builtin>.print"],
                "main.A.__init__": ["main.A.__init__.<lambda1>"], "main.A.__init__.<lambda1>": ["main.one"]}"#,
        );
        program("wrong", "def one(): pass\ndef two(): pass\none()\n", r#"{"main": ["main.two", "other.run"]}"#);
        let text = report(&crate::root().unwrap(), folder.path(), true).unwrap();
        let lines: Vec<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert!(lines[0].ends_with("wrong: missing main -> main.two"), "{text}");
        assert!(lines[1].ends_with("wrong: extra main -> main.one"), "{text}");
        assert_eq!(lines[2], "category programs right expected found missing extra precision recall");
        assert_eq!(lines[3], "calls 2 1 4 3 1 1 75.0 % 75.0 %");
        assert_eq!(lines[4], "all 2 1 4 3 1 1 75.0 % 75.0 %");
        assert_eq!(lines.len(), 5, "{text}");
    }

    #[test]
    fn a_folder_without_programs_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = report(&crate::root().unwrap(), folder.path(), false).unwrap_err();
        assert!(error.to_string().ends_with("no folder below has a callgraph.json"), "{error}");
    }
}
