//! Operations: what a function does, one at a time.
//!
//! Every operation is also the SSA value that it yields (some yield nothing of interest). Variable-length operands
//! stand in [`Pools`], one set for each function, and an operation holds a [`List`] into them.

use crate::{ClassId, ConstId, FunctionId, Symbol, Value};

/// A run of entries in one of a function's [`Pools`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct List {
    /// Index of the first entry.
    pub start: u32,
    /// How many entries.
    pub len: u32,
}

/// One operation. `Value` operands are operations of the same function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A literal.
    Const(ConstId),
    /// The function's parameter with that number (its place in [`crate::Function::params`]).
    Param(u32),
    /// The variable with that number that the closure brought along (its place in [`crate::Function::captures`]).
    Capture(u32),
    /// One of several values, by the block that control came from: operands stand in the order of the block's
    /// predecessors. Phis stand first in their block.
    Phi(List),
    /// The same value again.
    Copy(Value),
    /// Reads a name of the module's scope, or a builtin when the module binds no such name.
    Global(Symbol),
    /// Binds a name of the module's scope.
    SetGlobal(Symbol, Value),
    /// Reads a variable of an enclosing function that may be written at any time.
    Shared(FunctionId, Symbol),
    /// Writes such a variable, the enclosing function itself being the owner or not.
    SetShared(FunctionId, Symbol, Value),
    /// The entity with that absolute dotted name: a module, or a name in one.
    Import(Symbol),
    /// A function value. `captures` (in [`Pools::values`]) stand in the order of the function's captures;
    /// `defaults` holds, in the order of the parameters that have one, their default values.
    Closure {
        /// The function.
        function: FunctionId,
        /// The captured values.
        captures: List,
        /// The default values.
        defaults: List,
    },
    /// A class object. Its body is a function of kind `ClassBody`, called by the frontend right after; `bases` are
    /// values.
    Class {
        /// The class.
        class: ClassId,
        /// The base values.
        bases: List,
    },
    /// One operand.
    Unary(UnaryOp, Value),
    /// Two operands.
    Binary(BinaryOp, Value, Value),
    /// A comparison.
    Compare(CompareOp, Value, Value),
    /// Text made of the operands' texts one after the other (in [`Pools::values`]).
    Template(List),
    /// Reads an element or field.
    Load(Value, Elem),
    /// Writes an element or field: base, element, value.
    Store(Value, Elem, Value),
    /// Removes an element or field.
    Delete(Value, Elem),
    /// A new sequence or set of the operands (in [`Pools::values`]); a [`UnaryOp::Spread`] operand stands for its
    /// elements.
    Sequence(SequenceKind, List),
    /// A new map: keys and values in turn (in [`Pools::values`]). A spread operand stands in both places.
    Map(List),
    /// Calls; arguments stand in [`Pools::args`].
    Call(Callee, List),
    /// The next element of what is iterated.
    Next(Value),
    /// Whether the iteration over the value goes on.
    HasNext(Value),
    /// Enters a managed resource by its method of that name; the value is what the method gives, or the resource
    /// itself when no such method is known.
    Enter(Value, Symbol),
    /// Leaves a managed resource.
    Exit(Value),
    /// Suspends with a value; yields what is sent in.
    Yield(Value),
    /// Waits for the value's result.
    Await(Value),
    /// The caught exception; operands (in [`Pools::values`]) are the exception classes of the handler.
    Caught(List),
    /// A value test against a class: value, class.
    TypeTest(Value, Value),
    /// Something that the frontend does not understand: its name, and the operands that went in (in
    /// [`Pools::values`]). Counted in the coverage.
    Opaque(Symbol, List),
    /// A variable that is read before it is surely bound.
    Undefined,
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Callee {
    /// A value.
    Value(Value),
    /// The method of that name of the receiver.
    Method(Value, Symbol),
    /// The method of that name of the next class after the current one: receiver, name.
    Super(Value, Symbol),
}

/// One argument of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arg {
    /// What is passed.
    pub value: Value,
    /// How it is passed.
    pub kind: ArgKind,
}

/// How an argument is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArgKind {
    /// By position.
    Positional,
    /// By name.
    Named(Symbol),
    /// The elements of a sequence, by position.
    Spread,
    /// The entries of a map, by name.
    SpreadNamed,
}

