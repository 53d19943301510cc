//! Functions: parameters, basic blocks, operations, and spans beside.

use crate::{ClassId, List, Op, Pools, Span, Symbol};

/// A function of a module: its place in [`crate::Module::functions`]. Number 0 is the module's own body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// An SSA value: the operation that yields it, by its place in [`Function::ops`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(pub u32);

impl Value {
    /// The index as a `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A block of a function: its place in [`Function::blocks`]. Number 0 is the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

impl BlockId {
    /// The index as a `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FunctionKind {
    /// The statements of a module.
    ModuleBody,
    /// The statements of a class; parameter 0 is the class.
    ClassBody(ClassId),
    /// An ordinary function.
    Plain,
    /// A method of a class.
    Method(ClassId),
    /// An anonymous function.
    Lambda,
}

/// Before a declared type: it is that of the elements of a sequence or set, and not of the value itself.
pub const ELEMENTS: &str = "[]";

/// Before a declared type: it is that of what a map holds under its keys.
pub const ENTRIES: &str = "{}";

/// Before a dotted name among the declared types: it is no type, but what the declaration calls besides.
pub const NOTED: &str = "@";

/// Whether what is written among declared types is not the type of the value itself.
pub fn is_marked(written: &str) -> bool {
    [ELEMENTS, ENTRIES, NOTED].iter().any(|mark| written.starts_with(mark))
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Symbol,
    /// How it takes arguments.
    pub kind: ParamKind,
    /// Its declared types as dotted names in the module's scope; a union gives several. Those of elements are marked
    /// by [`ELEMENTS`] or [`ENTRIES`].
    pub types: Vec<Symbol>,
    /// Whether it has a default value.
    pub has_default: bool,
}

/// How a parameter takes arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamKind {
    /// By position or name.
    Normal,
    /// By position only.
    PositionalOnly,
    /// By name only.
    NamedOnly,
    /// The rest of the positional arguments, as a sequence.
    Rest,
    /// The rest of the named arguments, as a map.
    RestNamed,
}

/// A basic block. Its operations are `ops[first..first + len]` of the function; phis stand first.
#[derive(Clone, Debug)]
pub struct Block {
    /// Index of the first operation.
    pub first: u32,
    /// How many operations.
    pub len: u32,
    /// How control leaves.
    pub terminator: Terminator,
    /// Whether control comes here only where a check fails that the language leaves out when it optimises.
    pub is_omissible: bool,
    /// Where an exception that is raised in this block continues inside the function.
    pub handlers: Vec<BlockId>,
    /// The blocks that control comes from, exceptional edges included, each once, in the order of phi operands.
    pub predecessors: Vec<BlockId>,
}

impl Block {
    /// The values that the block's operations yield, in order.
    pub fn values(&self) -> impl Iterator<Item = Value> + use<> {
        (self.first..self.first + self.len).map(Value)
    }
}

/// How control leaves a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Terminator {
    /// To that block.
    Jump(BlockId),
    /// By the truth of a value.
    Branch {
        /// What is tested.
        condition: Value,
        /// Where to when it is true.
        then: BlockId,
        /// Where to when it is false.
        otherwise: BlockId,
    },
    /// Back to the caller.
    Return(Value),
    /// By an exception; to the handlers, else to the caller.
    Raise(Option<Value>),
    /// Never: control does not get here.
    Unreachable,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// The plain name; `<module>`, `<lambda>` and the like where there is none.
    pub name: Symbol,
    /// The name with the enclosing classes and functions before it, without the module: `Store.by_title`.
    pub qualified_name: Symbol,
    /// What it is.
    pub kind: FunctionKind,
    /// The function in whose body it is declared; `None` for the module body.
    pub parent: Option<FunctionId>,
    /// The parameters; a method's receiver is the first.
    pub params: Vec<Param>,
    /// The names of the variables that the closure brings along.
    pub captures: Vec<Symbol>,
    /// The declared result types as dotted names in the module's scope, those of elements marked as a parameter's.
    pub returns: Vec<Symbol>,
    /// The decorators, outermost first: values of the parent function. A decorator is also called there.
    pub decorators: Vec<Value>,
    /// Whether it is a generator.
    pub is_generator: bool,
    /// Whether it is a coroutine.
    pub is_async: bool,
    /// The blocks in reverse postorder; 0 is the entry.
    pub blocks: Vec<Block>,
    /// The operations, block after block.
    pub ops: Vec<Op>,
    /// The operations' places in the source, beside `ops`.
    pub spans: Vec<Span>,
    /// The operations' variable-length operands.
    pub pools: Pools,
    /// Variables' names for values that were assigned to one, sorted by value.
    pub names: Vec<(Value, Symbol)>,
    /// The whole declaration.
    pub span: Span,
    /// The name in the declaration, or the declaration's start.
    pub name_span: Span,
}

