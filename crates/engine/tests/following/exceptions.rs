//! What exceptions carry, which handlers they enter, and what managers, generators and coroutines do beside calls.

use crate::listing::{check, check_hops, check_none};

#[test]
fn an_exception_brings_what_it_was_made_of_to_the_handler() {
    check(
        r"
from lib import *
def raises():
    raise ValueError('text', source())
def run():
    try:
        raises()
    except ValueError as error:
        sink(error.args[1])
        sink(error.args[0])
        sink(str(error))
",
        r"
3 source() -> 8 sink(error.args[1]) [assumptions 0]
3 source() -> 10 sink(str(error)) [assumptions 1]
",
    );
}

#[test]
fn the_witness_tells_the_throw_and_the_catch() {
    check_hops(
        r"
from lib import *
class Refused(BaseException):
    def __init__(self, x):
        self.x = x
def inner(x):
    raise Refused(x)
def outer(x):
    inner(x)
def run():
    try:
        outer(source())
    except Refused as error:
        sink(error.x)
",
        r"
11 source() -> 13 sink(error.x) [assumptions 0]
source 11, into 11, entered 7, into 8, entered 5, into 6, entered 3, stored 4, returned 6, thrown 8, thrown 11, operand 12, read 13, sink 13
",
    );
}

#[test]
fn a_handler_of_another_class_gets_nothing() {
    check(
        r"
from lib import *
class Own(KeyError): pass
def run():
    try:
        raise Own(source())
    except ValueError as error:
        sink(error.args[0])
    except LookupError as error:
        sink(error.args[0])
    except BaseException as error:
        sink(error.args[0])
",
        "5 source() -> 9 sink(error.args[0]) [assumptions 0]",
    );
}

#[test]
fn what_one_handler_lets_through_comes_to_the_next_around() {
    check(
        r"
from lib import *
def run():
    try:
        try:
            raise KeyError(source())
        except ValueError as error:
            sink(error.args[0])
        finally:
            print('done')
    except KeyError as error:
        sink(error.args[0])
",
        "5 source() -> 11 sink(error.args[0]) [assumptions 0]",
    );
}

#[test]
fn a_class_that_is_not_known_may_be_any() {
    check(
        r"
from lib import *
from other import Strange
def run(x):
    try:
        raise Strange(source())
    except ValueError:
        x = source()
    sink(x)
",
        "7 source() -> 8 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_check_that_refuses_by_a_class_is_not_caught_by_another() {
    check(
        r"
from lib import *
def judge(x):
    if not check(x):
        raise ValueError('odd')
def run(x):
    x = source()
    try:
        judge(x)
    except KeyError:
        print('odd')
    sink(x)
def leak(x):
    x = source()
    try:
        judge(x)
    except ValueError:
        print('odd')
    sink(x)
",
        "13 source() -> 18 sink(x) [assumptions 0]",
    );
}

#[test]
fn what_a_call_wrote_before_it_failed_is_there_in_the_handler() {
    check(
        r"
from lib import *
def fill(box, job):
    box['a'] = source()
    job.start()
def run(job):
    box = {}
    try:
        fill(box, job)
    except ValueError:
        sink(box['a'])
",
        "3 source() -> 10 sink(box['a']) [assumptions 0]",
    );
}

#[test]
fn a_manager_that_sometimes_swallows_leaves_both_ways_open() {
    check(
        r"
from lib import *
class Maybe:
    def __init__(self, flag): self.flag = flag
    def __enter__(self): return self
    def __exit__(self, *failure): return self.flag
def run(flag, job):
    x = source()
    with Maybe(flag):
        job.start()
        x = 'text'
    sink(x)
",
        "7 source() -> 11 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_manager_that_never_swallows_leaves_one_way() {
    check_none(
        r"
from lib import *
class Never:
    def __enter__(self): return self
    def __exit__(self, *failure):
        print('return it')
        return False
def run(job):
    x = source()
    with Never():
        job.start()
        x = 'text'
    sink(x)
",
    );
}

#[test]
fn what_is_sent_into_a_generator_comes_out_of_yield() {
    check(
        r"
from lib import *
def each():
    x = yield 1
    sink(x)
each().send(source())
",
        "5 source() -> 4 sink(x) [assumptions 0]",
    );
}

#[test]
fn what_a_generator_returns_is_none_of_its_elements() {
    check(
        r"
from lib import *
def part():
    yield 'text'
    return source()
def whole():
    x = yield from part()
    sink(x)
for y in part():
    sink(y)
list(whole())
",
        "4 source() -> 7 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_coroutine_has_checked_when_somebody_has_waited() {
    check(
        r"
from lib import *
from other import task
async def judge(x):
    require(x)
async def late():
    x = source()
    waiting = judge(x)
    sink(x)
    await waiting
    sink(x)
async def wrapped():
    x = source()
    await task(judge(x))
    sink(x)
async def forgiven():
    x = source()
    await task(judge(x), return_exceptions=True)
    sink(x)
def from_outside():
    x = source()
    task(judge(x))
    sink(x)
",
        r"
6 source() -> 8 sink(x) [assumptions 0]
16 source() -> 18 sink(x) [assumptions 0]
",
    );
}

#[test]
fn the_place_in_a_tuple_tells_which_answer_is_meant() {
    check(
        r"
from lib import *
def judge(x, y):
    return check(x), check(y)
def run():
    x = source()
    y = source()
    first, second = judge(x, y)
    if first:
        sink(x)
        sink(y)
",
        "6 source() -> 10 sink(y) [assumptions 0]",
    );
}

#[test]
fn an_outcome_that_a_loop_brings_round_is_of_the_turn_before() {
    check(
        r"
from lib import *
def run(xs):
    fine = False
    for x in xs:
        y = source()
        if fine:
            sink(y)
        fine = check(y)
",
        "5 source() -> 7 sink(y) [assumptions 0]",
    );
}
