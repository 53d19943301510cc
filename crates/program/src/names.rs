//! Names: what a module's names are bound to, followed across imports, re-exports and star imports.

use contained::Step;
use ir::{BindingTarget, ClassId, Interner, Module, Op, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::own_library::name_of_copied;
use crate::points::at;
use crate::{ClassRef, FuncId, ModuleId, Program, Type, TypeSet};

/// How many imports a name is followed through.
const MAX_HOPS: usize = 24;

/// How many bindings one name is followed to, whatever ways lead there.
const MAX_VISITS: usize = 256;

/// Where following a name has been, so that a maze of imports is left in time.
#[derive(Default)]
struct Walk {
    /// Mostly one or two, and never more than are visited.
    seen: SmallVec<[(ModuleId, Symbol); 4]>,
    visits: usize,
}

impl Walk {
    /// Whether a name of a module is to be followed: not twice, and not beyond the limit.
    fn enters(&mut self, module: ModuleId, name: Symbol) -> bool {
        self.visits += 1;
        let is_new = self.visits <= MAX_VISITS && !self.seen.contains(&(module, name));
        if is_new {
            self.seen.push((module, name));
        }
        is_new
    }
}

/// The bindings of all modules.
#[derive(Default)]
pub(crate) struct Scopes {
    modules: FxHashMap<Symbol, ModuleId>,
    namespaces: FxHashSet<Symbol>,
    /// For each module: name → the positions of its bindings.
    bindings: Vec<FxHashMap<Symbol, Vec<u32>>>,
    /// The classes by module and qualified name: the first of a name.
    classes: FxHashMap<(ModuleId, Symbol), ClassId>,
    /// The last parts of dotted names, for names that end in one: full name → (rest, last part).
    parts: FxHashMap<Symbol, (Symbol, Symbol)>,
}

impl Scopes {
    pub(crate) fn new(modules: &[Module], symbols: &Interner) -> Self {
        let mut scopes = Self { modules: modules_by_name(modules), ..Self::default() };
        for (number, module) in modules.iter().enumerate() {
            at(Step::Scopes, number, module);
            for (at, class) in module.classes.iter().enumerate() {
                let name = (ModuleId(number as u32), class.qualified_name);
                scopes.classes.entry(name).or_insert(ClassId(at as u32));
            }
            let mut index: FxHashMap<Symbol, Vec<u32>> = FxHashMap::default();
            for (at, binding) in module.bindings.iter().enumerate() {
                index.entry(binding.name).or_default().push(at as u32);
            }
            scopes.bindings.push(index);
            let name = symbols.text(module.name);
            for (at, _) in name.match_indices('.') {
                if let Some(prefix) = symbols.find(&name[..at]) {
                    scopes.namespaces.insert(prefix);
                }
            }
        }
        for (index, text) in symbols.texts().enumerate() {
            if let Some((rest, last)) = text.rsplit_once('.')
                && let (Some(rest), Some(last)) = (symbols.find(rest), symbols.find(last))
            {
                scopes.parts.insert(Symbol(index as u32), (rest, last));
            }
        }
        scopes
    }
}

/// A set of things that a name may mean, and whether some of it is computed by the module.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) types: TypeSet,
    /// The module that computes the value, when one does.
    pub(crate) computed: Option<(ModuleId, Symbol)>,
}