impl Function {
    /// A declaration of that name without a body: a plain function that takes and does nothing.
    pub fn empty(name: Symbol) -> Self {
        Self {
            name,
            qualified_name: name,
            kind: FunctionKind::Plain,
            parent: None,
            params: Vec::new(),
            captures: Vec::new(),
            returns: Vec::new(),
            decorators: Vec::new(),
            is_generator: false,
            is_async: false,
            blocks: Vec::new(),
            ops: Vec::new(),
            spans: Vec::new(),
            pools: Pools::default(),
            names: Vec::new(),
            span: Span::default(),
            name_span: Span::default(),
        }
    }

    /// The operation that yields a value.
    pub fn op(&self, value: Value) -> Op {
        self.ops[value.index()]
    }

    /// What a value is under copies and waiting; at most 64 of them are looked through.
    pub fn original(&self, value: Value) -> Value {
        let mut at = value;
        for _ in 0..64 {
            match self.op(at) {
                Op::Copy(of) | Op::Await(of) => at = of,
                _ => break,
            }
        }
        at
    }

    /// Where a value's operation stands in the source.
    pub fn span_of(&self, value: Value) -> Span {
        self.spans[value.index()]
    }

    /// The value operands of a list.
    pub fn values(&self, list: List) -> &[Value] {
        self.pools.values(list)
    }

    /// The name of a variable that the value was assigned to first, if any.
    pub fn name_of(&self, value: Value) -> Option<Symbol> {
        let at = self.names.partition_point(|(named, _)| *named < value);
        self.names.get(at).filter(|(named, _)| *named == value).map(|(_, name)| *name)
    }

    /// The blocks that control may go to from a block, exceptional edges last.
    pub fn successors(&self, block: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        let block = &self.blocks[block.index()];
        let (first, second) = match block.terminator {
            Terminator::Jump(to) => (Some(to), None),
            Terminator::Branch { then, otherwise, .. } => (Some(then), Some(otherwise)),
            Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => (None, None),
        };
        first.into_iter().chain(second).chain(block.handlers.iter().copied())
    }

    /// The block in which an operation stands.
    pub fn block_of(&self, value: Value) -> Option<BlockId> {
        // Blocks lie one after the other; empty ones share their first operation with the next.
        let after = self.blocks.partition_point(|block| block.first <= value.0);
        let at = self.blocks[..after].iter().rposition(|block| value.0 < block.first + block.len)?;
        Some(BlockId(at as u32))
    }

    /// Whether control always passes one block on its way to another; a block passes itself.
    pub fn dominates(&self, first: BlockId, second: BlockId) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        let mut pending = vec![second];
        while let Some(block) = pending.pop() {
            if block == first || std::mem::replace(&mut seen[block.index()], true) {
                continue;
            }
            if block == BlockId(0) {
                return false;
            }
            pending.extend(&self.blocks[block.index()].predecessors);
        }
        true
    }
}
