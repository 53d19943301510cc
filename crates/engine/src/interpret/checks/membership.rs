//! Membership: whether what is one of a collection's elements is one of the program's own constants.
//!
//! Takes a value that is asked for its elements (of a map, its keys); looks at how it was made, and at what was done to it
//! since.

use ir::{BinaryOp, Constant, Elem, Op, SequenceKind, UnaryOp, Value};
use knowledge::{Effect, PortBase, PortStep, StringEffect};
use program::Type;
use regex_syntax::hir::ClassUnicode;

use crate::changes::may_change;
use crate::collections::hands_on;
use crate::constants::Collection;
use crate::interpret::Interpreter;
use crate::location::Root;
use crate::pattern::letters_in;
use program::Values;

/// How deep the making of a collection is looked into.
const DEPTH: usize = 6;

impl<'a> Interpreter<'a, '_> {
    /// Whether every element of a value (of a map, every key) is a constant, and nobody has added others.
    pub(in crate::interpret) fn holds_only_constants(&self, value: Value) -> bool {
        self.is_of_constants(value, 0)
    }

    fn is_of_constants(&self, value: Value, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let original = self.original(value);
        if self.fixed_collection(original).is_some() || self.is_enumeration(original) {
            return true;
        }
        match self.function.op(original) {
            Op::Sequence(kind, list) => {
                let is_untouched = kind == SequenceKind::Tuple || self.is_untouched(original);
                let operands = self.function.values(list);
                is_untouched && !operands.is_empty() && operands.iter().all(|&of| self.is_own(of, depth + 1))
                    || self.holds_constants(value)
            }
            Op::Map(list) => {
                let mut keys = self.function.values(list).chunks_exact(2).map(|pair| pair[0]);
                self.is_untouched(original) && keys.all(|key| self.is_own(key, depth + 1))
            }
            Op::Call(..) => self.is_call_of_constants(original, depth),
            Op::Load(of, Elem::Slice | Elem::Range(..)) => self.is_of_constants(of, depth + 1),
            Op::Load(of, Elem::Field(name)) => {
                let name = self.cx.program.text(name);
                self.enumeration(of).is_some_and(|(_, maps)| maps.iter().any(|map| map == name))
            }
            Op::Param(param) => self.handed.is_of_constants(param),
            Op::Binary(operator, left, right) => {
                let is = |of| self.is_of_constants(of, depth + 1);
                let holds = match operator {
                    BinaryOp::Add | BinaryOp::BitOr => is(left) && is(right),
                    BinaryOp::BitAnd => is(left) || is(right),
                    BinaryOp::Sub => is(left),
                    _ => false,
                };
                holds && !may_change(self.cx.program, self.id, original, true)
            }
            _ => self.holds_constants(value),
        }
    }

    /// Whether a value is a sequence of known length of which every element is one of some constants.
    pub(in crate::interpret) fn holds_constants(&self, value: Value) -> bool {
        let held = self.held_at(value, &[PortStep::Element]);
        held.is_some_and(|held| !held.is_empty() && held.iter().all(|constants| !constants.is_empty()))
    }

    fn is_untouched(&self, made: Value) -> bool {
        self.state.contents.is_untouched(Root::Made(made))
    }

    /// Whether an element of a collection is a constant, or stands for such elements.
    pub(in crate::interpret) fn is_own(&self, element: Value, depth: usize) -> bool {
        if self.constant(element).is_some() {
            return true;
        }
        if depth > DEPTH {
            return false;
        }
        match self.function.op(self.original(element)) {
            Op::Unary(UnaryOp::Spread, of) | Op::Next(of) => self.is_of_constants(of, depth + 1),
            // What an instance of an enumeration stands for.
            Op::Load(instance, Elem::Field(name)) => {
                let (Op::Next(class) | Op::Load(class, Elem::Field(_) | Elem::Item(_))) =
                    self.function.op(self.original(instance))
                else {
                    return false;
                };
                self.enumeration(class).is_some_and(|(value, _)| value == self.cx.program.text(name))
            }
            // In a collection that a loop makes: what each turn gives.
            Op::Phi(list) => {
                let mut given =
                    self.function.values(list).iter().filter(|of| !matches!(self.function.op(**of), Op::Undefined));
                match (given.next(), given.next()) {
                    (Some(&only), None) => self.is_own(only, depth + 1),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// What a model says of the enumeration that a class is whose values are all written down: the attribute of an
    /// instance that is its value, and the maps of the class.
    pub(in crate::interpret) fn enumeration(&self, class: Value) -> Option<(&'a str, &'a [String])> {
        let types = self.types(class);
        let mut all = types.iter();
        let (Some(Type::Class(class)), None) = (all.next(), all.next()) else { return None };
        self.enumeration_of(class)
    }

    /// The same of a class.
    pub(in crate::interpret) fn enumeration_of(&self, class: program::ClassRef) -> Option<(&'a str, &'a [String])> {
        let program = self.cx.program;
        let rows = program.modelled_ancestors(class).iter().flat_map(|&node| &program.apis.api(node).rows);
        let said = rows.filter_map(|&row| match &program.apis.row(row).effect {
            Effect::Enumeration { value, maps } => Some((&**value, &maps[..])),
            _ => None,
        });
        said.into_iter().next().filter(|_| self.cx.constants.binds_only_constants(program, class))
    }

    fn is_enumeration(&self, value: Value) -> bool {
        self.enumeration(value).is_some()
    }

    /// Whether a call gives a collection of constants: one that is made of such a one, or what a map holds.
    fn is_call_of_constants(&self, call: Value, depth: usize) -> bool {
        let program = self.cx.program;
        let given = program.given(self.id, call);
        if hands_on(program, self.id, call) {
            return match given.positional[..] {
                [only] => self.is_of_constants(only, depth + 1) && self.is_untouched(call),
                _ => false,
            };
        }
        let mut rows: Vec<knowledge::RowId> =
            self.called_apis(call).into_iter().flat_map(|node| program.apis.api(node).rows.iter().copied()).collect();
        if let (true, Op::Call(ir::Callee::Method(receiver, name), _)) = (rows.is_empty(), self.function.op(call)) {
            rows = self.rows_by_name(receiver, name);
        }
        let Some(receiver) = given.receiver else { return false };
        rows.iter().any(|&row| {
            let Effect::Pass { from, to, string, .. } = &program.apis.row(row).effect else { return false };
            let [from] = &from[..] else { return false };
            if from.base != PortBase::Receiver || to.base != PortBase::Return {
                return false;
            }
            match (&from.steps[..], &to.steps[..], string) {
                ([PortStep::Keys], [PortStep::Element], StringEffect::Same) => {
                    self.is_of_constants(receiver, depth + 1)
                }
                ([PortStep::Element], [PortStep::Element], StringEffect::Same) => self.has_constant_values(receiver),
                _ => false,
            }
        })
    }

    /// Whether what stands under the keys of a map is constant.
    fn has_constant_values(&self, map: Value) -> bool {
        let original = self.original(map);
        if let Some(collection) = self.fixed_collection(original) {
            return collection.has_constant_values;
        }
        let Op::Map(list) = self.function.op(original) else { return false };
        let mut values = self.function.values(list).chunks_exact(2).map(|pair| pair[1]);
        self.is_untouched(original) && values.all(|value| self.constant(value).is_some())
    }

    /// The collection of constants that a name of a module or class is.
    pub(in crate::interpret) fn fixed_collection(&self, value: Value) -> Option<&'a Collection> {
        let program = self.cx.program;
        let constants = &self.cx.constants;
        let (module, name) = match self.function.op(value) {
            Op::Global(name) => program.global_variable(self.module, name)?,
            Op::Import(path) => program.imported_variable(path)?,
            Op::Load(base, Elem::Field(name)) => {
                let types = self.types(base);
                let mut found = None;
                for ty in types.iter() {
                    found = Some(match ty {
                        Type::Module(module) => {
                            let (module, name) = program.module_variable(module, name)?;
                            constants.global_collection(module, name)?
                        }
                        Type::Class(class) | Type::Instance(class) => {
                            constants.attribute_collection(program, class, name)?
                        }
                        _ => return None,
                    });
                }
                return found;
            }
            _ => return None,
        };
        constants.global_collection(module, name)
    }

    /// The letters that a constant text holds, or a collection of constant letters.
    pub(in crate::interpret) fn letters_listed(&self, collection: Value) -> Option<ClassUnicode> {
        if let Some(Constant::Str(text)) = self.constant(collection) {
            return Some(letters_in(text));
        }
        let mut all = ClassUnicode::empty();
        for element in self.listed(collection)? {
            if element.is_empty() {
                return None;
            }
            for constant in element {
                let Constant::Str(letter) = constant else { return None };
                if letter.chars().count() > 1 {
                    return None;
                }
                all.union(&letters_in(&letter));
            }
        }
        Some(all)
    }

    /// For each element of a collection the constants of which it is one, none where they are not known. Nothing for a
    /// collection of which not all elements are known.
    pub(in crate::interpret) fn listed(&self, collection: Value) -> Option<Vec<Vec<Constant>>> {
        let original = self.original(collection);
        if let Some(known) = self.fixed_collection(original) {
            let each = || known.elements.iter().map(|constant| vec![constant.clone()]).collect();
            return known.is_listed.then(each);
        }
        if let Some(held) = self.held_at(collection, &[PortStep::Element]) {
            return Some(held);
        }
        let elements: Vec<Value> = match self.function.op(original) {
            Op::Sequence(SequenceKind::Set | SequenceKind::Tuple, list) => self.function.values(list).to_vec(),
            Op::Map(list) => self.function.values(list).chunks_exact(2).map(|pair| pair[0]).collect(),
            _ => return None,
        };
        let is_spread = |of: &Value| matches!(self.function.op(*of), Op::Unary(UnaryOp::Spread, _));
        let is_tuple = matches!(self.function.op(original), Op::Sequence(SequenceKind::Tuple, _));
        if !(is_tuple || self.is_untouched(original)) || elements.iter().any(is_spread) {
            return None;
        }
        Some(elements.into_iter().map(|of| self.constant(of).cloned().into_iter().collect()).collect())
    }
}
