//! Classes and their ancestors.

use crate::listing::{check, check_classes};

#[test]
fn ancestors_come_in_the_order_of_the_bases() {
    check_classes(
        r"
### app.py
import store
from store import Store as S
class Left(store.Store): pass
class Right(S): pass
class Both(Left, Second): pass
class Second: pass
### store.py
class Store: pass
",
        r"
app.Both < app.Left < store.Store < app.Second
app.Left < store.Store
app.Right < store.Store
app.Second
store.Store
",
    );
}

#[test]
fn in_a_diamond_the_common_ancestor_comes_last() {
    check_classes(
        r"
class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
",
        r"
app.A
app.B < app.A
app.C < app.A
app.D < app.B < app.C < app.A
",
    );
}

#[test]
fn in_a_diamond_the_override_of_the_second_base_is_called() {
    check(
        r"
class A:
    def find(self): pass
class B(A): pass
class C(A):
    def find(self): pass
class D(B, C): pass
d = D()
d.find()
",
        r"
app.py:7 D() -> new app.D (exact)
app.py:8 d.find() -> bound app.C.find (typed)
",
    );
}

#[test]
fn super_means_the_next_class_that_has_the_method() {
    check(
        r"
class A:
    def __init__(self): pass
    def find(self): pass
class B(A): pass
class C(B):
    def __init__(self):
        super().__init__()
    def find(self):
        super().find()
        super(C, self).find()
        super().missing()
",
        r"
app.py:7 super().__init__() -> bound app.A.__init__ (typed)
app.py:9 super().find() -> bound app.A.find (typed)
app.py:10 super(C, self).find() -> bound app.A.find (typed)
app.py:11 super().missing() -> ?
",
    );
}

#[test]
fn super_in_a_diamond_means_the_next_class_of_any_receiver() {
    check(
        r"
class A:
    def find(self): pass
class B(A):
    def find(self):
        super().find()
class C(A):
    def find(self): pass
class D(B, C): pass
",
        "app.py:5 super().find() -> bound app.A.find | bound app.C.find (dynamic)",
    );
}

#[test]
fn a_mixin_calls_what_its_users_provide() {
    check(
        r"
class Mixin:
    def go(self):
        self.provided()
class Base:
    def provided(self): pass
class App(Mixin, Base): pass
App().go()
",
        r"
app.py:3 self.provided() -> bound app.Base.provided (typed)
app.py:7 App() -> new app.App (exact)
app.py:7 App().go() -> bound app.Mixin.go (typed)
",
    );
}

#[test]
fn a_class_with_an_unknown_base_says_so_and_so_do_those_below() {
    check_classes(
        r"
from other import Unknown
class A(Unknown): pass
class B(A): pass
class C(make()): pass
class D(object): pass
",
        r"
app.A < ?
app.B < app.A < ?
app.C
app.D < ?
",
    );
}

#[test]
fn a_method_that_only_an_unknown_base_can_have_is_unknown() {
    check(
        r"
from other import Unknown
class A(Unknown):
    def run(self):
        self.inherited()
        self.own()
    def own(self): pass
",
        r"
app.py:4 self.inherited() -> ?
app.py:5 self.own() -> bound app.A.own (typed)
",
    );
}

#[test]
fn what_a_modelled_base_has_its_heirs_have() {
    let text = r"
import lib
from lib import Connection
class A(lib.Base):
    def run(self):
        self.fetch()
        super().fetch()
class B(Connection, A):
    def run(self):
        self.fetch()
        super().run()
b = B()
b.copy().run()
";
    check(
        text,
        r"
app.py:5 self.fetch() -> api lib.Base.fetch (typed)
app.py:6 super().fetch() -> api lib.Base.fetch (typed)
app.py:9 self.fetch() -> api lib.Base.fetch (typed)
app.py:10 super().run() -> bound app.A.run (typed)
app.py:11 B() -> new app.B (exact)
app.py:12 b.copy() -> api lib.Base.copy (typed)
app.py:12 b.copy().run() -> api lib.Connection.run (typed)
",
    );
    check_classes(
        text,
        r"
app.A < api lib.Base
app.B < app.A < api lib.Connection < api lib.Base
",
    );
}

