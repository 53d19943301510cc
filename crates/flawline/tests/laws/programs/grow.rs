//! Programs by chance, the same for the same seed.

use super::{Expr, Func, Kind, Program, Stmt, Type, WRAPS};
use crate::chance::Chance;

/// Conditions of which nothing is known.
const CONDITIONS: [&str; 4] = ["c0", "c1", "c2", "not c0"];
/// How deep expressions and blocks go.
const DEPTH: usize = 3;

/// A program of some functions with sources and sinks all over.
pub(crate) fn grow(seed: u64) -> Program {
    let mut grower = Grower::new(seed);
    let count = 2 + grower.chance.below(4);
    let params: Vec<Vec<Type>> = (0..count).map(|at| if at == 0 { Vec::new() } else { grower.types() }).collect();
    grower.funcs = params;
    let funcs: Vec<Func> = (0..count).map(|at| grower.func(at)).collect();
    grower.finish(funcs)
}

/// A program in which one source reaches one sink through some variables and functions, and nothing stops it.
pub(crate) fn straight(seed: u64) -> Program {
    let mut grower = Grower::new(seed);
    let count = 1 + grower.chance.below(4);
    grower.funcs = (0..count).map(|at| if at == 0 { Vec::new() } else { vec![Type::Text] }).collect();
    let mut funcs = Vec::new();
    for at in 0..count {
        let params: Vec<usize> = (0..grower.funcs[at].len()).map(|_| grower.fresh()).collect();
        let mut body = Vec::new();
        let mut held = match params.first() {
            Some(&param) => Expr::Name(param),
            None => Expr::Source,
        };
        for _ in 0..=grower.chance.below(3) {
            let name = grower.fresh();
            let wrapped = grower.wrapped(held);
            body.push(grower.stmt(Kind::Set(name, wrapped)));
            held = Expr::Name(name);
        }
        if at + 1 < count {
            body.push(grower.stmt(Kind::Do(Expr::Call(at + 1, vec![held]))));
        } else {
            body.push(grower.stmt(Kind::Sink(held)));
        }
        funcs.push(Func { name: func_name(at), params, body, decorators: Vec::new() });
    }
    grower.finish(funcs)
}

fn func_name(at: usize) -> String {
    if at == 0 { "run".to_owned() } else { format!("f{at}") }
}

/// What can be named at one point.
#[derive(Clone, Default)]
struct Scope {
    names: Vec<(usize, Type)>,
}

impl Scope {
    fn of(&self, ty: Type) -> Vec<usize> {
        self.names.iter().filter(|(_, known)| *known == ty).map(|(name, _)| *name).collect()
    }
}

struct Grower {
    chance: Chance,
    /// The types of the parameters of each function.
    funcs: Vec<Vec<Type>>,
    next_stmt: usize,
    next_name: usize,
    /// The function that is being made.
    at: usize,
    sources: usize,
}

impl Grower {
    fn new(seed: u64) -> Self {
        Self { chance: Chance::new(seed), funcs: Vec::new(), next_stmt: 0, next_name: 0, at: 0, sources: 0 }
    }

    fn finish(self, funcs: Vec<Func>) -> Program {
        let order = (0..funcs.len()).collect();
        let Self { next_stmt, next_name, .. } = self;
        Program { funcs, order, split: None, more: String::new(), next_stmt, next_name }
    }

    fn fresh(&mut self) -> usize {
        self.next_name += 1;
        self.next_name - 1
    }

    fn stmt(&mut self, kind: Kind) -> Stmt {
        self.next_stmt += 1;
        Stmt { id: self.next_stmt - 1, kind }
    }

    fn types(&mut self) -> Vec<Type> {
        let count = 1 + self.chance.below(3);
        (0..count).map(|_| *self.chance.pick(&[Type::Text, Type::Text, Type::Text, Type::List, Type::Box])).collect()
    }

    fn func(&mut self, at: usize) -> Func {
        self.at = at;
        self.sources = 0;
        let types = self.funcs[at].clone();
        let params: Vec<usize> = types.iter().map(|_| self.fresh()).collect();
        let mut scope = Scope { names: params.iter().copied().zip(types.iter().copied()).collect() };
        let count = if at == 0 { 6 } else { 3 } + self.chance.below(5);
        let mut body = self.block(&mut scope, count, 0);
        if at > 0 || self.chance.once_in(2) {
            let sunk = self.text(&scope, 0);
            if self.chance.once_in(2) || at == 0 {
                body.push(self.stmt(Kind::Sink(sunk)));
            }
        }
        let result = self.text(&scope, 1);
        body.push(self.stmt(Kind::Return(result)));
        Func { name: func_name(at), params, body, decorators: Vec::new() }
    }

