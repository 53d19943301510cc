//! *filter*: a test or replacement of a text that is meant to keep something out of it, and does not: a sample that the
//! rule knows goes through all that the function asks of the text and replaces in it.
//!
//! Only functions of modules are looked at where a constant holds one of the rule's marks.

use std::collections::BTreeMap;

use backtracking::{Applied, Dialect, matched};
use engine::{AskedOfText, TextDoes, TextStep, text_steps};
use ir::{Constant, Op, Value};
use knowledge::{Effect, Filter, Passing, Pattern, Rule};
use program::{FuncId, ModuleId, Target};

use super::nearby::nearby;
use super::words::words;
use super::{Draft, Scene, Seen};
use crate::assumptions::named;
use crate::reading::escaped;

/// So many functions of a module are looked at.
const FUNCTIONS: usize = 4_096;

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, filters: &[Filter]) -> Vec<Draft> {
    let program = scene.names.program;
    let mut drafts = Vec::new();
    // Most files hold none of the hints.
    let hints: Vec<String> = filters.iter().map(|filter| format!("(?:{})", filter.hint.as_str())).collect();
    let Ok(any_hint) = Pattern::new(&hints.join("|")) else { return drafts };
    for at in 0..program.modules.len() {
        let module = ModuleId(at as u32);
        if !any_hint.is_match(&scene.names.files[at].text) {
            continue;
        }
        let texts: Vec<&str> = program.modules[at].constants.iter().filter_map(text).collect();
        let marked: Vec<&Filter> =
            filters.iter().filter(|filter| texts.iter().any(|text| filter.marks.is_match(text))).collect();
        if marked.is_empty() {
            continue;
        }
        let is_known =
            |filter: &Filter| filter.known.as_ref().is_some_and(|known| texts.iter().any(|text| known.is_match(text)));
        let count = program.modules[at].functions.len().min(FUNCTIONS);
        for function in 0..count {
            let id = program.function_id(module, ir::FunctionId(function as u32));
            let found = scene.contained(id, || {
                let groups = grouped(text_steps(program, id));
                let told = |filter: &&Filter| {
                    let groups = groups.iter().filter(|_| !is_known(filter));
                    groups.filter_map(|(of, steps)| told_of(scene, (index, rule), id, filter, (*of, steps))).collect()
                };
                marked.iter().flat_map(|filter| -> Vec<Draft> { told(filter) }).collect::<Vec<_>>()
            });
            drafts.extend(found.into_iter().flatten());
        }
    }
    drafts
}

fn text(constant: &Constant) -> Option<&str> {
    match constant {
        Constant::Str(text) => Some(text),
        _ => None,
    }
}

/// What is done with each text, in the order of the code.
fn grouped(steps: Vec<TextStep>) -> BTreeMap<Value, Vec<TextStep>> {
    let mut groups: BTreeMap<Value, Vec<TextStep>> = BTreeMap::new();
    for step in steps {
        groups.entry(step.of).or_default().push(step);
    }
    groups
}

/// The finding where a filter lets a sample pass that must not.
fn told_of(
    scene: &Scene<'_, '_>,
    (index, rule): (usize, &Rule),
    id: FuncId,
    filter: &Filter,
    (of, steps): (Value, &[TextStep]),
) -> Option<Draft> {
    let (marked, stopped) = meant(filter, steps)?;
    if is_compared(scene, id, marked) {
        return None;
    }
    if is_cleaned_after(scene, id, filter, marked) {
        return None;
    }
    let is_raw = !matches!(scene.names.program.function(id).op(of), Op::Call(..)) && !has_callers(scene, id);
    let (passing, left) = filter.passes.iter().filter(|passing| is_raw || !passing.raw).find_map(|passing| {
        let left = passes(filter, steps, marked, passing)?;
        Some((passing, left))
    })?;
    let names = scene.names;
    let near = nearby(names, id, marked.value);
    let name = near.into_iter().map(|near| near.name).find(|name| tells(filter, name));
    let own_name = names.function(id);
    let name = name.or_else(|| own_name.split('.').rev().find(|name| tells(filter, name)).map(str::to_owned));
    let mut assumptions = match name {
        Some(name) => vec![named(&name)],
        // Most who know such texts take something out of them, and stop nothing.
        None if filter.lets => return None,
        None => vec![
            "what is left is used where that is a danger".to_owned(),
            "it is meant as a protection, although no name near it says so".to_owned(),
        ],
    };
    if steps.iter().any(|step| step.does == TextDoes::HandsOn) {
        assumptions.push("the functions that are given the text as well do not stop it".to_owned());
    }
    let case = rule.cases.iter().find(|case| case.kind == filter.kind)?;
    let slots = vec![
        ("value", names.written(id, names.span(id, marked.value))),
        ("argument", escaped(stopped)),
        ("passes", escaped(&passing.text)),
        ("because", passing.because.clone()),
        ("left", escaped(&left)),
        ("what", filter.what.clone()),
    ];
    let seen = Seen { assumptions, ..Seen::of(index, case, (id, marked.value), slots) };
    Some(scene.draft(rule, seen))
}

