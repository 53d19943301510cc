//! Which modules belong to one program: those of one package, and those of packages that one module imports, or that import
//! each other. Scripts that lie beside each other and know nothing of each other are programs of their own.

use std::collections::{BTreeMap, BTreeSet};

use ir::BindingTarget;
use program::{ModuleId, Program};

/// For each package of a set of modules, by its name, the first module that belongs to the same program.
pub(super) struct Together {
    packages: Vec<Option<ModuleId>>,
}

impl Together {
    /// Of these modules.
    pub(super) fn new(program: &Program<'_>, modules: impl Iterator<Item = ModuleId>) -> Self {
        let modules: BTreeSet<ModuleId> = modules.collect();
        let mut first: BTreeMap<&str, ModuleId> = BTreeMap::new();
        for &module in &modules {
            first.entry(package(program, module)).or_insert(module);
        }
        if first.len() > 1 {
            for at in 0..program.modules.len() {
                unite(&mut first, &imported(program, ModuleId(at as u32)));
            }
        }
        let mut packages = vec![None; program.modules.len()];
        for module in modules {
            packages[module.index()] = first.get(package(program, module)).copied();
        }
        Self { packages }
    }

    /// The first of the modules that belong to the same program as this one.
    pub(super) fn first_of(&self, module: ModuleId) -> ModuleId {
        self.packages.get(module.index()).copied().flatten().unwrap_or(module)
    }
}

/// The first part of a module's name.
fn package<'a>(program: &'a Program<'_>, module: ModuleId) -> &'a str {
    first_part(program.text(program.module(module).name))
}

fn first_part(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

/// The packages that a module speaks of at its top: its own, and those that it imports.
fn imported<'a>(program: &'a Program<'_>, module: ModuleId) -> BTreeSet<&'a str> {
    let data = program.module(module);
    let of_binding = data.bindings.iter().filter_map(|binding| match binding.target {
        BindingTarget::Import(path) => Some(path),
        _ => None,
    });
    let paths = of_binding.chain(data.star_imports.iter().copied());
    paths.map(|path| first_part(program.text(path))).chain([package(program, module)]).collect()
}

/// Puts packages together that one module speaks of.
fn unite(first: &mut BTreeMap<&str, ModuleId>, spoken_of: &BTreeSet<&str>) {
    let found: BTreeSet<ModuleId> = spoken_of.iter().filter_map(|name| first.get(name).copied()).collect();
    let Some(&least) = found.first() else { return };
    if found.len() > 1 {
        for module in first.values_mut() {
            if found.contains(module) {
                *module = least;
            }
        }
    }
}
