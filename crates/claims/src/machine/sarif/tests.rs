//! Logs of programs, made up for one question each.

use serde_json::{Value, json};

use crate::claim::{Claims, Format, Level, Stance};
use crate::document::tests::brief;
use crate::limits;

fn read(log: &Value) -> Claims {
    let claims = crate::read(&log.to_string());
    assert_eq!(claims.format, Format::Sarif);
    claims
}

fn briefs(log: &Value) -> Vec<String> {
    read(log).findings.iter().map(brief).collect()
}

/// A log of one run with these rules and results.
#[expect(clippy::needless_pass_by_value, reason = "they are made for it")]
fn log(rules: Value, results: Value) -> Value {
    json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Sieve", "rules": rules}}, "results": results}]})
}

#[test]
fn rules_say_what_results_are() {
    let rules = json!([
        {
            "id": "py/shell", "name": "Shell",
            "shortDescription": {"text": "A shell runs what others wrote"},
            "fullDescription": {"text": "Whoever writes the line chooses the command."},
            "help": {"text": "Give a list."},
            "properties": {"tags": ["security", "external/cwe/cwe-078", "external/cwe/cwe-088"], "security-severity": "9.8"},
            "defaultConfiguration": {"level": "warning"}
        },
        {"id": "py/weak-hash", "properties": {"tags": ["CWE-328: Use of Weak Hash"], "problem.severity": "warning"}},
        {"id": "py/key", "properties": {"cwe": ["CWE-798"]}, "defaultConfiguration": {"level": "note"}},
    ]);
    let place = |line: u32| json!([{"physicalLocation": {"artifactLocation": {"uri": "shop/app.py"}, "region": {"startLine": line}}}]);
    let results = json!([
        {"ruleId": "py/shell", "ruleIndex": 0, "level": "error", "message": {"text": "`run` gets [the line](1)."}, "locations": place(4)},
        {"ruleId": "py/weak-hash", "message": {"text": "MD5 is weak."}, "locations": place(9)},
        {"ruleId": "py/key/in-url", "message": {"text": "A key."}, "locations": place(12)},
        {"ruleIndex": 2, "message": {"text": "Another key."}, "locations": place(13)},
        {"ruleId": "CWE-22/Join.ql", "message": {"text": "A path."}, "locations": place(15)},
        {"ruleId": "other", "message": {"text": "This is CWE-601."}, "level": "none", "locations": place(16)},
    ]);
    let log = log(rules, results);
    assert_eq!(
        briefs(&log),
        [
            "py/shell | A shell runs what others wrote | 78, 88 | shop/app.py:4 | Critical",
            "py/weak-hash | py/weak-hash | 328=Use of Weak Hash | shop/app.py:9 | Medium",
            "py/key/in-url | py/key | 798 | shop/app.py:12 | Low",
            "py/key | py/key | 798 | shop/app.py:13 | Low",
            "CWE-22/Join.ql | CWE-22/Join.ql | 22 | shop/app.py:15 | ",
            "other | other | 601 | shop/app.py:16 | Info",
        ]
    );
    let first = &read(&log).findings[0];
    assert_eq!(first.words, "`run` gets the line.\nWhoever writes the line chooses the command.\nGive a list.");
    assert_eq!((first.symbols.clone(), first.lines), (vec!["run".to_owned()], (1, 1)));
    assert_eq!(first.severity.as_ref().unwrap().word, "9.8");
}

#[test]
fn a_taxonomy_names_weaknesses_and_a_result_may_say_which() {
    let of_cwe = |id: &str| json!({"id": id, "toolComponent": {"name": "CWE", "index": 0}});
    let mut log = log(
        json!([{"id": "hash", "relationships": [
            {"target": of_cwe("327"), "kinds": ["superset"]},
            {"target": {"id": "A02", "toolComponent": {"name": "OWASP"}}},
            {"target": {"index": 1, "toolComponent": {"index": 0}}},
            {"target": {"id": "1240", "toolComponent": {"guid": "ab-cd"}}},
            {"target": {"id": "12", "toolComponent": {"guid": "ef"}}},
        ]}]),
        json!([
            {"ruleId": "hash", "message": {"text": "Old."}},
            {"ruleId": "hash", "message": {"text": "Weak."}, "taxa": [of_cwe("328")]},
        ]),
    );
    log["runs"][0]["taxonomies"] = json!([{"name": "CWE", "guid": "ab-cd", "taxa": [
        {"id": "328", "name": "UseOfWeakHash", "shortDescription": {"text": "Use of Weak Hash."}},
        {"id": "CWE-916"},
    ]}]);
    assert_eq!(briefs(&log), ["hash | hash | 327, 916, 1240 |  | ", "hash | hash | 328=Use of Weak Hash |  | "]);
}

