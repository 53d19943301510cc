//! Texts that are deep, long or broken, for whatever reads syntax.

use crate::charges::{Charge, Size, each, fire, joined};
use crate::tree::{ENTRY, Files, one};

/// A text of `n` times the same between two others.
macro_rules! repeated {
    ($name:literal, $before:expr, $part:expr, $after:expr) => {
        repeated!($name, Large, $before, $part, $after)
    };
    ($name:literal, $most:ident, $before:expr, $part:expr, $after:expr) => {
        Charge { name: $name, most: Size::$most, make: |n| one(format!("{}{}{}", $before, $part.repeat(n), $after)) }
    };
}

/// A text of `n` times one thing and `n` times another.
macro_rules! closed {
    ($name:literal, $open:expr, $middle:expr, $close:expr) => {
        Charge {
            name: $name,
            most: Size::Large,
            make: |n| one(format!("x = {}{}{}\n", $open.repeat(n), $middle, $close.repeat(n))),
        }
    };
}

const DEEP: &[Charge] = &[
    repeated!("open brackets", "x = ", "(", ""),
    closed!("closed brackets", "(", "1", ")"),
    closed!("lists in lists", "[", "", "]"),
    closed!("dictionaries in dictionaries", "{1:", "1", "}"),
    closed!("calls in calls", "f(", "", ")"),
    closed!("subscripts in types", "list[", "int", "]"),
    repeated!("additions", "x = ", "1+", "1\n"),
    repeated!("attributes", "x = a", ".b", "\n"),
    repeated!("calls of calls", "x = f", "()", "\n"),
    repeated!("subscripts of subscripts", "x = a", "[0]", "\n"),
    repeated!("conditional expressions", "x = ", "a if b else ", "c\n"),
    repeated!("functions in functions", "x = ", "lambda a:", "1\n"),
    repeated!("functions in defaults", "x = ", "lambda a=", "1\n"),
    repeated!("negations", "x = ", "not ", "a\n"),
    repeated!("fields in fields", "x = ", "f'{", "1"),
    repeated!("unions of types", "x: int", " | int", " = 1\n"),
    repeated!("decorators", Usual, "", "@d\n", "def f(): pass\n"),
    repeated!("branches with else-if", Usual, "if a:\n    pass\n", "elif a:\n    b = 1\n", ""),
    Charge { name: "blocks in blocks", most: Size::Usual, make: |n| indented("if a:", n.min(2_000)) },
    Charge { name: "closures in closures", most: Size::Usual, make: |n| indented("def f(a):", n.min(1_000)) },
    Charge { name: "classes in classes", most: Size::Usual, make: |n| indented("class C:", n.min(1_000)) },
];

const LONG: &[Charge] = &[
    repeated!("comparisons", Usual, "x = 1", "<2", "\n"),
    repeated!("conditions", Usual, "x = a", " and a", "\n"),
    repeated!("fields of a string", Usual, "x = f'", "{a}", "'\n"),
    repeated!("strings side by side", "x = (\"a\"", "\n \"a\"", ")\n"),
    repeated!("an array", "x = [", "1, ", "]\n"),
    repeated!("a dictionary of one key", "x = {", "\"a\": 1, ", "}\n"),
    repeated!("loops of a comprehension", Usual, "x = [y ", "for y in z ", "]\n"),
    repeated!("statements in one line", Usual, "x = 1", ";x = 1", "\n"),
    repeated!("a name", "", "abcdefghij", " = 1\n"),
    repeated!("a number", "x = 1", "0", " ** 9999999999\ny = 'a' * 9999999999\n"),
    repeated!("a string that is never closed", "x = \"\"\"", "a\n", ""),
    repeated!("statements that never end", Usual, "x = (\n", "def f(): return (a\n", ""),
    repeated!("another language", Usual, "", "function f(a) { return a => `${a}` || {}; }\n", ""),
    repeated!("bytes that are no text", "", "\u{0}\u{1}\u{fffd}'\"\\", ""),
    Charge { name: "a million characters in a string", most: Size::Large, make: long_string },
    Charge { name: "a dictionary", most: Size::Large, make: |n| one(format!("x = {{{}}}\n", pairs(n))) },
    Charge { name: "parameters", most: Size::Large, make: |n| one(format!("def f({}): pass\n", names(n))) },
    Charge { name: "arguments", most: Size::Large, make: |n| one(format!("f({})\n", names(n))) },
    Charge { name: "targets", most: Size::Large, make: |n| one(format!("{} = f()\n", names(n))) },
    Charge { name: "patterns", most: Size::Usual, make: |n| one(format!("match x:\n{}", patterns(n))) },
    Charge { name: "kinds of exceptions", most: Size::Slow, make: exceptions },
];

fn indented(head: &str, depth: usize) -> Files {
    one(each(depth, |at| format!("{}{head}\n", " ".repeat(at))) + &" ".repeat(depth) + "pass\n")
}

fn long_string(n: usize) -> Files {
    one(format!("{ENTRY}    os.system(\"{}\" + name)\n", "abcdefghij".repeat(n)))
}

fn pairs(n: usize) -> String {
    joined(n, ",\n", |at| format!("\"key{at}\": value{at}"))
}

fn names(n: usize) -> String {
    joined(n, ", ", |at| format!("a{at}"))
}

fn patterns(n: usize) -> String {
    each(n, |at| format!("    case {at}: y = {at}\n"))
}

fn exceptions(n: usize) -> Files {
    one(format!("try:\n    f()\n{}", each(n, |at| format!("except E{at}:\n    x = {at}\n"))))
}

#[test]
fn a_deep_text_costs_little_and_does_not_end_the_program() {
    fire(DEEP);
}

#[test]
fn a_long_text_costs_little_and_does_not_end_the_program() {
    fire(LONG);
}
