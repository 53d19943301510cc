//! What a module says, without the printer: its debug form with symbols, constants and lists looked up, so that two
//! modules that number them differently compare equal exactly when they say the same.

use std::fmt::{Debug, Write};

use flawline_ir::{ConstId, Function, List, Module, Op, Pools, Symbol};

pub(crate) fn meaning(module: &Module) -> Vec<String> {
    let say = |part: &dyn Debug| looked_up(module, None, part);
    let mut all = vec![
        format!("{:?}", module.notes),
        say(&(module.name, module.is_package, &module.bindings, &module.star_imports, &module.exported)),
        say(&module.classes),
    ];
    for function in &module.functions {
        let Function { ops, pools, .. } = function;
        all.push(say(&Function { ops: Vec::new(), pools: Pools::default(), ..function.clone() }));
        all.extend(ops.iter().map(|op| looked_up(module, Some((pools, matches!(op, Op::Call(..)))), op)));
    }
    all
}

/// The debug form of a part with what its numbers stand for; the pools are those of `Op`s, of a call or not.
fn looked_up(module: &Module, pools: Option<(&Pools, bool)>, part: &dyn Debug) -> String {
    let debug = format!("{part:?}");
    let mut rest = debug.as_str();
    let mut out = String::new();
    while let Some(char) = rest.chars().next() {
        if let Some((number, after)) = numbered(rest, "Symbol(") {
            write!(out, "{:?}", module.symbols.text(Symbol(number))).unwrap();
            rest = after;
        } else if let Some((number, after)) = numbered(rest, "ConstId(") {
            write!(out, "{:?}", module.constants.get(ConstId(number))).unwrap();
            rest = after;
        } else if let Some((start, after)) = numbered(rest, "List { start: ") {
            let (len, after) = numbered(after, " len: ").unwrap();
            let list = List { start, len };
            let (pools, is_call) = pools.unwrap();
            if is_call {
                out += &looked_up(module, None, &pools.args(list));
            } else {
                write!(out, "{:?}", pools.values(list)).unwrap();
            }
            rest = after;
        } else {
            out.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    out
}

/// The number after `before`, and what follows it and the one character that ends it.
fn numbered<'t>(text: &'t str, before: &str) -> Option<(u32, &'t str)> {
    let rest = text.strip_prefix(before)?;
    let end = rest.find(|char: char| !char.is_ascii_digit())?;
    Some((rest[..end].parse().ok()?, &rest[end + 1..]))
}
