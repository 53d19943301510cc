//! An audit for a terminal: for each finding its verdict, why, and what would have to be corrected; then what the review does not
//! mention, what could not be read, and the score.

use audit::{Audit, Audited, Verdict};
use claims::Stance;

use crate::TerminalOptions;
use crate::sink::Terminal;
use crate::terminal::{Paint, wrap};

/// The audit for a terminal.
pub fn terminal(audit: &Audit, options: &TerminalOptions) -> String {
    let paint = Paint(options.colour);
    let width = options.width.clamp(40, 120);
    let mut out = String::new();
    for finding in &audit.findings {
        write_finding(finding, paint, width, options.quiet, &mut out);
    }
    if !options.quiet {
        write_rest(audit, paint, width, &mut out);
    }
    write_score(audit, paint, &mut out);
    out
}

fn write_finding(finding: &Audited, paint: Paint, width: usize, quiet: bool, out: &mut String) {
    let ids: Vec<String> = finding.weaknesses.iter().map(|weakness| format!("CWE-{}", weakness.id)).collect();
    let place = finding.places.first().map(|place| {
        let path = place.found_path.as_deref().or(place.cited_path.as_deref()).unwrap_or("?");
        let line = place.found_lines.or(place.cited_lines).map(|(first, _)| format!(":{first}")).unwrap_or_default();
        format!("{}{line}", Terminal(path))
    });
    let says = if matches!(finding.stance, Stance::Defends(_)) { " (said not to be there)" } else { "" };
    out.push_str(&format!(
        "{}: {}. {} {}{says}\n",
        paint.strong(finding.verdict.word()),
        finding.index,
        Terminal(&finding.title),
        ids.join(", ")
    ));
    if let Some(place) = place {
        out.push_str(&format!("  --> {place}\n"));
    }
    if quiet {
        return;
    }
    let mut say = |sign: &str, text: &str| lines(text, sign, width, out);
    say("   = ", &finding.reason);
    for correction in finding.corrections.iter().skip(usize::from(finding.verdict == Verdict::Correct)) {
        say("   ! ", correction);
    }
    for note in &finding.notes {
        say("   - ", note);
    }
    out.push('\n');
}

fn write_rest(audit: &Audit, paint: Paint, width: usize, out: &mut String) {
    if !audit.missed.is_empty() {
        out.push_str(&paint.strong("Not mentioned by the review"));
        out.push('\n');
        for missed in &audit.missed {
            let finding = &missed.finding;
            let text = format!(
                "CWE-{} {} --> {}:{}",
                finding.cwe.id, finding.cwe.name, finding.place.path, finding.place.line
            );
            lines(&text, "  - ", width, out);
        }
        out.push('\n');
    }
    if !audit.unread.is_empty() {
        out.push_str(&paint.strong("Not read as a finding"));
        out.push('\n');
        for unread in &audit.unread {
            let text = format!("line {}: {} ({})", unread.line, unread.text, unread.why);
            lines(&text, "  - ", width, out);
        }
        out.push('\n');
    }
    for cut in &audit.cuts {
        lines(cut, "Cut short: ", width, out);
    }
}

fn write_score(audit: &Audit, paint: Paint, out: &mut String) {
    let count = |verdict: Verdict| audit.findings.iter().filter(|finding| finding.verdict == verdict).count();
    let score: Vec<String> = Verdict::ALL.iter().map(|&verdict| format!("{} {}", count(verdict), verdict.word())).collect();
    out.push_str(&paint.strong(&format!("{} findings: {}", audit.findings.len(), score.join(", "))));
    out.push('\n');
}

/// A text behind a sign; its further lines are indented as far.
fn lines(text: &str, sign: &str, width: usize, out: &mut String) {
    for (at, line) in wrap(text, width.saturating_sub(sign.len()), 0).iter().enumerate() {
        let lead = if at == 0 { sign.to_owned() } else { " ".repeat(sign.len()) };
        out.push_str(&format!("{lead}{line}\n"));
    }
}