/// Which part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Elem {
    /// The field or attribute of that name.
    Field(Symbol),
    /// The element under that key or index.
    Item(Value),
    /// A run of elements: a slice of which nothing more is known.
    Slice,
    /// The elements from one position up to, and without, another; null where the run begins or ends with the whole.
    Range(Value, Value),
    /// Any element.
    Any,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// Logical not.
    Not,
    /// Arithmetic minus.
    Minus,
    /// Arithmetic plus.
    Plus,
    /// Bitwise not.
    Invert,
    /// Stands for the elements (or entries) of its operand inside a sequence, map or assignment.
    Spread,
    /// The operand's text, as a template would show it.
    Text,
    /// The operand's number form inside a template with a numeric format.
    NumberText,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators'")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    /// The remainder of numbers; printf-style formatting when the left operand is text.
    Mod,
    Pow,
    ShiftLeft,
    ShiftRight,
    BitAnd,
    BitOr,
    BitXor,
    MatMul,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operators'")]
pub enum CompareOp {
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    Is,
    IsNot,
    In,
    NotIn,
}

/// What kind of sequence is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SequenceKind {
    /// Mutable, ordered.
    List,
    /// Immutable, ordered.
    Tuple,
    /// Without order.
    Set,
    /// Produced on demand; operands are summaries of what is produced.
    Generator,
}

/// The variable-length operands of one function's operations.
#[derive(Clone, Debug, Default)]
pub struct Pools {
    /// Value operands.
    pub values: Vec<Value>,
    /// Call arguments.
    pub args: Vec<Arg>,
}

impl Pools {
    /// The values of a list.
    pub fn values(&self, list: List) -> &[Value] {
        &self.values[list.start as usize..(list.start + list.len) as usize]
    }

    /// The arguments of a list.
    pub fn args(&self, list: List) -> &[Arg] {
        &self.args[list.start as usize..(list.start + list.len) as usize]
    }

    /// Adds value operands.
    pub fn add_values(&mut self, values: &[Value]) -> List {
        let start = self.values.len() as u32;
        self.values.extend_from_slice(values);
        List { start, len: values.len() as u32 }
    }

    /// Adds arguments.
    pub fn add_args(&mut self, args: &[Arg]) -> List {
        let start = self.args.len() as u32;
        self.args.extend_from_slice(args);
        List { start, len: args.len() as u32 }
    }
}

impl Op {
    /// Calls `visit` with every value operand, in order.
    pub fn for_each_operand(&self, pools: &Pools, mut visit: impl FnMut(Value)) {
        let elem = |elem: Elem, visit: &mut dyn FnMut(Value)| match elem {
            Elem::Item(key) => visit(key),
            Elem::Range(from, to) => {
                visit(from);
                visit(to);
            }
            Elem::Field(_) | Elem::Slice | Elem::Any => {}
        };
        match *self {
            Self::Const(_)
            | Self::Param(_)
            | Self::Capture(_)
            | Self::Global(_)
            | Self::Shared(..)
            | Self::Import(_)
            | Self::Undefined => {}
            Self::Phi(list)
            | Self::Template(list)
            | Self::Sequence(_, list)
            | Self::Map(list)
            | Self::Caught(list)
            | Self::Opaque(_, list)
            | Self::Class { bases: list, .. } => pools.values(list).iter().copied().for_each(visit),
            Self::Closure { captures, defaults, .. } => {
                pools.values(captures).iter().chain(pools.values(defaults)).copied().for_each(visit);
            }
            Self::Copy(value)
            | Self::SetGlobal(_, value)
            | Self::SetShared(_, _, value)
            | Self::Unary(_, value)
            | Self::Next(value)
            | Self::HasNext(value)
            | Self::Enter(value, _)
            | Self::Exit(value)
            | Self::Yield(value)
            | Self::Await(value) => visit(value),
            Self::Binary(_, left, right) | Self::Compare(_, left, right) | Self::TypeTest(left, right) => {
                visit(left);
                visit(right);
            }
            Self::Load(base, part) | Self::Delete(base, part) => {
                visit(base);
                elem(part, &mut visit);
            }
            Self::Store(base, part, value) => {
                visit(base);
                elem(part, &mut visit);
                visit(value);
            }
            Self::Call(callee, args) => {
                match callee {
                    Callee::Value(value) | Callee::Method(value, _) | Callee::Super(value, _) => visit(value),
                }
                pools.args(args).iter().for_each(|arg| visit(arg.value));
            }
        }
    }
}
