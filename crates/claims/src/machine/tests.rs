//! Reports of each form, whole, damaged and too long.

use serde_json::{Value, json};

use crate::claim::{Claims, Format, Level, Stance};
use crate::document::tests::brief;
use crate::{limits, read};

fn briefs(claims: &Claims) -> Vec<String> {
    claims.findings.iter().map(brief).collect()
}

fn of(report: &Value, format: Format) -> Claims {
    let claims = read(&report.to_string());
    assert_eq!(claims.format, format);
    claims
}

/// The only thing that could not be read: its line, how it begins, why.
fn untold(text: &str) -> (u32, String, &'static str) {
    let claims = read(text);
    assert_eq!((claims.findings.len(), claims.unread.len()), (0, 1), "{claims:?}");
    let unread = &claims.unread[0];
    (unread.line, unread.text.clone(), unread.why)
}

#[test]
fn semgrep_is_read() {
    let report = json!({
        "version": "1.100.0", "errors": [], "paths": {"scanned": ["shop/app.py"]},
        "results": [
            {
                "check_id": "rules.shop.shell-run", "path": "./shop/app.py",
                "start": {"line": 3, "col": 5, "offset": 40}, "end": {"line": 4, "col": 14, "offset": 60},
                "extra": {
                    "message": "`run` takes what others wrote.", "severity": "ERROR", "lines": "    run(\n        line)",
                    "fix": "run([line])", "metadata": {"cwe": ["CWE-78: OS Command Injection", "CWE-88: Argument Injection"]},
                    "dataflow_trace": {"taint_source": ["CliLoc", [{"path": "other.py", "start": {"line": 1}}, "x"]]},
                },
            },
            {
                "check_id": "hash", "path": "shop/app.py", "start": {"line": 9}, "end": {"line": 10, "col": 1},
                "extra": {"message": "MD5 is weak.", "severity": "INFO", "lines": "requires login", "is_ignored": true,
                          "metadata": {"cwe": "CWE-328: Use of Weak Hash"}},
            },
            {"check_id": "plain", "path": "shop/app.py", "start": 4, "extra": []},
            {"extra": {"message": 7}},
        ],
    });
    let claims = of(&report, Format::Semgrep);
    assert_eq!(
        briefs(&claims),
        [
            "rules.shop.shell-run | shell-run | 78=OS Command Injection, 88=Argument Injection | shop/app.py:3-4<    run(\n        line)> | High",
            "hash | hash | 328=Use of Weak Hash | shop/app.py:9 | Low",
            "plain | plain |  | shop/app.py: | ",
        ]
    );
    assert_eq!(claims.findings[0].offered, ["run([line])"]);
    assert_eq!(claims.findings[0].symbols, ["run"]);
    assert_eq!(claims.findings[1].stance, Stance::Defends("ignored".to_owned()));
    assert_eq!((claims.unread[0].line, claims.unread[0].text.as_str()), (4, "an object with extra"));
    let nothing = json!({"results": [], "errors": [], "paths": {"scanned": []}, "version": "1.100.0"});
    assert_eq!(of(&nothing, Format::Semgrep).unread, []);
}

#[test]
fn bandit_is_read() {
    let report = json!({
        "errors": [], "generated_at": "2026-01-01T00:00:00Z", "metrics": {},
        "results": [
            {
                "code": "11 def find(name):\n12     query = (\"SELECT * FROM t WHERE name = '\"\n13              + name)\n14     db.execute(query)\n",
                "filename": "./shop/db.py", "issue_confidence": "LOW", "issue_severity": "MEDIUM",
                "issue_cwe": {"id": 89, "link": "https://cwe.mitre.org/data/definitions/89.html"},
                "issue_text": "A query is put together of texts.", "line_number": 12, "line_range": [12, 13],
                "test_id": "B608", "test_name": "hardcoded_sql_expressions",
            },
            {"code": "1\timport os\n2\t\n3\trun(x)\n", "filename": "a.py", "issue_severity": "UNDEFINED", "issue_cwe": {},
             "issue_text": "Old.", "line_number": 3, "test_id": "B000"},
            {"code": "no numbers", "filename": 3, "line_number": "4", "issue_cwe": 78, "test_name": "bare"},
        ],
    });
    let claims = of(&report, Format::BanditJson);
    assert_eq!(
        briefs(&claims),
        [
            "B608 | A query is put together of texts. | 89 | shop/db.py:12-13<    query = (\"SELECT * FROM t WHERE name = '\"\n             + name)> | Medium",
            "B000 | Old. |  | a.py:3<run(x)> | ",
            "bare | bare | 78 | ?:4<no numbers> | ",
        ]
    );
    let nothing = json!({"errors": [], "generated_at": "2026-01-01T00:00:00Z", "metrics": {}, "results": []});
    assert_eq!(of(&nothing, Format::BanditJson).unread, []);
}

