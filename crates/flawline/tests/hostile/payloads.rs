//! Text that acts on a terminal or commands a build machine, in every place from which it could reach a report: no
//! byte of it acts there.
#![cfg(unix)]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

use crate::run::{FORMATS, finish, program, review};
use crate::schema::sarif_complaints;
use crate::tree::{Files, tree};

/// Sequences that paint, retitle, link, copy, answer, reset.
const SEQUENCES: [&str; 14] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[6n\u{1b}[c",
    "\u{9b}31m\u{9b}0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http://example.invalid/\u{1b}\\here\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;Y2FuYXJ5\u{7}",
    "\u{9d}52;c;Y2FuYXJ5\u{9c}",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{90}q\u{9c}",
    "\u{1b}_G\u{1b}\\\u{1b}^x\u{1b}\\\u{1b}Xx\u{1b}\\",
    "\u{1b}c\u{1b}#8\u{1b}(0",
    "fine\rover it",
    "fine\u{8}\u{8}\u{8}\u{8}over it",
];

/// What build machines obey: at the start of a line, or anywhere in it.
const COMMANDS: [&str; 18] = [
    "::set-output name=a::b",
    "::add-mask::a",
    "::stop-commands::a",
    "::error file=a,line=1::b",
    "::group::a",
    "##[command]a",
    "##[error]a",
    "##[set-env name=A;]b",
    "##vso[task.setvariable variable=a]b",
    "##vso[build.addbuildtag]a",
    "##teamcity[message text='a']",
    "##teamcity[buildStop comment='a']",
    "section_start:1:a",
    "section_end:1:a",
    "travis_fold:start:a",
    "travis_time:start:a",
    "[command]a",
    "::SET-ENV name=a::b",
];

/// Where a command is obeyed anywhere in a line.
const ANYWHERE: [&str; 5] = ["##[command]", "##[error]", "##[set-env", "##vso[", "##teamcity["];

/// Characters that are not seen or turn others around.
const UNSEEN: &str = "\u{ad}\u{61c}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\
    \u{202c}\u{202d}\u{202e}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{2066}\u{2067}\u{2068}\u{2069}\u{206a}\u{206f}\
    \u{feff}\u{fff9}\u{fffa}\u{fffb}\u{e0001}\u{e0041}\u{e007f}";

fn payloads() -> Vec<String> {
    let controls = (0..0x20_u32).chain(0x7f..0xa0).filter_map(char::from_u32);
    let single = controls.chain(UNSEEN.chars()).filter(|c| !['\0', '\t'].contains(c));
    let mut all: Vec<String> = single.map(|c| format!("a{c}b")).collect();
    all.extend(SEQUENCES.iter().chain(&COMMANDS).map(|&text| text.to_owned()));
    all.extend(COMMANDS.iter().flat_map(|text| [format!("a\n{text}"), format!("a\r\n{text}"), format!("a\r{text}")]));
    all
}

/// A program that says the payload in all its words, and does harm with each.
fn program_of(payload: &str) -> String {
    let line = payload.replace(['\n', '\r'], " ");
    format!(
        "'''{payload}'''\n# {line}\nimport os, hashlib\nfrom flask import Flask, request\napp = Flask(__name__)\n\
         PASSWORD = '''hunter-{payload}'''\n\
         @app.route('''/{payload}''')\ndef page():\n    '''{payload}'''\n    name = request.args['''{payload}''']\n    \
         os.system('''{payload}''' + name)  # {line}\n    \
         os.system('x' + name)  # flawline: allow command-injection — {line}\n    \
         os.system('y' + name)  # nosec {line}\n    \
         hashlib.md5('''{payload}''' + name)  # flawline: allow no-such-rule — {line}\n    \
         getattr(os, '''{payload}''')(name)\n    {{'''{payload}''': name}}\n    \
         return f'''<b>{payload}{{name}}'''\n\
         # flawline: allow weak-hash — {line}\n"
    )
}

fn hostile() -> Files {
    let mut files = Files::new();
    for (at, payload) in payloads().iter().enumerate() {
        files.push((format!("a{at}.py"), program_of(payload).into_bytes()));
        // A name that is no string is an error of syntax, which is told, too.
        files.push((format!("b{at}.py"), format!("def {payload}():\n    {payload} = {payload}\n").into_bytes()));
        let name: String = payload.chars().filter(|&c| c != '/').collect();
        files.push((format!("{name}.py"), program_of("x").into_bytes()));
        files.push((format!("folder {name}/{name}.py"), format!("def {payload}(:\n").into_bytes()));
        files.push((format!("{name}.unknown"), Vec::new()));
    }
    files
}

/// What in a text would act.
fn acting(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let acts = |c: char| c.is_control() && c != '\t' || !c.is_ascii() && UNSEEN.contains(c);
        for c in line.chars().filter(|&c| acts(c)) {
            found.push(format!("{}: {c:?} in {line:?}", number + 1));
        }
        let start = line.trim_start().get(..7).unwrap_or("");
        let commands = COMMANDS.iter().filter(|command| start.eq_ignore_ascii_case(&command[..7]));
        let inside = ANYWHERE.iter().filter(|command| line.contains(*command));
        found.extend(commands.chain(inside).map(|command| format!("{}: {command:?} in {line:?}", number + 1)));
    }
    found
}

fn assert_still(what: &str, bytes: &[u8]) {
    let found = acting(std::str::from_utf8(bytes).unwrap());
    let first = &found[..found.len().min(8)];
    assert!(found.is_empty(), "{what}: {} places, the first: {first:#?}", found.len());
}

