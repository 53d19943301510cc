//! What is known to go wrong in engines like this one, a test for each that applies here.

use crate::listing::{check, check_none, follow};

#[test]
fn a_witness_is_no_part_of_what_is_compared_so_that_recursion_ends_though_witnesses_change() {
    check(
        r"
from lib import *
def walk(x, n, c):
    if c:
        return same(x)
    if n:
        return walk(same(same(x)), n - 1, c)
    return walk(x, n + 1, c)
sink(walk(source(), 3, unknown))
",
        "8 source() -> 8 sink(walk(source(), 3, unknown)) [assumptions 0]",
    );
}

#[test]
fn guards_are_compared_so_that_a_check_deep_in_a_recursive_group_is_neither_lost_nor_invented() {
    check(
        r"
from lib import *
def good(x, n):
    if n:
        return other(x, n - 1)
    return check(x)
def other(x, n):
    return good(x, n)
def weak(x, n):
    if n:
        return weaker(x, n - 1)
    return True
def weaker(x, n):
    if not check(x):
        return weak(x, n)
    return True
def run(x):
    if weak(x, 3):
        sink(x)
run(source())
",
        "19 source() -> 18 sink(x) [assumptions 0]",
    );
}

#[test]
fn what_a_limit_keeps_does_not_depend_on_the_order_of_tables() {
    let mut text = String::from("### app.py\nfrom lib import *\nfrom parts import *\nx = ''\n");
    let mut parts = String::from("### parts.py\nfrom lib import *\n");
    for index in 0..80 {
        text += &format!("x = x + part{index}()\n");
        parts += &format!("def part{index}():\n    return source()\n");
    }
    let found = follow(&(text + "sink(x)\n" + &parts));
    assert!(!found.flows.is_empty());
    assert!(!found.cuts.is_empty());
}

#[test]
fn a_path_that_is_cut_speaks_of_its_siblings_as_a_guess_and_what_was_clean_stays_clean() {
    check(
        r"
from lib import *
class App: pass
def run(app):
    app.a.b.c.d = source()
    sink(app.a.b.c.d)
def cleaned(app):
    app.a.b.c.d = clean(source())
    sink(app.a.b.c.d)
    sink(app.a.b.c.e)
",
        "4 source() -> 5 sink(app.a.b.c.d) [assumptions 2]",
    );
}

