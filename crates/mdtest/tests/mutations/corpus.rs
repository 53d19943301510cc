//! What is damaged: the programs and texts of the pages, and what is made of them.

use std::path::Path;

use flawline_mdtest::{Folder, Page, PageText};
use frontends::Language;
use ir::{SourceFile, codec};
use knowledge::Knowledge;

/// Texts of one kind, and words that are put into them.
pub(crate) struct Corpus {
    pub(crate) texts: Vec<Vec<u8>>,
    pub(crate) words: &'static [&'static str],
}

const PYTHON: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "=",
    ":=",
    "->",
    "*",
    "**",
    "@",
    ".",
    "...",
    ";",
    "\n",
    "\n    ",
    "\t",
    "\\\n",
    "'",
    "\"\"\"",
    "f'{",
    "}'",
    "rb'",
    "#",
    "lambda ",
    "async ",
    "await ",
    "yield ",
    "yield from ",
    "def f(",
    "class C(",
    "if ",
    "else: ",
    "elif x:",
    "for x in ",
    "while 1:",
    "try:",
    "except* E:",
    "finally:",
    "with a as b:",
    "match x:",
    "case [*_]:",
    "import a.b",
    "from . import *",
    "global x",
    "nonlocal x",
    "del x",
    "raise",
    "return ",
    "type X = ",
    "0x",
    "1e9999",
    "1_0j",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "\u{e9}",
    "\u{1f600}",
    "print x",
    "`x`",
    "<>",
    "exec 'x'",
];

const TEMPLATE: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-%}",
    "{%-",
    "|",
    "|safe",
    "|e",
    "{% if x %}",
    "{% endif %}",
    "{% for a in b %}",
    "{% endfor %}",
    "{% block b %}",
    "{% endblock %}",
    "{% autoescape false %}",
    "{% raw %}",
    "{% endraw %}",
    "{% set a = ",
    "{% macro m(a) %}",
    "{% include 'a.html' %}",
    "{% extends 'b' %}",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href=",
    "\"",
    "'",
    ">",
    "<",
    " on",
    "style=",
    "<textarea>",
    "<![CDATA[",
    "(",
    ")",
    "[",
    "]",
    "~",
    "\u{0}",
    "\u{1f600}",
    "&#",
];

const PATTERNS: &[&str] =
    &["(", ")", "(?:", "(?=", "(?<!", "(?P<q>", "[", "]", "[^", "{2,}", "{,3}", "*", "+?", "++", "|", "\\", "\\w", "$"];

const DATA: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ",",
    ":",
    "=",
    "\n",
    "#",
    ";",
    "null",
    "1e999",
    "-0",
    "\\u0000",
    "\\ud800",
    "[[a]]",
    "a.b = 1",
    "'''",
    "\"\"\"",
    "export A=",
    "${A}",
    "%(a)s",
    "[a]\n",
    "1979-05-27",
    "\u{0}",
    "\u{feff}",
    "\u{1f600}",
    "\t",
];

const KNOWLEDGE: &[&str] = &[
    "[[source]]",
    "[[sink]]",
    "[[pass]]",
    "[[sanitizer]]",
    "[[use]]",
    "[[guard]]",
    "[[route]]",
    "api = ",
    "kind = ",
    "from = [",
    "to = ",
    "when = {",
    "argument = ",
    "\"return\"",
    "\"value\"",
    "\"arg.*\"",
    "\"self.a\"",
    "\"?.get\"",
    "\"*\"",
    "\"(((((\"",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "=",
    "\n",
    "```toml\n",
    "```",
    "## ",
    "# ",
    "cwe = [",
    "id = ",
    "shape = ",
    "99999999999",
    "-1",
    "{argument}",
    "{",
    "\u{0}",
    "\u{1f600}",
    "'",
    "\"\"\"",
];

