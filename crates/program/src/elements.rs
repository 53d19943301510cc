//! Elements of containers: what is kept in lists, maps and the like, by the operation that made the container.
//!
//! Every container that an operation makes has a number, its site. What is put into it goes into slots of the site,
//! one for each constant key, one for all else. Within a block of straight code the last thing that was put under a
//! key is what is read there.

use ir::{Constant, List, Op, Value};
use rustc_hash::FxHashMap;

use crate::condition::Values as _;
use crate::sites::{Maker, Site};
use crate::tables::{Key, Slot};
use crate::transfer::Transfer;
use crate::{Type, TypeSet};

/// How many entries of a literal are told apart when it is copied into another container.
const MAX_COPIED: usize = 64;

/// How many elements are surely known at one point.
const MAX_EXACT: usize = 1024;

/// What a function puts into containers.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) slots: FxHashMap<Slot, TypeSet>,
    /// What surely stands under a key at this point.
    exact: FxHashMap<(Site, Key), TypeSet>,
}

impl Kept {
    pub(crate) fn begin_block(&mut self) {
        self.exact.clear();
    }

    /// Nothing else stands under that key now.
    fn stands(&mut self, site: Site, key: Key, types: TypeSet) {
        if self.exact.len() < MAX_EXACT {
            self.exact.insert((site, key), types);
        } else {
            self.exact.remove(&(site, key));
        }
    }

    /// Code that is not seen here may put anything anywhere.
    pub(crate) fn forget(&mut self) {
        self.exact.clear();
    }
}

impl Transfer<'_, '_> {
    fn own_site(&self, value: Value) -> Site {
        self.program.site(self.id, value)
    }

    fn is_own(&self, site: Site) -> bool {
        matches!(self.program.maker(site), Maker::Op(id, _) if id == self.id)
    }

    /// What a slot of a container holds.
    fn slot(&self, slot: Slot) -> TypeSet {
        let mut types = self.program.tables.get(slot);
        if let Some(own) = self.kept.slots.get(&slot) {
            types.join(own);
        }
        types
    }

    pub(crate) fn put(&mut self, slot: Slot, types: &TypeSet) {
        self.kept.slots.entry(slot).or_default().join(types);
    }

    /// What is worth knowing of an element: text is not.
    pub(crate) fn worth_keeping(&self, types: &TypeSet) -> TypeSet {
        let plain = |ty: &Type| {
            let literals = &self.program.literals;
            literals.text.iter().chain(literals.bytes.iter()).any(|text| text == *ty)
        };
        if !types.iter().any(|ty| plain(&ty)) {
            return *types;
        }
        let mut kept = types.only_sites();
        for ty in types.iter().filter(|ty| !plain(ty)) {
            kept.insert(ty);
        }
        kept
    }

    /// The constant that a value is, one that a module binds once included.
    pub(crate) fn key(&self, value: Value) -> Option<Key> {
        self.key_constant(value).and_then(Key::of)
    }

    fn key_constant(&self, value: Value) -> Option<&Constant> {
        if let Some(constant) = self.constant(value) {
            return Some(constant);
        }
        let program = self.program;
        let (module, name) = match self.function.op(value) {
            Op::Global(name) => program.global_variable(self.module, name)?,
            Op::Import(path) => program.imported_variable(path)?,
            _ => return None,
        };
        let definition = program.global_definition(module, name)?;
        match program.function(program.function_id(module, ir::FunctionId(0))).op(definition) {
            Op::SetGlobal(_, of) => match program.function(program.function_id(module, ir::FunctionId(0))).op(of) {
                Op::Const(id) => Some(program.module(module).constants.get(id)),
                _ => None,
            },
            _ => None,
        }
    }

    // --- writing ----------------------------------------------------------------------------------------------------

    /// Puts something into every container that a value may be.
    pub(crate) fn keep(&mut self, base: TypeSet, key: Option<Key>, types: TypeSet) {
        let types = self.worth_keeping(&types);
        let is_one = base.sites().count() == 1;
        for site in base.sites() {
            self.keep_at(site, key, types);
            match key {
                Some(key) if is_one && self.is_own(site) => {
                    if types != TypeSet::EMPTY || self.slot(Slot::Elements(site)) != TypeSet::EMPTY {
                        self.kept.stands(site, key, types);
                    }
                }
                Some(key) => {
                    self.kept.exact.remove(&(site, key));
                }
                None if types == TypeSet::EMPTY => {}
                None => self.kept.exact.retain(|(known, _), _| *known != site),
            }
        }
    }

