//! Valid programs by chance, and the same with damage: every text becomes a module that holds together, whatever it says, and a
//! valid one is read whole. `FLAWLINE_PROGRAMS` sets how many are tried.
#![cfg(feature = "python")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

#[path = "../../../fuzz/holds/modules.rs"]
mod modules;

use flawline_frontends::{Language, lower};
use ir::{Module, NoteKind, SourceFile};
use modules::assert_holds_together;

/// Programs that a run tries if nothing else is said.
const PROGRAMS: u64 = 1_000;
/// Damaged copies of each.
const DAMAGED: u64 = 2;

/// Marsaglia's xorshift.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Writes a program; `depth` bounds what stands in one another.
struct Writer {
    chance: Chance,
    text: String,
    indent: usize,
    /// Whether `return` and `yield`, `await`, and `break` may stand here.
    in_function: bool,
    in_coroutine: bool,
    in_loop: bool,
}

const NAMES: [&str; 8] = ["a", "b", "items", "größe", "self", "x_1", "_", "match"];
const FIELDS: [&str; 4] = ["name", "args", "__class__", "type"];
const CONSTANTS: [&str; 14] = [
    "1",
    "0x_ff",
    "1e-3",
    "2j",
    "'text'",
    "\"\"\"long\n text\"\"\"",
    "b'\\x00'",
    "r'\\d'",
    "'a' 'b'",
    "None",
    "True",
    "...",
    "'\u{1f600}'",
    "10_000_000_000_000_000_000",
];

impl Writer {
    fn program(seed: u64) -> String {
        let chance = Chance::new(seed);
        let mut writer =
            Self { chance, text: String::new(), indent: 0, in_function: false, in_coroutine: false, in_loop: false };
        for _ in 0..=writer.chance.below(6) {
            writer.statement(4);
        }
        writer.text
    }

    fn line(&mut self, words: &str) {
        self.text.push_str(&"    ".repeat(self.indent));
        self.text.push_str(words);
        self.text.push('\n');
    }

    fn name(&mut self) -> String {
        self.chance.pick(&NAMES).to_owned()
    }

    fn block(&mut self, depth: usize) {
        self.indent += 1;
        for _ in 0..=self.chance.below(3) {
            self.statement(depth);
        }
        self.indent -= 1;
    }

    /// A block inside a loop, where it may be left.
    fn body(&mut self, depth: usize) {
        let before = std::mem::replace(&mut self.in_loop, true);
        self.block(depth);
        self.in_loop = before;
    }

    fn statement(&mut self, depth: usize) {
        let below = depth.saturating_sub(1);
        match self.chance.below(if depth == 0 { 9 } else { 18 }) {
            0 | 1 => {
                let words = format!("{} = {}", self.target(2), self.expression(3));
                self.line(&words);
            }
            2 => {
                let words = self.expression(3);
                self.line(&words);
            }
            3 => {
                let operator = self.chance.pick(&["+=", "//=", "@=", ">>=", "|="]);
                let words = format!("{} {operator} {}", self.name(), self.expression(2));
                self.line(&words);
            }
            4 => {
                let words = match self.chance.below(6) {
                    0 if self.in_function => format!("return {}", self.expression(2)),
                    1 if self.in_function => format!("{} = yield {}", self.name(), self.expression(1)),
                    2 if self.in_loop => self.chance.pick(&["break", "continue"]).to_owned(),
                    3 => format!("raise {} from {}", self.expression(1), self.expression(1)),
                    4 if self.in_coroutine => format!("await {}", self.expression(1)),
                    _ => "pass".to_owned(),
                };
                self.line(&words);
            }
            5 => {
                let words = self.chance.pick(&[
                    "import os.path as p, sys",
                    "from . import thing",
                    "from ..pkg import (a, b as c,)",
                    "from __future__ import annotations",
                ]);
                self.line(words);
            }
            6 => {
                let words = format!("del {}[{}], {}", self.name(), self.expression(1), self.name());
                self.line(&words);
            }
            7 => {
                let words = format!("assert {}, {}", self.expression(2), self.expression(1));
                self.line(&words);
            }
            8 => {
                let words = format!("{}: {} = {}", self.name(), self.expression(1), self.expression(2));
                self.line(&words);
            }
            9 => {
                let words = format!("if {}:", self.expression(2));
                self.line(&words);
                self.block(below);
                if self.chance.below(2) == 0 {
                    let words = format!("elif {}:", self.expression(1));
                    self.line(&words);
                    self.block(below);
                    self.line("else:");
                    self.block(below);
                }
            }
            10 => {
                let words = format!("for {} in {}:", self.target(1), self.expression(2));
                self.line(&words);
                self.body(below);
                if self.chance.below(2) == 0 {
                    self.line("else:");
                    self.block(below);
                }
            }
            11 => {
                let words = format!("while ({} := {}):", self.name(), self.expression(2));
                self.line(&words);
                self.body(below);
            }
            12 => self.attempt(below),
            13 => {
                let words = format!("with {} as {}, {}:", self.expression(2), self.target(1), self.expression(1));
                self.line(&words);
                self.block(below);
            }
            14 => self.choice(below),
            15 => self.class(below),
            _ => self.function(below),
        }
    }

