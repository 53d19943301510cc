//! What is checked around an entry point before its body runs: by decorators, by what its parameters depend on, by its
//! class and the bases of that, by the object that it is put into, where it is registered, and by the whole program.

use std::cell::OnceCell;

use ir::{ArgKind, Callee, Constant, Elem, Op, Value};
use knowledge::{Guards, Via};
use program::{ClassRef, FuncId, Program, Target, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::before::Before;
use super::checks::{Checks, best};
use super::units::{Router, Unit, named_object};
use super::{Check, Found};
use crate::scan::without_comments;

/// How deep the arguments of calls are looked through.
const DEEPEST: usize = 5;
/// How long a list of parameters may be to be read, in letters.
const LONGEST_SIGNATURE: usize = 2_000;

/// Checks that hold for more than one entry point, found once.
pub(super) struct Around<'c, 'a, 'k> {
    checks: &'c Checks<'a, 'k>,
    of_class: FxHashMap<ClassRef, Found>,
    of_router: FxHashMap<Router, Found>,
    of_program: Found,
    /// What runs before all requests and checks some of them.
    pub(super) doubt: Option<Check>,
    class_guards: Vec<String>,
    handlers: FxHashSet<FuncId>,
    handling: FxHashSet<ClassRef>,
    routers: FxHashSet<Router>,
    registered: OnceCell<Registered>,
}

/// What is checked where handlers are registered.
#[derive(Default)]
struct Registered {
    functions: FxHashMap<FuncId, Found>,
    classes: FxHashMap<ClassRef, Found>,
    routers: FxHashMap<Router, Found>,
}

impl<'c, 'a, 'k> Around<'c, 'a, 'k> {
    pub(super) fn new(checks: &'c Checks<'a, 'k>, units: &[Unit]) -> Self {
        let program = checks.program();
        let mut around = Self {
            checks,
            of_class: FxHashMap::default(),
            of_router: FxHashMap::default(),
            of_program: Found::Not,
            doubt: None,
            class_guards: Vec::new(),
            handlers: units.iter().map(|unit| unit.function).collect(),
            handling: units.iter().filter_map(|unit| unit.class).collect(),
            routers: units.iter().filter_map(|unit| unit.router).collect(),
            registered: OnceCell::new(),
        };
        let before = Before::new(checks);
        around.of_class = before.of_class;
        around.of_router = before.of_router;
        around.of_program = before.of_program;
        around.doubt = before.doubt;
        for row in &program.apis.rows {
            if let knowledge::Effect::Route(route) = &row.effect
                && route.guards == Some(Guards::Class)
                && let Via::Base(methods) = &route.via
            {
                around.class_guards.extend(methods.iter().cloned());
            }
        }
        around.of_program = std::mem::take(&mut around.of_program).or(|| around.named_in_settings());
        around
    }

    /// What is checked around an entry point.
    pub(super) fn found(&self, unit: &Unit) -> Found {
        let id = unit.function;
        let found = self
            .by_decorators(id)
            .or(|| self.by_parameters(unit))
            .or(|| unit.class.map(|class| self.by_class(class)).unwrap_or_default())
            .or(|| unit.router.and_then(|router| self.of_router.get(&router).cloned()).unwrap_or_default())
            .or(|| unit.router.map(|router| self.by_making(router)).unwrap_or_default())
            .or(|| self.of_program.clone());
        if matches!(&found, Found::Done(check) if !check.is_assumed) {
            return found;
        }
        let registered = self.registered.get_or_init(|| self.registered());
        let of_class = || unit.class.and_then(|class| registered.classes.get(&class).cloned()).unwrap_or_default();
        let of_router = || unit.router.and_then(|router| registered.routers.get(&router).cloned()).unwrap_or_default();
        found
            .or(|| registered.functions.get(&id).cloned().unwrap_or_default())
            .or(of_class)
            .or(of_router)
            .or(|| self.by_words_of_signature(id))
    }

