//! How much of what audits say is right, counted.

use std::fmt;

use serde_json::Value;

use crate::case::{Case, Expected, places, weaknesses, word};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    part: u32,
    whole: u32,
}

impl Share {
    fn add(&mut self, counts: bool) {
        self.part += u32::from(counts);
        self.whole += 1;
    }

    pub(crate) fn at_least(self, hundredths: u32) -> bool {
        100 * self.part >= hundredths * self.whole
    }

    pub(crate) fn at_most(self, hundredths: u32) -> bool {
        100 * self.part <= hundredths * self.whole
    }
}

impl fmt::Display for Share {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = 1000 * self.part / self.whole.max(1);
        write!(to, "{} of {} ({}.{} %)", self.part, self.whole, tenths / 10, tenths % 10)
    }
}

/// The shares of all reviews, and what differs.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    pub(crate) verdicts: Share,
    pub(crate) right_rejected: Share,
    pub(crate) wrong_accepted: Share,
    pub(crate) names: Share,
    pub(crate) places: Share,
    /// Who can do it, of the findings of which the corpus says that.
    pub(crate) reaches: Share,
    pub(crate) advice: Share,
    /// Findings that carry a `gap` and are judged rightly.
    pub(crate) closed: Vec<String>,
    differences: Vec<String>,
}

impl Shares {
    /// Counts what was said of a review.
    pub(crate) fn count(&mut self, case: &Case, judged: &[Value]) {
        if judged.len() != case.expected.len() {
            let differ = format!("{}: {} findings were read, not {}", case.name, judged.len(), case.expected.len());
            self.differences.push(differ);
        }
        for (at, expected) in case.expected.iter().enumerate() {
            self.finding(&format!("{} {}", case.name, at + 1), expected, judged.get(at).unwrap_or(&Value::Null));
        }
    }

    fn finding(&mut self, name: &str, expected: &Expected, finding: &Value) {
        let verdict = word(finding, "verdict");
        let is_right = verdict == expected.verdict;
        self.verdicts.add(is_right);
        match expected.verdict.as_str() {
            "accept" | "accept-with-correction" => self.right_rejected.add(verdict == "reject"),
            "reject" => self.wrong_accepted.add(verdict.starts_with("accept")),
            _ => {}
        }
        if !is_right {
            let (reason, why) = (word(finding, "reason"), &expected.why);
            let known = expected.gap.as_deref().map(|gap| format!(" (known: {gap})")).unwrap_or_default();
            self.differences.push(format!("{name}: {verdict}, not {}: {why}{known}\n    {reason}", expected.verdict));
        }
        if let Some(advice) = &expected.advice {
            let given = word(finding, "mitigation_verdict");
            self.advice.add(given == advice);
            if given != advice {
                self.differences.push(format!("{name}: advice {given}, not {advice}: {}", expected.why));
            }
        }
        let (ids, spots) = (weaknesses(finding), places(finding));
        for one in &expected.weaknesses {
            self.names.add(ids.contains(one));
        }
        let mut left = spots.clone();
        for one in &expected.places {
            let found = left.iter().position(|other| other == one);
            self.places.add(found.is_some());
            found.map(|at| left.remove(at));
        }
        for _ in &left {
            self.places.add(false);
        }
        let differs_in_names = ids != expected.weaknesses;
        if differs_in_names {
            self.differences.push(format!("{name}: {ids:?}, not {:?}", expected.weaknesses));
        }
        let differs_in_places = !left.is_empty() || spots.len() != expected.places.len();
        if differs_in_places {
            self.differences.push(format!("{name}: {spots:?}, not {:?}", expected.places));
        }
        if let Some(reach) = &expected.reach {
            let found = ["claimed", "seen", "verdict"].map(|key| word(&finding["reach"], key).to_owned());
            self.reaches.add(found == *reach);
            if found != *reach {
                self.differences.push(format!("{name}: {found:?}, not {reach:?}"));
            }
        }
        if expected.gap.is_some() && is_right && !differs_in_names && !differs_in_places {
            self.closed.push(name.to_owned());
        }
    }

    /// The shares, and each difference.
    pub(crate) fn text(&self) -> String {
        format!(
            "{}\nverdicts right: {}\nright findings rejected: {}\nwrong findings accepted: {}\nnames right: {}\nplaces right: {}\nwho can do it: {}\nadvice right: {}",
            self.differences.join("\n"),
            self.verdicts,
            self.right_rejected,
            self.wrong_accepted,
            self.names,
            self.places,
            self.reaches,
            self.advice
        )
    }
}
