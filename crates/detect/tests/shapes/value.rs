//! *value*: literals that are secrets, and those that are none.

use knowledge::Confidence;

use crate::support::{find, lines, only};

const RULE: &str = "hard-coded-credential";

#[test]
fn names_say_what_literals_are() {
    let text = "class Mailer:
    password = 'Kestrel-2041'
    def __init__(self):
        self.db_password = b'Kestrel-2042'
SETTINGS = {'client_secret': 'Kestrel-2043'}
SETTINGS['api_key'] = 'Kestrel-2044'
connect(password='Kestrel-2045')
def f(password='Kestrel-2046', *, secret=None, passphrase='Kestrel-2047'):
    secret_key = 'Kestrel-2048'
    return secret_key
f = lambda pwd='Kestrel-2049': pwd
";
    assert_eq!(lines(RULE, text), [2, 4, 5, 6, 7, 8, 8, 9, 11]);
}

#[test]
fn comparisons_say_what_literals_are() {
    let text = "def f(password, form, user, store):
    if password == 'Kestrel-2041':
        return 1
    if 'Kestrel-2042' != user.password:
        return 2
    if form['password'] == 'Kestrel-2043':
        return 3
    if store.get('api_key') == 'Kestrel-2044':
        return 4
    return form['name'] == 'Kestrel-2045' or password in ('Kestrel-2046',)
";
    assert_eq!(lines(RULE, text), [2, 4, 6, 8]);
    let found = only(RULE, "def f(password):\n    return password == 'Kestrel-2041'\n");
    assert_eq!(
        found.message,
        "A secret stands in the source: what `password` is compared with, a literal of 12 characters."
    );
    assert_eq!(found.assumptions, ["`password` is what its name says"]);
    assert_eq!(found.confidence, Confidence::Medium);
    assert_eq!(found.secrets, ["'Kestrel-2041'"]);
}

#[test]
fn names_of_what_is_looked_up_are_no_secrets() {
    let text = "import os
def f(config, headers, store):
    secret = 'shop-db-4711'
    if 'client_secret' in config or secret in store:
        del store[secret]
    return [os.environ['PASSWORD'], os.environ.get('DB_PASSWORD'), os.getenv('API_KEY'), config.get('secret'),
        headers['X-Api-Key'], store[secret], config.password]
";
    assert_eq!(lines(RULE, text), [0; 0]);
}

#[test]
fn code_that_cannot_run_holds_no_secrets() {
    let text = "def f():
    if False:
        password = 'Kestrel-2041'
    while not True:
        password = 'Kestrel-2042'
    return 1
    password = 'Kestrel-2043'
";
    assert_eq!(lines(RULE, text), [0; 0]);
}

#[test]
fn the_form_of_a_token_is_enough_unless_it_is_a_placeholder() {
    // Split, so that no scanner takes this file for a leak.
    let key = ["AKIA", "Q7ZP4M2XKCV6TBND"].concat();
    let found = only(RULE, &format!("url = 'https://api.test/?key={key}&x=1'\n"));
    assert!(
        found.message.starts_with("A secret stands in the source: an access key of Amazon Web Services, a literal of")
    );
    assert_eq!(found.confidence, Confidence::High);
    let placeholder = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
    assert_eq!(lines(RULE, &format!("url = 'https://api.test/?key={placeholder}&x=1'\n")), [0; 0]);
}

#[test]
fn a_text_that_serves_for_nothing_is_a_comment() {
    let key = ["AKIA", "Q7ZP4M2XKCV6TBND"].concat();
    assert_eq!(lines(RULE, &format!("def f():\n    'Takes {key}.'\n    x = '{key}'\n")), [3]);
}

#[test]
fn a_literal_that_is_given_to_a_sink_says_what_for() {
    let found = only(RULE, "import pymysql\npymysql.connect(host='a', password='Kestrel-2041')\n");
    assert_eq!(
        found.message,
        "A secret stands in the source: the password that `pymysql.connect` is given, a literal of 12 characters."
    );
    assert_eq!(found.assumptions, [""; 0]);
}

