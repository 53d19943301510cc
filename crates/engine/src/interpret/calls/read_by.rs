//! Texts that are read by a pattern.
//!
//! Takes a call and what a row says of its pattern; takes down by which constant patterns a text is read, each with its flags
//! at its beginning, as the row writes them.

use ir::{Callee, Constant, Op, Value};
use knowledge::{Flags, Port, PortBase, ReadBy};
use program::Values;

use crate::found::LiteralSite;
use crate::interpret::calls::Calling;
use crate::interpret::{Interpreter, Literal};
use crate::reached::SinkSite;
use crate::written::Written;

/// What a pattern must have one of to take longer for a text than it is long.
const REPEATS: [char; 3] = ['*', '+', '{'];

impl<'a> Interpreter<'a, '_> {
    /// The patterns by which a call may read a text, of those that repeat something; none where that is not known.
    pub(super) fn patterns(&self, calling: &Calling<'a>, by: &ReadBy) -> Vec<String> {
        let [(value, _)] = self.at(calling, &by.pattern)[..] else { return Vec::new() };
        let mut patterns: Vec<String> = match self.constant(value) {
            Some(constant) => text(constant).into_iter().collect(),
            None => self.alternatives(value).iter().filter_map(text).collect(),
        };
        patterns.retain(|pattern| pattern.contains(REPEATS));
        let Some(flags) = &by.flags else { return patterns };
        let with_flags = |pattern: String| self.with_flags(calling, flags, &pattern);
        patterns.into_iter().filter_map(with_flags).collect()
    }

    /// Whether it is not known what a call reads a text by, and so may be found where the code writes it.
    pub(super) fn has_unknown_pattern(&self, calling: &Calling<'a>, by: &ReadBy) -> bool {
        let [(value, _)] = self.at(calling, &by.pattern)[..] else {
            return self.recording && self.method_of(calling, by).is_some();
        };
        self.recording && self.constant(value).is_none() && self.alternatives(value).is_empty()
    }

    /// The patterns by which a call may read a text that are written down somewhere, of those that repeat something.
    pub(super) fn written_patterns(&self, calling: &Calling<'a>, by: &ReadBy) -> Vec<String> {
        let mut written = Written::new(self.cx.program, &self.cx.constants);
        let written = match (&self.at(calling, &by.pattern)[..], self.method_of(calling, by)) {
            ([(value, path)], _) if path.is_empty() => written.of(self.id, *value),
            ([], Some(method)) => written.of_owner(self.id, method),
            _ => return Vec::new(),
        };
        let mut patterns: Vec<String> = written.iter().filter_map(text).collect();
        patterns.retain(|pattern| pattern.contains(REPEATS));
        let Some(flags) = &by.flags else { return patterns };
        patterns.into_iter().filter_map(|pattern| self.with_flags(calling, flags, &pattern)).collect()
    }

    /// The method of a pattern that is called under a name of its own, without the pattern.
    fn method_of(&self, calling: &Calling<'a>, by: &ReadBy) -> Option<Value> {
        match self.function.op(calling.value) {
            Op::Call(Callee::Value(method), _) if by.pattern.base == PortBase::Receiver => Some(method),
            _ => None,
        }
    }

    /// Takes down by which patterns a text is read that goes into a sink.
    pub(super) fn read_by(&mut self, sink: SinkSite, patterns: &[String]) {
        if !self.recording {
            return;
        }
        let SinkSite { function, value, given, row, kind, context } = sink;
        let site = |text: &String| LiteralSite { function, value, given, row, kind, context, text: text.clone() };
        self.out.literals.extend(patterns.iter().map(site));
    }

    /// A constant pattern comes out with its flags.
    pub(super) fn passed_with_flags(&self, calling: &mut Calling<'a>, from: &Port, flags: &Flags) {
        let [(value, _)] = self.at(calling, from)[..] else { return };
        let pattern = self.constant(value).and_then(text);
        let written = pattern.and_then(|pattern| self.with_flags(calling, flags, &pattern));
        calling.constant = written.map(|text| Literal::folded(Constant::Str(text.into())));
    }

    /// A pattern with the flags that are given; nothing where these are not known.
    fn with_flags(&self, calling: &Calling<'a>, flags: &Flags, pattern: &str) -> Option<String> {
        match self.at(calling, &flags.number)[..] {
            [] => Some(pattern.to_owned()),
            [(number, _)] => match self.constant(number)? {
                Constant::Int(number) => Some(flags.written(*number, pattern)),
                _ => None,
            },
            _ => None,
        }
    }
}

fn text(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Str(text) => Some(text.to_string()),
        Constant::Bytes(bytes) => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => None,
    }
}
