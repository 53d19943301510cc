//! What a function surely checks before an operation, or before it returns: a must-analysis over its blocks.
//!
//! A check is an operation of which a model's row says so, a call of a function that surely checks, or a branch that
//! decides about a refusal. It is done on every way to an operation when its block dominates the operation's. What only
//! sounds like a check costs an assumption, or leaves the question open.

use std::cell::RefCell;

use ir::{BlockId, Callee, Constant, Elem, Function, Op, Terminator, Value};
use knowledge::{Effect, NodeId, Pattern};
use program::{FuncId, Program, Target, Type};
use rustc_hash::FxHashMap;

use super::actions::{Actions, sure_calls};
use super::{Check, Found, Question};
use crate::Spot;
use crate::shapes::in_contexts;
use crate::shapes::words::words;

/// How many functions deep a check is looked for.
const DEEPEST: usize = 5;
/// How many functions deep a name that leaves the question open still does.
const DEEPEST_NAMES: usize = 2;
/// How many functions deep a refusal is looked for.
const STOPPING: usize = 2;
/// How many blocks behind a branch still belong to its outcome.
const NEAR: usize = 6;
/// How long a text may be to name something.
const LONGEST_NAME: usize = 60;

/// Something in a function that is a check, or may be one.
pub(super) struct Event {
    pub(super) block: BlockId,
    /// The operation; none for the branch at the block's end.
    pub(super) value: Option<Value>,
    pub(super) found: Found,
}

/// The checks of functions, each asked once.
pub(super) struct Checks<'a, 'k> {
    pub(super) question: &'a Question<'a, 'k>,
    pub(super) actions: Actions<'a>,
    within: RefCell<FxHashMap<FuncId, Found>>,
    around: RefCell<FxHashMap<FuncId, Found>>,
}

impl<'a, 'k> Checks<'a, 'k> {
    pub(super) fn new(question: &'a Question<'a, 'k>) -> Self {
        let (within, around) = (RefCell::default(), RefCell::default());
        Self { question, actions: Actions::default(), within, around }
    }

    pub(super) fn program(&self) -> &'a Program<'k> {
        self.question.scene.names.program
    }

    /// Whether a row says that an API is the check, wherever it stands.
    pub(super) fn is_check(&self, node: NodeId) -> bool {
        let names = self.program().apis;
        names.api(node).rows.iter().any(|&row| {
            let row = names.row(row);
            matches!(row.effect, Effect::Use { kind, .. } if self.question.asked.checks.contains(&kind))
                && row.when.is_empty()
        })
    }

    /// What a name, taken apart into words, says.
    pub(super) fn by_name(&self, name: &str, spot: impl FnOnce() -> Spot, written: &str) -> Found {
        self.by_name_of(name, spot, written, &self.question.asked.perhaps)
    }

    /// What a name says within a function.
    fn by_name_within(&self, name: &str, spot: impl FnOnce() -> Spot, written: &str) -> Found {
        let asked = self.question.asked;
        let perhaps = if asked.asking.is_empty() { &asked.perhaps } else { &asked.asking };
        self.by_name_of(name, spot, written, perhaps)
    }

    fn by_name_of(&self, name: &str, spot: impl FnOnce() -> Spot, written: &str, perhaps: &[Pattern]) -> Found {
        if name.len() > LONGEST_NAME {
            return Found::Not;
        }
        let words = words(name).join(" ");
        if self.question.asked.names.iter().any(|pattern| pattern.is_match(&words)) {
            return Found::Done(Check { spot: spot(), written: written.to_owned(), is_assumed: true });
        }
        if perhaps.iter().any(|pattern| pattern.is_match(&words)) { Found::Perhaps } else { Found::Not }
    }

    /// Whether a name says of what is read that a branch which depends on it may be a check.
    fn decides(&self, name: &str) -> bool {
        let asked = self.question.asked;
        if asked.asking.is_empty() || name.len() > LONGEST_NAME {
            return false;
        }
        let words = words(name).join(" ");
        asked.perhaps.iter().any(|pattern| pattern.is_match(&words))
    }

    /// Whether a refusal asks something else than the check: the names in its condition say so.
    fn is_besides(&self, id: FuncId, condition: Value) -> bool {
        let words = words(&self.question.scene.names.value(id, condition)).join(" ");
        self.question.asked.besides.iter().any(|pattern| pattern.is_match(&words))
    }

    /// The check at an operation of a function.
    pub(super) fn check_at(&self, id: FuncId, value: Value, is_assumed: bool) -> Found {
        let names = self.question.scene.names;
        let written = match self.program().function(id).op(value) {
            Op::Call(..) => names.callee(id, value),
            _ => names.value(id, value),
        };
        Found::Done(Check { spot: names.spot(id, value), written, is_assumed })
    }

