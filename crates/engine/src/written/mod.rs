//! Constants that the code writes down somewhere and a value may be, wherever that is: in tables and lists of modules and
//! classes, put together of others, handed on by calls.
//!
//! Takes a value; goes back over the operations that make it, through names, attributes, elements and what models say of
//! calls, and gives the constants that come together so. It is asked about single values, where what is known anyway does
//! not do (which pattern a text is read by), and looks at operations alone: what a branch decides, and who changes what in
//! between, it does not ask. So it gives what may be, never what must be.

mod attributes;
mod calls;
mod elements;
mod joined;

use ir::{BinaryOp, Constant, Elem, FunctionId, Op, SequenceKind, Symbol, UnaryOp, Value};
use program::{FuncId, ModuleId, Program, Type};

use crate::constants::Constants;
use crate::fold;
use crate::limits::{WRITTEN, WRITTEN_DEPTH, WRITTEN_STEPS};

/// Which part of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// What stands under a key, or at a place.
    Key(Constant),
    /// What going through it gives at that turn: an element, or a map's key.
    Turn(usize),
    /// What stands at that place of a sequence, or is the value of that entry of a map.
    Entry(usize),
    /// Any element; of a map, any value.
    Any,
    /// What going through it gives, at any turn.
    Each,
    /// The object whose method it is.
    Owner,
}

/// A part of a value of a function.
#[derive(Clone, Debug)]
pub(super) struct Node {
    id: FuncId,
    value: Value,
    path: Vec<Step>,
    /// What loops around the value give on that turn.
    turns: Vec<(FuncId, Value, Self)>,
    /// How many of the calls that are looked into lie around it.
    frames: usize,
}

/// A call of a function of the program whose result is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    callee: FuncId,
    caller: FuncId,
    call: Value,
    bound: bool,
}

/// Looks for the constants that a value may be.
pub(crate) struct Written<'a, 'k> {
    program: &'a Program<'k>,
    constants: &'a Constants,
    /// How many steps are left.
    steps: usize,
    /// What is looked at, so that nothing is looked at for its own sake.
    under_way: Vec<(FuncId, Value)>,
    /// What loops give on the turn that is looked at.
    turns: Vec<(FuncId, Value, Node)>,
    frames: Vec<Frame>,
}

impl<'a, 'k> Written<'a, 'k> {
    pub(crate) fn new(program: &'a Program<'k>, constants: &'a Constants) -> Self {
        let (under_way, turns, frames) = (Vec::new(), Vec::new(), Vec::new());
        Self { program, constants, steps: WRITTEN_STEPS, under_way, turns, frames }
    }

    /// The constants that a value may be, each once; none where none is found.
    pub(crate) fn of(&mut self, id: FuncId, value: Value) -> Vec<Constant> {
        self.at(id, value, &[])
    }

    /// The constants that may stand at a place of a sequence, each once; none where none is found.
    pub(crate) fn element_of(&mut self, id: FuncId, value: Value, place: i64) -> Vec<Constant> {
        self.at(id, value, &[Step::Key(Constant::Int(place))])
    }

    /// The constants that the elements of a value may be, or the keys of a map.
    pub(crate) fn elements(&mut self, id: FuncId, value: Value) -> Vec<Constant> {
        self.at(id, value, &[Step::Each])
    }

    /// The constants that may stand first in the elements of a value.
    pub(crate) fn firsts(&mut self, id: FuncId, value: Value) -> Vec<Constant> {
        self.at(id, value, &[Step::Each, Step::Key(Constant::Int(0))])
    }

    /// The constants that the object may be whose method a value is.
    pub(crate) fn of_owner(&mut self, id: FuncId, value: Value) -> Vec<Constant> {
        self.at(id, value, &[Step::Owner])
    }

    /// The one constant that is found; nothing where there are others.
    fn only(&mut self, id: FuncId, value: Value, path: &[Step]) -> Option<Constant> {
        let mut found = self.at(id, value, path);
        found.pop().filter(|_| found.is_empty())
    }

    fn only_at(&mut self, node: &Node) -> Option<Constant> {
        let mut found = self.at_node(node);
        found.pop().filter(|_| found.is_empty())
    }

