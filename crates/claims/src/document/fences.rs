//! Blocks of code: what of one is a quote, and what is offered instead.
//!
//! Takes what stands behind the fence and the text; gives quotes, in which numbers of lines, added remarks and what was left out
//! are gone, the place that the block names, and the code that it offers.

use std::sync::LazyLock;

use regex::Regex;

use super::places::{Spot, places};
use crate::claim::Quote;

/// So many parts of one block are told apart.
const MOST: usize = 32;

/// What a block of code says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fence {
    /// The place that it names, or that its numbers tell.
    pub(crate) spot: Spot,
    /// What is said to stand in the file.
    pub(crate) quote: Option<Quote>,
    /// Whether the path only stands in a remark among other words.
    pub(crate) is_mentioned: bool,
    /// What is offered instead.
    pub(crate) offered: String,
}

/// A remark that stands alone on its line, without its sign.
static REMARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:#+|//+|--|<!--|/\*+|%|;)\s*(.*?)\s*(?:-->|\*/)?\s*$").ok());

/// A remark that a reviewer has put behind the code of a line.
static ADDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s+(?:←|⬅|👈|<--+|<==+)(?:\s.*)?$|\s*(?:#|//|--|/\*|<!--)\s*(?:<[-=]+|←|⬅|👈|⚠|❌|🔴|🚨|!!+|\^+|(?i:vulnerable|vulnerability|unsafe|insecure|bug|bad|problem|issue|line \d+|漏洞|rentan)\b).*$").ok()
});

/// A line with its number in front.
static NUMBERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s{0,6}(?:>\s*)?(\d{1,7})(?:\s?[:|│→]\s?|\t|\s{1,4}|$)").ok());

/// A remark that first says of which lines it speaks.
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:lines?|baris|行)\s*\d[\d\s,–-]*|第\s*\d[\d\s,–-]*行\s*)(?:[-–—:：,(]|$)").ok()
});

/// Where a part of a file begins in a patch.
static HUNK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^@@ -(\d+)(?:,(\d+))? \+\d+").ok());

/// Words of a remark by which what follows is offered.
const OFFERS: [&str; 16] = [
    "fixed",
    "fix",
    "secure",
    "safe",
    "good",
    "after",
    "recommended",
    "correct",
    "corrected",
    "mitigation",
    "solution",
    "better",
    "修复",
    "安全",
    "aman",
    "perbaikan",
];

/// Words of a remark by which what follows is quoted.
const QUOTES: [&str; 12] = [
    "vulnerable",
    "bad",
    "before",
    "insecure",
    "unsafe",
    "current",
    "problem",
    "original",
    "wrong",
    "漏洞",
    "有问题",
    "rentan",
];

/// Reads a block, of which each remark that names lines or a file alone begins another part.
pub(crate) fn fences(info: &str, text: &str) -> Vec<Fence> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut has_code = false;
    for line in text.lines() {
        let named = named(line);
        let begins = named.as_ref().is_some_and(|(spot, is_alone)| !spot.lines.is_empty() || *is_alone);
        if begins && has_code && parts.len() < MOST {
            parts.push(String::new());
            has_code = false;
        }
        has_code |= named.is_none() && !line.trim().is_empty();
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts.iter().map(|part| fence(info, part)).collect()
}

/// Reads a part of a block.
fn fence(info: &str, text: &str) -> Fence {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut fence = Fence::default();
    // "```python app.py:12" and "```12:18:app.py" name the place.
    let info_spots = places(info);
    if let Some(spot) = info_spots.into_iter().next() {
        fence.spot = spot;
    }
    if let Some((spot, is_alone)) = lines.first().and_then(|line| named(line)) {
        fence.is_mentioned = !is_alone && spot.lines.is_empty();
        fence.spot = spot;
        lines.remove(0);
    }
    let language = info.split_whitespace().next().unwrap_or_default().to_lowercase();
    if language == "diff" || language == "patch" || is_patch(&lines) {
        return patch(fence, &lines);
    }
    let numbers = numbers(&lines);
    if let (Some((first, _)), Some((last, _))) = (numbers.first(), numbers.last())
        && fence.spot.lines.is_empty()
    {
        fence.spot.lines = vec![(*first, *last)];
    }
    let bare: Vec<&str> = if numbers.is_empty() { lines } else { numbers.into_iter().map(|(_, line)| line).collect() };
    let mut runs: Vec<Vec<String>> = vec![Vec::new()];
    let mut offered: Vec<&str> = Vec::new();
    let mut offers = false;
    for line in bare {
        if let Some(side) = turns(line) {
            offers = side;
            continue;
        }
        if offers {
            offered.push(line);
        } else if is_left_out(line) {
            runs.push(Vec::new());
        } else if let Some(run) = runs.last_mut() {
            run.push(without_remark(line));
        }
    }
    fence.quote = quote(runs);
    fence.offered = offered.join("\n");
    fence
}

