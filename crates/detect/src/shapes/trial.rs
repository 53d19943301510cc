//! *trial*: a check of the program's own lets a text through that it is there to refuse. Takes the conditions in which one of
//! the rule's marks is written, those that compare letters, and those that models call mistakes; a finding for each function of which a run has shown it.

use contained::Step;
use ir::{Callee, ConstId, Constant, FunctionId, Op, Symbol, Value};
use knowledge::{Case, Computation, Confidence, Effect, Knowledge, NodeId, Pattern, Rule, Shape, Trial, Tried};
use program::{CallSite, FuncId, ModuleId, Program, Target};
use rustc_hash::FxHashSet;

use super::words::words;
use super::{Draft, Scene, Seen};
use crate::Spot;
use crate::tried::{Leaves, Machine, Shown, Used, has_what_it_needs, leaves, tried};

/// Longer constants are no marks.
const LONGEST_MARK: usize = 24;
/// How many conditions of one function are tried.
const SITES: usize = 12;
/// Words of a function's name by which saying yes is a refusal.
const REFUSING: &[&str] = &[
    "unsafe",
    "invalid",
    "bad",
    "illegal",
    "forbidden",
    "dangerous",
    "suspicious",
    "traversal",
    "escapes",
    "outside",
    "blocked",
    "blacklisted",
    "disallowed",
    "denied",
    "malicious",
    "refuses",
    "rejects",
];

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (marks, trials): (&[Pattern], &[Trial]),
) -> Vec<Draft> {
    let Some(case) = rule.cases.first() else { return Vec::new() };
    let program = scene.names.program;
    let used = Used::new(program);
    let mut drafts = Vec::new();
    for (id, sites) in sites(scene, case, marks) {
        program.at_function(Step::Uses, id);
        let tell = || {
            let with = (&Machine::new(program), &used);
            let seen = sites.iter().take(SITES).find_map(|&site| tried_at(scene, with, case, (id, site), trials))?;
            Some(draft(scene, index, rule, case, &used, seen))
        };
        drafts.extend(scene.contained(id, tell).flatten());
    }
    drafts
}

/// The conditions that may be such checks, by their function.
fn sites(scene: &Scene<'_, '_>, case: &Case, marks: &[Pattern]) -> Vec<(FuncId, Vec<Value>)> {
    let program = scene.names.program;
    let mut sites: Vec<(FuncId, Value)> = scene
        .analysis
        .mistaken
        .iter()
        .filter(|site| match &program.apis.row(site.row).effect {
            Effect::Mistaken(says) => says.kinds.contains(case.kind) && says.safe.is_some(),
            _ => false,
        })
        .map(|site| (site.function, site.value))
        .collect();
    let letters = Letters::new(program);
    for module in (0..program.modules.len() as u32).map(ModuleId) {
        let code = program.module(module);
        let marked: FxHashSet<ConstId> = (0..code.constants.len() as u32)
            .map(ConstId)
            .filter(|constant| is_mark(code.constants.get(*constant), marks))
            .collect();
        for at in 0..code.functions.len() as u32 {
            let id = program.function_id(module, FunctionId(at));
            if !marked.is_empty() {
                sites.extend(asked(program.function(id), &marked).into_iter().map(|value| (id, value)));
            }
            sites.extend(
                program.calls(id).iter().filter(|site| letters.compares(id, site)).map(|site| (id, site.value)),
            );
        }
    }
    sites.sort_unstable();
    sites.dedup();
    let mut by_function: Vec<(FuncId, Vec<Value>)> = Vec::new();
    for (id, value) in sites {
        match by_function.last_mut() {
            Some((last, values)) if *last == id => values.push(value),
            _ => by_function.push((id, vec![value])),
        }
    }
    by_function
}

fn is_mark(constant: &Constant, marks: &[Pattern]) -> bool {
    match constant {
        Constant::Str(text) => text.len() <= LONGEST_MARK && marks.iter().any(|mark| mark.is_match(text)),
        _ => false,
    }
}

/// Calls that compare the letters of two texts, neither of which is written there.
struct Letters<'a, 'k> {
    program: &'a Program<'k>,
    /// The names of methods that do.
    names: Vec<Symbol>,
}

impl<'a, 'k> Letters<'a, 'k> {
    fn new(program: &'a Program<'k>) -> Self {
        let does = |node: &NodeId| program.apis.computes.get(node).copied().filter(|does| compares_letters(*does));
        let all = (0..program.apis.apis.len() as u32).map(NodeId).filter(|node| does(node).is_some());
        let name = |node: NodeId| program.symbols.find(program.apis.api(node).name.rsplit('.').next()?);
        Self { program, names: all.filter_map(name).collect() }
    }

    fn compares(&self, id: FuncId, site: &CallSite) -> bool {
        let does = match site.targets[..] {
            [Target::Api(node)] => self.program.apis.computes.contains_key(&node),
            [] => true,
            _ => false,
        };
        if !does {
            return false;
        }
        let function = self.program.function(id);
        let Op::Call(Callee::Method(_, name), args) = function.op(site.value) else { return false };
        let is_written = |arg: &ir::Arg| matches!(function.op(function.original(arg.value)), Op::Const(_));
        self.names.contains(&name) && matches!(function.pools.args(args), [only] if !is_written(only))
    }
}