    fn at_node(&mut self, node: &Node) -> Vec<Constant> {
        let outer = self.turns.len();
        self.turns.extend(node.turns.iter().cloned());
        let inner = self.frames.split_off(node.frames.min(self.frames.len()));
        let found = self.at(node.id, node.value, &node.path);
        self.frames.extend(inner);
        self.turns.truncate(outer);
        found
    }

    fn node(&self, id: FuncId, value: Value, path: Vec<Step>) -> Node {
        Node { id, value, path, turns: Vec::new(), frames: self.frames.len() }
    }

    fn at(&mut self, id: FuncId, value: Value, path: &[Step]) -> Vec<Constant> {
        let value = self.program.function(id).original(value);
        if self.steps == 0 || self.under_way.len() >= WRITTEN_DEPTH || self.under_way.contains(&(id, value)) {
            return Vec::new();
        }
        self.steps -= 1;
        self.under_way.push((id, value));
        let mut found = self.made(id, value, path);
        self.under_way.pop();
        found.truncate(WRITTEN);
        found
    }

    fn made(&mut self, id: FuncId, value: Value, path: &[Step]) -> Vec<Constant> {
        let program = self.program;
        let function = program.function(id);
        match function.op(value) {
            Op::Const(constant) if path.is_empty() => {
                vec![program.module(program.module_of(id)).constants.get(constant).clone()]
            }
            Op::Phi(list) => self.any_of(id, function.values(list), path),
            Op::Await(of) => self.at(id, of, path),
            Op::Param(index) => self.parameter(id, index as usize, path),
            Op::Global(name) => match program.global_variable(program.module_of(id), name) {
                Some((module, name)) => self.variable(module, name, path),
                None => self.modelled(id, value),
            },
            Op::Import(name) => match program.imported_variable(name) {
                Some((module, name)) => self.variable(module, name, path),
                None => self.modelled(id, value),
            },
            Op::Load(base, Elem::Field(name)) => self.attribute(id, value, base, name, path),
            Op::Load(base, Elem::Item(key)) => {
                let step = self.only(id, key, &[]).map_or(Step::Any, Step::Key);
                self.at(id, base, &below(step, path))
            }
            Op::Load(base, Elem::Any) => self.at(id, base, &below(Step::Any, path)),
            Op::Next(of) => match self.turns.iter().rposition(|(of, next, _)| (*of, *next) == (id, value)) {
                Some(at) => {
                    let mut node = self.turns[at].2.clone();
                    node.path.extend_from_slice(path);
                    self.at_node(&node)
                }
                None => self.at(id, of, &below(Step::Each, path)),
            },
            Op::Unary(operator, of) if path.is_empty() && operator != UnaryOp::Spread => {
                let operands = self.at(id, of, &[]);
                operands.iter().filter_map(|operand| fold::unary(operator, operand)).collect()
            }
            Op::Template(list) if path.is_empty() => self.template(id, function.values(list)),
            Op::Binary(BinaryOp::Add, ..) if let Some(first) = self.first_part(id, value, path) => {
                self.at(id, first, &path[1..])
            }
            Op::Binary(BinaryOp::Add | BinaryOp::BitOr, left, right) if !path.is_empty() => {
                self.any_of(id, &[left, right], &unplaced(path))
            }
            Op::Binary(operator, left, right) if path.is_empty() => self.binary(id, operator, left, right),
            Op::Sequence(kind, list) if kind != SequenceKind::Set || !path.is_empty() => {
                self.element(id, value, function.values(list), path)
            }
            Op::Map(list) => self.entry(id, value, function.values(list), path),
            Op::Call(callee, args) => self.given(id, value, callee, args, path),
            _ => Vec::new(),
        }
    }

    /// What stands at a place of sequences that are put one behind the other, where those before it are written down.
    fn first_part(&self, id: FuncId, value: Value, path: &[Step]) -> Option<Value> {
        let [Step::Key(Constant::Int(place)), ..] = path else { return None };
        let step = knowledge::PortStep::Key(place.to_string());
        program::sequence_elements(self.program.function(id), value, &[step])?.first().copied()
    }

