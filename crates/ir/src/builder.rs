//! Builds a function's blocks in SSA form while a frontend walks the source once.
//!
//! The frontend writes and reads named variables; the builder places phis on demand (the method of Braun and others,
//! "Simple and Efficient Construction of Static Single Assignment Form", 2013), here without recursion, so that the
//! shape of the source cannot exhaust the stack. `finish` removes the phis that choose between one value only and
//! lays the blocks out in reverse postorder.

use rustc_hash::FxHashMap;

use crate::{Block, BlockId, List, Op, Pools, Span, Symbol, Terminator, Value};

/// The most phis that one function may get. A read beyond that yields [`Op::Undefined`] and sets
/// [`FunctionBuilder::is_truncated`].
const MAX_PHIS: usize = 400_000;

/// A variable of the function that is being built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Variable(u32);

#[derive(Default)]
struct OpenBlock {
    phis: Vec<Value>,
    ops: Vec<Value>,
    terminator: Option<Terminator>,
    is_omissible: bool,
    handlers: Vec<BlockId>,
    predecessors: Vec<BlockId>,
    sealed: bool,
    incomplete: Vec<(Variable, Value)>,
}

/// The finished parts of a function; the frontend adds the declaration's facts.
pub struct Built {
    /// The blocks in reverse postorder, blocks that control never reaches last.
    pub blocks: Vec<Block>,
    /// The operations, block after block.
    pub ops: Vec<Op>,
    /// The operations' places, beside `ops`.
    pub spans: Vec<Span>,
    /// The operations' operands.
    pub pools: Pools,
    /// Variables' names by value, sorted.
    pub names: Vec<(Value, Symbol)>,
    /// What became of the values that the frontend asked about.
    pub kept: Vec<Value>,
}

/// A function under construction. Starts in its entry block, which is sealed.
#[derive(Default)]
pub struct FunctionBuilder {
    blocks: Vec<OpenBlock>,
    ops: Vec<Op>,
    spans: Vec<Span>,
    /// Operands of variable length; the frontend adds to it before it pushes an operation.
    pub pools: Pools,
    names: Vec<(Value, Symbol)>,
    variables: FxHashMap<Symbol, Variable>,
    variable_names: Vec<Symbol>,
    definitions: FxHashMap<(BlockId, Variable), Value>,
    phi_operands: FxHashMap<Value, Vec<Value>>,
    pending: Vec<(Variable, BlockId, Value)>,
    handlers: Vec<BlockId>,
    current: Option<BlockId>,
    phis: usize,
    truncated: bool,
}

impl FunctionBuilder {
    /// A builder that stands in a sealed entry block.
    pub fn new() -> Self {
        let mut builder = Self::default();
        let entry = builder.new_block();
        builder.seal(entry);
        builder.current = Some(entry);
        builder
    }

    /// A new block, not yet sealed, without predecessors.
    pub fn new_block(&mut self) -> BlockId {
        self.blocks.push(OpenBlock::default());
        BlockId(self.blocks.len() as u32 - 1)
    }

    /// The block that operations are added to.
    pub fn current(&self) -> BlockId {
        self.current.unwrap_or(BlockId(0))
    }

    /// Goes on in another block.
    pub fn switch_to(&mut self, block: BlockId) {
        self.current = Some(block);
    }

    /// Whether the current block has its terminator already, so that what follows in the source is unreachable.
    pub fn is_terminated(&self) -> bool {
        self.blocks[self.current().index()].terminator.is_some()
    }

    /// Whether a limit was reached and some reads yield [`Op::Undefined`] instead of their value.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// From now on, blocks that are ended may also continue at `handler`.
    pub fn push_handler(&mut self, handler: BlockId) {
        self.handlers.push(handler);
    }

    /// Ends the reach of the innermost handler.
    pub fn pop_handler(&mut self) {
        self.handlers.pop();
    }

    /// The innermost handler, if any.
    pub fn handler(&self) -> Option<BlockId> {
        self.handlers.last().copied()
    }

    /// Takes all handlers away (while a `finally` body or a nested function is lowered); give them back with
    /// [`Self::restore_handlers`].
    pub fn take_handlers(&mut self) -> Vec<BlockId> {
        std::mem::take(&mut self.handlers)
    }

    /// Gives taken handlers back.
    pub fn restore_handlers(&mut self, handlers: Vec<BlockId>) {
        self.handlers = handlers;
    }

