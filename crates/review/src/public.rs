//! Which functions other programs call: the public ones of packages that are made for others to install.

use contained::Step;
use ir::FunctionKind;
use program::{FuncId, Program};

use crate::inputs::Inputs;
use crate::{ProjectFile, Scope};

/// The public functions of distributed packages, in canonical order. The program's modules stand in the order of the
/// project's files.
///
/// Public is what a module offers by its names: a function of the module, or a method of one of its classes, of which no
/// part of the dotted name is private. `__all__` is not read.
pub(crate) fn public_functions(project: &Inputs<'_>, program: &Program<'_>) -> Vec<FuncId> {
    let offers: Vec<bool> = project.files.iter().map(|file| offers_names(file)).collect();
    let is_public = |&id: &FuncId| {
        program.at_function(Step::Public, id);
        let module = program.module_of(id).index();
        let function = program.function(id);
        let language = project.files[module].language;
        let of_module = match function.kind {
            FunctionKind::Plain => function.parent.is_some_and(|parent| parent.0 == 0),
            FunctionKind::Method(_) => true,
            FunctionKind::ModuleBody | FunctionKind::ClassBody(_) | FunctionKind::Lambda => false,
        };
        // What stands in a function has that function's name before its own.
        let mut names = program.text(function.qualified_name).split('.');
        offers[module] && of_module && names.all(|name| language.is_public(name))
    };
    program.functions().filter(is_public).collect()
}

/// Whether a file is a module of a distributed package that others may import.
fn offers_names(file: &ProjectFile) -> bool {
    file.is_distributed
        && file.scope == Scope::Production
        && (file.is_package || file.module.contains('.'))
        && file.module.split('.').all(|part| file.language.is_public(part))
}
