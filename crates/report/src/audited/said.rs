//! What all formats say of a finding in the same words: how its places stand to the code, what its advice is worth, under which id
//! it belongs.
//!
//! Gives plain text in which code of others stands between backticks; each format makes it harmless in its own way.

use audit::{
    Audit, Audited, AuditedPlace, LineVerdict, MitigationVerdict, PathVerdict, QuoteVerdict, SupportVerdict,
    first_sentence, range,
};
use claims::{Format, Stance};

use crate::{summary, words};

/// The longest title that is shown.
const LONGEST: usize = 200;

/// The title of a finding, or what stands for it; with the number that the review gives it, where that is another than its own.
pub(super) fn title(finding: &Audited) -> String {
    let title = finding.title.trim();
    let name = || finding.weaknesses.iter().find_map(|weakness| weakness.official_name).unwrap_or("(without a title)");
    let title = if title.is_empty() { name().to_owned() } else { words::clip(title, LONGEST) };
    match finding.label.as_deref().filter(|label| is_number(label)) {
        Some(number) => format!("{title} (there no. {})", words::clip(number, 40)),
        None => title,
    }
}

/// What a review calls a finding by, where that is more than a number.
pub(super) fn label(finding: &Audited) -> Option<String> {
    finding.label.as_deref().filter(|label| !is_number(label)).map(|label| words::clip(label, 40))
}

fn is_number(label: &str) -> bool {
    label.starts_with(|letter: char| letter.is_ascii_digit())
}

/// "CWE-200, CWE-209": its ids.
pub(super) fn ids(finding: &Audited) -> String {
    let ids: Vec<String> = finding.weaknesses.iter().map(|weakness| format!("CWE-{}", weakness.id)).collect();
    if ids.is_empty() { "no CWE id".to_owned() } else { ids.join(", ") }
}

/// What numbers in a review of a form count.
pub(super) fn unit(format: Format) -> &'static str {
    if format == Format::Document { "line" } else { "result" }
}

/// Whether it says that something is not wrong.
pub(super) fn defends(finding: &Audited) -> bool {
    matches!(finding.stance, Stance::Defends(_))
}

/// "line 7" or "lines 7-9".
pub(super) fn lines(lines: (u32, u32)) -> String {
    format!("{} {}", if lines.0 == lines.1 { "line" } else { "lines" }, range(lines))
}

/// The path of a place: that of the code, else the cited one.
pub(super) fn path(place: &AuditedPlace) -> Option<&str> {
    place.found_path.as_deref().or(place.cited_path.as_deref())
}

/// The path and lines of a place, as far as there are any.
pub(super) fn place(place: &AuditedPlace) -> String {
    let lines = place.found_lines.or(place.cited_lines).map(|lines| format!(":{}", range(lines)));
    format!("{}{}", path(place).unwrap_or("(no file)"), lines.unwrap_or_default())
}

/// How a place stands to the code, in clauses; empty when there is nothing to say.
pub(super) fn standing(place: &AuditedPlace) -> String {
    let mut clauses: Vec<String> = Vec::new();
    let cited = words::clip(place.cited_path.as_deref().unwrap_or_default(), LONGEST);
    match place.path {
        PathVerdict::Exact => {}
        PathVerdict::Suffix => clauses.push(format!("cited as `{cited}`")),
        PathVerdict::Ambiguous => clauses.push(format!("several files end in `{cited}`")),
        PathVerdict::Missing => clauses.push(format!("there is no file `{cited}`")),
        PathVerdict::None => clauses.push("no file is named".to_owned()),
    }
    if let Some((other, line)) = &place.other_file {
        clauses.push(format!("the quote stands in `{}`, line {line}", words::clip(other, LONGEST)));
    }
    if let Some((commit, date, line)) = &place.other_revision {
        let commit: String = commit.chars().take(12).collect();
        clauses.push(format!("the quote stood there until after `{commit}` of {date}, in line {line}"));
    }
    clauses.extend(line(place));
    let quote = match place.quote_verdict {
        QuoteVerdict::Found => None,
        QuoteVerdict::WhiteSpace => Some("the white space of the quote differs"),
        QuoteVerdict::Partial => Some("only a part of the quote stands in the file"),
        QuoteVerdict::Altered => Some("the quote is altered"),
        QuoteVerdict::Absent if place.line == LineVerdict::Absent && place.cited_lines.is_some() => None,
        QuoteVerdict::Absent => Some("the quote is not there"),
        QuoteVerdict::None => Some("nothing is quoted"),
    };
    clauses.extend(quote.map(str::to_owned));
    clauses.join("; ")
}

