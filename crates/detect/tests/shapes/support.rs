//! Runs a program of a few files through frontend, linker, engine and detection.

use std::path::Path;
use std::sync::LazyLock;

use ir::{SourceFile, Span};
use knowledge::{Confidence, Knowledge};

/// A finding with its places resolved.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) rule: String,
    pub(crate) cwe: u16,
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) confidence: Confidence,
    pub(crate) message: String,
    /// Line and note of each step.
    pub(crate) steps: Vec<(u32, String)>,
    pub(crate) assumptions: Vec<String>,
    /// What must not be shown.
    pub(crate) secrets: Vec<String>,
    pub(crate) fingerprint: String,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Knowledge::from_folder(&root).expect("the knowledge loads")
});

/// What is found in a program: pairs of path and Python code.
pub(crate) fn find(files: &[(&str, &str)]) -> Vec<Found> {
    let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect();
    let modules = files
        .iter()
        .map(|file| {
            let name = file.path.trim_end_matches(".py").replace('/', ".");
            frontends::lower(file, frontends::Language::Python, &name, false)
        })
        .collect();
    let program = program::link(modules, &KNOWLEDGE.names, frontends::Language::Python.literal_types());
    let sources = KNOWLEDGE.kinds.with_role(knowledge::Role::Source);
    let analysis = engine::analyse(&program, &KNOWLEDGE.kinds, sources, &[]);
    assert!(analysis.unjustified.is_empty(), "every flow replays");
    let files: Vec<&SourceFile> = files.iter().collect();
    let scopes = vec![knowledge::Scope::Production; files.len()];
    let found = flawline_detect::detect(&program, (&files, &scopes), &KNOWLEDGE, &analysis).findings;
    found
        .into_iter()
        .map(|finding| {
            let file = files[finding.spot.module.index()];
            let line = |module: program::ModuleId, span: Span| files[module.index()].lines.line(span.start);
            let text = |spot: &flawline_detect::Spot| {
                files[spot.module.index()].text[spot.span.start as usize..spot.span.end as usize].to_owned()
            };
            Found {
                rule: KNOWLEDGE.rules[finding.rule].id.clone(),
                cwe: finding.cwe,
                path: file.path.clone(),
                line: line(finding.spot.module, finding.spot.span),
                confidence: finding.confidence,
                message: finding.message,
                steps: finding
                    .steps
                    .iter()
                    .map(|step| (line(step.spot.module, step.spot.span), step.note.clone()))
                    .collect(),
                assumptions: finding.assumptions,
                secrets: finding.secrets.iter().map(text).collect(),
                fingerprint: finding.code_fingerprint,
            }
        })
        .collect()
}

/// What is found by one rule in a program of one file.
pub(crate) fn by(rule: &str, text: &str) -> Vec<Found> {
    find(&[("app.py", text)]).into_iter().filter(|found| found.rule == rule).collect()
}

/// The one thing that is found by a rule in a program of one file.
pub(crate) fn only(rule: &str, text: &str) -> Found {
    let mut found = by(rule, text);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

/// The lines at which a rule finds something in a program of one file.
pub(crate) fn lines(rule: &str, text: &str) -> Vec<u32> {
    by(rule, text).iter().map(|found| found.line).collect()
}

/// The notes of the steps.
pub(crate) fn notes(found: &Found) -> Vec<&str> {
    found.steps.iter().map(|(_, note)| note.as_str()).collect()
}