impl Program<'_> {
    /// The module of that absolute dotted name.
    pub fn find_module(&self, name: Symbol) -> Option<ModuleId> {
        self.scopes.modules.get(&name).copied()
    }

    /// What an absolute dotted name means.
    pub(crate) fn resolve_path(&self, path: Symbol) -> Meaning {
        let mut meaning = Meaning::default();
        self.follow_path(path, MAX_HOPS, &mut Walk::default(), &mut meaning);
        meaning
    }

    /// What a name of a module's scope means; nothing when the module does not bind it.
    pub(crate) fn resolve_name(&self, module: ModuleId, name: Symbol) -> Option<Meaning> {
        let mut meaning = Meaning::default();
        self.follow_name(module, name, MAX_HOPS, &mut Walk::default(), &mut meaning).then_some(meaning)
    }

    /// What a dotted name as written in a module's scope means, builtins included.
    pub(crate) fn resolve_written(&self, module: ModuleId, written: Symbol) -> TypeSet {
        let text = self.text(written);
        let mut parts = text.split('.');
        let Some(first) = parts.next() else { return TypeSet::EMPTY };
        let first_types = self
            .symbols
            .find(first)
            .and_then(|symbol| self.resolve_name(module, symbol))
            .map_or_else(|| self.builtin(first), |meaning| meaning.types);
        parts.fold(first_types, |types, part| {
            let members = types.iter().map(|ty| match (ty, self.symbols.find(part)) {
                // A modelled name need not be a symbol of the program.
                (Type::Api(node), _) => {
                    self.apis.child(node, part).map_or(TypeSet::EMPTY, |child| TypeSet::one(Type::Api(child)))
                }
                (_, Some(symbol)) => self.static_member(ty, symbol),
                (_, None) => TypeSet::EMPTY,
            });
            members.fold(TypeSet::EMPTY, |mut all, types| {
                all.join(&types);
                all
            })
        })
    }

    /// The builtin of that name.
    pub(crate) fn builtin(&self, name: &str) -> TypeSet {
        self.apis.child(knowledge::Names::ROOT, name).map_or(TypeSet::EMPTY, |node| TypeSet::one(Type::Api(node)))
    }

    /// The part of that name of a module, namespace, class or API, by name alone.
    pub(crate) fn static_member(&self, ty: Type, name: Symbol) -> TypeSet {
        match ty {
            Type::Module(module) => self.module_member(module, name).types,
            Type::Namespace(path) => {
                self.join_path(path, name).map_or(TypeSet::EMPTY, |full| self.resolve_path(full).types)
            }
            Type::Api(node) => {
                self.apis.child(node, self.text(name)).map_or(TypeSet::EMPTY, |child| TypeSet::one(Type::Api(child)))
            }
            Type::Class(class) => self.nested_class(class, name).map_or(TypeSet::EMPTY, TypeSet::one),
            _ => TypeSet::EMPTY,
        }
    }

    /// The class of that name that stands in the body of a class.
    fn nested_class(&self, class: ClassRef, name: Symbol) -> Option<Type> {
        let module = self.module_of_class(class);
        let inner = self.join_path(self.class(class).qualified_name, name)?;
        self.scopes.classes.get(&(module, inner)).map(|&found| Type::Class(self.class_id(module, found)))
    }

    /// What `module.name` means: a name of the module, or a module below it.
    pub(crate) fn module_member(&self, module: ModuleId, name: Symbol) -> Meaning {
        if let Some(meaning) = self.resolve_name(module, name) {
            return meaning;
        }
        let below = self.join_path(self.modules[module.index()].name, name);
        let found = below.and_then(|path| self.scopes.modules.get(&path));
        Meaning { types: found.map_or(TypeSet::EMPTY, |&found| TypeSet::one(Type::Module(found))), computed: None }
    }

    fn join_path(&self, path: Symbol, name: Symbol) -> Option<Symbol> {
        self.symbols.find(&format!("{}.{}", self.text(path), self.text(name)))
    }

    fn follow_path(&self, path: Symbol, hops: usize, walk: &mut Walk, meaning: &mut Meaning) {
        if hops == 0 {
            return;
        }
        if let Some(&module) = self.scopes.modules.get(&path) {
            meaning.types.insert(Type::Module(module));
            return;
        }
        // The longest prefix that is a module decides; what is left are names in it.
        let mut rest = path;
        let mut names = Vec::new();
        while let Some(&(shorter, last)) = self.scopes.parts.get(&rest) {
            names.push(last);
            rest = shorter;
            if let Some(&module) = self.scopes.modules.get(&rest) {
                let before = *meaning;
                self.follow_members(module, &names, hops - 1, walk, meaning);
                if (before.types, before.computed) == (meaning.types, meaning.computed) {
                    self.follow_copied(path, meaning);
                }
                return;
            }
        }
        if self.scopes.namespaces.contains(&path) {
            meaning.types.insert(Type::Namespace(path));
            return;
        }
        match self.apis.find(self.text(path)) {
            Some(node) => {
                meaning.types.insert(Type::Api(node));
            }
            None => self.follow_copied(path, meaning),
        }
    }

    /// What is not there under the name of a copy is the library that would be copied there.
    fn follow_copied(&self, path: Symbol, meaning: &mut Meaning) {
        if let Some(node) = name_of_copied(self.text(path)).and_then(|library| self.apis.find(library)) {
            meaning.types.insert(Type::Api(node));
        }
    }

    /// Follows names (last first) from a module.
    fn follow_members(&self, module: ModuleId, names: &[Symbol], hops: usize, walk: &mut Walk, meaning: &mut Meaning) {
        let Some((&first, rest)) = names.split_last() else { return };
        let mut found = Meaning::default();
        if !self.follow_name(module, first, hops, walk, &mut found) {
            return;
        }
        let types = rest.iter().rev().fold(found.types, |types, &name| {
            types.iter().flat_map(|ty| self.static_member(ty, name).iter().collect::<Vec<_>>()).collect()
        });
        meaning.types.join(&types);
        if rest.is_empty() {
            meaning.computed = meaning.computed.or(found.computed);
        }
    }

    /// Gives whether the module binds the name.
    fn follow_name(&self, module: ModuleId, name: Symbol, hops: usize, walk: &mut Walk, meaning: &mut Meaning) -> bool {
        if hops == 0 || !walk.enters(module, name) {
            return false;
        }
        let data = &self.modules[module.index()];
        let Some(bindings) = self.scopes.bindings[module.index()].get(&name) else {
            return data.star_imports.iter().any(|star| match self.scopes.modules.get(star) {
                None => self.follow_api_star(*star, name, meaning),
                Some(&from) => {
                    from != module
                        && self.is_exported(from, name)
                        && self.follow_name(from, name, hops - 1, walk, meaning)
                }
            });
        };
        for &at in bindings {
            match data.bindings[at as usize].target {
                BindingTarget::Import(path) => self.follow_path(path, hops - 1, walk, meaning),
                BindingTarget::Function(function) => {
                    meaning.types.insert(Type::Function(self.function_id(module, function)));
                }
                BindingTarget::Class(class) => {
                    meaning.types.insert(Type::Class(self.class_id(module, class)));
                }
                BindingTarget::Computed => meaning.computed = meaning.computed.or(Some((module, name))),
            }
        }
        true
    }

    /// Whether a module itself binds a name.
    pub(crate) fn binds(&self, module: ModuleId, name: Symbol) -> bool {
        self.scopes.bindings[module.index()].contains_key(&name)
    }

    /// The module of the program from which an import of all names brings this one into a module.
    pub(crate) fn star_imported(&self, module: ModuleId, name: Symbol) -> Option<ModuleId> {
        let stars = self.modules[module.index()].star_imports.iter();
        let mut from = stars.filter_map(|star| self.scopes.modules.get(star).copied());
        from.find(|&from| from != module && self.is_exported(from, name) && self.resolve_name(from, name).is_some())
    }

    /// The module and the name in it that an absolute dotted name is made of; nothing for a module, and outside the program.
    pub(crate) fn name_in_module(&self, path: Symbol) -> Option<(ModuleId, Symbol)> {
        if self.scopes.modules.contains_key(&path) {
            return None;
        }
        let &(rest, last) = self.scopes.parts.get(&path)?;
        self.scopes.modules.get(&rest).map(|&module| (module, last))
    }

    /// Whether a dotted name is no variable of the program's own.
    fn is_outside(&self, path: Symbol) -> bool {
        self.resolve_path(path).computed.is_none()
    }

    /// Whether a value is what an import gives from outside, or a name in that: something that the code names as it is.
    pub fn is_imported(&self, function: FuncId, value: ir::Value) -> bool {
        let (code, mut at) = (self.function(function), value);
        for _ in 0..MAX_HOPS {
            at = code.original(at);
            match code.op(at) {
                Op::Import(path) => return self.is_outside(path),
                Op::Load(base, ir::Elem::Field(_)) => at = base,
                Op::Global(name) => {
                    let module = self.module_of(function);
                    let bindings = self.scopes.bindings[module.index()].get(&name);
                    let is_import = |at: &u32| match self.modules[module.index()].bindings[*at as usize].target {
                        BindingTarget::Import(path) => self.is_outside(path),
                        _ => false,
                    };
                    return bindings.is_some_and(|bindings| bindings.iter().any(is_import));
                }
                _ => return false,
            }
        }
        false
    }

    fn follow_api_star(&self, library: Symbol, name: Symbol, meaning: &mut Meaning) -> bool {
        let found = self.apis.find(self.text(library)).and_then(|node| self.apis.child(node, self.text(name)));
        found.is_some_and(|node| meaning.types.insert(Type::Api(node)))
    }

    fn is_exported(&self, module: ModuleId, name: Symbol) -> bool {
        match &self.modules[module.index()].exported {
            Some(names) => names.contains(&name),
            None => !self.text(name).starts_with('_'),
        }
    }
}

/// Index of names to module numbers.
fn modules_by_name(modules: &[Module]) -> FxHashMap<Symbol, ModuleId> {
    let mut index = FxHashMap::default();
    for (number, module) in modules.iter().enumerate() {
        index.entry(module.name).or_insert(ModuleId(number as u32));
    }
    index
}
