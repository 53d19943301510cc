//! What a run of a SARIF log says once for many results: rules, taxonomies and texts of messages.
//!
//! Takes a run; gives the rule of a result, the weaknesses of tags, properties and taxa, and messages that are kept with the rule.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::gather::Common;
use super::super::json::{list, message, number, text};
use super::super::texts::{clip, title, without_links};
use super::super::{ids, levels};
use crate::claim::{ClaimedSeverity, ClaimedWeakness};
use crate::limits;
use crate::weakness::has_id;

/// Keys of properties for weaknesses, in small letters without signs.
const KEYS: [&str; 4] = ["cwe", "cwes", "cweid", "cweids"];

/// So many parts of a result's id may be its own; so many taxonomies of weaknesses are known by their guid.
const DEEPEST: usize = 8;

/// A rule.
#[derive(Default)]
pub(super) struct Rule<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) title: String,
    /// What it says in words.
    pub(super) words: Vec<&'a str>,
    /// The weaknesses that it is for.
    pub(super) weaknesses: Vec<ClaimedWeakness>,
    /// Those that its words mention, where it is for none.
    pub(super) mentioned: Vec<ClaimedWeakness>,
    /// How bad its results are, by a number.
    pub(super) score: Option<ClaimedSeverity>,
    /// How bad its results are, by a word.
    pub(super) level: Option<ClaimedSeverity>,
    messages: Option<&'a Value>,
}

/// The rules of a run, and its taxonomies.
pub(super) struct Rules<'a> {
    run: &'a Value,
    all: Vec<Rule<'a>>,
    /// Where the rules of the driver and of each extension begin and end.
    components: Vec<(usize, usize)>,
    by_id: BTreeMap<&'a str, usize>,
    /// The names that taxonomies give to ids.
    names: BTreeMap<u32, String>,
    /// By which they may be referred to.
    guids: Vec<&'a str>,
}

impl<'a> Rules<'a> {
    /// The rules of a run.
    pub(super) fn of(run: &'a Value) -> Self {
        let tool = &run["tool"];
        let mut rules = Self {
            run,
            all: Vec::new(),
            components: Vec::new(),
            by_id: BTreeMap::new(),
            names: BTreeMap::new(),
            guids: Vec::new(),
        };
        let extensions = list(&tool["extensions"]);
        for taxonomy in list(&run["taxonomies"]).iter().chain(extensions).filter(|one| is_of_weaknesses(one)) {
            rules.guids.extend(text(&taxonomy["guid"]).filter(|_| rules.guids.len() < DEEPEST));
            for taxon in list(&taxonomy["taxa"]) {
                let Some(one) = id_of(&taxon["id"]) else { continue };
                let name = message(&taxon["shortDescription"]).and_then(|name| ids::name_of(one.id, name));
                let name = name.or_else(|| ids::name_of(one.id, text(&taxon["name"])?));
                if let Some(name) = name.filter(|name| name.len() <= limits::NAME) {
                    rules.names.entry(one.id).or_insert(name);
                }
            }
        }
        for component in std::iter::once(&tool["driver"]).chain(extensions) {
            let start = rules.all.len();
            for value in list(&component["rules"]) {
                let rule = rules.rule(value);
                if let Some(id) = rule.id {
                    rules.by_id.entry(id).or_insert(rules.all.len());
                }
                rules.all.push(rule);
            }
            rules.components.push((start, rules.all.len()));
        }
        rules
    }

    fn rule(&self, value: &'a Value) -> Rule<'a> {
        let properties = &value["properties"];
        let id = text(&value["id"]);
        let short = message(&value["shortDescription"]);
        let full = message(&value["fullDescription"]);
        let help = message(&value["help"]);
        let mut weaknesses = of_properties(properties);
        for relation in list(&value["relationships"]) {
            ids::merge(&mut weaknesses, self.of_taxon(&relation["target"]).into_iter().collect());
        }
        let mut mentioned = Vec::new();
        for words in [id, text(&value["name"]), short, full, text(&value["helpUri"]), help].into_iter().flatten() {
            if weaknesses.is_empty() && mentioned.is_empty() {
                mentioned = ids::mentioned(words);
            }
        }
        let level = levels::of_three(&value["defaultConfiguration"]["level"]);
        let level = level.or_else(|| levels::word(&properties["severity"]));
        Rule {
            id,
            title: short.or(text(&value["name"])).or(id).map(title).unwrap_or_default(),
            words: [full, help].into_iter().flatten().collect(),
            weaknesses,
            mentioned,
            score: levels::score(&properties["security-severity"]),
            level: level.or_else(|| levels::of_three(&properties["problem.severity"])),
            messages: value.get("messageStrings"),
        }
    }

    /// The rule of a result: by its number, or by its id, of which the last parts may be the result's own.
    pub(super) fn of_result(&self, result: &Value) -> Option<&Rule<'a>> {
        let reference = &result["rule"];
        let id = text(&result["ruleId"]).or_else(|| text(&reference["id"]));
        let component = number(&reference["toolComponent"]["index"]).map_or(0, |extension| extension as usize + 1);
        let index = number(&result["ruleIndex"]).or_else(|| number(&reference["index"]));
        if let (Some(index), Some((start, end))) = (index, self.components.get(component)) {
            let agrees = |rule: &Rule<'_>| match (rule.id, id) {
                (Some(of_rule), Some(id)) => {
                    id.strip_prefix(of_rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                }
                _ => true,
            };
            let rule = self.all[*start..*end].get(index as usize).filter(|rule| agrees(rule));
            if rule.is_some() {
                return rule;
            }
        }
        let mut id = id?;
        for _ in 0..DEEPEST {
            if let Some(at) = self.by_id.get(id) {
                return self.all.get(*at);
            }
            id = id.rsplit_once('/')?.0;
        }
        None
    }

