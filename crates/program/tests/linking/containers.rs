//! Functions and objects that are kept in containers: found again under constant keys, by loops, and through calls.

use crate::listing::check;

#[test]
fn a_constant_key_finds_what_was_kept_under_it() {
    check(
        r"
def one(): pass
def two(): pass
TABLE = {'one': one, 2: two, None: one}
def run(name):
    TABLE[name]()
    TABLE['one']()
    TABLE[2]()
    TABLE['two']()
",
        r"
app.py:5 TABLE[name]() -> app.one | app.two (dynamic)
app.py:6 TABLE['one']() -> app.one (exact)
app.py:7 TABLE[2]() -> app.two (exact)
app.py:8 TABLE['two']() -> ?
",
    );
}

#[test]
fn places_in_sequences_are_told_apart_from_both_ends() {
    check(
        r"
def one(): pass
def two(): pass
def three(): pass
steps = [one, two, three]
steps[0]()
steps[-1]()
first, *middle, last = steps
first()
middle[0]()
last()
a, (b, c) = (one, (two, three))
c()
",
        r"
app.py:5 steps[0]() -> app.one (exact)
app.py:6 steps[-1]() -> app.three (exact)
app.py:8 first() -> app.one (exact)
app.py:9 middle[0]() -> app.two (exact)
app.py:10 last() -> app.three (exact)
app.py:12 c() -> app.three (exact)
",
    );
}

#[test]
fn a_key_that_another_module_binds_once_is_constant() {
    check(
        r"
### app.py
from keys import NAME, OTHER
def one(): pass
def two(): pass
TABLE = {'one': one, 'two': two}
TABLE[NAME]()
TABLE[OTHER]()
### keys.py
NAME = 'two'
OTHER = 'one'
OTHER = 'two'
",
        r"
app.py:5 TABLE[NAME]() -> app.two (exact)
app.py:6 TABLE[OTHER]() -> app.one | app.two (dynamic)
",
    );
}

#[test]
fn what_is_put_under_a_key_replaces_what_was_there_until_other_code_runs() {
    check(
        r"
def one(): pass
def two(): pass
table = {'a': one, 'b': one}
table['a'] = two
table['a']()
table['b']()
table.update({'b': two})
table['b']()
",
        r"
app.py:5 table['a']() -> app.two (exact)
app.py:6 table['b']() -> app.one | app.two (dynamic)
app.py:7 table.update({'b': two}) -> api dict.update (typed)
app.py:8 table['b']() -> app.two (exact)
",
    );
}

#[test]
fn what_other_code_may_have_put_there_counts() {
    check(
        r"
def one(): pass
def two(): pass
table = {'a': one}
def change(key):
    table[key] = two
def name(): return str(1)
change(name())
table['a']()
table['b']()
",
        r"
app.py:6 str(1) -> api str (exact)
app.py:7 change(name()) -> app.change (exact)
app.py:7 name() -> app.name (exact)
app.py:8 table['a']() -> app.one | app.two (dynamic)
app.py:9 table['b']() -> app.two (exact)
",
    );
}

#[test]
fn what_a_function_enters_under_a_key_that_it_is_given_stands_under_that_key() {
    check(
        r"
def one(): pass
def two(): pass
table = {}
def step(name):
    def enter(function):
        table[name] = function
        return function
    return enter
step('a')(one)
step('b')(two)
def add(name, function):
    table[name] = function
add('c', two)
table['a']()
table['b']()
table['c']()
",
        r"
app.py:9 step('a') -> app.step (exact)
app.py:9 step('a')(one) -> app.step.enter (exact)
app.py:10 step('b') -> app.step (exact)
app.py:10 step('b')(two) -> app.step.enter (exact)
app.py:13 add('c', two) -> app.add (exact)
app.py:14 table['a']() -> app.one (exact)
app.py:15 table['b']() -> app.two (exact)
app.py:16 table['c']() -> app.two (exact)
",
    );
}

#[test]
fn two_containers_of_one_maker_are_not_told_apart() {
    check(
        r"
def one(): pass
def two(): pass
def make(): return {}
a = make()
b = make()
a['x'] = one
b['x'] = two
a['x']()
",
        r"
app.py:4 make() -> app.make (exact)
app.py:5 make() -> app.make (exact)
app.py:8 a['x']() -> app.one | app.two (dynamic)
",
    );
}

#[test]
fn containers_are_passed_returned_and_kept_in_attributes() {
    check(
        r"
def one(): pass
def use(table): table['a']()
def make(): return {'a': one}
class Box:
    def __init__(self): self.all = [one]
    def run(self): self.all[0]()
use({'a': one})
make()['a']()
",
        r"
app.py:2 table['a']() -> app.one (exact)
app.py:6 self.all[0]() -> app.one (exact)
app.py:7 use({'a': one}) -> app.use (exact)
app.py:8 make() -> app.make (exact)
app.py:8 make()['a']() -> app.one (exact)
",
    );
}

#[test]
fn containers_in_containers_are_followed() {
    check(
        r"
def one(): pass
def two(): pass
table = {'a': {'b': [one, two]}}
table['a']['b'][1]()
",
        "app.py:4 table['a']['b'][1]() -> app.two (exact)",
    );
}

