//! What tells that a use is a weakness where it stands: where its result goes, or a name near it. Takes a use and the
//! flows of the analysis; gives the best reason, or none, and the data of others that goes into the use.

use engine::{Flow, UseSite};
use ir::{Callee, Elem, Function, Op, Value};
use knowledge::{Pattern, Reaching, Telling, Threat};
use program::FuncId;

use super::nearby::{NearName, Of, made_of, nearby, objects, of_field};
use super::words::words;
use super::{Scene, in_contexts};
use crate::assumptions;

/// What is asked for, and the flows that may show it.
pub(super) struct Wanted<'a, 'r> {
    telling: &'r Telling,
    /// Flows of data of others into such uses.
    into: Vec<&'a Flow>,
    /// Flows of what such uses give to sinks that tell something, each with what it tells.
    out: Vec<(&'a Flow, &'r Reaching)>,
}

/// Data on its way, and what that assumes.
pub(super) struct Way<'a> {
    pub(super) flow: &'a Flow,
    pub(super) assumptions: Vec<String>,
}

/// Why a use counts.
pub(super) enum Reason<'a, 'r> {
    /// Its result goes there; by the name there, where one is asked for.
    Reaches(Way<'a>, &'r Reaching, Option<String>),
    /// Something near it has that name.
    Name(NearName),
    /// Data of others goes into it, and its result is compared with what has that name.
    Checked(Way<'a>, String),
}

impl<'a, 'r> Wanted<'a, 'r> {
    pub(super) fn new(scene: &Scene<'a, '_>, telling: &'r Telling) -> Self {
        let of_others = |flow: &&Flow| {
            let threat = scene.knowledge.kinds.get(flow.source.kind).threat;
            matches!(threat, Some(Threat::Remote | Threat::Document | Threat::Library))
        };
        let analysis = scene.analysis;
        let into = |flow: &&Flow| Some(flow.sink.kind) == telling.data && of_others(flow);
        let out = analysis.flows.iter().filter(|flow| Some(flow.source.kind) == telling.result);
        let told = |flow: &'a Flow| {
            let fits = |at: &&Reaching| at.kind == flow.sink.kind && in_contexts(&at.contexts, flow.sink.context);
            telling.reaches.iter().find(fits).map(|at| (flow, at))
        };
        Self { telling, into: analysis.flows.iter().filter(into).collect(), out: out.filter_map(told).collect() }
    }

    /// Whether every use counts.
    pub(super) fn is_nothing(&self) -> bool {
        self.telling.is_nothing()
    }

    /// Whether a use of which nothing tells so is none.
    pub(super) fn is_only_told(&self) -> bool {
        self.telling.only_told
    }

    /// Whether a name of what its result becomes, or of what is around it, tells that the use is none.
    pub(super) fn is_spared(&self, scene: &Scene<'a, '_>, site: &UseSite) -> bool {
        let spared = &self.telling.spared;
        let tells = |near: &NearName| matches!(near.of, Of::Becomes | Of::Around) && is_telling(spared, &near.name);
        !spared.is_empty() && nearby(scene.names, site.function, site.value).iter().any(tells)
    }

    /// The best reason: a way of the result that assumes nothing, then what goes in, then another way of the result, then
    /// its names, then what is around.
    pub(super) fn reason(&self, scene: &Scene<'a, '_>, site: &UseSite) -> Option<Reason<'a, 'r>> {
        let reached = self.reached(scene, site);
        let near = nearby(scene.names, site.function, site.value);
        let name = |of: Of, patterns: &[Pattern]| {
            near.iter().find(|near| near.of == of && is_telling(patterns, &near.name)).map(|near| near.name.clone())
        };
        let named = |of, patterns| name(of, patterns).map(|name| Reason::Name(NearName { of, name }));
        let checked = || {
            let name = name(Of::Compared, &self.telling.checked)?;
            let way = self.data(scene, site).filter(|way| way.assumptions.is_empty())?;
            Some(Reason::Checked(way, name))
        };
        let telling = self.telling;
        let assumed = reached.as_ref().map_or(usize::MAX, |(way, ..)| way.assumptions.len());
        let reached = || reached.map(|(way, at, name)| Reason::Reaches(way, at, name));
        if assumed == 0 {
            return reached();
        }
        let given = named(Of::Given, telling.given.as_slice());
        if given.is_some() || assumed == 1 {
            return given.or_else(reached);
        }
        named(Of::Compared, telling.compared.as_slice())
            .or_else(checked)
            .or_else(|| named(Of::Becomes, telling.becomes.as_slice()))
            .or_else(|| named(Of::Around, telling.around.as_slice()))
            .or_else(reached)
    }

