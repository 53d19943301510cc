//! What is known across functions: the types of results, parameters, captured and shared variables, attributes,
//! module-level names, and elements of containers.

use ir::{Constant, FunctionId, Symbol, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::dependencies::{Dependency, note};
use crate::entering::Entered;
use crate::known_by_use::KnownByUse;
use crate::sites::Site;
use crate::{ClassRef, FuncId, ModuleId, Program, Type, TypeSet};

/// Something whose types are known across functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    /// What a function returns.
    Result(FuncId),
    /// What a parameter is given.
    Param(FuncId, u32),
    /// What a decorated function is besides.
    Decorated(FuncId),
    /// What a closure brings along.
    Capture(FuncId, u32),
    /// An attribute of a class or its instances.
    Attribute(ClassRef, Symbol),
    /// A computed module-level name.
    Global(ModuleId, Symbol),
    /// A variable that several functions write.
    Shared(FuncId, Symbol),
    /// An element of a container, under a constant key.
    Item(Site, Key),
    /// The elements of a container under keys that are not known.
    Others(Site),
    /// All elements of a container.
    Elements(Site),
    /// The keys of a map.
    Keys(Site),
}

/// The hash of a constant that is a key. The same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u32);

impl Key {
    /// The key that a constant is. Parts of containers are not told apart by numbers with a point.
    pub(crate) fn of(constant: &Constant) -> Option<Self> {
        let (tag, bytes): (u32, &[u8]) = match constant {
            Constant::Int(value) => return Some(Self::hashed(2, &value.to_le_bytes())),
            Constant::Bool(value) => return Some(Self::position(usize::from(*value))),
            Constant::Null => (0, &[]),
            Constant::Str(text) => (4, text.as_bytes()),
            Constant::Bytes(bytes) => (5, bytes),
            Constant::Number(_) => return None,
        };
        Some(Self::hashed(tag, bytes))
    }

    /// The key that a text is.
    pub(crate) fn text(text: &str) -> Self {
        Self::hashed(4, text.as_bytes())
    }

    /// The key that a place in a sequence is.
    pub(crate) fn position(position: usize) -> Self {
        Self::hashed(2, &i64::try_from(position).unwrap_or(i64::MAX).to_le_bytes())
    }

    fn hashed(tag: u32, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(0x811c_9dc5 ^ tag, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }
}

/// An attribute of a class of the program, named by the class that writes it and is nearest to the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attribute {
    /// The class.
    pub class: ClassRef,
    /// The name.
    pub name: Symbol,
}

/// What one function adds to the tables.
pub(crate) type Additions = Vec<(Slot, TypeSet)>;

/// The types of all slots.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) slots: FxHashMap<Slot, TypeSet>,
    /// The one place that binds a module-level name, when it is bound once and nowhere else.
    pub(crate) definitions: FxHashMap<(ModuleId, Symbol), Option<Value>>,
    /// The places that bind a module-level name, when they are several and all in the module's own body.
    pub(crate) alternatives: FxHashMap<(ModuleId, Symbol), Vec<Value>>,
    /// The writes that functions leave to their calls.
    pub(crate) entering: FxHashMap<FuncId, Vec<Entered>>,
    /// The functions of which some call has taken writes over.
    pub(crate) taken_over: FxHashSet<FuncId>,
    /// The number of the round of inference.
    pub(crate) round: usize,
    /// Values that are known by their name and what is used of them.
    pub(crate) known_by_use: KnownByUse,
    /// Whether what nothing else tells of is taken for what its use tells.
    pub(crate) believes_use: bool,
}

impl Tables {
    /// The types of a slot.
    pub(crate) fn get(&self, slot: Slot) -> TypeSet {
        note(Dependency::Types(slot));
        self.slots.get(&slot).copied().unwrap_or_default()
    }

    /// Whether anything is known of a slot.
    pub(crate) fn has(&self, slot: Slot) -> bool {
        note(Dependency::Types(slot));
        self.slots.contains_key(&slot)
    }

    /// The writes that a function leaves to its calls.
    pub(crate) fn left_by(&self, function: FuncId) -> Option<&[Entered]> {
        note(Dependency::Entering(function));
        self.entering.get(&function).map(Vec::as_slice)
    }
}

/// How many subclasses are asked for an attribute that no ancestor has.
const MAX_SUBCLASSES_ASKED: usize = 8;

