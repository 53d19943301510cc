//! Interprets one function: values, contents of objects and taint together, in one go for all kinds.
//!
//! Takes the program, the summaries of the callees and what cells hold; gives the function's summary, the flows that
//! end in it, its uses, and the limits that it reached.

mod answers;
mod attributes;
mod callbacks;
mod calls;
mod catching;
mod checked_parts;
mod coroutines;
mod data;
mod entry_parameters;
mod every_element;
mod exact;
mod exception_contents;
mod generators;
mod guards;
mod handed;
mod kept_outcomes;
mod managers;
mod map_entries;
mod membership;
mod named;
mod objects;
mod outcome;
mod own_attributes;
mod passing;
mod raising;
mod reads;
mod sequences;
mod shared;
mod sinks;
mod special;
mod surroundings;
mod texts;
mod unseen;
mod values;

use std::rc::Rc;
use std::sync::Arc;

use ir::{Block, BlockId, Constant, Function, Op, ParamKind, Terminator, Value};
use knowledge::{KindId, KindSet, Kinds, Port, RowId};
use program::{DataId, FuncId, ModuleId, Program, TypeSet, Unseen};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::cell::{Cell, CellFact, Cells};
use crate::constants::{Constants, Place};
use crate::contents::{OneOf, together};
use crate::data::KnownData;
use crate::entry::Entry;
use crate::examine::{Asked, Examined};
use crate::fact::{Fact, Facts, Origin, SourceSite};
use crate::found::{Cut, Flow, LiteralSite, UseSite};
use crate::limits;
use crate::location::Location;
use crate::state::State;
use crate::summary::Summary;
use crate::text::TextStates;
use crate::trace::{Hop, HopKind, Step, StepId, Steps, Trace};
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

/// How control left a block.
#[derive(Clone, Default)]
struct Left {
    /// The states on the edges to the blocks that control may go to.
    edges: Vec<(BlockId, State)>,
}

pub(crate) use exact::Asked as AskedType;

#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Interpreter<'a, 'k> {
    pub(crate) cx: &'a Context<'a, 'k>,
    known: &'a Known<'a>,
    pub(crate) id: FuncId,
    module: ModuleId,
    function: &'a Function,
    values: Vec<Abstract<'a>>,
    steps: Steps,
    left: Vec<Option<Left>>,
    state: State,
    pub(crate) out: Outcome,
    /// Where inner functions are made: function → the closure value.
    closures: FxHashMap<FuncId, Value>,
    similar: Option<guards::Similar>,
    /// What is known of exceptions.
    exceptions: raising::Exceptions,
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
    handed: special::HandedOver,
    /// Callees as single calls run them.
    specials: Vec<special::Special>,
    /// Whether a call that never returns has ended the block.
    stopped: bool,
    /// Whether something was put into a map of all attributes of an object.
    has_attributes: bool,
    /// Whether it may return something else than an object that was made for the caller.
    gives_other: bool,
    /// The calls of the function that are not written.
    unseen: &'a [Unseen],
    told: unseen::Told,
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
        let is_in = values.into_iter().any(|(value, path)| self.facts_at(value, path).iter().any(of_state));
        // Where it comes from a caller, nothing is known of it here.
        if is_in { Answer::Yes } else { Answer::Unknown }
    }

    fn elements(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Value>> {
        let original = self.original(value);
        // What a list held when it was made is not what it holds after it has changed.
        let is_list = matches!(self.function.op(original), Op::Sequence(ir::SequenceKind::List, _));
        if is_list && self.own_sequence(value).is_none() {
            return None;
        }
        program::sequence_elements(self.function, original, steps)
    }

    fn surely_holds(&self, value: Value, keys: &[&Constant]) -> bool {
        self.stands_under(value, keys)
    }

    fn held(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Vec<Constant>>> {
        self.held_at(value, steps)
    }
}

/// Interprets a function.
pub(crate) fn interpret(cx: &Context<'_, '_>, known: &Known<'_>, id: FuncId) -> Outcome {
    interpret_as(cx, known, id, &special::HandedOver::default())
}

/// Interprets a function for a call that hands over so much.
fn interpret_as(cx: &Context<'_, '_>, known: &Known<'_>, id: FuncId, handed: &special::HandedOver) -> Outcome {
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
        steps: Steps::default(),
        left: vec![None; function.blocks.len()],
        state: State::default(),
        out: Outcome::default(),
        closures,
        similar: None,
        exceptions: raising::Exceptions::default(),
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
        told: unseen::Told::default(),
        checking: Vec::new(),
    };
    interpreter.run();
    interpreter.finish()
}

