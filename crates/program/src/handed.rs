//! Functions that frameworks call, as far as rows tell by bases and forms, and what a framework hands to them.
//!
//! Takes the rows for routes and decorators; gives which functions are meant, and puts into the tables what their
//! parameters are instances of. Who is decorated or passed on is found where types are inferred.

use contained::Step;
use ir::{Elem, Op, Symbol, Value};
use knowledge::{Effect, Looks, NodeId, Route, Row, RowId, Via};

use crate::condition::{descends, row_holds};
use crate::tables::Additions;
use crate::tables::Slot;
use crate::transfer::Transfer;
use crate::{ClassRef, FuncId, ModuleId, Program, Type, TypeSet};

/// How many bases of modelled classes are looked at, for one class of the program.
const MAX_BASES: usize = 64;

impl Program<'_> {
    /// Methods that a framework calls because of their class's base: function and row.
    pub fn routes_by_base(&self) -> Vec<(FuncId, RowId)> {
        let mut found = Vec::new();
        for class in self.classes() {
            if self.modelled_ancestors(class).is_empty() || self.is_modelled_itself(class) {
                continue;
            }
            for node in self.modelled_bases(class) {
                for &row in &self.apis.api(node).rows {
                    let Effect::Route(route) = &self.apis.row(row).effect else { continue };
                    for method in &self.class(class).methods {
                        if route.via.means_method(self.text(method.name)) {
                            found.push((self.method_function(class, *method), row));
                        }
                    }
                }
            }
        }
        found
    }

    /// Functions that look like what a framework calls: function and row.
    pub fn routes_by_looks(&self) -> Vec<(FuncId, RowId)> {
        let mut asked = Vec::new();
        for (at, row) in self.apis.rows.iter().enumerate() {
            if let Effect::Route(route) = &row.effect
                && let Via::Looks(looks) = &route.via
                && let Some(takes) = looks.takes.iter().map(|name| self.symbols.find(name)).collect::<Option<Vec<_>>>()
            {
                asked.push((RowId(at as u32), looks, takes));
            }
        }
        let mut found = Vec::new();
        for id in self.functions() {
            self.at_function(Step::Declarations, id);
            for (row, looks, takes) in &asked {
                if self.takes_these(id, takes) && self.looks_so(id, looks) {
                    found.push((id, *row));
                }
            }
        }
        found
    }

    /// The modelled classes that a class of the program descends from, and their bases.
    pub fn modelled_bases(&self, class: ClassRef) -> Vec<NodeId> {
        let mut nodes = self.modelled_ancestors(class).to_vec();
        let mut at = 0;
        while let Some(&node) = nodes.get(at) {
            for &base in &self.apis.api(node).bases {
                if nodes.len() < MAX_BASES && !nodes.contains(&base) {
                    nodes.push(base);
                }
            }
            at += 1;
        }
        nodes
    }

    /// Whether a class of the program, or a modelled class, is one of these or descends from one.
    pub fn is_one_of(&self, ty: Type, wanted: &[NodeId]) -> bool {
        match ty {
            Type::Class(class) | Type::Instance(class) => {
                self.modelled_ancestors(class).iter().any(|&node| descends(self, node, wanted))
            }
            Type::Api(node) | Type::ApiInstance(node) => descends(self, node, wanted),
            _ => false,
        }
    }

    /// The classes as which a parameter is declared, as far as they are known.
    pub fn declared_classes(&self, id: FuncId, param: &ir::Param) -> TypeSet {
        self.written_classes(self.module_of(id), &param.types)
    }

    /// The APIs that the declaration of a parameter names besides its type.
    pub fn declared_notes(&self, id: FuncId, param: &ir::Param) -> TypeSet {
        let notes = param.types.iter().filter_map(|written| self.text(*written).strip_prefix(ir::NOTED));
        let symbols = notes.filter_map(|note| self.symbols.find(note));
        let mut types = TypeSet::EMPTY;
        for symbol in symbols {
            types.join(&self.resolve_written(self.module_of(id), symbol));
        }
        types
    }

    /// The fields of a class of the program, those of its bases after its own, each with what it is declared as or
    /// made by.
    pub fn fields(&self, class: ClassRef) -> Vec<(Symbol, TypeSet)> {
        let mut fields: Vec<(Symbol, TypeSet)> = Vec::new();
        for &owner in self.ancestors(class) {
            let module = self.module_of_class(owner);
            for field in &self.class(owner).fields {
                if fields.iter().any(|(known, _)| *known == field.name) {
                    continue;
                }
                let types = if field.types.is_empty() {
                    self.tables.get(Slot::Attribute(owner, field.name)).without_sites()
                } else {
                    self.written_classes(module, &field.types)
                };
                fields.push((field.name, types));
            }
        }
        fields
    }

    fn written_classes(&self, module: ModuleId, written: &[Symbol]) -> TypeSet {
        let mut types = TypeSet::EMPTY;
        for &written in written.iter().filter(|written| !ir::is_marked(self.text(**written))) {
            let known = self.resolve_written(module, written);
            // One that is not known may be anything: "many" says so.
            types.join(&if known == TypeSet::EMPTY { TypeSet::MANY } else { known });
        }
        types
    }

    fn takes_these(&self, id: FuncId, takes: &[Symbol]) -> bool {
        let function = self.function(id);
        let params = function.params.get(self.receivers(id)..).unwrap_or_default();
        params.len() >= takes.len()
            && params.iter().zip(takes).all(|(param, name)| param.name == *name)
            && params[takes.len()..].iter().all(|param| param.has_default)
    }

    /// How many parameters stand for the receiver.
    fn receivers(&self, id: FuncId) -> usize {
        let ir::FunctionKind::Method(class) = self.function(id).kind else { return 0 };
        let methods = &self.class(self.class_id(self.module_of(id), class)).methods;
        let of_id = |method: &&ir::Method| self.function_id(self.module_of(id), method.function) == id;
        match methods.iter().find(of_id).map(|method| method.kind) {
            Some(ir::MethodKind::Static) => 0,
            _ => 1,
        }
    }

    fn looks_so(&self, id: FuncId, looks: &Looks) -> bool {
        let function = self.function(id);
        let name = self.text(function.name);
        if !looks.called.is_empty() && !looks.called.iter().any(|called| called == name) {
            return false;
        }
        let module = self.module_of(id);
        let class = match function.kind {
            ir::FunctionKind::Method(class) => Some(self.class_id(module, class)),
            _ => None,
        };
        if let Some(end) = &looks.base_ends {
            let is_meant = |class| {
                let mut bases = self.ancestors(class).iter().flat_map(|&owner| &self.class(owner).bases);
                bases.any(|base| self.text(*base).ends_with(end.as_str()))
            };
            if !class.is_some_and(is_meant) || name.starts_with('_') {
                return false;
            }
        }
        let Some(within) = &looks.within else { return true };
        let around = match class {
            Some(class) => self.constructor(class),
            None => function.parent.map(|parent| self.function_id(module, parent)),
        };
        around.is_some_and(|around| self.function(around).params.iter().any(|param| self.text(param.name) == within))
    }

    /// Adds what a framework hands to a function's parameters.
    fn hand(&self, function: FuncId, route: &Route, additions: &mut Additions) {
        let skipped = self.receivers(function);
        for (position, types) in &route.gives {
            let types = types.iter().filter_map(|name| self.apis.find(name)).map(Type::ApiInstance).collect();
            let at = skipped + *position as usize;
            if at < self.function(function).params.len() {
                additions.push((Slot::Param(function, at as u32), types));
            }
        }
    }

    /// Whether a parameter of a function is one to which a route's framework hands something of its own.
    pub fn is_handed(&self, function: FuncId, route: &Route, param: u32) -> bool {
        let skipped = self.receivers(function) as u32;
        route.gives.iter().any(|(position, _)| skipped + u32::from(*position) == param)
    }

    /// What frameworks hand over to functions that bases and forms tell.
    pub(crate) fn handed_by_declarations(&self) -> Additions {
        let mut additions = Vec::new();
        for (function, row) in self.routes_by_base().into_iter().chain(self.routes_by_looks()) {
            if let Effect::Route(route) = &self.apis.row(row).effect {
                self.hand(function, route, &mut additions);
            }
        }
        additions
    }

    /// What a decorated function is besides: an instance of a class of a library, whose methods run it.
    pub(crate) fn member_of_decorated(&self, function: FuncId, name: Symbol) -> TypeSet {
        let known = self.tables.get(Slot::Decorated(function));
        let mut types = TypeSet::EMPTY;
        for ty in known.iter() {
            let Type::ApiInstance(class) = ty else { continue };
            let Some(member) = self.apis.member(class, self.text(name)) else { continue };
            let runs =
                |row: &&RowId| matches!(&self.apis.row(**row).effect, Effect::Wiring { invokes } if invokes.as_called);
            if self.apis.api(member).rows.iter().find(runs).is_some() {
                types.join(&known.iter().filter(|ty| matches!(ty, Type::Function(_) | Type::Bound(_))).collect());
            } else {
                types.join(&self.member(ty, name, function));
            }
        }
        types
    }
}

