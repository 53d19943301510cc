//! The call graph's components and their levels.

use crate::listing::{check_components, linked};

#[test]
fn callees_come_before_callers() {
    check_components(
        r"
def top():
    middle()
    low()
def middle():
    low()
def low(): pass
def alone(): pass
",
        r"
app.<module> | app.low | app.alone
app.middle
app.top
",
    );
}

#[test]
fn a_ring_of_functions_is_one_component() {
    check_components(
        r"
def a(): b()
def b(): c()
def c():
    a()
    low()
def low(): pass
def user(): b()
",
        r"
app.<module> | app.low
app.a app.b app.c
app.user
",
    );
}

#[test]
fn a_ring_may_pass_through_files_and_methods() {
    check_components(
        r"
### a.py
import b
class A:
    def go(self):
        b.step(self)
### b.py
from a import A
def step(a: A):
    a.go()
",
        r"
a.A | a.A.go b.step | b.<module>
a.<module>
",
    );
}

#[test]
fn a_function_that_calls_itself_stands_alone() {
    check_components("def f(n): f(n)\ndef g(): f(1)\n", "app.<module> | app.f\napp.g");
}

#[test]
fn what_is_passed_on_may_be_called() {
    check_components(
        r"
def apply(f): f()
def run(): pass
def user(): apply(run)
",
        r"
app.<module> | app.run
app.apply
app.user
",
    );
}

#[test]
fn reading_a_property_runs_it_and_making_an_object_runs_its_constructor() {
    check_components(
        r"
class A:
    def __init__(self): pass
    @property
    def size(self): pass
def make(): A()
def read(a: A): a.size
",
        r"
app.A.__init__ | app.A.size
app.A | app.make | app.read
app.<module>
",
    );
}

#[test]
fn receivers_of_unknown_type_make_no_giant_component() {
    let mut text = String::new();
    for index in 0..50 {
        text += &format!(
            "class C{index}:\n    def visit(self, node): node.visit(self)\n    def walk(self, x): x.walk(1)\n"
        );
    }
    let linked = linked(&text);
    let largest = linked.program.components.levels.iter().flatten().map(Vec::len).max();
    assert_eq!(largest, Some(1));
}

#[test]
fn a_long_chain_needs_no_deep_stack() {
    const COUNT: usize = 3_000;
    let mut text = String::new();
    for index in 0..COUNT {
        text += &format!("def f{index}(): f{}()\n", index + 1);
    }
    text += &format!("def f{COUNT}(): pass\n");
    assert_eq!(linked(&text).program.components.levels.len(), COUNT + 1);
}

#[test]
fn a_long_ring_is_one_component() {
    const COUNT: usize = 2_000;
    let mut text = String::new();
    for index in 0..COUNT {
        text += &format!("def f{index}(): f{}()\n", (index + 1) % COUNT);
    }
    let linked = linked(&text);
    let largest = linked.program.components.levels.iter().flatten().map(Vec::len).max();
    assert_eq!(largest, Some(COUNT));
}

#[test]
fn loops_resources_raising_and_callbacks_run_functions() {
    let text = r"
import lib
class Steps:
    def __iter__(self): return self
    def __next__(self): pass
    def __getitem__(self, key): pass
class Resource:
    def __enter__(self): pass
    def __exit__(self, *error): pass
class Failed(Exception):
    def __init__(self): pass
def step(x): pass
def loops():
    for each in Steps(): pass
def subscripts(): Steps()[0]
def enters():
    with Resource(): pass
def raises(): raise Failed
def calls_back(): lib.each(step, [])
def passes(): unknown(step)
";
    let linked = linked(text);
    let runs = |name: &str| linked.runs(name).join(" ");
    assert_eq!(runs("app.loops"), "app.Steps.__iter__ app.Steps.__next__");
    assert_eq!(runs("app.subscripts"), "app.Steps.__getitem__");
    assert_eq!(runs("app.enters"), "app.Resource.__enter__ app.Resource.__exit__");
    assert_eq!(runs("app.raises"), "app.Failed.__init__");
    assert_eq!(runs("app.calls_back"), "app.step");
    assert_eq!(runs("app.passes"), "", "what is passed to something unknown is a callee of the components alone");
}
