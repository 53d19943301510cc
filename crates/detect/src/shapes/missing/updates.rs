//! Values that are read, changed and written back in the course of a request, while another request may do the same: of two
//! changes one is lost.
//!
//! Takes the uses of the cases, by which something is written: an object of which an attribute was computed from itself, or
//! what stands under a key and was computed from what was read under it. Nothing in the function holds a lock, and entry
//! points lead to it.

use std::cell::OnceCell;

use engine::UseSite;
use ir::{BinaryOp, Callee, Elem, Function, Op, Symbol, Value};
use knowledge::Updates;
use program::{FuncId, Program, Target, Type};
use rustc_hash::FxHashSet;

use super::actions::sure_calls;
use super::checks::Checks;
use super::units::Unit;
use crate::Step;
use crate::assumptions::named;
use crate::shapes::same::Same;
use crate::shapes::words::words;
use crate::shapes::{Draft, Seen};

/// How many calls lie between an entry point and the function that writes.
const DEEPEST: usize = 3;
/// How many operands of operands a written value is looked through.
const PARTS: usize = 32;

/// A value that is written back.
struct Update {
    /// The operation that tells it.
    at: Value,
    /// The operation that reads.
    read: Value,
    /// The attribute or the key, as it is called.
    name: String,
}

pub(super) fn find(checks: &Checks<'_, '_>, index: usize, units: &[Unit], asked: &Updates) -> Vec<Draft> {
    let question = checks.question;
    let program = checks.program();
    let reached: OnceCell<FxHashSet<FuncId>> = OnceCell::new();
    let mut drafts = Vec::new();
    for id in program.functions() {
        let Some(sites) = question.uses.get(&id) else { continue };
        let told = || {
            let mut told: Vec<Draft> = Vec::new();
            for site in sites.iter().filter(|site| question.rule.case(site.kind, site.context).is_some()) {
                let updates = updates(checks, id, site, asked);
                if updates.is_empty()
                    || !reached.get_or_init(|| from(program, units)).contains(&id)
                    || !checks.events(id, 1).is_empty()
                {
                    continue;
                }
                told.extend(updates.iter().filter_map(|update| tell(checks, index, site, update, asked)));
            }
            told
        };
        drafts.extend(question.scene.contained(id, told).unwrap_or_default());
    }
    drafts
}

/// The functions to which entry points surely lead.
fn from(program: &Program<'_>, units: &[Unit]) -> FxHashSet<FuncId> {
    let mut reached: FxHashSet<FuncId> = units.iter().map(|unit| unit.function).collect();
    let mut last: Vec<FuncId> = units.iter().map(|unit| unit.function).collect();
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for &id in &last {
            next.extend(sure_calls(program, id).map(|(_, callee)| callee).filter(|&callee| reached.insert(callee)));
        }
        last = next;
    }
    reached
}

fn updates(checks: &Checks<'_, '_>, id: FuncId, site: &UseSite, asked: &Updates) -> Vec<Update> {
    let program = checks.program();
    let function = program.function(id);
    if site.named.is_some() {
        return by_key(checks, id, site, asked).into_iter().collect();
    }
    let mut found = Vec::new();
    for (at, op) in function.ops.iter().enumerate() {
        let Op::Store(base, Elem::Field(name), of) = *op else { continue };
        let base = function.original(base);
        let is_written = if site.kind == asked.found {
            // What a library has found, and something is then called of that writes it.
            base == site.value && writes_itself(program, function, at, base, asked)
        } else {
            at < site.value.index() && is_shared(program, id, base) && writes(program, id, site, base)
        };
        if !is_written {
            continue;
        }
        if let Some(read) = computed_from(function, of, |value| is_field(function, value, base, name)) {
            found.push(Update { at: Value(at as u32), read, name: program.text(name).to_owned() });
        }
    }
    found
}

/// What stands under a key and is computed from what was read under it.
fn by_key(checks: &Checks<'_, '_>, id: FuncId, site: &UseSite, asked: &Updates) -> Option<Update> {
    let program = checks.program();
    let function = program.function(id);
    let (key, value) = (site.on?, site.named?);
    let sites = checks.question.uses.get(&id)?;
    let mut reads = sites.iter().filter(|read| read.kind == asked.read && read.value < site.value);
    reads.find_map(|read| {
        let is_same_constant = read.on_constant.is_some() && read.on_constant == site.on_constant;
        let is_same =
            || Same { program, function: id, from: read.value, to: site.value }.holds(read.on?, key).then_some(());
        if !is_same_constant {
            is_same()?;
        }
        computed_from(function, value, |value| value == read.value)?;
        let name = match &site.on_constant {
            Some(ir::Constant::Str(text)) => text.to_string(),
            _ => checks.question.scene.names.argument(id, site.value, key),
        };
        Some(Update { at: site.value, read: read.value, name })
    })
}

