//! `with`: managed resources are entered, and left on every way out. Around the block of one that may swallow
//! exceptions stands a handler, at which control goes on behind the block when leaving the resource says so.

use ir::{BlockId, Op, Span, Terminator, Value};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::frame::Region;
use super::{Lowerer, span_of};

/// A resource that was entered.
struct Entered {
    resource: Value,
    span: Span,
    /// The handler around the block, if it may swallow exceptions.
    handler: Option<BlockId>,
}

impl<'a> Lowerer<'a> {
    pub(super) fn with(&mut self, node: &'a ast::StmtWith) {
        let method = self.symbols.intern(if node.is_async { "__aenter__" } else { "__enter__" });
        let mark = self.bound_mark();
        let mut entered = Vec::new();
        for item in &node.items {
            let span = span_of(&item.context_expr);
            let resource = self.expr(&item.context_expr);
            let value = self.push(Op::Enter(resource, method), span);
            if let Some(target) = &item.optional_vars {
                self.assign(target, value);
            }
            let handler = self.may_swallow(&item.context_expr).then(|| {
                let handler = self.frame.builder.new_block();
                // What stands before is not in the handler's reach.
                self.split();
                self.frame.builder.push_handler(handler);
                handler
            });
            self.frame.regions.push(Region::With { resource, span });
            entered.push(Entered { resource, span, handler });
        }
        self.block(&node.body);
        let swallows = entered.iter().any(|entered| entered.handler.is_some());
        for Entered { resource, span, handler } in entered.into_iter().rev() {
            self.frame.regions.pop();
            match handler {
                None if self.is_live() => {
                    self.push(Op::Exit(resource), span);
                }
                None => {}
                Some(handler) => self.leave_swallowing(resource, span, handler),
            }
        }
        if swallows {
            self.forget_bound(mark);
        }
    }

    /// Leaves a resource that may swallow the exception that the block has ended with.
    fn leave_swallowing(&mut self, resource: Value, span: Span, handler: BlockId) {
        let after = self.frame.builder.new_block();
        let normally = self.frame.builder.new_block();
        let goes_on = self.is_live();
        self.jump(normally);
        self.frame.builder.pop_handler();
        if goes_on {
            self.go_on_in(normally);
            self.push(Op::Exit(resource), span);
            self.jump(after);
        }
        self.go_on_in(handler);
        let caught = self.push(Op::Caught(ir::List::default()), span);
        let swallowed = self.push(Op::Exit(resource), span);
        let on = self.frame.builder.new_block();
        self.branch(swallowed, after, on);
        self.go_on_in(on);
        self.terminate(Terminator::Raise(Some(caught)));
        self.go_on_in(after);
    }

    /// Whether a manager looks as if it might swallow exceptions: it is called `suppress`, or is an instance of a class of
    /// this file whose method for leaving gives something. What it does there is not decided here.
    fn may_swallow(&self, manager: &Expr) -> bool {
        let Expr::Call(call) = manager else { return false };
        match call.func.as_ref() {
            Expr::Attribute(attribute) => attribute.attr.as_str() == "suppress",
            Expr::Name(name) => name.id.as_str() == "suppress" || self.swallowing.contains(name.id.as_str()),
            _ => false,
        }
    }

    /// Takes down the classes of the file whose method for leaving may give something true.
    pub(super) fn find_swallowing(&mut self, body: &'a [Stmt]) {
        for statement in body {
            let Stmt::ClassDef(class) = statement else { continue };
            let gives = class.body.iter().any(|statement| match statement {
                Stmt::FunctionDef(method) if matches!(method.name.as_str(), "__exit__" | "__aexit__") => {
                    let text = self.text.get(method.start().to_usize()..method.end().to_usize());
                    text.is_some_and(gives_something)
                }
                _ => false,
            });
            if gives {
                self.swallowing.insert(class.name.as_str());
            }
        }
    }
}

/// Whether the text of a function holds a `return` of anything but nothing and no.
fn gives_something(text: &str) -> bool {
    text.match_indices("return").any(|(at, word)| {
        let rest = text[at + word.len()..].trim_start_matches([' ', '\t']);
        let value = rest.split(['\n', '\r', '#', ';']).next().unwrap_or_default().trim();
        !matches!(value, "" | "None" | "False")
    })
}
