//! Valid modules by chance, the same for the same seed.

use flawline_ir::{
    Arg, ArgKind, BinaryOp, Binding, BindingTarget, BlockId, Built, Callee, Class, ClassId, CompareOp, ConstPool,
    Constant, Elem, Field, Function, FunctionBuilder, FunctionId, FunctionKind, Interner, List, Method, MethodKind,
    Module, Note, NoteKind, Op, Param, ParamKind, Pools, SequenceKind, Span, Symbol, Terminator, UnaryOp, Value,
};

const NAMES: [&str; 22] = [
    "find",
    "shop.web",
    "<module>",
    "x",
    "v1",
    "b0",
    "f0",
    "as",
    "is",
    "positional",
    "named",
    "default",
    "computed",
    "",
    "a b",
    "größe",
    "; name",
    "two\nlines",
    "\"quoted\\",
    "\u{202e}reversed",
    "?7",
    "1st",
];

/// Marsaglia's xorshift.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn many<T>(&mut self, below: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(below)).map(|_| one(self)).collect()
    }

    fn span(&mut self) -> Span {
        if self.yes() { Span::default() } else { Span::new(self.below(1000) as u32, self.below(1000) as u32) }
    }
}

/// A module, valid by construction.
pub(crate) fn module(seed: u64) -> Module {
    let mut chance = Chance::new(seed);
    let chance = &mut chance;
    let mut symbols = Interner::default();
    let names: Vec<Symbol> = NAMES.iter().map(|name| symbols.intern(name)).collect();
    let mut name = |chance: &mut Chance| chance.pick(&names);
    let classes = chance.below(3);
    let functions = 1 + classes + chance.below(5);
    let mut module = Module {
        name: name(chance),
        is_package: chance.yes(),
        symbols,
        constants: constants(chance),
        functions: Vec::new(),
        classes: Vec::new(),
        bindings: Vec::new(),
        star_imports: chance.many(3, &mut name),
        exported: chance.yes().then(|| chance.many(3, &mut name)),
        notes: Vec::new(),
    };
    for number in 0..functions {
        module.functions.push(declaration(chance, &names, number, classes));
    }
    for number in 0..classes {
        module.classes.push(Class {
            name: name(chance),
            qualified_name: name(chance),
            bases: chance.many(3, &mut name),
            methods: chance.many(3, |chance| Method {
                name: name(chance),
                function: FunctionId(chance.below(functions) as u32),
                kind: chance.pick(&[MethodKind::Instance, MethodKind::Class, MethodKind::Static, MethodKind::Setter]),
            }),
            fields: chance.many(3, |chance| Field { name: name(chance), types: chance.many(3, &mut name) }),
            body: FunctionId(1 + number as u32),
            decorators: chance.many(3, &mut name),
            span: chance.span(),
        });
    }
    module.bindings = chance.many(5, |chance| Binding {
        name: name(chance),
        target: match chance.below(4) {
            0 if classes > 0 => BindingTarget::Class(ClassId(chance.below(classes) as u32)),
            1 => BindingTarget::Function(FunctionId(chance.below(functions) as u32)),
            2 => BindingTarget::Import(name(chance)),
            _ => BindingTarget::Computed,
        },
    });
    module.notes = chance.many(3, |chance| Note {
        kind: chance.pick(&[NoteKind::Syntax, NoteKind::Depth, NoteKind::Opaque]),
        span: chance.span(),
        text: chance.pick(&NAMES).to_owned(),
    });
    for number in 0..functions {
        let built = Body { chance, names: &names, module: &module, number, here: Vec::new() }.build();
        let parent = module.functions[number].parent.map(|parent| module.functions[parent.0 as usize].ops.len());
        let function = &mut module.functions[number];
        if let Some(ops @ 1..) = parent {
            function.decorators = chance.many(3, |chance| Value(chance.below(ops) as u32));
        }
        let Built { blocks, ops, spans, pools, names, .. } = built;
        *function = Function { blocks, ops, spans, pools, names, ..function.clone() };
    }
    module
}

fn constants(chance: &mut Chance) -> ConstPool {
    let mut constants = ConstPool::default();
    for constant in [
        Constant::Null,
        Constant::Bool(chance.yes()),
        Constant::Int(chance.pick(&[i64::MIN, i64::MAX, -1, 0])),
        Constant::Int(i64::from(chance.below(100) as u32)),
        Constant::Number(chance.pick(&["1.5", "1e9", "0x1p-2", "3j"]).into()),
        Constant::Str(chance.pick(&NAMES).into()),
        Constant::Bytes((0..chance.below(20)).map(|_| chance.below(256) as u8).collect()),
    ] {
        constants.intern(constant);
    }
    constants
}

