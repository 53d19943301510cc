//! *call* and *absence*.

use knowledge::Confidence;

use crate::support::{lines, only};

#[test]
fn a_use_is_a_finding_where_it_stands() {
    assert_eq!(
        lines(
            "weak-hash",
            "import hashlib\ndef f(x):\n    if False:\n        hashlib.md5(x)\n    return hashlib.md5(x)\n"
        ),
        [5]
    );
}

#[test]
fn a_use_of_a_module_names_no_function() {
    let found = only("weak-hash", "import hashlib\nhashlib.md5(b'x')\n");
    assert!(found.message.starts_with("the module's body makes a digest"), "{}", found.message);
}

const COOKIE: &str = "from flask import make_response
response = make_response('')
response.set_cookie(";

#[test]
fn a_setting_that_surely_lacks_is_a_finding_that_believes_the_name() {
    let found = only("cookie-without-http-only", &format!("{COOKIE}'session', 'x')\n"));
    assert_eq!(found.assumptions, ["`session` is what its name says"]);
    assert_eq!(found.confidence, Confidence::Medium);
}

#[test]
fn a_setting_that_may_be_given_is_none() {
    let rule = "cookie-without-http-only";
    assert_eq!(lines(rule, &format!("{COOKIE}'session', 'x', httponly=True)\n")), [0; 0]);
    assert_eq!(lines(rule, &format!("{COOKIE}'session', 'x', httponly=unknown)\n")), [0; 0]);
    assert_eq!(lines(rule, &format!("{COOKIE}'session', 'x', **options)\n")), [0; 0]);
    assert_eq!(lines(rule, &format!("{COOKIE}'theme', 'x')\n")), [0; 0]);
}
