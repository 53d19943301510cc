//! One function's values: what each may refer to, given the tables.

use ir::{ArgKind, Callee, Elem, Function, MethodKind, Op, ParamKind, SequenceKind, Symbol, Value};
use knowledge::Effect;
use rustc_hash::FxHashMap;

use crate::condition::{Values, row_holds, sequence_elements};
use crate::infer::Additions;
use crate::names::Meaning;
use crate::tables::Slot;
use crate::{ClassRef, FuncId, ModuleId, Program, Type, TypeSet};

/// How often a function with loops is swept.
const SWEEPS: usize = 3;

pub(crate) struct Transfer<'p, 'k> {
    program: &'p Program<'k>,
    id: FuncId,
    module: ModuleId,
    function: &'p Function,
    globals: FxHashMap<Symbol, TypeSet>,
    pub(crate) types: Vec<TypeSet>,
    pub(crate) additions: Additions,
}

impl<'p, 'k> Transfer<'p, 'k> {
    pub(crate) fn new(program: &'p Program<'k>, id: FuncId) -> Self {
        let function = program.function(id);
        Self {
            program,
            id,
            module: program.module_of(id),
            function,
            globals: FxHashMap::default(),
            types: vec![TypeSet::EMPTY; function.ops.len()],
            additions: Vec::new(),
        }
    }

    pub(crate) fn run(mut self) -> Self {
        for sweep in 0..SWEEPS {
            let mut changed = false;
            for index in 0..self.function.ops.len() {
                let value = Value(index as u32);
                let types = self.value_types(value, self.function.ops[index]);
                if self.types[index] != types {
                    self.types[index] = types;
                    changed = true;
                }
            }
            let loops = self.function.ops.iter().any(|op| matches!(op, Op::Phi(_)));
            if !changed || !loops || sweep == SWEEPS - 1 {
                break;
            }
        }
        self.collect_additions();
        self
    }

    fn of(&self, value: Value) -> TypeSet {
        self.types[value.index()]
    }

    fn add(&mut self, slot: Slot, types: TypeSet) {
        if types != TypeSet::EMPTY {
            self.additions.push((slot, types));
        }
    }

    fn value_types(&mut self, value: Value, op: Op) -> TypeSet {
        let program = self.program;
        match op {
            Op::Const(id) => match program.module(self.module).constants.get(id) {
                ir::Constant::Str(_) => program.literals.text,
                ir::Constant::Bytes(_) => program.literals.bytes,
                _ => TypeSet::EMPTY,
            },
            Op::Template(_) | Op::Unary(ir::UnaryOp::Text | ir::UnaryOp::NumberText, _) => program.literals.text,
            Op::Sequence(kind, _) => match kind {
                SequenceKind::List => program.literals.list,
                SequenceKind::Tuple => program.literals.tuple,
                SequenceKind::Set => program.literals.set,
                SequenceKind::Generator => TypeSet::EMPTY,
            },
            Op::Map(_) => program.literals.map,
            Op::Param(index) => match self.function.params.get(index as usize).map(|param| param.kind) {
                Some(ParamKind::Rest) => program.literals.tuple,
                Some(ParamKind::RestNamed) => program.literals.map,
                _ => program.tables.get(Slot::Param(self.id, index)),
            },
            Op::Capture(index) => program.tables.get(Slot::Capture(self.id, index)),
            Op::Phi(list) => {
                let mut types = TypeSet::EMPTY;
                for &operand in self.function.values(list) {
                    types.join(&self.of(operand));
                }
                types
            }
            Op::Copy(of) | Op::Await(of) => self.of(of),
            Op::Enter(of, method) => {
                let called = self.method_results(self.of(of), method);
                if called.is_empty() { self.of(of) } else { called }
            }
            Op::Global(name) => {
                if let Some(&known) = self.globals.get(&name) {
                    return known;
                }
                let meaning = program
                    .resolve_name(self.module, name)
                    .unwrap_or_else(|| Meaning { types: program.builtin(program.text(name)), computed: None });
                let types = program.read_meaning(meaning);
                self.globals.insert(name, types);
                types
            }
            Op::Import(path) => program.read_meaning(program.resolve_path(path)),
            Op::Shared(owner, name) => program.tables.get(Slot::Shared(program.function_id(self.module, owner), name)),
            Op::Closure { function, .. } => TypeSet::one(Type::Function(program.function_id(self.module, function))),
            Op::Class { class, .. } => TypeSet::one(Type::Class(program.class_id(self.module, class))),
            Op::Load(base, Elem::Field(name)) => self.member_types(self.of(base), name),
            Op::Binary(_, left, right) => {
                // An operator on an instance gives one of its class; beside text, the other operand decides.
                let text = program.text_types();
                let instances = |of: Value| -> TypeSet {
                    let types = self.of(of);
                    types.iter().filter(|ty| matches!(ty, Type::Instance(_) | Type::ApiInstance(_))).collect()
                };
                let (left, right) = (instances(left), instances(right));
                let is_text = |types: &TypeSet| types.iter().all(|ty| text.iter().any(|text| text == ty));
                if is_text(&left) && !is_text(&right) { right } else { left }
            }
            Op::Load(base, Elem::Slice | Elem::Range(..)) => self.of(base),
            Op::Call(callee, args) => self.call_types(value, callee, args),
            _ => TypeSet::EMPTY,
        }
    }

