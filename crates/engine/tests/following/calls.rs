//! Data through calls: functions, files, arguments, closures, callbacks, generators, exceptions.

use crate::listing::{check, follow};

#[test]
fn data_goes_straight_from_a_source_to_a_sink() {
    check(
        r"
from lib import *
x = source()
sink(x)
sink('text')
",
        "2 source() -> 3 sink(x) [assumptions 0]",
    );
}

#[test]
fn data_goes_through_arguments_and_results() {
    check(
        r"
from lib import *
def give():
    return source()
def hand(x):
    return x
def take(x):
    sink(x)
take(hand(give()))
take(hand('text'))
",
        "3 source() -> 7 sink(x) [assumptions 0]",
    );
}

#[test]
fn one_call_of_a_function_does_not_taint_another() {
    check(
        r"
from lib import *
def hand(x):
    return x
good = hand('text')
bad = hand(source())
sink(good)
sink(bad)
",
        "5 source() -> 7 sink(bad) [assumptions 0]",
    );
}

#[test]
fn data_goes_from_file_to_file() {
    check(
        r"
### app.py
from pkg import read, run
run(read())
### pkg/__init__.py
from .deep import *
from . import deep
def run(x):
    deep.end(x)
### pkg/deep.py
from lib import *
def read():
    return source()
def end(x):
    sink(x)
",
        "pkg/deep.py:3 source() -> pkg/deep.py:5 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_call_of_something_unknown_is_assumed_to_hand_its_arguments_on() {
    let text = r"
from lib import *
from other import unknown
x = source()
sink(unknown(x))
sink(unknown(unknown(x)))
sink(unknown(unknown(unknown(x))))
sink(x.unknown())
";
    check(
        text,
        r"
3 source() -> 4 sink(unknown(x)) [assumptions 1]
3 source() -> 5 sink(unknown(unknown(x))) [assumptions 2]
3 source() -> 7 sink(x.unknown()) [assumptions 0]
",
    );
    assert!(follow(text).unresolved.contains(&"4 unknown(x)".to_owned()));
}

#[test]
fn a_method_that_is_found_by_its_name_is_an_assumption() {
    check(
        r"
### app.py
import store
from lib import *
def run(any):
    any.by_title(source())
### store.py
from lib import *
class Store:
    def by_title(self, title):
        sink(title)
",
        "4 source() -> store.py:4 sink(title) [assumptions 1]",
    );
}

#[test]
fn an_override_is_an_assumption() {
    check(
        r"
from lib import *
class Base:
    def find(self, x): pass
class Below(Base):
    def find(self, x):
        sink(x)
def run(base: Base):
    base.find(source())
def surely(below: Below):
    below.find(source())
",
        r"
8 source() -> 6 sink(x) [assumptions 1]
10 source() -> 6 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_function_that_calls_itself_comes_to_an_end() {
    check(
        r"
from lib import *
def deep(x, n):
    if n:
        return deep(x, n - 1)
    return x
def down(x, n):
    if n:
        down(x, n - 1)
    else:
        sink(x)
sink(deep(source(), 3))
down(source(), 3)
down('text', 3)
",
        r"
12 source() -> 10 sink(x) [assumptions 0]
11 source() -> 11 sink(deep(source(), 3)) [assumptions 0]
",
    );
}

#[test]
fn functions_that_call_each_other_come_to_an_end() {
    check(
        r"
from lib import *
def even(x, n):
    if n:
        return odd(x, n - 1)
    return x
def odd(x, n):
    if n:
        return even(x, n - 1)
    sink(x)
    return 'text'
sink(even(source(), 3))
",
        r"
11 source() -> 9 sink(x) [assumptions 0]
11 source() -> 11 sink(even(source(), 3)) [assumptions 0]
",
    );
}

#[test]
fn recursion_over_a_growing_object_comes_to_an_end() {
    check(
        r"
from lib import *
class Node: pass
def grow(n, x):
    node = Node()
    if n:
        node.next = grow(n - 1, x)
    else:
        node.next = x
    return node
sink(grow(unknown, source()).next.next)
sink(grow(unknown, 'text').next.next)
",
        "10 source() -> 10 sink(grow(unknown, source()).next.next) [assumptions 0]",
    );
}

#[test]
fn loops_come_to_an_end_and_carry_data_around() {
    check(
        r"
from lib import *
def run(all):
    x = 'text'
    y = 'text'
    while all:
        sink(y)
        y = x
        x = source()
    for item in [source(), 'text']:
        sink(item)
",
        r"
8 source() -> 6 sink(y) [assumptions 0]
9 source() -> 10 sink(item) [assumptions 0]
",
    );
}

#[test]
fn arguments_go_by_position_by_name_and_by_default() {
    check(
        r"
from lib import *
def take(a, b='text', *, c='text'):
    sink(b)
def kept(a=source()):
    sink(a)
take(source())
take('text', source())
take(b=source(), a='text')
take('text', c=source())
kept()
kept('text')
",
        r"
7 source() -> 3 sink(b) [assumptions 0]
8 source() -> 3 sink(b) [assumptions 0]
4 source() -> 5 sink(a) [assumptions 0]
",
    );
}

#[test]
fn a_default_value_is_that_of_the_time_when_the_function_was_made() {
    check(
        r"
from lib import *
def run():
    x = source()
    f = lambda y=x: sink(y)
    x = 'text'
    f()
def hold():
    x = 'text'
    f = lambda y=x: sink(y)
    x = source()
    f()
",
        r"
3 source() -> 4 sink(y) [assumptions 0]
",
    );
}

#[test]
fn a_callback_of_a_model_knows_the_variables_around_it() {
    check(
        r"
from lib import *
def run():
    y = source()
    call(lambda x: sink(y), 'text')
def hold():
    y = 'text'
    call(lambda x: sink(y), source())
",
        r"
3 source() -> 4 sink(y) [assumptions 0]
",
    );
}

#[test]
fn what_a_callback_of_a_model_keeps_is_kept() {
    check(
        r"
from lib import *
class App:
    def __init__(self):
        receive(self.keep)
    def keep(self, x):
        self.last = x
    def show(self):
        sink(self.last)
app = App()
call(app.keep, source())
sink(app.last)
",
        r"
4 receive(self.keep) -> 8 sink(self.last) [assumptions 1]
10 source() -> 8 sink(self.last) [assumptions 1]
4 receive(self.keep) -> 11 sink(app.last) [assumptions 0]
10 source() -> 11 sink(app.last) [assumptions 0]
",
    );
}

#[test]
fn a_function_that_is_handed_on_is_told_apart_by_who_hands_it() {
    check(
        r"
from lib import *
def outer(change, x):
    return inner(change, x)
def inner(change, x):
    return change(x)
def keep(x):
    return x
def drop(x):
    return 'text'
sink(outer(keep, source()))
sink(outer(drop, source()))
",
        r"
10 source() -> 10 sink(outer(keep, source())) [assumptions 0]
",
    );
}

#[test]
fn a_closure_is_told_apart_by_what_its_maker_was_given() {
    check(
        r"
from lib import *
def twice(change):
    def both(x):
        return change(change(x))
    return both
def keep(x):
    return x
def drop(x):
    return 'text'
sink(twice(keep)(source()))
sink(twice(drop)(source()))
",
        r"
10 source() -> 10 sink(twice(keep)(source())) [assumptions 0]
",
    );
}

#[test]
fn a_function_in_an_attribute_is_told_apart_by_the_object_unless_others_write_it() {
    check(
        r"
from lib import *
class Job:
    def __init__(self, change):
        self.change = change
    def run(self, x):
        return self.change(x)
class Open:
    def __init__(self, change):
        self.change = change
    def swap(self, change):
        self.change = change
    def run(self, x):
        return self.change(x)
def keep(x):
    return x
def drop(x):
    return 'text'
sink(Job(keep).run(source()))
sink(Job(drop).run(source()))
other = Open(drop)
other.swap(keep)
sink(other.run(source()))
",
        r"
18 source() -> 18 sink(Job(keep).run(source())) [assumptions 0]
22 source() -> 22 sink(other.run(source())) [assumptions 1]
",
    );
}

#[test]
fn star_arguments_keep_their_places() {
    check(
        r"
from lib import *
def gather(*args):
    sink(args[0])
def named(**kwargs):
    sink(kwargs['a'])
def places(a, b):
    sink(a)
gather(source(), 'text')
gather('text', source())
named(a=source(), b='text')
named(a='text', b=source())
places(*[source(), 'text'])
places(*['text', source()])
places(**{'a': source()})
places(**{'b': source()})
def on(*args, **kwargs):
    places(*args, **kwargs)
on(source(), 'text')
on('text', source())
def only(**kwargs):
    places(**kwargs)
only(a=source(), b='text')
on(a='text', b=source())
",
        r"
8 source() -> 3 sink(args[0]) [assumptions 0]
10 source() -> 5 sink(kwargs['a']) [assumptions 0]
12 source() -> 7 sink(a) [assumptions 0]
14 source() -> 7 sink(a) [assumptions 0]
18 source() -> 7 sink(a) [assumptions 0]
22 source() -> 7 sink(a) [assumptions 0]
",
    );
}

#[test]
fn an_inner_function_sees_the_variables_around_it() {
    check(
        r"
from lib import *
def outer(x, y):
    kept = x
    def inner():
        sink(kept)
    def other():
        sink(y)
    inner()
    other()
outer(source(), 'text')
def made(x):
    return lambda: x
sink(made(source())())
sink(made('text')())
",
        r"
10 source() -> 5 sink(kept) [assumptions 0]
13 source() -> 13 sink(made(source())()) [assumptions 0]
",
    );
}

#[test]
fn a_variable_that_inner_functions_write_is_a_shared_place() {
    check(
        r"
from lib import *
def outer():
    held = 'text'
    def fill():
        nonlocal held
        held = source()
    def empty():
        sink(held)
    fill()
    empty()
",
        "6 source() -> 8 sink(held) [assumptions 1]",
    );
}

#[test]
fn a_module_level_variable_is_a_shared_place() {
    check(
        r"
### app.py
from lib import *
import state
from state import held
def fill():
    state.late = source()
def empty():
    sink(held)
    sink(state.held)
    sink(state.fixed)
### state.py
from lib import source
held = source()
fixed = 'text'
late = 'text'
",
        r"
state.py:2 source() -> 7 sink(held) [assumptions 1]
state.py:2 source() -> 8 sink(state.held) [assumptions 1]
",
    );
}

#[test]
fn a_function_that_is_passed_on_is_called() {
    check(
        r"
from lib import *
def apply(f, x):
    return f(x)
def end(x):
    sink(x)
def same_text(x):
    return x
apply(end, source())
sink(apply(same_text, source()))
",
        r"
8 source() -> 5 sink(x) [assumptions 0]
9 source() -> 9 sink(apply(same_text, source())) [assumptions 0]
",
    );
}

#[test]
fn a_model_says_with_what_a_callback_is_called() {
    check(
        r"
from lib import *
def end(x):
    sink(x)
class App:
    def handle(self, x):
        sink(x)
call(end, source())
map(end, [source()])
call(App().handle, source())
call(lambda x: sink(x), source())
sink(call(lambda x: x, source()))
for item in map(lambda x: x, [source()]):
    sink(item)
receive(end)
",
        r"
7 source() -> 3 sink(x) [assumptions 0]
8 source() -> 3 sink(x) [assumptions 0]
14 receive(end) -> 3 sink(x) [assumptions 0]
9 source() -> 6 sink(x) [assumptions 0]
10 source() -> 10 sink(x) [assumptions 0]
11 source() -> 11 sink(call(lambda x: x, source())) [assumptions 0]
12 source() -> 13 sink(item) [assumptions 0]
",
    );
}

#[test]
fn a_route_gives_its_parameters_and_takes_its_result() {
    check(
        r"
from lib import *
@route('/')
def page(app, text):
    sink(app)
    return 'a' + text
@route('/')
def fixed(number: int):
    return number
",
        "3 text -> 5 'a' + text [assumptions 0]",
    );
}

#[test]
fn a_decorator_of_the_program_stands_between() {
    check(
        r"
from lib import *
def through(f):
    def wrapper(x):
        return f(x)
    return wrapper
@through
def end(x):
    sink(x)
end(source())
end('text')
",
        "9 source() -> 8 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_generator_yields_what_it_is_given() {
    check(
        r"
from lib import *
def each(x):
    yield 'text'
    yield x
def all(x):
    yield from each(x)
for item in each(source()):
    sink(item)
for item in all(source()):
    sink(item)
for item in all('text'):
    sink(item)
sink(next(item for item in each(source())))
",
        r"
7 source() -> 8 sink(item) [assumptions 0]
9 source() -> 10 sink(item) [assumptions 0]
13 source() -> 13 sink(next(item for item in each(source()))) [assumptions 1]
",
    );
}

#[test]
fn data_is_awaited() {
    check(
        r"
from lib import *
async def read():
    return source()
async def run():
    sink(await read())
    async for item in each():
        sink(item)
async def each():
    yield source()
",
        r"
3 source() -> 5 sink(await read()) [assumptions 0]
9 source() -> 7 sink(item) [assumptions 0]
",
    );
}

#[test]
fn data_reaches_handlers_and_both_ways_out_of_a_last_block() {
    check(
        r"
from lib import *
def run():
    x = 'text'
    try:
        x = source()
        unknown()
        x = 'text'
    except ValueError:
        sink(x)
    finally:
        sink(x)
",
        r"
5 source() -> 9 sink(x) [assumptions 0]
5 source() -> 11 sink(x) [assumptions 0]
5 source() -> 11 sink(x) [assumptions 0]
",
    );
}

#[test]
fn reading_a_property_is_a_call() {
    check(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
    @property
    def text(self):
        return self.x
sink(App(source()).text)
",
        "8 source() -> 8 sink(App(source()).text) [assumptions 0]",
    );
}

#[test]
fn what_a_function_was_given_ahead_reaches_it() {
    check(
        r"
from lib import *
import functools
def end(a, b):
    sink(a)
functools.partial(end, source())('text')
",
        "5 source() -> 4 sink(a) [assumptions 0]",
    );
}