#[test]
fn rules_of_extensions_are_found() {
    let log = json!({"runs": [{
        "tool": {
            "driver": {"name": "Sieve", "rules": [{"id": "a", "properties": {"tags": ["CWE-1"]}}]},
            "extensions": [{"name": "queries", "rules": [{"id": "b", "properties": {"tags": ["CWE-79"]}}, {"id": "a"}]}],
        },
        "results": [
            {"ruleId": "b", "message": {"text": "x"}},
            {"ruleId": "b", "ruleIndex": 0, "rule": {"id": "b", "index": 0, "toolComponent": {"index": 0}}, "message": {"text": "x"}},
            {"ruleId": "b", "ruleIndex": 0, "message": {"text": "x"}},
        ],
    }]});
    assert!(read(&log).findings.iter().all(|finding| finding.weaknesses[0].id == 79), "{log}");
}

#[test]
fn places_are_those_of_the_result_alone() {
    let at = |uri: &str, line: u32| json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}});
    let log = log(
        json!([]),
        json!([{
            "ruleId": "flow", "message": {"text": "It flows."},
            "locations": [at("sink.py", 3), at("sink.py", 3), at("other.py", 7)],
            "relatedLocations": [at("related.py", 1)],
            "codeFlows": [{"threadFlows": [{"locations": [{"location": at("source.py", 1)}]}]}],
        }]),
    );
    assert_eq!(briefs(&log), ["flow | flow |  | sink.py:3; other.py:7 | "]);
}

#[test]
fn addresses_are_told_from_where_the_code_is() {
    let at =
        |location: Value| json!({"ruleId": "r", "locations": [{"physicalLocation": {"artifactLocation": location}}]});
    let mut log = log(
        json!([]),
        json!([
            at(json!({"uri": "my%20app.py", "uriBaseId": "%SRCROOT%"})),
            at(json!({"uri": "app.py", "uriBaseId": "BACKEND"})),
            at(json!({"index": 0})),
            at(json!({"uri": "file:///work/shop/app.py"})),
            at(json!({"uri": "lib.py", "uriBaseId": "OUTSIDE"})),
            at(json!({"uri": "a.py", "uriBaseId": "ROUND"})),
            at(json!({"index": 9})),
            {"ruleId": "r", "analysisTarget": {"uri": "./target.py"}},
        ]),
    );
    let run = &mut log["runs"][0];
    run["artifacts"] = json!([{"location": {"uri": "shop/listed.py", "uriBaseId": "BACKEND"}}]);
    run["originalUriBaseIds"] = json!({
        "%SRCROOT%": {"uri": "file:///home/somebody/shop/"},
        "BACKEND": {"uri": "backend/", "uriBaseId": "%SRCROOT%"},
        "OUTSIDE": {"uri": "file:///opt/lib"},
        "ROUND": {"uri": "r", "uriBaseId": "ROUND"},
    });
    let paths: Vec<String> = read(&log)
        .findings
        .iter()
        .map(|finding| finding.places.first().and_then(|place| place.path.clone()).unwrap_or_default())
        .collect();
    assert_eq!(
        paths,
        [
            "my app.py",
            "backend/app.py",
            "backend/shop/listed.py",
            "/work/shop/app.py",
            "/opt/lib/lib.py",
            "r/r/r/r/r/r/r/r/a.py",
            "",
            "target.py",
        ]
    );
}

