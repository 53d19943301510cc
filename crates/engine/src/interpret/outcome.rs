//! How a function ends: its result, what it wrote into its inputs, and what it has shown of them.

use ir::{Constant, Op, SequenceKind, Terminator, Value};
use knowledge::Effect;
use program::Type;

use crate::fact::{Fact, Facts};
use crate::fold;
use crate::interpret::calls::special::{asked_collections, asked_constants, asked_types, is_calculation};
use crate::interpret::{Interpreter, Outcome};
use crate::key::key_hash;
use crate::limits;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::reached::SinkSite;
use crate::state::State;
use crate::summary::{Ensured, Outgoing};
use program::Values;

/// Said of a function of which rows were dropped that might have mattered.
pub(crate) const TOLD_IN_PART: &str = "the function passes on more than a caller is told";

impl Interpreter<'_, '_> {
    /// Control returns to the caller with a value.
    pub(super) fn leave_function(&mut self, value: Value) {
        if !self.recording {
            return;
        }
        let facts = self.facts(value);
        let below = if self.is_plain_generator(self.id) { Path::one(Part::Outcome) } else { Path::EMPTY };
        self.returned(&facts, below);
        self.gives_other |= self.function.is_generator || !self.is_made_here(value);
        let stores: Vec<(u16, Path, Facts)> =
            self.state.inputs().map(|(input, path, facts)| (input, path, facts.clone())).collect();
        for (input, path, facts) in stores {
            for fact in facts.iter() {
                if let Some(row) = self.outgoing_row(fact, path) {
                    self.out.summary.stores.push((input, row));
                }
            }
        }
        self.reach_route(value);
        if let Some(name) = self.cx.program.name_of_result(self.id, value) {
            self.reach_name(value, name, value);
        }
    }

    fn returned(&mut self, facts: &Facts, below: Path) {
        for fact in facts.iter() {
            if let Some(row) = self.outgoing_row(fact, below) {
                self.out.summary.returns.push(row);
            }
        }
    }

    pub(super) fn outgoing_row(&mut self, fact: &Fact, below: Path) -> Option<Outgoing> {
        if self.is_of_the_outside_call(fact) {
            return None;
        }
        let Some(way) = self.steps.way(fact.step) else {
            self.cut("a flow is longer than is followed");
            return None;
        };
        let path = below.join(&fact.path);
        Some(Outgoing { path, origin: fact.origin, cleaned: fact.cleaned, assumed: fact.assumed, way })
    }

    /// Whether data came in by a parameter when the outside called the function: who calls it in the program passes data
    /// of its own.
    fn is_of_the_outside_call(&self, fact: &Fact) -> bool {
        let Origin::Source(site) = fact.origin else { return false };
        matches!(self.cx.program.apis.row(site.row).effect, Effect::Route(_))
    }

    /// A generator yields a value: an element of what calling it gives.
    pub(super) fn yielded(&mut self, value: Value) {
        if self.recording {
            let facts = self.facts(value);
            self.returned(&facts, Path::one(Part::Any));
            let state = self.state.clone();
            self.yielded_in.push((value, state));
        }
    }

    /// What a route's function returns goes where the route says.
    fn reach_route(&mut self, value: Value) {
        let Some(entry) = self.cx.entries.get(&self.id) else { return };
        let names = self.cx.program.apis;
        let Effect::Route(route) = &names.row(entry.row).effect else { return };
        let Some((kind, context)) = &route.returns else { return };
        // A response object has its own rows, and a map is no text; of a tuple only the first element is the body.
        let original = self.original(value);
        let body = match self.function.op(original) {
            Op::Sequence(SequenceKind::Tuple, list) => match self.function.values(list).first() {
                Some(&first) => first,
                None => return,
            },
            Op::Map(_) | Op::Sequence(..) => return,
            _ => value,
        };
        let text = |ty: Type| !matches!(ty, Type::Instance(_)) && !self.is_object(ty);
        let types = self.types(body);
        if !types.is_empty() && !types.iter().any(text) {
            return;
        }
        let first = Path::one(Part::Key(key_hash(&Constant::Int(0))));
        let mut facts: Facts = self.facts(body).iter().filter(|fact| fact.path.is_empty()).copied().collect();
        if body == value {
            facts.add_all(&self.facts_at(value, first).iter().filter(|fact| fact.path.is_empty()).copied().collect());
        }
        let sink =
            SinkSite { function: self.id, value: body, given: body, row: entry.row, kind: *kind, context: *context };
        let edge = u8::from(names.row(entry.row).api.starts_with("?."));
        self.reach(sink, &facts, body, edge);
    }

