//! One module by hand that holds every operation, terminator and kind, and the text it must print as.

use flawline_ir::{
    Arg, ArgKind, BinaryOp, Binding, BindingTarget, Block, BlockId, Callee, Class, ClassId, CompareOp, ConstPool,
    Constant, Elem, Field, Function, FunctionId, FunctionKind, Interner, Method, MethodKind, Module, Note, NoteKind,
    Op, Param, ParamKind, SequenceKind, Span, Symbol, Terminator, UnaryOp, Value,
};

pub(crate) const TEXT: &str = r#"module shop.web package
star os.path
star "a b"
exports []
bind requests = import requests
bind find = f1
bind Store = c0
bind limit = computed
note syntax @90..97 "an \"expression\"\nis missing"
note depth "\u{202e}"
note opaque @1..2 ""

class c0 Outer.Store @40..80 {
  name Store
  body f2
  bases [models.Model, "odd-base"]
  decorators [final]
  field title: str | None
  field count
  method find = f3 instance
  method find = f3 class
  method find = f3 static
  method find = f3 property
  method find = f3 setter
}

fn f0 <module>() @0..400 {
  name <module>
  kind module
b0:
  v0 = closure f1 captures [] defaults []
  v1 = class c0 []
  return v0
}

fn f1 find(positional title: str | None, plain = default, named key: int = default, *rest, **others) -> str | None @120..340 {
  name find @124..128
  parent f0
  captures [prefix, positional]
  decorators [v1, v0]
  generator
  async
b0: handlers b4
  v0 = param 0 as title                         @129..134
  v1 = capture 1
  v2 = const null
  v3 = const true
  v4 = const false
  v5 = const -9223372036854775808
  v6 = const number "1e400"
  v7 = const "SELECT \"\\\n\r\t\u{0}\u{85}\u{200b}é" as query, text @1..9
  v8 = const b"\x00\"\\a\xff"
  v9 = copy v0
  v10 = global "two\nlines"
  v11 = set_global "" = v9
  v12 = shared f0.x
  v13 = set_shared f0.x = v9
  v14 = import os.path
  v15 = closure f1 captures [v0, v1] defaults [v2, v3]
  v16 = class c0 [v1, v2]
  jump b1
b1: from b0, b3 handlers b4
  v17 = phi [v0, v49]
  v18 = not v0
  v19 = minus v0
  v20 = plus v0
  v21 = invert v0
  v22 = spread v0
  v23 = text v0
  v24 = number_text v0
  v25 = v0 + v1
  v26 = v0 - v1
  v27 = v0 * v1
  v28 = v0 / v1
  v29 = v0 // v1
  v30 = v0 % v1
  v31 = v0 ** v1
  v32 = v0 << v1
  v33 = v0 >> v1
  v34 = v0 & v1
  v35 = v0 | v1
  v36 = v0 ^ v1
  v37 = v0 @ v1                                 @3..4
  v38 = v0 == v1
  v39 = v0 != v1
  v40 = v0 < v1
  v41 = v0 <= v1
  v42 = v0 > v1
  v43 = v0 >= v1
  v44 = v0 is v1
  v45 = v0 is not v1
  v46 = v0 in v1
  v47 = v0 not in v1
  v48 = v0 isa v1
  branch v48 then b2 else b3
b2: from b1
  raise v48
b3: from b1 handlers b4
  v49 = template [v0, v1]
  v50 = template []
  v51 = load v0.name
  v52 = load v0[v1]
  v53 = load v0[:]
  v54 = load v0[*]
  v55 = store v0.name = v2
  v56 = store v0[v1] = v2
  v57 = store v0[:] = v2
  v58 = store v0[*] = v2
  v59 = delete v0.name
  v60 = delete v0[v1]
  v61 = delete v0[:]
  v62 = delete v0[*]
  v63 = list [v0]
  v64 = tuple [v0, v1]
  v65 = set []
  v66 = generator [v0]
  v67 = map {v0: v1, v2: v3}
  v68 = map {}
  v69 = call v0()
  v70 = call v0(v1, v1: v2, "not bare": v3, *v4, **v5)
  v71 = call v0.v1(v2)
  v72 = call super v0."odd.\"name"()
  v73 = next v0
  v74 = has_next v0
  v75 = enter v0.open
  v76 = exit v0
  v77 = yield v0
  v78 = await v0
  jump b1
b4: from b0, b1, b3 omissible
  v79 = caught [v0, v1]
  v80 = opaque match [v0]
  v81 = opaque as [] as as
  v82 = undefined
  raise
b5:
  unreachable
}

