//! Tables of scores: takes figures, gives the Markdown that stands on the page.

use std::fmt::Write as _;
use std::process::Command;

use anyhow::Result;

use super::formula::{Figures, Score};
use super::peers::{PYTHON, PYTHON_TESTS};

/// Figures of a suite by category, and the means of others beside them.
pub(super) fn suite(score: &Score, others: &[(String, Score)], unread: usize, command: &str) -> Result<String> {
    let all = &score.pooled;
    let mut out = format!(
        "{}\n{} tests, {} of them real; {unread} places could not be read.\n\n",
        when(command),
        all.count(),
        all.found + all.missed
    );
    out += "| category | CWE | n | TP | FN | FP | TN | TPR | FPR | score |\n";
    out += "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n";
    for (name, figures) in &score.categories {
        writeln!(
            out,
            "| {name} | {} {} |",
            figures.cwe,
            row(figures, [figures.found_share(), figures.wrong_share(), figures.score()])
        )?;
    }
    let mean = means(score);
    writeln!(out, "| **average** | {} |", row(all, mean))?;
    writeln!(out, "| pooled | {} |", row(all, [all.found_share(), all.wrong_share(), all.score()]))?;
    out += "\n| program | TPR | FPR | score | |\n| --- | --: | --: | --: | --- |\n";
    let mut rows = vec![("**flawline**".to_owned(), mean, "this run")];
    rows.extend(others.iter().map(|(name, other)| (name.replace('|', "\\|"), means(other), "this run")));
    if all.count() == PYTHON_TESTS {
        let peers = PYTHON.iter().map(|peer| (peer.name.to_owned(), [peer.found, peer.wrong, peer.score], "recorded"));
        rows.extend(peers);
    }
    for (name, [found, wrong, points], which) in rows {
        writeln!(out, "| {name} | {found:.1} | {wrong:.1} | {points:+.1} | {which} |")?;
    }
    Ok(out)
}

/// A suite beside its variant.
pub(super) fn variant(score: &Score, other: &Score, unread: usize) -> String {
    let mut out = format!("{unread} places of the variant could not be read.\n\n");
    out += "| category | score | of the variant | difference | TP | FP |\n| --- | --: | --: | --: | --: | --: |\n";
    let row = |name: &str, here: f64, there: f64, counts: [usize; 4]| {
        // Without a sign for nothing.
        let difference = ((there - here) * 10.0).round() / 10.0 + 0.0;
        let [found, found_there, wrong, wrong_there] = counts;
        format!(
            "| {name} | {here:+.1} | {there:+.1} | {difference:+.1} | {found} → {found_there} | {wrong} → {wrong_there} |\n"
        )
    };
    let counts = |one: &Figures, two: &Figures| [one.found, two.found, one.wrong, two.wrong];
    for (name, figures) in &score.categories {
        let there = other.categories.get(name).copied().unwrap_or_default();
        out += &row(name, figures.score(), there.score(), counts(figures, &there));
    }
    let [.., here] = means(score);
    let [.., there] = means(other);
    out += &row("**average**", here, there, counts(&score.pooled, &other.pooled));
    out
}

fn means(score: &Score) -> [f64; 3] {
    [score.mean(Figures::found_share), score.mean(Figures::wrong_share), score.mean(Figures::score)]
}

/// The cells from `n` on.
fn row(figures: &Figures, [found, wrong, points]: [f64; 3]) -> String {
    let Figures { found: tp, missed, wrong: fp, silent, .. } = figures;
    format!("| {} | {tp} | {missed} | {fp} | {silent} | {found:.1} | {wrong:.1} | {points:+.1}", figures.count())
}

/// Which version was measured, and how.
pub(crate) fn when(command: &str) -> String {
    let asked = Command::new("git").args(["log", "-1", "--format=%cs"]).output().ok();
    let day = asked.and_then(|out| String::from_utf8(out.stdout).ok()).unwrap_or_default();
    let day = if day.trim().is_empty() { "an unknown day" } else { day.trim() };
    format!("Measured at version {} as of {day}, with `{command}`.", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::formula::Reported;
    use crate::score::suite::Suite;

    #[test]
    fn the_table_has_a_row_for_each_category_and_the_mean_of_shares() {
        let suite_read = Suite::parse("A,x,true,89\nB,x,false,89\nC,y,true,22\n").unwrap();
        let score = Score::of(&suite_read, &Reported::from([("A".to_owned(), [89].into())]));
        let text = suite(&score, &[], 0, "a command").unwrap();
        assert!(text.contains("| x | 89 | 2 | 1 | 0 | 0 | 1 | 100.0 | 0.0 | +100.0 |\n"), "{text}");
        assert!(text.contains("| **average** | | 3 | 1 | 1 | 0 | 1 | 50.0 | 0.0 | +50.0 |\n"), "{text}");
        assert!(!text.contains("recorded"), "others were measured on another suite:\n{text}");
        let nothing = Score::of(&suite_read, &Reported::new());
        let text = variant(&score, &nothing, 0);
        assert!(text.contains("| x | +100.0 | +0.0 | -100.0 | 1 → 0 | 0 → 0 |\n"), "{text}");
        assert!(text.contains("| y | +0.0 | +0.0 | +0.0 | 0 → 0 | 0 → 0 |\n"), "{text}");
    }
}
