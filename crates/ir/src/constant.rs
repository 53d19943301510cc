//! Literal values.

use rustc_hash::FxHashMap;

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// The language's null.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// A number that is not an `Int`, as it is written.
    Number(Box<str>),
    /// Text.
    Str(Box<str>),
    /// Bytes.
    Bytes(Box<[u8]>),
}

/// A constant in a [`ConstPool`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstId(pub u32);

/// The literals of one module, each stored once, numbered in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct ConstPool {
    values: Vec<Constant>,
    ids: FxHashMap<Constant, ConstId>,
}

impl ConstPool {
    /// The id of `value`, which is added if it is new.
    pub fn intern(&mut self, value: Constant) -> ConstId {
        if let Some(&id) = self.ids.get(&value) {
            return id;
        }
        let id = ConstId(self.values.len() as u32);
        self.values.push(value.clone());
        self.ids.insert(value, id);
        id
    }

    /// The constant with that id.
    pub fn get(&self, id: ConstId) -> &Constant {
        &self.values[id.0 as usize]
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Constant> {
        self.values.iter()
    }

    /// How many constants there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// A frozen pool of these constants, numbered in their order.
    pub(crate) fn frozen(values: Vec<Constant>) -> Self {
        Self { values, ids: FxHashMap::default() }
    }

    /// Frees the look-up table once nothing more will be added; `intern` then adds duplicates.
    pub fn freeze(&mut self) {
        self.ids = FxHashMap::default();
        self.values.shrink_to_fit();
    }
}
