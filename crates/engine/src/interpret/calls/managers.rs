//! Managed resources: what entering one gives, and what leaving it does.

use ir::Value;
use knowledge::Port;
use program::{Given, Type};

use crate::interpret::calls::Calling;
use crate::interpret::{Abstract, Interpreter};
use crate::path::{Part, Path};
use crate::trace::HopKind;
use program::Values;

impl<'a> Interpreter<'a, '_> {
    /// Entering a resource runs its method for that, when its class has one; else it gives the resource.
    pub(in crate::interpret) fn enter(&mut self, value: Value, of: Value, method: ir::Symbol) -> Abstract<'a> {
        let program = self.cx.program;
        let entered = self.types(of).iter().find_map(|ty| match ty {
            Type::Instance(class) => {
                program.method(class, method).map(|(owner, method)| program.method_function(owner, method))
            }
            _ => None,
        });
        if let Some(function) = entered {
            let facts = self.property(value, of, function);
            let locations = self.values[of.index()].locations.clone();
            return Abstract { facts, locations, ..Abstract::default() };
        }
        // What a generator yields first is what entering it gives.
        let yielded = self.facts_at(of, Path::one(Part::Any));
        let mut new = self.same(value, of);
        new.facts.add_all(&self.carried(value, &yielded, HopKind::Operand));
        new
    }

    /// Leaving a resource runs its method for that: what it writes is there from here on.
    pub(in crate::interpret) fn exit(&mut self, value: Value, of: Value) {
        for function in self.cx.program.leaves(self.id, of) {
            let mut calling = Calling::new(value, Given { receiver: Some(of), ..Given::default() });
            self.program_call(&mut calling, function, Some((of, Path::EMPTY)), true);
        }
    }

    /// A call that enters what it is given gives what entering that gives.
    pub(in crate::interpret) fn enter_given(&mut self, calling: &mut Calling<'a>, from: &Port, method: &str) {
        let Some(method) = self.cx.program.symbols.find(method) else { return };
        for (of, path) in self.at(calling, from) {
            if path.is_empty() {
                let entered = self.enter(calling.value, of, method);
                calling.result.facts.add_all(&entered.facts);
                for location in entered.locations {
                    if !calling.result.locations.contains(&location) {
                        calling.result.locations.push(location);
                    }
                }
                calling.result.locations.sort_unstable();
            }
        }
    }
}