    /// Whether an instance of a modelled class is something else than text.
    fn is_object(&self, ty: Type) -> bool {
        let Type::ApiInstance(_) = ty else { return false };
        !self.cx.program.text_types().iter().any(|text| text == ty)
    }

    /// The finished outcome.
    pub(super) fn finish(mut self) -> Outcome {
        self.conclude_guards();
        self.conclude_exceptions();
        self.out.summary.constant = self.constant_result();
        self.out.summary.gives_new = self.out.summary.returns_at_all && !self.gives_other;
        self.out.summary.gives_back = self.cx.program.gives_back(self.id);
        self.out.summary.replaces = self.replaced_parts();
        if self.handed.depth == 0 {
            let asked_by = |function| self.summary(function).map(|known| known.asked_constants.clone());
            self.out.summary.asked_constants =
                asked_constants(self.cx.program, self.id, |function| asked_by(function).unwrap_or_default());
            self.out.summary.cost = self.steps.count() + self.function.ops.len();
            self.out.summary.is_calculated =
                !self.out.summary.asked_constants.is_empty() && is_calculation(self.function);
            self.out.summary.asked_types = asked_types(self.cx.program, self.id, |function, input| {
                self.summary(function).is_some_and(|known| {
                    known
                        .asked_types
                        .iter()
                        .any(|asked| asked.input == input && asked.is_called && asked.field.is_none())
                })
            });
            self.out.summary.asked_collections = asked_collections(self.cx.program, self.id);
        }
        // An input that is its own value again tells a caller nothing, unless the caller forgets what was there.
        let replaced = &self.out.summary.replaces;
        self.out.summary.stores.retain(|(input, row)| {
            row.origin != Origin::Input(*input, row.path) || replaced.contains(&(*input, row.path))
        });
        self.pass_from_outside();
        self.out.summary.settle(limits::SUMMARY_ROWS);
        // What is sent into a generator comes in by other calls than its own.
        if self.out.summary.dropped.is_of_sources || self.function.is_generator && !self.out.summary.dropped.is_empty()
        {
            self.cut(TOLD_IN_PART);
        }
        self.out.cells_read.sort_unstable();
        self.out.uses.sort_by_key(|site| (site.value, site.row));
        self.out.uses.dedup_by_key(|site| (site.value, site.row));
        self.out
    }

