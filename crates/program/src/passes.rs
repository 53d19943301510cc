//! What models say of containers and callbacks: which elements a call hands on, and what it runs with what.

use ir::Value;
use knowledge::{Effect, Invocation, NodeId, Port, PortBase, PortStep, RowId, StringEffect};

use crate::condition::{Given, base_values, row_holds};
use crate::tables::{Key, Slot};
use crate::transfer::Transfer;
use crate::{FuncId, Program, Target, Type, TypeSet};

impl Transfer<'_, '_> {
    /// What the rows of an API hand on in a call; the result's part of it is given.
    pub(crate) fn passed(&mut self, call: Value, node: NodeId) -> TypeSet {
        let names = self.program.apis;
        let mut result = TypeSet::EMPTY;
        let mut given = None;
        for &row in &names.api(node).rows {
            let data = names.row(row);
            let is_about_data = match &data.effect {
                Effect::Pass { string, .. } => *string == StringEffect::Same,
                Effect::Wiring { .. } => true,
                _ => false,
            };
            if !is_about_data {
                continue;
            }
            let given: &Given = given.get_or_insert_with(|| self.program.given(self.id, call));
            if !row_holds(self, data, given, call) {
                continue;
            }
            match &data.effect {
                Effect::Pass { from, to, .. } => {
                    let mut types = TypeSet::EMPTY;
                    // What is made of a whole has a class of its own, and only what it holds stays.
                    let is_made = names.api(node).is_class && from.iter().chain([to]).all(|port| port.steps.is_empty());
                    for port in from {
                        types.join(&self.at_port(given, call, port, !is_made));
                    }
                    self.put_out(given, call, to, types, &mut result);
                }
                Effect::Wiring { invokes } => self.invoked(given, call, invokes, &mut result),
                _ => {}
            }
        }
        result
    }

    /// A callback gets its arguments, and its result comes out.
    fn invoked(&mut self, given: &Given, call: Value, invokes: &Invocation, result: &mut TypeSet) {
        let mut types = TypeSet::EMPTY;
        for callback in base_values(self.program, given, call, &invokes.callee) {
            for ty in self.program.callables(self.of(callback)).iter() {
                types.join(&self.results(TypeSet::one(ty)));
                let (function, skipped) = match ty {
                    Type::Function(function) => (function, 0),
                    Type::Bound(function) => (function, 1),
                    Type::Class(class) => match self.program.constructor(class) {
                        Some(function) => (function, 1),
                        None => continue,
                    },
                    _ => continue,
                };
                self.hand_over(given, call, invokes, function, skipped, result);
            }
        }
        if let Some(port) = &invokes.result {
            self.put_out(given, call, port, types, result);
        }
        if let Some((from, to)) = &invokes.allows {
            let types = self.at_port(given, call, from, true);
            self.put_out(given, call, to, types, result);
        }
    }

    /// What a row says that a function is called with, for its parameters after the receiver.
    fn hand_over(
        &mut self,
        given: &Given,
        call: Value,
        invokes: &Invocation,
        function: FuncId,
        skipped: usize,
        result: &TypeSet,
    ) {
        let mut first = skipped;
        for (port, parameter) in &invokes.arguments {
            let argument = if port.base == PortBase::Return { *result } else { self.at_port(given, call, port, true) };
            let position = usize::from(*parameter) + skipped;
            self.add_positional(function, position, argument);
            first = first.max(position + 1);
        }
        if let Some(port) = &invokes.spread {
            let types = self.at_port(given, call, port, true);
            self.add_spread(function, first, types);
        }
        if let Some(port) = &invokes.spread_named {
            let types = self.at_port(given, call, port, true);
            self.add_spread_named(function, skipped, types);
        }
        let Some(from) = invokes.further else { return };
        for (at, &value) in given.positional.iter().skip(usize::from(from)).enumerate() {
            self.add_positional(function, first + at, self.of(value));
        }
        for &(name, value) in &given.named {
            self.add_named(function, name, self.of(value));
        }
    }

