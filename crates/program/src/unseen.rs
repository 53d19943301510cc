//! Calls that are not written: an operator, a subscript, a loop, an attribute, a text may run a method of the program.
//!
//! Takes a program whose types and calls are known; gives for each function the methods that its operations run, and
//! what each of these gives. Which method an operation runs is the language's row. Where no class of the program
//! declares such a method, nothing is looked for.

use contained::{Step, contained};
use ir::{BinaryOp, Elem, MethodKind, Op, Symbol, UnaryOp, Value};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::tables::Slot;
use crate::{ClassRef, FuncId, Program, Target, Type};

/// How many methods an operand is followed to.
const MAX_METHODS: usize = 8;

/// How many classes below may have a method of their own instead. Where more have one, the receiver's own is taken for it.
const MAX_BELOW: usize = 2;

/// What a call that is not written gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// What the operation gives.
    Result,
    /// The text of the receiver, inside the operation.
    Text,
    /// Something whose elements are those of the receiver, inside the operation.
    Elements,
    /// The next of them: the method of what the call before it gives.
    Next,
    /// The new object, which a constructor then fills. It is given what the written call is given.
    Object,
}

/// A call that is not written.
#[derive(Clone, Debug)]
pub struct Unseen {
    /// The operation.
    pub value: Value,
    /// What it runs.
    pub function: FuncId,
    /// The first parameter, where that is a value of the calling function.
    pub receiver: Option<Value>,
    /// The name of an attribute, which comes before the arguments.
    pub attribute: Option<Symbol>,
    /// The parameters after these.
    pub arguments: Vec<Value>,
    /// What it gives.
    pub gives: Gives,
    /// Whether this or another such call surely runs, so that the operation does nothing by itself.
    pub is_sure: bool,
    /// Whether no other method may run instead.
    pub is_only: bool,
}

impl Program<'_> {
    /// The calls of a function that are not written, by operation.
    pub fn unseen(&self, function: FuncId) -> &[Unseen] {
        &self.unseen[function.index()]
    }

    /// Those of one operation.
    pub fn unseen_of(&self, function: FuncId, value: Value) -> &[Unseen] {
        let all = self.unseen(function);
        let start = all.partition_point(|unseen| unseen.value < value);
        let len = all[start..].iter().take_while(|unseen| unseen.value == value).count();
        &all[start..start + len]
    }
}

/// The unseen calls of every function.
pub(crate) fn collect_unseen(program: &Program<'_>) -> Vec<Option<Vec<Unseen>>> {
    let names = &program.unseen_names;
    let functions: Vec<FuncId> = program.functions().collect();
    let collect = |id: FuncId| Collector { program, names, id, found: Vec::new() }.run();
    functions.par_iter().map(|&id| contained(Step::Calls, id.index(), || collect(id))).collect()
}

/// The language's names that classes of the program declare methods of.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) operators: FxHashMap<BinaryOp, (Vec<Symbol>, Option<Symbol>)>,
    text: Vec<Symbol>,
    shown: Vec<Symbol>,
    functions: Vec<(&'static str, Vec<Symbol>)>,
    iterate: Vec<Symbol>,
    next: Vec<Symbol>,
    item: Vec<Symbol>,
    store_item: Vec<Symbol>,
    missing_item: Vec<Symbol>,
    pub(crate) missing_attribute: Vec<Symbol>,
    store_attribute: Vec<Symbol>,
    pub(crate) read_through: Option<Symbol>,
    write_through: Option<Symbol>,
    make: Option<Symbol>,
}

impl Names {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let methods = program.classes().flat_map(|class| &program.class(class).methods);
        let declared: FxHashSet<Symbol> = methods.map(|method| method.name).collect();
        let one = |name: &str| program.symbols.find(name).filter(|name| declared.contains(name));
        let all = |names: &[&str]| -> Vec<Symbol> { names.iter().filter_map(|name| one(name)).collect() };
        let row = &program.names.unseen;
        let operators = row.operators.iter().map(|(operator, left, right)| (*operator, (all(left), one(right))));
        let functions = row.functions.iter().map(|(function, methods)| (*function, all(methods)));
        Self {
            operators: operators.filter(|(_, (left, right))| !left.is_empty() || right.is_some()).collect(),
            text: all(row.text),
            shown: all(row.shown),
            functions: functions.filter(|(_, methods)| !methods.is_empty()).collect(),
            iterate: all(program.names.iterate),
            next: all(program.names.next),
            item: all(&[program.names.item]),
            store_item: all(&[program.names.store_item]),
            missing_item: all(&[row.missing_item]),
            missing_attribute: all(&[row.missing_attribute]),
            store_attribute: all(&[row.store_attribute]),
            read_through: one(row.read_through),
            write_through: one(row.write_through),
            make: one(row.make),
        }
    }
}

