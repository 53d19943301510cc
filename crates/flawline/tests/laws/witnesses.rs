//! Every finding that is a flow shows its way: it replays, it begins at a source, it ends at the finding's own place,
//! and each of its steps quotes the line on which it stands.

use knowledge::Shape;
use mdtest::Page;
use review::Review;

use crate::bench::{Files, KNOWLEDGE, folder, programs_of, reviewed, shown};
use crate::chance::cases;
use crate::programs::{grow, straight};

/// The text of a line.
fn line<'a>(files: &'a Files, path: &str, number: u32) -> Option<&'a str> {
    let (_, text) = files.iter().find(|(known, _)| known == path)?;
    text.lines().nth(number as usize - 1)
}

/// Checks all flows of a review, and gives how many there are. `is_source` tells whether a line may be a first step.
fn check(files: &Files, review: &Review, is_source: &dyn Fn(&str) -> bool) -> usize {
    let program = || shown(files);
    // A witness that does not replay is told as a limit that was reached.
    let broken: Vec<&str> =
        review.coverage.cuts.iter().map(|cut| cut.text.as_str()).filter(|text| text.contains("witness")).collect();
    assert!(broken.is_empty(), "{broken:?}\n{}", program());
    let mut flows = 0;
    for finding in review.findings.iter().chain(&review.elsewhere).filter(|finding| !finding.flow.is_empty()) {
        flows += 1;
        let (first, last) = (&finding.flow[0], &finding.flow[finding.flow.len() - 1]);
        // A call that is a weakness by itself is told where it stands, and the data that goes in may do so later.
        let is_flow = KNOWLEDGE.rule(&finding.rule).is_some_and(|rule| matches!(rule.shape, Shape::Flow { .. }));
        assert!(!is_flow || last.place == finding.place, "{} ends elsewhere\n{}", finding.rule, program());
        for step in &finding.flow {
            let place = &step.place;
            let text = line(files, &place.path, place.line).unwrap_or_else(|| panic!("{place:?}\n{}", program()));
            let quoted = step.quote.lines().next().unwrap_or("");
            assert!(!step.masks.is_empty() || text.contains(quoted), "{quoted} is not in {text}\n{}", program());
            assert!(!step.note.is_empty());
        }
        let text = line(files, &first.place.path, first.place.line).unwrap();
        assert!(is_source(text), "{} begins at {text}\n{}", finding.rule, program());
    }
    flows
}

#[test]
fn every_finding_of_the_pages_shows_its_way() {
    let folder = folder();
    let mut flows = 0;
    for page in [folder.rule_pages(), folder.model_pages(), folder.construct_pages()].concat() {
        for files in programs_of(&Page::parse(&page.path, &page.text)) {
            flows += check(&files, &reviewed(&files), &|_| true);
        }
    }
    assert!(flows > 500, "{flows}");
}

#[test]
fn every_finding_of_programs_by_chance_shows_its_way() {
    let mut flows = 0;
    for seed in 0..cases(60) as u64 {
        for program in [grow(seed), straight(seed)] {
            let files = program.files();
            flows += check(&files, &reviewed(&files), &|text| text.contains("source()"));
        }
    }
    assert!(flows > 60, "{flows}");
}
