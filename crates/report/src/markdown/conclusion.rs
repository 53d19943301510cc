//! The conclusion: what was found and is not shown, what was looked for, and what was not looked at.

use review::{Coverage, Place, Review};

use crate::sink::{Code, Prose};
use crate::{summary, words};

/// The most entries of a list within a sentence; JSON has all.
const MOST: usize = 5;

/// Appends the conclusion's paragraphs.
pub(super) fn write(review: &Review, paragraphs: &mut Vec<String>) {
    let mut sentences = vec![counts(review)];
    sentences.extend(looked_for(&review.coverage));
    sentences.push(completeness(review));
    match review.coverage.configuration {
        0 => {}
        1 => sentences.push("Looked at for secrets alone: 1 file of configuration.".to_owned()),
        files => {
            sentences.push(format!("Looked at for secrets alone: {} files of configuration.", words::number(files)));
        }
    }
    sentences.extend(configuration(review));
    sentences.extend(unresolved(&review.coverage));
    sentences.extend(versions(&review.coverage));
    sentences.push(not_looked_at(&review.coverage));
    paragraphs.push(format!("**Conclusion.** {}", sentences.join(" ")));
    details(review, paragraphs);
}

/// How many findings, shown or not.
fn counts(review: &Review) -> String {
    let mut parts = vec![if review.findings.is_empty() {
        "No weakness was found in what was reviewed".to_owned()
    } else {
        format!("{}: {}", words::count(review.findings.len(), "finding"), summary::severities(&review.findings))
    }];
    let is = |how_many: usize| if how_many == 1 { "is" } else { "are" };
    let elsewhere = review.elsewhere.len();
    if elsewhere > 0 {
        parts.push(format!(
            "{} in {} {} not counted",
            words::number(elsewhere),
            summary::scopes(&review.elsewhere),
            is(elsewhere)
        ));
    }
    let suppressed = review.suppressed.len();
    if suppressed > 0 {
        parts.push(format!("{} {} allowed by comments in the code", words::number(suppressed), is(suppressed)));
    }
    let off = review.withheld.by_configuration;
    if off > 0 {
        let count = words::number(off);
        parts.push(format!("{count} of rules that the configuration switches off {} not shown", is(off)));
    }
    let (confidence, severity) = (review.withheld.by_confidence, review.withheld.by_severity);
    if confidence > 0 {
        let level = review.settings.confidence.word();
        parts.push(format!(
            "{} of less than {level} confidence {} not shown (`--confidence low`)",
            words::number(confidence),
            is(confidence)
        ));
    }
    if severity > 0 {
        let level = review.settings.severity.word();
        parts.push(format!(
            "{} of less than {level} severity {} not shown (`--severity low`)",
            words::number(severity),
            is(severity)
        ));
    }
    format!("{}.", parts.join("; "))
}

fn looked_for(coverage: &Coverage) -> Vec<String> {
    let weaknesses = summary::weaknesses(&coverage.looked_for);
    if weaknesses.is_empty() {
        return vec!["No weakness was looked for.".to_owned()];
    }
    let how_many = weaknesses.len();
    let known = if how_many == 1 { "1 weakness".to_owned() } else { format!("{} weaknesses", words::number(how_many)) };
    let ids: Vec<String> = weaknesses.keys().map(|id| format!("CWE-{id}")).collect();
    let mut sentences = vec![format!("Looked for {known}: {}.", words::list(&ids))];
    if !coverage.not_looked_for.is_empty() {
        let ids: Vec<String> = coverage.not_looked_for.iter().map(|cwe| format!("CWE-{}", cwe.id)).collect();
        sentences.push(format!("Of the CWE Top 25, not looked for: {}.", words::list(&ids)));
    }
    sentences
}

fn completeness(review: &Review) -> String {
    let files: usize = review.coverage.languages.iter().map(|language| language.files).sum();
    let incomplete = summary::incompleteness(&review.coverage);
    match (incomplete.is_empty(), files) {
        (true, 0) => "There was no file to parse.".to_owned(),
        (true, 1) => "The file was parsed whole.".to_owned(),
        (true, _) => format!("All {} files were parsed whole.", words::number(files)),
        (false, _) => format!("The review is incomplete: {incomplete}."),
    }
}

/// What the project's own configuration teaches, and that it takes away.
fn configuration(review: &Review) -> Vec<String> {
    let configuration = &review.configuration;
    let mut sentences = Vec::new();
    if let Some(taught) = &configuration.taught {
        let taught = summary::taught(taught, |folder| Code(&words::clip(folder, 200)).to_string());
        sentences.push(format!("The project teaches {taught}."));
    }
    if !configuration.reductions.is_empty() {
        let places = words::count(configuration.reductions.len(), "place");
        sentences.push(format!("Its configuration reduces the review in {places}."));
    }
    sentences
}

