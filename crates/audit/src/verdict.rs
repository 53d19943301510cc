//! From claims to a verdict: what a finding gets when everything about it is judged.

use claims::{Level, Stance};
use knowledge::Severity;

use crate::kin::{Kinship, kinship};
use crate::outcome::{
    Audited, AuditedPlace, AuditedWeakness, ClaimedWho, Evidence, LineVerdict, NameWord, PathVerdict, QuoteVerdict,
    SeenWho, SeverityVerdict, SupportVerdict, Verdict, range,
};
use crate::places::is_kept_apart;
use crate::sentence::first_sentence;

/// How a claimed level stands to one that the code shows.
pub(crate) fn severity(claimed: Option<Level>, shown: Option<Severity>) -> SeverityVerdict {
    let (Some(claimed), Some(shown)) = (claimed, shown) else { return SeverityVerdict::Unknown };
    let claimed = match claimed {
        Level::Info => 0,
        Level::Low => 1,
        Level::Medium => 2,
        Level::High => 3,
        Level::Critical => 4,
    };
    let shown = match shown {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    };
    match claimed - shown {
        2.. => SeverityVerdict::Overstated,
        ..=-2 => SeverityVerdict::Understated,
        _ => SeverityVerdict::Agrees,
    }
}

/// Fills in the corrections, the notes, the verdict and its reason.
///
/// `makes` tells whether what stands at a cited place makes what the evidence works on.
pub(crate) fn judge(audited: &mut Audited, makes: &dyn Fn(&AuditedPlace, &Evidence) -> bool) {
    let found: Vec<u32> = audited.support.evidence.iter().filter_map(|evidence| evidence.cwe).collect();
    let is_there = audited.support.verdict == SupportVerdict::Supported;
    let mut corrections = Vec::new();
    let mut notes = Vec::new();
    ids(audited, if is_there { &found } else { &[] }, &mut corrections, &mut notes);
    for place in &audited.places {
        places(place, &mut corrections, &mut notes);
    }
    near_line(audited, makes, &mut corrections);
    match audited.severity {
        SeverityVerdict::Overstated => corrections.push(level(audited, "lower")),
        SeverityVerdict::Understated => corrections.push(level(audited, "higher")),
        SeverityVerdict::Agrees | SeverityVerdict::Unknown => {}
    }
    reach(audited, &mut corrections, &mut notes);
    if !audited.unknown_symbols.is_empty() {
        let names: Vec<String> = audited.unknown_symbols.iter().take(5).map(|name| format!("`{name}`")).collect();
        notes.push(format!("{} stands nowhere in the code.", names.join(", ")));
    }
    dedup(&mut corrections);
    dedup(&mut notes);
    let because = audited.support.evidence.first().map(|evidence| evidence.text.as_str()).unwrap_or_default();
    let (because, _) = first_sentence(because);
    let defends = matches!(audited.stance, Stance::Defends(_));
    let (verdict, reason) = match (audited.support.verdict, defends) {
        (SupportVerdict::Undecided, _) => (Verdict::Undecided, format!("The code does not tell: {}", lower(because))),
        (SupportVerdict::Refuted, true) => {
            (Verdict::Accept, format!("That the weakness is not there is borne out: {}", lower(because)))
        }
        (SupportVerdict::Supported, true) => {
            (Verdict::Reject, format!("It is said not to be there (any more), and it is: {}", lower(because)))
        }
        (SupportVerdict::Refuted, false) => {
            (Verdict::Reject, format!("The code does not bear it out: {}", lower(because)))
        }
        (SupportVerdict::Supported, false) if corrections.is_empty() => {
            (Verdict::Accept, format!("The code bears it out: {}", lower(because)))
        }
        (SupportVerdict::Supported, false) => (
            Verdict::Correct,
            format!("The code bears it out ({}), but {}", lower(because.trim_end_matches('.')), lower(&corrections[0])),
        ),
    };
    audited.verdict = verdict;
    audited.reason = reason;
    audited.corrections = corrections;
    audited.notes = notes;
}

fn dedup(sentences: &mut Vec<String>) {
    let mut seen = Vec::new();
    sentences.retain(|sentence| {
        let is_new = !seen.contains(sentence);
        seen.push(sentence.clone());
        is_new
    });
}

