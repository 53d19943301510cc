//! The words of the text form that stand for the variants of an enum, for printer and parser alike.

use crate::{BinaryOp, CompareOp, MethodKind, NoteKind, SequenceKind, UnaryOp};

/// Makes two functions of one table: variant to word (the compiler sees that none is missing) and back.
macro_rules! words {
    ($kind:ident, $word_of:ident, $read:ident, { $($variant:ident = $word:literal),+ $(,)? }) => {
        pub(crate) fn $word_of(of: $kind) -> &'static str {
            match of { $($kind::$variant => $word),+ }
        }

        pub(crate) fn $read(word: &str) -> Option<$kind> {
            match word { $($word => Some($kind::$variant),)+ _ => None }
        }
    };
}

words!(UnaryOp, unary_word, read_unary, {
    Not = "not",
    Minus = "minus",
    Plus = "plus",
    Invert = "invert",
    Spread = "spread",
    Text = "text",
    NumberText = "number_text",
});

words!(BinaryOp, binary_word, read_binary, {
    Add = "+",
    Sub = "-",
    Mul = "*",
    Div = "/",
    FloorDiv = "//",
    Mod = "%",
    Pow = "**",
    ShiftLeft = "<<",
    ShiftRight = ">>",
    BitAnd = "&",
    BitOr = "|",
    BitXor = "^",
    MatMul = "@",
});

words!(CompareOp, compare_word, read_compare, {
    Eq = "==",
    NotEq = "!=",
    Less = "<",
    LessEq = "<=",
    Greater = ">",
    GreaterEq = ">=",
    Is = "is",
    IsNot = "is not",
    In = "in",
    NotIn = "not in",
});

words!(SequenceKind, sequence_word, read_sequence, {
    List = "list",
    Tuple = "tuple",
    Set = "set",
    Generator = "generator",
});

words!(MethodKind, method_word, read_method, {
    Instance = "instance",
    Class = "class",
    Static = "static",
    Property = "property",
    Setter = "setter",
});

words!(NoteKind, note_word, read_note, {
    Syntax = "syntax",
    Depth = "depth",
    Opaque = "opaque",
    Failure = "failure",
});
