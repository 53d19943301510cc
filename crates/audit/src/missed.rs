//! Findings of Flawline's own as evidence.

use review::Finding;

use crate::outcome::{Evidence, EvidenceStep};

/// A finding as evidence.
pub(crate) fn evidence(finding: &Finding) -> Evidence {
    let step = |step: &review::Step| EvidenceStep {
        place: step.place.clone(),
        quote: step.quote.clone(),
        note: step.note.clone(),
    };
    Evidence {
        rule: Some(finding.rule.clone()),
        cwe: Some(u32::from(finding.cwe.id)),
        place: Some(finding.place.clone()),
        quote: finding.quote.clone(),
        text: finding.message.clone(),
        flow: finding.flow.iter().map(step).collect(),
        levels: Some((finding.severity, finding.confidence)),
    }
}
