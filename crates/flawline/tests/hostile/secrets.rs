//! Secrets of a reviewed tree: whatever is quoted, explained or complained about, no eight characters of one are shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::run::{FORMATS, review};
use crate::tree::{Files, tree};

/// The shortest part of a secret that must never be seen.
const SHORTEST: usize = 8;

const LETTERS: &str = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DIGITS: &str = "0123456789abcdef";

/// Secrets that are all different, and the same in every run.
struct Mint {
    state: u64,
    /// What must not be seen, and where it stands.
    coined: Vec<(String, String)>,
}

impl Mint {
    fn random(&mut self, count: usize, letters: &str) -> String {
        let letters = letters.as_bytes();
        let mut letter = || {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            char::from(letters[(self.state >> 11) as usize % letters.len()])
        };
        (0..count).map(|_| letter()).collect()
    }

    /// A new secret behind the fixed start of its form.
    fn coin(&mut self, place: &str, start: &str, count: usize, letters: &str) -> String {
        let secret = self.random(count, letters);
        self.coined.push((place.to_owned(), secret.clone()));
        format!("{start}{secret}")
    }

    fn token(&mut self, place: &str) -> String {
        let forms = [
            ("AKIA", 16, CAPITALS),
            ("ghp_", 36, LETTERS),
            ("glpat-", 20, LETTERS),
            ("xoxb-", 40, LETTERS),
            ("AIza", 35, LETTERS),
            ("sk_live_", 24, LETTERS),
            ("npm_", 36, LETTERS),
            ("github_pat_", 60, LETTERS),
            ("whsec_", 32, LETTERS),
        ];
        let (start, count, letters) = forms[self.coined.len() % forms.len()];
        self.coin(place, start, count, letters)
    }

    fn web_token(&mut self, place: &str) -> String {
        let part = |mint: &mut Self, start: &str, count| mint.coin(place, start, count, LETTERS);
        format!("{}.{}.{}", part(self, "eyJ", 20), part(self, "eyJ", 40), part(self, "", 43))
    }

    fn key(&mut self, place: &str, line_end: &str) -> String {
        let lines: Vec<String> = (0..4).map(|_| self.coin(place, "", 64, LETTERS)).collect();
        format!(
            "-----BEGIN PRIVATE KEY-----{line_end}{}{line_end}-----END PRIVATE KEY-----{line_end}",
            lines.join(line_end)
        )
    }

    /// What has no form: only its name tells that it is secret.
    fn word(&mut self, place: &str) -> String {
        self.coin(place, "", 18, LETTERS)
    }
}

const HEAD: &str = "\
import hashlib, os, sqlite3, subprocess
from flask import Flask, redirect, request
app = Flask(__name__)
db = sqlite3.connect('x')
";

/// Lines in which a token stands at `§`; in most of them something is found.
const LINES: [&str; 24] = [
    "    db.execute(\"select '§' from t where a = '\" + name + \"'\")",
    "    db.execute(f\"select '§' from t where a = '{name}'\")",
    "    db.execute(\"select '%s' from t where a = '§'\" % name)",
    "    db.execute('''select *\n      from t where k = '§' and\n      a = ''' + name)",
    "    os.system('curl -H § ' + name)",
    "    os.system('curl -H § ' + name)  # nosec §",
    "    os.system(name)  # §",
    "    os.system(name)  # flawline: allow command-injection — §",
    "    hashlib.md5(name)  # flawline: allow no-such-rule — §",
    "    hashlib.md5(b'§' + name.encode())",
    "    eval(name, {'key': '§'})",
    "    subprocess.run(name, shell=True, env={'TOKEN': '§'})",
    "    return redirect('https://user:x@' + name + '?token=§')",
    "    call('§', name); os.system(name + '§')",
    "    x = ['§', name]; os.system(x[1])",
    "    x = {'§': name}; os.system(x['§'])",
    "    unknown.thing('§')(name); getattr(os, '§')(name); os.system('§' + name)",
    "    os.system(name if name != '§' else '§')",
    "    name = name.replace('§', '') + '§'; os.system(name)",
    "    open('/tmp/§/' + name).read()",
    "    os.system(request.args['§'])",
    "    os.system(\n        '§'\n        + name\n        + '§',\n    )",
    "    name = 'é' * 3 + '§' + name; os.system('é' + name)",
    "    os.system(b'§'.decode() + name)",
];

/// Lines in which a word stands at `§` whose name alone tells that it is secret.
const NAMED: [&str; 16] = [
    "PASSWORD = '§'",
    "db_password = \"§\"; os.system(db_password + request.args['a'])",
    "api_key: str = '§'",
    "SETTINGS = {'user': 'x', 'password': '§'}",
    "SETTINGS['password'] = '§'",
    "app.secret_key = '§'",
    "app.config['SECRET_KEY'] = '§'",
    "class C: password = '§'",
    "def f(password='§'): os.system(password + request.args['a'])",
    "PASSWORD = b'§'",
    "PASSWORD = ('§')",
    "auth_token = '''§'''",
    "client_secret = r'§'; os.system(client_secret + request.args['a'])",
    "connect(user='x', password='§')",
    "db = connect('postgres://app:§@db.example/x', request.args['a']); os.system('postgres://app:§@db/x' + request.args['a'])",
    "PASSWORD = os.environ.get('PASSWORD', '§')",
];