/// A function without a body. The classes' bodies stand right after the module's.
fn declaration(chance: &mut Chance, names: &[Symbol], number: usize, classes: usize) -> Function {
    let mut name = |chance: &mut Chance| chance.pick(names);
    let kind = match number {
        0 => FunctionKind::ModuleBody,
        _ if number <= classes => FunctionKind::ClassBody(ClassId(number as u32 - 1)),
        _ if classes > 0 && chance.yes() => FunctionKind::Method(ClassId(chance.below(classes) as u32)),
        _ => chance.pick(&[FunctionKind::Plain, FunctionKind::Lambda]),
    };
    Function {
        name: name(chance),
        qualified_name: name(chance),
        kind,
        parent: (number > 0).then(|| FunctionId(chance.below(number) as u32)),
        params: chance.many(5, |chance| Param {
            name: name(chance),
            kind: chance.pick(&[
                ParamKind::Normal,
                ParamKind::PositionalOnly,
                ParamKind::NamedOnly,
                ParamKind::Rest,
                ParamKind::RestNamed,
            ]),
            types: chance.many(3, &mut name),
            has_default: chance.yes(),
        }),
        captures: chance.many(3, &mut name),
        returns: chance.many(3, &mut name),
        decorators: Vec::new(),
        is_generator: chance.yes(),
        is_async: chance.yes(),
        blocks: Vec::new(),
        ops: Vec::new(),
        spans: Vec::new(),
        pools: Pools::default(),
        names: Vec::new(),
        span: chance.span(),
        name_span: chance.span(),
    }
}

/// Writes one function's body into a builder, which places the phis.
struct Body<'a> {
    chance: &'a mut Chance,
    names: &'a [Symbol],
    module: &'a Module,
    number: usize,
    /// The values made so far in the current block.
    here: Vec<Value>,
}

