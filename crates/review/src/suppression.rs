//! Comments that allow a finding: `# flawline: allow sql-injection — reason`.
//!
//! Behind code, a comment speaks of its own line; alone on a line, of the statement below. Several rules are parted by
//! commas; a dash or a colon stands before the reason, which must be given: without one the comment has no effect,
//! and says so in the review, as does one that allows nothing. Other tools' comments are recognised, and what to do
//! about them is for the caller to decide.
//!
//! `until 2027-03-01` before the dash bounds a comment: after that day it allows nothing, and says so. What day it is comes
//! with the settings; without it, no comment ends.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use frontends::Language;
use ir::{SourceFile, Span};
use regex::Regex;

use crate::comments::{Comment, comments};
use crate::excerpt::place;
use crate::mask::{masked, secret_spans};
use crate::{Date, Place, StaleSuppression};

/// The most code points of a comment that is shown.
const MOST_SHOWN: usize = 240;

const HOW: &str = "write `flawline: allow <rule> — <reason>`";

const UNTIL: &str = "until";

/// The suppression comments of a file.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    allows: Vec<Allow>,
    broken: Vec<StaleSuppression>,
    foreign: Vec<Foreign>,
}

/// What a comment allows: one rule on some lines. A comment that names several rules gives several of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Which of the file's it is, from 0.
    pub index: usize,
    /// The rule's id.
    pub rule: String,
    /// Why, in the words of the comment; masked.
    pub reason: String,
    /// The comment's line.
    pub line: u32,
    /// The lines that it speaks of.
    pub lines: RangeInclusive<u32>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    place: Place,
    text: String,
}

/// A suppression comment of another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Where.
    pub place: Place,
    /// The comment's text; masked.
    pub text: String,
    /// The lines that it speaks of.
    pub lines: RangeInclusive<u32>,
}

impl Allow {
    /// The comment's line in the file as it is written.
    pub(crate) fn written_line(&self) -> u32 {
        self.place.line
    }
}

impl Suppressions {
    /// Reads a file's comments. `rule_ids` are all rules that there are; `secrets` the file's secret spans; `today` the day on
    /// which they must still hold.
    pub fn of(file: &SourceFile, language: Language, rule_ids: &[&str], secrets: &[Span], today: Option<Date>) -> Self {
        let mut out = Self::default();
        if !mentions(&file.text) {
            return out;
        }
        for comment in comments(&file.text, language) {
            for (span, words) in directives(file, &comment) {
                // The spans are of the file as it is written; a text that was taken out of one is looked through anew.
                let shown = match &file.origin {
                    None => masked(words, span.start, secrets).0,
                    Some(_) => masked(words, 0, &secret_spans(words)).0,
                };
                let place = place(file, span);
                if words.to_ascii_lowercase().starts_with("flawline") {
                    out.own(&comment, place, &shown, rule_ids, today);
                } else if is_foreign(words) {
                    out.foreign.push(Foreign { place, text: cut(&shown), lines: comment.lines.clone() });
                }
            }
        }
        out
    }

    /// The comment that allows a rule's finding on these lines, if there is one. The caller notes its `index` as used,
    /// for every finding, also one that is not shown for another reason.
    pub fn allows(&self, rule: &str, lines: &RangeInclusive<u32>) -> Option<&Allow> {
        self.allows.iter().find(|allow| allow.rule == rule && overlap(&allow.lines, lines))
    }

    /// Another tool's comment on these lines, if there is one.
    pub fn foreign(&self, lines: &RangeInclusive<u32>) -> Option<&Foreign> {
        self.foreign.iter().find(|foreign| overlap(&foreign.lines, lines))
    }

    /// The comments without effect: those that are not well-formed, and those whose index is not among the used. Only
    /// for a rule that was looked for can one be said to allow nothing: `looked_for` tells.
    pub fn stale(&self, used: &BTreeSet<usize>, looked_for: impl Fn(&str) -> bool) -> Vec<StaleSuppression> {
        let idle = self.allows.iter().filter(|allow| !used.contains(&allow.index) && looked_for(&allow.rule));
        let idle = idle.map(|allow| StaleSuppression {
            place: allow.place.clone(),
            text: allow.text.clone(),
            why: format!("there is no {} to allow {}", allow.rule, words_of(&allow.lines)),
        });
        let mut out: Vec<_> = idle.chain(self.broken.iter().cloned()).collect();
        out.sort_by(|a, b| (&a.place, &a.why).cmp(&(&b.place, &b.why)));
        out
    }