    /// Adds an operation to the current block. After a terminator, a block without predecessors is begun first, so
    /// that unreachable code is kept.
    pub fn push(&mut self, op: Op, span: Span) -> Value {
        if self.is_terminated() {
            let block = self.new_block();
            self.seal(block);
            self.switch_to(block);
        }
        let value = self.add(op, span);
        let current = self.current();
        self.blocks[current.index()].ops.push(value);
        value
    }

    /// Ends the current block. Does nothing if it has ended already.
    pub fn terminate(&mut self, terminator: Terminator) {
        if self.is_terminated() {
            return;
        }
        let from = self.current();
        match terminator {
            Terminator::Jump(to) => self.add_edge(from, to),
            Terminator::Branch { then, otherwise, .. } => {
                self.add_edge(from, then);
                self.add_edge(from, otherwise);
            }
            Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => {}
        }
        if let Some(handler) = self.handler() {
            self.add_edge(from, handler);
            self.blocks[from.index()].handlers.push(handler);
        }
        self.blocks[from.index()].terminator = Some(terminator);
    }

    /// Says that control comes to the current block only where a check fails that the language leaves out when it
    /// optimises.
    pub fn mark_omissible(&mut self) {
        let current = self.current();
        self.blocks[current.index()].is_omissible = true;
    }

    /// Ends the current block with a jump to a new, sealed block and goes on there. Inside a handler's reach this
    /// gives the handler the variables as they are at this point.
    pub fn split(&mut self) {
        if self.is_terminated() {
            return;
        }
        let next = self.new_block();
        self.terminate(Terminator::Jump(next));
        self.seal(next);
        self.switch_to(next);
    }

    /// Says that no further edge will lead to the block.
    pub fn seal(&mut self, block: BlockId) {
        if self.blocks[block.index()].sealed {
            return;
        }
        self.blocks[block.index()].sealed = true;
        for (variable, phi) in std::mem::take(&mut self.blocks[block.index()].incomplete) {
            self.pending.push((variable, block, phi));
        }
        self.fill_pending();
    }

    /// The variable of that name.
    pub fn variable(&mut self, name: Symbol) -> Variable {
        if let Some(&variable) = self.variables.get(&name) {
            return variable;
        }
        let variable = Variable(self.variable_names.len() as u32);
        self.variable_names.push(name);
        self.variables.insert(name, variable);
        variable
    }

    /// The variable of that name, if it was ever written or asked for.
    pub fn find_variable(&self, name: Symbol) -> Option<Variable> {
        self.variables.get(&name).copied()
    }

    /// Assigns in the current block.
    pub fn write(&mut self, variable: Variable, value: Value) {
        self.definitions.insert((self.current(), variable), value);
        self.names.push((value, self.variable_names[variable.0 as usize]));
    }

    /// The variable's value in the current block; [`Op::Undefined`] where it was never written.
    pub fn read(&mut self, variable: Variable) -> Value {
        let value = self.look_up(variable, self.current());
        self.fill_pending();
        value
    }

    /// The operation that was pushed as this value.
    pub fn op(&self, value: Value) -> Op {
        self.ops[value.index()]
    }

    fn add(&mut self, op: Op, span: Span) -> Value {
        self.ops.push(op);
        self.spans.push(span);
        Value(self.ops.len() as u32 - 1)
    }

    fn add_edge(&mut self, from: BlockId, to: BlockId) {
        let predecessors = &mut self.blocks[to.index()].predecessors;
        if !predecessors.contains(&from) {
            predecessors.push(from);
        }
    }

    fn new_phi(&mut self, variable: Variable, block: BlockId) -> Value {
        self.phis += 1;
        let phi = self.add(Op::Phi(List::default()), Span::default());
        self.blocks[block.index()].phis.push(phi);
        self.definitions.insert((block, variable), phi);
        phi
    }

