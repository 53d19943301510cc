//! A review in which every text that comes from the code tries to do something.

use review::{
    Check, Configuration, Count, Coverage, Cut, Cwe, Excerpt, Finding, Fingerprints, ForeignSuppression, Gap,
    LanguageCoverage, LookedFor, Mitigation, Place, Reduction, ReductionKind, Review, Skip, SkipReason,
    StaleSuppression, Step, Suppressed, TaughtCounts, Unresolved, UnresolvedCall, Unsettled, VersionSaid,
};

use super::ordinary::{cwe, empty, full, looked_for, unsettled, version};

/// What text tries: to paint, to retitle, to copy, to turn around, to hide, to close what holds it, to load and to link,
/// to command a build machine.
const ATTEMPTS: [&str; 14] = [
    "\u{1b}[2J\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}\u{1b}]52;c;YQ==\u{1b}\\\u{9b}31m\u{90}q\u{9c}",
    "\u{202e}evil\u{2066}\u{2069}\u{200f}\u{61c}",
    "a\u{200b}b\u{feff}c\u{e0041}\u{ad}\u{7f}\u{8}",
    "` `` ``` ```` ~~~",
    "</script><script>alert(1)</script><!-- --> <img src=x onerror=alert(1)> &lt;",
    "![x](http://evil.example/x.png) [y](javascript:alert(1)) <http://a.b> http://evil.example www.evil.example",
    "@everyone #12 GH-7 org/repo#3 deadbeefcafe1234 $x^2$ a@b.example",
    "::set-output name=a::b",
    "::stop-commands::x ##[error]y ##vso[task.setvariable variable=a]b ##teamcity[message text='x']",
    "section_start:1:a\r\u{1b}[0Kb travis_fold:start:x",
    "\n::add-mask::x\n# heading\n- item\n1. item\n> quote\n---\n| a | b |\n|---|---|\n    code",
    "{0} {{1}} \\ [a](0) 'lone \" quotes",
    "\r\nline two\rline three\u{2028}line four\u{85}",
];

fn all() -> String {
    ATTEMPTS.join(" ")
}

fn path(attempt: usize) -> String {
    format!("{}/{}.py", ATTEMPTS[attempt], ATTEMPTS[(attempt + 5) % ATTEMPTS.len()])
}

fn place(path: String, line: u32, column: u32) -> Place {
    Place { path, line, column, end_line: line, end_column: column + 4, cell: None }
}

/// Lines of attempts, with the code in one of them; in the last a long way from its start.
fn excerpt(first_line: u32, attempt: usize) -> Excerpt {
    let own = ATTEMPTS[attempt].replace(['\n', '\r', '\u{85}'], " ");
    let before = format!("::set-env name=x::y\n{own} 🙂 ");
    let long = if attempt.is_multiple_of(3) { "x ".repeat(5_200) } else { String::new() };
    let start = before.len() + long.len();
    let text = format!("{before}{long}CODE{long} {own}\n##[group]z\n");
    Excerpt { first_line, text, range: start..start + 4 }
}