    fn own(&mut self, comment: &Comment, place: Place, shown: &str, rule_ids: &[&str], today: Option<Date>) {
        let text = cut(shown);
        match parsed(shown) {
            Parsed::Prose => {}
            Parsed::Broken(why) => self.broken.push(StaleSuppression { place, text, why }),
            Parsed::Allow { until: Some(until), .. } if today.is_some_and(|today| until < today) => {
                self.broken.push(StaleSuppression { place, text, why: format!("it held until {until}") });
            }
            Parsed::Allow { rules, until, reason } => {
                for rule in rules {
                    let rule = rule.to_ascii_lowercase();
                    if !rule_ids.contains(&rule.as_str()) {
                        let why = match nearest(&rule, rule_ids) {
                            Some(near) => format!("there is no rule `{rule}`; did you mean `{near}`?"),
                            None => format!("there is no rule `{rule}`"),
                        };
                        self.broken.push(StaleSuppression { place: place.clone(), text: text.clone(), why });
                        continue;
                    }
                    self.allows.push(Allow {
                        index: self.allows.len(),
                        rule,
                        reason: cut(reason),
                        line: comment.line,
                        lines: comment.lines.clone(),
                        until,
                        place: place.clone(),
                        text: text.clone(),
                    });
                }
            }
        }
    }
}

enum Parsed<'a> {
    /// Only speaks of us.
    Prose,
    Broken(String),
    Allow {
        rules: Vec<&'a str>,
        until: Option<Date>,
        reason: &'a str,
    },
}

fn parsed(words: &str) -> Parsed<'_> {
    const VERBS: [&str; 7] = ["allow", "ignore", "disable", "skip", "off", "suppress", "nosec"];
    let rest = words.get("flawline".len()..).unwrap_or("").trim_start();
    let (rest, has_colon) = match rest.strip_prefix(':') {
        Some(rest) => (rest.trim_start(), true),
        None => (rest, false),
    };
    let verb_end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (verb, rest) = rest.split_at(verb_end);
    let is_verb = VERBS.iter().any(|known| verb.eq_ignore_ascii_case(known));
    if !has_colon && !is_verb {
        return Parsed::Prose;
    }
    if !has_colon || !verb.eq_ignore_ascii_case("allow") {
        return Parsed::Broken(format!("this is not understood; {HOW}"));
    }
    let (rules, rest) = rules(rest);
    if rules.is_empty() {
        return Parsed::Broken(format!("no rule is named; {HOW}"));
    }
    let (until, rest) = match until(rest.trim_start()) {
        Ok((until, rest)) => (until, rest.trim_start()),
        Err(word) => {
            return Parsed::Broken(format!(
                "`{word}` is no day; write `flawline: allow <rule> until 2027-03-01 — <reason>`"
            ));
        }
    };
    let separator = ["\u{2014}", "\u{2013}", "--", "-", ":"].iter().find_map(|mark| rest.strip_prefix(mark));
    match separator.map(str::trim) {
        Some(reason) if reason.chars().any(char::is_alphanumeric) => Parsed::Allow { rules, until, reason },
        Some(_) => Parsed::Broken(format!("no reason is given; {HOW}")),
        None if rest.is_empty() => Parsed::Broken(format!("no reason is given; {HOW}")),
        None => Parsed::Broken(format!("there is no dash before the reason; {HOW}")),
    }
}

/// The day that a text says after `until`, and the rest; the word there when it names none.
fn until(text: &str) -> Result<(Option<Date>, &str), &str> {
    let after = match (text.get(..UNTIL.len()), text.get(UNTIL.len()..)) {
        (Some(word), Some(after)) if word.eq_ignore_ascii_case(UNTIL) && after.starts_with([' ', '\t']) => after,
        _ => return Ok((None, text)),
    };
    let after = after.trim_start();
    let is_part = |&(at, c): &(usize, char)| c.is_alphanumeric() || c == '-' && at > 0;
    let end = after.char_indices().find(|part| !is_part(part)).map_or(after.len(), |(at, _)| at);
    // A dash may stand right behind the day.
    let (word, rest) = after.split_at(after[..end].trim_end_matches('-').len());
    Date::parse(word).map(|date| (Some(date), rest)).ok_or(word)
}

/// The rule ids that a text begins with, parted by commas, and the rest.
fn rules(text: &str) -> (Vec<&str>, &str) {
    let mut rules = Vec::new();
    let mut rest = text;
    loop {
        let start = rest.trim_start();
        let is_part = |(at, c): (usize, char)| {
            let next = start.get(at + 1..).and_then(|after| after.chars().next());
            c.is_ascii_alphanumeric()
                || c == '_'
                || c == '-' && at > 0 && next.is_some_and(|c| c.is_ascii_alphanumeric())
        };
        let end = start.char_indices().find(|&part| !is_part(part)).map_or(start.len(), |(at, _)| at);
        let (rule, after) = start.split_at(end);
        if rule.is_empty() {
            return (rules, rest);
        }
        rules.push(rule);
        rest = after;
        match after.trim_start().strip_prefix(',') {
            Some(more) => rest = more,
            None => return (rules, rest),
        }
    }
}

