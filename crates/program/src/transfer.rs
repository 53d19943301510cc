//! One function's values: what each may refer to, given the tables.

use ir::{ArgKind, Callee, Elem, Function, FunctionKind, Op, ParamKind, SequenceKind, Symbol, Value};
use knowledge::Effect;
use rustc_hash::FxHashMap;

use crate::condition::{Answer, Given, Values, row_holds, sequence_elements};
use crate::elements::Kept;
use crate::entering::Entered;
use crate::names::Meaning;
use crate::tables::Additions;
use crate::tables::{Key, Slot};
use crate::{FuncId, ModuleId, Program, Type, TypeSet};

/// How often a function with loops is swept.
const SWEEPS: usize = 3;

/// How many places of a spread sequence are kept apart among the arguments that a function gathers.
const MAX_SPREAD: usize = 4;

/// How many operations after a decorator what it decorates is looked for.
const MAX_DISTANCE: usize = 256;

pub(crate) struct Transfer<'p, 'k> {
    pub(crate) program: &'p Program<'k>,
    pub(crate) id: FuncId,
    pub(crate) module: ModuleId,
    pub(crate) function: &'p Function,
    globals: FxHashMap<Symbol, TypeSet>,
    /// Values that are known by what is used of them.
    known_by_use: &'p [(Value, knowledge::NodeId)],
    pub(crate) kept: Kept,
    pub(crate) types: Vec<TypeSet>,
    pub(crate) additions: Additions,
    /// What is left to the calls of the function.
    pub(crate) entering: Vec<Entered>,
    /// The functions whose writes are taken over here.
    pub(crate) taking_over: Vec<FuncId>,
}

impl<'p, 'k> Transfer<'p, 'k> {
    pub(crate) fn new(program: &'p Program<'k>, id: FuncId) -> Self {
        let function = program.function(id);
        let tables = &program.tables;
        let known = tables.known_by_use.get(&id).filter(|_| tables.believes_use);
        Self {
            program,
            id,
            module: program.module_of(id),
            function,
            globals: FxHashMap::default(),
            known_by_use: known.map_or(&[], Vec::as_slice),
            kept: Kept::default(),
            types: vec![TypeSet::EMPTY; function.ops.len()],
            additions: Vec::new(),
            entering: Vec::new(),
            taking_over: Vec::new(),
        }
    }

    pub(crate) fn run(mut self) -> Self {
        // Without a loop, all that goes into an operation stands before it.
        let blocks = self.function.blocks.iter().enumerate();
        let loops = blocks.into_iter().any(|(at, block)| block.predecessors.iter().any(|from| from.index() >= at));
        for sweep in 0..SWEEPS {
            let mut changed = false;
            for block in &self.function.blocks {
                self.kept.begin_block();
                for value in block.values() {
                    let mut types = self.value_types(value, self.function.op(value));
                    if !self.known_by_use.is_empty() && types == TypeSet::EMPTY {
                        types = self.told_by_use(value);
                    }
                    if self.types[value.index()] != types {
                        self.types[value.index()] = types;
                        changed = true;
                    }
                }
            }
            if !changed || !loops || sweep == SWEEPS - 1 {
                break;
            }
        }
        self.collect_additions();
        self
    }

    /// What a value is of which nothing else is known, as its name and use tell.
    fn told_by_use(&self, value: Value) -> TypeSet {
        let mut known = self.known_by_use.iter().filter(|(known, _)| *known == value);
        known.next().map_or(TypeSet::EMPTY, |(_, class)| TypeSet::one(Type::ApiInstance(*class)))
    }

    pub(crate) fn of(&self, value: Value) -> TypeSet {
        self.types[value.index()]
    }

