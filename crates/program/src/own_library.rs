//! A program that is a library of which models speak, or holds a copy of one: what its own code declares under the very
//! names of the rows.
//!
//! Takes the names of the models and the modules of the program; gives the classes, functions and variables that are what
//! rows speak of. Their code is followed like any other. Besides, a class counts as one that descends from the modelled
//! one, so that what rows say of attributes, methods and descendants holds; a call of a function, or the making of an
//! object, is a source, a sink or a use where rows say so; and a function of which rows say that what it gives or shows is
//! harmless is believed, as it is where its code is not there. A variable is the modelled name alone: what stands behind
//! it is often found at run time.
//!
//! A copy lies in a folder for the code of others: `package._vendor.library` is `library`. Where no module of the program
//! has the name of a modelled library, nothing is looked for.

use ir::Symbol;
use knowledge::{Effect, Names, NodeId};
use rustc_hash::FxHashMap;

use crate::{ClassRef, FuncId, ModuleId, Program, Target, Type, TypeSet};

/// What folders are called that hold copies of libraries.
const COPIES: [&str; 6] = ["_vendor", "vendor", "_vendored", "vendored", "extern", "third_party"];

/// How many names of a library a module must declare to be it: one of the same name may be the program's own.
const MIN_DECLARED: usize = 3;

/// How many libraries a program is taken for, copies included.
const MAX_LIBRARIES: usize = 64;

/// What the program declares itself of which models speak.
#[derive(Default)]
pub(crate) struct OwnLibrary {
    /// The modules that are libraries, with the name that they have in models.
    roots: Vec<(ModuleId, NodeId)>,
    pub(crate) classes: FxHashMap<ClassRef, NodeId>,
    functions: FxHashMap<FuncId, NodeId>,
    pub(crate) variables: FxHashMap<(ModuleId, Symbol), NodeId>,
}

/// The name of a library in that of its copy.
pub(crate) fn name_of_copied(text: &str) -> Option<&str> {
    let mut parts = text.rmatch_indices('.').map(|(at, _)| at);
    let folder = |end: usize| {
        let before = &text[..end];
        before.rsplit_once('.').is_some_and(|(_, last)| COPIES.contains(&last))
    };
    parts.find(|&end| folder(end)).map(|end| &text[end + 1..])
}

impl OwnLibrary {
    /// The libraries that the program is, with its classes and variables.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let names = program.apis;
        let mut own = Self::default();
        for (index, module) in program.modules.iter().enumerate() {
            let name = program.text(module.name);
            let copied = name_of_copied(name);
            let library = copied.unwrap_or(name);
            let id = ModuleId(index as u32);
            if own.roots.len() < MAX_LIBRARIES
                && !library.contains('.')
                && let Some(root) = names.child(Names::ROOT, library)
                && program.find_module(module.name) == Some(id)
                && (copied.is_some() || said_in(program, id, root).len() >= MIN_DECLARED)
            {
                own.roots.push((id, root));
            }
        }
        for (node, declared) in own.said(program) {
            match declared {
                Declared::Type(Type::Class(class)) => {
                    own.classes.entry(class).or_insert(node);
                }
                Declared::Variable(module, name) => {
                    own.variables.entry((module, name)).or_insert(node);
                }
                Declared::Type(_) => {}
            }
        }
        own
    }

    /// Adds the functions; the hierarchy of classes is known.
    pub(crate) fn with_functions(mut self, program: &Program<'_>) -> Self {
        if self.roots.is_empty() {
            return self;
        }
        for (node, declared) in self.said(program) {
            if let Declared::Type(Type::Function(function)) = declared {
                self.functions.entry(function).or_insert(node);
            }
        }
        // What a class has instead of what is modelled of it under another name.
        for class in program.classes() {
            let Some(&node) = self.classes.get(&class) else { continue };
            for method in &program.class(class).methods {
                if let Some(member) = program.apis.member(node, program.text(method.name)) {
                    self.functions.entry(program.method_function(class, *method)).or_insert(member);
                }
            }
        }
        self
    }

    /// What the program declares under names of the libraries that it is.
    fn said(&self, program: &Program<'_>) -> Vec<(NodeId, Declared)> {
        self.roots.iter().flat_map(|&(module, root)| said_in(program, module, root)).collect()
    }
}

/// What a module, and those below it, declare under names of a library of which rows speak.
fn said_in(program: &Program<'_>, module: ModuleId, root: NodeId) -> Vec<(NodeId, Declared)> {
    let names = program.apis;
    let library = format!("{}.", names.api(root).name);
    let mut said = Vec::new();
    for (index, api) in names.apis.iter().enumerate() {
        let Some(rest) = api.name.strip_prefix(&library) else { continue };
        let node = api.alias.unwrap_or(NodeId(index as u32));
        if (names.api(node).is_class || !names.api(node).rows.is_empty())
            && let Some(declared) = declared(program, module, rest)
        {
            said.push((node, declared));
        }
    }
    said
}

/// What a program declares under a name.
#[derive(Clone, Copy)]
enum Declared {
    Type(Type),
    Variable(ModuleId, Symbol),
}

