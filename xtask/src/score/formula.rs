//! The formula of scores: takes what is expected of each test and which weaknesses were reported in its file, gives
//! figures by category. A test is flagged when its own weakness, or one that means the same, is reported in its file;
//! anything else that is reported there is neither right nor wrong. A score is the share of real tests that are
//! flagged less the share of the others that are.

use std::collections::{BTreeMap, BTreeSet};

use super::suite::{Suite, Test};

/// Which weaknesses were reported, by test.
pub(crate) type Reported = BTreeMap<String, BTreeSet<u16>>;

/// For a weakness, others that count as well: its children, and near synonyms that the makers of such suites map to it.
const ALSO: [(u16, &[u16]); 12] = [
    (22, &[23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 35, 36, 37, 38, 39, 40]),
    (78, &[77]),
    (79, &[80, 81, 83, 84, 85, 86, 87]),
    (89, &[564]),
    (94, &[95, 96]),
    (327, &[326, 329, 1240]),
    (328, &[327, 326, 916, 1240]),
    (330, &[331, 334, 335, 336, 337, 338]),
    (564, &[89]),
    (611, &[827]),
    (614, &[319]),
    (643, &[91]),
];

/// How a test came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Real, and flagged.
    Found,
    /// Real, and not flagged.
    Missed,
    /// Not real, and flagged.
    Wrong,
    /// Not real, and not flagged.
    Silent,
}

/// Figures of some tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) cwe: u16,
    pub(crate) found: usize,
    pub(crate) missed: usize,
    pub(crate) wrong: usize,
    pub(crate) silent: usize,
}

impl Figures {
    pub(crate) fn count(&self) -> usize {
        self.found + self.missed + self.wrong + self.silent
    }

    /// The share of real tests that are flagged, in points.
    pub(crate) fn found_share(&self) -> f64 {
        share(self.found, self.missed)
    }

    /// The share of the other tests that are flagged, in points.
    pub(crate) fn wrong_share(&self) -> f64 {
        share(self.wrong, self.silent)
    }

    pub(crate) fn score(&self) -> f64 {
        self.found_share() - self.wrong_share()
    }

    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Found => self.found += 1,
            Outcome::Missed => self.missed += 1,
            Outcome::Wrong => self.wrong += 1,
            Outcome::Silent => self.silent += 1,
        }
    }
}

fn share(part: usize, rest: usize) -> f64 {
    points(part, part + rest)
}

/// A share in points; none of nothing.
pub(crate) fn points(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * number(part) / number(whole) }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How a suite came out.
pub(crate) struct Score {
    pub(crate) outcomes: BTreeMap<String, Outcome>,
    pub(crate) categories: BTreeMap<String, Figures>,
    /// All tests together.
    pub(crate) pooled: Figures,
}

impl Score {
    pub(crate) fn of(suite: &Suite, reported: &Reported) -> Self {
        let none = BTreeSet::new();
        let mut score = Self { outcomes: BTreeMap::new(), categories: BTreeMap::new(), pooled: Figures::default() };
        for (name, test) in &suite.tests {
            let outcome = outcome(test, reported.get(name).unwrap_or(&none));
            score.outcomes.insert(name.clone(), outcome);
            let figures = score.categories.entry(test.category.clone()).or_default();
            figures.cwe = test.cwe;
            figures.add(outcome);
            score.pooled.add(outcome);
        }
        score
    }

    /// The mean of a figure over the categories.
    pub(crate) fn mean(&self, figure: impl Fn(&Figures) -> f64) -> f64 {
        self.categories.values().map(figure).sum::<f64>() / number(self.categories.len().max(1))
    }
}

fn outcome(test: &Test, reported: &BTreeSet<u16>) -> Outcome {
    let also = ALSO.iter().find(|(cwe, _)| *cwe == test.cwe).map_or(&[][..], |(_, also)| also);
    let is_flagged = reported.iter().any(|cwe| *cwe == test.cwe || also.contains(cwe));
    match (test.is_real, is_flagged) {
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Missed,
        (false, true) => Outcome::Wrong,
        (false, false) => Outcome::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_what_is_found_less_what_is_wrong_and_the_mean_counts_categories_alike() {
        let suite = "A,inject,true,89\nB,inject,true,89\nC,inject,false,89\nD,inject,false,89\nE,inject,false,89\n\
                     F,hash,true,328\nG,hash,false,328\n";
        let suite = Suite::parse(suite).unwrap();
        let reported = [("A", 89), ("C", 89), ("B", 79), ("F", 327), ("G", 89)];
        let reported = reported.map(|(name, cwe)| (name.to_owned(), BTreeSet::from([cwe])));
        let score = Score::of(&suite, &Reported::from(reported));
        let inject = Figures { cwe: 89, found: 1, missed: 1, wrong: 1, silent: 2 };
        assert_eq!(score.categories["inject"], inject);
        assert!((inject.score() - (50.0 - 100.0 / 3.0)).abs() < 1e-9);
        assert!((score.categories["hash"].score() - 100.0).abs() < 1e-9);
        assert!((score.mean(Figures::score) - (75.0 - 50.0 / 3.0)).abs() < 1e-9);
        assert_eq!(score.outcomes["B"], Outcome::Missed);
        assert!((score.pooled.found_share() - 200.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_child_counts_for_its_parent_and_not_the_other_way_round() {
        let real = |cwe| Test { category: String::new(), is_real: true, cwe };
        assert_eq!(outcome(&real(94), &BTreeSet::from([95])), Outcome::Found);
        assert_eq!(outcome(&real(95), &BTreeSet::from([94])), Outcome::Missed);
        assert_eq!(outcome(&real(614), &BTreeSet::from([1004])), Outcome::Missed);
    }
}
