//! The tests of the tests: small made-up pages, and a reviewer that says what it is told to.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use flawline_mdtest::{Outcome, Page, Program, Report, Spot, Unread, run_page_with, run_repair};
use review::Settings;

const PAGE: &str = "rules/cwe-89-sql-injection/python.md";

fn spot(path: &str, line: u32) -> Spot {
    Spot { path: path.to_owned(), line, end_line: line }
}

fn report(rule: &str, path: &str, line: u32) -> Report {
    let message = format!("`{rule}` says so");
    Report {
        rule: rule.to_owned(),
        message,
        checks: Vec::new(),
        spot: spot(path, line),
        flow: Vec::new(),
        rendered: None,
    }
}

/// Runs a page against a reviewer that reports the rule of a comment `!rule` on every line that has one.
fn run_with(page: &str, change: impl Fn(&Program, &mut Outcome) + Sync) -> Vec<String> {
    let page = Page::parse(PAGE, page);
    let reviewer = |program: &Program| {
        let mut outcome = Outcome::default();
        for (path, text) in &program.files {
            for (number, line) in (1..).zip(text.lines()) {
                for rule in line.split('!').skip(1) {
                    let rule = rule.split([' ', '\'', '"']).next().unwrap();
                    outcome.reports.push(report(rule, path, number));
                }
            }
        }
        change(program, &mut outcome);
        outcome
    };
    run_page_with(&page, &Settings::default(), &reviewer).iter().map(ToString::to_string).collect()
}

fn run(page: &str) -> Vec<String> {
    run_with(page, |_, _| {})
}

/// A page with one section and one block.
fn block(code: &str) -> String {
    format!("# A page\n\n## A section\n\nProse.\n\n```python\n{code}\n```\n")
}

#[test]
fn what_is_marked_and_reported_is_well() {
    assert!(run(&block("f('!sql-injection ')  # finding")).is_empty());
    assert!(run(&block("f('!weak-hash ')  # finding: weak-hash")).is_empty());
    assert!(run(&block("f(x)")).is_empty());
}

#[test]
fn a_report_without_a_mark_fails_at_its_line_of_the_page() {
    let failures = run(&block("x = 1\nf('!sql-injection ')"));
    let expected = "rules/cwe-89-sql-injection/python.md:9: `sql-injection` is reported here without a mark: \
                    `sql-injection` says so\n    f('!sql-injection ')";
    assert_eq!(failures, [expected]);
}

#[test]
fn a_mark_without_its_report_fails() {
    let failures = run(&block("f(x)  # finding"));
    let expected = "rules/cwe-89-sql-injection/python.md:8: expected `sql-injection`, but nothing is reported here\n    \
                    f(x)  # finding";
    assert_eq!(failures, [expected]);
}

#[test]
fn another_rule_than_the_marked_one_fails_twice() {
    let failures = run(&block("f('!weak-hash ')  # finding"));
    assert_eq!(failures.len(), 2);
    assert!(failures.iter().any(|failure| failure.contains("expected `sql-injection`, but only `weak-hash`")));
    assert!(failures.iter().any(|failure| failure.contains("`weak-hash` is reported here without a mark")));
}

#[test]
fn two_reports_on_a_line_need_two_marks() {
    let failures = run(&block("f('!sql-injection ', '!sql-injection ')  # finding"));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains("without a mark"), "{failures:?}");
    assert!(run(&block("f('!sql-injection ', '!weak-hash ')  # finding  # finding: weak-hash")).is_empty());
}

#[test]
fn the_text_of_a_mark_is_looked_for_in_the_message() {
    assert!(run(&block("f('!sql-injection ')  # finding \"says\"")).is_empty());
    let failures = run(&block("f('!sql-injection ')  # finding \"sings\""));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains("expected `sql-injection` to say \"sings\"; it says"), "{failures:?}");
}

#[test]
fn a_gap_fails_on_the_day_it_is_closed() {
    assert!(run(&block("f(x)  # gap: not yet")).is_empty());
    let failures = run(&block("f('!sql-injection ')  # gap: not yet"));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains(":8: the gap is closed (not yet)"), "{failures:?}");
}

#[test]
fn noise_must_still_be_heard() {
    assert!(run(&block("f('!sql-injection ')  # noise: too careful")).is_empty());
    let failures = run(&block("f(x)  # noise: too careful"));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains(":8: `sql-injection` is no longer reported here: remove the `noise` mark"));
}

#[test]
fn a_section_may_have_several_files() {
    let page = "## A section\n\n**web/app.py**\n\n```python\nx = 1\n```\n\nMore of another file:\n\n**`store.py`**:\n\n\
                ```python\nf('!sql-injection ')  # finding\ng('!sql-injection ')\n```\n";
    let failures = run_with(page, |program, _| {
        let paths: Vec<&str> = program.files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["web/app.py", "store.py"]);
    });
    assert_eq!(failures.len(), 1);
    assert!(failures[0].starts_with("rules/cwe-89-sql-injection/python.md:15:"), "{failures:?}");
}

#[test]
fn blocks_of_one_path_are_put_together_and_keep_their_lines() {
    let page = "## A section\n\n```python\nx = 1\n```\n\nAnd then:\n\n```python\nf('!sql-injection ')\n```\n";
    let failures = run_with(page, |program, _| {
        assert_eq!(program.files, [("example.py".to_owned(), "x = 1\nf('!sql-injection ')\n".to_owned())]);
    });
    assert!(failures[0].starts_with("rules/cwe-89-sql-injection/python.md:10:"), "{failures:?}");
}