/// What is wrong with the ids, given which weaknesses the code shows.
fn ids(audited: &mut Audited, found: &[u32], corrections: &mut Vec<String>, notes: &mut Vec<String>) {
    let best = found.first().copied();
    let fits = |id: u32| found.iter().filter_map(|&found| kinship(id, found)).min();
    // What is taken for another by mistake does not fit.
    let fits = |id: u32| fits(id).filter(|kin| *kin != Kinship::Mistaken);
    // Of several ids one that fits is enough; the others are then in addition.
    let any_fits = audited.weaknesses.iter().any(|weakness| weakness.refused.is_none() && fits(weakness.id).is_some());
    if audited.weaknesses.is_empty()
        && let Some(best) = best
    {
        notes.push(format!("No id is given; CWE-{best} fits."));
    }
    for weakness in &mut audited.weaknesses {
        let id = weakness.id;
        if let Some(best) = best
            && (weakness.refused.is_some() || fits(id).is_none())
        {
            weakness.suggested.retain(|&other| other != best);
            weakness.suggested.insert(0, best);
            weakness.is_sure = true;
        }
        let better = better(weakness);
        if weakness.refused.is_some() {
            let text = match weakness.kind {
                None => format!("CWE-{id} does not exist{better}."),
                Some("weakness") => {
                    format!("CWE-{id} is {} for findings{better}.", weakness.mapping_usage.unwrap_or("not meant"))
                }
                Some(kind) => format!("CWE-{id} is a {kind}, and no weakness{better}."),
            };
            if any_fits { notes.push(text) } else { corrections.push(text) }
        } else if best.is_some() && fits(id).is_none() {
            let text = format!("CWE-{id} is not what the code shows{better}.");
            if any_fits { notes.push(text) } else { corrections.push(text) }
        } else if fits(id) == Some(Kinship::General) {
            let exact =
                best.filter(|&best| best != id).map(|best| format!("CWE-{id} is general; CWE-{best} is more exact."));
            notes.extend(exact);
        } else if best.is_none() && weakness.fits_words == Some(false) {
            notes.push(format!("CWE-{id} is not what the words are about{better}."));
        }
        let official = weakness.official_name.unwrap_or_default();
        let claimed = weakness.claimed_name.clone().unwrap_or_default();
        match weakness.name {
            NameWord::Mismatch => corrections.push(format!("CWE-{id} is called “{official}”, not “{claimed}”.")),
            NameWord::NameOfAnother => {
                let other = weakness.other.unwrap_or_default();
                corrections.push(format!("“{claimed}” is the name of CWE-{other}; CWE-{id} is called “{official}”."));
            }
            NameWord::Former => {
                let until = weakness.until.clone().unwrap_or_default();
                notes.push(format!("CWE-{id} was called “{claimed}” until {until}; today it is “{official}”."));
            }
            NameWord::Short | NameWord::Paraphrase => {
                notes.push(format!("The full name of CWE-{id} is “{official}”."));
            }
            NameWord::Exact | NameWord::None | NameWord::NoSuchId => {}
        }
    }
}

/// What to cite instead of an id, a clause behind a semicolon: the one that fits, or those that may.
fn better(weakness: &AuditedWeakness) -> String {
    let named: Vec<String> = weakness.suggested.iter().take(3).map(|id| format!("CWE-{id}")).collect();
    match named.as_slice() {
        [] => String::new(),
        [first, ..] if weakness.is_sure => format!("; {first} fits better"),
        [only] => format!("; {only} may fit better"),
        [first @ .., last] => format!("; {} or {last} may fit better", first.join(", ")),
    }
}

