//! Files of data: what they hold at a path of keys, which module-level names hold one that nobody changes, and which are
//! written by the program itself.
//!
//! Takes the program with its files of data; gives constants. How a file is written is not known here.

use ir::{Callee, Constant, Data, FunctionKind, Op, Symbol, Value};
use knowledge::{Effect, PortBase};
use program::{DataId, FuncId, ModuleId, Program, Target, base_values, row_holds};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::as_written::AsWritten;
use crate::by_name::rows_by_name;
use crate::changes::{changes_argument, changes_receiver};
use crate::key::{position_key, text_key};
use crate::path::{Part, Path};

/// How many operands are looked through for the name of a file that is written.
const OPERANDS: usize = 64;

/// What is known of the program's files of data as a whole.
#[derive(Default)]
pub(crate) struct KnownData {
    /// Files that the program writes.
    written: FxHashSet<DataId>,
    /// Module-level names that hold what a file holds.
    globals: FxHashMap<(ModuleId, Symbol), DataId>,
    /// The objects that these names hold, in the bodies that make them.
    objects: FxHashMap<(FuncId, Value), (ModuleId, Symbol)>,
}

impl KnownData {
    /// The files that the program writes; no name is known yet.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let written = if program.has_data() { written(program) } else { FxHashSet::default() };
        Self { written, ..Self::default() }
    }

    /// Whether a file holds the same always.
    pub(crate) fn is_constant(&self, id: DataId) -> bool {
        !self.written.contains(&id)
    }

    /// The file that a module-level name holds.
    pub(crate) fn global(&self, module: ModuleId, name: Symbol) -> Option<DataId> {
        self.globals.get(&(module, name)).copied()
    }

    /// The file that an object holds which a body of a module has made for a name.
    pub(crate) fn object(&self, body: FuncId, object: Value) -> Option<DataId> {
        let &(module, name) = self.objects.get(&(body, object))?;
        self.global(module, name)
    }

    /// Takes what bodies of modules read: the object, and the file that it then holds.
    pub(crate) fn bind(&mut self, program: &Program<'_>, read: &[(FuncId, Value, DataId)]) {
        self.globals.clear();
        self.objects.clear();
        for &(body, object, id) in read {
            let module = program.module_of(body);
            let function = program.function(body);
            let is_only = read.iter().filter(|(other, held, _)| (*other, *held) == (body, object)).count() == 1;
            let names = function.ops.iter().filter_map(|op| match *op {
                Op::SetGlobal(name, of) if function.original(of) == object => Some(name),
                _ => None,
            });
            let named: Vec<Symbol> = names.collect();
            if let ([name], true) = (&named[..], is_only)
                && program.global_definition(module, *name).is_some()
                && !is_changed(program, body, object)
            {
                self.globals.insert((module, *name), id);
                self.objects.insert((body, object), (module, *name));
            }
        }
        if self.globals.is_empty() {
            return;
        }
        for id in program.functions() {
            for (index, op) in program.function(id).ops.iter().enumerate() {
                let read = match *op {
                    Op::Global(name) => program.global_variable(program.module_of(id), name),
                    Op::Import(path) => program.imported_variable(path),
                    _ => None,
                };
                if let Some(variable) = read.filter(|variable| self.globals.contains_key(variable))
                    && is_changed(program, id, Value(index as u32))
                {
                    self.globals.remove(&variable);
                }
            }
        }
    }
}

/// The constant that a file holds at a path of keys.
pub(crate) fn constant_at(data: &Data, path: Path) -> Option<&Constant> {
    let mut at = data;
    if path.is_lost() {
        return None;
    }
    for part in path.parts().iter() {
        let Part::Key(key) = part else { return None };
        at = match at {
            Data::Map(parts) => &parts.iter().find(|(name, _)| text_key(name) == key)?.1,
            Data::List(parts) => parts.iter().enumerate().find(|(at, _)| position_key(*at) == key)?.1,
            Data::Constant(_) | Data::Unknown => return None,
        };
    }
    match at {
        Data::Constant(constant) => Some(constant),
        _ => None,
    }
}

