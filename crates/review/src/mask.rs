//! Secrets are hidden before any format, log or cache sees them.
//!
//! [`secret_spans`] finds what is a credential by its own form; detectors add the spans of what they know. Spans are
//! of the whole file, so that a secret is hidden in whatever part of the file is quoted, by whatever rule. A hidden
//! character becomes `*`, one for one, so that columns stay; of each secret at most the first four characters, and
//! at most a quarter, stay readable: enough to recognise it, too little to use it.

use std::ops::Range;
use std::sync::LazyLock;

use ir::Span;
use regex::Regex;

/// How much of a secret stays readable.
const MOST_KEPT: usize = 4;

/// The forms of credentials. Where a form has a group, the group is the secret. Each is looked for by itself, so that
/// none hides behind another.
const FORMS: &[(&str, &str)] = &[
    ("AWS access key", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
    ("GitHub token", r"gh[pousr]_[A-Za-z0-9]{20,}"),
    ("GitHub fine-grained token", r"github_pat_[A-Za-z0-9_]{20,}"),
    ("GitLab token", r"gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent)-[A-Za-z0-9_-]{20,}"),
    ("Slack token", r"xox[abceoprs](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}"),
    ("Slack app token", r"xapp-[0-9]-[A-Za-z0-9-]{10,}"),
    ("Slack webhook", r"hooks\.slack\.com/(?:services|workflows)/([A-Za-z0-9_/]{20,})"),
    ("Google API key", r"AIza[A-Za-z0-9_-]{35}"),
    ("Google OAuth secret", r"GOCSPX-[A-Za-z0-9_-]{20,}"),
    ("Google OAuth token", r"ya29\.[A-Za-z0-9_-]{20,}"),
    ("Stripe key", r"[rs]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    ("Stripe webhook secret", r"whsec_[A-Za-z0-9+/=]{20,}"),
    ("SendGrid key", r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("npm token", r"npm_[A-Za-z0-9]{36}"),
    ("PyPI token", r"pypi-[A-Za-z0-9_-]{50,}"),
    ("OpenAI or Anthropic key", r"sk-(?:proj-|ant-|svcacct-|admin-|or-)[A-Za-z0-9_-]{20,}"),
    ("OpenAI key", r"sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    ("Hugging Face token", r"hf_[A-Za-z]{34}"),
    ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{64}"),
    ("Shopify token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    ("Mailgun key", r"\bkey-[a-f0-9]{32}"),
    ("Twilio key", r"\bSK[a-f0-9]{32}"),
    ("Telegram token", r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("Azure storage key", r"AccountKey=([A-Za-z0-9+/]{40,}={0,2})"),
    ("JSON web token", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
    // What is put in by a template, or stands for something, is no password.
    ("password in an address", r#"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@'"{}<>$%]*:([^\s/:@'"{}<>$%]{3,})@"#),
    // The body may stand in one string or in several; what is no part of either ends it.
    (
        "private key",
        concat!(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
            r#"(?:([A-Za-z0-9+/=\\"',:() \t\r\n-]{16,}?)-----END |([A-Za-z0-9+/=\\ \t\r\n]{16,}))"#,
        ),
    ),
];

static COMPILED: LazyLock<Vec<Regex>> =
    LazyLock::new(|| FORMS.iter().filter_map(|(_, form)| Regex::new(form).ok()).collect());

/// Where one string ends and the next goes on: side by side, or added.
static SEAM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"['"][ \t\r\n\\]*(?:\+[ \t\r\n\\]*)?[bBrRuUfF]{0,2}['"]"#).ok());

/// Where a text holds what is a credential by its form, in order and without overlap; one that is written as several
/// strings is one.
pub fn secret_spans(text: &str) -> Vec<Span> {
    let mut spans = found(text);
    let seams: Vec<Range<usize>> = SEAM.iter().flat_map(|seam| seam.find_iter(text)).map(|seam| seam.range()).collect();
    if !seams.is_empty() {
        spans.extend(found_across(text, &seams));
    }
    merged(spans)
}

/// What has the form of a credential, form by form.
fn found(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for form in COMPILED.iter() {
        for found in form.captures_iter(text) {
            let group = (1..found.len()).find_map(|group| found.get(group)).or_else(|| found.get(0));
            spans.extend(group.map(|group| Span::new(group.start() as u32, group.end() as u32)));
        }
    }
    spans
}

/// What has such a form once the seams are left out, as spans of the whole text.
fn found_across(text: &str, seams: &[Range<usize>]) -> Vec<Span> {
    let mut joined = String::with_capacity(text.len());
    // For each seam: where it is in the joined text, and how much has been left out up to its end.
    let mut gaps: Vec<(usize, usize)> = Vec::with_capacity(seams.len());
    let mut from = 0;
    for seam in seams {
        joined.push_str(text.get(from..seam.start).unwrap_or(""));
        from = seam.end;
        gaps.push((joined.len(), from - joined.len()));
    }
    joined.push_str(text.get(from..).unwrap_or(""));
    let before = |count: usize| count.checked_sub(1).and_then(|at| gaps.get(at)).map_or(0, |gap| gap.1);
    let start = |at: usize| at + before(gaps.partition_point(|gap| gap.0 <= at));
    let end = |at: usize| at + before(gaps.partition_point(|gap| gap.0 < at));
    let spans = found(&joined).into_iter();
    spans.map(|span| Span::new(start(span.start as usize) as u32, end(span.end as usize) as u32)).collect()
}

/// Spans in order; those that touch are one.
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| span.start < span.end) {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// The words of a file's secrets, to find them in texts that quote a part of them.
#[derive(Debug, Default)]
pub(crate) struct SecretWords<'a> {
    /// In order, so that the neighbours of a text are those that begin as it does.
    sorted: Vec<&'a str>,
}

impl<'a> SecretWords<'a> {
    /// The shortest part of a word that is known again. What is shorter gives nothing away.
    const SHORTEST: usize = 5;

    /// The words of what stands at the spans.
    pub(crate) fn of(text: &'a str, spans: &[Span]) -> Self {
        let secrets = spans.iter().filter_map(|span| text.get(span.start as usize..span.end as usize));
        let words = secrets.flat_map(|secret| secret.split(|c: char| !is_in_word(c)));
        let mut sorted: Vec<&str> = words.filter(|word| word.len() >= Self::SHORTEST).collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self { sorted }
    }

    /// Where a text holds one of the words, or begins one and is cut off.
    pub(crate) fn spans_in(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut past = 0;
        for (at, c) in text.char_indices() {
            if at < past || !is_in_word(c) || self.sorted.is_empty() {
                continue;
            }
            let rest = &text[at..];
            let next = self.sorted.partition_point(|word| *word < rest);
            let neighbours = [next.checked_sub(1), Some(next)].into_iter().flatten();
            let longest = neighbours.filter_map(|index| Some(common(self.sorted.get(index)?, rest))).max();
            if let Some(length) = longest.filter(|&length| length >= Self::SHORTEST) {
                past = at + length;
                spans.push(Span::new(at as u32, past as u32));
            }
        }
        spans
    }
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || "+/=_-.!".contains(c)
}

/// How many bytes both begin with, in whole characters.
fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

/// A part of a file with its secrets hidden, and the hidden parts as ranges of code points.
///
/// `offset` is where in the file the part begins; `spans` are of the file, in order and without overlap. Line ends
/// are never hidden, so the number of lines and of code points stays.
pub fn masked(part: &str, offset: u32, spans: &[Span]) -> (String, Vec<Range<usize>>) {
    let mut out = String::with_capacity(part.len());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut spans = spans.iter().copied().peekable();
    let mut readable = 0;
    let mut current: Option<Span> = None;
    for (count, (at, c)) in part.char_indices().enumerate() {
        let at = offset + at as u32;
        while spans.next_if(|span| span.end <= at).is_some() {}
        let span = spans.peek().copied().filter(|span| span.contains(at));
        if span != current {
            current = span;
            readable = span.map_or(0, |span| kept(part, offset, span, at));
        }
        if span.is_none() || c == '\n' || c == '\r' {
            out.push(c);
        } else if readable > 0 {
            readable -= 1;
            out.push(c);
        } else {
            out.push('*');
            match ranges.last_mut() {
                Some(last) if last.end == count => last.end += 1,
                _ => ranges.push(count..count + 1),
            }
        }
    }
    (out, ranges)
}

/// How many characters of a secret stay readable, seen from where the part that is shown enters it.
fn kept(part: &str, offset: u32, span: Span, at: u32) -> usize {
    // Only the first characters stay, so a part that begins inside the secret shows none.
    if at != span.start {
        return 0;
    }
    let start = (span.start - offset) as usize;
    let end = (span.end.saturating_sub(offset) as usize).min(part.len());
    let length = part.get(start..end).map_or(0, |secret| secret.chars().take(MOST_KEPT * 4).count());
    (length / 4).min(MOST_KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        masked(text, 0, &secret_spans(text)).0
    }

    #[test]
    fn every_form_is_well_formed() {
        assert_eq!(COMPILED.len(), FORMS.len());
    }

    #[test]
    fn credentials_are_known_by_their_form() {
        let b36 = "abcdefghijklmnopqrstuvwxyz0123456789";
        for secret in [
            format!("{}IOSFODNN7EXAMPLE", "AKIA"),
            format!("ghp_{b36}"),
            format!("github_pat_{b36}"),
            format!("glpat-{}", &b36[..20]),
            format!("xoxb-123456789012-{b36}"),
            format!("AIza{}", &b36[..35]),
            format!("sk_live_{b36}"),
            format!("SG.{}.{b36}", &b36[..22]),
            format!("npm_{b36}"),
            format!("sk-ant-api03-{b36}"),
            format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.{b36}"),
        ] {
            let text = format!("cur.execute(\"select '{secret}'\" + name)\n");
            let hidden = hidden(&text);
            assert_eq!(hidden.chars().count(), text.chars().count());
            assert_eq!(hidden.replace('*', ""), text.replace(&secret[4..], ""), "{secret}");
        }
    }

    #[test]
    fn a_private_key_is_hidden_line_by_line() {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
        let whole =
            format!("K = '''-----BEGIN RSA PRIVATE KEY-----\n{body}\n{body}\n-----END RSA PRIVATE KEY-----'''\n");
        let cut = format!("K = '''-----BEGIN PRIVATE KEY-----\n{body}\n{body}\n'''\n");
        let strings = format!("K = ('-----BEGIN PRIVATE KEY-----\\n'\n  '{body}\\n'\n  '-----END PRIVATE KEY-----')");
        for text in [whole, cut, strings] {
            let hidden = hidden(&text);
            assert!(!hidden.contains(&body[4..12]), "{hidden}");
            assert!(hidden.contains("PRIVATE KEY-----"), "{hidden}");
            assert_eq!(hidden.lines().count(), text.lines().count());
        }
    }

    #[test]
    fn a_credential_in_several_strings_is_hidden_as_one() {
        for (text, shown) in [
            ("k = 'AKIAABCD' 'EFGHIJKL' 'MNOP'", "k = 'AKIA**********************'"),
            ("k = f(\"AKIAABCDEF\" + b\"GHIJKLMNOP\", 'x')", "k = f(\"AKIA**********************\", 'x')"),
            ("k = ['AKIAABCDEF', 'GHIJKLMNOP']", "k = ['AKIAABCDEF', 'GHIJKLMNOP']"),
            ("'' 'AKIAABCDEFGHIJKLMNOP' ''", "'' 'AKIA****************' ''"),
        ] {
            assert_eq!(hidden(text), shown);
        }
    }

    #[test]
    fn a_text_that_quotes_the_beginning_of_a_secret_does_not_show_it() {
        let file = "a = 'AKIAABCDEFGHIJKLMNOP'; b = 'k9-Vbn27!tree'";
        let spans = [Span::new(5, 25), Span::new(33, 46)];
        let words = SecretWords::of(file, &spans);
        let hidden = |text: &str| masked(text, 0, &words.spans_in(text)).0;
        assert_eq!(hidden("`x + AKIAABCDEFGHI…` is"), "`x + AKI**********…` is");
        assert_eq!(hidden("`k9-Vbn27…` and `AKIAABCDEFGHIJKLMNOP`"), "`k9******…` and `AKIA****************`");
        assert_eq!(hidden("AKIA and k9-V are too short"), "AKIA and k9-V are too short");
        assert_eq!(SecretWords::default().spans_in("anything"), vec![]);
    }

    #[test]
    fn a_password_in_an_address_is_hidden_and_a_placeholder_is_not() {
        assert_eq!(hidden("postgres://app:hunter22@db/shop"), "postgres://app:hu******@db/shop");
        for text in ["postgres://{user}:{password}@{host}", "https://a.example/b:c", "s3://%s:%s@x", "http://h:80/@x"] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn a_part_of_a_file_is_masked_as_the_whole() {
        let text = "a = '\u{e4}'; key = 'secret-secret-secret'; b\n";
        let start = text.find("secret").unwrap() as u32;
        let spans = [Span::new(start, start + 20)];
        let (whole, ranges) = masked(text, 0, &spans);
        assert_eq!(whole, "a = '\u{e4}'; key = 'secr****************'; b\n");
        assert_eq!(ranges, vec![20..36]);
        // A part that begins inside shows nothing of it; one that ends inside shows no more than the whole does.
        assert_eq!(masked(&text[start as usize + 2..], start + 2, &spans).0, "******************'; b\n");
        assert_eq!(masked(&text[..start as usize + 6], 0, &spans).0, "a = '\u{e4}'; key = 's*****");
        assert_eq!(masked("ab\r\ncd", 0, &[Span::new(0, 6)]), ("a*\r\n**".to_owned(), vec![1..2, 4..6]));
    }

    #[test]
    fn overlapping_spans_are_one() {
        let span = Span::new;
        assert_eq!(merged(vec![span(5, 9), span(0, 3), span(2, 6), span(12, 12)]), vec![span(0, 9)]);
    }
}
