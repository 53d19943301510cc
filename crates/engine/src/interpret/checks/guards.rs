//! Guards: what the outcome of a condition shows.

use ir::{CompareOp, Elem, Op, UnaryOp, Value};
use knowledge::{Effect, KindSet, Polarity, StringEffect, TextTest};
use program::{Target, Type};
use rustc_hash::FxHashMap;

use crate::address::is_host_fixed;
use crate::interpret::Interpreter;
use crate::port::values_at;
use crate::state::State;
use program::{Values, row_holds};

/// Reads of the same attribute of the same value, in functions that never write that attribute.
pub(in crate::interpret) type Similar = FxHashMap<Value, Vec<Value>>;

/// How deep conditions are looked into.
const DEPTH: usize = 16;

impl Interpreter<'_, '_> {
    /// Takes into the state what it shows that a condition came out so.
    pub(in crate::interpret) fn assume(&mut self, state: &mut State, condition: Value, outcome: bool) {
        self.assume_within(state, condition, outcome, 0);
    }

    /// The same, so deep in outcomes that were kept.
    pub(in crate::interpret) fn assume_within(
        &mut self,
        state: &mut State,
        condition: Value,
        outcome: bool,
        depth: usize,
    ) {
        let mut pending = vec![(condition, outcome)];
        for _ in 0..DEPTH {
            let Some((condition, outcome)) = pending.pop() else { break };
            match self.function.op(condition) {
                Op::Await(of) if self.assume_awaited(state, of, outcome) => {}
                Op::Copy(of) | Op::Await(of) => pending.push((of, outcome)),
                Op::Load(base, elem @ (Elem::Item(_) | Elem::Any)) => {
                    pending.extend(self.answer_in(state, base, elem, outcome).map(|answer| (answer, outcome)));
                }
                Op::Next(base) => {
                    pending.extend(self.answer_in(state, base, Elem::Any, outcome).map(|answer| (answer, outcome)));
                }
                Op::Unary(UnaryOp::Not, of) => pending.push((of, !outcome)),
                Op::Compare(operator, left, right) => {
                    if let (Some(equal), Some(ir::Constant::Bool(truth))) =
                        (equality(operator, outcome), self.constant(right))
                    {
                        pending.push((left, equal == *truth));
                    }
                    if let (Some(true), Some(ir::Constant::Null)) = (equality(operator, outcome), self.constant(right))
                    {
                        self.assume_unset(state, left);
                    }
                    // What a test gives is nothing, or something true.
                    if let (Some(equal), Some(ir::Constant::Null)) = (equality(operator, outcome), self.constant(right))
                        && self.is_test(left)
                    {
                        pending.push((left, !equal));
                    }
                    self.assume_comparison(state, operator, left, right, outcome);
                }
                Op::TypeTest(value, class) if outcome && self.is_textless(class) => {
                    self.shown(state, value, KindSet::ALL);
                }
                Op::Phi(list) => self.assume_kept(state, condition, list, outcome, depth),
                Op::HasNext(_) if !outcome => self.assume_all_turns(state, condition),
                // A coroutine is true, whatever it would answer.
                Op::Call(..) if self.is_deferred(condition) => {}
                Op::Call(..) => {
                    if !self.function.is_async && self.assume_awaited(state, condition, outcome) {
                        continue;
                    }
                    self.assume_call(state, condition, outcome, depth);
                    match self.handed_answer(condition) {
                        Some((value, None)) => pending.push((value, outcome)),
                        Some((value, Some(elem))) => {
                            pending.extend(self.answer_in(state, value, elem, outcome).map(|answer| (answer, outcome)));
                        }
                        None => {}
                    }
                }
                // What is empty equals something that nobody controls.
                Op::Load(_, Elem::Field(_)) if !outcome => {
                    self.assume_equality(state, condition);
                    self.assume_unset(state, condition);
                }
                Op::Param(_) if !outcome => self.assume_unset(state, condition),
                _ => {}
            }
        }
    }

