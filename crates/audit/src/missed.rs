//! What Flawline finds and a review does not say, or says of another place.

use claims::Stance;
use review::{Review, Scope};

use crate::kin::kinship;
use crate::limits;
use crate::outcome::{Audited, Missed, Verdict};

/// Where in the same file such a weakness does stand, for a finding that does not hold where it says.
pub(crate) fn elsewhere(review: &Review, audited: &Audited, ids: &[u32]) -> Option<String> {
    if audited.verdict != Verdict::Reject || audited.stance != Stance::Accuses {
        return None;
    }
    let found = review.findings.iter().chain(&review.elsewhere).find(|finding| {
        audited.places.iter().any(|place| place.found_path.as_deref() == Some(finding.place.path.as_str()))
            && ids.iter().any(|&id| kinship(id, u32::from(finding.cwe.id)).is_some())
    })?;
    Some(format!("Flawline finds CWE-{} in {}, line {}.", found.cwe.id, found.place.path, found.place.line))
}

/// What Flawline finds in the files that a review speaks of, and the review does not mention.
pub(crate) fn missed(review: &Review, findings: &[Audited]) -> Vec<Missed> {
    let paths: Vec<&str> =
        findings.iter().flat_map(|finding| &finding.places).filter_map(|place| place.found_path.as_deref()).collect();
    let mentions = |finding: &review::Finding| {
        // Who says that it is not there (any more) mentions it all the same.
        let says = |audited: &&Audited| audited.verdict != Verdict::Reject || audited.stance != Stance::Accuses;
        findings.iter().filter(says).any(|audited| {
            let is_evidence = audited.support.evidence.iter().any(|evidence| {
                evidence
                    .place
                    .as_ref()
                    .is_some_and(|place| place.path == finding.place.path && place.line == finding.place.line)
            });
            let kin =
                audited.weaknesses.iter().any(|weakness| kinship(weakness.id, u32::from(finding.cwe.id)).is_some());
            let near = audited.places.iter().any(|place| {
                place.found_path.as_deref() == Some(finding.place.path.as_str())
                    && place
                        .found_lines
                        .iter()
                        .chain(&place.cited_lines)
                        .any(|&(first, last)| first <= finding.place.end_line && finding.place.line <= last)
            });
            is_evidence || kin && near
        })
    };
    let is_asked = |finding: &&review::Finding| {
        finding.scope == Scope::Production && paths.contains(&finding.place.path.as_str()) && !mentions(finding)
    };
    review
        .findings
        .iter()
        .filter(is_asked)
        .take(limits::MISSED + 1)
        .map(|finding| Missed { finding: finding.clone() })
        .collect()
}