    /// What a function surely checks whenever it comes to its end.
    pub(super) fn within(&self, id: FuncId, depth: usize) -> Found {
        if let Some(known) = self.within.borrow().get(&id) {
            return known.clone();
        }
        if depth > DEEPEST {
            return Found::Perhaps;
        }
        // Who calls himself is asked no second time.
        self.within.borrow_mut().insert(id, Found::Not);
        let events = self.events(id, depth);
        let found = self.of_events(id, &events);
        self.within.borrow_mut().insert(id, found.clone());
        found
    }

    /// The same, of some of its checks.
    pub(super) fn of_events(&self, id: FuncId, events: &[Event]) -> Found {
        let function = self.program().function(id);
        let refusing = self.refusing(id);
        let ends: Vec<BlockId> = (0..function.blocks.len() as u32)
            .map(BlockId)
            .filter(|at| matches!(function.blocks[at.index()].terminator, Terminator::Return(_)))
            .filter(|at| !refusing.contains(at))
            .collect();
        let is_sure = |event: &&Event| ends.iter().all(|&end| function.dominates(event.block, end));
        best(events, |event| !ends.is_empty() && is_sure(&event))
    }

    /// Whether the names in something speak of the check.
    pub(super) fn speaks_of_check(&self, written: &str) -> bool {
        let words = words(written).join(" ");
        let asked = self.question.asked;
        asked.names.iter().chain(&asked.perhaps).chain(&asked.asking).any(|pattern| pattern.is_match(&words))
    }

    /// What a decorator of the program's own surely checks before it calls what it decorates: the calls of a captured
    /// function in the functions that are declared in it; or what it is made of.
    pub(super) fn wrapping(&self, id: FuncId, depth: usize) -> Found {
        if let Some(known) = self.around.borrow().get(&id) {
            return known.clone();
        }
        if depth > DEEPEST {
            return Found::Perhaps;
        }
        self.around.borrow_mut().insert(id, Found::Not);
        let program = self.program();
        let module = program.module_of(id);
        let mut found = Found::Not;
        for nested in nested(program, id) {
            let nested = program.function_id(module, nested);
            let function = program.function(nested);
            let events = self.events(nested, depth + 1);
            for (at, op) in function.ops.iter().enumerate() {
                let Op::Call(Callee::Value(callee), _) = *op else { continue };
                let callee = function.original(callee);
                if matches!(function.op(callee), Op::Capture(_) | Op::Shared(..)) {
                    let call = Value(at as u32);
                    found = found.or(|| best(&events, |event| before(function, event, call)));
                }
            }
            found = found.or(|| if events.is_empty() { Found::Not } else { Found::Perhaps });
        }
        found = found.or(|| best(&self.events(id, depth + 1), |_| true));
        self.around.borrow_mut().insert(id, found.clone());
        found
    }

    /// The checks of a function, and what may be one.
    pub(super) fn events(&self, id: FuncId, depth: usize) -> Vec<Event> {
        let function = self.program().function(id);
        let mut events = Vec::new();
        let mut decisive = None;
        for (number, block) in function.blocks.iter().enumerate() {
            let at = BlockId(number as u32);
            for value in block.values() {
                let mut is_decisive = || decisive.get_or_insert_with(|| decisive_values(function))[value.index()];
                let found =
                    self.at_operation(id, value, depth, &mut is_decisive).or(|| match self.name_of_read(id, value) {
                        Some(name) if self.decides(&name) && is_decisive() => Found::Perhaps,
                        _ => Found::Not,
                    });
                if !found.is_not() {
                    events.push(Event { block: at, value: Some(value), found });
                }
            }
        }
        for at in self.refusing(id) {
            if let Some((branch, condition)) = deciding(function, at)
                && !self.is_besides(id, condition)
            {
                let found = self.check_at(id, condition, false);
                events.push(Event { block: branch, value: None, found });
            }
        }
        events
    }

