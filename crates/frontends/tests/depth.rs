//! Text that is nested without measure must neither end the program nor take long.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use flawline_frontends::{Language, lower};

/// What the frontend's callers give it.
const STACK: usize = 64 << 20;

/// Lowers on a thread as the callers do.
fn lowered(text: String) -> ir::Module {
    let run = move || lower(&ir::SourceFile::new("m.py", text), Language::Python, "m", false);
    let module = std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().expect("a panic");
    ir::verify_module(&module).expect("a module that verifies");
    module
}

/// A name, what stands before, what is repeated, what stands between, what is repeated after, and what stands last.
const BOMBS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("sum", "x = 1", "+1", "", "", ""),
    ("parentheses", "x = ", "(", "1", ")", ""),
    ("calls inside", "x = ", "f(", "1", ")", ""),
    ("calls outside", "x = f", "()", "", "", ""),
    ("attributes", "x = a", ".b", "", "", ""),
    ("not", "x = ", "not ", "1", "", ""),
    ("minus", "x = ", "- ", "1", "", ""),
    ("invert", "x = ", "~", "1", "", ""),
    ("lambda", "x = ", "lambda:", "1", "", ""),
    ("lambda with parameters", "x = ", "lambda a, b:", "1", "", ""),
    ("lambda in a default", "x = ", "lambda a=", "1", ":0", ""),
    ("ternary", "x = 1", " if b else 1", "", "", ""),
    ("ternary on the left", "x = ", "(", "1", " if b else 1)", ""),
    ("subscripts inside", "x = ", "x[", "1", "]", ""),
    ("subscripts outside", "x = x", "[0]", "", "", ""),
    ("lists", "x = ", "[", "1", "]", ""),
    ("sets", "x = ", "{", "1", "}", ""),
    ("dicts", "x = ", "{1:", "1", "}", ""),
    ("tuples", "x = ", "(1,", "1", ")", ""),
    ("f-strings", "x = ", "f\"{", "1", "}\"", ""),
    ("t-strings", "x = ", "t'{", "1", "}'", ""),
    ("format specifications", "x = f'{1:", "{1:", "1", "}", "}'"),
    ("powers", "x = 1", "**1", "", "", ""),
    ("await", "async def f():\n x = ", "await ", "1", "", ""),
    ("yield", "def f():\n x = ", "yield ", "1", "", ""),
    ("yield in tuples", "def f():\n x = ", "yield 1, ", "1", "", ""),
    ("texts", "x = 'a'", " + 'b'", "", "", ""),
    ("implicit texts", "x = 'a'", " 'b'", "", "", ""),
    ("comparisons", "x = a", " < a", "", "", ""),
    ("and", "x = a", " and a", "", "", ""),
    ("and with or", "x = a", " and a or b", "", "", ""),
    ("walrus", "x = ", "(a := ", "1", ")", ""),
    ("comprehensions", "x = ", "[a for a in ", "b", "]", ""),
    ("comprehensions of comprehensions", "x = ", "[", "b", " for a in b]", ""),
    ("many for", "x = [a", " for a in b", "", "", "]"),
    ("stars", "x = ", "*", "1", "", ""),
    ("target tuples", "", "(a,", "a", ")", " = 1"),
    ("targets", "", "a = ", "1", "", ""),
    ("elif", "if a: pass\n", "elif a: pass\n", "", "", ""),
    ("else if on one line", "if a: pass\n", "else: if a: pass\n", "", "", ""),
    ("decorators", "", "@a\n", "def f(): pass\n", "", ""),
    ("async", "", "async ", "def f(): pass", "", ""),
    ("if on one line", "", "if a: ", "pass", "", ""),
    ("classes on one line", "", "class A: ", "pass", "", ""),
    ("annotation", "def f(a: 1", "+1", "", "", "): pass\n"),
    ("annotation of a variable", "a: 1", "+1", "", "", "\n"),
    ("annotation subscripts", "def f(a: ", "A[", "1", "]", "): pass\n"),
    ("type parameters", "def f[T: ", "A[", "1", "]", "](): pass\n"),
    ("type alias", "type A = ", "A[", "1", "]", ""),
    ("patterns", "match a:\n case ", "[", "1", "]", ": pass\n"),
    ("class patterns", "match a:\n case ", "A(", "1", ")", ": pass\n"),
    ("or patterns", "match a:\n case 1", "|1", "", "", ": pass\n"),
    ("dotted patterns", "match a:\n case a", ".b", "", "", ": pass\n"),
    ("star patterns", "match a:\n case ", "*", "a", "", ": pass\n"),
    ("bases", "class A(1", "+1", "", "", "): pass\n"),
    ("except", "try: pass\nexcept 1", "+1", "", "", ": pass\n"),
    ("with", "with ", "a as b, ", "a", "", ": pass\n"),
    ("print", "", "print ", "1", "", ""),
    ("backticks", "x = ", "`", "1", "`", ""),
    ("deep concatenation of calls", "x = ", "f(a)+(", "1", ")", ""),
    ("open brackets of all kinds", "", "([{", "", "", ""),
    ("closing brackets", "", ")]}", "", "", ""),
    ("slices", "x = a", "[1:2, ::3]", "", "", ""),
    ("slices inside", "x = a", "[1:a", "", "]", ""),
    ("numbers", "x = ", "0", "", "", ""),
    ("semicolons", "", "a;", "", "", ""),
    ("dots", "from ", ".", " import a", "", ""),
    ("dotted import", "import a", ".b", "", "", ""),
    ("all", "__all__ = []", " + ['a']", "", "", ""),
    ("raise from", "raise a", " from a", "", "", ""),
];

