//! A small bookshop with what a review can hold, and reviews that find nothing.

use review::{
    Check, Confidence, Configuration, Count, Coverage, Cut, Cwe, Finding, Fingerprints, ForeignSuppression, Gap,
    LanguageCoverage, LookedFor, Mitigation, Place, Reduction, ReductionKind, Review, Scope, Settings, Severity, Skip,
    SkipReason, StaleSuppression, Step, Suppressed, TaughtCounts, Unresolved, UnresolvedCall, Unsettled, VersionSaid,
    VersionUnsettled, Withheld,
};

use super::File;

fn web() -> File {
    let mut text = "\n".repeat(15);
    text.push_str(
        "@app.get(\"/find\")\ndef find():\n    return store.by_title(request.args[\"title\"])\n\n\n\
         @app.get(\"/ping\")\ndef ping():\n    os.system(\n        \"ping -c 1 \"\n        + request.args[\"host\"],\n    )\n    return \"ok\"\n",
    );
    File { path: "bookshop/web.py", text }
}

fn store() -> File {
    let mut text = "\n".repeat(26);
    text.push_str(
        "class Store:\n    def by_title(self, title):\n        wanted = title.strip()\n        cur = self.db.cursor()\n        \
         cur.execute(\"SELECT id FROM book WHERE title = '%s'\" % wanted)\n        return cur.fetchall()\n",
    );
    File { path: "bookshop/store.py", text }
}

fn accounts() -> File {
    let text = "import hashlib\n\n\ndef hashed(password):\n    key = \"AKIA****************\"\n    return hashlib.sha256(password.encode()).hexdigest()\n";
    File { path: "bookshop/accounts.py", text: text.to_owned() }
}

fn tests() -> File {
    File {
        path: "tests/test_web.py",
        text: "import yaml\n\nyaml.load(open(\"fixture.yaml\"), yaml.Loader)  # nosec\n".to_owned(),
    }
}

pub(crate) fn cwe(id: u16) -> Cwe {
    let name = match id {
        22 => "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
        78 => "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
        89 => "Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')",
        502 => "Deserialization of Untrusted Data",
        787 => "Out-of-bounds Write",
        798 => "Use of Hard-coded Credentials",
        416 => "Use After Free",
        _ => "Use of Password Hash With Insufficient Computational Effort",
    };
    Cwe { id, name: name.to_owned() }
}

pub(crate) fn finding(file: &File, code: &str, rule: &str, title: &str, cwe: Cwe) -> Finding {
    let (place, excerpt) = file.at(code, 2);
    let digest = |seed: u64| {
        let number = code.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{number:016x}{number:016x}")
    };
    Finding {
        rule: rule.to_owned(),
        title: title.to_owned(),
        cwe,
        severity: Severity::High,
        confidence: Confidence::High,
        place,
        quote: code.to_owned(),
        masks: Vec::new(),
        excerpt,
        function: String::new(),
        message: String::new(),
        flow: Vec::new(),
        origin: None,
        checks: Vec::new(),
        impact: String::new(),
        mitigation: Mitigation { text: String::new(), example: None, language: "python".to_owned() },
        assumptions: Vec::new(),
        scope: Scope::Production,
        fingerprints: Fingerprints { code: digest(1), place: digest(2) },
    }
}

fn sql_injection() -> Finding {
    let (web, store) = (web(), store());
    let code = "cur.execute(\"SELECT id FROM book WHERE title = '%s'\" % wanted)";
    let mut finding = finding(&store, code, "sql-injection", "SQL injection", cwe(89));
    "bookshop.store.Store.by_title".clone_into(&mut finding.function);
    "The query text is built with `%` from `wanted`, inside single quotes, and nothing on the way escapes or checks it. \
     The value comes from the request:"
        .clone_into(&mut finding.message);
    finding.flow = vec![
        web.step(
            "request.args[\"title\"]",
            "`request.args[\"title\"]` is read in the handler of `GET /find`, which needs no login",
        ),
        web.step("store.by_title(request.args[\"title\"])", "it is passed to `Store.by_title` as `title`"),
        store.step("title.strip()", "its spaces are cut off; that makes nothing safe"),
        store.step(code, "it becomes part of the statement that `sqlite3.Cursor.execute` runs"),
    ];
    let Step { place, quote, masks, excerpt, .. } = store.step("title.strip()", "");
    finding.checks = vec![Check {
        place,
        quote,
        masks,
        excerpt,
        note: "`title.strip()` does not protect: `' OR 1=1` passes, since a quote stays where it is".to_owned(),
        passes: Some("' OR 1=1".to_owned()),
    }];
    "Anyone who can reach `/find` can end the string with a quote and add SQL of their own: read every table of `books.db`, \
     and, as `sqlite3` runs one statement a call, not stack a second statement."
        .clone_into(&mut finding.impact);
    finding.mitigation = Mitigation {
        text: "pass the value as a parameter; the driver then never parses it as SQL".to_owned(),
        example: Some("cur.execute(\"SELECT id FROM book WHERE title = ?\", (wanted,))".to_owned()),
        language: "python".to_owned(),
    };
    finding
}