    pub(crate) fn add(&mut self, slot: Slot, types: TypeSet) {
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
            Op::Sequence(kind, list) => {
                let types = match kind {
                    SequenceKind::List => program.literals.list,
                    SequenceKind::Tuple => program.literals.tuple,
                    SequenceKind::Set => program.literals.set,
                    SequenceKind::Generator => TypeSet::EMPTY,
                };
                types.at(self.make_sequence(value, list))
            }
            Op::Map(list) => program.literals.map.at(self.make_map(value, list)),
            Op::Param(index) => match self.function.params.get(index as usize).map(|param| param.kind) {
                Some(ParamKind::Rest) => program.literals.tuple.at(program.site(self.id, value)),
                Some(ParamKind::RestNamed) => program.literals.map.at(program.site(self.id, value)),
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
                if !called.is_empty() {
                    return called;
                }
                // What a generator yields first is what entering it gives.
                let yielded = self.yielded(self.of(of));
                if yielded == TypeSet::EMPTY { self.of(of) } else { yielded }
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
            Op::Load(base, Elem::Item(key)) => self.item_types(base, key),
            Op::Load(base, Elem::Any) => self.elements_of(self.of(base)),
            Op::Load(base, Elem::Slice) => self.part_of(value, self.of(base), None),
            Op::Load(base, Elem::Range(from, to)) => self.part_of(value, self.of(base), Some((from, to))),
            Op::Store(base, Elem::Item(key), stored) => {
                let constant = self.key(key);
                if constant.is_some() || !self.leave_to_calls(self.of(base), key, stored) {
                    self.keep(self.of(base), constant, self.of(stored));
                }
                TypeSet::EMPTY
            }
            Op::Store(base, Elem::Any | Elem::Slice | Elem::Range(..), stored) => {
                self.keep(self.of(base), None, self.elements_of(self.of(stored)));
                TypeSet::EMPTY
            }
            Op::Next(of) => self.iterated(self.of(of)),
            Op::Yield(yielded) => {
                self.keep_at(program.yields(self.id), None, self.of(yielded));
                TypeSet::EMPTY
            }
            Op::Unary(ir::UnaryOp::Spread, of) => self.of(of).only_sites(),
            Op::Binary(operator, left, right) if self.of(left).has_sites() || self.of(right).has_sites() => {
                let mut types = self.operator_types(operator, left, right);
                types.join(&self.mixture_of(value, &[self.of(left), self.of(right)]));
                types
            }
            Op::Binary(operator, left, right) => self.operator_types(operator, left, right),
            Op::Call(callee, args) => self.call_types(value, callee, args),
            _ => TypeSet::EMPTY,
        }
    }