impl<'a> Interpreter<'a, '_> {
    fn run(&mut self) {
        self.prepare_exceptions();
        let loops = self.has_loops();
        let mut sweeps = 0;
        // A function without loops needs one sweep, and that one records; else sweep until nothing changes and once
        // more to record.
        self.recording = !loops;
        loop {
            let changed = self.sweep();
            sweeps += 1;
            if self.recording {
                break;
            }
            if !changed || sweeps >= limits::SWEEPS {
                if changed {
                    self.cut("the loops of the function did not come to an end within the limit of sweeps");
                }
                self.recording = true;
            }
        }
    }

    fn has_loops(&self) -> bool {
        self.function
            .blocks
            .iter()
            .enumerate()
            .any(|(index, block)| block.predecessors.iter().any(|from| from.index() >= index))
    }

    /// Goes once through all blocks that control reaches. Gives whether anything changed.
    fn sweep(&mut self) -> bool {
        let mut changed = false;
        for index in 0..self.function.blocks.len() {
            let block = &self.function.blocks[index];
            let Some(state) = self.entering(BlockId(index as u32), block) else { continue };
            self.at = BlockId(index as u32);
            if !block.handlers.is_empty() {
                self.entered = state.clone();
            }
            self.state = state;
            self.stopped = false;
            for value in block.values() {
                if self.stopped {
                    break;
                }
                let op = self.function.op(value);
                let guards = self.guards_before(&self.state);
                let new = if let Op::Phi(list) = op {
                    self.phi(value, BlockId(index as u32), block, list)
                } else {
                    match self.unseen_of(value) {
                        [] => self.evaluate(value, op),
                        unseen => self.evaluate_unseen(value, op, unseen),
                    }
                };
                // What a shared place holds is read part by part: it has a limit of its own.
                let is_shared = matches!(op, Op::Global(_) | Op::Import(_) | Op::Shared(..));
                let most = if is_shared { limits::CELL_FACTS * limits::CELL_PARTS } else { limits::FACTS };
                let new = self.limited(new, most);
                if guards.is_some() {
                    let state = self.state.clone();
                    self.examine_shown(guards, &state, value, None);
                    self.examine_run(value);
                }
                let old = &self.values[value.index()];
                changed |= !old.facts.says_same(&new.facts)
                    || old.constant.is_some() != new.constant.is_some()
                    || old.alternatives != new.alternatives
                    || old.locations != new.locations;
                self.values[value.index()] = new;
                self.reach_named(value);
            }
            if let (Terminator::Return(_), false) = (block.terminator, self.stopped) {
                self.out.summary.returns_at_all = true;
                self.endings.insert(BlockId(index as u32), self.state.clone());
            }
            let left = self.leave(BlockId(index as u32), block);
            let same = self.left[index].as_ref().is_some_and(|old| {
                old.edges.len() == left.edges.len()
                    && old.edges.iter().zip(&left.edges).all(|(a, b)| a.0 == b.0 && a.1.says_same(&b.1))
            });
            changed |= !same;
            self.left[index] = Some(left);
        }
        changed
    }

    fn limited(&mut self, mut new: Abstract<'a>, most: usize) -> Abstract<'a> {
        if new.facts.limit(most) {
            self.cut("a value has more origins than are followed");
        }
        new
    }

    /// The state in which control enters a block; none when it does not.
    fn entering(&mut self, id: BlockId, block: &Block) -> Option<State> {
        if id == BlockId(0) {
            return Some(State::default());
        }
        let mut joined: Option<State> = None;
        let mut full = false;
        // Blocks that come later are those from which a loop comes back.
        let comes_back = |from: &&BlockId| **from >= id;
        for &from in block.predecessors.iter().filter(|from| !comes_back(from)) {
            if let Some(state) = self.edge(from, id) {
                match &mut joined {
                    Some(joined) => full |= joined.join(state, limits::HEAP_ENTRIES),
                    None => joined = Some(state.clone()),
                }
            }
        }
        if let (Some(joined), true) = (&mut joined, block.predecessors.iter().any(|from| comes_back(&from))) {
            let shown = joined.shown_before(Value(block.first));
            for state in block.predecessors.iter().filter(comes_back).filter_map(|&from| self.edge(from, id)) {
                full |= joined.join(state, limits::HEAP_ENTRIES);
            }
            joined.keep_shown(shown);
        }
        if full {
            self.cut("the function keeps more objects than are followed");
        }
        joined
    }

    fn edge(&self, from: BlockId, to: BlockId) -> Option<&State> {
        let left = self.left[from.index()].as_ref()?;
        left.edges.iter().find(|(block, _)| *block == to).map(|(_, state)| state)
    }

    fn phi(&mut self, value: Value, id: BlockId, block: &Block, list: ir::List) -> Abstract<'a> {
        let mut new = Abstract::default();
        let mut first = true;
        let mut constant: Option<Literal<'a>> = None;
        let mut reached: SmallVec<[Value; 4]> = SmallVec::new();
        for (&from, &operand) in block.predecessors.iter().zip(self.function.values(list)) {
            let Some(state) = self.edge(from, id).cloned() else { continue };
            let before = std::mem::replace(&mut self.state, state);
            let facts = self.facts(operand);
            // What was checked on the way is text, and what its place holds has not been.
            let is_checked = !self.state.guarded(operand).is_empty();
            self.state = before;
            let facts = self.carried(value, &facts, HopKind::Operand);
            new.facts.add_all(&facts);
            for location in &self.values[operand.index()].locations {
                if !is_checked && !new.locations.contains(location) {
                    new.locations.push(*location);
                }
            }
            let known = self.values[operand.index()].constant.clone();
            reached.push(operand);
            constant = match (first, constant, known) {
                (true, _, known) => known,
                (false, Some(a), Some(b)) if a.get() == b.get() => Some(a),
                _ => None,
            };
            first = false;
        }
        new.locations.sort_unstable();
        if new.locations.len() > limits::LOCATIONS {
            new.locations.truncate(limits::LOCATIONS);
            self.cut("a value may be more objects than are followed");
        }
        let is_known = |of: &Value| {
            let known = &self.values[of.index()];
            known.constant.is_some() || known.alternatives.is_some()
        };
        if constant.is_none() && reached.iter().all(is_known) {
            let mut known = reached.iter().filter_map(|&of| self.known_to_be(of));
            new.alternatives =
                known.next().and_then(|first| known.try_fold(first, |all, other| together(&all, &other)));
        }
        new.constant = constant;
        new
    }

    /// Ends a block: the states on its edges.
    fn leave(&mut self, id: BlockId, block: &Block) -> Left {
        let mut left = Left::default();
        let mut full = false;
        let mut put = |left: &mut Left, to: BlockId, state: State| {
            if let Some((_, known)) = left.edges.iter_mut().find(|(block, _)| *block == to) {
                full |= known.join(&state, limits::HEAP_ENTRIES);
            } else {
                left.edges.push((to, state));
            }
        };
        match block.terminator {
            _ if self.stopped => {}
            Terminator::Jump(to) => put(&mut left, to, self.state.clone()),
            Terminator::Branch { condition, then, otherwise } => {
                let truth = self.constant(condition).and_then(crate::fold::truth);
                let truth = truth.or_else(|| self.is_handed_function(condition).then_some(true));
                let sorted = self.sorted_raised(condition);
                for (outcome, to) in [(true, then), (false, otherwise)] {
                    if truth != Some(!outcome) {
                        let mut state = self.state.clone();
                        let guards = self.guards_before(&state);
                        self.assume(&mut state, condition, outcome);
                        self.examine_shown(guards, &state, condition, Some((outcome, to)));
                        if let Some(sorted) = &sorted {
                            let Some(raised) = &sorted[usize::from(!outcome)] else { continue };
                            state.raised = Some(Rc::clone(raised));
                        }
                        put(&mut left, to, state);
                    }
                }
            }
            Terminator::Return(value) => self.leave_function(value),
            Terminator::Raise(raised) if block.handlers.is_empty() => self.leave_by_exception(raised),
            Terminator::Raise(_) | Terminator::Unreachable => {}
        }
        for &handler in &block.handlers {
            for state in self.leave_to_handler(id, block, handler) {
                put(&mut left, handler, state);
            }
        }
        if full {
            self.cut("the function keeps more objects than are followed");
        }
        left
    }

    // --- facts ------------------------------------------------------------------------------------------------

    /// What a value holds, and what the objects that it refers to hold.
    fn facts(&self, value: Value) -> Facts {
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
    fn whole(&self, value: Value) -> Facts {
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
    fn taken_whole(&self, value: Value, facts: &Facts) -> Facts {
        let elements = facts.iter().filter(|fact| fact.path.is_elements());
        let whole = elements.map(|fact| Fact {
            path: crate::path::Path::EMPTY,
            is_guessed: fact.is_guessed || fact.path.is_lost(),
            ..*fact
        });
        self.guesses_told(value, &whole.collect())
    }

    /// The same, each guess with a hop that tells it, and with the assumption that it is.
    fn guesses_told(&self, value: Value, facts: &Facts) -> Facts {
        if facts.iter().all(|fact| !fact.is_guessed) {
            return facts.clone();
        }
        let told = facts.iter().map(|fact| {
            if !fact.is_guessed {
                return *fact;
            }
            let step = self.step(value, HopKind::Guessed, Some(fact.step), None);
            let (assumed, hops) = (fact.assumed.saturating_add(1), fact.hops.saturating_add(1));
            Fact { is_guessed: false, assumed, hops, step, ..*fact }
        });
        told.collect()
    }

    /// Facts moved on to a value.
    fn carried(&mut self, value: Value, facts: &Facts, kind: HopKind) -> Facts {
        facts.iter().map(|fact| self.moved(value, fact, kind)).collect()
    }

    fn moved(&mut self, value: Value, fact: &Fact, kind: HopKind) -> Fact {
        let step = self.step(value, kind, Some(fact.step), None);
        let assumed = fact.assumed.saturating_add(u8::from(kind == HopKind::Assumed));
        Fact { step, hops: fact.hops.saturating_add(1), assumed, ..*fact }
    }

    fn step(&self, value: Value, kind: HopKind, before: Option<StepId>, inner: Option<Trace>) -> StepId {
        self.steps.add(Step { hop: Hop { function: self.id, value, kind }, before, inner })
    }

    fn cut(&mut self, limit: &'static str) {
        let cut = Cut { function: self.id, limit };
        if !self.out.cuts.contains(&cut) {
            self.out.cuts.push(cut);
        }
    }

    /// The fact that an input as such stands for.
    fn input_fact(&mut self, value: Value, input: u16) -> Fact {
        let step = self.step(value, HopKind::Entered, None, None);
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
    fn source_fact(&mut self, value: Value, row: RowId, kind: KindId) -> Fact {
        let site = SourceSite { function: self.id, value, row, kind };
        let step = self.step(value, HopKind::Source(row), None, None);
        Fact {
            path: crate::path::Path::EMPTY,
            origin: Origin::Source(site),
            cleaned: KindSet::EMPTY,
            assumed: 0,
            hops: 1,
            step,
            is_guessed: false,
        }
    }

    /// Whether a parameter gathers several arguments.
    fn gathers(&self, param: u32) -> bool {
        self.function
            .params
            .get(param as usize)
            .is_some_and(|param| matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed))
    }
}
