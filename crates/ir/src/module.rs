//! One source file, lowered.

use crate::{Class, ClassId, ConstPool, Function, FunctionId, Interner, Span, Symbol};

/// The name to which a file of a template binds the function that shows it. No name of a program is like it.
pub const TEMPLATE: &str = "<template>";

/// The same, for a template that shows values as they are unless it says otherwise.
pub const PLAIN_TEMPLATE: &str = "<plain template>";

/// What one source file became.
#[derive(Clone, Debug)]
pub struct Module {
    /// The absolute dotted name by which other modules import it.
    pub name: Symbol,
    /// Whether it is a package's own file, so that relative imports start from itself.
    pub is_package: bool,
    /// The names used here. After linking the interner is empty and symbols are the program's.
    pub symbols: Interner,
    /// The literals used here.
    pub constants: ConstPool,
    /// The functions; number 0 is the module's body.
    pub functions: Vec<Function>,
    /// The classes.
    pub classes: Vec<Class>,
    /// What the module's names may be bound to, in the order of the bindings; one name may stand several times.
    pub bindings: Vec<Binding>,
    /// The modules all of whose public names are brought in, as absolute dotted names, in order.
    pub star_imports: Vec<Symbol>,
    /// The names that a star import of this module brings, when it lists them.
    pub exported: Option<Vec<Symbol>>,
    /// What could not be read or understood.
    pub notes: Vec<Note>,
}

/// One binding of a module-level name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name.
    pub name: Symbol,
    /// What it is bound to.
    pub target: BindingTarget,
}

/// What a module-level name is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingTarget {
    /// The entity with that absolute dotted name.
    Import(Symbol),
    /// A function of this module.
    Function(FunctionId),
    /// A class of this module.
    Class(ClassId),
    /// Some value, computed when the module is loaded.
    Computed,
}

/// Something in the file that was not read or not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of gap.
    pub kind: NoteKind,
    /// Where.
    pub span: Span,
    /// In words, for people.
    pub text: String,
}

/// What kind of gap a [`Note`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The text breaks the language's grammar here: some of it may be missing.
    Syntax,
    /// The nesting is deeper than the limit: what is deeper was not lowered.
    Depth,
    /// The frontend does not understand this construct: an opaque operation stands for it.
    Opaque,
    /// An error in the frontend itself: the file was not read.
    Failure,
}
