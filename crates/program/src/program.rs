//! The linked program, and the plain questions that can be asked of it.

use ir::{ClassId, Constant, Function, FunctionId, Interner, LiteralTypes, Module, Op, Symbol, Value};
use knowledge::{Names, NodeId};
use rustc_hash::FxHashSet;

use crate::calls::CallSite;
use crate::components::Components;
use crate::condition::descends;
use crate::data::DataFiles;
use crate::hierarchy::Hierarchy;
use crate::inferred::Inferred;
use crate::names::Scopes;
use crate::own_library::OwnLibrary;
use crate::sites::Sites;
use crate::tables::Tables;
use crate::taught::TaughtFunctions;
use crate::templates::Templates;
use crate::unseen::{self, Unseen};
use crate::{ClassRef, FuncId, ModuleId, Type, TypeSet};

/// A linked program. Everything is in canonical order: modules by the path of their file.
pub struct Program<'k> {
    /// All names.
    pub symbols: Interner,
    /// The modules, in the order in which they were given.
    pub modules: Vec<Module>,
    /// The modelled names.
    pub apis: &'k Names,
    pub(crate) function_base: Vec<u32>,
    pub(crate) class_base: Vec<u32>,
    pub(crate) sites: Sites,
    pub(crate) function_modules: Vec<ModuleId>,
    pub(crate) class_modules: Vec<ModuleId>,
    pub(crate) scopes: Scopes,
    pub(crate) hierarchy: Hierarchy,
    pub(crate) literals: LiteralTypesByNode,
    pub(crate) names: LiteralTypes,
    pub(crate) tables: Tables,
    pub(crate) templates: Templates,
    pub(crate) data: DataFiles,
    /// What the program declares itself of which models speak.
    pub(crate) own_library: OwnLibrary,
    /// Functions of which the project's own models speak.
    pub(crate) taught: TaughtFunctions,
    pub(crate) inferred: Vec<Inferred>,
    pub(crate) calls: Vec<Vec<CallSite>>,
    /// The functions of which something is not known because of an error of our own, each once, in order.
    pub failures: Vec<FuncId>,
    pub(crate) unseen: Vec<Vec<Unseen>>,
    /// The parameters whose defaults are no constants.
    pub(crate) computed_defaults: FxHashSet<(FuncId, u32)>,
    pub(crate) unseen_names: unseen::Names,
    /// The call graph's components, callees first.
    pub components: Components,
}

/// The classes of [`LiteralTypes`], looked up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LiteralTypesByNode {
    pub(crate) text: TypeSet,
    pub(crate) bytes: TypeSet,
    pub(crate) list: TypeSet,
    pub(crate) tuple: TypeSet,
    pub(crate) set: TypeSet,
    pub(crate) map: TypeSet,
}

impl Program<'_> {
    /// How many functions there are.
    pub fn function_count(&self) -> usize {
        self.function_modules.len()
    }

    /// All functions, in canonical order.
    pub fn functions(&self) -> impl Iterator<Item = FuncId> + use<> {
        (0..self.function_modules.len() as u32).map(FuncId)
    }

    /// All classes, in canonical order.
    pub fn classes(&self) -> impl Iterator<Item = ClassRef> + use<> {
        (0..self.class_modules.len() as u32).map(ClassRef)
    }

    /// A function.
    pub fn function(&self, id: FuncId) -> &Function {
        let module = self.module_of(id);
        &self.modules[module.index()].functions[(id.0 - self.function_base[module.index()]) as usize]
    }

    /// The module that a function stands in.
    pub fn module_of(&self, id: FuncId) -> ModuleId {
        self.function_modules[id.index()]
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// The text that a value of a function is, where it is written down.
    pub fn written_text(&self, id: FuncId, value: Value) -> Option<&str> {
        let Op::Const(constant) = self.function(id).op(value) else { return None };
        match self.module(self.module_of(id)).constants.get(constant) {
            Constant::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The program-wide number of a module's function.
    pub fn function_id(&self, module: ModuleId, function: FunctionId) -> FuncId {
        FuncId(self.function_base[module.index()] + function.0)
    }

    /// A class.
    pub fn class(&self, id: ClassRef) -> &ir::Class {
        let module = self.class_modules[id.index()];
        &self.modules[module.index()].classes[(id.0 - self.class_base[module.index()]) as usize]
    }

    /// The module that a class stands in.
    pub fn module_of_class(&self, id: ClassRef) -> ModuleId {
        self.class_modules[id.index()]
    }

    /// The program-wide number of a module's class.
    pub fn class_id(&self, module: ModuleId, class: ClassId) -> ClassRef {
        ClassRef(self.class_base[module.index()] + class.0)
    }

    /// A symbol's text.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// The modelled classes of text and bytes.
    pub fn text_types(&self) -> TypeSet {
        self.literals.text.iter().chain(self.literals.bytes.iter()).collect()
    }

    /// Whether instances of a class are maps.
    pub fn is_map_type(&self, ty: Type) -> bool {
        let Type::ApiInstance(node) = ty else { return false };
        let maps: Vec<NodeId> = self
            .literals
            .map
            .iter()
            .filter_map(|ty| if let Type::ApiInstance(node) = ty { Some(node) } else { None })
            .collect();
        descends(self, node, &maps)
    }

    /// Whether instances of a class are sequences that never change.
    pub fn is_tuple_type(&self, ty: Type) -> bool {
        let Type::ApiInstance(node) = ty else { return false };
        let tuples: Vec<NodeId> = self
            .literals
            .tuple
            .iter()
            .filter_map(|ty| if let Type::ApiInstance(node) = ty { Some(node) } else { None })
            .collect();
        descends(self, node, &tuples)
    }

    /// What a value of a function may refer to.
    pub fn types(&self, function: FuncId, value: ir::Value) -> TypeSet {
        self.inferred[function.index()].types(value)
    }

    /// The modelled names with rows that an operation reads.
    pub fn reads(&self, function: FuncId, value: ir::Value) -> impl Iterator<Item = knowledge::NodeId> + '_ {
        self.inferred[function.index()].reads(value)
    }

    /// The calls of a function, by the value of the call.
    pub fn calls(&self, function: FuncId) -> &[CallSite] {
        &self.calls[function.index()]
    }

    /// What the language calls by itself.
    pub fn language(&self) -> &LiteralTypes {
        &self.names
    }

    /// Whether what a parameter is when it is not given is something else than a constant.
    pub fn has_computed_default(&self, function: FuncId, param: u32) -> bool {
        self.computed_defaults.contains(&(function, param))
    }

    /// What a parameter is when it is not given, and the function in which that stands.
    pub fn default_of(&self, function: FuncId, param: u32) -> Option<(FuncId, ir::Value)> {
        let data = self.function(function);
        data.params.get(param as usize).filter(|param| param.has_default)?;
        let place = data.params[..param as usize].iter().filter(|param| param.has_default).count();
        let module = self.module_of(function);
        let around = self.function_id(module, data.parent?);
        let body = self.function(around);
        body.ops.iter().find_map(|op| match *op {
            ir::Op::Closure { function: declared, defaults, .. } if self.function_id(module, declared) == function => {
                body.values(defaults).get(place).map(|default| (around, *default))
            }
            _ => None,
        })
    }

    /// What is known of one call.
    pub fn call(&self, function: FuncId, value: ir::Value) -> Option<&CallSite> {
        let calls = &self.calls[function.index()];
        calls.binary_search_by_key(&value, |call| call.value).ok().map(|at| &calls[at])
    }
}
