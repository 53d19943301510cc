//! Which lines of a document belong to which finding.
//!
//! Takes the lines; gives [`Part`]s in their order: findings with title and body, and what lies between them. Headings make a tree
//! of chapters; one that is labelled or names a weakness is a finding with all below it, and where no heading does, paragraphs and
//! items that do are. A heading such as "Impact" is a part of the finding that it stands in.

use std::ops::Range;

use super::gathering::{gathered, is_audit, is_subject};
use super::headings::{Head, below, heads};
use super::items::{begins_something, files, praises};
use super::keys::{keyed, of_row};
use super::lines::{Kind, Line, text};
use super::places::places;
use super::titles::{is_labelled, label};
use crate::weakness::{has_id, ids};
use crate::words::{Field, Side, begins_conclusion, field, folded, heading, is_chapter, is_overview, level, side};

/// Some lines of a document.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The line that is the title, for a finding.
    pub(crate) title: Option<usize>,
    /// The lines.
    pub(crate) body: Range<usize>,
    /// Whether they are a finding.
    pub(crate) is_finding: bool,
    /// The headings above, the outermost first.
    pub(crate) above: Vec<usize>,
}

/// The parts of a document.
pub(crate) fn parts(lines: &[Line]) -> Vec<Part> {
    let heads = heads(lines);
    let mut parts = Vec::new();
    let mut walk = Walk { lines, heads: &heads, parts: &mut parts };
    walk.head(0, &[]);
    if !walk.parts.iter().any(|part| part.is_finding) {
        walk.paragraphs();
    }
    parts.sort_by_key(|part| (part.body.start, part.body.end));
    parts
}

struct Walk<'a> {
    lines: &'a [Line],
    heads: &'a [Head],
    parts: &'a mut Vec<Part>,
}

