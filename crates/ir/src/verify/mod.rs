//! Checks what every module must satisfy, so that whoever reads one may index without asking.
//!
//! A frontend's output is verified in tests, and so is whatever comes from outside the program. The checks: ids and
//! lists lie in their ranges; blocks hold the operations in order, with phis first and predecessors that are exactly
//! the blocks that lead there; every use is dominated by its definition where control can get; functions, classes
//! and closures agree with each other. Time is linear in the module, but for a logarithm and for control flow that
//! is tangled in a way no source text is.

mod flow;
mod ops;

use std::fmt;

use crate::print::{Name, display_symbol};
use crate::{BindingTarget, BlockId, ClassId, FunctionId, FunctionKind, Module, Symbol, Value};

/// The most errors that are reported.
const MAX_ERRORS: usize = 100;

/// Something that a module must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// The function, if it is inside one.
    pub function: Option<FunctionId>,
    /// That function's qualified name; empty outside functions.
    pub function_name: String,
    /// The block, if it is inside one.
    pub block: Option<BlockId>,
    /// The value, if it is about one.
    pub value: Option<Value>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(FunctionId(function)) = self.function {
            write!(out, "f{function} {}", Name(self.function_name.as_str().into()))?;
            if let Some(BlockId(block)) = self.block {
                write!(out, ", b{block}")?;
            }
            if let Some(Value(value)) = self.value {
                write!(out, ", v{value}")?;
            }
            out.write_str(": ")?;
        }
        out.write_str(&self.message)
    }
}

impl std::error::Error for VerifyError {}

/// Checks a module. The error lists what is wrong, one hundred at most.
pub fn verify_module(module: &Module) -> Result<(), Vec<VerifyError>> {
    let mut verifier = Verifier { module, errors: Vec::new() };
    verifier.module();
    for (number, function) in module.functions.iter().enumerate() {
        let id = FunctionId(number as u32);
        verifier.declaration(id, function);
        verifier.ops(id, function);
        verifier.flow(id, function);
    }
    if verifier.errors.is_empty() { Ok(()) } else { Err(verifier.errors) }
}

/// Where an error is.
#[derive(Clone, Copy, Default)]
struct Place {
    function: Option<FunctionId>,
    block: Option<BlockId>,
    value: Option<Value>,
}

impl Place {
    fn function(id: FunctionId) -> Self {
        Self { function: Some(id), ..Self::default() }
    }

    fn block(self, block: BlockId) -> Self {
        Self { block: Some(block), ..self }
    }

    fn value(self, value: Value) -> Self {
        Self { value: Some(value), ..self }
    }
}

struct Verifier<'a> {
    module: &'a Module,
    errors: Vec<VerifyError>,
}

impl Verifier<'_> {
    /// Whether nobody would read further errors.
    fn is_full(&self) -> bool {
        self.errors.len() >= MAX_ERRORS
    }

    /// Reports unless `holds`.
    fn check(&mut self, holds: bool, place: Place, message: impl FnOnce() -> String) {
        if holds || self.is_full() {
            return;
        }
        let function = place.function.and_then(|id| self.module.functions.get(id.0 as usize));
        let function_name =
            function.map_or_else(String::new, |function| display_symbol(self.module, function.qualified_name).0.into());
        let Place { function, block, value } = place;
        self.errors.push(VerifyError { function, function_name, block, value, message: message() });
    }

    /// Symbols are the program's, and unknown here, once the module's interner has been emptied.
    fn symbol(&mut self, symbol: Symbol, place: Place) {
        let count = self.module.symbols.len();
        let holds = count == 0 || symbol.index() < count;
        self.check(holds, place, || format!("symbol {} is out of range", symbol.0));
    }

    fn symbols<'s>(&mut self, symbols: impl IntoIterator<Item = &'s Symbol>, place: Place) {
        for &symbol in symbols {
            self.symbol(symbol, place);
        }
    }

    fn function_id(&mut self, id: FunctionId, place: Place) -> bool {
        let holds = (id.0 as usize) < self.module.functions.len();
        self.check(holds, place, || format!("f{} does not exist", id.0));
        holds
    }

    fn class_id(&mut self, id: ClassId, place: Place) -> bool {
        let holds = (id.0 as usize) < self.module.classes.len();
        self.check(holds, place, || format!("c{} does not exist", id.0));
        holds
    }

    fn module(&mut self) {
        let module = self.module;
        let place = Place::default();
        self.symbol(module.name, place);
        self.symbols(&module.star_imports, place);
        self.symbols(module.exported.iter().flatten(), place);
        for binding in &module.bindings {
            self.symbol(binding.name, place);
            match binding.target {
                BindingTarget::Import(name) => self.symbol(name, place),
                BindingTarget::Function(id) => _ = self.function_id(id, place),
                BindingTarget::Class(id) => _ = self.class_id(id, place),
                BindingTarget::Computed => {}
            }
        }
        let starts_well = module.functions.first().is_some_and(|function| function.kind == FunctionKind::ModuleBody);
        self.check(starts_well, place, || "f0 is not the module's body".to_owned());
        let starts_alone = module.functions.first().is_none_or(|function| function.parent.is_none());
        self.check(starts_alone, place, || "f0 has a parent".to_owned());
        self.parents();
        for number in 0..module.classes.len() {
            self.class(ClassId(number as u32));
        }
    }

    fn class(&mut self, id: ClassId) {
        let class = &self.module.classes[id.0 as usize];
        let place = Place::default();
        self.symbols([&class.name, &class.qualified_name], place);
        self.symbols(class.bases.iter().chain(&class.decorators), place);
        for method in &class.methods {
            self.symbol(method.name, place);
            self.function_id(method.function, place);
        }
        for field in &class.fields {
            self.symbol(field.name, place);
            self.symbols(&field.types, place);
        }
        if self.function_id(class.body, place) {
            let kind = self.module.functions[class.body.0 as usize].kind;
            self.check(kind == FunctionKind::ClassBody(id), place, || {
                format!("f{}, the body of c{}, is not of the kind `class c{}`", class.body.0, id.0, id.0)
            });
        }
    }

    /// Every chain of parents ends.
    fn parents(&mut self) {
        let functions = &self.module.functions;
        // For each function the walk that met it first; a walk that meets itself goes round.
        let mut met_by = vec![usize::MAX; functions.len()];
        for start in 0..functions.len() {
            let mut at = start;
            while met_by[at] == usize::MAX {
                met_by[at] = start;
                let Some(parent) = functions[at].parent else { break };
                let place = Place::function(FunctionId(at as u32));
                if !self.function_id(parent, place) {
                    break;
                }
                at = parent.0 as usize;
                self.check(met_by[at] != start, place, || "its parents go round in a circle".to_owned());
            }
        }
    }
}