fn command_injection() -> Finding {
    let web = web();
    let code = "os.system(\n        \"ping -c 1 \"\n        + request.args[\"host\"],\n    )";
    let mut finding = finding(&web, code, "command-injection", "Command injection", cwe(78));
    finding.severity = Severity::Critical;
    "bookshop.web.ping".clone_into(&mut finding.function);
    "The command line is built with `+` from `request.args[\"host\"]`.".clone_into(&mut finding.message);
    finding.flow = vec![web.step("request.args[\"host\"]", "read from the request"), web.step(code, "runs in a shell")];
    "Anyone who can reach `/ping` runs commands as the server.".clone_into(&mut finding.impact);
    finding.mitigation = Mitigation {
        text: "call the program without a shell, each argument by itself".to_owned(),
        example: Some(
            "subprocess.run(\n    [\"ping\", \"-c\", \"1\", \"--\", request.args[\"host\"]],\n    check=True,\n)"
                .to_owned(),
        ),
        language: "python".to_owned(),
    };
    finding
}

fn weak_hash() -> Finding {
    let code = "hashlib.sha256(password.encode())";
    let mut finding = finding(&accounts(), code, "weak-password-hash", "Password hash that is too fast", cwe(916));
    finding.severity = Severity::Medium;
    finding.confidence = Confidence::Medium;
    "bookshop.accounts.hashed".clone_into(&mut finding.function);
    "SHA-256 is built to be fast, and there is no salt.".clone_into(&mut finding.message);
    "Whoever obtains the table tries billions of guesses a second, and equal passwords show."
        .clone_into(&mut finding.impact);
    "use a password hash that is slow on purpose and salts by itself: \
                               `werkzeug.security.generate_password_hash(password)`."
        .clone_into(&mut finding.mitigation.text);
    finding.assumptions = vec!["`password` is what its name says".to_owned()];
    finding
}

fn unsafe_load() -> Finding {
    let code = "yaml.load(open(\"fixture.yaml\"), yaml.Loader)";
    let mut finding = finding(&tests(), code, "unsafe-deserialization", "Deserialization of untrusted data", cwe(502));
    finding.scope = Scope::Test;
    finding.severity = Severity::Low;
    "The file is loaded with `yaml.Loader`, which makes any object that it names.".clone_into(&mut finding.message);
    "Whoever writes `fixture.yaml` runs code.".clone_into(&mut finding.impact);
    "load it with `yaml.safe_load`".clone_into(&mut finding.mitigation.text);
    finding
}

fn credentials() -> Finding {
    let mut finding =
        finding(&accounts(), "\"AKIA****************\"", "hard-coded-secret", "Hard-coded secret", cwe(798));
    finding.masks.push(5..21);
    "The text has the form of an access key.".clone_into(&mut finding.message);
    finding
}

/// What a review of the bookshop finds.
pub(crate) fn full() -> Review {
    let (web, store, accounts, tests) = (web(), store(), accounts(), tests());
    Review {
        root: ".".to_owned(),
        paths: vec!["bookshop/".to_owned()],
        settings: Settings::default(),
        findings: vec![command_injection(), sql_injection(), weak_hash()],
        elsewhere: vec![unsafe_load()],
        withheld: Withheld { by_confidence: 1, by_severity: 2, by_configuration: 3 },
        suppressed: vec![Suppressed {
            finding: credentials(),
            reason: "a key of the test environment, see the wiki".to_owned(),
            line: 4,
            until: review::Date::parse("2027-03-01"),
        }],
        configuration: configuration(),
        stale: vec![StaleSuppression {
            place: store.line(30),
            text: "# flawline: allow sql-injection — was repaired".to_owned(),
            why: "there is nothing to allow".to_owned(),
        }],
        foreign: vec![ForeignSuppression {
            place: tests.line(3),
            text: "# nosec".to_owned(),
            rule: "unsafe-deserialization".to_owned(),
            obeyed: false,
        }],
        coverage: Coverage {
            configuration: 0,
            files: 8_147,
            languages: vec![LanguageCoverage { language: "Python".to_owned(), files: 14, lines: 2310, bytes: 80_412 }],
            functions: 210,
            calls: 1204,
            skipped: skipped(),
            gaps: vec![Gap { place: web.line(40), text: "expected an indented block".to_owned() }],
            opaque: vec![
                Count { name: "exec".to_owned(), count: 2 },
                Count { name: "match pattern with a guard".to_owned(), count: 1 },
            ],
            cuts: vec![Cut {
                place: accounts.line(6),
                function: "bookshop.accounts.hashed".to_owned(),
                text: "more than 10,000 steps: flows through this function may be missing".to_owned(),
            }],
            unresolved: Unresolved {
                count: 3,
                files: 1,
                first: (40..43)
                    .map(|line| UnresolvedCall { place: store.line(line), callee: "getattr(self, name)".to_owned() })
                    .collect(),
            },
            versions: vec![version("lxml", ">=4.9,<6", false), version("pyyaml", "5.3.1", true)],
            unsettled: vec![
                unsettled("Python", ">=3.12", Unsettled::Holds),
                unsettled("lxml", "<5", Unsettled::Assumed),
                unsettled("numpy", "<1.16.3", Unsettled::Fails),
                unsettled("torch", "<2.6", Unsettled::Assumed),
            ],
            looked_for: looked_for(),
            not_looked_for: vec![cwe(416), cwe(787)],
        },
    }
}