impl Program<'_> {
    /// Whether an instance of these types keeps functions that one of its methods calls.
    pub(crate) fn is_keeper(&self, types: TypeSet) -> bool {
        types.iter().any(|ty| matches!(ty, Type::ApiInstance(class) if self.apis.api(class).keeps_callees))
    }

    /// What a method of a receiver calls that the receiver keeps.
    pub(crate) fn kept_callees(&self, receivers: TypeSet, name: Symbol) -> TypeSet {
        let mut kept = TypeSet::EMPTY;
        if !receivers.has_sites() {
            return kept;
        }
        for ty in receivers.iter() {
            let Type::ApiInstance(class) = ty else { continue };
            if !self.apis.api(class).keeps_callees {
                continue;
            }
            let Some(member) = self.apis.member(class, self.text(name)) else { continue };
            let calls = |row: &RowId| matches!(&self.apis.row(*row).effect, Effect::Wiring { invokes } if invokes.calls_what_receiver_keeps());
            if self.apis.api(member).rows.iter().any(calls) {
                for site in receivers.sites() {
                    let all = self.tables.get(Slot::Elements(site));
                    kept.join(&all.iter().filter(|ty| matches!(ty, Type::Function(_) | Type::Bound(_))).collect());
                }
            }
        }
        kept
    }
}

