//! What a function asks of texts and takes out of them, by constants that the code writes down.
//!
//! Takes a function; gives its questions and changes in the order of the code, as far as rows of models speak of them, each
//! with what the text was before the function changed it. It is asked about single functions, beside the analysis, and looks
//! at operations alone: what a branch decides it does not ask.

use ir::{Callee, CompareOp, Constant, Elem, Op, Value};
use knowledge::{Effect, Flags, Port, PortBase, ReadBy, Replaces, RowId, StringEffect, TextTest};
use program::{FuncId, Given, Program, Target, base_values};

use crate::constants::Constants;
use crate::written::Written;

/// How many operations a text is followed back through to what it was at first.
const CHANGES: usize = 24;

/// A question about a text, or a change of it.
#[derive(Clone, Debug)]
pub struct TextStep {
    /// The call or comparison.
    pub value: Value,
    /// What the text was at first, as far as the function goes.
    pub of: Value,
    /// What is done.
    pub does: TextDoes,
}

/// What is done with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextDoes {
    /// It is asked for one of these.
    Asks(Asked, Vec<String>),
    /// Each of these is replaced all over it; patterns, where that is said.
    Replaces {
        /// The texts or patterns.
        what: Vec<String>,
        /// Whether these are patterns.
        is_pattern: bool,
        /// What stands there then; nothing when that is not known.
        by: Option<String>,
    },
    /// All its letters become small, or capital.
    ChangesCase,
    /// What stands at its ends is cut off.
    Trims,
    /// A function of the program is given it.
    HandsOn,
}

/// What is asked of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether it is that.
    Equals,
    /// Whether it begins so.
    Begins,
    /// Whether it ends so.
    Ends,
    /// Whether it holds that.
    Holds,
    /// Whether a pattern matches all of it.
    Matches,
    /// Whether a pattern matches its beginning.
    MatchesStart,
    /// Whether a pattern matches some part of it.
    MatchesPart,
}

/// What a function asks of texts and takes out of them.
pub fn text_steps(program: &Program<'_>, id: FuncId) -> Vec<TextStep> {
    let constants = Constants::default();
    let texts = Texts { program, constants: &constants, id };
    let function = program.function(id);
    let mut steps = Vec::new();
    for block in &function.blocks {
        for value in block.values() {
            match function.op(value) {
                Op::Compare(operator, left, right) => steps.extend(texts.compared(value, operator, left, right)),
                Op::Call(callee, _) => texts.called(value, callee, &mut steps),
                _ => {}
            }
        }
    }
    steps
}

/// The constant texts that a value may be, as far as the code writes them down.
pub fn written_texts(program: &Program<'_>, id: FuncId, value: Value) -> Vec<String> {
    Written::new(program, &Constants::default()).of(id, value).iter().filter_map(text).collect()
}

/// The constant texts that the elements of a value may be, or that stand first in these.
pub fn table_texts(program: &Program<'_>, id: FuncId, value: Value) -> Vec<String> {
    let constants = Constants::default();
    let mut written = Written::new(program, &constants);
    let mut found = written.elements(id, value);
    found.extend(written.firsts(id, value));
    found.iter().filter_map(text).collect()
}

struct Texts<'a, 'k> {
    program: &'a Program<'k>,
    constants: &'a Constants,
    id: FuncId,
}

impl Texts<'_, '_> {
    fn written(&self) -> Written<'_, '_> {
        Written::new(self.program, self.constants)
    }

    fn texts(&self, value: Value) -> Vec<String> {
        self.written().of(self.id, value).iter().filter_map(text).collect()
    }

    fn elements(&self, value: Value) -> Vec<String> {
        self.written().elements(self.id, value).iter().filter_map(text).collect()
    }

