//! What the project's own configuration takes away, and what it teaches.

use serde::{Deserialize, Serialize};

use super::finding::Location;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Configuration {
    file: Option<String>,
    taught: Option<Taught>,
    reductions: Vec<Reduction>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Taught {
    folder: String,
    models: usize,
    rows: usize,
    rules: usize,
    kinds: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reduction {
    kind: String,
    location: Location,
    text: String,
    count: usize,
    reason: String,
}

impl Configuration {
    pub(super) fn of(configuration: &review::Configuration) -> Self {
        let taught = |taught: &review::TaughtCounts| Taught {
            folder: taught.folder.clone(),
            models: taught.models,
            rows: taught.rows,
            rules: taught.rules,
            kinds: taught.kinds,
        };
        let reduction = |reduction: &review::Reduction| Reduction {
            kind: reduction.kind.word().to_owned(),
            location: Location::of(&reduction.place),
            text: reduction.text.clone(),
            count: reduction.count,
            reason: reduction.reason.clone(),
        };
        Self {
            file: configuration.file.clone(),
            taught: configuration.taught.as_ref().map(taught),
            reductions: configuration.reductions.iter().map(reduction).collect(),
        }
    }
}
