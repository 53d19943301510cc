//! *value*: a literal that is a secret: it is given to a sink of the case, is assigned to a name that says so, or has
//! the form of one.

use ir::{ArgKind, Constant, Elem, Op, Value};
use knowledge::{Case, Rule, Shape};
use program::FuncId;
use knowledge::Pattern;

use super::{Draft, Scene, Seen};
use crate::Spot;

/// Shorter texts are no secrets.
const SHORTEST: usize = 4;

struct Patterns<'r> {
    names: &'r [Pattern],
    harmless: &'r [Pattern],
    formats: &'r [(String, Pattern)],
}

/// Why a literal is taken for a secret.
enum Why {
    Format(String),
    Sink(usize),
    Name(String),
}

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule) -> Vec<Draft> {
    let Shape::Value { names, harmless, formats } = &rule.shape else { return Vec::new() };
    let patterns = Patterns { names, harmless, formats };
    let Some(first_case) = rule.cases.first() else { return Vec::new() };
    let mut found: Vec<(FuncId, Value, Value, String, Why)> = Vec::new();
    for id in scene.names.program.functions() {
        by_text(scene, id, &patterns, &mut found);
    }
    for (at, site) in scene.analysis.literals.iter().enumerate() {
        if rule.case(site.kind, site.context).is_some() && !patterns.is_harmless(&site.text) {
            found.push((site.function, site.given, site.given, site.text.clone(), Why::Sink(at)));
        }
    }
    // One finding a literal: the surest reason first.
    let rank = |why: &Why| match why {
        Why::Format(_) => 0,
        Why::Sink(_) => 1,
        Why::Name(_) => 2,
    };
    let program = scene.names.program;
    let spot = |id: FuncId, value: Value| (program.module_of(id), program.function(id).span_of(value));
    found.sort_by_key(|(id, at, literal, _, why)| (spot(*id, *literal), rank(why), *id, *at));
    found.dedup_by_key(|(id, _, literal, ..)| spot(*id, *literal));
    found
        .into_iter()
        .map(|(id, at, literal, text, why)| draft(scene, index, rule, first_case, (id, at, literal), &text, why))
        .collect()
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    first: &Case,
    (id, at, literal): (FuncId, Value, Value),
    text: &str,
    why: Why,
) -> Draft {
    let names = scene.names;
    let (case, row, name, assumptions) = match why {
        Why::Format(format) => (first, None, format, Vec::new()),
        Why::Sink(site) => {
            let site = &scene.analysis.literals[site];
            let case = rule.case(site.kind, site.context).unwrap_or(first);
            let api = names.program.apis.row(site.row).api.clone();
            (case, Some(site.row), api, Vec::new())
        }
        Why::Name(name) => {
            let assumption = format!("`{name}` is what its name says");
            (first, None, name, vec![assumption])
        }
    };
    let slots = vec![
        ("sink", scene.noun(case.kind)),
        ("argument", String::new()),
        ("name", name),
        ("value", format!("{} characters", text.chars().count())),
    ];
    let module = names.program.module_of(id);
    let secret = Spot { module, span: names.program.function(id).span_of(literal) };
    scene.draft(
        rule,
        Seen {
            rule: index,
            case,
            function: id,
            value: at,
            row,
            slots,
            steps: Vec::new(),
            assumptions,
            source: None,
            secrets: vec![secret],
        },
    )
}

impl Patterns<'_> {
    fn is_harmless(&self, text: &str) -> bool {
        text.chars().count() < SHORTEST || self.harmless.iter().any(|pattern| pattern.is_match(text))
    }

    fn is_telling(&self, name: &str) -> bool {
        self.names.iter().any(|pattern| pattern.is_match(name))
    }
}

/// Literals by their names and forms.
fn by_text(
    scene: &Scene<'_, '_>,
    id: FuncId,
    patterns: &Patterns<'_>,
    found: &mut Vec<(FuncId, Value, Value, String, Why)>,
) {
    let program = scene.names.program;
    let function = program.function(id);
    let constants = &program.module(program.module_of(id)).constants;
    let text_of = |value: Value| match function.op(value) {
        Op::Const(constant) => match constants.get(constant) {
            Constant::Str(text) => Some(&**text),
            _ => None,
        },
        _ => None,
    };
    for index in 0..function.ops.len() {
        let value = Value(index as u32);
        if let Some(text) = text_of(value)
            && text.len() >= 16
            && let Some((format, _)) = patterns.formats.iter().find(|(_, pattern)| pattern.is_match(text))
        {
            found.push((id, value, value, text.to_owned(), Why::Format(format.clone())));
        }
        let mut named = |name: &str, of: Value| {
            if let Some(text) = text_of(of)
                && patterns.is_telling(name)
                && !patterns.is_harmless(text)
                && !is_own_name(name, text)
            {
                found.push((id, of, of, text.to_owned(), Why::Name(name.to_owned())));
            }
        };
        match function.op(value) {
            Op::Store(_, Elem::Field(name), of) | Op::SetGlobal(name, of) | Op::SetShared(_, name, of) => {
                named(program.text(name), of);
            }
            Op::Store(_, Elem::Item(key), of) => {
                if let Some(key) = text_of(key) {
                    named(key, of);
                }
            }
            Op::Map(list) => {
                for pair in function.values(list).chunks_exact(2) {
                    if let Some(key) = text_of(pair[0]) {
                        named(key, pair[1]);
                    }
                }
            }
            Op::Call(_, args) => {
                for arg in function.pools.args(args) {
                    if let ArgKind::Named(name) = arg.kind {
                        named(program.text(name), arg.value);
                    }
                }
            }
            _ => {}
        }
    }
    for &(value, name) in &function.names {
        if let Some(text) = text_of(value) {
            let name = program.text(name);
            if patterns.is_telling(name) && !patterns.is_harmless(text) && !is_own_name(name, text) {
                found.push((id, value, value, text.to_owned(), Why::Name(name.to_owned())));
            }
        }
    }
}

/// Whether a text only repeats its name in another spelling: `CHANGE_PASSWORD = "changePassword"`.
fn is_own_name(name: &str, text: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(name) == letters(text)
}
