//! *pattern*: a constant pattern that takes exponential time for some text, where it is kept: no flow is known to end at it,
//! because it is read under a name that is put together, stands in a table, or the text comes by ways that are not followed.

use engine::{UseSite, table_texts, written_texts};
use ir::{Constant, Elem, Op, Value};
use knowledge::{Case, Effect, Pattern, Rule, StringEffect};
use program::{ClassRef, FuncId, Target, Type};
use rustc_hash::FxHashSet;

use super::words::words;
use super::{Draft, Scene, Seen};
use crate::reading::Reading;

/// How many classes are looked at for one place that reads attributes by name.
const CLASSES: usize = 64;
/// How many attributes of a class are looked at.
const ATTRIBUTES: usize = 256;

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, own_texts: &[Pattern]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut told: FxHashSet<(program::ModuleId, String)> = FxHashSet::default();
    let mut tell = |found: Found<'_>| {
        let module = scene.names.program.module_of(found.function);
        if told.insert((module, found.pattern.clone())) {
            drafts.extend(scene.contained(found.function, || draft(scene, index, (rule, own_texts), &found)).flatten());
        }
    };
    for site in &scene.analysis.uses {
        let Some(case) = rule.case(site.kind, site.context) else { continue };
        let Some(on) = site.on else { continue };
        match site.named {
            Some(name) => by_name(scene, site, case, (on, name), &mut tell),
            None => {
                for pattern in table_texts(scene.names.program, site.function, on) {
                    let (function, value, row) = (site.function, site.value, site.row);
                    tell(Found { case, function, value, row, pattern, name: String::new() });
                }
            }
        }
    }
    // Where a flow is known, the rule that follows flows tells it.
    let flows: FxHashSet<(FuncId, Value)> =
        scene.analysis.flows.iter().map(|flow| (flow.sink.function, flow.sink.value)).collect();
    for site in &scene.analysis.literals {
        let Some(case) = rule.case(site.kind, site.context) else { continue };
        let is_read = matches!(scene.names.program.apis.row(site.row).effect, Effect::Sink { by: Some(_), .. });
        if !is_read || is_bounded(scene, site.function, site.given) || flows.contains(&(site.function, site.value)) {
            continue;
        }
        let (function, value, row, pattern) = (site.function, site.value, site.row, site.text.clone());
        tell(Found { case, function, value, row, pattern, name: String::new() });
    }
    drafts
}

/// Whether a text is written down, or the function asks how long it is.
fn is_bounded(scene: &Scene<'_, '_>, id: FuncId, text: Value) -> bool {
    let program = scene.names.program;
    let function = program.function(id);
    let text = function.original(text);
    let is_length = |node: knowledge::NodeId| {
        let rows = &program.apis.api(node).rows;
        rows.iter()
            .any(|&row| matches!(program.apis.row(row).effect, Effect::Pass { string: StringEffect::Length, .. }))
    };
    matches!(function.op(text), Op::Const(_))
        || program.calls(id).iter().any(|site| {
            let of_length = |target: &Target| matches!(*target, Target::Api(node) if is_length(node));
            site.targets.iter().any(of_length)
                && program.given(id, site.value).arguments().any(|given| function.original(given) == text)
        })
}

/// A pattern, and where it is kept or read.
struct Found<'r> {
    case: &'r Case,
    function: FuncId,
    value: Value,
    row: knowledge::RowId,
    pattern: String,
    /// The attribute that it is.
    name: String,
}

/// The texts of a class that a name may lead to which is put together.
fn by_name<'r>(
    scene: &Scene<'_, '_>,
    site: &UseSite,
    case: &'r Case,
    (on, name): (Value, Value),
    tell: &mut dyn FnMut(Found<'r>),
) {
    let program = scene.names.program;
    let begins = beginning(scene, site.function, name);
    for class in classes(scene, site.function, on) {
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        let function = program.function(body);
        let stored = function.ops.iter().filter_map(|op| match *op {
            Op::Store(_, Elem::Field(name), of) => Some((name, of)),
            _ => None,
        });
        for (name, of) in stored.take(ATTRIBUTES) {
            let name = program.text(name);
            if !name.starts_with(&begins) || matches!(function.op(of), Op::Closure { .. } | Op::Call(..)) {
                continue;
            }
            for pattern in written_texts(program, body, of) {
                let name = name.to_owned();
                let pattern = if is_laid_out(&pattern) { format!("(?x){pattern}") } else { pattern };
                tell(Found { case, function: body, value: of, row: site.row, pattern, name });
            }
        }
    }
}

/// Whether a pattern is written on several lines that are moved in: white space is there for readers, as whoever makes the
/// pattern of the text says by a flag that is not seen here.
fn is_laid_out(pattern: &str) -> bool {
    pattern.lines().skip(1).filter(|line| !line.is_empty()).count() > 1
        && pattern.lines().skip(1).all(|line| line.is_empty() || line.starts_with([' ', '\t']))
}

/// The classes that an object may be of: that, those above and those below.
fn classes(scene: &Scene<'_, '_>, id: FuncId, on: Value) -> Vec<ClassRef> {
    let program = scene.names.program;
    let mut found: Vec<ClassRef> = Vec::new();
    for ty in program.types(id, on).iter() {
        let (Type::Instance(class) | Type::Class(class)) = ty else { continue };
        for &class in program.ancestors(class).iter().chain(program.subclasses(class)).chain([&class]) {
            if found.len() < CLASSES && !found.contains(&class) {
                found.push(class);
            }
        }
    }
    found
}

/// What a name begins with that is put together.
fn beginning(scene: &Scene<'_, '_>, id: FuncId, name: Value) -> String {
    let function = scene.names.program.function(id);
    let first = match function.op(function.original(name)) {
        Op::Binary(ir::BinaryOp::Add, left, _) => Some(left),
        Op::Template(parts) => function.values(parts).first().copied(),
        _ => None,
    };
    let Some(Op::Const(constant)) = first.map(|first| function.op(function.original(first))) else {
        return String::new();
    };
    match scene.names.program.module(scene.names.program.module_of(id)).constants.get(constant) {
        Constant::Str(text) => text.to_string(),
        _ => String::new(),
    }
}

/// The name of a function, a class or a part of the file's path by which whoever runs the program writes the text.
fn own_text(scene: &Scene<'_, '_>, found: &Found<'_>, own_texts: &[Pattern]) -> Option<String> {
    if own_texts.is_empty() {
        return None;
    }
    let names = scene.names;
    let path = &names.files[names.program.module_of(found.function).index()].path;
    let function = names.function(found.function);
    let parts = path.trim_end_matches(".py").split('/').chain(function.split('.'));
    let says = |name: &&str| {
        let spaced = words(name).join(" ");
        own_texts.iter().any(|pattern| pattern.is_match(&spaced))
    };
    parts.into_iter().rev().find(says).map(str::to_owned)
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    (rule, own_texts): (&Rule, &[Pattern]),
    found: &Found<'_>,
) -> Option<Draft> {
    let reading: Reading = scene.readings.exponential(&found.pattern)?;
    let mut slots: Vec<(&'static str, String)> = reading.slots().into();
    slots.push(("name", found.name.clone()));
    let mut assumptions = vec!["others write a text that is read by it".to_owned()];
    assumptions.extend(
        own_text(scene, found, own_texts)
            .map(|name| format!("not only whoever runs the program does, although the name `{name}` says so")),
    );
    let seen =
        Seen { row: Some(found.row), assumptions, ..Seen::of(index, found.case, (found.function, found.value), slots) };
    Some(scene.draft(rule, seen))
}
