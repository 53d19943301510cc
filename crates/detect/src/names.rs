//! How things are called in reports: functions, values and callees as people wrote them.

use ir::{Callee, Op, SourceFile, Span, Value};
use program::{FuncId, Program};

/// The program with its source, for naming things.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a, 'k> {
    pub(crate) program: &'a Program<'k>,
    /// The modules' files, in the order of the modules.
    pub(crate) files: &'a [&'a SourceFile],
}

/// How long a quoted expression may be, in characters.
const SHORT: usize = 60;

impl Names<'_, '_> {
    /// The text of a span, on one line, shortened.
    pub(crate) fn written(&self, id: FuncId, span: Span) -> String {
        let file = &self.files[self.program.module_of(id).index()];
        let text = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let mut line = String::new();
        for word in text.split_whitespace() {
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

    /// A value as it is written.
    pub(crate) fn value(&self, id: FuncId, value: Value) -> String {
        self.written(id, self.program.function(id).span_of(value))
    }

    /// The callee of a call as it is written; the whole value for what is no call.
    pub(crate) fn callee(&self, id: FuncId, call: Value) -> String {
        let function = self.program.function(id);
        let text = match function.op(call) {
            Op::Call(Callee::Value(callee), _) => self.value(id, callee),
            Op::Call(Callee::Method(receiver, name), _) => {
                format!("{}.{}", self.value(id, receiver), self.program.text(name))
            }
            Op::Call(Callee::Super(_, name), _) => format!("super().{}", self.program.text(name)),
            _ => return self.value(id, call),
        };
        if text.is_empty() { self.value(id, call) } else { text }
    }

    /// A function's qualified name; nothing for a module's own statements.
    pub(crate) fn function(&self, id: FuncId) -> String {
        match self.program.function(id).kind {
            ir::FunctionKind::ModuleBody => String::new(),
            _ => self.program.text(self.program.function(id).qualified_name).to_owned(),
        }
    }

    /// The line of a value.
    pub(crate) fn line(&self, id: FuncId, value: Value) -> u32 {
        let file = &self.files[self.program.module_of(id).index()];
        file.lines.line(self.program.function(id).span_of(value).start)
    }
}
