//! Facts on their way: what a value holds, what is made of it, and the hop by which it came.
//!
//! Takes a value; gives what it holds with what its objects hold, as a whole or part by part. Takes facts and how they came
//! to a value; gives them with that hop.

use ir::{ParamKind, Value};
use knowledge::{KindId, KindSet, RowId};

use crate::fact::{Fact, Facts};
use crate::found::Cut;
use crate::interpret::Interpreter;
use crate::origin::{Origin, SourceSite};
use crate::steps::{Step, StepId};
use crate::trace::HopKind;
use crate::way::Way;

impl Interpreter<'_, '_> {
    /// What a value holds, and what the objects that it refers to hold.
    pub(in crate::interpret) fn facts(&self, value: Value) -> Facts {
        let known = &self.values[value.index()];
        let guarded = self.state.guarded(value);
        let cleaned = |fact: &Fact| {
            let of_part = if fact.path.is_empty() { KindSet::EMPTY } else { self.guarded_below(value, fact.path) };
            fact.cleaned.union(guarded).union(of_part)
        };
        let mut facts: Facts = known.facts.iter().map(|fact| Fact { cleaned: cleaned(fact), ..*fact }).collect();
        for &location in &known.locations {
            // What was written over a part is not what was read of it before; an object stays the same.
            let is_whole = location.path.is_empty();
            for fact in self.state.read(location).facts.iter().filter(|fact| is_whole || !fact.path.is_empty()) {
                facts.add(*fact);
            }
        }
        for fact in self.told.elements(value) {
            facts.add(fact);
        }
        facts
    }

    /// What a value holds as a whole: itself and its elements, but not what its attributes hold; or the text that stands
    /// for it.
    pub(in crate::interpret) fn whole(&self, value: Value) -> Facts {
        match self.told.text(value) {
            Some((text, true)) => text.clone(),
            Some((text, false)) => {
                let mut whole = self.taken_whole(value, &self.facts(value));
                whole.add_all(text);
                whole
            }
            None => self.taken_whole(value, &self.facts(value)),
        }
    }

    /// What is known of a value's elements, as known of the whole.
    pub(in crate::interpret) fn taken_whole(&self, value: Value, facts: &Facts) -> Facts {
        let elements = facts.iter().filter(|fact| fact.path.is_elements());
        let whole = elements.map(|fact| Fact {
            path: crate::path::Path::EMPTY,
            is_guessed: fact.is_guessed || fact.path.is_lost(),
            ..*fact
        });
        self.guesses_told(value, &whole.collect())
    }

    /// The same, each guess with a hop that tells it, and with the assumption that it is.
    pub(in crate::interpret) fn guesses_told(&self, value: Value, facts: &Facts) -> Facts {
        if facts.iter().all(|fact| !fact.is_guessed) {
            return facts.clone();
        }
        let told = facts.iter().map(|fact| {
            if !fact.is_guessed {
                return *fact;
            }
            let step = self.step(value, HopKind::Guessed, Some(fact.step));
            let cost = if matches!(fact.origin, Origin::Source(_)) { crate::limits::GUESS } else { 1 };
            let (assumed, hops) = (fact.assumed.saturating_add(cost), fact.hops.saturating_add(1));
            Fact { is_guessed: false, assumed, hops, step, ..*fact }
        });
        told.collect()
    }

    /// Facts moved on to a value.
    pub(in crate::interpret) fn carried(&mut self, value: Value, facts: &Facts, kind: HopKind) -> Facts {
        facts.iter().map(|fact| self.moved(value, fact, kind)).collect()
    }

    pub(in crate::interpret) fn moved(&mut self, value: Value, fact: &Fact, kind: HopKind) -> Fact {
        let step = self.step(value, kind, Some(fact.step));
        let assumed = fact.assumed.saturating_add(u8::from(kind == HopKind::Assumed));
        Fact { step, hops: fact.hops.saturating_add(1), assumed, ..*fact }
    }

    pub(in crate::interpret) fn step(&self, value: Value, kind: HopKind, before: Option<StepId>) -> StepId {
        self.steps.add(Step { value, kind, before, enters: false, inner: None })
    }

    /// A step out of where others have brought the data: a callee, or whoever wrote a shared place.
    pub(in crate::interpret) fn step_from(&self, value: Value, kind: HopKind, inner: &Way) -> StepId {
        self.steps.add(Step { value, kind, before: None, enters: false, inner: Some(inner.clone()) })
    }

    /// Two steps: into the call that a value is, and, by what is inside, out of it.
    pub(in crate::interpret) fn step_through(
        &self,
        value: Value,
        kind: HopKind,
        before: StepId,
        inner: &Way,
    ) -> StepId {
        self.steps.add(Step { value, kind, before: Some(before), enters: true, inner: Some(inner.clone()) })
    }

    pub(in crate::interpret) fn cut(&mut self, limit: &'static str) {
        let cut = Cut { function: self.id, limit };
        if !self.out.cuts.contains(&cut) {
            self.out.cuts.push(cut);
        }
    }

    /// The fact that an input as such stands for.
    pub(in crate::interpret) fn input_fact(&mut self, value: Value, input: u16) -> Fact {
        let step = self.step(value, HopKind::Entered, None);
        Fact {
            path: crate::path::Path::EMPTY,
            origin: Origin::Input(input, crate::path::Path::EMPTY),
            cleaned: KindSet::EMPTY,
            assumed: 0,
            hops: 1,
            step,
            is_guessed: false,
        }
    }

    /// The fact that begins a flow: data of others enters the program here, says the row.
    pub(in crate::interpret) fn source_fact(&mut self, value: Value, row: RowId, kind: KindId) -> Fact {
        let site = SourceSite { function: self.id, value, row, kind };
        let step = self.step(value, HopKind::Source(row), None);
        Fact {
            path: crate::path::Path::EMPTY,
            origin: Origin::Source(site),
            cleaned: self.state_of_source(row),
            assumed: 0,
            hops: 1,
            step,
            is_guessed: false,
        }
    }

    /// Whether a parameter gathers several arguments.
    pub(in crate::interpret) fn gathers(&self, param: u32) -> bool {
        self.function
            .params
            .get(param as usize)
            .is_some_and(|param| matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed))
    }
}