    fn by_decorators(&self, id: FuncId) -> Found {
        let program = self.checks.program();
        let function = program.function(id);
        let Some(parent) = function.parent else { return Found::Not };
        let parent = program.function_id(program.module_of(id), parent);
        function.decorators.iter().fold(Found::Not, |found, &decorator| {
            found.or(|| {
                match self.occurs(parent, decorator, 0) {
                    // The name itself may be known by its import alone.
                    Found::Done(check) => {
                        let spot = crate::Spot { module: program.module_of(id), span: function.name_span };
                        let written = format!("@{}", check.written.trim_start_matches('@'));
                        Found::Done(Check { spot, written, ..check })
                    }
                    other => other,
                }
            })
        })
    }

    /// What the defaults of parameters say, and their names.
    fn by_parameters(&self, unit: &Unit) -> Found {
        let id = unit.function;
        let program = self.checks.program();
        let function = program.function(id);
        let mut found = Found::Not;
        if function.params.iter().any(|param| param.has_default)
            && let Some(parent) = function.parent
        {
            let module = program.module_of(id);
            let parent = program.function_id(module, parent);
            let body = program.function(parent);
            for op in &body.ops {
                if let Op::Closure { function, defaults, .. } = *op
                    && program.function_id(module, function) == id
                {
                    for &default in body.values(defaults) {
                        found = found.or(|| self.occurs(parent, default, 0));
                    }
                }
            }
        }
        for param in &function.params {
            let name = program.text(param.name);
            // What the request says is no check.
            let is_said = unit.is_filled && !param.has_default && param.types.is_empty();
            let name = (!is_said).then_some(name);
            for written in param.types.iter().map(|written| program.text(*written)).chain(name) {
                let last = written.rsplit('.').next().unwrap_or(written);
                let spot = || crate::Spot { module: program.module_of(id), span: function.name_span };
                let said = self.checks.by_name(last, spot, last);
                found = found.or(|| said);
            }
        }
        found
    }

    /// What is written between a function's name and its body, where types may be declared by calls.
    fn by_words_of_signature(&self, id: FuncId) -> Found {
        let program = self.checks.program();
        let function = program.function(id);
        let names = self.checks.question.scene.names;
        let from = function.name_span.end;
        let file = names.files[program.module_of(id).index()];
        let text = file.text.get(from as usize..).unwrap_or_default();
        let text = without_comments(parameters(text));
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let spot = || crate::Spot { module: program.module_of(id), span: function.name_span };
        text.split(|letter: char| !is_part(letter))
            .filter(|word| !word.is_empty() && function.params.iter().all(|param| program.text(param.name) != *word))
            .fold(Found::Not, |found, word| found.or(|| self.checks.by_name(word, spot, word)))
    }

    /// What a class checks for all of its methods: its decorators, its bases, what stands in its body, and the methods that
    /// run before the others.
    pub(super) fn by_class(&self, class: ClassRef) -> Found {
        let program = self.checks.program();
        let names = self.checks.question.scene.names;
        let mut found = Found::Not;
        for &node in program.modelled_ancestors(class) {
            if self.checks.is_check(node) {
                let written = format!("class {}", program.text(program.class(class).name));
                let spot = crate::Spot { module: program.module_of_class(class), span: program.class(class).span };
                found = found.or(|| Found::Done(Check { spot, written, is_assumed: false }));
            }
        }
        for &owner in program.ancestors(class) {
            found = found.or(|| self.of_class.get(&owner).cloned().unwrap_or_default());
            let declared = program.class(owner);
            let module = program.module_of_class(owner);
            for guard in &self.class_guards {
                let Some(name) = program.symbols.find(guard) else { continue };
                if let Some(method) = program.own_method(owner, name) {
                    let method = program.method_function(owner, method);
                    found = found.or(|| best(&self.checks.events(method, 1), |_| true));
                }
            }
            let spot = || crate::Spot { module, span: declared.span };
            for &base in declared.bases.iter().chain(&declared.decorators) {
                let base = program.text(base);
                let last = base.rsplit('.').next().unwrap_or(base);
                found = found.or(|| self.checks.by_name(last, spot, last));
            }
            // The call of a decorator on the class.
            let body = program.function_id(module, declared.body);
            let parent = program.function(body).parent.map(|parent| program.function_id(module, parent));
            if let (Some(parent), false) = (parent, declared.decorators.is_empty()) {
                found = found.or(|| self.by_class_decorators(parent, owner));
            }
            let code = program.function(body);
            for op in &code.ops {
                let Op::Store(_, Elem::Field(field), value) = *op else { continue };
                if declared.methods.iter().any(|method| method.name == field) {
                    continue;
                }
                let is_list = matches!(code.op(code.original(value)), Op::Sequence(..) | Op::Call(..) | Op::Map(_));
                if is_list {
                    found = found.or(|| self.occurs(body, value, 1));
                }
                let name = program.text(field);
                if matches!(code.op(code.original(value)), Op::Const(_)) {
                    found = found.or(|| self.checks.by_name(name, || names.spot(body, value), name));
                }
            }
        }
        found
    }

