//! The one language that every program becomes.
//!
//! A frontend turns one source file into one [`Module`]: functions of basic blocks of operations in SSA form,
//! classes, module-level bindings, and spans beside. Everything above this crate sees only that. The crate knows
//! no language, no library and no weakness, and imports nothing of ours.
//!
//! Identifiers are dense `u32`s into flat arenas, so that no value of this crate owns a tree and dropping one never
//! recurses.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly"))]

mod base64;
mod builder;
mod class;
pub mod codec;
mod constant;
mod data;
mod dominators;
mod function;
mod json_text;
mod literal_types;
mod module;
mod op;
mod origin;
mod parse;
mod print;
mod remap;
mod source;
mod span;
mod symbol;
mod unseen_methods;
mod verify;

pub use base64::from_base64;
pub use builder::{Built, FunctionBuilder, Variable};
pub use class::{Class, ClassId, Field, Method, MethodKind};
pub use constant::{ConstId, ConstPool, Constant};
pub use data::{Data, DataFile};
pub use dominators::Dominators;
pub use function::{
    Block, BlockId, ELEMENTS, ENTRIES, Function, FunctionId, FunctionKind, NOTED, Param, ParamKind, Terminator, Value,
    is_marked,
};
pub use json_text::json_letters;
pub use literal_types::LiteralTypes;
pub use module::{Binding, BindingTarget, Module, Note, NoteKind, PLAIN_TEMPLATE, TEMPLATE};
pub use op::{Arg, ArgKind, BinaryOp, Callee, CompareOp, Elem, List, Op, Pools, SequenceKind, UnaryOp};
pub use origin::{CellLine, Origin};
pub use parse::{ParseError, parse_module};
pub use print::{print_function, print_module};
pub use source::{LineIndex, Position, SourceFile};
pub use span::Span;
pub use symbol::{Interner, Symbol};
pub use unseen_methods::UnseenMethods;
pub use verify::{VerifyError, verify_module};
