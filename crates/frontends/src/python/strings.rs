//! Text that is put together: f-strings and t-strings, `%` with a constant format, `str.format` on a constant. Each
//! becomes a template of constant pieces and values.

use ir::{Constant, Elem, Op, Span, UnaryOp, Value};
use ruff_python_ast::{self as ast, ConversionFlag, Expr, InterpolatedStringElement, Operator};

use super::depth::MAX_NESTING;
use super::formats::{Argument, Braces, Printf, Shown, Step, braces, printf, spec_shown};
use super::{Lowerer, span_of};

/// The pieces of a template; neighbouring constant pieces are joined.
#[derive(Default)]
struct Pieces {
    values: Vec<Value>,
    literal: String,
    literal_span: Option<Span>,
}

impl<'a> Lowerer<'a> {
    fn add_literal(pieces: &mut Pieces, text: &str, span: Span) {
        pieces.literal.push_str(text);
        pieces.literal_span = Some(pieces.literal_span.map_or(span, |before| before.cover(span)));
    }

    fn end_literal(&mut self, pieces: &mut Pieces) {
        let span = pieces.literal_span.take();
        if !pieces.literal.is_empty() {
            let constant = self.text_constant(&pieces.literal, span.unwrap_or_default());
            pieces.values.push(constant);
            pieces.literal.clear();
        }
    }

    fn add_value(&mut self, pieces: &mut Pieces, value: Value, shown: Shown, span: Span) {
        self.end_literal(pieces);
        let value = match shown {
            Shown::Plain => value,
            Shown::Text => self.push(Op::Unary(UnaryOp::Text, value), span),
            Shown::Number => self.push(Op::Unary(UnaryOp::NumberText, value), span),
        };
        pieces.values.push(value);
    }

    fn template(&mut self, mut pieces: Pieces, span: Span) -> Value {
        if pieces.values.is_empty() {
            return self.text_constant(&pieces.literal, span);
        }
        self.end_literal(&mut pieces);
        let list = self.values(&pieces.values);
        self.push(Op::Template(list), span)
    }