    fn by_class_decorators(&self, parent: FuncId, class: ClassRef) -> Found {
        let program = self.checks.program();
        let code = program.function(parent);
        let mut found = Found::Not;
        for op in &code.ops {
            let Op::Call(Callee::Value(callee), args) = *op else { continue };
            let [only] = code.pools.args(args) else { continue };
            let is_class = |ty: Type| matches!(ty, Type::Class(known) if known == class);
            if program.types(parent, only.value).iter().any(is_class) {
                found = found.or(|| self.occurs(parent, callee, 0));
            }
        }
        found
    }

    /// Whether a value is a check, or holds or is made of one: a decorator, a list of what is asked, a dependency.
    pub(super) fn occurs(&self, id: FuncId, value: Value, depth: usize) -> Found {
        if depth > DEEPEST {
            return Found::Not;
        }
        let program = self.checks.program();
        let code = program.function(id);
        let at = code.original(value);
        match code.op(at) {
            Op::Call(callee, args) => {
                let targets = program.call(id, at).map_or(&[][..], |call| call.targets.as_slice());
                let mut found = targets.iter().fold(Found::Not, |found, &target| {
                    found.or(|| match target {
                        Target::Api(node) if self.checks.is_check(node) => self.checks.check_at(id, at, false),
                        Target::Api(_) => Found::Not,
                        Target::Construct { class, .. } => self.of_instance(id, at, class),
                        Target::Function { function, .. } | Target::Template { function, .. } => {
                            self.shown_at(id, at, self.checks.wrapping(function, 1))
                        }
                    })
                });
                if !targets.iter().any(|target| matches!(target, Target::Api(_))) {
                    let written = self.checks.question.scene.names.callee(id, at);
                    let last = written.rsplit('.').next().unwrap_or(&written).to_owned();
                    let spot = || self.checks.question.scene.names.spot(id, at);
                    found = found.or(|| self.checks.by_name(&last, spot, &written));
                }
                if let (Callee::Value(callee), true) = (callee, targets.is_empty()) {
                    found = found.or(|| self.occurs(id, callee, depth + 1));
                }
                for arg in code.pools.args(args) {
                    found = found.or(|| self.occurs(id, arg.value, depth + 1));
                    if let ArgKind::Named(name) = arg.kind {
                        let name = program.text(name);
                        let spot = || self.checks.question.scene.names.spot(id, at);
                        let said = self.checks.by_name(name, spot, name);
                        found = found.or(|| if said.is_not() { said } else { Found::Perhaps });
                    }
                }
                found
            }
            Op::Sequence(_, list) | Op::Map(list) | Op::Phi(list) => code
                .values(list)
                .iter()
                .filter(|&&part| part < at)
                .fold(Found::Not, |found, &part| found.or(|| self.occurs(id, part, depth + 1))),
            Op::Binary(_, left, right) => self.occurs(id, left, depth + 1).or(|| self.occurs(id, right, depth + 1)),
            Op::Closure { function, .. } => {
                let function = program.function_id(program.module_of(id), function);
                // The body of a class is no decorator of it.
                if is_class_body(program, function) {
                    return Found::Not;
                }
                let found = self.checks.wrapping(function, 1).or(|| self.checks.within(function, 1));
                self.named_closure(function, found)
            }
            Op::Const(_) => Found::Not,
            op => self.of_name(id, at, op),
        }
    }

