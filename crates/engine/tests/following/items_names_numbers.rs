//! Elements of modelled objects that are written, names that say what a value is, and numbers that data becomes.

use crate::listing::check;

#[test]
fn writing_an_element_of_a_modelled_object_is_a_call_of_its_method() {
    check(
        r"
from lib import *
x = box()
x['a'] = source()
x[source()] = 'text'
y = {}
y['a'] = source()
",
        "
3 source() -> 3 x['a'] [assumptions 0]
4 source() -> 4 x[source()] [assumptions 0]
",
    );
}

#[test]
fn a_function_that_writes_an_element_of_what_it_is_given_a_box_of_reaches_the_sink() {
    check(
        r"
from lib import *
def keep(value):
    where = box()
    where['a'] = value
keep(source())
keep('text')
keep(clean(source()))
",
        "5 source() -> 4 where['a'] [assumptions 0]",
    );
}

#[test]
fn a_name_makes_a_secret_of_its_value_and_is_an_assumption() {
    check(
        r"
from lib import *
token = roll()
other = roll()
def make_token():
    return roll()
def set(thing):
    thing.token = roll()
    thing['token'] = roll()
    thing.update(token=roll())
    return {'token': roll()}
",
        "
2 roll() -> 2 token [assumptions 1]
2 roll() -> 2 roll() [assumptions 1]
5 roll() -> 5 roll() [assumptions 1]
7 roll() -> 7 thing.token [assumptions 1]
8 roll() -> 8 thing['token'] [assumptions 1]
9 roll() -> 9 thing.update(token=roll()) [assumptions 1]
10 roll() -> 10 {'token': roll()} [assumptions 1]
",
    );
}

#[test]
fn data_of_others_is_no_harm_to_what_only_the_guessable_harms() {
    check(
        r"
from lib import *
token = source()
lock(source())
lock(roll())
",
        "4 roll() -> 4 lock(roll()) [assumptions 0]",
    );
}

#[test]
fn a_number_carries_what_can_be_computed_and_no_text_of_others() {
    check(
        r"
from lib import *
lock(digits(roll()))
lock(f'{roll():06d}')
sink(digits(source()))
sink(digits(roll()))
sink(f'{roll():06d}')
def number(x):
    return digits(x)
lock(number(roll()))
sink(number(source()))
sink(number(roll()))
",
        "
2 roll() -> 2 lock(digits(roll())) [assumptions 0]
3 roll() -> 3 lock(f'{roll():06d}') [assumptions 0]
9 roll() -> 9 lock(number(roll())) [assumptions 0]
",
    );
}

#[test]
fn a_row_may_ask_for_a_state_that_another_has_put_the_value_into() {
    check(
        r"
from lib import *
a = box()
fill(source(), a)
a.unlock(False)
fill(source(), a)
a.unlock(True)
fill(source(), a)
fill('text', a)
b = box()
fill(source(), b)
",
        "7 source() -> 7 fill(source(), a) [assumptions 0]",
    );
}

#[test]
fn a_state_goes_wherever_its_value_goes() {
    check(
        r"
from lib import *
SHARED = open_box()
class Holder:
    def __init__(self):
        self.box = open_box()
    def put(self, x):
        fill(x, self.box)
def made():
    made = box()
    made.unlock(True)
    return made
def put(x):
    fill(x, SHARED)
fill(source(), made())
Holder().put(source())
put(source())
",
        "
15 source() -> 7 fill(x, self.box) [assumptions 0]
16 source() -> 13 fill(x, SHARED) [assumptions 0]
14 source() -> 14 fill(source(), made()) [assumptions 0]
",
    );
}

#[test]
fn a_state_is_no_data() {
    check(
        r"
from lib import *
sink(open_box())
fill(open_box(), open_box())
",
        "",
    );
}
