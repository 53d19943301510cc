//! What a language calls by itself, by name: the classes of its literals, and methods that no call names.

use crate::UnseenMethods;

/// The modelled classes of a language's literals, and the methods that it calls by itself, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct LiteralTypes {
    /// Text.
    pub text: &'static str,
    /// Bytes.
    pub bytes: &'static str,
    /// Mutable sequences.
    pub list: &'static str,
    /// Immutable sequences.
    pub tuple: &'static str,
    /// Sets.
    pub set: &'static str,
    /// Maps.
    pub map: &'static str,
    /// The method that initialises instances.
    pub constructor: &'static str,
    /// The method that completes instances whose class has no method that initialises them, once their fields are set.
    pub completion: &'static str,
    /// The method that runs when an instance is called.
    pub call: &'static str,
    /// The methods that run when an iteration over an instance begins.
    pub iterate: &'static [&'static str],
    /// The methods that give an iterator's next element.
    pub next: &'static [&'static str],
    /// The method that gives the element under a key.
    pub item: &'static str,
    /// The methods that run when a managed resource is left.
    pub leave: &'static [&'static str],
    /// The methods of generators that hand over what the `yield` there gives, and give what is yielded next.
    pub resume: &'static [&'static str],
    /// The method that runs when an element of an instance is written: it is given the key and the value.
    pub store_item: &'static str,
    /// The other methods that no call names.
    pub unseen: UnseenMethods,
}