fn folder() -> Folder {
    Folder::new(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")))
}

/// The files on pages whose names end so.
fn files(pages: Vec<PageText>, ending: &str) -> Vec<Vec<u8>> {
    let pages = pages.into_iter().map(|page| Page::parse(&page.path, &page.text));
    let files = pages.flat_map(|page| page.sections).flat_map(|section| section.files);
    let of_ending = files.filter(|file| {
        file.path.ends_with(ending) || Path::new(&file.path).extension().is_some_and(|known| known == ending)
    });
    of_ending.map(|file| file.text.into_bytes()).collect()
}

pub(crate) fn knowledge_of_constructs() -> Knowledge {
    folder().knowledge_of_constructs().unwrap_or_else(|errors| panic!("{errors}"))
}

impl Corpus {
    pub(crate) fn python() -> Self {
        Self { texts: files(folder().construct_pages(), "py"), words: PYTHON }
    }

    pub(crate) fn templates() -> Self {
        let pages = [folder().rule_pages(), folder().model_pages(), folder().construct_pages()].concat();
        Self { texts: files(pages, "html"), words: TEMPLATE }
    }

    pub(crate) fn notebooks() -> Self {
        Self { texts: files(folder().rule_pages(), "ipynb"), words: DATA }
    }

    pub(crate) fn configuration() -> Self {
        let of = |ending| files(folder().rule_pages(), ending);
        let texts = ["env", "yaml", "ini", "Dockerfile", "json", "ipynb"].into_iter().flat_map(of);
        Self { texts: texts.chain(Self::data().texts).collect(), words: DATA }
    }

    pub(crate) fn data() -> Self {
        let texts: [&[u8]; 6] = [
            b"{\"most\": 3, \"names\": [\"a\", \"b\"], \"deep\": {\"is\": {\"it\": null}}, \"n\": -1.5e3}",
            b"title = \"x\"\n[server]\nhost = 'a'\nports = [1, 2]\n[[rows]]\na.b = true\n",
            b"[main]\nname = value\nother: value ; why\n  more\n[second]\nempty =\n",
            b"# why\nNAME=value\nexport OTHER=\"quoted value\"\nTHIRD='x'\nREF=${NAME}\n",
            b"name = value\nname.of = value \\\n  more\n! why\nkey:value\n",
            b"- a\n- b: 1\nc: [1, 2]\n",
        ];
        Self { texts: texts.map(<[u8]>::to_vec).to_vec(), words: DATA }
    }

    pub(crate) fn patterns() -> Self {
        let lines = include_str!("../../../backtracking/tests/slow.txt").lines();
        let texts = lines.filter_map(|line| Some(line.rsplit('\t').next()?.as_bytes().to_vec())).collect();
        Self { texts, words: PATTERNS }
    }

    pub(crate) fn knowledge() -> Self {
        let all = knowledge::read_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap();
        // Short ones, of which each damage is a large part.
        let short = all.into_iter().filter(|file| file.text.len() < 6_000 && !file.path.ends_with("python.md"));
        Self { texts: short.map(|file| file.text.into_owned().into_bytes()).collect(), words: KNOWLEDGE }
    }

    /// The programs as the bytes of their modules.
    pub(crate) fn modules() -> Self {
        let lowered = |text: &Vec<u8>| {
            let file = SourceFile::new("app.py", String::from_utf8_lossy(text).into_owned());
            codec::encode(&frontends::lower(&file, Language::Python, "app", false))
        };
        let texts = review::pool(Some(1)).unwrap().install(|| Self::python().texts.iter().map(lowered).collect());
        Self { texts, words: &["\u{0}", "\u{1}", "\u{7f}", "\u{0}\u{0}\u{0}\u{0}", "\u{10ffff}"] }
    }

    /// The programs as what a worker is told of them.
    pub(crate) fn orders() -> Self {
        let order = |text: &Vec<u8>| {
            let mut bytes = Vec::new();
            for frame in [&[0, 0], b"app".as_slice(), b"app.py", text] {
                bytes.extend((frame.len() as u32).to_le_bytes());
                bytes.extend(frame);
            }
            bytes
        };
        let programs = Self::python().texts;
        let texts = programs.chunks(3).map(|some| some.iter().flat_map(order).collect()).collect();
        Self { texts, words: PYTHON }
    }
}
