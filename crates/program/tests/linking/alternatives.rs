//! Definitions of one name of which the conditions of the code choose, and classes that are told by what is asked for.

use crate::listing::check;

#[test]
fn definitions_of_one_name_under_conditions_are_alternatives() {
    check(
        r"
import sys
def silent(text): pass
if sys.platform == 'win32':
    def title(text): pass
elif sys.platform == 'darwin':
    def title(text): pass
else:
    title = silent
def use():
    title('a')
",
        "app.py:10 title('a') -> app.silent | app.title | app.title (alternative)\n",
    );
}

#[test]
fn a_name_from_one_of_two_modules_is_one_of_alternatives() {
    check(
        r"
### pkg/__init__.py
try:
    from pkg.fast import start
except ImportError:
    from pkg.slow import start
### pkg/fast.py
def start(): pass
### pkg/slow.py
def start(): pass
### user.py
import pkg
from pkg import start
from pkg import *
def one(): pkg.start()
def two(): start()
",
        r"
user.py:4 pkg.start() -> pkg.fast.start | pkg.slow.start (alternative)
user.py:5 start() -> pkg.fast.start | pkg.slow.start (alternative)
",
    );
}

#[test]
fn what_control_chooses_in_a_function_is_one_of_alternatives() {
    check(
        r"
def use(quick):
    def one(): pass
    def two(): pass
    run = one if quick else two
    run()
",
        "app.py:5 run() -> app.use.one | app.use.two (alternative)\n",
    );
}

#[test]
fn a_definition_that_another_takes_away_is_none_of_alternatives() {
    check(
        r"
def run(): pass
def run(): pass
def use(): run()
",
        "app.py:3 run() -> app.run | app.run (dynamic)\n",
    );
}

#[test]
fn a_name_that_a_function_gives_another_meaning_is_none_of_alternatives() {
    check(
        r"
def one(): pass
def two(): pass
run = one
def change():
    global run
    run = two
def use(): run()
def handed(step): step()
handed(one)
handed(two)
",
        r"
app.py:7 run() -> app.one | app.two (dynamic)
app.py:8 step() -> app.one | app.two (dynamic)
app.py:9 handed(one) -> app.handed (exact)
app.py:10 handed(two) -> app.handed (exact)
",
    );
}

const TREE: &str = r"
### tree.py
class Tree:
    def next_leaf(self): pass
    def last_leaf(self): pass
    def graft(self, other): pass
class Bush(Tree):
    def trim(self): pass
";

#[test]
fn several_rare_names_that_one_class_has_tell_the_class() {
    let text = r"
### app.py
import tree
def walk(it, other):
    it.next_leaf()
    it.last_leaf()
    it.graft(other)
    other.next_leaf()
    other.last_leaf()
def around(it):
    def inner():
        return it.graft(1)
    it.next_leaf()
    it.last_leaf()
    return inner
";
    check(
        &format!("{}{TREE}", text.trim_end()),
        r"
app.py:3 it.next_leaf() -> bound tree.Tree.next_leaf (by use)
app.py:4 it.last_leaf() -> bound tree.Tree.last_leaf (by use)
app.py:5 it.graft(other) -> bound tree.Tree.graft (by use)
app.py:6 other.next_leaf() -> bound tree.Tree.next_leaf (name only)
app.py:7 other.last_leaf() -> bound tree.Tree.last_leaf (name only)
app.py:10 it.graft(1) -> bound tree.Tree.graft (by use)
app.py:11 it.next_leaf() -> bound tree.Tree.next_leaf (name only)
app.py:12 it.last_leaf() -> bound tree.Tree.last_leaf (name only)
",
    );
}