/// What a call is given, and what it gives.
struct Shape<'a> {
    receiver: Option<Value>,
    attribute: Option<Symbol>,
    arguments: &'a [Value],
    gives: Gives,
}

impl<'a> Shape<'a> {
    fn of(receiver: Value, arguments: &'a [Value], gives: Gives) -> Self {
        Self { receiver: Some(receiver), attribute: None, arguments, gives }
    }
}

/// The methods that an operand may run.
#[derive(Default)]
struct Methods {
    /// The classes that have them, and the methods.
    found: Vec<(ClassRef, FuncId)>,
    /// Whether every class that the operand may be of has one.
    is_sure: bool,
}

struct Collector<'p, 'k> {
    program: &'p Program<'k>,
    names: &'p Names,
    id: FuncId,
    found: Vec<Unseen>,
}

impl Collector<'_, '_> {
    fn run(mut self) -> Vec<Unseen> {
        let names = self.names;
        let function = self.program.function(self.id);
        for (index, op) in function.ops.iter().enumerate() {
            let value = Value(index as u32);
            match *op {
                Op::Binary(operator, left, right) => self.operator(value, operator, left, right),
                Op::Template(list) if !names.text.is_empty() => {
                    for &part in function.values(list) {
                        self.run_method(value, &names.text, &Shape::of(part, &[], Gives::Text));
                    }
                }
                Op::Unary(UnaryOp::Text, of) => {
                    self.run_method(value, &names.shown, &Shape::of(of, &[], Gives::Text));
                }
                Op::Load(base, Elem::Item(_) | Elem::Slice | Elem::Range(..)) if self.keeps_items(base) => {}
                Op::Load(base, Elem::Item(key)) => {
                    self.run_method(value, &names.item, &Shape::of(base, &[key], Gives::Result));
                    if self.found.last().is_none_or(|last| last.value != value) {
                        self.missing_item(value, base, key);
                    }
                }
                Op::Load(base, Elem::Slice | Elem::Range(..)) => {
                    self.run_method(value, &names.item, &Shape::of(base, &[], Gives::Result));
                }
                Op::Store(base, Elem::Item(key), of) => {
                    self.run_method(value, &names.store_item, &Shape::of(base, &[key, of], Gives::Result));
                }
                Op::Next(of) | Op::Load(of, Elem::Any) | Op::Unary(UnaryOp::Spread, of) => self.iterate(value, of),
                Op::Load(base, Elem::Field(name)) => self.read_attribute(value, base, name),
                Op::Store(base, Elem::Field(name), of) => self.write_attribute(value, base, name, of),
                Op::Call(_, args) => self.call(value, args),
                _ => {}
            }
        }
        self.found
    }

    fn add(&mut self, value: Value, methods: &Methods, shape: &Shape<'_>) {
        for &(_, function) in &methods.found {
            self.found.push(Unseen {
                value,
                function,
                receiver: shape.receiver,
                attribute: shape.attribute,
                arguments: shape.arguments.to_vec(),
                gives: shape.gives,
                is_sure: methods.is_sure,
                is_only: methods.found.len() == 1,
            });
        }
    }

    /// The first of some methods runs that the receiver's class has.
    fn run_method(&mut self, value: Value, names: &[Symbol], shape: &Shape<'_>) {
        let Some(receiver) = shape.receiver.filter(|_| !names.is_empty()) else { return };
        let methods = self.methods(receiver, names);
        self.add(value, &methods, shape);
    }

    /// The methods that an operand runs: of its class, and of the classes below it.
    fn methods(&self, operand: Value, names: &[Symbol]) -> Methods {
        let program = self.program;
        let mut methods = Methods { found: Vec::new(), is_sure: true };
        for ty in program.types(self.id, operand).iter() {
            let found = match ty {
                Type::Instance(class) => self.methods_of(class, names, self.is_made_here(operand)),
                _ => Vec::new(),
            };
            methods.is_sure &= !found.is_empty();
            methods.join(found);
        }
        // Where it may be something else as well, that is what counts.
        if !methods.is_sure {
            methods.found.clear();
        }
        methods
    }

