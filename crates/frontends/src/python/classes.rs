//! Classes: the class value, its body, and what is known of its methods and fields by their declarations.

use ir::{Arg, ArgKind, BindingTarget, Callee, Class, ClassId, Field, FunctionId, Method, MethodKind, Op, Symbol};
use ruff_python_ast::{self as ast, Expr};

use super::scopes::ScopeId;
use super::{Lowerer, bind, span, span_of};

impl<'a> Lowerer<'a> {
    pub(super) fn class_def(&mut self, def: &'a ast::StmtClassDef) {
        let decorators = self.decorators(&def.decorator_list);
        let name_span = span(def.name.range);
        let mut bases = Vec::new();
        for base in def.bases() {
            bases.push(self.element(base));
        }
        let mut handed = Vec::new();
        for keyword in def.keywords() {
            let value = self.expr(&keyword.value);
            let name = keyword.arg.as_ref().map(ast::Identifier::as_str);
            if name != Some("metaclass") {
                let kind = name.map_or(ArgKind::SpreadNamed, |name| ArgKind::Named(self.symbols.intern(name)));
                handed.push(Arg { value, kind });
            }
        }
        let Some(scope) = bind::mark(&def.node_index).map(ScopeId) else {
            let value = self.too_deep(span_of(def));
            self.write_text(def.name.as_str(), value, BindingTarget::Computed, name_span);
            return;
        };
        let id = self.declare_class(def, scope);
        let bases = self.values(&bases);
        let class = self.push(Op::Class { class: id, bases }, name_span);
        // Absent only while the class's own body is lowered, which does not lower the class again.
        if let Some(body) = self.classes[id.0 as usize].as_ref().map(|class| class.body) {
            let closure = self.closure(body, scope, &[], name_span);
            let args = self.frame.builder.pools.add_args(&[Arg { value: class, kind: ArgKind::Positional }]);
            self.push(Op::Call(Callee::Value(closure), args), name_span);
        }
        if !handed.is_empty() {
            // The class before it in the hierarchy is told.
            let name = self.symbols.intern("__init_subclass__");
            let args = self.frame.builder.pools.add_args(&handed);
            self.push(Op::Call(Callee::Super(class, name), args), name_span);
        }
        let value = self.decorate(class, &decorators);
        self.write_text(def.name.as_str(), value, BindingTarget::Class(id), name_span);
    }

    /// The class of a scope; its body is lowered the first time.
    fn declare_class(&mut self, def: &'a ast::StmtClassDef, scope: ScopeId) -> ClassId {
        let index = scope.0 as usize;
        if index >= self.class_ids.len() {
            self.class_ids.resize(index + 1, None);
        }
        if let Some(id) = self.class_ids[index] {
            return id;
        }
        let id = ClassId(self.classes.len() as u32);
        self.class_ids[index] = Some(id);
        let name = self.symbols.intern(def.name.as_str());
        let qualified_name = self.qualified(name);
        let bases = def.bases().iter().filter_map(|base| self.dotted(base)).collect();
        let decorators =
            def.decorator_list.iter().filter_map(|decorator| self.dotted_callee(&decorator.expression)).collect();
        self.classes.push(Some(Class {
            name,
            qualified_name,
            bases,
            methods: Vec::new(),
            fields: Vec::new(),
            body: FunctionId(0),
            decorators,
            span: span_of(def),
        }));
        let body = self.class_body(scope, id, qualified_name, span_of(def), &def.body);
        if let Some(class) = &mut self.classes[id.0 as usize] {
            class.body = body;
            let is_data_class = class.decorators.iter().any(|&name| {
                let name = self.symbols.text(name);
                name == "dataclass" || name.ends_with(".dataclass")
            });
            let names: Option<Vec<Symbol>> =
                written_places(&def.body).map(|names| names.iter().map(|name| self.symbols.intern(name)).collect());
            let of_fields = || class.fields.iter().map(|field| field.name).collect();
            if let Some(names) = names.or_else(|| is_data_class.then(of_fields)) {
                self.places_of_classes.insert(qualified_name, names);
            }
        }
        id
    }