/// What is wrong with a place.
fn places(place: &AuditedPlace, corrections: &mut Vec<String>, notes: &mut Vec<String>) {
    let path = place.cited_path.clone().unwrap_or_default();
    match place.path {
        PathVerdict::Missing => match (&place.found_path, &place.other_file) {
            (Some(found), _) => corrections.push(format!("There is no file `{path}`; the quote stands in `{found}`.")),
            (None, _) if is_kept_apart(&path) => {
                notes.push(format!("`{path}` is not among the files that were given."));
            }
            (None, _) => corrections.push(format!("There is no file `{path}`.")),
        },
        PathVerdict::Suffix => notes.extend(place.found_path.as_ref().map(|found| format!("`{path}` is `{found}`."))),
        PathVerdict::Ambiguous => notes.push(format!("Several files end in `{path}`.")),
        PathVerdict::Exact | PathVerdict::None => {
            if let Some((other, line)) = &place.other_file {
                corrections.push(format!("The quote stands in `{other}`, line {line}, not in `{path}`."));
            }
        }
    }
    let cited = place.cited_lines.unwrap_or_default();
    match (place.line, place.found_lines) {
        (LineVerdict::Shifted, Some(found)) => {
            corrections.push(format!("The quote stands on line {}, not {}.", range(found), range(cited)));
        }
        (LineVerdict::BeyondEnd, Some(found)) => {
            corrections.push(format!("The file has no line {}; the quote stands on line {}.", cited.0, range(found)));
        }
        (LineVerdict::BeyondEnd, None) => corrections.push(format!("The file has no line {}.", cited.0)),
        _ => {}
    }
    match place.quote_verdict {
        QuoteVerdict::Altered => notes
            .extend(place.instead.as_ref().map(|instead| format!("The quote is altered: the file has `{instead}`."))),
        QuoteVerdict::Absent if place.found_path.is_some() => {
            notes.push("The quote stands nowhere in the file.".to_owned());
        }
        QuoteVerdict::Partial => notes.push("Only a part of the quote stands in the file.".to_owned()),
        _ => {}
    }
}

/// That what the code shows stands on another line than the cited ones, where nothing was quoted that would show it.
fn near_line(audited: &Audited, makes: &dyn Fn(&AuditedPlace, &Evidence) -> bool, corrections: &mut Vec<String>) {
    let Some(evidence) = audited.support.evidence.first() else { return };
    let Some(place) = evidence.place.clone() else { return };
    if audited.support.verdict != SupportVerdict::Supported {
        return;
    }
    // Who names a step of the way names the weakness.
    let is_on_the_way = |path: Option<&str>, (first, last): (u32, u32)| {
        let mut places = evidence.flow.iter().map(|step| &step.place).chain([&place]);
        places.any(|step| Some(step.path.as_str()) == path && first <= step.end_line && step.line <= last)
    };
    let touches = |cited: &AuditedPlace| {
        let lines = cited.found_lines.into_iter().chain(cited.cited_lines);
        let mut lines = lines.peekable();
        lines.peek().is_none()
            || lines.any(|lines| is_on_the_way(cited.found_path.as_deref(), lines))
            || makes(cited, evidence)
    };
    let is_cited = |cited: &&AuditedPlace| cited.found_path.as_deref() == Some(&place.path);
    let mut same = audited.places.iter().filter(is_cited).peekable();
    if same.peek().is_some() && !same.any(touches) {
        corrections.push(format!("It stands on line {}.", place.line));
    }
}

/// That others can do it than is said; a correction where the code bears the finding out.
fn reach(audited: &mut Audited, corrections: &mut Vec<String>, notes: &mut Vec<String>) {
    let Some(reach) = &audited.reach else { return };
    let differs = matches!(reach.verdict, SeverityVerdict::Overstated | SeverityVerdict::Understated);
    let names_nobody =
        reach.claimed == ClaimedWho::Others && matches!(reach.seen, SeenWho::Library | SeenWho::Operator);
    if differs && audited.support.verdict == SupportVerdict::Supported {
        corrections.push(reach.text.clone());
        if matches!(audited.severity, SeverityVerdict::Agrees | SeverityVerdict::Unknown) {
            audited.severity = reach.verdict;
        }
    } else if differs || names_nobody {
        notes.push(reach.text.clone());
    }
}

fn level(audited: &Audited, direction: &str) -> String {
    let claimed = audited.claimed_severity.as_ref().map(|(_, word)| word.clone()).unwrap_or_default();
    let shown = audited.shown_severity.map(Severity::word).unwrap_or_default();
    format!("Its severity is {direction} than “{claimed}”: {shown}.")
}

/// A sentence as it stands behind a colon.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !["CWE", "Flawline"].iter().any(|name| text.starts_with(name)) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
