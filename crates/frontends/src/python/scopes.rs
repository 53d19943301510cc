//! The scopes of a module and what each name in them means: a local variable, one brought along by the closure, one
//! shared between functions, or a name of the module. Filled by [`super::bind`], asked while lowering.

use ir::{Interner, Symbol};
use rustc_hash::FxHashMap;

/// A scope: its place in [`Scopes`]. Number 0 is the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ScopeId(pub(super) u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    /// A function or a lambda.
    Function,
    Class,
    /// Lowered in the middle of the function around it; only its variables are its own.
    Comprehension,
}

/// What a name means in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A name of the module, or a builtin.
    Global,
    /// A variable of the function that is being lowered.
    Local(Symbol),
    /// A name that the class body binds.
    ClassLocal,
    /// The variable with that number among those that the closure brings along.
    Capture(u32),
    /// A variable of the function of that scope, read and written by several functions.
    Shared(ScopeId, Symbol),
}

/// A variable of an enclosing function that a closure brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Captured {
    /// The name in the source.
    pub(super) name: Symbol,
    /// The function (or module) scope that holds the variable.
    pub(super) owner: ScopeId,
    /// The variable there.
    pub(super) variable: Symbol,
}

#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Name {
    bound: bool,
    global: bool,
    nonlocal: bool,
    shared: bool,
    writes: u32,
    last_write: u32,
    place: Option<Place>,
}

pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    parent: Option<ScopeId>,
    /// The scope whose function the code of this scope is part of.
    function: ScopeId,
    /// When the closure was made, counted in steps of evaluation.
    created: u32,
    names: FxHashMap<Symbol, Name>,
    /// The names in the order of their first appearance.
    order: Vec<Symbol>,
    pub(super) captures: Vec<Captured>,
}

#[derive(Default)]
pub(super) struct Scopes {
    table: Vec<Scope>,
    /// Names of the module that functions write.
    written_elsewhere: rustc_hash::FxHashSet<Symbol>,
    /// The names in the source of variables that were renamed.
    renamed: FxHashMap<Symbol, Symbol>,
    clock: u32,
}

impl Scopes {
    pub(super) fn get(&self, scope: ScopeId) -> &Scope {
        &self.table[scope.0 as usize]
    }

    pub(super) fn try_get(&self, scope: ScopeId) -> Option<&Scope> {
        self.table.get(scope.0 as usize)
    }

    pub(super) fn try_function_of(&self, scope: ScopeId) -> Option<ScopeId> {
        self.try_get(scope).map(|scope| scope.function)
    }

    fn name_mut(&mut self, scope: ScopeId, name: Symbol) -> &mut Name {
        let scope = &mut self.table[scope.0 as usize];
        scope.names.entry(name).or_insert_with(|| {
            scope.order.push(name);
            Name::default()
        })
    }