    fn methods_of(&self, class: ClassRef, names: &[Symbol], is_exact: bool) -> Vec<(ClassRef, FuncId)> {
        let program = self.program;
        let is_method = |method: &ir::Method| method.kind == MethodKind::Instance;
        let method = |name: &Symbol| program.method(class, *name).filter(|(_, method)| is_method(method));
        let Some((name, (owner, own))) = names.iter().find_map(|name| method(name).map(|found| (*name, found))) else {
            return Vec::new();
        };
        let mut found = vec![(class, program.method_function(owner, own))];
        if !is_exact {
            let below = program.subclasses(class).iter().filter_map(|&below| {
                let method = program.own_method(below, name).filter(is_method)?;
                Some((below, program.method_function(below, method)))
            });
            let below: Vec<(ClassRef, FuncId)> = below.take(MAX_BELOW + 1).collect();
            if below.len() <= MAX_BELOW {
                found.extend(below);
            }
        }
        found
    }

    /// Whether an operand is of a class that stores items by a method of its own, and was not made here. Its object is taken for
    /// the map that it is meant to be: what its methods do to each item would have to be followed at every read of a
    /// program's settings.
    fn keeps_items(&self, operand: Value) -> bool {
        let stores = |ty: Type| match ty {
            Type::Instance(class) => {
                self.names.store_item.iter().any(|name| self.program.method(class, *name).is_some())
            }
            _ => false,
        };
        !self.names.store_item.is_empty()
            && self.program.types(self.id, operand).iter().any(stores)
            && !self.is_made_here(operand)
    }

    /// Whether a value is a new object of a class of the program.
    fn is_made_here(&self, value: Value) -> bool {
        let original = self.program.function(self.id).original(value);
        let made = self.program.call(self.id, original);
        made.is_some_and(|site| {
            !site.targets.is_empty() && site.targets.iter().all(|target| matches!(target, Target::Construct { .. }))
        })
    }

    fn operator(&mut self, value: Value, operator: BinaryOp, left: Value, right: Value) {
        let names = self.names;
        let Some((of_left, of_right)) = names.operators.get(&operator) else { return };
        self.run_method(value, of_left, &Shape::of(left, &[right], Gives::Result));
        if self.found.last().is_none_or(|last| last.value != value)
            && let Some(name) = of_right
        {
            self.run_method(value, &[*name], &Shape::of(right, &[left], Gives::Result));
        }
    }

    /// A map's descendant without the element makes it.
    fn missing_item(&mut self, value: Value, base: Value, key: Value) {
        let names = self.names;
        if names.missing_item.is_empty() {
            return;
        }
        let methods = Methods { is_sure: false, ..self.methods(base, &names.missing_item) };
        self.add(value, &methods, &Shape::of(base, &[key], Gives::Result));
    }

    fn iterate(&mut self, value: Value, of: Value) {
        let (program, names) = (self.program, self.names);
        if names.iterate.is_empty() {
            return;
        }
        let methods = self.methods(of, &names.iterate);
        if methods.found.is_empty() {
            return;
        }
        self.add(value, &methods, &Shape::of(of, &[], Gives::Elements));
        let mut next = Methods { found: Vec::new(), is_sure: methods.is_sure };
        for (class, begins) in methods.found {
            for ty in program.tables.get(Slot::Result(begins)).iter() {
                let Type::Instance(iterator) = ty else { continue };
                // What gives itself back is of the class that was asked.
                let iterator = if program.ancestors(class).contains(&iterator) { class } else { iterator };
                next.join(self.methods_of(iterator, &names.next, true));
            }
        }
        self.add(value, &next, &Shape::of(of, &[], Gives::Next));
    }

    fn read_attribute(&mut self, value: Value, base: Value, name: Symbol) {
        let (program, names) = (self.program, self.names);
        let classes = program.types(self.id, base);
        let only = classes.iter().count() == 1;
        for ty in classes.iter() {
            let Type::Instance(class) = ty else { continue };
            if let Some((owner, method)) = program.method(class, name) {
                if method.kind == MethodKind::Property {
                    let found = vec![(class, program.method_function(owner, method))];
                    let methods = Methods { found, is_sure: only && program.setter(class, name).is_some() };
                    self.add(value, &methods, &Shape::of(base, &[], Gives::Result));
                }
                continue;
            }
            let through = names.read_through.map(|through| self.through(class, name, through)).unwrap_or_default();
            if !through.found.is_empty() {
                let shape = Shape { receiver: None, attribute: None, arguments: &[base], gives: Gives::Result };
                self.add(value, &Methods { is_sure: only, ..through }, &shape);
            } else if !names.missing_attribute.is_empty() && !self.has_attribute(class, name) {
                let found = self.methods_of(class, &names.missing_attribute, true);
                let shape = Shape { receiver: Some(base), attribute: Some(name), arguments: &[], gives: Gives::Result };
                self.add(value, &Methods { found, is_sure: false }, &shape);
            }
        }
    }

