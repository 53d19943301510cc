//! Functions as one call runs them: with the constants and the functions that this call hands over.
//!
//! What a function does may depend on what it is given: a flag decides a branch, a key an element, a function which code
//! runs. Takes a call; gives a summary that holds for what this call hands over, made by interpreting the callee anew, or
//! the summary that holds for all.

use std::rc::Rc;
use std::sync::Arc;

use ir::{Callee, Constant, Elem, Function, FunctionKind, Op, Symbol, Terminator, Value};
use program::{FuncId, Program, Target, Type};
use rustc_hash::FxHashSet;

use crate::fact::Fact;
use crate::interpret::calls::Calling;
use crate::interpret::calls::exact::{Exact, input_of, place_of};
use crate::interpret::{Interpreter, Literal, interpret_as};
use crate::limits::{SPECIALS, TEXT_ASKED};
use crate::origin::Origin;
use crate::summary::{AskedType, Summary};
use program::Values;

/// What one call hands over, by parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct HandedOver {
    /// Constants.
    pub(crate) constants: Vec<(u16, Constant)>,
    /// Functions, and objects of which the very class is known.
    pub(in crate::interpret) exact: Vec<(AskedType, Exact)>,
    /// The parameters that are collections of constants.
    pub(crate) collections: Vec<u16>,
    /// How many functions were interpreted for single calls on the way here.
    pub(crate) depth: usize,
}

impl HandedOver {
    fn is_empty(&self) -> bool {
        self.constants.is_empty() && self.exact.is_empty() && self.collections.is_empty()
    }

    /// Whether a parameter is a collection of constants.
    pub(crate) fn is_of_constants(&self, param: u32) -> bool {
        self.collections.iter().any(|at| u32::from(*at) == param)
    }

    /// The constant that a parameter is.
    pub(crate) fn constant(&self, param: u32) -> Option<&Constant> {
        self.constants.iter().find(|(at, _)| u32::from(*at) == param).map(|(_, constant)| constant)
    }

    /// What an input, or an attribute of one, is.
    pub(in crate::interpret) fn exact(&self, input: u16, field: Option<Symbol>) -> Option<&Exact> {
        let found = self.exact.iter().find(|(asked, _)| asked.input == input && asked.field == field);
        found.map(|(_, exact)| exact)
    }
}

/// A function as single calls run it.
pub(in crate::interpret) struct Special {
    function: FuncId,
    given: HandedOver,
    /// How many steps it takes to interpret it.
    cost: usize,
    summary: Arc<Summary>,
}

/// How many operations are looked at on the way from a decision back to the parameters.
const SLICE: usize = 24;

/// The parameters whose constants decide something in a function: a branch, the element that is meant, what a callee
/// asks for, or the result.
pub(in crate::interpret) fn asked_constants(
    program: &Program<'_>,
    id: FuncId,
    of_callee: impl Fn(FuncId) -> Vec<u16>,
) -> Vec<u16> {
    let function = program.function(id);
    if function.params.is_empty() {
        return Vec::new();
    }
    let keeps = program.symbols.find(program.language().unseen.store_attribute);
    let mut deciding: Vec<Value> = Vec::new();
    for block in &function.blocks {
        match block.terminator {
            Terminator::Branch { condition, .. } => deciding.push(condition),
            Terminator::Return(value) if is_calculated(function, value) => deciding.push(value),
            _ => {}
        }
    }
    for (index, op) in function.ops.iter().enumerate() {
        match *op {
            Op::Load(_, Elem::Item(key)) | Op::Store(_, Elem::Item(key), _) => deciding.push(key),
            Op::Call(callee, args) => {
                if let (Callee::Super(_, name) | Callee::Method(_, name), Some(keeps)) = (callee, keeps)
                    && name == keeps
                {
                    deciding.extend(function.pools.args(args).iter().map(|arg| arg.value));
                }
                let site = program.call(id, Value(index as u32));
                for target in site.map(|site| site.targets.as_slice()).unwrap_or_default() {
                    let Target::Function { function: callee, bound } = *target else { continue };
                    let asked = of_callee(callee);
                    let positions = function.pools.args(args).iter().enumerate();
                    deciding.extend(
                        positions
                            .filter(|(at, _)| asked.contains(&((at + usize::from(bound)) as u16)))
                            .map(|(_, arg)| arg.value),
                    );
                }
            }
            _ => {}
        }
    }
    let mut asked = FxHashSet::default();
    for value in deciding {
        asked.extend(params_behind(function, value));
    }
    let mut asked: Vec<u16> = asked.into_iter().collect();
    asked.sort_unstable();
    asked
}

