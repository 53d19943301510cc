//! Functions and lambdas: their declarations, parameters, default values and decorators.

use ir::{BindingTarget, Function, FunctionId, FunctionKind, Op, Param, ParamKind, Span, Terminator, Value};
use ruff_python_ast::{self as ast, AnyParameterRef, AtomicNodeIndex, Expr, Stmt};

use super::frame::Frame;
use super::scopes::ScopeId;
use super::{Lowerer, bind, span, span_of};

/// What a function is lowered from.
struct Declaration<'a> {
    node: &'a AtomicNodeIndex,
    name: &'a str,
    kind: FunctionKind,
    parameters: Option<&'a ast::Parameters>,
    returns: Option<&'a Expr>,
    is_async: bool,
    span: Span,
    name_span: Span,
}

impl<'a> Lowerer<'a> {
    pub(super) fn function_def(&mut self, def: &'a ast::StmtFunctionDef) {
        let decorators = self.decorators(&def.decorator_list);
        let kind = match self.frame.kind {
            FunctionKind::ClassBody(class) => FunctionKind::Method(class),
            _ => FunctionKind::Plain,
        };
        let name_span = span(def.name.range);
        let declaration = Declaration {
            node: &def.node_index,
            name: def.name.as_str(),
            kind,
            parameters: Some(&def.parameters),
            returns: def.returns.as_deref(),
            is_async: def.is_async,
            span: span_of(def),
            name_span,
        };
        let Some((mut value, id)) = self.function(&declaration, |lowerer| lowerer.block(&def.body)) else {
            let value = self.too_deep(span_of(def));
            self.write_text(def.name.as_str(), value, BindingTarget::Computed, name_span);
            return;
        };
        if let FunctionKind::Method(class) = kind {
            self.declare_method(class, def, id);
        }
        value = self.decorate(value, &decorators);
        if !decorators.is_empty() {
            self.frame.decorators.push((id, decorators.into_iter().map(|(value, _)| value).collect()));
        }
        self.write_text(def.name.as_str(), value, BindingTarget::Function(id), name_span);
    }

