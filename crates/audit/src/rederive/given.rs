//! A review by Flawline as it is given: whether it is one, and with which settings it was made.

use knowledge::FailOn;
use review::{Confidence, Scope, Settings, Severity, Threat};
use serde_json::Value;

/// A review that is to be made again.
#[derive(Clone, Debug)]
pub struct Given {
    /// The document.
    pub document: Value,
    /// With which settings it was made. What day it was does not stand in it.
    pub settings: Settings,
    /// The root as it is written in it.
    pub root: String,
    /// What was reviewed, as it was written.
    pub paths: Vec<String>,
    /// Whether a configuration of the project's was read.
    pub is_configured: bool,
    /// Paths of files in which it finds something; a sample.
    pub files: Vec<String>,
}

/// Why a document cannot be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is no JSON; why not.
    NotJson(String),
    /// It is no review by Flawline.
    Foreign,
    /// It is one in a version of the schema that is not known.
    Schema(String),
    /// A value is missing or of a wrong kind; its JSON pointer, and what it should be.
    Value(&'static str, &'static str),
}

impl Given {
    /// Reads a document.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        let text = text.trim_start_matches('\u{feff}');
        let document: Value = serde_json::from_str(text).map_err(|error| Unusable::NotJson(error.to_string()))?;
        let is_ours = document["program"]["name"] == "Flawline" && document["findings"].is_array();
        let version = document["schema_version"].as_str().filter(|_| is_ours).ok_or(Unusable::Foreign)?;
        if version.split('.').next() != Some("1") {
            return Err(Unusable::Schema(version.to_owned()));
        }
        for (pointer, name) in [("/elsewhere", "elsewhere"), ("/suppressed", "suppressed"), ("/paths", "paths")] {
            if !document[name].is_array() {
                return Err(Unusable::Value(pointer, "a list"));
            }
        }
        let settings = settings(&document)?;
        let root = document["root"].as_str().ok_or(Unusable::Value("/root", "a text"))?.to_owned();
        let paths = texts(&document["paths"]).ok_or(Unusable::Value("/paths", "a list of texts"))?;
        let is_configured = document["configuration"]["file"].is_string();
        let files = ["findings", "elsewhere"].into_iter().filter_map(|list| document[list].as_array()).flatten();
        let files =
            files.filter_map(|finding| finding["location"]["path"].as_str()).take(SAMPLE).map(str::to_owned).collect();
        Ok(Self { document, settings, root, paths, is_configured, files })
    }
}

/// How many findings tell where the root is.
const SAMPLE: usize = 50;

fn settings(document: &Value) -> Result<Settings, Unusable> {
    let said = &document["settings"];
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let confidence = word(&said["confidence"]).and_then(|word| of_word(&Confidence::ALL, Confidence::word, &word));
    let severity = word(&said["severity"]).and_then(|word| of_word(&Severity::ALL, Severity::word, &word));
    let each = |name: &str| texts(&said[name]);
    let threats = each("threats").and_then(|words| all_of(&Threat::ALL, Threat::word, &words));
    let scopes = each("scopes").and_then(|words| all_of(&Scope::ALL, Scope::word, &words));
    let fail_on = match &said["fail_on"] {
        Value::Null => None,
        Value::String(word) => {
            let known = FailOn::from_word(word);
            Some(known.ok_or(Unusable::Value("/settings/fail_on", "a level, or none"))?)
        }
        _ => return Err(Unusable::Value("/settings/fail_on", "a level, or none")),
    };
    let bytes = said["max_file_bytes"].as_u64().filter(|bytes| (1..=MOST_BYTES).contains(bytes));
    let truth = |name: &str| said[name].as_bool();
    Ok(Settings {
        confidence: confidence.ok_or(Unusable::Value("/settings/confidence", "low, medium or high"))?,
        severity: severity.ok_or(Unusable::Value("/settings/severity", "low, medium, high or critical"))?,
        threats: threats.ok_or(Unusable::Value("/settings/threats", "a list of threat models"))?,
        no_ignore: truth("no_ignore").ok_or(Unusable::Value("/settings/no_ignore", "true or false"))?,
        max_file_bytes: bytes.ok_or(Unusable::Value("/settings/max_file_bytes", "a number of bytes up to 1 GiB"))?,
        scopes: scopes.ok_or(Unusable::Value("/settings/scopes", "a list of scopes"))?,
        respect_foreign_suppressions: truth("respect_foreign_suppressions")
            .ok_or(Unusable::Value("/settings/respect_foreign_suppressions", "true or false"))?,
        fail_on,
        today: None,
    })
}

/// As many bytes of a file as a review may be asked to read.
const MOST_BYTES: u64 = 1 << 30;

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

fn of_word<T: Copy>(all: &[T], word: fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.iter().copied().find(|known| word(*known) == wanted)
}

fn all_of<T: Copy>(all: &[T], word: fn(T) -> &'static str, wanted: &[String]) -> Option<Vec<T>> {
    wanted.iter().map(|wanted| of_word(all, word, wanted)).collect()
}
