//! Offered code, put in place of the code that it is for: is the weakness found then?
//!
//! Takes a finding of Flawline's own that bears a claim out, the lines that are quoted and the code that is offered; reviews the files
//! that the way passes, as they are and with the offered code. Nothing is written anywhere.

use std::collections::BTreeSet;

use knowledge::{Confidence, Knowledge};
use review::{Finding, Project, Review, Settings, Silent, Workshop, review_in};
use rustc_hash::FxHashMap;

use crate::limits;

/// What became of a weakness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    /// Nothing of its kind is found there any more.
    Gone,
    /// It is found with less confidence.
    LessSure,
    /// It is found all the same, on this line of the changed file.
    Still(u32),
}

/// What is needed to review a part of a project again.
pub(crate) struct Bench<'a> {
    pub(crate) workshop: &'a Workshop,
    pub(crate) project: &'a Project,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) settings: &'a Settings,
    /// The parts that were reviewed as they are, by their paths.
    known: FxHashMap<Vec<String>, (Project, Review)>,
    /// How many more pieces of code may be tried.
    left: usize,
}

/// A place for offered code.
pub(crate) struct Place<'a> {
    pub(crate) path: &'a str,
    /// The lines that are quoted or cited.
    pub(crate) lines: (u32, u32),
    /// The function around them: name, first and last line.
    pub(crate) function: Option<&'a (String, u32, u32)>,
}

impl<'a> Bench<'a> {
    pub(crate) fn new(
        workshop: &'a Workshop,
        project: &'a Project,
        knowledge: &'a Knowledge,
        settings: &'a Settings,
    ) -> Self {
        Self { workshop, project, knowledge, settings, known: FxHashMap::default(), left: limits::TRIED }
    }

    /// Whether no more may be tried.
    pub(crate) fn is_used_up(&self) -> bool {
        self.left == 0
    }

    /// What becomes of a finding when offered code stands at a place; nothing when that cannot be told: the code is no whole piece, or
    /// the files alone do not show the finding.
    pub(crate) fn tried(&mut self, own: &Finding, place: &Place<'_>, offered: &str) -> Option<Tried> {
        let paths: BTreeSet<&str> =
            own.flow.iter().map(|step| step.place.path.as_str()).chain([own.place.path.as_str(), place.path]).collect();
        if paths.len() > limits::TRIED_FILES || is_in_part(offered) || self.left == 0 {
            return None;
        }
        let key: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        if !self.known.contains_key(&key) {
            let part = self.project.part(&paths);
            let bytes: usize = part.files.iter().map(|file| file.bytes).sum();
            if bytes > limits::TRIED_BYTES {
                return None;
            }
            let review = self.reviewed(&part);
            self.known.insert(key.clone(), (part, review));
        }
        let (part, before) = self.known.get(&key)?;
        let same = |finding: &&Finding| finding.rule == own.rule && finding.place == own.place;
        all(before).find(same)?;
        let text = &part.files.iter().find(|file| file.source.path == place.path)?.source.text;
        let changed = Changed::of(text, place, offered)?;
        let part = part.with_text(place.path, changed.text.clone())?;
        let gaps = before.coverage.gaps.len();
        self.left -= 1;
        let after = self.reviewed(&part);
        if after.coverage.gaps.len() > gaps {
            return None;
        }
        let is_left = |finding: &&Finding| {
            finding.rule == own.rule
                && if finding.place.path == place.path && changed.holds(finding.place.line) {
                    true
                } else {
                    let line =
                        if own.place.path == place.path { changed.now(own.place.line) } else { Some(own.place.line) };
                    finding.place.path == own.place.path && Some(finding.place.line) == line
                }
        };
        let left = all(&after).filter(is_left).max_by_key(|finding| finding.confidence);
        Some(match left {
            None => Tried::Gone,
            Some(left) if left.confidence < own.confidence || left.confidence == Confidence::Low => Tried::LessSure,
            Some(left) => Tried::Still(left.place.line),
        })
    }

    fn reviewed(&self, part: &Project) -> Review {
        review_in(self.workshop, part, self.knowledge, self.settings, &Silent)
    }
}

fn all(review: &Review) -> impl Iterator<Item = &Finding> {
    review.findings.iter().chain(&review.elsewhere)
}

/// Whether code leaves something out.
fn is_in_part(code: &str) -> bool {
    let is_gap = |line: &str| {
        let bare = line.trim().trim_start_matches(['#', '/', '*', '-', ' ']);
        bare.starts_with("...") || bare.starts_with('…') || bare.starts_with("[...]")
    };
    code.trim().is_empty() || code.lines().any(is_gap)
}

/// A file with offered code in it.
struct Changed {
    text: String,
    /// The lines on which the offered code stands.
    first: u32,
    last: u32,
    /// The last line that it replaced, and by how much what stands behind it has moved.
    replaced: u32,
    moved: i64,
}