/// Whether an object is one that other requests have as well: it was found, or handed over, and not made here.
fn is_shared(program: &Program<'_>, id: FuncId, base: Value) -> bool {
    let function = program.function(id);
    match function.op(base) {
        Op::Param(_) | Op::Next(_) | Op::Load(..) => true,
        Op::Call(..) => {
            let makes = |target: &Target| matches!(target, Target::Construct { .. });
            program.call(id, base).is_none_or(|call| !call.targets.iter().any(makes))
        }
        _ => false,
    }
}

/// Whether a call writes an object: it is a method of it, or is given it, or writes all there are.
fn writes(program: &Program<'_>, id: FuncId, site: &UseSite, base: Value) -> bool {
    let function = program.function(id);
    let Op::Call(Callee::Method(receiver, _), args) = function.op(site.value) else { return false };
    let receiver = function.original(receiver);
    let args = function.pools.args(args);
    let is_own = |ty: Type| matches!(ty, Type::Instance(_));
    receiver == base
        || args.iter().any(|arg| function.original(arg.value) == base)
        || args.is_empty() && !program.types(id, receiver).iter().any(is_own)
}

/// Whether a method of an object is called after an operation, of a name by which objects are written.
fn writes_itself(program: &Program<'_>, function: &Function, after: usize, base: Value, asked: &Updates) -> bool {
    function.ops[after..].iter().any(|op| match *op {
        Op::Call(Callee::Method(receiver, name), _) if function.original(receiver) == base => {
            let spaced = words(program.text(name)).join(" ");
            asked.written_by.iter().any(|pattern| pattern.is_match(&spaced))
        }
        _ => false,
    })
}

fn is_field(function: &Function, value: Value, base: Value, name: Symbol) -> bool {
    matches!(function.op(value), Op::Load(of, Elem::Field(field)) if field == name && function.original(of) == base)
}

/// The operation that reads what a value is computed from by counting.
fn computed_from(function: &Function, value: Value, reads: impl Fn(Value) -> bool) -> Option<Value> {
    let mut stack = vec![(function.original(value), false)];
    let mut seen = 0;
    while let Some((at, is_computed)) = stack.pop() {
        seen += 1;
        if seen > PARTS {
            return None;
        }
        if is_computed && reads(at) {
            return Some(at);
        }
        let op = function.op(at);
        let counts = matches!(op, Op::Binary(BinaryOp::Add | BinaryOp::Sub, ..));
        match op {
            Op::Binary(..) | Op::Call(..) | Op::Phi(_) | Op::Unary(..) if !reads(at) => {
                op.for_each_operand(&function.pools, |operand| {
                    if operand < at {
                        stack.push((function.original(operand), is_computed || counts));
                    }
                });
            }
            _ => {}
        }
    }
    None
}

fn tell(checks: &Checks<'_, '_>, index: usize, site: &UseSite, update: &Update, asked: &Updates) -> Option<Draft> {
    let question = checks.question;
    let names = question.scene.names;
    let id = site.function;
    let case = question.rule.case(site.kind, site.context)?;
    let spaced = words(&update.name).join(" ");
    let mut assumptions = vec![named(&update.name)];
    if !asked.counts.iter().any(|pattern| pattern.is_match(&spaced)) {
        assumptions = vec![
            "two requests come at the same time".to_owned(),
            format!("somebody gains by it when a change of `{}` is lost", update.name),
        ];
    }
    let mut steps = vec![
        Step { spot: names.spot(id, update.read), note: format!("`{}` is read", update.name) },
        Step { spot: names.spot(id, update.at), note: format!("`{}` is computed from that", update.name) },
    ];
    if site.kind != asked.found {
        let note = format!("`{}` writes it", names.callee(id, site.value));
        steps.push(Step { spot: names.spot(id, site.value), note });
    }
    let slots = vec![
        ("argument", names.value(id, update.at)),
        ("entry", String::new()),
        ("name", update.name.clone()),
        ("value", names.value(id, update.at)),
        ("siblings", String::new()),
        ("action", format!("calls `{}`", names.callee(id, site.value))),
    ];
    let seen = Seen { steps, assumptions, ..Seen::at(index, case, site, slots) };
    let mut draft = question.scene.draft(question.rule, Seen { value: update.at, ..seen });
    draft.finding.spot = names.spot(id, update.at);
    Some(draft)
}
