//! Calls that are not written: methods of the program that operators, subscripts, loops, attributes and texts run.
//!
//! Takes an operation and the methods that it runs; gives what the operation then gives. A method's result takes the
//! place of the operation's own, or is the text or the elements of one of its operands while the operation is
//! interpreted.

use ir::{Op, Value};
use program::{FuncId, Given, Gives, Unseen};
use smallvec::smallvec;

use crate::fact::{Fact, Facts};
use crate::interpret::calls::Calling;
use crate::interpret::calls::handed::Handed;
use crate::interpret::{Abstract, Interpreter};
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::state::narrowed;

/// What methods of the program have told of operands of the operation that is being interpreted.
#[derive(Default)]
pub(in crate::interpret) struct Told {
    /// Operands and the texts that stand for them; whether these are all that stands for them.
    texts: Vec<(Value, Facts, bool)>,
    /// Operands and what their elements hold.
    elements: Vec<(Value, Facts)>,
}

impl Told {
    fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.elements.is_empty()
    }

    /// The text that stands for an operand, and whether nothing else does.
    pub(in crate::interpret) fn text(&self, value: Value) -> Option<(&Facts, bool)> {
        let told = self.texts.iter().find(|(of, ..)| *of == value);
        told.map(|(_, facts, is_all)| (facts, *is_all))
    }

    /// What is told of an operand's elements, as facts of the operand.
    pub(in crate::interpret) fn elements(&self, value: Value) -> impl Iterator<Item = Fact> + '_ {
        let of_value = self.elements.iter().filter(move |(of, _)| *of == value);
        of_value.flat_map(|(_, facts)| facts.iter()).map(|fact| {
            let path = Path::one(Part::Any).join(&fact.path);
            Fact { path, ..*fact }
        })
    }
}

impl<'a> Interpreter<'a, '_> {
    /// The methods that an operation runs unseen.
    pub(in crate::interpret) fn unseen_of(&self, value: Value) -> &'a [Unseen] {
        if self.unseen.is_empty() {
            return &[];
        }
        self.cx.program.unseen_of(self.id, value)
    }

    /// What an operation gives that runs methods unseen.
    pub(in crate::interpret) fn evaluate_unseen(&mut self, value: Value, op: Op, unseen: &'a [Unseen]) -> Abstract<'a> {
        let mut result: Option<Abstract<'a>> = None;
        let mut has_own = false;
        let mut made = Facts::default();
        let mut iterator = Facts::default();
        for run in unseen {
            match run.gives {
                Gives::Result => {
                    let new = self.unseen_call(value, run);
                    has_own |= !run.is_sure || self.leaves_the_write(op, run);
                    result = Some(match result {
                        Some(known) => known.or(new),
                        None => new,
                    });
                }
                Gives::Text => {
                    let Some(of) = run.receiver else { continue };
                    let facts = self.unseen_call(value, run).facts;
                    let text = self.taken_whole(value, &facts);
                    match self.told.texts.iter_mut().find(|(known, ..)| *known == of) {
                        Some((_, known, _)) => known.add_all(&text),
                        None => self.told.texts.push((of, text, run.is_sure)),
                    }
                }
                Gives::Elements => {
                    let Some(of) = run.receiver else { continue };
                    iterator = self.unseen_call(value, run).facts;
                    let any = Path::one(Part::Any);
                    let elements = iterator.iter().filter_map(|fact| narrowed(fact, &any)).collect();
                    self.told.elements.push((of, elements));
                }
                Gives::Next => {
                    let Some(of) = run.receiver else { continue };
                    let elements = self.next_of(value, run.function, &iterator);
                    self.told.elements.push((of, elements));
                }
                Gives::Object => {
                    let mut calling = Calling::new(value, self.cx.program.given(self.id, value));
                    self.program_call(&mut calling, run.function, None, true);
                    made.add_all(&calling.concluded().facts);
                }
            }
        }
        let mut new = match result {
            Some(result) if !has_own => {
                if let Op::Store(_, _, of) = op {
                    self.escapes(of);
                }
                result
            }
            Some(result) => result.or(self.evaluate(value, op)),
            None => self.evaluate(value, op),
        };
        if !self.told.is_empty() {
            self.told = Told::default();
        }
        new.facts.add_all(&made);
        new
    }

    fn unseen_call(&mut self, value: Value, run: &Unseen) -> Abstract<'a> {
        let mut given = Given { receiver: run.receiver, ..Given::default() };
        if run.attribute.is_some() {
            // The name comes first, and is no value of the function.
            let params = &self.cx.program.function(run.function).params;
            given.named = params.iter().skip(2).map(|param| param.name).zip(run.arguments.iter().copied()).collect();
        } else {
            given.positional.clone_from(&run.arguments);
        }
        let made = Root::Made(value);
        self.state.forget(made);
        let mut calling = Calling::new(value, given);
        calling.is_run_unseen(run);
        calling.result.locations = smallvec![Location { root: made, path: Path::EMPTY }];
        self.escape_into(&calling, run.function, true);
        self.program_call(&mut calling, run.function, run.receiver.map(|of| (of, Path::EMPTY)), true);
        calling.concluded()
    }

    /// Whether a method that is run for a write is not seen to keep anything, so that the write is taken to happen as
    /// it would without it.
    fn leaves_the_write(&self, op: Op, run: &Unseen) -> bool {
        let is_keeper = run.attribute.is_some() || matches!(op, Op::Store(_, ir::Elem::Item(_), _));
        is_keeper
            && matches!(op, Op::Store(..))
            && self.known.summary(run.function).is_none_or(|summary| summary.stores.is_empty())
    }

    /// What an iterator's method gives, the iterator holding these.
    fn next_of(&mut self, value: Value, function: FuncId, iterator: &Facts) -> Facts {
        let mut calling = Calling::new(value, Given::default());
        calling.handed = Some(Handed::data(0, iterator.clone()));
        self.program_call(&mut calling, function, None, false);
        calling.result.facts
    }
}

impl Abstract<'_> {
    /// Either of two.
    fn or(mut self, other: Self) -> Self {
        self.facts.add_all(&other.facts);
        for location in other.locations {
            if !self.locations.contains(&location) {
                self.locations.push(location);
            }
        }
        self.locations.sort_unstable();
        let is_same = matches!((&self.constant, &other.constant), (Some(a), Some(b)) if a.get() == b.get());
        Self { constant: self.constant.filter(|_| is_same), text: None, ..self }
    }
}