/// Whether what a replacement leaves is only compared: whether there was something to take out is asked then.
fn is_compared(scene: &Scene<'_, '_>, id: FuncId, step: &TextStep) -> bool {
    let function = scene.names.program.function(id);
    matches!(step.does, TextDoes::Replaces { .. })
        && function
            .ops
            .iter()
            .any(|op| matches!(*op, Op::Compare(_, left, right) if left == step.value || right == step.value))
}

/// Whether what a replacement leaves is given, in the function, to an API that makes it harmless.
fn is_cleaned_after(scene: &Scene<'_, '_>, id: FuncId, filter: &Filter, step: &TextStep) -> bool {
    let program = scene.names.program;
    let function = program.function(id);
    let cleans = |value: Value| {
        let targets = program.call(id, value).map_or(&[][..], |site| site.targets.as_slice());
        targets.iter().any(|target| {
            let Target::Api(node) = *target else { return false };
            program.apis.api(node).rows.iter().any(|&row| {
                matches!(&program.apis.row(row).effect, Effect::Sanitizer { kinds, .. } if kinds.contains(filter.kind))
            })
        })
    };
    if !matches!(step.does, TextDoes::Replaces { .. }) {
        return false;
    }
    let mut made = vec![false; function.ops.len()];
    for at in 0..function.ops.len() {
        let value = Value(at as u32);
        let mut is_made = value == step.value;
        function.op(value).for_each_operand(&function.pools, |operand| is_made |= made[operand.index()]);
        if is_made && value != step.value && cleans(value) {
            return true;
        }
        made[at] = is_made;
    }
    false
}

/// Whether functions of the program call one: what these do with the text first is not asked.
fn has_callers(scene: &Scene<'_, '_>, id: FuncId) -> bool {
    scene.names.program.components.callees.iter().any(|callees| callees.binary_search(&id).is_ok())
}

fn tells(filter: &Filter, name: &str) -> bool {
    let name = words(name).join(" ");
    filter.names.iter().any(|pattern| pattern.is_match(&name))
}

/// The marked step by which a text's filter is one of those that are meant, and the sample that it stops.
fn meant<'s>(filter: &'s Filter, steps: &'s [TextStep]) -> Option<(&'s TextStep, &'s str)> {
    let is_spared = filter.spared.iter().any(|sample| after(steps, sample, None).is_none());
    if is_spared {
        return None;
    }
    let marked = steps.iter().filter(|step| is_marked(filter, step));
    marked.into_iter().find_map(|step| {
        let stops = |sample: &&String| match (filter.lets, &step.does) {
            (_, TextDoes::Asks(..)) if filter.removes => false,
            (true, TextDoes::Asks(..)) => is_asked(step, sample, None) == Some(true),
            (true, _) => false,
            (false, TextDoes::Asks(..)) => is_asked(step, sample, word_of(sample)) == Some(true),
            (false, _) => changed(step, sample).is_some_and(|left| !is_still(filter, &left)),
        };
        let sample = filter.stops.iter().find(stops)?;
        let has_beside = filter.beside.iter().any(|sample| after(steps, sample, word_of(sample)).is_none());
        (!filter.lets || has_beside).then_some((step, sample.as_str()))
    })
}