/// The parts of a comment that speak to us or to another tool, each up to the next.
fn directives<'a>(file: &'a SourceFile, comment: &Comment) -> Vec<(Span, &'a str)> {
    let Some(words) = WORDS.as_ref() else { return Vec::new() };
    let text = file.text.get(comment.span.start as usize..comment.span.end as usize).unwrap_or("");
    let starts: Vec<usize> = words.captures_iter(text).filter_map(|found| Some(found.get(1)?.start())).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(&start, end)| {
        let part = text.get(start..end).unwrap_or("").trim_end_matches(|c: char| c.is_whitespace() || c == '#');
        let start = comment.span.start + start as u32;
        (Span::new(start, start + part.len() as u32), part)
    });
    parts.collect()
}

static WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:#|//)[\s#/]*((?:flawline|nosec|noqa|nosemgrep|nosem|lgtm|codeql)\b)").ok());

fn mentions(text: &str) -> bool {
    WORDS.as_ref().is_some_and(|words| words.is_match(text))
}

/// Whether another tool's comment is about weaknesses: `noqa` only with a code of theirs.
fn is_foreign(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    if let Some(codes) = lower.strip_prefix("noqa") {
        let Some(codes) = codes.trim_start().strip_prefix(':') else { return false };
        let mut codes = codes.split([',', ' ', '\t']).filter(|code| !code.is_empty());
        return codes
            .any(|code| code.strip_prefix('s').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    }
    match lower.strip_prefix("lgtm").or_else(|| lower.strip_prefix("codeql")) {
        Some(rest) => rest.trim_start().starts_with('['),
        None => true,
    }
}

fn overlap(a: &RangeInclusive<u32>, b: &RangeInclusive<u32>) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}

fn words_of(lines: &RangeInclusive<u32>) -> String {
    match (lines.start(), lines.end()) {
        (first, last) if first == last => format!("on line {first}"),
        (first, last) => format!("on lines {first} to {last}"),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// The id that is most like a word, if one is near enough to have been meant.
fn nearest<'a>(word: &str, ids: &[&'a str]) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let near = ids.iter().map(|id| (distance(word, id), *id)).min()?;
    (near.0 <= 2.max(word.len() / 3)).then_some(near.1)
}

