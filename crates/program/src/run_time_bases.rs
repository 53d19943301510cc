//! Bases that are looked up at run time: a name to which a module's body binds one of several classes, by a condition, in
//! a handler, or as what an attribute is that may be missing.
//!
//! Takes the module's body, whose operations say what was bound; gives what the name may mean. It is asked before types
//! are inferred, for names that stand as the base of a class alone.

use ir::{Constant, Elem, Op, Symbol, Value};

use crate::{ModuleId, Program, Type, TypeSet};

/// How many operations are looked through for what a name may mean.
const OPERATIONS: usize = 32;

impl Program<'_> {
    /// What a computed name of a module may be, when all that its body binds it to is understood.
    pub(crate) fn looked_up(&self, module: ModuleId, name: Symbol) -> Option<TypeSet> {
        let mut names = vec![(module, name)];
        let mut types = TypeSet::EMPTY;
        let mut at = 0;
        let mut left = OPERATIONS;
        while let Some(&(module, name)) = names.get(at) {
            at += 1;
            for function in &self.module(module).functions {
                for op in &function.ops {
                    let Op::SetGlobal(bound, value) = *op else { continue };
                    if bound == name {
                        self.may_be(module, function, value, &mut types, &mut names, &mut left)?;
                    }
                }
            }
        }
        (!types.is_empty()).then_some(types)
    }

    /// What an attribute of an object is that a module's body makes of a modelled class and binds to a name, written as
    /// `object.Base` in this or another module.
    pub(crate) fn attribute_of_made(&self, module: ModuleId, written: Symbol) -> TypeSet {
        self.made_attribute(module, written).unwrap_or_default()
    }

    fn made_attribute(&self, module: ModuleId, written: Symbol) -> Option<TypeSet> {
        let (object, attribute) = self.text(written).split_once('.')?;
        let (module, name) = self.resolve_name(module, self.symbols.find(object)?)?.computed?;
        let mut types = TypeSet::EMPTY;
        let mut left = OPERATIONS;
        for function in &self.module(module).functions {
            for op in &function.ops {
                let Op::SetGlobal(bound, value) = *op else { continue };
                if bound != name {
                    continue;
                }
                let Op::Call(callee, _) = function.op(function.original(value)) else { return None };
                let (called, method) = match callee {
                    ir::Callee::Value(called) => (called, None),
                    ir::Callee::Method(of, method) => (of, Some(method)),
                    ir::Callee::Super(..) => return None,
                };
                let mut classes = TypeSet::EMPTY;
                let mut names = vec![(module, name)];
                self.may_be(module, function, called, &mut classes, &mut names, &mut left)?;
                // Of a class that is itself looked up at run time it is not known which it is.
                if names.len() > 1 {
                    return None;
                }
                for ty in classes.iter() {
                    let made = method.map_or(TypeSet::one(ty), |method| self.static_member(ty, method));
                    for ty in made.iter() {
                        let Type::Api(node) = ty else { return None };
                        types.insert(Type::Api(self.apis.member(node, attribute)?));
                    }
                }
            }
        }
        Some(types)
    }

    /// Adds what a value may be, and the names that it may be besides. Nothing when some of it is not understood.
    fn may_be(
        &self,
        module: ModuleId,
        function: &ir::Function,
        value: Value,
        types: &mut TypeSet,
        names: &mut Vec<(ModuleId, Symbol)>,
        left: &mut usize,
    ) -> Option<()> {
        // Each with the attributes that are read of it, the last first.
        let mut pending: Vec<(Value, Vec<Symbol>)> = vec![(value, Vec::new())];
        let mut seen = vec![value];
        while let Some((value, mut read)) = pending.pop() {
            *left = left.checked_sub(1)?;
            let found = match function.op(value) {
                Op::Copy(of) => {
                    pending.push((of, read));
                    continue;
                }
                Op::Phi(list) => {
                    for &of in function.values(list) {
                        if !seen.contains(&of) {
                            seen.push(of);
                            pending.push((of, read.clone()));
                        }
                    }
                    continue;
                }
                Op::Load(base, Elem::Field(name)) => {
                    read.push(name);
                    pending.push((base, read));
                    continue;
                }
                // What is none yet is no base.
                Op::Undefined => continue,
                Op::Const(id) if matches!(self.module(module).constants.get(id), Constant::Null) => continue,
                Op::Class { class, .. } => TypeSet::one(Type::Class(self.class_id(module, class))),
                Op::Import(path) => self.resolve_path(path).types,
                Op::Global(name) => {
                    let meaning = self.resolve_name(module, name);
                    if let Some(computed) = meaning.and_then(|meaning| meaning.computed) {
                        if !read.is_empty() {
                            return None;
                        }
                        if !names.contains(&computed) {
                            names.push(computed);
                        }
                    }
                    meaning.map_or_else(|| self.builtin(self.text(name)), |meaning| meaning.types)
                }
                _ => return None,
            };
            let of_part = |types: TypeSet, name: &Symbol| {
                types.iter().flat_map(|ty| self.static_member(ty, *name).iter().collect::<Vec<_>>()).collect()
            };
            let found = read.iter().rev().fold(found, of_part);
            let is_computed = matches!(function.op(value), Op::Global(_)) && names.len() > 1;
            if found.is_empty() && !is_computed {
                return None;
            }
            types.join(&found);
        }
        Some(())
    }
}