    pub(crate) fn keep_at(&mut self, site: Site, key: Option<Key>, types: TypeSet) {
        let types = self.worth_keeping(&types);
        if types == TypeSet::EMPTY {
            return;
        }
        self.put(key.map_or(Slot::Others(site), |key| Slot::Item(site, key)), &types);
        self.put(Slot::Elements(site), &types);
    }

    pub(crate) fn make_sequence(&mut self, value: Value, list: List) -> Site {
        let site = self.own_site(value);
        let operands = self.function.values(list);
        let spread = |value: &Value| matches!(self.function.op(*value), Op::Unary(ir::UnaryOp::Spread, _));
        let first_spread = operands.iter().position(spread).unwrap_or(operands.len());
        for (at, &operand) in operands.iter().enumerate() {
            let key = (at < first_spread).then(|| Key::position(at));
            let types = if spread(&operand) { self.iterated(self.of(operand)) } else { self.of(operand) };
            self.keep(TypeSet::EMPTY.at(site), key, types);
        }
        site
    }

    pub(crate) fn make_map(&mut self, value: Value, list: List) -> Site {
        let site = self.own_site(value);
        let made = TypeSet::EMPTY.at(site);
        for entry in self.function.values(list).chunks_exact(2) {
            let (key, kept) = (entry[0], entry[1]);
            if matches!(self.function.op(kept), Op::Unary(ir::UnaryOp::Spread, _)) {
                self.copy_entries(self.of(kept), made);
                continue;
            }
            let keys = self.worth_keeping(&self.of(key));
            if keys != TypeSet::EMPTY {
                self.put(Slot::Keys(site), &keys);
            }
            let key = self.key(key);
            self.keep(made, key, self.of(kept));
        }
        site
    }

    /// Puts what containers hold into others, under the same keys where these are known.
    pub(crate) fn copy_entries(&mut self, from: TypeSet, into: TypeSet) {
        for site in from.sites() {
            let keys = self.slot(Slot::Keys(site));
            for target in into.sites().filter(|_| keys != TypeSet::EMPTY) {
                self.put(Slot::Keys(target), &keys);
            }
            let Some(known) = self.literal_keys(site) else {
                self.keep(into, None, self.slot(Slot::Elements(site)));
                continue;
            };
            for key in known {
                let types = self.item_at(site, key);
                self.keep(into, Some(key), types);
            }
            self.keep(into, None, self.slot(Slot::Others(site)));
        }
    }

    /// The keys of a literal map of this function that was not changed, all constants.
    fn literal_keys(&self, site: Site) -> Option<Vec<Key>> {
        let Maker::Op(id, Op::Map(list)) = self.program.maker(site) else { return None };
        if id != self.id || list.len as usize > 2 * MAX_COPIED {
            return None;
        }
        self.function.values(list).chunks_exact(2).map(|entry| self.key(entry[0])).collect()
    }

    /// A container of this operation that may hold whatever these hold.
    pub(crate) fn mixture_of(&mut self, value: Value, of: &[TypeSet]) -> TypeSet {
        let made = TypeSet::EMPTY.at(self.own_site(value));
        for types in of {
            let elements = self.iterated(*types);
            self.keep(made, None, elements);
        }
        made
    }

    /// A run of the elements of a sequence: with constant bounds in a literal, those between.
    pub(crate) fn part_of(&mut self, value: Value, base: TypeSet, bounds: Option<(Value, Value)>) -> TypeSet {
        if !base.has_sites() {
            return base.without_sites();
        }
        let mut types = base.without_sites();
        let made = TypeSet::EMPTY.at(self.own_site(value));
        for site in base.sites() {
            let run = bounds.and_then(|(from, to)| self.positions(site, from, to));
            let Some(run) = run.filter(|run| run.len() <= MAX_COPIED) else {
                types.join(&self.mixture_of(value, &[TypeSet::EMPTY.at(site)]));
                continue;
            };
            for (at, position) in run.enumerate() {
                let element = self.item_at(site, Key::position(position));
                self.keep(made, Some(Key::position(at)), element);
            }
            types.join(&made);
        }
        types
    }