/// What there is to say of the cited lines.
fn line(place: &AuditedPlace) -> Option<String> {
    let cited = lines(place.cited_lines?);
    let verb = if place.cited_lines.is_some_and(|(first, last)| first == last) { "holds" } else { "hold" };
    Some(match place.line {
        LineVerdict::Holds => format!("the cited {cited} {verb} the quote"),
        LineVerdict::HoldsPart => format!("the cited {cited} {verb} a part of the quote"),
        LineVerdict::Shifted => match place.offset {
            Some(offset) if offset != 0 => {
                let side = if offset < 0 { "below" } else { "above" };
                format!("{cited} cited, {} {side} the quote", words::count(offset.unsigned_abs() as usize, "line"))
            }
            _ => format!("{cited} cited, beside the quote"),
        },
        LineVerdict::Absent => format!("{cited} cited, and the quote is not there"),
        LineVerdict::BeyondEnd => format!("{cited} cited, and the file ends before"),
        LineVerdict::NoQuote => format!("{cited} cited"),
    })
}

/// What the advice of a finding is worth, in a sentence or two.
pub(super) fn advice(finding: &Audited) -> String {
    let worth = match (finding.support.verdict, finding.mitigation) {
        (SupportVerdict::Supported, mitigation) => worth(mitigation),
        (_, MitigationVerdict::Applies) => "its advice helps against such a weakness",
        (_, mitigation) => worth(mitigation),
    };
    match &finding.mitigation_reason {
        Some(reason) => format!("{worth}. {reason}"),
        None => format!("{worth}."),
    }
}

/// What advice is worth, a clause.
fn worth(verdict: MitigationVerdict) -> &'static str {
    match verdict {
        MitigationVerdict::Applies => "its advice mends this weakness here",
        MitigationVerdict::Partly => "its advice names nothing that is known to help here",
        MitigationVerdict::DoesNotApply => "its advice changes nothing here",
        MitigationVerdict::Boilerplate => "its advice is boilerplate, which fits any program",
        MitigationVerdict::None => "it gives no advice",
    }
}

/// What would help, where the advice does not and the weakness is there.
pub(super) fn repair(finding: &Audited) -> Option<review::Mitigation> {
    let is_wanted =
        finding.support.verdict == SupportVerdict::Supported && finding.mitigation != MitigationVerdict::Applies;
    if !is_wanted {
        return None;
    }
    if let Some(own) = &finding.shown {
        return Some(own.mitigation.clone());
    }
    // What a rule's page says is longer than what fits here; its first paragraph is enough.
    let text = finding.repair.as_deref()?.split("\n\n").find(|paragraph| !paragraph.trim().is_empty())?.trim();
    let mut letters = text.chars();
    let text: String = letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
    Some(review::Mitigation { text, example: None, language: String::new() })
}

/// What a text says beyond the reason, which may have its first sentence.
pub(super) fn beyond<'a>(reason: &str, text: &'a str) -> &'a str {
    let fold = |text: &str| words::unended(text).to_lowercase();
    let is_said = |text: &str| fold(reason).contains(&fold(text));
    let (first, rest) = first_sentence(text);
    if is_said(text) {
        ""
    } else if is_said(first) {
        rest
    } else {
        text
    }
}

/// Whether there is nothing to say of a place: the file is there, and the cited lines hold the quote.
pub(super) fn is_right(place: &AuditedPlace) -> bool {
    place.path == PathVerdict::Exact && place.line == LineVerdict::Holds && place.quote_verdict == QuoteVerdict::Found
}

/// Why an audit is not whole; empty if it is.
pub(super) fn incompleteness(audit: &Audit) -> String {
    let mut parts = Vec::new();
    if !audit.cuts.is_empty() {
        let verb = if audit.cuts.len() == 1 { "was" } else { "were" };
        parts.push(format!("{} of the audit {verb} reached", words::count(audit.cuts.len(), "limit")));
    }
    let coverage = summary::incompleteness(&audit.coverage);
    parts.extend(Some(coverage).filter(|text| !text.is_empty()));
    parts.join(", and ")
}