#[test]
fn loops_comprehensions_slices_sums_and_spreads_give_the_elements() {
    check(
        r"
def one(): pass
def two(): pass
for step in [one]: step()
[step() for step in (two,)]
later = [step for step in [one]]
later[0]()
[one, two][1:][0]()
[one, two, one][:-1][1]()
[one, two][one:][0]()
([one] + [two])[0]()
[*[one], two][0]()
{**{'a': one}}['a']()
for key in {one: two}: key()
",
        r"
app.py:3 step() -> app.one (exact)
app.py:4 step() -> app.two (exact)
app.py:6 later[0]() -> app.one (exact)
app.py:7 [one, two][1:][0]() -> app.two (exact)
app.py:8 [one, two, one][:-1][1]() -> app.two (exact)
app.py:9 [one, two][one:][0]() -> app.one | app.two (dynamic)
app.py:10 ([one] + [two])[0]() -> app.one | app.two (dynamic)
app.py:11 [*[one], two][0]() -> app.one | app.two (dynamic)
app.py:12 {**{'a': one}}['a']() -> app.one (exact)
app.py:13 key() -> app.one (exact)
",
    );
}

#[test]
fn generators_give_what_they_yield() {
    check(
        r"
def one(): pass
def two(): pass
def each():
    yield one
    yield from [two]
for step in each(): step()
for step in (step for step in [one]): step()
",
        r"
app.py:6 each() -> app.each (exact)
app.py:6 step() -> app.one | app.two (dynamic)
app.py:7 step() -> app.one (exact)
",
    );
}

#[test]
fn iterators_and_subscripts_of_a_class_give_what_its_methods_give() {
    check(
        r"
def one(): pass
class Steps:
    def __iter__(self): return self
    def __next__(self): return one
    def __getitem__(self, key): return one
class Lazy:
    def __iter__(self):
        yield one
for step in Steps(): step()
for step in Lazy(): step()
Steps()[0]()
",
        r"
app.py:9 Steps() -> new app.Steps (exact)
app.py:9 step() -> app.one (exact)
app.py:10 Lazy() -> new app.Lazy (exact)
app.py:10 step() -> app.one (exact)
app.py:11 Steps() -> new app.Steps (exact)
app.py:11 Steps()[0]() -> app.one (exact)
",
    );
}

#[test]
fn what_models_say_of_elements_is_followed() {
    check(
        r"
def one(): pass
def two(): pass
steps = []
steps.append(one)
steps[0]()
def apply(step): step()
import lib
lib.each(apply, [two])
for name, step in lib.pairs([one]): step()
lib.first([two])()
{'a': one}.get('a', two)()
{'a': one}.get('b', two)()
",
        r"
app.py:4 steps.append(one) -> api list.append (typed)
app.py:5 steps[0]() -> app.one (exact)
app.py:6 step() -> app.two (exact)
app.py:8 lib.each(apply, [two]) -> api lib.each (exact)
app.py:9 lib.pairs([one]) -> api lib.pairs (exact)
app.py:9 step() -> app.one (exact)
app.py:10 lib.first([two]) -> api lib.first (exact)
app.py:10 lib.first([two])() -> app.two (exact)
app.py:11 {'a': one}.get('a', two) -> api dict.get (typed)
app.py:11 {'a': one}.get('a', two)() -> app.one | app.two (dynamic)
app.py:12 {'a': one}.get('b', two) -> api dict.get (typed)
app.py:12 {'a': one}.get('b', two)() -> app.two (exact)
",
    );
}

#[test]
fn arguments_that_a_function_gathers_and_spreads_are_followed() {
    check(
        r"
def one(): pass
def two(): pass
def inner(a, b, c=None):
    a()
    b()
    c()
def outer(*args, **kwargs):
    args[0]()
    kwargs['c']()
    inner(*args, **kwargs)
outer(one, two, c=one)
def last(first, *rest): rest[0]()
last(*[one, two])
",
        r"
app.py:4 a() -> app.one (exact)
app.py:5 b() -> app.two (exact)
app.py:6 c() -> app.one (exact)
app.py:8 args[0]() -> app.one (exact)
app.py:9 kwargs['c']() -> app.one (exact)
app.py:10 inner(*args, **kwargs) -> app.inner (exact)
app.py:11 outer(one, two, c=one) -> app.outer (exact)
app.py:12 rest[0]() -> app.two (exact)
app.py:13 last(*[one, two]) -> app.last (exact)
",
    );
}

#[test]
fn a_container_of_more_than_four_functions_tells_them_by_key_alone() {
    let names = ["a", "b", "c", "d", "e"];
    let functions: Vec<String> = names.iter().map(|name| format!("def {name}(): pass")).collect();
    let mut text = functions.join("\n") + "\n";
    text += "TABLE = {'a': a, 'b': b, 'c': c, 'd': d, 'e': e}\ndef run(x):\n    TABLE[x]()\n    TABLE['c']()\n";
    check(&text, "app.py:8 TABLE[x]() -> ?\napp.py:9 TABLE['c']() -> app.c (exact)");
}