    fn at_operation(&self, id: FuncId, value: Value, depth: usize, is_decisive: &mut dyn FnMut() -> bool) -> Found {
        let program = self.program();
        let function = program.function(id);
        match function.op(value) {
            Op::Call(..) => self.at_call(id, value, depth, is_decisive),
            Op::Load(_, Elem::Field(name)) | Op::Global(name) => {
                if program.reads(id, value).any(|node| self.is_check(node)) {
                    return self.check_at(id, value, false);
                }
                // A class's name says what it is, and not who asks.
                let text = program.text(name);
                if text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase) {
                    return Found::Not;
                }
                self.read(id, value, program.text(name))
            }
            Op::Const(constant) => match program.module(program.module_of(id)).constants.get(constant) {
                // A key or the name of a header.
                Constant::Str(text) if !text.contains(char::is_whitespace) => {
                    match self.by_name_within(text, || self.question.scene.names.spot(id, value), text) {
                        Found::Not => Found::Not,
                        _ => Found::Perhaps,
                    }
                }
                _ => Found::Not,
            },
            _ => Found::Not,
        }
    }

    fn at_call(&self, id: FuncId, value: Value, depth: usize, is_decisive: &mut dyn FnMut() -> bool) -> Found {
        let program = self.program();
        let targets = program.call(id, value).map_or(&[][..], |call| call.targets.as_slice());
        let mut found = Found::Not;
        let mut all_check = !targets.is_empty();
        for target in targets {
            let of_target = match target {
                Target::Api(node) if self.is_check(*node) => self.check_at(id, value, false),
                Target::Api(_) => {
                    // Its rows hold under conditions.
                    let uses = self.question.uses.get(&id).into_iter().flatten();
                    let mut here = uses.filter(|site| site.value == value);
                    let is_meant = here.any(|site| self.question.asked.checks.contains(&site.kind));
                    if is_meant { self.check_at(id, value, false) } else { Found::Not }
                }
                _ => match target.function().map(|function| (function, self.within(function, depth + 1))) {
                    Some((_, Found::Done(check))) => self.check_at(id, value, check.is_assumed),
                    // Who asks and neither answers nor refuses does not check.
                    Some((_, Found::Perhaps)) if depth >= DEEPEST_NAMES => Found::Not,
                    Some((function, Found::Perhaps)) if !is_decisive() && !self.may_stop(function, 0) => Found::Not,
                    Some((_, other)) => other,
                    None => Found::Not,
                },
            };
            all_check &= matches!(of_target, Found::Done(_));
            found = found.or(|| of_target);
        }
        if all_check {
            return found;
        }
        if !found.is_not() {
            found = Found::Perhaps;
        }
        if targets.iter().any(|target| matches!(target, Target::Api(_))) {
            return found;
        }
        found.or(|| self.called(id, value))
    }

    /// The name of what is read or called for its answer, with that of what it is read from; a key.
    fn name_of_read(&self, id: FuncId, value: Value) -> Option<String> {
        match self.program().function(id).op(value) {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) => {
                let name = self.program().text(name);
                let is_class = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
                (!is_class).then(|| self.with_owner(id, value, name))
            }
            Op::Const(constant) => match self.program().module(self.program().module_of(id)).constants.get(constant) {
                Constant::Str(text) if !text.contains(char::is_whitespace) => Some(text.to_string()),
                _ => None,
            },
            Op::Call(..) => {
                let written = self.question.scene.names.callee(id, value);
                Some(written.rsplit('.').next().unwrap_or(&written).to_owned())
            }
            _ => None,
        }
    }

    /// A name with that of what it is read from.
    fn with_owner(&self, id: FuncId, value: Value, name: &str) -> String {
        let names = self.question.scene.names;
        let function = self.program().function(id);
        let from = match function.op(value) {
            Op::Load(base, _) => match function.op(function.original(base)) {
                Op::Load(_, Elem::Field(name)) | Op::Global(name) => Some(self.program().text(name)),
                _ => names.variable(id, base),
            },
            _ => None,
        };
        from.map_or_else(|| name.to_owned(), |from| format!("{from}.{name}"))
    }

    /// What the name of what is read says, with that of what it is read from.
    fn read(&self, id: FuncId, value: Value, name: &str) -> Found {
        let whole = self.with_owner(id, value, name);
        self.by_name_within(&whole, || self.question.scene.names.spot(id, value), &whole)
    }

    /// What the name of what is called says, with that of what it is called on.
    fn called(&self, id: FuncId, value: Value) -> Found {
        let names = self.question.scene.names;
        let written = names.callee(id, value);
        let mut parts = written.rsplitn(3, '.');
        let name = match (parts.next(), parts.next()) {
            (Some(name), Some(on)) if on.chars().all(|letter| letter.is_alphanumeric() || letter == '_') => {
                format!("{on}.{name}")
            }
            (Some(name), _) => name.to_owned(),
            _ => return Found::Not,
        };
        self.by_name_within(&name, || names.spot(id, value), &written)
    }

    /// Whether a function, or what it surely calls, may end otherwise than by giving something back.
    fn may_stop(&self, id: FuncId, depth: usize) -> bool {
        let function = self.program().function(id);
        let raises = function.blocks.iter().any(|block| matches!(block.terminator, Terminator::Raise(_)));
        raises
            || !self.refusing(id).is_empty()
            || depth < STOPPING && sure_calls(self.program(), id).any(|(_, callee)| self.may_stop(callee, depth + 1))
    }

    /// The blocks in which a function refuses.
    pub(super) fn refusing(&self, id: FuncId) -> Vec<BlockId> {
        let Some(refuses) = self.question.asked.refuses else { return Vec::new() };
        let program = self.program();
        let function = program.function(id);
        let contexts = &self.question.asked.refuses_contexts;
        let sites = self.question.uses.get(&id).into_iter().flatten();
        let sites = sites.filter(|site| site.kind == refuses && in_contexts(contexts, site.context));
        let mut blocks: Vec<BlockId> = sites.filter_map(|site| function.block_of(site.value)).collect();
        let is_refusal = |node: NodeId| {
            program.apis.api(node).rows.iter().any(|&row| {
                let row = program.apis.row(row);
                matches!(row.effect, Effect::Use { kind, context, .. } if kind == refuses && in_contexts(contexts, context))
                    && row.when.is_empty()
            })
        };
        for (at, block) in function.blocks.iter().enumerate() {
            // A class that is raised as it is.
            if let Terminator::Raise(Some(value)) = block.terminator
                && program.types(id, value).iter().any(|ty| match ty {
                    Type::Api(node) | Type::ApiInstance(node) => is_refusal(node),
                    Type::Class(class) | Type::Instance(class) => {
                        program.modelled_ancestors(class).iter().any(|node| is_refusal(*node))
                    }
                    _ => false,
                })
            {
                blocks.push(BlockId(at as u32));
            }
        }
        blocks.sort_unstable();
        blocks.dedup();
        blocks
    }
}

