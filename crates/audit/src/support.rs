//! Whether the code bears a finding out: what the engine answers at its places, weighed.
//!
//! Takes the answers for the places of a finding; gives a verdict with its evidence. A weakness that stands there supports it; an
//! operation that is there and harmless refutes it, and so does the lack of any operation of its kind in the whole function. What
//! the engine cannot tell is undecided, never supported.

use rustc_hash::FxHashSet;

use review::{Answered, Origin, Scope, WhyAnswer};

use crate::alike::is_alike;
use crate::kin::{Kinship, kinship};
use crate::outcome::{Evidence, Support, SupportVerdict, range};
use crate::reach::wider;
use crate::test_code::harms_who_runs_it;

/// So many pieces of evidence are kept.
const MOST: usize = 3;

/// What was asked of one place, and what came back.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the place")]
pub(crate) struct Heard<'a> {
    /// What kind of file it is in.
    pub(crate) scope: Scope,
    /// The lines that were asked about.
    pub(crate) lines: (u32, u32),
    /// The path.
    pub(crate) path: &'a str,
    /// Whether the lines are not the cited ones, but hold code that the finding names.
    pub(crate) is_named: bool,
    /// Whether what is quoted stands on the lines.
    pub(crate) is_quoted: bool,
    /// Whether the lines may be miscounted: nothing is quoted, and nothing is given a name on them.
    pub(crate) may_be_off: bool,
    /// Whether the finding is about something that is not done, which a rule compares entry points for.
    pub(crate) is_about_lack: bool,
    /// The answers.
    pub(crate) answered: &'a Answered,
}

/// How much an answer weighs, by its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// The weakness is there.
    Supports,
    /// An operation of that kind is there, and is harmless.
    Refutes,
    /// An operation of that kind may be there, and it cannot be told.
    Open,
    /// Nothing is known of what is there.
    Unknown,
    /// Nothing is known of it but that nobody else has written what it is given.
    Constants,
    /// There is no operation of that kind.
    Nothing,
}

fn weight(answer: &WhyAnswer) -> Weight {
    match (answer.verdict, answer.reason) {
        // Who says that a check is missing is borne out where nothing is one.
        (_, "unchecked") => Weight::Supports,
        // A way that a review does not tell: another condition of the rule is not met, or another finding stands for it.
        ("supported", _) if answer.levels.is_none() => Weight::Open,
        // That a digest or a number is weak is no weakness where nothing tells what it is for.
        ("supported", "purpose-unknown") if is_of_digest_or_number(answer) => Weight::Open,
        ("supported", _) => Weight::Supports,
        (_, "beyond-the-call" | "no-sink" | "dead" | "code-of-the-program" | "no-setting" | "no-assertion") => {
            Weight::Nothing
        }
        ("undecided", "not-modelled") => Weight::Unknown,
        (_, "given-constants") => Weight::Constants,
        ("undecided", _) => Weight::Open,
        (_, "other-use") => Weight::Nothing,
        _ => Weight::Refutes,
    }
}

/// Whether an answer is about a digest, a cipher or a number drawn by lot: what these are for decides whether it is a weakness.
fn is_of_digest_or_number(answer: &WhyAnswer) -> bool {
    answer.cwe.as_ref().is_some_and(|cwe| matches!(cwe.id, 326..=328 | 330..=338))
}

