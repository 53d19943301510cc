//! SARIF 2.1.0 of any program.
//!
//! Takes a log; gives claims, one for each result of each run. What a result says of itself comes before what its rule says
//! ([`rules`]); only its own locations are places ([`places`]), the steps of a flow and related locations are not.

mod places;
mod rules;

use serde_json::Value;

use self::places::Files;
use self::rules::{Rule, Rules};
use super::gather::{Common, Gather};
use super::json::{list, message, text};
use super::texts::{MOST, clip, say, symbols};
use super::{ids, levels, texts};
use crate::claim::{Claimed, ClaimedSeverity, ClaimedWeakness, Claims, Format, Stance};
use crate::limits;
use crate::reach::Keys;

/// Reads a log.
pub(super) fn read(log: &Value) -> Claims {
    let mut gather = Gather::new(Format::Sarif);
    for run in list(&log["runs"]) {
        let rules = Rules::of(run);
        let files = Files::of(run);
        let results = list(&run["results"]);
        if let (true, Some(uri)) = (results.is_empty(), elsewhere(run)) {
            gather.tell(|| clip(uri, limits::BEGINNING).to_owned(), "the results of a run stand in another file");
        }
        gather.each(results, |result, common| claimed(result, &rules, &files, common));
    }
    gather.end()
}

/// The file that the results of a run stand in, when that is another one.
fn elsewhere(run: &Value) -> Option<&str> {
    let file = list(&run["externalPropertyFileReferences"]["results"]).first()?;
    text(&file["location"]["uri"]).or(Some("a file without a name"))
}

fn claimed(result: &Value, rules: &Rules<'_>, files: &Files<'_>, common: &mut Common) -> Claimed {
    let rule = rules.of_result(result);
    let label = text(&result["ruleId"]).or_else(|| text(&result["rule"]["id"])).or(rule.and_then(|rule| rule.id));
    let said = rules.message(&result["message"], rule, common);
    let mut words = String::new();
    say(&mut words, &said);
    if let Some(rule) = rule {
        for text in &rule.words {
            if let Some(text) = common.copy(clip(text, limits::RULE)) {
                say(&mut words, text);
            }
        }
    }
    let stance = stance(result);
    if let Stance::Defends(_) = stance {
        let reasons = list(&result["suppressions"]).iter().filter_map(|one| text(&one["justification"]));
        reasons.take(MOST).for_each(|reason| say(&mut words, reason));
    }
    let title = rule.map(|rule| rule.title.clone()).filter(|title| !title.is_empty());
    Claimed {
        title: title.or_else(|| label.map(texts::title)).unwrap_or_default(),
        weaknesses: weaknesses(result, rule, rules, label, &said, common),
        places: files.places(result, common),
        symbols: symbols(&said),
        reach: Keys::default().with_prose(&[&said]),
        words,
        severity: severity(result, rule),
        mitigation: mitigation(result),
        offered: offered(result),
        stance,
        label: label.map(texts::label),
        ..Claimed::default()
    }
}

/// What the result says that it is, else what its rule is for, else what the message or the rule's words mention.
fn weaknesses(
    result: &Value,
    rule: Option<&Rule<'_>>,
    rules: &Rules<'_>,
    label: Option<&str>,
    said: &str,
    common: &mut Common,
) -> Vec<ClaimedWeakness> {
    let mut own = rules::of_properties(&result["properties"]);
    for taxon in list(&result["taxa"]) {
        ids::merge(&mut own, rules.of_taxon(taxon).into_iter().collect());
    }
    if !own.is_empty() {
        return own;
    }
    let mut known = label.map(ids::mentioned).unwrap_or_default();
    for weakness in rule.iter().flat_map(|rule| &rule.weaknesses) {
        let name = weakness.name.as_deref().and_then(|name| common.copy(name)).map(str::to_owned);
        ids::merge(&mut known, vec![ClaimedWeakness { id: weakness.id, name }]);
    }
    if known.is_empty() {
        known = ids::mentioned(said);
    }
    if known.is_empty() {
        known.extend(rule.into_iter().flat_map(|rule| &rule.mentioned).cloned());
    }
    known
}

/// The result's own severity, the score of its rule, the result's level, the rule's: the first that is said.
fn severity(result: &Value, rule: Option<&Rule<'_>>) -> Option<ClaimedSeverity> {
    let own = &result["properties"];
    levels::score(&own["security-severity"])
        .or_else(|| levels::word(&own["severity"]))
        .or_else(|| levels::word(&own["issue_severity"]))
        .or_else(|| rule?.score.clone())
        .or_else(|| levels::of_three(&result["level"]))
        .or_else(|| rule?.level.clone())
}

/// A result defends when it is accepted, when it has passed, and when it is not there any more.
fn stance(result: &Value) -> Stance {
    let suppressions = list(&result["suppressions"]);
    let is_open = |one: &Value| matches!(one["status"].as_str(), Some("underReview" | "rejected"));
    if !suppressions.is_empty() && !suppressions.iter().any(is_open) {
        return Stance::Defends("suppressed".to_owned());
    }
    match (result["kind"].as_str(), result["baselineState"].as_str()) {
        (Some("pass"), _) => Stance::Defends("pass".to_owned()),
        (Some("notApplicable"), _) => Stance::Defends("not applicable".to_owned()),
        (_, Some("absent")) => Stance::Defends("absent".to_owned()),
        _ => Stance::Accuses,
    }
}

/// What is to be done: the words of the fixes.
fn mitigation(result: &Value) -> String {
    let mut words = text(&result["properties"]["mitigation"]).unwrap_or_default().to_owned();
    for fix in list(&result["fixes"]).iter().take(MOST) {
        say(&mut words, message(&fix["description"]).unwrap_or_default());
    }
    words
}

/// The code that fixes put in.
fn offered(result: &Value) -> Vec<String> {
    let changes = list(&result["fixes"]).iter().flat_map(|fix| list(&fix["artifactChanges"]));
    let replacements = changes.flat_map(|change| list(&change["replacements"]));
    let code = replacements.filter_map(|replacement| text(&replacement["insertedContent"]["text"]));
    code.take(MOST).map(|code| code.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests;
