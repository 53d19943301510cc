//! The function that is being lowered, and what is open in it.

use std::collections::BTreeMap;

use ir::{BlockId, ConstId, FunctionBuilder, FunctionId, Span, Symbol, Terminator, Value, Variable};
use rustc_hash::FxHashMap;

use super::html::Html;
use super::{Declared, Lowerer};

/// How surely a name of the template itself is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) variable: Variable,
    /// Not only on some of the ways that lead here.
    pub(super) surely: bool,
}

/// The names that the template itself has bound.
pub(super) type Names = BTreeMap<Symbol, Bound>;

pub(super) struct Frame {
    pub(super) id: FunctionId,
    pub(super) declared: Declared,
    pub(super) name_span: Span,
    pub(super) builder: FunctionBuilder,
    pub(super) html: Html,
    pub(super) bound: Names,
    /// Names of the context that were read at the beginning.
    pub(super) read: FxHashMap<Symbol, Value>,
    /// The parameter, or in a macro the captured variable, that holds the context.
    pub(super) context: Value,
    /// The language's own names.
    pub(super) template: Value,
    pub(super) filters: Value,
    pub(super) names: Value,
    /// The page that this one fills in.
    pub(super) parent: Option<(Parent, Span)>,
}

/// A page that another fills in. Where it is named, control may not be on every way to the end, where it is shown.
#[derive(Clone, Copy)]
pub(super) enum Parent {
    /// Its name is written down.
    Named(ConstId),
    /// Its name is the value of a variable.
    Computed(Variable),
}

impl Frame {
    pub(super) fn new(id: FunctionId, declared: Declared, name_span: Span) -> Self {
        Self {
            id,
            declared,
            name_span,
            builder: FunctionBuilder::new(),
            html: Html::new(),
            bound: Names::default(),
            read: FxHashMap::default(),
            context: Value(0),
            template: Value(0),
            filters: Value(0),
            names: Value(0),
            parent: None,
        }
    }
}

/// A tag that waits for its end.
pub(super) enum Open {
    If {
        /// Where to when the last condition does not hold.
        next: Option<BlockId>,
        after: BlockId,
        /// The page and the names as they were before, and as the first way left the page.
        html: Html,
        left: Option<Html>,
        bound: Names,
        /// How many ways have ended.
        ways: usize,
    },
    For {
        head: BlockId,
        otherwise: BlockId,
        html: Html,
        bound: Names,
        /// Whether its `else` was seen.
        is_over: bool,
    },
    /// A tag whose names are its own.
    Scope {
        name: &'static str,
        html: Option<Html>,
        bound: Names,
    },
    Escaping {
        before: bool,
    },
    /// What stands inside becomes the value of a variable, or goes through a filter.
    Capture {
        name: &'static str,
        variable: Option<(Symbol, Span)>,
        /// What was put together so far.
        gathered: Option<Variable>,
        html: Html,
    },
    Filter {
        name: String,
    },
    Macro {
        span: Span,
        defaults: Vec<Value>,
        escaping: bool,
    },
}

impl Open {
    /// The name of the tag that opened it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::If { .. } => "if",
            Self::For { .. } => "for",
            Self::Scope { name, .. } | Self::Capture { name, .. } => name,
            Self::Escaping { .. } => "autoescape",
            Self::Filter { .. } => "filter",
            Self::Macro { .. } => "macro",
        }
    }
}

impl Lowerer<'_> {
    /// A variable that nothing else is.
    pub(super) fn variable(&mut self, name: Option<Symbol>) -> Variable {
        let own = self.symbols.intern(&format!("#{}", self.variables));
        self.variables += 1;
        if let Some(name) = name {
            self.written.insert(own, name);
        }
        self.frame.builder.variable(own)
    }

    /// Gives a name of the template a value.
    pub(super) fn bind(&mut self, name: Symbol, value: Value) {
        let variable = match self.frame.bound.get(&name) {
            Some(known) => known.variable,
            None => self.variable(Some(name)),
        };
        self.frame.builder.write(variable, value);
        self.frame.bound.insert(name, Bound { variable, surely: true });
    }

    /// The same, by a variable of its own, so that what the name was before comes back.
    pub(super) fn bind_anew(&mut self, name: Symbol, value: Value) {
        self.frame.bound.remove(&name);
        self.bind(name, value);
    }

    pub(super) fn jump(&mut self, to: BlockId) {
        self.frame.builder.terminate(Terminator::Jump(to));
    }

    pub(super) fn branch(&mut self, condition: Value, then: BlockId, otherwise: BlockId) {
        self.frame.builder.terminate(Terminator::Branch { condition, then, otherwise });
    }

    /// Goes on in a block to which nothing more will lead.
    pub(super) fn go_on_in(&mut self, block: BlockId) {
        self.frame.builder.seal(block);
        self.frame.builder.switch_to(block);
    }

    pub(super) fn new_block(&mut self) -> BlockId {
        self.frame.builder.new_block()
    }
}
