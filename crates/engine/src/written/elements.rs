//! Elements of sequences and entries of maps: those that are written down, those that a loop puts together, and those
//! that the same function adds.

use ir::{ArgKind, Callee, Constant, Elem, Op, UnaryOp, Value};
use knowledge::{Effect, Move, PortBase};
use program::{FuncId, Given, Target, base_values};

use crate::written::{Node, Step, Written, add, below};

impl Written<'_, '_> {
    /// What stands at a path below a sequence.
    pub(super) fn element(&mut self, id: FuncId, value: Value, operands: &[Value], path: &[Step]) -> Vec<Constant> {
        let Some((step, rest)) = path.split_first() else { return Vec::new() };
        let place = match step {
            Step::Key(Constant::Int(at)) if *at < 0 => {
                operands.len().checked_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX))
            }
            Step::Key(Constant::Int(at)) => usize::try_from(*at).ok(),
            Step::Turn(at) | Step::Entry(at) => Some(*at),
            Step::Key(_) | Step::Owner => return Vec::new(),
            Step::Any | Step::Each => None,
        };
        // Where a place is asked for, what stands behind it does not matter.
        let before = place.map_or(operands.len(), |place| (place + 1).min(operands.len()));
        let is_own = |&operand: &Value| !self.is_spread(id, operand) && !self.is_gathered(id, operand);
        let is_fixed = operands[..before].iter().all(is_own)
            && (place.is_none_or(|place| place < operands.len()) || operands.iter().all(is_own));
        if let (Some(place), true) = (place, is_fixed) {
            return operands.get(place).map_or_else(Vec::new, |&operand| self.at(id, operand, rest));
        }
        if let (Some(place), Some(nodes)) = (place, self.ordered(id, value)) {
            return nodes.get(place).map_or_else(Vec::new, |node| {
                let mut node = node.clone();
                node.path.extend_from_slice(rest);
                self.at_node(&node)
            });
        }
        let mut found = Vec::new();
        for &operand in operands {
            let some = match self.program.function(id).op(operand) {
                Op::Unary(UnaryOp::Spread, of) => self.at(id, of, &below(Step::Each, rest)),
                _ => self.at(id, operand, rest),
            };
            add(&mut found, some);
        }
        for (added, is_many) in self.additions(id, value) {
            let some = if is_many { self.at(id, added, path) } else { self.at(id, added, rest) };
            add(&mut found, some);
        }
        found
    }

    /// What stands at a path below a map.
    pub(super) fn entry(&mut self, id: FuncId, value: Value, operands: &[Value], path: &[Step]) -> Vec<Constant> {
        let Some((step, rest)) = path.split_first() else { return Vec::new() };
        let mut found = Vec::new();
        for (at, pair) in operands.chunks_exact(2).enumerate() {
            let (key, of) = (pair[0], pair[1]);
            if let (Some(keys), Some(values)) = (self.gathered(id, key), self.gathered(id, of)) {
                let some = self.gathered_entry(id, (keys, values), step, rest);
                add(&mut found, some);
                continue;
            }
            let some = match step {
                _ if self.is_spread(id, key) => match self.program.function(id).op(key) {
                    Op::Unary(_, spread) => self.at(id, spread, path),
                    _ => Vec::new(),
                },
                Step::Key(constant) => match self.only(id, key, &[]) {
                    Some(known) if known != *constant => continue,
                    _ => self.at(id, of, rest),
                },
                Step::Turn(place) | Step::Entry(place) if *place != at => continue,
                Step::Each | Step::Turn(_) => self.at(id, key, rest),
                Step::Any | Step::Entry(_) => self.at(id, of, rest),
                Step::Owner => continue,
            };
            add(&mut found, some);
        }
        if matches!(step, Step::Any | Step::Key(_)) {
            for (key, of) in self.entries_added(id, value) {
                let known = self.only(id, key, &[]);
                let is_other = matches!((step, &known), (Step::Key(asked), Some(known)) if asked != known);
                let some = if is_other { Vec::new() } else { self.at(id, of, rest) };
                add(&mut found, some);
            }
        }
        found
    }

    /// What stands at a path below a map of which a loop gathers the keys and values, turn by turn.
    fn gathered_entry(&mut self, id: FuncId, (key, of): (Value, Value), step: &Step, rest: &[Step]) -> Vec<Constant> {
        let wanted = if matches!(step, Step::Each | Step::Turn(_)) { key } else { of };
        let Some(turns) = self.ordered_turns(id, key) else {
            let is_any = matches!(step, Step::Any | Step::Each);
            return if is_any { self.at(id, wanted, rest) } else { Vec::new() };
        };
        let mut found = Vec::new();
        for (at, turn) in turns.iter().enumerate() {
            match step {
                Step::Key(asked) if self.only_at(turn).as_ref() != Some(asked) => continue,
                Step::Turn(place) | Step::Entry(place) if *place != at => continue,
                _ => {}
            }
            let entry = Node { value: wanted, path: rest.to_vec(), ..turn.clone() };
            let some = self.at_node(&entry);
            add(&mut found, some);
        }
        found
    }

    pub(super) fn is_spread(&self, id: FuncId, operand: Value) -> bool {
        matches!(self.program.function(id).op(operand), Op::Unary(UnaryOp::Spread, _))
    }

    /// Whether an operand stands for what a loop gathers: nothing before its first turn.
    pub(super) fn is_gathered(&self, id: FuncId, operand: Value) -> bool {
        self.gathered(id, operand).is_some()
    }

    /// What a loop gathers in an operand, on each of its turns.
    pub(super) fn gathered(&self, id: FuncId, operand: Value) -> Option<Value> {
        let function = self.program.function(id);
        let Op::Phi(list) = function.op(operand) else { return None };
        let values = function.values(list);
        let is_nothing = |value: &&Value| matches!(function.op(function.original(**value)), Op::Undefined);
        let nothing = values.iter().filter(is_nothing).count();
        let mut others = values.iter().filter(|value| !is_nothing(value) && **value != operand);
        match (nothing, others.next(), others.next()) {
            (1.., Some(&only), None) => Some(only),
            _ => None,
        }
    }

    /// What the same function adds to a sequence, and whether that is the elements of what is given.
    pub(super) fn additions(&mut self, id: FuncId, value: Value) -> Vec<(Value, bool)> {
        let program = self.program;
        let function = program.function(id);
        if !self.looks_through(function.ops.len()) {
            return Vec::new();
        }
        let is_it = |of: Value| function.original(of) == value;
        let mut added = Vec::new();
        for site in program.calls(id) {
            let Op::Call(Callee::Method(receiver, _), args) = function.op(site.value) else { continue };
            if is_it(receiver) {
                let given = Given::new(Some(receiver), function.pools.args(args));
                added.extend(self.added_by(&site.targets, &given, site.value));
            }
        }
        added
    }

    /// What a call adds to its receiver, say its rows.
    pub(super) fn added_by(&self, targets: &[Target], given: &Given, call: Value) -> Vec<(Value, bool)> {
        let program = self.program;
        let rows = targets.iter().filter_map(|target| match target {
            Target::Api(node) => Some(&program.apis.api(*node).rows),
            _ => None,
        });
        let effects = rows.flatten().map(|&row| &program.apis.row(row).effect);
        let added = effects.filter_map(|effect| match effect {
            Effect::Sequence { does: Move::Append | Move::Prepend | Move::Insert, value: Some(port), .. } => {
                Some((port, false))
            }
            Effect::Sequence { does: Move::Extend, value: Some(port), .. } => Some((port, true)),
            _ => None,
        });
        let is_plain = |port: &knowledge::Port| port.steps.is_empty() && port.base != PortBase::Receiver;
        added
            .filter(|(port, _)| is_plain(port))
            .flat_map(|(port, is_many)| {
                base_values(program, given, call, port).into_iter().map(move |of| (of, is_many))
            })
            .collect()
    }

    /// The entries that the same function puts into a map.
    fn entries_added(&mut self, id: FuncId, value: Value) -> Vec<(Value, Value)> {
        let function = self.program.function(id);
        if !self.looks_through(function.ops.len()) {
            return Vec::new();
        }
        let stored = function.ops.iter().filter_map(|op| match *op {
            Op::Store(base, Elem::Item(key), of) if function.original(base) == value => Some((key, of)),
            _ => None,
        });
        stored.collect()
    }

    /// Whether so many operations may still be looked through; that costs steps.
    pub(super) fn looks_through(&mut self, operations: usize) -> bool {
        let steps = operations / crate::limits::WRITTEN_OPERATIONS;
        let may = steps <= self.steps;
        self.steps = self.steps.saturating_sub(steps);
        may
    }
}

/// The positional arguments of a call, when none of them is a spread.
pub(super) fn positional(args: &[ir::Arg]) -> Option<Vec<Value>> {
    let is_spread = |arg: &ir::Arg| matches!(arg.kind, ArgKind::Spread | ArgKind::SpreadNamed);
    let values = args.iter().filter(|arg| arg.kind == ArgKind::Positional).map(|arg| arg.value);
    (!args.iter().any(is_spread)).then(|| values.collect())
}
