//! Inputs that pass a check: the first of a row's that the other tests of the same text, as far as they are known,
//! let through as well.

use ir::{Callee, CompareOp, Constant, Function, Op, Value};
use knowledge::{Effect, RowId, TextTest};
use program::{FuncId, Program, Target, base_values};

use super::control::{self, Outcome};
use super::{Search, Site};

/// What passes a check.
pub(super) enum Passes {
    /// This input.
    Input(String),
    /// No input is known, or a test is not understood.
    NotKnown,
    /// Nothing that is known: other tests surely stop it.
    Nothing,
}

/// Whether an input passes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passing {
    Does,
    /// There is a test that is not understood.
    Unknown,
    DoesNot,
}

impl Search<'_, '_> {
    /// What passes a check: the first of the row's inputs that other tests are not seen to stop.
    pub(super) fn passes(&self, site: &Site<'_>, outcomes: &[Outcome]) -> Passes {
        if site.says.passes.is_empty() {
            return Passes::NotKnown;
        }
        let mut is_any_open = false;
        for input in &site.says.passes {
            let Some(input) = self.filled(site, input) else {
                is_any_open = true;
                continue;
            };
            match self.passing(site, outcomes, &input) {
                Passing::Does => return Passes::Input(input),
                Passing::Unknown => is_any_open = true,
                Passing::DoesNot => {}
            }
        }
        if is_any_open { Passes::NotKnown } else { Passes::Nothing }
    }

    /// An input with the constant texts that the call is given in it.
    fn filled(&self, site: &Site<'_>, input: &str) -> Option<String> {
        let mut text = input.to_owned();
        for (at, &value) in site.given.positional.iter().enumerate().take(4) {
            let slot = format!("{{{at}}}");
            if text.contains(&slot) {
                text = text.replace(&slot, literal(self.names.program, site.function, value)?);
            }
        }
        Some(text)
    }

    /// Whether an input passes the tests that came out so.
    fn passing(&self, site: &Site<'_>, outcomes: &[Outcome], input: &str) -> Passing {
        let program = self.names.program;
        let function = program.function(site.function);
        let mut all = Passing::Does;
        for outcome in outcomes {
            for (checked, asks, text) in tests(program, site.function, outcome.of) {
                let is_it = |value: &Value| function.original(*value) == function.original(checked);
                if !site.checked.iter().any(is_it) {
                    continue;
                }
                let came = outcome.came != control::is_negated(function, outcome.of);
                let holds = match (asks, text) {
                    (TextTest::Begins, Some(text)) => input.starts_with(text),
                    (TextTest::Ends, Some(text)) => input.ends_with(text),
                    (TextTest::Holds, Some(text)) => input.contains(text),
                    // The row knows its own pattern.
                    _ if outcome.of == site.value => continue,
                    _ => {
                        all = Passing::Unknown;
                        continue;
                    }
                };
                if holds != came {
                    return Passing::DoesNot;
                }
            }
        }
        all
    }
}

/// What a condition asks of which text.
fn tests<'a>(program: &'a Program<'_>, id: FuncId, of: Value) -> Vec<(Value, TextTest, Option<&'a str>)> {
    let function: &Function = program.function(id);
    match function.op(of) {
        Op::Compare(CompareOp::In | CompareOp::NotIn, part, whole) => {
            vec![(whole, TextTest::Holds, literal(program, id, part))]
        }
        Op::Call(callee, _) => {
            let given = program.given(id, of);
            let mut found = Vec::new();
            for row in rows(program, id, of, callee) {
                let Effect::Test { checks, asks, text } = &program.apis.row(row).effect else { continue };
                let text = base_values(program, &given, of, text).first().copied();
                let text = text.and_then(|text| literal(program, id, text));
                found.extend(base_values(program, &given, of, checks).into_iter().map(|value| (value, *asks, text)));
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The rows that speak of a call.
fn rows(program: &Program<'_>, id: FuncId, call: Value, callee: Callee) -> Vec<RowId> {
    let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
    if let (true, Callee::Method(_, name)) = (targets.is_empty(), callee) {
        return program.apis.heuristic.get(program.text(name)).cloned().unwrap_or_default();
    }
    let of_target = |target: &Target| match target {
        Target::Api(node) => program.apis.api(*node).rows.as_slice(),
        _ => &[],
    };
    targets.iter().flat_map(of_target).copied().collect()
}

/// A constant text as it is written.
fn literal<'a>(program: &'a Program<'_>, id: FuncId, value: Value) -> Option<&'a str> {
    let function = program.function(id);
    let Op::Const(constant) = function.op(function.original(value)) else { return None };
    match program.module(program.module_of(id)).constants.get(constant) {
        Constant::Str(text) => Some(text),
        _ => None,
    }
}
