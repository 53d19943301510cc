//! The whole analysis: functions in the order of their components, passes over cells, and the outcome in canonical
//! order.

use std::sync::Arc;

use contained::{LEFT_OUT, Step, contained};
use ir::Value;
use knowledge::{KindSet, Kinds};
use program::{DataId, FuncId, Program};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::ReplayError;
use crate::beginning::{Beginning, of_entry};
use crate::bound::bound_settings;
use crate::cell::{Cell, Cells};
use crate::collections::fixed_collections;
use crate::constants::Constants;
use crate::data::KnownData;
use crate::entry::{Entries, Entry, entries};
use crate::examined::{Asked, Examined};
use crate::found::{Cut, Flow, LiteralSite, MistakenSite, UseSite};
use crate::interpret::{Context, Harm, Known, Outcome, SharedSpecials, TOLD_IN_PART, interpret};
use crate::limits;
use crate::replay::replay;
use crate::routed::RoutedPaths;
use crate::summary::Summary;
use crate::text::TextStates;
use crate::tried::tried_checks;

/// What the analysis of a program gives. Everything is in canonical order.
pub struct Analysis {
    /// The flows, each pair of source and sink once, with its best witness.
    pub flows: Vec<Flow>,
    /// The uses in live code.
    pub uses: Vec<UseSite>,
    /// Constant texts that are given to sinks.
    pub literals: Vec<LiteralSite>,
    /// Calls about whose callee nothing is known.
    pub unresolved: Vec<(FuncId, Value)>,
    /// Calls that read a file of data of which nothing is known, and the file.
    pub unread: Vec<(FuncId, Value, DataId)>,
    /// Calls and comparisons that a model calls mistaken protections.
    pub mistaken: Vec<MistakenSite>,
    /// The limits that were reached.
    pub cuts: Vec<Cut>,
    /// The entry points.
    pub entries: FxHashMap<FuncId, Entry>,
    /// Under which paths they are called.
    paths: RoutedPaths,
    /// Flows whose witness did not replay: an internal error each.
    pub unjustified: Vec<(Flow, ReplayError)>,
}

impl Analysis {
    /// How the paths begin for which a function is called that requests name.
    pub fn beginning(&self, program: &Program<'_>, id: FuncId) -> Option<Beginning> {
        self.entries.get(&id).and_then(|entry| of_entry(program, &self.paths, entry))
    }
}

/// Analyses a program for all kinds at once. `sources` are the source kinds that count, and `public` the functions that
/// other programs call. Uses the current rayon pool; the outcome does not depend on the number of its threads.
pub fn analyse(program: &Program<'_>, kinds: &Kinds, sources: KindSet, public: &[FuncId]) -> Analysis {
    run(program, kinds, sources, public, None).0
}

/// The same; with what is asked for besides.
pub(crate) fn run(
    program: &Program<'_>,
    kinds: &Kinds,
    sources: KindSet,
    public: &[FuncId],
    asked: Option<Asked>,
) -> (Analysis, Examined) {
    run_to_depth(program, kinds, sources, public, asked, limits::SPECIAL_DEPTH)
}

