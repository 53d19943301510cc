//! A review with its code and what an audit of it ought to say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use toml::Table;

/// A folder of the corpus.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) expected: Vec<Expected>,
}

/// What an audit ought to say of a finding.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) verdict: String,
    /// Ids, each with the word for the name that the review gives it.
    pub(crate) weaknesses: Vec<(i64, String)>,
    /// For each place the words for path, line and quote.
    pub(crate) places: Vec<[String; 3]>,
    /// What is said of who can do it, what the code shows, and how the one stands to the other; where it is compared.
    pub(crate) reach: Option<[String; 3]>,
    /// The word for its advice, where the case is about that.
    pub(crate) advice: Option<String>,
    pub(crate) why: String,
    pub(crate) gap: Option<String>,
}

impl Case {
    /// All of them, by name.
    pub(crate) fn all() -> Vec<Self> {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/audits");
        let mut folders: Vec<PathBuf> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.retain(|folder| folder.is_dir());
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("expected.toml")).unwrap();
        let table: Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = table["finding"].as_array().unwrap();
        let expected = findings.iter().map(|one| expected(one.as_table().unwrap())).collect();
        Self { name, folder, expected }
    }

    /// The review as it was written.
    pub(crate) fn review(&self) -> PathBuf {
        let files = ["review.md", "review.txt"].map(|name| self.folder.join(name));
        files.into_iter().find(|file| file.exists()).unwrap()
    }

    /// What the program says of a review of the case's code, finding by finding.
    pub(crate) fn audited(&self, review: &Path) -> Vec<Value> {
        let code = self.folder.join("code");
        let mut command = Command::new(env!("CARGO_BIN_EXE_flawline"));
        command.stdin(Stdio::null()).arg("audit").arg(review).arg("--code").arg(&code).arg("--root").arg(&code);
        let output = command.args(["--no-config", "--quiet", "--format", "json"]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let mut audit: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}: {errors}", self.name));
        match audit["findings"].take() {
            Value::Array(findings) => findings,
            other => panic!("{}: no list of findings, but {other}", self.name),
        }
    }
}

fn expected(table: &Table) -> Expected {
    let word = |key: &str| table.get(key).map(|value| value.as_str().unwrap().to_owned());
    let weakness = |value: &toml::Value| {
        let pair = value.as_array().unwrap();
        (pair[0].as_integer().unwrap(), pair[1].as_str().unwrap().to_owned())
    };
    let place = |value: &toml::Value| {
        let words = value.as_array().unwrap();
        [0, 1, 2].map(|at| words[at].as_str().unwrap().to_owned())
    };
    Expected {
        verdict: word("verdict").unwrap(),
        weaknesses: table["cwe"].as_array().unwrap().iter().map(weakness).collect(),
        places: table["places"].as_array().unwrap().iter().map(place).collect(),
        reach: table.get("reach").map(place),
        advice: word("mitigation"),
        why: word("why").unwrap(),
        gap: word("gap"),
    }
}

/// The word under a key.
pub(crate) fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The ids of a finding that was audited, each with the word for its name.
pub(crate) fn weaknesses(finding: &Value) -> Vec<(i64, String)> {
    let all = finding["cwe"].as_array().into_iter().flatten();
    all.map(|one| (one["id"].as_i64().unwrap(), word(one, "name_verdict").to_owned())).collect()
}

/// The places of a finding that was audited, each with the words for path, line and quote.
pub(crate) fn places(finding: &Value) -> Vec<[String; 3]> {
    let all = finding["locations"].as_array().into_iter().flatten();
    all.map(|one| ["path_verdict", "line_verdict", "quote_verdict"].map(|key| word(one, key).to_owned())).collect()
}
