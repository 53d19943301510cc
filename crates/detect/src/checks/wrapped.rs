//! Checks in functions of the program that are asked about the data: `if is_local(url)`, and those that end otherwise
//! than by returning where they do not like it.

use engine::MistakenSite;
use ir::{Constant, Function, Op, ParamKind, Terminator, Value};
use knowledge::Polarity;
use program::FuncId;

use super::control::{Control, Outcome, Target};
use super::{Check, Search, Site, is_made_of, is_outcome_of};

impl<'a> Search<'a, '_> {
    /// Checks in the functions whose outcome decides whether control gets to a target, or which control passes before.
    pub(super) fn wrapped(
        &self,
        (id, control): (FuncId, &Control<'_>),
        anchors: &[Value],
        (outcomes, target): (&[Outcome], Target),
        found: &mut Vec<(MistakenSite, Check)>,
    ) {
        if anchors.is_empty() {
            return;
        }
        let program = self.names.program;
        let function = control.function;
        for call in program.calls(id) {
            let [program::Target::Function { function: callee, bound }] = call.targets[..] else { continue };
            if call.confidence.is_by_name() {
                continue;
            }
            let sites = self.sites(callee);
            if sites.is_empty() {
                continue;
            }
            let came = outcomes.iter().find(|outcome| function.original(outcome.of) == call.value);
            let came = came.map(|outcome| outcome.came);
            if came.is_none() && !control.is_passed(call.value, target) {
                continue;
            }
            let inputs = self.inputs(id, call.value, (callee, bound), anchors);
            for site in sites {
                if is_made_of(program.function(callee), site.checked.first().copied().unwrap_or(site.value), &inputs)
                    && let Some(within) = self.shows(&site, came)
                {
                    self.tell(&site, &within, found);
                }
            }
        }
    }

    /// The parameters of a called function that the data is given to.
    fn inputs(&self, id: FuncId, call: Value, (callee, bound): (FuncId, bool), anchors: &[Value]) -> Vec<Value> {
        let program = self.names.program;
        let (function, inside) = (program.function(id), program.function(callee));
        let given = program.given(id, call);
        let is_given = |index: usize| {
            let param = inside.params.get(index)?;
            let argument = match (bound, index) {
                (true, 0) => given.receiver,
                _ if param.kind == ParamKind::Rest || param.kind == ParamKind::RestNamed => None,
                _ => {
                    let position = u8::try_from(index - usize::from(bound)).ok();
                    given.argument(program, position, Some(program.text(param.name)))
                }
            };
            argument.filter(|&argument| is_made_of(function, argument, anchors))
        };
        let is_input = |op: &Op| matches!(op, Op::Param(index) if is_given(*index as usize).is_some());
        (0..).zip(&inside.ops).filter(|(_, op)| is_input(op)).map(|(at, _)| Value(at)).collect()
    }

    /// What has come out how in a function that returned something true, or false, or that returned at all, when a
    /// site was part of it.
    fn shows(&self, site: &Site<'a>, came: Option<bool>) -> Option<Vec<Outcome>> {
        let control = Control::new(self.names.program, site.function);
        let function = control.function;
        let mut shown: Option<Vec<Outcome>> = None;
        for (index, block) in function.blocks.iter().enumerate() {
            let Terminator::Return(value) = block.terminator else { continue };
            let block = Target::Block(ir::BlockId(index as u32));
            let ways = match came {
                Some(came) => self.ways((site.function, &control), value, block, came),
                None => vec![control.outcomes_at(block)],
            };
            for way in ways {
                let simple = self.all_simpler(site.function, way);
                let is_shown = simple.iter().any(|outcome| is_outcome_of(function, site, *outcome))
                    || site.says.safe == Some(Polarity::Returns) && control.is_passed(site.value, block);
                match (is_shown, came) {
                    (true, _) if shown.is_none() => shown = Some(simple),
                    // Whoever asks for no outcome gets to know of nothing that only one way has passed.
                    (false, None) => return None,
                    _ => {}
                }
            }
        }
        shown
    }

    /// The ways on which a function returns a value that is true, or false: what has come out how on each.
    fn ways(&self, (id, control): (FuncId, &Control<'_>), value: Value, at: Target, came: bool) -> Vec<Vec<Outcome>> {
        let function = control.function;
        let mut ways = Vec::new();
        let mut add = |value: Value, at: Target| {
            if self.truth(function, id, value).is_none_or(|truth| truth == came) {
                let mut way = control.outcomes_at(at);
                way.push(Outcome { of: value, came });
                ways.push(way);
            }
        };
        match function.op(function.original(value)) {
            Op::Phi(list) => {
                let block = control.block_of(function.original(value));
                let operands = function.values(list).iter().zip(&function.blocks[block.index()].predecessors);
                for (operand, from) in operands {
                    add(*operand, Target::Edge(*from, block));
                }
            }
            _ => add(value, at),
        }
        ways
    }

    fn truth(&self, function: &Function, id: FuncId, value: Value) -> Option<bool> {
        let Op::Const(constant) = function.op(function.original(value)) else { return None };
        let program = self.names.program;
        match program.module(program.module_of(id)).constants.get(constant) {
            Constant::Bool(truth) => Some(*truth),
            Constant::Null => Some(false),
            _ => None,
        }
    }
}