#[test]
fn each_section_is_a_program_of_its_own() {
    let page = "## One\n\n```python\na = 1\n```\n\n### Two\n\n```python\nb = 2\n```\n\n```console\n$ not code\n```\n";
    let failures = run_with(page, |program, _| assert_eq!(program.files.len(), 1));
    assert!(failures.is_empty());
}

#[test]
fn a_page_names_its_rule_and_settings() {
    let page = "# A page\n\n```toml\nrule = \"weak-hash\"\nconfidence = \"low\"\nthreats = [\"library\"]\n```\n\n\
                ## One\n\n```python\nf('!weak-hash ')  # finding\n```\n\n\
                ## Two\n\n```toml\nconfidence = \"high\"\n```\n\n```python\nf(x)\n```\n";
    let failures = run_with(page, |program, _| {
        let high = program.files[0].1.contains("f(x)");
        let confidence = if high { review::Confidence::High } else { review::Confidence::Low };
        assert_eq!(program.settings.confidence, confidence);
        assert_eq!(program.settings.threats, [review::Threat::Library]);
    });
    assert!(failures.is_empty(), "{failures:?}");
}

#[test]
fn a_mistake_in_the_page_is_told() {
    let failures = run("# A page\n\n```toml\nrules = 1\n```\n\n## One\n\n```python\nf(x)  # finding here\n```\n");
    assert_eq!(failures.len(), 2);
    assert!(failures[0].contains("python.md:3: these settings cannot be read"), "{failures:?}");
    assert!(failures[1].contains("python.md:10: `finding here` is no mark"), "{failures:?}");
    assert!(run("```python\nx = 1\n")[0].contains(":1: this block has no end"));
}

#[test]
fn a_flow_starts_at_its_source_and_passes_its_steps() {
    let page = block("a = s()  # source\nb = a  # step\nf('!sql-injection ')  # finding");
    let flow = |lines: &'static [u32]| {
        move |_: &Program, outcome: &mut Outcome| {
            outcome.reports[0].flow = lines.iter().map(|&line| spot("example.py", line)).collect();
        }
    };
    assert!(run_with(&page, flow(&[1, 2, 3])).is_empty());
    let failures = run_with(&page, flow(&[2, 3]));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains(":8: expected a finding's flow to start here; the flows go by line 9 → 10"));
    let failures = run_with(&page, flow(&[1, 3]));
    assert!(failures[0].contains(":9: expected a finding's flow to pass here"));
    assert_eq!(run(&page).len(), 2);
}

#[test]
fn a_report_over_several_lines_may_be_marked_on_any() {
    let page = block("f('''\n!sql-injection\n''')  # finding");
    let failures =
        run_with(&page, |_, outcome| outcome.reports[0].spot = Spot { end_line: 3, ..spot("example.py", 1) });
    assert!(failures.is_empty(), "{failures:?}");
}

#[test]
fn code_that_is_not_understood_proves_nothing() {
    let unread = |_: &Program, outcome: &mut Outcome| {
        outcome.unread.push(Unread { spot: spot("example.py", 1), text: "no such syntax".to_owned() });
    };
    let failures = run_with(&block("f(x"), unread);
    assert!(failures[0].contains(":8: not understood: no such syntax"), "{failures:?}");
    let meant = format!("# A page\n\n```toml\nincomplete = true\n```\n\n{}", block("f(x"));
    assert!(run_with(&meant.replace("# A page\n\n## A", "## A"), unread).is_empty());
}

#[test]
fn a_report_block_is_what_the_finding_looks_like() {
    let page = format!("{}\n```report\n**1.** As it is printed.\n```\n", block("f('!sql-injection ')  # finding"));
    let printed = |text: &'static str| {
        move |program: &Program, outcome: &mut Outcome| {
            assert!(program.rendered);
            outcome.reports[0].rendered = Some(text.to_owned());
        }
    };
    assert!(run_with(&page, printed("**1.** As it is printed.\n")).is_empty());
    let failures = run_with(&page, printed("**1.** As it is not."));
    assert!(failures[0].contains(":12: the report reads otherwise:\n    **1.** As it is not."), "{failures:?}");
}

#[test]
fn a_page_without_a_rule_must_name_it() {
    let page = Page::parse("models/python/flask.md", &block("f(x)  # finding"));
    let failures = run_page_with(&page, &Settings::default(), &|_| Outcome::default());
    assert!(failures[0].message.contains("this page has no rule of its own"), "{failures:?}");
}

#[test]
fn a_repair_is_clean() {
    let text = "# A rule\n\n```toml\nid = \"sql-injection\"\n```\n\n## Why it matters\n\n```python\nbad()\n```\n\n\
                ## How to repair it\n\nProse.\n\n```python\ngood()\n```\n\n### In Flask\n\n```python\nbad()\n```\n\n\
                ## References\n";
    let page = Page::parse_rule("rules/cwe-89-sql-injection/rule.md", text);
    let reviewer = |program: &Program| {
        let bad = program.files[0].1.contains("bad");
        Outcome { reports: bad.then(|| report("sql-injection", "example.py", 1)).into_iter().collect(), unread: vec![] }
    };
    let failures = run_repair(&page, &Settings::default(), &reviewer);
    assert_eq!(failures.iter().map(|failure| failure.line).collect::<Vec<_>>(), [24]);
}
