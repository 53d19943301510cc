//! Linking: modules to one program.

use contained::Step;
use ir::{Interner, LiteralTypes, Module, Symbol};
use knowledge::Names;
use rustc_hash::FxHashSet;

use crate::calls::collect_calls;
use crate::components::Components;
use crate::data::DataFiles;
use crate::hierarchy::Hierarchy;
use crate::infer::infer;
use crate::names::Scopes;
use crate::own_library::OwnLibrary;
use crate::points::at;
use crate::program::{LiteralTypesByNode, Program};
use crate::sites::Sites;
use crate::tables::Tables;
use crate::taught::{TaughtFunctions, taught_functions};
use crate::templates::Templates;
use crate::unseen::{self, collect_unseen};
use crate::{FuncId, ModuleId, Type, TypeSet};

/// Links modules, which must come in canonical order, into a program. Uses the current rayon pool; the result does
/// not depend on the number of its threads.
pub fn link(mut modules: Vec<Module>, apis: &Names, literals: LiteralTypes) -> Program<'_> {
    let mut symbols = Interner::default();
    for (index, module) in modules.iter_mut().enumerate() {
        at(Step::Symbols, index, module);
        let new: Vec<Symbol> = module.symbols.texts().map(|text| symbols.intern(text)).collect();
        module.remap_symbols(&new);
        module.symbols = Interner::default();
        module.constants.freeze();
    }
    if symbols.find(literals.unseen.store_attribute).is_some() {
        // What such a method keeps may have any name.
        symbols.intern(literals.unseen.attributes);
    }
    let mut function_base = Vec::with_capacity(modules.len());
    let mut class_base = Vec::with_capacity(modules.len());
    let mut function_modules = Vec::new();
    let mut class_modules = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        at(Step::Numbers, index, module);
        function_base.push(function_modules.len() as u32);
        class_base.push(class_modules.len() as u32);
        function_modules.resize(function_modules.len() + module.functions.len(), ModuleId(index as u32));
        class_modules.resize(class_modules.len() + module.classes.len(), ModuleId(index as u32));
    }
    let sites = Sites::new(&modules);
    let scopes = Scopes::new(&modules, &symbols);
    let node = |name: &str| apis.find(name).map_or(TypeSet::EMPTY, |node| TypeSet::one(Type::ApiInstance(node)));
    let names = literals;
    let literals = LiteralTypesByNode {
        text: node(literals.text),
        bytes: node(literals.bytes),
        list: node(literals.list),
        tuple: node(literals.tuple),
        set: node(literals.set),
        map: node(literals.map),
    };
    let mut program = Program {
        symbols,
        modules,
        apis,
        function_base,
        class_base,
        sites,
        function_modules,
        class_modules,
        scopes,
        hierarchy: Hierarchy::default(),
        literals,
        names,
        tables: Tables::default(),
        templates: Templates::default(),
        data: DataFiles::default(),
        own_library: OwnLibrary::default(),
        taught: TaughtFunctions::default(),
        inferred: Vec::new(),
        calls: Vec::new(),
        failures: Vec::new(),
        unseen: Vec::new(),
        computed_defaults: FxHashSet::default(),
        unseen_names: unseen::Names::default(),
        components: Components::default(),
    };
    program.taught = taught_functions(&program);
    program.own_library = OwnLibrary::new(&program);
    program.hierarchy = Hierarchy::new(&program);
    program.own_library = std::mem::take(&mut program.own_library).with_functions(&program);
    program.templates = Templates::new(&program);
    program.unseen_names = unseen::Names::new(&program);
    infer(&mut program);
    let calls = collect_calls(&program);
    program.calls = succeeded(calls, &mut program.failures);
    let unseen = collect_unseen(&program);
    program.unseen = succeeded(unseen, &mut program.failures);
    program.failures.sort_unstable();
    program.failures.dedup();
    program.components = Components::new(&program);
    program
}

/// What was found for each function; those for which an error of our own kept it from being found are told.
fn succeeded<T: Default>(found: Vec<Option<T>>, failures: &mut Vec<FuncId>) -> Vec<T> {
    let failed = found.iter().enumerate().filter(|(_, found)| found.is_none());
    failures.extend(failed.map(|(index, _)| FuncId(index as u32)));
    found.into_iter().map(Option::unwrap_or_default).collect()
}
