//! Texts that are put together: the elements of something in their order, with a text between them, and texts that are
//! put into the places of a form.

use ir::{ArgKind, Callee, Constant, Elem, Op, ParamKind, SequenceKind, Value};
use knowledge::{Effect, Move, Port, PortBase, PortStep};
use program::{FuncId, Given, Target};

use crate::fold;
use crate::limits::WRITTEN;
use crate::written::calls::arguments;
use crate::written::elements::positional;
use crate::written::{Node, Step, Written, text};

/// How many operations what a loop gathers is made of, to be found by the loop that it depends on.
const MAX_OPERANDS: usize = 64;

impl Written<'_, '_> {
    /// The elements of the first argument with the receiver between them.
    pub(super) fn joined(&mut self, id: FuncId, given: &Given) -> Option<Constant> {
        let Constant::Str(between) = self.only(id, given.receiver?, &[])? else { return None };
        let &[parts] = &given.positional[..] else { return None };
        let nodes = self.ordered(id, parts)?;
        let mut whole = String::new();
        for (at, node) in nodes.iter().enumerate() {
            let Constant::Str(part) = self.only_at(node)? else { return None };
            if at > 0 {
                whole += &between;
            }
            whole += &part;
        }
        text(whole)
    }

    /// What going through a value gives, in order; nothing where that is not known.
    pub(super) fn ordered(&mut self, id: FuncId, value: Value) -> Option<Vec<Node>> {
        let program = self.program;
        let function = program.function(id);
        let value = function.original(value);
        if self.steps == 0 || self.under_way.len() >= crate::limits::WRITTEN_DEPTH {
            return None;
        }
        self.steps -= 1;
        self.under_way.push((id, value));
        let found = match function.op(value) {
            Op::Sequence(kind, list) if kind != SequenceKind::Set && self.additions(id, value).is_empty() => {
                self.ordered_operands(id, function.values(list))
            }
            Op::Map(list) => {
                let keys: Vec<Value> = function.values(list).chunks_exact(2).map(|pair| pair[0]).collect();
                self.ordered_operands(id, &keys)
            }
            Op::Binary(ir::BinaryOp::Add, left, right) => self.ordered(id, left).and_then(|mut nodes| {
                nodes.extend(self.ordered(id, right)?);
                Some(nodes)
            }),
            Op::Global(name) => {
                let variable = program.global_variable(program.module_of(id), name);
                variable.and_then(|(module, name)| self.ordered_definition(module, name))
            }
            Op::Import(name) => {
                program.imported_variable(name).and_then(|(module, name)| self.ordered_definition(module, name))
            }
            Op::Load(base, Elem::Field(name)) => self.ordered_attribute(id, base, name),
            Op::Param(index) => self.ordered_arguments(id, index as usize),
            Op::Call(callee, args) => {
                let receiver = if let Callee::Method(receiver, _) = callee { Some(receiver) } else { None };
                let given = Given::new(receiver, function.pools.args(args));
                self.ordered_call(id, value, &given)
            }
            _ => None,
        };
        self.under_way.pop();
        found.filter(|nodes| nodes.len() <= WRITTEN)
    }

