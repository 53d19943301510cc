//! Holes: a value is escaped where that is on, and shown at the place at which the hole stands.

use ir::{Arg, ArgKind, Callee, Op, Span, Value};

use super::expression::Words;
use super::frame::{Open, Parent};
use super::html::Spot;
use super::tokens::tokens;
use super::{Lowerer, text_of};

/// How many of its own names a template hands on to another.
const MOST_HANDED_OVER: usize = 100;

impl Lowerer<'_> {
    /// A hole.
    pub(super) fn hole(&mut self, span: Span) {
        let value = match self.read_value(span) {
            Some(value) => value,
            None if text_of(self.text, span).is_empty() => return,
            None => self.opaque("expression", &[], span),
        };
        self.show(value, span);
    }

    /// The value of an expression that is all of a span.
    fn read_value(&mut self, span: Span) -> Option<Value> {
        let words = tokens(self.text, span)?;
        let mut words = Words::new(&words);
        let expr = words.tuple().filter(|_| words.is_over())?;
        Some(self.value(&expr))
    }

    /// Shows a value here.
    pub(super) fn show(&mut self, value: Value, span: Span) {
        let spot = self.frame.html.hole();
        let mut value = if self.escaping { self.own_call("escape", &[value], span) } else { value };
        let mut gathers = None;
        let mut filters = Vec::new();
        for open in self.open.iter().rev() {
            match open {
                Open::Macro { .. } => break,
                Open::Filter { name } => filters.push(name.clone()),
                Open::Capture { gathered, .. } => {
                    gathers = Some(*gathered);
                    break;
                }
                _ => {}
            }
        }
        for name in filters {
            value = self.filter_call(&name, &[Arg { value, kind: ArgKind::Positional }], span);
        }
        match gathers {
            Some(Some(variable)) => {
                let before = self.frame.builder.read(variable);
                let list = self.frame.builder.pools.add_values(&[before, value]);
                let longer = self.push(Op::Template(list), span);
                self.frame.builder.write(variable, longer);
            }
            Some(None) => {}
            None => {
                let name = match spot {
                    Spot::Text => "emit_text",
                    Spot::Attribute => "emit_attribute",
                    Spot::Unquoted => "emit_unquoted_attribute",
                    Spot::Address => "emit_url_attribute",
                    Spot::Script => "emit_script",
                    Spot::ScriptText => "emit_script_text",
                    Spot::Style => "emit_style",
                };
                self.own_call(name, &[value], span);
            }
        }
    }

    /// A call of one of the language's own operations.
    pub(super) fn own_call(&mut self, name: &str, values: &[Value], span: Span) -> Value {
        let args: Vec<Arg> = values.iter().map(|&value| Arg { value, kind: ArgKind::Positional }).collect();
        self.call_with(self.frame.template, name, &args, span)
    }

    /// A call of a filter.
    pub(super) fn filter_call(&mut self, name: &str, args: &[Arg], span: Span) -> Value {
        self.call_with(self.frame.filters, name, args, span)
    }

    fn call_with(&mut self, receiver: Value, name: &str, args: &[Arg], span: Span) -> Value {
        let name = self.symbols.intern(name);
        let args = self.frame.builder.pools.add_args(args);
        self.push(Op::Call(Callee::Method(receiver, name), args), span)
    }

    /// The page fills in another, which is shown at its end: the first that it names.
    pub(super) fn fill_in(&mut self, file: Value, span: Span) {
        if self.frame.parent.is_some() {
            return;
        }
        let parent = if let Op::Const(name) = self.frame.builder.op(file) {
            Parent::Named(name)
        } else {
            let variable = self.variable(None);
            self.frame.builder.write(variable, file);
            Parent::Computed(variable)
        };
        self.frame.parent = Some((parent, span));
    }

    /// Goes on in another file with the same context, and with the names of this one.
    pub(super) fn hand_over(&mut self, how: &str, file: Value, more: &[Arg], span: Span) {
        let context = Arg { value: self.frame.context, kind: ArgKind::SpreadNamed };
        let mut args = vec![Arg { value: file, kind: ArgKind::Positional }, context];
        for (name, bound) in self.frame.bound.clone().into_iter().take(MOST_HANDED_OVER) {
            let value = self.frame.builder.read(bound.variable);
            args.push(Arg { value, kind: ArgKind::Named(name) });
        }
        args.extend_from_slice(more);
        self.call_with(self.frame.template, how, &args, span);
    }
}