    /// Walks up to the definition; a phi that has to be made is left to `fill_pending`.
    fn look_up(&mut self, variable: Variable, from: BlockId) -> Value {
        let mut walked = Vec::new();
        let mut block = from;
        let value = loop {
            if let Some(&value) = self.definitions.get(&(block, variable)) {
                break value;
            }
            let at = &self.blocks[block.index()];
            if !at.sealed {
                let phi = self.new_phi(variable, block);
                self.blocks[block.index()].incomplete.push((variable, phi));
                break phi;
            }
            match at.predecessors[..] {
                [] => break self.undefined(block),
                // Unreachable blocks may form a ring; nobody walks further than there are blocks.
                [only] if walked.len() < self.blocks.len() => {
                    walked.push(block);
                    block = only;
                }
                _ if self.phis >= MAX_PHIS => {
                    self.truncated = true;
                    break self.undefined(block);
                }
                _ => {
                    let phi = self.new_phi(variable, block);
                    self.pending.push((variable, block, phi));
                    break phi;
                }
            }
        };
        for passed in walked {
            self.definitions.insert((passed, variable), value);
        }
        self.definitions.insert((block, variable), value);
        value
    }

    fn undefined(&mut self, block: BlockId) -> Value {
        let value = self.add(Op::Undefined, Span::default());
        self.blocks[block.index()].ops.insert(0, value);
        value
    }

    fn fill_pending(&mut self) {
        while let Some((variable, block, phi)) = self.pending.pop() {
            let predecessors = self.blocks[block.index()].predecessors.clone();
            let operands = predecessors.iter().map(|&from| self.look_up(variable, from)).collect();
            self.phi_operands.insert(phi, operands);
        }
    }

    /// Ends construction. Open blocks end as `Unreachable`; all blocks are sealed. `keep` are values that the caller
    /// wants to know by their final numbers.
    pub fn finish(mut self, keep: &[Value]) -> Built {
        for index in 0..self.blocks.len() {
            self.seal(BlockId(index as u32));
        }
        let replaced = self.remove_trivial_phis();
        let order = self.reverse_postorder();
        let mut block_numbers = vec![0; self.blocks.len()];
        for (number, &block) in order.iter().enumerate() {
            block_numbers[block.index()] = number as u32;
        }
        let mut numbers = vec![u32::MAX; self.ops.len()];
        let mut layout = Vec::with_capacity(self.ops.len());
        for &block in &order {
            let open = &self.blocks[block.index()];
            let phis = open.phis.iter().filter(|phi| replaced[phi.index()] == **phi);
            for &value in phis.chain(&open.ops) {
                numbers[value.index()] = layout.len() as u32;
                layout.push(value);
            }
        }
        let renumber = |value: Value| Value(numbers[replaced[value.index()].index()]);
        let renumber_block = |block: BlockId| BlockId(block_numbers[block.index()]);
        for value in &mut self.pools.values {
            *value = renumber(*value);
        }
        for arg in &mut self.pools.args {
            arg.value = renumber(arg.value);
        }
        let mut ops = Vec::with_capacity(layout.len());
        let mut spans = Vec::with_capacity(layout.len());
        for &value in &layout {
            let op = if let Op::Phi(_) = self.ops[value.index()] {
                let operands: Vec<Value> =
                    self.phi_operands.get(&value).into_iter().flatten().map(|&operand| renumber(operand)).collect();
                Op::Phi(self.pools.add_values(&operands))
            } else {
                renumber_op(self.ops[value.index()], &renumber)
            };
            ops.push(op);
            spans.push(self.spans[value.index()]);
        }
        let mut first = 0;
        let mut blocks = Vec::with_capacity(order.len());
        for &block in &order {
            let open = &self.blocks[block.index()];
            let phis = open.phis.iter().filter(|phi| replaced[phi.index()] == **phi).count();
            let len = (phis + open.ops.len()) as u32;
            let terminator = match open.terminator.unwrap_or(Terminator::Unreachable) {
                Terminator::Jump(to) => Terminator::Jump(renumber_block(to)),
                Terminator::Branch { condition, then, otherwise } => Terminator::Branch {
                    condition: renumber(condition),
                    then: renumber_block(then),
                    otherwise: renumber_block(otherwise),
                },
                Terminator::Return(value) => Terminator::Return(renumber(value)),
                Terminator::Raise(value) => Terminator::Raise(value.map(renumber)),
                Terminator::Unreachable => Terminator::Unreachable,
            };
            blocks.push(Block {
                first,
                len,
                terminator,
                is_omissible: open.is_omissible,
                handlers: open.handlers.iter().map(|&to| renumber_block(to)).collect(),
                predecessors: open.predecessors.iter().map(|&from| renumber_block(from)).collect(),
            });
            first += len;
        }
        let mut names: Vec<(Value, Symbol)> = self.names.iter().map(|&(value, name)| (renumber(value), name)).collect();
        names.sort_by_key(|(value, _)| *value);
        names.dedup_by_key(|(value, _)| *value);
        let kept = keep.iter().map(|&value| renumber(value)).collect();
        Built { blocks, ops, spans, pools: self.pools, names, kept }
    }

