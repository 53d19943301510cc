//! How operations and their operands are written.

use super::DecodeError;
use super::coded::{Coded, Reader, choice, structure};

structure!(List { start, len });
structure!(Pools { values, args });
structure!(Arg { value, kind });

choice!(Op {
    0 = Const(a),
    1 = Param(a),
    2 = Capture(a),
    3 = Phi(a),
    4 = Copy(a),
    5 = Global(a),
    6 = SetGlobal(a, b),
    7 = Shared(a, b),
    8 = SetShared(a, b, c),
    9 = Import(a),
    10 = Closure { function, captures, defaults },
    11 = Class { class, bases },
    12 = Unary(a, b),
    13 = Binary(a, b, c),
    14 = Compare(a, b, c),
    15 = Template(a),
    16 = Load(a, b),
    17 = Store(a, b, c),
    18 = Delete(a, b),
    19 = Sequence(a, b),
    20 = Map(a),
    21 = Call(a, b),
    22 = Next(a),
    23 = HasNext(a),
    24 = Enter(a, b),
    25 = Exit(a),
    26 = Yield(a),
    27 = Await(a),
    28 = Caught(a),
    29 = TypeTest(a, b),
    30 = Opaque(a, b),
    31 = Undefined,
});
choice!(Callee { 0 = Value(a), 1 = Method(a, b), 2 = Super(a, b) });
choice!(ArgKind { 0 = Positional, 1 = Named(a), 2 = Spread, 3 = SpreadNamed });
choice!(Elem { 0 = Field(a), 1 = Item(a), 2 = Slice, 3 = Range(a, b), 4 = Any });
choice!(UnaryOp { 0 = Not, 1 = Minus, 2 = Plus, 3 = Invert, 4 = Spread, 5 = Text, 6 = NumberText });
choice!(BinaryOp {
    0 = Add,
    1 = Sub,
    2 = Mul,
    3 = Div,
    4 = FloorDiv,
    5 = Mod,
    6 = Pow,
    7 = ShiftLeft,
    8 = ShiftRight,
    9 = BitAnd,
    10 = BitOr,
    11 = BitXor,
    12 = MatMul,
});
choice!(CompareOp {
    0 = Eq,
    1 = NotEq,
    2 = Less,
    3 = LessEq,
    4 = Greater,
    5 = GreaterEq,
    6 = Is,
    7 = IsNot,
    8 = In,
    9 = NotIn,
});
choice!(SequenceKind { 0 = List, 1 = Tuple, 2 = Set, 3 = Generator });
