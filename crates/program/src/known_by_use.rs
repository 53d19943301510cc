//! Values of unknown type that are known by their name and by what is used of them: what is called `request` and is asked
//! for something that only the requests of one framework have is one of these.
//!
//! Takes the rows that say so and the functions of the program; gives, for each function, values and the modelled classes
//! of which they are instances. What types are known otherwise goes before; a parameter that is given something known is
//! that. Where no attribute of such a row is a name of the program, nothing is looked for.

use ir::{Callee, Elem, Op, Symbol, Value};
use knowledge::{Effect, NodeId};
use rustc_hash::FxHashMap;

use crate::{FuncId, Program};

/// The most values of one function that are known so.
const MAX_VALUES: usize = 16;

/// Which names tell.
#[derive(Default)]
pub(crate) struct Telling {
    /// Whether the symbol is an attribute of some row: asked for every read.
    is_part: Vec<bool>,
    rows: Vec<TellingRow>,
}

/// One row, its names as symbols.
struct TellingRow {
    class: NodeId,
    called: Vec<Symbol>,
    parts: Vec<Symbol>,
}

/// The values of each function that are known so.
pub(crate) type KnownByUse = FxHashMap<FuncId, Vec<(Value, NodeId)>>;

impl Telling {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let names = program.apis;
        let mut telling = Self::default();
        for &(class, row) in &names.known_by_parts {
            let Effect::Type { called, known_by, .. } = &names.row(row).effect else { continue };
            let symbols = |texts: &[String]| -> Vec<Symbol> {
                texts.iter().filter_map(|text| program.symbols.find(text)).collect()
            };
            let (called, parts) = (symbols(called), symbols(known_by));
            if !called.is_empty() && !parts.is_empty() {
                telling.rows.push(TellingRow { class, called, parts });
            }
        }
        // A library that the program does not speak of gives it nothing.
        telling.rows.retain(|row| {
            let api = names.api(row.class).name.as_str();
            let library = api.split('.').next().unwrap_or(api);
            let is_below =
                |text: &str| text.strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            program.symbols.texts().any(is_below)
        });
        if telling.rows.is_empty() {
            return telling;
        }
        telling.is_part = vec![false; program.symbols.len()];
        for part in telling.rows.iter().flat_map(|row| &row.parts) {
            telling.is_part[part.index()] = true;
        }
        telling
    }

    /// The values of a function that are known by what is used of them.
    pub(crate) fn known(&self, program: &Program<'_>, id: FuncId) -> Vec<(Value, NodeId)> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let function = program.function(id);
        let mut found: Vec<(Value, Symbol)> = Vec::new();
        for op in &function.ops {
            let (Op::Load(base, Elem::Field(part)) | Op::Call(Callee::Method(base, part), _)) = *op else { continue };
            if self.is_part[part.index()] {
                found.push((function.original(base), part));
            }
        }
        let mut known: Vec<(Value, NodeId)> = Vec::new();
        for &(value, _) in &found {
            if known.len() < MAX_VALUES
                && !known.iter().any(|(other, _)| *other == value)
                && let names = [program.name_of_unknown(id, value), function.name_of(value)]
                && let Some(class) = names.into_iter().flatten().find_map(|name| self.class_of(name, value, &found))
            {
                known.push((value, class));
            }
        }
        known
    }

    /// The class of which most is used that tells it.
    fn class_of(&self, name: Symbol, value: Value, found: &[(Value, Symbol)]) -> Option<NodeId> {
        let mut best: Option<(usize, NodeId)> = None;
        for row in self.rows.iter().filter(|row| row.called.contains(&name)) {
            let used = row.parts.iter().filter(|&&part| found.contains(&(value, part))).count();
            if used > 0 && best.is_none_or(|(known, _)| used > known) {
                best = Some((used, row.class));
            }
        }
        best.map(|(_, class)| class)
    }
}

impl Program<'_> {
    /// What the code calls a value of which no more is known: the name of a parameter, a variable, an attribute.
    pub fn name_of_unknown(&self, id: FuncId, value: Value) -> Option<Symbol> {
        let function = self.function(id);
        match function.op(function.original(value)) {
            Op::Load(_, Elem::Field(name))
            | Op::Global(name)
            | Op::Shared(_, name)
            | Op::Call(Callee::Method(_, name), _) => Some(name),
            Op::Param(index) => function.params.get(index as usize).map(|param| param.name),
            Op::Capture(index) => function.captures.get(index as usize).copied(),
            _ => function.name_of(value),
        }
    }
}
