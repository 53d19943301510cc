//! Witnesses: the hops from a source to a sink, and on which line each is.

use crate::listing::check_hops;

#[test]
fn a_hop_for_each_operation() {
    check_hops(
        r"
from lib import *
x = source()
y = 'a' + x
z = same(y)
w = unknown(z)
sink(w)
",
        r"
2 source() -> 6 sink(w) [assumptions 1]
source 2, operand 3, passed 4, assumed 5, sink 6
",
    );
}

#[test]
fn into_a_call_and_back() {
    check_hops(
        r"
from lib import *
def hand(x):
    y = x + 'a'
    return y
sink(hand(source()))
",
        r"
5 source() -> 5 sink(hand(source())) [assumptions 0]
source 5, into 5, entered 2, operand 3, returned 5, sink 5
",
    );
}

#[test]
fn out_of_a_callee_and_into_another_file() {
    check_hops(
        r"
### app.py
from lib import *
from deep import end
def give():
    return source()
end(give())
### deep.py
from lib import sink
def end(x):
    last(x)
def last(x):
    sink(x)
",
        r"
4 source() -> deep.py:5 sink(x) [assumptions 0]
source 4, returned 5, into 5, entered deep.py:2, into deep.py:3, entered deep.py:4, sink deep.py:5
",
    );
}

#[test]
fn into_an_object_and_out_of_it() {
    check_hops(
        r"
from lib import *
class App: pass
app = App()
app.x = source()
d = {'a': app.x}
sink(d['a'])
",
        r"
4 source() -> 6 sink(d['a']) [assumptions 0]
source 4, stored 4, read 5, operand 5, read 6, sink 6
",
    );
}

#[test]
fn into_a_shared_place_and_out_of_it() {
    check_hops(
        r"
from lib import *
class App:
    def fill(self):
        self.x = source()
    def empty(self):
        sink(self.x)
",
        r"
4 source() -> 6 sink(self.x) [assumptions 1]
source 4, stored 4, shared 6, sink 6
",
    );
}

#[test]
fn into_an_object_that_a_callee_fills() {
    check_hops(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
app = App(source())
sink(app.x)
",
        r"
5 source() -> 6 sink(app.x) [assumptions 0]
source 5, into 5, entered 3, stored 4, returned 5, read 6, sink 6
",
    );
}

#[test]
fn through_a_callback() {
    check_hops(
        r"
from lib import *
def end(x):
    sink(x)
call(end, source())
receive(end)
",
        r"
4 source() -> 3 sink(x) [assumptions 0]
source 4, into 4, entered 2, sink 3
5 receive(end) -> 3 sink(x) [assumptions 0]
source 5, into 5, entered 2, sink 3
",
    );
}

#[test]
fn through_a_closure_and_a_generator() {
    check_hops(
        r"
from lib import *
def outer(x):
    def inner():
        yield x
    return inner
for item in outer(source())():
    sink(item)
",
        r"
6 source() -> 7 sink(item) [assumptions 0]
source 6, into 6, entered 2, operand 3, returned 6, into 6, entered 4, returned 6, read 6, sink 7
",
    );
}

#[test]
fn of_two_ways_the_one_with_fewer_assumptions_then_the_shorter() {
    check_hops(
        r"
from lib import *
def run(c):
    x = source()
    if c:
        y = unknown(x)
    else:
        y = same(same(same(x)))
    sink(y)
def short(c):
    x = source()
    if c:
        y = same(x)
    else:
        y = same(same(x))
    sink(y)
",
        r"
3 source() -> 8 sink(y) [assumptions 0]
source 3, passed 7, sink 8
10 source() -> 15 sink(y) [assumptions 0]
source 10, passed 12, sink 15
",
    );
}

#[test]
fn a_route_begins_at_its_parameter_and_ends_at_what_it_returns() {
    check_hops(
        r"
from lib import *
@route('/')
def page(text):
    return 'a' + text
",
        r"
3 text -> 4 'a' + text [assumptions 0]
source 3, operand 4, sink 4
",
    );
}

#[test]
fn the_last_read_of_an_object_is_a_hop() {
    check_hops(
        r"
from lib import *
class App: pass
app = App()
app.x = source()
x = app.x
sink(x)
",
        r"
4 source() -> 6 sink(x) [assumptions 0]
source 4, stored 4, read 5, sink 6
",
    );
}
