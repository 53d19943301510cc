//! Where weaknesses are: takes a folder and `path:function`, `path:line`, `path:line-line` or `path`, gives lines.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::{Context as _, Result};
use review::Place;
use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged as _, TextRange};

/// Lines of files.
pub(crate) struct Places(Vec<(String, Lines)>);

/// Which lines of a file.
enum Lines {
    /// These.
    Of(RangeInclusive<u32>),
    /// Those that are in none of these.
    Outside(Vec<RangeInclusive<u32>>),
    /// All.
    All,
}

impl Places {
    /// The places that are there. One that is not, as in a release that no longer has it, holds nothing.
    pub(crate) fn find(folder: &Path, places: &[String]) -> Result<Self> {
        let mut found = Vec::new();
        for place in places {
            let (path, function) = match place.split_once(':') {
                Some((path, function)) => (path, Some(function)),
                None => (place.as_str(), None),
            };
            let file = folder.join(path);
            let Some(function) = function else {
                found.push((path.to_owned(), Lines::All));
                continue;
            };
            if let Some(lines) = numbers(function) {
                found.push((path.to_owned(), Lines::Of(lines)));
                continue;
            }
            if !file.is_file() {
                continue;
            }
            let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let text = String::from_utf8_lossy(&text);
            let parsed = ruff_python_parser::parse_unchecked(&text, ruff_python_parser::Mode::Module.into());
            let Some(module) = parsed.try_into_module() else { continue };
            let mut definitions = Vec::new();
            define(module.suite(), "", &mut definitions);
            let lines = |range: TextRange| {
                let line = |at: usize| text[..at].matches('\n').count() as u32 + 1;
                line(range.start().to_usize())..=line(range.end().to_usize())
            };
            if function == "<module>" {
                let all = definitions.iter().filter(|(_, _, is_function)| *is_function);
                found.push((path.to_owned(), Lines::Outside(all.map(|(_, range, _)| lines(*range)).collect())));
            } else {
                let named = definitions.iter().filter(|(name, ..)| name == function);
                found.extend(named.map(|(_, range, _)| (path.to_owned(), Lines::Of(lines(*range)))));
            }
        }
        Ok(Self(found))
    }

    /// Whether something stands at one of them.
    pub(crate) fn hold(&self, place: &Place) -> bool {
        self.0.iter().any(|(path, lines)| {
            *path == place.path
                && match lines {
                    Lines::Of(lines) => lines.contains(&place.line),
                    Lines::Outside(others) => !others.iter().any(|lines| lines.contains(&place.line)),
                    Lines::All => true,
                }
        })
    }
}

/// The lines that are written as `12` or `12-15`; no function has such a name.
fn numbers(text: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(first.parse().ok()?..=last.parse().ok()?)
}

/// The classes and functions of a body by their qualified names, and whether each is a function.
fn define(body: &[Stmt], within: &str, found: &mut Vec<(String, TextRange, bool)>) {
    for statement in body {
        let (name, range, inner, is_function) = match statement {
            Stmt::FunctionDef(function) => (function.name.as_str(), function.range(), &function.body, true),
            Stmt::ClassDef(class) => (class.name.as_str(), class.range(), &class.body, false),
            Stmt::If(branch) => {
                define(&branch.body, within, found);
                branch.elif_else_clauses.iter().for_each(|clause| define(&clause.body, within, found));
                continue;
            }
            Stmt::Try(attempt) => {
                define(&attempt.body, within, found);
                define(&attempt.orelse, within, found);
                define(&attempt.finalbody, within, found);
                for handler in &attempt.handlers {
                    let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                    define(&handler.body, within, found);
                }
                continue;
            }
            Stmt::With(with) => {
                define(&with.body, within, found);
                continue;
            }
            _ => continue,
        };
        let qualified = if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
        found.push((qualified.clone(), range, is_function));
        define(inner, &qualified, found);
    }
}
