//! Interprets one function: values, contents of objects and taint together, in one go for all kinds.
//!
//! Takes the program, the summaries of the callees and what cells hold; gives the function's summary, the flows that
//! end in it, its uses, and the limits that it reached.

pub(crate) mod calls;
mod checks;
mod data;
mod entry_parameters;
mod examining;
mod exceptions;
mod moving;
mod named;
mod objects;
mod outcome;
mod outside_callers;
mod sinks;
mod sweeps;
mod texts;
mod values;

pub(crate) use calls::shared::SharedSpecials;

use std::rc::Rc;
use std::sync::Arc;

use ir::{BlockId, Constant, Function, Op, Value};
use knowledge::{KindId, KindSet, Kinds, Port, RowId};
use program::{DataId, FuncId, ModuleId, Program, TypeSet, Unseen};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::cell::{Cell, CellFact, Cells};
use crate::constants::{Constants, Place};
use crate::contents::OneOf;
use crate::data::KnownData;
use crate::entry::Entry;
use crate::examined::{Asked, Examined};
use crate::fact::{Fact, Facts};
use crate::found::{Cut, Flow, LiteralSite, UseSite};
use crate::limits;
use crate::location::{Location, Root};
use crate::origin::Origin;
use crate::routed::RoutedPaths;
use crate::state::State;
use crate::steps::Steps;
use crate::summary::Summary;
use crate::text::TextStates;
use crate::tried::TriedChecks;
use crate::written::Written;
use program::{Answer, Given, Values};

/// What does not change while functions are interpreted.
pub(crate) struct Context<'a, 'k> {
    pub(crate) program: &'a Program<'k>,
    /// The source kinds that count.
    pub(crate) sources: KindSet,
    /// The sink kinds whose danger ends where the host of an address is fixed.
    pub(crate) addresses: KindSet,
    /// What text is like, and what makes it harmless for which sink.
    pub(crate) texts: TextStates,
    /// Constants of modules and classes.
    pub(crate) constants: Constants,
    /// Files of data.
    pub(crate) data: KnownData,
    pub(crate) harm: Harm,
    /// Whether the program has any coroutines.
    pub(crate) has_coroutines: bool,
    pub(crate) entries: &'a FxHashMap<FuncId, Entry>,
    /// Under which paths they are called.
    pub(crate) paths: &'a RoutedPaths,
    /// What checks show that were tried with texts.
    pub(crate) tried: TriedChecks,
    /// The name of the attribute that is a map of all attributes.
    pub(crate) attributes: Option<ir::Symbol>,
    /// What is asked about, in an examination.
    pub(crate) asked: Option<Asked>,
    /// How deep callees are interpreted for single calls.
    pub(crate) special_depth: usize,
}

/// Which data harms which sinks.
pub(crate) struct Harm {
    /// By source kind: the sink kinds that its data may harm.
    by_source: Vec<KindSet>,
    /// The source kinds whose data is also in numbers that are made of it.
    numbers: KindSet,
    /// The sink kinds that a number cannot harm.
    safe_from_numbers: KindSet,
}

impl Harm {
    pub(crate) fn new(kinds: &Kinds) -> Self {
        Self {
            by_source: kinds.ids().map(|id| kinds.harmed_by(id)).collect(),
            numbers: kinds.ids().filter(|&id| kinds.get(id).numbers).collect(),
            safe_from_numbers: kinds.safe_from_numbers(),
        }
    }

    /// Whether data of a source kind may harm a sink kind.
    pub(crate) fn may(&self, source: KindId, sink: KindId) -> bool {
        self.by_source.get(source.0 as usize).is_some_and(|sinks| sinks.contains(sink))
    }

    /// What a number that is made of a fact's data is harmless for; nothing when it carries nothing of the data.
    pub(crate) fn as_number(&self, fact: &Fact) -> Option<KindSet> {
        match fact.origin {
            Origin::Source(site) if !self.numbers.contains(site.kind) => None,
            _ => Some(fact.cleaned.union(self.safe_from_numbers)),
        }
    }
}

impl Context<'_, '_> {
    /// Whether some function of the program is a coroutine.
    pub(crate) fn has_coroutines(program: &Program<'_>) -> bool {
        program.functions().any(|id| program.function(id).is_async)
    }

    /// The sink kinds that are addresses.
    pub(crate) fn addresses(kinds: &Kinds) -> KindSet {
        kinds.ids().filter(|&id| kinds.get(id).address).collect()
    }
}

/// What is known of other functions when a function is interpreted.
pub(crate) struct Known<'a> {
    /// The finished ones, by function.
    pub(crate) summaries: &'a [Option<Arc<Summary>>],
    /// Those of the function's own recursive group as of the last round, by function.
    pub(crate) group: &'a [(FuncId, Arc<Summary>)],
    pub(crate) cells: &'a Cells,
    /// Functions as single calls run them, of this pass.
    pub(crate) specials: &'a SharedSpecials,
}

