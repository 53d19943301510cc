//! Checks on the way of a flow that do not hold: what the program does to protect itself, and why data comes through
//! all the same.
//!
//! Takes a flow, and the calls and comparisons that models call mistaken protections; gives those through which the
//! flow's own data goes: a call that is thought to make it harmless, and a test that decides whether the data goes on,
//! in a function of the flow or in one that it asks. It looks at operations and the ways of control alone, and only
//! where a flow is reported.

mod asked;
mod control;
mod text;
mod wrapped;

use engine::{Analysis, Flow, Hop, HopKind, MistakenSite};
use ir::{Elem, Function, Op, Value};
use knowledge::{Effect, Mistaken, Polarity, Row};
use program::{FuncId, Given, base_values};

use crate::Spot;
use crate::names::Names;
pub(crate) use asked::of_flow as asked_of;
use control::{Control, Outcome, Target};
use text::Passes;

/// The most checks that are told of one flow.
const MOST: usize = 6;
/// The most operands that are looked through to see of what a checked value is made.
const OPERANDS: usize = 96;

/// A check that does not hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// Where it stands.
    pub spot: Spot,
    /// Why it does not hold, a clause.
    pub note: String,
    /// What passes it.
    pub passes: Option<String>,
    /// Whether it is asked for other reasons as well.
    pub is_common: bool,
}

/// What is asked of a value by a site: the value, the given values, and the row's words.
struct Site<'a> {
    function: FuncId,
    value: Value,
    given: Given,
    checked: Vec<Value>,
    row: &'a Row,
    says: &'a Mistaken,
}

struct Search<'a, 'k> {
    names: Names<'a, 'k>,
    analysis: &'a Analysis,
    flow: &'a Flow,
}

/// The checks on a flow's way that do not hold, in the order of the way.
pub(crate) fn of_flow(names: Names<'_, '_>, analysis: &Analysis, flow: &Flow) -> Vec<Check> {
    let search = Search { names, analysis, flow };
    let mut found: Vec<(MistakenSite, Check)> = Vec::new();
    if !analysis.mistaken.is_empty() {
        search.run(&mut found);
    }
    found.truncate(MOST);
    found.into_iter().map(|(_, check)| check).collect()
}

impl<'a> Search<'a, '_> {
    /// The sites of a function that are about the flow's kind.
    fn sites(&self, function: FuncId) -> Vec<Site<'a>> {
        let all = &self.analysis.mistaken;
        let first = all.partition_point(|site| site.function < function);
        let here = all[first..].iter().take_while(|site| site.function == function);
        here.filter_map(|site| self.site(site)).collect()
    }

    fn site(&self, at: &MistakenSite) -> Option<Site<'a>> {
        let program = self.names.program;
        let row: &'a Row = program.apis.row(at.row);
        let Effect::Mistaken(says) = &row.effect else { return None };
        if !says.kinds.contains(self.flow.sink.kind) {
            return None;
        }
        let given = match program.function(at.function).op(at.value) {
            Op::Compare(_, part, whole) => Given { receiver: Some(whole), positional: vec![part], ..Given::default() },
            _ => program.given(at.function, at.value),
        };
        let checked = base_values(program, &given, at.value, &says.checks);
        Some(Site { function: at.function, value: at.value, given, checked, row, says })
    }

    fn run(&self, found: &mut Vec<(MistakenSite, Check)>) {
        let hops = &self.flow.trace;
        let mut first = 0;
        while first < hops.len() {
            let function = hops[first].function;
            let len = hops[first..].iter().take_while(|hop| hop.function == function).count();
            let sites = self.sites(function);
            let stay = &hops[first..first + len];
            if !sites.is_empty() {
                self.changes(stay, &sites, found);
            }
            self.tests(stay, &sites, hops.get(first + len), found);
            first += len;
        }
    }

    /// Calls that the data passes and that are thought to make it harmless.
    fn changes(&self, stay: &[Hop], sites: &[Site<'a>], found: &mut Vec<(MistakenSite, Check)>) {
        for pair in stay.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let function = self.names.program.function(to.function);
            let here = sites.iter().filter(|site| site.says.safe.is_none() && site.value == to.value);
            for site in here {
                let is_it = |checked: &Value| function.original(*checked) == function.original(from.value);
                if site.checked.iter().any(is_it) {
                    self.tell(site, &[], found);
                }
            }
        }
    }

    /// Tests that decide whether the data goes on.
    fn tests(&self, stay: &[Hop], sites: &[Site<'a>], after: Option<&Hop>, found: &mut Vec<(MistakenSite, Check)>) {
        let Some(last) = stay.last() else { return };
        let control = Control::new(self.names.program, last.function);
        let function = control.function;
        let mut anchors: Vec<Value> = Vec::new();
        for (at, hop) in stay.iter().enumerate() {
            let next = stay.get(at + 1);
            if is_the_data_itself(function, hop, next) {
                anchors.push(function.original(hop.value));
            }
            let targets = match (next, after.map(|hop| hop.kind)) {
                (Some(next), _) => control.onward(hop, next),
                (None, Some(HopKind::Returned)) => control.back(hop),
                (None, _) => Vec::new(),
            };
            for target in targets {
                let outcomes = self.all_simpler(last.function, control.outcomes_at(target));
                for site in sites {
                    let is_of = |checked: &Value| is_made_of(function, *checked, &anchors);
                    if is_decided(&control, site, &outcomes, target) && site.checked.iter().any(is_of) {
                        self.tell(site, &outcomes, found);
                    }
                }
                self.wrapped((last.function, &control), &anchors, (&outcomes, target), found);
            }
        }
    }

    fn all_simpler(&self, id: FuncId, outcomes: Vec<Outcome>) -> Vec<Outcome> {
        outcomes.into_iter().flat_map(|outcome| control::simpler(self.names.program, id, outcome)).collect()
    }

    /// Takes down that a check does not hold; outcomes tell what else the data has passed.
    fn tell(&self, site: &Site<'a>, outcomes: &[Outcome], found: &mut Vec<(MistakenSite, Check)>) {
        let id = MistakenSite { function: site.function, value: site.value, row: self.row_id(site) };
        if found.iter().any(|(known, _)| (known.function, known.value) == (id.function, id.value)) {
            return;
        }
        let passes = match self.passes(site, outcomes) {
            Passes::Input(input) => Some(input),
            Passes::NotKnown => None,
            Passes::Nothing => return,
        };
        let names = self.names;
        let code = names.written(site.function, names.span(site.function, site.value));
        let verb = if site.says.safe.is_some() { "does not hold" } else { "does not protect" };
        let note = match &passes {
            Some(passes) => format!("`{code}` {verb}: `{passes}` passes, since {}", site.says.because),
            None => format!("`{code}` {verb}: {}", site.says.because),
        };
        found.push((
            id,
            Check { spot: names.spot(site.function, site.value), note, passes, is_common: site.says.is_common },
        ));
    }

    fn row_id(&self, site: &Site<'_>) -> knowledge::RowId {
        let all = &self.analysis.mistaken;
        let first = all.partition_point(|known| (known.function, known.value) < (site.function, site.value));
        let row = |known: &&MistakenSite| std::ptr::eq(self.names.program.apis.row(known.row), site.row);
        all[first..].iter().find(row).or_else(|| all.get(first)).map_or(knowledge::RowId(0), |known| known.row)
    }
}

