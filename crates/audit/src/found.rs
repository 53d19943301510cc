//! Flawline's own findings as support for a claim, where its places alone do not tell: a step of the way that data takes, a file
//! without a line, and no place at all.

use review::{Finding, Review, Scope};

use crate::kin::kinship;
use crate::missed::evidence;
use crate::outcome::{Support, SupportVerdict};

fn supported(finding: &Finding) -> Support {
    Support { verdict: SupportVerdict::Supported, reason: "finding", evidence: vec![evidence(finding)] }
}

/// The findings of a review about one of some ids, the surest first.
fn about<'r>(review: &'r Review, ids: &[u32]) -> Vec<&'r Finding> {
    let all = review.findings.iter().chain(&review.elsewhere);
    let kin = |finding: &&Finding| ids.iter().any(|&id| kinship(id, u32::from(finding.cwe.id)).is_some());
    let mut found: Vec<&Finding> = all.filter(kin).collect();
    found.sort_by_key(|finding| (std::cmp::Reverse(finding.confidence), finding.place.clone()));
    found
}

/// A finding whose data passes some lines of a file.
pub(crate) fn on_the_way(review: &Review, ids: &[u32], path: &str, (first, last): (u32, u32)) -> Option<Support> {
    let passes = |finding: &&&Finding| {
        finding
            .flow
            .iter()
            .any(|step| step.place.path == path && first <= step.place.end_line && step.place.line <= last)
    };
    about(review, ids).iter().find(passes).map(|finding| supported(finding))
}

/// A finding in one of some files.
pub(crate) fn in_files(review: &Review, ids: &[u32], paths: &[&str]) -> Option<Support> {
    let is_there = |finding: &&&Finding| paths.contains(&finding.place.path.as_str());
    about(review, ids).iter().find(is_there).map(|finding| supported(finding))
}

/// A finding anywhere in what is reviewed, for a claim that names no place; tests do not count.
pub(crate) fn anywhere(review: &Review, ids: &[u32]) -> Option<Support> {
    about(review, ids).iter().find(|finding| finding.scope == Scope::Production).map(|finding| supported(finding))
}
