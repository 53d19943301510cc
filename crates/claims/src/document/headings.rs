//! Headings as a tree of chapters, and which of them are the titles of findings.
//!
//! Takes the lines; gives [`Head`]s, the whole document first. A heading is a title by itself (a label, an id), by keys below it, or by
//! where it stands: numbered below one that gathers findings, one of several that say how bad they are.

use std::collections::BTreeSet;
use std::ops::Range;

use super::gathering::{gathered, is_audit, is_detail, is_subject};
use super::items::files;
use super::keys::{Keyed, keyed};
use super::lines::{Kind, Line, text};
use super::titles::{begins_with_hole, begins_with_level, begins_with_verdict, is_labelled, label, title as title_of};
use crate::weakness::has_id;
use crate::words::{Field, field, heading, is_chapter, is_overview, side};

/// A heading, and what is below it.
pub(super) struct Head {
    pub(super) line: Option<usize>,
    pub(super) level: u8,
    pub(super) end: usize,
    pub(super) children: Vec<usize>,
    /// Whether it, and whether something below it, is the title of a finding.
    pub(super) is_titled: bool,
    pub(super) holds_titled: bool,
}

/// The headings of a document.
pub(super) fn heads(lines: &[Line]) -> Vec<Head> {
    let mut heads = vec![Head {
        line: None,
        level: 0,
        end: lines.len(),
        children: Vec::new(),
        is_titled: false,
        holds_titled: false,
    }];
    let mut open = vec![0_usize];
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for (at, line) in lines.iter().enumerate() {
        let Kind::Heading(level) = line.kind else { continue };
        while let Some(&top) = open.last().filter(|&&top| heads[top].level >= level) {
            heads[top].end = at;
            open.pop();
        }
        let index = heads.len();
        if let Some(&parent) = open.last() {
            heads[parent].children.push(index);
        }
        // Of headings below one that tells the weakness none begins a finding by telling it again.
        let is_told = open.iter().any(|&above| told.contains(&above));
        let is_titled = is_title(line) || !is_told && tells(lines, at);
        if is_titled {
            told.insert(index);
        }
        heads.push(Head {
            line: Some(at),
            level,
            end: lines.len(),
            children: Vec::new(),
            is_titled,
            holds_titled: false,
        });
        open.push(index);
    }
    count_on(lines, &mut heads);
    gather(lines, &mut heads);
    for index in (0..heads.len()).rev() {
        let holds = heads[index].children.iter().any(|&child| heads[child].is_titled || heads[child].holds_titled);
        heads[index].holds_titled = holds;
    }
    heads
}

/// Whether a heading says by a label or an id that it is a finding.
fn is_title(line: &Line) -> bool {
    let text = line.text();
    let is_set = has_id(&text) || is_labelled(&text) || begins_with_hole(&text);
    field(&text).is_none() && !is_chapter(&text) && is_set
}

/// Whether keys below a heading, before the next one, tell which weakness it is, what it is called by and how bad it is, or where
/// it is and how it stands.
fn tells(lines: &[Line], heading: usize) -> bool {
    let title = lines[heading].text();
    if crate::words::heading(&title).is_some() || is_chapter(&title) {
        return false;
    }
    let own = lines[heading + 1..].iter().take_while(|line| line.level().is_none());
    let keys: Vec<Keyed> =
        own.filter(|line| !matches!(line.kind, Kind::Row { .. })).flat_map(|line| keyed(&line.pieces)).collect();
    let has = |field: Field| keys.iter().any(|one| one.field == field);
    let is_called = || keys.iter().any(|one| one.field == Field::Label && is_label(&text(&one.value)));
    // Further up a status is that of the whole review, or of a chapter.
    let is_deep = || lines[heading].level() > Some(2);
    // What stands below an item is of that item.
    let top = lines[heading + 1..].iter().take_while(|line| line.level().is_none()).filter(|line| line.depth <= 1);
    let is_settled = || {
        let mut keys = top.clone().flat_map(|line| keyed(&line.pieces));
        keys.any(|one| one.field == Field::Status && side(&text(&one.value)).is_some())
    };
    (has(Field::Weakness) || has(Field::Severity)) && is_called() || (has(Field::Place) || is_deep()) && is_settled()
}

/// Whether a value is what a finding is called by, and no bare number.
fn is_label(value: &str) -> bool {
    label(value.trim()).is_some_and(|(label, _)| label.contains(char::is_alphabetic))
}

/// A heading whose number stands between those of two findings is one as well.
fn count_on(lines: &[Line], heads: &mut [Head]) {
    let number = |head: &Head| -> Option<u32> {
        let text = lines[head.line?].text();
        let (label, _) = label(&text).filter(|_| heading(&text).is_none() && !is_chapter(&text))?;
        label.parse().ok()
    };
    for parent in 0..heads.len() {
        let children = heads[parent].children.clone();
        for three in children.windows(3) {
            let [before, at, behind] = [three[0], three[1], three[2]].map(|child| (child, number(&heads[child])));
            let (Some(first), Some(second), Some(third)) = (before.1, at.1, behind.1) else { continue };
            let counts = first.checked_add(1) == Some(second) && second.checked_add(1) == Some(third);
            if counts && heads[before.0].is_titled && heads[behind.0].is_titled {
                heads[at.0].is_titled = true;
            }
        }
    }
}