    /// For each value the value to use in its place: itself, or for a phi that chooses between one value (and
    /// perhaps itself) that value.
    fn remove_trivial_phis(&self) -> Vec<Value> {
        let mut replaced: Vec<Value> = (0..self.ops.len() as u32).map(Value).collect();
        let mut users: FxHashMap<Value, Vec<Value>> = FxHashMap::default();
        let mut phis: Vec<Value> = self.blocks.iter().flat_map(|block| block.phis.iter().copied()).collect();
        for &phi in &phis {
            for &operand in self.phi_operands.get(&phi).into_iter().flatten() {
                users.entry(operand).or_default().push(phi);
            }
        }
        phis.reverse();
        while let Some(phi) = phis.pop() {
            if replaced[phi.index()] != phi {
                continue;
            }
            let mut only = None;
            let mut trivial = true;
            for &operand in self.phi_operands.get(&phi).into_iter().flatten() {
                let operand = resolve(&mut replaced, operand);
                if operand == phi || only == Some(operand) {
                    continue;
                }
                if only.is_some() {
                    trivial = false;
                    break;
                }
                only = Some(operand);
            }
            if let (true, Some(only)) = (trivial, only) {
                replaced[phi.index()] = only;
                let freed = users.remove(&phi).unwrap_or_default();
                phis.extend(freed.iter().copied().filter(|user| *user != phi));
                users.entry(only).or_default().extend(freed);
            }
        }
        for index in 0..replaced.len() {
            replaced[index] = resolve(&mut replaced, Value(index as u32));
        }
        replaced
    }

    fn reverse_postorder(&self) -> Vec<BlockId> {
        let mut seen = vec![false; self.blocks.len()];
        let mut postorder = Vec::with_capacity(self.blocks.len());
        let mut stack = vec![(BlockId(0), 0)];
        seen[0] = true;
        while let Some((block, next)) = stack.pop() {
            let successors = self.successors(block);
            // Later successors are visited first, so that the first one comes first in the reversed order.
            if let Some(&to) = successors.iter().rev().nth(next) {
                stack.push((block, next + 1));
                if !std::mem::replace(&mut seen[to.index()], true) {
                    stack.push((to, 0));
                }
            } else {
                postorder.push(block);
            }
        }
        postorder.reverse();
        postorder.extend((0..self.blocks.len() as u32).map(BlockId).filter(|block| !seen[block.index()]));
        postorder
    }

    fn successors(&self, block: BlockId) -> Vec<BlockId> {
        let open = &self.blocks[block.index()];
        let mut successors = match open.terminator {
            Some(Terminator::Jump(to)) => vec![to],
            Some(Terminator::Branch { then, otherwise, .. }) => vec![then, otherwise],
            _ => Vec::new(),
        };
        successors.extend(&open.handlers);
        successors
    }
}

fn resolve(replaced: &mut [Value], value: Value) -> Value {
    let mut root = value;
    while replaced[root.index()] != root {
        root = replaced[root.index()];
    }
    let mut at = value;
    while replaced[at.index()] != root {
        at = std::mem::replace(&mut replaced[at.index()], root);
    }
    root
}

