//! Audits to write down: a realistic one with every verdict, one of a review without findings, and a hostile one.

use std::sync::Arc;

use audit::{
    Audit, Audited, AuditedPlace, AuditedReach, AuditedWeakness, ClaimedWho, Evidence, LineVerdict, Missed,
    MitigationVerdict, NameWord, PathVerdict, QuoteVerdict, SeenWho, SeverityVerdict, Support, SupportVerdict, Verdict,
};
use claims::{Format, Level, Stance, Unread};
use review::{Finding, Review};

use crate::reviews;

/// All, with their names.
pub(crate) fn all() -> Vec<(&'static str, Audit)> {
    vec![("audit", full()), ("audit-empty", empty()), ("audit-hostile", hostile())]
}

fn review_called(wanted: &str) -> Review {
    reviews::all().into_iter().find(|(name, _)| *name == wanted).unwrap().1
}

fn official(id: u32) -> Option<&'static str> {
    cwe::Catalogue::official().get(id).map(|entry| entry.name.as_str())
}

fn weakness(id: u32, claimed: Option<&str>, name: NameWord, official: Option<&'static str>) -> AuditedWeakness {
    AuditedWeakness {
        id,
        claimed_name: claimed.map(str::to_owned),
        name,
        until: None,
        other: None,
        official_name: official,
        kind: official.map(|_| "weakness"),
        mapping_usage: official.map(|_| "Allowed"),
        refused: None,
        suggested: Vec::new(),
        is_sure: true,
        fits_words: Some(true),
    }
}

fn place(path: &str, line: u32, quote: &str) -> AuditedPlace {
    AuditedPlace {
        cited_path: Some(path.to_owned()),
        path: PathVerdict::Exact,
        found_path: Some(path.to_owned()),
        cited_lines: Some((line, line)),
        quote: Some(quote.to_owned()),
        quote_verdict: QuoteVerdict::Found,
        line: LineVerdict::Holds,
        found_lines: Some((line, line)),
        offset: None,
        instead: None,
        other_file: None,
        other_revision: None,
    }
}

fn plain(verdict: SupportVerdict, reason: &'static str, text: &str) -> Support {
    let evidence = Evidence {
        rule: None,
        cwe: None,
        place: None,
        quote: String::new(),
        text: text.to_owned(),
        flow: Vec::new(),
        levels: None,
    };
    Support { verdict, reason, evidence: vec![evidence], origin: None }
}

fn seen(finding: &Finding) -> Support {
    let step = |step: &review::Step| review::WhyStep {
        place: step.place.clone(),
        quote: step.quote.clone(),
        note: step.note.clone(),
    };
    let evidence = Evidence {
        rule: Some(finding.rule.clone()),
        cwe: Some(u32::from(finding.cwe.id)),
        place: Some(finding.place.clone()),
        quote: finding.quote.clone(),
        text: finding.message.clone(),
        flow: finding.flow.iter().map(step).collect(),
        levels: Some((finding.severity, finding.confidence)),
    };
    Support { verdict: SupportVerdict::Supported, reason: "finding", evidence: vec![evidence], origin: None }
}

/// A finding about which nothing is said but its title.
fn audited(index: usize, title: &str) -> Audited {
    Audited {
        index,
        label: Some(format!("F-{index}")),
        title: title.to_owned(),
        lines: (10 * index as u32, 10 * index as u32 + 8),
        stance: Stance::Accuses,
        weaknesses: Vec::new(),
        places: Vec::new(),
        unknown_symbols: Vec::new(),
        support: Arc::new(plain(
            SupportVerdict::Undecided,
            "no-place",
            "No place in the code is named that could be looked at.",
        )),
        claimed_severity: None,
        severity: SeverityVerdict::Unknown,
        reach: None,
        shown_severity: None,
        mitigation: MitigationVerdict::None,
        mitigation_reason: None,
        repair: None,
        shown: None,
        duplicate_of: None,
        verdict: Verdict::Undecided,
        reason: "The code does not tell: no place in the code is named that could be looked at.".to_owned(),
        corrections: Vec::new(),
        notes: Vec::new(),
    }
}