    /// The positions between two bounds in a literal sequence.
    fn positions(&self, site: Site, from: Value, to: Value) -> Option<std::ops::Range<usize>> {
        let len = self.program.literal_len(site)?;
        let bound = |value: Value, open: usize| match self.key_constant(value)? {
            Constant::Null => Some(open),
            &Constant::Int(back @ ..0) => Some(len.saturating_sub(usize::try_from(back.unsigned_abs()).ok()?)),
            &Constant::Int(at) => Some(usize::try_from(at).ok()?.min(len)),
            _ => None,
        };
        Some(bound(from, 0)?..bound(to, len)?)
    }

    // --- reading ----------------------------------------------------------------------------------------------------

    fn item_at(&self, site: Site, key: Key) -> TypeSet {
        if let Some(exact) = self.kept.exact.get(&(site, key)) {
            return *exact;
        }
        let mut types = self.slot(Slot::Item(site, key));
        types.join(&self.slot(Slot::Others(site)));
        types
    }

    /// What stands under a key.
    pub(crate) fn element(&self, base: TypeSet, key: Option<Key>) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for site in base.sites() {
            types.join(&match key {
                Some(key) => self.item_at(site, key),
                None => self.slot(Slot::Elements(site)),
            });
        }
        types
    }

    /// All that containers hold.
    pub(crate) fn elements_of(&self, base: TypeSet) -> TypeSet {
        self.element(base, None)
    }

    /// What `base[key]` may refer to.
    pub(crate) fn item_types(&self, base: Value, key: Value) -> TypeSet {
        let base = self.of(base);
        let mut types = TypeSet::EMPTY;
        if base.has_sites() {
            let constant = self.key_constant(key);
            for site in base.sites() {
                let key = match constant {
                    // Counted from the end.
                    Some(&Constant::Int(back @ ..0)) => {
                        let back = usize::try_from(back.unsigned_abs()).ok();
                        let len = self.program.literal_len(site);
                        len.zip(back).and_then(|(len, back)| len.checked_sub(back)).map(Key::position)
                    }
                    Some(constant) => Key::of(constant),
                    None => None,
                };
                types.join(&self.element(TypeSet::EMPTY.at(site), key));
            }
        }
        types.join(&self.method_results_of(base, &[self.program.names.item]));
        let apis = self.program.apis;
        for ty in base.iter() {
            if let Type::ApiInstance(node) = ty
                && let Some(method) = apis.member(node, self.program.names.item)
            {
                types.join(&apis.api(method).returns.iter().map(|&class| Type::ApiInstance(class)).collect());
            }
        }
        types
    }

    /// What generators among the values yield.
    pub(crate) fn yielded(&self, base: TypeSet) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for site in base.sites() {
            if matches!(self.program.maker(site), Maker::Generator) {
                types.join(&self.slot(Slot::Elements(site)));
            }
        }
        types
    }

    /// What iterating over a value gives: a map gives its keys, an instance what its methods give.
    pub(crate) fn iterated(&self, base: TypeSet) -> TypeSet {
        self.each_of(base, |transfer, site| {
            transfer.slot(if transfer.program.is_map(site) { Slot::Keys(site) } else { Slot::Elements(site) })
        })
    }

    /// The keys of maps.
    pub(crate) fn keys_of(&self, base: TypeSet) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for site in base.sites() {
            types.join(&self.slot(Slot::Keys(site)));
        }
        types
    }

    /// Any element: of a map, what stands under its keys.
    pub(crate) fn each(&self, base: TypeSet) -> TypeSet {
        self.each_of(base, |transfer, site| transfer.slot(Slot::Elements(site)))
    }

    fn each_of(&self, base: TypeSet, of_site: impl Fn(&Self, Site) -> TypeSet) -> TypeSet {
        let names = &self.program.names;
        let iterator = self.method_results_of(base, names.iterate);
        let mut types = self.method_results_of(iterator, names.next);
        for site in base.sites().chain(iterator.sites()) {
            types.join(&of_site(self, site));
        }
        types
    }

    /// What methods of the program of these names give, called on the instances among the types.
    fn method_results_of(&self, base: TypeSet, names: &[&str]) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in base.iter().filter(|ty| matches!(ty, Type::Instance(_))) {
            for name in names.iter().filter_map(|name| self.program.symbols.find(name)) {
                types.join(&self.method_results(TypeSet::one(ty), name));
            }
        }
        types
    }
}
