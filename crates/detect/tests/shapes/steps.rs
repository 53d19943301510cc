//! Steps and assumptions as people read them.

use std::fmt::Write as _;

use crate::support::{find, notes, only};

const HEAD: &str = "import os
from flask import Flask, request
app = Flask(__name__)
";

fn steps_of(rule: &str, text: &str) -> Vec<(u32, String)> {
    only(rule, &format!("{HEAD}{text}")).steps
}

fn as_text(steps: &[(u32, String)]) -> Vec<(u32, &str)> {
    steps.iter().map(|(line, note)| (*line, note.as_str())).collect()
}

#[test]
fn the_first_step_names_the_source_and_the_handler_and_the_last_the_sink() {
    let steps = steps_of(
        "command-injection",
        "@app.route('/run', methods=['POST'])
def run():
    name = request.form['name']
    command = 'ls ' + name
    os.system(command)
",
    );
    assert_eq!(
        as_text(&steps),
        [
            (6, "`request.form['name']` is read in the handler of POST /run"),
            (7, "it becomes part of `command`"),
            (8, "it reaches `os.system`"),
        ]
    );
}

#[test]
fn what_happens_on_one_line_before_a_call_is_told_with_it() {
    let steps = steps_of(
        "command-injection",
        "@app.get('/run')
def run():
    os.system('ls ' + request.args.get('name', '').strip().lower())
",
    );
    assert_eq!(
        as_text(&steps),
        [
            (6, "`request.args.get('name', '').strip().lower()` is read in the handler of /run"),
            (6, "it becomes part of a longer text, which reaches `os.system`"),
        ]
    );
}

#[test]
fn objects_that_hold_it_are_told_from_it() {
    let steps = steps_of(
        "command-injection",
        "class Lookup:
    def __init__(self, domain):
        self.domain = domain
    def run(self):
        domain = self.domain
        os.system(domain)
@app.get('/run')
def run():
    lookup = Lookup(request.args['domain'])
    lookup.run()
",
    );
    assert_eq!(
        as_text(&steps),
        [
            (12, "`request.args['domain']` is read in the handler of /run"),
            (12, "it is passed to `Lookup` as `domain`"),
            (6, "it is kept in `self.domain`"),
            (12, "the new `Lookup` holds it"),
            (13, "`Lookup.run` is called on the object that holds it"),
            (8, "it is read from `self.domain`"),
            (9, "it reaches `os.system`"),
        ]
    );
}

#[test]
fn a_function_of_which_nothing_is_told_is_one_step() {
    let steps = steps_of(
        "command-injection",
        "def same(x):
    return x
def run():
    name = request.args['name']
    names = unknown()
    names.append(same(name))
    os.system(names[0])
",
    );
    assert_eq!(
        as_text(&steps),
        [
            (7, "`request.args['name']` is read in `run`"),
            (9, "it is passed to `same` as `x` and comes back"),
            (9, "it is put into `names`"),
            (10, "it reaches `os.system`"),
        ]
    );
}

#[test]
fn what_a_handler_returns_is_the_page() {
    let steps = steps_of(
        "cross-site-scripting",
        "def framed(body):
    return f'<main>{body}</main>'
@app.get('/hello/<name>')
def hello(name):
    return framed(name)
",
    );
    assert_eq!(
        as_text(&steps),
        [
            (7, "the request fills the parameter `name` of the handler of /hello/<name>"),
            (8, "it is passed to `framed` as `body`"),
            (5, "it becomes part of a longer text"),
            (8, "the handler `hello` returns it as the page"),
        ]
    );
}

#[test]
fn a_variable_with_several_values_is_returned_where_it_says_so() {
    let steps = steps_of(
        "cross-site-scripting",
        "@app.get('/hello/<name>')
def hello(name):
    page = '<p>' + name
    if not page:
        page = 'nobody'
    return page
",
    );
    assert_eq!(steps.last().unwrap(), &(9, "the handler `hello` returns it as the page".to_owned()));
}

#[test]
fn a_source_outside_of_a_handler_names_its_function() {
    let steps = steps_of(
        "command-injection",
        "def name():
    return request.args['name']
def run():
    os.system(name())
",
    );
    assert_eq!(as_text(&steps), [(5, "`request.args['name']` is read in `name`"), (7, "it reaches `os.system`")]);
}

#[test]
fn a_long_way_is_cut_in_the_middle() {
    let mut text = String::new();
    for at in 0..40 {
        let _ = write!(text, "def f{at}(x):\n    f{}(x)\n", at + 1);
    }
    text.push_str("def f40(x):\n    os.system(x)\n@app.get('/a')\ndef run():\n    f0(request.args['x'])\n");
    let steps = steps_of("command-injection", &text);
    assert_eq!(steps.len(), 24);
    assert!(steps[12].1.starts_with("(19 steps left out) it is passed to"), "{}", steps[12].1);
}

#[test]
fn assumptions_go_on_from_assumes_that() {
    let found = only(
        "command-injection",
        &format!(
            "{HEAD}from elsewhere import change
@app.get('/a')
def run():
    os.system(change(request.args['x']))
"
        ),
    );
    assert_eq!(found.assumptions, ["`change`, whose code is not known, passes its argument on"]);
}

#[test]
fn a_receiver_is_named_as_it_is_written_at_the_call() {
    let found = only(
        "sql-injection",
        &format!(
            "{HEAD}def run(pool):
    cursor = pool.cursor()
    cursor.execute('SELECT ' + request.args['x'])
"
        ),
    );
    assert_eq!(found.assumptions, ["`cursor` is what its name says"]);
    assert_eq!(
        notes(&found),
        ["`request.args['x']` is read in `run`", "it becomes part of a longer text, which reaches `cursor.execute`",]
    );
}

#[test]
fn a_receiver_that_is_known_by_the_name_of_its_maker_is_named_so() {
    let found = only(
        "sql-injection",
        &format!("{HEAD}def run(pool):\n    c = pool.cursor()\n    c.execute('SELECT ' + request.args['x'])\n"),
    );
    assert_eq!(found.assumptions, ["`pool.cursor()` is what its name says"]);
}

#[test]
fn methods_that_only_text_has_assume_nothing() {
    let found = only("command-injection", &format!("{HEAD}def run(x):\n    os.system(request.args[x].strip())\n"));
    assert_eq!(found.assumptions, [""; 0]);
}

#[test]
fn shared_names_are_assumed_to_be_written_first() {
    let found = find(&[(
        "app.py",
        &format!(
            "{HEAD}LAST = ''
@app.get('/a')
def keep():
    global LAST
    LAST = request.args['x']
@app.get('/b')
def run():
    os.system(LAST)
"
        ),
    )]);
    let found = found.iter().find(|found| found.rule == "command-injection").unwrap();
    assert_eq!(found.assumptions, ["`LAST` is written before it is read"]);
    assert_eq!(
        notes(found),
        ["`request.args['x']` is read in the handler of /a", "it is kept in `LAST`", "it reaches `os.system`"]
    );
}
