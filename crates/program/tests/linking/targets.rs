//! Who may be called, and how sure that is.

use crate::listing::check;

#[test]
fn a_name_is_exact_and_a_receiver_is_typed() {
    check(
        r"
def run(): pass
class Store:
    def find(self): pass
run()
Store().find()
",
        r"
app.py:4 run() -> app.run (exact)
app.py:5 Store() -> new app.Store (exact)
app.py:5 Store().find() -> bound app.Store.find (typed)
",
    );
}

#[test]
fn a_method_may_be_overridden_below_the_receivers_class() {
    check(
        r"
class Base:
    def find(self): pass
    def kept(self): pass
    def run(self):
        self.find()
        self.kept()
class One(Base):
    def find(self): pass
class Two(One):
    def find(self): pass
def use(base: Base, one: One, two: Two):
    base.find()
    one.find()
    two.find()
",
        r"
app.py:5 self.find() -> bound app.Base.find | bound app.One.find | bound app.Two.find (dynamic)
app.py:6 self.kept() -> bound app.Base.kept (typed)
app.py:12 base.find() -> bound app.Base.find | bound app.One.find | bound app.Two.find (dynamic)
app.py:13 one.find() -> bound app.One.find | bound app.Two.find (dynamic)
app.py:14 two.find() -> bound app.Two.find (typed)
",
    );
}

#[test]
fn of_many_overrides_the_first_eight_are_followed_the_receivers_own_first() {
    let mut text = String::from("class Base:\n    def find(self): pass\n");
    for index in 0..12 {
        text += &format!("class C{index:02}(Base):\n    def find(self): pass\n");
    }
    text += "def use(base: Base): base.find()\n";
    check(
        &text,
        "app.py:27 base.find() -> bound app.Base.find | bound app.C00.find | bound app.C01.find | \
         bound app.C02.find | bound app.C03.find | bound app.C04.find | bound app.C05.find | bound app.C06.find \
         (dynamic)",
    );
}

const BY_NAME: &str = r"
### store.py
class Store:
    def by_title(self, title, limit=10): pass
    def by_names(self, *names, **rest): pass
    def find(self, n): pass
    def odd(self): pass
    def __sizeof__(self): pass
    @staticmethod
    def fixed_one(): pass
";

#[track_caller]
fn check_by_name(text: &str, expected: &str) {
    check(&format!("### app.py\n{text}{BY_NAME}"), expected);
}

#[test]
fn a_rare_name_decides_for_an_unknown_receiver_along_imports() {
    check_by_name(
        "import store\ndef use(x): x.by_title(1)\n",
        "app.py:2 x.by_title(1) -> bound store.Store.by_title (name only)",
    );
    check_by_name(
        "import between\ndef use(x): x.by_title(1)\n### between.py\nfrom store import Store\n",
        "app.py:2 x.by_title(1) -> bound store.Store.by_title (name only)",
    );
    check_by_name(
        "def use(x):\n    import store\n    x.by_title(1)\n",
        "app.py:3 x.by_title(1) -> bound store.Store.by_title (name only)",
    );
}

#[test]
fn without_an_import_a_name_decides_nothing() {
    check_by_name("def use(x): x.by_title(1)\n", "app.py:1 x.by_title(1) -> ?");
    check_by_name("import other\ndef use(x): x.by_title(1)\n### other.py\n", "app.py:2 x.by_title(1) -> ?");
}

#[test]
fn a_name_decides_only_with_arguments_that_fit() {
    check_by_name(
        r"import store
def use(x):
    x.by_title()
    x.by_title(1)
    x.by_title(1, 2)
    x.by_title(1, 2, 3)
    x.by_title(title=1)
    x.by_title(1, limit=2)
    x.by_title(1, other=2)
    x.by_title(*x)
    x.by_title(**x)
    x.by_names()
    x.by_names(1, 2, 3, four=4)
",
        r"
app.py:3 x.by_title() -> ?
app.py:4 x.by_title(1) -> bound store.Store.by_title (name only)
app.py:5 x.by_title(1, 2) -> bound store.Store.by_title (name only)
app.py:6 x.by_title(1, 2, 3) -> ?
app.py:7 x.by_title(title=1) -> bound store.Store.by_title (name only)
app.py:8 x.by_title(1, limit=2) -> bound store.Store.by_title (name only)
app.py:9 x.by_title(1, other=2) -> ?
app.py:10 x.by_title(*x) -> bound store.Store.by_title (name only)
app.py:11 x.by_title(**x) -> bound store.Store.by_title (name only)
app.py:12 x.by_names() -> bound store.Store.by_names (name only)
app.py:13 x.by_names(1, 2, 3, four=4) -> bound store.Store.by_names (name only)
",
    );
}

#[test]
fn common_short_and_special_names_and_static_methods_decide_nothing() {
    check_by_name(
        r"import store
def use(x):
    x.find(1)
    x.odd()
    x.__sizeof__()
    x.fixed_one()
",
        r"
app.py:3 x.find(1) -> ?
app.py:4 x.odd() -> ?
app.py:5 x.__sizeof__() -> ?
app.py:6 x.fixed_one() -> ?
",
    );
}

