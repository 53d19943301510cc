//! Data in objects: attributes, containers, keys, strong updates.

use crate::listing::{check, check_none};

#[test]
fn an_attribute_of_the_same_object_needs_no_assumption() {
    check(
        r"
from lib import *
class App: pass
app = App()
app.x = source()
app.y = 'text'
sink(app.x)
sink(app.y)
again = app
sink(again.x)
",
        r"
4 source() -> 6 sink(app.x) [assumptions 0]
4 source() -> 9 sink(again.x) [assumptions 0]
",
    );
}

#[test]
fn what_one_method_keeps_another_reads_by_assumption() {
    check(
        r"
from lib import *
class App:
    def fill(self):
        self.x = source()
        self.y = 'text'
    def empty(self):
        sink(self.x)
        sink(self.y)
",
        "4 source() -> 7 sink(self.x) [assumptions 1]",
    );
}

#[test]
fn what_a_method_keeps_in_this_very_object_needs_no_assumption() {
    check(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
    def fill(self, y):
        self.y = y
    def get(self):
        return self.x
app = App(source())
app.fill('text')
sink(app.x)
sink(app.y)
sink(app.get())
",
        r"
9 source() -> 11 sink(app.x) [assumptions 0]
9 source() -> 13 sink(app.get()) [assumptions 0]
",
    );
}

#[test]
fn two_objects_of_a_class_are_kept_apart() {
    check(
        r"
from lib import *
class App:
    def __init__(self, x):
        self.x = x
    def get(self):
        return self.x
bad = App(source())
good = App('text')
sink(good.x)
sink(bad.x)
sink(bad.get())
",
        r"
7 source() -> 10 sink(bad.x) [assumptions 0]
7 source() -> 11 sink(bad.get()) [assumptions 0]
",
    );
}

#[test]
fn a_class_of_fields_takes_them_in_order_or_by_name() {
    check(
        r"
from lib import *
class Pair:
    left: str
    right: str
pair = Pair(source(), 'text')
sink(pair.left)
sink(pair.right)
named = Pair(right=source(), left='text')
sink(named.left)
sink(named.right)
",
        r"
5 source() -> 6 sink(pair.left) [assumptions 0]
8 source() -> 10 sink(named.right) [assumptions 0]
",
    );
}

#[test]
fn an_attribute_that_an_heir_reads_is_the_one_that_its_base_writes() {
    check(
        r"
from lib import *
class Base:
    def fill(self):
        self.x = source()
class Below(Base):
    def empty(self):
        sink(self.x)
class Other:
    def empty(self):
        sink(self.x)
",
        "4 source() -> 7 sink(self.x) [assumptions 1]",
    );
}

#[test]
fn containers_keep_constant_keys_apart() {
    check(
        r"
from lib import *
d = {'a': source(), 'b': 'text'}
sink(d['a'])
sink(d['b'])
sink(d.get('a'))
sink(d.get('b'))
sink(d[unknown])
l = ['text', source()]
sink(l[0])
sink(l[1])
a, b = l
sink(a)
sink(b)
d['c'] = source()
d['b'] = 'text'
sink(d['b'])
sink(d['c'])
for value in d.values():
    sink(value)
",
        r"
2 source() -> 3 sink(d['a']) [assumptions 0]
2 source() -> 5 sink(d.get('a')) [assumptions 0]
2 source() -> 7 sink(d[unknown]) [assumptions 2]
8 source() -> 10 sink(l[1]) [assumptions 0]
8 source() -> 13 sink(b) [assumptions 0]
14 source() -> 17 sink(d['c']) [assumptions 0]
2 source() -> 19 sink(value) [assumptions 0]
14 source() -> 19 sink(value) [assumptions 0]
",
    );
}

#[test]
fn a_key_that_is_not_known_may_be_any() {
    check(
        r"
from lib import *
def run(key):
    d = {'a': 'text'}
    d[key] = source()
    sink(d['a'])
    l = []
    l.append('text')
    sink(l[0])
    l.append(source())
    sink(l[0])
    sink(l.pop())
",
        r"
4 source() -> 5 sink(d['a']) [assumptions 0]
9 source() -> 11 sink(l.pop()) [assumptions 0]
",
    );
}

#[test]
fn writing_again_replaces_what_was_there() {
    check(
        r"
from lib import *
class App: pass
app = App()
app.x = source()
app.x = 'text'
sink(app.x)
d = {'a': source()}
d['a'] = 'text'
sink(d['a'])
e = {'a': source()}
del e['a']
sink(e['a'])
def run(c):
    f = {'a': source()}
    if c:
        f['a'] = 'text'
    sink(f['a'])
",
        "14 source() -> 17 sink(f['a']) [assumptions 0]",
    );
}

#[test]
fn a_modelled_container_holds_what_is_put_in() {
    check(
        r"
from lib import *
b = box()
b.put(source())
sink(b.take())
c = box()
c.put('text')
sink(c.take())
",
        "3 source() -> 4 sink(b.take()) [assumptions 0]",
    );
}

