//! What a value surely runs when it is called: one function, with what it brings along.
//!
//! Types tell what a value may be anywhere; this tells what it is here. Takes a value; looks at where it was made in
//! this function, at what the one call hands over for which the function is interpreted, and at the code of makers:
//! functions that give a closure of what they are given, constructors that keep it in an attribute. Gives nothing when
//! there is any doubt.

use ir::{Callee, Elem, Function, Op, Symbol, Value};
use program::{ClassRef, FuncId, Program, Target, Type, TypeSet, Values};

use crate::interpret::Interpreter;
use crate::summary::AskedType;

/// How many makers a value is followed through.
const DEPTH: usize = 3;

/// A function, a class, a modelled API, or an object of which the very class is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::interpret) struct Exact {
    pub(in crate::interpret) ty: Type,
    /// Of a closure: what it has captured, by number, where that is known as well.
    pub(in crate::interpret) captures: Vec<(u16, Exact)>,
}

impl Exact {
    fn of(ty: Type) -> Self {
        Self { ty, captures: Vec::new() }
    }

    /// Whether it can be called as it is.
    pub(in crate::interpret) fn is_callable(&self) -> bool {
        !matches!(self.ty, Type::Instance(_))
    }
}

/// The input that a value is.
pub(in crate::interpret) fn input_of(function: &Function, value: Value) -> Option<u16> {
    match function.op(function.original(value)) {
        Op::Param(param) => Some(param as u16),
        Op::Capture(capture) => Some((function.params.len() as u32 + capture) as u16),
        _ => None,
    }
}

/// The input, or the attribute of an input, that a value is.
pub(in crate::interpret) fn place_of(function: &Function, value: Value) -> Option<(u16, Option<Symbol>)> {
    match function.op(function.original(value)) {
        Op::Load(base, Elem::Field(name)) => Some((input_of(function, base)?, Some(name))),
        _ => Some((input_of(function, value)?, None)),
    }
}

impl Interpreter<'_, '_> {
    /// What a call surely runs, when that is known better than by types.
    pub(in crate::interpret) fn exact_callee(&self, callee: Callee) -> Option<Exact> {
        match callee {
            Callee::Value(of) => self.exact(of),
            Callee::Method(of, name) => self.exact_field(of, name, DEPTH),
            Callee::Super(..) => None,
        }
        .filter(Exact::is_callable)
    }

    /// What a value surely is.
    pub(in crate::interpret) fn exact(&self, value: Value) -> Option<Exact> {
        self.exact_within(value, DEPTH)
    }

    fn exact_within(&self, value: Value, depth: usize) -> Option<Exact> {
        let depth = depth.checked_sub(1)?;
        let program = self.cx.program;
        let original = self.original(value);
        if let Some(input) = input_of(self.function, original)
            && let Some(handed) = self.handed.exact(input, None)
        {
            return Some(handed.clone());
        }
        match self.function.op(original) {
            Op::Closure { function, captures, .. } => {
                let captured = self.function.values(captures).iter().enumerate();
                let captures = captured.filter_map(|(at, &of)| Some((at as u16, self.exact_within(of, depth)?)));
                Some(Exact {
                    ty: Type::Function(program.function_id(self.module, function)),
                    captures: captures.collect(),
                })
            }
            Op::Call(..) => self.exact_made(original, depth),
            Op::Load(base, Elem::Field(name)) => {
                self.exact_field(base, name, depth).or_else(|| only(self.types(value)).map(Exact::of))
            }
            Op::Load(base, Elem::Item(key)) => {
                self.exact_entry(base, key).or_else(|| only(self.types(value))).map(Exact::of)
            }
            // A class that is named, and not one of those that a parameter may be.
            Op::Global(_) | Op::Import(_) | Op::Class { .. } => only(self.types(value))
                .or_else(|| {
                    let types = self.types(value);
                    let mut all = types.iter();
                    match (all.next(), all.next()) {
                        (Some(class @ Type::Class(_)), None) => Some(class),
                        _ => None,
                    }
                })
                .map(Exact::of),
            _ => only(self.types(value)).map(Exact::of),
        }
    }

    /// What stands in a table under a key that is known here: a map that a module or a constructor has made.
    fn exact_entry(&self, base: Value, key: Value) -> Option<Type> {
        let program = self.cx.program;
        let key = self.constant(key)?;
        let original = self.original(base);
        let (function, map) = match self.function.op(original) {
            Op::Map(_) => (self.id, original),
            Op::Load(of, Elem::Field(name)) => {
                let types = self.types(of);
                let mut all = types.iter();
                let (Some(Type::Instance(class) | Type::Class(class)), None) = (all.next(), all.next()) else {
                    return None;
                };
                written_once(program, class, name)?
            }
            Op::Global(name) => {
                let (module, name) = program.global_variable(self.module, name)?;
                let definition = program.global_definition(module, name)?;
                let body = program.function_id(module, ir::FunctionId(0));
                let Op::SetGlobal(_, of) = program.function(body).op(definition) else { return None };
                (body, program.function(body).original(of))
            }
            _ => return None,
        };
        if !matches!(program.function(function).op(map), Op::Map(_)) {
            return None;
        }
        only(program.entry_types(function, map, key))
    }