fn accepted(own: &Finding) -> Audited {
    Audited {
        weaknesses: vec![weakness(89, Some("SQL Injection"), NameWord::Short, official(89))],
        places: vec![place(&own.place.path, own.place.line, &own.quote)],
        support: Arc::new(seen(own)),
        claimed_severity: Some((Level::High, "High".to_owned())),
        severity: SeverityVerdict::Agrees,
        shown_severity: Some(own.severity),
        mitigation: MitigationVerdict::Applies,
        repair: Some(own.mitigation.text.clone()),
        shown: Some(Arc::new(own.clone())),
        verdict: Verdict::Accept,
        reason:
            "The code bears it out: the query text is built with `%` from `wanted`, inside single quotes, and nothing \
                 on the way escapes or checks it."
                .to_owned(),
        notes: vec!["The full name of CWE-89 is longer.".to_owned()],
        ..audited(1, "SQL injection in the search")
    }
}

fn corrected(own: &Finding) -> Audited {
    let other = AuditedWeakness {
        suggested: vec![916],
        mapping_usage: Some("Discouraged"),
        refused: Some("This id is Discouraged.".to_owned()),
        ..weakness(310, Some("Cryptographic Issues"), NameWord::Exact, Some("Cryptographic Issues"))
    };
    let moved = AuditedPlace {
        cited_path: Some("accounts.py".to_owned()),
        path: PathVerdict::Suffix,
        cited_lines: Some((2, 3)),
        line: LineVerdict::Shifted,
        quote_verdict: QuoteVerdict::WhiteSpace,
        offset: Some(4),
        ..place(&own.place.path, own.place.line, &own.quote)
    };
    Audited {
        weaknesses: vec![other],
        places: vec![moved],
        support: Arc::new(seen(own)),
        claimed_severity: Some((Level::Critical, "9.8".to_owned())),
        severity: SeverityVerdict::Overstated,
        shown_severity: Some(own.severity),
        mitigation: MitigationVerdict::Boilerplate,
        repair: Some(own.mitigation.text.clone()),
        shown: Some(Arc::new(own.clone())),
        verdict: Verdict::Correct,
        reason:
            "The code bears it out (SHA-256 is built to be fast, and there is no salt), but CWE-310 is Discouraged for \
                 findings; CWE-916 fits better."
                .to_owned(),
        corrections: vec![
            "CWE-310 is Discouraged for findings; CWE-916 fits better.".to_owned(),
            "The quote stands on line 6, not 2-3.".to_owned(),
            "Its severity is lower than “9.8”: medium.".to_owned(),
        ],
        ..audited(2, "Weak hashes")
    }
}

fn rejected() -> Audited {
    let altered = AuditedPlace {
        quote_verdict: QuoteVerdict::Altered,
        line: LineVerdict::HoldsPart,
        instead: Some("    return \"ok\"".to_owned()),
        cited_lines: Some((24, 26)),
        found_lines: Some((26, 27)),
        ..place("bookshop/web.py", 26, "    app.debug = True\n    return \"ok\"")
    };
    let beyond = AuditedPlace {
        quote: None,
        quote_verdict: QuoteVerdict::None,
        line: LineVerdict::BeyondEnd,
        found_lines: None,
        ..place("bookshop/web.py", 900, "")
    };
    let missing = AuditedPlace {
        cited_path: Some("bookshop/debug.py".to_owned()),
        path: PathVerdict::Missing,
        found_path: None,
        quote_verdict: QuoteVerdict::Absent,
        line: LineVerdict::Absent,
        found_lines: None,
        other_revision: Some(("4ba7baf4510000000000".to_owned(), "2026-05-01".to_owned(), 7)),
        ..place("", 3, "debug = 1")
    };
    Audited {
        label: None,
        weaknesses: vec![
            weakness(9_999, Some("Debug"), NameWord::NoSuchId, None),
            AuditedWeakness {
                other: Some(489),
                suggested: vec![489],
                ..weakness(
                    215,
                    Some("Active Debug Code"),
                    NameWord::NameOfAnother,
                    Some("Insertion Into Debugging Code"),
                )
            },
        ],
        places: vec![altered, beyond, missing],
        unknown_symbols: vec!["app.debug".to_owned()],
        support: Arc::new(plain(
            SupportVerdict::Refuted,
            "no-such-operation",
            "Nothing at bookshop/web.py:26 is what CWE-215 needs.",
        )),
        mitigation: MitigationVerdict::Boilerplate,
        verdict: Verdict::Reject,
        reason: "The code does not bear it out: nothing at bookshop/web.py:26 is what CWE-215 needs.".to_owned(),
        corrections: vec!["CWE-9999 does not exist.".to_owned()],
        notes: vec!["`app.debug` stands nowhere in the code.".to_owned()],
        ..audited(3, "Debugging is on")
    }
}

