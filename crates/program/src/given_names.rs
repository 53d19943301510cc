//! Names that code gives to values: which variable, attribute, key, argument or function's result a value becomes.
//!
//! Takes a function and one of its operations; gives the names as written, each with the value that it is given.

use ir::{ArgKind, Elem, FunctionKind, Op, Terminator, Value};

use crate::{FuncId, Program};

/// A name, and the value that is given it.
pub type GivenName<'p> = (&'p str, Value);

impl Program<'_> {
    /// The names that an operation of a function gives to values.
    pub fn given_names(&self, id: FuncId, value: Value) -> Vec<GivenName<'_>> {
        let function = self.function(id);
        let key = |key: Value| self.written_text(id, key);
        let mut names = Vec::new();
        match function.op(value) {
            Op::Phi(_) | Op::Param(_) | Op::Capture(_) => return names,
            Op::Store(_, Elem::Field(name), of) | Op::SetGlobal(name, of) | Op::SetShared(_, name, of) => {
                names.push((self.text(name), of));
            }
            Op::Store(_, Elem::Item(item), of) => names.extend(key(item).map(|name| (name, of))),
            Op::Map(list) => {
                let pairs = function.values(list).chunks_exact(2);
                names.extend(pairs.filter_map(|pair| Some((key(pair[0])?, pair[1]))));
            }
            Op::Call(_, args) => {
                for arg in function.pools.args(args) {
                    if let ArgKind::Named(name) = arg.kind {
                        names.push((self.text(name), arg.value));
                    }
                }
            }
            _ => {}
        }
        names.extend(function.name_of(value).map(|name| (self.text(name), value)));
        names
    }

    /// The name of a function, when it has one and gives back the value.
    pub fn name_of_result(&self, id: FuncId, value: Value) -> Option<&str> {
        let function = self.function(id);
        let is_named = matches!(function.kind, FunctionKind::Plain | FunctionKind::Method(_));
        let returned = || function.blocks.iter().any(|block| block.terminator == Terminator::Return(value));
        (is_named && returned()).then(|| self.text(function.name))
    }

    /// Whether a value surely is a set, as far as its type tells.
    pub fn is_set(&self, id: FuncId, value: Value) -> bool {
        let types = self.types(id, value);
        let is_set = |ty: crate::Type| self.literals.set.iter().any(|set| set == ty);
        !types.is_empty() && types.iter().all(is_set)
    }

    /// The modelled method that runs when an element of a value is read: rows speak of it, and it is all that the value
    /// may be.
    pub fn element_reader(&self, id: FuncId, base: Value) -> Option<knowledge::NodeId> {
        let types = self.types(id, base);
        let mut all = types.iter();
        let (Some(crate::Type::ApiInstance(class)), None) = (all.next(), all.next()) else { return None };
        let reader = self.apis.member(class, self.names.item)?;
        // Where only the class is told of what it gives, it is read as any element.
        let tells = |row: &knowledge::RowId| !matches!(self.apis.row(*row).effect, knowledge::Effect::Returns { .. });
        self.apis.api(reader).rows.iter().any(tells).then_some(reader)
    }

    /// The modelled methods that run when an operation writes an element of an instance of a modelled class.
    pub fn element_writers(&self, id: FuncId, value: Value) -> Vec<knowledge::NodeId> {
        let Op::Store(base, Elem::Item(_), _) = self.function(id).op(value) else { return Vec::new() };
        let types = self.types(id, base);
        let writer = |ty| match ty {
            crate::Type::ApiInstance(class) => self.apis.member(class, self.names.store_item),
            _ => None,
        };
        types.iter().filter_map(writer).collect()
    }
}
