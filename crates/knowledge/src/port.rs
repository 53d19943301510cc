//! Ports: which value of a call or read a row speaks of.
//!
//! The text form is a base and steps. Bases: `value` (what a read gives), `return`, `receiver`, `0` (the argument at
//! that position), `0:sql` (that position, or that name), `name` or `arg:name` (by name only), `*` (any argument),
//! `2..` (any from that position on), `**` (a map whose entries are named arguments). Steps: `.field`, `.*` (all attributes, at the end of what a `[[pass]]` takes), `[key]` (a constant key), `[@0]` (the key that argument 0 is), `[]` (any element), `[#]` (any key of a map), `[*]` (what going
//! through it gives: of a map its keys), `(1)` (parameter 1 of the callback in that
//! place), `()` (its result). Example: `1:key(0)[]`.

/// One value of a call, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    /// Which value.
    pub base: PortBase,
    /// Which part of it.
    pub steps: Vec<PortStep>,
}

impl Port {
    /// Whether it is the function that the API decorates: what it is called with first, or, of a decorator that a call
    /// gives, what that is called with.
    pub fn is_decorated(&self, by_result: bool) -> bool {
        if by_result {
            self.base == PortBase::Return && self.steps == [PortStep::Parameter(0)]
        } else {
            matches!(self.base, PortBase::Argument(Some(0), _)) && self.steps.is_empty()
        }
    }
}

/// Which value of a call or read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortBase {
    /// What reading the attribute gives.
    Value,
    /// What the call returns.
    Return,
    /// What the method is called on.
    Receiver,
    /// An argument by position, name or either; at least one is given. Positions count from 0, the receiver apart.
    Argument(Option<u8>, Option<String>),
    /// Any argument.
    AnyArgument,
    /// Any positional argument from that position on.
    From(u8),
    /// A map whose entries are passed as named arguments.
    SpreadNamed,
}

/// Which part of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortStep {
    /// An attribute.
    Field(String),
    /// What all attributes hold, together.
    Fields,
    /// The element under a constant key.
    Key(String),
    /// Any element; of a map, what stands under any key.
    Element,
    /// Any key of a map.
    Keys,
    /// What going through it gives: the keys of a map, the elements of all else.
    Each,
    /// The element under the key that the argument at that position is.
    KeyGiven(u8),
    /// A parameter of the callback, by position.
    Parameter(u8),
    /// The callback's result.
    Result,
}
