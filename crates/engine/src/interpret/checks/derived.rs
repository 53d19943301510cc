//! What a check of something derived shows of what it was derived from: of a path by its normalised form, of a text by the
//! parts that it was cut into.
//!
//! Takes values that were checked; what is known is put down for the values behind them, too.

use ir::{Constant, Elem, Op, Value};
use knowledge::{Effect, KindSet, NodeId, Polarity, Port, PortStep, RowId, StringEffect};
use program::{Given, Type, Values, row_holds};

use crate::interpret::Interpreter;
use crate::state::State;

/// How many steps lead from what was checked to what it was derived from.
const STEPS: usize = 4;

impl Interpreter<'_, '_> {
    /// A value that has become what a check needs is harmless for these kinds, and so is what it was before where both
    /// stand for the same thing.
    pub(in crate::interpret) fn shown_as(&mut self, state: &mut State, value: Value, kinds: KindSet, needs: KindSet) {
        self.shown(state, value, kinds);
        if needs.is_empty() {
            return;
        }
        let mut pending = vec![self.original(value)];
        for _ in 0..STEPS {
            let Some(at) = pending.pop() else { break };
            for before in self.same_before(at) {
                self.shown(state, before, kinds);
                pending.push(self.original(before));
            }
        }
    }

    /// What a call made a value of that stands for the same thing; or what it has put behind the first part of a path, which
    /// leads there from that part.
    fn same_before(&self, call: Value) -> Vec<Value> {
        match self.function.op(call) {
            Op::Call(..) => {}
            // An operator that makes an instance of a modelled class of two values joins them.
            Op::Binary(_, _, right) if self.types(call).iter().any(|ty| matches!(ty, Type::ApiInstance(_))) => {
                return vec![right];
            }
            _ => return Vec::new(),
        }
        let program = self.cx.program;
        let given = program.given(self.id, call);
        let ports = |from: &[Port]| -> Vec<Value> {
            from.iter().flat_map(|port| program::base_values(program, &given, call, port)).collect()
        };
        let before = self.rows_of_call(call).into_iter().find_map(|row| match &program.apis.row(row).effect {
            Effect::Pass { from, becomes, .. } if !becomes.intersection(self.cx.texts.same()).is_empty() => {
                Some(ports(from))
            }
            Effect::Pass { from, string: StringEffect::Join, separator: Some(_), .. } => {
                Some(ports(from).into_iter().skip(1).collect())
            }
            _ => None,
        });
        before.unwrap_or_default()
    }

    /// A value equals what others do not control: what that settles by the state that the value is in.
    pub(in crate::interpret) fn assume_settled(&mut self, state: &mut State, value: Value) {
        let texts = &self.cx.texts;
        if texts.settled().is_empty() || self.values[value.index()].facts.is_empty() {
            return;
        }
        for &(needs, kinds) in texts.settled() {
            if self.has_become(value, needs) {
                self.shown_as(state, value, kinds, needs);
            }
        }
    }

    /// Something that others do not control is among the elements of another: what a row says that this shows.
    pub(in crate::interpret) fn assume_holding(&mut self, state: &mut State, element: Value, collection: Value) {
        let hostile = |fact: &crate::fact::Fact| matches!(fact.origin, crate::origin::Origin::Source(_));
        let read = self.original(collection);
        let Op::Load(base, Elem::Field(_)) = self.function.op(read) else { return };
        if self.whole(element).iter().any(hostile) {
            return;
        }
        let program = self.cx.program;
        let nodes: Vec<NodeId> = program.reads(self.id, read).collect();
        for row in nodes.iter().flat_map(|&node| &program.apis.api(node).rows) {
            if let Effect::Guard { kinds, safe: Polarity::Holds, needs, .. } = program.apis.row(*row).effect
                && self.has_become(base, needs)
            {
                self.shown_as(state, base, kinds, needs);
            }
        }
    }

    /// A constant text is not among the parts that a text was cut into.
    pub(in crate::interpret) fn assume_absent(&mut self, state: &mut State, element: Value, collection: Value) {
        let Some(Constant::Str(part)) = self.constant(element) else {
            for constants in self.listed(collection).unwrap_or_default() {
                if let [Constant::Str(other)] = &constants[..] {
                    self.shown_of_text(state, element, self.cx.texts.is_not(other));
                }
            }
            return;
        };
        if let Some((text, separator)) = self.cut_of(collection)
            && !part.contains(&*separator)
        {
            let states = self.cx.texts.lacks_part(part, &separator);
            self.shown_of_text(state, text, states);
        }
    }

    /// What was shown of each part that a text was cut into, said of the text.
    pub(in crate::interpret) fn shown_of_each_part(&self, state: &mut State, parts: Value, states: KindSet) {
        if let Some((text, separator)) = self.cut_of(parts) {
            let states = self.cx.texts.of_each_part(states, &separator);
            self.shown_of_text(state, text, states);
        }
    }

    /// The text of which a collection holds all parts, and the constant that stood between them.
    fn cut_of(&self, parts: Value) -> Option<(Value, Box<str>)> {
        let program = self.cx.program;
        let original = self.original(parts);
        let (rows, given): (Vec<RowId>, Given) = match self.function.op(original) {
            Op::Call(..) => (self.rows_of_call(original), program.given(self.id, original)),
            Op::Load(base, Elem::Field(_)) => {
                let rows =
                    program.reads(self.id, original).flat_map(|node| program.apis.api(node).rows.iter().copied());
                (rows.collect(), Given { receiver: Some(base), ..Given::default() })
            }
            _ => return None,
        };
        let literal = |port: &Port| {
            let value = program::base_values(program, &given, original, port).first().copied()?;
            match self.constant(value) {
                Some(Constant::Str(text)) => Some(text.clone()),
                _ => None,
            }
        };
        rows.into_iter().find_map(|row| {
            let data = program.apis.row(row);
            let Effect::Pass { from, to, string: StringEffect::Part, separator, cut_at, .. } = &data.effect else {
                return None;
            };
            let [from] = &from[..] else { return None };
            if to.steps[..] != [PortStep::Element] || !row_holds(self, data, &given, original) {
                return None;
            }
            let at = match (separator, cut_at) {
                (Some(separator), _) => Box::from(separator.as_str()),
                (None, Some(port)) => literal(port)?,
                (None, None) => return None,
            };
            let whole = program::base_values(program, &given, original, from).first().copied()?;
            Some((whole, at))
        })
    }
}
