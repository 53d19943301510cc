//! Marks against reports: takes a section and what a review of it said, and gives every disagreement.
//!
//! Reports and marks are matched one to one: two reports of one rule on one line need two marks. A report that spans
//! several lines may be marked on any of them, because the inside of a text has no room for a comment.

use crate::{Failure, Mark, MarkKind, Page, Section};

/// What a review of a section said.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The findings, whatever the kind of file they are in.
    pub reports: Vec<Report>,
    /// What of the code was not understood.
    pub unread: Vec<Unread>,
}

/// A finding, as far as marks speak of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The rule's id.
    pub rule: String,
    /// What it says.
    pub message: String,
    /// What it says of checks that do not hold.
    pub checks: Vec<String>,
    /// Where.
    pub spot: Spot,
    /// How data gets there, source first; empty for what is no flow.
    pub flow: Vec<Spot>,
    /// The finding as it is printed, when that was asked for.
    pub rendered: Option<String>,
}

impl Report {
    /// Whether its message, or what it says of a check, holds a text.
    fn says(&self, text: &str) -> bool {
        std::iter::once(&self.message).chain(&self.checks).any(|said| said.contains(text))
    }

    /// All that it says.
    fn said(&self) -> String {
        std::iter::once(&self.message).chain(&self.checks).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// Lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file's path.
    pub path: String,
    /// The first line, from 1.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
}

/// A place that was not understood.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Where.
    pub spot: Spot,
    /// What.
    pub text: String,
}

impl Spot {
    fn holds(&self, mark: &Mark) -> bool {
        self.path == mark.path && (self.line..=self.end_line.max(self.line)).contains(&mark.line)
    }
}

/// What a mark asks of the review.
struct Wish<'a> {
    mark: &'a Mark,
    rule: Option<&'a str>,
    text: Option<&'a str>,
}

/// Where the marks of a section and the outcome of its review disagree, by line of the page.
pub fn compare(page: &Page, section: &Section, outcome: &Outcome) -> Vec<Failure> {
    let own = page.rule_of(section);
    let mut comparison = Comparison {
        page,
        section,
        own: own.as_deref(),
        taken: vec![None; outcome.reports.len()],
        outcome,
        failures: Vec::new(),
    };
    comparison.findings();
    comparison.gaps();
    comparison.rest();
    comparison.flows();
    comparison.unread();
    comparison.rendered();
    comparison.failures.sort();
    comparison.failures
}

struct Comparison<'a> {
    page: &'a Page,
    section: &'a Section,
    own: Option<&'a str>,
    outcome: &'a Outcome,
    /// For each report, the mark that accounts for it.
    taken: Vec<Option<&'a Mark>>,
    failures: Vec<Failure>,
}

impl<'a> Comparison<'a> {
    fn fail(&mut self, path: &str, line: u32, message: String) {
        self.failures.push(self.page.failure(self.section, path, line, message));
    }