impl Transfer<'_, '_> {
    /// What decorators make of a function that is declared here, and hand to it when it is called.
    pub(crate) fn add_decorated(&mut self, function: FuncId) {
        let program = self.program;
        for &decorator in &program.function(function).decorators {
            let (types, call) = match self.function.op(decorator) {
                Op::Call(callee, _) => (self.callee_types(callee), true),
                _ => (self.of(decorator), false),
            };
            for ty in types.iter() {
                let Some(node) = program.api_of_type(ty) else { continue };
                for &row in &program.apis.api(node).rows {
                    self.add_decorated_by(function, decorator, program.apis.row(row), call);
                }
            }
        }
    }

    fn add_decorated_by(&mut self, function: FuncId, decorator: Value, row: &Row, call: bool) {
        let program = self.program;
        match &row.effect {
            Effect::Route(route) if route.via == Via::Decorator => {
                program.hand(function, route, &mut self.additions);
            }
            Effect::Decorates { class, bound } => {
                let given = if call { program.given(self.id, decorator) } else { crate::Given::default() };
                if !row_holds(self, row, &given, decorator) {
                    return;
                }
                let itself = if *bound { Type::Bound(function) } else { Type::Function(function) };
                let class = program.apis.find(class).map(Type::ApiInstance);
                self.add(Slot::Decorated(function), class.into_iter().chain([itself]).collect());
            }
            // What the decorator is called with goes into what it was made of, or whose method it is.
            Effect::Pass { from, to, .. }
                if !to.steps.is_empty() && from.iter().any(|port| port.is_decorated(call)) =>
            {
                let given = match self.function.op(decorator) {
                    Op::Load(base, Elem::Field(_)) => crate::Given { receiver: Some(base), ..crate::Given::default() },
                    _ => program.given(self.id, decorator),
                };
                for value in crate::base_values(program, &given, decorator, to) {
                    let mut base = self.of(value);
                    for _ in 1..to.steps.len() {
                        base = self.each(base);
                    }
                    for site in base.sites() {
                        self.add(Slot::Elements(site), TypeSet::one(Type::Function(function)));
                    }
                }
            }
            _ => {}
        }
    }

    /// What a framework hands to the functions that a call passes to it.
    pub(crate) fn add_registered(&mut self, call: Value, node: NodeId) {
        let program = self.program;
        for &row in &program.apis.api(node).rows {
            let Effect::Route(route) = &program.apis.row(row).effect else { continue };
            let Via::Argument(port) = &route.via else { continue };
            if route.gives.is_empty() {
                continue;
            }
            for value in crate::base_values(program, &program.given(self.id, call), call, port) {
                for ty in self.of(value).iter() {
                    if let Type::Function(function) | Type::Bound(function) = ty {
                        program.hand(function, route, &mut self.additions);
                    }
                }
            }
        }
    }
}
