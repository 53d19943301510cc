//! The same whatever the number of threads and the order of files. Every test of this folder asserts that of its own
//! program as well; here is a larger one.

use crate::listing::{Found, follow, followed_once};

/// Files that import each other in a ring, with classes, cells, callbacks and a recursive group across all of them.
fn ring(files: usize) -> String {
    let mut text = String::new();
    for index in 0..files {
        let next = (index + 1) % files;
        text += &format!(
            "### m{index:02}.py
from lib import *
import m{next:02}
from m{next:02} import Store as Next
held = 'text'
class Store:
    def __init__(self, x):
        self.x = x
        self.next = Next
    def find(self, n):
        sink(self.x)
        return m{next:02}.hand(self.x, n)
    def fill(self):
        global held
        held = source()
        self.x = held
def hand(x, n):
    if n:
        return m{next:02}.hand(x, n - 1)
    ask(x)
    return same(x)
def run(n, any):
    store = Store(source())
    any.fill()
    sink(store.find(n))
    ask(m{next:02}.held)
    call(lambda x: sink(hand(x, n)), second())
"
        );
    }
    text
}

#[test]
fn threads_and_the_order_of_files_change_nothing() {
    let found = follow(&ring(7));
    assert!(found.flows.len() > 7 * 4, "{}", found.flows.join("\n"));
}

#[test]
fn the_same_program_is_always_found_the_same() {
    let text = ring(3);
    let first: Found = followed_once(&text);
    for _ in 0..5 {
        assert_eq!(first, followed_once(&text));
    }
}

#[test]
fn a_file_that_nobody_uses_changes_nothing() {
    let text = ring(3);
    let with = format!("{text}### aaa.py\nclass Unused:\n    pass\n### zzz.py\nunused = 1\n");
    let (without, with) = (followed_once(&text), followed_once(&with));
    assert_eq!(without.flows, with.flows);
    assert_eq!(without.witnesses, with.witnesses);
}
