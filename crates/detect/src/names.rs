//! How things are called in reports: functions, values and callees as people wrote them.

use ir::{ArgKind, Callee, Op, SourceFile, Span, Terminator, Value};
use program::{FuncId, Program};
use rustc_hash::FxHashSet;

use crate::Spot;
use crate::scan::{TokenKind, call_parts, scan, without_comments};

/// The program with its source, for naming things.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a, 'k> {
    pub(crate) program: &'a Program<'k>,
    /// The modules' files, in the order of the modules.
    pub(crate) files: &'a [&'a SourceFile],
}

/// How long a quoted expression may be, in characters.
const SHORT: usize = 60;
/// How long the name of what is called may be before only the method's own name is left.
const CALLEE: usize = 44;
/// What stands for a value that is written nowhere as such.
pub(crate) const NAMELESS: &str = "…";
/// How many operands of operands a place is looked for in.
const DEEPEST: usize = 8;

impl<'a> Names<'a, '_> {
    /// The text of a span.
    pub(crate) fn text(&self, id: FuncId, span: Span) -> &'a str {
        let file = self.files[self.program.module_of(id).index()];
        file.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Where a value stands. What has no place of its own (one of several values) stands where it is returned, or
    /// where the last of the values does.
    pub(crate) fn span(&self, id: FuncId, value: Value) -> Span {
        let function = self.program.function(id);
        let nearest = self.nearest(id, value).unwrap_or(function.name_span);
        let has_none = matches!(function.op(value), Op::Phi(_));
        if has_none { self.return_of(id, value, nearest).unwrap_or(nearest) } else { nearest }
    }

    /// The last `return` of the variable that holds a value, after a place.
    fn return_of(&self, id: FuncId, value: Value, after: Span) -> Option<Span> {
        let whole = self.program.function(id).span;
        let returned = |block: &ir::Block| block.terminator == Terminator::Return(value);
        if !self.program.function(id).blocks.iter().any(returned) {
            return None;
        }
        let name = self.variable(id, value)?;
        let tokens = scan(self.text(id, Span::new(after.end, whole.end)));
        let found = tokens
            .windows(2)
            .rfind(|pair| pair[0].kind == TokenKind::Word("return") && pair[1].kind == TokenKind::Word(name))?;
        Some(Span::new(after.end + found[0].start as u32, after.end + found[1].end as u32))
    }

    /// The last place among those of a value and, of one of several values, of what it may be.
    fn nearest(&self, id: FuncId, value: Value) -> Option<Span> {
        let function = self.program.function(id);
        let has_place = |span: &Span| span.start < span.end;
        let own = function.span_of(value);
        if has_place(&own) {
            return Some(own);
        }
        let mut last = None;
        self.alternatives(id, value, |value| {
            let span = Some(function.span_of(value)).filter(has_place);
            last = last.max(span);
            span.is_some()
        });
        last
    }

    /// Goes through a value and what it may be, each once, nearest first; `ends` tells whether what a value may be
    /// is not to be asked for. Gives whether all was gone through: alternatives may lie deeper than is looked.
    fn alternatives(&self, id: FuncId, value: Value, mut ends: impl FnMut(Value) -> bool) -> bool {
        let function = self.program.function(id);
        let mut seen = vec![value];
        let mut known = FxHashSet::from_iter([value]);
        let mut level = 0..1;
        for depth in 0..=DEEPEST {
            for at in level.clone() {
                if ends(seen[at]) {
                    continue;
                }
                let Op::Phi(list) = function.op(seen[at]) else { continue };
                if depth == DEEPEST {
                    return false;
                }
                for &operand in function.values(list) {
                    if known.insert(operand) {
                        seen.push(operand);
                    }
                }
            }
            level = level.end..seen.len();
        }
        true
    }

    /// The place of a value.
    pub(crate) fn spot(&self, id: FuncId, value: Value) -> Spot {
        Spot { module: self.program.module_of(id), span: self.span(id, value) }
    }

    /// The text of a span, on one line, shortened.
    pub(crate) fn written(&self, id: FuncId, span: Span) -> String {
        one_line(self.text(id, span))
    }

    /// A value as it is written, where it is made; a parameter or captured variable by its name.
    pub(crate) fn value(&self, id: FuncId, value: Value) -> String {
        let function = self.program.function(id);
        if let Some(name) = self.input(id, value) {
            return name.to_owned();
        }
        let span = function.span_of(value);
        if span.start < span.end {
            return self.written(id, span);
        }
        self.variable(id, value).unwrap_or(NAMELESS).to_owned()
    }

    /// The name of a parameter or captured variable.
    pub(crate) fn input(&self, id: FuncId, value: Value) -> Option<&'a str> {
        let function = self.program.function(id);
        match function.op(value) {
            Op::Param(index) => function.params.get(index as usize).map(|param| self.program.text(param.name)),
            Op::Capture(index) => function.captures.get(index as usize).map(|name| self.program.text(*name)),
            _ => None,
        }
    }

    /// The name of the variable that holds a value: its own, or the one that all of its alternatives share.
    pub(crate) fn variable(&self, id: FuncId, value: Value) -> Option<&'a str> {
        let function = self.program.function(id);
        let own = |value| function.name_of(value).map(|name| self.program.text(name)).or_else(|| self.input(id, value));
        let is_one = |value| !matches!(function.op(value), Op::Phi(_));
        if own(value).is_some() || is_one(value) {
            return own(value);
        }
        let mut shared = None;
        let mut differ = false;
        let whole = self.alternatives(id, value, |value| {
            let name = own(value);
            let is_end = name.is_some() || is_one(value);
            if is_end {
                differ |= name.is_none() || shared.is_some_and(|shared| name != Some(shared));
                shared = name;
            }
            is_end
        });
        shared.filter(|_| whole && !differ)
    }

    /// What goes into a call, as it is written there.
    pub(crate) fn argument(&self, id: FuncId, call: Value, given: Value) -> String {
        self.written_argument(id, call, given).unwrap_or_else(|| {
            let function = self.program.function(id);
            let (inside, around) = (function.span_of(given), function.span_of(call));
            let is_part = around.start <= inside.start && inside.end <= around.end && inside.start < inside.end;
            match self.variable(id, given) {
                Some(name) if !is_part => name.to_owned(),
                _ => self.value(id, given),
            }
        })
    }

    fn written_argument(&self, id: FuncId, call: Value, given: Value) -> Option<String> {
        let function = self.program.function(id);
        let Op::Call(callee, args) = function.op(call) else { return None };
        if self.own_operation(id, call).is_some() {
            return None;
        }
        let code = without_comments(self.text(id, function.span_of(call)));
        let (called, arguments) = call_parts(&code)?;
        if let Callee::Method(receiver, name) = callee
            && receiver == given
        {
            let receiver = called.strip_suffix(self.program.text(name))?.trim_end().strip_suffix('.')?;
            return Some(one_line(receiver));
        }
        let args = function.pools.args(args);
        let at = args.iter().position(|arg| arg.value == given)?;
        if args.len() != arguments.len() {
            return None;
        }
        let written = match args[at].kind {
            ArgKind::Positional => arguments[at],
            ArgKind::Named(name) => {
                arguments[at].strip_prefix(self.program.text(name))?.trim_start().strip_prefix('=')?.trim_start()
            }
            ArgKind::Spread => arguments[at].strip_prefix('*')?.trim_start(),
            ArgKind::SpreadNamed => arguments[at].strip_prefix("**")?.trim_start(),
        };
        Some(one_line(written))
    }

    /// The name of an operation of the language itself, which is called on something that is written nowhere.
    pub(crate) fn own_operation(&self, id: FuncId, call: Value) -> Option<&'a str> {
        let function = self.program.function(id);
        let Op::Call(Callee::Method(receiver, name), _) = function.op(call) else { return None };
        let span = function.span_of(receiver);
        let is_named = matches!(function.op(receiver), Op::Global(_) | Op::Load(_, ir::Elem::Field(_)));
        (is_named && span.start == span.end).then(|| self.program.text(name))
    }

    /// The callee of a call as it is written; the whole value for what is no call.
    pub(crate) fn callee(&self, id: FuncId, call: Value) -> String {
        let function = self.program.function(id);
        let Op::Call(callee, _) = function.op(call) else { return self.value(id, call) };
        if let Some(name) = self.own_operation(id, call) {
            return name.to_owned();
        }
        let written = match call_parts(self.text(id, function.span_of(call))) {
            Some((called, _)) => one_line(called),
            None => match callee {
                Callee::Value(callee) => self.value(id, callee),
                Callee::Method(receiver, name) => format!("{}.{}", self.value(id, receiver), self.program.text(name)),
                Callee::Super(_, name) => format!("super().{}", self.program.text(name)),
            },
        };
        match callee {
            Callee::Method(_, name) if written.chars().count() > CALLEE => format!("….{}", self.program.text(name)),
            _ if written.is_empty() => self.value(id, call),
            _ => written,
        }
    }

    /// What a method is called on, as it is written there; the callee of another call.
    pub(crate) fn receiver(&self, id: FuncId, call: Value) -> String {
        match self.program.function(id).op(call) {
            Op::Call(Callee::Method(receiver, _), _) => self.argument(id, call, receiver),
            _ => self.callee(id, call),
        }
    }

    /// A function's qualified name; nothing for a module's own statements.
    pub(crate) fn function(&self, id: FuncId) -> String {
        match self.program.function(id).kind {
            ir::FunctionKind::ModuleBody => String::new(),
            _ => self.program.text(self.program.function(id).qualified_name).to_owned(),
        }
    }

    /// A function in words: its name in backticks, or what it is when it has none.
    pub(crate) fn function_in_words(&self, id: FuncId) -> String {
        match self.program.function(id).kind {
            ir::FunctionKind::ModuleBody => "the module's body".to_owned(),
            ir::FunctionKind::Lambda => "an anonymous function".to_owned(),
            _ => format!("`{}`", self.function(id)),
        }
    }

    /// The line of a value.
    pub(crate) fn line(&self, id: FuncId, value: Value) -> u32 {
        let file = &self.files[self.program.module_of(id).index()];
        file.position(self.span(id, value).start).line
    }
}

/// Code on one line, shortened.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in without_comments(text).split_whitespace() {
        if !line.is_empty() && !line.ends_with(['(', '[', '{']) && !word.starts_with([')', ']', '}']) {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > SHORT {
            break;
        }
    }
    if line.chars().count() > SHORT {
        line = line.chars().take(SHORT - 1).collect();
        line.push('…');
    }
    line
}