/// Whether every result of a function is calculated of its parameters and constants alone.
pub(in crate::interpret) fn is_calculation(function: &Function) -> bool {
    function.blocks.iter().all(|block| match block.terminator {
        Terminator::Return(value) => is_calculated(function, value),
        _ => true,
    })
}

/// Whether a value is calculated of parameters and constants alone.
fn is_calculated(function: &Function, value: Value) -> bool {
    let mut pending = vec![value];
    for _ in 0..SLICE {
        let Some(value) = pending.pop() else { return true };
        match function.op(value) {
            Op::Const(_) | Op::Param(_) => {}
            Op::Copy(of) | Op::Unary(_, of) | Op::Load(of, Elem::Item(_)) => pending.push(of),
            Op::Binary(_, left, right) | Op::Compare(_, left, right) => pending.extend([left, right]),
            Op::Template(list) | Op::Phi(list) => pending.extend(function.values(list)),
            _ => return false,
        }
    }
    false
}

/// The parameters of which a value is made.
fn params_behind(function: &Function, value: Value) -> Vec<u16> {
    let mut params = Vec::new();
    let mut pending = vec![value];
    for _ in 0..SLICE {
        let Some(value) = pending.pop() else { break };
        match function.op(value) {
            Op::Param(param) => params.push(param as u16),
            Op::Copy(of) | Op::Unary(_, of) => pending.push(of),
            Op::Binary(_, left, right) | Op::Compare(_, left, right) => pending.extend([left, right]),
            Op::Template(list) | Op::Phi(list) => pending.extend(function.values(list)),
            Op::Load(of, Elem::Item(key)) => pending.extend([of, key]),
            Op::Load(of, Elem::Range(from, to)) => pending.extend([of, from, to]),
            Op::Call(Callee::Method(receiver, _), _) => pending.push(receiver),
            _ => {}
        }
    }
    params
}

/// The parameters that a function asks whether something is one of their elements, and that it only reads.
pub(in crate::interpret) fn asked_collections(program: &Program<'_>, id: FuncId) -> Vec<u16> {
    let function = program.function(id);
    let mut asked = Vec::new();
    for op in &function.ops {
        if let Op::Compare(ir::CompareOp::In | ir::CompareOp::NotIn, _, of) = *op
            && let Op::Param(param) = function.op(function.original(of))
            && !asked.contains(&(param as u16))
            && crate::changes::only_reads(program, id, param as usize)
        {
            asked.push(param as u16);
        }
    }
    asked.sort_unstable();
    asked
}