fn f2 Outer.Store(cls) {
  name Store
  kind class c0
  parent f0
b0:
  unreachable
}

fn f3 Outer.Store.find(self, named, positional positional) {
  name "find\""
  kind method c0
  parent f2
b0:
  unreachable
}

fn f4 <lambda>() {
  name <lambda>
  kind lambda
  parent f3
b0:
  unreachable
}
"#;

#[derive(Default)]
struct Maker {
    symbols: Interner,
    constants: ConstPool,
}

fn v(number: u32) -> Value {
    Value(number)
}

fn vs(numbers: &[u32]) -> Vec<Value> {
    numbers.iter().copied().map(Value).collect()
}

fn bs(numbers: &[u32]) -> Vec<BlockId> {
    numbers.iter().copied().map(BlockId).collect()
}

impl Maker {
    fn s(&mut self, text: &str) -> Symbol {
        self.symbols.intern(text)
    }

    fn ss(&mut self, texts: &[&str]) -> Vec<Symbol> {
        texts.iter().map(|text| self.s(text)).collect()
    }

    fn c(&mut self, constant: Constant) -> Op {
        Op::Const(self.constants.intern(constant))
    }

    fn param(&mut self, name: &str, kind: ParamKind, types: &[&str], has_default: bool) -> Param {
        Param { name: self.s(name), kind, types: self.ss(types), has_default }
    }

    fn function(&mut self, qualified_name: &str, name: &str, kind: FunctionKind, parent: Option<u32>) -> Function {
        let (name, qualified_name) = (self.s(name), self.s(qualified_name));
        Function { qualified_name, kind, parent: parent.map(FunctionId), ..Function::empty(name) }
    }
}

/// Ends a block with the operations that were added since the last one.
fn block(function: &mut Function, predecessors: &[u32], handlers: &[u32], terminator: Terminator) {
    let first = function.blocks.last().map_or(0, |block| block.first + block.len);
    let len = function.ops.len() as u32 - first;
    function.spans.resize(function.ops.len(), Span::default());
    let is_omissible = matches!(terminator, Terminator::Raise(None));
    let (handlers, predecessors) = (bs(handlers), bs(predecessors));
    function.blocks.push(Block { first, len, terminator, is_omissible, handlers, predecessors });
}

