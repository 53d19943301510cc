//! The whole line, from a file to findings: nothing in it breaks, every witness replays, and equal files give equal reviews.

use contained::LEFT_OUT;
use knowledge::{Confidence, Knowledge, Threat};
use review::{Project, Review, Settings, Silent};

/// What reviews are made with.
pub struct Reviewing {
    pub knowledge: Knowledge,
    pub settings: Settings,
}

impl Reviewing {
    /// Everything that the knowledge says, with nothing withheld.
    pub fn with(knowledge: Knowledge) -> Self {
        let settings = Settings { confidence: Confidence::Low, threats: Threat::ALL.to_vec(), ..Settings::default() };
        Self { knowledge, settings }
    }
}

/// Reviews bytes as a Python file, on the current pool of threads.
pub fn review(bytes: &[u8], reviewing: &Reviewing) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let run = || {
        let project = Project::from_memory(vec![("app.py".to_owned(), text.clone())]);
        review::review(&project, &reviewing.knowledge, &reviewing.settings, &Silent)
    };
    let reviewed = run();
    for left_out in told(&reviewed) {
        assert!(left_out != LEFT_OUT && !left_out.contains("did not replay"), "{left_out}\n{text}");
    }
    let places = |review: &Review| -> Vec<_> {
        let all = review.findings.iter().chain(&review.elsewhere);
        all.map(|finding| (finding.rule.clone(), finding.place.clone(), finding.message.clone())).collect()
    };
    assert!(places(&reviewed) == places(&run()), "the second review is another\n{text}");
}

/// What the review says that it left out.
fn told(review: &Review) -> impl Iterator<Item = &str> {
    let gaps = review.coverage.gaps.iter().map(|gap| gap.text.as_str());
    gaps.chain(review.coverage.cuts.iter().map(|cut| cut.text.as_str()))
}
