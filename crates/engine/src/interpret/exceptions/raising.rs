//! Exceptions: what operations may raise, which handler that enters, and what the handler gets.
//!
//! Takes operations and the summaries of callees; gives the states on the edges to handlers, what a caught exception
//! holds, and for the summary what leaves the function by exceptions.

use std::rc::Rc;

use ir::{Block, BlockId, CompareOp, Elem, Op, Terminator, UnaryOp, Value};
use knowledge::{Effect, NodeId, Polarity};
use program::{FuncId, Target, Type};

use crate::fact::Facts;
use crate::interpret::calls::Calling;
use crate::interpret::calls::passing::Reads;
use crate::interpret::exceptions::catching::Fits;
use crate::interpret::{Abstract, Interpreter};
use crate::limits::{RAISED_ROWS, RAISED_THROUGH};
use crate::path::Path;
use crate::raised::{Raised, Raising};
use crate::state::State;
use crate::summary::Summary;
use crate::trace::HopKind;
use program::Values;

/// What is known of exceptions while one function is interpreted.
#[derive(Default)]
pub(in crate::interpret) struct Exceptions {
    /// By block: what its operations may raise, `raise` apart, once that has been asked.
    of_blocks: Vec<Option<Rc<Raised>>>,
    /// Handlers to which nothing seems to lead: what is around them then raises something unknown.
    unfounded: Vec<BlockId>,
    /// By call: what the exceptions hold that come out of it, by their class.
    thrown: Vec<(Value, Option<Type>, Facts)>,
    /// What leaves the function by a `raise`.
    leaving: Raised,
}

