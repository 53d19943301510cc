//! What a review does not mention, what could not be read in it, what of the code was looked at, the score, and the last line.

use std::fmt::Write as _;

use audit::Audit;

use super::finding::capital;
use crate::audited::said;
use crate::audited::score::{Score, given};
use crate::terminal::{Block, Paint, at, name, write_line};
use crate::{summary, words};

/// The most entries of a list; JSON has all.
const MOST: usize = 20;

/// All but the last line.
pub(super) fn write(audit: &Audit, paint: Paint, width: usize, out: &mut String) {
    if !audit.missed.is_empty() {
        out.push_str(&paint.strong("Not mentioned by the review"));
        out.push('\n');
        for missed in audit.missed.iter().take(MOST) {
            write_line(&missed.finding, paint, out);
        }
        if audit.missed.len() > MOST {
            let _ = writeln!(out, "and {} more", words::number(audit.missed.len() - MOST));
        }
        out.push('\n');
    }
    let mut block = Block { paint, width, out };
    let unit = said::unit(audit.format);
    let unread = audit.unread.iter();
    let unread = unread.map(|unread| format!("{unit} {}: {} ({})", unread.line, name(&unread.text, 120), unread.why));
    block.list("Not read", unread, MOST);
    looked_at(audit, &mut block);
    block.out.push('\n');
    score(audit, &mut block);
    block.out.push('\n');
}

/// What of the code was looked at, and what was not.
fn looked_at(audit: &Audit, block: &mut Block<'_>) {
    let coverage = &audit.coverage;
    let text = format!(
        "{}, {}, {}, of {}",
        summary::parsed(coverage, str::to_owned),
        words::count(coverage.functions, "function"),
        words::count(coverage.calls, "call"),
        words::count(coverage.files, "file"),
    );
    block.entry("Looked at", &text);
    let missing = coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete());
    let missing: Vec<String> =
        missing.map(|skip| format!("at {}: {}", name(&skip.path, 100), skip.reason.words())).collect();
    block.list("Not analysed", missing.into_iter(), 5);
    block.list("Gaps", coverage.gaps.iter().map(|gap| format!("{}: {}", at(&gap.place), gap.text)), 5);
    let cuts = coverage.cuts.iter().map(|cut| format!("{}: {}", at(&cut.place), cut.text));
    let cuts: Vec<String> = audit.cuts.iter().map(|cut| format!("audit: {cut}")).chain(cuts).collect();
    block.list("Cut short", cuts.into_iter(), 5);
}

/// The words that were given, counted.
fn score(audit: &Audit, block: &mut Block<'_>) {
    let score = Score::of(audit);
    for (heading, tally) in score.lists() {
        let text = given(tally);
        if !text.is_empty() {
            block.entry(&capital(heading), &text);
        }
    }
    if score.duplicates > 0 {
        let (verb, plural) = if score.duplicates == 1 { ("says", "") } else { ("say", "s") };
        let text = format!("{} finding{plural} {verb} the same as one before", words::number(score.duplicates));
        block.entry("Duplicates", &text);
    }
}

/// The last line: how many findings, what they got, and whether everything was looked at.
pub(super) fn write_last_line(audit: &Audit, paint: Paint, out: &mut String) {
    let mut line = if audit.findings.is_empty() {
        "No finding was read in the review".to_owned()
    } else {
        format!("{}: {}", words::count(audit.findings.len(), "finding"), given(&Score::of(audit).verdicts))
    };
    for (how_many, what) in [(audit.missed.len(), "not mentioned"), (audit.unread.len(), "not read")] {
        if how_many > 0 {
            let _ = write!(line, "; {} {what}", words::number(how_many));
        }
    }
    line.push('.');
    let incomplete = said::incompleteness(audit);
    if !incomplete.is_empty() {
        let _ = write!(line, " Incomplete: {incomplete}.");
    }
    out.push_str(&paint.strong(&line));
    out.push('\n');
}
