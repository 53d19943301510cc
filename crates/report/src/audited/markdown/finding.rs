//! One finding of a review in sentences: the verdict and its reason, then what was checked.

use audit::{Audited, AuditedPlace, AuditedWeakness, NameWord, QuoteVerdict, SeverityVerdict, SupportVerdict};

use crate::audited::said;
use crate::sink::{Code, Fence, Prose};
use crate::words;

/// The most lines of a quote that are shown.
const MOST_LINES: usize = 12;

/// The most places and steps of a finding that are shown; JSON has all.
const MOST: usize = 20;

/// The paragraphs of a finding.
pub(super) fn paragraphs(finding: &Audited) -> Vec<String> {
    contained::at(contained::Step::Write, finding.index);
    let mut paragraphs = Vec::new();
    let label = said::label(finding).map(|label| format!("{} ", Prose(&label))).unwrap_or_default();
    let title = said::title(finding);
    let level = finding.claimed_severity.as_ref().map(|(_, word)| format!(", {}", Prose(&words::clip(word, 40))));
    let stance = if said::defends(finding) { ", said not to be there" } else { "" };
    paragraphs.push(format!(
        "**{}. {label}{}** ({}{}{stance}) — **{}**",
        finding.index,
        Prose(&title),
        said::ids(finding),
        level.unwrap_or_default(),
        finding.verdict.word()
    ));
    paragraphs.push(Prose(&words::sentence(&finding.reason)).to_string());
    let mut items: Vec<String> = finding.weaknesses.iter().map(weakness).collect();
    items.extend(finding.places.iter().take(MOST).map(place));
    if finding.places.len() > MOST {
        items.push(format!("and {} more places", words::number(finding.places.len() - MOST)));
    }
    items.push(support(finding));
    items.extend(severity(finding));
    items.extend(reach(finding));
    items.push(format!("Advice ({}): {}", finding.mitigation.word(), Prose(&said::advice(finding))));
    paragraphs.push(items.into_iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"));
    for place in finding.places.iter().take(MOST) {
        paragraphs.extend(difference(place));
    }
    evidence(finding, &mut paragraphs);
    list("What to correct:", &finding.corrections, &mut paragraphs);
    list("Worth knowing:", &finding.notes, &mut paragraphs);
    paragraphs
}

fn list(heading: &str, sentences: &[String], paragraphs: &mut Vec<String>) {
    if !sentences.is_empty() {
        let items: Vec<String> = sentences.iter().map(|sentence| format!("- {}", Prose(sentence))).collect();
        paragraphs.push(format!("{heading}\n\n{}", items.join("\n")));
    }
}

/// An id, its name and what the catalogue says of it.
fn weakness(weakness: &AuditedWeakness) -> String {
    let official = weakness.official_name.as_ref().map(|name| format!("“{}”", Prose(name)));
    let mut text = match (&weakness.claimed_name, weakness.name) {
        (_, NameWord::NoSuchId) => format!("CWE-{} does not exist", weakness.id),
        (Some(claimed), word) => {
            let claimed = words::clip(claimed, 200);
            format!("CWE-{} is called “{}” ({})", weakness.id, Prose(&claimed), word.word())
        }
        (None, _) => format!("CWE-{} without a name", weakness.id),
    };
    if let Some(official) = official.filter(|_| weakness.name != NameWord::Exact) {
        text += "; in the catalogue it is ";
        text += &official;
    }
    if let Some(usage) = weakness.mapping_usage {
        text += "; for findings it is ";
        text += usage;
    }
    if !weakness.suggested.is_empty() {
        let ids: Vec<String> = weakness.suggested.iter().map(|id| format!("CWE-{id}")).collect();
        text += "; better: ";
        text += &ids.join(", ");
    }
    text.push('.');
    text
}

/// A place, and how it stands to the code.
fn place(place: &AuditedPlace) -> String {
    let standing = said::standing(place);
    let standing = if standing.is_empty() { String::new() } else { format!(": {}", Prose(&standing)) };
    format!("Place {}{standing}.", Code(&words::clip(&said::place(place), 300)))
}

fn support(finding: &Audited) -> String {
    let words = match finding.support.verdict {
        SupportVerdict::Supported => "the code bears the weakness out",
        SupportVerdict::Refuted => "the code does not bear the weakness out",
        SupportVerdict::Undecided => "the code does not tell",
    };
    format!("Support: {words} ({}, {}).", finding.support.verdict.word(), finding.support.reason)
}

fn severity(finding: &Audited) -> Option<String> {
    let (_, claimed) = finding.claimed_severity.as_ref()?;
    let shown = finding.shown_severity?;
    let claimed = words::clip(claimed, 40);
    Some(format!(
        "Severity: {} is claimed, the code shows {} ({}).",
        Prose(&claimed),
        shown.word(),
        finding.severity.word()
    ))
}

/// Who can do it, where the code shows others than is said.
fn reach(finding: &Audited) -> Option<String> {
    let reach = finding.reach.as_ref()?;
    let differs = matches!(reach.verdict, SeverityVerdict::Overstated | SeverityVerdict::Understated);
    differs.then(|| {
        format!(
            "Who can do it: {} is claimed, the code shows {} ({}).",
            reach.claimed.word(),
            reach.seen.word(),
            reach.verdict.word()
        )
    })
}

/// A quote that is not what stands in the file, and what does.
fn difference(place: &AuditedPlace) -> Option<String> {
    if !matches!(place.quote_verdict, QuoteVerdict::Altered | QuoteVerdict::Absent) {
        return None;
    }
    let quote = place.quote.as_deref()?;
    let signed = |text: &str, sign: &str| -> Vec<String> {
        let all = crate::lines::lines(text.trim_end());
        let shown = all.iter().take(MOST_LINES).map(|line| format!("{sign} {}", words::clip(line.text, 300)));
        let rest = all.len().saturating_sub(MOST_LINES);
        shown.chain((rest > 0).then(|| format!("{sign} … {} more", words::count(rest, "line")))).collect()
    };
    let mut lines = signed(quote, "-");
    lines.extend(place.instead.iter().flat_map(|instead| signed(instead, "+")));
    let what = if place.instead.is_some() {
        "What is quoted (`-`), and what stands there (`+`):"
    } else {
        "What is quoted, and stands nowhere there:"
    };
    Some(format!("{what}\n\n{}", Fence { code: &lines.join("\n"), language: "diff" }))
}

/// What the code shows. A finding of Flawline's own stands whole among those that hold.
fn evidence(finding: &Audited, paragraphs: &mut Vec<String>) {
    if finding.shown.is_some() {
        return;
    }
    for evidence in &finding.support.evidence {
        let mut parts = Vec::new();
        if let Some(place) = &evidence.place {
            let quote = crate::lines::lines(evidence.quote.trim()).first().map(|line| words::clip(line.text, 160));
            let quote = quote.filter(|quote| !quote.trim().is_empty()).map(|quote| format!(" {}", Code(&quote)));
            let at = format!("{}:{}", words::clip(&place.path, 200), place.line);
            parts.push(format!("{}{}:", Code(&at), quote.unwrap_or_default()));
        }
        let text = said::beyond(&finding.reason, &evidence.text);
        if !text.trim().is_empty() {
            parts.push(Prose(&words::sentence(text)).to_string());
        } else if evidence.place.is_none() {
            continue;
        } else {
            parts.push("as said above.".to_owned());
        }
        paragraphs.push(format!("Evidence: {}", parts.join(" ")));
        let steps = evidence.flow.iter().enumerate().take(MOST).map(|(at, step)| {
            let place = format!("{}:{}", words::clip(&step.place.path, 200), step.place.line);
            format!("{}. {} {}", at + 1, Code(&place), Prose(words::unended(&step.note)))
        });
        let steps: Vec<String> = steps.collect();
        if !steps.is_empty() {
            paragraphs.push(steps.join("\n"));
        }
    }
}