    fn block(&mut self, scope: &mut Scope, count: usize, depth: usize) -> Vec<Stmt> {
        (0..count).map(|_| self.statement(scope, depth)).collect()
    }

    fn statement(&mut self, scope: &mut Scope, depth: usize) -> Stmt {
        let kind = match self.chance.below(if depth < DEPTH { 20 } else { 13 }) {
            0..=2 => {
                let expr = self.text(scope, 0);
                self.bind(scope, Type::Text, expr)
            }
            3 => {
                let items = (0..2).map(|_| self.text(scope, 1)).collect();
                self.bind(scope, Type::List, Expr::List(items))
            }
            4 => {
                let items = (0..2).map(|_| self.text(scope, 1)).collect();
                self.bind(scope, Type::Map, Expr::Map(items))
            }
            5 => {
                let class = *self.chance.pick(&["Box", "Box", "Loud", "Mute"]);
                let value = self.text(scope, 1);
                self.bind(scope, Type::Box, Expr::New(class, Box::new(value)))
            }
            6 | 7 => self.effect(scope),
            8 => {
                let ty = *self.chance.pick(&[Type::List, Type::Map, Type::Box, Type::Text]);
                match scope.of(ty).as_slice() {
                    [] => Kind::Sink(self.text(scope, 1)),
                    names => {
                        let alias = Expr::Name(*self.chance.pick(names));
                        self.bind(scope, ty, alias)
                    }
                }
            }
            9 | 10 => Kind::Sink(self.text(scope, 0)),
            11 => match self.call(scope, 0) {
                Some(call) => Kind::Do(call),
                None => Kind::Sink(self.text(scope, 0)),
            },
            12 => match scope.of(Type::Text).as_slice() {
                [] => Kind::Sink(self.text(scope, 1)),
                names => Kind::Add(*self.chance.pick(names), self.text(scope, 1)),
            },
            13 | 14 => {
                let condition = self.condition(scope);
                let count = 1 + self.chance.below(2);
                let then = self.block(&mut scope.clone(), count, depth + 1);
                let count = self.chance.below(2);
                let otherwise = self.block(&mut scope.clone(), count, depth + 1);
                Kind::If(condition, then, otherwise)
            }
            15 | 16 => {
                let of = self.texts(scope);
                let name = self.fresh();
                let mut inner = scope.clone();
                inner.names.push((name, Type::Text));
                let count = 1 + self.chance.below(2);
                Kind::For(name, of, self.block(&mut inner, count, depth + 1))
            }
            17 => {
                let count = 1 + self.chance.below(3);
                let (head, end) = *self.chance.pick(&[
                    ("while True:", "    break"),
                    ("try:", "finally:\n    pass"),
                    ("try:", "except ValueError:\n    pass"),
                    ("if c1 or True:", ""),
                ]);
                Kind::Block(head, self.block(&mut scope.clone(), count, depth + 1), end)
            }
            18 => {
                let expr = self.text(scope, 1);
                let name = self.fresh();
                scope.names.push((name, Type::Text));
                Kind::Raise(name, expr)
            }
            _ => {
                let expr = self.text(scope, 1);
                let name = self.fresh();
                scope.names.push((name, Type::Giver));
                Kind::Giver(name, expr)
            }
        };
        self.stmt(kind)
    }

    /// A new variable, or one of that type anew.
    fn bind(&mut self, scope: &mut Scope, ty: Type, expr: Expr) -> Kind {
        let known = scope.of(ty);
        if !known.is_empty() && self.chance.once_in(3) {
            return Kind::Set(*self.chance.pick(&known), expr);
        }
        let name = self.fresh();
        scope.names.push((name, ty));
        Kind::Set(name, expr)
    }

    fn condition(&mut self, scope: &Scope) -> String {
        let texts = scope.of(Type::Text);
        if texts.is_empty() || self.chance.once_in(2) {
            return (*self.chance.pick(&CONDITIONS)).to_owned();
        }
        let name = self.chance.pick(&texts);
        match self.chance.below(6) {
            0 => format!("v{name} == \"a\""),
            1 => format!("v{name} not in (\"a\", \"b\")"),
            2 => format!("check(v{name})"),
            3 => format!("not check(v{name})"),
            4 => format!("len(v{name}) > 2"),
            _ => format!("v{name}"),
        }
    }