#[test]
fn a_callee_writes_into_what_it_is_given() {
    check(
        r"
from lib import *
def fill(d):
    d['a'] = source()
    d['b'] = 'text'
def put(l, x):
    l.append(x)
d = {}
fill(d)
sink(d['a'])
sink(d['b'])
l = []
put(l, source())
sink(l[0])
m = []
put(m, 'text')
sink(m[0])
",
        r"
3 source() -> 9 sink(d['a']) [assumptions 0]
12 source() -> 13 sink(l[0]) [assumptions 0]
",
    );
}

#[test]
fn a_comprehension_and_a_slice_hold_the_elements() {
    check(
        r"
from lib import *
l = [source(), 'text']
m = [x for x in l]
sink(m[0])
sink(l[1:][0])
n = [len(x) for x in l]
sink(n[0])
d = {'k': x for x in l}
sink(d['k'])
",
        r"
2 source() -> 4 sink(m[0]) [assumptions 0]
2 source() -> 5 sink(l[1:][0]) [assumptions 0]
2 source() -> 7 sink(n[0]) [assumptions 1]
2 source() -> 9 sink(d['k']) [assumptions 0]
",
    );
}

#[test]
fn an_attribute_that_a_model_calls_a_source_is_one() {
    check(
        r"
from lib import *
import lib
def run(given: lib.Request):
    sink(request.text)
    sink(given.text)
    sink(given.other)
",
        r"
4 request.text -> 4 sink(request.text) [assumptions 0]
5 given.text -> 5 sink(given.text) [assumptions 0]
",
    );
}

#[test]
fn a_sink_may_take_the_elements_alone() {
    check(
        r"
from lib import *
ask('text', [source(), 'text'])
ask('text', source())
ask('text', ('text', 'text'))
ask(text=source())
",
        r"
2 source() -> 2 ask('text', [source(), 'text']) [assumptions 0]
3 source() -> 3 ask('text', source()) [assumptions 0]
5 source() -> 5 ask(text=source()) [assumptions 0]
",
    );
}

#[test]
fn a_collection_is_not_the_text_in_it() {
    check_none(
        r"
from lib import *
sink([source()])
sink({'a': source()})
class App: pass
app = App()
app.x = source()
sink(app)
",
    );
}

#[test]
fn text_that_is_put_together_holds_its_parts() {
    check(
        r"
from lib import *
x = source()
sink('a' + x)
sink(f'a {x} b')
sink('a %s' % x)
sink('a {}'.format(x))
sink(x.upper())
sink(x[1:])
sink(f'{x:d}')
sink(x == 'a')
sink(not x)
sink(measure(x))
",
        r"
2 source() -> 3 sink('a' + x) [assumptions 0]
2 source() -> 4 sink(f'a {x} b') [assumptions 0]
2 source() -> 5 sink('a %s' % x) [assumptions 0]
2 source() -> 6 sink('a {}'.format(x)) [assumptions 0]
2 source() -> 7 sink(x.upper()) [assumptions 0]
2 source() -> 8 sink(x[1:]) [assumptions 0]
",
    );
}

#[test]
fn an_address_is_harmless_where_its_host_is_fixed() {
    check(
        r"
from lib import *
x = source()
visit(x)
visit('https://' + x)
visit('https://host.example/' + x)
visit(f'https://host.example/?q={x}')
visit(f'https://host.example{x}')
",
        r"
2 source() -> 3 visit(x) [assumptions 0]
2 source() -> 4 visit('https://' + x) [assumptions 0]
2 source() -> 7 visit(f'https://host.example{x}') [assumptions 0]
",
    );
}

#[test]
fn the_element_of_a_constant_is_a_constant() {
    check(
        r"
from lib import *
def run(x):
    guess = 'ABC'
    if guess[0] == 'B':
        sink(x)
    table = {'a': 1}
    if table['a'] == 2:
        sink(x)
    if guess[-1] == 'C':
        sink(x)
run(source())
",
        r"
11 source() -> 10 sink(x) [assumptions 0]
",
    );
}

#[test]
fn elements_of_a_list_keep_apart_when_they_move() {
    check(
        r"
from lib import *
def run(many):
    l = ['safe']
    l.append(source())
    l.append('more')
    l.pop(0)
    sink(l[0])
    sink(l[1])
    l.insert(0, 'first')
    sink(l[1])
    sink(l[0])
    l.remove('first')
    sink(l[0])
    del l[0]
    sink(l[0])
    for item in many:
        l.append('text')
    l.append(second())
    sink(l[0])
    sink(l[1])
",
        r"
4 source() -> 7 sink(l[0]) [assumptions 0]
4 source() -> 10 sink(l[1]) [assumptions 0]
4 source() -> 13 sink(l[0]) [assumptions 0]
18 second() -> 20 sink(l[1]) [assumptions 0]
",
    );
}

#[test]
fn a_container_that_is_a_module_level_name_keeps_what_functions_put_in() {
    check(
        r"
from lib import *
CACHE = {}
ALL = []
def put():
    CACHE['a'] = source()
    ALL.append(source())
def get():
    sink(CACHE['a'])
    for x in ALL:
        sink(x)
",
        r"
5 source() -> 8 sink(CACHE['a']) [assumptions 1]
6 source() -> 10 sink(x) [assumptions 1]
",
    );
}
