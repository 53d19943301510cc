//! What was looked at, what was not, what is not shown, and the last line.

use std::fmt::Write as _;

use review::{Coverage, Place, Review};

use super::paint::Paint;
use super::wrap::wrap;
use crate::sink::Terminal;
use crate::{summary, words};

/// The most entries of a list; JSON has all.
const MOST: usize = 5;

/// The column in which entries begin.
const INDENT: usize = 13;

/// All but the last line.
pub(super) fn write(review: &Review, paint: Paint, width: usize, out: &mut String) {
    let mut block = Block { paint, width, out };
    let coverage = &review.coverage;
    let paths = words::first(review.paths.iter().map(|path| name(path, 100)), MOST);
    block.entry(
        "Looked at",
        &format!(
            "{}, {}, {}, of {} below {paths}",
            summary::parsed(coverage, str::to_owned),
            words::count(coverage.functions, "function"),
            words::count(coverage.calls, "call"),
            words::count(coverage.files, "file"),
        ),
    );
    if coverage.configuration > 0 {
        let files = words::count(coverage.configuration, "file");
        block.entry("", &format!("looked at for secrets alone: {files}"));
    }
    looked_for(review, &mut block);
    let skips = summary::skips(coverage);
    block.list(
        "Skipped",
        skips.iter().map(|(reason, skips)| {
            let first = words::first(skips.iter().map(|skip| name(&skip.path, 100)), 3);
            format!("{}: {} ({first})", words::count(summary::files(skips), "file"), reason.words())
        }),
        usize::MAX,
    );
    block.list("Gaps", coverage.gaps.iter().map(|gap| format!("{}: {}", at(&gap.place), gap.text)), MOST);
    block.list(
        "Cut short",
        coverage.cuts.iter().map(|cut| {
            let function =
                if cut.function.is_empty() { String::new() } else { format!(" in {}", name(&cut.function, 80)) };
            format!("{}{function}: {}", at(&cut.place), cut.text)
        }),
        MOST,
    );
    if !coverage.opaque.is_empty() {
        let opaque = coverage.opaque.iter().map(|count| format!("{} ({})", count.name, words::number(count.count)));
        block.entry("Opaque", &format!("constructs that are not followed: {}", words::first(opaque, MOST)));
    }
    let unresolved = &coverage.unresolved;
    if unresolved.count > 0 {
        let calls = words::count(unresolved.count, "call");
        let files = words::count(unresolved.files, "file");
        let first =
            unresolved.first.iter().take(MOST).map(|call| {
                format!("{}:{} `{}`", name(&call.place.path, 100), call.place.line, name(&call.callee, 60))
            });
        let mut text = format!("{calls} in {files} with unknown target, not followed");
        for (at, call) in first.enumerate() {
            let _ = write!(text, "{} {call}", if at == 0 { ":" } else { "," });
        }
        if unresolved.count > unresolved.first.len().min(MOST) && !unresolved.first.is_empty() {
            text.push_str(", …");
        }
        block.entry("Unresolved", &text);
    }
    versions(coverage, &mut block);
    configuration(review, &mut block);
    suppressions(review, &mut block);
    block.out.push('\n');
}

/// What is known of the versions of libraries, and what is not.
fn versions(coverage: &Coverage, block: &mut Block<'_>) {
    let said = summary::versions_said(coverage, |text| name(text, 100));
    let unsettled = summary::unsettled(coverage, |text| name(text, 100));
    let mut heading = "Versions";
    if !said.is_empty() {
        block.entry(std::mem::take(&mut heading), &words::first(said.into_iter(), MOST));
    }
    if !unsettled.is_empty() {
        block.entry(heading, &format!("settled by no file, {unsettled}"));
    }
}

fn looked_for(review: &Review, block: &mut Block<'_>) {
    let coverage = &review.coverage;
    let weaknesses = summary::weaknesses(&coverage.looked_for);
    let rules = words::count(coverage.looked_for.len(), "rule");
    let how_many = weaknesses.len();
    let known = if how_many == 1 { "1 weakness".to_owned() } else { format!("{} weaknesses", words::number(how_many)) };
    let ids = words::first(weaknesses.keys().map(|id| format!("CWE-{id}")), 40);
    let ids = if ids.is_empty() { ids } else { format!(": {ids}") };
    let known = if how_many == 0 { "nothing".to_owned() } else { format!("{known} ({rules}){ids}") };
    block.entry("Looked for", &known);
    if !coverage.not_looked_for.is_empty() {
        let ids = words::first(coverage.not_looked_for.iter().map(|cwe| format!("CWE-{}", cwe.id)), 25);
        block.entry("Not covered", &format!("{ids} of the CWE Top 25"));
    }
}

/// What the project's own configuration teaches, and what it takes away: all of it.
fn configuration(review: &Review, block: &mut Block<'_>) {
    if let Some(taught) = &review.configuration.taught {
        block.entry("Taught", &summary::taught(taught, |folder| name(folder, 100)));
    }
    block.list(
        "Reduced",
        review.configuration.reductions.iter().map(|reduction| {
            let place = format!("{}:{}", name(&reduction.place.path, 100), reduction.place.line);
            let reason = if reduction.reason.is_empty() { String::new() } else { format!(": {}", reduction.reason) };
            format!("{place}: {} ({}){reason}", reduction.text, summary::concerned(reduction))
        }),
        usize::MAX,
    );
}