fn quote(runs: Vec<Vec<String>>) -> Option<Quote> {
    let runs = runs.into_iter().map(|run| run.join("\n").trim_matches('\n').trim_end().to_owned());
    let runs: Vec<String> = runs.filter(|run| !run.trim().is_empty()).collect();
    (!runs.is_empty()).then_some(Quote { runs })
}

/// The place that a remark names which stands alone on a line, and whether it says nothing else.
fn named(line: &str) -> Option<(Spot, bool)> {
    if line.starts_with("--- ") {
        return None;
    }
    let remark = REMARK.as_ref()?.captures(line)?.get(1)?.as_str();
    let mut spots = places(remark).into_iter();
    let spot = spots.next().filter(|_| remark.len() < 200 && spots.next().is_none())?;
    let words = remark.split_whitespace().count();
    // "Line 2 - sets the level": what it says of lines comes first.
    if spot.path.is_none() && remark.len() < 120 && FIRST.as_ref().is_some_and(|first| first.is_match(remark)) {
        return Some((spot, false));
    }
    (spot.path.is_some() && words <= 6 || spot.path.is_none() && words <= 3).then_some((spot, words == 1))
}

/// Whether a line is a remark that says what follows: true for something better, false for a quote.
fn turns(line: &str) -> Option<bool> {
    let remark = REMARK.as_ref()?.captures(line)?.get(1)?.as_str();
    if remark.len() > 80 {
        return None;
    }
    if remark.starts_with(['✅', '✓', '✔']) {
        return Some(true);
    }
    if remark.starts_with(['❌', '✗', '✘']) {
        return Some(false);
    }
    let folded = crate::words::folded(remark);
    let first: Vec<&str> = folded.split(' ').take(2).collect();
    let says = |words: &[&str]| first.iter().any(|word| words.contains(word));
    match (says(&QUOTES), says(&OFFERS)) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

/// Whether a line stands for lines that were left out.
fn is_left_out(line: &str) -> bool {
    let bare = line.trim().trim_start_matches(['#', '/', '*', '[', '(', '<', '!', '-', ' ']);
    let bare = bare.trim_end_matches(['*', '/', ']', ')', '-', '>', ' ']);
    bare.starts_with("...") && bare.len() <= 60 || bare.starts_with('…') && bare.len() <= 60
}

fn without_remark(line: &str) -> String {
    match ADDED.as_ref().and_then(|added| added.find(line)) {
        Some(found) if found.start() > 0 && !line[..found.start()].trim().is_empty() => {
            line[..found.start()].to_owned()
        }
        _ => line.to_owned(),
    }
}

/// The lines without their numbers, where all have one and they grow.
fn numbers<'a>(lines: &[&'a str]) -> Vec<(u32, &'a str)> {
    let Some(pattern) = NUMBERED.as_ref() else { return Vec::new() };
    let mut all: Vec<(u32, &str)> = Vec::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty() && !is_left_out(line)) {
        let Some(found) = pattern.captures(line) else { return Vec::new() };
        let Some(number) = found.get(1).and_then(|number| number.as_str().parse().ok()) else { return Vec::new() };
        if all.last().is_some_and(|(before, _)| *before >= number) {
            return Vec::new();
        }
        all.push((number, &line[found.get(0).map_or(0, |whole| whole.end())..]));
    }
    if all.len() == 1 && !lines[0].contains([':', '|', '│']) { Vec::new() } else { all }
}

/// Whether lines are a change, with a sign in front of each that goes or comes.
fn is_patch(lines: &[&str]) -> bool {
    let signed = |sign: char| lines.iter().filter(|line| line.starts_with(sign)).count();
    let (gone, come) = (signed('-'), signed('+'));
    gone > 0 && come > 0 && 2 * (gone + come) >= lines.len()
}