#[test]
fn a_named_secret_that_is_given_to_a_sink_is_one_finding_without_assumption() {
    let found = find(&[
        ("config.py", "DB_PASSWORD = 'Kestrel-2041'\n"),
        (
            "store.py",
            "import pymysql\nfrom config import DB_PASSWORD\npymysql.connect(host='a', password=DB_PASSWORD)\n",
        ),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].path.as_str(), found[0].line), ("config.py", 1));
    assert_eq!(found[0].assumptions, [""; 0]);
}

#[test]
fn a_literal_that_stands_elsewhere_is_shown_and_hidden_there() {
    let found = find(&[
        ("config.py", "PHRASE = 'Kestrel-2041'\n"),
        ("store.py", "import pymysql\nfrom config import PHRASE\npymysql.connect(host='a', password=PHRASE)\n"),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].path.as_str(), found[0].line), ("store.py", 3));
    let steps =
        [(1, "the literal stands here".to_owned()), (3, "`pymysql.connect` is given it as `PHRASE`".to_owned())];
    assert_eq!(found[0].steps, steps);
    assert_eq!(found[0].secrets, ["'Kestrel-2041'"]);
}

#[test]
fn a_fingerprint_does_not_tell_the_secret() {
    let of = |secret: &str| only(RULE, &format!("password = '{secret}'\n")).fingerprint;
    assert_eq!(of("Kestrel-2041"), of("Osprey-77-nest"));
}

#[test]
fn a_text_that_names_a_thing_is_no_secret() {
    let text = "CONF_PUSH_SECRET = 'push_secret'
ATTR_PASSWORD = 'account_login'
STORAGE_KEY = 'counter'
CONF_API_KEY = 'Kestrel-2041'
PUSH_SECRET = 'Kestrel-2042'
";
    assert_eq!(lines(RULE, text), [4, 5]);
}

#[test]
fn a_word_is_weaker_evidence_unless_a_sink_takes_it() {
    let found = only(RULE, "password = 'harbour'\n");
    assert_eq!(
        found.assumptions,
        ["`password` is what its name says", "the word is a real secret, and neither a placeholder nor a name"]
    );
    assert_eq!(found.confidence, Confidence::Low);
    assert_eq!(only(RULE, "password = 'harbour7'\n").confidence, Confidence::Medium);
    let given = "import pymysql\npassword = 'harbour'\npymysql.connect(host='a', password=password)\n";
    assert_eq!(only(RULE, given).confidence, Confidence::High);
}

#[test]
fn a_table_of_names_holds_no_secrets() {
    let levels = |texts: [&str; 4]| {
        let calls: String = texts.map(|text| format!("Sensor(api_key='{text}')\n")).concat();
        let found = crate::support::by(RULE, &calls);
        found.iter().map(|found| found.confidence).collect::<Vec<_>>()
    };
    assert_eq!(levels(["eTodays1", "eTotals1", "pTodays1", "pTotals1"]), [Confidence::Low; 4]);
    assert_eq!(levels(["eTodays1", "eTodays1", "pTodays1", "pTotals1"]), [Confidence::Medium; 4]);
    assert_eq!(levels(["Kestrel-2041", "Kestrel-2042", "Kestrel-2043", "Kestrel-2044"]), [Confidence::Medium; 4]);
}

#[test]
fn a_short_key_and_a_text_in_many_places_are_leads() {
    let level = |text: &str| only(RULE, text).confidence;
    assert_eq!(level("SECRET_KEY = '1234'\n"), Confidence::Low);
    assert_eq!(level("PASSWORD = '1234'\n"), Confidence::Medium);
    let links = |count: usize| "link(secret='6zkjnumtsx136ddy')\n".repeat(count);
    let levels = |count: usize| {
        let found = crate::support::by(RULE, &links(count));
        found.iter().map(|found| found.confidence).collect::<Vec<_>>()
    };
    assert_eq!(levels(3), [Confidence::Medium; 3]);
    assert_eq!(levels(4), [Confidence::Low; 4]);
}

#[test]
fn a_word_that_is_given_as_a_name_as_well_is_a_lead() {
    let level =
        |given: &str| only(RULE, &format!("import requests\nrequests.post('https://a.example', {given})\n")).confidence;
    assert_eq!(level("auth=('gadget', 'gadget')"), Confidence::Low);
    assert_eq!(level("auth=('gadget', 'sunrise')"), Confidence::High);
    assert_eq!(level("auth=('Kestrel-2041', 'Kestrel-2041')"), Confidence::High);
}
