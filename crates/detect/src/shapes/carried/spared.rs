//! What stands between an answer that sends a request on and the request that follows: questions about the host, and names of
//! what is taken out of what is carried along; in the function, and in those that it hands the address or what is carried to.

use ir::{Callee, CompareOp, Constant, Elem, Function, Op, Symbol, Value};
use knowledge::{Case, Rule};
use program::{FuncId, Target};

use super::addresses::Addresses;
use super::sent::Sent;
use super::{Question, says, texts};

/// How many functions deep is looked.
const DEEPEST: usize = 2;
/// How many functions are looked at.
const MOST: usize = 24;
/// How methods begin that take an entry out.
const TAKING: [&str; 6] = ["pop", "remove", "discard", "delete", "unset", "drop"];
/// What asks how a text begins.
const BEGINNING: &str = "startswith";
/// What the name of a function holds that puts names into one spelling.
const SPELLING: [&str; 4] = ["normali", "canonical", "lower", "casefold"];
/// How many values are looked through for such a call.
const VALUES: usize = 16;
/// What makes small letters of a text.
const LOWERING: [&str; 4] = ["lower", "casefold", "upper", "title"];

/// What was seen on the way.
#[derive(Default)]
pub(super) struct Spared {
    /// Whether it is asked for the host.
    asks_host: bool,
    /// Whether something is taken out, and it is not known what.
    is_unknown: bool,
    /// The names of what is taken out, in small letters.
    removed: Vec<String>,
    /// Those of them that are taken out of a plain map of the caller's, and only as they are spelt there.
    as_spelt: Vec<String>,
    /// Other names that stand there.
    mentioned: Vec<String>,
}

impl Spared {
    pub(super) fn of(question: &Question<'_, '_>, id: FuncId, addresses: &Addresses, sent: &Sent) -> Self {
        let mut spared = Self::default();
        let handed = Handed { id, addresses, carrier: sent.carrier };
        let mut pending = vec![(id, 0)];
        let mut seen = vec![id];
        while let Some((at, depth)) = pending.pop() {
            let from = if at == id { addresses.read } else { Value(0) };
            spared.look(question, at, from, &handed);
            for (callee, next) in handed_to(question, at, depth, &handed) {
                if !seen.contains(&callee) && seen.len() < MOST {
                    seen.push(callee);
                    pending.push((callee, next));
                }
            }
        }
        spared
    }

    /// Whether what a case is about is left in.
    pub(super) fn leaves(&self, case: &Case, rule: &Rule) -> bool {
        let is_of = |case: &Case, name: &String| says(&case.carries, name);
        if self.is_unknown {
            return false;
        }
        if self.as_spelt.iter().any(|name| is_of(case, name)) {
            return true;
        }
        let sees_danger = rule.cases.iter().any(|case| self.removed.iter().any(|name| is_of(case, name)));
        let is_named = self.removed.iter().chain(&self.mentioned).any(|name| is_of(case, name));
        if sees_danger { !is_named } else { !self.asks_host && !is_named }
    }

    /// What is left in of what a case is about: a clause.
    pub(super) fn words(&self, case: &Case, rule: &Rule) -> String {
        if let Some(name) = self.as_spelt.iter().find(|name| says(&case.carries, name)) {
            return format!("of which `{name}` is taken out only where it is spelt like that");
        }
        let is_of_rule = |name: &&String| rule.cases.iter().any(|case| says(&case.carries, name));
        match self.removed.iter().find(is_of_rule) {
            Some(name) => format!("of which only `{name}` is taken out"),
            None => "whatever host it is at".to_owned(),
        }
    }

    /// What one function asks for and takes out. `handed` are the address and what is carried; what is written down before
    /// `from` is how the first request was made.
    fn look(&mut self, question: &Question<'_, '_>, id: FuncId, from: Value, handed: &Handed<'_>) {
        let program = question.program();
        let function = program.function(id);
        let mut takes_unknown = false;
        let mut tells_which = false;
        for (at, op) in function.ops.iter().enumerate() {
            let value = Value(at as u32);
            match *op {
                Op::Compare(operator, left, right) => {
                    tells_which |= self.compare(question, id, operator, [left, right], handed);
                }
                Op::Delete(base, Elem::Item(key)) => takes_unknown |= self.take(question, id, base, key),
                Op::Call(Callee::Method(base, method), args) => {
                    let called = program.text(method);
                    if let Some(first) = function.pools.args(args).first().map(|arg| arg.value) {
                        if TAKING.iter().any(|begin| called.starts_with(begin)) {
                            takes_unknown |= self.take(question, id, base, first);
                        }
                        let begins = called == BEGINNING && handed.is_address(id, base);
                        self.asks_host |= begins && begins_host(question, id, first);
                    }
                    self.call(question, id, value, called);
                }
                Op::Call(..) => self.call(question, id, value, &question.called(id, value)),
                Op::Store(_, Elem::Item(key), _) if value >= from => {
                    self.mentioned.extend(texts::text(program, id, key));
                }
                Op::Load(_, Elem::Item(key)) => self.mentioned.extend(texts::text(program, id, key)),
                Op::Load(_, Elem::Field(field)) => self.mention(question, field),
                _ => {}
            }
        }
        // A name that goes through what is carried is that of which a comparison tells.
        self.is_unknown |= takes_unknown && !tells_which;
        for &(value, symbol) in &function.names {
            if !matches!(function.op(value), Op::Const(_)) {
                self.mention(question, symbol);
            }
        }
    }

