//! What receivers may be, and so which methods are called.

use crate::listing::check;

/// Asserts of a program that may use `Store`, which has `find` and `size`, from `store`.
#[track_caller]
fn check_with_store(text: &str, expected: &str) {
    const STORE: &str = r"
### store.py
class Store:
    def find(self): pass
";
    let text = text.strip_prefix('\n').unwrap_or(text);
    check(&format!("### app.py\n{text}{STORE}"), expected);
}

#[test]
fn a_constructor_gives_an_instance() {
    check_with_store(
        r"
from store import Store
s = Store()
s.find()
again = s
again.find()
Store().find()
(named := Store()).find()
named.find()
",
        r"
app.py:2 Store() -> new store.Store (exact)
app.py:3 s.find() -> bound store.Store.find (typed)
app.py:5 again.find() -> bound store.Store.find (typed)
app.py:6 Store() -> new store.Store (exact)
app.py:6 Store().find() -> bound store.Store.find (typed)
app.py:7 (named := Store()).find() -> bound store.Store.find (typed)
app.py:7 Store() -> new store.Store (exact)
app.py:8 named.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn a_parameter_is_what_its_annotation_says() {
    check_with_store(
        r#"
import store
import typing
from typing import Optional
from store import Store
def plain(s: Store): s.find()
def dotted(s: store.Store): s.find()
def quoted(s: "store.Store"): s.find()
def optional(s: Optional[Store]): s.find()
def union(s: Store | None): s.find()
def dotted_optional(s: typing.Optional["Store"] = None): s.find()
def annotated(s: typing.Annotated[Store, 1]): s.find()
def keyword(*, s: Store): s.find()
"#,
        r"
app.py:5 s.find() -> bound store.Store.find (typed)
app.py:6 s.find() -> bound store.Store.find (typed)
app.py:7 s.find() -> bound store.Store.find (typed)
app.py:8 s.find() -> bound store.Store.find (typed)
app.py:9 s.find() -> bound store.Store.find (typed)
app.py:10 s.find() -> bound store.Store.find (typed)
app.py:11 s.find() -> bound store.Store.find (typed)
app.py:12 s.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn a_parameter_is_what_all_callers_give() {
    check_with_store(
        r"
from store import Store
def by_position(s): s.find()
def by_name(n, s): s.find()
def by_default(s=Store()): s.find()
by_position(Store())
by_name(s=Store(), n=1)
",
        r"
app.py:2 s.find() -> bound store.Store.find (typed)
app.py:3 s.find() -> bound store.Store.find (typed)
app.py:4 Store() -> new store.Store (exact)
app.py:4 s.find() -> bound store.Store.find (typed)
app.py:5 Store() -> new store.Store (exact)
app.py:5 by_position(Store()) -> app.by_position (exact)
app.py:6 Store() -> new store.Store (exact)
app.py:6 by_name(s=Store(), n=1) -> app.by_name (exact)
",
    );
}

#[test]
fn a_call_gives_what_the_function_says_or_returns() {
    check_with_store(
        r"
import store
def declared() -> store.Store: ...
def inferred():
    return store.Store()
def handed(s): return s
async def later():
    return store.Store()
async def run():
    declared().find()
    inferred().find()
    handed(inferred()).find()
    (await later()).find()
",
        r"
app.py:4 store.Store() -> new store.Store (exact)
app.py:7 store.Store() -> new store.Store (exact)
app.py:9 declared() -> app.declared (exact)
app.py:9 declared().find() -> bound store.Store.find (typed)
app.py:10 inferred() -> app.inferred (exact)
app.py:10 inferred().find() -> bound store.Store.find (typed)
app.py:11 handed(inferred()) -> app.handed (exact)
app.py:11 handed(inferred()).find() -> bound store.Store.find (typed)
app.py:11 inferred() -> app.inferred (exact)
app.py:12 (await later()).find() -> bound store.Store.find (typed)
app.py:12 later() -> app.later (exact)
",
    );
}

#[test]
fn an_attribute_that_one_method_sets_has_its_type_in_another() {
    check_with_store(
        r"
from store import Store
class App:
    def __init__(self, given: Store):
        self.made = Store()
        self.given = given
    def run(self):
        self.made.find()
        self.given.find()
class Below(App):
    def more(self):
        self.made.find()
def use(app: App):
    app.given.find()
",
        r"
app.py:4 Store() -> new store.Store (exact)
app.py:7 self.made.find() -> bound store.Store.find (typed)
app.py:8 self.given.find() -> bound store.Store.find (typed)
app.py:11 self.made.find() -> bound store.Store.find (typed)
app.py:13 app.given.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn a_declared_field_has_its_type() {
    check_with_store(
        r"
from dataclasses import dataclass
from store import Store
@dataclass
class App:
    declared: Store
    made = Store()
    def run(self):
        self.declared.find()
        self.made.find()
        App.made.find()
",
        r"
app.py:3 dataclass -> ?
app.py:6 Store() -> new store.Store (exact)
app.py:8 self.declared.find() -> bound store.Store.find (typed)
app.py:9 self.made.find() -> bound store.Store.find (typed)
app.py:10 App.made.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn a_module_level_value_has_its_type_in_functions() {
    check_with_store(
        r"
from store import Store
shared = Store()
late = None
def run():
    shared.find()
    late.find()
def start():
    global late
    late = Store()
",
        r"
app.py:2 Store() -> new store.Store (exact)
app.py:5 shared.find() -> bound store.Store.find (typed)
app.py:6 late.find() -> bound store.Store.find (typed)
app.py:9 Store() -> new store.Store (exact)
",
    );
}

#[test]
fn an_inner_function_knows_the_variables_around_it() {
    check_with_store(
        r"
from store import Store
def outer():
    kept = Store()
    changed = None
    def inner():
        kept.find()
        changed.find()
    def change():
        nonlocal changed
        changed = Store()
    change()
    return inner, lambda: kept.find()
",
        r"
app.py:3 Store() -> new store.Store (exact)
app.py:6 kept.find() -> bound store.Store.find (typed)
app.py:7 changed.find() -> bound store.Store.find (typed)
app.py:10 Store() -> new store.Store (exact)
app.py:11 change() -> app.outer.change (exact)
app.py:12 kept.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn an_unknown_decorator_hands_the_function_on() {
    check(
        r"
from other import cached, route
import lib
@cached
def plain(): pass
@route('/')
def with_arguments(): pass
@lib.free
def modelled(): pass
@cached
class Store:
    def find(self): pass
plain()
with_arguments()
modelled()
Store().find()
",
        r"
app.py:3 cached -> ?
app.py:5 route('/') -> ?
app.py:5 route('/') -> ?
app.py:7 lib.free -> api lib.free (exact)
app.py:9 cached -> ?
app.py:12 plain() -> app.plain (exact)
app.py:13 with_arguments() -> app.with_arguments (exact)
app.py:14 modelled() -> app.modelled (exact)
app.py:15 Store() -> new app.Store (exact)
app.py:15 Store().find() -> bound app.Store.find (typed)
",
    );
}

#[test]
fn a_decorator_of_the_program_gives_its_wrapper() {
    check(
        r"
def logged(f):
    def wrapper(*args):
        return f(*args)
    return wrapper
@logged
def run(): pass
run()
",
        r"
app.py:3 f(*args) -> app.run (exact)
app.py:5 logged -> app.logged (exact)
app.py:7 run() -> app.logged.wrapper (exact)
",
    );
}

#[test]
fn an_unknown_call_that_is_given_a_function_and_gives_a_decorator_is_not_taken_for_the_function() {
    check(
        r"
import functools
class Store:
    def __call__(self): pass
def logged(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper
@logged
def run():
    return Store()
run()
",
        r"
app.py:5 functools.wraps(f) -> ?
app.py:5 functools.wraps(f) -> ?
app.py:7 f(*args) -> app.run (exact)
app.py:9 logged -> app.logged (exact)
app.py:11 Store() -> new app.Store (exact)
app.py:12 run() -> app.logged.wrapper (exact)
",
    );
}

#[test]
fn a_property_gives_what_its_function_returns() {
    check_with_store(
        r"
from store import Store
class App:
    @property
    def store(self):
        return Store()
    @property
    def declared(self) -> Store: ...
    def run(self):
        self.store.find()
def use(app: App):
    app.declared.find()
",
        r"
app.py:5 Store() -> new store.Store (exact)
app.py:9 self.store.find() -> bound store.Store.find (typed)
app.py:11 app.declared.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn class_methods_take_the_class_and_static_methods_nothing() {
    check(
        r"
class Store:
    @classmethod
    def create(cls):
        return cls()
    @staticmethod
    def count(): pass
    def find(self):
        self.create()
        self.count()
Store.create().find()
Store.count()
Store.find(Store())
Store().count()
",
        r"
app.py:4 cls() -> new app.Store (exact)
app.py:8 self.create() -> bound app.Store.create (typed)
app.py:9 self.count() -> app.Store.count (typed)
app.py:10 Store.create() -> bound app.Store.create (exact)
app.py:10 Store.create().find() -> bound app.Store.find (typed)
app.py:11 Store.count() -> app.Store.count (exact)
app.py:12 Store() -> new app.Store (exact)
app.py:12 Store.find(Store()) -> app.Store.find (exact)
app.py:13 Store() -> new app.Store (exact)
app.py:13 Store().count() -> app.Store.count (typed)
",
    );
}

#[test]
fn calling_an_instance_runs_its_method_for_that() {
    check(
        r"
class Runner:
    def __call__(self, n): pass
r = Runner()
r(1)
Runner()(2)
",
        r"
app.py:3 Runner() -> new app.Runner (exact)
app.py:4 r(1) -> bound app.Runner.__call__ (typed)
app.py:5 Runner() -> new app.Runner (exact)
app.py:5 Runner()(2) -> bound app.Runner.__call__ (typed)
",
    );
}

#[test]
fn gap_calling_an_instance_that_an_attribute_holds_runs_nothing() {
    check(
        r"
class Runner:
    def __call__(self, n): pass
class App:
    def __init__(self):
        self.runner = Runner()
    def run(self):
        self.runner(1)
",
        r"
app.py:5 Runner() -> new app.Runner (exact)
app.py:7 self.runner(1) -> ?
",
    );
}

#[test]
fn a_bound_method_may_be_kept_and_called_later() {
    check_with_store(
        r"
from store import Store
look = Store().find
look()
class App:
    def __init__(self, s: Store):
        self.look = s.find
    def run(self):
        self.look()
",
        r"
app.py:2 Store() -> new store.Store (exact)
app.py:3 look() -> bound store.Store.find (exact)
app.py:8 self.look() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn entering_a_resource_gives_what_its_method_gives() {
    check_with_store(
        r"
from store import Store
class Session:
    def __enter__(self):
        return Store()
    def __exit__(self, *args): pass
class Own:
    def __enter__(self):
        return self
    def __exit__(self, *args): pass
    def find(self): pass
with Session() as s, Own() as o, Store() as same:
    s.find()
    o.find()
    same.find()
",
        r"
app.py:4 Store() -> new store.Store (exact)
app.py:11 Own() -> new app.Own (exact)
app.py:11 Session() -> new app.Session (exact)
app.py:11 Store() -> new store.Store (exact)
app.py:12 s.find() -> bound store.Store.find (typed)
app.py:13 o.find() -> bound app.Own.find (typed)
app.py:14 same.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn either_branch_may_decide_the_type() {
    check_with_store(
        r"
from store import Store
class Other:
    def find(self): pass
def run(c):
    s = Store() if c else Other()
    s.find()
    if c:
        t = Store()
    else:
        t = None
    t.find()
",
        r"
app.py:5 Other() -> new app.Other (exact)
app.py:5 Store() -> new store.Store (exact)
app.py:6 s.find() -> bound app.Other.find | bound store.Store.find (dynamic)
app.py:8 Store() -> new store.Store (exact)
app.py:11 t.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn modelled_calls_and_attributes_give_modelled_instances() {
    check(
        r"
import lib
c = lib.connect()
c.run()
lib.shared.run()
def use(c: lib.Connection):
    c.copy().fetch()
reveal('text'.upper)
reveal([])
reveal(f'{c}')
",
        r"
app.py:2 lib.connect() -> api lib.connect (exact)
app.py:3 c.run() -> api lib.Connection.run (typed)
app.py:4 lib.shared.run() -> api lib.Connection.run (typed)
app.py:6 c.copy() -> api lib.Base.copy (typed)
app.py:6 c.copy().fetch() -> api lib.Base.fetch (typed)
app.py:7 'text'.upper: api str.upper
app.py:8 []: a list
app.py:9 f'{c}': a str
",
    );
}

#[test]
fn a_value_of_more_than_four_types_tells_nothing() {
    let mut text = String::from("def use(x): reveal(x)\ndef few(x): reveal(x)\n");
    for index in 0..5 {
        text += &format!("class C{index}: pass\nuse(C{index}())\n");
    }
    text += "few(C0())\nfew(C1())\nfew(C2())\nfew(C3())\n";
    let listed = crate::listing::linked(&text);
    assert!(listed.calls().iter().any(|line| line == "app.py:1 x: many"));
    assert!(listed.calls().iter().any(|line| line == "app.py:2 x: a app.C0 | a app.C1 | a app.C2 | a app.C3"));
}

#[test]
fn elements_of_declared_collections_have_their_types() {
    check_with_store(
        r"
from typing import Iterator, Mapping, Optional
from store import Store
class Shop:
    stores: dict[str, Store]
    def first(self): self.stores['a'].find()
def each(all: list[Store], maybe: Optional[tuple[int, Store]], by_name: 'Mapping[str, Store]', *rest: Store):
    for s in all: s.find()
    maybe[1].find()
    for name in by_name: name.find()
    by_name['a'].find()
    rest[0].find()
def found() -> Iterator[Store]: pass
def use():
    for s in found(): s.find()
",
        r"
app.py:5 self.stores['a'].find() -> bound store.Store.find (typed)
app.py:7 s.find() -> bound store.Store.find (typed)
app.py:8 maybe[1].find() -> bound store.Store.find (typed)
app.py:9 name.find() -> ?
app.py:10 by_name['a'].find() -> bound store.Store.find (typed)
app.py:11 rest[0].find() -> bound store.Store.find (typed)
app.py:14 found() -> app.found (exact)
app.py:14 s.find() -> bound store.Store.find (typed)
",
    );
}

#[test]
fn gap_a_type_test_does_not_narrow() {
    check_with_store(
        r"
from store import Store
def run(s):
    if isinstance(s, Store):
        s.find()
",
        r"
app.py:4 s.find() -> ?
",
    );
}

#[test]
fn gap_what_is_found_after_four_rounds_stays_unknown() {
    check_with_store(
        r"
from store import Store
def f9(): return f8()
def f8(): return f7()
def f7(): return f6()
def f6(): return f5()
def f5(): return f4()
def f4(): return f3()
def f3(): return f2()
def f2(): return f1()
def f1(): return Store()
reveal(f4())
reveal(f9())
",
        r"
app.py:2 f8() -> app.f8 (exact)
app.py:3 f7() -> app.f7 (exact)
app.py:4 f6() -> app.f6 (exact)
app.py:5 f5() -> app.f5 (exact)
app.py:6 f4() -> app.f4 (exact)
app.py:7 f3() -> app.f3 (exact)
app.py:8 f2() -> app.f2 (exact)
app.py:9 f1() -> app.f1 (exact)
app.py:10 Store() -> new store.Store (exact)
app.py:11 f4() -> app.f4 (exact)
app.py:11 f4(): a store.Store
app.py:12 f9() -> app.f9 (exact)
app.py:12 f9():
",
    );
}
