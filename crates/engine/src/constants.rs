//! Constants of modules and classes: names that are bound once, to a constant or to a written-down collection that
//! nobody changes.
//!
//! Takes the program, and what the bodies of modules and classes bind; gives what is surely known of such names wherever
//! they are read.

use contained::Step;
use ir::{Constant, Elem, FunctionKind, Op, Symbol, Value};
use program::{ClassRef, FuncId, ModuleId, Program, Target, Type};
use rustc_hash::FxHashMap;

use crate::limits::LISTED;

/// A name that a body binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A module-level name.
    Global(ModuleId, Symbol),
    /// A name in a class body.
    Attribute(ClassRef, Symbol),
}

/// What is surely known of names of modules and classes.
#[derive(Default)]
pub(crate) struct Constants {
    values: FxHashMap<Place, Constant>,
    /// The names that class bodies bind, and whether they do so once.
    bound: FxHashMap<(ClassRef, Symbol), bool>,
    /// Attributes that are written outside of class bodies, and whether that may be done on a class.
    written: FxHashMap<Symbol, bool>,
    /// The names of collections of constants that nobody changes.
    collections: FxHashMap<Place, Collection>,
}

/// A collection of constants that nobody changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collection {
    /// The constants that it holds, the keys of a map.
    pub(crate) elements: Vec<Constant>,
    /// Whether these are all.
    pub(crate) is_listed: bool,
    /// Whether it is a map of which the values are constants, too.
    pub(crate) has_constant_values: bool,
    /// What stands where, when that is known of all: at the places of a sequence, or under the keys of a map.
    pub(crate) placed: Placed,
}

/// Which constant stands where in a collection.
#[derive(Clone, Debug, Default)]
pub(crate) enum Placed {
    /// That is not known.
    #[default]
    Unknown,
    /// The elements stand in their order.
    InOrder,
    /// The values of a map, in the order of its keys.
    UnderKeys(Vec<Constant>),
}

impl Collection {
    pub(crate) fn add(&mut self, constant: Constant) {
        if self.elements.len() < LISTED {
            self.elements.push(constant);
        } else {
            self.is_listed = false;
        }
    }

    /// The constant that stands at a place or under a key.
    pub(crate) fn at(&self, key: &Constant) -> Option<&Constant> {
        if !self.is_listed {
            return None;
        }
        match (&self.placed, key) {
            (Placed::InOrder, Constant::Int(at)) => {
                let from_end = usize::try_from(at.unsigned_abs()).ok()?;
                let at = if *at < 0 { self.elements.len().checked_sub(from_end)? } else { from_end };
                self.elements.get(at)
            }
            (Placed::UnderKeys(values), _) => {
                let last = self.elements.iter().rposition(|known| known == key)?;
                values.get(last)
            }
            _ => None,
        }
    }

    pub(crate) fn add_all(&mut self, other: Self) {
        self.is_listed &= other.is_listed;
        other.elements.into_iter().for_each(|constant| self.add(constant));
    }
}