impl<'a> Interpreter<'a, '_> {
    /// Finds the handlers to which nothing seems to lead.
    pub(in crate::interpret) fn prepare_exceptions(&mut self) {
        if self.function.blocks.iter().all(|block| block.handlers.is_empty()) {
            return;
        }
        self.exceptions.of_blocks = vec![None; self.function.blocks.len()];
        let mut handlers: Vec<BlockId> =
            self.function.blocks.iter().flat_map(|block| block.handlers.iter().copied()).collect();
        handlers.sort_unstable();
        handlers.dedup();
        for handler in handlers {
            let from = &self.function.blocks[handler.index()].predecessors;
            // What only swallows is not there to tell what may fail.
            let swallows = matches!(self.function.blocks[handler.index()].terminator, Terminator::Branch { condition, .. }
                if matches!(self.function.op(condition), Op::Exit(_)));
            let is_founded = swallows
                || from.iter().any(|&from| {
                    let block = &self.function.blocks[from.index()];
                    matches!(block.terminator, Terminator::Raise(_)) || !self.raised_around(from, handler).is_empty()
                });
            if !is_founded {
                self.exceptions.unfounded.push(handler);
            }
        }
    }

    /// The states in which control goes from a block to a handler: as they are behind it, when what follows raises; as
    /// they were before it, but for what it has written, when it raises itself.
    pub(in crate::interpret) fn leave_to_handler(
        &mut self,
        id: BlockId,
        block: &Block,
        handler: BlockId,
    ) -> Vec<State> {
        let mut states = Vec::new();
        let with = |state: &State, raised: Raised| {
            let mut state = state.clone();
            state.raised = Some(Rc::new(raised));
            state
        };
        if self.exceptions.unfounded.contains(&handler) {
            return vec![with(&self.state, Raised::anything())];
        }
        if let Terminator::Raise(raised) = block.terminator
            && !self.stopped
        {
            states.push(with(&self.state, self.raised_by(raised)));
        }
        let around = self.raised_around(id, handler);
        if !around.is_empty() {
            states.push(with(&self.state, around));
        }
        // What a call has written before it failed.
        let own = self.raised_in(id);
        if !own.is_empty() && !self.entered.has_same_objects(&self.state) {
            let mut state = with(&self.state, (*own).clone());
            state.keep_guards_of(&self.entered);
            states.push(state);
        }
        states
    }

    /// What the blocks behind a block raise, as far as the same handler is theirs, and itself when it is the first that
    /// has this handler.
    fn raised_around(&mut self, id: BlockId, handler: BlockId) -> Raised {
        let function = self.function;
        let block = &function.blocks[id.index()];
        let mut raised = Raised::default();
        let has = |block: &Block| block.handlers.contains(&handler);
        for next in function.successors(id) {
            if next != handler && has(&function.blocks[next.index()]) {
                raised.join(&self.raised_in(next));
            }
        }
        if block.predecessors.iter().any(|from| !has(&function.blocks[from.index()])) {
            raised.join(&self.raised_in(id));
        }
        raised
    }

    /// What the operations of a block may raise.
    fn raised_in(&mut self, id: BlockId) -> Rc<Raised> {
        if let Some(known) = &self.exceptions.of_blocks[id.index()] {
            return Rc::clone(known);
        }
        let mut raised = Raised::default();
        for value in self.function.blocks[id.index()].values() {
            self.raised_by_operation(value, &mut raised);
        }
        let raised = Rc::new(raised);
        self.exceptions.of_blocks[id.index()] = Some(Rc::clone(&raised));
        raised
    }

    fn raised_by_operation(&self, value: Value, raised: &mut Raised) {
        raised.any |= match self.function.op(value) {
            Op::Call(..) => {
                self.raised_by_call(value, raised);
                false
            }
            Op::Global(name) => {
                self.types(value).is_empty() && self.cx.program.global_variable(self.module, name).is_none()
            }
            Op::Import(_) => self.types(value).is_empty(),
            Op::Await(of) => self.coroutines_of(of).is_empty(),
            Op::Compare(operator, ..) => {
                !matches!(operator, CompareOp::Eq | CompareOp::NotEq | CompareOp::Is | CompareOp::IsNot)
            }
            Op::Unary(operator, _) => {
                !matches!(operator, UnaryOp::Not | UnaryOp::Text | UnaryOp::NumberText | UnaryOp::Spread)
            }
            Op::Store(base, part, _) => self.may_refuse(base, part),
            Op::Binary(..)
            | Op::Load(..)
            | Op::Delete(..)
            | Op::Next(_)
            | Op::HasNext(_)
            | Op::Enter(..)
            | Op::Exit(_)
            | Op::Yield(_)
            | Op::Opaque(..) => true,
            _ => false,
        };
    }

    /// Whether writing a part of a value may run code that fails: not for an attribute of an instance that is none of the
    /// class's own methods, nor for an entry of a map that was made here.
    fn may_refuse(&self, base: Value, part: Elem) -> bool {
        let program = self.cx.program;
        match part {
            Elem::Field(name) => {
                let types = self.types(base);
                let keeps = |ty: Type| {
                    matches!(ty, Type::Instance(class)
                        if !program.has_unknown_ancestor(class) && program.method(class, name).is_none())
                };
                types.is_empty() || !types.iter().all(keeps)
            }
            _ => !matches!(self.function.op(self.original(base)), Op::Map(_)),
        }
    }

    fn raised_by_call(&self, value: Value, raised: &mut Raised) {
        let program = self.cx.program;
        let site = program.call(self.id, value).filter(|site| !site.targets.is_empty());
        let Some(site) = site else {
            raised.any = true;
            return;
        };
        raised.any |= site.is_cut || site.confidence.is_by_name();
        for target in &site.targets {
            match *target {
                Target::Api(node) => match self.raised_by_api(node) {
                    Some(classes) => {
                        let thrown = |class| Raising { class: Some(class), by: value, is_thrown: true };
                        classes.into_iter().map(thrown).for_each(|raising| raised.add(raising));
                    }
                    None => raised.any = true,
                },
                Target::Function { function, .. } | Target::Construct { constructor: Some(function), .. } => {
                    self.raised_by_function(value, function, raised);
                }
                Target::Construct { .. } => {}
                Target::Template { .. } => raised.any = true,
            }
        }
    }

    fn raised_by_function(&self, call: Value, function: FuncId, raised: &mut Raised) {
        let Some(summary) = self.known.summary(function) else {
            raised.any = true;
            return;
        };
        let mut add = |class| raised.add(Raising { class, by: call, is_thrown: true });
        summary.raises.iter().for_each(|(class, _)| add(*class));
        match &summary.raises_only {
            Some(classes) => classes.iter().for_each(|class| add(Some(*class))),
            None => raised.any = true,
        }
    }

    /// The classes of what a modelled call raises; `None` when anything may come.
    fn raised_by_api(&self, node: NodeId) -> Option<Vec<Type>> {
        let apis = self.cx.program.apis;
        let mut is_quiet = self.exception_of(node).is_some();
        let mut classes = Vec::new();
        for &row in &apis.api(node).rows {
            match &apis.row(row).effect {
                // A check that answers does not refuse.
                Effect::Guard {
                    safe: Polarity::True | Polarity::False | Polarity::Equals | Polarity::Holds, ..
                }
                | Effect::Test { .. } => {
                    is_quiet = true;
                }
                Effect::Raises { types } => {
                    is_quiet = true;
                    classes.extend(types.iter().filter_map(|name| apis.find(name)).map(Type::ApiInstance));
                }
                _ => {}
            }
        }
        is_quiet.then_some(classes)
    }

    /// What a `raise` sends on its way.
    fn raised_by(&self, raised: Option<Value>) -> Raised {
        let known = |state: &State| state.raised.as_deref().cloned();
        let Some(value) = raised else { return known(&self.state).unwrap_or_else(Raised::anything) };
        let mut all = Raised::default();
        if let Op::Caught(list) = self.function.op(self.original(value)) {
            // The same once more, with what the handler has made of it.
            let before = known(&self.state).unwrap_or_else(Raised::anything);
            let classes = self.function.values(list);
            all.any = before.any;
            for raising in before.iter().filter(|raising| self.fits(raising.class, classes) != Fits::No) {
                all.add(Raising { class: raising.class, by: value, is_thrown: false });
            }
            if all.is_empty() {
                all.any = true;
            }
            return all;
        }
        let types = self.types(value);
        for ty in types.iter() {
            let class = match ty {
                Type::Class(class) | Type::Instance(class) => Some(Type::Instance(class)),
                Type::Api(node) | Type::ApiInstance(node) => Some(Type::ApiInstance(node)),
                _ => None,
            };
            all.add(Raising { class, by: value, is_thrown: false });
        }
        if types.is_empty() {
            all.add(Raising { class: None, by: value, is_thrown: false });
        }
        all
    }

    /// What a handler gets: all that the exceptions hold that may come to it.
    pub(in crate::interpret) fn caught(&mut self, value: Value, classes: ir::List) -> Abstract<'a> {
        let Some(raised) = self.state.raised.clone() else { return Abstract::default() };
        let mut new = Abstract::default();
        let classes = self.function.values(classes);
        for raising in raised.iter() {
            if self.fits(raising.class, classes) == Fits::No {
                continue;
            }
            if raising.is_thrown {
                let of_this = |known: &&(Value, Option<Type>, Facts)| known.0 == raising.by && known.1 == raising.class;
                let facts: Vec<Facts> =
                    self.exceptions.thrown.iter().filter(of_this).map(|(.., facts)| facts.clone()).collect();
                for facts in facts {
                    new.facts.add_all(&self.carried(value, &facts, HopKind::Operand));
                }
            } else {
                let facts = self.facts(raising.by);
                new.facts.add_all(&self.carried(value, &facts, HopKind::Operand));
                for location in &self.values[raising.by.index()].locations {
                    if !new.locations.contains(location) {
                        new.locations.push(*location);
                    }
                }
            }
        }
        new.locations.sort_unstable();
        new.locations.truncate(crate::limits::LOCATIONS);
        new
    }

    /// A call of a function of the program whose exceptions hold something: it comes to the handlers, or leaves this
    /// function, too.
    pub(in crate::interpret) fn throw(&mut self, calling: &Calling<'a>, summary: &Summary, reads: &mut Reads<'_>) {
        let has_handler = !self.function.blocks[self.at.index()].handlers.is_empty();
        if !has_handler && !self.recording {
            return;
        }
        for (class, row) in &summary.raises {
            if !has_handler && (row.way.thrown_through() + 1 >= RAISED_THROUGH || self.has_thrown_enough()) {
                continue;
            }
            let facts = self.leaving_from(calling, row, reads, HopKind::Thrown);
            if facts.is_empty() {
                continue;
            }
            if !has_handler {
                self.throw_out(*class, &facts);
                continue;
            }
            let thrown = &mut self.exceptions.thrown;
            match thrown.iter_mut().find(|(call, of, _)| *call == calling.value && of == class) {
                Some((.., known)) => known.add_all(&facts),
                None => thrown.push((calling.value, *class, facts)),
            }
        }
    }

    /// A `raise` that no handler of the function is around.
    pub(in crate::interpret) fn leave_by_exception(&mut self, raised: Option<Value>) {
        if !self.recording {
            return;
        }
        let all = self.raised_by(raised);
        for raising in all.iter() {
            if raising.is_thrown {
                let of_this = |known: &&(Value, Option<Type>, Facts)| known.0 == raising.by && known.1 == raising.class;
                let facts: Vec<Facts> =
                    self.exceptions.thrown.iter().filter(of_this).map(|(.., facts)| facts.clone()).collect();
                for facts in &facts {
                    self.throw_out(raising.class, facts);
                }
            } else {
                let facts = self.facts(raising.by);
                self.throw_out(raising.class, &facts);
            }
        }
        self.exceptions.leaving.join(&all);
    }

    fn throw_out(&mut self, class: Option<Type>, facts: &Facts) {
        if !self.recording {
            return;
        }
        for fact in facts.iter() {
            if self.has_thrown_enough() {
                return;
            }
            let Some(row) = self.outgoing_row(fact, Path::EMPTY) else { continue };
            if row.way.thrown_through() < RAISED_THROUGH {
                self.out.summary.raises.push((class, row));
            }
        }
    }

    fn has_thrown_enough(&self) -> bool {
        self.out.summary.raises.len() >= RAISED_ROWS
    }

    /// The classes of all that may leave the function by exceptions, when these are known.
    pub(in crate::interpret) fn conclude_exceptions(&mut self) {
        let mut raised = std::mem::take(&mut self.exceptions.leaving);
        for (block, left) in self.function.blocks.iter().zip(&self.left) {
            if left.is_none() || !block.handlers.is_empty() {
                continue;
            }
            for value in block.values() {
                if raised.any {
                    return;
                }
                self.raised_by_operation(value, &mut raised);
            }
        }
        let mut classes: Vec<Type> = Vec::new();
        for raising in raised.iter() {
            let Some(class) = raising.class else { return };
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        classes.sort_unstable();
        if !raised.any {
            self.out.summary.raises_only = Some(classes);
        }
    }
}