#[test]
fn a_name_that_more_than_two_classes_have_decides_nothing() {
    let classes = |count: usize| {
        let class = |index: usize| format!("class C{index}:\n    def by_title(self): pass\n");
        (0..count).map(class).collect::<String>() + "def use(x): x.by_title()\n"
    };
    check(&classes(2), "app.py:5 x.by_title() -> bound app.C0.by_title | bound app.C1.by_title (name only)");
    check(&classes(3), "app.py:7 x.by_title() -> ?");
}

#[test]
fn a_receiver_of_known_type_is_not_taken_for_another_by_name() {
    check_by_name(
        r"import store
import lib
class Other: pass
Other().by_title(1)
lib.connect().by_title(1)
store.by_title(1)
'text'.by_title(1)
",
        r"
app.py:4 Other() -> new app.Other (exact)
app.py:4 Other().by_title(1) -> ?
app.py:5 lib.connect() -> api lib.connect (exact)
app.py:5 lib.connect().by_title(1) -> ?
app.py:6 store.by_title(1) -> ?
app.py:7 'text'.by_title(1) -> ?
",
    );
}

#[test]
fn a_receiver_of_too_many_types_is_followed_by_the_hierarchy() {
    let mut text = String::from("class Base:\n    def find(self): pass\n");
    for index in 0..5 {
        text += &format!("class C{index}(Base):\n    def find(self): pass\n");
    }
    text += "def use(base: Base): base.find()\n";
    check(
        &text,
        "app.py:13 base.find() -> bound app.Base.find | bound app.C0.find | bound app.C1.find | bound app.C2.find | \
         bound app.C3.find | bound app.C4.find (dynamic)",
    );
}

#[test]
fn a_method_that_is_looked_up_by_a_constant_name_is_found() {
    check(
        r"
class Store:
    def find(self): pass
def fixed(): pass
def run(name):
    getattr(Store(), 'find')()
    getattr(Store(), 'other', fixed)()
    getattr(Store(), name)()
store = Store()
setattr(store, 'kept', fixed)
store.kept()
",
        r"
app.py:5 Store() -> new app.Store (exact)
app.py:5 getattr(Store(), 'find')() -> bound app.Store.find (exact)
app.py:6 Store() -> new app.Store (exact)
app.py:6 getattr(Store(), 'other', fixed)() -> app.fixed (exact)
app.py:7 Store() -> new app.Store (exact)
app.py:7 getattr(Store(), name) -> ?
app.py:7 getattr(Store(), name)() -> ?
app.py:8 Store() -> new app.Store (exact)
app.py:10 store.kept() -> app.fixed (typed)
",
    );
}

#[test]
fn a_wrapper_of_one_function_runs_in_its_place() {
    check(
        r"
def logged(function):
    def wrapper(*args):
        return function(*args)
    return wrapper
@logged
def find(name): pass
def use(): find('a')
class Store:
    @logged
    def find(self): pass
",
        r"
app.py:3 function(*args) -> app.Store.find | app.find (dynamic)
app.py:5 logged -> app.logged (exact)
app.py:7 find('a') -> app.find (exact)
app.py:9 logged -> app.logged (exact)
",
    );
    check(
        r"
def logged(function):
    def wrapper(*args):
        return function(*args)
    return wrapper
def counted(function):
    def wrapper(self):
        return function(self)
    return wrapper
@logged
def find(name): pass
def use(): find('a')
class Store:
    @counted
    def find(self): pass
def more(store: Store): store.find()
",
        r"
app.py:3 function(*args) -> app.find (exact)
app.py:7 function(self) -> app.Store.find (exact)
app.py:9 logged -> app.logged (exact)
app.py:11 find('a') -> app.logged.wrapper (exact)
app.py:13 counted -> app.counted (exact)
app.py:15 store.find() -> bound app.counted.wrapper (typed)
",
    );
}

#[test]
fn a_wrapper_that_a_call_with_arguments_makes_runs_in_its_place() {
    check(
        r"
def retried(times):
    def decorate(function):
        def wrapper(*args): return function(*args)
        return wrapper
    return decorate
@retried(3)
def find(name): pass
def use(): find('a')
",
        r"
app.py:3 function(*args) -> app.find (exact)
app.py:6 retried(3) -> app.retried (exact)
app.py:6 retried(3) -> app.retried.decorate (exact)
app.py:8 find('a') -> app.retried.decorate.wrapper (exact)
",
    );
}

#[test]
fn arguments_that_are_kept_for_later_are_passed_on() {
    check(
        r"
import functools
def one(): pass
def two(): pass
def run(a, b, c):
    a()
    b()
    c()
later = functools.partial(run, one, c=one)
later(two)
",
        r"
app.py:5 a() -> app.one (exact)
app.py:6 b() -> app.two (exact)
app.py:7 c() -> app.one (exact)
app.py:8 functools.partial(run, one, c=one) -> app.run (exact)
app.py:9 later(two) -> app.<partial> (exact)
",
    );
}
