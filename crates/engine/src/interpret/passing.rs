//! How arguments become inputs: which of the caller's values is which parameter, and what an input holds.

use ir::Value;
use program::{FuncId, Given};

use super::Interpreter;
use crate::fact::{Fact, Facts};
use crate::path::{Part, Path};

/// How the caller's values become a callee's inputs.
pub(super) struct Passing {
    /// For each input: the caller's values, and the part of each that is the input.
    inputs: Vec<Vec<(Value, Path)>>,
    /// For inputs that gather several arguments: the arguments by element.
    gathered: Vec<(u16, Part, Value)>,
}

impl Passing {
    pub(super) fn new(
        interpreter: &Interpreter<'_, '_>,
        (given, function_value): (&Given, Option<Value>),
        function: FuncId,
        receiver: Option<Value>,
        bound: bool,
    ) -> Self {
        use ir::ParamKind;
        let callee = interpreter.cx.program.function(function);
        let mut inputs = vec![Vec::new(); callee.params.len() + callee.captures.len()];
        let mut gathered = Vec::new();
        let shift = usize::from(bound);
        if let (Some(receiver), true, Some(first)) = (receiver, bound, inputs.first_mut()) {
            first.push((receiver, Path::EMPTY));
        }
        let rest = callee.params.iter().position(|param| param.kind == ParamKind::Rest);
        let rest_named = callee.params.iter().position(|param| param.kind == ParamKind::RestNamed);
        let takes_position = |at: usize| {
            callee
                .params
                .get(at)
                .is_some_and(|param| matches!(param.kind, ParamKind::Normal | ParamKind::PositionalOnly))
        };
        for (index, &value) in given.positional.iter().enumerate() {
            let at = index + shift;
            if takes_position(at) {
                inputs[at].push((value, Path::EMPTY));
            } else if let Some(rest) = rest {
                let key = crate::key::position_key(at.saturating_sub(rest));
                gathered.push((rest as u16, Part::Key(key), value));
            }
        }
        for &(name, value) in &given.named {
            let at = callee
                .params
                .iter()
                .position(|param| param.name == name && matches!(param.kind, ParamKind::Normal | ParamKind::NamedOnly));
            if let Some(at) = at {
                inputs[at].push((value, Path::EMPTY));
            } else if let Some(rest) = rest_named {
                let text = interpreter.cx.program.text(name);
                let key = crate::key::key_hash(&ir::Constant::Str(text.into()));
                gathered.push((rest as u16, Part::Key(key), value));
            }
        }
        for &value in &given.spread {
            let first = given.positional.len() + shift;
            for at in (first..callee.params.len()).filter(|&at| takes_position(at)) {
                if inputs[at].is_empty() {
                    let key = crate::key::position_key(at - first);
                    inputs[at].push((value, Path::one(Part::Key(key))));
                }
            }
            if let Some(rest) = rest {
                inputs[rest].push((value, Path::EMPTY));
            }
        }
        for &value in &given.spread_named {
            for (at, param) in callee.params.iter().enumerate() {
                let given =
                    given.named.iter().any(|(name, _)| *name == param.name) || at < given.positional.len() + shift;
                if matches!(param.kind, ParamKind::Normal | ParamKind::NamedOnly) && !given {
                    let text = interpreter.cx.program.text(param.name);
                    let key = crate::key::key_hash(&ir::Constant::Str(text.into()));
                    inputs[at].push((value, Path::one(Part::Key(key))));
                }
            }
            if let Some(rest) = rest_named {
                inputs[rest].push((value, Path::EMPTY));
            }
        }
        if !callee.captures.is_empty() {
            let closure = function_value.or_else(|| interpreter.closures.get(&function).copied());
            for index in 0..callee.captures.len() {
                if let Some(closure) = closure {
                    inputs[callee.params.len() + index].push((closure, Path::one(Part::Key(index as u64))));
                }
            }
        }
        Self { inputs, gathered }
    }

    /// The caller's values that are an input, and the part of each.
    pub(super) fn values(&self, input: u16) -> Vec<(Value, Path)> {
        self.inputs.get(input as usize).cloned().unwrap_or_default()
    }

    /// What an input holds at a path.
    pub(super) fn read(&self, interpreter: &Interpreter<'_, '_>, input: u16, path: Path) -> Facts {
        let mut facts = Facts::default();
        for (value, part) in self.inputs.get(input as usize).into_iter().flatten() {
            let full = part.join(&path);
            if full.is_empty() {
                facts.add_all(&interpreter.facts(*value));
            } else {
                facts.add_all(&interpreter.facts_at(*value, full));
            }
        }
        for (_, part, value) in self.gathered.iter().filter(|(gathering, ..)| *gathering == input) {
            match path.parts() {
                [] => facts.add_all(
                    &interpreter
                        .facts(*value)
                        .iter()
                        .map(|fact| Fact { path: Path::one(*part).join(&fact.path), ..*fact })
                        .collect(),
                ),
                [first, ..] if first.meets(*part) => facts.add_all(&interpreter.facts_at(*value, path.after(1))),
                _ => {}
            }
        }
        facts
    }
}