    /// The attribute that a class of this module which is named so has in a place of a pattern.
    pub(super) fn attribute_in_place(&self, class: &Expr, place: usize) -> Option<Symbol> {
        let Expr::Name(name) = class else { return None };
        let names = self.places_of_classes.get(&self.symbols.find(name.id.as_str())?)?;
        names.get(place).copied()
    }

    pub(super) fn declare_method(&mut self, class: ClassId, def: &ast::StmtFunctionDef, function: FunctionId) {
        let name = self.symbols.intern(def.name.as_str());
        let mut kind = match def.name.as_str() {
            "__new__" | "__init_subclass__" | "__class_getitem__" => MethodKind::Class,
            _ => MethodKind::Instance,
        };
        for decorator in &def.decorator_list {
            let (last, is_plain) = match &decorator.expression {
                Expr::Name(name) => (name.id.as_str(), true),
                Expr::Attribute(attribute) => (attribute.attr.as_str(), false),
                _ => continue,
            };
            kind = match (last, is_plain) {
                ("staticmethod" | "abstractstaticmethod", _) => MethodKind::Static,
                ("classmethod" | "abstractclassmethod", _) => MethodKind::Class,
                ("property" | "cached_property" | "abstractproperty", _) | ("getter", false) => MethodKind::Property,
                ("setter", false) => MethodKind::Setter,
                ("deleter", false) => return,
                _ => continue,
            };
        }
        let method = Method { name, function, kind };
        if let Some(class) = &mut self.classes[class.0 as usize]
            && !class.methods.iter().any(|known| known.function == function)
        {
            class.methods.push(method);
        }
    }

    /// `name = property(read, write)` in a class's body, of functions that stand there: the same as decorating them.
    pub(super) fn declare_property(&mut self, class: ClassId, name: Symbol, value: &Expr) {
        let Expr::Call(call) = value else { return };
        let Expr::Name(called) = &*call.func else { return };
        if called.id.as_str() != "property" || !self.is_builtin(called) {
            return;
        }
        let keyword = |wanted: &str| call.arguments.find_keyword(wanted).map(|keyword| &keyword.value);
        let read = call.arguments.args.first().or_else(|| keyword("fget"));
        let write = call.arguments.args.get(1).or_else(|| keyword("fset"));
        for (function, kind) in [(read, MethodKind::Property), (write, MethodKind::Setter)] {
            let Some(Expr::Name(function)) = function else { continue };
            let function = self.name_symbol(function);
            let Some(class) = &mut self.classes[class.0 as usize] else { continue };
            let method = class.methods.iter().rev().find(|method| method.name == function);
            if let Some(&Method { function, .. }) = method {
                class.methods.push(Method { name, function, kind });
            }
        }
    }

    /// Adds a field, or types to a field that is known.
    pub(super) fn declare_field(&mut self, class: ClassId, name: Symbol, types: Vec<Symbol>) {
        let Some(class) = &mut self.classes[class.0 as usize] else { return };
        match class.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => {
                for type_ in types {
                    if !field.types.contains(&type_) {
                        field.types.push(type_);
                    }
                }
            }
            None => class.fields.push(Field { name, types }),
        }
    }
}

/// The attributes that a class's body names for the places of a pattern.
fn written_places(body: &[ast::Stmt]) -> Option<Vec<&str>> {
    body.iter().find_map(|statement| {
        let ast::Stmt::Assign(assignment) = statement else { return None };
        let [Expr::Name(target)] = &assignment.targets[..] else { return None };
        let (Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. })) = &*assignment.value
        else {
            return None;
        };
        if target.id.as_str() != "__match_args__" {
            return None;
        }
        let mut names = Vec::with_capacity(elts.len());
        for element in elts {
            let Expr::StringLiteral(text) = element else { return None };
            names.push(text.value.to_str());
        }
        Some(names)
    })
}