#[test]
fn the_text_of_bandit_is_read() {
    let text = "\
[main]\tINFO\trunning
Run started:2026-01-01 00:00:00

Test results:
>> Issue: [B608:hardcoded_sql_expressions] A query is put together of texts.
   Severity: Medium   Confidence: Low
   CWE: CWE-89 (https://cwe.mitre.org/data/definitions/89.html)
   More Info: https://example.org/CWE-1
   Location: ./shop/db.py:12:4
11\tdef find(name):
12\t    query = name
13\t

--------------------------------------------------
>> Issue: [B105] A password.
   Severity: High   Confidence: Low
   Location: C:\\shop\\a.py:3
3\tkey = 'Location: x'

--------------------------------------------------
>> Issue: Something else
   Severity: Undefined   Confidence: Low
   Location: a.py

Code scanned:
\tTotal lines of code: 9
12\tis no code
";
    for text in [text.to_owned(), text.replace(">> Issue", "\u{1b}[93m>> Issue").replace("   Loc", "\u{1b}[0m   Loc")] {
        let claims = read(&text);
        assert_eq!(claims.format, Format::BanditText);
        assert_eq!(
            briefs(&claims),
            [
                "B608 | A query is put together of texts. | 89 | shop/db.py:12<    query = name> | Medium",
                "B105 | A password. |  | C:\\shop\\a.py:3<key = 'Location: x'> | High",
                "- | Something else |  | a.py: | ",
            ]
        );
        assert_eq!(claims.findings[2].lines, (3, 3));
    }
    let nothing = read("Run started:2026-01-01\n\nTest results:\n\tNo issues identified.\n");
    assert_eq!((nothing.format, nothing.unread.len()), (Format::BanditText, 0));
    // A document that quotes such a text is a document.
    let quoted = "# Review\n\nThe scanner says:\n\n```\n>> Issue: [B105] A password.\n   Location: a.py:3\n```\n";
    assert_eq!(read(quoted).format, Format::Document);
    assert_eq!(read(&format!("[F01] A password (CWE-798)\n\n{quoted}")).format, Format::Document);
    assert_eq!(read("Run started by me: `run(x)` in a.py:3 is CWE-78.\n").format, Format::Document);
}

fn alert(state: &str, reason: &Value) -> Value {
    json!({
        "number": 4, "state": state, "dismissed_reason": reason, "dismissed_comment": "Looked at.",
        "rule": {
            "id": "py/shell", "severity": "error", "security_severity_level": "critical", "description": "A shell runs it",
            "full_description": "Whoever writes the line chooses the command.", "tags": ["external/cwe/cwe-078", "security"],
        },
        "most_recent_instance": {
            "message": {"text": "`run` gets [the line](1)."},
            "location": {"path": "shop/app.py", "start_line": 3, "end_line": 4, "start_column": 5, "end_column": 9},
        },
    })
}

#[test]
fn alerts_of_github_are_read() {
    let open = alert("open", &Value::Null);
    let expected = "py/shell | A shell runs it | 78 | shop/app.py:3-4 | Critical";
    let one = of(&open, Format::GitHub);
    assert_eq!(briefs(&one), [expected]);
    assert_eq!(
        one.findings[0].words,
        "`run` gets the line.\nA shell runs it\nWhoever writes the line chooses the command."
    );
    let several = json!([
        open,
        alert("dismissed", &json!("false positive")),
        alert("dismissed", &json!(3)),
        alert("fixed", &Value::Null),
        {"rule": {"id": "x", "severity": "warning"}, "state": "open", "number": 5},
        null,
    ]);
    let claims = of(&several, Format::GitHub);
    let stances: Vec<String> = claims.findings.iter().map(|finding| format!("{:?}", finding.stance)).collect();
    assert_eq!(
        stances,
        [
            "Accuses",
            "Defends(\"dismissed: false positive\")",
            "Defends(\"dismissed\")",
            "Defends(\"fixed\")",
            "Accuses"
        ]
    );
    assert!(claims.findings[1].words.ends_with("\nLooked at."));
    assert_eq!(claims.findings[4].severity.as_ref().unwrap().level, Level::Medium);
    assert_eq!(claims.unread.len(), 1);
    // Pages of alerts, as they come one after another and in a list.
    assert_eq!(briefs(&read(&format!("[{open}]\n[{open}]"))), [expected, expected]);
    assert_eq!(briefs(&read(&format!("[[{open}],[{open}]]"))), [expected, expected]);
}

#[test]
fn reports_for_gitlab_are_read() {
    let report = json!({
        "version": "15.0.0", "scan": {"type": "sast"},
        "vulnerabilities": [
            {
                "id": "0a1b", "category": "sast", "name": "A shell runs it", "description": "Whoever writes `line` chooses.",
                "severity": "Critical", "solution": "Give a list.\n",
                "identifiers": [
                    {"type": "cwe", "name": "CWE-78: OS Command Injection", "value": "78"},
                    {"type": "owasp", "name": "A03:2021", "value": "A03"},
                    {"type": "sieve_id", "name": "sieve.shell", "value": "shell-run"},
                ],
                "location": {"file": "shop/app.py", "start_line": 3, "end_line": 4},
                "raw_source_code_extract": "run(line)",
            },
            {"message": "A key.", "severity": "Unknown", "location": {"file": "shop/key.py"},
             "identifiers": [{"type": "cwe", "value": "CWE-798"}, null, {"type": "sieve_id", "name": "key"}],
             "flags": [{"type": "flagged-as-likely-false-positive", "origin": "sieve", "description": "The rule is rough."}]},
            {"identifiers": "none"},
        ],
    });
    let claims = of(&report, Format::GitLab);
    assert_eq!(
        briefs(&claims),
        [
            "shell-run | A shell runs it | 78=OS Command Injection | shop/app.py:3-4<run(line)> | Critical",
            "key | A key. | 798 | shop/key.py: | ",
        ]
    );
    assert_eq!(
        (claims.findings[0].mitigation.as_str(), claims.findings[0].symbols.clone()),
        ("Give a list.", vec!["line".to_owned()])
    );
    assert_eq!(claims.findings[1].stance, Stance::Accuses);
    assert_eq!(claims.findings[1].words, "A key.\nThe rule is rough.");
    assert_eq!(claims.unread[0].line, 3);
}

fn finding(rule: &str, quote: &str, masks: &Value) -> Value {
    json!({
        "rule": rule, "title": "Secret in code", "cwe": {"id": 798, "name": "Use of Hard-coded Credentials"},
        "severity": "high", "confidence": "medium", "message": "`key` is a secret.", "impact": "All who read it have it.",
        "location": {"path": "shop/app.py", "line": 3, "column": 1, "end_line": 3, "end_column": 20},
        "quote": quote, "masks": masks,
        "flow": [{"path": "shop/other.py", "line": 1, "end_line": 1, "quote": "x = 1"}],
        "mitigation": {"text": "read it from the environment", "example": "key = os.environ['KEY']\n", "language": "python"},
    })
}

#[test]
fn reviews_by_flawline_are_read() {
    let review = json!({
        "schema_version": "1.1", "program": {"name": "Flawline", "version": "0.1.0"},
        "findings": [finding("secret", "key = 'ä*****' + tail(x)", &json!([[8, 13]])), finding("plain", "run(key)", &json!([]))],
        "elsewhere": [finding("hidden", "'****'", &json!([[1, 3], [3, 5]]))],
        "suppressed": [{"finding": finding("allowed", "run(key)", &Value::Null), "reason": "It is a test.", "line": 2}, {"finding": 3}],
    });
    let claims = of(&review, Format::Flawline);
    let rest = "Secret in code | 798=Use of Hard-coded Credentials | shop/app.py:3";
    assert_eq!(
        briefs(&claims),
        [
            format!("secret | {rest}<key = 'ä\n...\n' + tail(x)> | High"),
            format!("plain | {rest}<run(key)> | High"),
            format!("hidden | {rest} | High"),
            format!("allowed | {rest}<run(key)> | High"),
        ]
    );
    let allowed = &claims.findings[3];
    assert_eq!((&allowed.stance, allowed.lines), (&Stance::Defends("suppressed".to_owned()), (4, 4)));
    assert_eq!(allowed.words, "`key` is a secret.\nAll who read it have it.\nIt is a test.");
    assert_eq!(
        (allowed.mitigation.as_str(), allowed.offered.clone()),
        ("read it from the environment", vec!["key = os.environ['KEY']".to_owned()])
    );
    assert_eq!(claims.unread.len(), 1);
}

#[test]
fn json_of_other_forms_is_told() {
    for text in [
        "{}",
        "[]",
        "{\"a\": [1, 2]}",
        " [{\"rule\": 3}]",
        "{\"results\": []}",
        "{\"runs\": 3}",
        "{\"vulnerabilities\": {}}",
        "{\"version\": \"1\", \"vulnerabilities\": [{\"file\": \"a.py\"}]}",
        "{\"schema_version\": \"1\", \"findings\": [{\"file\": \"a.py\"}]}",
    ] {
        assert_eq!(untold(text), (1, text.trim_start().to_owned(), "it is JSON of a form that is not known"));
    }
}

#[test]
fn broken_json_is_told() {
    let (line, text, why) = untold("{\"runs\": [\n  {\"tool\": {}},\n  {\"results\": [");
    assert_eq!((line, text.as_str(), why), (3, "  {\"results\": [", "it is JSON that ends before its end"));
    let (line, text, why) = untold(&format!("{{\"runs\": [\n{}\"x\" \"y\"]}}", " ".repeat(300)));
    assert_eq!((line, text.trim(), why), (2, "\"x\" \"y\"]}", "it begins like JSON and is none"));
    let deep = format!("{{\"runs\": {}{}}}", "[".repeat(400), "]".repeat(400));
    assert_eq!(untold(&deep).2, "it is JSON that is nested too deeply");
    assert_eq!(untold("{\"results\": [{\"check_id\": \"\\ud800\"}]}").2, "it begins like JSON and is none");
}

#[test]
fn documents_are_no_json() {
    for text in [
        "[F01] SQL injection: `find` in app.py:12 is CWE-89.\n",
        "[[wiki]] app.py:12 is CWE-89.\n",
        "{note} app.py:12 is CWE-89.\n",
        "[](https://example.org) app.py:12 is CWE-89.\n",
    ] {
        let claims = read(text);
        assert_eq!((claims.format, claims.findings.len()), (Format::Document, 1), "{text}");
    }
    let with_mark = "\u{feff} \n{\"results\": [{\"check_id\": \"a\", \"path\": \"a.py\"}]}";
    assert_eq!(read(with_mark).format, Format::Semgrep);
}

#[test]
fn limits_are_told() {
    let one = "{\"check_id\":\"a\",\"path\":\"a.py\"}";
    let report = format!("{{\"results\":[{}{one}]}}", format!("{one},").repeat(limits::FINDINGS));
    let claims = read(&report);
    assert_eq!(claims.findings.len(), limits::FINDINGS);
    assert_eq!(claims.cuts, ["Only the first 100000 findings were read."]);
    let report = format!("{{\"results\":[{one}{}]}}", ",0".repeat(500));
    let claims = read(&report);
    assert_eq!((claims.findings.len(), claims.unread.len()), (1, limits::UNREAD));
    assert_eq!(claims.cuts, ["500 things could not be read; the first 200 are told."]);
}

#[test]
fn a_report_that_ends_anywhere_is_no_crash() {
    let open = alert("open", &Value::Null);
    let review =
        json!({"program": {"name": "Flawline"}, "findings": [finding("secret", "key = 'ä***'", &json!([[8, 11]]))]});
    let semgrep = json!({"results": [{"check_id": "ä", "extra": {"message": "`ä`"}}]});
    for report in [open, review, semgrep] {
        let text = report.to_string();
        for (at, _) in text.char_indices().skip(1) {
            let claims = read(&text[..at]);
            assert!(claims.findings.is_empty() && !claims.unread.is_empty(), "{}", &text[..at]);
        }
    }
}

#[test]
fn values_of_wrong_types_are_no_crash() {
    let alert = alert("dismissed", &json!("false positive"));
    let review =
        json!({"program": {"name": "Flawline"}, "findings": [finding("secret", "key = 'ä***'", &json!([[8, 11]]))]});
    for report in [alert, review] {
        let mut paths = Vec::new();
        pointers(&report, "", &mut paths);
        for path in &paths {
            for wrong in [Value::Null, json!(-1), json!("x"), json!([[], {}]), json!({"id": {}}), json!(1e300)] {
                let mut report = report.clone();
                *report.pointer_mut(path).unwrap() = wrong;
                let claims = read(&report.to_string());
                assert!(claims.findings.len() + claims.unread.len() >= 1, "{path}");
            }
        }
        assert!(paths.len() > 10);
    }
}

/// The addresses of all values in a report.
fn pointers(value: &Value, above: &str, all: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Array(values) => values.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in members {
        let path = format!("{above}/{key}");
        pointers(value, &path, all);
        all.push(path);
    }
}
