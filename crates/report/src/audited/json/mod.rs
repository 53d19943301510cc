//! An audit as JSON: all of it, in types of its own. `docs/audit.schema.json` describes them; a field is added with a new minor version
//! of the schema, and removed or changed with a new major one.

mod finding;
mod summary;

use std::io::{self, Write};

use audit::Audit;
use serde::{Deserialize, Serialize};

use super::Asked;
use crate::sink::{OneByOne, write_json};
use crate::{PROGRAM, Versions};
use finding::Finding;
use summary::{Coverage, Missed, Scorecard, Unread};

/// The version of the schema.
const SCHEMA_VERSION: &str = "1.1";

/// Writes the audit as JSON.
pub fn json(audit: &Audit, asked: &Asked, versions: &Versions, out: &mut dyn Write) -> io::Result<()> {
    let findings = OneByOne { from: &audit.findings, make: Finding::of };
    write_json(&Document::of(audit, asked, versions, findings), out)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<F> {
    schema_version: String,
    program: Program,
    review: String,
    review_format: String,
    code: String,
    revision: Option<String>,
    complete: bool,
    findings: F,
    unread: Vec<Unread>,
    missed: Vec<Missed>,
    scorecard: Scorecard,
    cuts: Vec<String>,
    coverage: Coverage,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Program {
    name: String,
    version: String,
    catalogue: String,
}

impl<F> Document<F> {
    fn of(audit: &Audit, asked: &Asked, versions: &Versions, findings: F) -> Self {
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            program: Program {
                name: PROGRAM.to_owned(),
                version: versions.program.clone(),
                catalogue: versions.catalogue.clone(),
            },
            review: asked.review.clone(),
            review_format: audit.format.words().to_owned(),
            code: asked.code.clone(),
            revision: asked.revision.clone(),
            complete: audit.is_complete(),
            findings,
            unread: audit.unread.iter().map(Unread::of).collect(),
            missed: audit.missed.iter().map(Missed::of).collect(),
            scorecard: Scorecard::of(audit),
            cuts: audit.cuts.clone(),
            coverage: Coverage::of(&audit.coverage),
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/audits/mod.rs"]
mod audits;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::to_json;

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let versions = Versions { program: "0.1.0".to_owned(), catalogue: "4.20".to_owned() };
        for (name, audit) in audits::all() {
            let asked = Asked { review: "review.md".to_owned(), code: ".".to_owned(), revision: None };
            let findings: Vec<Finding> = audit.findings.iter().map(Finding::of).collect();
            let document = Document::of(&audit, &asked, &versions, findings);
            let mut written = Vec::new();
            json(&audit, &asked, &versions, &mut written).unwrap();
            let back: Document<Vec<Finding>> = serde_json::from_slice(&written).unwrap();
            assert_eq!(back, document, "{name}");
            assert_eq!(to_json(&back).into_bytes(), written, "{name}");
        }
    }
}
