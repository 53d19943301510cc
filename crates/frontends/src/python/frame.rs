//! The function that is being lowered: its builder, and what of its surroundings its statements need.

use ir::{BlockId, Function, FunctionBuilder, FunctionId, FunctionKind, Span, Symbol, Terminator, Value, Variable};
use rustc_hash::FxHashSet;

use super::Lowerer;
use super::scopes::ScopeId;

/// Something that a jump out of the current statement passes.
pub(super) enum Region {
    Loop {
        head: BlockId,
        exit: BlockId,
    },
    /// A statement with a `finally` body; jumps are led to blocks that run it.
    Finally {
        on_return: Option<(BlockId, Variable)>,
        on_break: Option<BlockId>,
        on_continue: Option<BlockId>,
    },
    /// A managed resource.
    With {
        resource: Value,
        span: Span,
    },
}

pub(super) struct Frame {
    pub(super) id: FunctionId,
    /// The innermost scope; a comprehension's while inside one.
    pub(super) scope: ScopeId,
    pub(super) kind: FunctionKind,
    pub(super) name: Symbol,
    /// Prefix of the names that are declared inside; `None` in the module's body.
    pub(super) qualified_name: Option<Symbol>,
    pub(super) builder: FunctionBuilder,
    /// By block: whether control gets there. What is not reached leads nowhere, so that code after a `return` tells
    /// nothing to the code that runs.
    reached: Vec<bool>,
    pub(super) regions: Vec<Region>,
    /// In a module's or class's body: the names that are surely bound at this point, in order and as a set.
    pub(super) bound: Vec<Symbol>,
    pub(super) is_bound: FxHashSet<Symbol>,
    /// Decorators of functions that are declared here.
    pub(super) decorators: Vec<(FunctionId, Vec<Value>)>,
    /// The first parameter.
    pub(super) receiver: Option<Value>,
    pub(super) receiver_name: Option<Symbol>,
    pub(super) is_generator: bool,
    pub(super) temporaries: usize,
}

impl Frame {
    pub(super) fn new(id: FunctionId, scope: ScopeId, kind: FunctionKind, name: Symbol) -> Self {
        Self {
            id,
            scope,
            kind,
            name,
            qualified_name: None,
            builder: FunctionBuilder::new(),
            reached: vec![true],
            regions: Vec::new(),
            bound: Vec::new(),
            is_bound: FxHashSet::default(),
            decorators: Vec::new(),
            receiver: None,
            receiver_name: None,
            is_generator: false,
            temporaries: 0,
        }
    }
}

impl Lowerer<'_> {
    /// A variable that stands for no name of the source.
    pub(super) fn temporary(&mut self) -> Variable {
        let number = self.frame.temporaries;
        self.frame.temporaries += 1;
        if number == self.temporaries.len() {
            let symbol = self.symbols.intern(&format!("#{number}"));
            self.temporaries.push(symbol);
            self.is_temporary.insert(symbol);
        }
        self.frame.builder.variable(self.temporaries[number])
    }

    /// The id of the function of a scope; `true` if it is new and its body has to be lowered.
    pub(super) fn function_id(&mut self, scope: ScopeId) -> (FunctionId, bool) {
        let index = scope.0 as usize;
        if index >= self.function_ids.len() {
            self.function_ids.resize(index + 1, None);
        }
        if let Some(id) = self.function_ids[index] {
            return (id, false);
        }
        let id = FunctionId(self.functions.len() as u32);
        self.functions.push(None);
        self.function_ids[index] = Some(id);
        (id, true)
    }

    /// The name of something that is declared in the current function.
    pub(super) fn qualified(&mut self, name: Symbol) -> Symbol {
        match self.frame.qualified_name {
            None => name,
            Some(outer) => {
                let text = format!("{}.{}", self.symbols.text(outer), self.symbols.text(name));
                self.symbols.intern(&text)
            }
        }
    }

    /// Stores a lowered function; `declaration` has everything but the body.
    pub(super) fn finish(&mut self, frame: Frame, declaration: Function) {
        let keep: Vec<Value> = frame.decorators.iter().flat_map(|(_, values)| values.iter().copied()).collect();
        let built = frame.builder.finish(&keep);
        let mut kept = built.kept.iter().copied();
        for (function, values) in &frame.decorators {
            if let Some(Some(function)) = self.functions.get_mut(function.0 as usize) {
                function.decorators = kept.by_ref().take(values.len()).collect();
            }
        }
        let mut names = built.names;
        names.retain_mut(|(_, name)| {
            *name = self.scopes.source_name(*name);
            !self.is_temporary.contains(name)
        });
        let captures = match self.frame_scope(frame.scope) {
            Some(scope) => scope.captures.iter().map(|captured| captured.name).collect(),
            None => Vec::new(),
        };
        self.functions[frame.id.0 as usize] = Some(Function {
            captures,
            is_generator: frame.is_generator,
            blocks: built.blocks,
            ops: built.ops,
            spans: built.spans,
            pools: built.pools,
            names,
            ..declaration
        });
    }

    fn reach(&mut self, block: BlockId) {
        let reached = &mut self.frame.reached;
        if reached.len() <= block.index() {
            reached.resize(block.index() + 1, false);
        }
        reached[block.index()] = true;
    }

    pub(super) fn is_reached(&self, block: BlockId) -> bool {
        self.frame.reached.get(block.index()).copied().unwrap_or(false)
    }

    /// Whether control gets to the current place.
    pub(super) fn is_live(&self) -> bool {
        !self.frame.builder.is_terminated() && self.is_reached(self.frame.builder.current())
    }

    /// Ends the current block, unless it has ended.
    pub(super) fn terminate(&mut self, terminator: Terminator) {
        if self.frame.builder.is_terminated() {
            return;
        }
        if !self.is_live() {
            let handlers = self.frame.builder.take_handlers();
            self.frame.builder.terminate(Terminator::Unreachable);
            self.frame.builder.restore_handlers(handlers);
            return;
        }
        match terminator {
            Terminator::Jump(to) => self.reach(to),
            Terminator::Branch { then, otherwise, .. } => {
                self.reach(then);
                self.reach(otherwise);
            }
            Terminator::Return(_) | Terminator::Raise(_) | Terminator::Unreachable => {}
        }
        if let Some(handler) = self.frame.builder.handler() {
            self.reach(handler);
        }
        self.frame.builder.terminate(terminator);
    }

    /// Begins a new block here.
    pub(super) fn split(&mut self) {
        if self.is_live() {
            let next = self.frame.builder.new_block();
            self.terminate(Terminator::Jump(next));
            self.go_on_in(next);
        }
    }

    /// Ends the current function as running off its end does.
    pub(super) fn return_none(&mut self, span: Span) {
        if !self.frame.builder.is_terminated() {
            let none = self.null(span);
            self.terminate(Terminator::Return(none));
        }
    }
}
