//! Programs whose names, classes, types and calls are a maze, for whatever finds out what a name means.

use crate::charges::{Charge, Size, each, fire, joined, modules};
use crate::run::review;
use crate::tree::{ENTRY, one, tree};

const NAMES: &[Charge] = &[
    Charge {
        name: "modules that import everything from three others, and a name that none has",
        most: Size::Hundred,
        make: |n| modules(n, |at| stars(at, n, 3) + "nowhere(1)\n"),
    },
    Charge {
        name: "three modules that take a name from one another, many times",
        most: Size::Hundred,
        make: |n| {
            let text = |at: usize| {
                format!("from m{} import x\nfrom m{} import x\n", (at + 1) % 3, (at + 2) % 3).repeat(n) + "x(1)\n"
            };
            modules(3, text)
        },
    },
    Charge {
        name: "modules whose classes inherit from one another through stars",
        most: Size::Hundred,
        make: |n| modules(n, |at| stars(at, n, 2) + &format!("class C{at}(C{}, D{at}): pass\n", (at + 1) % n)),
    },
    Charge {
        name: "modules that import everything from all",
        most: Size::Hundred,
        make: |n| modules(n, |at| stars(at, n, n - 1) + &format!("def g{at}(x): return g{}(x)\n", (at + 1) % n)),
    },
    Charge {
        name: "imports in circles over a hundred files",
        most: Size::Usual,
        make: |n| {
            let text = |at: usize| {
                each(n / 100, |k| format!("from m{} import f{k}\n", (at + k * 7 + 1) % 100))
                    + &each(3, |k| format!("def f{k}(x): return f{}(x)\n", k + 1))
            };
            modules(100, text)
        },
    },
    Charge {
        name: "a name that is handed through modules",
        most: Size::Usual,
        make: |n| {
            let count = n.min(1_000);
            modules(count, |at| if at + 1 < count { format!("from m{} import f\n", at + 1) } else { sink("f") })
        },
    },
    Charge { name: "a name defined again and again", most: Size::Slow, make: |n| one(sink("f").repeat(n)) },
    Charge {
        name: "variables handed on",
        most: Size::Slow,
        make: |n| one(each(n, |at| format!("g{at} = g{}\n", at + 1)) + &sink(&format!("g{n}"))),
    },
];

const CLASSES: &[Charge] = &[
    Charge {
        name: "classes that inherit in a chain",
        most: Size::Slow,
        make: |n| {
            let classes = each(n, |at| format!("class C{}(C{at}):\n    def m(self, x): return super().m(x)\n", at + 1));
            one(base("C0") + &classes + ENTRY + &format!("    C{n}().m(name)\n"))
        },
    },
    Charge {
        name: "classes that inherit in a ring",
        most: Size::Slow,
        make: |n| one(each(n, |at| format!("class C{at}(C{}): pass\n", (at + 1) % n)) + ENTRY + "    C0().m(name)\n"),
    },
    Charge {
        name: "classes that inherit in diamonds",
        most: Size::Slow,
        make: |n| {
            let class = |at: usize| {
                format!("class L{at}(A{at}): pass\nclass R{at}(A{at}): pass\nclass A{}(L{at}, R{at}): pass\n", at + 1)
            };
            one(format!("class A0: pass\n{}", each(n.min(1_000), class)))
        },
    },
    Charge {
        name: "a method that many subclasses override",
        most: Size::Slow,
        make: |n| one(star(n) + "def call(b: B, x):\n    b.m(x)\n" + ENTRY + "    call(pick(), name)\n"),
    },
    Charge {
        name: "a method that many subclasses override, called from as many places",
        most: Size::Slow,
        make: |n| {
            one(star(n)
                + &each(n, |at| format!("def call{at}(b: B, x):\n    b.m(x)\n"))
                + ENTRY
                + "    call1(0, name)\n")
        },
    },
    Charge {
        name: "a method that many subclasses override, each calling all",
        most: Size::Slow,
        make: |n| {
            let class = |at: usize| {
                format!(
                    "class C{at}(B):\n    def m(self, b: \"B\", x):\n        os.system(x)\n        return b.m(self, x)\n"
                )
            };
            one(base("B") + &each(n, class) + ENTRY + "    C0().m(C1(), name)\n")
        },
    },
    Charge {
        name: "methods of one name in many classes",
        most: Size::Slow,
        make: |n| {
            let class = |at: usize| format!("class C{at}:\n    def m(self, x): return self.o.m(x)\n");
            one(each(n, class) + ENTRY + "    o.m(name)\n")
        },
    },
    Charge {
        name: "a variable that may be any of many classes",
        most: Size::Slow,
        make: |n| {
            let class = |at: usize| format!("class C{at}:\n    def m(self, x): os.system(x)\n");
            let branch = |at: usize| format!("        if q{at}: o = C{at}()\n        o.m(name)\n");
            one(each(n, class) + ENTRY + "    o = C0()\n    while q:\n" + &each(n, branch))
        },
    },
    Charge {
        name: "classes that make one another",
        most: Size::Slow,
        make: |n| {
            let class = |at: usize| {
                format!(
                    "class C{at}:\n    def __init__(self): self.n = C{}()\n    def m(self, x): return self.n.m(x)\n",
                    (at + 1) % n
                )
            };
            one(each(n, class) + ENTRY + "    C0().m(name)\n")
        },
    },
    Charge {
        name: "attributes of an object",
        most: Size::Slow,
        make: |n| {
            let head = "class C:\n    def __init__(self, x):\n";
            let tail = "    def go(self): os.system(self.a5)\n";
            one(format!("{head}{}{tail}{ENTRY}    C(name).go()\n", each(n, |at| format!("        self.a{at} = x\n"))))
        },
    },
    Charge {
        name: "functions in a dictionary",
        most: Size::Slow,
        make: |n| {
            let all = joined(n, ", ", |at| format!("\"k{at}\": f{at}"));
            one(format!("{ENTRY}    F = {{{all}}}\n    F[name](name)\n") + &each(n, |at| sink(&format!("f{at}"))))
        },
    },
];

/// Imports of everything from the next modules.
fn stars(at: usize, of: usize, count: usize) -> String {
    each(count, |k| format!("from m{} import *\n", (at + k + 1) % of))
}

/// A function that runs what it is given.
fn sink(name: &str) -> String {
    format!("def {name}(x):\n    os.system(x)\n")
}

fn base(name: &str) -> String {
    format!("import os\nclass {name}:\n    def m(self, x): os.system(x)\n")
}

fn star(n: usize) -> String {
    base("B") + &each(n, |at| format!("class C{at}(B):\n    def m(self, x):\n        os.system(x)\n"))
}

#[test]
fn a_maze_of_names_is_left_in_time() {
    fire(NAMES);
}

#[test]
fn a_maze_of_classes_is_left_in_time() {
    fire(CLASSES);
}

/// Four files of five lines: the ways through them are more than can be gone.
#[test]
fn four_modules_that_import_everything_from_one_another_are_linked_at_once() {
    let folder = tree(&modules(4, |_| stars(0, 4, 4) + "nowhere(1)\n"));
    assert_eq!(review(folder.path(), &[]).complaint(), None);
}
