//! What tells that a use is a weakness where it stands: data of others that goes into it, or a name near it. Takes a
//! use and the flows of the analysis; gives the best reason, or none.

use engine::{Flow, UseSite};
use ir::{Callee, Elem, Function, Op, Value};
use knowledge::{KindId, Pattern, Threat};
use program::FuncId;

use super::Scene;
use super::nearby::{nearby, objects, of_field};
use super::words::words;
use crate::assumptions;

/// What is asked for.
pub(super) struct Wanted<'r> {
    pub(super) names: &'r [Pattern],
    pub(super) data: Option<KindId>,
}

/// Why a use counts.
pub(super) enum Reason<'a> {
    /// Data of others goes into it; with what that assumes.
    Data(&'a Flow, Vec<String>),
    /// Something near it has that name.
    Name(String),
}

impl Wanted<'_> {
    /// Whether every use counts.
    pub(super) fn is_nothing(&self) -> bool {
        self.names.is_empty() && self.data.is_none()
    }

    /// The reason that assumes least; data before names.
    pub(super) fn reason<'a>(&self, scene: &Scene<'a, '_>, site: &UseSite) -> Option<Reason<'a>> {
        let flow = self.flow(scene, site);
        if flow.as_ref().is_some_and(|(_, assumed)| assumed.len() <= 1) {
            return flow.map(|(flow, assumed)| Reason::Data(flow, assumed));
        }
        match self.name(scene, site) {
            Some(name) => Some(Reason::Name(name)),
            None => flow.map(|(flow, assumed)| Reason::Data(flow, assumed)),
        }
    }

    fn name(&self, scene: &Scene<'_, '_>, site: &UseSite) -> Option<String> {
        let is_telling = |name: &String| {
            let spaced = words(name).join(" ");
            self.names.iter().any(|pattern| pattern.is_match(&spaced))
        };
        nearby(scene.names, site.function, site.value).into_iter().find(is_telling)
    }

    fn flow<'a>(&self, scene: &Scene<'a, '_>, site: &UseSite) -> Option<(&'a Flow, Vec<String>)> {
        let kind = self.data?;
        let of_others = |flow: &Flow| {
            let threat = scene.knowledge.kinds.get(flow.source.kind).threat;
            matches!(threat, Some(Threat::Remote | Threat::Document | Threat::Library))
        };
        let analysis = scene.analysis;
        analysis
            .flows
            .iter()
            .filter(|flow| flow.sink.kind == kind && of_others(flow) && goes_into(scene, flow, site))
            .map(|flow| (flow, assumptions::of_flow(scene.names, &scene.knowledge.kinds, flow)))
            .min_by_key(|(flow, assumed)| (assumed.len(), flow.trace.len()))
    }
}

/// Whether the sink of a flow is the use itself, or a method of the object that it makes: a variable of the same
/// function, an attribute of the same module, or an argument on whose way the function lies.
fn goes_into(scene: &Scene<'_, '_>, flow: &Flow, site: &UseSite) -> bool {
    let program = scene.names.program;
    let (id, call) = (flow.sink.function, flow.sink.value);
    if (id, call) == (site.function, site.value) {
        return true;
    }
    let Op::Call(Callee::Method(receiver, _), _) = program.function(id).op(call) else { return false };
    if id == site.function && same_object(program.function(id), site.value, receiver) {
        return true;
    }
    if program.module_of(id) == program.module_of(site.function)
        && let Op::Load(_, Elem::Field(name)) = program.function(id).op(receiver)
    {
        return of_field(program.function(site.function), site.value, name);
    }
    let is_input = matches!(program.function(id).op(receiver), Op::Param(_) | Op::Capture(_));
    is_input && passes_through(flow, site.function)
}

fn passes_through(flow: &Flow, function: FuncId) -> bool {
    flow.trace.iter().any(|hop| hop.function == function)
}

/// Whether a value may be the object that another is: a copy of it, or one of several values.
fn same_object(function: &Function, object: Value, value: Value) -> bool {
    objects(function, object)[value.index()]
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
