//! As JSON: the whole review, in types of its own. `docs/review.schema.json` describes them; a field is added with a new
//! minor version of the schema, and removed or changed with a new major one.

mod configuration;
mod coverage;
mod finding;

use review::{Review, Settings};
use serde::{Deserialize, Serialize};

pub(crate) use coverage::{Cut, Gap, Parsed, Skip};
pub(crate) use finding::Cwe;

use crate::sink::to_json;
use crate::{PROGRAM, Versions};
use configuration::Configuration;
use coverage::Coverage;
use finding::{Finding, Foreign, Stale, Suppressed};

/// The version of the schema.
const SCHEMA_VERSION: &str = "1.1";

/// The review as JSON.
pub fn json(review: &Review, versions: &Versions) -> String {
    to_json(&Document::of(review, versions))
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema_version: String,
    program: Program,
    catalogue: Catalogue,
    column_unit: String,
    counted_from: u32,
    root: String,
    paths: Vec<String>,
    settings: SettingsUsed,
    complete: bool,
    findings: Vec<Finding>,
    elsewhere: Vec<Finding>,
    suppressed: Vec<Suppressed>,
    stale_suppressions: Vec<Stale>,
    foreign_suppressions: Vec<Foreign>,
    withheld: Withheld,
    configuration: Configuration,
    coverage: Coverage,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Program {
    name: String,
    version: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    version: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsUsed {
    confidence: String,
    severity: String,
    threats: Vec<String>,
    no_ignore: bool,
    max_file_bytes: u64,
    scopes: Vec<String>,
    respect_foreign_suppressions: bool,
    fail_on: Option<String>,
}

#[expect(clippy::struct_field_names, reason = "the schema says them so")]
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Withheld {
    by_confidence: usize,
    by_severity: usize,
    by_configuration: usize,
}

impl Document {
    fn of(review: &Review, versions: &Versions) -> Self {
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            program: Program { name: PROGRAM.to_owned(), version: versions.program.clone() },
            catalogue: Catalogue { version: versions.catalogue.clone() },
            column_unit: "unicode-code-point".to_owned(),
            counted_from: 1,
            root: review.root.clone(),
            paths: review.paths.clone(),
            settings: SettingsUsed::of(&review.settings),
            complete: review.is_complete(),
            findings: review.findings.iter().map(Finding::of).collect(),
            elsewhere: review.elsewhere.iter().map(Finding::of).collect(),
            suppressed: review.suppressed.iter().map(Suppressed::of).collect(),
            stale_suppressions: review.stale.iter().map(Stale::of).collect(),
            foreign_suppressions: review.foreign.iter().map(Foreign::of).collect(),
            withheld: Withheld {
                by_confidence: review.withheld.by_confidence,
                by_severity: review.withheld.by_severity,
                by_configuration: review.withheld.by_configuration,
            },
            configuration: Configuration::of(&review.configuration),
            coverage: Coverage::of(&review.coverage),
        }
    }
}

impl SettingsUsed {
    fn of(settings: &Settings) -> Self {
        Self {
            confidence: settings.confidence.word().to_owned(),
            severity: settings.severity.word().to_owned(),
            threats: settings.threats.iter().map(|threat| threat.word().to_owned()).collect(),
            no_ignore: settings.no_ignore,
            max_file_bytes: settings.max_file_bytes,
            scopes: settings.scopes.iter().map(|scope| scope.word().to_owned()).collect(),
            respect_foreign_suppressions: settings.respect_foreign_suppressions,
            fail_on: settings.fail_on.map(|fail_on| fail_on.word().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reviews;

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let versions = Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() };
        for (name, review) in reviews::all() {
            let document = Document::of(&review, &versions);
            let json = to_json(&document);
            let back: Document = serde_json::from_str(&json).unwrap();
            assert_eq!(back, document, "{name}");
            assert_eq!(to_json(&back), json, "{name}");
        }
    }
}