    fn compared(&self, value: Value, operator: CompareOp, left: Value, right: Value) -> Option<TextStep> {
        let function = self.program.function(self.id);
        let (asked, texts, of) = match operator {
            CompareOp::In | CompareOp::NotIn => {
                let parts = self.texts(left);
                if parts.is_empty() {
                    (Asked::Equals, self.elements(right), left)
                } else {
                    (Asked::Holds, parts, right)
                }
            }
            CompareOp::Eq | CompareOp::NotEq => {
                let (texts, of) = match self.texts(right) {
                    texts if texts.is_empty() => (self.texts(left), right),
                    texts => (texts, left),
                };
                let is_beginning = matches!(function.op(function.original(of)), Op::Load(_, Elem::Range(..)));
                (if is_beginning { Asked::Begins } else { Asked::Equals }, texts, of)
            }
            _ => return None,
        };
        let does = TextDoes::Asks(asked, texts);
        (!is_empty(&does)).then(|| TextStep { value, of: self.root(of), does })
    }

    fn called(&self, call: Value, callee: Callee, steps: &mut Vec<TextStep>) {
        let program = self.program;
        let given = program.given(self.id, call);
        let rows = self.rows(call, callee);
        let mut add = |of: Value, does: TextDoes| {
            if !is_empty(&does) {
                steps.push(TextStep { value: call, of: self.root(of), does });
            }
        };
        if rows.is_empty() {
            let is_own = program
                .call(self.id, call)
                .is_some_and(|site| site.targets.iter().any(|target| matches!(target, Target::Function { .. })));
            for of in given.arguments().filter(|_| is_own) {
                add(of, TextDoes::HandsOn);
            }
            return;
        }
        let effects = || rows.iter().map(|&row| &program.apis.row(row).effect);
        let by = effects().find_map(|effect| match effect {
            Effect::Sink { by: Some(by), from, .. } => Some((by, from)),
            _ => None,
        });
        let test = effects().find_map(|effect| match effect {
            Effect::Test { checks, asks, text } => Some((checks, *asks, text)),
            _ => None,
        });
        let passed = effects().find_map(|effect| match effect {
            Effect::Pass { from, string, replaces, .. } if is_change(*string) => {
                Some((from, *string, replaces.as_ref()))
            }
            _ => None,
        });
        let replaced = effects().find_map(|effect| match effect {
            Effect::Pass { from, replaces: Some(replaces), .. } => Some((from, replaces)),
            _ => None,
        });
        let first = |port: &Port| base_values(program, &given, call, port).first().copied();
        if let Some((checks, asks, text)) = test {
            let asked = asked(asks);
            let texts = match by {
                Some((by, _)) if is_of_pattern(asked) => self.patterns(call, callee, &given, by),
                _ => first(text).map(|text| self.all_texts(text)).unwrap_or_default(),
            };
            if let Some(of) = first(checks) {
                add(of, TextDoes::Asks(asked, texts));
            }
        } else if let Some((from, replaces)) = replaced {
            let what = match by {
                Some((by, _)) if replaces.is_pattern => self.patterns(call, callee, &given, by),
                _ => first(&replaces.what).map(|what| self.texts(what)).unwrap_or_default(),
            };
            let with = replaces.by.as_ref().and_then(first).map(|by| self.texts(by)).unwrap_or_default();
            let by = if let [only] = &with[..] { Some(only.clone()) } else { None };
            if let Some(of) = changed(from, Some(replaces)).and_then(first) {
                add(of, TextDoes::Replaces { what, is_pattern: replaces.is_pattern, by });
            }
        } else if let Some((by, from)) = by {
            let texts = self.patterns(call, callee, &given, by);
            if let Some(of) = from.first().and_then(first) {
                add(of, TextDoes::Asks(Asked::MatchesPart, texts));
            }
        } else if let Some((from, string, replaces)) = passed
            && let Some(of) = changed(from, replaces).and_then(first)
        {
            match string {
                StringEffect::Case => add(of, TextDoes::ChangesCase),
                StringEffect::Strip => add(of, TextDoes::Trims),
                _ => {}
            }
        }
    }

    /// A constant text, or those of a collection of such.
    fn all_texts(&self, value: Value) -> Vec<String> {
        let texts = self.texts(value);
        if texts.is_empty() { self.elements(value) } else { texts }
    }

    /// The patterns by which a call reads a text, with their flags.
    fn patterns(&self, call: Value, callee: Callee, given: &Given, by: &ReadBy) -> Vec<String> {
        let program = self.program;
        let found = match (&by.pattern.base, given.receiver, callee) {
            (PortBase::Receiver, None, Callee::Value(method)) => self.written().of_owner(self.id, method),
            _ => match base_values(program, given, call, &by.pattern)[..] {
                [value] => self.written().of(self.id, value),
                _ => Vec::new(),
            },
        };
        let patterns = found.iter().filter_map(text);
        let Some(flags) = &by.flags else { return patterns.collect() };
        patterns.filter_map(|pattern| self.with_flags(call, given, flags, pattern)).collect()
    }