    /// What stands at a port; without its types when only what it holds counts.
    fn at_port(&self, given: &Given, call: Value, port: &Port, with_types: bool) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        if matches!(port.base, PortBase::Return | PortBase::Value) {
            return types;
        }
        for value in base_values(self.program, given, call, port) {
            types.join(&self.of(value));
        }
        if port.steps.is_empty() && !with_types {
            return types.only_sites();
        }
        for step in &port.steps {
            types = match step {
                PortStep::Element => self.each(types),
                PortStep::Keys => self.keys_of(types),
                PortStep::Each => self.iterated(types),
                PortStep::Key(key) => self.element(types, Some(written_key(key))),
                PortStep::KeyGiven(position) => self.element(types, self.key_given(given, *position)),
                PortStep::Field(_) | PortStep::Fields | PortStep::Parameter(_) | PortStep::Result => {
                    return TypeSet::EMPTY;
                }
            };
        }
        types
    }

    fn key_given(&self, given: &Given, position: u8) -> Option<Key> {
        given.positional.get(position as usize).and_then(|&key| self.key(key))
    }

    fn put_out(&mut self, given: &Given, call: Value, to: &Port, types: TypeSet, result: &mut TypeSet) {
        if types == TypeSet::EMPTY {
            return;
        }
        if matches!(to.base, PortBase::Return | PortBase::Value) {
            let made = TypeSet::EMPTY.at(self.program.site(self.id, call));
            match to.steps[..] {
                [] => {
                    result.join(&types);
                }
                [PortStep::Element] => {
                    self.keep(made, None, types);
                    result.join(&made);
                }
                [PortStep::Key(ref key)] => {
                    self.keep(made, Some(written_key(key)), types);
                    result.join(&made);
                }
                // The elements are containers, too: one site stands for both.
                [PortStep::Element, PortStep::Key(ref key)] => {
                    self.keep(made, None, made);
                    let site = self.program.site(self.id, call);
                    self.put(Slot::Item(site, written_key(key)), &types);
                    result.join(&made);
                }
                _ => {}
            }
            return;
        }
        for value in base_values(self.program, given, call, to) {
            let base = self.of(value);
            match to.steps[..] {
                [] => self.copy_entries(types, base),
                [PortStep::Element] => self.keep(base, None, types),
                [PortStep::Key(ref key)] => self.keep(base, Some(written_key(key)), types),
                [PortStep::KeyGiven(position)] => self.keep(base, self.key_given(given, position), types),
                _ => {}
            }
        }
    }
}

/// The key that a model writes: digits are a position.
fn written_key(key: &str) -> Key {
    key.parse().map_or_else(|_| Key::text(key), Key::position)
}

impl Program<'_> {
    /// The values that a modelled call runs: what stands at the ports of its rows for callbacks.
    pub fn callback_values(&self, id: FuncId, call: Value, node: NodeId) -> Vec<Value> {
        let wired = |row: &RowId| match &self.apis.row(*row).effect {
            Effect::Wiring { invokes } => Some(&invokes.callee),
            _ => None,
        };
        let mut ports = self.apis.api(node).rows.iter().filter_map(wired).peekable();
        if ports.peek().is_none() {
            return Vec::new();
        }
        let given = self.given(id, call);
        ports.flat_map(|port| base_values(self, &given, call, port)).collect()
    }

    /// What a modelled call runs.
    pub(crate) fn called_back(&self, id: FuncId, call: Value, node: NodeId) -> Vec<Target> {
        let callbacks = self.callback_values(id, call, node).into_iter();
        callbacks.flat_map(|callback| self.targets_of(self.types(id, callback))).collect()
    }

    /// What the modelled targets of a call run: what they are given as callbacks.
    pub fn callbacks(&self, id: FuncId, call: Value) -> Vec<Target> {
        let targets = self.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
        let modelled =
            targets.iter().filter_map(|target| if let Target::Api(node) = target { Some(*node) } else { None });
        modelled.flat_map(|node| self.called_back(id, call, node)).collect()
    }
}