    /// The weakness that a reference to an entry of a taxonomy means, where that is one of weaknesses.
    pub(super) fn of_taxon(&self, reference: &Value) -> Option<ClaimedWeakness> {
        let component = &reference["toolComponent"];
        let taxonomy = number(&component["index"]).map(|index| &self.run["taxonomies"][index as usize]);
        let is_known = is_of_weaknesses(component)
            || text(&component["guid"]).is_some_and(|guid| self.guids.contains(&guid))
            || text(&component["name"]).is_none() && taxonomy.is_some_and(is_of_weaknesses)
            || text(&reference["id"]).is_some_and(has_id);
        if !is_known {
            return None;
        }
        let entry = number(&reference["index"]).map(|index| &taxonomy.unwrap_or(&Value::Null)["taxa"][index as usize]);
        let one = id_of(&reference["id"]).or_else(|| id_of(&entry?["id"]))?;
        Some(ClaimedWeakness { id: one.id, name: one.name.or_else(|| self.names.get(&one.id).cloned()) })
    }

    /// What a message says: its text, or the one that the rule or the program keeps under its id.
    pub(super) fn message(&self, said: &Value, rule: Option<&Rule<'_>>, common: &mut Common) -> String {
        if let Some(text) = message(said) {
            return without_links(text);
        }
        let Some(id) = text(&said["id"]) else { return String::new() };
        let kept = rule.and_then(|rule| message(&rule.messages?[id]));
        let kept = kept.or_else(|| message(&self.run["tool"]["driver"]["globalMessageStrings"][id]));
        let Some(kept) = kept.and_then(|kept| common.copy(clip(kept, limits::RULE))) else { return String::new() };
        without_links(&filled(kept, list(&said["arguments"])))
    }
}

/// The weaknesses that tags and properties name.
pub(super) fn of_properties(properties: &Value) -> Vec<ClaimedWeakness> {
    let mut all = Vec::new();
    let Some(object) = properties.as_object() else { return all };
    for (key, value) in object {
        let key: String = key.chars().filter(|letter| letter.is_alphanumeric()).take(20).collect();
        let key = key.to_lowercase();
        if key == "tags" {
            for tag in list(value).iter().filter_map(Value::as_str) {
                ids::merge(&mut all, ids::of_text(tag));
            }
        } else if KEYS.contains(&key.as_str()) {
            ids::merge(&mut all, ids::of_value(value));
        }
    }
    all
}

/// A text in which `{0}`, `{1}` … stand for these.
fn filled(text: &str, arguments: &[Value]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        // A number of two digits at most stands between the signs.
        let argument = clip(behind, 3).split_once('}').and_then(|(digits, _)| {
            let argument = arguments.get(digits.parse::<usize>().ok()?)?;
            Some((argument.as_str()?, &behind[digits.len() + 1..]))
        });
        if let Some((argument, after)) = argument.filter(|(one, _)| filled.len() + one.len() <= 2 * limits::RULE) {
            filled.push_str(argument);
            rest = after;
        } else {
            filled.push('{');
            rest = behind;
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether a taxonomy, or a reference to one, is of weaknesses.
fn is_of_weaknesses(component: &Value) -> bool {
    let says = |key: &str| text(&component[key]).is_some_and(|name| clip(name, 200).to_lowercase().contains("cwe"));
    says("name") || says("fullName") || says("informationUri")
}

/// The id of an entry: `89`, `CWE-89`.
fn id_of(value: &Value) -> Option<ClaimedWeakness> {
    ids::of_value(value).into_iter().next()
}