impl Program<'_> {
    /// The types of an attribute of an instance or class, as its writers and declarations tell.
    pub(crate) fn attribute_types(&self, class: ClassRef, name: Symbol) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for &owner in self.ancestors(class) {
            types.join(&self.tables.get(Slot::Attribute(owner, name)));
        }
        if types.is_empty() {
            for &below in self.subclasses(class).iter().take(MAX_SUBCLASSES_ASKED) {
                types.join(&self.tables.get(Slot::Attribute(below, name)));
            }
        }
        types
    }

    /// The attribute as all its readers and writers name it.
    pub fn attribute(&self, class: ClassRef, name: Symbol) -> Attribute {
        let writes = |owner: &&ClassRef| self.tables.has(Slot::Attribute(**owner, name));
        let owner = self.ancestors(class).iter().rev().find(writes);
        Attribute { class: owner.copied().unwrap_or(class), name }
    }

    /// The operation in the module's body that gives a module-level name its only value.
    pub fn global_definition(&self, module: ModuleId, name: Symbol) -> Option<Value> {
        self.tables.definitions.get(&(module, name)).copied().flatten()
    }

    /// The operations in the module's body that give a module-level name its values; none when others do, too.
    pub fn global_definitions(&self, module: ModuleId, name: Symbol) -> &[Value] {
        match self.tables.definitions.get(&(module, name)) {
            Some(Some(only)) => std::slice::from_ref(only),
            Some(None) => self.tables.alternatives.get(&(module, name)).map_or(&[], Vec::as_slice),
            None => &[],
        }
    }

    /// The module-level variable that a name of a module's scope means, followed across imports.
    pub fn global_variable(&self, module: ModuleId, name: Symbol) -> Option<(ModuleId, Symbol)> {
        self.resolve_name(module, name)?.computed
    }

    /// The module-level variable that an attribute of a module means.
    pub fn module_variable(&self, module: ModuleId, name: Symbol) -> Option<(ModuleId, Symbol)> {
        self.module_member(module, name).computed
    }

    /// The module-level variable that an absolute dotted name means.
    pub fn imported_variable(&self, path: Symbol) -> Option<(ModuleId, Symbol)> {
        self.resolve_path(path).computed
    }

    /// The function that owns a shared variable, program-wide.
    pub fn shared_owner(&self, function: FuncId, owner: FunctionId) -> FuncId {
        self.function_id(self.module_of(function), owner)
    }

    /// What the decorator names of a class refer to.
    pub fn class_decorators(&self, class: ClassRef) -> TypeSet {
        let module = self.module_of_class(class);
        let mut types = TypeSet::EMPTY;
        for &written in &self.class(class).decorators {
            types.join(&self.resolve_written(module, written));
        }
        types
    }

    /// What an instance of the declared types is, and what its elements are when they are declared, too; these go into
    /// the slots of a site: `site` gives that of a sequence, or of a map.
    pub(crate) fn declared(
        &self,
        module: ModuleId,
        declared: &[Symbol],
        site: impl Fn(bool) -> Site,
        slots: &mut FxHashMap<Slot, TypeSet>,
    ) -> TypeSet {
        let mut types = self.instances_of(module, declared);
        for &written in declared {
            let Some((is_map, element)) = marked(self.text(written)) else { continue };
            let Some(element) = self.symbols.find(element) else { continue };
            let elements = self.instances_of(module, &[element]);
            let text = self.text_types();
            if elements.iter().all(|ty| text.iter().any(|text| text == ty)) {
                continue;
            }
            let site = site(is_map);
            types = types.at(site);
            slots.entry(Slot::Others(site)).or_default().join(&elements);
            slots.entry(Slot::Elements(site)).or_default().join(&elements);
        }
        types
    }

    /// What an instance of the declared types is.
    pub(crate) fn instances_of(&self, module: ModuleId, declared: &[Symbol]) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        let of_value = |written: &&Symbol| !ir::is_marked(self.text(**written));
        for &written in declared.iter().filter(of_value) {
            for ty in self.resolve_written(module, written).iter() {
                match ty {
                    Type::Class(class) => types.insert(Type::Instance(class)),
                    Type::Api(node) if self.apis.api(node).is_class => types.insert(Type::ApiInstance(node)),
                    _ => false,
                };
            }
        }
        types
    }
}

/// Of a declared type of elements: whether they are a map's, and the type.
fn marked(written: &str) -> Option<(bool, &str)> {
    let of_map = written.strip_prefix(ir::ENTRIES).map(|element| (true, element));
    of_map.or_else(|| written.strip_prefix(ir::ELEMENTS).map(|element| (false, element)))
}