    fn wishes(&self) -> Vec<Wish<'a>> {
        let mut wishes: Vec<Wish<'a>> = Vec::new();
        for mark in &self.section.marks {
            match &mark.kind {
                MarkKind::Finding { rule, text } => {
                    wishes.push(Wish { mark, rule: rule.as_deref().or(self.own), text: text.as_deref() });
                }
                MarkKind::Noise(_) => wishes.push(Wish { mark, rule: self.own, text: None }),
                _ => {}
            }
        }
        // Marks with a text choose first, so that those without one leave them theirs.
        wishes.sort_by_key(|wish| wish.text.is_none());
        wishes
    }

    /// Every `finding` and `noise` takes a report.
    fn findings(&mut self) {
        for wish in self.wishes() {
            let Some(rule) = wish.rule else {
                let message = "this page has no rule of its own; name the rule: `finding: rule`".to_owned();
                self.fail(&wish.mark.path, wish.mark.line, message);
                continue;
            };
            let here: Vec<usize> = self.free(rule, wish.mark);
            let fits = |&at: &usize| wish.text.is_none_or(|text| self.outcome.reports[at].says(text));
            // A report that begins on the marked line comes before one that only spans it.
            let found =
                here.iter().copied().filter(fits).min_by_key(|&at| wish.mark.line - self.outcome.reports[at].spot.line);
            if let Some(at) = found {
                self.taken[at] = Some(wish.mark);
                continue;
            }
            let noise = matches!(wish.mark.kind, MarkKind::Noise(_));
            let message = match (noise, wish.text, here.first()) {
                (true, ..) => format!("`{rule}` is no longer reported here: remove the `noise` mark"),
                (_, Some(text), Some(&at)) => {
                    self.taken[at] = Some(wish.mark);
                    format!("expected `{rule}` to say \"{text}\"; it says \"{}\"", self.outcome.reports[at].said())
                }
                _ => match self.others(wish.mark) {
                    Some(others) => format!("expected `{rule}`, but only {others} is reported here"),
                    None => format!("expected `{rule}`, but nothing is reported here"),
                },
            };
            self.fail(&wish.mark.path, wish.mark.line, message);
        }
    }

    /// The reports of a rule at a mark that no mark has taken.
    fn free(&self, rule: &str, mark: &Mark) -> Vec<usize> {
        (0..self.taken.len())
            .filter(|&at| {
                let report = &self.outcome.reports[at];
                self.taken[at].is_none() && report.rule == rule && report.spot.holds(mark)
            })
            .collect()
    }

    /// The rules that are reported at a mark, for a message.
    fn others(&self, mark: &Mark) -> Option<String> {
        let mut rules: Vec<String> = self
            .outcome
            .reports
            .iter()
            .enumerate()
            .filter(|(at, report)| self.taken[*at].is_none() && report.spot.holds(mark))
            .map(|(_, report)| format!("`{}`", report.rule))
            .collect();
        rules.sort();
        rules.dedup();
        (!rules.is_empty()).then(|| rules.join(" and "))
    }

    /// A `gap` that is reported is closed.
    fn gaps(&mut self) {
        for mark in &self.section.marks {
            let (MarkKind::Gap(why), Some(rule)) = (&mark.kind, self.own) else { continue };
            if let Some(&at) = self.free(rule, mark).first() {
                self.taken[at] = Some(mark);
                let message = format!("the gap is closed ({why}): `{rule}` is reported here; make the mark `finding`");
                self.fail(&mark.path, mark.line, message);
            }
        }
    }

    /// Whatever no mark accounts for.
    fn rest(&mut self) {
        for (at, report) in self.outcome.reports.iter().enumerate() {
            if self.taken[at].is_none() {
                let message = format!("`{}` is reported here without a mark: {}", report.rule, report.message);
                self.fail(&report.spot.path, report.spot.line, message);
            }
        }
    }

    /// Every `source` is where the flow of a marked finding starts, every `step` is on one.
    fn flows(&mut self) {
        let flows: Vec<&[Spot]> = (self.outcome.reports.iter().zip(&self.taken))
            .filter(|(_, taken)| taken.is_some())
            .map(|(report, _)| report.flow.as_slice())
            .filter(|flow| !flow.is_empty())
            .collect();
        for mark in &self.section.marks {
            let (fits, expected) = match mark.kind {
                MarkKind::Source => {
                    (flows.iter().any(|flow| flow[0].holds(mark)), "expected a finding's flow to start here")
                }
                MarkKind::Step => (
                    flows.iter().any(|flow| flow.iter().any(|spot| spot.holds(mark))),
                    "expected a finding's flow to pass here",
                ),
                _ => continue,
            };
            if !fits {
                let seen = self.seen(&flows);
                self.fail(&mark.path, mark.line, format!("{expected}; {seen}"));
            }
        }
    }

    /// The flows as lines of the page, for a message.
    fn seen(&self, flows: &[&[Spot]]) -> String {
        let line = |spot: &Spot| self.page.failure(self.section, &spot.path, spot.line, String::new()).line.to_string();
        let flows: Vec<String> =
            flows.iter().map(|flow| flow.iter().map(line).collect::<Vec<_>>().join(" → ")).collect();
        if flows.is_empty() {
            "no marked finding of this section has a flow".to_owned()
        } else {
            format!("the flows go by line {}", flows.join("; by line "))
        }
    }

    /// Code that is not understood whole proves nothing by silence.
    fn unread(&mut self) {
        let meant = self.section.settings.incomplete.or(self.page.settings.incomplete) == Some(true);
        if meant && self.outcome.unread.is_empty() {
            let message = "the code is understood whole: remove `incomplete = true`".to_owned();
            self.fail("", 0, message);
        }
        if !meant {
            for unread in &self.outcome.unread {
                self.fail(&unread.spot.path, unread.spot.line, format!("not understood: {}", unread.text));
            }
        }
    }

    /// The `report` block is what the first marked finding looks like.
    fn rendered(&mut self) {
        let Some((expected, line)) = &self.section.report else { return };
        let seen: Vec<&str> = (self.outcome.reports.iter().zip(&self.taken))
            .filter(|(_, taken)| taken.is_some())
            .filter_map(|(report, _)| report.rendered.as_deref())
            .collect();
        let same = |seen: &&str| seen.trim() == expected.trim();
        if !seen.iter().any(same) {
            let message = match seen.first() {
                Some(seen) => format!("the report reads otherwise:\n{}", indented(seen)),
                None => "no marked finding of this section is printed".to_owned(),
            };
            let page = self.page.path.clone();
            self.failures.push(Failure { page, line: *line, message, code: String::new() });
        }
    }
}

fn indented(text: &str) -> String {
    text.trim().lines().map(|line| format!("    {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