    fn assume_comparison(&mut self, state: &mut State, operator: CompareOp, left: Value, right: Value, outcome: bool) {
        let equal = matches!(
            (operator, outcome),
            (CompareOp::Eq | CompareOp::Is, true) | (CompareOp::NotEq | CompareOp::IsNot, false)
        );
        if equal {
            self.note_equal(state, left, right);
            if self.is_own(right, 0) {
                self.shown(state, left, KindSet::ALL);
            }
            if self.is_own(left, 0) {
                self.shown(state, right, KindSet::ALL);
            }
            for (value, other) in [(left, right), (right, left)] {
                if !self.holds_of_others(other) {
                    self.assume_equality(state, value);
                    self.assume_settled(state, value);
                }
            }
            for (value, other) in [(left, right), (right, left)] {
                let kinds = self.equals_its_harmless_form(value, other);
                if !kinds.is_empty() {
                    self.shown(state, value, kinds);
                }
            }
        } else if let Some(false) = equality(operator, outcome) {
            for (value, other) in [(left, right), (right, left)] {
                if let Some(ir::Constant::Str(other)) = self.constant(other) {
                    let states = self.cx.texts.is_not(other);
                    self.shown_of_text(state, value, states);
                }
            }
        }
        self.assume_text(state, operator, left, right, outcome);
        self.assume_length(state, operator, [left, right], outcome);
        if outcome {
            self.assume_subset(state, operator, left, right);
        }
        let member = matches!((operator, outcome), (CompareOp::In, true) | (CompareOp::NotIn, false));
        if member {
            self.assume_holding(state, left, right);
        } else if matches!(operator, CompareOp::In | CompareOp::NotIn) {
            self.assume_absent(state, left, right);
        }
        // What each turn of a loop gives may be put together again: of a letter only that is known which one it is.
        let is_turn = || matches!(self.function.op(self.original(left)), Op::Next(_));
        if let (true, Some(letters)) = (member && is_turn(), self.letters_listed(right)) {
            self.shown_of_text(state, left, self.cx.texts.of_letters(&letters));
            return;
        }
        // A part of a constant text, or an element that is a constant, is the program's own.
        if member && (matches!(self.constant(right), Some(ir::Constant::Str(_))) || self.holds_only_constants(right)) {
            self.shown(state, left, KindSet::ALL);
            self.assume_equality(state, left);
        } else if member && self.constant(right).is_none() {
            // A collection that holds nothing of others.
            if self.whole(right).is_empty() {
                self.assume_equality(state, left);
            }
            if !self.values[left.index()].facts.is_empty() && !self.holds_of_others(right) {
                self.shown(state, left, self.cx.texts.listed);
            }
        }
    }

    /// Whether a value holds what comes from outside of the program.
    fn holds_of_others(&self, value: Value) -> bool {
        // Only an examination follows what is harmless for everything.
        let is_number = |fact: &crate::fact::Fact| self.cx.asked.is_some() && fact.cleaned == KindSet::ALL;
        let is_hostile = |fact: &crate::fact::Fact| {
            // A link does not choose how an address of the program's own begins.
            let is_led = !fact.cleaned.intersection(self.cx.texts.led).is_empty();
            matches!(fact.origin, crate::origin::Origin::Source(_)) && !is_number(fact) && !is_led
        };
        self.whole(value).iter().any(is_hostile)
    }

    /// Remembers that a value equals what was made of it: what is shown of either from here on is so of both.
    fn note_equal(&self, state: &mut State, left: Value, right: Value) {
        let (left, right) = (self.original(left), self.original(right));
        let is_made = |value: Value| matches!(self.function.op(value), Op::Call(..));
        if left != right && (is_made(left) || is_made(right)) {
            let (mine, theirs) = (self.whole(left), self.whole(right));
            if mine.iter().any(|fact| theirs.iter().any(|other| other.origin == fact.origin)) {
                state.set_equal(left, right);
            }
        }
    }