impl Changed {
    /// Puts offered code in place of the lines; in place of the whole function, when it defines that function again.
    fn of(text: &str, place: &Place<'_>, offered: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let mut offered: Vec<&str> = offered.lines().collect();
        while offered.first().is_some_and(|line| line.trim().is_empty()) {
            offered.remove(0);
        }
        while offered.last().is_some_and(|line| line.trim().is_empty()) {
            offered.pop();
        }
        let (first, last) = whole_function(&lines, place, &offered).unwrap_or(place.lines);
        let (from, to) = (first.checked_sub(1)? as usize, last as usize);
        let replaced = lines.get(from..to)?;
        let indent = |line: &str| line.len() - line.trim_start().len();
        let outer = replaced.iter().find(|line| !line.trim().is_empty())?;
        let outer = &outer[..indent(outer)];
        let own = offered.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min()?;
        let mut changed: Vec<String> = lines[..from].iter().map(|line| (*line).to_owned()).collect();
        for line in &offered {
            changed.push(if line.trim().is_empty() { String::new() } else { format!("{outer}{}", line.get(own..)?) });
        }
        changed.extend(lines[to..].iter().map(|line| (*line).to_owned()));
        let count = offered.len() as u32;
        Some(Self {
            text: changed.join("\n") + "\n",
            first,
            last: first + count.max(1) - 1,
            replaced: last,
            moved: i64::from(count) - i64::from(last - first + 1),
        })
    }

    /// Whether a line of the changed file is one of the offered code.
    fn holds(&self, line: u32) -> bool {
        (self.first..=self.last).contains(&line)
    }

    /// Where a line of the file stands now; nothing for one that was replaced.
    fn now(&self, line: u32) -> Option<u32> {
        match line {
            _ if line < self.first => Some(line),
            _ if line <= self.replaced => None,
            _ => u32::try_from(i64::from(line) + self.moved).ok(),
        }
    }
}

/// What stands before the first parenthesis of a line, when that ends with a name.
fn head<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split_once('(').map(|(head, _)| head.trim()).filter(|head| head.ends_with(name))
}

/// The lines of the function around a place, with what stands above its head in both, when offered code has that head.
fn whole_function(lines: &[&str], place: &Place<'_>, offered: &[&str]) -> Option<(u32, u32)> {
    let (name, first, last) = place.function?;
    let name = name.rsplit('.').next().unwrap_or(name);
    let offered_at = offered.iter().position(|line| head(line, name).is_some_and(|head| head.contains(' ')))?;
    let offered_head = head(offered[offered_at], name)?;
    let from = (first.saturating_sub(12)..=*last).rev().find(|&line| {
        let line = line.checked_sub(1).and_then(|at| lines.get(at as usize));
        line.is_some_and(|line| head(line, name) == Some(offered_head))
    })?;
    // What is written above the head in both, decorators, is replaced with it.
    let mut top = from;
    for above in offered[..offered_at].iter().rev() {
        let line = top.checked_sub(2).and_then(|at| lines.get(at as usize));
        let is_decorator = above.trim_start().starts_with('@');
        match line {
            Some(line) if is_decorator && line.trim_start().starts_with('@') => top -= 1,
            _ => break,
        }
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let depth = indent(lines.get(from as usize - 1)?);
    // A function ends before the next line that is no deeper than its head.
    let is_end =
        |line: &str| !line.trim().is_empty() && indent(line) <= depth && !line.trim_start().starts_with([')', ']']);
    let behind = lines.get(from as usize..)?;
    let length = behind.iter().position(|line| is_end(line)).unwrap_or(behind.len());
    let body = &behind[..length];
    let blank = body.iter().rev().take_while(|line| line.trim().is_empty()).count();
    Some((top, from + (length - blank) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "import yaml\n\n\n@app.route(\"/x\")\ndef load(text):\n    made = yaml.load(text)\n    return made\n\n\ndef other():\n    return 1\n";

    fn changed(lines: (u32, u32), function: Option<&(String, u32, u32)>, offered: &str) -> Option<String> {
        Changed::of(FILE, &Place { path: "a.py", lines, function }, offered).map(|changed| changed.text)
    }

    #[test]
    fn a_line_is_replaced_at_its_depth() {
        let text = changed((6, 6), None, "\nmade = yaml.safe_load(text)\nif not made:\n    made = {}\n").unwrap();
        assert!(
            text.contains("    made = yaml.safe_load(text)\n    if not made:\n        made = {}\n    return made\n")
        );
        assert!(text.ends_with("def other():\n    return 1\n"));
    }

    #[test]
    fn a_function_is_replaced_with_its_decorators() {
        let function = ("load".to_owned(), 5, 7);
        let offered = "@app.route(\"/x\")\n@login_required\ndef load(text):\n    return yaml.safe_load(text)";
        let text = changed((6, 6), Some(&function), offered).unwrap();
        assert_eq!(
            text,
            "import yaml\n\n\n@app.route(\"/x\")\n@login_required\ndef load(text):\n    return yaml.safe_load(text)\n\n\ndef other():\n    return 1\n"
        );
    }

    #[test]
    fn lines_behind_move() {
        let place = Place { path: "a.py", lines: (6, 6), function: None };
        let changed = Changed::of(FILE, &place, "one()\ntwo()").unwrap();
        assert_eq!((changed.now(3), changed.now(6), changed.now(7)), (Some(3), None, Some(8)));
        assert!(changed.holds(6) && changed.holds(7) && !changed.holds(8));
    }

    #[test]
    fn code_in_part_is_told() {
        assert!(is_in_part("a()\n# ... the rest\nb()"));
        assert!(is_in_part("   "));
        assert!(!is_in_part("a(...)\nb()"));
    }
}