/// What a dotted name means below a module, when that is one thing.
fn declared(program: &Program<'_>, module: ModuleId, name: &str) -> Option<Declared> {
    let mut at = Type::Module(module);
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        let symbol = program.symbols.find(part);
        let types = match at {
            // What no code names by itself may still be a module.
            Type::Module(module) if symbol.is_none() => {
                let path = format!("{}.{part}", program.text(program.module(module).name));
                let below = program.symbols.find(&path).and_then(|path| program.find_module(path));
                TypeSet::one(Type::Module(below?))
            }
            Type::Module(module) => {
                let meaning = program.module_member(module, symbol?);
                if let (Some((module, name)), None, true) = (meaning.computed, parts.peek(), meaning.types.is_empty()) {
                    return Some(Declared::Variable(module, name));
                }
                meaning.types
            }
            Type::Class(class) => match program.class_part(class, symbol?) {
                Some(function) => return parts.peek().is_none().then_some(Declared::Type(Type::Function(function))),
                None => program.static_member(at, symbol?),
            },
            _ => return None,
        };
        let mut types = types.iter();
        let (Some(only), None) = (types.next(), types.next()) else { return None };
        at = only;
    }
    Some(Declared::Type(at))
}

/// Whether rows say of a function what comes out of it, or what it shows, and nothing that its own code might show better.
fn is_believed(names: &Names, node: NodeId) -> bool {
    let rows = || names.api(node).rows.iter().map(|row| &names.row(*row).effect);
    let is_safety = |effect: &Effect| matches!(effect, Effect::Sanitizer { .. } | Effect::Guard { .. } | Effect::Clean);
    let is_danger =
        |effect: &Effect| matches!(effect, Effect::Sink { .. } | Effect::Source { .. } | Effect::Wiring { .. });
    rows().any(is_safety) && !rows().any(is_danger)
}

impl Program<'_> {
    /// Whether the program is the very library that an API of the models belongs to, and no copy of it.
    pub fn is_library_of(&self, api: &str) -> bool {
        let library = api.split('.').next().unwrap_or(api);
        self.own_library.roots.iter().any(|&(module, root)| {
            let is_copy = name_of_copied(self.text(self.module(module).name)).is_some();
            !is_copy && self.apis.api(root).name == library
        })
    }

    /// The method that a class has under a name, when the hierarchy is known.
    fn class_part(&self, class: ClassRef, name: Symbol) -> Option<FuncId> {
        let is_linked = class.index() < self.hierarchy.order.len();
        let (owner, method) = is_linked.then(|| self.method(class, name)).flatten()?;
        Some(self.method_function(owner, method))
    }

    /// The modelled name under which rows speak of what a call runs, whether the program has its code or not.
    pub fn api_of(&self, target: Target) -> Option<NodeId> {
        match target {
            Target::Api(node) => Some(node),
            Target::Function { function, .. } => self.own_library.functions.get(&function).copied(),
            Target::Construct { class, .. } => self.own_library.classes.get(&class).copied(),
            Target::Template { .. } => None,
        }
    }

    /// The modelled name of a function, class or API.
    pub(crate) fn api_of_type(&self, ty: Type) -> Option<NodeId> {
        match ty {
            Type::Api(node) => Some(node),
            Type::Function(function) | Type::Bound(function) => self.own_library.functions.get(&function).copied(),
            Type::Class(class) => self.own_library.classes.get(&class).copied(),
            _ => None,
        }
    }

    /// Whether a class is what rows speak of, and not only one that descends from it: what it does is there for others.
    pub fn is_modelled_itself(&self, class: ClassRef) -> bool {
        self.own_library.classes.contains_key(&class)
    }

    /// Whether a call stands in a library, and runs what rows speak of in that same library: the program is it.
    pub fn is_within_own_library(&self, function: FuncId, call: ir::Value) -> bool {
        if self.own_library.roots.is_empty() {
            return false;
        }
        let targets = self.call(function, call).map(|site| site.targets.as_slice()).unwrap_or_default();
        let is_below = |module: ModuleId, root: ModuleId| {
            let (module, root) = (self.text(self.module(module).name), self.text(self.module(root).name));
            module.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        targets.iter().filter(|target| self.api_of(**target).is_some()).any(|target| {
            let module = match *target {
                Target::Function { function, .. } => self.module_of(function),
                Target::Construct { class, .. } => self.module_of_class(class),
                Target::Api(_) | Target::Template { .. } => return false,
            };
            let here = self.module_of(function);
            self.own_library.roots.iter().any(|&(root, _)| is_below(module, root) && is_below(here, root))
        })
    }

    /// The modelled name of a function of the program.
    pub(crate) fn api_of_function(&self, function: FuncId) -> Option<NodeId> {
        self.own_library.functions.get(&function).copied()
    }

    /// What is called in place of a function of the program that rows vouch for.
    pub(crate) fn believed(&self, target: Target) -> Target {
        match target {
            Target::Function { function, .. } => {
                let node = self.api_of_function(function).filter(|&node| is_believed(self.apis, node));
                node.map_or(target, Target::Api)
            }
            other => other,
        }
    }
}