fn renumber_op(op: Op, renumber: &impl Fn(Value) -> Value) -> Op {
    use crate::{Callee, Elem};
    let elem = |elem: Elem| match elem {
        Elem::Item(key) => Elem::Item(renumber(key)),
        Elem::Range(from, to) => Elem::Range(renumber(from), renumber(to)),
        other => other,
    };
    match op {
        Op::Copy(value) => Op::Copy(renumber(value)),
        Op::SetGlobal(name, value) => Op::SetGlobal(name, renumber(value)),
        Op::SetShared(owner, name, value) => Op::SetShared(owner, name, renumber(value)),
        Op::Unary(operator, value) => Op::Unary(operator, renumber(value)),
        Op::Binary(operator, left, right) => Op::Binary(operator, renumber(left), renumber(right)),
        Op::Compare(operator, left, right) => Op::Compare(operator, renumber(left), renumber(right)),
        Op::TypeTest(value, class) => Op::TypeTest(renumber(value), renumber(class)),
        Op::Load(base, part) => Op::Load(renumber(base), elem(part)),
        Op::Delete(base, part) => Op::Delete(renumber(base), elem(part)),
        Op::Store(base, part, value) => Op::Store(renumber(base), elem(part), renumber(value)),
        Op::Call(callee, args) => {
            let callee = match callee {
                Callee::Value(value) => Callee::Value(renumber(value)),
                Callee::Method(value, name) => Callee::Method(renumber(value), name),
                Callee::Super(value, name) => Callee::Super(renumber(value), name),
            };
            Op::Call(callee, args)
        }
        Op::Next(value) => Op::Next(renumber(value)),
        Op::HasNext(value) => Op::HasNext(renumber(value)),
        Op::Enter(value, method) => Op::Enter(renumber(value), method),
        Op::Exit(value) => Op::Exit(renumber(value)),
        Op::Yield(value) => Op::Yield(renumber(value)),
        Op::Await(value) => Op::Await(renumber(value)),
        Op::Const(_)
        | Op::Param(_)
        | Op::Capture(_)
        | Op::Phi(_)
        | Op::Global(_)
        | Op::Shared(..)
        | Op::Import(_)
        | Op::Closure { .. }
        | Op::Class { .. }
        | Op::Template(_)
        | Op::Sequence(..)
        | Op::Map(_)
        | Op::Caught(_)
        | Op::Opaque(..)
        | Op::Undefined => op,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(number: u32) -> Symbol {
        Symbol(number)
    }

    #[test]
    fn a_variable_written_on_both_branches_gets_one_phi() {
        let mut builder = FunctionBuilder::new();
        let x = builder.variable(symbol(0));
        let (then, otherwise, join) = (builder.new_block(), builder.new_block(), builder.new_block());
        let condition = builder.push(Op::Param(0), Span::default());
        builder.terminate(Terminator::Branch { condition, then, otherwise });
        for (block, number) in [(then, 1), (otherwise, 2)] {
            builder.seal(block);
            builder.switch_to(block);
            let value = builder.push(Op::Param(number), Span::default());
            builder.write(x, value);
            builder.terminate(Terminator::Jump(join));
        }
        builder.seal(join);
        builder.switch_to(join);
        let read = builder.read(x);
        builder.terminate(Terminator::Return(read));
        let built = builder.finish(&[read]);
        let Op::Phi(list) = built.ops[built.kept[0].index()] else { panic!("expected a phi") };
        assert_eq!(built.pools.values(list).len(), 2);
        assert_eq!(built.blocks.len(), 4);
    }

    #[test]
    fn a_loop_that_never_writes_a_variable_needs_no_phi() {
        let mut builder = FunctionBuilder::new();
        let x = builder.variable(symbol(0));
        let start = builder.push(Op::Param(0), Span::default());
        builder.write(x, start);
        let (head, body, done) = (builder.new_block(), builder.new_block(), builder.new_block());
        builder.terminate(Terminator::Jump(head));
        builder.switch_to(head);
        let condition = builder.read(x);
        builder.terminate(Terminator::Branch { condition, then: body, otherwise: done });
        builder.seal(body);
        builder.switch_to(body);
        builder.terminate(Terminator::Jump(head));
        builder.seal(head);
        builder.seal(done);
        builder.switch_to(done);
        let read = builder.read(x);
        builder.terminate(Terminator::Return(read));
        let built = builder.finish(&[read]);
        assert_eq!(built.ops.iter().filter(|op| matches!(op, Op::Phi(_))).count(), 0);
        assert_eq!(built.ops[built.kept[0].index()], Op::Param(0));
    }

    #[test]
    fn ten_thousand_branches_in_a_row_do_not_recurse() {
        let mut builder = FunctionBuilder::new();
        let x = builder.variable(symbol(0));
        let start = builder.push(Op::Param(0), Span::default());
        builder.write(x, start);
        for _ in 0..10_000 {
            let (then, join) = (builder.new_block(), builder.new_block());
            builder.terminate(Terminator::Branch { condition: start, then, otherwise: join });
            builder.seal(then);
            builder.switch_to(then);
            builder.terminate(Terminator::Jump(join));
            builder.seal(join);
            builder.switch_to(join);
        }
        let read = builder.read(x);
        builder.terminate(Terminator::Return(read));
        let built = builder.finish(&[read]);
        assert_eq!(built.kept[0], Value(0));
    }
}
