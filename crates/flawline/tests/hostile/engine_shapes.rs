//! Programs in which data goes many ways, for whatever follows it.

use crate::charges::{Charge, Size, each, fire, joined};
use crate::tree::{ENTRY, Files, one};

/// A function in which the same stands `n` times.
macro_rules! body {
    ($name:literal, $most:ident, $step:literal) => {
        Charge { name: $name, most: Size::$most, make: |n| body(&$step.repeat(n)) }
    };
}

/// A function in which something stands for each number below `n`.
macro_rules! numbered {
    ($name:literal, $most:ident, $step:expr) => {
        Charge { name: $name, most: Size::$most, make: |n| body(&each(n, $step)) }
    };
}

const CALLS: &[Charge] = &[
    Charge {
        name: "functions that call in a chain",
        most: Size::Slow,
        make: |n| {
            called(&(each(n, |at| format!("def f{at}(x):\n    return f{}(x)\n", at + 1)) + &sink(&format!("f{n}"))))
        },
    },
    Charge {
        name: "functions that call in a ring",
        most: Size::Slow,
        make: |n| {
            let function =
                |at: usize| format!("def f{at}(x):\n    os.system(x)\n    return f{}(x + \"a\") + x\n", (at + 1) % n);
            called(&each(n, function))
        },
    },
    Charge {
        name: "functions that each call themselves",
        most: Size::Slow,
        make: |n| called(&each(n, |at| format!("def f{at}(x):\n    os.system(x)\n    return f{at}(x)\n"))),
    },
    Charge { name: "functions that all call all", most: Size::Hundred, make: |n| called(&clique(2 * n)) },
    Charge {
        name: "functions of eight parameters that shuffle them",
        most: Size::Hundred,
        make: |n| shuffled(n, |_, _| String::new()),
    },
    Charge {
        name: "functions of eight parameters that shuffle parts of them",
        most: Size::Hundred,
        make: |n| shuffled(n, |letter, at| format!(".{letter}{at}")),
    },
    Charge {
        name: "parameters handed through a hundred functions",
        most: Size::Usual,
        make: |n| {
            let all = joined(n.min(1_000), ", ", |at| format!("a{at}"));
            let chain = each(100, |at| format!("def f{at}({all}):\n    return f{}({all})\n", at + 1));
            let last = each(n.min(1_000), |at| format!("    os.system(a{at})\n"));
            let given = joined(n.min(1_000), ", ", |_| "name".to_owned());
            one(format!("{chain}def f100({all}):\n{last}{ENTRY}    f0({given})\n"))
        },
    },
    Charge {
        name: "calls in a pyramid",
        most: Size::Usual,
        make: |n| {
            let function = |at: usize| format!("def f{at}(x):\n    return f{0}(x) + f{0}(x + \"a\")\n", at + 1);
            called(&(each(n.min(1_000), function) + &sink(&format!("f{}", n.min(1_000)))))
        },
    },
    Charge {
        name: "a function with many callers",
        most: Size::Slow,
        make: |n| {
            let caller = |at: usize| format!("@app.route('/{at}')\ndef g{at}():\n    f0(request.args['a{at}'])\n");
            called(&(sink("f0") + &each(n, caller)))
        },
    },
    Charge {
        name: "a function with many callees",
        most: Size::Slow,
        make: |n| {
            one(ENTRY.to_owned() + &each(n, |at| format!("    f{at}(name)\n")) + &each(n, |at| sink(&format!("f{at}"))))
        },
    },
    Charge {
        name: "functions handed to functions",
        most: Size::Slow,
        make: |n| {
            let function = |at: usize| format!("def f{at}(x):\n    return apply(f{}, x)\n", at + 1);
            called(&("def apply(f, x):\n    return f(x)\n".to_owned() + &each(n, function) + &sink(&format!("f{n}"))))
        },
    },
    Charge {
        name: "generators of generators",
        most: Size::Slow,
        make: |n| {
            let function = |at: usize| format!("def f{at}(x):\n    for v in f{}(x):\n        yield v\n", at + 1);
            called(&(each(n, function) + &format!("def f{n}(x): yield x\n")))
        },
    },
    Charge {
        name: "variables of the module that all functions write",
        most: Size::Slow,
        make: |n| {
            let function = |at: usize| {
                format!(
                    "def f{at}(x):\n    global g{0}\n    g{0} = g{1} + x\n    os.system(g{2})\n    return f{3}(g{4})\n",
                    at % 100,
                    (at * 3 + 1) % 100,
                    at * 7 % 100,
                    (at + 1) % n,
                    at * 5 % 100
                )
            };
            called(&(each(100, |at| format!("g{at} = ''\n")) + &each(n, function)))
        },
    },
];