    /// The data of others that goes into a use, by the way that assumes least.
    pub(super) fn data(&self, scene: &Scene<'a, '_>, site: &UseSite) -> Option<Way<'a>> {
        self.into
            .iter()
            .filter(|flow| goes_into(scene, flow, site))
            .map(|flow| Way {
                flow,
                assumptions: assumptions::of_flow(scene.names, &scene.knowledge.kinds, scene.analysis, flow),
            })
            .min_by_key(Way::length)
    }

    /// Where the result of a use goes, by the way that assumes least.
    fn reached(&self, scene: &Scene<'a, '_>, site: &UseSite) -> Option<(Way<'a>, &'r Reaching, Option<String>)> {
        let reason = |&(flow, at): &(&'a Flow, &'r Reaching)| {
            let mut assumptions = assumptions::of_flow(scene.names, &scene.knowledge.kinds, scene.analysis, flow);
            let mut name = None;
            if !at.names.is_empty() {
                let there = made_of(scene.names, flow.sink.function, flow.sink.value);
                let telling = there.into_iter().find(|name| is_telling(&at.names, name))?;
                assumptions.push(assumptions::named(&telling));
                name = Some(telling);
            }
            Some((Way { flow, assumptions }, at, name))
        };
        let ways = self.out.iter().filter(|(flow, _)| comes_from(scene, flow, site)).filter_map(reason);
        ways.min_by_key(|(way, ..)| way.length())
    }
}

impl Way<'_> {
    fn length(&self) -> (usize, usize) {
        (self.assumptions.len(), self.flow.trace.len())
    }
}

fn is_telling(patterns: &[Pattern], name: &str) -> bool {
    let spaced = words(name).join(" ");
    patterns.iter().any(|pattern| pattern.is_match(&spaced))
}

/// Whether the sink of a flow is the use itself, or a method of the object that it makes: a variable of the same
/// function, an attribute of the same module, or an argument on whose way the function lies.
fn goes_into(scene: &Scene<'_, '_>, flow: &Flow, site: &UseSite) -> bool {
    let (id, call) = (flow.sink.function, flow.sink.value);
    is_of(scene, (id, call), site) || (is_of_input(scene, (id, call)) && passes_through(flow, site.function))
}

/// Whether the source of a flow is the use itself, or a method of the object that it makes, in the same function or by an
/// attribute of the same module.
fn comes_from(scene: &Scene<'_, '_>, flow: &Flow, site: &UseSite) -> bool {
    is_of(scene, (flow.source.function, flow.source.value), site)
}

fn is_of(scene: &Scene<'_, '_>, (id, call): (FuncId, Value), site: &UseSite) -> bool {
    let program = scene.names.program;
    if (id, call) == (site.function, site.value) {
        return true;
    }
    let Op::Call(Callee::Method(receiver, _), _) = program.function(id).op(call) else { return false };
    if id == site.function && objects(program.function(id), site.value)[receiver.index()] {
        return true;
    }
    match program.function(id).op(receiver) {
        Op::Load(_, Elem::Field(name)) if program.module_of(id) == program.module_of(site.function) => {
            of_field(program.function(site.function), site.value, name)
        }
        _ => false,
    }
}

fn is_of_input(scene: &Scene<'_, '_>, (id, call): (FuncId, Value)) -> bool {
    let function = scene.names.program.function(id);
    matches!(function.op(call), Op::Call(Callee::Method(receiver, _), _) if matches!(function.op(receiver), Op::Param(_) | Op::Capture(_)))
}

fn passes_through(flow: &Flow, function: FuncId) -> bool {
    flow.trace.iter().any(|hop| hop.function == function)
}

/// Whether only attributes of what a use makes are read, and none of its methods is called: `sha1().digest_size`.
pub(super) fn is_only_asked(function: &Function, value: Value) -> bool {
    let mut reads = 0_usize;
    let mut others = 0_usize;
    for op in &function.ops {
        let mut uses = 0_usize;
        op.for_each_operand(&function.pools, |operand| uses += usize::from(operand == value));
        match *op {
            Op::Load(of, Elem::Field(_)) if of == value => reads += 1,
            _ => others += uses,
        }
    }
    let leaves = function.blocks.iter().any(|block| match block.terminator {
        ir::Terminator::Return(of) | ir::Terminator::Raise(Some(of)) => of == value,
        _ => false,
    });
    reads > 0 && others == 0 && !leaves
}