    fn any_of(&mut self, id: FuncId, values: &[Value], path: &[Step]) -> Vec<Constant> {
        let mut found = Vec::new();
        for &value in values {
            let some = self.at(id, value, path);
            add(&mut found, some);
        }
        found
    }

    /// What a module-level name may be.
    fn variable(&mut self, module: ModuleId, name: Symbol, path: &[Step]) -> Vec<Constant> {
        if path.is_empty()
            && let Some(constant) = self.constants.global(self.program, module, name)
        {
            return vec![constant.clone()];
        }
        let mut found = Vec::new();
        for (body, bound) in self.definitions(module, name) {
            let some = self.at(body, bound, path);
            add(&mut found, some);
        }
        found
    }

    /// What a module's body gives to a name of its own.
    fn definitions(&self, module: ModuleId, name: Symbol) -> Vec<(FuncId, Value)> {
        let body = self.program.function_id(module, FunctionId(0));
        let function = self.program.function(body);
        let places = self.program.global_definitions(module, name).iter();
        places
            .filter_map(|&place| match function.op(place) {
                Op::SetGlobal(_, bound) => Some((body, bound)),
                _ => None,
            })
            .collect()
    }

    /// The constant that a model says that what is read always is.
    fn modelled(&self, id: FuncId, value: Value) -> Vec<Constant> {
        self.program.modelled_constant(id, value).into_iter().collect()
    }

    fn template(&mut self, id: FuncId, parts: &[Value]) -> Vec<Constant> {
        let mut texts = vec![String::new()];
        for &part in parts {
            let found = self.at(id, part, &[]);
            let found: Vec<String> = found.iter().filter_map(fold::text).collect();
            match combined(&texts, &found, |text, more| Some(format!("{text}{more}"))) {
                Some(longer) => texts = longer,
                None => return Vec::new(),
            }
        }
        texts.into_iter().filter_map(text).collect()
    }

    fn binary(&mut self, id: FuncId, operator: BinaryOp, left: Value, right: Value) -> Vec<Constant> {
        let lefts = self.at(id, left, &[]);
        if let (BinaryOp::Mod, [Constant::Str(form)]) = (operator, &lefts[..]) {
            return self.formatted(id, form, right).into_iter().collect();
        }
        let rights = if lefts.is_empty() { Vec::new() } else { self.at(id, right, &[]) };
        combined(&lefts, &rights, |left, right| fold::binary(operator, left, right)).unwrap_or_default()
    }

    /// The class that an object is of.
    fn classes(&self, id: FuncId, base: Value) -> Vec<program::ClassRef> {
        let types = self.program.types(id, base);
        let classes = types.iter().filter_map(|ty| match ty {
            Type::Class(class) | Type::Instance(class) => Some(class),
            _ => None,
        });
        classes.collect()
    }
}

/// All of some with all of others, unless both are several: which belong together is not known then.
fn combined<T, U>(some: &[T], others: &[T], together: impl Fn(&T, &T) -> Option<U>) -> Option<Vec<U>> {
    if some.is_empty() || others.is_empty() || some.len() > 1 && others.len() > 1 {
        return None;
    }
    Some(some.iter().flat_map(|some| others.iter().filter_map(|other| together(some, other))).collect())
}

/// A text as a constant, unless it has become too long.
fn text(text: String) -> Option<Constant> {
    (text.len() <= crate::limits::TEXT_LENGTH).then(|| Constant::Str(text.into()))
}

fn add(found: &mut Vec<Constant>, some: Vec<Constant>) {
    for constant in some {
        if found.len() < WRITTEN && !found.contains(&constant) {
            found.push(constant);
        }
    }
}

/// The path that begins with a step and goes on so.
fn below(step: Step, path: &[Step]) -> Vec<Step> {
    let mut all = Vec::with_capacity(path.len() + 1);
    all.push(step);
    all.extend_from_slice(path);
    all
}

/// The path where it is not known which element its first step means.
fn unplaced(path: &[Step]) -> Vec<Step> {
    match path {
        [Step::Key(Constant::Int(_)) | Step::Turn(_) | Step::Entry(_), rest @ ..] => below(Step::Any, rest),
        path => path.to_vec(),
    }
}