fn open(own: &Finding) -> Audited {
    let mut support = seen(own);
    support.verdict = SupportVerdict::Undecided;
    support.reason = "unknown-call";
    support.evidence[0].levels = None;
    "The call cannot be resolved. What it gives is not known.".clone_into(&mut support.evidence[0].text);
    Audited {
        weaknesses: vec![weakness(78, None, NameWord::None, official(78))],
        places: vec![AuditedPlace {
            quote: None,
            quote_verdict: QuoteVerdict::None,
            line: LineVerdict::NoQuote,
            found_lines: None,
            ..place("bookshop/web.py", own.place.line, "")
        }],
        support: Arc::new(support),
        reason: "The code does not tell: the call cannot be resolved.".to_owned(),
        ..audited(4, "Commands")
    }
}

fn full() -> Audit {
    let review = review_called("full");
    let [commands, sql, hash] = review.findings.as_slice() else { panic!("three findings") };
    let defended = Audited {
        stance: Stance::Defends("FIXED".to_owned()),
        support: Arc::new(plain(SupportVerdict::Refuted, "sanitised", "The value is bound.")),
        weaknesses: vec![weakness(89, None, NameWord::None, official(89))],
        verdict: Verdict::Accept,
        reason: "That the weakness is not there is borne out: the value is bound.".to_owned(),
        ..audited(5, "SQL injection, repaired")
    };
    // Borne out by what is no finding of Flawline's own, and without an id of the review.
    let mut twice = Audited { index: 6, duplicate_of: Some(1), shown: None, weaknesses: Vec::new(), ..accepted(sql) };
    twice.mitigation = MitigationVerdict::DoesNotApply;
    twice.mitigation_reason = Some("`hashlib` of Python has no `secure`.".to_owned());
    twice.repair = Some("Bind the value.\n\nThen it is no text.".to_owned());
    let reach = AuditedReach {
        claimed: ClaimedWho::Remote,
        seen: SeenWho::Operator,
        verdict: SeverityVerdict::Overstated,
        text:
            "The data begins at `argv[1]` (bookshop/tool.py:4), which whoever runs the program writes; a client cannot \
               reach it that way."
                .to_owned(),
        words: vec!["remote attacker".to_owned()],
    };
    let again = Audited {
        index: 7,
        duplicate_of: None,
        verdict: Verdict::Correct,
        severity: reach.verdict,
        reason:
            "The code bears it out (the query text is built with `%` from `wanted`), but the data begins at `argv[1]` \
                 (bookshop/tool.py:4), which whoever runs the program writes; a client cannot reach it that way."
                .to_owned(),
        corrections: vec![reach.text.clone()],
        reach: Some(reach),
        ..twice.clone()
    };
    Audit {
        format: Format::Document,
        findings: vec![accepted(sql), corrected(hash), rejected(), open(commands), defended, twice, again],
        unread: vec![Unread { line: 3, text: "See also CWE-79.".to_owned(), why: "no finding is around it" }],
        missed: vec![Missed { finding: commands.clone() }],
        cuts: vec!["Only the first 4096 places were examined.".to_owned()],
        coverage: review.coverage,
    }
}