/// Weighs what was heard of the places of a finding; `ids` are those that it names and those that its words are about.
pub(crate) fn support(heard: &[Heard<'_>], ids: &[u32]) -> Support {
    let of_all = heard.iter().map(|heard| (heard.is_named, of_place(heard, ids)));
    let has_cited = heard.iter().any(|heard| !heard.is_named);
    // Lines that only hold a name which is mentioned can bear a finding out, and say nothing else.
    let counts = |named: &bool, support: &Support| !named || !has_cited || support.verdict == SupportVerdict::Supported;
    let mut outcomes: Vec<Support> =
        of_all.filter(|(named, support)| counts(named, support)).map(|(_, support)| support).collect();
    let is_cited = |support: &Support| {
        let place = support.evidence.first().and_then(|evidence| evidence.place.as_ref());
        place.is_some_and(|place| {
            let covers = |(first, last): (u32, u32)| first <= place.end_line && place.line <= last;
            heard.iter().any(|heard| !heard.is_named && heard.path == place.path && covers(heard.lines))
        })
    };
    // One place that bears it out is enough, one that is cited before one that is near; a place that is unclear is more than one
    // that is refuted.
    outcomes.sort_by_key(|support| match support.verdict {
        SupportVerdict::Supported => usize::from(!is_cited(support)),
        SupportVerdict::Undecided => 2,
        SupportVerdict::Refuted => 3,
    });
    let mut all = outcomes.into_iter();
    let Some(mut first) = all.next() else {
        return open("no-place", "No place in the code is named that could be looked at.");
    };
    for other in all.filter(|other| other.verdict == first.verdict) {
        first.evidence.extend(other.evidence);
        // Where one place is no matter of data, it does not matter who writes what reaches another.
        first.origin = match (first.origin.take(), other.origin) {
            (Some(one), Some(other)) => wider(Some(one), Some(other)),
            _ => None,
        };
    }
    first.evidence.truncate(MOST);
    first
}

/// Whether nothing that was asked about is an operation that some ids need, nor may be one, or each is harmless by what it is given.
/// `names` are those of the calls that models know for it.
pub(crate) fn lacks(answered: &[&Answered], ids: &[u32], names: &FxHashSet<String>) -> bool {
    let is_nothing = |answer: &WhyAnswer| match weight(answer) {
        Weight::Nothing | Weight::Constants => true,
        // Where nobody is seen to give it anything, somebody may all the same.
        Weight::Refutes => !matches!(answer.reason, "no-source" | "source-not-counted"),
        Weight::Unknown => !is_alike(answer, names) || is_of_secrets(ids) && !holds_text(answer),
        _ => false,
    };
    answered.iter().all(|answered| {
        answered.gaps.is_empty() && answered.here.iter().filter(|answer| is_kin(answer, ids)).all(is_nothing)
    })
}

/// A support without evidence but a sentence.
pub(crate) fn open(reason: &'static str, text: &str) -> Support {
    plain(SupportVerdict::Undecided, reason, text.to_owned())
}

/// A verdict with a sentence as its evidence.
pub(crate) fn plain(verdict: SupportVerdict, reason: &'static str, text: String) -> Support {
    let evidence =
        Evidence { rule: None, cwe: None, place: None, quote: String::new(), text, flow: Vec::new(), levels: None };
    Support { verdict, reason, evidence: vec![evidence], origin: None }
}

/// What is said of a finding about a test.
pub(crate) fn of_test(path: &str) -> Support {
    let text = format!(
        "`{path}` is a test: what it does serves nobody, and nothing is found there that would harm whoever runs it."
    );
    plain(SupportVerdict::Refuted, "test-code", text)
}

fn of_place(heard: &Heard<'_>, ids: &[u32]) -> Support {
    let kin = |answer: &&WhyAnswer| is_kin(answer, ids) && is_of_the_check(answer, ids);
    let here: Vec<&WhyAnswer> = heard.answered.here.iter().filter(kin).collect();
    // Of a line that only holds a name which is mentioned, the function counts when it is the one that is named.
    let begins = heard.answered.functions.last().is_some_and(|(_, from, _)| heard.lines.0 <= *from);
    let counts_around = !heard.is_named || begins;
    let around: Vec<&WhyAnswer> = heard.answered.around.iter().filter(|_| counts_around).filter(kin).collect();
    let of = |answers: &[&WhyAnswer], wanted: Weight| -> Vec<WhyAnswer> {
        answers.iter().filter(|answer| weight(answer) == wanted).map(|answer| (*answer).clone()).collect()
    };
    // In a test only that counts which harms whoever runs it.
    let counts = |answer: &WhyAnswer| {
        heard.scope != Scope::Test || answer.cwe.as_ref().is_some_and(|cwe| harms_who_runs_it(u32::from(cwe.id)))
    };
    let supporting: Vec<WhyAnswer> = of(&here, Weight::Supports).into_iter().filter(&counts).collect();
    if !supporting.is_empty() {
        return told(SupportVerdict::Supported, &supporting, ids);
    }
    if !heard.answered.gaps.is_empty() {
        return open("gap", &format!("{}:{} could not be read as code.", heard.path, heard.lines.0));
    }
    let mut open_here = of(&here, Weight::Open);
    let refuting = of(&here, Weight::Refutes);
    // What is known of the claimed weakness outweighs what is not known of its like.
    if let Some(nearest) = refuting.iter().filter_map(|answer| nearest_kin(answer, ids)).min() {
        open_here.retain(|answer| nearest_kin(answer, ids).is_some_and(|kin| kin <= nearest));
    }
    if !refuting.is_empty() && open_here.is_empty() {
        return told(SupportVerdict::Refuted, &refuting, ids);
    }
    // Of two secrets in one function the quoted one is meant.
    let is_meant =
        |answer: &WhyAnswer| !(heard.is_quoted && answer.cwe.as_ref().is_some_and(|cwe| is_secret(u32::from(cwe.id))));
    // Beside a quote, another line of the function may show something of a general id that is not meant.
    let is_one = |answer: &WhyAnswer| !heard.is_quoted || nearest_kin(answer, ids) != Some(Kinship::General);
    let near: Vec<WhyAnswer> =
        of(&around, Weight::Supports).into_iter().filter(&counts).filter(is_meant).filter(is_one).collect();
    if !near.is_empty() && open_here.is_empty() {
        return told(SupportVerdict::Supported, &near, ids);
    }
    let is_finding =
        |answer: &&WhyAnswer| weight(answer) == Weight::Supports && answer.levels.is_some() && counts(answer);
    let next: Vec<WhyAnswer> = heard.answered.near.iter().filter(kin).filter(is_finding).cloned().collect();
    if heard.may_be_off && !heard.is_named && open_here.is_empty() && !next.is_empty() {
        return told(SupportVerdict::Supported, &next, ids);
    }
    if heard.scope == Scope::Test {
        return of_test(heard.path);
    }
    if !open_here.is_empty() {
        return told(SupportVerdict::Undecided, &open_here, ids);
    }
    // A call without a text in it gives nothing that could be a secret.
    let may_be = |answer: &WhyAnswer| !is_of_secrets(ids) || holds_text(answer);
    let unknown: Vec<WhyAnswer> = of(&here, Weight::Unknown).into_iter().filter(may_be).collect();
    if !unknown.is_empty() && heard.is_named {
        return open("no-place", "No line is cited, and what stands where names of it stand is not known to Flawline.");
    }
    if !unknown.is_empty() {
        return told(SupportVerdict::Undecided, &unknown, ids);
    }
    let open_around = of(&around, Weight::Open);
    if !open_around.is_empty() {
        return told(SupportVerdict::Undecided, &open_around, ids);
    }
    let constants = of(&here, Weight::Constants);
    if !constants.is_empty() && !heard.is_named {
        return told(SupportVerdict::Refuted, &constants, ids);
    }
    let refuting = of(&around, Weight::Refutes);
    if !refuting.is_empty() {
        return told(SupportVerdict::Refuted, &refuting, ids);
    }
    if heard.is_about_lack && heard.answered.is_entry {
        let name = heard.answered.functions.last().map_or("it", |(name, _, _)| name.as_str());
        let id = ids.first().copied().unwrap_or_default();
        return open("no-sibling", &format!("Whether `{name}` does what CWE-{id} asks for is not known to Flawline."));
    }
    let nothing = of(&here, Weight::Nothing);
    let other_use: Vec<WhyAnswer> = nothing.iter().filter(|answer| answer.reason == "other-use").cloned().collect();
    if !other_use.is_empty() {
        return told(SupportVerdict::Refuted, &other_use, ids);
    }
    let place = format!("{}:{}", heard.path, range(heard.lines));
    let names: Vec<String> = ids.iter().take(3).map(|id| format!("CWE-{id}")).collect();
    let text = match nothing.first() {
        Some(answer) => format!(
            "Nothing at {place} is what {} needs; what stands there is `{}`.",
            names.join(" or "),
            answer.quote.lines().next().unwrap_or_default()
        ),
        None => format!("Nothing is done at {place} that {} could be about.", names.join(" or ")),
    };
    plain(SupportVerdict::Refuted, "no-such-operation", text)
}

/// Whether a weakness is a secret that stands in the code, where no data leads from one place to another.
fn is_secret(id: u32) -> bool {
    matches!(id, 259 | 321 | 798 | 1391..=1394)
}

/// Whether all that a finding is about are secrets.
pub(crate) fn is_of_secrets(ids: &[u32]) -> bool {
    !ids.is_empty() && ids.iter().all(|&id| is_secret(id))
}

/// Whether a text stands in what an answer quotes.
fn holds_text(answer: &WhyAnswer) -> bool {
    answer.quote.contains(['"', '\''])
}

/// Whether an answer is about one of the ids.
fn is_kin(answer: &WhyAnswer, ids: &[u32]) -> bool {
    let Some(cwe) = &answer.cwe else { return matches!(answer.reason, "not-modelled" | "given-constants") };
    ids.iter().any(|&id| kinship(id, u32::from(cwe.id)).is_some())
}

/// Whether what is known of a check is known of the one that is asked for: who has to say who he is may still do too much.
fn is_of_the_check(answer: &WhyAnswer, ids: &[u32]) -> bool {
    if !matches!(answer.reason, "checked" | "unchecked") {
        return true;
    }
    nearest_kin(answer, ids).is_some_and(|kin| kin < Kinship::Near)
}

/// How the nearest of some ids stands to what an answer is about.
fn nearest_kin(answer: &WhyAnswer, ids: &[u32]) -> Option<Kinship> {
    let found = u32::from(answer.cwe.as_ref()?.id);
    ids.iter().filter_map(|&id| kinship(id, found)).min()
}

/// A verdict with answers as evidence, the nearest of kin and the surest first.
fn told(verdict: SupportVerdict, answers: &[WhyAnswer], ids: &[u32]) -> Support {
    let mut answers: Vec<&WhyAnswer> = answers.iter().collect();
    let rank = |answer: &WhyAnswer| -> (usize, Kinship) {
        let of = |(at, id): (usize, &u32)| {
            let kin = kinship(*id, answer.cwe.as_ref().map(|cwe| u32::from(cwe.id))?)?;
            Some((kin, at))
        };
        let best = ids.iter().enumerate().filter_map(of).min().map(|(kin, at)| (at, kin));
        best.unwrap_or((usize::MAX, Kinship::Near))
    };
    answers.sort_by_key(|answer| {
        let (at, kin) = rank(answer);
        (kin, at, std::cmp::Reverse(answer.levels), answer.place.clone(), answer.rule.clone())
    });
    let reason = answers.first().map_or("finding", |answer| answer.reason);
    let origin = origin(verdict, &answers);
    let mut evidence: Vec<Evidence> = Vec::new();
    for answer in answers {
        let one = evidence_of(answer);
        let is_known = |known: &Evidence| known.text == one.text && known.place == one.place;
        if evidence.len() < MOST && !evidence.iter().any(is_known) {
            evidence.push(one);
        }
    }
    Support { verdict, reason, evidence, origin }
}

/// Where the data begins that bears a finding out, or that would if it counted; none where the nearest answer is about no data.
fn origin(verdict: SupportVerdict, answers: &[&WhyAnswer]) -> Option<Origin> {
    let counts = |answer: &&&WhyAnswer| match verdict {
        SupportVerdict::Supported => true,
        SupportVerdict::Refuted => answer.reason == "source-not-counted",
        SupportVerdict::Undecided => false,
    };
    answers.first().filter(|first| counts(first))?.origin.as_ref()?;
    answers.iter().filter(counts).map(|answer| answer.origin.clone()).fold(None, wider)
}

/// An answer as evidence.
pub(crate) fn evidence_of(answer: &WhyAnswer) -> Evidence {
    Evidence {
        rule: answer.rule.clone(),
        cwe: answer.cwe.as_ref().map(|cwe| u32::from(cwe.id)),
        place: Some(answer.place.clone()),
        quote: answer.quote.clone(),
        text: answer.text.clone(),
        flow: answer.flow.clone(),
        levels: answer.levels,
    }
}