/// The same; callees are interpreted for single calls down to a depth, without which nothing is lost but precision.
pub(crate) fn run_to_depth(
    program: &Program<'_>,
    kinds: &Kinds,
    sources: KindSet,
    public: &[FuncId],
    asked: Option<Asked>,
    special_depth: usize,
) -> (Analysis, Examined) {
    let Entries { of_function: entries, failures, paths } = entries(program, public);
    // States are known whatever is distrusted.
    let sources = sources.union(kinds.with_role(knowledge::Role::State));
    let mut cx = Context {
        program,
        sources,
        addresses: Context::addresses(kinds),
        texts: TextStates::new(kinds),
        harm: Harm::new(kinds),
        has_coroutines: Context::has_coroutines(program),
        constants: Constants::new(program),
        data: KnownData::new(program),
        entries: &entries,
        paths: &paths,
        tried: tried_checks(program, kinds),
        attributes: program.symbols.find(program.language().unseen.attributes),
        asked,
        special_depth,
    };
    let unbound = bind_constants(&mut cx);
    let mut summaries: Vec<Option<Arc<Summary>>> = vec![None; program.function_count()];
    let mut outcomes: Vec<Option<Outcome>> = Vec::new();
    outcomes.resize_with(program.function_count(), || None);
    let mut cells = Cells::default();
    let mut dirty: Option<FxHashSet<FuncId>> = None;
    let failures = program.failures.iter().copied().chain(failures).chain(unbound);
    let mut cuts: Vec<Cut> = failures.map(|function| Cut { function, limit: LEFT_OUT }).collect();
    for pass in 0..limits::CELL_PASSES {
        run_pass(&cx, &cells, &mut summaries, &mut outcomes, dirty.as_ref(), &mut cuts);
        let changed = gather_cells(program, &mut cells, &outcomes);
        if changed.is_empty() {
            break;
        }
        if pass + 1 == limits::CELL_PASSES {
            cuts.extend(changed_readers(&outcomes, &changed).map(|function| Cut {
                function,
                limit: "data passed through more shared places in turn than are followed",
            }));
            break;
        }
        dirty = Some(changed_readers(&outcomes, &changed).collect());
    }
    cuts.extend(
        cells
            .dropped
            .iter()
            .map(|&function| Cut { function, limit: "a shared place holds data of more sources than are followed" }),
    );
    collect(program, (entries, paths), outcomes, cuts)
}

/// How often the bodies of modules and classes are read for constants: one may be made of another.
const CONSTANT_ROUNDS: usize = 2;

/// Interprets the bodies of modules and classes, before anything else, for the constants that they bind. Gives those where
/// an error of our own came in between.
fn bind_constants(cx: &mut Context<'_, '_>) -> Vec<FuncId> {
    let program = cx.program;
    let is_body = |id: &FuncId| {
        matches!(program.function(*id).kind, ir::FunctionKind::ModuleBody | ir::FunctionKind::ClassBody(_))
    };
    let bodies: Vec<FuncId> = program.functions().filter(is_body).collect();
    let (summaries, cells) = (vec![None; program.function_count()], Cells::default());
    let mut failures = Vec::new();
    for _ in 0..CONSTANT_ROUNDS {
        let specials = SharedSpecials::default();
        let shared: &Context<'_, '_> = cx;
        let known = |id: FuncId| {
            let known = Known { summaries: &summaries, group: &[], cells: &cells, specials: &specials };
            contained(Step::Constants, id.index(), || {
                let Outcome { constants, data, .. } = interpret(shared, &known, id);
                (constants, data.into_iter().map(|(object, file)| (id, object, file)).collect::<Vec<_>>())
            })
        };
        let bound: Vec<_> = bodies.par_iter().map(|&id| known(id)).collect();
        failures.extend(bodies.iter().zip(&bound).filter(|(_, bound)| bound.is_none()).map(|(&id, _)| id));
        let (constants, read): (Vec<_>, Vec<_>) = bound.into_iter().flatten().unzip();
        cx.constants.bind(constants.into_iter().flatten());
        cx.data.bind(program, &read.concat());
    }
    let collections = fixed_collections(program, &cx.constants);
    cx.constants.take_collections(collections);
    failures
}