    /// What was shown of a value is shown of those that equal it.
    fn shown_of_equals(&self, state: &mut State, original: Value, kinds: KindSet) {
        let equals: Vec<Value> = state.equal_to(original).collect();
        for equal in equals {
            state.guard(equal, kinds);
            self.shown_of_said(state, equal, kinds);
        }
    }

    /// Whether a value is the outcome of a test by a model's row.
    fn is_test(&self, value: Value) -> bool {
        let apis = self.cx.program.apis;
        let rows = self.called_apis(self.original(value)).into_iter().flat_map(|node| &apis.api(node).rows);
        rows.into_iter().any(|&row| matches!(apis.row(row).effect, Effect::Test { .. }))
    }

    /// The kinds for which a value is harmless because it equals what a call has made harmless of it.
    fn equals_its_harmless_form(&self, value: Value, form: Value) -> KindSet {
        if !matches!(self.function.op(self.original(form)), Op::Call(..)) {
            return KindSet::EMPTY;
        }
        let (mine, made) = (self.whole(value), self.whole(form));
        let of_mine = |fact: &&crate::fact::Fact| mine.iter().any(|known| known.origin == fact.origin);
        let mut kinds: Option<KindSet> = None;
        for fact in made.iter().filter(of_mine) {
            kinds = Some(kinds.map_or(fact.cleaned, |kinds| kinds.intersection(fact.cleaned)));
        }
        kinds.map_or(KindSet::EMPTY, |kinds| self.cx.texts.with_harmless(kinds))
    }

    /// A constant text is not part of another, or of the middle of another.
    fn assume_text(&self, state: &mut State, operator: CompareOp, left: Value, right: Value, outcome: bool) {
        if !matches!((operator, outcome), (CompareOp::In, false) | (CompareOp::NotIn, true)) {
            return;
        }
        let Some(ir::Constant::Str(part)) = self.constant(left) else { return };
        self.shown_of_text(state, right, self.cx.texts.lacks(part));
        let right = self.original(right);
        if let Op::Load(whole, Elem::Range(from, to)) = self.function.op(right)
            && self.constant(from) == Some(&ir::Constant::Int(1))
            && self.constant(to) == Some(&ir::Constant::Int(-1))
        {
            self.shown_of_text(state, whole, self.cx.texts.lacks_inside(part));
        }
    }

    /// Takes down that an operator asks whether a text holds another, where a row calls that a mistaken protection.
    pub(in crate::interpret) fn mistaken_holding(
        &mut self,
        value: Value,
        operator: CompareOp,
        [part, whole]: [Value; 2],
    ) {
        let names = self.cx.program.apis;
        if !self.recording
            || names.holding.is_empty()
            || !matches!(operator, CompareOp::In | CompareOp::NotIn)
            || self.constant(part).is_none()
        {
            return;
        }
        let given = program::Given { receiver: Some(whole), positional: vec![part], ..program::Given::default() };
        for &row in &names.holding {
            if row_holds(self, names.row(row), &given, value) {
                self.out.mistaken.push((value, row));
            }
        }
    }

    /// A text, and what it is a copy of, is in these states from here on.
    pub(in crate::interpret) fn shown_of_text(&self, state: &mut State, value: Value, states: KindSet) {
        // What the states make harmless by themselves stays so where another check has shown the same by other states.
        let states = self.cx.texts.with_harmless(states);
        self.put_down(state, value, states);
    }

    /// Notes what has been shown of a value: of what it is a copy of, of what equals it, of where it was read, and of what it is
    /// the text of.
    fn put_down(&self, state: &mut State, value: Value, kinds: KindSet) {
        let original = self.original(value);
        state.guard(value, kinds);
        state.guard(original, kinds);
        self.shown_of_equals(state, original, kinds);
        if let Op::Load(base, elem) = self.function.op(original) {
            self.shown_of_part(state, base, elem, kinds);
        }
        if let Some((base, path)) = self.entry_read(original) {
            self.shown_below(state, base, path, kinds);
        }
        self.shown_of_said(state, original, kinds);
    }

