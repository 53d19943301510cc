//! Cells: places that several functions share, through which data passes without a call.

use ir::{Elem, Op, Symbol, Value};
use knowledge::{Effect, KindSet, Names, RowId};
use program::{Attribute, FuncId, ModuleId, Program, Type};
use rustc_hash::FxHashMap;

use crate::limits::{CELL_FACTS, CELL_PARTS};
use crate::origin::SourceSite;
use crate::path::Path;
use crate::way::Way;

/// A shared place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cell {
    /// An attribute of a class and its instances.
    Attribute(Attribute),
    /// An attribute of a class alone, which its instances have as long as they have none of their own.
    OfClass(Attribute),
    /// A module-level name.
    Global(ModuleId, Symbol),
    /// A variable of a function that inner functions share.
    Shared(FuncId, Symbol),
    /// What a parameter is when a call does not give it.
    Default(FuncId, u32),
    /// What a library's calls keep for each other: the first row that names the store.
    Kept(RowId),
}

/// What a cell may hold: data from outside the program.
#[derive(Clone, Debug)]
pub(crate) struct CellFact {
    /// Which part of what the cell holds.
    pub(crate) path: Path,
    pub(crate) source: SourceSite,
    pub(crate) cleaned: KindSet,
    pub(crate) assumed: u8,
    /// How it got there, the write last.
    pub(crate) way: Way,
}

impl CellFact {
    fn key(&self) -> (Path, SourceSite, KindSet) {
        (self.path, self.source, self.cleaned)
    }

    fn rank(&self) -> (u8, &Way) {
        (self.assumed, &self.way)
    }
}

/// What all cells hold.
#[derive(Default)]
pub(crate) struct Cells {
    held: FxHashMap<Cell, Vec<CellFact>>,
    /// The functions whose data was dropped from a full cell.
    pub(crate) dropped: Vec<FuncId>,
}

impl Cells {
    pub(crate) fn get(&self, cell: Cell) -> &[CellFact] {
        self.held.get(&cell).map_or(&[], Vec::as_slice)
    }

    /// Adds a fact. Gives whether the cell says more than before; a full cell keeps the least.
    pub(crate) fn add(&mut self, cell: Cell, fact: CellFact) -> bool {
        let held = self.held.entry(cell).or_default();
        match held.binary_search_by(|known| known.key().cmp(&fact.key())) {
            Ok(at) => {
                if fact.rank() < held[at].rank() {
                    held[at] = fact;
                }
                false
            }
            Err(at) => {
                let path = fact.path;
                held.insert(at, fact);
                // So many of each part, and so many parts.
                let first = held.partition_point(|known| known.path < path);
                let end = held.partition_point(|known| known.path <= path);
                let over = if end - first > CELL_FACTS { end - 1 } else { CELL_FACTS * CELL_PARTS };
                if over >= held.len() {
                    return true;
                }
                let last = held.remove(over);
                self.dropped.push(last.source.function);
                at != over
            }
        }
    }
}

/// The store that a row of one names, as the first row that names it.
pub(crate) fn store_of(names: &Names, row: RowId) -> Option<Cell> {
    let named = |row: RowId| match &names.row(row).effect {
        Effect::Kept { store, .. } => Some(store),
        _ => None,
    };
    let store = named(row)?;
    names.kept.iter().copied().find(|&other| named(other) == Some(store)).map(Cell::Kept)
}

/// The module-level variable whose value a value is, or is a copy of.
pub(crate) fn variable_of(program: &Program<'_>, id: FuncId, value: Value) -> Option<(ModuleId, Symbol)> {
    let function = program.function(id);
    match function.op(function.original(value)) {
        Op::Global(name) => program.global_variable(program.module_of(id), name),
        Op::Import(path) => program.imported_variable(path),
        Op::Load(base, Elem::Field(name)) => program.types(id, base).iter().find_map(|ty| match ty {
            Type::Module(module) => program.module_variable(module, name),
            _ => None,
        }),
        _ => None,
    }
}