fn unresolved(coverage: &Coverage) -> Option<String> {
    let unresolved = &coverage.unresolved;
    if unresolved.count == 0 {
        return None;
    }
    let mut first: Vec<String> = unresolved
        .first
        .iter()
        .take(MOST)
        .map(|call| format!("{} at {}", Code(&words::clip(&call.callee, 60)), line(&call.place)))
        .collect();
    let rest = unresolved.count.saturating_sub(first.len());
    if rest > 0 && !first.is_empty() {
        first.push(format!("{} more", words::number(rest)));
    }
    let named = if first.is_empty() { String::new() } else { format!(" ({})", words::list(&first)) };
    Some(format!(
        "{} in {} could not be resolved{named}, so flows through {} are unknown.",
        words::count(unresolved.count, "call"),
        words::count(unresolved.files, "file"),
        if unresolved.count == 1 { "it" } else { "them" },
    ))
}

/// What is known of the versions of libraries, and what is not.
fn versions(coverage: &Coverage) -> Vec<String> {
    let show = |text: &str| Code(&words::clip(text, 100)).to_string();
    let (said, unsettled) = (summary::versions_said(coverage, show), summary::unsettled(coverage, show));
    let mut sentences = Vec::new();
    if !said.is_empty() {
        sentences.push(format!("Versions of libraries, as files say: {}.", words::first(said.into_iter(), MOST)));
    }
    if !unsettled.is_empty() {
        sentences.push(format!("Versions that no file settles, {unsettled}."));
    }
    sentences
}

fn not_looked_at(coverage: &Coverage) -> String {
    let mut parts: Vec<String> = summary::skips(coverage)
        .iter()
        .map(|(reason, skips)| {
            let first = words::first(skips.iter().map(|skip| Code(&words::clip(&skip.path, 100)).to_string()), 3);
            match summary::files(skips) {
                1 => format!("{first} ({})", reason.words()),
                files => format!("{} files ({}: {first})", words::number(files), reason.words()),
            }
        })
        .collect();
    parts.push("dependencies".to_owned());
    parts.push("deployment".to_owned());
    format!("Not looked at: {}.", parts.join(", "))
}

/// Lists of single places, where there are any.
fn details(review: &Review, paragraphs: &mut Vec<String>) {
    let coverage = &review.coverage;
    let mut list = |heading: &str, items: Vec<String>, most: usize| {
        if items.is_empty() {
            return;
        }
        let rest = items.len().saturating_sub(most);
        let mut lines: Vec<String> = items.into_iter().take(most).map(|item| format!("- {item}")).collect();
        if rest > 0 {
            lines.push(format!("- and {} more", words::number(rest)));
        }
        paragraphs.push(format!("{heading}\n\n{}", lines.join("\n")));
    };
    let gaps = coverage.gaps.iter().map(|gap| format!("{} {}", line(&gap.place), Prose(&gap.text))).collect();
    list("Not understood:", gaps, 2 * MOST);
    let cuts = coverage.cuts.iter().map(|cut| {
        let function = if cut.function.is_empty() {
            String::new()
        } else {
            format!(" in {}", Code(&words::clip(&cut.function, 100)))
        };
        format!("{}{function}: {}", line(&cut.place), Prose(&cut.text))
    });
    list("Limits that were reached:", cuts.collect(), 2 * MOST);
    let opaque = coverage.opaque.iter().map(|count| format!("{}: {}", Prose(&count.name), words::number(count.count)));
    list("Constructs that are not followed, and how often they occur:", opaque.collect(), 2 * MOST);
    let reductions = review.configuration.reductions.iter().map(|reduction| {
        let reason =
            if reduction.reason.is_empty() { String::new() } else { format!(": {}", Prose(&reduction.reason)) };
        let (text, concerned) = (Prose(&reduction.text), summary::concerned(reduction));
        format!("{} {text} ({concerned}){reason}", line(&reduction.place))
    });
    list("What the project's own configuration takes away:", reductions.collect(), usize::MAX);
    let suppressed = review.suppressed.iter().map(|suppressed| {
        let finding = &suppressed.finding;
        format!(
            "{} CWE-{}, {}, in line {}{}: {}",
            line(&finding.place),
            finding.cwe.id,
            Code(&finding.rule),
            suppressed.line,
            suppressed.until.map_or_else(String::new, |until| format!(", until {until}")),
            Prose(&suppressed.reason)
        )
    });
    list("Allowed by comments:", suppressed.collect(), usize::MAX);
    let stale = review
        .stale
        .iter()
        .map(|stale| format!("{} {}: {}", line(&stale.place), Code(&words::clip(&stale.text, 160)), Prose(&stale.why)));
    list("Comments that allow nothing:", stale.collect(), usize::MAX);
    let foreign = review.foreign.iter().map(|foreign| {
        let obeyed = if foreign.obeyed { "obeyed" } else { "not obeyed" };
        format!(
            "{} {} on {}, {obeyed}",
            line(&foreign.place),
            Code(&words::clip(&foreign.text, 160)),
            Code(&foreign.rule)
        )
    });
    list("Other tools' comments beside findings:", foreign.collect(), 2 * MOST);
}

fn line(place: &Place) -> String {
    Code(&format!("{}:{}", words::clip(&place.path, 200), place.line)).to_string()
}