    pub(super) fn f_string(&mut self, node: &'a ast::ExprFString) -> Value {
        let mut pieces = Pieces::default();
        for part in &node.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    Self::add_literal(&mut pieces, literal.as_str(), span_of(literal));
                }
                ast::FStringPart::FString(part) => self.interpolated(&mut pieces, &part.elements),
            }
        }
        self.template(pieces, span_of(node))
    }

    pub(super) fn t_string(&mut self, node: &'a ast::ExprTString) -> Value {
        let mut pieces = Pieces::default();
        for part in &node.value {
            self.interpolated(&mut pieces, &part.elements);
        }
        self.template(pieces, span_of(node))
    }

    fn interpolated(&mut self, pieces: &mut Pieces, elements: &'a [InterpolatedStringElement]) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    Self::add_literal(pieces, &literal.value, span_of(literal));
                }
                InterpolatedStringElement::Interpolation(element) => {
                    let span = span_of(element);
                    let mut shown = match element.conversion {
                        ConversionFlag::None | ConversionFlag::Str => Shown::Plain,
                        ConversionFlag::Ascii | ConversionFlag::Repr => Shown::Text,
                    };
                    if let Some(debug) = &element.debug_text {
                        Self::add_literal(pieces, debug.as_str(), span);
                        if element.conversion == ConversionFlag::None && element.format_spec.is_none() {
                            shown = Shown::Text;
                        }
                    }
                    // Before the value, so that the pieces stand in the order of the text.
                    self.end_literal(pieces);
                    let value = self.expr(&element.expression);
                    if let Some(spec) = &element.format_spec {
                        shown = self.format_spec(spec, shown);
                    }
                    self.add_value(pieces, value, shown, span);
                }
            }
        }
    }

    /// Evaluates what a specification takes from values, and tells how it shows.
    fn format_spec(&mut self, spec: &'a ast::InterpolatedStringFormatSpec, converted: Shown) -> Shown {
        let mut text = String::new();
        for element in &spec.elements {
            match element {
                InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(element) => {
                    // Stands for a width or the like.
                    text.push('1');
                    if self.depth >= MAX_NESTING {
                        self.too_deep(span_of(element));
                        continue;
                    }
                    self.depth += 1;
                    self.expr(&element.expression);
                    if let Some(inner) = &element.format_spec {
                        self.format_spec(inner, Shown::Plain);
                    }
                    self.depth -= 1;
                }
            }
        }
        match (spec_shown(&text), converted) {
            (Shown::Plain, _) => converted,
            (_, Shown::Text) => Shown::Text,
            (shown, _) => shown,
        }
    }

    /// Whether [`Self::text_format`] lowers the operation: `%` with a constant text on its left.
    pub(super) fn is_text_format(node: &ast::ExprBinOp) -> bool {
        node.op == Operator::Mod && matches!(&*node.left, Expr::StringLiteral(_))
    }

    pub(super) fn text_format(&mut self, node: &'a ast::ExprBinOp) -> Value {
        if let Expr::StringLiteral(text) = &*node.left
            && let Some(format) = printf(text.value.to_str())
            && let Some(value) = self.printf(&format, node)
        {
            return value;
        }
        let left = self.expr(&node.left);
        let right = self.expr(&node.right);
        self.push(Op::Binary(super::expressions::binary(node.op), left, right), span_of(node))
    }

    fn printf(&mut self, format: &[Printf<'_>], node: &'a ast::ExprBinOp) -> Option<Value> {
        let wanted = |piece: &&Printf<'_>| matches!(piece, Printf::Value { .. });
        let count = format.iter().filter(wanted).count();
        let named = |piece: &Printf<'_>| matches!(piece, Printf::Value { name: Some(_), .. });
        let names = format.iter().filter(|piece| named(piece)).count();
        let mut values: Vec<Value>;
        if names > 0 {
            if names != count {
                return None;
            }
            values = self.named_values(format, &node.right)?;
        } else if let Expr::Tuple(tuple) = &*node.right {
            if tuple.len() != count || tuple.iter().any(Expr::is_starred_expr) {
                return None;
            }
            values = tuple.iter().map(|value| self.expr(value)).collect();
        } else if count == 1 {
            values = vec![self.expr(&node.right)];
        } else {
            return None;
        }
        values.reverse();
        let mut pieces = Pieces::default();
        let span = span_of(&*node.left);
        for piece in format {
            match piece {
                Printf::Literal(text) => Self::add_literal(&mut pieces, text, span),
                Printf::Value { shown, .. } => {
                    let value = values.pop()?;
                    let span = span_of(node);
                    self.add_value(&mut pieces, value, *shown, span);
                }
            }
        }
        Some(self.template(pieces, span_of(node)))
    }

    /// The values of a format that names them, from a dict display or any other map.
    fn named_values(&mut self, format: &[Printf<'_>], right: &'a Expr) -> Option<Vec<Value>> {
        let names = format.iter().filter_map(|piece| match piece {
            Printf::Value { name, .. } => *name,
            Printf::Literal(_) => None,
        });
        if let Expr::Dict(dict) = right {
            let mut items = Vec::with_capacity(dict.len());
            for item in dict {
                let Some(Expr::StringLiteral(key)) = &item.key else { return None };
                items.push((key.value.to_str(), &item.value));
            }
            let names: Vec<&str> = names.collect();
            if !names.iter().all(|name| items.iter().any(|(key, _)| key == name)) {
                return None;
            }
            let items: Vec<(&str, Value)> = items.into_iter().map(|(key, value)| (key, self.expr(value))).collect();
            let find = |name: &str| items.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| *value);
            return names.into_iter().map(find).collect();
        }
        let map = self.expr(right);
        let span = span_of(right);
        let load = |name: &str| {
            let key = self.text_constant(name, span);
            self.push(Op::Load(map, Elem::Item(key)), span)
        };
        Some(names.map(load).collect())
    }

    /// `"…".format(…)` as a template; `None` if the two do not fit together in a simple way.
    pub(super) fn str_format(&mut self, text: &'a ast::ExprStringLiteral, node: &'a ast::ExprCall) -> Option<Value> {
        let format = braces(text.value.to_str())?;
        let arguments = &node.arguments;
        let spread = |keyword: &ast::Keyword| keyword.arg.is_none();
        if arguments.args.iter().any(Expr::is_starred_expr) || arguments.keywords.iter().any(spread) {
            return None;
        }
        let keyword = |name: &str| {
            arguments.keywords.iter().position(|keyword| keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name))
        };
        let mut used = Vec::with_capacity(format.len());
        for piece in &format {
            if let Braces::Value { argument, .. } = piece {
                let index = match argument {
                    Argument::Number(number) => (*number < arguments.args.len()).then_some(*number)?,
                    Argument::Name(name) => arguments.args.len() + keyword(name)?,
                };
                used.push(index);
            }
        }
        let positional = arguments.args.iter();
        let all = positional.chain(arguments.keywords.iter().map(|keyword| &keyword.value));
        let values: Vec<Value> = all.map(|argument| self.expr(argument)).collect();
        let mut used = used.into_iter();
        let mut pieces = Pieces::default();
        let literal_span = span_of(text);
        for piece in &format {
            match piece {
                Braces::Literal(text) => Self::add_literal(&mut pieces, text, literal_span),
                Braces::Value { steps, shown, .. } => {
                    let mut value = values[used.next()?];
                    let span = span_of(node);
                    for step in steps {
                        let elem = match step {
                            Step::Field(name) => Elem::Field(self.symbols.intern(name)),
                            Step::Item(item) => {
                                let key = match item.parse() {
                                    Ok(index) => Constant::Int(index),
                                    Err(_) => Constant::Str((*item).into()),
                                };
                                Elem::Item(self.constant(key, literal_span))
                            }
                        };
                        value = self.push(Op::Load(value, elem), span);
                    }
                    self.add_value(&mut pieces, value, *shown, span);
                }
            }
        }
        Some(self.template(pieces, span_of(node)))
    }
}
