//! The findings that hold as they would read, what the review does not mention, and what was not looked at.

use std::io;

use audit::{Audit, Audited, SupportVerdict, Verdict};
use cwe::Catalogue;

use super::Letter;
use crate::audited::said;
use crate::audited::score::{Score, given};
use crate::sink::{Code, Prose};
use crate::{markdown, summary, words};

/// The most entries of a list; JSON has all.
const MOST: usize = 20;

/// Adds the paragraphs.
pub(super) fn write(audit: &Audit, letter: &mut Letter<'_>) -> io::Result<()> {
    corrected(audit, letter)?;
    if !audit.missed.is_empty() {
        let findings = words::count_spelt(audit.missed.len(), "finding");
        let verb = if audit.missed.len() == 1 { "stands" } else { "stand" };
        letter.add([format!("**Not mentioned.** {findings} of Flawline's own {verb} in the same files, and the review is silent about them:")])?;
        for (at, missed) in audit.missed.iter().enumerate() {
            letter.add(own(&missed.finding, at + 1))?;
        }
    }
    letter.add(unread(audit))?;
    letter.add(not_looked_at(audit))?;
    letter.add(score(audit))
}

/// The review as it would read: what the code bears out, with the right id, name, place, severity and advice.
fn corrected(audit: &Audit, letter: &mut Letter<'_>) -> io::Result<()> {
    if audit.findings.is_empty() {
        return Ok(());
    }
    let holds = |finding: &&Audited| {
        finding.support.verdict == SupportVerdict::Supported
            && !said::defends(finding)
            && finding.duplicate_of.is_none()
    };
    let holding: Vec<&Audited> = audit.findings.iter().filter(holds).collect();
    let undecided = audit.findings.iter().filter(|finding| finding.verdict == Verdict::Undecided).count();
    let open = match undecided {
        0 => String::new(),
        1 => " One finding is open, and is not counted here.".to_owned(),
        count => format!(" {} findings are open, and are not counted here.", words::number(count)),
    };
    if holding.is_empty() {
        return letter.add([format!("**The review, corrected.** No finding is left that the code bears out.{open}")]);
    }
    letter.add([format!("**The review, corrected.** What holds, with what is right about it:{open}")])?;
    for (at, finding) in holding.into_iter().enumerate() {
        match &finding.shown {
            Some(shown) => letter.add(own(shown, at + 1))?,
            None => letter.add(own_words(finding, at + 1))?,
        }
        letter.add([format!("(Finding {} of the review.)", finding.index)])?;
    }
    Ok(())
}

/// A finding of Flawline's own.
fn own(finding: &review::Finding, number: usize) -> Vec<String> {
    let mut paragraphs = Vec::new();
    markdown::write_finding(finding, number, &mut paragraphs);
    paragraphs
}

/// A finding that holds and is none of Flawline's own.
fn own_words(finding: &Audited, number: usize) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let Some(evidence) = finding.support.evidence.first() else { return paragraphs };
    let id = evidence.cwe.or_else(|| finding.weaknesses.first().map(|weakness| weakness.id));
    let name = id.and_then(|id| Catalogue::official().get(id)).map(|entry| entry.name.as_str()).unwrap_or_default();
    let head = id.map_or_else(|| said::title(finding), |id| format!("CWE-{id}: {name}"));
    let level = evidence
        .levels
        .map(|(severity, confidence)| format!(" — {}, of {} confidence", severity.word(), confidence.word()));
    paragraphs.push(format!("**{number}. {}**{}", Prose(&head), level.unwrap_or_default()));
    if let Some(place) = &evidence.place {
        let quote = crate::lines::lines(evidence.quote.trim()).first().map(|line| words::clip(line.text, 160));
        let quote =
            quote.filter(|quote| !quote.is_empty()).map(|quote| format!(": {}", Code(&quote))).unwrap_or_default();
        paragraphs.push(format!("{}, line {}{}{quote}", Code(&place.path), place.line, words::cell(place)));
    }
    paragraphs.push(Prose(&words::sentence(&evidence.text)).to_string());
    if let Some(repair) = said::repair(finding) {
        paragraphs.push(format!("To mitigate this risk: {}", Prose(&words::sentence(&repair.text))));
    }
    paragraphs
}

fn unread(audit: &Audit) -> Option<String> {
    if audit.unread.is_empty() {
        return None;
    }
    let unit = said::unit(audit.format);
    let mut items: Vec<String> = audit
        .unread
        .iter()
        .take(MOST)
        .map(|unread| {
            format!("- {unit} {}: {} ({})", unread.line, Code(&words::clip(&unread.text, 160)), Prose(unread.why))
        })
        .collect();
    if audit.unread.len() > MOST {
        items.push(format!("- and {} more", words::number(audit.unread.len() - MOST)));
    }
    Some(format!("**Not read.** What I could not read as a finding, and so did not judge:\n\n{}", items.join("\n")))
}

fn not_looked_at(audit: &Audit) -> Vec<String> {
    let coverage = &audit.coverage;
    let parsed = summary::parsed(coverage, |language| Prose(language).to_string());
    let incomplete = said::incompleteness(audit);
    let whole = if incomplete.is_empty() {
        "All of it was read whole, and no limit was reached.".to_owned()
    } else {
        format!("The audit is incomplete: {incomplete}.")
    };
    let mut paragraphs = vec![format!(
        "**What was looked at.** {parsed}, with {} and {}. {whole} Not looked at: dependencies and deployment. What was not \
         looked at is no proof of anything; where the code did not tell, the verdict is undecided.",
        words::count(coverage.functions, "function"),
        words::count(coverage.calls, "call"),
    )];
    let at = |place: &review::Place| Code(&format!("{}:{}", words::clip(&place.path, 200), place.line)).to_string();
    let mut items: Vec<String> = audit.cuts.iter().map(|cut| Prose(cut).to_string()).collect();
    items.extend(coverage.cuts.iter().map(|cut| format!("{}: {}", at(&cut.place), Prose(&cut.text))));
    items.extend(coverage.gaps.iter().map(|gap| format!("{}: not understood: {}", at(&gap.place), Prose(&gap.text))));
    let missing = coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete());
    items.extend(missing.map(|skip| format!("{}: {}", Code(&words::clip(&skip.path, 200)), skip.reason.words())));
    let rest = items.len().saturating_sub(MOST);
    let mut lines: Vec<String> = items.into_iter().take(MOST).map(|item| format!("- {item}")).collect();
    if rest > 0 {
        lines.push(format!("- and {} more", words::number(rest)));
    }
    if !lines.is_empty() {
        paragraphs.push(lines.join("\n"));
    }
    paragraphs
}

/// The words that were given, counted.
fn score(audit: &Audit) -> Option<String> {
    if audit.findings.is_empty() {
        return None;
    }
    let score = Score::of(audit);
    let mut rows = vec!["| | |".to_owned(), "| --- | --- |".to_owned()];
    for (heading, tally) in score.lists() {
        rows.push(format!("| {heading} | {} |", given(tally)));
    }
    rows.push(format!("| duplicates | {} |", words::number(score.duplicates)));
    rows.push(format!("| not mentioned | {} |", words::number(audit.missed.len())));
    Some(format!("**In numbers**\n\n{}", rows.join("\n")))
}