    fn attempt(&mut self, depth: usize) {
        self.line("try:");
        self.block(depth);
        if self.chance.below(3) > 0 {
            let star = if self.chance.below(4) == 0 { "*" } else { "" };
            let words = format!("except{star} (ValueError, {}) as {}:", self.name(), self.name());
            let before = (self.in_function, self.in_loop);
            if !star.is_empty() {
                // Nothing may leave a group's handler.
                (self.in_function, self.in_loop) = (false, false);
            }
            self.line(&words);
            self.block(depth);
            (self.in_function, self.in_loop) = before;
            if self.chance.below(2) == 0 {
                self.line("else:");
                self.block(depth);
            }
        }
        self.line("finally:");
        self.block(depth);
    }

    fn choice(&mut self, depth: usize) {
        let words = format!("match {}:", self.expression(1));
        self.line(&words);
        self.indent += 1;
        for _ in 0..=self.chance.below(2) {
            let pattern = self.chance.pick(&[
                "1 | 2",
                "'a'",
                "[first, *rest]",
                "{'k': v, **more}",
                "Point(x=0, y=found)",
                "(a.b as c)",
                "None",
                "-1.5",
            ]);
            let words = format!("case {pattern} if {}:", self.expression(1));
            self.line(&words);
            self.block(depth);
        }
        self.line("case _:");
        self.block(depth);
        self.indent -= 1;
    }

    fn class(&mut self, depth: usize) {
        for _ in 0..self.chance.below(2) {
            let words = format!("@{}", self.expression(1));
            self.line(&words);
        }
        let words = format!("class C{}({}, metaclass={}):", self.chance.below(9), self.name(), self.name());
        self.line(&words);
        let before = (self.in_function, self.in_coroutine, self.in_loop);
        (self.in_function, self.in_coroutine, self.in_loop) = (false, false, false);
        self.block(depth);
        (self.in_function, self.in_coroutine, self.in_loop) = before;
    }

    fn function(&mut self, depth: usize) {
        for _ in 0..self.chance.below(2) {
            let words = format!("@{}", self.expression(1));
            self.line(&words);
        }
        let is_async = self.chance.below(4) == 0;
        let params = self.chance.pick(&[
            "",
            "self",
            "p, /, q: int = 1, *, r=2",
            "*args, **options",
            "p=[], *rest, k, **more",
            "p: 'C' = None",
        ]);
        let kind = if is_async { "async def" } else { "def" };
        let words = format!("{kind} f{}({params}) -> {}:", self.chance.below(9), self.expression(1));
        self.line(&words);
        let before = (self.in_function, self.in_coroutine, self.in_loop);
        (self.in_function, self.in_coroutine, self.in_loop) = (!is_async, is_async, false);
        self.block(depth);
        (self.in_function, self.in_coroutine, self.in_loop) = before;
    }