    /// What `value.name` may refer to.
    pub(crate) fn member_types(&self, base: TypeSet, name: Symbol) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in base.iter() {
            types.join(&self.program.member(ty, name, self.id));
        }
        types
    }

    fn method_results(&self, receiver: TypeSet, name: Symbol) -> TypeSet {
        let members = self.member_types(receiver, name);
        self.results(members)
    }

    /// What calling one of these gives.
    fn results(&self, callees: TypeSet) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in callees.iter() {
            match ty {
                Type::Function(function) | Type::Bound(function) => {
                    types.join(&self.program.tables.get(Slot::Result(function)));
                }
                Type::Class(class) => {
                    types.insert(Type::Instance(class));
                }
                Type::Api(node) => {
                    for &class in &self.program.apis.api(node).returns {
                        types.insert(Type::ApiInstance(class));
                    }
                }
                Type::Instance(_) | Type::Module(_) | Type::Namespace(_) | Type::ApiInstance(_) => {}
            }
        }
        types
    }

    /// What the rows of an API say that this very call gives.
    fn api_results(&self, call: Value, node: knowledge::NodeId) -> TypeSet {
        let names = self.program.apis;
        let api = names.api(node);
        let given = self.program.given(self.id, call);
        let mut types = TypeSet::EMPTY;
        let mut any = false;
        for &row in &api.rows {
            let data = names.row(row);
            if let Effect::Returns { types: classes } = &data.effect {
                any = true;
                if row_holds(self, data, &given, call) {
                    for class in classes.iter().filter_map(|class| names.find(class)) {
                        types.insert(Type::ApiInstance(class));
                    }
                }
            }
        }
        if !any {
            types = api.returns.iter().map(|&class| Type::ApiInstance(class)).collect();
        }
        types
    }

    fn call_types(&self, value: Value, callee: Callee, args: ir::List) -> TypeSet {
        let callees = self.callee_types(callee);
        let mut types = TypeSet::EMPTY;
        for ty in callees.iter() {
            types.join(&match ty {
                Type::Api(node) => self.api_results(value, node),
                other => self.results(TypeSet::one(other)),
            });
        }
        // A call of something unknown with a function or class is taken for a decorator that hands it on.
        if let [only] = self.function.pools.args(args)
            && types.is_empty()
            && callees.iter().all(|ty| matches!(ty, Type::Api(_)))
        {
            let handed = |ty: &Type| matches!(ty, Type::Function(_) | Type::Class(_));
            return self.of(only.value).iter().filter(handed).collect();
        }
        types
    }

    fn callee_types(&self, callee: Callee) -> TypeSet {
        match callee {
            Callee::Value(value) => self.program.callables(self.of(value)),
            Callee::Method(receiver, name) => self.member_types(self.of(receiver), name),
            Callee::Super(receiver, name) => self.program.super_members(self.id, self.of(receiver), name),
        }
    }

    fn collect_additions(&mut self) {
        let program = self.program;
        for block in &self.function.blocks {
            if let ir::Terminator::Return(value) = block.terminator {
                self.add(Slot::Result(self.id), self.of(value));
            }
        }
        for index in 0..self.function.ops.len() {
            match self.function.ops[index] {
                Op::SetGlobal(name, value) => self.add(Slot::Global(self.module, name), self.of(value)),
                Op::SetShared(owner, name, value) => {
                    self.add(Slot::Shared(program.function_id(self.module, owner), name), self.of(value));
                }
                Op::Store(base, Elem::Field(name), value) => {
                    for ty in self.of(base).iter() {
                        if let Type::Instance(class) | Type::Class(class) = ty {
                            // An empty entry too says that the class writes the attribute.
                            self.additions.push((Slot::Attribute(class, name), self.of(value)));
                        }
                    }
                }
                Op::Closure { function, captures, defaults } => {
                    let id = program.function_id(self.module, function);
                    for (at, &captured) in self.function.values(captures).iter().enumerate() {
                        self.add(Slot::Capture(id, at as u32), self.of(captured));
                    }
                    let with_default =
                        program.function(id).params.iter().enumerate().filter(|(_, param)| param.has_default);
                    for ((at, _), &default) in with_default.zip(self.function.values(defaults)) {
                        self.add(Slot::Param(id, at as u32), self.of(default));
                    }
                }
                Op::Call(callee, args) => self.add_arguments(callee, args),
                _ => {}
            }
        }
    }

    fn add_arguments(&mut self, callee: Callee, args: ir::List) {
        let program = self.program;
        for ty in self.callee_types(callee).iter() {
            let (function, skipped) = match ty {
                Type::Function(function) => (function, 0),
                Type::Bound(function) => (function, 1),
                Type::Class(class) => match program.constructor(class) {
                    Some(function) => (function, 1),
                    None => continue,
                },
                _ => continue,
            };
            let mut position = skipped;
            let params = &program.function(function).params;
            for arg in self.function.pools.args(args) {
                let index = match arg.kind {
                    ArgKind::Positional => {
                        position += 1;
                        position - 1
                    }
                    ArgKind::Named(name) => match params.iter().position(|param| param.name == name) {
                        Some(at) => at,
                        None => continue,
                    },
                    ArgKind::Spread | ArgKind::SpreadNamed => break,
                };
                if params.get(index).is_some_and(|param| !matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed))
                {
                    self.add(Slot::Param(function, index as u32), self.of(arg.value));
                }
            }
        }
    }
}

