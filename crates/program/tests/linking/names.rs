//! Names, followed across files.

use crate::listing::check;

#[test]
fn a_name_is_followed_through_an_import_and_its_alias() {
    check(
        r"
### app.py
import store
import store as s
from store import find, find as look
store.find(1)
s.find(2)
find(3)
look(4)
### store.py
def find(n): pass
",
        r"
app.py:4 store.find(1) -> store.find (exact)
app.py:5 s.find(2) -> store.find (exact)
app.py:6 find(3) -> store.find (exact)
app.py:7 look(4) -> store.find (exact)
",
    );
}

#[test]
fn a_dotted_import_binds_its_first_part_and_an_alias_its_last() {
    check(
        r"
### app.py
import pkg.store
import pkg.store as deep
pkg.store.find()
pkg.open_all()
deep.find()
### pkg/__init__.py
def open_all(): pass
### pkg/store.py
def find(): pass
",
        r"
app.py:3 pkg.store.find() -> pkg.store.find (exact)
app.py:4 pkg.open_all() -> pkg.open_all (exact)
app.py:5 deep.find() -> pkg.store.find (exact)
",
    );
}

#[test]
fn a_relative_import_starts_from_the_package_of_its_file() {
    check(
        r"
### pkg/__init__.py
from .store import find
find()
### pkg/deep/__init__.py
### pkg/deep/app.py
from . import near
from .near import step
from .. import store
from ..store import find
near.step()
step()
store.find()
find()
### pkg/deep/near.py
def step(): pass
### pkg/store.py
def find(): pass
",
        r"
pkg/__init__.py:2 find() -> pkg.store.find (exact)
pkg/deep/app.py:5 near.step() -> pkg.deep.near.step (exact)
pkg/deep/app.py:6 step() -> pkg.deep.near.step (exact)
pkg/deep/app.py:7 store.find() -> pkg.store.find (exact)
pkg/deep/app.py:8 find() -> pkg.store.find (exact)
",
    );
}

#[test]
fn a_package_hands_on_the_names_of_its_modules() {
    check(
        r"
### app.py
import pkg
from pkg import look, Store
look()
pkg.look()
pkg.Store()
Store.create()
### pkg/__init__.py
from .inner import find as look, Store
### pkg/inner/__init__.py
from .store import find, Store
### pkg/inner/store.py
def find(): pass
class Store:
    @staticmethod
    def create(): pass
",
        r"
app.py:3 look() -> pkg.inner.store.find (exact)
app.py:4 pkg.look() -> pkg.inner.store.find (exact)
app.py:5 pkg.Store() -> new pkg.inner.store.Store (exact)
app.py:6 Store.create() -> pkg.inner.store.Store.create (exact)
",
    );
}

#[test]
fn a_star_import_brings_what_the_module_lists() {
    check(
        r#"
### app.py
from store import *
find()
_listed()
unlisted()
### store.py
__all__ = ["find", "_listed"]
def find(): pass
def _listed(): pass
def unlisted(): pass
"#,
        r"
app.py:2 find() -> store.find (exact)
app.py:3 _listed() -> store._listed (exact)
app.py:4 unlisted() -> ?
",
    );
}

#[test]
fn a_star_import_of_a_module_without_a_list_brings_its_public_names() {
    check(
        r"
### app.py
from store import *
find()
_private()
helper()
### base.py
def helper(): pass
### store.py
from base import *
def find(): pass
def _private(): pass
",
        r"
app.py:2 find() -> store.find (exact)
app.py:3 _private() -> ?
app.py:4 helper() -> base.helper (exact)
",
    );
}

#[test]
fn a_name_of_the_module_itself_goes_before_a_star_import() {
    check(
        r"
### app.py
from store import *
def find(): pass
find()
### store.py
def find(): pass
",
        "app.py:3 find() -> app.find (exact)",
    );
}

#[test]
fn modules_that_import_each_other_know_each_others_names() {
    check(
        r"
### a.py
from b import g
def f():
    g()
### b.py
import a
def g():
    a.f()
",
        r"
a.py:3 g() -> b.g (exact)
b.py:3 a.f() -> a.f (exact)
",
    );
}

#[test]
fn a_name_that_only_leads_in_a_circle_means_nothing() {
    check(
        r"
### a.py
from b import x
from b import *
x()
y()
### b.py
from a import x
from a import *
",
        r"
a.py:3 x() -> ?
a.py:4 y() -> ?
",
    );
}

#[test]
fn an_import_within_a_function_is_known_there() {
    check(
        r"
### app.py
def run():
    from store import find
    import store as s
    find()
    s.find()
find()
### store.py
def find(): pass
",
        r"
app.py:4 find() -> store.find (exact)
app.py:5 s.find() -> store.find (exact)
app.py:6 find() -> ?
",
    );
}