    fn write_attribute(&mut self, value: Value, base: Value, name: Symbol, of: Value) {
        let (program, names) = (self.program, self.names);
        let classes = program.types(self.id, base);
        let only = classes.iter().count() == 1;
        for ty in classes.iter() {
            let Type::Instance(class) = ty else { continue };
            if let Some((owner, method)) = program.setter(class, name) {
                let found = vec![(class, program.method_function(owner, method))];
                self.add(value, &Methods { found, is_sure: only }, &Shape::of(base, &[of], Gives::Result));
                continue;
            }
            let through = names.write_through.map(|through| self.through(class, name, through)).unwrap_or_default();
            if !through.found.is_empty() {
                let shape = Shape { receiver: None, attribute: None, arguments: &[base, of], gives: Gives::Result };
                self.add(value, &Methods { is_sure: only, ..through }, &shape);
            } else if !names.store_attribute.is_empty() {
                let found = self.methods_of(class, &names.store_attribute, true);
                let shape =
                    Shape { receiver: Some(base), attribute: Some(name), arguments: &[of], gives: Gives::Result };
                self.add(value, &Methods { found, is_sure: only }, &shape);
            }
        }
    }

    /// The methods of what a class keeps under a name that stand between the name and its value.
    fn through(&self, class: ClassRef, name: Symbol, through: Symbol) -> Methods {
        let program = self.program;
        let mut methods = Methods::default();
        for ty in program.attribute_types(class, name).iter() {
            if let Type::Instance(of) = ty {
                methods.join(self.methods_of(of, &[through], true));
            }
        }
        if !methods.found.is_empty() && !program.is_class_attribute(class, name) {
            return Methods::default();
        }
        methods
    }

    /// Whether the class, or one above or below it, is known to have an attribute of that name by itself. What the
    /// language itself gives to all has a name like its methods.
    fn has_attribute(&self, class: ClassRef, name: Symbol) -> bool {
        let program = self.program;
        let text = program.text(name);
        let mut classes = program.ancestors(class).iter().chain(program.subclasses(class));
        text.starts_with("__") || classes.any(|&class| program.tables.has(Slot::Attribute(class, name)))
    }

    fn call(&mut self, value: Value, args: ir::List) {
        let (program, names) = (self.program, self.names);
        let Some(site) = program.call(self.id, value) else { return };
        let args = program.function(self.id).pools.args(args);
        let mut is_modelled = false;
        for target in &site.targets {
            match *target {
                Target::Construct { class, .. } => {
                    if let Some((owner, method)) = names.make.and_then(|make| program.method(class, make)) {
                        let found = vec![(class, program.method_function(owner, method))];
                        let shape = Shape { receiver: None, attribute: None, arguments: &[], gives: Gives::Object };
                        self.add(value, &Methods { found, is_sure: false }, &shape);
                    }
                }
                Target::Api(node) => {
                    is_modelled = true;
                    let name = program.apis.api(node).name.as_str();
                    if let (Some((_, methods)), Some(first), 1) = (
                        names.functions.iter().find(|(function, _)| *function == name),
                        args.first(),
                        site.targets.len(),
                    ) && first.kind == ir::ArgKind::Positional
                    {
                        self.run_method(value, methods, &Shape::of(first.value, &[], Gives::Result));
                    }
                }
                Target::Function { .. } | Target::Template { .. } => {}
            }
        }
        if is_modelled && self.found.last().is_none_or(|last| last.value != value) {
            for arg in args {
                self.iterate(value, arg.value);
            }
        }
    }
}

impl Methods {
    fn join(&mut self, more: Vec<(ClassRef, FuncId)>) {
        for method in more {
            if self.found.len() < MAX_METHODS && !self.found.iter().any(|(_, known)| *known == method.1) {
                self.found.push(method);
            }
        }
    }
}