    fn ordered_operands(&mut self, id: FuncId, operands: &[Value]) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        for &operand in operands {
            if let Op::Unary(ir::UnaryOp::Spread, of) = self.program.function(id).op(operand) {
                nodes.extend(self.ordered(id, of)?);
            } else if let Some(gathered) = self.gathered(id, operand) {
                nodes.extend(self.ordered_turns(id, gathered)?);
            } else {
                nodes.push(self.node(id, operand, Vec::new()));
            }
            if nodes.len() > WRITTEN {
                return None;
            }
        }
        Some(nodes)
    }

    /// What a loop gathers, turn by turn: of one loop over something whose order is known.
    pub(super) fn ordered_turns(&mut self, id: FuncId, gathered: Value) -> Option<Vec<Node>> {
        let next = self.only_loop(id, gathered)?;
        let Op::Next(of) = self.program.function(id).op(next) else { return None };
        let turns = self.ordered(id, of)?;
        let this = self.node(id, gathered, Vec::new());
        let node = |turn: Node| {
            let mut turns = turn.turns.clone();
            turns.push((id, next, turn));
            Node { turns, ..this.clone() }
        };
        Some(turns.into_iter().map(node).collect())
    }

    /// The one loop that a value depends on.
    fn only_loop(&self, id: FuncId, value: Value) -> Option<Value> {
        let function = self.program.function(id);
        let (mut pending, mut seen, mut found) = (vec![value], Vec::new(), None);
        while let Some(value) = pending.pop() {
            let value = function.original(value);
            if seen.contains(&value) {
                continue;
            }
            seen.push(value);
            if seen.len() > MAX_OPERANDS {
                return None;
            }
            match function.op(value) {
                Op::Next(_) if found.is_some_and(|found| found != value) => return None,
                Op::Next(_) => found = Some(value),
                op => op.for_each_operand(&function.pools, |operand| pending.push(operand)),
            }
        }
        found
    }

    fn ordered_definition(&mut self, module: program::ModuleId, name: ir::Symbol) -> Option<Vec<Node>> {
        let [(body, bound)] = self.definitions(module, name)[..] else { return None };
        self.ordered(body, bound)
    }

    fn ordered_attribute(&mut self, id: FuncId, base: Value, name: ir::Symbol) -> Option<Vec<Node>> {
        let program = self.program;
        let modules = program.types(id, base);
        let module = modules.iter().find_map(|ty| match ty {
            program::Type::Module(module) => program.module_variable(module, name),
            _ => None,
        });
        if let Some((module, name)) = module {
            return self.ordered_definition(module, name);
        }
        let [class] = self.classes(id, base)[..] else { return None };
        let mut owners = program.ancestors(class).iter().copied();
        let (body, bound) = owners.find_map(|owner| self.bound_once_in_body(owner, name))?;
        self.ordered(body, bound)
    }

    /// The arguments that a parameter of a call that is looked into gathers, or what going through the one that it is
    /// given gives.
    fn ordered_arguments(&mut self, id: FuncId, index: usize) -> Option<Vec<Node>> {
        let frame = self.frame_of(id)?;
        let kind = self.program.function(id).params.get(index)?.kind;
        let (args, place) = arguments(self.program, frame, index)?;
        match kind {
            ParamKind::Rest => {
                let (before, gathered) = args.split_at_checked(place)?;
                positional(before)?;
                self.in_caller(frame, |written| written.ordered_rest(frame.caller, gathered))
            }
            ParamKind::Normal | ParamKind::PositionalOnly => {
                let given = *positional(args)?.get(place)?;
                self.in_caller(frame, |written| written.ordered(frame.caller, given))
            }
            ParamKind::NamedOnly | ParamKind::RestNamed => None,
        }
    }

    /// Arguments that are gathered, those of spread sequences one by one.
    fn ordered_rest(&mut self, id: FuncId, args: &[ir::Arg]) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        for arg in args {
            match arg.kind {
                ArgKind::Positional => nodes.push(self.node(id, arg.value, Vec::new())),
                ArgKind::Spread => nodes.extend(self.ordered(id, arg.value)?),
                ArgKind::Named(_) | ArgKind::SpreadNamed => {}
            }
        }
        Some(nodes)
    }

    fn ordered_call(&mut self, id: FuncId, call: Value, given: &Given) -> Option<Vec<Node>> {
        let program = self.program;
        let [Target::Api(node)] = program.call(id, call)?.targets[..] else { return None };
        let rows = || program.apis.api(node).rows.iter().map(|&row| &program.apis.row(row).effect);
        let moved = rows().find_map(|effect| match effect {
            Effect::Sequence { does, value: Some(_), .. } => Some(*does),
            _ => None,
        });
        match moved {
            Some(Move::Copy) => return self.ordered(id, *given.positional.first()?),
            Some(Move::Reverse) => {
                let mut nodes = self.ordered(id, *given.positional.first()?)?;
                nodes.reverse();
                return Some(nodes);
            }
            Some(_) => return None,
            None => {}
        }
        // One for each element, or entry, of what goes in.
        let from = rows().find_map(|effect| match effect {
            Effect::Pass { from, to, .. } => from.first().filter(|from| is_by_element(from) && is_by_element(to)),
            Effect::Wiring { invokes } => {
                let from = invokes.arguments.first().map(|(from, _)| from);
                from.filter(|from| is_by_element(from) && invokes.result.as_ref().is_some_and(is_by_element))
            }
            _ => None,
        })?;
        let of = match &from.base {
            PortBase::Receiver => given.receiver?,
            PortBase::Argument(position, name) => given.argument(program, *position, name.as_deref())?,
            _ => return None,
        };
        let count = self.ordered(id, of)?.len();
        Some((0..count).map(|turn| self.node(id, call, vec![Step::Turn(turn)])).collect())
    }

    /// A text with others at the places that it has for them.
    pub(super) fn formatted(&mut self, id: FuncId, form: &str, given: Value) -> Option<Constant> {
        let function = self.program.function(id);
        let mut parts = form.split('%');
        let mut whole = parts.next()?.to_owned();
        let mut places = 0;
        let is_one = !is_several(form) && !matches!(function.op(function.original(given)), Op::Sequence(..));
        while let Some(part) = parts.next() {
            if part.is_empty() {
                // A doubled sign stands for itself.
                whole.push('%');
                whole += parts.next()?;
                continue;
            }
            let named = part.strip_prefix('(').and_then(|named| named.split_once(')'));
            let (step, rest) = if let Some((name, rest)) = named {
                (Step::Key(Constant::Str(name.into())), rest)
            } else {
                places += 1;
                (Step::Key(Constant::Int(places - 1)), part)
            };
            let rest = rest.strip_prefix(['s', 'd'])?;
            let path = if is_one && !part.starts_with('(') { Vec::new() } else { vec![step] };
            whole += &fold::text(&self.only(id, given, &path)?)?;
            whole += rest;
        }
        text(whole)
    }
}

/// Whether a form has several places without names.
fn is_several(form: &str) -> bool {
    form.replace("%%", "").split('%').skip(1).filter(|part| !part.starts_with('(')).count() > 1
}

fn is_by_element(port: &Port) -> bool {
    matches!(port.steps.first(), Some(PortStep::Element | PortStep::Keys | PortStep::Each))
}