    fn target(&mut self, depth: usize) -> String {
        match self.chance.below(if depth == 0 { 1 } else { 5 }) {
            0 | 1 => self.name(),
            2 => format!("{}.{}", self.name(), self.chance.pick(&FIELDS)),
            3 => format!("{}[{}]", self.name(), self.expression(1)),
            _ => format!("({}, *{})", self.target(depth - 1), self.name()),
        }
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return if self.chance.below(2) == 0 { self.name() } else { self.chance.pick(&CONSTANTS).to_owned() };
        }
        let mut inner = || self.expression(depth - 1);
        let (first, second, third) = (inner(), inner(), inner());
        let name = self.name();
        match self.chance.below(19) {
            0 => {
                format!(
                    "({first} {} {second})",
                    self.chance.pick(&["+", "-", "*", "/", "//", "%", "**", "@", "<<", "&"])
                )
            }
            1 => format!("({first} {} {second} < {third})", self.chance.pick(&["in", "not in", "is", "==", "is not"])),
            2 => format!("({first} {} {second})", self.chance.pick(&["and", "or"])),
            3 => format!("({}{first})", self.chance.pick(&["not ", "-", "~", "+"])),
            4 => format!("({first}).{}", self.chance.pick(&FIELDS)),
            5 => format!("{name}({first}, *{second}, k={third}, **{name})"),
            6 => format!("({first})[{second}:{third}]"),
            7 => format!("({first})[{second}]"),
            8 => format!("[{first}, *{name}, {second}]"),
            9 => format!("{{{first}: {second}, **{name}}}"),
            10 => format!("{{{first}, {second}}}"),
            11 => format!("[{first} for {name}, y in {second} if {third}]"),
            12 => format!("{{{first}: {second} for {name} in {third}}}"),
            13 => format!("(lambda {name}, *r, k=({first}): {second})"),
            14 => format!("({first} if {second} else {third})"),
            15 => format!("f'a{{{name}!r:>{{{name}}}}}b{{{name}.f}}{{{{'"),
            16 => format!("({first}, {second})"),
            17 => format!("sum({first} for {name} in {second})"),
            _ => format!("'%s' % ({first},)"),
        }
    }
}

fn lowered(text: &str) -> Module {
    lower(&SourceFile::new("app.py", text.to_owned()), Language::Python, "app", false)
}

/// A program with a few characters left out, doubled, exchanged or put in.
fn damaged(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(6) {
        let at = chance.below(letters.len().max(1));
        let other =
            chance.pick(&["(", "]", "{", "'", "\"\"\"", "f'{", "\n", "\t", "\\", ":", "\0", "\u{feff}", "lambda "]);
        match chance.below(5) {
            0 if at < letters.len() => _ = letters.remove(at),
            1 if at < letters.len() => letters.insert(at, letters[at]),
            2 => letters.truncate(at),
            3 if !letters.is_empty() => {
                let with = chance.below(letters.len());
                letters.swap(at, with);
            }
            _ => letters.splice(at..at, other.chars()).for_each(drop),
        }
    }
    letters.into_iter().collect()
}

fn with_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap().join().unwrap();
}

fn programs() -> u64 {
    std::env::var("FLAWLINE_PROGRAMS").ok().and_then(|number| number.parse().ok()).unwrap_or(PROGRAMS)
}

#[test]
fn valid_programs_are_read_whole() {
    with_stack(|| {
        for seed in 0..programs() {
            let text = Writer::program(seed);
            let module = lowered(&text);
            let broken = module.notes.iter().find(|note| note.kind != NoteKind::Opaque);
            assert!(broken.is_none(), "seed {seed}: {broken:?}\n{text}");
            assert_holds_together(&module, &text);
        }
    });
}

#[test]
fn damaged_programs_become_modules_all_the_same() {
    with_stack(|| {
        let mut broken = 0;
        for seed in 0..programs() {
            let whole = Writer::program(seed);
            let mut chance = Chance::new(seed ^ 0xdead);
            for _ in 0..DAMAGED {
                let text = damaged(&whole, &mut chance);
                let module = lowered(&text);
                broken += usize::from(module.notes.iter().any(|note| note.kind == NoteKind::Syntax));
                assert_holds_together(&module, &text);
            }
        }
        assert!(broken as u64 > programs(), "hardly any damage was noticed: {broken}");
    });
}
