//! Reading and writing names: each by what the first walk found the name to mean.

use ir::{BindingTarget, FunctionId, FunctionKind, Op, Span, Symbol, Value};
use ruff_python_ast as ast;

use super::scopes::{Captured, Place, Scope, ScopeId};
use super::{Lowerer, bind, span_of};

impl Lowerer<'_> {
    pub(super) fn frame_scope(&self, scope: ScopeId) -> Option<&Scope> {
        // A file that was refused has no scopes at all.
        self.scopes.try_get(self.scopes.try_function_of(scope)?)
    }

    pub(super) fn name_symbol(&mut self, name: &ast::ExprName) -> Symbol {
        match bind::mark(&name.node_index) {
            Some(symbol) => Symbol(symbol),
            None => self.symbols.intern(name.id.as_str()),
        }
    }

    fn owner_id(&mut self, owner: ScopeId) -> FunctionId {
        self.function_id(owner).0
    }

    pub(super) fn read_name(&mut self, name: &ast::ExprName) -> Value {
        let span = span_of(name);
        if name.id.is_empty() {
            // The parser put it where the source has a gap, and told so.
            return self.push(Op::Undefined, span);
        }
        let symbol = self.name_symbol(name);
        self.read_symbol(symbol, span)
    }

    pub(super) fn read_symbol(&mut self, symbol: Symbol, span: Span) -> Value {
        match self.scopes.place(self.frame.scope, symbol) {
            Place::Local(variable) => {
                let variable = self.frame.builder.variable(variable);
                self.frame.builder.read(variable)
            }
            Place::Capture(index) => self.push(Op::Capture(index), span),
            Place::Shared(owner, variable) => {
                let owner = self.owner_id(owner);
                self.push(Op::Shared(owner, variable), span)
            }
            Place::ClassLocal if self.frame.is_bound.contains(&symbol) => {
                let variable = self.frame.builder.variable(symbol);
                self.frame.builder.read(variable)
            }
            Place::Global if self.is_surely_bound_here(symbol) => {
                let variable = self.frame.builder.variable(symbol);
                self.frame.builder.read(variable)
            }
            Place::ClassLocal | Place::Global => self.push(Op::Global(symbol), span),
        }
    }

    fn is_surely_bound_here(&self, symbol: Symbol) -> bool {
        self.frame.kind == FunctionKind::ModuleBody
            && self.frame.is_bound.contains(&symbol)
            && !self.scopes.is_written_elsewhere(symbol)
    }

    /// Binds a name. `target` is what the module's table of names gets if the name is the module's.
    pub(super) fn write_symbol(&mut self, symbol: Symbol, value: Value, target: BindingTarget, span: Span) {
        match self.scopes.place(self.frame.scope, symbol) {
            Place::Local(variable) => {
                let variable = self.frame.builder.variable(variable);
                self.frame.builder.write(variable, value);
            }
            Place::Shared(owner, variable) => {
                let owner = self.owner_id(owner);
                self.push(Op::SetShared(owner, variable, value), span);
            }
            Place::ClassLocal => {
                self.write_own(symbol, value);
                if let Some(class) = self.frame.receiver {
                    self.push(Op::Store(class, ir::Elem::Field(symbol), value), span);
                }
            }
            // A captured variable is never written: it would be shared.
            Place::Global | Place::Capture(_) => {
                if self.frame.kind == FunctionKind::ModuleBody {
                    self.write_own(symbol, value);
                }
                self.push(Op::SetGlobal(symbol, value), span);
                self.bind(symbol, target);
            }
        }
    }

    fn write_own(&mut self, symbol: Symbol, value: Value) {
        let variable = self.frame.builder.variable(symbol);
        self.frame.builder.write(variable, value);
        if self.frame.is_bound.insert(symbol) {
            self.frame.bound.push(symbol);
        }
    }

    pub(super) fn write_text(&mut self, name: &str, value: Value, target: BindingTarget, span: Span) {
        let symbol = self.symbols.intern(name);
        self.write_symbol(symbol, value, target, span);
    }

    pub(super) fn delete_name(&mut self, name: &ast::ExprName) {
        let symbol = self.name_symbol(name);
        let place = self.scopes.place(self.frame.scope, symbol);
        self.frame.is_bound.remove(&symbol);
        if let Place::Local(variable) = place {
            let variable = self.frame.builder.variable(variable);
            let nothing = self.push(Op::Undefined, span_of(name));
            self.frame.builder.write(variable, nothing);
        }
    }

    /// The value that a new closure brings along.
    pub(super) fn captured_value(&mut self, captured: Captured, span: Span) -> Value {
        let here = self.scopes.function_of(self.frame.scope);
        if captured.owner == here {
            let variable = self.frame.builder.variable(captured.variable);
            return self.frame.builder.read(variable);
        }
        match self.scopes.capture_index(here, captured) {
            Some(index) => self.push(Op::Capture(index), span),
            None => self.push(Op::Undefined, span),
        }
    }

    /// Whether a name means Python's builtin of that name here.
    pub(super) fn is_builtin(&mut self, name: &ast::ExprName) -> bool {
        let symbol = self.name_symbol(name);
        self.scopes.place(self.frame.scope, symbol) == Place::Global && !self.scopes.module_binds(symbol)
    }

    /// The state of what is surely bound, for [`Self::forget_bound`].
    pub(super) fn bound_mark(&self) -> usize {
        self.frame.bound.len()
    }

    /// Takes back what was bound since the mark, because that code may not have run; gives the names.
    pub(super) fn forget_bound(&mut self, mark: usize) -> Vec<Symbol> {
        let mark = mark.min(self.frame.bound.len());
        if self.frame.kind == FunctionKind::ModuleBody {
            let names = self.frame.bound.split_off(mark);
            for name in &names {
                self.frame.is_bound.remove(name);
            }
            return names;
        }
        // A class's names may be read as soon as they may be bound: the variable then also tells of the other way.
        Vec::new()
    }

    /// Says that a name is bound whichever way control took.
    pub(super) fn surely_bound(&mut self, names: impl IntoIterator<Item = Symbol>) {
        for name in names {
            if self.frame.is_bound.insert(name) {
                self.frame.bound.push(name);
            }
        }
    }
}