fn empty() -> Audit {
    Audit {
        format: Format::Sarif,
        findings: Vec::new(),
        unread: Vec::new(),
        missed: Vec::new(),
        cuts: Vec::new(),
        coverage: review_called("empty").coverage,
    }
}

/// An audit in which every text of the review and of the code tries to do something.
fn hostile() -> Audit {
    let review = review_called("hostile");
    let texts: Vec<String> = review.findings.iter().map(|finding| finding.function.clone()).collect();
    let everything = texts.join(" ");
    let findings = review.findings.iter().enumerate().map(|(at, own)| {
        let text = own.function.as_str();
        let word = |words: &[&str]| format!("{} {text}", words[at % words.len()]);
        let mut support = seen(own);
        support.verdict = SupportVerdict::ALL[at % 3];
        support.evidence.push(Evidence { text: everything.clone(), ..support.evidence[0].clone() });
        let bad = AuditedPlace {
            cited_path: Some(format!("{text}/{text}.py")),
            path: PathVerdict::ALL[at % 5],
            found_path: Some(format!("{text}.py")).filter(|_| at % 4 != 3),
            cited_lines: Some((at as u32, u32::MAX)),
            quote: Some(format!("{text}\n::set-output name=a::b\n```\n{text}")),
            quote_verdict: QuoteVerdict::ALL[at % 6],
            line: LineVerdict::ALL[at % 6],
            found_lines: Some((9, at as u32)),
            offset: Some(i64::MIN + i64::try_from(at).unwrap()),
            instead: Some(format!("{text}\n##[group]x\n{text}")),
            other_file: Some((text.to_owned(), 3)),
            other_revision: Some((text.to_owned(), text.to_owned(), 4)),
        };
        Audited {
            label: Some(text.to_owned()),
            lines: (at as u32, 0),
            stance: if at % 2 == 0 { Stance::Accuses } else { Stance::Defends(text.to_owned()) },
            weaknesses: vec![
                AuditedWeakness {
                    until: Some(text.to_owned()),
                    suggested: vec![79, 9_999],
                    ..weakness(79, Some(text), NameWord::ALL[at % 8], Some("Cross-site Scripting"))
                },
                weakness(u32::MAX, Some(text), NameWord::NoSuchId, None),
            ],
            places: vec![bad.clone(), bad],
            unknown_symbols: vec![text.to_owned()],
            support: Arc::new(support),
            claimed_severity: Some((Level::Low, text.to_owned())),
            severity: SeverityVerdict::ALL[at % 4],
            reach: Some(AuditedReach {
                claimed: ClaimedWho::ALL[at % 7],
                seen: SeenWho::ALL[at % 6],
                verdict: SeverityVerdict::ALL[at % 4],
                text: text.to_owned(),
                words: vec![text.to_owned()],
            }),
            shown_severity: Some(own.severity),
            mitigation: MitigationVerdict::ALL[at % 5],
            repair: Some(text.to_owned()),
            shown: Some(Arc::new(own.clone())).filter(|_| at % 3 == 0),
            duplicate_of: None,
            verdict: Verdict::ALL[at % 4],
            reason: word(&["Because", "::set-output", ""]),
            corrections: vec![text.to_owned(), word(&["Wrong:", "# heading"])],
            notes: vec![text.to_owned(), everything.clone()],
            ..audited(at + 1, text)
        }
    });
    Audit {
        format: Format::Document,
        findings: findings.collect(),
        unread: texts.iter().map(|text| Unread { line: 1, text: text.clone(), why: "it has no title" }).collect(),
        missed: review.elsewhere.iter().map(|finding| Missed { finding: finding.clone() }).collect(),
        cuts: texts,
        coverage: review.coverage,
    }
}
