//! What identifies a finding outlives the edits of every day, two findings never share an identity, and what a comment
//! allows stays allowed.
//!
//! The programs of the pages about rules and models are edited in twelve ways that change nothing, and by a second sink that is equal
//! to the first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use mdtest::Page;
use review::{Finding, Review};

use crate::bench::{Files, KNOWLEDGE, folder, programs_of, reviewed};
use crate::chance::{Chance, cases};
use crate::edits::HARMLESS;

/// How many findings are looked at.
const FINDINGS: usize = 320;
/// How many of a hundred findings keep their identity at least.
const KEPT: usize = 99;

fn all(review: &Review) -> impl Iterator<Item = &Finding> {
    review.findings.iter().chain(&review.elsewhere)
}

/// The edit after which a row that goes by the name of a variable is silent.
const RENAMED: &str = "another name for a local variable";

/// Whether a finding may depend on names that people give.
fn goes_by_name(finding: &Finding) -> bool {
    !finding.assumptions.is_empty()
}

/// Its rule and `code/v1`.
fn identity(finding: &Finding) -> (String, String) {
    (finding.rule.clone(), finding.fingerprints.code.clone())
}

fn identities(review: &Review) -> BTreeSet<(String, String)> {
    all(review).map(identity).collect()
}

/// The programs of the pages in which something is found.
static PROGRAMS: LazyLock<Vec<(Files, Review)>> = LazyLock::new(|| {
    let pages = [folder().rule_pages(), folder().model_pages()].concat();
    let programs = pages.iter().flat_map(|page| programs_of(&Page::parse(&page.path, &page.text)));
    // Marks are comments of their own, which edits need not keep apart from the code.
    let plain = programs.map(|files| files.into_iter().map(|(path, text)| (path, without_marks(&text))).collect());
    let reviewed = plain.map(|files: Files| {
        let review = reviewed(&files);
        (files, review)
    });
    let mut found: Vec<(Files, Review)> = reviewed.filter(|(_, review)| all(review).next().is_some()).collect();
    Chance::new(1).shuffle(&mut found);
    let mut findings = 0;
    let most = cases(FINDINGS);
    found.retain(|(_, review)| {
        findings += all(review).count();
        findings <= most
    });
    found
});

fn without_marks(text: &str) -> String {
    let mark = regex::Regex::new(r"(?m)\s*# (finding|gap|noise|source|step|sink)\b.*$").unwrap();
    mark.replace_all(text, "").into_owned()
}

fn edited(files: &Files, edit: &dyn Fn(&str) -> Option<String>) -> Option<Files> {
    let mut any = false;
    let edited = files.iter().map(|(path, text)| {
        let new = Path::new(path).extension().is_some_and(|ending| ending == "py").then(|| edit(text)).flatten();
        any |= new.is_some();
        (path.clone(), new.unwrap_or_else(|| text.clone()))
    });
    let edited = edited.collect();
    any.then_some(edited)
}

