//! Members: what `value.name` may refer to by the value's type, and what calling a value runs.

use ir::{Elem, MethodKind, Op, Symbol};

use crate::names::Meaning;
use crate::tables::Slot;
use crate::{ClassRef, FuncId, Program, Type, TypeSet};

/// How many subclasses are asked for what a class does not say itself.
const MAX_BELOW: usize = 8;

impl Program<'_> {
    /// What `value.name` may refer to when the value is of that type. `from` is the function that asks.
    pub(crate) fn member(&self, ty: Type, name: Symbol, from: FuncId) -> TypeSet {
        match ty {
            Type::Instance(class) => self.instance_member(class, name, from),
            Type::Class(class) => self.class_member(class, name),
            Type::Module(module) => self.read_meaning(self.module_member(module, name)),
            Type::Namespace(_) => self.static_member(ty, name),
            Type::Api(node) => {
                self.apis.child(node, self.text(name)).map_or(TypeSet::EMPTY, |child| self.read_api(child))
            }
            Type::ApiInstance(node) => {
                self.apis.member(node, self.text(name)).map_or(TypeSet::EMPTY, |member| self.read_api(member))
            }
            Type::Function(function) => self.member_of_decorated(function, name),
            Type::Bound(_) => TypeSet::EMPTY,
        }
    }

    /// What reading a name of that meaning gives.
    pub(crate) fn read_meaning(&self, meaning: Meaning) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in meaning.types.iter() {
            match ty {
                Type::Api(node) => types.join(&self.read_api(node)),
                Type::Function(function) => types.insert(Type::Function(self.decorated(function))),
                other => types.insert(other),
            };
        }
        if let Some(variable) = meaning.computed {
            match self.own_library.variables.get(&variable) {
                Some(&node) => types.join(&self.read_api(node)),
                None => types.join(&self.tables.get(Slot::Global(variable.0, variable.1))),
            };
        }
        types
    }

    /// What calling a decorated function by its name runs: the wrapper, when it is known to wrap this one alone. A
    /// wrapper that many functions share is passed over, since it would mix them up.
    fn decorated(&self, function: FuncId) -> FuncId {
        let data = self.function(function);
        if data.decorators.is_empty() {
            return function;
        }
        let kept = match data.kind {
            ir::FunctionKind::Plain => self.tables.get(Slot::Global(self.module_of(function), data.name)),
            ir::FunctionKind::Method(class) => {
                let class = self.class_id(self.module_of(function), class);
                self.tables.get(Slot::Attribute(class, data.name))
            }
            _ => return function,
        };
        let mut kept = kept.iter().filter(|&ty| ty != Type::Function(function));
        let (Some(Type::Function(wrapper)), None) = (kept.next(), kept.next()) else { return function };
        let wraps = |index: usize| {
            self.tables.get(Slot::Capture(wrapper, index as u32)) == TypeSet::one(Type::Function(function))
        };
        if (0..self.function(wrapper).captures.len()).any(wraps) { wrapper } else { function }
    }

    /// The modelled names that an operation reads.
    pub(crate) fn read_nodes(&self, id: FuncId, op: Op, types: &[TypeSet]) -> Vec<knowledge::NodeId> {
        let api = |types: TypeSet| -> Vec<knowledge::NodeId> {
            types.iter().filter_map(|ty| if let Type::Api(node) = ty { Some(node) } else { None }).collect()
        };
        let meant = |meaning: Meaning| -> Vec<knowledge::NodeId> {
            let mut nodes = api(meaning.types);
            nodes.extend(meaning.computed.and_then(|variable| self.own_library.variables.get(&variable)));
            nodes
        };
        match op {
            Op::Global(name) => match self.resolve_name(self.module_of(id), name) {
                Some(meaning) => meant(meaning),
                None => api(self.builtin(self.text(name))),
            },
            Op::Import(path) => meant(self.resolve_path(path)),
            Op::Load(base, Elem::Field(name)) => {
                let text = self.text(name);
                let mut nodes = Vec::new();
                for ty in types[base.index()].iter() {
                    match ty {
                        Type::Api(node) => nodes.extend(self.apis.child(node, text)),
                        Type::ApiInstance(node) => nodes.extend(self.apis.member(node, text)),
                        Type::Instance(class) | Type::Class(class) => match self.method(class, name) {
                            None => {
                                let outside = self.modelled_ancestors(class);
                                nodes.extend(outside.iter().find_map(|&node| self.apis.member(node, text)));
                            }
                            Some((owner, method)) => {
                                nodes.extend(self.api_of_function(self.method_function(owner, method)));
                            }
                        },
                        Type::Module(module) => nodes.extend(meant(self.module_member(module, name))),
                        _ => {}
                    }
                }
                nodes
            }
            _ => Vec::new(),
        }
    }

    /// What reading a modelled name gives: an instance when the model says of what, else the API itself.
    fn read_api(&self, node: knowledge::NodeId) -> TypeSet {
        let api = self.apis.api(node);
        if api.value.is_empty() {
            TypeSet::one(Type::Api(node))
        } else {
            api.value.iter().map(|&class| Type::ApiInstance(class)).collect()
        }
    }

    fn instance_member(&self, class: ClassRef, name: Symbol, _from: FuncId) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        let text = self.text(name);
        if text == self.names.unseen.class {
            return TypeSet::one(Type::Class(class));
        }
        if text == self.names.unseen.attributes {
            return self.literals.map;
        }
        if let Some((owner, method)) = self.method(class, name) {
            types.join(&self.bind(owner, method, class));
            for &below in self.subclasses(class) {
                if types.is_many() {
                    break;
                }
                if let Some(method) = self.own_method(below, name) {
                    types.join(&self.bind(below, method, below));
                }
            }
            return types;
        }
        let kept = self.read_through(self.attribute_types(class, name));
        types.join(&if kept.iter().any(|ty| matches!(ty, Type::Function(_))) {
            self.bound_by_class(kept)
        } else {
            kept
        });
        if types.is_empty() {
            for &node in self.modelled_ancestors(class) {
                if let Some(member) = self.apis.member(node, self.text(name)) {
                    types.join(&self.read_api(member));
                }
            }
        }
        if types.is_empty() {
            // A mixin calls what the classes that it is mixed into provide.
            for &below in self.subclasses(class).iter().take(MAX_BELOW) {
                if let Some((owner, method)) = self.method(below, name) {
                    types.join(&self.bind(owner, method, below));
                }
            }
        }
        if types.is_empty() {
            // What is not there may be given by a method.
            for (owner, method) in
                self.unseen_names.missing_attribute.iter().filter_map(|&name| self.method(class, name))
            {
                types.join(&self.tables.get(Slot::Result(self.method_function(owner, method))));
            }
        }
        types
    }

    /// What reading an attribute gives that was kept: what stands between it and its value gives the value.
    fn read_through(&self, kept: TypeSet) -> TypeSet {
        let Some(through) = self.unseen_names.read_through else { return kept };
        let mut types = kept.only_sites();
        for ty in kept.iter() {
            let method = match ty {
                Type::Instance(of) => self.method(of, through),
                _ => None,
            };
            match method {
                Some((owner, method)) => {
                    types.join(&self.tables.get(Slot::Result(self.method_function(owner, method))));
                }
                None => {
                    types.insert(ty);
                }
            }
        }
        types
    }

    /// A function that stands in a class's body is a method, however it is kept there.
    fn bound_by_class(&self, kept: TypeSet) -> TypeSet {
        let mut types = kept.only_sites();
        for ty in kept.iter() {
            types.insert(match ty {
                Type::Function(function) if self.is_in_class_body(function) => Type::Bound(function),
                other => other,
            });
        }
        types
    }

    /// Functions that were put into a class as methods, read from the class itself.
    fn unbound(&self, kept: TypeSet) -> TypeSet {
        let mut types = kept.only_sites();
        for ty in kept.iter() {
            types.insert(match ty {
                Type::Bound(function) if !matches!(self.function(function).kind, ir::FunctionKind::Method(_)) => {
                    Type::Function(function)
                }
                other => other,
            });
        }
        types
    }

    fn is_in_class_body(&self, function: FuncId) -> bool {
        let module = self.module_of(function);
        let parent = self.function(function).parent.map(|parent| self.function(self.function_id(module, parent)).kind);
        matches!(parent, Some(ir::FunctionKind::ClassBody(_)))
    }

    fn bind(&self, owner: ClassRef, method: ir::Method, _receiver: ClassRef) -> TypeSet {
        let function = self.decorated(self.method_function(owner, method));
        match method.kind {
            MethodKind::Instance | MethodKind::Class => TypeSet::one(Type::Bound(function)),
            MethodKind::Static => TypeSet::one(Type::Function(function)),
            MethodKind::Property => self.tables.get(Slot::Result(function)),
            MethodKind::Setter => TypeSet::EMPTY,
        }
    }

    fn class_member(&self, class: ClassRef, name: Symbol) -> TypeSet {
        if let Some((owner, method)) = self.method(class, name) {
            let function = self.method_function(owner, method);
            return TypeSet::one(match method.kind {
                MethodKind::Class => Type::Bound(function),
                _ => Type::Function(function),
            });
        }
        let types = self.attribute_types(class, name);
        if !types.is_empty() {
            return self.unbound(types);
        }
        let member = self.modelled_ancestors(class).iter().find_map(|&node| self.apis.member(node, self.text(name)));
        member.map_or(TypeSet::EMPTY, |member| self.read_api(member))
    }

    /// What a class method may mean by `cls.name`: its own, or what a class below has instead, unless these are many.
    pub(crate) fn class_members_below(&self, id: FuncId, receiver: ir::Value, own: TypeSet, name: Symbol) -> TypeSet {
        let function = self.function(id);
        if !matches!(function.op(function.original(receiver)), Op::Param(0)) {
            return own;
        }
        let mut all = own;
        for ty in self.types(id, receiver).iter() {
            let Type::Class(class) = ty else { continue };
            for &below in self.subclasses(class) {
                if self.own_method(below, name).is_some() {
                    all.join(&self.class_member(below, name));
                }
                if all.is_many() {
                    return own;
                }
            }
        }
        all
    }

    /// The method that `super().name` means in a method of a class when it is called on an object of another, which
    /// descends from that.
    pub fn next_method(&self, of: ClassRef, after: ClassRef, name: Symbol) -> Option<FuncId> {
        let mut next = self.ancestors(of).iter().skip_while(|&&owner| owner != after).skip(1);
        next.find_map(|&owner| self.own_method(owner, name).map(|method| self.method_function(owner, method)))
    }

    /// What `super().name` refers to in a method.
    pub(crate) fn super_members(&self, from: FuncId, receiver: TypeSet, name: Symbol) -> TypeSet {
        let class = match self.function(from).kind {
            ir::FunctionKind::Method(class) => Some(self.class_id(self.module_of(from), class)),
            _ => receiver.iter().find_map(|ty| match ty {
                Type::Instance(class) | Type::Class(class) => Some(class),
                _ => None,
            }),
        };
        let Some(class) = class else { return TypeSet::EMPTY };
        let mut types = TypeSet::EMPTY;
        if let Some((owner, method)) = self.super_method(class, name) {
            types.join(&self.bind(owner, method, class));
        }
        // In a class with several bases another of them may come next.
        for &below in self.subclasses(class).iter().take(MAX_BELOW) {
            let mut next = self.ancestors(below).iter().skip_while(|&&owner| owner != class).skip(1);
            if let Some((owner, method)) =
                next.find_map(|&owner| self.own_method(owner, name).map(|method| (owner, method)))
            {
                let mut more = types;
                more.join(&self.bind(owner, method, class));
                if more.is_many() {
                    break;
                }
                types = more;
            }
        }
        if !types.is_empty() {
            return types;
        }
        let above = self.modelled_ancestors(class).iter().copied();
        // What all classes descend from comes last.
        let root = self.apis.find(self.names.unseen.root).filter(|_| !self.has_unknown_ancestor(class));
        let member = above.chain(root).find_map(|node| self.apis.member(node, self.text(name)));
        member.map_or(TypeSet::EMPTY, |member| TypeSet::one(Type::Api(member)))
    }

    /// What runs when a value is called. A class with parameters filled in is the class.
    pub(crate) fn called(
        &self,
        function: &ir::Function,
        value: ir::Value,
        of: impl Fn(ir::Value) -> TypeSet,
    ) -> TypeSet {
        let types = self.callables(of(value));
        match function.op(function.original(value)) {
            Op::Load(base, Elem::Item(_)) if types.is_empty() => {
                of(base).iter().filter(|ty| matches!(ty, Type::Class(_))).collect()
            }
            _ => types,
        }
    }

    /// What runs when a value of these types is called: an instance runs its own method for that.
    pub(crate) fn callables(&self, types: TypeSet) -> TypeSet {
        let mut callables = TypeSet::EMPTY;
        for ty in types.iter() {
            let instead = match ty {
                Type::Instance(class) => self
                    .symbols
                    .find(self.names.call)
                    .and_then(|name| self.method(class, name).map(|(owner, method)| self.bind(owner, method, class))),
                Type::ApiInstance(node) => {
                    self.apis.member(node, self.names.call).map(|member| TypeSet::one(Type::Api(member)))
                }
                _ => None,
            };
            match instead {
                Some(instead) => callables.join(&instead),
                None => callables.insert(ty),
            };
        }
        callables
    }

    /// The function that completes instances of a class once their fields are set.
    pub fn completion(&self, class: ClassRef) -> Option<FuncId> {
        let name = self.symbols.find(self.names.completion)?;
        self.method(class, name).map(|(owner, method)| self.method_function(owner, method))
    }

    /// The function that initialises instances of a class: the method that the language calls so.
    pub fn constructor(&self, class: ClassRef) -> Option<FuncId> {
        let name = self.symbols.find(self.names.constructor)?;
        self.method(class, name).map(|(owner, method)| self.method_function(owner, method))
    }
}