impl Known<'_> {
    /// Whether a function that is finished always gives an object of its own making.
    fn gives_new(&self, id: FuncId) -> bool {
        let is_finished = self.group.binary_search_by_key(&id, |(member, _)| *member).is_err();
        is_finished && self.summaries[id.index()].as_ref().is_some_and(|summary| summary.gives_new)
    }

    /// What is known of a function.
    pub(crate) fn summary(&self, id: FuncId) -> Option<&Arc<Summary>> {
        match self.group.binary_search_by_key(&id, |(member, _)| *member) {
            Ok(at) => Some(&self.group[at].1),
            Err(_) => self.summaries[id.index()].as_ref(),
        }
    }
}

/// What interpreting a function gives.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) summary: Summary,
    pub(crate) flows: Vec<Flow>,
    pub(crate) uses: Vec<UseSite>,
    pub(crate) literals: Vec<LiteralSite>,
    pub(crate) cells: Vec<(Cell, CellFact)>,
    pub(crate) cells_read: Vec<Cell>,
    pub(crate) unresolved: Vec<Value>,
    /// In the body of a module: the objects that hold a file of data, and which.
    pub(crate) data: Vec<(Value, DataId)>,
    /// Calls that read a file of data of which nothing is known.
    pub(crate) unread: Vec<(Value, DataId)>,
    /// Calls and comparisons that rows call mistaken protections.
    pub(crate) mistaken: Vec<(Value, RowId)>,
    /// In the body of a module or class: the names that it binds, and the constants that they are.
    pub(crate) constants: Vec<(Place, Option<Constant>)>,
    pub(crate) cuts: Vec<Cut>,
    /// In an examination: what it takes down.
    pub(crate) examined: Option<Box<Examined>>,
}

/// A constant: from the module, or folded.
#[derive(Clone)]
pub(crate) enum Literal<'p> {
    Written(&'p Constant),
    Folded(Rc<Constant>),
}

impl Literal<'_> {
    fn folded(constant: Constant) -> Self {
        Self::Folded(Rc::new(constant))
    }

    fn get(&self) -> &Constant {
        match self {
            Self::Written(constant) => constant,
            Self::Folded(constant) => constant,
        }
    }
}

/// What is known of one value.
#[derive(Clone, Default)]
struct Abstract<'p> {
    facts: Facts,
    /// The objects that it may refer to.
    locations: SmallVec<[Location; 1]>,
    constant: Option<Literal<'p>>,
    /// Its text with [`crate::address::UNKNOWN`] for what is not known; `None` when nothing is.
    text: Option<Rc<str>>,
    /// The constants of which it is one, when it is none by itself.
    alternatives: Option<OneOf>,
}

pub(crate) use outcome::TOLD_IN_PART;

#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Interpreter<'a, 'k> {
    pub(crate) cx: &'a Context<'a, 'k>,
    known: &'a Known<'a>,
    pub(crate) id: FuncId,
    module: ModuleId,
    function: &'a Function,
    values: Vec<Abstract<'a>>,
    steps: Steps,
    left: Vec<Option<sweeps::Left>>,
    state: State,
    pub(crate) out: Outcome,
    /// What callers outside the program pass.
    outside: outside_callers::Outside,
    /// Where inner functions are made: function → the closure value.
    closures: FxHashMap<FuncId, Value>,
    /// Whether the paths are known under which this function, or its class, is called.
    is_routed: bool,
    similar: Option<checks::guards::Similar>,
    /// The limits with which the lengths of texts are compared.
    limits: Option<checks::lengths::Limits>,
    /// For each name from outside that the function reads, where it does so first.
    first_reads: std::cell::OnceCell<FxHashMap<Op, Value>>,
    /// What is known of exceptions.
    exceptions: exceptions::raising::Exceptions,
    /// The block that is interpreted, and the state in which control entered it.
    at: BlockId,
    entered: State,
    /// What a generator yields, with the states at that time.
    yielded_in: Vec<(Value, State)>,
    /// The states at the returns.
    endings: FxHashMap<BlockId, State>,
    /// Whether this is the last sweep, in which flows and uses are taken down.
    pub(crate) recording: bool,
    /// What the one call hands over for which the function is interpreted; nothing when it is interpreted for all.
    handed: calls::special::HandedOver,
    /// Callees as single calls run them.
    specials: Vec<calls::special::Special>,
    /// Whether a call that never returns has ended the block.
    stopped: bool,
    /// Whether something was put into a map of all attributes of an object.
    has_attributes: bool,
    /// Whether it may return something else than an object that was made for the caller.
    gives_other: bool,
    /// The calls of the function that are not written.
    unseen: &'a [Unseen],
    told: calls::unseen::Told,
    /// The heads of loops that are known to check the elements that they are about.
    checking: Vec<BlockId>,
}

