//! Whether a finding may cite an id: takes an id and gives MITRE's judgement, with what to cite instead.

use std::fmt;

use crate::catalogue::Catalogue;
use crate::entry::{Kind, Usage};

/// Whether a finding may cite an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapping {
    /// It may.
    Fine,
    /// It may when a written reason says why nothing more exact fits.
    NeedsReason,
    /// It must not.
    Refused {
        /// Why not.
        why: Refusal,
        /// What may be cited instead, the best hints first; may be empty.
        instead: Vec<u32>,
    },
}

/// Why an id must not be cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The catalogue has no such number.
    NoSuchId,
    /// It names a group of weaknesses.
    Category,
    /// It names a way to look at the catalogue.
    View,
    /// MITRE has withdrawn it.
    Deprecated,
    /// MITRE prohibits citing it.
    Prohibited,
    /// MITRE discourages citing it.
    Discouraged,
}

impl Catalogue {
    /// Whether a finding may cite `id`.
    pub fn judge_mapping(&self, id: u32) -> Mapping {
        let Some(entry) = self.get(id) else {
            return Mapping::Refused { why: Refusal::NoSuchId, instead: Vec::new() };
        };
        let why = match (entry.kind, entry.usage) {
            (Kind::Category, _) => Refusal::Category,
            (Kind::View, _) => Refusal::View,
            (Kind::Weakness, _) if entry.is_deprecated() => Refusal::Deprecated,
            (Kind::Weakness, Usage::Prohibited) => Refusal::Prohibited,
            (Kind::Weakness, Usage::Discouraged) => Refusal::Discouraged,
            (Kind::Weakness, Usage::AllowedWithReview) => return Mapping::NeedsReason,
            (Kind::Weakness, Usage::Allowed) => return Mapping::Fine,
        };
        Mapping::Refused { why, instead: self.better(id).iter().map(|better| better.entry.id).collect() }
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More than these would bury the sentence.
        const SHOWN: usize = 5;
        match self {
            Self::Fine => f.write_str("This id may be cited."),
            Self::NeedsReason => {
                f.write_str("This id is Allowed-with-Review: it needs a written reason why nothing more exact fits.")
            }
            Self::Refused { why, instead } => {
                write!(f, "{why}")?;
                for (at, id) in instead.iter().take(SHOWN).enumerate() {
                    f.write_str(if at == 0 { "; look at " } else { ", " })?;
                    write!(f, "CWE-{id}")?;
                }
                if instead.len() > SHOWN {
                    write!(f, " and {} more", instead.len() - SHOWN)?;
                }
                f.write_str(".")
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchId => "This id does not exist in the catalogue",
            Self::Category => "This id is a category, which names a group and not a weakness",
            Self::View => "This id is a view, which orders the catalogue and is not a weakness",
            Self::Deprecated => "This id is deprecated: MITRE has withdrawn it",
            Self::Prohibited => "This id is Prohibited: MITRE does not let a finding cite it",
            Self::Discouraged => "This id is Discouraged: MITRE asks for something more exact",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(id: u32) -> (Refusal, Vec<u32>) {
        match Catalogue::official().judge_mapping(id) {
            Mapping::Refused { why, instead } => (why, instead),
            other => panic!("CWE-{id}: {other:?}"),
        }
    }

    #[test]
    fn allowed_and_reviewed_ids_may_be_cited() {
        assert_eq!(Catalogue::official().judge_mapping(89), Mapping::Fine);
        assert_eq!(Catalogue::official().judge_mapping(22), Mapping::NeedsReason);
    }

    #[test]
    fn every_reason_to_refuse_is_told_apart() {
        assert_eq!(judge(1449), (Refusal::NoSuchId, vec![]));
        assert_eq!(judge(0).0, Refusal::NoSuchId);
        assert_eq!(judge(16).0, Refusal::Category);
        assert_eq!(judge(17).0, Refusal::Category);
        assert_eq!(judge(1000), (Refusal::View, vec![]));
        assert_eq!(judge(534), (Refusal::Deprecated, vec![532]));
        assert_eq!(judge(391).0, Refusal::Prohibited);
        assert_eq!(judge(200).0, Refusal::Discouraged);
    }

    #[test]
    fn the_counts_are_those_of_mitre() {
        let catalogue = Catalogue::official();
        let all: Vec<Mapping> = catalogue.entries().iter().map(|entry| catalogue.judge_mapping(entry.id)).collect();
        assert_eq!(all.iter().filter(|mapping| **mapping == Mapping::Fine).count(), 749);
        assert_eq!(all.iter().filter(|mapping| **mapping == Mapping::NeedsReason).count(), 93);
    }

    #[test]
    fn what_is_offered_instead_may_itself_be_cited() {
        let catalogue = Catalogue::official();
        for entry in catalogue.entries() {
            if let Mapping::Refused { instead, .. } = catalogue.judge_mapping(entry.id) {
                assert!(instead.iter().all(|id| catalogue.get(*id).is_some_and(crate::Entry::is_citable)), "{entry}");
            }
        }
    }

    #[test]
    fn the_judgement_is_one_plain_sentence() {
        let catalogue = Catalogue::official();
        assert_eq!(
            catalogue.judge_mapping(534).to_string(),
            "This id is deprecated: MITRE has withdrawn it; look at CWE-532."
        );
        assert_eq!(catalogue.judge_mapping(1449).to_string(), "This id does not exist in the catalogue.");
        let injection = catalogue.judge_mapping(74).to_string();
        assert!(injection.starts_with("This id is Discouraged"), "{injection}");
        assert!(injection.ends_with(" more."), "{injection}");
    }
}