/// What a file says of a library's version.
pub(crate) fn version(package: &str, written: &str, is_pinned: bool) -> VersionSaid {
    VersionSaid {
        package: package.to_owned(),
        is_pinned,
        written: written.to_owned(),
        file: if is_pinned { "poetry.lock" } else { "pyproject.toml" }.to_owned(),
    }
}

/// Versions that no file settles.
pub(crate) fn unsettled(package: &str, versions: &str, taken: Unsettled) -> VersionUnsettled {
    VersionUnsettled { package: package.to_owned(), versions: versions.to_owned(), taken }
}

/// A configuration that teaches and takes away.
fn configuration() -> Configuration {
    let reduction = |kind, line, text: &str, count, reason: &str| Reduction {
        place: Place { path: "flawline.toml".to_owned(), line, column: 1, end_line: line, end_column: 1, cell: None },
        kind,
        text: text.to_owned(),
        count,
        reason: reason.to_owned(),
    };
    Configuration {
        file: Some("flawline.toml".to_owned()),
        taught: Some(TaughtCounts { folder: "flawline/".to_owned(), models: 1, rows: 12, rules: 1, kinds: 0 }),
        reductions: vec![
            reduction(ReductionKind::Setting, 1, "findings of less than high severity are not shown", 2, ""),
            reduction(ReductionKind::LeftOut, 3, "bookshop/legacy is left out", 12, "it is deleted in March"),
            reduction(ReductionKind::RuleOff, 7, "weak-hash is switched off", 3, "names of files in a cache"),
        ],
    }
}

fn skipped() -> Vec<Skip> {
    let skip = |path: &str, reason| Skip { path: path.to_owned(), reason, files: 1 };
    vec![
        Skip { path: ".venv/".to_owned(), reason: SkipReason::Installed, files: 8_123 },
        skip("build.log", SkipReason::Ignored),
        skip("bookshop/data.bin", SkipReason::Binary),
        skip("bookshop/locked.py", SkipReason::Unreadable),
        skip("bookshop/static/app.min.js", SkipReason::Minified),
        skip("bookshop/static/a.css", SkipReason::Unsupported),
        skip("bookshop/static/b.css", SkipReason::Unsupported),
        skip("bookshop/static/c.css", SkipReason::Unsupported),
        skip("bookshop/static/d.css", SkipReason::Unsupported),
        skip("bookshop/static/e.css", SkipReason::Unsupported),
    ]
}

pub(crate) fn looked_for() -> Vec<LookedFor> {
    let row =
        |rule: &str, ids: &[u16]| LookedFor { rule: rule.to_owned(), cwes: ids.iter().map(|&id| cwe(id)).collect() };
    vec![
        row("command-injection", &[78]),
        row("hard-coded-secret", &[798]),
        row("path-traversal", &[22]),
        row("sql-injection", &[89]),
        row("unsafe-deserialization", &[502]),
        row("weak-password-hash", &[916]),
    ]
}

/// A review of a folder without code.
pub(crate) fn empty() -> Review {
    Review {
        root: ".".to_owned(),
        paths: vec![".".to_owned()],
        settings: Settings::default(),
        findings: Vec::new(),
        elsewhere: Vec::new(),
        withheld: Withheld::default(),
        configuration: Configuration::default(),
        suppressed: Vec::new(),
        stale: Vec::new(),
        foreign: Vec::new(),
        coverage: Coverage::default(),
    }
}

/// A review that finds nothing in code.
pub(crate) fn clean() -> Review {
    let full = full();
    let coverage = Coverage {
        skipped: vec![Skip { path: "LICENSE".to_owned(), reason: SkipReason::Unsupported, files: 1 }],
        gaps: Vec::new(),
        cuts: Vec::new(),
        opaque: Vec::new(),
        unresolved: Unresolved::default(),
        versions: Vec::new(),
        unsettled: Vec::new(),
        ..full.coverage
    };
    Review { paths: vec!["bookshop".to_owned()], coverage, ..empty() }
}
