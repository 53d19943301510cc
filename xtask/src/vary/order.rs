//! Another order of functions: takes a text, exchanges neighbouring functions of one body where nothing that runs while
//! they are made knows the others, and gives the text with the whole lines moved.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Result;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use super::facts::{parsed, range};
use super::words::Chance;

/// The text with its functions in another order.
pub(super) fn shuffled(text: &str, chance: &mut Chance) -> Result<String> {
    let parsed = parsed(text)?;
    let mut runs = Runs { text, found: Vec::new() };
    runs.visit_body(&parsed.syntax().body);
    let mut out = text.to_owned();
    // The last first, so that the places of those before stay true; a run in a moved function is left alone.
    runs.found.sort_by_key(|run| std::cmp::Reverse(run[0].start));
    let mut from = usize::MAX;
    for run in runs.found {
        let (start, end) = (run[0].start, run[run.len() - 1].end);
        if end > from {
            continue;
        }
        let mut order: Vec<usize> = (0..run.len()).collect();
        chance.shuffle(&mut order);
        // What stands between two functions stays between two functions.
        let mut moved = String::new();
        for (place, pick) in order.into_iter().enumerate() {
            moved += &text[run[pick].clone()];
            moved += run.get(place + 1).map_or("", |next| &text[run[place].end..next.start]);
        }
        out.replace_range(start..end, &moved);
        from = start;
    }
    Ok(out)
}

/// Neighbouring functions, each with its decorators and whole lines.
struct Runs<'t> {
    text: &'t str,
    found: Vec<Vec<Range<usize>>>,
}

impl<'a> Visitor<'a> for Runs<'_> {
    fn visit_body(&mut self, body: &'a [Stmt]) {
        for run in body.chunk_by(|a, b| a.is_function_def_stmt() && b.is_function_def_stmt()) {
            let functions: Vec<&StmtFunctionDef> = run.iter().filter_map(Stmt::as_function_def_stmt).collect();
            if functions.len() > 1 && are_apart(&functions) {
                let places = functions.iter().map(|function| self.lines(range(*function)));
                self.found.push(places.collect());
            }
        }
        visitor::walk_body(self, body);
    }
}

impl Runs<'_> {
    /// From the first line's begin to the last line's end.
    fn lines(&self, at: Range<usize>) -> Range<usize> {
        let start = self.text[..at.start].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at.end..].find('\n').map_or(self.text.len(), |end| at.end + end);
        start..end
    }
}

/// Whether all have names of their own, and no decorator, default or annotation has one of them.
fn are_apart(functions: &[&StmtFunctionDef]) -> bool {
    let names: BTreeSet<&str> = functions.iter().map(|function| function.name.as_str()).collect();
    let mut early = Mentions { names: &names, found: false };
    for function in functions {
        for decorator in &function.decorator_list {
            early.visit_decorator(decorator);
        }
        early.visit_parameters(&function.parameters);
        if let Some(returns) = &function.returns {
            early.visit_annotation(returns);
        }
    }
    names.len() == functions.len() && !early.found
}

struct Mentions<'n> {
    names: &'n BTreeSet<&'n str>,
    found: bool,
}

impl<'a> Visitor<'a> for Mentions<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.found |= expression.as_name_expr().is_some_and(|name| self.names.contains(name.id.as_str()));
        visitor::walk_expr(self, expression);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(text: &str) -> BTreeSet<String> {
        (0..20).map(|seed| shuffled(text, &mut Chance::new(seed)).unwrap()).collect()
    }

    #[test]
    fn functions_change_places_with_their_decorators() {
        let text = "def outer():\n\t@a\n\tdef one(): pass\n\n\tdef two():\n\t\treturn one()\n\treturn 1\n";
        let other = "def outer():\n\tdef two():\n\t\treturn one()\n\n\t@a\n\tdef one(): pass\n\treturn 1\n";
        assert_eq!(orders(text), BTreeSet::from([text.to_owned(), other.to_owned()]));
    }

    #[test]
    fn what_runs_while_functions_are_made_keeps_their_order() {
        for text in [
            "def a(): pass\n@a\ndef b(): pass\n",
            "def a(): pass\ndef b(x=a()): pass\n",
            "def a(): pass\ndef a(): pass\n",
        ] {
            assert_eq!(orders(text), BTreeSet::from([text.to_owned()]));
        }
    }
}