#[test]
fn the_constructor_is_the_nearest_one() {
    check(
        r"
class A:
    def __init__(self, n): pass
class B(A): pass
class C(B):
    def __init__(self): pass
class D: pass
A(1)
B(1)
C()
D()
",
        r"
app.py:7 A(1) -> new app.A by app.A.__init__ (exact)
app.py:8 B(1) -> new app.B by app.A.__init__ (exact)
app.py:9 C() -> new app.C by app.C.__init__ (exact)
app.py:10 D() -> new app.D (exact)
",
    );
}

#[test]
fn classes_that_descend_from_each_other_come_to_an_end() {
    check_classes(
        r"
class A(B): pass
class B(A): pass
class C(C): pass
",
        r"
app.A < app.B
app.B < app.A
app.C < ?
",
    );
}

#[test]
fn a_base_with_arguments_counts() {
    check_classes(
        r"
class Base: pass
class A(Base[int]): pass
class B(Base, metaclass=Meta): pass
",
        r"
app.A < app.Base
app.B < app.Base
app.Base
",
    );
}

#[test]
fn a_base_of_either_of_two_classes_descends_from_both() {
    check_classes(
        r"
### app.py
try:
    from fast import Base
except ImportError:
    from slow import Base
class A(Base): pass
### fast.py
class Base: pass
### slow.py
class Base: pass
",
        r"
app.A < fast.Base < slow.Base
fast.Base
slow.Base
",
    );
}

#[test]
fn no_more_than_64_ancestors_are_looked_at() {
    let mut text = String::from("class C0:\n    def find(self): pass\n");
    for index in 1..80 {
        text += &format!("class C{index}(C{}): pass\n", index - 1);
    }
    text += "C63().find()\nC64().find()\n";
    check(
        &text,
        r"
app.py:82 C63() -> new app.C63 (exact)
app.py:82 C63().find() -> bound app.C0.find (typed)
app.py:83 C64() -> new app.C64 (exact)
app.py:83 C64().find() -> ?
",
    );
}

#[test]
fn a_class_in_the_body_of_another_is_a_base() {
    check_classes(
        r"
### app.py
import store
class Outer:
    class Inner: pass
class Left(Outer.Inner): pass
class Right(store.Store.Row): pass
### store.py
class Store:
    class Row: pass
",
        r"
app.Left < app.Outer.Inner
app.Outer
app.Outer.Inner
app.Right < store.Store.Row
store.Store
store.Store.Row
",
    );
}

#[test]
fn super_in_a_mixin_means_what_comes_beside_it() {
    check(
        r"
class Mixin:
    def find(self):
        super().find()
class Base:
    def find(self): pass
class Both(Mixin, Base): pass
",
        "app.py:3 super().find() -> bound app.Base.find (typed)",
    );
}

#[test]
fn a_function_in_the_body_of_a_class_is_a_method() {
    check(
        r"
def one(): pass
class Store:
    key = lambda self, x: x()
    def __init__(self): self.later = lambda x: x()
Store().key(one)
Store().later(one)
",
        r"
app.py:3 x() -> app.one (exact)
app.py:4 x() -> app.one (exact)
app.py:5 Store() -> new app.Store by app.Store.__init__ (exact)
app.py:5 Store().key(one) -> bound app.Store.<lambda> (typed)
app.py:6 Store() -> new app.Store by app.Store.__init__ (exact)
app.py:6 Store().later(one) -> app.Store.__init__.<lambda> (typed)
",
    );
}

#[test]
fn a_base_that_is_looked_up_at_run_time_is_any_of_what_it_may_be() {
    check_classes(
        r#"
import lib
class Slow: pass
class Quick: pass
Chosen = getattr(lib, "Base", lib.Connection)
if lib.fast:
    Own = Quick
else:
    Own = Slow
Again = Own
Made = lib.make()
class A(Chosen): pass
class B(Again): pass
class C(Made): pass
class D(Loop): pass
Loop = Loop
"#,
        r"
app.A < api lib.Base < api lib.Connection
app.B < app.Slow < app.Quick
app.C < ?
app.D < ?
app.Quick
app.Slow
",
    );
}