fn bomb(&(_, before, open, middle, close, after): &(&str, &str, &str, &str, &str, &str), count: usize) -> String {
    [before, &open.repeat(count), middle, &close.repeat(count), after].concat()
}

/// Blocks inside one another.
fn blocks(head: &str, tail: &str, count: usize) -> String {
    let mut text = String::new();
    for depth in 0..count {
        text.extend([" ".repeat(depth).as_str(), head, "\n"]);
    }
    text.extend([" ".repeat(count).as_str(), "pass\n"]);
    if !tail.is_empty() {
        for depth in (0..count).rev() {
            text.extend([" ".repeat(depth).as_str(), tail, "\n"]);
        }
    }
    text
}

const BLOCKS: &[(&str, &str)] = &[
    ("if a:", ""),
    ("for a in b:", ""),
    ("while a:", ""),
    ("with a:", ""),
    ("def f(a):", ""),
    ("async def f(a=1):", ""),
    ("class A(B):", ""),
    ("try:", "finally: f()"),
    ("try:", "except: f()"),
    ("match a:", ""),
];

#[test]
fn nesting_without_measure_is_survived() {
    for row in BOMBS {
        for count in [3, 300, 9_000, 40_000] {
            let start = std::time::Instant::now();
            let module = lowered(bomb(row, count));
            assert!(!module.functions.is_empty(), "{}", row.0);
            assert!(start.elapsed().as_secs() < 30, "{} × {count} took {:?}", row.0, start.elapsed());
        }
    }
}

#[test]
fn blocks_without_measure_are_survived() {
    for (head, tail) in BLOCKS {
        for count in [3, 90, 390, 410, 1_500] {
            let module = lowered(blocks(head, tail, count));
            assert!(!module.functions.is_empty());
        }
    }
}

#[test]
fn what_is_only_wide_is_lowered_in_full() {
    let n = 100_000;
    let wide = [
        format!("x = [{}]", "1, ".repeat(n * 10)),
        format!("x = {{{}}}", "'a': b, ".repeat(n)),
        format!("f({})", "a, ".repeat(n)),
        format!("def f({}): pass", (0..n).map(|number| format!("a{number}")).collect::<Vec<_>>().join(", ")),
        format!("x = '''{}'''", "line\n".repeat(n)),
        format!("x = f'{}'", "{a} ".repeat(n)),
        "x = 1\n".repeat(n),
        "def f(): return a\n".repeat(n / 10),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(n / 10)),
        format!("match a:\n{}", " case 1: pass\n".repeat(n / 10)),
        format!("try:\n{}except A: pass\n", " a()\n".repeat(n / 10)),
        format!("x = a{}", " and a".repeat(n)),
    ];
    for text in wide {
        let start: String = text.chars().take(20).collect();
        let module = lowered(text);
        assert!(module.notes.is_empty(), "{start}: {:?}", module.notes.first());
    }
}

#[test]
fn what_is_never_closed_gives_a_note_and_what_comes_before_it() {
    for open in ["x = '", "x = '''", "x = (", "x = f'{", "x = f'''{a:", "def g(", "class A("] {
        let module = lowered(format!("f(1)\n{open}{}", "\nabc".repeat(1_000)));
        assert!(!module.notes.is_empty(), "{open}");
        let calls = module.functions[0].ops.iter().filter(|op| matches!(op, ir::Op::Call(..))).count();
        assert!(calls >= 1, "{open}");
    }
}