/// Interprets all functions, callees first; or those that `only` names, and those that call one of which they now learn
/// something else.
fn run_pass(
    cx: &Context<'_, '_>,
    cells: &Cells,
    summaries: &mut [Option<Arc<Summary>>],
    outcomes: &mut [Option<Outcome>],
    only: Option<&FxHashSet<FuncId>>,
    cuts: &mut Vec<Cut>,
) {
    let mut changed: FxHashSet<FuncId> = FxHashSet::default();
    let specials = SharedSpecials::default();
    for level in &cx.program.components.levels {
        let known: &[Option<Arc<Summary>>] = summaries;
        let is_due = |member: &FuncId| {
            let callees = &cx.program.components.callees[member.index()];
            only.is_none_or(|only| only.contains(member)) || callees.iter().any(|callee| changed.contains(callee))
        };
        let results: Vec<(Vec<(FuncId, Outcome)>, bool)> = level
            .par_iter()
            .filter(|members| members.iter().any(is_due))
            .map(|members| run_component(cx, cells, &specials, known, members))
            .collect();
        for (members, cut) in results {
            for (id, mut outcome) in members {
                cx.program.at_function(Step::Summaries, id);
                let summary = std::mem::take(&mut outcome.summary);
                if only.is_some() && !summaries[id.index()].as_ref().is_some_and(|known| known.says_same(&summary)) {
                    changed.insert(id);
                }
                summaries[id.index()] = Some(Arc::new(summary));
                if cut {
                    cuts.push(Cut { function: id, limit: "a group of functions that call each other did not come to an end within the limit of rounds" });
                }
                outcomes[id.index()] = Some(outcome);
            }
        }
    }
}

/// Interprets one component. Members of a group read only the round before. Gives whether the rounds were cut.
fn run_component(
    cx: &Context<'_, '_>,
    cells: &Cells,
    specials: &SharedSpecials,
    known: &[Option<Arc<Summary>>],
    members: &[FuncId],
) -> (Vec<(FuncId, Outcome)>, bool) {
    let calls_itself = |id: FuncId| cx.program.components.callees[id.index()].binary_search(&id).is_ok();
    if let [only] = members
        && !calls_itself(*only)
    {
        let outcome = interpreted(cx, &Known { summaries: known, group: &[], cells, specials }, *only);
        return (vec![(*only, outcome)], false);
    }
    let mut group: Vec<(FuncId, Arc<Summary>)> = members.iter().map(|&member| (member, Arc::default())).collect();
    let mut outcomes: Vec<Option<Outcome>> = Vec::new();
    outcomes.resize_with(members.len(), || None);
    let mut changed: FxHashSet<FuncId> = members.iter().copied().collect();
    let mut cut = false;
    let rounds = if members.len() > limits::LARGE_GROUP { limits::LARGE_GROUP_ROUNDS } else { limits::ROUNDS };
    for round in 0..rounds {
        let calls_changed = |id: FuncId| {
            round == 0 || cx.program.components.callees[id.index()].iter().any(|callee| changed.contains(callee))
        };
        let results: Vec<(usize, Outcome)> = members
            .par_iter()
            .enumerate()
            .filter(|(_, id)| calls_changed(**id))
            .map(|(at, &id)| {
                let mut outcome = interpreted(cx, &Known { summaries: known, group: &group, cells, specials }, id);
                if round >= limits::WIDEN_ROUND {
                    outcome.summary.widen();
                    if round >= limits::JOIN_ROUND {
                        outcome.summary.join(&group[at].1);
                    }
                    outcome.summary.settle(limits::SUMMARY_ROWS);
                    let cut = Cut { function: id, limit: TOLD_IN_PART };
                    if outcome.summary.dropped.is_of_sources && !outcome.cuts.contains(&cut) {
                        outcome.cuts.push(cut);
                    }
                }
                (at, outcome)
            })
            .collect();
        changed.clear();
        for (at, outcome) in results {
            let id = members[at];
            if !group[at].1.says_same(&outcome.summary) {
                changed.insert(id);
                group[at].1 = Arc::new(outcome.summary.clone());
            }
            outcomes[at] = Some(outcome);
        }
        cut = !changed.is_empty();
        if !cut {
            break;
        }
    }
    let outcomes = members.iter().copied().zip(outcomes).filter_map(|(id, outcome)| Some((id, outcome?)));
    (outcomes.collect(), cut)
}