#[test]
fn a_sanitiser_cleans_what_it_returns_and_not_what_it_is_given() {
    check(
        r"
from lib import *
x = source()
y = clean(x)
sink(y)
sink(x)
clean(x)
sink(x)
x.strip()
sink(x)
",
        r"
2 source() -> 5 sink(x) [assumptions 0]
2 source() -> 7 sink(x) [assumptions 0]
2 source() -> 9 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_guard_on_a_copy_counts_for_the_original() {
    check_none(
        r"
from lib import *
x = source()
y = x
if check(y):
    sink(x)
    sink(y)
",
    );
}

#[test]
fn a_guard_ends_where_the_name_is_bound_again() {
    check(
        r"
from lib import *
x = source()
if check(x):
    x = source()
    sink(x)
",
        "4 source() -> 5 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_guard_on_a_part_or_on_what_is_made_of_it_says_nothing_of_the_whole() {
    check(
        r"
from lib import *
x = source()
if check(x.strip()):
    sink(x)
if check(x[1:]):
    sink(x)
",
        r"
2 source() -> 4 sink(x) [assumptions 0]
2 source() -> 6 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_guard_on_the_normal_form_does_not_count_for_the_raw_value() {
    check(
        r"
from lib import *
x = source()
n = normal(x)
if is_inside(n):
    sink(n)
    sink(x)
if is_inside(x):
    sink(x)
",
        r"
2 source() -> 6 sink(x) [assumptions 0]
2 source() -> 8 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_guard_on_an_attribute_counts_until_the_attribute_is_written() {
    check(
        r"
from lib import *
def kept(app):
    if check(app.x):
        sink(app.x)
def written(app):
    if check(app.x):
        app.x = source()
        sink(app.x)
",
        "7 source() -> 8 sink(app.x) [assumptions 0]",
    );
}

#[test]
fn a_guard_on_the_element_of_a_collection_counts_for_no_other_element() {
    check(
        r"
from lib import *
l = [source(), source()]
if check(l[0]):
    sink(l[1])
",
        "2 source() -> 4 sink(l[1]) [assumptions 0]",
    );
}

#[test]
fn what_any_instruction_of_a_try_block_has_done_reaches_the_handler() {
    check(
        r"
from lib import *
class App: pass
def run(app):
    try:
        x = source()
        app.start()
        d = {'a': x}
        app.stop()
        x = 'text'
        d['a'] = 'text'
    except ValueError:
        sink(x)
        sink(d['a'])
",
        r"
5 source() -> 12 sink(x) [assumptions 0]
5 source() -> 13 sink(d['a']) [assumptions 0]
",
    );
}

#[test]
fn a_check_within_try_does_not_count_in_the_handler() {
    check(
        r"
from lib import *
def run(x):
    try:
        require(x)
    except ValueError:
        sink(x)
    sink(x)
def stops(x):
    try:
        require(x)
    except ValueError:
        return
    sink(x)
run(source())
stops(source())
",
        r"
14 source() -> 6 sink(x) [assumptions 0]
14 source() -> 7 sink(x) [assumptions 0]
",
    );
}

#[test]
fn an_object_that_escaped_may_be_written_by_others() {
    check(
        r"
from lib import *
class App: pass
KEPT = []
def fill(app):
    app.x = source()
def run():
    app = App()
    app.x = 'text'
    fill(app)
    sink(app.x)
",
        "5 source() -> 10 sink(app.x) [assumptions 0]",
    );
}

#[test]
fn a_weak_write_to_one_of_two_objects_keeps_what_was_there() {
    check(
        r"
from lib import *
class App: pass
def run(c):
    a = App()
    b = App()
    a.x = source()
    b.x = source()
    one = a if c else b
    one.x = 'text'
    sink(a.x)
    fresh = App()
    fresh.x = source()
    fresh.x = 'text'
    sink(fresh.x)
",
        "6 source() -> 10 sink(a.x) [assumptions 0]",
    );
}

#[test]
fn an_object_of_a_loop_is_many_objects() {
    check(
        r"
from lib import *
def run(all):
    kept = []
    for item in all:
        d = {}
        d['a'] = source()
        kept.append(d)
        d = {}
        d['a'] = 'text'
    for d in kept:
        sink(d['a'])
",
        "6 source() -> 11 sink(d['a']) [assumptions 0]",
    );
}

#[test]
fn receivers_of_unknown_type_lead_nowhere_by_common_names() {
    check_none(
        r"
from lib import *
class A:
    def run(self, x):
        sink(x)
class B:
    def get(self, x):
        sink(x)
def go(any):
    any.run(source())
    any.get(source())
",
    );
}

#[test]
fn decorators_super_and_mixins_stand_in_the_way_of_nothing() {
    check(
        r"
from lib import *
from other import cached
class Mixin:
    def go(self, x):
        self.end(x)
class Base:
    def __init__(self, x):
        self.x = x
    def end(self, x):
        sink(x)
class App(Mixin, Base):
    def __init__(self, x):
        super().__init__(x)
    @cached
    def run(self):
        self.go(self.x)
App(source()).run()
",
        "17 source() -> 10 sink(x) [assumptions 0]",
    );
}

#[test]
fn what_a_callback_keeps_is_read_in_another_turn() {
    check(
        r"
from lib import *
class App:
    def __init__(self):
        self.last = 'text'
        registered(self.keep)
    def keep(self):
        self.last = source()
    def show(self):
        sink(self.last)
",
        "7 source() -> 9 sink(self.last) [assumptions 1]",
    );
}

#[test]
fn names_of_variables_files_and_functions_mean_nothing() {
    let text = "from lib import *\ndef NAME(PARAM):\n    OTHER = PARAM\n    sink(OTHER)\nNAME(source())\n";
    let flows = |name: &str, param: &str, other: &str| {
        let found = follow(&text.replace("NAME", name).replace("PARAM", param).replace("OTHER", other));
        found.flows.len()
    };
    assert_eq!(flows("run", "x", "y"), 1);
    assert_eq!(flows("test_safe", "safe", "bar"), 1);
    assert_eq!(flows("BenchmarkTest00001", "param", "sanitized"), 1);
}

#[test]
fn two_sources_of_one_sink_are_two_flows() {
    check(
        r"
from lib import *
def run(c):
    x = source() if c else second()
    sink(x + source())
",
        r"
3 source() -> 4 sink(x + source()) [assumptions 0]
3 second() -> 4 sink(x + source()) [assumptions 0]
4 source() -> 4 sink(x + source()) [assumptions 0]
",
    );
}

#[test]
fn one_source_of_two_sinks_is_two_flows() {
    check(
        r"
from lib import *
def end(x):
    sink(x)
    ask(x)
end(source())
",
        r"
5 source() -> 3 sink(x) [assumptions 0]
5 source() -> 4 ask(x) [assumptions 0]
",
    );
}

#[test]
fn empty_lines_and_comments_move_flows_and_change_nothing_else() {
    let text = "from lib import *\ndef end(x):\n    sink(x)\nend(source())\n";
    let moved = "\n\nfrom lib import *\n# a comment\n\ndef end(x):\n\n    sink(x)\n\n\nend(source())\n";
    let without_lines = |text: &str| -> Vec<String> {
        let found = follow(text);
        found.witnesses.iter().map(|line| line.replace(|c: char| c.is_ascii_digit(), "")).collect()
    };
    assert_eq!(without_lines(text), without_lines(moved));
    assert_eq!(follow(moved).flows.len(), 1);
}