    /// A function that is declared right there is shown by its name.
    fn named_closure(&self, function: FuncId, found: Found) -> Found {
        let program = self.checks.program();
        let (code, name) = (program.function(function), self.checks.question.scene.names.function(function));
        let spot = || crate::Spot { module: program.module_of(function), span: code.name_span };
        match found {
            Found::Done(check) => Found::Done(Check { spot: spot(), written: name, ..check }),
            other => other.or(|| self.checks.by_name(program.text(code.name), spot, &name)),
        }
    }

    /// What a name stands for.
    fn of_name(&self, id: FuncId, at: Value, op: Op) -> Found {
        let program = self.checks.program();
        let types = program.types(id, at);
        // What is checked by one handler is not checked for another.
        if types.iter().any(|ty| self.is_handler(ty)) {
            return Found::Not;
        }
        let found = types.iter().fold(Found::Not, |found, ty| {
            found.or(|| match ty {
                Type::Api(node) | Type::ApiInstance(node) if self.checks.is_check(node) => {
                    self.checks.check_at(id, at, false)
                }
                Type::Function(function) | Type::Bound(function) => {
                    self.shown_at(id, at, self.checks.wrapping(function, 1).or(|| self.checks.within(function, 1)))
                }
                Type::Class(class) | Type::Instance(class) => self.of_instance(id, at, class),
                _ => Found::Not,
            })
        });
        if types.iter().any(|ty| matches!(ty, Type::Api(_))) {
            return found;
        }
        let name = match op {
            Op::Global(name) | Op::Load(_, Elem::Field(name)) | Op::Import(name) => program.text(name),
            _ => return found,
        };
        let last = name.rsplit('.').next().unwrap_or(name);
        let names = self.checks.question.scene.names;
        found.or(|| self.checks.by_name(last, || names.spot(id, at), &names.value(id, at)))
    }

    /// A class of the program's own that asks in one of its methods, or is one of a library's checks.
    fn of_instance(&self, id: FuncId, at: Value, class: ClassRef) -> Found {
        let program = self.checks.program();
        if program.modelled_ancestors(class).iter().any(|node| self.checks.is_check(*node)) {
            return self.checks.check_at(id, at, false);
        }
        let module = program.module_of_class(class);
        let methods = program.class(class).methods.iter().map(|method| program.function_id(module, method.function));
        let found = methods.fold(Found::Not, |found, method| found.or(|| self.checks.within(method, 1)));
        self.shown_at(id, at, found)
    }

    /// The same, told at the place where it is asked for.
    fn shown_at(&self, id: FuncId, at: Value, found: Found) -> Found {
        match found {
            Found::Done(check) => self.checks.check_at(id, at, check.is_assumed),
            other => other,
        }
    }

    /// Checks that settings name by their dotted names: they hold for all.
    fn named_in_settings(&self) -> Found {
        let program = self.checks.program();
        for module in &program.modules {
            for at in 0..module.constants.len() {
                let Constant::Str(text) = module.constants.get(ir::ConstId(at as u32)) else { continue };
                if text.contains('.')
                    && !text.contains(char::is_whitespace)
                    && program.apis.find(text).is_some_and(|node| self.checks.is_check(node))
                {
                    return Found::Perhaps;
                }
            }
        }
        Found::Not
    }