fn hostile(mint: &mut Mint) -> Files {
    let mut files = Files::new();
    let mut add = |name: String, text: String| files.push((name, text.into_bytes()));
    let head = |at: usize| format!("{HEAD}@app.route('/{at}')\ndef page():\n    name = request.args['a']\n");
    for (at, line) in LINES.iter().enumerate() {
        let mut text = head(at);
        for secret in [mint.token(line), mint.web_token(line)] {
            writeln!(text, "{}", line.replace('§', &secret)).unwrap();
        }
        add(format!("line{at}.py"), text);
        let escaped = mint.key(line, "\\n");
        add(format!("key{at}.py"), format!("{}{}\n", head(at), line.replace('§', &escaped)));
    }
    for (at, line) in NAMED.iter().enumerate() {
        add(format!("named{at}.py"), format!("{HEAD}{}\n", line.replace('§', &mint.word(line))));
    }
    let key = mint.key("in three quotes", "\n");
    add("pem.py".to_owned(), format!("{}    os.system('''{key}''' + name)\n", head(0)));
    let key = mint.key("in strings side by side", "\\n'\n  '");
    add("pem_parts.py".to_owned(), format!("{}    os.system(('{key}') + name)\n", head(0)));
    let half = [mint.coin("in two strings", "AKIA", 16, CAPITALS), mint.coin("in two strings", "ghp_", 36, LETTERS)];
    for (at, secret) in half.iter().enumerate() {
        let (first, second) = secret.split_at(secret.len() / 2);
        add(format!("half{at}.py"), format!("{}    os.system('{first}' '{second}' + name)\n", head(at)));
        add(format!("sum{at}.py"), format!("{}    os.system('{first}' + '{second}' + name)\n", head(at)));
    }
    let route = mint.token("in a route");
    let page = "def page(): os.system(request.args['a'])";
    add("route.py".to_owned(), format!("{HEAD}@app.route('/hook/{route}')\n{page}\n"));
    let last = mint.token("in a last line without an end");
    add("last.py".to_owned(), format!("{}    os.system('{last}' + name)", head(0)));
    let broken = mint.token("in a line that is no Python");
    add("broken.py".to_owned(), format!("{HEAD}x = = '{broken}'\nimport {broken}-x\ndef f('{broken}'): pass\n"));
    let hex = mint.coin("of hexadecimal digits", "SK", 32, DIGITS);
    add("hex.py".to_owned(), format!("{}    os.system('{hex}' + name)\n", head(0)));
    let wide = mint.token("in UTF-16");
    let text = format!("{}    os.system('{wide}' + name)\n", head(0));
    let bytes = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    files.push(("wide.py".to_owned(), bytes));
    files
}

#[test]
fn no_secret_is_shown_in_any_format() {
    let mut mint = Mint { state: 88_172_645_463_325_252, coined: Vec::new() };
    let folder = tree(&hostile(&mut mint));
    assert!(mint.coined.len() > 200);
    let known: BTreeMap<&str, &str> =
        mint.coined.iter().flat_map(|(place, secret)| parts(secret).map(|part| (part, place.as_str()))).collect();
    let mut complaints = BTreeSet::new();
    for format in FORMATS {
        for more in [&[][..], &["--confidence", "low", "--respect-foreign-suppressions"], &["--quiet"]] {
            let ran = review(folder.path(), &[&["--format", format], more].concat());
            assert_eq!((ran.code(), ran.complaint()), (Some(1), None), "{format}");
            // As it is read: a number of a character in JSON is that character.
            let shown = match serde_json::from_slice::<serde_json::Value>(&ran.out) {
                Ok(value) => strings(&value),
                Err(_) => ran.text().to_owned(),
            };
            let all = [&shown, ran.text(), &String::from_utf8_lossy(&ran.err)].concat();
            let words: BTreeSet<&str> = all.split(|c: char| !c.is_ascii_alphanumeric()).collect();
            for part in words.iter().flat_map(|word| parts(word)) {
                if let Some(place) = known.get(part) {
                    let line = all.lines().find(|line| line.contains(part)).unwrap();
                    complaints.insert(format!("{format}: {place}: {}", line.trim()));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{} secrets are shown: {complaints:#?}", complaints.len());
}

/// All parts of a word that are long enough to give it away.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.as_bytes().windows(SHORTEST).map(|part| std::str::from_utf8(part).unwrap())
}

/// All strings of a document, one below the other.
fn strings(value: &serde_json::Value) -> String {
    use serde_json::Value;
    let mut out = String::new();
    match value {
        Value::String(text) => out = format!("{text}\n"),
        Value::Array(items) => items.iter().for_each(|item| out += &strings(item)),
        Value::Object(fields) => {
            for (name, field) in fields {
                out += name;
                out += "\n";
                out += &strings(field);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    out
}
