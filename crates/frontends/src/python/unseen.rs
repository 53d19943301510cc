//! The methods that Python runs where no call is written, by name.

use ir::{BinaryOp, UnseenMethods};

/// The attribute that is a map of all attributes.
pub(super) const ATTRIBUTES: &str = "__dict__";

/// Python's row of them.
pub(crate) const UNSEEN_METHODS: UnseenMethods = UnseenMethods {
    operators: &[
        (BinaryOp::Add, &["__add__", "__iadd__"], "__radd__"),
        (BinaryOp::Sub, &["__sub__", "__isub__"], "__rsub__"),
        (BinaryOp::Mul, &["__mul__", "__imul__"], "__rmul__"),
        (BinaryOp::Div, &["__truediv__", "__itruediv__"], "__rtruediv__"),
        (BinaryOp::FloorDiv, &["__floordiv__", "__ifloordiv__"], "__rfloordiv__"),
        (BinaryOp::Mod, &["__mod__", "__imod__"], "__rmod__"),
        (BinaryOp::Pow, &["__pow__", "__ipow__"], "__rpow__"),
        (BinaryOp::ShiftLeft, &["__lshift__", "__ilshift__"], "__rlshift__"),
        (BinaryOp::ShiftRight, &["__rshift__", "__irshift__"], "__rrshift__"),
        (BinaryOp::BitAnd, &["__and__", "__iand__"], "__rand__"),
        (BinaryOp::BitOr, &["__or__", "__ior__"], "__ror__"),
        (BinaryOp::BitXor, &["__xor__", "__ixor__"], "__rxor__"),
        (BinaryOp::MatMul, &["__matmul__", "__imatmul__"], "__rmatmul__"),
    ],
    text: &["__format__", "__str__", "__repr__"],
    shown: &["__repr__", "__format__", "__str__"],
    functions: &[
        ("str", &["__str__", "__repr__"]),
        ("repr", &["__repr__"]),
        ("ascii", &["__repr__"]),
        ("format", &["__format__", "__str__", "__repr__"]),
        ("bytes", &["__bytes__"]),
        ("next", &["__next__"]),
        ("iter", &["__iter__"]),
        ("reversed", &["__reversed__"]),
    ],
    missing_item: "__missing__",
    file: "__file__",
    missing_attribute: "__getattr__",
    store_attribute: "__setattr__",
    read_through: "__get__",
    write_through: "__set__",
    make: "__new__",
    class_of: "type",
    class: "__class__",
    root: "object",
    attributes: ATTRIBUTES,
};
