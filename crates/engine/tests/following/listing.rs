//! Programs as text, and what was followed in them as lines of text.

use std::borrow::Cow;
use std::sync::OnceLock;

use flawline_engine::{
    Analysis, Flow, Hop, HopKind, Limit, OriginKind, Question, Reason, Verdict, analyse, examine, explain,
};
use ir::{Op, SourceFile, Value};
use knowledge::{Knowledge, KnowledgeFile};
use program::{FuncId, Program, link};
use rayon::{ThreadPool, ThreadPoolBuilder};

const KINDS: &str = r#"
[[kind]]
name = "remote-input"
role = "source"
threat = "remote"
summary = "What a client sends."
noun = "the request"

[[kind]]
name = "guessable"
role = "source"
numbers = true
summary = "What can be computed."
noun = "what can be computed"

[[kind]]
name = "secret"
role = "sink"
harmed_by = ["guessable"]
summary = "What nobody may guess."
noun = "a secret"

[[kind]]
name = "own-input"
role = "source"
threat = "local"
summary = "What whoever runs the program gives."
noun = "the arguments"

[[kind]]
name = "code"
role = "sink"
summary = "Text that is run."
noun = "program code"

[[kind]]
name = "query"
role = "sink"
summary = "Text that a database parses."
noun = "a query"

[[kind]]
name = "target"
role = "sink"
address = true
summary = "An address that is asked."
noun = "an address"

[[kind]]
name = "open"
role = "state"
summary = "A box that is open."
noun = "an open box"

[[kind]]
name = "normalised"
role = "state"
summary = "Text in its normal form."
noun = "a normal form"
"#;

const MODEL: &str = r#"
library = "lib"
homepage = "https://lib.example"

[[source]]
apis = ["lib.source", "lib.second"]
kind = "remote-input"
to = "return"

[[source]]
api = "lib.local"
kind = "own-input"
to = "return"

[[source]]
api = "lib.Box.unlock"
kind = "open"
to = "receiver[lid]"
when = [{ port = "0", is = true }]

[[source]]
api = "lib.open_box"
kind = "open"
to = "return[lid]"

[[returns]]
api = "lib.open_box"
type = "lib.Box"

[[sink]]
api = "lib.fill"
kind = "code"
from = "0"
when = [{ port = "1[lid]", in_state = "open" }]

[[clean]]
api = "lib.fill"

[[sink]]
api = "lib.read"
kind = "code"
from = "0"
when = [{ port = "options[check]", is = false }]

[[sink]]
api = "lib.keep"
kind = "code"
from = "0"
when = [{ port = "1[until]", given = false }]

[[sink]]
api = "lib.turn"
kind = "code"
from = "0"
when = [{ port = "1", below = 3 }]

[[sink]]
api = "lib.turn"
kind = "query"
from = "0"
when = [{ port = "1", above = 10 }]

[[source]]
api = "lib.roll"
kind = "guessable"
to = "return"

[[named]]
api = "__names__.secret"
kind = "secret"
names = ['^(?:make_)?token$']

[[sink]]
api = "lib.lock"
kind = "secret"
from = "0"

[[pass]]
api = "lib.digits"
from = "0"
string = "number"

[[sink]]
api = "lib.Box.__setitem__"
kind = "code"
from = "1"

[[sink]]
api = "lib.Box.__setitem__"
kind = "query"
from = "0"

[[source]]
api = "lib.Request.text"
kind = "remote-input"

[[exception]]
apis = ["BaseException", "BaseException.__init__"]
arguments = "args"

[[type]]
api = "BaseException"

[[type]]
apis = ["ValueError", "LookupError"]
bases = ["BaseException"]

[[type]]
api = "KeyError"
bases = ["LookupError"]

[[type]]
apis = ["lib.Request", "lib.Box", "str", "list", "dict"]

[[value]]
api = "lib.request"
type = "lib.Request"

[[returns]]
api = "lib.box"
type = "lib.Box"

[[source]]
api = "lib.receive"
kind = "remote-input"
to = "0(0)"

[[sink]]
api = "lib.sink"
kind = "code"
from = "0"

[[sink]]
api = "lib.ask"
kind = "query"
from = ["0:text", "1[]"]

[[sink]]
api = "lib.visit"
kind = "target"
from = "0"

[[sink]]
api = "?.execute"
kind = "query"
receivers = ["cursor"]
from = "0"

[[sanitizer]]
api = "lib.clean"
kinds = ["code"]
from = "0"