fn find(make: &mut Maker) -> Function {
    let mut f = make.function("find", "find", FunctionKind::Plain, Some(0));
    f.params = vec![
        make.param("title", ParamKind::PositionalOnly, &["str", "None"], false),
        make.param("plain", ParamKind::Normal, &[], true),
        make.param("key", ParamKind::NamedOnly, &["int"], true),
        make.param("rest", ParamKind::Rest, &[], false),
        make.param("others", ParamKind::RestNamed, &[], false),
    ];
    f.captures = make.ss(&["prefix", "positional"]);
    f.returns = make.ss(&["str", "None"]);
    f.decorators = vs(&[1, 0]);
    (f.is_generator, f.is_async) = (true, true);
    (f.span, f.name_span) = (Span::new(120, 340), Span::new(124, 128));
    let pools = &mut f.pools;
    // Lists lie in the pools in no order, as they may.
    pools.add_values(&vs(&[77, 78]));
    let two = pools.add_values(&vs(&[0, 1]));
    let (one, none) = (flawline_ir::List { len: 1, ..two }, flawline_ir::List::default());
    let first = [
        Op::Param(0),
        Op::Capture(1),
        make.c(Constant::Null),
        make.c(Constant::Bool(true)),
        make.c(Constant::Bool(false)),
        make.c(Constant::Int(i64::MIN)),
        make.c(Constant::Number("1e400".into())),
        make.c(Constant::Str("SELECT \"\\\n\r\t\0\u{85}\u{200b}é".into())),
        make.c(Constant::Bytes((*b"\x00\"\\a\xff").into())),
        Op::Copy(v(0)),
        Op::Global(make.s("two\nlines")),
        Op::SetGlobal(make.s(""), v(9)),
        Op::Shared(FunctionId(0), make.s("x")),
        Op::SetShared(FunctionId(0), make.s("x"), v(9)),
        Op::Import(make.s("os.path")),
        Op::Closure { function: FunctionId(1), captures: two, defaults: pools.add_values(&vs(&[2, 3])) },
        Op::Class { class: ClassId(0), bases: pools.add_values(&vs(&[1, 2])) },
    ];
    let phi = Op::Phi(pools.add_values(&vs(&[0, 49])));
    let arg = |value, kind| Arg { value: v(value), kind };
    let args = [
        arg(1, ArgKind::Positional),
        arg(2, ArgKind::Named(make.s("v1"))),
        arg(3, ArgKind::Named(make.s("not bare"))),
        arg(4, ArgKind::Spread),
        arg(5, ArgKind::SpreadNamed),
    ];
    let (args, one_arg) = (pools.add_args(&args), pools.add_args(&[arg(2, ArgKind::Positional)]));
    let pairs = pools.add_values(&vs(&[0, 1, 2, 3]));
    f.ops.extend(first);
    block(&mut f, &[], &[4], Terminator::Jump(BlockId(1)));
    f.ops.push(phi);
    let unary = [
        UnaryOp::Not,
        UnaryOp::Minus,
        UnaryOp::Plus,
        UnaryOp::Invert,
        UnaryOp::Spread,
        UnaryOp::Text,
        UnaryOp::NumberText,
    ];
    f.ops.extend(unary.map(|operator| Op::Unary(operator, v(0))));
    let binary = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::Div,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::ShiftLeft,
        BinaryOp::ShiftRight,
        BinaryOp::BitAnd,
        BinaryOp::BitOr,
        BinaryOp::BitXor,
        BinaryOp::MatMul,
    ];
    f.ops.extend(binary.map(|operator| Op::Binary(operator, v(0), v(1))));
    let compare = [
        CompareOp::Eq,
        CompareOp::NotEq,
        CompareOp::Less,
        CompareOp::LessEq,
        CompareOp::Greater,
        CompareOp::GreaterEq,
        CompareOp::Is,
        CompareOp::IsNot,
        CompareOp::In,
        CompareOp::NotIn,
    ];
    f.ops.extend(compare.map(|operator| Op::Compare(operator, v(0), v(1))));
    f.ops.push(Op::TypeTest(v(0), v(1)));
    let branch = Terminator::Branch { condition: v(48), then: BlockId(2), otherwise: BlockId(3) };
    block(&mut f, &[0, 3], &[4], branch);
    block(&mut f, &[1], &[], Terminator::Raise(Some(v(48))));
    let parts = [Elem::Field(make.s("name")), Elem::Item(v(1)), Elem::Slice, Elem::Any];
    f.ops.extend([Op::Template(two), Op::Template(none)]);
    f.ops.extend(parts.map(|part| Op::Load(v(0), part)));
    f.ops.extend(parts.map(|part| Op::Store(v(0), part, v(2))));
    f.ops.extend(parts.map(|part| Op::Delete(v(0), part)));
    f.ops.extend([
        Op::Sequence(SequenceKind::List, one),
        Op::Sequence(SequenceKind::Tuple, two),
        Op::Sequence(SequenceKind::Set, none),
        Op::Sequence(SequenceKind::Generator, one),
        Op::Map(pairs),
        Op::Map(none),
        Op::Call(Callee::Value(v(0)), none),
        Op::Call(Callee::Value(v(0)), args),
        Op::Call(Callee::Method(v(0), make.s("v1")), one_arg),
        Op::Call(Callee::Super(v(0), make.s("odd.\"name")), none),
        Op::Next(v(0)),
        Op::HasNext(v(0)),
        Op::Enter(v(0), make.s("open")),
        Op::Exit(v(0)),
        Op::Yield(v(0)),
        Op::Await(v(0)),
    ]);
    block(&mut f, &[1], &[4], Terminator::Jump(BlockId(1)));
    f.ops.extend([Op::Caught(two), Op::Opaque(make.s("match"), one), Op::Opaque(make.s("as"), none), Op::Undefined]);
    block(&mut f, &[0, 1, 3], &[], Terminator::Raise(None));
    block(&mut f, &[], &[], Terminator::Unreachable);
    f.spans[0] = Span::new(129, 134);
    f.spans[7] = Span::new(1, 9);
    f.spans[37] = Span::new(3, 4);
    f.names = vec![(v(0), make.s("title")), (v(7), make.s("query")), (v(7), make.s("text")), (v(81), make.s("as"))];
    f
}