/// The surest of what is found; what is not surely done may be done.
pub(super) fn best(events: &[Event], is_sure: impl Fn(&Event) -> bool) -> Found {
    events
        .iter()
        .fold(Found::Not, |found, event| found.or(|| if is_sure(event) { event.found.clone() } else { Found::Perhaps }))
}

/// Whether an event has surely come when an operation is reached.
pub(super) fn before(function: &Function, event: &Event, value: Value) -> bool {
    let Some(block) = function.block_of(value) else { return false };
    match event.value {
        Some(check) if event.block == block => check < value,
        None if event.block == block => false,
        _ => function.dominates(event.block, block),
    }
}

/// The branch that decides whether a block is reached, and what it tests.
pub(super) fn deciding(function: &Function, block: BlockId) -> Option<(BlockId, Value)> {
    let mut at = block;
    for _ in 0..NEAR {
        let [before] = function.blocks[at.index()].predecessors[..] else { return deciding_of_many(function, at) };
        if let Terminator::Branch { condition, .. } = function.blocks[before.index()].terminator {
            return Some((before, condition));
        }
        at = before;
    }
    None
}

/// The values on which branches of a function depend, those of loops apart.
fn decisive_values(function: &Function) -> Vec<bool> {
    let mut decisive = vec![false; function.ops.len()];
    let mut stack: Vec<Value> = Vec::new();
    for block in &function.blocks {
        if let Terminator::Branch { condition, .. } = block.terminator {
            stack.push(condition);
        }
    }
    while let Some(value) = stack.pop() {
        let op = function.op(value);
        if matches!(op, Op::HasNext(_)) || std::mem::replace(&mut decisive[value.index()], true) {
            continue;
        }
        op.for_each_operand(&function.pools, |operand| stack.push(operand));
    }
    decisive
}

/// Where several tests lead to the same block (`a or b`), the first of them: the one that dominates it.
fn deciding_of_many(function: &Function, block: BlockId) -> Option<(BlockId, Value)> {
    let tests = function.blocks[block.index()].predecessors.iter().filter_map(|&before| {
        match function.blocks[before.index()].terminator {
            Terminator::Branch { condition, .. } => Some((before, condition)),
            _ => None,
        }
    });
    let mut tests: Vec<(BlockId, Value)> = tests.collect();
    tests.sort_unstable();
    tests.into_iter().find(|(test, _)| function.dominates(*test, block))
}

/// The functions that are declared in a function, at whatever depth.
fn nested(program: &Program<'_>, id: FuncId) -> Vec<ir::FunctionId> {
    let functions = &program.module(program.module_of(id)).functions;
    let base = program.function_id(program.module_of(id), ir::FunctionId(0));
    let own = ir::FunctionId((id.index() - base.index()) as u32);
    let mut nested: Vec<ir::FunctionId> = vec![own];
    // What is declared in a function has a greater number.
    for (at, function) in functions.iter().enumerate().skip(own.0 as usize + 1) {
        if function.parent.is_some_and(|parent| nested.contains(&parent)) {
            nested.push(ir::FunctionId(at as u32));
        }
    }
    nested.split_off(1)
}
