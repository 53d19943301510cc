//! Each limit, reached by a program, and what is said of it.

use crate::listing::{check, check_none, follow, followed_once, same};

/// Asserts that limits were reached, those and no others.
#[track_caller]
fn check_cuts(text: &str, expected: &str) {
    same(&follow(text).cuts, expected);
}

/// `count` lines.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|index| line(index) + "\n").collect()
}

#[test]
fn origins_of_a_value() {
    let sum = |count: usize| {
        let parts: Vec<&str> = std::iter::repeat_n("source()", count).collect();
        format!("from lib import *\nsink({})\n", parts.join(" + "))
    };
    let found = follow(&sum(48));
    assert_eq!((found.flows.len(), found.cuts.len()), (48, 0));
    let found = follow(&sum(49));
    assert_eq!(found.flows.len(), 48);
    same(&found.cuts, "app.<module>: a value has more origins than are followed");
}

#[test]
fn rows_of_a_summary() {
    let body = |count: usize| {
        format!("from lib import *\ndef take(x):\n{}take(source())\n", lines(count, |_| "    sink(x)".to_owned()))
    };
    let found = follow(&body(128));
    assert_eq!((found.flows.len(), found.cuts.len()), (128, 0));
    let found = follow(&body(129));
    assert_eq!(found.flows.len(), 128);
    same(&found.cuts, "app.take: the function passes on more than a caller is told");
}

#[test]
fn hops_of_a_witness() {
    let chain = |count: usize| {
        let longer = lines(count, |_| "    x = x + 'a'".to_owned());
        format!("from lib import *\ndef run():\n    x = source()\n{longer}    sink(x)\n")
    };
    let found = follow(&chain(150));
    assert_eq!((found.flows.len(), found.cuts.len()), (1, 0));
    let found = follow(&chain(170));
    assert_eq!(found.flows.len(), 0);
    same(&found.cuts, "app.run: a flow is longer than is followed");
}

#[test]
fn hops_of_what_a_function_gives_back() {
    let text = format!(
        "from lib import *\ndef long(x):\n{}    return x\nsink(long(source()))\n",
        lines(170, |_| "    x = x + 'a'".to_owned())
    );
    check_cuts(&text, "app.long: a flow is longer than is followed");
}

#[test]
fn hops_on_the_way_to_a_shared_place() {
    let text = format!(
        "from lib import *\nclass App:\n    def fill(self):\n        x = source()\n{}        self.x = x\n",
        lines(170, |_| "        x = x + 'a'".to_owned())
    );
    check_cuts(
        &text,
        r"
app.App.fill: a flow is longer than is followed
app.App.fill: a flow through a shared place is longer than is followed
",
    );
}

#[test]
fn assumptions_of_a_flow_by_design_without_a_word() {
    check_none("from lib import *\nsink(one(two(three(source()))))\n");
}

#[test]
fn sweeps_over_a_function() {
    let text = |count: usize| {
        let first = lines(count, |index| format!("    v{index:02} = ''"));
        let turn = lines(count - 1, |index| format!("        v{index:02} = v{:02}", index + 1));
        format!(
            "from lib import *\ndef run(c):\n{first}    while c:\n{turn}        v{:02} = source()\n    sink(v00)\n",
            count - 1
        )
    };
    let found = follow(&text(6));
    assert_eq!((found.flows.len(), found.cuts.len()), (1, 0));
    let found = follow(&text(40));
    same(&found.cuts, "app.run: the loops of the function did not come to an end within the limit of sweeps");
}

#[test]
fn rounds_of_a_recursive_group() {
    let ring = |count: usize| {
        let functions = lines(count, |index| {
            let sink = if index == count - 1 { "    sink(x)\n" } else { "" };
            format!("def f{index}(x):\n{sink}    f{}(x)", (index + 1) % count)
        });
        format!("from lib import *\n{functions}f0(source())\n")
    };
    let found = follow(&ring(30));
    assert_eq!((found.flows.len(), found.cuts.len()), (1, 0));
    let found = follow(&ring(60));
    assert_eq!(found.cuts.len(), 60);
    assert!(found.cuts.iter().all(|cut| {
        cut.ends_with(": a group of functions that call each other did not come to an end within the limit of rounds")
    }));
}

