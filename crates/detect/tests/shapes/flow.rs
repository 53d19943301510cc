//! *flow*: one finding a place, its case, its words.

use crate::support::{by, only};

const HEAD: &str = "import os
import subprocess
from flask import Flask, request
app = Flask(__name__)
";

fn with_head(text: &str) -> String {
    format!("{HEAD}{text}")
}

#[test]
fn at_one_call_the_case_that_stands_first_on_the_page_wins() {
    let found = only(
        "command-injection",
        &with_head(
            "@app.get('/a')
def run():
    command = request.args['command']
    subprocess.run([command, command])
",
        ),
    );
    assert_eq!(found.cwe, 78);
    assert!(found.message.contains("starts the program"), "{}", found.message);
    assert!(!found.message.contains("also from"), "{}", found.message);
}

#[test]
fn two_calls_are_two_findings() {
    let found = by(
        "command-injection",
        &with_head(
            "@app.get('/a')
def run():
    os.system(request.args['a'])
    os.system(request.args['b'])
",
        ),
    );
    assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [7, 8]);
}

#[test]
fn other_sources_of_one_place_are_named_once_each() {
    let found = only(
        "command-injection",
        &with_head(
            "@app.get('/a')
def run():
    first = request.args['a']
    second = request.form['b']
    os.system(first + second + first)
",
        ),
    );
    assert!(found.message.ends_with(" Data comes here also from `request.form['b']` (app.py:8)."), "{}", found.message);
    assert_eq!(found.message.matches("Data comes here").count(), 1);
}

#[test]
fn the_source_of_a_route_parameter_is_its_name() {
    let found = only(
        "path-traversal",
        &with_head(
            "@app.get('/files/<path:name>')
def show(name):
    return {'text': open(name).read()}
",
        ),
    );
    assert!(found.message.contains("comes from the request (`name`)"), "{}", found.message);
}

#[test]
fn an_argument_reads_as_it_is_written_at_the_call() {
    let found = only(
        "command-injection",
        &with_head(
            "@app.get('/a')
def run():
    line = request.args.get('line') or 'true'
    os.system(  # now
        line,
    )
",
        ),
    );
    assert!(found.message.contains("hands `line` to a shell"), "{}", found.message);
}

#[test]
fn one_of_several_values_reads_as_the_one_on_the_way() {
    let found = only(
        "cross-site-scripting",
        &with_head(
            "@app.get('/a/<name>')
def show(name):
    return name or 'nobody'
",
        ),
    );
    assert!(found.message.starts_with("`name` becomes part of the page that `show` sends"), "{}", found.message);
    assert_eq!(found.line, 7);
}

#[test]
fn code_of_a_module_has_no_name_in_backticks() {
    let found = only("command-injection", "import os, sys\nos.system(sys.argv[1])\n");
    assert!(!found.message.contains("``"), "{}", found.message);
    assert_eq!(found.steps[0].1, "`sys.argv[1]` is read");
}

#[test]
fn each_of_several_definitions_of_a_name_runs_without_an_assumption_and_a_function_of_many_does_not() {
    let chosen = "if os.name == 'nt':\n    def show(text): os.system(text)\nelse:\n    def show(text): pass\n";
    let found = only("command-injection", &with_head(&format!("{chosen}show(request.args['a'])\n")));
    assert_eq!(found.assumptions, [""; 0]);
    let handed = "def show(text): os.system(text)\ndef hide(text): pass\ndef run(step):\n    step(request.args['a'])\nrun(show)\nrun(hide)\n";
    let found = only("command-injection", &with_head(handed));
    assert_eq!(found.assumptions, ["`step` runs `show`, one of 2 functions that it may run"]);
}

#[test]
fn several_rare_names_tell_a_class_without_an_assumption_and_one_does_not() {
    let class = "class Shell:\n    def run_line(self, text): os.system(text)\n    def last_line(self): pass\n    def next_line(self): pass\n";
    let one = format!("{class}def one(it):\n    it.run_line(request.args['a'])\n");
    let found = only("command-injection", &with_head(&one));
    assert_eq!(found.assumptions, ["`it.run_line` runs `Shell.run_line`, which is known by its name alone"]);
    let three = format!("{one}    it.last_line()\n    it.next_line()\n");
    assert_eq!(only("command-injection", &with_head(&three)).assumptions, [""; 0]);
}

/// What a finding assumes in a class with these methods, of which `run` gives its attribute to a shell.
fn assumed_of_attribute(methods: &str) -> Vec<String> {
    let text = format!("class Job:\n{methods}\n    def run(self):\n        os.system(self.command)\n");
    only("command-injection", &with_head(&text)).assumptions
}

#[test]
fn what_a_constructor_keeps_is_there_when_another_method_reads_it() {
    let assumed = assumed_of_attribute("    def __init__(self):\n        self.command = request.args['a']\n");
    assert_eq!(assumed, [""; 0]);
}

#[test]
fn what_another_method_keeps_or_a_constructor_writes_twice_is_assumed_to_be_there() {
    let later = "    def ask(self):\n        self.command = request.args['a']\n";
    let twice = "    def __init__(self, quiet):
        self.command = request.args['a']
        if quiet:
            self.command = 'true'
";
    for methods in [later, twice] {
        let assumed = assumed_of_attribute(methods);
        assert_eq!(assumed, ["`self.command` is written before it is read, on the same object"], "{methods}");
    }
}
