//! Classes as they are declared.

use crate::{FunctionId, Span, Symbol};

/// A class of a module: its place in [`crate::Module::classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// A class declaration.
#[derive(Clone, Debug)]
pub struct Class {
    /// The plain name.
    pub name: Symbol,
    /// The name with the enclosing classes and functions before it, without the module: `Outer.Inner`.
    pub qualified_name: Symbol,
    /// The bases as dotted names in the module's scope, in order; those that are no dotted names are left out.
    pub bases: Vec<Symbol>,
    /// The methods, in order; a later one of the same name wins.
    pub methods: Vec<Method>,
    /// The fields that are declared with a type or a value in the class body, in order.
    pub fields: Vec<Field>,
    /// The function of kind `ClassBody`.
    pub body: FunctionId,
    /// The decorators' dotted names in the module's scope (a call's callee for a call), in order.
    pub decorators: Vec<Symbol>,
    /// The whole declaration.
    pub span: Span,
}

/// A method of a class.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its name.
    pub name: Symbol,
    /// Its function.
    pub function: FunctionId,
    /// How it is bound.
    pub kind: MethodKind,
}

/// How a method gets its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MethodKind {
    /// Called on an instance, which is its first parameter.
    Instance,
    /// Called on the class, which is its first parameter.
    Class,
    /// Called without a receiver.
    Static,
    /// Called by reading the attribute; the instance is its first parameter.
    Property,
    /// Called by writing the attribute.
    Setter,
}

/// A declared field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Symbol,
    /// Its declared types as dotted names in the module's scope; a union gives several. Those of elements are marked
    /// by [`crate::ELEMENTS`] or [`crate::ENTRIES`].
    pub types: Vec<Symbol>,
}
