//! Programs as text, and what was linked as lines of text.

use std::borrow::Cow;
use std::sync::OnceLock;

use flawline_program::{CallSite, ClassRef, EdgeConfidence, FuncId, Program, Target, Type, link};
use ir::{Callee, FunctionKind, Op, SourceFile, Span};
use knowledge::{Knowledge, KnowledgeFile, NodeId};

const KINDS: &str = r#"
[[kind]]
name = "remote-input"
role = "source"
threat = "remote"
summary = "What a client sends."
noun = "the request"
"#;

/// One library, of which all tests may speak.
const MODEL: &str = r#"
library = "lib"
homepage = "https://lib.example"

[[type]]
apis = ["str", "list", "dict", "lib.Base"]

[[type]]
api = "lib.Connection"
bases = ["lib.Base"]

[[returns]]
api = "lib.connect"
type = "lib.Connection"

[[value]]
api = "lib.shared"
type = "lib.Connection"

[[clean]]
apis = ["lib.Base.fetch", "lib.Connection.run", "lib.free", "str.upper"]

[[returns]]
api = "lib.Base.copy"
type = "lib.Connection"

[[pass]]
api = "list.append"
from = "0"
to = "receiver[]"

[[pass]]
api = "dict.update"
from = "0"
to = "receiver"

[[pass]]
api = "dict.get"
from = ["receiver[@0]", "1:default"]

[[pass]]
api = "lib.pairs"
from = "0[]"
to = "return[][1]"

[[pass]]
api = "lib.first"
from = "0[]"

[[wiring]]
api = "lib.each"
invokes = "0"
arguments = [{ from = "1[]", to = 0 }]

[[alias]]
api = "lib.inner.release"
of = "lib.free"
"#;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let file = |path: &'static str, text: &'static str| KnowledgeFile {
            path: Cow::Borrowed(path),
            text: Cow::Borrowed(text),
            trusted: false,
            local: None,
        };
        let files = [file("models/kinds.toml", KINDS), file("models/python/lib.toml", MODEL)];
        Knowledge::load(&files).unwrap_or_else(|errors| panic!("{errors}"))
    })
}

/// A linked program and its files.
pub(crate) struct Linked {
    files: Vec<SourceFile>,
    pub(crate) program: Program<'static>,
}

/// The files of a text, by path.
fn files(text: &str) -> Vec<SourceFile> {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("### ") {
            files.push((path.to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("app.py".to_owned(), String::new()));
        }
        let (_, text) = files.last_mut().unwrap();
        text.push_str(line);
        text.push('\n');
    }
    files.sort();
    files.into_iter().map(|(path, text)| SourceFile::new(path, text)).collect()
}

fn linked_in(files: Vec<SourceFile>, threads: usize) -> Linked {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(64 << 20).build().unwrap();
    pool.install(|| {
        let lower = |file: &SourceFile| {
            let (name, is_package) = frontends::module_name(&file.path, &["src"]);
            frontends::lower(file, frontends::Language::Python, &name, is_package)
        };
        let program =
            link(files.iter().map(lower).collect(), &knowledge().names, frontends::Language::Python.literal_types());
        Linked { files, program }
    })
}

/// Links a program. Whatever it is, threads and the order of its files change nothing, and callees come first.
#[track_caller]
pub(crate) fn linked(text: &str) -> Linked {
    let linked = linked_in(files(text), 1);
    linked.assert_levels();
    let lines = (linked.calls(), linked.classes());
    let parallel = linked_in(files(text), 4);
    assert_eq!(lines, (parallel.calls(), parallel.classes()), "threads change what is linked");
    assert_eq!(linked.components(), parallel.components(), "threads change the components");
    let mut backwards = files(text);
    backwards.reverse();
    let backwards = linked_in(backwards, 1);
    assert_eq!(lines.0, backwards.calls(), "the order of files changes what is linked");
    linked
}

#[track_caller]
fn same(found: &[String], expected: &str) {
    let found = found.join("\n");
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let expected = expected.join("\n");
    assert!(found == expected, "found\n{found}\n\nexpected\n{expected}\n");
}

/// Asserts where the calls of a program lead, a line for each by file, line and text; `reveal(x)` shows what `x`
/// may refer to.
#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    same(&linked(text).calls(), expected);
}

/// Asserts the classes of a program: each with its ancestors in look-up order, modelled ones last, `?` for unknown.
#[track_caller]
pub(crate) fn check_classes(text: &str, expected: &str) {
    same(&linked(text).classes(), expected);
}

/// Asserts the components of a program: a line for each level, components parted by `|`.
#[track_caller]
pub(crate) fn check_components(text: &str, expected: &str) {
    same(&linked(text).components(), expected);
}

impl Linked {
    pub(crate) fn calls(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for id in self.program.functions() {
            for site in self.program.calls(id) {
                let span = self.program.function(id).span_of(site.value);
                let file = &self.files[self.program.module_of(id).index()];
                if let Some(call) = self.call(id, site, file, span) {
                    let line = file.position(span.start).line;
                    lines.push((file.path.clone(), line, format!("{}:{line} {call}", file.path)));
                }
            }
        }
        lines.sort();
        lines.into_iter().map(|(.., line)| line).collect()
    }

