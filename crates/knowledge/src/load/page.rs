//! Pages: `rule.md` split into title, declaration and sections, and the limits that pages of examples confess.

use super::markdown::{Line, Part, lines};
use super::text::Text;
use crate::nearest::did_you_mean;

/// The headings of a rule's page, in their order.
pub(super) const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "How to repair it", "What it misses, and where it is wrong", "References"];

/// A rule's page in its parts.
#[derive(Debug, Default)]
pub(super) struct RulePage<'a> {
    pub(super) title: &'a str,
    /// The TOML, and the line on which it begins.
    pub(super) declaration: Option<(&'a str, u32)>,
    /// Heading and Markdown text.
    pub(super) sections: Vec<(String, String)>,
}

/// Splits a rule's page, and notes what is missing or out of place.
pub(super) fn split_rule<'a>(text: &Text<'a>) -> RulePage<'a> {
    let mut page = RulePage::default();
    let mut open: Option<Line<'a>> = None;
    let mut stray: Option<Line<'a>> = None;
    let mut starts: Vec<(Line<'a>, &'a str)> = Vec::new();
    for line in lines(text.body) {
        match line.part {
            Part::Heading(1, words) if page.title.is_empty() && page.declaration.is_none() && starts.is_empty() => {
                page.title = words;
            }
            Part::Heading(2, words) => starts.push((line, words)),
            _ if !starts.is_empty() => {}
            Part::Open("toml") if page.declaration.is_none() => open = Some(line),
            Part::Close if open.is_some() && page.declaration.is_none() => {
                let begin = open.map_or(line, |open| open);
                page.declaration = Some((&text.body[begin.end..line.start], begin.number + 1));
            }
            Part::Code if open.is_some() && page.declaration.is_none() => {}
            _ if line.text.trim().is_empty() => {}
            _ => stray = stray.or(Some(line)),
        }
    }
    if page.title.is_empty() {
        text.error(0, "the page has no title", Some("begin it with a line such as \"# SQL injection\"".to_owned()));
    }
    if page.declaration.is_none() {
        let hint = "a block tagged toml stands below the title, before the first \"##\"".to_owned();
        text.error(0, "the declaration is missing", Some(hint));
    } else if let Some(line) = stray {
        let hint = "below the title stands one toml block, and then the headings".to_owned();
        text.error(line.start, "this stands outside of the sections", Some(hint));
    }
    check_headings(text, &starts);
    for (at, (line, words)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(text.body.len(), |(next, _)| next.start);
        page.sections.push(((*words).to_owned(), text.body[line.end..end].trim().to_owned()));
    }
    page
}

fn check_headings(text: &Text<'_>, found: &[(Line<'_>, &str)]) {
    let place = |words: &str| HEADINGS.iter().position(|heading| *heading == words);
    for (line, words) in found.iter().filter(|(_, words)| place(words).is_none()) {
        let hint =
            did_you_mean(words, HEADINGS).unwrap_or_else(|| format!("the headings are: {}", HEADINGS.join("; ")));
        text.error(line.start, format!("unknown heading \"{words}\""), Some(hint));
    }
    for heading in HEADINGS.iter().filter(|heading| !found.iter().any(|(_, words)| words == *heading)) {
        text.error(0, format!("the heading \"{heading}\" is missing"), None);
    }
    let known: Vec<(&Line<'_>, usize)> = found.iter().filter_map(|(line, words)| Some((line, place(words)?))).collect();
    for pair in known.windows(2).filter(|pair| pair[0].1 >= pair[1].1) {
        let message = format!("the heading \"{}\" is out of order", HEADINGS[pair[1].1]);
        text.error(pair[1].0.start, message, Some(format!("the order is: {}", HEADINGS.join("; "))));
    }
}

/// What a page of examples confesses: known misses and known false findings, as sentences.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) gaps: Vec<String>,
    pub(super) noises: Vec<String>,
}

/// The limits that a page of examples confesses by its marks.
pub(super) fn limits(page: &str, language: &str) -> Limits {
    let mut limits = Limits::default();
    let mut section = "";
    for line in lines(page) {
        match line.part {
            Part::Heading(_, words) => section = words,
            Part::Code => {
                for (mark, sentences) in [("gap:", &mut limits.gaps), ("noise:", &mut limits.noises)] {
                    if let Some(why) = mark_of(line.text, mark) {
                        sentences.push(format!("{} ({language}): {why}.", section.trim_end_matches('.')));
                    }
                }
            }
            _ => {}
        }
    }
    limits
}

/// What stands after a mark in a comment at the end of a line of code.
fn mark_of<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let begins_comment = |before: &str| ["#", "//", "--", ";", ","].iter().any(|sign| before.ends_with(sign));
    let (at, _) = line.match_indices(mark).find(|(at, _)| begins_comment(line[..*at].trim_end()))?;
    let why = line[at + mark.len()..].trim().trim_end_matches("*/").trim_end_matches("-->").trim();
    Some(why.trim_end_matches('.')).filter(|why| !why.is_empty())
}