impl Walk<'_> {
    /// Goes through a heading and what is below it; there are six levels.
    fn head(&mut self, index: usize, above: &[usize]) {
        let head = &self.heads[index];
        let whole = below(head);
        let first_child = head.children.first().and_then(|&child| self.heads[child].line);
        let own = whole.start..first_child.unwrap_or(head.end);
        let mut within = above.to_vec();
        within.extend(head.line);
        if head.is_titled && !head.holds_titled {
            self.finding(head.line, whole, above);
            return;
        }
        let title = head.line.map(|line| self.lines[line].text()).unwrap_or_default();
        let is_frame = head.line.is_none() || is_chapter(&title) || head.level == 1 && !head.children.is_empty();
        let others: Vec<usize> = head.children.iter().copied().filter(|&child| !self.is_of_field(child)).collect();
        let about = |child: &usize| self.heads[*child].line.and_then(|line| heading(&self.lines[line].text()));
        let has_nothing = head.children.iter().any(|child| about(child) == Some(Field::Nothing));
        if head.holds_titled {
            self.loose(own, &within);
        } else if is_overview(&title) {
            self.loose_whole(whole, &within);
            return;
        } else if heading(&title) == Some(Field::Nothing) {
            self.loose_whole(if others.is_empty() { whole.clone() } else { own }, &within);
        } else if is_frame {
            self.loose(if others.is_empty() && !has_nothing { whole.clone() } else { own }, &within);
        } else if others.is_empty() || self.says_what(own.clone()) {
            self.leaf(head.line, whole, above);
            return;
        } else {
            self.loose(own, &within);
        }
        if others.is_empty() && !head.holds_titled && !(is_frame && has_nothing) {
            return;
        }
        for &child in &head.children {
            let is_found = self.heads[child].is_titled || self.heads[child].holds_titled;
            if let Some(line) = self.heads[child].line.filter(|_| is_overview(&title) && !is_found) {
                self.loose_whole(line + 1..self.heads[child].end, &within);
            } else if others.contains(&child) || self.heads[child].holds_titled {
                self.head(child, &within);
            } else if let Some(line) = self.heads[child].line {
                let range = line + 1..self.heads[child].end;
                let title = self.lines[line].text();
                if is_overview(&title) || matches!(heading(&title), Some(Field::Nothing | Field::Fix)) {
                    self.loose_whole(range, &within);
                } else {
                    self.loose(range, &within);
                }
            }
        }
    }

    fn is_of_field(&self, head: usize) -> bool {
        let is_found = self.heads[head].is_titled || self.heads[head].holds_titled;
        let about = if is_found { field } else { heading };
        self.heads[head].line.is_some_and(|line| about(&self.lines[line].text()).is_some())
    }

    /// Whether lines say by a key which weakness it is, or how bad it is and where.
    fn says_what(&self, range: Range<usize>) -> bool {
        let keys: Vec<Field> = self.keys(range);
        keys.contains(&Field::Weakness) || keys.contains(&Field::Severity) && keys.contains(&Field::Place)
    }

    /// Whether lines below a heading for a level ("Medium findings") say by a key how things stand.
    fn is_settled(&self, range: Range<usize>, above: &[usize]) -> bool {
        /// Headings with more words tell something.
        const WORDS_OF_ONE: usize = 5;
        let is_level = above.last().is_some_and(|&line| {
            let text = self.lines[line].text();
            level(&text).is_some() && field(&text).is_none() && folded(&text).split(' ').count() <= WORDS_OF_ONE
        });
        is_level
            && self.lines[range]
                .iter()
                .flat_map(|line| keyed(&line.pieces))
                .any(|one| one.field == Field::Status && side(&text(&one.value)).is_some())
    }

    fn keys(&self, range: Range<usize>) -> Vec<Field> {
        let of_line = |line: &Line| match &line.kind {
            Kind::Row { cells, .. } => of_row(cells).into_iter().collect(),
            _ => keyed(&line.pieces),
        };
        self.lines[range].iter().flat_map(of_line).map(|keyed| keyed.field).collect()
    }

    /// A heading without headings below that are findings.
    fn leaf(&mut self, title: Option<usize>, range: Range<usize>, above: &[usize]) {
        let mut within = above.to_vec();
        within.extend(title);
        let is_gathering = title.is_some_and(|line| gathered(&self.lines[line].text()).is_some());
        let holds_files = !files(self.lines, range.clone()).is_empty();
        if (holds_files || self.holds_several(range.clone(), is_gathering)) && self.split(range.clone(), &within) {
            return;
        }
        if self.says_what(range.clone()) || self.is_settled(range.clone(), above) {
            self.finding(title, range, above);
        } else if !self.split(range.clone(), &within) {
            if self.is_evidence(&range) {
                self.finding(title, range, above);
            } else {
                self.loose_whole(range, &within);
            }
        }
    }

    /// Whether several items of a list each name a weakness, or one where a heading gathers such, and no key before them says what
    /// all is about.
    fn holds_several(&self, range: Range<usize>, is_gathering: bool) -> bool {
        let is_one =
            |line: &Line| matches!(line.kind, Kind::Item(Some(_))) && begins_something(line) && names_something(line);
        let starts: Vec<usize> = range.clone().filter(|&at| is_one(&self.lines[at])).collect();
        let Some(&first) = starts.first().filter(|_| is_gathering || starts.len() > 1) else { return false };
        !self
            .keys(range.start..first)
            .iter()
            .any(|field| matches!(field, Field::Weakness | Field::Severity | Field::Place))
    }

    /// Whether lines speak of a place in code, or of a weakness by its id.
    fn is_evidence(&self, range: &Range<usize>) -> bool {
        self.lines[range.clone()].iter().any(|line| match &line.kind {
            Kind::Code { .. } | Kind::Row { .. } => false,
            _ => {
                let text = line.text();
                has_id(&text) || places(&text).iter().any(|spot| !spot.lines.is_empty())
            }
        })
    }

    /// Where nothing is set as a finding, each paragraph that speaks of a weakness or a place begins one.
    fn paragraphs(&mut self) {
        for part in std::mem::take(self.parts) {
            let begins =
                |&at: &usize| self.lines[at].begins && self.is_evidence(&(at..at + 1)) && !self.is_in_chapter(&part);
            let starts: Vec<usize> = part.body.clone().filter(begins).collect();
            self.loose_whole(part.body.start..starts.first().copied().unwrap_or(part.body.end), &part.above);
            for (index, &start) in starts.iter().enumerate() {
                let end = starts.get(index + 1).copied().unwrap_or(part.body.end);
                self.finding(None, start..end, &part.above);
            }
        }
    }

    fn is_in_chapter(&self, part: &Part) -> bool {
        part.above.iter().any(|&line| heading(&self.lines[line].text()) == Some(Field::Nothing))
    }

    /// Lines that no heading makes a finding.
    fn loose(&mut self, range: Range<usize>, above: &[usize]) {
        if !range.is_empty() && !self.split(range.clone(), above) {
            self.loose_whole(range, above);
        }
    }

    fn loose_whole(&mut self, range: Range<usize>, above: &[usize]) {
        if !range.is_empty() {
            self.parts.push(Part { title: None, body: range, is_finding: false, above: above.to_vec() });
        }
    }

    /// A finding, without the conclusion that may follow it.
    fn finding(&mut self, title: Option<usize>, body: Range<usize>, above: &[usize]) {
        let concludes = |at: &usize| {
            let line = &self.lines[*at];
            line.begins && matches!(line.kind, Kind::Text) && line.depth == 0 && begins_conclusion(&line.text())
        };
        let end = body.clone().find(concludes).unwrap_or(body.end);
        self.parts.push(Part { title, body: body.start..end, is_finding: true, above: above.to_vec() });
        self.loose_whole(end..body.end, above);
    }

    /// Findings that paragraphs or items begin; false where none does.
    fn split(&mut self, range: Range<usize>, above: &[usize]) -> bool {
        let starts = |test: &dyn Fn(&Line) -> bool| -> Vec<usize> {
            range.clone().filter(|&at| begins_something(&self.lines[at]) && test(&self.lines[at])).collect()
        };
        let about = |test: &dyn Fn(&str) -> bool| above.iter().any(|&line| test(&self.lines[line].text()));
        let is_of_audit = about(&|text| is_audit(text) || matches!(gathered(text), Some((Side::Accuses, _))))
            && !about(&|text| is_chapter(text) || heading(text).is_some());
        let mut titles = files(self.lines, range.clone());
        if titles.is_empty() {
            titles = starts(&|line| names_something(line));
        }
        // Between numbered items that name one, others may name none.
        let is_numbered = |line: &Line| matches!(line.kind, Kind::Item(Some(_)));
        if titles.len() > 1 && titles.iter().all(|&at| is_numbered(&self.lines[at])) {
            titles = starts(&|line| names_something(line) || is_numbered(line) && is_strong_title(line));
        }
        if titles.is_empty() && self.praise(range.clone(), above) {
            return true;
        }
        if titles.is_empty() {
            titles = starts(&is_strong_title);
            let ends: Vec<usize> = titles.iter().skip(1).copied().chain([range.end]).collect();
            let is_found: Vec<bool> = titles
                .iter()
                .zip(ends)
                .map(|(&start, end)| {
                    let is_told = is_of_audit && is_subject_of_code(&self.lines[start]);
                    is_told || self.says_what(start..end) || self.is_evidence(&(start..end))
                })
                .collect();
            let mut is_found = is_found.into_iter();
            titles.retain(|_| is_found.next().unwrap_or(false));
        }
        let Some(&first) = titles.first() else { return false };
        self.loose_whole(range.start..first, above);
        for (index, &start) in titles.iter().enumerate() {
            let end = titles.get(index + 1).copied().unwrap_or(range.end);
            self.finding(Some(start), start + 1..end, above);
        }
        true
    }
}

