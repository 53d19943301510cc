//! What is known to be wrong today. Each test asserts what is done now; whoever mends one turns its test around.

use crate::listing::{check, check_hops, check_none};

// --- flows that are missed -------------------------------------------------------------------------------------------

#[test]
fn gap_a_container_in_an_attribute_loses_what_a_method_puts_in_that_nobody_calls() {
    check_none(
        r"
from lib import *
class App:
    def __init__(self):
        self.table = {}
        self.all = []
    def put(self):
        self.table['a'] = source()
        self.all.append(source())
    def get(self):
        sink(self.table['a'])
        sink(self.all[0])
",
    );
}

#[test]
fn gap_an_object_within_an_object_is_a_copy_of_what_it_was() {
    check_none(
        r"
from lib import *
class App: pass
def run():
    outer = App()
    inner = App()
    outer.inner = inner
    inner.x = source()
    sink(outer.inner.x)
    outer.inner.y = source()
    sink(inner.y)
",
    );
}

// --- flows that are none ---------------------------------------------------------------------------------------------

#[test]
fn gap_a_path_that_is_cut_taints_its_siblings() {
    check(
        r"
from lib import *
def run(app):
    app.a.b.c.d = source()
    sink(app.a.b.c.e)
    sink(app.a.b.d)
",
        "3 source() -> 4 sink(app.a.b.c.e) [assumptions 2]",
    );
}

#[test]
fn gap_a_check_of_all_elements_shows_nothing_of_one() {
    check(
        r"
from lib import *
def run(all_of_them):
    if all(check(x) for x in all_of_them):
        sink(all_of_them[0])
run([source()])
",
        "5 source() -> 4 sink(all_of_them[0]) [assumptions 0]",
    );
}

// --- what is said of flows -------------------------------------------------------------------------------------------

#[test]
fn gap_a_parameter_that_a_route_returns_as_it_is_reaches_its_sink_at_its_declaration() {
    check_hops(
        r"
from lib import *
@route('/')
def page(text):
    return text
",
        r"
3 text -> 3 text [assumptions 0]
source 3, sink 3
",
    );
}