    fn with_flags(&self, call: Value, given: &Given, flags: &Flags, pattern: String) -> Option<String> {
        match base_values(self.program, given, call, &flags.number)[..] {
            [] => Some(pattern),
            [number] => match self.written().of(self.id, number)[..] {
                [Constant::Int(number)] => Some(flags.written(number, &pattern)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The rows that speak of a call.
    fn rows(&self, call: Value, callee: Callee) -> Vec<RowId> {
        let program = self.program;
        let targets = program.call(self.id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
        if let (true, Callee::Method(_, name)) = (targets.is_empty(), callee) {
            return program.apis.heuristic.get(program.text(name)).cloned().unwrap_or_default();
        }
        let nodes = targets.iter().filter_map(|target| match target {
            Target::Api(node) => Some(*node),
            _ => None,
        });
        nodes.flat_map(|node| &program.apis.api(node).rows).copied().collect()
    }

    /// What a text was before it was changed, as far as the function goes.
    fn root(&self, value: Value) -> Value {
        let program = self.program;
        let function = program.function(self.id);
        let mut value = function.original(value);
        for _ in 0..CHANGES {
            let before = match function.op(value) {
                Op::Call(callee, _) => {
                    let given = program.given(self.id, value);
                    let rows = self.rows(value, callee);
                    let mut passes: Vec<(&[Port], Option<&Replaces>)> = Vec::new();
                    for &row in &rows {
                        if let Effect::Pass { from, string, replaces, .. } = &program.apis.row(row).effect
                            && is_change(*string)
                        {
                            passes.push((from, replaces.as_ref()));
                        }
                    }
                    // What is put there is another text.
                    passes.sort_by_key(|(_, replaces)| replaces.is_none());
                    passes.iter().find_map(|(from, replaces)| {
                        base_values(program, &given, value, changed(from, *replaces)?).first().copied()
                    })
                }
                // Earlier operations alone, so that a loop comes to its end.
                Op::Phi(list) => function.values(list).iter().copied().find(|before| *before < value),
                Op::Load(base, _) => Some(base),
                Op::Binary(_, left, _) if !matches!(function.op(left), Op::Const(_)) => Some(left),
                _ => None,
            };
            match before.map(|before| function.original(before)) {
                Some(before) if before != value => value = before,
                _ => return value,
            }
        }
        value
    }
}

/// Whether what comes out is the text that goes in, or what has become of it.
fn is_change(string: StringEffect) -> bool {
    use StringEffect as E;
    matches!(string, E::Same | E::Part | E::Strip | E::Case | E::Replace | E::Encode | E::Decode | E::Bytes | E::Text)
}

/// The port of the text that a pass changes: not of what it puts there.
fn changed<'p>(from: &'p [Port], replaces: Option<&Replaces>) -> Option<&'p Port> {
    let by = replaces.and_then(|replaces| replaces.by.as_ref());
    from.iter().find(|port| Some(*port) != by)
}

fn asked(asks: TextTest) -> Asked {
    match asks {
        TextTest::Begins => Asked::Begins,
        TextTest::Ends => Asked::Ends,
        TextTest::Holds => Asked::Holds,
        TextTest::Matches => Asked::Matches,
        TextTest::MatchesStart => Asked::MatchesStart,
        TextTest::MatchesPart => Asked::MatchesPart,
    }
}

fn is_of_pattern(asked: Asked) -> bool {
    matches!(asked, Asked::Matches | Asked::MatchesStart | Asked::MatchesPart)
}

/// Whether nothing is known of what is asked for or replaced.
fn is_empty(does: &TextDoes) -> bool {
    match does {
        TextDoes::Asks(_, texts) | TextDoes::Replaces { what: texts, .. } => texts.is_empty(),
        _ => false,
    }
}

fn text(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Str(text) => Some(text.to_string()),
        Constant::Bytes(bytes) => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        _ => None,
    }
}
