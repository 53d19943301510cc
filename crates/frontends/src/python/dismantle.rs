//! Drops a syntax tree that may be deep: takes it apart from the top, so that no part is dropped with its children.

use std::cell::RefCell;

use ruff_python_ast::visitor::transformer::{
    Transformer, walk_body, walk_expr, walk_interpolated_string_element, walk_pattern, walk_stmt,
};
use ruff_python_ast::{self as ast, Expr, InterpolatedStringElement, Mod, Pattern, Stmt};

#[derive(Default)]
struct Dismantler {
    exprs: RefCell<Vec<Expr>>,
    statements: RefCell<Vec<Stmt>>,
    patterns: RefCell<Vec<Pattern>>,
    specs: RefCell<Vec<ast::InterpolatedStringFormatSpec>>,
}

impl Transformer for Dismantler {
    fn visit_expr(&self, expr: &mut Expr) {
        let leaf = Expr::NoneLiteral(ast::ExprNoneLiteral::default());
        self.exprs.borrow_mut().push(std::mem::replace(expr, leaf));
    }

    fn visit_stmt(&self, statement: &mut Stmt) {
        let leaf = Stmt::Pass(ast::StmtPass {
            node_index: ast::AtomicNodeIndex::NONE,
            range: ruff_text_size::TextRange::default(),
        });
        self.statements.borrow_mut().push(std::mem::replace(statement, leaf));
    }

    fn visit_pattern(&self, pattern: &mut Pattern) {
        let leaf = Pattern::MatchStar(ast::PatternMatchStar {
            node_index: ast::AtomicNodeIndex::NONE,
            range: ruff_text_size::TextRange::default(),
            name: None,
        });
        self.patterns.borrow_mut().push(std::mem::replace(pattern, leaf));
    }

    fn visit_interpolated_string_element(&self, element: &mut InterpolatedStringElement) {
        if let InterpolatedStringElement::Interpolation(element) = element
            && let Some(spec) = element.format_spec.take()
        {
            self.specs.borrow_mut().push(*spec);
        }
        walk_interpolated_string_element(self, element);
    }
}

pub(super) fn drop_without_recursion(tree: Mod) {
    let dismantler = Dismantler::default();
    match tree {
        Mod::Module(mut module) => walk_body(&dismantler, &mut module.body),
        Mod::Expression(expression) => dismantler.exprs.borrow_mut().push(*expression.body),
    }
    loop {
        // Each list is let go of before the walk adds to it again.
        let statement = dismantler.statements.borrow_mut().pop();
        let expr = dismantler.exprs.borrow_mut().pop();
        let pattern = dismantler.patterns.borrow_mut().pop();
        let spec = dismantler.specs.borrow_mut().pop();
        if statement.is_none() && expr.is_none() && pattern.is_none() && spec.is_none() {
            return;
        }
        if let Some(mut statement) = statement {
            walk_stmt(&dismantler, &mut statement);
        }
        if let Some(mut expr) = expr {
            walk_expr(&dismantler, &mut expr);
        }
        if let Some(mut pattern) = pattern {
            walk_pattern(&dismantler, &mut pattern);
        }
        if let Some(mut spec) = spec {
            for element in &mut spec.elements {
                dismantler.visit_interpolated_string_element(element);
            }
        }
    }
}