    /// What an operator gives.
    fn operator_types(&self, operator: ir::BinaryOp, left: Value, right: Value) -> TypeSet {
        let program = self.program;
        if let Some((of_left, of_right)) = program.unseen_names.operators.get(&operator) {
            let has = |of: Value, name: &Symbol| {
                let instance = |ty| matches!(ty, Type::Instance(class) if program.method(class, *name).is_some());
                self.of(of).iter().any(instance)
            };
            if let Some(&method) = of_left.iter().find(|name| has(left, name)) {
                return self.method_results(self.of(left), method);
            }
            if let Some(method) = of_right.filter(|name| has(right, name)) {
                return self.method_results(self.of(right), method);
            }
        }
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

    /// What `value.name` may refer to.
    pub(crate) fn member_types(&self, base: TypeSet, name: Symbol) -> TypeSet {
        let kept = self.program.kept_callees(base, name);
        if !kept.is_empty() {
            return kept;
        }
        let mut types = TypeSet::EMPTY;
        for ty in base.iter() {
            types.join(&self.program.member(ty, name, self.id));
        }
        types
    }

    pub(crate) fn method_results(&self, receiver: TypeSet, name: Symbol) -> TypeSet {
        let members = self.member_types(receiver, name);
        self.results(members)
    }

    /// What calling one of these gives.
    pub(crate) fn results(&self, callees: TypeSet) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for ty in callees.iter() {
            match ty {
                Type::Function(function) | Type::Bound(function) => {
                    types.join(&self.program.tables.get(Slot::Result(function)));
                    if self.program.function(function).is_generator {
                        types = types.at(self.program.yields(function));
                    }
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

    fn call_types(&mut self, value: Value, callee: Callee, args: ir::List) -> TypeSet {
        let callees = self.callee_types(callee);
        let is_modelled = |ty: Type| matches!(ty, Type::Api(_));
        if callees.is_empty() || !callees.iter().all(is_modelled) {
            self.kept.forget();
        }
        self.enter_for_all(value, callee, callees);
        let mut types = TypeSet::EMPTY;
        for ty in callees.iter() {
            types.join(&match ty {
                Type::Api(node) => {
                    let mut types = self.api_results(value, node);
                    if self.program.apis.api(node).name == self.program.names.unseen.class_of {
                        types.join(&self.class_of(args));
                    }
                    types.join(&self.passed(value, node));
                    if self.program.is_keeper(types) {
                        types = types.at(self.program.site(self.id, value));
                    }
                    self.add_registered(value, node);
                    if let Some(module) = self.program.template_names(self.id, value, node) {
                        types.insert(Type::Module(module));
                    }
                    types
                }
                other => {
                    if let Some(node) = self.program.api_of_type(other) {
                        self.add_registered(value, node);
                    }
                    self.results(TypeSet::one(other))
                }
            });
        }
        // A call of something unknown with a function or class is taken for a decorator that hands it on.
        if let [only] = self.function.pools.args(args)
            && types == TypeSet::EMPTY
            && callees.iter().all(is_modelled)
        {
            // A class that is only named there is more likely asked for, and what comes back an instance of it.
            let is_declared = matches!(self.function.op(self.function.original(only.value)), Op::Class { .. });
            let handed = |ty: &Type| match ty {
                Type::Function(_) => true,
                Type::Class(_) => is_declared,
                _ => false,
            };
            let handed: TypeSet = self.of(only.value).iter().filter(handed).collect();
            return if handed.is_empty() || self.decorates(value) { TypeSet::EMPTY } else { handed };
        }
        types
    }

    /// The classes of the only argument.
    fn class_of(&self, args: ir::List) -> TypeSet {
        let [only] = self.function.pools.args(args) else { return TypeSet::EMPTY };
        let class = |ty| if let Type::Instance(class) = ty { Some(Type::Class(class)) } else { None };
        self.of(only.value).iter().filter_map(class).collect()
    }

    /// Whether a value is called with a function or class that is declared there: it is a decorator itself.
    fn decorates(&self, value: Value) -> bool {
        self.function.ops[value.index()..].iter().take(MAX_DISTANCE).any(|op| match *op {
            Op::Call(Callee::Value(callee), args) if callee == value => match self.function.pools.args(args) {
                [only] => matches!(self.function.op(only.value), Op::Closure { .. } | Op::Class { .. }),
                _ => false,
            },
            _ => false,
        })
    }

    pub(crate) fn callee_types(&self, callee: Callee) -> TypeSet {
        match callee {
            Callee::Value(value) => self.program.called(self.function, value, |value| self.of(value)),
            Callee::Method(receiver, name) => self.member_types(self.of(receiver), name),
            Callee::Super(receiver, name) => self.program.super_members(self.id, self.of(receiver), name),
        }
    }

    fn collect_additions(&mut self) {
        let program = self.program;
        let mut kept: Vec<(Slot, TypeSet)> = std::mem::take(&mut self.kept.slots).into_iter().collect();
        kept.sort_unstable_by_key(|(slot, _)| *slot);
        self.additions.append(&mut kept);
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
                            let types = if matches!(ty, Type::Class(_)) { self.put_in(value) } else { self.of(value) };
                            self.additions.push((Slot::Attribute(class, name), types));
                        }
                    }
                }
                Op::Closure { function, captures, defaults } => {
                    let id = program.function_id(self.module, function);
                    self.add_decorated(id);
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

    /// What a class is given: a function that is put into it from outside is a method of its instances.
    fn put_in(&self, value: Value) -> TypeSet {
        let types = self.of(value);
        let is_function = |ty: Type| match ty {
            Type::Function(function) => {
                let kind = self.program.function(function).kind;
                matches!(kind, ir::FunctionKind::Plain | ir::FunctionKind::Lambda)
            }
            _ => false,
        };
        if matches!(self.function.kind, FunctionKind::ClassBody(_)) || !types.iter().any(is_function) {
            return types;
        }
        let mut bound = types.only_sites();
        for ty in types.iter() {
            bound.insert(match ty {
                Type::Function(function) if is_function(ty) => Type::Bound(function),
                other => other,
            });
        }
        bound
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
            let mut spread = false;
            for arg in self.function.pools.args(args) {
                let types = self.of(arg.value);
                match arg.kind {
                    ArgKind::Positional if spread => {}
                    ArgKind::Positional => {
                        self.add_positional(function, position, types);
                        position += 1;
                    }
                    ArgKind::Named(name) => self.add_named(function, name, types),
                    ArgKind::Spread => {
                        if !spread && types.has_sites() {
                            self.add_spread(function, position, types);
                        }
                        spread = true;
                    }
                    ArgKind::SpreadNamed => {
                        if types.has_sites() {
                            self.add_spread_named(function, skipped, types);
                        }
                    }
                }
            }
        }
    }

    /// An argument by position: a parameter's, or one of those that the rest gathers.
    pub(crate) fn add_positional(&mut self, function: FuncId, position: usize, types: TypeSet) {
        let params = &self.program.function(function).params;
        match params.iter().position(|param| param.kind == ParamKind::Rest) {
            Some(rest) if position >= rest => {
                self.add_gathered(function, rest, Some(Key::position(position - rest)), types);
            }
            _ => {
                let takes = |param: &ir::Param| !matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed);
                if params.get(position).is_some_and(takes) {
                    self.add(Slot::Param(function, position as u32), types);
                }
            }
        }
    }

    /// An argument by name.
    pub(crate) fn add_named(&mut self, function: FuncId, name: Symbol, types: TypeSet) {
        let params = &self.program.function(function).params;
        let takes =
            |param: &ir::Param| param.name == name && matches!(param.kind, ParamKind::Normal | ParamKind::NamedOnly);
        if let Some(at) = params.iter().position(takes) {
            self.add(Slot::Param(function, at as u32), types);
        } else if let Some(rest) = params.iter().position(|param| param.kind == ParamKind::RestNamed) {
            self.add_gathered(function, rest, Some(Key::text(self.program.text(name))), types);
        }
    }

    /// The elements of a sequence as arguments, from a position on.
    pub(crate) fn add_spread(&mut self, function: FuncId, from: usize, sequence: TypeSet) {
        let params = &self.program.function(function).params;
        let takes = |param: &ir::Param| matches!(param.kind, ParamKind::Normal | ParamKind::PositionalOnly);
        let last = params.iter().position(|param| !takes(param)).unwrap_or(params.len());
        for position in from..last {
            self.add(
                Slot::Param(function, position as u32),
                self.element(sequence, Some(Key::position(position - from))),
            );
        }
        if let Some(rest) = params.iter().position(|param| param.kind == ParamKind::Rest) {
            // Where as many go in as come out, places are kept.
            let first = rest.max(from);
            for (at, position) in (first..first + MAX_SPREAD).enumerate() {
                let types = self.element(sequence, Some(Key::position(position - from)));
                self.add_gathered(function, rest, Some(Key::position(at + first - rest)), types);
            }
        }
    }

    /// The entries of a map as arguments by name, for parameters after the receiver.
    pub(crate) fn add_spread_named(&mut self, function: FuncId, skipped: usize, map: TypeSet) {
        let params = &self.program.function(function).params;
        for (at, param) in params.iter().enumerate().skip(skipped) {
            match param.kind {
                ParamKind::Normal | ParamKind::NamedOnly => {
                    let types = self.element(map, Some(Key::text(self.program.text(param.name))));
                    self.add(Slot::Param(function, at as u32), types);
                }
                ParamKind::RestNamed => self.add_gathered(function, at, None, self.elements_of(map)),
                ParamKind::PositionalOnly | ParamKind::Rest => {}
            }
        }
    }

    fn add_gathered(&mut self, function: FuncId, index: usize, key: Option<Key>, types: TypeSet) {
        let types = self.worth_keeping(&types);
        if types == TypeSet::EMPTY {
            return;
        }
        if let Some(site) = self.program.gathered(function, index) {
            self.add(key.map_or(Slot::Others(site), |key| Slot::Item(site, key)), types);
            self.add(Slot::Elements(site), types);
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

    fn is_in_state(&self, _: &Given, _: Value, _: &knowledge::Port, _: knowledge::KindId) -> Answer {
        Answer::Unknown
    }

    fn elements(&self, value: Value, steps: &[knowledge::PortStep]) -> Option<Vec<Value>> {
        sequence_elements(self.function, value, steps)
    }
}