/// The module whose text is [`TEXT`].
pub(crate) fn module() -> Module {
    let mut make = Maker::default();
    let find = find(&mut make);
    let mut body = make.function("<module>", "<module>", FunctionKind::ModuleBody, None);
    body.span = Span::new(0, 400);
    let none = flawline_ir::List::default();
    body.ops = vec![
        Op::Closure { function: FunctionId(1), captures: none, defaults: none },
        Op::Class { class: ClassId(0), bases: none },
    ];
    block(&mut body, &[], &[], Terminator::Return(v(0)));
    let mut class_body = make.function("Outer.Store", "Store", FunctionKind::ClassBody(ClassId(0)), Some(0));
    class_body.params = vec![make.param("cls", ParamKind::Normal, &[], false)];
    let mut method = make.function("Outer.Store.find", "find\"", FunctionKind::Method(ClassId(0)), Some(2));
    method.params = vec![
        make.param("self", ParamKind::Normal, &[], false),
        make.param("named", ParamKind::Normal, &[], false),
        make.param("positional", ParamKind::PositionalOnly, &[], false),
    ];
    let mut lambda = make.function("<lambda>", "<lambda>", FunctionKind::Lambda, Some(3));
    for function in [&mut class_body, &mut method, &mut lambda] {
        block(function, &[], &[], Terminator::Unreachable);
    }
    let kinds = [MethodKind::Instance, MethodKind::Class, MethodKind::Static, MethodKind::Property, MethodKind::Setter];
    let store = Class {
        name: make.s("Store"),
        qualified_name: make.s("Outer.Store"),
        bases: make.ss(&["models.Model", "odd-base"]),
        methods: kinds.map(|kind| Method { name: make.s("find"), function: FunctionId(3), kind }).into(),
        fields: vec![
            Field { name: make.s("title"), types: make.ss(&["str", "None"]) },
            Field { name: make.s("count"), types: Vec::new() },
        ],
        body: FunctionId(2),
        decorators: make.ss(&["final"]),
        span: Span::new(40, 80),
    };
    let mut bind = |name: &str, target| Binding { name: make.s(name), target };
    let mut bindings = vec![
        bind("requests", BindingTarget::Computed),
        bind("find", BindingTarget::Function(FunctionId(1))),
        bind("Store", BindingTarget::Class(ClassId(0))),
        bind("limit", BindingTarget::Computed),
    ];
    bindings[0].target = BindingTarget::Import(bindings[0].name);
    let note = |kind, start, end, text: &str| Note { kind, span: Span::new(start, end), text: text.to_owned() };
    Module {
        name: make.s("shop.web"),
        is_package: true,
        star_imports: make.ss(&["os.path", "a b"]),
        exported: Some(Vec::new()),
        notes: vec![
            note(NoteKind::Syntax, 90, 97, "an \"expression\"\nis missing"),
            note(NoteKind::Depth, 0, 0, "\u{202e}"),
            note(NoteKind::Opaque, 1, 2, ""),
        ],
        bindings,
        classes: vec![store],
        functions: vec![body, find, class_body, method, lambda],
        symbols: make.symbols,
        constants: make.constants,
    }
}