/// Interprets one function; an error of our own leaves it out, and is told as a cut.
fn interpreted(cx: &Context<'_, '_>, known: &Known<'_>, id: FuncId) -> Outcome {
    contained(Step::Interpret, id.index(), || interpret(cx, known, id))
        .unwrap_or_else(|| Outcome { cuts: vec![Cut { function: id, limit: LEFT_OUT }], ..Outcome::default() })
}

/// Puts what was written into cells. Gives the cells that now say more.
fn gather_cells(program: &Program<'_>, cells: &mut Cells, outcomes: &[Option<Outcome>]) -> FxHashSet<Cell> {
    let mut changed = FxHashSet::default();
    for (index, outcome) in outcomes.iter().enumerate() {
        let Some(outcome) = outcome else { continue };
        program.at_function(Step::Cells, FuncId(index as u32));
        for (cell, fact) in &outcome.cells {
            if cells.add(*cell, fact.clone()) {
                changed.insert(*cell);
            }
        }
    }
    changed
}

fn changed_readers<'a>(
    outcomes: &'a [Option<Outcome>],
    changed: &'a FxHashSet<Cell>,
) -> impl Iterator<Item = FuncId> + 'a {
    outcomes.iter().enumerate().filter_map(|(index, outcome)| {
        let reads = outcome.as_ref()?.cells_read.iter().any(|cell| changed.contains(cell));
        reads.then_some(FuncId(index as u32))
    })
}

fn collect(
    program: &Program<'_>,
    (entries, paths): (FxHashMap<FuncId, Entry>, RoutedPaths),
    outcomes: Vec<Option<Outcome>>,
    mut cuts: Vec<Cut>,
) -> (Analysis, Examined) {
    let mut flows = Vec::new();
    let mut uses = bound_settings(program);
    let mut literals = Vec::new();
    let mut unresolved = Vec::new();
    let mut unread = Vec::new();
    let mut mistaken = Vec::new();
    let mut examined = Examined::default();
    for (index, outcome) in outcomes.into_iter().enumerate() {
        let Some(outcome) = outcome else { continue };
        let id = FuncId(index as u32);
        program.at_function(Step::Gathered, id);
        flows.extend(outcome.flows);
        uses.extend(outcome.uses);
        literals.extend(outcome.literals);
        unresolved.extend(outcome.unresolved.into_iter().map(|value| (id, value)));
        unread.extend(outcome.unread.into_iter().map(|(value, file)| (id, value, file)));
        mistaken.extend(outcome.mistaken.into_iter().map(|(value, row)| MistakenSite { function: id, value, row }));
        cuts.extend(outcome.cuts);
        if let Some(more) = outcome.examined {
            examined.stopped.extend(more.stopped);
            examined.shown.extend(more.shown);
            examined.sites.extend(more.sites);
            examined.run.extend(more.run);
        }
    }
    flows.sort_by(|a, b| {
        (a.key(), a.assumed, a.trace.len(), &a.trace).cmp(&(b.key(), b.assumed, b.trace.len(), &b.trace))
    });
    flows.dedup_by(|b, a| a.key() == b.key());
    unresolved.sort_unstable();
    unresolved.dedup();
    unread.sort_unstable();
    unread.dedup();
    literals.sort_unstable();
    literals.dedup();
    mistaken.sort_unstable();
    mistaken.dedup();
    let mut justified = Vec::with_capacity(flows.len());
    let mut unjustified = Vec::new();
    for (unit, flow) in flows.into_iter().enumerate() {
        match contained(Step::Replay, unit, || replay(program, &entries, &flow)) {
            Some(Ok(())) => justified.push(flow),
            Some(Err(error)) => unjustified.push((flow, error)),
            None => cuts.push(Cut { function: flow.sink.function, limit: LEFT_OUT }),
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    examined.stopped.retain(|stopped| replay(program, &entries, &stopped.flow).is_ok());
    (
        Analysis { flows: justified, uses, literals, unresolved, unread, mistaken, cuts, entries, paths, unjustified },
        examined,
    )
}
