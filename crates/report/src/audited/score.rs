//! What an audit found, counted: for every closed list of words how often each was given.

use audit::{
    Audit, Audited, LineVerdict, MitigationVerdict, NameWord, PathVerdict, QuoteVerdict, SeverityVerdict,
    SupportVerdict, Verdict,
};

/// A word and how often it was given.
pub(super) type Tally = Vec<(&'static str, usize)>;

/// The counts of an audit.
pub(super) struct Score {
    /// Verdicts on findings.
    pub(super) verdicts: Tally,
    /// Whether the code bears them out.
    pub(super) support: Tally,
    /// Names that are given to ids.
    pub(super) names: Tally,
    /// Cited paths.
    pub(super) paths: Tally,
    /// Cited lines.
    pub(super) lines: Tally,
    /// Quotes.
    pub(super) quotes: Tally,
    /// Claimed severities.
    pub(super) severities: Tally,
    /// Advice.
    pub(super) mitigations: Tally,
    /// Findings that say the same as one before.
    pub(super) duplicates: usize,
}

impl Score {
    /// Counts an audit.
    pub(super) fn of(audit: &Audit) -> Self {
        let findings = || audit.findings.iter();
        let names = findings().flat_map(|finding| &finding.weaknesses).map(|weakness| weakness.name);
        let places = || findings().flat_map(|finding| &finding.places);
        let of = |judge: fn(&Audited) -> &'static str| findings().map(judge);
        Self {
            verdicts: tally(Verdict::ALL, Verdict::word, of(|finding| finding.verdict.word())),
            support: tally(SupportVerdict::ALL, SupportVerdict::word, of(|finding| finding.support.verdict.word())),
            names: tally(NameWord::ALL, NameWord::word, names.map(NameWord::word)),
            paths: tally(PathVerdict::ALL, PathVerdict::word, places().map(|place| place.path.word())),
            lines: tally(LineVerdict::ALL, LineVerdict::word, places().map(|place| place.line.word())),
            quotes: tally(QuoteVerdict::ALL, QuoteVerdict::word, places().map(|place| place.quote_verdict.word())),
            severities: tally(SeverityVerdict::ALL, SeverityVerdict::word, of(|finding| finding.severity.word())),
            mitigations: tally(
                MitigationVerdict::ALL,
                MitigationVerdict::word,
                of(|finding| finding.mitigation.word()),
            ),
            duplicates: findings().filter(|finding| finding.duplicate_of.is_some()).count(),
        }
    }
}

impl Score {
    /// The counts of words, each with what it counts.
    pub(super) fn lists(&self) -> [(&'static str, &Tally); 8] {
        [
            ("verdicts", &self.verdicts),
            ("support", &self.support),
            ("names", &self.names),
            ("paths", &self.paths),
            ("lines", &self.lines),
            ("quotes", &self.quotes),
            ("severities", &self.severities),
            ("advice", &self.mitigations),
        ]
    }
}

/// All words of a list, each with how often it occurs.
fn tally<T: Copy>(all: &[T], word: fn(T) -> &'static str, given: impl Iterator<Item = &'static str>) -> Tally {
    let mut counts: Tally = all.iter().map(|&one| (word(one), 0)).collect();
    for given in given {
        if let Some((_, count)) = counts.iter_mut().find(|(word, _)| *word == given) {
            *count += 1;
        }
    }
    counts
}

/// "2 exact, 1 short": the words that were given.
pub(super) fn given(tally: &Tally) -> String {
    let given = tally.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = given.map(|(word, count)| format!("{} {word}", crate::words::number(*count))).collect();
    parts.join(", ")
}
