//! Imports that a finding cites: who does so means what the file does with what it brings in.

use review::Review;

use crate::code::Code;
use crate::draft::Draft;
use crate::found;
use crate::outcome::Support;

/// A finding that uses what the cited lines bring in from elsewhere, where they do nothing else.
pub(crate) fn of_import(code: &Code<'_>, review: &Review, draft: &Draft) -> Option<Support> {
    draft.asked.iter().filter(|ask| !ask.is_named).find_map(|ask| {
        let file = &code.files[draft.placed[ask.place].file?];
        let sought = file.sought.as_ref()?;
        let (first, last) = ask.lines;
        let lines = (first..=last).map(|line| sought.line(line).unwrap_or_default());
        let names: Option<Vec<Vec<&str>>> = lines.filter(|line| !line.is_empty()).map(imported).collect();
        found::of_name(review, &draft.ids, file.path, &names?.concat())
    })
}

/// The names that a line brings in, where it does.
fn imported(line: &str) -> Option<Vec<&str>> {
    let names = match line.strip_prefix("from ") {
        Some(rest) => rest.split_once(" import ")?.1,
        None => line.strip_prefix("import ")?,
    };
    let names = names.split('#').next().unwrap_or(names).split(',');
    Some(names.filter_map(|name| name.trim_matches(['(', ')', ' ']).rsplit(' ').next()?.split('.').next()).collect())
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn imports_give_the_names_that_they_bring_in() {
        let cases: [(&str, Option<&[&str]>); 6] = [
            ("import pickle", Some(&["pickle"])),
            ("import os.path, subprocess as sp", Some(&["os", "sp"])),
            ("import xml.etree.ElementTree as ET  # noqa", Some(&["ET"])),
            ("from subprocess import (run, Popen as P)", Some(&["run", "P"])),
            ("importance = 3", None),
            ("from_subprocess(run)", None),
        ];
        for (line, expected) in cases {
            assert_eq!(imported(line).as_deref(), expected, "{line}");
        }
    }
}
