//! The methods that a language runs where no call is written, by name: for operators, texts, attributes, new objects.

use crate::BinaryOp;

/// The methods that a language runs unseen, beside those of [`crate::LiteralTypes`].
#[derive(Clone, Copy, Debug)]
pub struct UnseenMethods {
    /// For each operator: the methods of the left operand, of which the first runs that its class has, and the method
    /// of the right operand that runs when the left one has none.
    pub operators: &'static [(BinaryOp, &'static [&'static str], &'static str)],
    /// The methods that give an instance's text inside another; the first runs that its class has.
    pub text: &'static [&'static str],
    /// The same for the text that shows what the instance is.
    pub shown: &'static [&'static str],
    /// Functions of the language that run a method of their only argument, and the methods.
    pub functions: &'static [(&'static str, &'static [&'static str])],
    /// The method of a map's descendant that gives what stands under a key that is missing.
    pub missing_item: &'static str,
    /// The method that gives an attribute that is missing; it is given the name.
    pub missing_attribute: &'static str,
    /// The method that keeps an attribute; it is given the name and the value.
    pub store_attribute: &'static str,
    /// The method of an attribute's own class that runs when it is read of an instance; it is given the instance.
    pub read_through: &'static str,
    /// The method of an attribute's own class that runs when it is written; it is given the instance and the value.
    pub write_through: &'static str,
    /// The method that makes an instance; it is given the class and what the class is called with.
    pub make: &'static str,
    /// The function that gives the class of its argument.
    pub class_of: &'static str,
    /// The attribute that is an instance's class.
    pub class: &'static str,
    /// The class that all classes descend from.
    pub root: &'static str,
    /// The attribute that is a map of all attributes.
    pub attributes: &'static str,
    /// The module-level name of the file in which a module's text stands.
    pub file: &'static str,
}

impl UnseenMethods {
    /// A language that runs none.
    pub const NONE: Self = Self {
        operators: &[],
        text: &[],
        shown: &[],
        functions: &[],
        missing_item: "",
        missing_attribute: "",
        store_attribute: "",
        read_through: "",
        write_through: "",
        make: "",
        class_of: "",
        class: "",
        root: "",
        attributes: "",
        file: "",
    };
}

impl Default for UnseenMethods {
    fn default() -> Self {
        Self::NONE
    }
}