#[test]
fn quotes_are_lines_or_parts_of_lines() {
    let at = |physical: Value| json!({"ruleId": "r", "locations": [{"physicalLocation": physical}]});
    let log = log(
        json!([]),
        json!([
            at(
                json!({"region": {"startLine": 3, "startColumn": 12, "endColumn": 21, "snippet": {"text": "run(line)"}}})
            ),
            at(
                json!({"region": {"startLine": 3, "endLine": 5, "endColumn": 1, "snippet": {"text": "    run(\r\n        line)\r\n"}}})
            ),
            at(json!({
                "region": {"startLine": 4, "endLine": 5},
                "contextRegion": {"startLine": 3, "endLine": 6, "snippet": {"text": "def f():\n    run(\n        line)\n    end()\n"}},
            })),
            at(
                json!({"region": {"startLine": 9}, "contextRegion": {"startLine": 3, "snippet": {"text": "def f():\n"}}})
            ),
            at(
                json!({"region": {"startLine": 1}, "contextRegion": {"startLine": 3, "snippet": {"text": "def f():\n"}}})
            ),
            at(json!({
                "region": {"startLine": 5, "endLine": 6, "snippet": {"text": "    end()\n"}},
                "contextRegion": {"startLine": 6, "endLine": 7, "snippet": {"text": "    run(line)\n    end()\n"}},
            })),
            at(json!({
                "region": {"startLine": 5, "snippet": {"text": "    end()"}},
                "contextRegion": {"startLine": 7, "endLine": 8, "snippet": {"text": "    run(line)\n    end()\n"}},
            })),
            at(json!({"region": {"startLine": 2, "snippet": {"text": "REDACTED"}}})),
        ]),
    );
    assert_eq!(
        briefs(&log),
        [
            "r | r |  | ?:3<run(line)> | ",
            "r | r |  | ?:3-4<    run(\n        line)> | ",
            "r | r |  | ?:4-5<    run(\n        line)> | ",
            "r | r |  | ?:9 | ",
            "r | r |  | ?:1 | ",
            "r | r |  | ?:5-6<    run(line)> | ",
            "r | r |  | ?:5 | ",
            "r | r |  | ?:2 | ",
        ]
    );
}

#[test]
fn what_is_accepted_or_passed_defends() {
    let log = log(
        json!([]),
        json!([
            {"ruleId": "r", "suppressions": [{"kind": "inSource", "justification": "The list is ours."}]},
            {"ruleId": "r", "suppressions": [{"kind": "external", "status": "accepted"}]},
            {"ruleId": "r", "suppressions": [{"kind": "external", "status": "underReview"}]},
            {"ruleId": "r", "suppressions": [{"status": "accepted"}, {"status": "rejected"}]},
            {"ruleId": "r", "suppressions": []},
            {"ruleId": "r", "kind": "pass"},
            {"ruleId": "r", "kind": "informational"},
            {"ruleId": "r", "baselineState": "absent"},
        ]),
    );
    let claims = read(&log);
    let stances: Vec<&str> = claims
        .findings
        .iter()
        .map(|finding| match &finding.stance {
            Stance::Defends(word) => word.as_str(),
            Stance::Accuses => "",
        })
        .collect();
    assert_eq!(stances, ["suppressed", "suppressed", "", "", "", "pass", "", "absent"]);
    assert_eq!(claims.findings[0].words, "The list is ours.");
}

#[test]
fn fixes_are_offered_and_kept_messages_are_filled() {
    let mut log = log(
        json!([{"id": "r", "messageStrings": {"default": {"text": "`{0}` runs {1} and {9} {x"}}}]),
        json!([{
            "ruleId": "r", "message": {"id": "default", "arguments": ["run", "line"]},
            "fixes": [{
                "description": {"text": "Give a list."},
                "artifactChanges": [{"replacements": [{"insertedContent": {"text": "run([line])\n"}}, {"deletedRegion": {}}]}],
            }],
        }, {"ruleId": "r", "message": {"id": "global"}}, {"ruleId": "r", "message": {"id": "nowhere"}}]),
    );
    log["runs"][0]["tool"]["driver"]["globalMessageStrings"] = json!({"global": {"text": "Known to all."}});
    let findings = read(&log).findings;
    assert_eq!(findings[0].words, "`run` runs line and {9} {x");
    assert_eq!(
        (findings[0].mitigation.as_str(), findings[0].offered.clone()),
        ("Give a list.", vec!["run([line])".to_owned()])
    );
    assert_eq!((findings[1].words.as_str(), findings[2].words.as_str()), ("Known to all.", ""));
}