fn finding(attempt: usize) -> Finding {
    let text = ATTEMPTS[attempt];
    let line = 10 + attempt as u32;
    let excerpt = excerpt(line - 1, attempt);
    let column = excerpt.text[..excerpt.range.start].lines().last().unwrap_or("").chars().count() as u32 + 1;
    let own = place(path(attempt), line, column);
    let step = |path: String, line: u32, note: &str| Step {
        place: place(path, line, column),
        quote: format!("{text}CODE{text}"),
        masks: std::iter::once(0..2).collect(),
        excerpt: self::excerpt(line - 1, attempt),
        note: note.to_owned(),
    };
    let flow = if attempt.is_multiple_of(4) {
        Vec::new()
    } else {
        vec![
            step(path(attempt + 1 - attempt % 2), 90_000, text),
            step(path(attempt), line + 40, text),
            step(path(attempt), line, text),
        ]
    };
    let check = Check {
        place: place(path(attempt), line, column),
        quote: format!("{text}CODE{text}"),
        masks: std::iter::once(0..2).collect(),
        excerpt: self::excerpt(line - 1, attempt),
        note: text.to_owned(),
        passes: Some(text.to_owned()),
    };
    Finding {
        rule: format!("rule-{attempt}"),
        title: format!("Title {text}"),
        cwe: Cwe { id: 79, name: format!("Name {text}") },
        severity: review::Severity::ALL[attempt % 4],
        confidence: review::Confidence::ALL[attempt % 3],
        place: own,
        quote: if attempt.is_multiple_of(2) { format!("{text}\n{text}") } else { text.replace(['\n', '\r'], " ") },
        masks: Vec::new(),
        excerpt,
        function: text.to_owned(),
        message: format!("{text} {}", "word ".repeat(20) + text),
        flow,
        origin: None,
        checks: vec![check],
        impact: text.to_owned(),
        mitigation: Mitigation {
            text: text.to_owned(),
            example: Some(format!("{text}\n```\n::set-output name=a::b\n  ##[x]\n")),
            language: format!("python\n{text}"),
        },
        assumptions: vec![text.to_owned(), all()],
        scope: review::Scope::ALL[attempt % 5],
        fingerprints: Fingerprints { code: format!("{attempt:032x}"), place: format!("{attempt:031x}1") },
    }
}

/// The review.
pub(crate) fn hostile() -> Review {
    let mut findings: Vec<Finding> = (0..ATTEMPTS.len()).map(finding).collect();
    // Ranges that lie, and a note of more than 10 kB.
    findings[1].excerpt.range = 7..usize::MAX;
    #[expect(clippy::reversed_empty_ranges, reason = "a range that lies")]
    {
        findings[2].excerpt.range = 40..3;
    }
    findings[3].excerpt = Excerpt { first_line: u32::MAX, text: String::new(), range: 3..4 };
    findings[5].flow[0].note = "long ".repeat(2_500);
    let elsewhere = findings.split_off(10);
    let here = || place(path(8), 3, 1);
    Review {
        root: all(),
        paths: ATTEMPTS.iter().map(|&text| text.to_owned()).collect(),
        suppressed: vec![Suppressed { finding: finding(8), reason: all(), line: 3, until: None }],
        configuration: Configuration {
            file: Some(all()),
            taught: Some(TaughtCounts { folder: all(), models: 1, rows: 2, rules: 3, kinds: 4 }),
            reductions: vec![Reduction {
                place: here(),
                kind: ReductionKind::RuleOff,
                text: all(),
                count: 5,
                reason: all(),
            }],
        },
        stale: vec![StaleSuppression { place: here(), text: all(), why: all() }],
        foreign: vec![ForeignSuppression { place: here(), text: all(), rule: all(), obeyed: true }],
        findings,
        elsewhere,
        coverage: Coverage {
            languages: vec![LanguageCoverage { language: all(), files: 2, lines: 3, bytes: 4 }],
            skipped: (0..ATTEMPTS.len())
                .map(|at| Skip {
                    path: path(at),
                    reason: if at.is_multiple_of(2) { SkipReason::Unsupported } else { SkipReason::TooDeep },
                    files: at,
                })
                .collect(),
            gaps: (0..ATTEMPTS.len()).map(|at| Gap { place: place(path(at), 1, 1), text: all() }).collect(),
            opaque: vec![Count { name: all(), count: 1 }],
            cuts: vec![Cut { place: here(), function: all(), text: all() }],
            unresolved: Unresolved {
                count: 9,
                files: 3,
                first: (0..6).map(|at| UnresolvedCall { place: place(path(at), 1, 1), callee: all() }).collect(),
            },
            versions: (0..ATTEMPTS.len())
                .map(|at| VersionSaid { file: path(at), ..version(&all(), &all(), true) })
                .collect(),
            unsettled: vec![unsettled(&all(), &all(), Unsettled::Assumed)],
            looked_for: looked_for().into_iter().chain([LookedFor { rule: all(), cwes: vec![cwe(78)] }]).collect(),
            ..full().coverage
        },
        ..empty()
    }
}