#[test]
fn passes_over_shared_places() {
    let chain = |count: usize| {
        let start = lines(count, |index| format!("v{index} = ''"));
        let hand = lines(count - 1, |index| {
            format!("def f{index}():\n    global v{}\n    v{} = v{index}", index + 1, index + 1)
        });
        format!(
            "from lib import *\n{start}def first():\n    global v0\n    v0 = source()\n{hand}def last():\n    sink(v{})\n",
            count - 1
        )
    };
    check(&chain(2), "6 source() -> 11 sink(v1) [assumptions 2]");
    // Each place in turn costs an assumption, so that the passes come to an end before their limit.
    let found = follow(&chain(9));
    assert_eq!(found.flows.len(), 0);
    same(&found.cuts, "");
}

#[test]
fn data_in_a_shared_place() {
    let writers = |count: usize| {
        let writers = lines(count, |index| format!("    def fill{index}(self):\n        self.x = source()"));
        format!("from lib import *\nclass App:\n{writers}    def empty(self):\n        sink(self.x)\n")
    };
    assert_eq!(follow(&writers(16)).flows.len(), 16);
    let found = follow(&writers(17));
    assert_eq!(found.flows.len(), 16);
    same(&found.cuts, "app.App.fill16: a shared place holds data of more sources than are followed");
}

#[test]
fn objects_at_a_junction() {
    let branches = |count: usize| {
        let makes = lines(count, |index| {
            format!("    {} c == {index}:\n        o = {{'a': source()}}", if index == 0 { "if" } else { "elif" })
        });
        format!("from lib import *\ndef run(c):\n    o = {{}}\n{makes}    o['b'] = source()\n    sink(o['b'])\n")
    };
    same(&follow(&branches(7)).cuts, "");
    let found = follow(&branches(12));
    assert_eq!(found.flows.len(), 1);
    same(&found.cuts, "app.run: a value may be more objects than are followed");
}

#[test]
fn methods_that_a_call_may_run() {
    let overrides = |count: usize| {
        let classes = lines(count, |index| format!("class C{index:02}(Base):\n    def find(self, x): sink(x)"));
        let run = "def run(base: Base):\n    base.find(source())\n";
        format!("from lib import *\nclass Base:\n    def find(self, x): pass\n{classes}{run}")
    };
    let found = follow(&overrides(7));
    assert_eq!((found.flows.len(), found.cuts.len()), (7, 0));
    let found = follow(&overrides(12));
    assert_eq!(found.flows.len(), 7);
    same(&found.cuts, "app.run: a call may run more methods than are followed");
}

#[test]
fn operations_of_a_function() {
    let body = vec!["1"; 200_001].join(",");
    let found = followed_once(&format!("from lib import *\nx = [{body}]\nsink(source())\n"));
    assert_eq!(found.flows.len(), 0);
    same(&found.cuts, "app.<module>: the function has too many operations and was not followed");
}

#[test]
fn parts_of_objects() {
    let stores = |count: usize| {
        let stores = lines(count, |index| format!("    o.a{index} = source()"));
        format!("from lib import *\ndef run(o):\n{stores}    sink(o.a0)\n")
    };
    let found = follow(&stores(100));
    assert_eq!((found.flows.len(), found.cuts.len()), (1, 0));
    let found = follow(&stores(520));
    assert!(found.cuts.contains(&"app.run: the function keeps more objects than are followed".to_owned()));
}

#[test]
fn beyond_the_length_of_a_path_it_is_guessed_which_part_holds_the_data() {
    check(
        r"
from lib import *
def run(o):
    o.a.b.c.d.e.f = source()
    sink(o.a.b.c.d.e.f)
    sink(o.a.b.x)
",
        "3 source() -> 4 sink(o.a.b.c.d.e.f) [assumptions 2]",
    );
}

#[test]
fn the_length_of_a_folded_text_without_a_loss() {
    check(
        r"
from lib import *
def run(x):
    short = 'ab' * 2000
    if short == 'a':
        sink(x)
    long = 'ab' * 3000
    if long == 'a':
        sink(x)
run(source())
",
        "9 source() -> 8 sink(x) [assumptions 0]",
    );
}

#[test]
fn the_round_of_widening_without_a_loss() {
    check(
        r"
from lib import *
def wrap(x, n):
    if n:
        return {'a': wrap(x, n - 1)}
    return x
sink(wrap(source(), 9)['a']['a']['a']['a']['a']['a'])
",
        "6 source() -> 6 sink(wrap(source(), 9)['a']['a']['a']['a']['a']['a']) [assumptions 0]",
    );
}
