//! *carried*: what answers is asked for another address, and the address that the answer names is sent what the first
//! request carried to prove who asks, whatever host it is at.
//!
//! Takes the functions of modules in which the name of such an entry of an answer is written down; gives the requests that
//! follow it with what is carried along, where nothing that is seen asks for the host or takes that out. Modules without
//! the name cost a look at their constants.

mod addresses;
mod sent;
mod spared;
mod texts;

use std::cell::OnceCell;

use ir::{Constant, Elem, Op, Symbol, Value};
use knowledge::{Carried, Pattern, Rule};
use program::{FuncId, ModuleId, Program};
use rustc_hash::FxHashSet;

use self::addresses::Addresses;
use self::sent::Sent;
use self::spared::Spared;
use super::words::words;
use super::{Draft, Scene, Seen};
use crate::Step;
use crate::reach::Reach;
use crate::tried::{Used, argument};

/// How many callers may fill a parameter that is looked through.
const CALLERS: usize = 16;
/// How long a name may be to be taken apart into words.
const LONGEST_NAME: usize = 60;

/// What all parts of the shape work with.
struct Question<'a, 'k> {
    scene: &'a Scene<'a, 'k>,
    rule: &'a Rule,
    asked: &'a Carried,
    /// The names of functions of the program that give the address which an answer names.
    readers: FxHashSet<Symbol>,
    /// What classes set attributes to, looked up when somebody first asks.
    attributes: OnceCell<texts::Attributes>,
    /// Who calls whom, looked up when somebody first asks.
    used: Used<'a, 'k>,
}

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, asked: &Carried) -> Vec<Draft> {
    let program = scene.names.program;
    let naming: Vec<bool> =
        (0..program.modules.len() as u32).map(|at| is_named_in(program, ModuleId(at), asked)).collect();
    if !naming.contains(&true) {
        return Vec::new();
    }
    let mut question = Question {
        scene,
        rule,
        asked,
        readers: FxHashSet::default(),
        attributes: OnceCell::new(),
        used: Used::new(program),
    };
    let near: Vec<FuncId> = program.functions().filter(|&id| naming[program.module_of(id).index()]).collect();
    question.readers = near
        .iter()
        .copied()
        .filter(|&id| {
            let name = program.text(program.function(id).name);
            says(&asked.redirected, name) && scene.contained(id, || addresses::gives_one(&question, id)) == Some(true)
        })
        .map(|id| program.function(id).name)
        .collect();
    let looked_at = if question.readers.is_empty() { near } else { program.functions().collect() };
    looked_at.into_iter().filter_map(|id| scene.contained(id, || question.at(index, id)).flatten()).collect()
}

/// Whether the name of an entry that names an address is written down in a module.
fn is_named_in(program: &Program<'_>, module: ModuleId, asked: &Carried) -> bool {
    let constants = &program.module(module).constants;
    (0..constants.len() as u32).any(|at| match constants.get(ir::ConstId(at)) {
        Constant::Str(text) => asked.names_address(text.as_bytes()),
        Constant::Bytes(bytes) => asked.names_address(bytes),
        _ => false,
    })
}

/// Whether a name, taken apart into words, is one of those that are meant.
fn says(patterns: &[Pattern], name: &str) -> bool {
    if name.len() > LONGEST_NAME {
        return false;
    }
    let words = words(name).join(" ");
    patterns.iter().any(|pattern| pattern.is_match(&words))
}

impl<'a, 'k> Question<'a, 'k> {
    fn program(&self) -> &'a Program<'k> {
        self.scene.names.program
    }

    /// The finding of a function: one, at the first request that follows.
    fn at(&self, index: usize, id: FuncId) -> Option<Draft> {
        let addresses = Addresses::of(self, id)?;
        if !self.is_about_redirects(id) {
            return None;
        }
        let reach = Reach::new(self.program(), id);
        let mut sent = reach.values().filter_map(|value| Sent::at(self, id, &addresses, value)).peekable();
        sent.peek()?;
        sent.find_map(|sent| {
            let spared = Spared::of(self, id, &addresses, &sent);
            let case = self.rule.cases.iter().find(|case| spared.leaves(case, self.rule))?;
            let left = spared.words(case, self.rule);
            Some(self.draft(index, id, &addresses, &sent, (case, left)))
        })
    }

