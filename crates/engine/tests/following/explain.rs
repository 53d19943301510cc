//! Why a flow ends at an operation, or why none does: every answer that there is.

use crate::listing::why;

/// Asserts the answer for the last operation on a line (from 1) that a kind of sink is asked of.
#[track_caller]
fn check(text: &str, line: u32, kind: &str, expected: &str) {
    assert_eq!(why(text, line, kind), expected);
}

#[test]
fn a_flow_is_told_with_its_way() {
    check("from lib import *\nx = source()\nsink(x)\n", 3, "code", "supported from 2 source()");
}

#[test]
fn what_is_known_and_no_such_sink_is_told() {
    let text = "from lib import *\nx = source()\nask(x)\ndef inner(a):\n    sink(a)\ninner(x)\n";
    check(text, 3, "code", "refuted: no sink");
    check(text, 6, "code", "refuted: no sink, it runs app.inner");
    check(text, 5, "code", "supported from 2 source()");
}

#[test]
fn a_call_of_which_nothing_is_known_is_refuted_by_constants_alone() {
    check("from far import away\naway('a', 'b')\n", 2, "code", "refuted: given constants");
    check("import far\nROOM = 'a'\nfar.away(f'{ROOM} b')\n", 3, "code", "refuted: given constants");
    check("from far import away, near\naway('a', near('b'))\n", 2, "code", "undecided: not modelled");
    check("from far import away\naway()\n", 2, "code", "undecided: not modelled");
    check("from far import far\nfar().away('a')\n", 2, "code", "undecided: not modelled");
}

#[test]
fn a_call_of_which_nothing_is_known_is_undecided() {
    check("from lib import *\nfrom far import away\naway(source())\n", 3, "code", "undecided: not modelled");
}

#[test]
fn constants_are_told() {
    check("from lib import *\nx = 'text'\ny = x + 'more'\nsink(y)\n", 4, "code", "refuted: constant");
    let passed = "from lib import *\ndef run(x):\n    sink(x)\nrun('one')\nrun('two')\n";
    check(passed, 3, "code", "refuted: constant");
}

#[test]
fn what_is_put_into_an_object_elsewhere_is_no_constant() {
    let text = r"from lib import *
from far import away
class Store:
    def __init__(self):
        self.all = {}
    def fill(self):
        self.all['a'] = away()
    def use(self):
        sink(self.all['b'])
";
    check(text, 9, "code", "undecided: unknown call 7 away()");
}

#[test]
fn what_nothing_from_outside_reaches_is_told_with_where_it_comes_from() {
    let text = "from lib import *\ndef run(x):\n    sink(x)\n";
    check(text, 3, "code", "refuted: no source: Parameter 2 x");
    let measured = "from lib import *\nsink(encode(box()))\n";
    check(measured, 2, "code", "refuted: no source: KnownCall 2 box()");
}

#[test]
fn what_comes_from_a_call_that_is_not_known_is_undecided() {
    let text = "from lib import *\nfrom far import away\ndef run():\n    x = away()\n    sink(x)\n";
    check(text, 5, "code", "undecided: unknown call 4 away()");
    let below = "from lib import *\nfrom far import away\ndef run(x):\n    sink(x)\nrun(away())\n";
    check(below, 4, "code", "undecided: unknown call 5 away()");
}

#[test]
fn a_method_that_a_call_on_something_unknown_may_run_is_undecided() {
    let text = r"from lib import *
class Reader:
    def read(self, x):
        sink(x)
    def rewind(self, x):
        sink(x)
def run(reader):
    reader.read(source())
";
    check(text, 4, "code", "undecided: unknown caller 8 reader.read(source()) of 3 x");
    check(text, 6, "code", "refuted: no source: Parameter 5 x");
}

#[test]
fn what_a_sanitiser_made_harmless_is_told_with_the_place() {
    check("from lib import *\nx = source()\ny = clean(x)\nsink(y)\n", 4, "code", "refuted: sanitised 3 clean(x)");
    // For another kind of sink it is none.
    check("from lib import *\nx = source()\ny = clean(x)\nask(y)\n", 4, "query", "supported from 2 source()");
    // The last that counts: decoding undoes the first.
    let twice = "from lib import *\nx = decode(clean(source()))\ny = clean(x)\nsink(y)\n";
    check(twice, 4, "code", "refuted: sanitised 3 clean(x)");
}

#[test]
fn a_sanitiser_in_another_function_is_told() {
    let above = "from lib import *\ndef run(x):\n    sink(x)\nrun(clean(source()))\n";
    check(above, 3, "code", "refuted: sanitised 4 clean(source())");
    let below = "from lib import *\ndef cleaned(x):\n    return clean(x)\nsink(cleaned(source()))\n";
    check(below, 4, "code", "refuted: sanitised 3 clean(x)");
}

#[test]
fn what_keeps_nothing_of_its_argument_is_told() {
    check("from lib import *\nx = int(source())\nsink('a' + x)\n", 3, "code", "refuted: sanitised 2 int(source())");
}

#[test]
fn a_guard_is_told_with_its_outcome() {
    let text = r"from lib import *
def run(x):
    if check(x):
        sink(x)
    if is_bad(x):
        raise ValueError
    sink(x)
def needs(x):
    require(x)
    sink(x)
def compared(x):
    if x not in ('a', 'b'):
        return
    sink(x)
run(source())
needs(source())
compared(source())
";
    check(text, 4, "code", "refuted: guarded 3 check(x) is true");
    check(text, 7, "code", "refuted: guarded 5 is_bad(x) is false");
    check(text, 10, "code", "refuted: guarded 9 require(x)");
    check(text, 14, "code", "refuted: guarded 12 x not in ('a', 'b') is false");
}

#[test]
fn a_guard_in_one_branch_does_not_explain_another() {
    let text = r"from lib import *
def run(x):
    if check(x):
        sink(x)
    y = clean(x)
    sink(y)
run(source())
";
    check(text, 6, "code", "refuted: sanitised 5 clean(x)");
}

#[test]
fn an_address_whose_host_is_fixed_is_told() {
    let text = "from lib import *\nx = 'https://fixed.example/' + source()\nvisit(x)\n";
    check(text, 3, "target", "refuted: surrounded 2 'https://fixed.example/' + source()");
}

#[test]
fn a_parameter_that_takes_numbers_is_told() {
    let text = "from lib import *\n@route('/a')\ndef page(number: int):\n    sink(number)\n";
    check(text, 4, "code", "refuted: typed 3 number: int");
}

#[test]
fn code_that_is_never_reached_is_told() {
    let text = r"from lib import *
def run(x):
    if False:
        sink(x)
    fail()
    sink(x)
run(source())
";
    check(text, 4, "code", "refuted: dead");
    check(text, 6, "code", "refuted: dead");
}

#[test]
fn a_source_that_does_not_count_is_told() {
    let text = "from lib import *\nx = local()\nsink(x)\nsink(clean(x))\n";
    check(text, 3, "code", "refuted: source not counted 2 local()");
    check(text, 4, "code", "refuted: sanitised 4 clean(x)");
}

#[test]
fn too_many_assumptions_and_their_calls_are_undecided() {
    let text = r"from lib import *
from far import one, two, three
def run(x):
    sink(three(two(one(x))))
run(source())
";
    check(text, 4, "code", "undecided: unknown call 4 three(two(one(x)))");
}
