//! The examples of a project's own knowledge: its pages, the repairs of its rules, the examples of its rows, and which of its
//! rows and rules no example shows.

use knowledge::{About, Knowledge, KnowledgeFile};

use crate::{Failure, MarkKind, Page, engine, page_settings, run_clean, run_page, run_repair, uncovered};

/// What came of the examples of a project's own knowledge.
#[derive(Clone, Debug, Default)]
pub struct Tested {
    /// Each page by its path, with where it and the review disagree.
    pub pages: Vec<(String, Vec<Failure>)>,
    /// Rows and rules that no example shows.
    pub unshown: Vec<Failure>,
}

/// Runs the examples of a project's own knowledge, of which `files` are the texts. Runs on the current rayon pool, which should
/// come from [`review::pool`].
pub fn test_taught(knowledge: &Knowledge, files: &[KnowledgeFile]) -> Tested {
    let settings = page_settings();
    let mut tested = Tested::default();
    let mut code: Vec<String> = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    for page in knowledge.pages.iter().filter(|page| page.local) {
        let parsed = Page::parse(&page.path, &page.text);
        tested.pages.push((page.path.clone(), run_page(&parsed, knowledge, &settings)));
        shown.extend(found_by(&parsed, &page.about));
        code.extend(code_of(parsed));
    }
    for file in files.iter().filter(|file| file.path.ends_with("/rule.md")) {
        let parsed = Page::parse_rule(&file.path, &file.text);
        tested.pages.push((file.path.to_string(), run_repair(&parsed, &settings, &engine(knowledge))));
        code.extend(code_of(parsed));
    }
    tested.pages.extend(examples_of_rows(knowledge, &mut code));
    let code: Vec<&str> = code.iter().map(String::as_str).collect();
    let unnamed = uncovered(&knowledge.names.rows, &code).into_iter().filter(|row| row.local);
    tested.unshown.extend(unnamed.map(|row| Failure {
        page: row.file.clone(),
        line: row.line,
        message: format!("no example names `{}`", row.api),
        code: String::new(),
    }));
    let idle = knowledge.rules.iter().filter(|rule| rule.local && !shown.contains(&rule.id));
    tested.unshown.extend(idle.map(|rule| Failure {
        page: format!("{}/rule.md", rule.folder),
        line: 1,
        message: format!("no example has a `finding` of `{}`", rule.id),
        code: String::new(),
    }));
    tested
}

/// The code that the project's rows show as safe.
fn examples_of_rows(knowledge: &Knowledge, code: &mut Vec<String>) -> Vec<(String, Vec<Failure>)> {
    let mut tested: Vec<(String, Vec<Failure>)> = Vec::new();
    let mut before = None;
    for row in knowledge.names.rows.iter().filter(|row| row.local) {
        // The rows of one table share its line and its example.
        let place = Some((&row.file, row.line));
        let (Some(example), true) = (&row.example, before != place) else { continue };
        before = place;
        let failures = run_clean(&row.file, row.line, "example.py", example, &page_settings(), &engine(knowledge));
        code.push(example.clone());
        tested.push((format!("{}:{}", row.file, row.line), failures));
    }
    tested
}

/// The rules of which a page says that they find something.
fn found_by(page: &Page, about: &About) -> Vec<String> {
    let mut rules = Vec::new();
    for section in &page.sections {
        let own = page.rule_of(section).or_else(|| match about {
            About::Rule(id) => Some(id.clone()),
            About::Model(_) => None,
        });
        for mark in &section.marks {
            if let MarkKind::Finding { rule, .. } = &mark.kind {
                rules.extend(rule.clone().or_else(|| own.clone()));
            }
        }
    }
    rules
}

fn code_of(page: Page) -> impl Iterator<Item = String> {
    page.sections.into_iter().flat_map(|section| section.files).map(|file| file.text)
}
