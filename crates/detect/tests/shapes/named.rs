//! *flow* to names that say what a value is.

use knowledge::Confidence;

use crate::support::{lines, only};

const RULE: &str = "weak-random";

#[test]
fn a_name_is_believed_and_that_is_an_assumption() {
    let found = only(RULE, "import random\ndef f():\n    token = random.random()\n    return token\n");
    assert_eq!(found.assumptions, ["`token` is what its name says"]);
    assert_eq!(found.confidence, Confidence::Medium);
    assert!(found.message.starts_with("`token` is made by `random.random`"), "{}", found.message);
}

#[test]
fn of_several_names_on_the_way_the_nearest_tells_it() {
    let text = "import random
class Store:
    pass
def make_token(store):
    token = random.random()
    store.secret = token
    return token
";
    assert_eq!(lines(RULE, text), [5]);
}

#[test]
fn a_name_on_the_way_to_a_sink_of_its_own_tells_nothing_new() {
    let text = "import random
from flask import make_response
def f():
    token = str(random.random())
    response = make_response('')
    response.set_cookie('session', token, secure=True, httponly=True)
    return response
";
    assert_eq!(lines(RULE, text), [6]);
}

#[test]
fn a_name_says_nothing_of_what_only_has_to_do_with_the_data() {
    let confidence = |body: &str| only(RULE, &format!("import random\ndef f(x, get):\n{body}")).confidence;
    assert_eq!(confidence("    token = random.choice(x).token\n    return token\n"), Confidence::Low);
    assert_eq!(confidence("    token = str(random.random())[2:]\n    return token\n"), Confidence::Medium);
    let kept = "    made = {'token': 'x' + str(random.random())}\n    return made['token']\n";
    assert_eq!(confidence(kept), Confidence::Medium);
}