/// How many letters must be put in, taken out or exchanged.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let best = (corner + usize::from(x != y)).min(*cell + 1).min(left + 1);
            corner = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [&str; 3] = ["sql-injection", "weak-hash", "code-injection"];

    fn of(text: &str) -> Suppressions {
        Suppressions::of(&SourceFile::new("a.py", text), Language::Python, &RULES, &[], Date::parse("2027-03-01"))
    }

    fn why(text: &str) -> String {
        let found = of(text);
        assert!(found.allows.is_empty(), "{text}");
        found.broken.first().map(|stale| stale.why.clone()).unwrap_or_default()
    }

    #[test]
    fn a_comment_allows_a_rule_with_a_reason() {
        for dash in ["\u{2014}", "\u{2013}", "--", "-", ":"] {
            let text = format!("f(x)  # flawline: allow sql-injection {dash} only digits, see #12\n");
            let found = of(&text);
            let allow = found.allows("sql-injection", &(1..=1)).unwrap();
            assert_eq!((allow.reason.as_str(), allow.line), ("only digits, see #12", 1), "{dash}");
            assert!(found.allows("weak-hash", &(1..=1)).is_none());
            assert!(found.allows("sql-injection", &(2..=3)).is_none());
        }
        assert!(of("f()  #Flawline:Allow Weak-Hash:cache key").allows("weak-hash", &(1..=1)).is_some());
        assert!(of("f()  # flawline: allow weak-hash- cache key").allows("weak-hash", &(1..=1)).is_some());
        assert!(of("f()  # noqa: E1 # flawline: allow weak-hash - cache").allows("weak-hash", &(1..=1)).is_some());
    }

    #[test]
    fn several_rules_are_allowed_and_tracked_apart() {
        let found = of("# flawline: allow sql-injection, weak-hash \u{2014} a fixture\n\nf(\n  x)\n");
        assert_eq!(found.allows("sql-injection", &(4..=4)).unwrap().index, 0);
        assert_eq!(found.allows("weak-hash", &(3..=3)).unwrap().index, 1);
        let stale = found.stale(&BTreeSet::from([0]), |_| true);
        assert_eq!(stale.len(), 1);
        assert_eq!(stale[0].why, "there is no weak-hash to allow on lines 3 to 4");
        assert_eq!(stale[0].text, "flawline: allow sql-injection, weak-hash \u{2014} a fixture");
        assert_eq!((stale[0].place.line, stale[0].place.column), (1, 3));
        assert!(found.stale(&BTreeSet::new(), |_| false).is_empty());
    }

    #[test]
    fn what_has_no_effect_says_why() {
        assert!(why("f() # flawline: allow sql-injection\n").starts_with("no reason is given; write `flawline: allow"));
        assert!(why("f() # flawline: allow sql-injection \u{2014} ...\n").starts_with("no reason is given"));
        assert!(why("f() # flawline: allow sql-injection for it is safe\n").starts_with("there is no dash"));
        assert!(why("f() # flawline: allow\n").starts_with("no rule is named"));
        assert!(why("f() # flawline: allow \u{2014} reason\n").starts_with("no rule is named"));
        assert!(why("f() # flawline: ignore sql-injection \u{2014} x\n").starts_with("this is not understood"));
        assert!(why("f() # flawline ignore\n").starts_with("this is not understood"));
        assert_eq!(
            why("f() # flawline: allow sql-injecton \u{2014} x\n"),
            "there is no rule `sql-injecton`; did you mean `sql-injection`?"
        );
        assert_eq!(why("f() # flawline: allow everything \u{2014} x\n"), "there is no rule `everything`");
        assert_eq!(why("f() # Flawline found this.\n"), "");
    }

    #[test]
    fn a_comment_may_say_until_when_it_holds() {
        let text = |until: &str| format!("f(x)  # flawline: allow sql-injection {until} old\n");
        for until in ["until 2027-03-01 \u{2014}", "UNTIL  2099-12-31:", "until 2027-03-01--", "until 2027-03-01 -"] {
            let found = of(&text(until));
            let allow = found.allows("sql-injection", &(1..=1)).unwrap_or_else(|| panic!("{until}"));
            assert!(allow.until.is_some() && allow.reason == "old", "{until}");
        }
        assert_eq!(why(&text("until 2027-02-28 \u{2014}")), "it held until 2027-02-28");
        for (until, day) in
            [("until 2027-02-30 \u{2014}", "2027-02-30"), ("until March \u{2014}", "March"), ("until \u{2014}", "")]
        {
            assert!(why(&text(until)).starts_with(&format!("`{day}` is no day")), "{until}: {}", why(&text(until)));
        }
        let file = SourceFile::new("a.py", text("until 1999-01-01 \u{2014}"));
        let without_date = Suppressions::of(&file, Language::Python, &RULES, &[], None);
        assert!(without_date.allows("sql-injection", &(1..=1)).is_some());
    }

    #[test]
    fn only_comments_count() {
        for text in [
            "x = '# flawline: allow sql-injection \u{2014} x'\n",
            "'''\n# flawline: allow sql-injection \u{2014} x\n'''\n",
            "f'{x:# flawline: allow sql-injection \u{2014} x}'\n",
        ] {
            let found = of(text);
            assert!(found.allows.is_empty() && found.broken.is_empty(), "{text}");
        }
    }

    #[test]
    fn other_tools_comments_are_recognised() {
        for text in
            ["nosec", "nosec B608", "nosec: B608", "noqa: S608", "noqa:E501,S608", "nosemgrep: a.b", "lgtm[py/x]"]
        {
            let found = of(&format!("f()  # {text}\n"));
            assert_eq!(found.foreign(&(1..=1)).map(|foreign| foreign.text.as_str()), Some(text));
        }
        for text in ["noqa", "noqa: E501", "noqa: SIM101", "nosecret", "lgtm", "a nosec"] {
            assert!(of(&format!("f()  # {text}\n")).foreign(&(1..=1)).is_none(), "{text}");
        }
        assert!(of("# nosemgrep\nf()\n").foreign(&(2..=2)).is_some());
    }

    #[test]
    fn a_secret_in_a_comment_is_hidden() {
        let text = "f() # flawline: allow weak-hash \u{2014} with hunter22hunter22\n";
        let start = text.find("hunter22").unwrap() as u32;
        let file = SourceFile::new("a.py", text);
        let found = Suppressions::of(&file, Language::Python, &RULES, &[Span::new(start, start + 16)], None);
        assert_eq!(found.allows[0].reason, "with hunt************");
        assert!(found.stale(&BTreeSet::new(), |_| true)[0].text.ends_with("with hunt************"));
    }
}
