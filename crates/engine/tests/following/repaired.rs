//! What once was missed or falsely found, and is not any more.

use crate::listing::{check, check_none};

#[test]
fn a_check_in_a_generator_that_never_runs_shows_nothing() {
    check(
        r"
from lib import *
def ensure(x):
    require(x)
    yield 1
def run():
    x = source()
    ensure(x)
    sink(x)
",
        r"
6 source() -> 8 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_check_of_a_method_that_is_found_by_its_name_shows_nothing() {
    check(
        r"
from lib import *
class Rules:
    def ensure_all(self, x): require(x)
def run(any):
    x = source()
    any.ensure_all(x)
    sink(x)
",
        r"
5 source() -> 7 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_check_of_one_override_shows_nothing_where_another_may_run() {
    check(
        r"
from lib import *
class Base:
    def ensure(self, x): pass
class Below(Base):
    def ensure(self, x): require(x)
def run(base: Base):
    x = source()
    base.ensure(x)
    sink(x)
",
        r"
7 source() -> 9 sink(x) [assumptions 0]
",
    );
}

#[test]
fn names_are_kept_where_positions_and_names_are_handed_on_together() {
    check(
        r"
from lib import *
def end(a, b='text'):
    sink(b)
def on(*args, **kwargs):
    end(*args, **kwargs)
on('text', b=source())
class Base:
    def __init__(self, a, b='text'):
        sink(b)
class Below(Base):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
Below('text', b=source())
",
        r"
6 source() -> 3 sink(b) [assumptions 0]
13 source() -> 9 sink(b) [assumptions 0]
",
    );
}

#[test]
fn writing_again_replaces_what_a_callee_or_constructor_wrote() {
    check_none(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
def fill(app):
    app.y = source()
app = App(source())
app.x = 'text'
sink(app.x)
fill(app)
app.y = 'text'
sink(app.y)
",
    );
}

#[test]
fn a_row_for_a_receiver_of_that_name_counts_as_an_assumption() {
    check(
        r"
from lib import *
def run(cursor, other):
    cursor.execute(source())
    other.execute(source())
",
        "3 source() -> 3 cursor.execute(source()) [assumptions 1]",
    );
}

#[test]
fn objects_of_a_class_that_were_made_here_are_kept_apart_within_its_methods() {
    check(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
    def get(self):
        return self.x
    @property
    def text(self):
        return self.x
bad = App(source())
good = App('text')
sink(good.get())
sink(good.text)
sink(bad.get())
sink(bad.text)
",
        r"
10 source() -> 14 sink(bad.get()) [assumptions 0]
10 source() -> 15 sink(bad.text) [assumptions 0]
",
    );
}

#[test]
fn writing_a_property_and_operators_run_methods() {
    check(
        r"
from lib import *
class App:
    @property
    def x(self): return 'text'
    @x.setter
    def x(self, value): sink(value)
    def __add__(self, other): sink(other)
    def __setitem__(self, key, value): sink(value)
app = App()
app.x = source()
app + source()
app['a'] = source()
sink(app.x)
",
        r"
10 source() -> 6 sink(value) [assumptions 0]
11 source() -> 7 sink(other) [assumptions 0]
12 source() -> 8 sink(value) [assumptions 0]
",
    );
}

#[test]
fn a_default_value_reaches_its_parameter() {
    check(
        r"
from lib import *
def kept(a=source(), b='text'):
    sink(b)
    sink(a)
kept()
def run():
    x = source()
    f = lambda y=x: sink(y)
    f()
",
        r"
2 source() -> 4 sink(a) [assumptions 0]
7 source() -> 8 sink(y) [assumptions 0]
",
    );
}

#[test]
fn an_inner_function_writes_into_what_it_captured() {
    check(
        r"
from lib import *
def run():
    all = []
    def add():
        all.append(source())
    add()
    sink(all[0])
",
        r"
5 source() -> 7 sink(all[0]) [assumptions 0]
",
    );
}

#[test]
fn a_function_that_is_handed_its_arguments_in_a_list_writes_into_them() {
    check(
        r"
from lib import *
def fill(xs):
    xs[0] = source()
def hand(*args, **kwargs):
    fill(*args, **kwargs)
def run():
    all = ['a']
    hand(all)
    sink(all[0])
    more = ['a']
    hand(xs=more)
    sink(more[0])
",
        r"
3 source() -> 9 sink(all[0]) [assumptions 0]
3 source() -> 12 sink(more[0]) [assumptions 0]
",
    );
}

#[test]
fn what_a_function_is_given_and_puts_into_a_shared_place_is_there_for_others() {
    check(
        r"
from lib import *
held = ''
def keep(x):
    global held
    held = x
def keep_for(x):
    keep('a' + x)
def show():
    sink(held)
def run():
    keep_for(source())
",
        r"
11 source() -> 9 sink(held) [assumptions 1]
",
    );
}
