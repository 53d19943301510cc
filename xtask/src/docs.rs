//! Generated parts of pages: what stands between `<!-- generated: name -->` and `<!-- end -->` is made from the
//! program and its knowledge, so that no page can say something else than the program does.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use knowledge::Knowledge;

use crate::tables;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// Writes the generated parts of all pages; with `check` it only compares, and shows what differs.
pub(crate) fn write(root: &Path, check: bool) -> Result<()> {
    // From the folder, and not from this program, so that a page is never a build behind.
    let knowledge = Knowledge::from_folder(root).context("the knowledge is not sound")?;
    let mut different = String::new();
    for wrong in crate::book::pages(root, &knowledge, check)? {
        if check {
            write!(different, "\n{wrong}\n")?;
        }
    }
    for page in pages(root)? {
        let name = page.strip_prefix(root).unwrap_or(&page).to_string_lossy().replace('\\', "/");
        let present = fs::read_to_string(&page).with_context(|| format!("cannot read {name}"))?;
        let up = "../".repeat(name.matches('/').count());
        let wanted = fill(&present, &|part| tables::part(part, &knowledge, root, &up)).with_context(|| name.clone())?;
        if wanted == present {
            continue;
        }
        if check {
            write!(different, "\n{name}:\n{}", difference(&present, &wanted))?;
        } else {
            fs::write(&page, wanted).with_context(|| format!("cannot write {name}"))?;
            crate::say(&format!("wrote {name}"));
        }
    }
    if !different.is_empty() {
        bail!("generated parts are out of date; run `cargo xtask docs`\n{different}");
    }
    Ok(())
}

/// The pages at the root and in `docs/`, by name.
fn pages(root: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    let mut open = vec![root.join("docs")];
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = open.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            }
        }
        folders.push(folder);
    }
    for folder in folders {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// The page with its generated parts as `part` makes them.
fn fill(page: &str, part: &dyn Fn(&str) -> Result<String>) -> Result<String> {
    let mut out = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        writeln!(out, "{line}")?;
        let Some(name) = line.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix("-->")) else { continue };
        let text = part(name.trim()).with_context(|| format!("line {}", at + 1))?;
        write!(out, "\n{}\n\n{END}\n", text.trim())?;
        if !lines.any(|(_, line)| line.trim() == END) {
            bail!("line {}: nothing ends this part; add `{END}`", at + 1);
        }
    }
    Ok(out)
}

/// The lines that go and those that come, each with its number.
fn difference(present: &str, wanted: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (present.lines().collect(), wanted.lines().collect());
    // How many lines at most stay from here on.
    let mut stay = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            stay[i][j] = if line == other { stay[i + 1][j + 1] + 1 } else { stay[i + 1][j].max(stay[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        // Writing to a string cannot fail.
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || stay[i + 1][j] >= stay[i][j + 1]) {
            let _ = writeln!(out, "{:>5} - {}", i + 1, old[i]);
            i += 1;
        } else {
            let _ = writeln!(out, "{:>5} + {}", j + 1, new[j]);
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> Result<String> {
        anyhow::ensure!(name != "unknown", "there is no part `{name}`");
        Ok(format!("made: {name}"))
    }

    #[test]
    fn what_stands_between_the_marks_is_replaced_and_the_rest_stays() {
        let page = "# A\n<!-- generated: rules -->\nold\nolder\n<!-- end -->\nafter\n";
        let filled = fill(page, &part).unwrap();
        assert_eq!(filled, "# A\n<!-- generated: rules -->\n\nmade: rules\n\n<!-- end -->\nafter\n");
        assert_eq!(fill(&filled, &part).unwrap(), filled);
    }

    #[test]
    fn a_part_without_end_and_an_unknown_part_are_errors_with_their_line() {
        let error = fill("\n<!-- generated: rules -->\n", &part).unwrap_err();
        assert!(format!("{error:#}").contains("line 2"), "{error:#}");
        let error = fill("<!-- generated: unknown -->\n<!-- end -->\n", &part).unwrap_err();
        assert!(format!("{error:#}").contains("line 1: there is no part"), "{error:#}");
    }

    #[test]
    fn a_difference_shows_only_what_differs() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\ny\nc\n"), "    2 - b\n    2 + x\n    3 + y\n");
        assert_eq!(difference("a\nb\n", "a\nb\n"), "");
        assert_eq!(difference("", "a\n"), "    1 + a\n");
    }
}
