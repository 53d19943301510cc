//! Conditions on what stands in maps that are written down, and on numbers by their order.

use crate::listing::{check, check_none};

#[test]
fn an_entry_of_a_map_that_is_written_at_the_call() {
    check(
        r"
from lib import *
def run(name):
    read(source(), options={'check': False, 'other': True})
    read(second(), options={'check': True})
    read(source(), options={})
    read(source(), options={name: False})
    read(source())
",
        "3 source() -> 3 read(source(), options={'check': False, 'other': True}) [assumptions 0]",
    );
}

#[test]
fn an_entry_that_is_written_afterwards() {
    check(
        r"
from lib import *
def run():
    options = {'check': True}
    options['check'] = False
    read(source(), options=options)
    other = {'check': False}
    other['check'] = True
    read(second(), options=other)
",
        "5 source() -> 5 read(source(), options=options) [assumptions 0]",
    );
}

#[test]
fn an_entry_of_a_map_that_a_module_binds() {
    check(
        r"
from lib import *
OFF = {'check': False}
ON = {'check': True}
CHANGED = {'check': False}
CHANGED['check'] = True
def run():
    read(source(), options=OFF)
    read(second(), options=ON)
    read(second(), options=CHANGED)
",
        "7 source() -> 7 read(source(), options=OFF) [assumptions 0]",
    );
}

#[test]
fn what_a_map_lacks() {
    check(
        r"
from lib import *
def run(more, late):
    keep(source(), {'name': 'a'})
    keep(second(), {'name': 'a', 'until': late})
    keep(second(), {'name': 'a', **more})
    keep(second(), more)
",
        "3 source() -> 3 keep(source(), {'name': 'a'}) [assumptions 0]",
    );
}

#[test]
fn what_is_put_into_a_map_later_is_not_lacking() {
    check_none(
        r"
from lib import *
def run(late, more):
    claims = {'name': 'a'}
    claims['until'] = late
    keep(source(), claims)
    others = {'name': 'a'}
    others.update(more)
    keep(source(), others)
",
    );
}

#[test]
fn numbers_by_their_order() {
    check(
        r"
from lib import *
FEW = 2
def run(count):
    turn(source(), FEW)
    turn(second(), 3)
    turn(second(), 10)
    turn(second(), count)
    turn(second(), '2')
    turn(second(), 11)
",
        "4 source() -> 4 turn(source(), FEW) [assumptions 0]
9 second() -> 9 turn(second(), 11) [assumptions 0]",
    );
}