/// Whether control only gets to a target by the outcome of a site that is taken for harmless.
fn is_decided(control: &Control<'_>, site: &Site<'_>, outcomes: &[Outcome], target: Target) -> bool {
    match site.says.safe {
        None => false,
        Some(Polarity::Returns) => control.is_passed(site.value, target),
        Some(_) => outcomes.iter().any(|outcome| is_outcome_of(control.function, site, *outcome)),
    }
}

/// Whether an outcome is that of a site which is taken for harmless.
fn is_outcome_of(function: &Function, site: &Site<'_>, outcome: Outcome) -> bool {
    let is_it = |value: Value| function.original(value) == site.value;
    let Outcome { of, came } = outcome;
    match (site.says.safe, function.op(of)) {
        (Some(Polarity::True), _) if of == site.value => came != control::is_negated(function, of),
        (Some(Polarity::False), _) if of == site.value => came == control::is_negated(function, of),
        (Some(Polarity::Equals), Op::Compare(operator, left, right)) => {
            // What is compared may also be a part of what was made there.
            let is_of_it = |value: Value| is_it(value) || is_made_of(function, value, &[site.value]);
            control::says_equal(operator, came) && (is_of_it(left) || is_of_it(right))
        }
        _ => false,
    }
}

/// Whether a hop's value is the data itself, and not something that holds it among others.
fn is_the_data_itself(function: &Function, hop: &Hop, next: Option<&Hop>) -> bool {
    let Some(next) = next else { return !matches!(hop.kind, HopKind::Stored) };
    let is_read = match function.op(next.value) {
        Op::Load(base, Elem::Field(_) | Elem::Item(_) | Elem::Any) => {
            function.original(base) == function.original(hop.value)
        }
        Op::Call(ir::Callee::Method(base, _), _) => {
            // `get` on a map of data: of what is read from it at once.
            matches!(hop.kind, HopKind::Source(_)) && function.original(base) == function.original(hop.value)
        }
        _ => false,
    };
    !is_read && !matches!(hop.kind, HopKind::Stored | HopKind::Guessed)
}

/// Whether a value is made of one of these.
fn is_made_of(function: &Function, value: Value, of: &[Value]) -> bool {
    let mut seen = vec![value];
    let mut at = 0;
    while let Some(&value) = seen.get(at) {
        if of.contains(&value) || of.contains(&function.original(value)) {
            return true;
        }
        let is_data = matches!(
            function.op(value),
            Op::Copy(_)
                | Op::Await(_)
                | Op::Phi(_)
                | Op::Load(..)
                | Op::Call(..)
                | Op::Binary(..)
                | Op::Template(_)
                | Op::Sequence(..)
                | Op::Next(_)
        );
        if is_data {
            function.op(value).for_each_operand(&function.pools, |operand| {
                if seen.len() < OPERANDS && !seen.contains(&operand) {
                    seen.push(operand);
                }
            });
        }
        at += 1;
    }
    false
}
