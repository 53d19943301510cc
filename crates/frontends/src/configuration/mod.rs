//! Files of configuration: settings of programs, of machines and of those who build and run them.
//!
//! Takes a file's path and text; gives a module whose body binds each name to the texts that stand under it, in the order of
//! the file, and at last gathers the texts that have no name. A file that its format's reader cannot read (a template of
//! one, say) is read line by line; of a notebook, what is no code of it. The names are those of the file, the nearest three joined by dots.

mod lines;
mod nested;
mod place;
mod tree;
mod yaml;

use std::collections::BTreeSet;

use ir::{
    Binding, BindingTarget, ConstPool, Constant, Function, FunctionBuilder, FunctionKind, Interner, Module, Op,
    SequenceKind, SourceFile, Span, Symbol, Terminator,
};

use crate::notebook::{is_notebook, texts};

/// A larger file is not read, in bytes.
pub const MOST_CONFIGURATION_BYTES: u64 = 256 * 1024;
/// Shorter texts without a name are not kept, in bytes.
const SHORTEST_NAMELESS: usize = 12;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Toml,
    Yaml,
    Lines(lines::Kind),
    /// Nothing but a text.
    Text,
}

/// Formats by the endings of names.
const ENDINGS: &[(&str, Format)] = &[
    (".json", Format::Json),
    (".jsonc", Format::Json),
    (".toml", Format::Toml),
    (".yaml", Format::Yaml),
    (".yml", Format::Yaml),
    (".ini", Format::Lines(lines::Kind::Sections)),
    (".cfg", Format::Lines(lines::Kind::Sections)),
    (".conf", Format::Lines(lines::Kind::Sections)),
    (".properties", Format::Lines(lines::Kind::Properties)),
    (".tfvars", Format::Lines(lines::Kind::Properties)),
    (".env", Format::Lines(lines::Kind::Environment)),
    (".sh", Format::Lines(lines::Kind::Script)),
    (".bash", Format::Lines(lines::Kind::Script)),
    (".dockerfile", Format::Lines(lines::Kind::Image)),
    (".pem", Format::Text),
    (".key", Format::Text),
];

/// Formats by names, and by what names begin with, up to a mark.
const NAMES: &[(&str, Format)] = &[
    (".env", Format::Lines(lines::Kind::Environment)),
    (".envrc", Format::Lines(lines::Kind::Script)),
    (".flaskenv", Format::Lines(lines::Kind::Environment)),
    (".npmrc", Format::Lines(lines::Kind::Properties)),
    (".pypirc", Format::Lines(lines::Kind::Sections)),
    ("dockerfile", Format::Lines(lines::Kind::Image)),
    ("containerfile", Format::Lines(lines::Kind::Image)),
    ("id_rsa", Format::Text),
    ("id_ecdsa", Format::Text),
    ("id_ed25519", Format::Text),
];

/// Endings that say that a file is to be copied and filled in; the format is told by what stands before.
const PATTERNS: &[&str] = &[".example", ".sample", ".dist", ".template", ".tmpl", ".default"];

/// Whether a file is one of configuration, by its name.
pub fn is_configuration(path: &str) -> bool {
    format(path).is_some()
}

fn format(path: &str) -> Option<Format> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let name = PATTERNS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let named = NAMES.iter().find(|(known, _)| {
        name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    });
    let ends = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
    // `id_rsa.pub` holds no secret, and `.env.yaml` is no list of pairs.
    let by_ending = || ENDINGS.iter().find(|(ending, _)| ends(ending));
    by_ending().or(named).map(|(_, format)| *format).filter(|_| name.strip_suffix(".pub").is_none())
}

/// A text of a file, and the name that it stands under; empty for none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Setting {
    name: String,
    text: String,
    span: Span,
}

/// The texts of a file, in its order.
fn settings(path: &str, text: &str) -> Vec<Setting> {
    if is_notebook(path) {
        let texts = texts(text).into_iter().filter(|(text, _)| text.len() >= SHORTEST_NAMELESS);
        return texts.map(|(text, span)| Setting { name: String::new(), text, span }).collect();
    }
    let mut found = match format(path) {
        Some(Format::Json) => nested::json(text).unwrap_or_else(|| lines::read(text, lines::Kind::Properties)),
        Some(Format::Toml) => nested::toml(text).unwrap_or_else(|| lines::read(text, lines::Kind::Sections)),
        Some(Format::Yaml) => yaml::read(text).unwrap_or_else(|| lines::read(text, lines::Kind::Properties)),
        Some(Format::Lines(kind)) => lines::read(text, kind),
        Some(Format::Text) | None => {
            vec![Setting { name: String::new(), text: text.to_owned(), span: Span::new(0, text.len() as u32) }]
        }
    };
    if matches!(format(path), Some(Format::Json | Format::Toml | Format::Yaml)) {
        found.extend(lines::comments(text));
    }
    found.retain(|setting| !setting.name.is_empty() || setting.text.len() >= SHORTEST_NAMELESS);
    found.sort_by_key(|setting| setting.span);
    found
}

/// Lowers one file.
pub(crate) fn lower(file: &SourceFile, module_name: &str) -> Module {
    let mut symbols = Interner::default();
    let name = symbols.intern(module_name);
    let body = symbols.intern("<module>");
    let mut constants = ConstPool::default();
    let mut builder = FunctionBuilder::new();
    let mut bindings = Vec::new();
    let mut bound: BTreeSet<Symbol> = BTreeSet::new();
    let mut nameless = Vec::new();
    for setting in settings(&file.path, &file.text) {
        let constant = constants.intern(Constant::Str(setting.text.into()));
        let value = builder.push(Op::Const(constant), setting.span);
        if setting.name.is_empty() {
            nameless.push(value);
            continue;
        }
        let name = symbols.intern(&setting.name);
        builder.push(Op::SetGlobal(name, value), setting.span);
        if bound.insert(name) {
            bindings.push(Binding { name, target: BindingTarget::Computed });
        }
    }
    let whole = Span::new(0, file.text.len() as u32);
    let end = Span::new(whole.end, whole.end);
    let list = builder.pools.add_values(&nameless);
    builder.push(Op::Sequence(SequenceKind::Tuple, list), end);
    let nothing = builder.push(Op::Const(constants.intern(Constant::Null)), end);
    builder.terminate(Terminator::Return(nothing));
    let built = builder.finish(&[]);
    constants.freeze();
    let function = Function {
        kind: FunctionKind::ModuleBody,
        blocks: built.blocks,
        ops: built.ops,
        spans: built.spans,
        pools: built.pools,
        names: built.names,
        span: whole,
        ..Function::empty(body)
    };
    Module {
        name,
        is_package: false,
        symbols,
        constants,
        functions: vec![function],
        classes: Vec::new(),
        bindings,
        star_imports: Vec::new(),
        exported: None,
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
