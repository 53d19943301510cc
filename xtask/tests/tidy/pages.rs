//! Pages: what they link to is there.

use std::path::Path;

use regex::Regex;

use crate::none;
use crate::project::{all, root};

#[test]
fn every_link_to_a_file_leads_to_a_file() {
    let link = Regex::new(r"\]\(<?([^)\s>]+)>?[^)]*\)").unwrap();
    let mut complaints = Vec::new();
    // The reviews of the corpus are as somebody else would write them.
    let is_of_others = |path: &str| path.starts_with("corpus/audits/") && path.contains("/review.");
    let is_ours = |path: &str| !path.contains("/tests/") && !is_of_others(path);
    for page in all().iter().filter(|file| file.has_ending("md") && is_ours(&file.path)) {
        let folder = root().join(Path::new(&page.path).parent().unwrap());
        for (at, line) in outside_code(&page.text) {
            for found in link.captures_iter(&line) {
                let target = found[1].split('#').next().unwrap_or_default();
                let leads_away = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
                if !leads_away && !folder.join(target).exists() {
                    complaints.push(format!("{}:{at}: there is no `{target}`", page.path));
                }
            }
        }
    }
    none("links that lead nowhere", &complaints);
}

#[test]
fn the_first_check_is_the_one_that_the_readme_tells() {
    let text = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_default();
    let checks = text(".ci/run");
    let first = checks.lines().find_map(|line| line.strip_prefix("run ")).unwrap();
    assert!(text("README.md").lines().any(|line| line.trim() == first), "README.md does not tell `{first}`");
}

/// The lines outside fenced code, with their numbers, code spans taken out.
fn outside_code(text: &str) -> Vec<(usize, String)> {
    let span = Regex::new("`[^`]*`").unwrap();
    let mut fence: Option<&str> = None;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => lines.push((at + 1, span.replace_all(line, "").into_owned())),
            (Some(_), _) => {}
        }
    }
    lines
}