[[sanitizer]]
api = "lib.quote"
kinds = ["query"]
from = "0"

[[guard]]
api = "lib.check"
kinds = ["code"]
checks = "0"
safe = "true"

[[guard]]
api = "lib.is_bad"
kinds = ["code"]
checks = "0"
safe = "false"

[[guard]]
api = "lib.require"
kinds = ["code"]
checks = "0"
safe = "returns"

[[guard]]
api = "lib.is_inside"
kinds = ["code"]
checks = "0"
safe = "true"
needs = ["normalised"]

[[pass]]
api = "lib.normal"
from = "0"
becomes = ["normalised"]

[[pass]]
api = "lib.same"
from = "0"

[[pass]]
api = "lib.encode"
from = "0"
string = "encode"

[[pass]]
api = "lib.decode"
from = "0"
string = "decode"

[[clean]]
apis = ["lib.measure", "lib.registered", "int"]

[[stops]]
apis = ["lib.fail"]

[[wiring]]
api = "lib.call"
invokes = "0"
arguments = [{ from = "1", to = 0 }]
result = "return"

[[wiring]]
api = "lib.map"
invokes = "0"
arguments = [{ from = "1[]", to = 0 }]
result = "return[]"

[[route]]
api = "lib.route"
decorator = true
parameters = "remote-input"
except = ["app"]
returns = { kind = "code" }
path = "0"

[[pass]]
api = "lib.Box.put"
from = "0"
to = "receiver[]"

[[pass]]
api = "lib.Box.take"
from = "receiver[]"

[[sequence]]
api = "list.append"
does = "append"
value = "0"

[[sequence]]
api = "list.insert"
does = "insert"
at = "0"
value = "1"

[[sequence]]
api = "list.pop"
does = "take"
at = "0"

[[sequence]]
api = "list.remove"
does = "remove"
value = "0"

[[pass]]
api = "list.append"
from = "0"
to = "receiver[]"

[[pass]]
api = "list.pop"
from = "receiver[]"

[[pass]]
api = "dict.get"
from = ["receiver[@0]", "1"]

[[pass]]
api = "dict.values"
from = "receiver[]"
to = "return[]"

[[pass]]
apis = ["str.upper", "str.strip"]
from = "receiver"
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

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).stack_size(64 << 20).build().unwrap()
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

/// What was found in a program, as lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// `5 source() -> 6 sink(x) [assumptions 0]`, by file and line.
    pub(crate) flows: Vec<String>,
    /// The same with the hops.
    pub(crate) witnesses: Vec<String>,
    /// `app.f: the limit in words`.
    pub(crate) cuts: Vec<String>,
    /// The calls about whose callee nothing is known.
    pub(crate) unresolved: Vec<String>,
    /// Flows whose witness did not replay.
    pub(crate) unjustified: Vec<String>,
}

struct Listing<'a> {
    files: &'a [SourceFile],
    program: &'a Program<'a>,
}

fn followed(files: &[SourceFile], threads: usize) -> Found {
    pool(threads).install(|| {
        let knowledge = knowledge();
        let lower = |file: &SourceFile| {
            let (name, is_package) = frontends::module_name(&file.path, &["src"]);
            frontends::lower(file, frontends::Language::Python, &name, is_package)
        };
        let program =
            link(files.iter().map(lower).collect(), &knowledge.names, frontends::Language::Python.literal_types());
        let sources = knowledge.kinds.with_role(knowledge::Role::Source);
        let analysis = analyse(&program, &knowledge.kinds, sources, &[]);
        Listing { files, program: &program }.found(&analysis)
    })
}

/// The answer for the last call on a line, or for whatever stands there last, as a line. Sources that only whoever runs
/// the program controls do not count.
#[track_caller]
pub(crate) fn why(text: &str, line: u32, kind: &str) -> String {
    let files = files(text);
    pool(2).install(|| {
        let knowledge = knowledge();
        let lower = |file: &SourceFile| {
            let (name, is_package) = frontends::module_name(&file.path, &["src"]);
            frontends::lower(file, frontends::Language::Python, &name, is_package)
        };
        let language = frontends::Language::Python.literal_types();
        let program = link(files.iter().map(lower).collect(), &knowledge.names, language);
        let counts = |id: &knowledge::KindId| knowledge.kinds.get(*id).threat != Some(knowledge::Threat::Local);
        let of_others = knowledge.kinds.with_role(knowledge::Role::Source);
        let sources: knowledge::KindSet = of_others.iter().filter(counts).collect();
        let analysis = analyse(&program, &knowledge.kinds, sources, &[]);
        let listing = Listing { files: &files, program: &program };
        let (function, value) = listing.asked(line);
        let examination = examine(&program, &knowledge.kinds, &[], &[function]);
        let kind = knowledge.kinds.find(kind).unwrap();
        let question = Question { function, value, kind, contexts: &[], sources };
        listing.verdict(&explain(&program, &knowledge.kinds, &analysis, &examination, question).verdict)
    })
}

