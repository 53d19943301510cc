//! No text and no module, however broken, makes the parser, the printer or the verifier panic.

use flawline_ir::{List, Module, Op, Span, parse_module, print_module, verify_module};

use crate::chance::{self, Chance};
use crate::sample;

/// Whatever is read can be printed, read again as the same, and judged.
fn survive(text: &str) -> bool {
    let Ok(module) = parse_module(text) else { return false };
    let printed = print_module(&module);
    let again = parse_module(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
    assert_eq!(print_module(&again), printed);
    let _ = verify_module(&module);
    true
}

#[test]
fn every_prefix_is_read_or_refused() {
    for (end, _) in sample::TEXT.char_indices() {
        survive(&sample::TEXT[..end]);
    }
}

#[test]
fn every_suffix_is_read_or_refused() {
    for (start, _) in sample::TEXT.char_indices() {
        survive(&sample::TEXT[start..]);
    }
}

#[test]
fn edited_texts_are_read_or_refused() {
    let mut chance = Chance::new(1);
    let others: Vec<String> = (0..20).map(|seed| print_module(&chance::module(seed))).collect();
    let mut read = 0;
    for round in 0..4000 {
        let text = if round % 2 == 0 { sample::TEXT } else { &others[chance.below(others.len())] };
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len());
            let byte = chance.pick(b"\"\\{}[]()=,.:;@*vbfc019-? \t\n\r\0\xff\xe2");
            match chance.below(4) {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => _ = bytes.remove(at),
                _ => {
                    let end = (at + chance.below(40)).min(bytes.len());
                    let to = chance.below(bytes.len());
                    let moved = bytes[at..end].to_vec();
                    bytes.splice(to..to, moved);
                }
            }
        }
        read += usize::from(survive(&String::from_utf8_lossy(&bytes)));
    }
    assert!(read > 200, "only {read} of the edited texts were read at all");
}

#[test]
fn numbers_that_point_nowhere_are_judged_without_panic() {
    let mut chance = Chance::new(2);
    let mut refused = 0;
    for seed in 0..2000 {
        let mut module = chance::module(seed % 100);
        for _ in 0..=chance.below(3) {
            break_something(&mut module, &mut chance);
        }
        let _ = print_module(&module);
        refused += usize::from(verify_module(&module).is_err());
    }
    assert!(refused > 700, "only {refused} were refused");
}

fn break_something(module: &mut Module, chance: &mut Chance) {
    let wrong = chance.pick(&[0, 1, 2, 7, 1000, u32::MAX - 1, u32::MAX]);
    let number = chance.below(module.functions.len());
    let function = &mut module.functions[number];
    let at = chance.below(function.blocks.len());
    let block = &mut function.blocks[at];
    match chance.below(9) {
        0 => block.first = wrong,
        1 => block.len = wrong,
        2 => block.handlers.push(flawline_ir::BlockId(wrong)),
        3 => block.predecessors.push(flawline_ir::BlockId(wrong)),
        4 => function.names.push((flawline_ir::Value(wrong), flawline_ir::Symbol(wrong))),
        5 => function.spans.push(Span::new(wrong, wrong)),
        6 => function.parent = Some(flawline_ir::FunctionId(wrong)),
        7 => function.blocks.clear(),
        _ => {
            let list = List { start: wrong, len: chance.pick(&[1, 2, u32::MAX]) };
            let op = chance.pick(&[
                Op::Phi(list),
                Op::Map(list),
                Op::Call(flawline_ir::Callee::Value(flawline_ir::Value(wrong)), list),
                Op::Closure { function: flawline_ir::FunctionId(wrong), captures: list, defaults: list },
                Op::Class { class: flawline_ir::ClassId(wrong), bases: list },
                Op::Const(flawline_ir::ConstId(wrong)),
                Op::Param(wrong),
                Op::Copy(flawline_ir::Value(wrong)),
            ]);
            if !function.ops.is_empty() {
                let at = chance.below(function.ops.len());
                function.ops[at] = op;
            }
        }
    }
    if function.blocks.is_empty() {
        function.blocks.push(flawline_ir::Block {
            first: 0,
            len: wrong,
            terminator: flawline_ir::Terminator::Jump(flawline_ir::BlockId(wrong)),
            is_omissible: false,
            handlers: Vec::new(),
            predecessors: Vec::new(),
        });
    }
}

#[test]
fn long_lines_and_deep_brackets_do_not_exhaust_the_stack() {
    let many = "[".repeat(1_000_000);
    survive(&format!("module {many}"));
    survive(&format!("module m\nexports {many}"));
    survive(&format!("module m\nfn f0 m() {{\nname m\nb0:\nv0 = list {many}"));
    survive(&format!("module m\nfn f0 m() {{\nname m\nb0:\nv0 = const \"{}\"", "\\".repeat(1_000_001)));
}

#[test]
fn a_refusal_names_the_line_and_what_was_expected() {
    for (text, message) in [
        ("", "line 0: the text holds no module"),
        ("\n\nmodul x", "line 3: expected `module`, found `modul x`"),
        ("module", "line 1: expected a name before the end of the line"),
        ("module m\nfn f1 m() {", "line 2: expected `f0`, found `f1 m() {`"),
        ("module m\nfn f0 m() {\n", "line 2: the text ends before `}`"),
        ("module m\nfn f0 m() {\n}", "line 3: the function has no `name`"),
        ("module m\nfn f0 m() {\nname m\nb0:\nv0 = frob v1\n", "line 5: there is no operation `frob`"),
        ("module m\nfn f0 m() {\nname m\nb0:\nv0 = v1 <> v1\n", "line 5: there is no operator `<>`"),
        ("module m\nbind x = f4294967296", "line 2: the number `4294967296` is too large"),
        ("module m\nnote depth \"\\q\"", "line 2: there is no escape `\\q`"),
        ("module m\nnote depth \"\u{1}\"", "line 2: a control character stands inside quotes"),
        ("module m\nnote depth \"\\u{d800}\"", "line 2: expected a character's number in braces after `\\u`"),
        ("module m\nexports []\nexports []", "line 3: `exports` stands twice"),
    ] {
        assert_eq!(parse_module(text).expect_err(text).to_string(), message);
    }
}