    /// The parts of inputs that hold something else at every return.
    fn replaced_parts(&self) -> Vec<(u16, Path)> {
        let mut endings = self
            .function
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| matches!(block.terminator, Terminator::Return(_)))
            .filter_map(|(index, _)| self.endings.get(&ir::BlockId(index as u32)));
        let Some(first) = endings.next() else { return Vec::new() };
        let mut parts = first.replaced_inputs();
        for ending in endings {
            let others = ending.replaced_inputs();
            parts.retain(|part| others.contains(part));
        }
        parts.truncate(limits::REPLACED);
        parts
    }

    /// The one constant that every return gives.
    fn constant_result(&self) -> Option<Constant> {
        let mut result: Option<&Constant> = None;
        for (block, left) in self.function.blocks.iter().zip(&self.left) {
            if let (Terminator::Return(value), Some(_)) = (block.terminator, left) {
                let constant = self.constant(value)?;
                if result.is_some_and(|known| known != constant) {
                    return None;
                }
                result = Some(constant);
            }
        }
        result.cloned()
    }

    /// What normal, true and false returns show of the inputs.
    fn conclude_guards(&mut self) {
        let params: Vec<(u16, Value)> = self
            .function
            .ops
            .iter()
            .enumerate()
            .filter_map(|(index, op)| match op {
                Op::Param(param) if !self.gathers(*param) => Some((*param as u16, Value(index as u32))),
                Op::Capture(captured) => {
                    Some(((self.function.params.len() + *captured as usize) as u16, Value(index as u32)))
                }
                _ => None,
            })
            .collect();
        let returns: Vec<(Value, State)> = self.returning_states();
        if params.is_empty() || returns.is_empty() {
            return;
        }
        for outcome in [None, Some(true), Some(false)] {
            let mut rows = self.shown_of_inputs(&params, &returns, outcome);
            self.shown_by_trial(&mut rows, outcome);
            match outcome {
                None => self.out.summary.ensures = rows,
                Some(true) => self.out.summary.when_true = rows,
                Some(false) => self.out.summary.when_false = rows,
            }
        }
        self.conclude_parts(&params, &returns);
    }

    /// Adds what it shows that this function came back so, when it was tried with texts.
    fn shown_by_trial(&self, rows: &mut Vec<Ensured>, outcome: Option<bool>) {
        let Some(shown) = self.cx.tried.get(&self.id) else { return };
        for &(input, _, kinds) in shown.iter().filter(|(_, known, _)| *known == outcome) {
            match rows.iter_mut().find(|(other, below, _)| *other == input && below.is_empty()) {
                Some((.., known)) => *known = known.union(kinds),
                None => rows.push((input, Path::EMPTY, kinds)),
            }
        }
        rows.sort_unstable();
    }

    /// What is shown of inputs wherever one of these values came out so, each in the state beside it.
    pub(super) fn shown_of_inputs(
        &mut self,
        inputs: &[(u16, Value)],
        values: &[(Value, State)],
        outcome: Option<bool>,
    ) -> Vec<Ensured> {
        let mut shown: Option<Vec<Ensured>> = None;
        for (value, state) in values {
            let mut state = state.clone();
            if let Some(outcome) = outcome {
                let truth = self.constant(*value).and_then(fold::truth);
                if truth == Some(!outcome) {
                    continue;
                }
                self.assume(&mut state, *value, outcome);
            }
            let here = ensured(inputs, &state);
            shown = Some(match shown {
                None => here,
                Some(known) => {
                    let both = known.into_iter().filter_map(|(input, path, kinds)| {
                        let theirs = here.iter().find(|(other, below, _)| (*other, *below) == (input, path))?;
                        Some((input, path, kinds.intersection(theirs.2)))
                    });
                    both.filter(|(.., kinds)| !kinds.is_empty()).collect()
                }
            });
        }
        let mut rows = shown.unwrap_or_default();
        rows.sort_unstable();
        rows.truncate(limits::SUMMARY_ROWS);
        rows
    }

    /// The returned values and the states at the returns; a phi of constants and conditions is taken apart by the
    /// blocks that it comes from.
    fn returning_states(&self) -> Vec<(Value, State)> {
        let mut states = Vec::new();
        for (index, block) in self.function.blocks.iter().enumerate() {
            let Terminator::Return(value) = block.terminator else { continue };
            if self.left[index].is_none() {
                continue;
            }
            let id = ir::BlockId(index as u32);
            let here: Vec<Value> = block.values().collect();
            if let Op::Phi(list) = self.function.op(value)
                && here.contains(&value)
            {
                for (&from, &operand) in block.predecessors.iter().zip(self.function.values(list)) {
                    if let Some(state) = self.edge(from, id) {
                        states.push((operand, state.clone()));
                    }
                }
                continue;
            }
            // The state at the end of the block: at its beginning, and what its own calls show.
            states.push((value, self.ending(id)));
        }
        states
    }

    fn ending(&self, id: ir::BlockId) -> State {
        self.endings.get(&id).cloned().unwrap_or_default()
    }
}

/// What a state has shown of parameters and of parts of them.
fn ensured(params: &[(u16, Value)], state: &State) -> Vec<Ensured> {
    let whole = params.iter().map(|(param, value)| (*param, Path::EMPTY, state.guarded(*value)));
    let parts = state.guarded_parts().filter_map(|(value, path, kinds)| {
        let (param, _) = params.iter().find(|(_, param)| *param == value)?;
        Some((*param, path, kinds))
    });
    whole.chain(parts).filter(|(.., kinds)| !kinds.is_empty()).collect()
}