impl Values for Transfer<'_, '_> {
    fn program(&self) -> &Program<'_> {
        self.program
    }

    fn constant(&self, value: Value) -> Option<&ir::Constant> {
        match self.function.op(value) {
            Op::Const(id) => Some(self.program.module(self.module).constants.get(id)),
            Op::Copy(of) => match self.function.op(of) {
                Op::Const(id) => Some(self.program.module(self.module).constants.get(id)),
                _ => None,
            },
            _ => None,
        }
    }

    fn types(&self, value: Value) -> TypeSet {
        self.of(value)
    }

    fn elements(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Value>> {
        sequence_elements(self.function, value, steps)
    }
}

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
            Type::Function(_) | Type::Bound(_) => TypeSet::EMPTY,
        }
    }

    /// What reading a name of that meaning gives.
    fn read_meaning(&self, meaning: Meaning) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in meaning.types.iter() {
            match ty {
                Type::Api(node) => types.join(&self.read_api(node)),
                other => types.insert(other),
            };
        }
        if let Some((module, name)) = meaning.computed {
            types.join(&self.tables.get(Slot::Global(module, name)));
        }
        types
    }

    /// The modelled names that an operation reads.
    pub(crate) fn read_nodes(&self, id: FuncId, op: Op, types: &[TypeSet]) -> Vec<knowledge::NodeId> {
        let api = |types: TypeSet| -> Vec<knowledge::NodeId> {
            types.iter().filter_map(|ty| if let Type::Api(node) = ty { Some(node) } else { None }).collect()
        };
        match op {
            Op::Global(name) => match self.resolve_name(self.module_of(id), name) {
                Some(meaning) => api(meaning.types),
                None => api(self.builtin(self.text(name))),
            },
            Op::Import(path) => api(self.resolve_path(path).types),
            Op::Load(base, Elem::Field(name)) => {
                let text = self.text(name);
                let mut nodes = Vec::new();
                for ty in types[base.index()].iter() {
                    match ty {
                        Type::Api(node) => nodes.extend(self.apis.child(node, text)),
                        Type::ApiInstance(node) => nodes.extend(self.apis.member(node, text)),
                        Type::Instance(class) | Type::Class(class) if self.method(class, name).is_none() => {
                            let outside = self.modelled_ancestors(class);
                            nodes.extend(outside.iter().find_map(|&node| self.apis.member(node, text)));
                        }
                        Type::Module(module) => nodes.extend(api(self.module_member(module, name).types)),
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
        types.join(&self.attribute_types(class, name));
        if types.is_empty() {
            for &node in self.modelled_ancestors(class) {
                if let Some(member) = self.apis.member(node, self.text(name)) {
                    types.join(&self.read_api(member));
                }
            }
        }
        if types.is_empty() {
            // A mixin calls what the classes that it is mixed into provide.
            for &below in self.subclasses(class).iter().take(8) {
                if let Some((owner, method)) = self.method(below, name) {
                    types.join(&self.bind(owner, method, below));
                }
            }
        }
        types
    }

    fn bind(&self, owner: ClassRef, method: ir::Method, _receiver: ClassRef) -> TypeSet {
        let function = self.method_function(owner, method);
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
            return types;
        }
        let member = self.modelled_ancestors(class).iter().find_map(|&node| self.apis.member(node, self.text(name)));
        member.map_or(TypeSet::EMPTY, |member| self.read_api(member))
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
        if let Some((owner, method)) = self.super_method(class, name) {
            return self.bind(owner, method, class);
        }
        let member = self.modelled_ancestors(class).iter().find_map(|&node| self.apis.member(node, self.text(name)));
        member.map_or(TypeSet::EMPTY, |member| TypeSet::one(Type::Api(member)))
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

    /// The function that initialises instances of a class: the method that the language calls so.
    pub fn constructor(&self, class: ClassRef) -> Option<FuncId> {
        let name = self.symbols.find(self.names.constructor)?;
        self.method(class, name).map(|(owner, method)| self.method_function(owner, method))
    }
}
