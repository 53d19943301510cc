//! Generators: what they return when they have come to their end, and what is sent into them.
//!
//! What is sent in is one more input of the function, behind its parameters and captured variables; the call of a method
//! that resumes a generator hands it over.

use ir::{Op, Value};
use program::FuncId;

use crate::fact::Facts;
use crate::interpret::calls::Calling;
use crate::interpret::{Abstract, Interpreter};
use crate::location::Root;
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::state::narrowed;
use crate::trace::HopKind;

impl<'a> Interpreter<'a, '_> {
    /// Whether calling a function gives a generator, whatever decorators would make of it.
    pub(in crate::interpret) fn is_plain_generator(&self, function: FuncId) -> bool {
        let data = self.cx.program.function(function);
        data.is_generator && !data.is_async && data.decorators.is_empty()
    }

    /// Whether a value is what calling a generator's function gave.
    pub(in crate::interpret) fn is_generator_call(&self, value: Value) -> bool {
        let made = self.original(value);
        matches!(self.function.op(made), Op::Call(..))
            && self.only_function(made).is_some_and(|(function, _)| self.is_plain_generator(function))
    }

    /// What a generator gives to whoever has waited for its end.
    pub(in crate::interpret) fn outcome_of(&mut self, value: Value, of: Value) -> Abstract<'a> {
        let found = self.facts_at(of, Path::one(Part::Outcome));
        let facts = self.carried(value, &found, HopKind::Operand);
        Abstract { facts, ..Abstract::default() }
    }

    /// The number of the input that is what is sent in.
    fn sent_input(&self, function: FuncId) -> u16 {
        let data = self.cx.program.function(function);
        (data.params.len() + data.captures.len()) as u16
    }

    /// What a `yield` gives: what the other side sends.
    pub(in crate::interpret) fn sent_in(&mut self, value: Value) -> Abstract<'a> {
        if !self.is_plain_generator(self.id) {
            return Abstract::default();
        }
        let fact = self.input_fact(value, self.sent_input(self.id));
        Abstract { facts: [fact].into_iter().collect(), ..Abstract::default() }
    }

    /// A method is called that hands something to a generator and gives what it yields next. Tells whether it is one.
    pub(in crate::interpret) fn resume(
        &mut self,
        calling: &mut Calling<'a>,
        receiver: Value,
        name: ir::Symbol,
    ) -> bool {
        if !self.cx.program.is_resuming(name) {
            return false;
        }
        let locations = self.values[receiver.index()].locations.clone();
        let mut resumed = false;
        for location in &locations {
            let Root::Made(made) = location.root else { continue };
            if !location.path.is_empty() || !self.is_generator_call(made) {
                continue;
            }
            let Some((function, _)) = self.only_function(made) else { continue };
            let Some(summary) = self.summary(function) else { continue };
            resumed = true;
            let sent = self.sent_input(function);
            let argument = calling.given.positional.first().copied();
            let given = argument.map(|argument| self.facts(argument)).unwrap_or_default();
            let inputs = |input: u16| if input == sent { given.clone() } else { Facts::default() };
            let of_sent = |origin: Origin| matches!(origin, Origin::Input(input, _) if input == sent);
            for row in summary.returns.iter().filter(|row| of_sent(row.origin)) {
                let facts = self.outgoing(calling, row, &inputs);
                let next = facts.iter().filter_map(|fact| narrowed(fact, &Path::one(Part::Any)));
                calling.result.facts.add_all(&next.collect());
            }
            for reached in summary.sinks.iter().filter(|reached| reached.input == sent) {
                let at_sink = given.iter().filter_map(|fact| narrowed(fact, &reached.path));
                let facts: Facts = at_sink.filter(|fact| fact.path.is_empty()).collect();
                let facts = self.guesses_told(calling.value, &facts);
                self.reach_below(calling.value, reached, &facts, 0);
            }
        }
        if resumed {
            let yielded = self.facts_at(receiver, Path::one(Part::Any));
            calling.result.facts.add_all(&self.carried(calling.value, &yielded, HopKind::Operand));
        }
        resumed
    }
}
