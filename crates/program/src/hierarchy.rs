//! The class hierarchy: bases, the order in which members are looked up, and subclasses.

use contained::Step;
use ir::{Elem, MethodKind, Op, Symbol};
use knowledge::NodeId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::condition::descends;
use crate::{ClassRef, FuncId, ModuleId, Program, Type, TypeSet};

/// How many classes a look-up visits.
const MAX_ANCESTORS: usize = 64;

/// How many times classes are visited on the way up.
const MAX_VISITS: usize = 512;

#[derive(Default)]
pub(crate) struct Hierarchy {
    /// For each class: itself and its ancestors in the program, in look-up order.
    pub(crate) order: Vec<Vec<ClassRef>>,
    /// For each class: the modelled classes among its ancestors, in look-up order.
    pub(crate) outside: Vec<Vec<NodeId>>,
    /// For each class: its direct and indirect subclasses, in canonical order.
    pub(crate) subclasses: Vec<Vec<ClassRef>>,
    /// For each class: whether some ancestor is unknown.
    pub(crate) open: Vec<bool>,
    methods: FxHashMap<(ClassRef, Symbol), u32>,
    /// The names that the bodies of classes bind.
    bound: FxHashSet<(ClassRef, Symbol)>,
    /// The methods that run when an attribute is written.
    setters: FxHashMap<(ClassRef, Symbol), u32>,
    /// Of classes of which a base is one of several: for each base of theirs that is not in the program, or is one of
    /// several, all that it may be.
    alternatives: FxHashMap<ClassRef, Vec<TypeSet>>,
}

impl Hierarchy {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let count = program.class_modules.len();
        let mut bases: Vec<Vec<ClassRef>> = Vec::with_capacity(count);
        let mut outside_bases: Vec<Vec<NodeId>> = Vec::with_capacity(count);
        let mut open_bases = Vec::with_capacity(count);
        let mut methods = FxHashMap::default();
        let mut bound = FxHashSet::default();
        let mut setters = FxHashMap::default();
        let mut looked_up: FxHashMap<(ModuleId, Symbol), Option<TypeSet>> = FxHashMap::default();
        let mut made: FxHashMap<(ModuleId, Symbol), TypeSet> = FxHashMap::default();
        let mut alternatives: FxHashMap<ClassRef, Vec<TypeSet>> = FxHashMap::default();
        for id in program.classes() {
            program.at_class(Step::Bases, id);
            let class = program.class(id);
            let module = program.module_of_class(id);
            for op in &program.function(program.function_id(module, class.body)).ops {
                if let Op::Store(_, Elem::Field(name), _) = *op {
                    bound.insert((id, name));
                }
            }
            let (mut inside, mut outside, mut open) = (Vec::new(), Vec::new(), false);
            let mut all: Vec<TypeSet> = Vec::new();
            for &written in &class.bases {
                let mut types = program.resolve_written(module, written);
                if let Some(computed) = program.resolve_name(module, written).and_then(|meaning| meaning.computed) {
                    let found = looked_up.entry(computed).or_insert_with(|| program.looked_up(computed.0, computed.1));
                    types.join(&found.unwrap_or_default());
                }
                if types.is_empty() {
                    let found =
                        made.entry((module, written)).or_insert_with(|| program.attribute_of_made(module, written));
                    types.join(found);
                }
                all.push(types);
                open |= types.is_empty();
                for ty in types.iter() {
                    match ty {
                        Type::Class(base) if base != id => inside.push(base),
                        Type::Api(node) => outside.push(node),
                        _ => open = true,
                    }
                }
            }
            if all.iter().any(|types| types.iter().count() > 1) {
                alternatives.insert(id, all);
            }
            bases.push(inside);
            outside_bases.push(outside);
            open_bases.push(open);
            for (at, method) in class.methods.iter().enumerate() {
                let table = if method.kind == MethodKind::Setter { &mut setters } else { &mut methods };
                table.insert((id, method.name), at as u32);
            }
        }
        let mut hierarchy = Self { methods, bound, setters, alternatives, ..Self::default() };
        for id in program.classes() {
            program.at_class(Step::Ancestors, id);
            let order = look_up_order(id, &bases);
            let mut outside = Vec::new();
            for class in &order {
                if let Some(&node) = program.own_library.classes.get(class)
                    && !outside.contains(&node)
                {
                    outside.push(node);
                }
                for &node in &outside_bases[class.index()] {
                    if !outside.contains(&node) {
                        outside.push(node);
                    }
                }
            }
            hierarchy.open.push(order.iter().any(|class| open_bases[class.index()]));
            hierarchy.order.push(order);
            hierarchy.outside.push(outside);
        }
        hierarchy.subclasses = vec![Vec::new(); count];
        for id in program.classes() {
            for &ancestor in &hierarchy.order[id.index()][1..] {
                hierarchy.subclasses[ancestor.index()].push(id);
            }
        }
        hierarchy
    }
}

