//! Every page of knowledge is a test, named by its path.
//!
//! Beside the pages: the code under *How to repair it* of each rule (`repair rules/…`), the example of each row of the
//! models (`example models/…:line`), whether every row is named in an example (`rows models/…`), and whether the pages
//! of `constructs/` come in pairs (`pairs constructs/…`). A part of a name as an argument runs those that have it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use flawline_mdtest::{
    Failure, Folder, MarkKind, Page, PageText, Section, engine, page_settings, run_clean, run_page, run_repair,
    uncovered,
};
use knowledge::Knowledge;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Folder::new(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
    let pool = Arc::new(review::pool(None).expect("threads can be started"));
    let mut trials = Vec::new();
    add_pairs(&mut trials, &folder);
    let bench = |knowledge| Bench { knowledge: Arc::new(knowledge), pool: Arc::clone(&pool) };
    match folder.knowledge() {
        Ok(knowledge) => add_knowledge(&mut trials, &folder, &bench(knowledge)),
        Err(errors) => trials.push(broken("knowledge of rules and models", errors.to_string())),
    }
    match folder.knowledge_of_constructs() {
        Ok(knowledge) => add_pages(&mut trials, folder.construct_pages(), &bench(knowledge)),
        Err(errors) => trials.push(broken("knowledge of constructs", errors.to_string())),
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// What examples are reviewed with; loaded once.
#[derive(Clone)]
struct Bench {
    knowledge: Arc<Knowledge>,
    pool: Arc<rayon::ThreadPool>,
}

impl Bench {
    /// Runs on the pool, whose threads have stacks for deep code.
    fn on_pool(&self, run: impl FnOnce(&Knowledge) -> Vec<Failure> + Send) -> Result<(), Failed> {
        verdict(&self.pool.install(|| run(&self.knowledge)))
    }
}

/// Everything that needs rules and models alone.
fn add_knowledge(trials: &mut Vec<Trial>, folder: &Folder, bench: &Bench) {
    let knowledge = &bench.knowledge;
    add_pages(trials, folder.rule_pages(), bench);
    add_pages(trials, folder.model_pages(), bench);
    for text in folder.rules() {
        let bench = bench.clone();
        trials.push(Trial::test(format!("repair {}", text.path), move || {
            let page = Page::parse_rule(&text.path, &text.text);
            bench.on_pool(|knowledge| run_repair(&page, &page_settings(), &engine(knowledge)))
        }));
    }
    for (at, row) in knowledge.names.rows.iter().enumerate() {
        // The rows of one table share its line and its example.
        let first = knowledge.names.rows[..at].iter().all(|other| (&other.file, other.line) != (&row.file, row.line));
        if row.example.is_none() || !first {
            continue;
        }
        let bench = bench.clone();
        trials.push(Trial::test(format!("example {}:{}", row.file, row.line), move || {
            bench.on_pool(|knowledge| {
                let row = &knowledge.names.rows[at];
                let code = row.example.as_deref().unwrap_or_default();
                run_clean(&row.file, row.line, "example.py", code, &page_settings(), &engine(knowledge))
            })
        }));
    }
    let code: Arc<Vec<String>> = Arc::new(all_code(folder, knowledge));
    for model in &knowledge.models {
        let (knowledge, code, file) = (Arc::clone(knowledge), Arc::clone(&code), model.file.clone());
        trials.push(Trial::test(format!("rows {file}"), move || {
            let code: Vec<&str> = code.iter().map(String::as_str).collect();
            let failures: Vec<Failure> = uncovered(&knowledge.names.rows, &code)
                .into_iter()
                .filter(|row| row.file == file)
                .map(|row| {
                    let message = format!("no example names `{}`", row.api);
                    Failure { page: row.file.clone(), line: row.line, message, code: String::new() }
                })
                .collect();
            verdict(&failures)
        }));
    }
}

/// The code of every page about rules and models, and the examples of the rows.
fn all_code(folder: &Folder, knowledge: &Knowledge) -> Vec<String> {
    let examples = [folder.rule_pages(), folder.model_pages()].concat();
    let pages = examples.iter().map(|text| Page::parse(&text.path, &text.text));
    let rules = folder.rules();
    let rules = rules.iter().map(|text| Page::parse_rule(&text.path, &text.text));
    let rows = knowledge.names.rows.iter().filter_map(|row| row.example.clone());
    let files = pages.chain(rules).flat_map(|page| page.sections).flat_map(|section| section.files);
    files.map(|file| file.text).chain(rows).collect()
}

fn add_pages(trials: &mut Vec<Trial>, pages: Vec<PageText>, bench: &Bench) {
    for text in pages {
        let bench = bench.clone();
        trials.push(Trial::test(text.path.clone(), move || {
            let page = Page::parse(&text.path, &text.text);
            bench.on_pool(|knowledge| run_page(&page, knowledge, &page_settings()))
        }));
    }
}

/// On the pages of `constructs/`, each section shows what leaks beside what holds.
fn add_pairs(trials: &mut Vec<Trial>, folder: &Folder) {
    for text in folder.construct_pages() {
        trials.push(Trial::test(format!("pairs {}", text.path), move || {
            let page = Page::parse(&text.path, &text.text);
            let sections = page.sections.iter().filter(|section| section.level == 2);
            let failures: Vec<Failure> = sections
                .filter_map(|section| {
                    let line = section.line;
                    let message = lacks(section)?.to_owned();
                    Some(Failure { page: page.path.clone(), line, message, code: section.heading.clone() })
                })
                .collect();
            verdict(&[page.problems, failures].concat())
        }));
    }
}

/// What a section of `constructs/` lacks to be a pair.
fn lacks(section: &Section) -> Option<&'static str> {
    let marked = |line: u32, path: &str| {
        section.marks.iter().any(|mark| {
            let speaks = matches!(mark.kind, MarkKind::Finding { .. } | MarkKind::Gap(_));
            speaks && mark.line == line && mark.path == path
        })
    };
    let sinks = || {
        section.files.iter().flat_map(|file| {
            let lines = (1..).zip(file.text.lines()).filter(|(_, line)| line.contains("sink("));
            lines.map(|(number, _)| (number, file.path.as_str()))
        })
    };
    if section.prose.trim().is_empty() {
        Some("a section begins with a sentence of prose")
    } else if !sinks().any(|(line, path)| marked(line, path)) {
        Some("this section has no `sink` that is marked")
    } else if sinks().all(|(line, path)| marked(line, path)) {
        Some("this section has no `sink` that stays silent")
    } else {
        None
    }
}

fn broken(name: &str, errors: String) -> Trial {
    Trial::test(name, move || Err(Failed::from(errors)))
}

fn verdict(failures: &[Failure]) -> Result<(), Failed> {
    if failures.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = failures.iter().map(ToString::to_string).collect();
    Err(Failed::from(lines.join("\n")))
}
