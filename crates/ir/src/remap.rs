//! Renumbers a module's symbols when modules are linked into one program.

use crate::{ArgKind, BindingTarget, Callee, Elem, Module, Op, Symbol};

impl Module {
    /// Replaces every symbol of the module. The interner itself is left as it is.
    pub fn remap_symbols(&mut self, new: &[Symbol]) {
        let map = |symbol: &mut Symbol| *symbol = new[symbol.index()];
        map(&mut self.name);
        self.star_imports.iter_mut().for_each(map);
        self.exported.iter_mut().flatten().for_each(map);
        for binding in &mut self.bindings {
            map(&mut binding.name);
            if let BindingTarget::Import(path) = &mut binding.target {
                map(path);
            }
        }
        for class in &mut self.classes {
            map(&mut class.name);
            map(&mut class.qualified_name);
            class.bases.iter_mut().for_each(map);
            class.decorators.iter_mut().for_each(map);
            class.methods.iter_mut().for_each(|method| map(&mut method.name));
            for field in &mut class.fields {
                map(&mut field.name);
                field.types.iter_mut().for_each(map);
            }
        }
        for function in &mut self.functions {
            map(&mut function.name);
            map(&mut function.qualified_name);
            function.captures.iter_mut().for_each(map);
            function.returns.iter_mut().for_each(map);
            for param in &mut function.params {
                map(&mut param.name);
                param.types.iter_mut().for_each(map);
            }
            function.names.iter_mut().for_each(|(_, name)| map(name));
            for arg in &mut function.pools.args {
                if let ArgKind::Named(name) = &mut arg.kind {
                    map(name);
                }
            }
            for op in &mut function.ops {
                match op {
                    Op::Global(name)
                    | Op::SetGlobal(name, _)
                    | Op::Shared(_, name)
                    | Op::SetShared(_, name, _)
                    | Op::Import(name)
                    | Op::Enter(_, name)
                    | Op::Opaque(name, _)
                    | Op::Load(_, Elem::Field(name))
                    | Op::Store(_, Elem::Field(name), _)
                    | Op::Delete(_, Elem::Field(name))
                    | Op::Call(Callee::Method(_, name) | Callee::Super(_, name), _) => map(name),
                    _ => {}
                }
            }
        }
    }
}
