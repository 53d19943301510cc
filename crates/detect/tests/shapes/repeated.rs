//! *repeated*: how sure it is, which places are listed, and which code is compared.

use knowledge::Confidence;

use crate::support::{find, lines, only};

const RULE: &str = "repeated-number";

/// A function that derives a key with so many rounds.
fn derives(name: &str, rounds: &str) -> String {
    format!("def {name}(password, salt):\n    return hashlib.pbkdf2_hmac('sha256', password, salt, {rounds})\n")
}

fn program(functions: &[(&str, &str)]) -> String {
    let functions = functions.iter().map(|(name, rounds)| derives(name, rounds));
    functions.fold("import hashlib\n".to_owned(), |text, function| text + &function)
}

#[test]
fn the_same_digits_in_one_file_assume_nothing_and_are_of_medium_confidence() {
    let found = only(RULE, &program(&[("lock", "600 * 1000"), ("unlock", "600_000")]));
    // The smaller function is told.
    assert_eq!((found.line, found.confidence), (5, Confidence::Medium));
    assert_eq!(found.assumptions, [""; 0]);
    assert_eq!(found.message, "`unlock` writes `600_000` out for `hashlib.pbkdf2_hmac`, and so does `lock`.");
}

#[test]
fn numbers_that_differ_assume_that_they_serve_one_thing() {
    let found = only(RULE, &program(&[("lock", "600_000"), ("unlock", "300_000")]));
    assert_eq!(found.assumptions, ["what is made at one of the places is asked for at the other"]);
    assert_eq!(found.confidence, Confidence::Medium);
}

#[test]
fn numbers_that_differ_in_two_files_are_a_lead() {
    let (lock, unlock) = (program(&[("lock", "600_000")]), program(&[("unlock", "300_000")]));
    let files = [("keys/lock.py", lock.as_str()), ("keys/unlock.py", unlock.as_str())];
    let found: Vec<_> = find(&files).into_iter().filter(|found| found.rule == RULE).collect();
    assert_eq!(found.iter().map(|found| found.confidence).collect::<Vec<_>>(), [Confidence::Low]);
    assert_eq!(found[0].assumptions.len(), 2);
}

#[test]
fn files_that_know_nothing_of_each_other_are_not_compared() {
    let (one, other) = (program(&[("lock", "600_000")]), program(&[("unlock", "600_000")]));
    let of = |files: &[(&str, &str)]| find(files).into_iter().filter(|found| found.rule == RULE).count();
    let files = [("one.py", one.as_str()), ("other.py", other.as_str())];
    assert_eq!(of(&files), 0);
    assert_eq!(of(&[files[0], files[1], ("app.py", "import one\nimport other\n")]), 1);
}

#[test]
fn a_number_is_told_once_and_so_many_places_are_listed() {
    let names: Vec<String> = (10..30).map(|at| format!("derive_{at}")).collect();
    let functions: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "600_000")).collect();
    let found = only(RULE, &program(&functions));
    assert_eq!(found.steps.len(), 9);
    assert!(found.message.ends_with("so do `derive_10`, `derive_11` and 17 more."), "{}", found.message);
}

#[test]
fn settings_nothing_and_numbers_beside_names_are_no_digits() {
    for rounds in ["int(os.environ.get('ROUNDS', 600000))", "1", "FACTOR * 1000", "len(salt)", "rounds()"] {
        assert_eq!(lines(RULE, &program(&[("lock", rounds), ("unlock", rounds)])), [0; 0], "{rounds}");
    }
}

#[test]
fn two_calls_of_one_function_are_one_place() {
    let body = "def both(password, salt):\n    a = hashlib.pbkdf2_hmac('sha256', password, salt, 600000)\n    return a, hashlib.pbkdf2_hmac('sha256', salt, a, 600000)\n";
    assert_eq!(lines(RULE, &format!("import hashlib\n{body}")), [0; 0]);
}
