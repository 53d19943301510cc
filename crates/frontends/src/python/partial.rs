//! `functools.partial`: a call that keeps a function and some arguments for later. Takes the call and gives a closure
//! that brings them along, and calls the function with them and with what it is given itself.

use ir::{Arg, ArgKind, Callee, Function, FunctionBuilder, FunctionId, FunctionKind, Op, Param};
use ir::{ParamKind, Span, Symbol, Terminator, Value};
use ruff_python_ast::{self as ast, ArgOrKeyword, Expr};

use super::{Lowerer, span_of};

impl<'a> Lowerer<'a> {
    /// Lowers a call of `functools.partial` with a function.
    pub(super) fn partial(&mut self, node: &'a ast::ExprCall) -> Value {
        let span = span_of(node);
        let mut brought = Vec::new();
        let mut kinds = Vec::new();
        for argument in node.arguments.iter_source_order() {
            let (value, kind) = match argument {
                ArgOrKeyword::Arg(Expr::Starred(starred)) => (&*starred.value, ArgKind::Spread),
                ArgOrKeyword::Arg(argument) => (argument, ArgKind::Positional),
                ArgOrKeyword::Keyword(keyword) => {
                    let name = keyword.arg.as_ref().map(|name| self.symbols.intern(name.as_str()));
                    (&keyword.value, name.map_or(ArgKind::SpreadNamed, ArgKind::Named))
                }
            };
            brought.push((self.source_name(value), self.expr(value)));
            kinds.push(kind);
        }
        let (captures, values): (Vec<Symbol>, Vec<Value>) = brought.into_iter().unzip();
        let function = self.caller_of(captures, &kinds, span);
        let captures = self.values(&values);
        let defaults = self.values(&[]);
        self.push(Op::Closure { function, captures, defaults }, span)
    }

    fn source_name(&mut self, value: &Expr) -> Symbol {
        match value {
            Expr::Name(name) => self.name_symbol(name),
            _ => self.symbols.intern("<argument>"),
        }
    }

    /// Writes down a function that the code does not write itself: what is called when a value is. Its body ends here.
    pub(super) fn unwritten_function(
        &mut self,
        builder: FunctionBuilder,
        name: Symbol,
        params: Vec<Param>,
        captures: Vec<Symbol>,
        span: Span,
    ) -> FunctionId {
        let built = builder.finish(&[]);
        let id = FunctionId(self.functions.len() as u32);
        let function = Function {
            qualified_name: self.qualified(name),
            kind: FunctionKind::Lambda,
            parent: Some(self.frame.id),
            params,
            captures,
            blocks: built.blocks,
            ops: built.ops,
            spans: built.spans,
            pools: built.pools,
            span,
            name_span: Span::new(span.start, span.start),
            ..Function::empty(name)
        };
        self.functions.push(Some(function));
        id
    }

    /// A function that calls its first captured value with the others, of these kinds, and with its own arguments.
    fn caller_of(&mut self, captures: Vec<Symbol>, kinds: &[ArgKind], span: Span) -> FunctionId {
        let mut builder = FunctionBuilder::new();
        let rest = builder.push(Op::Param(0), span);
        let named = builder.push(Op::Param(1), span);
        let brought: Vec<Value> =
            (0..captures.len()).map(|index| builder.push(Op::Capture(index as u32), span)).collect();
        let mut args = Vec::with_capacity(captures.len() + 1);
        let given = |is_named: bool| {
            let arguments = brought.iter().zip(kinds).skip(1);
            arguments.filter(move |(_, kind)| matches!(kind, ArgKind::Named(_) | ArgKind::SpreadNamed) == is_named)
        };
        args.extend(given(false).map(|(&value, &kind)| Arg { value, kind }));
        args.push(Arg { value: rest, kind: ArgKind::Spread });
        args.extend(given(true).map(|(&value, &kind)| Arg { value, kind }));
        args.push(Arg { value: named, kind: ArgKind::SpreadNamed });
        let args = builder.pools.add_args(&args);
        let callee = brought.first().copied().unwrap_or(rest);
        let result = builder.push(Op::Call(Callee::Value(callee), args), span);
        builder.terminate(Terminator::Return(result));
        let name = self.symbols.intern("<partial>");
        let param = |name: Symbol, kind: ParamKind| Param { name, kind, types: Vec::new(), has_default: false };
        let params = vec![
            param(self.symbols.intern("args"), ParamKind::Rest),
            param(self.symbols.intern("kwargs"), ParamKind::RestNamed),
        ];
        self.unwritten_function(builder, name, params, captures, span)
    }
}