    pub(super) fn add(&mut self, kind: ScopeKind, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.table.len() as u32);
        let function = match (kind, parent) {
            (ScopeKind::Comprehension, Some(parent)) => self.get(parent).function,
            _ => id,
        };
        self.clock += 1;
        let created = self.clock;
        let (names, order, captures) = (FxHashMap::default(), Vec::new(), Vec::new());
        self.table.push(Scope { kind, parent, function, created, names, order, captures });
        id
    }

    pub(super) fn read(&mut self, scope: ScopeId, name: Symbol) {
        self.name_mut(scope, name);
    }

    pub(super) fn write(&mut self, scope: ScopeId, name: Symbol) {
        self.clock += 1;
        let clock = self.clock;
        let name = self.name_mut(scope, name);
        name.bound = true;
        name.writes += 1;
        name.last_write = clock;
    }

    /// Writes past the comprehensions around, as a named expression does.
    pub(super) fn write_outside_comprehensions(&mut self, scope: ScopeId, name: Symbol) {
        // The comprehension itself must know that it uses the name.
        self.read(scope, name);
        let function = self.get(scope).function;
        self.write(function, name);
    }

    pub(super) fn declare_global(&mut self, scope: ScopeId, name: Symbol) {
        self.name_mut(scope, name).global = true;
    }

    pub(super) fn declare_nonlocal(&mut self, scope: ScopeId, name: Symbol) {
        self.name_mut(scope, name).nonlocal = true;
    }

    /// Whether functions write this name of the module.
    pub(super) fn is_written_elsewhere(&self, name: Symbol) -> bool {
        self.written_elsewhere.contains(&name)
    }

    /// Whether the module itself binds the name, or a function binds it for the module.
    pub(super) fn module_binds(&self, name: Symbol) -> bool {
        self.table.first().and_then(|module| module.names.get(&name)).is_some_and(|name| name.bound)
            || self.written_elsewhere.contains(&name)
    }

    /// The name in the source of a variable.
    pub(super) fn source_name(&self, variable: Symbol) -> Symbol {
        self.renamed.get(&variable).copied().unwrap_or(variable)
    }

    pub(super) fn place(&self, scope: ScopeId, name: Symbol) -> Place {
        let known = self.try_get(scope).and_then(|scope| scope.names.get(&name)).and_then(|name| name.place);
        // A name that the first walk did not reach: code deeper than the limit.
        known.unwrap_or(Place::Global)
    }

    /// Number of a captured variable in a function's captures.
    pub(super) fn capture_index(&self, function: ScopeId, captured: Captured) -> Option<u32> {
        let at = self.get(function).captures.iter().position(|known| *known == captured)?;
        Some(at as u32)
    }

    pub(super) fn function_of(&self, scope: ScopeId) -> ScopeId {
        self.get(scope).function
    }

    /// Settles what every name means, once all scopes are known.
    pub(super) fn resolve(&mut self, symbols: &mut Interner) {
        let all = (0..self.table.len() as u32).map(ScopeId);
        for scope in all.clone() {
            self.find_shared(scope);
        }
        for scope in all {
            self.settle(scope, symbols);
        }
    }

    /// The scope that binds a name which `scope` only uses, and the outermost function on the way there, if any.
    fn owner(&self, scope: ScopeId, name: Symbol) -> Option<(ScopeId, Option<ScopeId>)> {
        let mut crossed = None;
        let mut at = scope;
        loop {
            let here = self.get(at);
            if here.function == at {
                crossed = Some(at);
            }
            at = here.parent?;
            let here = self.get(at);
            if here.kind == ScopeKind::Class {
                continue;
            }
            let Some(name) = here.names.get(&name) else { continue };
            if name.global {
                return None;
            }
            if name.bound && !name.nonlocal {
                return if here.kind == ScopeKind::Module { None } else { Some((at, crossed)) };
            }
        }
    }

    fn find_shared(&mut self, scope: ScopeId) {
        for index in 0..self.get(scope).order.len() {
            let symbol = self.get(scope).order[index];
            let name = self.get(scope).names[&symbol];
            if name.global {
                if name.bound && scope.0 != 0 {
                    self.written_elsewhere.insert(symbol);
                }
                continue;
            }
            if name.bound && !name.nonlocal {
                continue;
            }
            if let Some((owner, Some(crossed))) = self.owner(scope, symbol) {
                let created = self.get(crossed).created;
                let variable = self.name_mut(owner, symbol);
                variable.shared |= name.nonlocal || variable.writes != 1 || variable.last_write >= created;
            }
        }
    }

    /// A variable's place for the code of its own function.
    fn own_place(&mut self, scope: ScopeId, symbol: Symbol, symbols: &mut Interner) -> Place {
        let name = self.get(scope).names[&symbol];
        if let Some(place) = name.place {
            return place;
        }
        let Scope { kind, function, .. } = *self.get(scope);
        let place = match kind {
            ScopeKind::Module => Place::Global,
            ScopeKind::Class => Place::ClassLocal,
            ScopeKind::Function if name.shared => Place::Shared(scope, symbol),
            ScopeKind::Function => Place::Local(symbol),
            ScopeKind::Comprehension => {
                let text = format!("{}.{}", symbols.text(symbol), scope.0);
                let variable = symbols.intern(&text);
                self.renamed.insert(variable, symbol);
                if name.shared { Place::Shared(function, variable) } else { Place::Local(variable) }
            }
        };
        self.name_mut(scope, symbol).place = Some(place);
        place
    }

    fn settle(&mut self, scope: ScopeId, symbols: &mut Interner) {
        for index in 0..self.get(scope).order.len() {
            let symbol = self.get(scope).order[index];
            let name = self.get(scope).names[&symbol];
            let place = if name.global {
                Place::Global
            } else if name.bound && !name.nonlocal {
                self.own_place(scope, symbol, symbols)
            } else {
                match self.owner(scope, symbol) {
                    None => self.class_place_from_comprehension(scope, symbol),
                    Some((owner, crossed)) => {
                        let place = self.own_place(owner, symbol, symbols);
                        match (crossed, place) {
                            (Some(_), Place::Local(variable)) => self.capture(scope, owner, symbol, variable),
                            _ => place,
                        }
                    }
                }
            };
            self.name_mut(scope, symbol).place = Some(place);
        }
    }

    /// A named expression in a comprehension of a class body binds in the class; elsewhere classes are not seen.
    fn class_place_from_comprehension(&self, scope: ScopeId, symbol: Symbol) -> Place {
        let here = self.get(scope);
        if here.kind != ScopeKind::Comprehension {
            return Place::Global;
        }
        let function = self.get(here.function);
        match function.names.get(&symbol) {
            Some(name) if function.kind == ScopeKind::Class && name.bound => Place::ClassLocal,
            _ => Place::Global,
        }
    }

    /// Lets every function from `scope` out to the owner's bring the variable along.
    fn capture(&mut self, scope: ScopeId, owner: ScopeId, name: Symbol, variable: Symbol) -> Place {
        let captured = Captured { name, owner: self.get(owner).function, variable };
        let mut at = self.get(scope).function;
        let mut place = None;
        while at != captured.owner {
            let captures = &mut self.table[at.0 as usize].captures;
            let index = captures.iter().position(|known| *known == captured).unwrap_or_else(|| {
                captures.push(captured);
                captures.len() - 1
            });
            place.get_or_insert(Place::Capture(index as u32));
            let Some(parent) = self.get(at).parent else { break };
            at = self.get(parent).function;
        }
        place.unwrap_or(Place::Global)
    }
}