    /// What a call gives: an object of that class, or a closure of what its maker is given.
    fn exact_made(&self, call: Value, depth: usize) -> Option<Exact> {
        let program = self.cx.program;
        let site = program.call(self.id, call)?;
        match site.targets[..] {
            [Target::Construct { class, .. }] => Some(Exact::of(Type::Instance(class))),
            [Target::Function { function: maker, bound: false }] if !site.is_cut => {
                let (function, captures) = program.closure_made_by(maker)?;
                let given = program.given(self.id, call);
                let captures = captures.into_iter().enumerate().filter_map(|(at, param)| {
                    let param = param?;
                    let data = program.function(maker).params.get(usize::from(param))?;
                    let position = u8::try_from(param).ok();
                    let value = given.argument(program, position, Some(program.text(data.name)))?;
                    Some((at as u16, self.exact_within(value, depth)?))
                });
                Some(Exact { ty: Type::Function(function), captures: captures.collect() })
            }
            _ => only(self.types(call)).map(Exact::of),
        }
    }

    /// What an attribute holds that was handed over, or that the constructor of an object made here has kept.
    fn exact_field(&self, base: Value, name: Symbol, depth: usize) -> Option<Exact> {
        let depth = depth.checked_sub(1)?;
        let program = self.cx.program;
        let original = self.original(base);
        if let Some(input) = input_of(self.function, original)
            && let Some(handed) = self.handed.exact(input, Some(name))
        {
            return Some(handed.clone());
        }
        let [Target::Construct { class, constructor: Some(constructor) }] =
            program.call(self.id, original)?.targets[..]
        else {
            return None;
        };
        let param = kept_by(program, class, constructor, name)?;
        let writes = |op: &Op| matches!(op, Op::Store(_, Elem::Field(field), _) if *field == name);
        if self.function.ops.iter().any(writes) {
            return None;
        }
        let data = program.function(constructor).params.get(usize::from(param))?;
        let given = program.given(self.id, original);
        let position = param.checked_sub(1).and_then(|at| u8::try_from(at).ok());
        let value = given.argument(program, position, Some(program.text(data.name)))?;
        self.exact_within(value, depth)
    }

    /// What a value that is asked for is, for a call that hands it over.
    pub(in crate::interpret) fn exact_asked(&self, value: Value, asked: AskedType) -> Option<Exact> {
        match asked.field {
            Some(name) => self.exact_field(value, name, DEPTH).filter(Exact::is_callable),
            None => self.exact(value),
        }
    }

    /// The targets of something that is surely known, when what is known of them has been found out.
    pub(in crate::interpret) fn exact_targets(&self, exact: &Exact) -> Option<Vec<Target>> {
        let targets = self.cx.program.targets_of(TypeSet::one(exact.ty));
        let is_known =
            |target: &Target| target.function().is_none_or(|function| self.known.summary(function).is_some());
        (!targets.is_empty() && targets.iter().all(is_known)).then_some(targets)
    }
}

/// The only function, class or API among the types.
fn only(types: TypeSet) -> Option<Type> {
    let mut all = types.iter();
    match (all.next(), all.next()) {
        (Some(ty @ (Type::Function(_) | Type::Bound(_) | Type::Api(_))), None) => Some(ty),
        _ => None,
    }
}

/// The one value that the methods of a class write into an attribute, and the function in which it stands.
fn written_once(program: &Program<'_>, class: ClassRef, name: Symbol) -> Option<(FuncId, Value)> {
    let mut written = None;
    for &owner in program.ancestors(class) {
        let module = program.module_of_class(owner);
        let declaration = program.class(owner);
        let methods = declaration.methods.iter().map(|method| method.function);
        for id in methods.chain([declaration.body]).map(|function| program.function_id(module, function)) {
            let function = program.function(id);
            for op in &function.ops {
                let Op::Store(base, Elem::Field(field), value) = *op else { continue };
                let is_own = matches!(function.op(function.original(base)), Op::Param(0));
                if field != name || !is_own {
                    continue;
                }
                if written.is_some() {
                    return None;
                }
                written = Some((id, function.original(value)));
            }
        }
    }
    written
}

/// The parameter that a constructor keeps in an attribute, when nothing else of its class writes that.
fn kept_by(program: &Program<'_>, class: ClassRef, constructor: FuncId, name: Symbol) -> Option<u16> {
    let mut kept = None;
    for &owner in program.ancestors(class) {
        let module = program.module_of_class(owner);
        for method in &program.class(owner).methods {
            let id = program.function_id(module, method.function);
            let function = program.function(id);
            for op in &function.ops {
                let Op::Store(base, Elem::Field(field), value) = *op else { continue };
                if field != name {
                    continue;
                }
                let is_own = matches!(function.op(function.original(base)), Op::Param(0));
                let Op::Param(param) = function.op(function.original(value)) else { return None };
                if id != constructor || !is_own || kept.is_some() {
                    return None;
                }
                kept = Some(param as u16);
            }
        }
    }
    kept
}
