//! The points at which the steps for the whole program work on a module, a function or a class. Tests break them there; a
//! build without debug assertions does nothing at them.

use contained::Step;
use ir::{Module, NoteKind};

use crate::{ClassRef, FuncId, ModuleId, Program};

/// A step works on a module. There is nothing to work on in one that was left out.
#[inline]
pub(crate) fn at(step: Step, number: usize, module: &Module) {
    if cfg!(debug_assertions) && module.notes.iter().all(|note| note.kind != NoteKind::Failure) {
        contained::at(step, number);
    }
}

impl Program<'_> {
    /// A step works on a module.
    #[inline]
    pub fn at_module(&self, step: Step, id: ModuleId) {
        if cfg!(debug_assertions) {
            at(step, id.index(), self.module(id));
        }
    }

    /// A step works on a function.
    #[inline]
    pub fn at_function(&self, step: Step, id: FuncId) {
        if cfg!(debug_assertions) {
            self.at_module(step, self.module_of(id));
        }
    }

    /// A step works on a class.
    #[inline]
    pub fn at_class(&self, step: Step, id: ClassRef) {
        if cfg!(debug_assertions) {
            self.at_module(step, self.module_of_class(id));
        }
    }
}