fn suppressions(review: &Review, block: &mut Block<'_>) {
    block.list(
        "Suppressed",
        review.suppressed.iter().map(|suppressed| {
            let finding = &suppressed.finding;
            let until = suppressed.until.map_or_else(String::new, |until| format!(", until {until}"));
            let line = suppressed.line;
            format!("{}, {}, line {line}{until}: {}", at(&finding.place), finding.rule, suppressed.reason)
        }),
        2 * MOST,
    );
    block.list(
        "Stale",
        review.stale.iter().map(|stale| format!("{}: {} (`{}`)", at(&stale.place), stale.why, name(&stale.text, 80))),
        2 * MOST,
    );
    block.list(
        "Foreign",
        review.foreign.iter().map(|foreign| {
            let obeyed = if foreign.obeyed { "obeyed" } else { "not obeyed" };
            format!("{}: `{}` on {}, {obeyed}", at(&foreign.place), name(&foreign.text, 80), name(&foreign.rule, 80))
        }),
        MOST,
    );
    let withheld = withheld(review);
    if !withheld.is_empty() {
        block.entry("Not shown", &withheld);
    }
}

/// What the asked levels hide.
fn withheld(review: &Review) -> String {
    let mut parts = Vec::new();
    if review.withheld.by_confidence > 0 {
        let count = words::count(review.withheld.by_confidence, "finding");
        parts.push(format!("{count} of less than {} confidence", review.settings.confidence.word()));
    }
    if review.withheld.by_severity > 0 {
        let count = words::count(review.withheld.by_severity, "finding");
        parts.push(format!("{count} of less than {} severity", review.settings.severity.word()));
    }
    if review.withheld.by_configuration > 0 {
        let count = words::count(review.withheld.by_configuration, "finding");
        parts.push(format!("{count} of rules that the configuration switches off"));
    }
    words::list(&parts)
}

/// The last line: how many findings, and whether everything was looked at.
pub(super) fn write_last_line(review: &Review, paint: Paint, out: &mut String) {
    let mut line = if review.findings.is_empty() {
        "No findings".to_owned()
    } else {
        format!("{}: {}", words::count(review.findings.len(), "finding"), summary::severities(&review.findings))
    };
    for (how_many, what) in [
        (review.elsewhere.len(), "not counted"),
        (review.suppressed.len(), "suppressed"),
        (summary::withheld(review), "not shown"),
    ] {
        if how_many > 0 {
            let _ = write!(line, "; {} {what}", words::number(how_many));
        }
    }
    let reductions = review.configuration.reductions.len();
    if reductions > 0 {
        let _ = write!(line, "; reduced by the configuration in {}", words::count(reductions, "place"));
    }
    line.push('.');
    let incomplete = summary::incompleteness(&review.coverage);
    if !incomplete.is_empty() {
        let _ = write!(line, " Incomplete: {incomplete}.");
    }
    out.push_str(&paint.strong(&line));
    out.push('\n');
}

/// A name on one line, as it is; whatever would end the line is escaped.
pub(crate) fn name(text: &str, most: usize) -> String {
    Terminal(&words::clip(text, most)).to_string()
}

pub(crate) fn at(place: &Place) -> String {
    format!("at {}:{}:{}", name(&place.path, 100), place.line, place.column)
}

/// Entries of a heading and a text, in two columns.
pub(crate) struct Block<'a> {
    /// The colours.
    pub(crate) paint: Paint,
    /// How many columns there are.
    pub(crate) width: usize,
    /// Where they are written.
    pub(crate) out: &'a mut String,
}

impl Block<'_> {
    /// A heading and a text behind it.
    pub(crate) fn entry(&mut self, heading: &str, text: &str) {
        for (at, line) in wrap(text, self.width.saturating_sub(INDENT), 0).into_iter().enumerate() {
            let heading = if at == 0 { heading } else { "" };
            let space = " ".repeat(INDENT.saturating_sub(heading.len()));
            let heading = if heading.is_empty() { String::new() } else { self.paint.strong(heading) };
            self.out.push_str(&heading);
            self.out.push_str(&space);
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// A heading and several texts, each in lines of its own.
    pub(crate) fn list(&mut self, heading: &str, items: impl ExactSizeIterator<Item = String>, most: usize) {
        let rest = items.len().saturating_sub(most);
        for (at, item) in items.take(most).enumerate() {
            self.entry(if at == 0 { heading } else { "" }, &item);
        }
        if rest > 0 {
            self.entry("", &format!("and {} more", words::number(rest)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_a_column() {
        let mut out = String::new();
        let mut block = Block { paint: Paint(false), width: 25, out: &mut out };
        block.entry("Skipped", "one two three four");
        assert_eq!(out, "Skipped      one two\n             three four\n");
    }
}
