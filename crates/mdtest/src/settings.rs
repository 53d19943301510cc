//! The settings of a page or section: its `toml` block.

use knowledge::{Confidence, Severity, Threat};
use serde::Deserialize;

/// What a `toml` block says; what it leaves out stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageSettings {
    /// The rule that a bare `# finding` means.
    pub rule: Option<String>,
    /// The least confidence that is shown.
    pub confidence: Option<Confidence>,
    /// The least severity that is shown.
    pub severity: Option<Severity>,
    /// Whose data counts as hostile.
    pub threats: Option<Vec<Threat>>,
    /// Whether other tools' suppression comments are obeyed.
    pub respect_foreign_suppressions: Option<bool>,
    /// Whether the code is meant not to be understood whole.
    pub incomplete: Option<bool>,
}

/// The keys as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    rule: Option<String>,
    confidence: Option<String>,
    severity: Option<String>,
    threats: Option<Vec<String>>,
    respect_foreign_suppressions: Option<bool>,
    incomplete: Option<bool>,
}

impl PageSettings {
    /// What a `toml` block says, or what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        Ok(Self {
            rule: written.rule,
            confidence: known(written.confidence, "confidence", Confidence::from_word)?,
            severity: known(written.severity, "severity", Severity::from_word)?,
            threats: match written.threats {
                Some(words) => Some(
                    words
                        .into_iter()
                        .filter_map(|word| known(Some(word), "threat", Threat::from_word).transpose())
                        .collect::<Result<_, _>>()?,
                ),
                None => None,
            },
            respect_foreign_suppressions: written.respect_foreign_suppressions,
            incomplete: written.incomplete,
        })
    }

    /// These settings where they say something, else those of the page.
    #[must_use]
    pub fn over(self, page: &Self) -> Self {
        Self {
            rule: self.rule.or_else(|| page.rule.clone()),
            confidence: self.confidence.or(page.confidence),
            severity: self.severity.or(page.severity),
            threats: self.threats.or_else(|| page.threats.clone()),
            respect_foreign_suppressions: self.respect_foreign_suppressions.or(page.respect_foreign_suppressions),
            incomplete: self.incomplete.or(page.incomplete),
        }
    }

    /// The settings of a review: these where they say something, else the given ones.
    pub fn for_review(&self, base: &review::Settings) -> review::Settings {
        review::Settings {
            confidence: self.confidence.unwrap_or(base.confidence),
            severity: self.severity.unwrap_or(base.severity),
            threats: self.threats.clone().unwrap_or_else(|| base.threats.clone()),
            respect_foreign_suppressions: self
                .respect_foreign_suppressions
                .unwrap_or(base.respect_foreign_suppressions),
            ..base.clone()
        }
    }
}

/// What a word means, if it is given.
fn known<T>(word: Option<String>, what: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, String> {
    match word {
        Some(word) => read(&word).map(Some).ok_or_else(|| format!("`{word}` is no {what}")),
        None => Ok(None),
    }
}