#[test]
fn edits_of_every_day_leave_findings_their_identity() {
    let programs = &*PROGRAMS;
    assert!(programs.iter().map(|(_, review)| all(review).count()).sum::<usize>() > 300);
    let mut complaints = String::new();
    for (name, edit) in HARMLESS {
        let (mut total, mut kept, mut lost) = (0, 0, String::new());
        for (files, before) in programs {
            let Some(files) = edited(files, &edit) else { continue };
            let after = identities(&reviewed(&files));
            let by_name = all(before).filter(|finding| goes_by_name(finding) && name == RENAMED);
            let by_name: BTreeSet<_> = by_name.map(identity).collect();
            let before: BTreeSet<_> = identities(before).difference(&by_name).cloned().collect();
            total += before.len();
            kept += before.intersection(&after).count();
            if let Some((rule, _)) = before.difference(&after).next() {
                lost = format!("{rule} in\n{}", crate::bench::shown(&files));
            }
        }
        assert!(total >= 20, "{name}: only {total} findings");
        if kept * 100 < total * KEPT {
            complaints += &format!("{name}: {kept} of {total} are kept; lost, for one: {lost}\n");
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn another_name_for_a_file_changes_the_place_and_not_the_identity() {
    for (files, before) in &*PROGRAMS {
        let [(path, text)] = &files[..] else { continue };
        if path != "example.py" {
            continue;
        }
        let after = reviewed(&vec![("another.py".to_owned(), text.clone())]);
        assert_eq!(identities(before), identities(&after), "{text}");
        let places = |review: &Review| -> BTreeSet<String> {
            all(review).map(|finding| finding.fingerprints.place.clone()).collect()
        };
        assert!(places(before).is_disjoint(&places(&after)), "{text}");
    }
}

#[test]
fn no_two_findings_share_an_identity() {
    for (files, review) in &*PROGRAMS {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for finding in all(review) {
            let known = seen.insert(&finding.fingerprints.place, &finding.rule);
            assert_eq!(known, None, "{}", crate::bench::shown(files));
        }
        // The same once more, as code in which each file stands twice.
        let twice: Files = files.iter().map(|(path, text)| (path.clone(), format!("{text}\n\n{text}"))).collect();
        let again = reviewed(&twice);
        assert_eq!(identities(&again).len(), all(&again).count(), "{}", crate::bench::shown(&twice));
    }
}

#[test]
fn a_second_sink_that_is_equal_leaves_the_first_its_identity() {
    let mut tried = 0;
    for (files, before) in &*PROGRAMS {
        let [(path, text)] = &files[..] else { continue };
        let mut lines: Vec<&str> = text.lines().collect();
        let found: Vec<&Finding> = all(before).collect();
        let is_alone = |one: &&&Finding| found.iter().filter(|other| other.place.line == one.place.line).count() == 1;
        let Some(finding) = found.iter().find(is_alone) else { continue };
        let at = finding.place.line as usize - 1;
        let line = lines[at];
        // A call on a line of its own.
        let is_call = finding.place.line == finding.place.end_line
            && line.trim().ends_with(')')
            && line.trim().len() == (finding.place.end_column - finding.place.column) as usize;
        // What is told once for each entry point is no matter of single sinks.
        let mut rules = KNOWLEDGE.rules.iter();
        let is_of_entry =
            rules.any(|rule| rule.id == finding.rule && matches!(rule.shape, knowledge::Shape::Missing(_)));
        if !is_call || finding.flow.is_empty() || is_of_entry {
            continue;
        }
        lines.insert(at, line);
        let after = reviewed(&vec![(path.clone(), lines.join("\n") + "\n")]);
        let kept = identities(&after);
        assert!(identities(before).is_subset(&kept), "{text}");
        let one_more = found.len() + 1;
        assert_eq!((kept.len(), all(&after).count()), (one_more, one_more), "{text}");
        tried += 1;
    }
    assert!(tried > 3, "only {tried} programs have a sink on a line of its own");
}

#[test]
fn what_is_allowed_stays_allowed() {
    let mut tried = 0;
    for (files, before) in &*PROGRAMS {
        let Some(finding) = all(before).next() else { continue };
        // Behind code a comment speaks of its line.
        let comment = format!("  # flawline: allow {} — it is an example", finding.rule);
        let place = &finding.place;
        let allowed: Files = files
            .iter()
            .map(|(path, text)| {
                let line = |(at, line): (usize, &str)| {
                    let is_it = *path == place.path && at + 1 == place.line as usize;
                    format!("{line}{}\n", if is_it { comment.as_str() } else { "" })
                };
                (path.clone(), text.lines().enumerate().map(line).collect())
            })
            .collect();
        let review = reviewed(&allowed);
        if review.suppressed.len() != 1 || place.line != place.end_line {
            continue;
        }
        tried += 1;
        for (name, edit) in HARMLESS.into_iter().filter(|(name, _)| *name != RENAMED || !goes_by_name(finding)) {
            let Some(edited) = edited(&allowed, &edit) else { continue };
            let after = reviewed(&edited);
            let what = || format!("{name}\n{}", crate::bench::shown(&edited));
            assert_eq!(after.suppressed.len(), 1, "{}", what());
            assert_eq!(after.suppressed[0].finding.rule, finding.rule, "{}", what());
            assert_eq!(after.stale.len(), review.stale.len(), "{}", what());
        }
    }
    assert!(tried > 50, "only {tried} programs have a finding on one line");
}
