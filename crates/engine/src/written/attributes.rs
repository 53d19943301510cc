//! Attributes: of modules, of classes and their instances, as bodies and methods write them.

use ir::{Callee, Constant, Elem, FunctionKind, Op, Symbol, Value};
use program::{ClassRef, FuncId, Given, Type};

use crate::written::{Step, Written, add};

/// How many classes above and below one are looked at for an attribute.
const MAX_CLASSES: usize = 8;

/// How many methods of a class are looked at for what they write.
const MAX_METHODS: usize = 64;

impl Written<'_, '_> {
    pub(super) fn attribute(
        &mut self,
        id: FuncId,
        value: Value,
        base: Value,
        name: Symbol,
        path: &[Step],
    ) -> Vec<Constant> {
        let types = self.program.types(id, base);
        if let [Step::Owner, rest @ ..] = path
            && types.iter().any(|ty| matches!(ty, Type::ApiInstance(_)))
        {
            return self.at(id, base, rest);
        }
        let modelled = self.modelled(id, value);
        if !modelled.is_empty() {
            return modelled;
        }
        let mut found = Vec::new();
        for ty in types.iter() {
            if let Type::Module(module) = ty
                && let Some((module, name)) = self.program.module_variable(module, name)
            {
                let some = self.variable(module, name, path);
                add(&mut found, some);
            }
        }
        for class in self.classes(id, base) {
            let some = self.of_class(class, name, path);
            add(&mut found, some);
        }
        found
    }

    /// What an attribute of a class or of its instances may be: what its body, or that of the nearest class above, gives to
    /// it, what classes below have instead, and what their methods write.
    fn of_class(&mut self, class: ClassRef, name: Symbol, path: &[Step]) -> Vec<Constant> {
        let program = self.program;
        let mut found = Vec::new();
        let above = program.ancestors(class).iter().copied().take(MAX_CLASSES);
        for owner in above {
            let bound = self.bound_in_body(owner, name);
            let is_bound = !bound.is_empty();
            for (body, of) in bound {
                let some = self.at(body, of, path);
                add(&mut found, some);
            }
            for (method, of, is_element) in self.written_by_methods(owner, name) {
                let path = if is_element { path.get(1..) } else { Some(path) };
                let some = path.map_or_else(Vec::new, |path| self.at(method, of, path));
                add(&mut found, some);
            }
            if is_bound {
                break;
            }
        }
        for &below in program.subclasses(class).iter().take(MAX_CLASSES) {
            for (body, of) in self.bound_in_body(below, name) {
                let some = self.at(body, of, path);
                add(&mut found, some);
            }
        }
        found
    }

    pub(super) fn bound_once_in_body(&mut self, class: ClassRef, name: Symbol) -> Option<(FuncId, Value)> {
        let mut bound = self.bound_in_body(class, name);
        bound.pop().filter(|_| bound.is_empty())
    }

    fn bound_in_body(&mut self, class: ClassRef, name: Symbol) -> Vec<(FuncId, Value)> {
        let program = self.program;
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        let function = program.function(body);
        if !self.looks_through(function.ops.len()) {
            return Vec::new();
        }
        let bound = function.ops.iter().filter_map(|op| match *op {
            Op::Store(_, Elem::Field(field), of) if field == name => Some((body, of)),
            _ => None,
        });
        bound.collect()
    }

    /// What methods of a class write into an attribute of their own object, or add to what it holds, which is an element
    /// then.
    fn written_by_methods(&mut self, class: ClassRef, name: Symbol) -> Vec<(FuncId, Value, bool)> {
        let program = self.program;
        let module = program.module_of_class(class);
        let mut written = Vec::new();
        for method in program.class(class).methods.iter().take(MAX_METHODS) {
            let id = program.function_id(module, method.function);
            let function = program.function(id);
            if !matches!(function.kind, FunctionKind::Method(_)) || !self.looks_through(function.ops.len()) {
                continue;
            }
            let is_own = |base: Value| matches!(function.op(function.original(base)), Op::Param(0));
            for (index, op) in function.ops.iter().enumerate() {
                match *op {
                    Op::Store(base, Elem::Field(field), of) if field == name && is_own(base) => {
                        written.push((id, of, false));
                    }
                    Op::Call(Callee::Method(receiver, _), args) => {
                        let is_it = matches!(function.op(function.original(receiver)), Op::Load(base, Elem::Field(field)) if field == name && is_own(base));
                        let site = program.call(id, Value(index as u32)).filter(|_| is_it);
                        if let Some(site) = site {
                            let given = Given::new(Some(receiver), function.pools.args(args));
                            let added = self.added_by(&site.targets, &given, site.value);
                            written.extend(
                                added.into_iter().filter(|(_, is_many)| !is_many).map(|(of, _)| (id, of, true)),
                            );
                        }
                    }
                    _ => {}
                }
            }
        }
        written
    }
}
