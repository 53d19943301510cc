//! *script*: a command of a text of the program that a shell reads, or of a list of words that is run as one. Takes the texts in
//! which one of the rule's marks is found; a finding for each that holds such a command.

use contained::Step;
use ir::{ConstId, Constant, FunctionId, Op, Value};
use knowledge::{Case, Command, Pattern, Rule};
use program::{FuncId, ModuleId, Program};
use rustc_hash::FxHashSet;

use super::literals::text_of;
use super::{Draft, Scene, Seen};
use crate::reach::{Reach, used};
use crate::shell::commands;

/// How long a command may be that is shown, in letters.
const SHOWN: usize = 60;
/// What stands for a part of a text that is put in when the program runs.
const NOT_WRITTEN: &str = "…";

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (marks, wanted): (&[Pattern], &[Command]),
) -> Vec<Draft> {
    let Some(case) = rule.cases.first() else { return Vec::new() };
    let program = scene.names.program;
    let mut drafts = Vec::new();
    for module in (0..program.modules.len() as u32).map(ModuleId) {
        let code = program.module(module);
        let is_marked = |constant: &ConstId| match code.constants.get(*constant) {
            Constant::Str(text) => marks.iter().any(|mark| mark.is_match(text)),
            _ => false,
        };
        let marked: FxHashSet<ConstId> = (0..code.constants.len() as u32).map(ConstId).filter(is_marked).collect();
        if marked.is_empty() {
            continue;
        }
        for id in (0..code.functions.len() as u32).map(|at| program.function_id(module, FunctionId(at))) {
            program.at_function(Step::Literals, id);
            let told = || told(program, id, &marked, wanted);
            let told = scene.contained(id, told).unwrap_or_default();
            drafts
                .extend(told.into_iter().map(|(value, command)| draft(scene, index, rule, case, (id, value), command)));
        }
    }
    drafts
}

/// The texts and lists of a function in which such a command stands, and the command.
fn told(program: &Program<'_>, id: FuncId, marked: &FxHashSet<ConstId>, wanted: &[Command]) -> Vec<(Value, String)> {
    let function = program.function(id);
    let is_marked = |value: Value| matches!(function.op(value), Op::Const(constant) if marked.contains(&constant));
    if !function.ops.iter().any(|op| matches!(op, Op::Const(constant) if marked.contains(constant))) {
        return Vec::new();
    }
    let used = used(function);
    let reach = Reach::new(program, id);
    let word = |&value: &Value| text_of(program, id, value).map(std::borrow::Cow::into_owned);
    // A part of a longer text is read with the others.
    let mut is_part = vec![false; function.ops.len()];
    for value in reach.values() {
        if let Op::Template(list) = function.op(value) {
            function.values(list).iter().for_each(|part| is_part[part.index()] = true);
        }
    }
    let mut told = Vec::new();
    for value in reach.values() {
        // One word alone is no command: its others stand beside it.
        let among = |text: &str| commands(text).into_iter().find(|words| words.len() > 1 && is_wanted(words, wanted));
        let found = match function.op(value) {
            Op::Const(_) if is_marked(value) && used[value.index()] && !is_part[value.index()] => {
                among(&text_of(program, id, value).unwrap_or_default())
            }
            Op::Template(list) if function.values(list).iter().any(|&part| is_marked(part)) => {
                let part = |part: &Value| word(part).unwrap_or_else(|| NOT_WRITTEN.to_owned());
                among(&function.values(list).iter().map(part).collect::<String>())
            }
            Op::Sequence(_, list) if function.values(list).first().is_some_and(|&first| is_marked(first)) => {
                let words: Vec<String> =
                    function.values(list).iter().map(|value| word(value).unwrap_or_default()).collect();
                is_wanted(&words, wanted).then_some(words)
            }
            _ => None,
        };
        told.extend(found.map(|words| (value, words.join(" "))));
    }
    told
}

fn is_wanted(words: &[String], wanted: &[Command]) -> bool {
    let Some((program, words)) = words.split_first() else { return false };
    let program = program.rsplit('/').next().unwrap_or(program);
    wanted.iter().any(|command| {
        let has = |pattern: &Pattern| words.iter().any(|word| pattern.is_match(word));
        command.program.is_match(program) && command.words.iter().all(has) && !command.spared.iter().any(has)
    })
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    case: &Case,
    (id, value): (FuncId, Value),
    command: String,
) -> Draft {
    let mut shown: String = command.chars().take(SHOWN).collect();
    if shown.len() < command.len() {
        shown.push('…');
    }
    let seen = Seen { statement: Some(command), ..Seen::of(index, case, (id, value), vec![("value", shown)]) };
    scene.draft(rule, seen)
}
