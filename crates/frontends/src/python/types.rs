//! Annotations: takes the expression after a colon or arrow and gives the dotted names of the types that it admits.

use ir::Symbol;
use ruff_python_ast::{self as ast, Expr, Operator};
use ruff_python_parser::parse_expression;

use super::Lowerer;

/// Deeper annotations are cut: no program's types nest like that.
const MAX_DEPTH: u32 = 32;
/// Longer text is no annotation.
const MAX_TEXT: usize = 300;

impl Lowerer<'_> {
    /// The types of an annotation, each once; `None` is left out.
    pub(super) fn types(&mut self, annotation: &Expr) -> Vec<Symbol> {
        let mut types = Vec::new();
        self.add_types(annotation, &mut types, 0);
        types
    }

    /// The types of the elements of a collection, marked as such.
    fn add_elements(&mut self, last: &str, arguments: &[Expr], types: &mut Vec<Symbol>, depth: u32) {
        let (mark, elements) = match last {
            "list" | "List" | "set" | "Set" | "frozenset" | "FrozenSet" | "tuple" | "Tuple" | "deque" | "Deque"
            | "Sequence" | "MutableSequence" | "AbstractSet" | "MutableSet" | "Collection" | "Iterable"
            | "Iterator" | "AsyncIterable" | "AsyncIterator" => (ir::ELEMENTS, arguments),
            "Generator" | "AsyncGenerator" => (ir::ELEMENTS, arguments.get(..1).unwrap_or_default()),
            "dict" | "Dict" | "defaultdict" | "DefaultDict" | "OrderedDict" | "Mapping" | "MutableMapping" => {
                (ir::ENTRIES, arguments.get(1..2).unwrap_or_default())
            }
            _ => return,
        };
        let mut inner = Vec::new();
        for element in elements {
            self.add_types(element, &mut inner, depth + 1);
        }
        for ty in inner {
            let text = self.symbols.text(ty);
            if ir::is_marked(text) {
                continue;
            }
            let marked = format!("{mark}{text}");
            let symbol = self.symbols.intern(&marked);
            if !types.contains(&symbol) {
                types.push(symbol);
            }
        }
    }

    fn add_types(&mut self, annotation: &Expr, types: &mut Vec<Symbol>, depth: u32) {
        if depth > MAX_DEPTH {
            return;
        }
        match annotation {
            Expr::Name(_) | Expr::Attribute(_) => {
                if let Some(symbol) = self.dotted(annotation)
                    && !types.contains(&symbol)
                {
                    types.push(symbol);
                }
            }
            Expr::BinOp(node) if node.op == Operator::BitOr => {
                self.add_types(&node.left, types, depth + 1);
                self.add_types(&node.right, types, depth + 1);
            }
            Expr::Subscript(node) => self.add_subscript(node, types, depth),
            Expr::StringLiteral(node) => {
                let text = node.value.to_str();
                if text.len() > MAX_TEXT || text.bytes().filter(|byte| b"([{".contains(byte)).count() > 20 {
                    return;
                }
                if let Ok(parsed) = parse_expression(text.trim()) {
                    self.add_types(&parsed.syntax().body, types, depth + 1);
                }
            }
            Expr::Starred(node) => self.add_types(&node.value, types, depth + 1),
            _ => {}
        }
    }

    /// What an annotation calls beside the type, marked as such.
    fn add_notes(&mut self, notes: &[Expr], types: &mut Vec<Symbol>) {
        for note in notes {
            let Expr::Call(call) = note else { continue };
            let Some(called) = self.dotted(&call.func) else { continue };
            let marked = format!("{}{}", ir::NOTED, self.symbols.text(called));
            let symbol = self.symbols.intern(&marked);
            if !types.contains(&symbol) {
                types.push(symbol);
            }
        }
    }

    fn add_subscript(&mut self, node: &ast::ExprSubscript, types: &mut Vec<Symbol>, depth: u32) {
        let last = match &*node.value {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return,
        };
        let arguments = match &*node.slice {
            Expr::Tuple(tuple) => &tuple.elts[..],
            other => std::slice::from_ref(other),
        };
        let name = match last {
            "Optional" | "Union" => {
                for argument in arguments {
                    self.add_types(argument, types, depth + 1);
                }
                return;
            }
            "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired" | "ReadOnly" | "InitVar" | "Mapped" => {
                if let Some((first, notes)) = arguments.split_first() {
                    self.add_types(first, types, depth + 1);
                    self.add_notes(notes, types);
                }
                return;
            }
            "List" => "list",
            "Dict" => "dict",
            "Set" => "set",
            "FrozenSet" => "frozenset",
            "Tuple" => "tuple",
            "Type" => "type",
            _ => {
                self.add_types(&node.value, types, depth + 1);
                return self.add_elements(last, arguments, types, depth);
            }
        };
        let symbol = self.symbols.intern(name);
        if !types.contains(&symbol) {
            types.push(symbol);
        }
        self.add_elements(last, arguments, types, depth);
    }

    /// The dotted text of an expression of names, its subscripts stripped.
    pub(super) fn dotted(&mut self, expr: &Expr) -> Option<Symbol> {
        let mut parts = Vec::new();
        let mut at = expr;
        loop {
            at = match at {
                Expr::Attribute(node) => {
                    parts.push(node.attr.as_str());
                    &node.value
                }
                Expr::Subscript(node) => &node.value,
                Expr::Name(node) if node.id.is_empty() => return None,
                Expr::Name(node) if parts.is_empty() => return Some(self.name_symbol(node)),
                Expr::Name(node) => {
                    parts.push(node.id.as_str());
                    break;
                }
                _ => return None,
            };
        }
        parts.reverse();
        Some(self.symbols.intern(&parts.join(".")))
    }

    /// The same for a decorator, whose call is looked through.
    pub(super) fn dotted_callee(&mut self, expr: &Expr) -> Option<Symbol> {
        match expr {
            Expr::Call(call) => self.dotted(&call.func),
            _ => self.dotted(expr),
        }
    }
}
