//! Other programs' findings: takes a SARIF file, gives the weaknesses reported in each test's file. A result's CWE ids
//! are those it names itself, else those of its rule.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::formula::Reported;
use super::suite::Suite;

/// Where ids may stand in a bag of properties.
const KEYS: [&str; 9] = ["cwe", "CWE", "cwes", "CWEs", "cwe_id", "cweId", "cwe-id", "cweIds", "cwe_ids"];

/// What a file reports.
pub(crate) fn reported(suite: &Suite, text: &str) -> Result<Reported> {
    let log: Value = serde_json::from_str(text).context("this is no JSON")?;
    let mut reported = Reported::new();
    for run in list(&log["runs"]) {
        for result in list(&run["results"]) {
            let is_failure = result["kind"].as_str().is_none_or(|kind| ["fail", "open", "review"].contains(&kind));
            if !is_failure || !list(&result["suppressions"]).is_empty() {
                continue;
            }
            let own = ids(result, "taxa");
            let ids = if own.is_empty() { rule(run, result).map_or(own, of_rule) } else { own };
            for location in list(&result["locations"]) {
                let path = location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
                if let Some(test) = suite.test_of(path) {
                    reported.entry(test.to_owned()).or_default().extend(&ids);
                }
            }
        }
    }
    Ok(reported)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The rule of a result, looked up by its id, then by its number.
fn rule<'a>(run: &'a Value, result: &Value) -> Option<&'a Value> {
    let tool = &run["tool"];
    let id = result["ruleId"].as_str().or_else(|| result["rule"]["id"].as_str());
    let components = std::iter::once(&tool["driver"]).chain(list(&tool["extensions"]));
    let by_id = components
        .flat_map(|component| list(&component["rules"]))
        .find(|rule| id.is_some() && rule["id"].as_str() == id);
    let at = result["ruleIndex"].as_u64().or_else(|| result["rule"]["index"].as_u64());
    by_id.or_else(|| list(&tool["driver"]["rules"]).get(usize::try_from(at?).ok()?))
}

fn of_rule(rule: &Value) -> Vec<u16> {
    let found = ids(rule, "relationships");
    if found.is_empty() { rule["id"].as_str().and_then(tagged).into_iter().collect() } else { found }
}

/// The ids in a thing's properties and in its references to the catalogue.
fn ids(thing: &Value, references: &str) -> Vec<u16> {
    let properties = &thing["properties"];
    let mut ids: Vec<u16> = KEYS.iter().flat_map(|key| named(&properties[*key], true)).collect();
    ids.extend(named(&properties["tags"], false));
    for reference in list(&thing[references]) {
        let target = reference.get("target").unwrap_or(reference);
        let component = target["toolComponent"]["name"].as_str().unwrap_or_default();
        ids.extend(named(&target["id"], component.to_uppercase().starts_with("CWE")));
    }
    ids
}

/// The ids in a value; `bare` where a number alone is one.
fn named(value: &Value, bare: bool) -> Vec<u16> {
    match value {
        Value::Number(number) if bare => number.as_u64().and_then(|id| u16::try_from(id).ok()).into_iter().collect(),
        Value::String(text) => tagged(text).or_else(|| text.trim().parse().ok().filter(|_| bare)).into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(|value| named(value, bare)).collect(),
        Value::Object(parts) => {
            ["id", "cweId"].iter().filter_map(|key| parts.get(*key)).flat_map(|part| named(part, bare)).collect()
        }
        _ => Vec::new(),
    }
}

/// The id in `CWE-79`, `external/cwe/cwe-079`, `CWE-327: broken`.
fn tagged(text: &str) -> Option<u16> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.match_indices("cwe").find_map(|(at, _)| {
        let rest = lower[at + 3..].trim_start_matches(['-', '_', ' ', '/', ':']);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    })?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_where_programs_put_them() {
        let suite = Suite::parse("A,x,true,89\nB,x,true,89\nC,x,true,89\nD,x,true,89\nE,x,true,89\n").unwrap();
        let at =
            |file: &str| format!(r#""locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"{file}"}}}}}}]"#);
        let text = format!(
            r#"{{"runs":[{{"tool":{{"driver":{{"rules":[
                {{"id":"a","properties":{{"tags":["external/cwe/cwe-089"]}}}},
                {{"id":"b","relationships":[{{"target":{{"id":"78","toolComponent":{{"name":"CWE"}}}}}}]}}]}}}},
              "results":[{{"ruleId":"a",{}}},{{"ruleIndex":1,{}}},{{"ruleId":"a","properties":{{"cwe":[22]}},{}}},
                {{"ruleId":"a","suppressions":[{{}}],{}}},{{"ruleId":"a","kind":"pass",{}}}]}}]}}"#,
            at("x/A.py"),
            at("B.py"),
            at("C.py"),
            at("D.py"),
            at("E.py"),
        );
        let reported = reported(&suite, &text).unwrap();
        let expected = [("A", 89), ("B", 78), ("C", 22)];
        assert_eq!(reported, expected.map(|(name, cwe)| (name.to_owned(), [cwe].into())).into());
    }
}