impl Body<'_> {
    fn build(mut self) -> Built {
        let mut builder = FunctionBuilder::new();
        let mut blocks = vec![builder.current()];
        for _ in 0..self.chance.below(9) {
            blocks.push(builder.new_block());
        }
        // Where each block may go is settled first, so that a block can be sealed as soon as nothing more leads there.
        let plans: Vec<[Option<BlockId>; 3]> = blocks
            .iter()
            .map(|_| std::array::from_fn(|_| blocks[1..].get(self.chance.below(blocks.len())).copied()))
            .collect();
        for (at, &block) in blocks.iter().enumerate() {
            builder.switch_to(block);
            self.here.clear();
            let [then, otherwise, handler] = plans[at];
            let handler = handler.filter(|_| self.chance.below(3) == 0);
            if let Some(handler) = handler {
                builder.push_handler(handler);
            }
            for _ in 0..self.chance.below(9) {
                let op = self.op(&mut builder);
                let value = builder.push(op, self.chance.span());
                self.here.push(value);
                if self.chance.yes() {
                    let variable = builder.variable(self.chance.pick(&self.names[..4]));
                    builder.write(variable, value);
                }
            }
            let terminator = self.terminator(&mut builder, then, otherwise);
            builder.terminate(terminator);
            if handler.is_some() {
                builder.pop_handler();
            }
            for &sealed in &blocks {
                let may_come = plans[at + 1..].iter().flatten().any(|&to| to == Some(sealed));
                if !may_come && self.chance.yes() {
                    builder.seal(sealed);
                }
            }
        }
        builder.finish(&[])
    }

    fn terminator(
        &mut self,
        builder: &mut FunctionBuilder,
        then: Option<BlockId>,
        otherwise: Option<BlockId>,
    ) -> Terminator {
        let value = self.value(builder);
        match (self.chance.below(6), then, otherwise) {
            (0..=2, Some(then), Some(otherwise)) => Terminator::Branch { condition: value, then, otherwise },
            (0..=3, Some(to), _) => Terminator::Jump(to),
            (_, Some(_), None) => Terminator::Raise(Some(value)),
            (_, None, Some(_)) => Terminator::Raise(None),
            (5, ..) => Terminator::Unreachable,
            _ => Terminator::Return(value),
        }
    }

    /// A value that is made for sure: one of this block, or a variable's.
    fn value(&mut self, builder: &mut FunctionBuilder) -> Value {
        if !self.here.is_empty() && self.chance.yes() {
            return self.chance.pick(&self.here);
        }
        let variable = builder.variable(self.chance.pick(&self.names[..4]));
        builder.read(variable)
    }

    fn values(&mut self, builder: &mut FunctionBuilder, count: usize) -> List {
        let values: Vec<Value> = (0..count).map(|_| self.value(builder)).collect();
        builder.pools.add_values(&values)
    }

    fn elem(&mut self, builder: &mut FunctionBuilder) -> Elem {
        match self.chance.below(4) {
            0 => Elem::Field(self.chance.pick(self.names)),
            1 => Elem::Item(self.value(builder)),
            2 => Elem::Slice,
            _ => Elem::Any,
        }
    }

    fn args(&mut self, builder: &mut FunctionBuilder) -> List {
        let mut args = Vec::new();
        for _ in 0..self.chance.below(4) {
            let kind = match self.chance.below(4) {
                0 => ArgKind::Positional,
                1 => ArgKind::Named(self.chance.pick(self.names)),
                2 => ArgKind::Spread,
                _ => ArgKind::SpreadNamed,
            };
            args.push(Arg { value: self.value(builder), kind });
        }
        builder.pools.add_args(&args)
    }

    fn op(&mut self, builder: &mut FunctionBuilder) -> Op {
        let module = self.module;
        let function = &module.functions[self.number];
        let name = self.chance.pick(self.names);
        let some_function = FunctionId(self.chance.below(module.functions.len()) as u32);
        let count = self.chance.below(4);
        match self.chance.below(31) {
            0 if !function.params.is_empty() => Op::Param(self.chance.below(function.params.len()) as u32),
            1 if !function.captures.is_empty() => Op::Capture(self.chance.below(function.captures.len()) as u32),
            2 => Op::Copy(self.value(builder)),
            3 => Op::Global(name),
            4 => Op::SetGlobal(name, self.value(builder)),
            5 => Op::Shared(some_function, name),
            6 => Op::SetShared(some_function, name, self.value(builder)),
            7 => Op::Import(name),
            8 => {
                let target = &module.functions[some_function.0 as usize];
                let defaults = target.params.iter().filter(|param| param.has_default).count();
                let captures = self.values(builder, target.captures.len());
                Op::Closure { function: some_function, captures, defaults: self.values(builder, defaults) }
            }
            9 if !module.classes.is_empty() => Op::Class {
                class: ClassId(self.chance.below(module.classes.len()) as u32),
                bases: self.values(builder, count),
            },
            10 => Op::Unary(
                self.chance.pick(&[UnaryOp::Not, UnaryOp::Spread, UnaryOp::Text, UnaryOp::NumberText]),
                self.value(builder),
            ),
            11 => Op::Binary(
                self.chance.pick(&[BinaryOp::Add, BinaryOp::Mod, BinaryOp::MatMul, BinaryOp::Pow]),
                self.value(builder),
                self.value(builder),
            ),
            12 => Op::Compare(
                self.chance.pick(&[CompareOp::Eq, CompareOp::Is, CompareOp::IsNot, CompareOp::NotIn]),
                self.value(builder),
                self.value(builder),
            ),
            13 => Op::Template(self.values(builder, count)),
            14 => Op::Load(self.value(builder), self.elem(builder)),
            15 => Op::Store(self.value(builder), self.elem(builder), self.value(builder)),
            16 => Op::Delete(self.value(builder), self.elem(builder)),
            17 => Op::Sequence(
                self.chance.pick(&[
                    SequenceKind::List,
                    SequenceKind::Tuple,
                    SequenceKind::Set,
                    SequenceKind::Generator,
                ]),
                self.values(builder, count),
            ),
            18 => Op::Map(self.values(builder, count * 2)),
            19 => Op::Call(Callee::Value(self.value(builder)), self.args(builder)),
            20 => Op::Call(Callee::Method(self.value(builder), name), self.args(builder)),
            21 => Op::Call(Callee::Super(self.value(builder), name), self.args(builder)),
            22 => Op::Next(self.value(builder)),
            23 => Op::HasNext(self.value(builder)),
            24 => Op::Enter(self.value(builder), name),
            25 => Op::Exit(self.value(builder)),
            26 => Op::Yield(self.value(builder)),
            27 => Op::Await(self.value(builder)),
            28 => Op::Caught(self.values(builder, count)),
            29 => Op::TypeTest(self.value(builder), self.value(builder)),
            30 => Op::Opaque(name, self.values(builder, count)),
            _ => Op::Const(flawline_ir::ConstId(self.chance.below(module.constants.len()) as u32)),
        }
    }
}
