//! One entry of the catalogue: a weakness, a category or a view, with its enumerated attributes and relations.

use std::fmt;

use serde::Deserialize;

/// A weakness, or a number that names a group of them.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Entry {
    /// The number after `CWE-`; weaknesses, categories and views share one sequence.
    pub id: u32,
    /// The official name.
    pub name: String,
    /// What the number stands for.
    #[serde(default)]
    pub kind: Kind,
    /// How general a weakness is; none for categories and views.
    pub abstraction: Option<Abstraction>,
    /// How mature the entry is, or that it is withdrawn.
    pub status: Status,
    /// Whether MITRE lets a finding cite it.
    pub usage: Usage,
    /// MITRE's enumerated reasons for the usage; empty where the catalogue does not give them.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// What MITRE suggests citing instead.
    #[serde(default)]
    pub suggestions: Vec<u32>,
    /// What MITRE's comment on the usage mentions; a hint only.
    #[serde(default)]
    pub see: Vec<u32>,
    /// The more general entries in the research view (1000), the primary one first.
    #[serde(default)]
    pub parents: Vec<u32>,
    /// The more general entries in the simplified view (1003).
    #[serde(default)]
    pub parents_simplified: Vec<u32>,
    /// The more special entries in the research view (1000), by id.
    #[serde(skip)]
    pub children: Vec<u32>,
    /// The more special entries in the simplified view (1003), by id.
    #[serde(skip)]
    pub children_simplified: Vec<u32>,
    /// What a category or view lists. None for a weakness, for a view that is a filter, and where the list is unknown.
    pub members: Option<Vec<u32>>,
    /// Entries that MITRE calls its peers.
    #[serde(default)]
    pub peers: Vec<u32>,
    /// Entries that this one can lead to.
    #[serde(default)]
    pub can_precede: Vec<u32>,
    /// Entries that this one can be at the same time.
    #[serde(default)]
    pub can_also_be: Vec<u32>,
    /// Names that were official once, oldest first.
    #[serde(default)]
    pub former_names: Vec<FormerName>,
    /// Other terms in use, such as "XSS".
    #[serde(default)]
    pub alternate_terms: Vec<String>,
    /// Languages that MITRE names for it; empty says nothing about the others.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The first release of the catalogue that lists it; known for weaknesses.
    pub since: Option<String>,
    /// Ranks in the yearly Top 25, as (year, rank), oldest first.
    #[serde(skip)]
    pub top25: Vec<(u16, u8)>,
    /// The categories of OWASP Top 10:2021 that list it, such as `A03`.
    #[serde(skip)]
    pub owasp_2021: Vec<String>,
    /// The categories of OWASP Top 10:2025 that list it.
    #[serde(skip)]
    pub owasp_2025: Vec<String>,
}

impl Entry {
    /// Whether MITRE has withdrawn the entry.
    pub fn is_deprecated(&self) -> bool {
        self.status == Status::Deprecated
    }

    /// Whether a finding may cite it at all, with or without a reason.
    pub fn is_citable(&self) -> bool {
        let open = matches!(self.usage, Usage::Allowed | Usage::AllowedWithReview);
        self.kind == Kind::Weakness && !self.is_deprecated() && open
    }

    /// Whether a finding may cite it without giving a reason.
    pub fn is_allowed(&self) -> bool {
        self.is_citable() && self.usage == Usage::Allowed
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CWE-{} {}", self.id, self.name)
    }
}

/// A name that an entry once had.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// The day on which it was replaced, as `2009-12-28`.
    pub until: String,
}

/// Gives an enumeration the words it is printed and read with.
macro_rules! words {
    ($name:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// The plain word for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

/// What a number of the catalogue stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A mistake that can be in a program: the only kind that a finding may cite.
    #[default]
    Weakness,
    /// A group of weaknesses that have something in common.
    Category,
    /// A way to look at the catalogue.
    View,
}
words!(Kind { Weakness => "weakness", Category => "category", View => "view" });

/// How general a weakness is, from the most general on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Abstraction {
    /// A theme at the top of the research view.
    Pillar,
    /// Independent of language and technology.
    Class,
    /// Specific enough to say how to find and prevent it.
    Base,
    /// Bound to a language, technology or resource.
    Variant,
    /// Several weaknesses that meet, or follow from each other.
    Compound,
}
words!(Abstraction {
    Pillar => "pillar",
    Class => "class",
    Base => "base",
    Variant => "variant",
    Compound => "compound",
});

/// How mature an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Status {
    /// Reviewed and not likely to change.
    Stable,
    /// All important parts are filled in.
    Draft,
    /// Valid, with parts missing.
    Incomplete,
    /// Withdrawn.
    Deprecated,
    /// No longer in use.
    Obsolete,
}
words!(Status {
    Stable => "stable",
    Draft => "draft",
    Incomplete => "incomplete",
    Deprecated => "deprecated",
    Obsolete => "obsolete",
});

/// Whether a finding may cite an entry, in MITRE's judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Usage {
    /// It may.
    Allowed,
    /// It may, after a look for something more exact.
    #[serde(rename = "Allowed-with-Review")]
    AllowedWithReview,
    /// Something else nearly always fits better.
    Discouraged,
    /// It must not.
    Prohibited,
}
words!(Usage {
    Allowed => "Allowed",
    AllowedWithReview => "Allowed-with-Review",
    Discouraged => "Discouraged",
    Prohibited => "Prohibited",
});