fn compares_letters(does: Computation) -> bool {
    matches!(does, Computation::Begins | Computation::CommonLetters)
}

/// The comparisons and calls into which a constant goes, as it is or as a part of what is put together.
fn asked(function: &ir::Function, marked: &FxHashSet<ConstId>) -> Vec<Value> {
    let is_mark = |op: &Op| matches!(op, Op::Const(constant) if marked.contains(constant));
    let mut holds = vec![false; function.ops.len()];
    let mut asked = Vec::new();
    for (at, op) in function.ops.iter().enumerate() {
        if is_mark(op) {
            holds[at] = true;
            continue;
        }
        let mut is_given = false;
        match op {
            Op::Template(_) | Op::Sequence(..) | Op::Copy(_) | Op::Binary(..) | Op::Compare(..) | Op::Call(..) => {
                op.for_each_operand(&function.pools, |operand| is_given |= holds[operand.index()]);
            }
            _ => {}
        }
        match op {
            _ if !is_given => {}
            Op::Compare(..) | Op::Call(..) => asked.push(Value(at as u32)),
            _ => holds[at] = true,
        }
    }
    asked
}

/// A check, and what gets through.
struct Found<'t> {
    id: FuncId,
    site: Value,
    leaves: Leaves,
    tried: &'t Tried,
    shown: Shown<'t>,
}

fn tried_at<'t>(
    scene: &Scene<'_, '_>,
    (machine, used): (&Machine<'_, '_>, &Used<'_, '_>),
    case: &Case,
    (id, site): (FuncId, Value),
    trials: &'t [Trial],
) -> Option<Found<'t>> {
    let program = scene.names.program;
    let leaves = leaves(program, id, site)?;
    let is_about_such = leaves.is_of_paths || sounds_like_it(scene, case, id, &leaves);
    let may_be_told =
        |tried: &Tried| (is_about_such || tried.is_of_a_folder()) && has_what_it_needs(used, id, &leaves, tried);
    for trial in trials {
        // Running a check takes far longer than finding that nothing would come of it.
        if !trial.through.iter().any(may_be_told) {
            continue;
        }
        let Some(shown) = tried(machine, id, &leaves, trial) else { continue };
        if (shown.says == Some(true) || shown.refuses_by_yes)
            && !is_called(program.text(program.function(id).name), REFUSING)
        {
            continue;
        }
        let Some(tried) = shown.through.iter().copied().find(|tried| has_what_it_needs(used, id, &leaves, tried))
        else {
            continue;
        };
        let is_written = |things: &Vec<Value>| used.is_written_by_all(id, things);
        if (is_about_such || tried.is_of_a_folder()) && !leaves.things.iter().any(is_written) {
            return Some(Found { id, site, leaves, tried, shown });
        }
    }
    None
}

/// Whether the function or what it checks is called as what goes into such sinks is.
fn sounds_like_it(scene: &Scene<'_, '_>, case: &Case, id: FuncId, leaves: &Leaves) -> bool {
    let called: Vec<&str> = scene.knowledge.kinds.get(case.kind).called.iter().map(String::as_str).collect();
    let program = scene.names.program;
    let ends_so = |name: &str| words(name).last().is_some_and(|word| called.contains(&word.as_str()));
    let things = leaves.things.iter().flatten();
    things.filter_map(|&thing| scene.names.variable(id, thing)).any(ends_so)
        || ends_so(program.text(program.function(id).name))
}

/// A check of which a flow through it tells already is not told a second time.
pub(super) fn give_way(knowledge: &Knowledge, drafts: &mut Vec<Draft>) {
    let is_trial = |draft: &Draft| matches!(knowledge.rules[draft.finding.rule].shape, Shape::Trial { .. });
    if !drafts.iter().any(is_trial) {
        return;
    }
    let told: FxHashSet<(Spot, bool)> = drafts
        .iter()
        .flat_map(|draft| {
            draft.finding.checks.iter().map(|check| (check.spot, draft.finding.confidence > Confidence::Low))
        })
        .collect();
    drafts.retain(|draft| !is_trial(draft) || !told.contains(&(draft.finding.spot, true)));
}

fn is_called(name: &str, known: &[&str]) -> bool {
    words(name).iter().any(|word| known.contains(&word.as_str()))
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    case: &Case,
    used: &Used<'_, '_>,
    found: Found<'_>,
) -> Draft {
    let Found { id, site, leaves, tried, shown } = found;
    let names = scene.names;
    let thing = leaves.things.first().and_then(|things| things.first());
    let mut assumptions = Vec::new();
    if shown.says.is_some() && used.calls_of(id).is_empty() {
        assumptions.push(format!("others take what {} says for a check", names.function_in_words(id)));
    }
    let slots = vec![
        ("sink", scene.noun(case.kind)),
        ("value", names.value(id, site)),
        ("argument", thing.map(|&thing| names.value(id, thing)).unwrap_or_default()),
        ("passes", tried.text.clone()),
        ("because", tried.because.clone()),
    ];
    let seen = Seen { assumptions, ..Seen::of(index, case, (id, site), slots) };
    scene.draft(rule, seen)
}