/// Whether a function may change an object, or a part of it, that one of its values is.
fn is_changed(program: &Program<'_>, id: FuncId, value: Value) -> bool {
    let function = program.function(id);
    let mut parts: FxHashSet<Value> = FxHashSet::default();
    parts.insert(value);
    for (index, op) in function.ops.iter().enumerate() {
        let at = Value(index as u32);
        let has = |value: &Value| parts.contains(value);
        let is_changed = match *op {
            Op::Copy(of) | Op::Load(of, _) => {
                if has(&of) {
                    parts.insert(at);
                }
                false
            }
            Op::Store(base, _, of) => has(&base) || of == value,
            Op::Delete(base, _) => has(&base),
            Op::Phi(list) => function.values(list).iter().any(has),
            Op::Call(callee, args) => {
                let targets = program.call(id, at).map(|site| site.targets.as_slice()).unwrap_or_default();
                let on_it = match callee {
                    Callee::Method(receiver, name) if has(&receiver) => {
                        let rows = rows_by_name(program, id, receiver, name);
                        let effects = |effect: &Effect| match effect {
                            Effect::Sequence { .. } => true,
                            Effect::Pass { to, .. } => to.base == PortBase::Receiver,
                            _ => false,
                        };
                        match targets {
                            [] => rows.is_empty() || rows.iter().any(|row| effects(&program.apis.row(*row).effect)),
                            _ => targets.iter().any(|target| changes_receiver(program, *target)),
                        }
                    }
                    _ => false,
                };
                let args = function.pools.args(args);
                let given = args.iter().enumerate().any(|(position, arg)| {
                    arg.value == value && targets.is_empty()
                        || has(&arg.value) && targets.iter().any(|target| changes_argument(program, *target, position))
                });
                if matches!(callee, Callee::Method(receiver, _) if has(&receiver)) {
                    parts.insert(at);
                }
                on_it || given
            }
            _ => false,
        };
        if is_changed {
            return true;
        }
    }
    false
}

/// The files of data that the program writes, by the last part of the names that it gives to what writes.
fn written(program: &Program<'_>) -> FxHashSet<DataId> {
    let mut found = FxHashSet::default();
    let mut by_name: FxHashMap<&str, Vec<DataId>> = FxHashMap::default();
    for (id, file) in program.data_files() {
        by_name.entry(last_part(&file.path)).or_default().push(id);
    }
    for id in program.functions() {
        for call in program.calls(id) {
            let nodes = call.targets.iter().filter_map(|target| match target {
                Target::Api(node) => Some(*node),
                _ => None,
            });
            for &row in nodes.flat_map(|node| &program.apis.api(node).rows) {
                let data = program.apis.row(row);
                let Effect::Opens { path, writes: true } = &data.effect else { continue };
                let given = program.given(id, call.value);
                if row_holds(&AsWritten { program, id }, data, &given, call.value) {
                    for value in base_values(program, &given, call.value, path) {
                        for text in texts(program, id, value) {
                            found.extend(by_name.get(last_part(&text)).into_iter().flatten());
                        }
                    }
                }
            }
        }
    }
    found
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The constant texts of which a value is made.
fn texts(program: &Program<'_>, id: FuncId, value: Value) -> Vec<String> {
    let function = program.function(id);
    let (mut seen, mut at) = (vec![value], 0);
    let mut texts = Vec::new();
    while let Some(&value) = seen.get(at) {
        if let Some((module, constant)) = program.constant_of(id, value)
            && let Constant::Str(text) = program.module(module).constants.get(constant)
        {
            texts.push(text.to_string());
        }
        function.op(value).for_each_operand(&function.pools, |operand| {
            if seen.len() < OPERANDS && !seen.contains(&operand) {
                seen.push(operand);
            }
        });
        at += 1;
    }
    texts
}

/// Whether a function is the body of a module.
pub(crate) fn is_body(function: &ir::Function) -> bool {
    function.kind == FunctionKind::ModuleBody
}