impl Walk<'_> {
    /// Items below a heading that gathers what is well done: what is said in each is that it is; false where there is none.
    fn praise(&mut self, range: Range<usize>, above: &[usize]) -> bool {
        let about = |line: &usize| gathered(&self.lines[*line].text()).map(|(side, _)| side);
        if above.iter().rev().find_map(about) != Some(Side::Defends) {
            return false;
        }
        let items = praises(self.lines, range.clone());
        let mut last = range.start;
        if items.is_empty() {
            return false;
        }
        for item in items {
            self.loose_whole(last..item.start, above);
            last = item.end;
            self.finding(Some(item.start), item.start + 1..item.end, above);
        }
        self.loose_whole(last..range.end, above);
        true
    }
}

/// Whether a line begins with an id or a label, or is an item that names an id.
fn names_something(line: &Line) -> bool {
    let text = line.text();
    let first = ids(&text).first().map(|found| found.start);
    let behind_label = label(&text).map_or(0, |(label, _)| label.len() + 4);
    let is_strong = line.pieces.iter().find(|piece| !piece.text.trim().is_empty()).is_some_and(|piece| piece.is_strong);
    match line.kind {
        Kind::Item(_) => first.is_some() || is_labelled(&text),
        _ => first.is_some_and(|at| at <= behind_label + 2) || is_strong && (first.is_some() || is_labelled(&text)),
    }
}

/// Whether an item begins with one of the subjects of audits and speaks of something in code.
fn is_subject_of_code(line: &Line) -> bool {
    let mut pieces = line.pieces.iter().filter(|piece| !piece.text.trim().is_empty());
    let is_subject = pieces.next().is_some_and(|piece| piece.is_strong && is_subject(&piece.text));
    is_subject && pieces.any(|piece| piece.is_code)
}

/// Whether a line is set strongly as a whole, or begins so and is an item.
fn is_strong_title(line: &Line) -> bool {
    let mut pieces = line.pieces.iter().filter(|piece| !piece.text.trim().is_empty());
    let Some(first) = pieces.next() else { return false };
    let is_numbered = matches!(line.kind, Kind::Item(Some(_)));
    let all = pieces.all(|piece| piece.is_strong || piece.text.trim().chars().all(|letter| !letter.is_alphanumeric()));
    let is_heading = first.is_strong && (all || matches!(line.kind, Kind::Item(_)));
    (is_heading || is_numbered) && field(text(&line.pieces).trim()).is_none()
}