    /// What was shown of a text is so of what it is the text of.
    fn shown_of_said(&self, state: &mut State, text: Value, kinds: KindSet) {
        for said in self.said_by(text) {
            state.guard(said, kinds);
            state.guard(self.original(said), kinds);
        }
    }

    /// What the outcome of a test by a model's row shows of a text.
    fn assume_test(&mut self, state: &mut State, test: (Value, TextTest, &str), outcome: bool) {
        let (value, asks, text) = test;
        let texts = &self.cx.texts;
        let states = match (asks, outcome) {
            (TextTest::Begins, true) => texts.begins(text),
            (TextTest::Begins, false) => texts.begins_not(text),
            (TextTest::Ends, true) => texts.ends(text),
            (TextTest::Holds, false) => texts.lacks(text),
            (TextTest::Matches | TextTest::MatchesStart | TextTest::MatchesPart, true) => texts.matched(text, asks),
            (TextTest::MatchesPart, false) => texts.unmatched(text),
            _ => KindSet::EMPTY,
        };
        self.shown_of_text(state, value, states);
        if (asks, outcome) == (TextTest::Begins, true) && is_host_fixed(text) {
            self.shown(state, value, self.cx.addresses);
        }
    }

    /// A value equals something that others do not control: what a model says that this shows.
    fn assume_equality(&mut self, state: &mut State, value: Value) {
        let program = self.cx.program;
        let value = self.without_form(value);
        match self.function.op(value) {
            Op::Call(..) => {
                let given = program.given(self.id, value);
                let nodes = self.called_apis(value);
                for row in nodes.iter().flat_map(|&node| &program.apis.api(node).rows) {
                    let Effect::Guard { kinds, checks, safe: Polarity::Equals, needs } = &program.apis.row(*row).effect
                    else {
                        continue;
                    };
                    for base in program::base_values(program, &given, value, checks) {
                        let checked = match checks.steps.as_slice() {
                            [] => vec![base],
                            steps => self.elements(base, steps).unwrap_or_default(),
                        };
                        for checked in checked {
                            if self.has_become(checked, *needs) {
                                self.shown_as(state, checked, *kinds, *needs);
                            }
                        }
                    }
                }
            }
            Op::Load(base, Elem::Field(_)) => {
                let nodes: Vec<knowledge::NodeId> = program.reads(self.id, value).collect();
                for row in nodes.iter().flat_map(|&node| &program.apis.api(node).rows) {
                    if let Effect::Guard { kinds, safe: Polarity::Equals, .. } = program.apis.row(*row).effect {
                        self.shown(state, base, kinds);
                        for made_of in self.made_of(base) {
                            self.shown(state, made_of, kinds);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What a value was before its letters' case was changed or its ends were trimmed.
    fn without_form(&self, value: Value) -> Value {
        let program = self.cx.program;
        let mut at = self.original(value);
        for _ in 0..DEPTH {
            let Op::Call(ir::Callee::Method(receiver, name), _) = self.function.op(at) else { break };
            let mut rows: Vec<knowledge::RowId> =
                self.called_apis(at).iter().flat_map(|&node| &program.apis.api(node).rows).copied().collect();
            rows.extend(self.rows_by_name(receiver, name));
            let is_form = |row: &knowledge::RowId| {
                let effect = &program.apis.row(*row).effect;
                matches!(effect, Effect::Pass { string: StringEffect::Strip | StringEffect::Case, .. })
            };
            if !rows.iter().any(is_form) {
                break;
            }
            at = self.original(receiver);
        }
        at
    }

    pub(in crate::interpret) fn called_apis(&self, call: Value) -> Vec<knowledge::NodeId> {
        let site = self.cx.program.call(self.id, call);
        let targets = site.map(|site| site.targets.as_slice()).unwrap_or_default();
        targets.iter().filter_map(|target| if let Target::Api(node) = target { Some(*node) } else { None }).collect()
    }

    /// The values whose very text a modelled call gives.
    fn said_by(&self, call: Value) -> Vec<Value> {
        let program = self.cx.program;
        if !matches!(self.function.op(call), Op::Call(..)) {
            return Vec::new();
        }
        let given = program.given(self.id, call);
        let mut values = Vec::new();
        for row in self.called_apis(call).iter().flat_map(|&node| &program.apis.api(node).rows) {
            if let Effect::Pass { from, string, .. } = &program.apis.row(*row).effect {
                // Of one part, a joined text is that part.
                let is_text = match string {
                    StringEffect::Text => true,
                    StringEffect::Join => {
                        let of_arguments = |port: &knowledge::Port| port.base == knowledge::PortBase::AnyArgument;
                        from.iter().all(of_arguments) && given.arguments().count() == 1
                    }
                    _ => false,
                };
                if is_text {
                    values.extend(from.iter().flat_map(|port| program::base_values(program, &given, call, port)));
                }
            }
        }
        values
    }

    /// What a modelled call made a value of: a parsed address of the address.
    fn made_of(&self, value: Value) -> Vec<Value> {
        let program = self.cx.program;
        let call = self.original(value);
        let given = program.given(self.id, call);
        let mut values = Vec::new();
        for row in self.called_apis(call).iter().flat_map(|&node| &program.apis.api(node).rows) {
            if let Effect::Pass { from, .. } = &program.apis.row(*row).effect {
                values.extend(from.iter().flat_map(|port| program::base_values(program, &given, call, port)));
            }
        }
        values
    }

    /// Whether instances of a class, or of one of several, carry no text of others: the model says that making one keeps
    /// nothing.
    fn is_textless(&self, class: Value) -> bool {
        let mut pending = vec![class];
        for _ in 0..DEPTH {
            let Some(class) = pending.pop() else { return true };
            match self.function.op(self.original(class)) {
                Op::Sequence(ir::SequenceKind::Tuple, list) if list.len > 0 => {
                    pending.extend(self.function.values(list));
                }
                Op::Binary(ir::BinaryOp::BitOr, left, right) => pending.extend([left, right]),
                _ if self.is_textless_class(class) => {}
                _ => return false,
            }
        }
        false
    }

    fn is_textless_class(&self, class: Value) -> bool {
        let types = self.types(class);
        let apis = self.cx.program.apis;
        !types.is_empty()
            && types.iter().all(|ty| match ty {
                Type::Api(node) => apis.api(node).rows.iter().any(|&row| apis.row(row).effect.is_without_text()),
                _ => false,
            })
    }

    fn assume_call(&mut self, state: &mut State, call: Value, outcome: bool, depth: usize) {
        let program = self.cx.program;
        let Some(site) = program.call(self.id, call) else { return };
        let given = program.given(self.id, call);
        if let (true, Op::Call(ir::Callee::Method(receiver, name), _)) =
            (site.targets.is_empty(), self.function.op(call))
        {
            let rows = self.rows_by_name(receiver, name);
            self.assume_rows(state, call, &given, &rows, outcome);
            return;
        }
        let [target] = site.targets[..] else { return };
        if !site.confidence.is_sure() {
            return;
        }
        match target {
            Target::Api(node) => {
                let rows = &program.apis.api(node).rows;
                self.assume_rows(state, call, &given, rows, outcome);
                self.assume_every(state, (call, &given), rows, outcome, depth);
            }
            Target::Function { .. } => self.assume_answer(state, call, None, outcome),
            Target::Construct { .. } | Target::Template { .. } => {}
        }
    }

    fn assume_rows(
        &mut self,
        state: &mut State,
        call: Value,
        given: &program::Given,
        rows: &[knowledge::RowId],
        outcome: bool,
    ) {
        let program = self.cx.program;
        for &row in rows {
            let data = program.apis.row(row);
            if let Effect::Test { checks, asks, text } = &data.effect {
                if row_holds(self, data, given, call) {
                    let constant = |value: Value| match self.constant(value) {
                        Some(ir::Constant::Str(text)) => Some(text.clone()),
                        _ => None,
                    };
                    let text = values_at(program, given, call, text).first().and_then(|(text, _)| constant(*text));
                    let value = values_at(program, given, call, checks).first().map(|(value, _)| *value);
                    if let (Some(value), Some(text)) = (value, text) {
                        self.assume_test(state, (value, *asks, &text), outcome);
                    }
                }
                continue;
            }
            if let (Effect::Letters { checks, letters }, true) = (&data.effect, outcome)
                && row_holds(self, data, given, call)
                && let Some(letters) = crate::pattern::alphabet(letters)
            {
                for (value, _) in values_at(program, given, call, checks) {
                    self.shown_of_text(state, value, self.cx.texts.of_letters(&letters));
                }
                continue;
            }
            let Effect::Guard { kinds, checks, safe, needs } = &data.effect else { continue };
            let shows = matches!((safe, outcome), (Polarity::True, true) | (Polarity::False, false));
            if shows && row_holds(self, data, given, call) {
                for (value, _) in values_at(program, given, call, checks) {
                    if self.has_become(value, *needs) {
                        self.shown_as(state, value, *kinds, *needs);
                    }
                }
            }
        }
    }

    /// Whether two values are reads of the same attribute, which nobody writes in between.
    pub(in crate::interpret) fn reads_alike(&mut self, one: Value, other: Value) -> bool {
        let function = self.function;
        let similar = self.similar.get_or_insert_with(|| similar_reads(function));
        similar.get(&one).is_some_and(|alike| alike.contains(&other))
    }

    /// Whether everything that a value holds has become what a check needs.
    pub(in crate::interpret) fn has_become(&self, value: Value, needs: KindSet) -> bool {
        needs.is_empty() || self.values[value.index()].facts.iter().all(|fact| needs.without(fact.cleaned).is_empty())
    }

    /// A value, and what it is a copy of, is harmless for these kinds from here on.
    pub(in crate::interpret) fn shown(&mut self, state: &mut State, value: Value, kinds: KindSet) {
        self.put_down(state, value, kinds);
        let original = self.original(value);
        // Whoever follows an address trims it: what holds of the trimmed one holds of it.
        let untrimmed = self.without_form(original);
        if untrimmed != original {
            state.guard(untrimmed, kinds.intersection(self.cx.addresses));
        }
        if let Op::Load(..) = self.function.op(original) {
            // What was read of the same attribute before is the same, if nobody writes it.
            let function = self.function;
            let similar = self.similar.get_or_insert_with(|| similar_reads(function));
            for &other in similar.get(&original).into_iter().flatten().filter(|other| **other < original) {
                state.guard(other, kinds);
            }
        }
    }
}

/// Whether a comparison that came out so says that its sides are equal, or that they are not.
fn equality(operator: CompareOp, outcome: bool) -> Option<bool> {
    match operator {
        CompareOp::Eq | CompareOp::Is => Some(outcome),
        CompareOp::NotEq | CompareOp::IsNot => Some(!outcome),
        _ => None,
    }
}

fn similar_reads(function: &ir::Function) -> Similar {
    let written: Vec<ir::Symbol> = function
        .ops
        .iter()
        .filter_map(|op| if let Op::Store(_, Elem::Field(name), _) = op { Some(*name) } else { None })
        .collect();
    let mut groups: FxHashMap<(Value, ir::Symbol), Vec<Value>> = FxHashMap::default();
    for (index, op) in function.ops.iter().enumerate() {
        if let Op::Load(base, Elem::Field(name)) = *op
            && !written.contains(&name)
        {
            groups.entry((base, name)).or_default().push(Value(index as u32));
        }
    }
    let mut similar = Similar::default();
    let mut members: Vec<Vec<Value>> = groups.into_values().filter(|group| group.len() > 1).collect();
    members.sort_unstable();
    for group in members {
        for &member in &group {
            similar.insert(member, group.clone());
        }
    }
    similar
}