    fn call(&self, id: FuncId, site: &CallSite, file: &SourceFile, span: Span) -> Option<String> {
        let function = self.program.function(id);
        let Op::Call(callee, args) = function.op(site.value) else { panic!("no call at {}", file.path) };
        if let Callee::Value(callee) = callee
            && matches!(function.op(callee), Op::Global(name) if self.program.text(name) == "reveal")
        {
            let shown = function.pools.args(args)[0].value;
            let types = self.program.types(id, shown);
            let mut names: Vec<String> = types.iter().map(|ty| self.of_type(ty)).collect();
            names.sort();
            let all = if types.is_many() { "many".to_owned() } else { names.join(" | ") };
            let call = quote(file, span);
            let argument = call.strip_prefix("reveal(").and_then(|rest| rest.strip_suffix(')')).unwrap();
            return Some(format!("{argument}: {all}").trim_end().to_owned());
        }
        let is_class_body = |target: &Target| match *target {
            Target::Function { function, .. } => {
                matches!(self.program.function(function).kind, FunctionKind::ClassBody(_))
            }
            _ => false,
        };
        // The language's own decorators are calls of unknown names, too, and say nothing here.
        let is_plain = ["staticmethod", "classmethod", "property"].contains(&quote(file, span).as_str());
        if is_plain || site.targets.iter().any(is_class_body) {
            return None;
        }
        let mut targets: Vec<String> = site.targets.iter().map(|target| self.target(*target)).collect();
        targets.sort();
        let confidence = match site.confidence {
            _ if targets.is_empty() => return Some(format!("{} -> ?", quote(file, span))),
            EdgeConfidence::Exact => "exact",
            EdgeConfidence::Typed => "typed",
            EdgeConfidence::Alternative => "alternative",
            EdgeConfidence::ByUse => "by use",
            EdgeConfidence::Dynamic => "dynamic",
            EdgeConfidence::NameOnly => "name only",
        };
        Some(format!("{} -> {} ({confidence})", quote(file, span), targets.join(" | ")))
    }

    fn target(&self, target: Target) -> String {
        match target {
            Target::Function { function, bound: false } => self.of_function(function),
            Target::Function { function, bound: true } => format!("bound {}", self.of_function(function)),
            Target::Construct { class, constructor: None } => format!("new {}", self.of_class(class)),
            Target::Construct { class, constructor: Some(constructor) } => {
                format!("new {} by {}", self.of_class(class), self.of_function(constructor))
            }
            Target::Api(node) => format!("api {}", api(node)),
            Target::Template { function, .. } => format!("template {}", self.of_function(function)),
        }
    }

    fn of_type(&self, ty: Type) -> String {
        match ty {
            Type::Function(function) => self.of_function(function),
            Type::Bound(function) => format!("bound {}", self.of_function(function)),
            Type::Class(class) => format!("class {}", self.of_class(class)),
            Type::Instance(class) => format!("a {}", self.of_class(class)),
            Type::Module(module) => format!("module {}", self.program.text(self.program.module(module).name)),
            Type::Namespace(name) => format!("namespace {}", self.program.text(name)),
            Type::Api(node) => format!("api {}", api(node)),
            Type::ApiInstance(node) => format!("a {}", api(node)),
        }
    }

    fn of_function(&self, id: FuncId) -> String {
        let module = self.program.module(self.program.module_of(id)).name;
        format!("{}.{}", self.program.text(module), self.program.text(self.program.function(id).qualified_name))
    }

    fn of_class(&self, class: ClassRef) -> String {
        let module = self.program.module(self.program.module_of_class(class)).name;
        format!("{}.{}", self.program.text(module), self.program.text(self.program.class(class).qualified_name))
    }

    fn classes(&self) -> Vec<String> {
        let show = |class: ClassRef| {
            let inside = self.program.ancestors(class).iter().map(|&class| self.of_class(class));
            let outside = self.program.modelled_ancestors(class).iter().map(|&node| format!("api {}", api(node)));
            let unknown = self.program.has_unknown_ancestor(class).then(|| "?".to_owned());
            inside.chain(outside).chain(unknown).collect::<Vec<_>>().join(" < ")
        };
        let mut lines: Vec<String> = self.program.classes().map(show).collect();
        lines.sort();
        lines
    }

    pub(crate) fn components(&self) -> Vec<String> {
        let names = |members: &Vec<FuncId>| {
            members.iter().map(|&member| self.of_function(member)).collect::<Vec<_>>().join(" ")
        };
        let level = |components: &Vec<Vec<FuncId>>| components.iter().map(names).collect::<Vec<_>>().join(" | ");
        self.program.components.levels.iter().map(level).collect()
    }

    /// What a function runs by itself, by the functions' names.
    pub(crate) fn runs(&self, name: &str) -> Vec<String> {
        let id = self.program.functions().find(|&id| self.of_function(id) == name).expect("the function is there");
        self.program.runs(id).into_iter().map(|run| self.of_function(run)).collect()
    }

    /// Every function stands in one component, and calls only its own and those of lower levels.
    #[track_caller]
    fn assert_levels(&self) {
        let mut place = vec![None; self.program.function_count()];
        for (level, components) in self.program.components.levels.iter().enumerate() {
            for (number, members) in components.iter().enumerate() {
                for member in members {
                    assert_eq!(place[member.index()], None, "{} stands twice", self.of_function(*member));
                    place[member.index()] = Some((level, number));
                }
            }
        }
        for id in self.program.functions() {
            let own = place[id.index()].expect("every function stands in a component");
            for callee in &self.program.components.callees[id.index()] {
                let below = place[callee.index()].expect("every callee stands in a component");
                assert!(below == own || below.0 < own.0, "{} calls upwards", self.of_function(id));
            }
        }
    }
}

fn api(node: NodeId) -> &'static str {
    &knowledge().names.api(node).name
}

/// The text of a place, in one line.
fn quote(file: &SourceFile, span: Span) -> String {
    let text = &file.text[span.start as usize..span.end as usize];
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
