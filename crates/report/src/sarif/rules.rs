//! The rules and the weaknesses that results refer to.
//!
//! Only rules with a result are listed. What a rule says of itself is taken from its results and the catalogue's names.

use std::collections::BTreeMap;

use review::{Confidence, Cwe, Finding, Review, Severity};

use super::document::{
    Component, Configuration, Descriptor, DescriptorReference, Help, Message, Relationship, RuleProperties,
};
use crate::Versions;
use crate::sink::{Prose, SarifText};

/// What the results need to know of the rules: where each stands in the lists.
pub(super) struct Rules<'a> {
    rules: BTreeMap<&'a str, Rule<'a>>,
    weaknesses: BTreeMap<u16, &'a Cwe>,
}

struct Rule<'a> {
    title: &'a str,
    severity: Severity,
    confidence: Confidence,
    weaknesses: BTreeMap<u16, &'a Cwe>,
}

impl<'a> Rules<'a> {
    /// The rules of all findings, shown or suppressed.
    pub(super) fn of(review: &'a Review) -> Self {
        let mut rules: BTreeMap<&str, Rule<'_>> = BTreeMap::new();
        for finding in super::findings(review) {
            let rule = rules.entry(&finding.rule).or_insert_with(|| Rule {
                title: &finding.title,
                severity: finding.severity,
                confidence: finding.confidence,
                weaknesses: BTreeMap::new(),
            });
            rule.severity = rule.severity.max(finding.severity);
            rule.confidence = rule.confidence.min(finding.confidence);
            rule.weaknesses.insert(finding.cwe.id, &finding.cwe);
        }
        let weaknesses = rules.values().flat_map(|rule| rule.weaknesses.clone()).collect();
        Self { rules, weaknesses }
    }

    /// Where the finding's rule stands in the list of rules.
    pub(super) fn index(&self, finding: &Finding) -> usize {
        self.rules.range(..finding.rule.as_str()).count()
    }

    /// The finding's weakness in the taxonomy.
    pub(super) fn weakness(&self, id: u16) -> DescriptorReference {
        DescriptorReference::weakness(u32::from(id), self.weaknesses.range(..id).count())
    }

    /// The list of rules.
    pub(super) fn descriptors(&self) -> Vec<Descriptor> {
        self.rules.iter().map(|(id, rule)| self.descriptor(id, rule)).collect()
    }

    fn descriptor(&self, id: &str, rule: &Rule<'_>) -> Descriptor {
        let ids = rule.weaknesses.keys();
        let names: Vec<String> = rule.weaknesses.values().map(|cwe| format!("CWE-{}: {}", cwe.id, cwe.name)).collect();
        let mut tags = vec!["security".to_owned()];
        tags.extend(ids.clone().map(|id| format!("external/cwe/cwe-{id:03}")));
        let links: Vec<String> = rule
            .weaknesses
            .values()
            .map(|cwe| format!("- [CWE-{}: {}]({})", cwe.id, Prose(&cwe.name), address(cwe.id)))
            .collect();
        Descriptor {
            id: id.to_owned(),
            name: Some(pascal(id)),
            short_description: Some(Message { text: SarifText::sentence(rule.title) }),
            full_description: Some(Message {
                text: SarifText::sentence(&format!("{}: {}", rule.title, names.join("; "))),
            }),
            help: Some(Help {
                text: SarifText::sentence(&format!(
                    "{}. Each result says what was seen in the code, what an attacker gains and what to do. \
                     Weaknesses: {}",
                    crate::words::unended(rule.title),
                    names.join("; ")
                )),
                markdown: format!(
                    "**{}.** Each result says what was seen in the code, what an attacker gains and what to do.\n\n{}\n",
                    Prose(crate::words::unended(rule.title)),
                    links.join("\n")
                )
                .replace('{', "{{")
                .replace('}', "}}"),
            }),
            help_uri: ids.clone().next().map(|&id| address(id)),
            default_configuration: Some(Configuration { level: level(rule.severity) }),
            relationships: ids
                .map(|&id| Relationship { target: self.weakness(id), kinds: ["superset"] })
                .collect(),
            properties: Some(RuleProperties {
                tags,
                precision: Some(rule.confidence.word()),
                security_severity: Some(score(rule.severity)),
            }),
        }
    }

    /// The catalogue, with the weaknesses that occur.
    pub(super) fn taxonomy(&self, versions: &Versions) -> Component {
        taxonomy(self.weaknesses.values().map(|cwe| (u32::from(cwe.id), cwe.name.as_str())), versions)
    }
}

/// The catalogue as a taxonomy with these weaknesses.
pub(crate) fn taxonomy<'a>(weaknesses: impl Iterator<Item = (u32, &'a str)>, versions: &Versions) -> Component {
    let taxa = weaknesses.map(|(id, name)| Descriptor {
        id: id.to_string(),
        name: Some(pascal(name)),
        short_description: Some(Message { text: SarifText::sentence(name) }),
        help_uri: Some(address(id)),
        ..Descriptor::default()
    });
    Component {
        name: "CWE",
        full_name: Some(format!("Common Weakness Enumeration {}", versions.catalogue)),
        organization: Some("MITRE"),
        version: Some(versions.catalogue.clone()),
        information_uri: "https://cwe.mitre.org/",
        short_description: Some(Message { text: SarifText::new("The MITRE Common Weakness Enumeration.") }),
        is_comprehensive: Some(false),
        taxa: taxa.collect(),
        ..Component::default()
    }
}

/// Where MITRE publishes an entry.
pub(crate) fn address(id: impl std::fmt::Display) -> String {
    format!("https://cwe.mitre.org/data/definitions/{id}.html")
}

/// The words of a text as one, each with a capital.
pub(crate) fn pascal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for character in text.chars() {
        if !character.is_ascii_alphanumeric() {
            starts = true;
        } else if starts {
            out.push(character.to_ascii_uppercase());
            starts = false;
        } else {
            out.push(character);
        }
    }
    out
}

/// The level of a severity.
pub(crate) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// A number in the range that code hosts read as the same severity.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_word() {
        assert_eq!(pascal("sql-injection"), "SqlInjection");
        assert_eq!(pascal("Use of a ('x') y"), "UseOfAXY");
    }
}