const BODIES: &[Charge] = &[
    body!("steps that add a value", Usual, "    x = x + name\n"),
    body!("steps that add a constant", Usual, "    x = x + \"abcdefgh\"\n"),
    body!("steps that double a value", Usual, "    x = x + x\n"),
    body!("steps that call", Usual, "    x = f0(x)\n"),
    body!("steps that exchange", Usual, "    x, y, z = y + z, z + x, x + y\n"),
    body!("loops one after another", Usual, "    for y in x:\n        x = y + x\n"),
    body!("objects that hold one another", Usual, "    y = N()\n    y.next = x\n    x = y\n"),
    body!("returns in finally", Usual, "    try:\n        return x\n    finally:\n        os.system(x)\n"),
    body!("places where it does harm", Slow, "    os.system(x)\n"),
    body!("places that are allowed", Slow, "    os.system(x)  # flawline: allow command-injection — tried\n"),
    numbered!("branches that change a value", Usual, |at| format!("    if q{at}: x = x + \"{at}\"\n")),
    numbered!("branches that set a variable each", Usual, |at| format!("    if q{at}: v{at} = x\n")),
    numbered!("branches that stop the value", Usual, |at| format!("    if x == \"{at}\": return os.system(x)\n")),
    numbered!("origins in one value, and as many places of harm", Slow, |at| {
        format!("    x = x + request.args['a{at}']\n    os.system(x + '{at}')\n")
    }),
    numbered!("origins in one value, through a call", Slow, |at| {
        format!("    x = f1(x, request.args['a{at}'])\n    f1(x, '{at}')\n")
    }),
    numbered!("closures that share a variable", Slow, |at| {
        format!("    def g{at}():\n        nonlocal x\n        x = x + name\n        os.system(x)\n    g{at}()\n")
    }),
    numbered!("objects with parts", Slow, |at| format!(
        "    o{at} = N()\n    o{at}.a = x\n    o{at}.b = o{0}\n",
        at / 2
    )),
    Charge {
        name: "a loop in which many variables change one another",
        most: Size::Slow,
        make: |n| {
            let set = each(n, |at| format!("    v{at} = name\n"));
            let change = |at: usize| format!("        if q{at}: v{at} = v{} + v{}\n", (at + 1) % n, at * 7 % n);
            one(format!("{ENTRY}{set}    while q:\n{}    os.system(v3)\n", each(n, change)))
        },
    },
    Charge {
        name: "loops in loops",
        most: Size::Usual,
        make: |n| {
            let depth = n.min(80);
            let heads = each(depth, |at| format!("    {}while q{at}:\n", " ".repeat(at)));
            one(format!("{ENTRY}{heads}    {}name = name + 'a'\n    os.system(name)\n", " ".repeat(depth)))
        },
    },
    Charge {
        name: "attempts in attempts",
        most: Size::Usual,
        make: |n| {
            let depth = n.min(60);
            let heads = each(depth, |at| format!("    {}try:\n", " ".repeat(at)));
            let ends = each(depth, |at| format!("    {0}finally:\n    {0} g()\n", " ".repeat(depth - 1 - at)));
            one(format!("{ENTRY}{heads}    {}return os.system(name)\n{ends}", " ".repeat(depth)))
        },
    },
];

fn sink(name: &str) -> String {
    format!("def {name}(x):\n    os.system(x)\n    return x\n")
}

/// A function with these statements, between one that makes `x` and one in which it does harm.
fn body(statements: &str) -> Files {
    let rest = "def f0(a): return a + \"b\"\ndef f1(a, b):\n    os.system(a)\n    return a + b\nclass N: pass\n";
    one(format!("{ENTRY}    x = name; y = ''; z = ''\n{statements}    os.system(x)\n{rest}"))
}

/// The functions, and an entry that calls the first.
fn called(functions: &str) -> Files {
    one(ENTRY.to_owned() + "    return f0(name)\n" + functions)
}

fn clique(n: usize) -> String {
    let calls = each(n, |at| format!("    f{at}(x)\n"));
    each(n, |at| format!("def f{at}(x):\n{calls}    os.system(x)\n    return x\n"))
}

/// Functions of eight parameters; each calls twenty others with parts of its own in another order.
fn shuffled(n: usize, part: fn(char, usize) -> String) -> Files {
    let parameters = joined(8, ", ", |at| format!("a{at}"));
    let function = |at: usize| {
        let call = |k: usize| {
            let given = joined(8, ", ", |g| format!("a{}{}", (g * 3 + k + 1) % 8, part('y', g)));
            let (to, more) = (part('x', k), part('z', k));
            format!("    a{}{to} = f{}({given}) + a{}{more}\n", k % 8, (at * 7 + k * 13 + 1) % n, (k + 3) % 8)
        };
        let (one, two) = (part('x', 3), part('y', 2));
        let end = format!("    os.system(a{}{one})\n    return a0{one} + a1{two} + a2\n", at % 8);
        format!("def f{at}({parameters}):\n{}{end}", each(20, call))
    };
    let given = joined(8, ", ", |_| "name".to_owned());
    one(format!("{ENTRY}    return f0({given})\n{}", each(n, function)))
}

#[test]
fn data_that_goes_through_many_calls_is_followed_in_time() {
    fire(CALLS);
}

#[test]
fn data_that_goes_through_a_large_function_is_followed_in_time() {
    fire(BODIES);
}