impl Values for Interpreter<'_, '_> {
    fn program(&self) -> &Program<'_> {
        self.cx.program
    }

    fn constant(&self, value: Value) -> Option<&Constant> {
        self.values[value.index()].constant.as_ref().map(Literal::get)
    }

    fn types(&self, value: Value) -> TypeSet {
        self.cx.program.types(self.id, value)
    }

    fn is_in_state(&self, given: &Given, result: Value, port: &Port, state: KindId) -> Answer {
        let of_state = |fact: &Fact| matches!(fact.origin, Origin::Source(site) if site.kind == state);
        let values = crate::port::values_at(self.cx.program, given, result, port);
        let is_in = values.into_iter().any(|(value, path)| {
            let facts = self.facts_at(value, path);
            // A row has put the object into it, or what all its data has become.
            facts.iter().any(of_state) || !facts.is_empty() && facts.iter().all(|fact| fact.cleaned.contains(state))
        });
        // Where it comes from a caller, nothing is known of it here.
        if is_in { Answer::Yes } else { Answer::Unknown }
    }

    fn elements(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Value>> {
        let original = self.original(value);
        // What a list held when it was made is not what it holds after it has changed.
        let is_list = matches!(self.function.op(original), Op::Sequence(ir::SequenceKind::List, _));
        let is_as_made =
            || self.own_sequence(value).is_some() || self.state.contents.is_untouched(Root::Made(original));
        if is_list && !is_as_made() {
            return None;
        }
        program::sequence_elements(self.function, original, steps)
    }

    fn surely_holds(&self, value: Value, keys: &[&Constant]) -> bool {
        self.stands_under(value, keys)
    }

    fn surely_lacks(&self, value: Value, keys: &[&Constant]) -> bool {
        matches!(keys, [key] if self.lacks(value, key))
    }

    fn written(&self, result: Value, steps: &[knowledge::PortStep]) -> Vec<Constant> {
        program::constants_written(self.cx.program, self.id, result, steps)
    }

    fn held(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Vec<Constant>>> {
        let held = self.held_at(value, steps).or_else(|| self.held_in_beginning(value, steps));
        held.or_else(|| self.held_under(value, steps))
    }

    fn may_hold(&self, value: Value, steps: &[knowledge::PortStep]) -> Vec<Constant> {
        match steps {
            [knowledge::PortStep::Key(key)] if self.recording => match key.parse() {
                Ok(at) => Written::new(self.cx.program, &self.cx.constants).element_of(self.id, value, at),
                Err(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// Interprets a function.
pub(crate) fn interpret(cx: &Context<'_, '_>, known: &Known<'_>, id: FuncId) -> Outcome {
    interpret_as(cx, known, id, &calls::special::HandedOver::default())
}

/// Interprets a function for a call that hands over so much.
fn interpret_as(cx: &Context<'_, '_>, known: &Known<'_>, id: FuncId, handed: &calls::special::HandedOver) -> Outcome {
    let function = cx.program.function(id);
    if function.ops.len() > limits::OPERATIONS {
        let cut = Cut { function: id, limit: "the function has too many operations and was not followed" };
        return Outcome { cuts: vec![cut], ..Outcome::default() };
    }
    let mut closures = FxHashMap::default();
    let module = cx.program.module_of(id);
    for (index, op) in function.ops.iter().enumerate() {
        if let Op::Closure { function, .. } = *op {
            closures.insert(cx.program.function_id(module, function), Value(index as u32));
        }
    }
    let mut interpreter = Interpreter {
        cx,
        known,
        id,
        module,
        function,
        values: vec![Abstract::default(); function.ops.len()],
        steps: Steps::new(id),
        left: vec![None; function.blocks.len()],
        state: State::default(),
        out: Outcome::default(),
        outside: outside_callers::Outside::default(),
        closures,
        is_routed: cx.paths.has(cx.program, id),
        similar: None,
        limits: None,
        first_reads: std::cell::OnceCell::new(),
        exceptions: exceptions::raising::Exceptions::default(),
        at: BlockId(0),
        entered: State::default(),
        yielded_in: Vec::new(),
        endings: FxHashMap::default(),
        recording: false,
        handed: handed.clone(),
        specials: Vec::new(),
        stopped: false,
        has_attributes: false,
        gives_other: false,
        unseen: cx.program.unseen(id),
        told: calls::unseen::Told::default(),
        checking: Vec::new(),
    };
    interpreter.run();
    interpreter.finish()
}