    /// The values of decorators, in order, with their places.
    pub(super) fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Vec<(Value, Span)> {
        let lower = |decorator: &'a ast::Decorator| {
            let value = self.expr(&decorator.expression);
            (value, span_of(&decorator.expression))
        };
        decorators.iter().map(lower).collect()
    }

    /// Calls the decorators, the last one first.
    pub(super) fn decorate(&mut self, mut value: Value, decorators: &[(Value, Span)]) -> Value {
        for &(decorator, span) in decorators.iter().rev() {
            let arg = ir::Arg { value, kind: ir::ArgKind::Positional };
            let args = self.frame.builder.pools.add_args(&[arg]);
            value = self.push(Op::Call(ir::Callee::Value(decorator), args), span);
        }
        value
    }

    pub(super) fn lambda(&mut self, lambda: &'a ast::ExprLambda) -> Value {
        let whole = span_of(lambda);
        let declaration = Declaration {
            node: &lambda.node_index,
            name: "<lambda>",
            kind: FunctionKind::Lambda,
            parameters: lambda.parameters.as_deref(),
            returns: None,
            is_async: false,
            span: whole,
            name_span: Span::new(whole.start, whole.start),
        };
        let closure = self.function(&declaration, |lowerer| {
            let value = lowerer.expr(&lambda.body);
            lowerer.terminate(Terminator::Return(value));
        });
        match closure {
            Some((value, _)) => value,
            None => self.too_deep(whole),
        }
    }

    /// Lowers a function unless that was done already, and gives its closure. `None` if the first walk did not get
    /// here.
    fn function(&mut self, declaration: &Declaration<'a>, body: impl FnOnce(&mut Self)) -> Option<(Value, FunctionId)> {
        let scope = ScopeId(bind::mark(declaration.node)?);
        let defaults: Vec<Value> = declaration
            .parameters
            .into_iter()
            .flatten()
            .filter_map(AnyParameterRef::default)
            .map(|default| self.expr(default))
            .collect();
        let (id, is_new) = self.function_id(scope);
        if is_new {
            let name = self.symbols.intern(declaration.name);
            let qualified_name = self.qualified(name);
            let mut frame = Frame::new(id, scope, declaration.kind, name);
            frame.qualified_name = Some(qualified_name);
            let outer = std::mem::replace(&mut self.frame, frame);
            let outer_finally = std::mem::take(&mut self.finally_depth);
            let params = self.parameters(declaration.parameters);
            body(self);
            self.return_none(Span::new(declaration.span.end, declaration.span.end));
            let returns = declaration.returns.map(|returns| self.types(returns)).unwrap_or_default();
            self.finally_depth = outer_finally;
            let frame = std::mem::replace(&mut self.frame, outer);
            let function = Function {
                qualified_name,
                kind: declaration.kind,
                parent: Some(self.frame.id),
                params,
                returns,
                is_async: declaration.is_async,
                span: declaration.span,
                name_span: declaration.name_span,
                ..Function::empty(name)
            };
            self.finish(frame, function);
        }
        let place = if declaration.kind == FunctionKind::Lambda { declaration.span } else { declaration.name_span };
        Some((self.closure(id, scope, &defaults, place), id))
    }

    /// The value of a lowered function, with what it brings along.
    pub(super) fn closure(&mut self, function: FunctionId, scope: ScopeId, defaults: &[Value], span: Span) -> Value {
        let count = self.scopes.get(scope).captures.len();
        let mut captures = Vec::with_capacity(count);
        for index in 0..count {
            let captured = self.scopes.get(scope).captures[index];
            captures.push(self.captured_value(captured, span));
        }
        let captures = self.values(&captures);
        let defaults = self.values(defaults);
        self.push(Op::Closure { function, captures, defaults }, span)
    }

    /// Begins the function's body with its parameters.
    fn parameters(&mut self, parameters: Option<&'a ast::Parameters>) -> Vec<Param> {
        let Some(parameters) = parameters else { return Vec::new() };
        let mut params = Vec::with_capacity(parameters.len());
        let mut values = Vec::with_capacity(parameters.len());
        let positional_only = parameters.posonlyargs.len();
        let normal = positional_only + parameters.args.len();
        let rest_at = parameters.vararg.is_some().then_some(normal);
        let named_only = normal + usize::from(rest_at.is_some()) + parameters.kwonlyargs.len();
        for (index, any) in parameters.iter().enumerate() {
            let parameter = any.as_parameter();
            let kind = if index < positional_only {
                ParamKind::PositionalOnly
            } else if index < normal {
                ParamKind::Normal
            } else if rest_at == Some(index) {
                ParamKind::Rest
            } else if index < named_only {
                ParamKind::NamedOnly
            } else {
                ParamKind::RestNamed
            };
            let name = self.symbols.intern(parameter.name.as_str());
            let types = any.annotation().map(|annotation| self.types(annotation)).unwrap_or_default();
            params.push(Param { name, kind, types, has_default: any.default().is_some() });
            values.push((name, self.push(Op::Param(index as u32), span_of(parameter))));
        }
        self.frame.receiver = values.first().map(|(_, value)| *value);
        self.frame.receiver_name = values.first().map(|(name, _)| *name);
        for (parameter, (name, value)) in parameters.iter().zip(values) {
            self.write_symbol(name, value, BindingTarget::Computed, span_of(parameter.as_parameter()));
        }
        params
    }

    /// Lowers the body of a class as a function of its own.
    pub(super) fn class_body(
        &mut self,
        scope: ScopeId,
        class: ir::ClassId,
        qualified_name: ir::Symbol,
        whole: Span,
        body: &'a [Stmt],
    ) -> FunctionId {
        let (id, is_new) = self.function_id(scope);
        if !is_new {
            return id;
        }
        let name = self.classes[class.0 as usize].as_ref().map_or(qualified_name, |class| class.name);
        let mut frame = Frame::new(id, scope, FunctionKind::ClassBody(class), name);
        frame.qualified_name = Some(qualified_name);
        let outer = std::mem::replace(&mut self.frame, frame);
        let outer_finally = std::mem::take(&mut self.finally_depth);
        let value = self.push(Op::Param(0), whole);
        self.frame.receiver = Some(value);
        self.block(body);
        self.return_none(Span::new(whole.end, whole.end));
        self.finally_depth = outer_finally;
        let frame = std::mem::replace(&mut self.frame, outer);
        let parameter = self.symbols.intern("<class>");
        let param = Param { name: parameter, kind: ParamKind::PositionalOnly, types: Vec::new(), has_default: false };
        let function = Function {
            qualified_name,
            kind: FunctionKind::ClassBody(class),
            parent: Some(self.frame.id),
            params: vec![param],
            span: whole,
            name_span: Span::new(whole.start, whole.start),
            ..Function::empty(name)
        };
        self.finish(frame, function);
        id
    }
}
