//! What a folder of vulnerable examples holds: takes a file of `corpus/recall`, gives the weaknesses that stand there, one by
//! one, and what the suite's own labels name and the code does not bear out.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// A suite of examples, as the file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Examples {
    /// Where they come from, with the version.
    pub(crate) source: String,
    /// What the suite's authors say is weak there, and what bears it out.
    pub(crate) expected: Vec<Expected>,
    /// What they say is weak and the code does not bear out.
    pub(crate) left_out: Vec<LeftOut>,
}

/// Places of one weakness.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// What is weak there, as a row of the table is called.
    pub(crate) weakness: String,
    /// The suite's own label.
    pub(crate) label: String,
    /// The ids that a right report may cite, the best first.
    pub(crate) cwe: Vec<u16>,
    /// `path:function`, `path:12`, `path:12-15`, `path:3,5,7-9` (three places) or `path`.
    at: Vec<String>,
    /// What it takes to see it; asked of what is missed.
    pub(crate) needs: Option<String>,
}

/// Places of a label that is not borne out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    /// The suite's own label, or several.
    pub(crate) label: String,
    /// What the code shows instead.
    pub(crate) reason: String,
    /// As for what is expected.
    at: Vec<String>,
}

impl Examples {
    /// Reads the file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not as it should be", file.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let examples: Self = toml::from_str(text)?;
        for expected in &examples.expected {
            ensure!(!expected.cwe.is_empty() && !expected.at.is_empty(), "`{}` lacks an id or a place", expected.label);
        }
        Ok(examples)
    }
}

impl Expected {
    /// The places, each of which counts.
    pub(crate) fn places(&self) -> Vec<String> {
        spelt_out(&self.at)
    }
}

impl LeftOut {
    /// The places, each of which counts.
    pub(crate) fn places(&self) -> Vec<String> {
        spelt_out(&self.at)
    }
}

/// One place for each that is listed behind a path.
fn spelt_out(at: &[String]) -> Vec<String> {
    let one = |text: &String| match text.split_once(':') {
        Some((path, places)) => places.split(',').map(|place| format!("{path}:{place}")).collect(),
        None => vec![text.clone()],
    };
    at.iter().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn several_places_of_a_file_are_several_weaknesses() {
        let at = ["a.py:3,5,7-9", "b/c.py:Store.find", "d.py"].map(str::to_owned);
        assert_eq!(spelt_out(&at), ["a.py:3", "a.py:5", "a.py:7-9", "b/c.py:Store.find", "d.py"]);
    }

    /// Each place stands once for a label, ids exist, and what is left out says why.
    #[test]
    fn the_files_of_the_corpus_are_sound() {
        let catalogue = cwe::Catalogue::official();
        let folder = crate::root().unwrap().join("corpus/recall");
        let mut read = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let examples = Examples::read(&path).unwrap();
            let mut seen = BTreeSet::new();
            for expected in &examples.expected {
                assert!(expected.cwe.iter().all(|&id| catalogue.get(u32::from(id)).is_some()), "{expected:?}");
                for place in expected.places() {
                    assert!(seen.insert((expected.label.clone(), place.clone())), "{place} stands twice");
                }
            }
            for left_out in &examples.left_out {
                assert!(left_out.reason.len() > 10, "{left_out:?}");
                for place in left_out.places() {
                    assert!(seen.insert((left_out.label.clone(), place.clone())), "{place} stands twice");
                }
            }
            read += 1;
        }
        assert!(read > 0);
    }
}
