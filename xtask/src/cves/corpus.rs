//! The corpus: takes `corpus/cves.toml`, gives its pairs and what was drawn and not taken.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// All that was drawn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Corpus {
    /// What the order of the draw is made of.
    pub(crate) seed: String,
    /// Which advisories were drawn from.
    #[expect(dead_code, reason = "it is for people, and must be there")]
    advisories: String,
    /// The pairs, in the order in which they were drawn.
    #[serde(rename = "pair")]
    pub(crate) pairs: Vec<Pair>,
    /// What was drawn and is no pair.
    #[serde(rename = "reject")]
    pub(crate) rejects: Vec<Reject>,
}

/// A vulnerable release and the one that mends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pair {
    pub(crate) cve: String,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    advisory: String,
    /// Its place in the draw.
    pub(crate) position: usize,
    pub(crate) package: String,
    pub(crate) vulnerable: String,
    pub(crate) fixed: String,
    /// The ids that a right report may cite, the best first.
    pub(crate) cwe: Vec<u16>,
    /// `path:function` below the release's folder; a template has no function.
    pub(crate) places: Vec<String>,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    what: String,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    fix: String,
    /// The ability that it takes to see it.
    pub(crate) needs: String,
}

/// An advisory that was drawn and not taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reject {
    #[expect(dead_code, reason = "it is for people, and must be there")]
    cve: String,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    advisory: String,
    /// Its place in the draw.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test looks at it"))]
    pub(crate) position: usize,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    package: String,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    reason: String,
}

impl Corpus {
    /// Reads the file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not as it should be", file.display()))
    }
}

impl Pair {
    /// Whether a report with this id says what the weakness is.
    pub(crate) fn means(&self, id: u16) -> bool {
        self.cwe.contains(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The corpus is what was drawn: every advisory up to the last one is a pair or a reject, once, and each place of a pair
    /// says where it is.
    #[test]
    fn the_draw_leaves_nothing_out() {
        let corpus = Corpus::read(&crate::root().unwrap().join("corpus/cves.toml")).unwrap();
        let pairs = corpus.pairs.iter().map(|pair| pair.position);
        let mut drawn: Vec<usize> = pairs.chain(corpus.rejects.iter().map(|reject| reject.position)).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, (0..drawn.len()).collect::<Vec<_>>());
        assert_eq!(corpus.pairs.len(), 60);
        let mut texts = corpus.pairs.iter().flat_map(|pair| &pair.places);
        assert!(texts.all(|place| !place.starts_with('/') && !place.contains("..")));
        let catalogue = cwe::Catalogue::official();
        let mut ids = corpus.pairs.iter().flat_map(|pair| &pair.cwe);
        assert!(ids.all(|&id| catalogue.get(u32::from(id)).is_some()));
    }
}
