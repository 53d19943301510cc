//! Functions of the program of which the project's own models speak.
//!
//! Rows that are built in are about libraries, and code that is there is followed itself. A project that says what one of its own
//! functions does knows more than can be seen in it (its body may end in C, in another process, in what is made at run time):
//! whoever calls the function gets what the rows say, in place of what its body shows.

use ir::Symbol;
use knowledge::NodeId;
use rustc_hash::FxHashMap;

use crate::{FuncId, Program, Target};

/// The functions of which rows of the project's own models speak, and the names under which they do.
pub(crate) type TaughtFunctions = FxHashMap<FuncId, NodeId>;

/// Finds them; nothing is looked at when no row is the project's own.
pub(crate) fn taught_functions(program: &Program<'_>) -> TaughtFunctions {
    let mut taught = TaughtFunctions::default();
    let names = program.apis;
    if !names.rows.iter().any(|row| row.local) {
        return taught;
    }
    let mut said: FxHashMap<(Symbol, Symbol), NodeId> = FxHashMap::default();
    for row in names.rows.iter().filter(|row| row.local) {
        let Some(node) = names.find(&row.api) else { continue };
        for (dot, _) in row.api.match_indices('.') {
            // `a.b.C.d` may be `d` of the class `C` in the module `a.b`, or of anything else that its parts allow.
            let module = program.symbols.find(&row.api[..dot]);
            let name = program.symbols.find(&row.api[dot + 1..]);
            said.extend(module.zip(name).map(|place| (place, node)));
        }
    }
    for id in program.functions() {
        let place = (program.module(program.module_of(id)).name, program.function(id).qualified_name);
        if let Some(node) = said.get(&place) {
            taught.insert(id, *node);
        }
    }
    taught
}

impl Program<'_> {
    /// What is called in place of a target, when the project's own rows speak of it, or those of a library that it is.
    pub(crate) fn instead(&self, target: Target) -> Target {
        match target {
            Target::Function { function, .. } => match self.taught.get(&function) {
                Some(node) => Target::Api(*node),
                None => self.believed(target),
            },
            other => other,
        }
    }

    /// Whether the project's own rows speak of a function of the program, by its whole name.
    pub fn is_taught(&self, node: NodeId) -> bool {
        self.taught.values().any(|taught| *taught == node)
    }
}