    /// What a comparison asks for. Gives whether it tells names of what is taken out.
    fn compare(
        &mut self,
        question: &Question<'_, '_>,
        id: FuncId,
        operator: CompareOp,
        sides: [Value; 2],
        handed: &Handed<'_>,
    ) -> bool {
        let program = question.program();
        let function = program.function(id);
        let is_membership = matches!(operator, CompareOp::In | CompareOp::NotIn);
        if !is_membership && !matches!(operator, CompareOp::Eq | CompareOp::NotEq) {
            return false;
        }
        let is_written = |side: Value| matches!(function.op(function.original(side)), Op::Const(_));
        if !sides.iter().any(|&side| is_nothing(question, id, side)) {
            let is_host = |side: Value| {
                let is_part = matches!(function.op(function.original(side)), Op::Load(..));
                is_part && handed.is_address(id, side) && !sides.iter().any(|&side| is_written(side))
                    || names_in(question, id, side).iter().any(|name| says(&question.asked.hosts, name))
            };
            self.asks_host |= is_host(sides[0]) || is_host(sides[1]);
        }
        let told: Vec<String> = if is_membership {
            if is_written(sides[0]) {
                return false;
            }
            texts::texts(question, id, sides[1]).unwrap_or_default()
        } else {
            sides.iter().filter_map(|&side| texts::text(program, id, side)).collect()
        };
        let tells = !told.is_empty();
        self.removed.extend(told.into_iter().map(|text| text.to_lowercase()));
        tells
    }

    fn mention(&mut self, question: &Question<'_, '_>, symbol: Symbol) {
        let text = question.program().text(symbol);
        if question.rule.cases.iter().any(|case| says(&case.carries, text)) {
            self.mentioned.push(text.to_owned());
        }
    }

    /// What the name of a call says.
    fn call(&mut self, question: &Question<'_, '_>, id: FuncId, call: Value, called: &str) {
        if says(&question.asked.same_host, called) {
            self.asks_host = true;
            // What it takes out is not seen.
            self.is_unknown |= own_targets(question, id, call).is_empty() && !says(&question.asked.hosts, called);
        }
    }

    /// An entry is taken out of something. Gives whether it is not known which.
    fn take(&mut self, question: &Question<'_, '_>, id: FuncId, base: Value, key: Value) -> bool {
        let program = question.program();
        let function = program.function(id);
        let known = texts::texts(question, id, key).or_else(|| match function.op(function.original(key)) {
            // A constant of another library, by its name.
            Op::Load(_, Elem::Field(name)) => Some(vec![program.text(name).replace('_', "-")]),
            Op::Import(path) => program.text(path).rsplit('.').next().map(|name| vec![name.replace('_', "-")]),
            _ => None,
        });
        let Some(known) = known else { return is_carried(question, id, base) };
        let makes_small =
            |op: &Op| matches!(*op, Op::Call(Callee::Method(_, name), _) if LOWERING.contains(&program.text(name)));
        if is_plain(question, id, base) && !function.ops.iter().any(makes_small) {
            self.as_spelt.extend(known.iter().cloned());
        }
        self.removed.extend(known.into_iter().map(|text| text.to_lowercase()));
        false
    }
}

/// What is looked for in the functions on the way: the address, and what is carried.
struct Handed<'a> {
    id: FuncId,
    addresses: &'a Addresses,
    carrier: Value,
}

impl Handed<'_> {
    /// Whether a value is made of the address; that is known in the function that follows it alone.
    fn is_address(&self, id: FuncId, value: Value) -> bool {
        id == self.id && self.addresses.holds(value)
    }

    /// Whether it is what is carried.
    fn is_carrier(&self, id: FuncId, function: &Function, value: Value) -> bool {
        id == self.id && function.original(value) == function.original(self.carrier)
    }
}

/// Whether something is called as what is carried along is.
fn is_carried(question: &Question<'_, '_>, id: FuncId, base: Value) -> bool {
    says(&question.asked.along, &question.name_of(id, base))
}

