//! Names under which code reads values: an attribute, a key, a name of a module, what a call that gets something is asked for.
//!
//! Takes a function and a value of it; gives the name as written, behind that of what it is read from.

use ir::{ArgKind, Callee, Elem, Op, Value};

use crate::{FuncId, Program, Type};

/// How methods begin that find something by its name.
const FINDING: &str = "get";

impl Program<'_> {
    /// The name under which a value is read: `config.secret`, where that is an attribute, a key or an entry of `config`. None
    /// for an attribute of a class, which is one of the values that something may have.
    pub fn read_name(&self, id: FuncId, value: Value) -> Option<String> {
        let function = self.function(id);
        let value = function.original(value);
        let (on, name) = match function.op(value) {
            Op::Load(base, Elem::Field(name)) => (Some(base), self.text(name)),
            Op::Load(base, Elem::Item(key)) => (Some(base), self.written_text(id, key)?),
            Op::Global(name) | Op::Import(name) => (None, self.text(name)),
            Op::Call(callee, args) => {
                let (on, called) = match callee {
                    Callee::Method(on, name) => (Some(on), self.text(name)),
                    Callee::Value(callee) => match function.op(function.original(callee)) {
                        Op::Global(name) => (None, self.text(name)),
                        Op::Import(path) => (None, self.text(path).rsplit('.').next()?),
                        _ => return None,
                    },
                    Callee::Super(..) => return None,
                };
                let first = function.pools.args(args).first();
                let key = first
                    .filter(|arg| arg.kind == ArgKind::Positional)
                    .and_then(|arg| self.written_text(id, arg.value));
                match key {
                    Some(key) if called.starts_with(FINDING) => (on, key),
                    // What a call of a telling name gives.
                    _ => (on, called.strip_prefix(FINDING)?),
                }
            }
            _ => return None,
        };
        let Some(on) = on else { return Some(name.to_owned()) };
        if self.types(id, on).iter().any(|ty| matches!(ty, Type::Class(_))) {
            return None;
        }
        let on = function.original(on);
        let of = match function.op(on) {
            Op::Load(_, Elem::Field(name)) | Op::Global(name) => self.text(name),
            Op::Import(path) => self.text(path).rsplit('.').next()?,
            Op::Load(_, Elem::Item(key)) => self.written_text(id, key).unwrap_or_default(),
            _ => function.name_of(on).map(|name| self.text(name)).unwrap_or_default(),
        };
        let is_class = of.starts_with(char::is_uppercase) && of.contains(char::is_lowercase);
        (!is_class).then(|| format!("{of}.{name}"))
    }

    /// Whether a function writes something under the last part of a name.
    pub fn writes_name(&self, id: FuncId, name: &str) -> bool {
        let last = name.rsplit('.').next().unwrap_or(name);
        self.function(id).ops.iter().any(|op| match *op {
            Op::Store(_, Elem::Field(field), _) => self.text(field) == last,
            Op::Store(_, Elem::Item(key), _) => self.written_text(id, key) == Some(last),
            _ => false,
        })
    }
}