    /// Whether a name or a number in a function tells that it is about being sent on.
    fn is_about_redirects(&self, id: FuncId) -> bool {
        let program = self.program();
        let function = program.function(id);
        let constants = &program.module(program.module_of(id)).constants;
        let says = |name: &str| says(&self.asked.redirected, name);
        let named = |symbol: Symbol| says(program.text(symbol));
        let is_param = |param: &ir::Param| named(param.name);
        let is_variable = |variable: &(Value, Symbol)| named(variable.1);
        if named(function.qualified_name)
            || function.params.iter().any(is_param)
            || function.names.iter().any(is_variable)
        {
            return true;
        }
        function.ops.iter().any(|op| match *op {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) | Op::Shared(_, name) => named(name),
            Op::Import(path) => says(program.text(path).rsplit('.').next().unwrap_or_default()),
            Op::Call(callee, args) => {
                let of_callee =
                    matches!(callee, ir::Callee::Method(_, name) | ir::Callee::Super(_, name) if named(name));
                let is_named = |arg: &ir::Arg| matches!(arg.kind, ir::ArgKind::Named(name) if named(name));
                of_callee || function.pools.args(args).iter().any(is_named)
            }
            Op::Const(constant) => match constants.get(constant) {
                Constant::Int(number) => says(&number.to_string()),
                Constant::Str(text) => says(text),
                _ => false,
            },
            _ => false,
        })
    }

    fn draft(
        &self,
        index: usize,
        id: FuncId,
        addresses: &Addresses,
        sent: &Sent,
        (case, left): (&knowledge::Case, String),
    ) -> Draft {
        let names = self.scene.names;
        let named = names.value(id, addresses.read);
        let carried = sent.carried_in_words(self, id);
        let steps = vec![
            Step {
                spot: names.spot(id, addresses.read),
                note: format!("`{named}` is the address that the answer names"),
            },
            Step {
                spot: names.spot(id, sent.value),
                note: format!("it is asked for with `{carried}` of the first request"),
            },
        ];
        let assumptions = if sent.is_sure {
            Vec::new()
        } else {
            vec![format!("`{carried}` may hold what proves who asks, and goes to that address")]
        };
        let slots = vec![
            ("sink", self.scene.noun(case.kind)),
            ("argument", named),
            ("name", carried),
            ("left", left),
            ("value", names.value(id, sent.value)),
        ];
        let seen = Seen { steps, assumptions, ..Seen::of(index, case, (id, sent.value), slots) };
        self.scene.draft(self.rule, seen)
    }

    /// What all callers of a function are seen to give for a parameter, each with the caller; nothing where one gives nothing
    /// that is seen, where they are too many, or where there is none. Who leaves out what has a default gives nothing.
    fn given_by_all(&self, id: FuncId, param: usize) -> Option<Vec<(FuncId, Value)>> {
        let calls = self.used.calls_of(id);
        if calls.is_empty() || calls.len() > CALLERS {
            return None;
        }
        let program = self.program();
        let has_default = program.function(id).params.get(param)?.has_default;
        let mut all = Vec::new();
        for &(caller, call, bound) in calls {
            let function = program.function(caller);
            let Op::Call(_, args) = function.op(call) else { return None };
            let is_spread = |arg: &ir::Arg| matches!(arg.kind, ir::ArgKind::Spread | ir::ArgKind::SpreadNamed);
            match argument(program, function, call, (id, param, bound)) {
                Some(given) => all.push((caller, given)),
                None if has_default && !function.pools.args(args).iter().any(is_spread) => {}
                None => return None,
            }
        }
        Some(all)
    }

    /// What a value is called: by the variable that holds it, or by the attribute or the key that it is read from.
    fn name_of(&self, id: FuncId, value: Value) -> String {
        let program = self.program();
        let function = program.function(id);
        match function.op(function.original(value)) {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) => program.text(name).to_owned(),
            Op::Load(_, Elem::Item(key)) => texts::text(program, id, key).unwrap_or_default(),
            _ => self.scene.names.variable(id, value).unwrap_or_default().to_owned(),
        }
    }

    /// The last name of what a call calls.
    fn called(&self, id: FuncId, call: Value) -> String {
        let program = self.program();
        let function = program.function(id);
        let Op::Call(callee, _) = function.op(call) else { return String::new() };
        match callee {
            ir::Callee::Method(_, name) | ir::Callee::Super(_, name) => program.text(name).to_owned(),
            ir::Callee::Value(called) => match function.op(function.original(called)) {
                Op::Import(path) => program.text(path).rsplit('.').next().unwrap_or_default().to_owned(),
                _ => self.name_of(id, called),
            },
        }
    }
}
