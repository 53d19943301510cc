//! What comes in where the outside calls a function: the sources that parameters of entry points are, and those that a
//! row reads field by field.
//!
//! What a framework has checked or made itself is no text of others: parameters that are declared as numbers, those to
//! which it hands an object of its own, and fields of a form that hold no text.

use ir::{Constant, Elem, Op, ParamKind, Value};
use knowledge::{Effect, KindSet, NodeId, Route, RowId, Via};
use program::{ClassRef, Type, TypeSet};

use crate::fact::{Fact, Facts};
use crate::interpret::Interpreter;
use crate::key::key_hash;
use crate::limits;
use crate::path::{Part, Path};

/// How the fields of a class are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// As attributes of an instance.
    Attribute,
    /// As keys of a map.
    Key,
}

impl Interpreter<'_, '_> {
    /// The sources that a parameter is while the function is gone through.
    pub(super) fn entry_facts(&mut self, value: Value, index: u32) -> Facts {
        if self.is_called_by_others() { Facts::default() } else { self.facts_of_entry(value, index) }
    }

    /// The sources that a parameter of an entry point is.
    pub(super) fn facts_of_entry(&mut self, value: Value, index: u32) -> Facts {
        let names = self.cx.program.apis;
        let Some(entry) = self.cx.entries.get(&self.id) else { return Facts::default() };
        let row = names.row(entry.row);
        let Effect::Route(route) = &row.effect else { return Facts::default() };
        let Some(kind) = route.parameters.filter(|kind| self.cx.sources.contains(*kind)) else {
            return Facts::default();
        };
        let Some(param) = self.function.params.get(index as usize) else { return Facts::default() };
        let name = self.cx.program.text(param.name);
        let is_receiver = index == 0 && matches!(self.function.kind, ir::FunctionKind::Method(_));
        if is_receiver
            || route.except.iter().any(|excepted| excepted == name)
            || self.cx.program.is_handed(self.id, route, index)
        {
            return Facts::default();
        }
        let declared = self.cx.program.declared_classes(self.id, param);
        if !self.may_hold(value, param, declared, route) {
            return Facts::default();
        }
        let mut cleaned = self.cx.texts.with_harmless(self.cx.paths.shown(self.cx.program, self.id, name));
        cleaned = cleaned.union(route.harmless);
        if self.is_without_text(declared) {
            cleaned = KindSet::ALL;
        }
        self.examine_made(value, cleaned);
        let assumed = u8::from(row.api.starts_with("?.") || matches!(route.via, Via::Looks(_)));
        let fact = Fact { cleaned, assumed, ..self.source_fact(value, entry.row, kind) };
        let is_one = !matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed);
        let parts = match (declared.iter().next(), declared.iter().nth(1)) {
            (Some(Type::Class(class)), None) if is_one && !route.of_types.is_empty() => {
                self.fields_of(class, By::Attribute)
            }
            _ => None,
        };
        Self::in_parts(fact, parts)
    }

    /// What the paths of this function say of a part of a value, when that is what they say by names.
    pub(super) fn shown_by_paths(&self, base: Value, key: Value) -> KindSet {
        if !self.is_routed {
            return KindSet::EMPTY;
        }
        let base = self.original(base);
        let names = self.cx.program.apis;
        let is_by_name = match self.function.op(base) {
            Op::Param(index) => {
                let param = self.function.params.get(index as usize);
                param.is_some_and(|param| param.kind == ParamKind::RestNamed) && self.cx.entries.contains_key(&self.id)
            }
            Op::Load(_, Elem::Field(_)) => self.cx.program.reads(self.id, base).any(|node| {
                let says = |row: &RowId| matches!(names.row(*row).effect, Effect::Source { by_route: true, .. });
                names.api(node).rows.iter().any(says)
            }),
            _ => false,
        };
        match program::Values::constant(self, key) {
            Some(Constant::Str(name)) if is_by_name => {
                self.cx.texts.with_harmless(self.cx.paths.shown(self.cx.program, self.id, name))
            }
            _ => KindSet::EMPTY,
        }
    }

    /// Whether a parameter holds what the outside sends, as far as its declaration tells.
    fn may_hold(&self, value: Value, param: &ir::Param, declared: TypeSet, route: &Route) -> bool {
        let program = self.cx.program;
        let nodes =
            |names: &[String]| -> Vec<NodeId> { names.iter().filter_map(|name| program.apis.find(name)).collect() };
        if !route.filled_by.is_empty() {
            let fillers = nodes(&route.filled_by);
            let given = self.cx.program.types(self.id, value);
            let noted = program.declared_notes(self.id, param);
            if given.iter().chain(noted.iter()).any(|ty| program.is_one_of(ty, &fillers)) {
                return false;
            }
        }
        if route.of_types.is_empty() || param.types.is_empty() {
            return true;
        }
        let wanted = nodes(&route.of_types);
        declared.iter().any(|ty| program.is_one_of(ty, &wanted))
    }

    /// Facts of what reading a modelled attribute of an object gives, field by field where its class tells the fields.
    pub(super) fn by_field(&self, object: Value, fact: Fact) -> Facts {
        let types = program::Values::types(self, object);
        let parts = match (types.iter().next(), types.iter().nth(1)) {
            (Some(Type::Instance(class)), None) => self.fields_of(class, By::Key),
            _ => None,
        };
        Self::in_parts(fact, parts)
    }

    fn in_parts(fact: Fact, parts: Option<Vec<Part>>) -> Facts {
        match parts {
            Some(parts) => parts.into_iter().map(|part| Fact { path: Path::one(part), ..fact }).collect(),
            None => [fact].into_iter().collect(),
        }
    }

    /// The fields of a class that may hold text; nothing when it has none, or more than are told apart.
    fn fields_of(&self, class: ClassRef, by: By) -> Option<Vec<Part>> {
        let program = self.cx.program;
        let fields = program.fields(class);
        if fields.is_empty() || !program.subclasses(class).is_empty() {
            return None;
        }
        let with_text = fields.into_iter().filter(|(_, types)| !self.is_without_text(*types));
        let part = |name| match by {
            By::Attribute => Part::Field(name),
            By::Key => Part::Key(key_hash(&Constant::Str(program.text(name).into()))),
        };
        let parts: Vec<Part> = with_text.map(|(name, _)| part(name)).collect();
        (parts.len() <= limits::FIELDS).then_some(parts)
    }

    /// Whether values of all these classes carry no text.
    fn is_without_text(&self, types: TypeSet) -> bool {
        let apis = self.cx.program.apis;
        let says_so = |node: NodeId| apis.api(node).rows.iter().any(|&row| apis.row(row).effect.is_without_text());
        !types.is_empty()
            && types.iter().all(|ty| match ty {
                Type::Api(node) | Type::ApiInstance(node) => says_so(node),
                _ => false,
            })
    }
}