/// Follows data through a program once, with one thread.
pub(crate) fn followed_once(text: &str) -> Found {
    followed(&files(text), 1)
}

/// Follows data through a program. Whatever it is, threads change nothing, the order of files changes no flow, and
/// every witness replays.
#[track_caller]
pub(crate) fn follow(text: &str) -> Found {
    let mut files = files(text);
    let found = followed(&files, 1);
    assert_eq!(found, followed(&files, 4), "threads change what is found");
    assert!(found.unjustified.is_empty(), "witnesses that do not replay: {:#?}", found.unjustified);
    if files.len() > 1 {
        files.reverse();
        let backwards = followed(&files, 1);
        assert_eq!(found.flows, backwards.flows, "the order of files changes what is found");
        assert!(backwards.unjustified.is_empty(), "backwards, some do not replay: {:#?}", backwards.unjustified);
    }
    found
}

#[track_caller]
pub(crate) fn same(found: &[String], expected: &str) {
    let found = found.join("\n");
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let expected = expected.join("\n");
    assert!(found == expected, "found\n{found}\n\nexpected\n{expected}\n");
}

/// Asserts the flows of a program, by the place of their sink, and that no limit was reached.
#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    let found = follow(text);
    same(&found.flows, expected);
    same(&found.cuts, "");
}

/// Asserts that nothing is found in a program, and that no limit was reached.
#[track_caller]
pub(crate) fn check_none(text: &str) {
    check(text, "");
}

/// Asserts the flows of a program with their hops: how, and on which line; junctions are left out, and equal
/// neighbours are shown once.
#[track_caller]
pub(crate) fn check_hops(text: &str, expected: &str) {
    let found = follow(text);
    same(&found.witnesses, expected);
}