/// The inputs that a function calls, itself or by whom it hands them to, or of which it calls a method that subclasses
/// override.
pub(in crate::interpret) fn asked_types(
    program: &Program<'_>,
    id: FuncId,
    of_callee: impl Fn(FuncId, u16) -> bool,
) -> Vec<AskedType> {
    let function = program.function(id);
    if function.params.is_empty() && function.captures.is_empty() {
        return Vec::new();
    }
    let mut asked = Vec::new();
    let called =
        |value: Value| place_of(function, value).map(|(input, field)| AskedType { input, field, is_called: true });
    for (index, op) in function.ops.iter().enumerate() {
        let Op::Call(callee, args) = *op else { continue };
        let call = Value(index as u32);
        match callee {
            Callee::Value(of) => asked.extend(called(of)),
            Callee::Method(of, name) => {
                let site = program.call(id, call);
                let is_open = site.is_some_and(|site| site.targets.len() != 1 && !site.is_cut);
                if let (true, Some(input)) = (is_open, input_of(function, of)) {
                    let is_method =
                        |ty: Type| matches!(ty, Type::Instance(class) if program.method(class, name).is_some());
                    let types = program.types(id, of);
                    if site.is_some_and(|site| site.targets.len() > 1) && !is_only_kept(types, &is_method) {
                        asked.push(AskedType { input, field: None, is_called: false });
                    } else if is_only_kept(types, &is_method) {
                        asked.push(AskedType { input, field: Some(name), is_called: true });
                    }
                }
            }
            Callee::Super(of, _) => {
                let site = program.call(id, call);
                let is_open = site.is_some_and(|site| site.targets.len() > 1 && !site.is_cut);
                if let (true, Some(input)) = (is_open, input_of(function, of)) {
                    asked.push(AskedType { input, field: None, is_called: false });
                }
            }
        }
        let args = function.pools.args(args);
        if !args.iter().any(|arg| input_of(function, arg.value).is_some()) {
            continue;
        }
        let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
        for target in targets {
            match *target {
                Target::Function { function: callee, bound } => {
                    let is_asked = |at: usize| of_callee(callee, (at + usize::from(bound)) as u16);
                    let handed = args.iter().enumerate().filter(|(at, _)| is_asked(*at));
                    asked.extend(handed.filter_map(|(_, arg)| called(arg.value)));
                }
                Target::Api(node) => {
                    asked.extend(program.callback_values(id, call, node).into_iter().filter_map(called));
                }
                Target::Construct { .. } | Target::Template { .. } => {}
            }
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// Whether instances hold what is called in an attribute, and have no such method.
fn is_only_kept(types: program::TypeSet, is_method: &dyn Fn(Type) -> bool) -> bool {
    types.iter().any(|ty| matches!(ty, Type::Instance(_))) && !types.iter().any(is_method)
}

impl<'a> Interpreter<'a, '_> {
    /// The summary of a callee for one call.
    pub(in crate::interpret) fn summary_for(
        &mut self,
        calling: &Calling<'a>,
        function: FuncId,
        receiver: Option<Value>,
        bound: bool,
    ) -> Option<Arc<Summary>> {
        let summary = self.summary(function)?;
        if !self.is_worth(calling, &summary, receiver) {
            return Some(summary);
        }
        let given = self.handed_over(calling, function, &summary, receiver, bound);
        // A recursive group is interpreted again and again: what its calls hand over is not looked at.
        if given.is_empty() || !self.known.group.is_empty() || self.handed.depth >= self.cx.special_depth {
            return Some(summary);
        }
        if let Some(known) = self.specials.iter().find(|known| known.function == function && known.given == given) {
            return Some(known.summary.clone());
        }
        let cost = summary.cost;
        let used: usize = self.specials.iter().map(|known| known.cost).sum();
        if used + cost > SPECIALS >> (2 * self.handed.depth) {
            return Some(summary);
        }
        let special = self.known.specials.summary(function, &given, || {
            let mut special = interpret_as(self.cx, self.known, function, &given).summary;
            special.cost = cost;
            special.asked_constants.clone_from(&summary.asked_constants);
            special.asked_types.clone_from(&summary.asked_types);
            special.asked_collections.clone_from(&summary.asked_collections);
            special
        });
        self.specials.push(Special { function, given, cost, summary: special.clone() });
        Some(special)
    }

    /// Whether it may matter what the call hands over: data of others goes in or comes out, or a constant may come out.
    fn is_worth(&self, calling: &Calling<'a>, summary: &Summary, receiver: Option<Value>) -> bool {
        if summary.asks_nothing() {
            return false;
        }
        let is_source = |origin: &Origin| matches!(origin, Origin::Source(_));
        let stored = summary.stores.iter().map(|(_, row)| row);
        if summary.returns.iter().chain(stored).any(|row| is_source(&row.origin)) {
            return true;
        }
        let given: Vec<Value> = calling.given.arguments().chain(receiver).collect();
        let holds = |value: &Value, wanted: &dyn Fn(&Fact) -> bool| self.facts(*value).iter().any(wanted);
        if !summary.sinks.is_empty() && given.iter().any(|value| holds(value, &|_| true)) {
            return true;
        }
        // Within a function that is interpreted for one call, data of the caller counts as much.
        let is_handed_on = self.handed.depth > 0;
        if given.iter().any(|value| holds(value, &|fact| is_handed_on || is_source(&fact.origin))) {
            return true;
        }
        let is_constant = |value: &Value| self.constant(*value).is_some();
        summary.is_calculated && summary.constant.is_none() && given.iter().all(is_constant)
    }

    fn handed_over(
        &self,
        calling: &Calling<'a>,
        function: FuncId,
        summary: &Summary,
        receiver: Option<Value>,
        bound: bool,
    ) -> HandedOver {
        let mut given = HandedOver { depth: self.handed.depth + 1, ..HandedOver::default() };
        if summary.asks_nothing() {
            return given;
        }
        let program = self.cx.program;
        let params = &program.function(function).params;
        let argument = |param: u16| -> Option<Value> {
            if bound && param == 0 {
                return receiver;
            }
            let data = params.get(param as usize)?;
            if matches!(data.kind, ir::ParamKind::Rest | ir::ParamKind::RestNamed) {
                return None;
            }
            let position = param.checked_sub(u16::from(bound)).and_then(|at| u8::try_from(at).ok());
            calling.given.argument(program, position, Some(program.text(data.name)))
        };
        let is_spread = !calling.given.spread.is_empty() || !calling.given.spread_named.is_empty();
        for &param in &summary.asked_constants {
            let constant = match argument(param) {
                _ if param == 1 && calling.attribute.is_some() => {
                    calling.attribute.map(|name| Constant::Str(program.text(name).into()))
                }
                Some(value) => self.constant(value).cloned(),
                None if is_spread => None,
                None => default_constant(program, function, param),
            };
            let is_short = |constant: &Constant| !matches!(constant, Constant::Str(text) if text.len() > TEXT_ASKED);
            given.constants.extend(constant.filter(is_short).map(|constant| (param, constant)));
        }
        let exact = self.exact_captures(calling, &summary.asked_types);
        for &asked in &summary.asked_types {
            let known = match usize::from(asked.input).checked_sub(params.len()) {
                Some(capture) => {
                    let captured = exact.iter().find(|(at, _)| usize::from(*at) == capture && asked.field.is_none());
                    captured.map(|(_, exact)| exact.clone())
                }
                None => argument(asked.input).and_then(|value| self.exact_asked(value, asked)),
            };
            given.exact.extend(known.map(|known| (asked, known)));
        }
        let holds = |param: &&u16| argument(**param).is_some_and(|value| self.holds_only_constants(value));
        given.collections = summary.asked_collections.iter().filter(holds).copied().collect();
        given
    }

    /// What the closure that is called has captured, when that is asked for.
    fn exact_captures(&self, calling: &Calling<'a>, asked: &[AskedType]) -> Vec<(u16, Exact)> {
        if let Some(exact) = &calling.exact {
            return exact.captures.clone();
        }
        match calling.function_value {
            Some(value) if !asked.is_empty() => self.exact(value).map(|exact| exact.captures).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Whether a function was handed over for the input that a value is.
    pub(in crate::interpret) fn is_handed_function(&self, value: Value) -> bool {
        !self.handed.exact.is_empty()
            && input_of(self.function, value)
                .and_then(|input| self.handed.exact(input, None))
                .is_some_and(|exact| matches!(exact.ty, Type::Function(_) | Type::Bound(_) | Type::Api(_)))
    }

    /// The constant that was handed over for a parameter.
    pub(in crate::interpret) fn handed_constant(&self, param: u32) -> Option<Literal<'a>> {
        self.handed.constant(param).map(|constant| Literal::Folded(Rc::new(constant.clone())))
    }

    /// The targets of a call of a method of something that was handed over: those of the class that it is of.
    pub(in crate::interpret) fn handed_targets(&self, callee: Callee, targets: &[Target]) -> Option<Vec<Target>> {
        if self.handed.exact.is_empty() {
            return None;
        }
        let program = self.cx.program;
        let (of, name, after) = match callee {
            Callee::Value(_) => return None,
            Callee::Method(of, name) => (of, name, None),
            Callee::Super(of, name) => {
                let FunctionKind::Method(class) = self.function.kind else { return None };
                (of, name, Some(program.class_id(self.module, class)))
            }
        };
        let (Type::Instance(class) | Type::Class(class)) = self.handed.exact(input_of(self.function, of)?, None)?.ty
        else {
            return None;
        };
        let meant = match after {
            Some(after) => program.next_method(class, after, name)?,
            None => program.method(class, name).map(|(owner, method)| program.method_function(owner, method))?,
        };
        let meant: Vec<Target> = targets.iter().filter(|target| target.function() == Some(meant)).copied().collect();
        (!meant.is_empty()).then_some(meant)
    }
}

/// The constant that a parameter is when it is not given.
pub(crate) fn default_constant(program: &Program<'_>, function: FuncId, param: u16) -> Option<Constant> {
    let (around, default) = program.default_of(function, u32::from(param))?;
    match program.function(around).op(default) {
        Op::Const(id) => Some(program.module(program.module_of(around)).constants.get(id).clone()),
        _ => None,
    }
}
