//! What a value may refer to: a small set of functions, classes, instances, modules and modelled APIs.

use ir::Symbol;
use knowledge::NodeId;

use crate::sites::Site;
use crate::{ClassRef, FuncId, ModuleId};

/// One thing that a value may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// A function of the program.
    Function(FuncId),
    /// A method of the program with its receiver bound.
    Bound(FuncId),
    /// A class of the program, as an object.
    Class(ClassRef),
    /// An instance of a class of the program.
    Instance(ClassRef),
    /// A module of the program.
    Module(ModuleId),
    /// A name that modules of the program lie under, without being a module itself.
    Namespace(Symbol),
    /// A modelled API: a module, function, class or attribute outside the program.
    Api(NodeId),
    /// An instance of a modelled class.
    ApiInstance(NodeId),
}

/// The most things that a value is followed to.
pub(crate) const MAX_TYPES: usize = 4;

/// The most makers of containers that a value is followed to.
const MAX_SITES: usize = 4;

/// A sorted set of at most four types; beyond that, "many", which tells nothing. Beside them, while types are
/// inferred: where the containers were made that the value may be, at most four places, by the same rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeSet {
    items: [Type; MAX_TYPES],
    sites: [Site; MAX_SITES],
    len: u8,
    site_count: u8,
}

const NOTHING: Type = Type::Module(ModuleId(u32::MAX));
const NOWHERE: Site = Site(u32::MAX);
const MANY: u8 = MAX_TYPES as u8 + 1;

impl Default for TypeSet {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl TypeSet {
    /// Nothing is known.
    pub const EMPTY: Self = Self { items: [NOTHING; MAX_TYPES], sites: [NOWHERE; MAX_SITES], len: 0, site_count: 0 };

    /// It may be anything.
    pub(crate) const MANY: Self =
        Self { items: [NOTHING; MAX_TYPES], sites: [NOWHERE; MAX_SITES], len: MANY, site_count: 0 };

    /// Just one.
    pub fn one(ty: Type) -> Self {
        let mut set = Self::EMPTY;
        set.items[0] = ty;
        set.len = 1;
        set
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len == 0 || self.is_many()
    }

    /// Whether more than four were joined, so that the set says nothing.
    pub fn is_many(&self) -> bool {
        self.len == MANY
    }

    /// The types, in order; none for "many".
    pub fn iter(&self) -> impl Iterator<Item = Type> + '_ {
        let len = if self.is_many() { 0 } else { self.len as usize };
        self.items[..len].iter().copied()
    }

    /// Adds a type. Gives whether the set changed.
    pub fn insert(&mut self, ty: Type) -> bool {
        if self.is_many() {
            return false;
        }
        let len = self.len as usize;
        match self.items[..len].binary_search(&ty) {
            Ok(_) => false,
            Err(_) if len == MAX_TYPES => {
                self.items = [NOTHING; MAX_TYPES];
                self.len = MANY;
                true
            }
            Err(at) => {
                self.items.copy_within(at..len, at + 1);
                self.items[at] = ty;
                self.len += 1;
                true
            }
        }
    }

    /// Adds all of the other. Gives whether the set changed.
    pub fn join(&mut self, other: &Self) -> bool {
        let mut changed = false;
        if other.site_count == MANY && self.site_count != MANY {
            self.forget_sites();
            changed = true;
        }
        for site in other.sites() {
            changed |= self.insert_site(site);
        }
        if other.is_many() && !self.is_many() {
            self.items = other.items;
            self.len = MANY;
            return true;
        }
        other.iter().fold(changed, |changed, ty| self.insert(ty) | changed)
    }

    /// The places where the containers were made; none for too many.
    pub(crate) fn sites(&self) -> impl Iterator<Item = Site> + '_ {
        let count = if self.site_count == MANY { 0 } else { self.site_count as usize };
        self.sites[..count].iter().copied()
    }

    /// Whether it is known where a container was made.
    pub(crate) fn has_sites(&self) -> bool {
        self.site_count > 0 && self.site_count < MANY
    }

    /// The same with a container that was made there.
    pub(crate) fn at(mut self, site: Site) -> Self {
        self.insert_site(site);
        self
    }

    /// Where containers were made, without types.
    pub(crate) fn only_sites(&self) -> Self {
        Self { sites: self.sites, site_count: self.site_count, ..Self::EMPTY }
    }

    /// The types, without the places.
    pub(crate) fn without_sites(&self) -> Self {
        Self { items: self.items, len: self.len, ..Self::EMPTY }
    }

    fn insert_site(&mut self, site: Site) -> bool {
        if self.site_count == MANY {
            return false;
        }
        let count = self.site_count as usize;
        match self.sites[..count].binary_search(&site) {
            Ok(_) => false,
            Err(_) if count == MAX_SITES => {
                self.forget_sites();
                true
            }
            Err(at) => {
                self.sites.copy_within(at..count, at + 1);
                self.sites[at] = site;
                self.site_count += 1;
                true
            }
        }
    }

    fn forget_sites(&mut self) {
        self.sites = [NOWHERE; MAX_SITES];
        self.site_count = MANY;
    }
}

impl FromIterator<Type> for TypeSet {
    fn from_iter<I: IntoIterator<Item = Type>>(types: I) -> Self {
        let mut set = Self::EMPTY;
        for ty in types {
            set.insert(ty);
        }
        set
    }
}