/// Whether a map is one of the caller's, of which nothing tells that it does not care for the spelling of its keys.
fn is_plain(question: &Question<'_, '_>, id: FuncId, base: Value) -> bool {
    let function = question.program().function(id);
    let base = function.original(base);
    if !is_carried(question, id, base) {
        return false;
    }
    match function.op(base) {
        Op::Param(number) => {
            function.params.get(number as usize).is_some_and(|param| param.types.is_empty())
                && !is_spelt_by_all(question, id, number as usize)
        }
        Op::Load(of, Elem::Item(_)) => match function.op(function.original(of)) {
            Op::Param(number) => {
                function.params.get(number as usize).is_some_and(|param| param.kind == ir::ParamKind::RestNamed)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a parameter is a map of which all callers have put the names into one spelling, as the name of what does so says.
fn is_spelt_by_all(question: &Question<'_, '_>, id: FuncId, param: usize) -> bool {
    let program = question.program();
    let is_spelt = |(caller, given): (FuncId, Value)| {
        let mut pending = vec![given];
        let mut seen = 0;
        let function = program.function(caller);
        // One of several values counts: where nothing was given, nothing is spelt.
        while let Some(value) = pending.pop() {
            seen += 1;
            let value = function.original(value);
            match function.op(value) {
                Op::Call(..) => {
                    let called = question.called(caller, value).to_lowercase();
                    if SPELLING.iter().any(|word| called.contains(word)) {
                        return true;
                    }
                }
                Op::Phi(list) if seen < VALUES => pending.extend(function.values(list)),
                _ => {}
            }
        }
        false
    };
    let given = question.given_by_all(id, param).unwrap_or_default();
    !given.is_empty() && given.into_iter().all(is_spelt)
}

/// Whether a value is null or an empty text: what is compared with that is asked whether it is there.
fn is_nothing(question: &Question<'_, '_>, id: FuncId, value: Value) -> bool {
    let program = question.program();
    let function = program.function(id);
    let Op::Const(constant) = function.op(function.original(value)) else { return false };
    match program.module(program.module_of(id)).constants.get(constant) {
        Constant::Null => true,
        Constant::Str(text) => text.is_empty(),
        Constant::Bytes(bytes) => bytes.is_empty(),
        _ => false,
    }
}

/// Whether a text that an address must begin with has a host in it, as far as it is known.
fn begins_host(question: &Question<'_, '_>, id: FuncId, with: Value) -> bool {
    texts::text(question.program(), id, with)
        .is_none_or(|text| text.split_once("://").is_some_and(|(_, host)| !host.is_empty()))
}

/// What a side of a comparison is called, and what it is made of.
fn names_in(question: &Question<'_, '_>, id: FuncId, value: Value) -> Vec<String> {
    let program = question.program();
    let function = program.function(id);
    let mut names = vec![question.name_of(id, value)];
    names.extend(question.scene.names.variable(id, value).map(str::to_owned));
    match function.op(function.original(value)) {
        Op::Call(callee, _) => {
            names.push(question.called(id, function.original(value)));
            if let Callee::Method(of, _) = callee {
                names.push(question.name_of(id, of));
            }
        }
        Op::Sequence(_, list) => names.extend(function.values(list).iter().map(|&of| question.name_of(id, of))),
        _ => {}
    }
    names
}

fn own_targets(question: &Question<'_, '_>, id: FuncId, call: Value) -> Vec<FuncId> {
    let targets = question.program().call(id, call).map_or(&[][..], |site| site.targets.as_slice());
    targets.iter().copied().filter_map(Target::function).collect()
}

/// The functions of the program that are handed the address or what is carried, and how deep they are.
fn handed_to(question: &Question<'_, '_>, id: FuncId, depth: usize, handed: &Handed<'_>) -> Vec<(FuncId, usize)> {
    let program = question.program();
    let function = program.function(id);
    if depth >= DEEPEST {
        return Vec::new();
    }
    let concerns = |value: Value| {
        let name = question.name_of(id, value);
        handed.is_address(id, value)
            || handed.is_carrier(id, function, value)
            || says(&question.asked.along, &name)
            || says(&question.asked.requests, &name)
    };
    let mut found = Vec::new();
    for (at, op) in function.ops.iter().enumerate() {
        let Op::Call(callee, args) = *op else { continue };
        let call = Value(at as u32);
        let of_receiver = matches!(callee, Callee::Method(of, _) if concerns(of));
        if !of_receiver && !function.pools.args(args).iter().any(|arg| concerns(arg.value)) {
            continue;
        }
        // What sends the request is looked at, but not what it calls in turn.
        let next = if says(&question.asked.sends, &question.called(id, call)) { DEEPEST } else { depth + 1 };
        found.extend(own_targets(question, id, call).into_iter().map(|callee| (callee, next)));
    }
    found
}
