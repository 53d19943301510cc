//! *order*: a check of a path, and a use of the same path that relies on it.

use knowledge::Confidence;

use crate::support::{by, find, lines, notes, only};

const RULE: &str = "check-then-use";

fn in_class(body: &str) -> String {
    format!("import os\nfrom pathlib import Path\nclass Log:\n    def run(self, name):\n{body}")
}

#[test]
fn an_attribute_that_is_read_twice_is_the_same_path() {
    let text = in_class(
        "        if os.path.islink(self.path):
            return
        open(self.path)
",
    );
    assert_eq!(lines(RULE, &text), [7]);
}

#[test]
fn an_attribute_that_is_written_in_between_is_another_path() {
    let text = in_class(
        "        if os.path.islink(self.path):
            return
        self.path = name
        open(self.path)
",
    );
    assert_eq!(lines(RULE, &text), [0; 0]);
}

#[test]
fn another_attribute_or_object_is_another_path() {
    let text = in_class(
        "        if os.path.islink(self.path):
            return
        open(self.other)
        open(name.path)
",
    );
    assert_eq!(lines(RULE, &text), [0; 0]);
}

#[test]
fn paths_that_are_made_twice_in_the_same_way_are_the_same() {
    let text = in_class(
        "        if os.path.islink(os.path.join(self.root, name)):
            return
        open(os.path.join(self.root, name))
        if Path(name).is_symlink():
            return
        Path(name).write_text('x')
        Path(self.root).write_text('x')
",
    );
    assert_eq!(lines(RULE, &text), [7, 10]);
}

#[test]
fn the_check_may_stand_in_the_condition_and_the_use_on_the_same_line() {
    let found = only(RULE, "import os\ndef f(p):\n    if os.access(p, os.W_OK): open(p, 'w')\n");
    assert_eq!(
        found.steps,
        [
            (3, "`os.access` asks about `p`".to_owned()),
            (3, "`open` uses `p`, which may be another file by now".to_owned())
        ]
    );
}

#[test]
fn several_checks_of_one_use_are_one_finding() {
    let found = only(
        RULE,
        "import os\ndef f(p):\n    if os.path.islink(p):\n        return\n    if os.access(p, os.R_OK):\n        open(p)\n",
    );
    assert!(found.message.starts_with("`os.access` asks about a path in line 5"), "{}", found.message);
}

#[test]
fn a_check_whose_result_is_dropped_is_none() {
    assert_eq!(lines(RULE, "import os\ndef f(p):\n    os.access(p, os.R_OK)\n    open(p)\n"), [0; 0]);
}

#[test]
fn a_check_on_one_way_only_is_none() {
    let text = "import os
def f(p, q):
    if q:
        if os.path.islink(p):
            return
    open(p)
";
    assert_eq!(lines(RULE, text), [0; 0]);
}

#[test]
fn the_path_may_be_handed_on() {
    let found = find(&[
        (
            "reading.py",
            "def read(path):\n    return load(file=path)\ndef load(mode='r', file=None):\n    return open(file)\n",
        ),
        (
            "show.py",
            "import os\nfrom reading import read\ndef show(p):\n    if os.access(p, os.R_OK):\n        read(p)\n",
        ),
    ]);
    let found: Vec<_> = found.iter().filter(|found| found.rule == RULE).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].path.as_str(), found[0].line), ("reading.py", 4));
    assert!(
        found[0].message.starts_with("`os.access` asks about a path in line 4 of `show.py`, and"),
        "{}",
        found[0].message
    );
    assert_eq!(
        notes(found[0]),
        [
            "`os.access` asks about `p`",
            "`p` is passed to `read` as `path`",
            "`path` is passed to `load` as `file`",
            "`open` uses `file`, which may be another file by now",
        ]
    );
}

#[test]
fn another_argument_is_not_the_path() {
    let text = "import os
def put(path, target):
    open(target)
def f(p, q):
    if os.path.islink(p):
        return
    put(p, q)
    put(target=q, path=p)
";
    assert_eq!(lines(RULE, text), [0; 0]);
}

#[test]
fn functions_that_call_each_other_come_to_an_end() {
    let text = "import os
def a(path):
    open(path)
    b(path)
def b(path):
    a(path)
def f(p):
    if os.access(p, os.R_OK):
        a(p)
";
    assert_eq!(by(RULE, text).len(), 1);
}

#[test]
fn only_a_check_that_refuses_is_more_than_a_lead() {
    let confidence = |body: &str| only(RULE, &format!("import os\ndef f(p, q):\n{body}")).confidence;
    let refuses = "    if os.path.islink(p):\n        raise ValueError(p)\n    open(p, 'w')\n";
    assert_eq!(confidence(refuses), Confidence::Medium);
    let leaves = "    if not os.path.islink(p):\n        open(p, 'w')\n    else:\n        return 0\n    return 1\n";
    assert_eq!(confidence(leaves), Confidence::Medium);
    let in_a_loop =
        "    for p in q:\n        if os.path.islink(p):\n            raise ValueError(p)\n        open(p, 'w')\n";
    assert_eq!(confidence(in_a_loop), Confidence::Medium);
    let chooses = "    if os.path.islink(p):\n        q.note(p)\n    else:\n        open(p, 'w')\n";
    assert_eq!(confidence(chooses), Confidence::Low);
    let fails_later = "    if os.path.islink(p):\n        q = p\n    open(p, 'w')\n    raise ValueError(q)\n";
    assert_eq!(confidence(fails_later), Confidence::Low);
    let of_another_kind = "    if not os.access(p, os.W_OK):\n        raise ValueError(p)\n    open(p, 'w')\n";
    assert_eq!(confidence(of_another_kind), Confidence::Low);
}