#[test]
fn an_import_with_a_substitute_means_either() {
    check(
        r"
### app.py
try:
    from fast import find
except ImportError:
    from slow import find
try:
    import fast as impl
except ImportError:
    impl = None
find()
impl.find()
### fast.py
def find(): pass
### slow.py
def find(): pass
",
        r"
app.py:9 find() -> fast.find | slow.find (alternative)
app.py:10 impl.find() -> fast.find (exact)
",
    );
}

#[test]
fn a_definition_in_either_branch_means_either() {
    check(
        r"
### app.py
import sys
if sys.x:
    def find(): pass
else:
    def find(): pass
def run():
    find()
",
        "app.py:7 find() -> app.find | app.find (alternative)",
    );
}

#[test]
fn what_lies_below_a_source_root_is_imported_without_it() {
    check(
        r"
### src/app.py
from pkg.store import find
find()
### src/pkg/store.py
def find(): pass
### tests/app.py
from pkg import store
store.find()
",
        r"
src/app.py:2 find() -> pkg.store.find (exact)
tests/app.py:2 store.find() -> pkg.store.find (exact)
",
    );
}

#[test]
fn a_folder_without_a_file_of_its_own_is_a_package_all_the_same() {
    check(
        r"
### app.py
import space.inner.store
from space import inner
from space.inner import store
space.inner.store.find()
inner.store.find()
store.find()
reveal(space)
### space/inner/store.py
def find(): pass
",
        r"
app.py:4 space.inner.store.find() -> space.inner.store.find (exact)
app.py:5 inner.store.find() -> space.inner.store.find (exact)
app.py:6 store.find() -> space.inner.store.find (exact)
app.py:7 space: namespace space
",
    );
}

#[test]
fn a_local_name_hides_the_one_of_the_module() {
    check(
        r"
### app.py
from store import find
def given(find):
    find()
def bound():
    find = print
    find()
### store.py
def find(): pass
",
        r"
app.py:3 find() -> ?
app.py:6 find() -> ?
",
    );
}

#[test]
fn a_module_of_the_program_hides_a_library_of_that_name() {
    check(
        r"
### app.py
import lib
lib.free()
lib.connect()
### lib.py
def free(): pass
",
        r"
app.py:2 lib.free() -> lib.free (exact)
app.py:3 lib.connect() -> ?
",
    );
}

#[test]
fn modelled_names_are_found_by_import_alias_star_and_other_names() {
    check(
        r"
### app.py
import lib
import lib.inner as i
from lib import free as away
from lib import *
lib.free()
i.release()
away()
connect()
### other.py
from app import away
away()
",
        r"
app.py:5 lib.free() -> api lib.free (exact)
app.py:6 i.release() -> api lib.free (exact)
app.py:7 away() -> api lib.free (exact)
app.py:8 connect() -> api lib.connect (exact)
other.py:2 away() -> api lib.free (exact)
",
    );
}

#[test]
fn a_library_without_a_model_is_unknown() {
    check(
        "import other\nother.free()\nother.inner.free()\n",
        "app.py:2 other.free() -> ?\napp.py:3 other.inner.free() -> ?",
    );
}

#[test]
fn a_value_of_another_module_has_its_type() {
    check(
        r"
### app.py
import store
from store import shared as mine
from pkg import handed
store.shared.find()
mine.find()
handed.find()
### pkg/__init__.py
from store import shared as handed
### store.py
class Store:
    def find(self): pass
shared = Store()
",
        r"
app.py:4 store.shared.find() -> bound store.Store.find (typed)
app.py:5 mine.find() -> bound store.Store.find (typed)
app.py:6 handed.find() -> bound store.Store.find (typed)
store.py:3 Store() -> new store.Store (exact)
",
    );
}

#[test]
fn a_class_inside_of_a_class_is_found_by_its_path() {
    check(
        r"
### app.py
import store
store.Outer.Inner()
store.Outer.Inner.make()
### store.py
class Outer:
    class Inner:
        @staticmethod
        def make(): pass
",
        r"
app.py:2 store.Outer.Inner() -> new store.Outer.Inner (exact)
app.py:3 store.Outer.Inner.make() -> store.Outer.Inner.make (exact)
",
    );
}

#[test]
fn a_name_is_followed_through_as_many_hands_as_the_limit_says() {
    let chain = |count: usize| {
        let mut text = String::from("### app.py\nfrom m0 import find\nfind()\n");
        for index in 0..count {
            text += &format!("### m{index}.py\nfrom m{} import find\n", index + 1);
        }
        text + &format!("### m{count}.py\ndef find(): pass\n")
    };
    check(&chain(9), "app.py:2 find() -> m9.find (exact)");
    check(&chain(40), "app.py:2 find() -> ?");
}