/// What stands for a sample where a text is compared as a whole: what stands before its first colon.
fn word_of(sample: &str) -> Option<&str> {
    sample.split_once(':').map(|(word, _)| word)
}

fn is_marked(filter: &Filter, step: &TextStep) -> bool {
    match &step.does {
        TextDoes::Asks(_, texts) | TextDoes::Replaces { what: texts, .. } => {
            texts.iter().any(|text| filter.marks.is_match(text))
        }
        _ => false,
    }
}

/// What is left of a sample that passes, when it does.
fn passes(filter: &Filter, steps: &[TextStep], marked: &TextStep, passing: &Passing) -> Option<String> {
    let word = passing.word.as_deref();
    if filter.lets {
        return (is_asked(marked, &passing.text, word) == Some(true)).then(|| passing.text.clone());
    }
    if matches!(&marked.does, TextDoes::Asks(AskedOfText::Equals, _)) && word.is_none() {
        return None;
    }
    let left = after(steps, &passing.text, word)?;
    if filter.removes && left == passing.text {
        return None;
    }
    is_still(filter, &left).then_some(left)
}

fn is_still(filter: &Filter, left: &str) -> bool {
    filter.still.as_ref().is_none_or(|still| still.is_match(left))
}

/// What is left of a text behind all steps; nothing when one of them stops it, or is not understood.
fn after(steps: &[TextStep], text: &str, word: Option<&str>) -> Option<String> {
    let mut text = text.to_owned();
    let mut word = word.map(str::to_owned);
    for step in steps {
        match &step.does {
            TextDoes::Asks(..) => {
                if is_asked(step, &text, word.as_deref())? {
                    return None;
                }
            }
            TextDoes::ChangesCase => {
                text = text.to_lowercase();
                word = word.map(|word| word.to_lowercase());
            }
            TextDoes::Trims => text = String::from(text.trim_matches(|letter: char| letter <= ' ')),
            TextDoes::Replaces { .. } => text = changed(step, &text)?,
            TextDoes::HandsOn => {}
        }
    }
    // A loop asks again what is left.
    for step in steps.iter().filter(|step| matches!(step.does, TextDoes::Asks(..))) {
        if is_asked(step, &text, word.as_deref())? {
            return None;
        }
    }
    Some(text)
}

/// Whether a question is answered with yes; nothing when it is not understood.
fn is_asked(step: &TextStep, text: &str, word: Option<&str>) -> Option<bool> {
    let TextDoes::Asks(asked, texts) = &step.does else { return Some(false) };
    let mut is_one = false;
    for sought in texts {
        let sought = sought.as_str();
        is_one |= match asked {
            AskedOfText::Equals => text == sought || word == Some(sought.trim_end_matches(':')),
            AskedOfText::Begins => text.starts_with(sought),
            AskedOfText::Ends => text.ends_with(sought),
            AskedOfText::Holds => text.contains(sought),
            AskedOfText::Matches => is_matched(sought, Applied::Whole, text)?,
            AskedOfText::MatchesStart => is_matched(sought, Applied::Start, text)?,
            AskedOfText::MatchesPart => is_matched(sought, Applied::Search, text)?,
        };
    }
    Some(is_one)
}

fn is_matched(pattern: &str, applied: Applied, text: &str) -> Option<bool> {
    matched(pattern, Dialect::Python, applied, text).ok().map(|found| !found.is_empty())
}

/// What a replacement leaves of a text; nothing when that is not known.
fn changed(step: &TextStep, text: &str) -> Option<String> {
    let TextDoes::Replaces { what, is_pattern, by } = &step.does else { return Some(text.to_owned()) };
    let by = by.as_deref().filter(|by| !by.contains('\\'))?;
    let mut text = text.to_owned();
    for what in what {
        text = if *is_pattern {
            let mut left = String::new();
            let mut from = 0;
            for (begin, end) in matched(what, Dialect::Python, Applied::Every, &text).ok()? {
                left.push_str(text.get(from..begin)?);
                left.push_str(by);
                from = end;
            }
            left.push_str(text.get(from..)?);
            left
        } else if what.is_empty() {
            return None;
        } else {
            text.replace(what, by)
        };
    }
    Some(text)
}