impl Listing<'_> {
    /// The outermost call on a line of the first file.
    fn asked(&self, line: u32) -> (FuncId, Value) {
        let calls = self.program.functions().flat_map(|id| {
            let ops = self.program.function(id).ops.iter().enumerate();
            ops.filter(|(_, op)| matches!(op, Op::Call(..))).map(move |(index, _)| (id, Value(index as u32)))
        });
        let length = |&(id, value): &(FuncId, Value)| {
            let span = self.program.function(id).span_of(value);
            span.end - span.start
        };
        calls.filter(|&(id, value)| self.position(id, value).1 == line).max_by_key(length).unwrap()
    }

    fn verdict(&self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Supported(flow) => {
                format!("supported from {}", self.quote(flow.source.function, flow.source.value))
            }
            Verdict::Refuted(reason) => format!("refuted: {}", self.reason(reason)),
            Verdict::Undecided(limit) => format!(
                "undecided: {}",
                match limit {
                    Limit::UnknownCall { at } => format!("unknown call {}", self.quote(at.0, at.1)),
                    Limit::UnknownCaller { at, parameter } =>
                        format!("unknown caller {} of {}", self.quote(at.0, at.1), self.quote(parameter.0, parameter.1)),
                    Limit::NotModelled => "not modelled".to_owned(),
                    Limit::Cut(limit) => format!("cut: {limit}"),
                    Limit::TooManyAssumptions(_) => "too many assumptions".to_owned(),
                }
            ),
        }
    }

    fn reason(&self, reason: &Reason) -> String {
        let at = |at: &(FuncId, Value)| self.quote(at.0, at.1);
        match reason {
            Reason::NoSink(runs) if runs.is_empty() => "no sink".to_owned(),
            Reason::NoSink(runs) => {
                let runs: Vec<String> = runs.iter().map(|&id| self.function(id)).collect();
                format!("no sink, it runs {}", runs.join(", "))
            }
            Reason::OtherUse(_) => "other use".to_owned(),
            Reason::Dead => "dead".to_owned(),
            Reason::Constant(_) => "constant".to_owned(),
            Reason::GivenConstants(_) => "given constants".to_owned(),
            Reason::NoSource(ends) => {
                let ends = ends.iter().filter(|end| end.kind != OriginKind::Constant);
                let ends: Vec<String> =
                    ends.map(|end| format!("{:?} {}", end.kind, self.quote(end.function, end.value))).collect();
                format!("no source: {}", ends.join(", "))
            }
            Reason::Sanitised { at: place, .. } => format!("sanitised {}", at(place)),
            Reason::Guarded { at: place, outcome, .. } => {
                let outcome = outcome.map(|outcome| format!(" is {outcome}")).unwrap_or_default();
                format!("guarded {}{outcome}", at(place))
            }
            Reason::Typed { at: place, .. } => format!("typed {}", at(place)),
            Reason::Surrounded { at: place, .. } => format!("surrounded {}", at(place)),
            Reason::Harmless(_) => "harmless".to_owned(),
            Reason::SourceNotCounted(flow) => {
                format!("source not counted {}", at(&(flow.source.function, flow.source.value)))
            }
        }
    }

    fn found(&self, analysis: &Analysis) -> Found {
        let mut flows: Vec<(_, String, String)> = analysis
            .flows
            .iter()
            .map(|flow| {
                let order = (
                    self.position(flow.sink.function, flow.sink.value),
                    self.position(flow.source.function, flow.source.value),
                );
                (order, self.flow(flow), format!("{}\n{}", self.flow(flow), self.hops(&flow.trace)))
            })
            .collect();
        flows.sort();
        let cut = |cut: &flawline_engine::Cut| format!("{}: {}", self.function(cut.function), cut.limit);
        Found {
            witnesses: flows.iter().map(|(.., witness)| witness.clone()).collect(),
            flows: flows.into_iter().map(|(_, flow, _)| flow).collect(),
            cuts: analysis.cuts.iter().map(cut).collect(),
            unresolved: analysis.unresolved.iter().map(|&(function, value)| self.quote(function, value)).collect(),
            unjustified: analysis
                .unjustified
                .iter()
                .map(|(flow, error)| {
                    format!("{}: hop {}: {}: {}", self.flow(flow), error.hop, error.message, self.hops(&flow.trace))
                })
                .collect(),
        }
    }

    fn flow(&self, flow: &Flow) -> String {
        let source = self.quote(flow.source.function, flow.source.value);
        let sink = self.quote(flow.sink.function, flow.sink.value);
        format!("{source} -> {sink} [assumptions {}]", flow.assumed)
    }

    fn hops(&self, hops: &[Hop]) -> String {
        // A junction stands nowhere in the source.
        let is_junction = |hop: &Hop| matches!(self.program.function(hop.function).op(hop.value), Op::Phi(_));
        let mut shown: Vec<String> = hops.iter().filter(|hop| !is_junction(hop)).map(|&hop| self.hop(hop)).collect();
        shown.dedup();
        shown.join(", ")
    }

    fn hop(&self, hop: Hop) -> String {
        let how = match hop.kind {
            HopKind::Source(_) => "source",
            HopKind::Operand => "operand",
            HopKind::Stored => "stored",
            HopKind::Read => "read",
            HopKind::Passed(_) => "passed",
            HopKind::Assumed => "assumed",
            HopKind::Into => "into",
            HopKind::Entered => "entered",
            HopKind::Returned => "returned",
            HopKind::Thrown => "thrown",
            HopKind::Shared => "shared",
            HopKind::Sink(_) => "sink",
            HopKind::Guessed => "guessed",
        };
        let (path, line, _) = self.position(hop.function, hop.value);
        format!("{how} {}{line}", prefix(&path))
    }

    fn function(&self, id: FuncId) -> String {
        let module = self.program.module(self.program.module_of(id)).name;
        format!("{}.{}", self.program.text(module), self.program.text(self.program.function(id).qualified_name))
    }

    fn position(&self, function: FuncId, value: Value) -> (String, u32, u32) {
        let file = &self.files[self.program.module_of(function).index()];
        let position = file.position(self.program.function(function).span_of(value).start);
        (file.path.clone(), position.line, position.column)
    }

    /// The place and the text of a value.
    fn quote(&self, function: FuncId, value: Value) -> String {
        let file = &self.files[self.program.module_of(function).index()];
        let span = self.program.function(function).span_of(value);
        let text = &file.text[span.start as usize..span.end as usize];
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}{} {text}", prefix(&file.path), file.position(span.start).line)
    }
}

/// Files but `app.py` are named before the line.
fn prefix(path: &str) -> String {
    if path == "app.py" { String::new() } else { format!("{path}:") }
}