impl Constants {
    /// Constants of which no value is known yet.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        Self {
            bound: bound_in_bodies(program),
            written: written_attributes(program),
            collections: FxHashMap::default(),
            values: FxHashMap::default(),
        }
    }

    /// Takes what bodies bind. What is bound twice is no constant.
    pub(crate) fn bind(&mut self, bound: impl Iterator<Item = (Place, Option<Constant>)>) {
        let mut values: FxHashMap<Place, Option<Constant>> = FxHashMap::default();
        for (place, constant) in bound {
            values.entry(place).and_modify(|known| *known = None).or_insert(constant);
        }
        self.values = values.into_iter().filter_map(|(place, constant)| Some((place, constant?))).collect();
    }

    /// Takes the collections of constants, once it is known which names are constants.
    pub(crate) fn take_collections(&mut self, collections: FxHashMap<Place, Collection>) {
        self.collections = collections;
    }

    /// The constant that a module-level name always is.
    pub(crate) fn global(&self, program: &Program<'_>, module: ModuleId, name: Symbol) -> Option<&Constant> {
        program.global_definition(module, name)?;
        self.values.get(&Place::Global(module, name))
    }

    /// The constant that an attribute of a class always is, or, unless it is asked for those of the `class_itself`, of its
    /// instances.
    pub(crate) fn attribute(
        &self,
        program: &Program<'_>,
        class: ClassRef,
        name: Symbol,
        class_itself: bool,
    ) -> Option<&Constant> {
        if self.written.get(&name).is_some_and(|on_class| *on_class || !class_itself) {
            return None;
        }
        let binds = |class: &&ClassRef| self.bound.contains_key(&(**class, name));
        let of = |class: &ClassRef| self.values.get(&Place::Attribute(*class, name));
        let constant = of(program.ancestors(class).iter().find(binds)?)?;
        let is_same = |below: &ClassRef| of(below) == Some(constant);
        program.subclasses(class).iter().filter(binds).all(is_same).then_some(constant)
    }

    /// The constant that the body of a class binds a name to, or else that of the nearest ancestor that binds it; whether
    /// somebody writes another over it later is not asked.
    pub(crate) fn in_body(&self, program: &Program<'_>, class: ClassRef, name: Symbol) -> Option<&Constant> {
        let binder = program.ancestors(class).iter().find(|class| self.bound.contains_key(&(**class, name)))?;
        self.values.get(&Place::Attribute(*binder, name))
    }

    /// Whether the body of a class binds a name, and does so once, and nobody else writes an attribute of that name.
    pub(crate) fn is_bound_once(&self, class: ClassRef, name: Symbol) -> bool {
        self.bound.get(&(class, name)) == Some(&true) && !self.written.contains_key(&name)
    }

    /// Whether all that the body of a class binds is written down: constants, functions, classes, and what calls give that
    /// keep nothing of what they are given.
    pub(crate) fn binds_only_constants(&self, program: &Program<'_>, class: ClassRef) -> bool {
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        let function = program.function(body);
        function.ops.iter().all(|op| {
            let Op::Store(_, Elem::Field(name), of) = *op else { return true };
            self.values.contains_key(&Place::Attribute(class, name))
                || match function.op(function.original(of)) {
                    Op::Closure { .. } | Op::Class { .. } => true,
                    Op::Call(..) => is_clean(program, body, function.original(of)),
                    _ => false,
                }
        })
    }

    /// The collection of constants that a module-level name always is.
    pub(crate) fn global_collection(&self, module: ModuleId, name: Symbol) -> Option<&Collection> {
        self.collections.get(&Place::Global(module, name))
    }

    /// The collection of constants that an attribute of a class, or of its instances, always is: that of the class. Those
    /// of subclasses are collections of constants as well.
    pub(crate) fn attribute_collection(
        &self,
        program: &Program<'_>,
        class: ClassRef,
        name: Symbol,
    ) -> Option<&Collection> {
        let binds = |class: &&ClassRef| self.bound.contains_key(&(**class, name));
        let of = |class: &ClassRef| self.collections.get(&Place::Attribute(*class, name));
        let collection = of(program.ancestors(class).iter().find(binds)?)?;
        program.subclasses(class).iter().filter(binds).all(|below| of(below).is_some()).then_some(collection)
    }
}

fn bound_in_bodies(program: &Program<'_>) -> FxHashMap<(ClassRef, Symbol), bool> {
    let mut bound = FxHashMap::default();
    for class in program.classes() {
        program.at_class(Step::Bound, class);
        let body = program.function_id(program.module_of_class(class), program.class(class).body);
        for op in &program.function(body).ops {
            if let Op::Store(_, Elem::Field(name), _) = *op {
                bound.entry((class, name)).and_modify(|once| *once = false).or_insert(true);
            }
        }
    }
    bound
}

fn written_attributes(program: &Program<'_>) -> FxHashMap<Symbol, bool> {
    let mut written: FxHashMap<Symbol, bool> = FxHashMap::default();
    for id in program.functions() {
        let function = program.function(id);
        if matches!(function.kind, FunctionKind::ClassBody(_)) {
            continue;
        }
        for op in &function.ops {
            if let Op::Store(base, Elem::Field(name), _) | Op::Delete(base, Elem::Field(name)) = *op {
                let on_class = written.entry(name).or_insert(false);
                *on_class = *on_class || may_be_class(program.types(id, base));
            }
        }
    }
    written
}

/// Whether what is of these types may be a class.
fn may_be_class(types: program::TypeSet) -> bool {
    types.is_empty() || types.iter().any(|ty| !matches!(ty, Type::Instance(_) | Type::ApiInstance(_)))
}

/// Whether what a call gives is nothing of others, says a model: a fresh value, or a function that was wrapped.
fn is_clean(program: &Program<'_>, id: FuncId, call: Value) -> bool {
    let is_function =
        |types: program::TypeSet| !types.is_empty() && types.iter().all(|ty| matches!(ty, Type::Function(_)));
    let targets = program.call(id, call).map(|site| site.targets.as_slice()).unwrap_or_default();
    let is_clean = |target: &Target| match target {
        Target::Api(node) => {
            program.apis.api(*node).rows.iter().any(|&row| program.apis.row(row).effect.is_without_text())
        }
        _ => false,
    };
    is_function(program.types(id, call)) || !targets.is_empty() && targets.iter().all(is_clean)
}
