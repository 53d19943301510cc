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

/// The one weak hash of a program: its confidence, its assumptions, and what its message ends with.
fn hash(text: &str) -> (Confidence, Vec<String>, String) {
    let found = only("weak-hash", &format!("import hashlib\n{text}"));
    let told = found.message.rsplit_once("no security.").map(|(_, told)| told.trim().to_owned());
    (found.confidence, found.assumptions, told.unwrap_or_default())
}

#[test]
fn a_use_of_which_nothing_tells_is_a_lead_that_says_what_it_assumes() {
    let (confidence, assumptions, told) = hash("def cache(x):\n    return hashlib.md5(x).hexdigest()\n");
    assert_eq!(confidence, Confidence::Low);
    let assumed = ["something depends on it, although nothing near it tells so", "others choose what goes into it"];
    assert_eq!((assumptions.as_slice(), told.as_str()), (assumed.map(str::to_owned).as_slice(), ""));
}

#[test]
fn names_of_what_goes_in_and_of_what_comes_out_tell() {
    let told = |text: &str| {
        let (confidence, assumptions, told) = hash(text);
        assert_eq!((confidence, assumptions.len()), (Confidence::Medium, 1), "{text}");
        told
    };
    assert_eq!(
        told("def f(passwd):\n    return hashlib.md5(passwd + b'x').hexdigest()\n"),
        "What goes into it is called `passwd`."
    );
    assert_eq!(told("def f(x):\n    return {'sign': hashlib.md5(x).hexdigest()}\n"), "What it gives becomes `sign`.");
    assert_eq!(
        told("def f(x):\n    return hashlib.md5(x).hexdigest() == x.csrf_token\n"),
        "What it gives is compared with `csrf_token`."
    );
    assert_eq!(
        told("def f(x, g):\n    h = hashlib.md5()\n    h.update(g['secret'])\n    return h.digest()\n"),
        "What goes into it is called `secret`."
    );
    assert_eq!(
        told("class Mail:\n    def sign_all(self, x):\n        return hashlib.md5(x).digest()\n"),
        "It stands in `sign_all`."
    );
}

#[test]
fn what_goes_in_says_nothing_of_what_comes_out() {
    for text in [
        "def f(signature):\n    return hashlib.md5(signature).hexdigest()\n",
        "class TokenStore:\n    def f(self, x):\n        return hashlib.md5(x).digest()\n",
        "def f(x):\n    return hashlib.md5(x.get_pubkey()).hexdigest()\n",
    ] {
        assert_eq!(hash(text).0, Confidence::Low, "{text}");
    }
}

#[test]
fn where_the_result_goes_tells_and_the_way_is_shown() {
    let text = "import hashlib, hmac\ndef made(x):\n    return hashlib.md5(x).digest()\ndef f(x, y):\n    return hmac.compare_digest(made(x), y)\n";
    let found = only("weak-hash", text);
    assert_eq!((found.line, found.confidence), (3, Confidence::Medium));
    assert_eq!(found.assumptions, [""; 0]);
    assert!(found.message.contains("is compared in constant time by `hmac.compare_digest`"), "{}", found.message);
    assert_eq!(found.steps.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5]);
}

#[test]
fn where_names_are_asked_for_another_place_tells_nothing() {
    let written = |name: &str| format!("def f(x):\n    open('{name}', 'w').write(hashlib.md5(x).hexdigest())\n");
    assert_eq!(hash(&written("passwords.txt")).0, Confidence::Medium);
    assert_eq!(hash(&written("versions.txt")).0, Confidence::Low);
}

#[test]
fn the_name_of_a_module_tells_nothing_of_data() {
    let files = [
        ("secret/__init__.py", ""),
        ("secret/text.py", "def plain(x):\n    return x\n"),
        (
            "app.py",
            "import hashlib\nimport secret.text\ndef f(x):\n    return hashlib.md5(secret.text.plain(x)).digest()\n",
        ),
    ];
    let found = crate::support::find(&files);
    assert_eq!(found.iter().map(|found| found.confidence).collect::<Vec<_>>(), [Confidence::Low]);
}

/// A handler that digests what was sent, and then does that with the digest.
fn sent(then: &str) -> String {
    format!(
        "import hashlib\nfrom flask import Flask, request\napp = Flask('x')\n@app.post('/')\ndef f():\n    h = hashlib.md5()\n    h.update(request.data)\n    return {then}\n"
    )
}

#[test]
fn data_of_others_is_shown_and_alone_is_a_lead() {
    let found = only("weak-hash", &sent("h.hexdigest()"));
    assert_eq!((found.line, found.confidence), (6, Confidence::Low));
    assert!(found.message.ends_with("Data of the request goes into it: `request.data`."), "{}", found.message);
    assert_eq!(found.steps.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [7, 7]);
    assert_eq!(found.assumptions.len(), 2);
}

#[test]
fn data_of_others_whose_digest_is_compared_with_a_checksum_is_more() {
    let found = only("weak-hash", &sent("h.hexdigest() == app.checksum"));
    assert_eq!(found.confidence, Confidence::Medium);
    assert!(found.message.ends_with("What it gives is compared with `checksum`."), "{}", found.message);
    assert_eq!(only("weak-hash", &sent("h.hexdigest() == app.last")).confidence, Confidence::Low);
}

#[test]
fn an_object_that_is_only_asked_for_its_size_is_no_use() {
    assert_eq!(lines("weak-hash", "import hashlib\nWIDTH = hashlib.sha1().digest_size * 2\n"), [0; 0]);
    assert_eq!(lines("weak-hash", "import hashlib\nh = hashlib.sha1()\nprint(h.digest_size, h.digest())\n"), [2]);
}

#[test]
fn a_setting_that_is_written_and_off_is_a_finding_whatever_the_name_and_assumes_nothing() {
    let found = only("cookie-without-secure", &format!("{COOKIE}'theme', 'x', secure=False)\n"));
    assert_eq!((found.assumptions.len(), found.confidence), (0, Confidence::High));
    let found = only("cookie-without-secure", &format!("name = input()\n{COOKIE}name, 'x', secure=False)\n"));
    assert!(found.message.contains("`name`"), "{}", found.message);
    let found = only("cookie-without-secure", &format!("{COOKIE}'session', 'x')\n"));
    assert_eq!(found.confidence, Confidence::Medium);
    assert_eq!(lines("cookie-without-secure", &format!("{COOKIE}'theme', 'x')\n")), [0; 0]);
    assert_eq!(lines("cookie-without-secure", &format!("{COOKIE}'theme', 'x', secure=unknown)\n")), [0; 0]);
}
