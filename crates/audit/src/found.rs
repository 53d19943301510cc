//! Flawline's own findings as support for a claim, where its places alone do not tell: a step of the way that data takes, a file
//! without a line, and no place at all.

use cwe::{Catalogue, Mapping};
use review::{FOR_SOMETHING, Finding, Review, Scope, WhyStep};

use crate::kin::{Kinship, kinship};
use crate::outcome::{Evidence, Support, SupportVerdict};
use crate::test_code::harms_who_runs_it;

fn supported(finding: &Finding) -> Support {
    Support {
        verdict: SupportVerdict::Supported,
        reason: "finding",
        evidence: vec![evidence(finding)],
        origin: finding.origin.clone(),
    }
}

/// The findings of a review that bear something out; of those in tests only what harms whoever runs them.
fn all(review: &Review) -> impl Iterator<Item = &Finding> {
    let counts = |finding: &&Finding| finding.scope != Scope::Test || harms_who_runs_it(u32::from(finding.cwe.id));
    review.findings.iter().chain(&review.elsewhere).filter(counts)
}

/// The finding of a review about one of some ids that is the surest of those that fit. What is cheap to tell is asked first.
fn surest<'r>(review: &'r Review, ids: &[u32], fits: impl Fn(&Finding) -> bool) -> Option<&'r Finding> {
    let has_purpose = |finding: &Finding| !finding.assumptions.iter().any(|assumed| assumed == FOR_SOMETHING);
    let all = all(review).filter(|finding| has_purpose(finding) && fits(finding));
    let kin = |finding: &&Finding| ids.iter().any(|&id| kinship(id, u32::from(finding.cwe.id)).is_some());
    all.filter(kin).min_by_key(|finding| (std::cmp::Reverse(finding.confidence), finding.place.clone()))
}

/// A finding whose data passes some lines of a file.
pub(crate) fn on_the_way(review: &Review, ids: &[u32], path: &str, (first, last): (u32, u32)) -> Option<Support> {
    let passes = |finding: &Finding| {
        let mut steps = finding.flow.iter().map(|step| &step.place);
        steps.any(|place| first <= place.end_line && place.line <= last && place.path == path)
    };
    surest(review, ids, passes).map(supported)
}

/// A finding that stands at some lines of a file, whatever it is about: for a claim whose id and words leave that open.
pub(crate) fn at(review: &Review, path: &str, (first, last): (u32, u32)) -> Option<Support> {
    let stands = |finding: &&Finding| {
        finding.place.path == path && first <= finding.place.end_line && finding.place.line <= last
    };
    let surest =
        all(review).filter(stands).min_by_key(|finding| (std::cmp::Reverse(finding.confidence), finding.place.clone()));
    surest.map(supported)
}

/// A finding in a file in which something of some names is used: in the code that it quotes, or on the way that data takes.
pub(crate) fn of_name(review: &Review, ids: &[u32], path: &str, names: &[&str]) -> Option<Support> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let holds = |code: &str| code.split(|letter| !is_part(letter)).any(|word| names.contains(&word));
    let uses = |finding: &Finding| {
        finding.place.path == path
            && (holds(&finding.quote) || finding.flow.iter().any(|step| step.place.path == path && holds(&step.quote)))
    };
    if names.is_empty() { None } else { surest(review, ids, uses).map(supported) }
}

/// What is claimed without a line. A finding has to be that, or a special case of it that the words are about, if these tell: what is
/// only taken for it elsewhere is no proof, nor is one of the many special cases of an id that is too general to be cited.
pub(crate) struct Claim {
    ids: Vec<u32>,
    meant: Vec<u32>,
}

impl Claim {
    /// `ids` are those that are named, or that the words are about where none is; `meant` those that the words are about.
    pub(crate) fn new(ids: &[u32], meant: &[u32]) -> Self {
        let catalogue = Catalogue::official();
        let meant: Vec<u32> = meant.iter().copied().filter(|id| !ids.contains(id)).collect();
        let is_general = |id: &u32| matches!(catalogue.judge_mapping(*id), Mapping::Refused { .. });
        let ids = ids.iter().copied().filter(|id| !meant.is_empty() || !is_general(id)).collect();
        Self { ids, meant }
    }

    fn is(&self, finding: &Finding) -> bool {
        let found = u32::from(finding.cwe.id);
        let is_one = |ids: &[u32]| ids.iter().any(|&id| kinship(id, found).is_some_and(|kin| kin < Kinship::Near));
        self.ids.contains(&found) || is_one(&self.ids) && (self.meant.is_empty() || is_one(&self.meant))
    }
}

/// A finding in one of some files.
pub(crate) fn in_files(review: &Review, claim: &Claim, paths: &[&str]) -> Option<Support> {
    let fits = |finding: &Finding| paths.contains(&finding.place.path.as_str()) && claim.is(finding);
    surest(review, &claim.ids, fits).map(supported)
}

/// A finding anywhere in what is reviewed, for a claim that names no place; tests do not count.
pub(crate) fn anywhere(review: &Review, claim: &Claim) -> Option<Support> {
    let fits = |finding: &Finding| finding.scope == Scope::Production && claim.is(finding);
    surest(review, &claim.ids, fits).map(supported)
}

/// A finding as evidence.
fn evidence(finding: &Finding) -> Evidence {
    let step =
        |step: &review::Step| WhyStep { place: step.place.clone(), quote: step.quote.clone(), note: step.note.clone() };
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