    /// Handlers, classes and objects that are handed to a call together with a check, or to a check itself.
    fn registered(&self) -> Registered {
        let program = self.checks.program();
        let mut registered = Registered::default();
        let decorators = decorators(program);
        for id in program.functions() {
            let code = program.function(id);
            for (at, op) in code.ops.iter().enumerate() {
                let Op::Call(callee, args) = *op else { continue };
                let value = Value(at as u32);
                let mut handlers: Vec<Type> = Vec::new();
                let mut routers: Vec<Router> = Vec::new();
                let mut others: Vec<Value> = Vec::new();
                for arg in code.pools.args(args) {
                    let types = program.types(id, arg.value);
                    let handled = types.iter().filter(|ty| self.is_handler(*ty)).count();
                    handlers.extend(types.iter().filter(|ty| self.is_handler(*ty)));
                    match named_object(program, id, arg.value) {
                        Some(router) if self.is_router(router) => routers.push(router),
                        _ if handled == 0 => others.push(arg.value),
                        _ => {}
                    }
                }
                let is_decorator = decorators.contains(&(id, value));
                let runs_body = |target: &Target| target.function().is_some_and(|run| is_class_body(program, run));
                if program.call(id, value).is_some_and(|call| call.targets.iter().any(runs_body)) {
                    continue;
                }
                if let (Callee::Method(receiver, _), false) = (callee, is_decorator) {
                    routers.extend(named_object(program, id, receiver).filter(|router| self.is_router(*router)));
                }
                if handlers.is_empty() && routers.is_empty() || is_decorator {
                    continue;
                }
                let beside = others.into_iter().fold(Found::Not, |found, other| found.or(|| self.occurs(id, other, 1)));
                let found = beside.or(|| self.called(id, value, callee)).without_names();
                if found.is_not() {
                    continue;
                }
                for router in routers {
                    let known = registered.routers.entry(router).or_default();
                    *known = std::mem::take(known).or(|| found.clone());
                }
                for handler in handlers {
                    let known = match handler {
                        Type::Function(function) | Type::Bound(function) => {
                            registered.functions.entry(function).or_default()
                        }
                        Type::Class(class) => registered.classes.entry(class).or_default(),
                        _ => continue,
                    };
                    *known = std::mem::take(known).or(|| found.clone());
                }
            }
        }
        registered
    }

    /// Whether what is called is a check of what it is given.
    fn called(&self, id: FuncId, value: Value, callee: Callee) -> Found {
        let program = self.checks.program();
        let targets = program.call(id, value).map_or(&[][..], |call| call.targets.as_slice());
        let of_target = targets.iter().fold(Found::Not, |found, &target| {
            found.or(|| match target {
                Target::Api(node) if self.checks.is_check(node) => self.checks.check_at(id, value, false),
                // The body of a class is no decorator of it.
                Target::Function { function, .. } if !is_class_body(program, function) => {
                    self.shown_at(id, value, self.checks.wrapping(function, 1))
                }
                _ => Found::Not,
            })
        });
        match callee {
            Callee::Value(callee) if targets.is_empty() => of_target.or(|| self.occurs(id, callee, 1)),
            _ => of_target,
        }
    }

    fn is_handler(&self, ty: Type) -> bool {
        match ty {
            Type::Function(function) | Type::Bound(function) => self.handlers.contains(&function),
            Type::Class(class) => self.handling.contains(&class),
            _ => false,
        }
    }

    fn is_router(&self, router: Router) -> bool {
        self.routers.contains(&router)
    }

    /// What is checked by how an object is made into which handlers are put.
    pub(super) fn by_making(&self, router: Router) -> Found {
        let (module, name) = router;
        let program = self.checks.program();
        let body = program.function_id(module, ir::FunctionId(0));
        match program.global_definition(module, name) {
            Some(value) => self.occurs(body, value, 2),
            None => Found::Not,
        }
    }
}

impl Found {
    /// What a name says of what stands beside it says little.
    fn without_names(self) -> Self {
        match self {
            Self::Done(check) if check.is_assumed => Self::Perhaps,
            other => other,
        }
    }
}

/// What stands between the brackets behind a function's name.
fn parameters(text: &str) -> &str {
    let mut depth = 0;
    for (at, letter) in text.char_indices().take(LONGEST_SIGNATURE) {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth -= 1;
                if depth <= 0 {
                    return &text[..at];
                }
            }
            _ => {}
        }
    }
    ""
}

/// The calls that decorate something, each with the function that it stands in.
fn decorators(program: &Program<'_>) -> FxHashSet<(FuncId, Value)> {
    let mut decorators = FxHashSet::default();
    for id in program.functions() {
        let function = program.function(id);
        if let Some(parent) = function.parent {
            let parent = program.function_id(program.module_of(id), parent);
            decorators.extend(function.decorators.iter().map(|&decorator| (parent, decorator)));
        }
    }
    decorators
}

fn is_class_body(program: &Program<'_>, id: FuncId) -> bool {
    matches!(program.function(id).kind, ir::FunctionKind::ClassBody(_))
}
