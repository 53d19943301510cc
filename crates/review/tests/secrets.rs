//! No quote, excerpt, reason or place shows a secret, whatever form it has and wherever it is cut.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use flawline_review::{excerpt, merged, quote, secret_spans};
use ir::{SourceFile, Span};

/// The shortest part of a secret that must never be seen.
const SHORTEST: usize = 8;

fn canaries() -> Vec<String> {
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = |count: usize, letters: &[u8]| -> String {
        let mut letter = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            char::from(letters[(seed >> 11) as usize % letters.len()])
        };
        (0..count).map(|_| letter()).collect()
    };
    let word = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let upper = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = Vec::new();
    for _ in 0..25 {
        out.push(format!("AKIA{}", random(16, upper)));
        for (start, count) in
            [("ghp_", 36), ("gho_", 36), ("glpat-", 20), ("xoxb-", 40), ("AIza", 35), ("sk_live_", 24), ("npm_", 36)]
        {
            out.push(format!("{start}{}", random(count, word)));
        }
        out.push(format!("SG.{}.{}", random(22, word), random(43, word)));
        out.push(format!("eyJ{}.eyJ{}.{}", random(20, word), random(40, word), random(43, word)));
        let lines: Vec<String> = (0..4).map(|_| random(64, word)).collect();
        out.push(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", lines.join("\n")));
    }
    out
}

fn shows(text: &str, secret: &str) -> Option<String> {
    let lines = secret.lines().filter(|line| !line.starts_with("-----"));
    let parts = lines.flat_map(|line| line.as_bytes().windows(SHORTEST));
    // The fixed start of a form is no secret.
    let mut parts = parts.map(|part| std::str::from_utf8(part).unwrap()).filter(|part| !part.starts_with("sk_live_"));
    parts.find(|part| text.contains(part)).map(str::to_owned)
}

#[test]
fn a_secret_is_hidden_wherever_it_stands() {
    let canaries = canaries();
    assert!(canaries.len() > 250);
    for (number, secret) in canaries.iter().enumerate() {
        for text in [
            format!("key = '''{secret}'''\n"),
            format!("cur.execute(\"select '{secret}' from \u{e4}\" + name)"),
            format!("x = 1  # {secret}"),
            secret.clone(),
            format!("{}f('''{secret}''')", "\u{e4} + ".repeat(120)),
        ] {
            let file = SourceFile::new("a.py", text);
            let secrets = merged(secret_spans(&file.text));
            let length = file.text.len();
            for (start, end) in [(0, length), (length / 3, length / 2), (length - 1, length), (0, 1)] {
                let span = Span::new(start as u32, end as u32);
                let (shown, ranges) = quote(&file, span, &secrets);
                assert_eq!(shows(&shown, secret), None, "{number}: {shown}");
                let chars: Vec<char> = shown.chars().collect();
                assert!(ranges.iter().all(|range| chars[range.clone()].iter().all(|&c| c == '*')), "{shown}");
                let around = excerpt(&file, span, &secrets);
                assert_eq!(shows(&around.text, secret), None, "{number}: {}", around.text);
                assert!(around.text.get(around.range).is_some());
            }
        }
    }
}

#[test]
fn hiding_takes_no_time_on_texts_made_to_take_it() {
    let start = std::time::Instant::now();
    for part in ["a://", "eyJa.", "-----BEGIN PRIVATE KEY-----\n", "AKIA", "SG.a", "a:", "1234567890:AA", "xoxb-"] {
        let text = part.repeat(1_000_000 / part.len());
        let _ = secret_spans(&text);
    }
    assert!(start.elapsed() < std::time::Duration::from_mins(1), "{:?}", start.elapsed());
}