#[test]
fn a_result_may_say_how_bad_it_is() {
    let rules = json!([{"id": "r", "properties": {"security-severity": "5.5"}}]);
    let log = log(
        rules,
        json!([
            {"ruleId": "r", "level": "error", "properties": {"severity": "critical"}},
            {"ruleId": "r", "level": "error", "properties": {"security-severity": 3.1}},
            {"ruleId": "r", "level": "error"},
            {"ruleId": "s", "properties": {"issue_severity": "LOW"}},
            {"ruleId": "s", "level": "note"},
        ]),
    );
    let levels: Vec<Level> =
        read(&log).findings.iter().map(|finding| finding.severity.as_ref().unwrap().level).collect();
    assert_eq!(levels, [Level::Critical, Level::Low, Level::Medium, Level::Low, Level::Low]);
}

#[test]
fn results_of_all_runs_are_counted_through() {
    let run = |name: &str| json!({"tool": {"driver": {"name": name}}, "results": [{"ruleId": name, "message": {"text": name}}]});
    let mut log = json!({"version": "2.1.0", "runs": [run("one"), run("two"), run("three")]});
    log["runs"][1]["results"] = json!([]);
    log["runs"][1]["externalPropertyFileReferences"] = json!({"results": [{"location": {"uri": "two.sarif"}}]});
    let claims = read(&log);
    let lines: Vec<(u32, u32)> = claims.findings.iter().map(|finding| finding.lines).collect();
    assert_eq!(lines, [(1, 1), (2, 2)]);
    assert_eq!(claims.unread[0].text, "two.sarif");
}

#[test]
fn wrong_types_are_passed_over() {
    let log = json!({"$schema": "https://example.org/sarif-2.1.0.json", "runs": [
        null,
        {"tool": "Sieve", "results": {"ruleId": "r"}},
        {"tool": {"driver": {"rules": [null, 3, {"id": 4, "properties": [], "help": []}]}}, "taxonomies": 1, "results": [
            null,
            "text",
            {},
            {"ruleId": 5, "ruleIndex": 1, "locations": [{"physicalLocation": {"artifactLocation": {"uri": 3, "index": 0}}}], "message": []},
            {"ruleId": "r", "ruleIndex": -1, "message": "A plain text.", "locations": {"physicalLocation": 1}, "taxa": [null, 3], "suppressions": "x",
             "level": 3, "properties": {"tags": "CWE-89", "cwe": null}},
            {"ruleId": "r", "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": "12", "endLine": -3}}}, 4]},
        ]},
    ]});
    assert_eq!(briefs(&log), ["r | r |  |  | ", "r | r |  | a.py:12 | "]);
    let claims = read(&log);
    assert_eq!(claims.findings[0].words, "A plain text.");
    let unread: Vec<(u32, &str)> = claims.unread.iter().map(|unread| (unread.line, unread.text.as_str())).collect();
    assert_eq!(unread[..3], [(1, "null"), (2, "text"), (3, "an object with ")]);
    assert_eq!(unread.len(), 4);
    let empty = json!({"version": "2.1.0", "runs": []});
    assert_eq!((read(&empty).findings.len(), read(&empty).unread.len()), (0, 0));
}

#[test]
fn what_rules_say_is_not_copied_without_end() {
    let rules = json!([{"id": "r", "help": {"text": "help ".repeat(2000)}}]);
    let results = vec![json!({"ruleId": "r", "message": {"text": "Own words."}}); limits::COMMON / limits::RULE + 9];
    let claims = read(&log(rules, Value::Array(results)));
    assert!(claims.findings[0].words.len() > 4000);
    assert_eq!(claims.findings.last().unwrap().words, "Own words.");
    assert_eq!(claims.cuts.len(), 1);
}
