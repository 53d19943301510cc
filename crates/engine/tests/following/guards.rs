//! What makes data harmless: sanitisers, guards, dead branches, calls that never return.

use crate::listing::{check, check_none};

#[test]
fn a_sanitiser_makes_harmless_for_its_kinds_alone() {
    check(
        r"
from lib import *
x = source()
sink(clean(x))
ask(clean(x))
sink(quote(x))
ask(quote(x))
both = quote(clean(x))
sink(both)
ask(both)
sink('a' + clean(x))
sink(clean(x) + x)
",
        r"
2 source() -> 4 ask(clean(x)) [assumptions 0]
2 source() -> 5 sink(quote(x)) [assumptions 0]
2 source() -> 11 sink(clean(x) + x) [assumptions 0]
",
    );
}

#[test]
fn a_sanitiser_within_a_function_counts_for_its_callers() {
    check(
        r"
from lib import *
def cleaned(x):
    return clean(x)
def half(x, c):
    if c:
        x = clean(x)
    return x
def run(c):
    sink(cleaned(source()))
    sink(half(source(), c))
",
        "10 source() -> 10 sink(half(source(), c)) [assumptions 0]",
    );
}

#[test]
fn decoding_makes_dangerous_again() {
    check(
        r"
from lib import *
x = clean(source())
sink(encode(x))
sink(decode(x))
",
        "2 source() -> 4 sink(decode(x)) [assumptions 0]",
    );
}

#[test]
fn a_branch_that_constants_close_is_dead() {
    check(
        r"
from lib import *
DEBUG = False
def run(x):
    if DEBUG:
        sink(x)
    if 7 * 42 > 200:
        y = 'text'
    else:
        y = x
    sink(y)
    z = 'text' if 'a' in 'abc' else x
    sink(z)
    guess = 'ABC'
    match guess:
        case 'ABC':
            w = 'text'
        case _:
            w = x
    sink(w)
    sink(x)
run(source())
",
        r"
21 source() -> 20 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_constant_that_a_callee_returns_closes_a_branch() {
    check(
        r"
from lib import *
def fixed():
    return 'text'
def picks(x):
    x = 'text'
    return x
def both(c):
    if c:
        return 1
    return 2
def run(x, c):
    if fixed() == 'text':
        x = 'text'
    sink(x)
def other(x, c):
    if both(c) == 1:
        x = 'text'
    sink(x)
run(source(), 1)
sink(picks(source()))
other(source(), unknown)
other(source(), 1)
",
        "21 source() -> 18 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_guard_holds_in_its_branch() {
    check(
        r"
from lib import *
x = source()
if check(x):
    sink(x)
    ask(x)
else:
    sink(x)
if is_bad(x):
    sink(x)
else:
    sink(x)
sink(x)
",
        r"
2 source() -> 5 ask(x) [assumptions 0]
2 source() -> 7 sink(x) [assumptions 0]
2 source() -> 9 sink(x) [assumptions 0]
2 source() -> 12 sink(x) [assumptions 0]
",
    );
}

#[test]
fn an_early_return_guards_what_follows() {
    check(
        r"
from lib import *
def returns(x):
    if not check(x):
        return
    sink(x)
def raises(x):
    if is_bad(x):
        raise ValueError
    sink(x)
def wrong(x):
    if check(x):
        return
    sink(x)
def loops(all):
    for x in all:
        if not check(x):
            continue
        sink(x)
returns(source())
raises(source())
wrong(source())
loops([source()])
",
        "21 source() -> 13 sink(x) [assumptions 0]",
    );
}

#[test]
fn a_guard_that_raises_in_another_function_guards_what_follows() {
    check(
        r"
from lib import *
def ensure(x):
    if not check(x):
        raise ValueError
def ensure_by_model(x):
    require(x)
def ensure_half(x, c):
    if c:
        require(x)
def outer(x):
    ensure(x)
def run(a, b, c, d):
    ensure(a)
    sink(a)
    ensure_by_model(b)
    sink(b)
    ensure_half(c, d)
    sink(c)
    outer(d)
    sink(d)
run(source(), source(), source(), source())
",
        "21 source() -> 18 sink(c) [assumptions 0]",
    );
}

#[test]
fn a_guard_that_another_function_answers_holds() {
    check(
        r"
from lib import *
def good(x):
    return check(x)
def good_in_steps(x):
    if not check(x):
        return False
    return True
def bad(x):
    if check(x):
        return False
    return True
def unrelated(x):
    return measure(x)
def run(x):
    if good(x):
        sink(x)
    if good_in_steps(x):
        sink(x)
    if not bad(x):
        sink(x)
    if unrelated(x):
        sink(x)
    if not good_in_steps(x):
        sink(x)
run(source())
",
        r"
25 source() -> 22 sink(x) [assumptions 0]
25 source() -> 24 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_guard_of_a_method_or_by_name_holds() {
    check_none(
        r"
from lib import *
class Rules:
    def allows(self, x):
        return check(x)
    @staticmethod
    def fixed(*, x):
        return check(x)
def run(rules: Rules, x):
    if rules.allows(x):
        sink(x)
    if rules.allows(x=x):
        sink(x)
    if Rules.fixed(x=x):
        sink(x)
run(Rules(), source())
",
    );
}

#[test]
fn a_call_that_never_returns_guards_what_follows() {
    check(
        r"
from lib import *
def stop():
    fail('text')
def always():
    raise ValueError
def run(x, y, z):
    if not check(x):
        fail('text')
    sink(x)
    if not check(y):
        stop()
    sink(y)
    if not check(z):
        always()
    sink(z)
    fail('text')
    sink(x + 'dead')
    ask(x)
def may(c):
    if c:
        fail('text')
def half(x):
    if not check(x):
        may(x)
    sink(x)
half(source())
run(source(), source(), source())
sink(source())
",
        "26 source() -> 25 sink(x) [assumptions 0]",
    );
}

#[test]
fn equality_with_a_constant_and_membership_in_constants_make_harmless() {
    check(
        r"
from lib import *
ALLOWED = {'a', 'b'}
def run(x, other):
    if x == 'a':
        sink(x)
    if x in ('a', 'b'):
        sink(x)
    if x in ALLOWED:
        sink(x)
    if x not in ALLOWED:
        return
    sink(x)
def open_ends(x, other):
    if x == other:
        sink(x)
    if x in other:
        sink(x)
    if x != 'a':
        sink(x)
run(source(), 'text')
open_ends(source(), unknown)
",
        r"
21 source() -> 15 sink(x) [assumptions 0]
21 source() -> 17 sink(x) [assumptions 0]
21 source() -> 19 sink(x) [assumptions 0]
",
    );
}

#[test]
fn a_type_that_carries_no_text_makes_harmless() {
    check(
        r"
from lib import *
def run(x):
    if isinstance(x, int):
        sink(x)
    if isinstance(x, str):
        sink(x)
    sink(int(x))
run(source())
",
        "8 source() -> 6 sink(x) [assumptions 0]",
    );
}

#[test]
fn conditions_that_are_put_together_hold_as_far_as_they_can() {
    check(
        r"
from lib import *
def run(x, c):
    if check(x) and c:
        sink(x)
    if check(x) or c:
        sink(x)
    if not (is_bad(x) or c):
        sink(x)
    if not (is_bad(x) and c):
        sink(x)
    sink(x if check(x) else 'text')
run(source(), unknown)
",
        r"
12 source() -> 6 sink(x) [assumptions 0]
12 source() -> 10 sink(x) [assumptions 0]
",
    );
}
