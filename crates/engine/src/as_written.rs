//! What is known of a call where nothing is interpreted: constants as they are written, types, sequences as they are made.
//!
//! Takes a function; answers the conditions of rows that are asked before the analysis, or beside it.

use ir::{Constant, Value};
use knowledge::{KindId, Port, PortStep};
use program::{Answer, FuncId, Given, Program, TypeSet, Values};

/// What is written down, for the conditions of rows that are asked before anything is interpreted.
pub(crate) struct AsWritten<'a, 'k> {
    pub(crate) program: &'a Program<'k>,
    pub(crate) id: FuncId,
}

impl Values for AsWritten<'_, '_> {
    fn program(&self) -> &Program<'_> {
        self.program
    }

    fn constant(&self, value: Value) -> Option<&Constant> {
        let (module, constant) = self.program.constant_of(self.id, self.program.function(self.id).original(value))?;
        Some(self.program.module(module).constants.get(constant))
    }

    fn types(&self, value: Value) -> TypeSet {
        self.program.types(self.id, value)
    }

    fn is_in_state(&self, _: &Given, _: Value, _: &Port, _: KindId) -> Answer {
        Answer::Unknown
    }

    fn elements(&self, value: Value, steps: &[PortStep]) -> Option<Vec<Value>> {
        program::sequence_elements(self.program.function(self.id), value, steps)
    }
}