/// Depth first, each class at its last visit: the usual linearisation for all but contrived hierarchies.
fn look_up_order(class: ClassRef, bases: &[Vec<ClassRef>]) -> Vec<ClassRef> {
    let mut visits: Vec<ClassRef> = Vec::new();
    let mut stack = vec![class];
    while let Some(class) = stack.pop() {
        if visits.len() >= MAX_VISITS {
            break;
        }
        visits.push(class);
        stack.extend(bases[class.index()].iter().rev());
    }
    let mut order: Vec<ClassRef> = Vec::new();
    for &visited in visits.iter().rev() {
        if visited != class && !order.contains(&visited) {
            order.push(visited);
        }
    }
    order.push(class);
    order.reverse();
    order.truncate(MAX_ANCESTORS);
    order
}

impl Program<'_> {
    /// The class and its ancestors in the program, in look-up order.
    pub fn ancestors(&self, class: ClassRef) -> &[ClassRef] {
        &self.hierarchy.order[class.index()]
    }

    /// Whether a class, or one that it descends from, binds the name in its own body.
    pub fn is_class_attribute(&self, class: ClassRef, name: Symbol) -> bool {
        self.ancestors(class).iter().any(|&owner| self.hierarchy.bound.contains(&(owner, name)))
    }

    /// The modelled classes that a class of the program descends from.
    pub fn modelled_ancestors(&self, class: ClassRef) -> &[NodeId] {
        &self.hierarchy.outside[class.index()]
    }

    /// Whether a class descends from one of these modelled classes, whichever of several each of its bases is.
    pub(crate) fn surely_descends(&self, class: ClassRef, wanted: &[NodeId]) -> bool {
        let below = |&node: &NodeId| descends(self, node, wanted);
        let of = &self.hierarchy.alternatives;
        let order = self.ancestors(class);
        if !order.iter().any(|class| of.contains_key(class)) {
            return self.modelled_ancestors(class).iter().any(below);
        }
        // Of each class on the way, from the root down: whether it surely descends from one.
        let mut sure: Vec<ClassRef> = Vec::new();
        for &at in order.iter().rev() {
            let is_sure = |ty: Type| match ty {
                Type::Api(node) => below(&node),
                Type::Class(base) => sure.contains(&base),
                _ => false,
            };
            let is_below = match of.get(&at) {
                Some(bases) => bases.iter().any(|base| !base.is_empty() && base.iter().all(is_sure)),
                None => self.own_bases(at).iter().any(|base| base.iter().any(is_sure)),
            };
            if is_below {
                sure.push(at);
            }
        }
        sure.contains(&class)
    }

    /// What each base of a class may be by its name.
    fn own_bases(&self, class: ClassRef) -> Vec<TypeSet> {
        let module = self.module_of_class(class);
        self.class(class).bases.iter().map(|&written| self.resolve_written(module, written)).collect()
    }

    /// The classes that descend from a class.
    pub fn subclasses(&self, class: ClassRef) -> &[ClassRef] {
        &self.hierarchy.subclasses[class.index()]
    }

    /// Whether some ancestor of the class is neither in the program nor modelled.
    pub fn has_unknown_ancestor(&self, class: ClassRef) -> bool {
        self.hierarchy.open[class.index()]
    }

    /// A method that the class itself declares.
    pub fn own_method(&self, class: ClassRef, name: Symbol) -> Option<ir::Method> {
        let at = *self.hierarchy.methods.get(&(class, name))?;
        Some(self.class(class).methods[at as usize])
    }

    /// The method of that name, found in look-up order, and the class that declares it.
    pub fn method(&self, class: ClassRef, name: Symbol) -> Option<(ClassRef, ir::Method)> {
        self.ancestors(class).iter().find_map(|&owner| self.own_method(owner, name).map(|method| (owner, method)))
    }

    /// The method that runs when the attribute of that name is written, found in look-up order, and the class that
    /// declares it.
    pub fn setter(&self, class: ClassRef, name: Symbol) -> Option<(ClassRef, ir::Method)> {
        let setters = &self.hierarchy.setters;
        let found = |&owner: &ClassRef| setters.get(&(owner, name)).map(|&at| (owner, at));
        let (owner, at) = self.ancestors(class).iter().find_map(found)?;
        Some((owner, self.class(owner).methods[at as usize]))
    }

    /// The method of that name after a class in its own look-up order.
    pub fn super_method(&self, class: ClassRef, name: Symbol) -> Option<(ClassRef, ir::Method)> {
        self.ancestors(class)[1..].iter().find_map(|&owner| self.own_method(owner, name).map(|method| (owner, method)))
    }

    /// The function of a class's method.
    pub fn method_function(&self, owner: ClassRef, method: ir::Method) -> FuncId {
        self.function_id(self.module_of_class(owner), method.function)
    }
}