#[test]
fn no_word_of_a_hostile_tree_acts_in_any_format() {
    let folder = tree(&hostile());
    let all = ["--confidence", "low", "--scope", "production,test,example"];
    let with_format = FORMATS.iter().map(|format| [&["--format", *format][..], &all].concat());
    for arguments in with_format.chain([vec!["--quiet"], vec!["--format", "terminal"]]) {
        let ran = review(folder.path(), &arguments);
        assert_eq!((ran.code(), ran.complaint()), (Some(1), None), "{arguments:?}");
        assert_still(&format!("{arguments:?}"), &ran.out);
        assert_still(&format!("what is said beside {arguments:?}"), &ran.err);
    }
}

#[test]
fn what_is_written_for_programs_is_well_formed_whatever_is_quoted() {
    let folder = tree(&hostile());
    let json = review(folder.path(), &["--format", "json"]).json();
    assert!(json["findings"].as_array().unwrap().len() > 400);
    // What the code says is not changed by being written down.
    let says = |payload: &str| {
        json["findings"].as_array().unwrap().iter().any(|finding| finding["quote"].as_str().unwrap().contains(payload))
    };
    assert!(says("::set-output name=a::b") && says("\u{1b}[31m") && says("##vso[task.setvariable variable=a]b"));
    let sarif = review(folder.path(), &["--format", "sarif"]).json();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().len() > 400);
    let complaints = sarif_complaints(&sarif);
    assert!(complaints.is_empty(), "{:#?}", &complaints[..complaints.len().min(8)]);
}

#[test]
fn no_word_of_a_hostile_argument_acts_in_a_message() {
    let folder = tree(&vec![("fine.py".to_owned(), b"x = 1\n".to_vec())]);
    for some in payloads().chunks(4) {
        let payload = some.concat();
        let payload = payload.as_str();
        let bytes = [payload.as_bytes(), b"\xFF\x9b"].concat();
        let with = |arguments: &[&std::ffi::OsStr]| {
            let ran = finish(program().current_dir(folder.path()).args(arguments));
            assert!(matches!(ran.code(), Some(0..=2)), "{payload:?}: {ran:?}");
            assert_still(&format!("{arguments:?}"), &ran.out);
            assert_still(&format!("what is said beside {arguments:?}"), &ran.err);
        };
        let os = std::ffi::OsStr::new;
        with(&[os("review"), &OsString::from_vec(bytes.clone())]);
        with(&[os("review"), os("-"), os("--stdin-filename"), os(&format!("{payload}.py"))]);
        with(&[os("explain"), os(payload)]);
        with(&[os("review"), os("--format"), os(payload)]);
        with(&[os("review"), os("--output"), std::ffi::OsStr::from_bytes(&bytes)]);
    }
}

/// A review that says the payloads in all its words, and code with them in it.
fn hostile_review() -> (String, Files) {
    let mut review = "# Review\n\n".to_owned();
    let mut files = Files::new();
    for (at, payload) in payloads().iter().enumerate() {
        let line = payload.replace(['\n', '\r'], " ");
        let name: String = payload.chars().filter(|&c| c != '/').collect();
        let _ = write!(
            review,
            "## F-{at} {line}: Command injection {line} ({line})\n\n- **CWE:** CWE-78 ({line}), CWE-99999 {line}\n\
             - **Severity:** High {line}\n- **File:** `a{at}.py:10-14`\n- **Location:** `{line}.py:3`, `folder/{line}:7`\n\n\
             ```python\n    os.system('''{payload}''' + name)\n```\n\n{payload}\n\nCWE-79 {payload} in `{line}` at {line}.py:4\n\n\
             **Recommendation:** {line} `{line}`\n\n```python\n{payload}\n```\n\nSee also: CWE-22 {payload}\n\n"
        );
        files.push((format!("a{at}.py"), program_of(payload).into_bytes()));
        files.push((format!("{name}.py"), program_of("x").into_bytes()));
    }
    (review, files)
}

#[test]
fn no_word_of_a_hostile_review_acts_in_any_format() {
    let (review, files) = hostile_review();
    let folder = tree(&files);
    let beside = tree(&vec![("review\u{1b}[2J.md".to_owned(), review.into_bytes())]);
    let path = beside.path().join("review\u{1b}[2J.md");
    let with_format = FORMATS.iter().map(|format| vec!["--format", *format]);
    for arguments in with_format.chain([vec!["--quiet"]]) {
        let mut command = program();
        command.arg("audit").arg(&path).arg("--code").arg(folder.path()).args(&arguments);
        let ran = finish(&mut command);
        assert!(matches!(ran.code(), Some(0 | 4)) && ran.complaint().is_none(), "{arguments:?}: {:?}", ran.complaint());
        assert_still(&format!("{arguments:?}"), &ran.out);
        assert_still(&format!("what is said beside {arguments:?}"), &ran.err);
        match arguments.last() {
            Some(&"sarif") => {
                let complaints = sarif_complaints(&ran.json());
                assert!(complaints.is_empty(), "{:#?}", &complaints[..complaints.len().min(8)]);
            }
            // What the review says is there, and was judged; it is only written so that it does nothing.
            Some(&"json") => {
                let json = ran.json();
                let findings = json["findings"].as_array().unwrap();
                assert!(findings.len() >= payloads().len(), "{} findings were read", findings.len());
                let quotes = findings.iter().flat_map(|finding| finding["locations"].as_array().unwrap());
                let mut quotes = quotes.filter_map(|place| place["quote"].as_str());
                assert!(quotes.any(|quote| quote.contains("::set-output name=a::b")));
                assert!(findings.iter().any(|finding| finding["support"]["verdict"] == "supported"));
            }
            _ => {}
        }
    }
}