/// The numbered headings below one that gathers findings are such, and several that begin with how things stand or how bad they are;
/// where nothing is set as a finding, the subjects of an audit are.
fn gather(lines: &[Line], heads: &mut [Head]) {
    let title = |head: &Head| head.line.map(|line| lines[line].text());
    let mut found: Vec<usize> = Vec::new();
    let (mut subjects, mut beside): (Vec<usize>, BTreeSet<usize>) = (Vec::new(), BTreeSet::new());
    let is_of_audit = heads.iter().any(|head| head.level == 1 && title(head).is_some_and(|text| is_audit(&text)));
    // What is to be done, and what is told elsewhere, holds no findings.
    let mut open = vec![0_usize];
    while let Some(index) = open.pop() {
        let head = &heads[index];
        let text = title(head).unwrap_or_default();
        let is_detail = is_of_audit && is_detail(&text);
        if index > 0 && !head.is_titled && !is_detail && (is_overview(&text) || heading(&text).is_some()) {
            continue;
        }
        open.extend(&head.children);
        let children = head.children.iter().copied();
        let own = children.filter_map(|child| Some((child, title(&heads[child])?)));
        let own: Vec<(usize, String)> = own.filter(|(_, text)| !is_chapter(text) && heading(text).is_none()).collect();
        let settled: Vec<usize> =
            own.iter().filter(|(_, text)| begins_with_verdict(text)).map(|(child, _)| *child).collect();
        found.extend(settled.iter().filter(|_| settled.len() > 1));
        // "HIGH — Open API", where what is below it are parts of it.
        let is_whole = |child: usize| {
            let mut below = heads[child].children.iter().filter_map(|&below| title(&heads[below]));
            below.all(|text| heading(&text).is_some())
        };
        let rated = own.iter().filter(|(child, text)| begins_with_level(text) == Some(true) && is_whole(*child));
        let rated: Vec<usize> = rated.map(|(child, _)| *child).collect();
        found.extend(rated.iter().filter(|_| rated.len() > 1));
        let is_level = begins_with_level(&text).is_some();
        let numbered = own.iter().filter(|(_, text)| is_numbered(text));
        // Several that say how bad they are, or what an audit tells in detail.
        let are_rated = numbered.clone().filter(|(_, text)| title_of(text).level.is_some()).count() > 1;
        if gathered(&text).is_some() || are_rated || is_detail || is_level {
            let says = |child: usize, text: &str| {
                is_detail || title_of(text).level.is_some() || tells_something(lines, &heads[child])
            };
            let numbered = numbered.filter(|(child, text)| says(*child, text));
            let numbered: Vec<usize> = numbered
                .map(|(child, _)| *child)
                .filter(|&child| files(lines, below(&heads[child])).is_empty())
                .collect();
            found.extend(numbered.iter().filter(|_| is_level || numbered.len() > 1));
        }
        if head.level <= 1 && is_audit(&text) {
            beside
                .extend(own.iter().filter(|(_, text)| is_subject(text) && !is_labelled(text)).map(|(child, _)| *child));
            let is_leaf = |child: usize| heads[child].children.is_empty();
            let speaks = own.iter().filter(|(child, text)| is_subject(text) && is_leaf(*child));
            subjects.extend(speaks.map(|(child, _)| *child).filter(|&child| speaks_of_code(lines, &heads[child])));
        }
    }
    // Subjects that name a weakness by its id stand beside those that do not.
    if found.is_empty() && heads.iter().enumerate().all(|(at, head)| !head.is_titled || beside.contains(&at)) {
        found = subjects;
    }
    for index in found {
        heads[index].is_titled = true;
    }
}

/// Whether a title begins with a number.
fn is_numbered(title: &str) -> bool {
    label(title).is_some_and(|(label, rest)| !label.contains(char::is_alphabetic) && !rest.trim().is_empty())
}

/// The lines below a heading.
pub(super) fn below(head: &Head) -> Range<usize> {
    head.line.map_or(0, |line| line + 1)..head.end
}

/// Whether more than one line of prose stands below a heading.
fn tells_something(lines: &[Line], head: &Head) -> bool {
    let body = &lines[below(head)];
    body.len() > 1 || body.iter().any(|line| !matches!(line.kind, Kind::Text))
}

/// Whether something below a heading is set as code.
fn speaks_of_code(lines: &[Line], head: &Head) -> bool {
    lines[below(head)].iter().any(|line| match &line.kind {
        Kind::Code { .. } => true,
        Kind::Row { .. } => false,
        _ => line.pieces.iter().any(|piece| piece.is_code),
    })
}
