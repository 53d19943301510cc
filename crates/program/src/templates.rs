//! Templates by their names: which file of the program a call means that names one, or which text it is given.
//!
//! A name means the files whose path ends with it. Those below a folder called `templates` come first, then those nearest
//! to whoever names it; when several are left, none is meant.

use contained::Step;
use ir::{BindingTarget, ConstId, Constant, FunctionId, Op, Value};
use knowledge::{Effect, NodeId, RowId};
use rustc_hash::FxHashMap;

use crate::condition::base_values;
use crate::{FuncId, ModuleId, Program, Type};

/// How many files of one name are compared.
const MOST_OF_ONE_NAME: usize = 256;

/// A file of a template.
#[derive(Clone, Copy)]
struct Template {
    module: ModuleId,
    function: FuncId,
    /// Whether it escapes what it shows by itself.
    escapes: bool,
}

/// The files of templates by the last part of their paths.
#[derive(Default)]
pub(crate) struct Templates {
    by_name: FxHashMap<Box<str>, Vec<Template>>,
}

impl Templates {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let mut templates = Self::default();
        let names = [(ir::TEMPLATE, true), (ir::PLAIN_TEMPLATE, false)];
        let names = names.map(|(name, escapes)| (program.symbols.find(name), escapes));
        for (number, module) in program.modules.iter().enumerate() {
            let id = ModuleId(number as u32);
            program.at_module(Step::Templates, id);
            for binding in &module.bindings {
                let Some((_, escapes)) = names.iter().find(|(name, _)| *name == Some(binding.name)) else { continue };
                if let BindingTarget::Function(function) = binding.target {
                    let path = program.text(module.name);
                    let function = program.function_id(id, function);
                    let known = templates.by_name.entry(path.rsplit('/').next().unwrap_or(path).into()).or_default();
                    known.push(Template { module: id, function, escapes: *escapes });
                }
            }
        }
        templates
    }
}

impl Program<'_> {
    /// Whether a function is a template: what shows it may be named by what is computed, or by what the framework does.
    pub fn is_template(&self, id: FuncId) -> bool {
        self.templates.by_name.values().flatten().any(|template| template.function == id)
    }

    /// The templates that a call of an API shows: each with the row that says so.
    pub(crate) fn rendered(&self, caller: FuncId, call: Value, node: NodeId) -> Vec<(FuncId, RowId)> {
        let shown = |row: &RowId| matches!(self.apis.row(*row).effect, Effect::Renders { gives_names: false, .. });
        let rows = self.apis.api(node).rows.iter().copied().filter(shown);
        rows.filter_map(|row| Some((self.named_template(caller, call, row)?.function, row))).collect()
    }

    /// The template whose own names a call of an API gives.
    pub(crate) fn template_names(&self, caller: FuncId, call: Value, node: NodeId) -> Option<ModuleId> {
        let gives = |row: &&RowId| matches!(self.apis.row(**row).effect, Effect::Renders { gives_names: true, .. });
        let row = self.apis.api(node).rows.iter().find(gives)?;
        self.named_template(caller, call, *row).map(|found| found.module)
    }

    /// The template that a call names by a constant, or whose text it is given.
    fn named_template(&self, caller: FuncId, call: Value, row: RowId) -> Option<Template> {
        let Effect::Renders { template, escaping, .. } = &self.apis.row(row).effect else { return None };
        let function = self.function(caller);
        let given = function.original(*base_values(self, &self.given(caller, call), call, template).first()?);
        let name = match function.op(given) {
            Op::Call(_, args) => function.original(function.pools.args(args).first()?.value),
            _ => given,
        };
        let (module, constant) = self.constant_of(caller, name)?;
        if let Some(found) = self.template_in_text(module, constant) {
            return Some(found);
        }
        match self.module(module).constants.get(constant) {
            Constant::Str(name) => {
                let from = self.module_of(caller);
                self.find_template(from, name).filter(|found| found.escapes || !escaping)
            }
            _ => None,
        }
    }

    /// The constant that a value is: of the function itself, or of a module-level name with one definition.
    pub fn constant_of(&self, caller: FuncId, value: Value) -> Option<(ModuleId, ConstId)> {
        let module = self.module_of(caller);
        match self.function(caller).op(value) {
            Op::Const(constant) => Some((module, constant)),
            Op::Global(name) => {
                let (module, name) = self.global_variable(module, name)?;
                let body = self.function(self.function_id(module, FunctionId(0)));
                let Op::SetGlobal(_, defined) = body.op(self.global_definition(module, name)?) else { return None };
                match body.op(body.original(defined)) {
                    Op::Const(constant) => Some((module, constant)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The template that a text of a module is.
    fn template_in_text(&self, module: ModuleId, constant: ConstId) -> Option<Template> {
        let name = self.symbols.find(&format!("{}{}", ir::TEMPLATE, constant.0))?;
        let types = self.resolve_name(module, name)?.types;
        types.iter().find_map(|ty| match ty {
            Type::Function(function) => Some(Template { module, function, escapes: true }),
            _ => None,
        })
    }

    fn find_template(&self, from: ModuleId, name: &str) -> Option<Template> {
        let name = name.trim_start_matches("./");
        let known = self.templates.by_name.get(name.rsplit('/').next()?)?;
        let from = self.text(self.module(from).name);
        let mut best: Option<(usize, Template)> = None;
        let mut is_only = true;
        for &found in known.iter().take(MOST_OF_ONE_NAME) {
            let path = self.text(self.module(found.module).name);
            let Some(folder) = path.strip_suffix(name) else { continue };
            if !folder.is_empty() && !folder.ends_with('/') {
                continue;
            }
            let in_templates = folder.trim_end_matches('/').rsplit('/').next() == Some("templates");
            let rank = usize::from(in_templates) * 1_000 + nearness(from, folder).min(999);
            match best {
                Some((known, _)) if known > rank => {}
                Some((known, _)) if known == rank => is_only = false,
                _ => {
                    best = Some((rank, found));
                    is_only = true;
                }
            }
        }
        best.filter(|_| is_only).map(|(_, found)| found)
    }
}

/// How many folders a module and a folder have in common, wherever the root of imports lies.
fn nearness(module: &str, folder: &str) -> usize {
    let sign = if module.contains('/') { '/' } else { '.' };
    let parts: Vec<&str> = module.split(sign).collect();
    let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let common = |start: usize| parts.iter().zip(&folders[start..]).take_while(|(part, folder)| part == folder).count();
    (0..folders.len().min(8)).map(common).max().unwrap_or(0)
}