    /// A change of an object.
    fn effect(&mut self, scope: &Scope) -> Kind {
        const EFFECTS: [(Type, &str); 9] = [
            (Type::List, "@.append(§)"),
            (Type::List, "@.insert(0, §)"),
            (Type::List, "@[0] = §"),
            (Type::List, "@.extend([§])"),
            (Type::List, "fill(@, §)"),
            (Type::Map, "@[\"a\"] = §"),
            (Type::Map, "@.update(b=§)"),
            (Type::Box, "@.value = §"),
            (Type::Box, "@.put(§)"),
        ];
        let (ty, code) = *self.chance.pick(&EFFECTS);
        let expr = self.text(scope, 1);
        match scope.of(ty).as_slice() {
            [] => Kind::Do(Expr::Wrapped("keep(§)", Box::new(expr))),
            names => Kind::Effect(*self.chance.pick(names), code, expr),
        }
    }

    /// Something that can be gone through.
    fn texts(&mut self, scope: &Scope) -> Expr {
        match (scope.of(Type::List).as_slice(), scope.of(Type::Map).as_slice(), self.chance.below(5)) {
            // A list that grows while one goes through it has no end.
            ([_, ..], _, at @ 0..=2) => {
                let list = Expr::Name(*self.chance.pick(&scope.of(Type::List)));
                Expr::Wrapped(["list(§)", "sorted(§)", "each(list(§))"][at], Box::new(list))
            }
            (_, [_, ..], 3) => {
                let map = Expr::Name(*self.chance.pick(&scope.of(Type::Map)));
                Expr::Wrapped("list(§.values())", Box::new(map))
            }
            _ => Expr::List(vec![self.text(scope, 2), self.text(scope, 2)]),
        }
    }

    fn call(&mut self, scope: &Scope, depth: usize) -> Option<Expr> {
        if self.at + 1 >= self.funcs.len() {
            return None;
        }
        let callee = self.at + 1 + self.chance.below(self.funcs.len() - self.at - 1);
        let args = self.funcs[callee].clone().into_iter().map(|ty| self.value(scope, ty, depth + 1)).collect();
        Some(Expr::Call(callee, args))
    }

    fn value(&mut self, scope: &Scope, ty: Type, depth: usize) -> Expr {
        let known = scope.of(ty);
        match ty {
            Type::Text | Type::Giver => self.text(scope, depth),
            _ if !known.is_empty() => Expr::Name(*self.chance.pick(&known)),
            Type::List => Expr::List(vec![self.text(scope, depth)]),
            Type::Map => Expr::Map(vec![self.text(scope, depth)]),
            Type::Box => Expr::New("Box", Box::new(self.text(scope, depth))),
        }
    }

    fn text(&mut self, scope: &Scope, depth: usize) -> Expr {
        let texts = scope.of(Type::Text);
        let leaf = depth >= DEPTH;
        match self.chance.below(if leaf { 4 } else { 16 }) {
            0 if self.sources < 2 => {
                self.sources += 1;
                Expr::Source
            }
            0..=2 if !texts.is_empty() => Expr::Name(*self.chance.pick(&texts)),
            0..=3 => Expr::Code(self.chance.word(&["\"a\"", "\"ab\"", "\"a-b\""])),
            4 | 5 => Expr::Plus(Box::new(self.text(scope, depth + 1)), Box::new(self.text(scope, depth + 1))),
            6 => {
                let condition = *self.chance.pick(&CONDITIONS);
                let (then, otherwise) = (self.text(scope, depth + 1), self.text(scope, depth + 1));
                Expr::Choice(Box::new(then), condition, Box::new(otherwise))
            }
            7 => match self.call(scope, depth) {
                Some(call) => call,
                None => self.text(scope, depth + 1),
            },
            8 | 9 => match scope.of(Type::List).as_slice() {
                [] => self.text(scope, depth + 1),
                names => {
                    Expr::Item(Box::new(Expr::Name(*self.chance.pick(names))), self.chance.word(&["0", "1", "-1"]))
                }
            },
            10 => match scope.of(Type::Map).as_slice() {
                [] => self.text(scope, depth + 1),
                names => {
                    Expr::Item(Box::new(Expr::Name(*self.chance.pick(names))), self.chance.word(&["\"a\"", "\"b\""]))
                }
            },
            11 | 12 => match scope.of(Type::Box).as_slice() {
                [] => self.text(scope, depth + 1),
                names => Expr::Member(
                    Box::new(Expr::Name(*self.chance.pick(names))),
                    self.chance.word(&[".value", ".get()"]),
                ),
            },
            13 => match scope.of(Type::Giver).as_slice() {
                [] => Expr::Code("held()"),
                names => Expr::Give(*self.chance.pick(names)),
            },
            14 if self.chance.once_in(4) => Expr::Wrapped("clean(§)", Box::new(self.text(scope, depth + 1))),
            _ => {
                let inner = self.text(scope, depth + 1);
                self.wrapped(inner)
            }
        }
    }

    fn wrapped(&mut self, inner: Expr) -> Expr {
        Expr::Wrapped(self.chance.pick(WRAPS).code, Box::new(inner))
    }
}