/// A change: what goes is quoted, what comes is offered.
fn patch(mut fence: Fence, lines: &[&str]) -> Fence {
    let mut runs: Vec<Vec<String>> = vec![Vec::new()];
    let mut offered: Vec<&str> = Vec::new();
    for line in lines {
        if let Some(path) = line.strip_prefix("--- ").filter(|_| line.len() > 4) {
            let path = path.trim().trim_start_matches("a/");
            fence.spot.path = (path != "/dev/null").then(|| path.split('\t').next().unwrap_or(path).to_owned());
        } else if line.starts_with("+++ ") || line.starts_with("diff ") || line.starts_with("index ") {
        } else if let Some(hunk) = HUNK.as_ref().and_then(|hunk| hunk.captures(line)) {
            let number = |at: usize| hunk.get(at).and_then(|number| number.as_str().parse::<u32>().ok());
            if let Some(first) = number(1) {
                let count = number(2).unwrap_or(1).max(1);
                fence.spot.lines.push((first, first.saturating_add(count - 1)));
            }
            runs.push(Vec::new());
        } else if let Some(come) = line.strip_prefix('+') {
            offered.push(come);
        } else if let Some(run) = runs.last_mut() {
            let gone = line.strip_prefix('-').or_else(|| line.strip_prefix(' ')).unwrap_or(line);
            run.push(gone.to_owned());
        }
    }
    fence.quote = quote(runs);
    fence.offered = offered.join("\n");
    fence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(fence: &Fence) -> Vec<&str> {
        fence.quote.iter().flat_map(|quote| &quote.runs).map(String::as_str).collect()
    }

    #[test]
    fn a_first_line_may_name_the_place() {
        let read = fence("python", "# shop/app.py:12\nrun(line)\n");
        assert_eq!((read.spot.path.as_deref(), read.spot.lines.clone()), (Some("shop/app.py"), vec![(12, 12)]));
        assert_eq!(runs(&read), ["run(line)"]);
        assert_eq!(fence("js", "// src/a.js\nrun()").spot.path.as_deref(), Some("src/a.js"));
    }

    #[test]
    fn numbers_remarks_and_what_is_left_out_are_no_code() {
        let read = fence(
            "",
            "12: def show(name):\n13:     query = name  # <-- VULNERABLE\n14:     # ...\n20:     return query\n",
        );
        assert_eq!(read.spot.lines, [(12, 20)]);
        assert_eq!(runs(&read), ["def show(name):\n    query = name", "    return query"]);
        let read = fence("python", "def show(name):\n    ...\n    return name  # ← here\n");
        assert_eq!(runs(&read), ["def show(name):", "    return name"]);
        assert_eq!(runs(&fence("", "    return name   ← 这里\n")), ["    return name"]);
    }

    #[test]
    fn remarks_with_places_part_a_block() {
        let all = fences(
            "python",
            "# Line 2\nrun(line)\n\n# Line 9-11\nsend(line)\n# shop/pay.py\npay(line)  # see shop/app.py\n",
        );
        let spots: Vec<Spot> = all.iter().map(|read| read.spot.clone()).collect();
        let spot =
            |path: Option<&str>, lines: &[(u32, u32)]| Spot { path: path.map(str::to_owned), lines: lines.to_vec() };
        assert_eq!(spots, [spot(None, &[(2, 2)]), spot(None, &[(9, 11)]), spot(Some("shop/pay.py"), &[])]);
        assert_eq!(runs(&all[2]), ["pay(line)  # see shop/app.py"]);
        // A remark of the program that speaks of a file begins nothing.
        assert_eq!(fences("python", "run(line)\n# as in shop/app.py\nsend(line)\n").len(), 1);
    }

    #[test]
    fn what_is_better_is_offered_and_not_quoted() {
        let read = fence("python", "# Vulnerable\nrun(line)\n\n# Fixed\nrun([line])\n");
        assert_eq!(runs(&read), ["run(line)"]);
        assert_eq!(read.offered, "run([line])");
        let read = fence(
            "diff",
            "--- a/shop/app.py\n+++ b/shop/app.py\n@@ -3,2 +3,2 @@\n def show():\n-    run(line)\n+    run([line])\n",
        );
        assert_eq!(read.spot, Spot { path: Some("shop/app.py".to_owned()), lines: vec![(3, 4)] });
        assert_eq!(runs(&read), ["def show():\n    run(line)"]);
        assert_eq!(read.offered, "    run([line])");
    }

    #[test]
    fn ordinary_code_is_quoted_as_it_is() {
        let read = fence("python", "x = 5\n# a remark of the program\nrun(x)\n");
        assert_eq!(runs(&read), ["x = 5\n# a remark of the program\nrun(x)"]);
        assert!(read.offered.is_empty());
    }
}
