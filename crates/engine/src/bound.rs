//! Names that bodies of modules and classes bind and frameworks read as their settings.
//!
//! Takes the rows that name such settings; gives a use for each that is bound as a row says, once, beside others by which the
//! body is known to hold settings. Only names that the program has at all are looked for.

use std::collections::BTreeMap;

use ir::{Elem, Op, Symbol, Value};
use knowledge::{Bound, Effect, RowId};
use program::{Answer, FuncId, Given, ModuleId, Program, all_hold, row_holds};
use rustc_hash::FxHashMap;

use crate::as_written::AsWritten;
use crate::found::{SettingSite, UseSite};

/// What bodies bind: each name with its places, and what stands there.
type Bodies = BTreeMap<FuncId, FxHashMap<Symbol, Vec<(Value, Value)>>>;

/// The settings that bodies bind as rows say.
pub(crate) fn bound_settings(program: &Program<'_>) -> Vec<UseSite> {
    let rows: Vec<(RowId, &Bound)> = program
        .apis
        .rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| match &row.effect {
            Effect::Bound(bound) => Some((RowId(at as u32), &**bound)),
            _ => None,
        })
        .filter(|(_, bound)| program.symbols.find(&bound.name).is_some())
        .collect();
    let mut found = Vec::new();
    if rows.is_empty() {
        return found;
    }
    let (modules, classes) = (of_modules(program, &rows), of_classes(program, &rows));
    for (row, bound) in rows {
        let bodies = if bound.in_class { &classes } else { &modules };
        let Some(name) = program.symbols.find(&bound.name) else { continue };
        let beside: Vec<Symbol> = bound.beside.iter().filter_map(|name| program.symbols.find(name)).collect();
        for (&body, names) in bodies {
            let Some([(place, value)]) = names.get(&name).map(Vec::as_slice) else { continue };
            let is_known = beside.iter().filter(|other| names.contains_key(other)).count() >= usize::from(bound.least);
            if !is_known || !is_called_so(program, body, bound) || is_changed(program, body, (bound, name), bodies) {
                continue;
            }
            let values = AsWritten { program, id: body };
            let given = Given { positional: vec![*value], ..Given::default() };
            if row_holds(&values, program.apis.row(row), &given, *value) {
                let settings = bound.settings.iter().map(|setting| SettingSite {
                    kind: setting.kind,
                    given: all_hold(&values, &setting.when, &given, *value),
                    is_written: true,
                });
                found.push(UseSite {
                    function: body,
                    value: *place,
                    row,
                    kind: bound.kind,
                    context: bound.context,
                    on: Some(*value),
                    on_constant: None,
                    named: None,
                    name: Some(bound.of.as_ref().unwrap_or(&bound.name).clone()),
                    settings: settings.collect(),
                });
            }
        }
    }
    found.retain(|site| site.settings.is_empty() || site.settings.iter().any(|setting| setting.given == Answer::No));
    found.sort_by_key(|site| (site.function, site.value, site.row));
    found
}

/// Whether another body binds the name as well that is read instead, or over it: that of a class below, or of a module in the
/// same folder which is not for developers.
fn is_changed(program: &Program<'_>, body: FuncId, (bound, name): (&Bound, Symbol), bodies: &Bodies) -> bool {
    let binds = |other: &FuncId| *other != body && bodies.get(other).is_some_and(|names| names.contains_key(&name));
    if let ir::FunctionKind::ClassBody(class) = program.function(body).kind {
        let class = program.class_id(program.module_of(body), class);
        let below = program.subclasses(class).iter();
        return below
            .map(|&class| program.function_id(program.module_of_class(class), program.class(class).body))
            .any(|other| binds(&other));
    }
    let folder = |body: FuncId| {
        let name = program.text(program.module(program.module_of(body)).name);
        name.rsplit_once('.').map(|(folder, _)| folder)
    };
    folder(body).is_some()
        && bodies
            .keys()
            .any(|other| folder(*other) == folder(body) && binds(other) && is_called_so(program, *other, bound))
}

/// The names that rows speak of, and those beside them.
fn wanted(program: &Program<'_>, rows: &[(RowId, &Bound)], in_class: bool) -> Vec<Symbol> {
    let rows = rows.iter().filter(|(_, bound)| bound.in_class == in_class);
    let names = rows.flat_map(|(_, bound)| bound.beside.iter().chain([&bound.name]));
    let mut symbols: Vec<Symbol> = names.filter_map(|name| program.symbols.find(name)).collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols
}

fn of_modules(program: &Program<'_>, rows: &[(RowId, &Bound)]) -> Bodies {
    let wanted = wanted(program, rows, false);
    let mut bodies = Bodies::default();
    for at in 0..program.modules.len() {
        let module = ModuleId(at as u32);
        let body = program.function_id(module, ir::FunctionId(0));
        for &name in &wanted {
            for &place in program.global_definitions(module, name) {
                if let Op::SetGlobal(_, value) = program.function(body).op(place) {
                    bodies.entry(body).or_default().entry(name).or_default().push((place, value));
                }
            }
        }
    }
    bodies
}

fn of_classes(program: &Program<'_>, rows: &[(RowId, &Bound)]) -> Bodies {
    let wanted = wanted(program, rows, true);
    let mut bodies = Bodies::default();
    if wanted.is_empty() {
        return bodies;
    }
    for class in program.classes() {
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        for (at, op) in program.function(body).ops.iter().enumerate() {
            if let Op::Store(_, Elem::Field(name), value) = *op
                && wanted.binary_search(&name).is_ok()
            {
                bodies.entry(body).or_default().entry(name).or_default().push((Value(at as u32), value));
            }
        }
    }
    bodies
}

/// Whether the module or class is called as a row wants it, and not as it does not.
fn is_called_so(program: &Program<'_>, body: FuncId, bound: &Bound) -> bool {
    let module = program.text(program.module(program.module_of(body)).name);
    let name = if bound.in_class { program.text(program.function(body).qualified_name) } else { module };
    let fits = |names: &[knowledge::Pattern], text: &str| names.iter().any(|name| name.is_match(text));
    (bound.called.is_empty() || fits(&bound.called, name))
        && !fits(&bound.not_called, name)
        && !fits(&bound.not_called, module)
}
