//! The class hierarchy: bases, the order in which members are looked up, and subclasses.

use ir::{MethodKind, Symbol};
use knowledge::NodeId;
use rustc_hash::FxHashMap;

use crate::{ClassRef, FuncId, Program, Type};

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
    /// The methods that run when an attribute is written.
    setters: FxHashMap<(ClassRef, Symbol), u32>,
}

impl Hierarchy {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let count = program.class_modules.len();
        let mut bases: Vec<Vec<ClassRef>> = Vec::with_capacity(count);
        let mut outside_bases: Vec<Vec<NodeId>> = Vec::with_capacity(count);
        let mut open_bases = Vec::with_capacity(count);
        let mut methods = FxHashMap::default();
        let mut setters = FxHashMap::default();
        for id in program.classes() {
            let class = program.class(id);
            let module = program.module_of_class(id);
            let (mut inside, mut outside, mut open) = (Vec::new(), Vec::new(), false);
            for &written in &class.bases {
                let types = program.resolve_written(module, written);
                open |= types.is_empty();
                for ty in types.iter() {
                    match ty {
                        Type::Class(base) if base != id => inside.push(base),
                        Type::Api(node) => outside.push(node),
                        _ => open = true,
                    }
                }
            }
            bases.push(inside);
            outside_bases.push(outside);
            open_bases.push(open);
            for (at, method) in class.methods.iter().enumerate() {
                let table = if method.kind == MethodKind::Setter { &mut setters } else { &mut methods };
                table.insert((id, method.name), at as u32);
            }
        }
        let mut hierarchy = Self { methods, setters, ..Self::default() };
        for id in program.classes() {
            let order = look_up_order(id, &bases);
            let mut outside = Vec::new();
            for class in &order {
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

    /// The modelled classes that a class of the program descends from.
    pub fn modelled_ancestors(&self, class: ClassRef) -> &[NodeId] {
        &self.hierarchy.outside[class.index()]
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
