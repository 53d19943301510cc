//! One finding of a review: its verdict, its places with what is quoted and what stands there, the reason, the evidence, and what
//! would have to be corrected.

use std::fmt::Write as _;

use audit::{Audited, AuditedPlace, Evidence, QuoteVerdict, SupportVerdict, Verdict};

use crate::audited::said;
use crate::lines::lines;
use crate::sink::Terminal;
use crate::terminal::{Frames, Gutter, Paint, fit, foot, mitigation, name};
use crate::words;

/// The most lines of a quote that are shown.
const MOST_LINES: usize = 12;

/// The most places and steps of a finding that are shown; JSON has all.
const MOST: usize = 20;

/// One line, with the first place.
pub(super) fn write_line(finding: &Audited, paint: Paint, out: &mut String) {
    contained::at(contained::Step::Write, finding.index);
    out.push_str(&title(finding, paint));
    if let Some(place) = finding.places.first() {
        out.push_str(&paint.faint(&format!(" {}", Terminal(&said::place(place)))));
    }
    out.push('\n');
}

fn title(finding: &Audited, paint: Paint) -> String {
    let label = said::label(finding).map(|label| format!("{} ", Terminal(&label))).unwrap_or_default();
    let text = format!(": {}. {label}{}", finding.index, Terminal(&said::title(finding)));
    let level = finding.claimed_severity.as_ref().map(|(_, word)| format!(", {}", name(word, 40))).unwrap_or_default();
    let stance = if said::defends(finding) { ", said not to be there" } else { "" };
    format!(
        "{}{} {}",
        paint.verdict(finding.verdict, finding.verdict.word()),
        paint.strong(&text),
        paint.faint(&format!("[{}{level}{stance}]", said::ids(finding)))
    )
}

/// The whole finding and an empty line.
pub(super) fn write(finding: &Audited, paint: Paint, width: usize, out: &mut String) {
    contained::at(contained::Step::Write, finding.index);
    out.push_str(&title(finding, paint));
    out.push('\n');
    let frames = finding.shown.as_ref().map(|own| Frames::of(own, width));
    let own = finding.places.iter().flat_map(|place| [place.found_lines, place.cited_lines]).flatten();
    let evidence = finding.support.evidence.iter().filter_map(|evidence| evidence.place.as_ref());
    let last = own.map(|(_, last)| last).chain(evidence.map(|place| place.end_line)).max().unwrap_or(1);
    let digits = last.to_string().len().max(frames.as_ref().map_or(1, |frames| frames.digits));
    let gutter = Gutter { paint, digits, width };
    for place in finding.places.iter().take(MOST) {
        write_place(finding, place, &gutter, out);
    }
    if finding.places.len() > MOST {
        gutter.prose("=", "", &format!("and {} more places", words::number(finding.places.len() - MOST)), out);
    }
    gutter.prose("=", "", &finding.reason, out);
    match (&frames, &finding.shown) {
        (Some(frames), Some(own)) => {
            frames.write(said::beyond(&finding.reason, &own.message), &gutter, out);
            foot(own, &gutter, out);
        }
        _ => write_evidence(finding, &gutter, out),
    }
    // The first correction is part of the reason.
    let is_told = usize::from(finding.verdict == Verdict::Correct);
    for correction in finding.corrections.iter().skip(is_told) {
        gutter.prose("!", "", correction, out);
    }
    for note in &finding.notes {
        gutter.prose("-", "", note, out);
    }
    if finding.support.verdict == SupportVerdict::Supported || finding.mitigation != audit::MitigationVerdict::None {
        gutter.prose("-", "", &capital(&said::advice(finding)), out);
    }
    if let Some(repair) = said::repair(finding) {
        mitigation(&repair, &gutter, out);
    }
    out.push('\n');
}

/// A text with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A place, what is quoted, and what stands there.
fn write_place(finding: &Audited, place: &AuditedPlace, gutter: &Gutter, out: &mut String) {
    out.push_str(&" ".repeat(gutter.digits));
    out.push_str(&gutter.paint.gutter("-->"));
    out.push(' ');
    out.push_str(&Terminal(&words::clip(&said::place(place), 300)).to_string());
    out.push('\n');
    let is_drawn = finding.shown.as_ref().is_some_and(|own| {
        let covers = |(first, last): (u32, u32)| first <= own.place.end_line && own.place.line <= last;
        place.found_path.as_deref() == Some(&own.place.path) && place.found_lines.is_some_and(covers)
    });
    let quote = place.quote.as_deref().unwrap_or_default();
    match place.quote_verdict {
        QuoteVerdict::None => {}
        QuoteVerdict::Found | QuoteVerdict::WhiteSpace if is_drawn => {}
        QuoteVerdict::Found | QuoteVerdict::WhiteSpace | QuoteVerdict::Partial => {
            write_code(quote, place.found_lines, "", gutter, out);
        }
        QuoteVerdict::Altered | QuoteVerdict::Absent => {
            gutter.line("|", "", out);
            code_lines(quote, None, "- ", gutter, out);
            if let Some(instead) = &place.instead {
                code_lines(instead, place.found_lines, "+ ", gutter, out);
            }
            gutter.line("|", "", out);
        }
    }
    let standing = said::standing(place);
    if !standing.is_empty() && !said::is_right(place) {
        gutter.prose("=", "", &format!("{}.", capital(&standing)), out);
    }
}

/// Code between two empty lines of the gutter.
fn write_code(code: &str, numbers: Option<(u32, u32)>, sign: &str, gutter: &Gutter, out: &mut String) {
    gutter.line("|", "", out);
    code_lines(code, numbers, sign, gutter, out);
    gutter.line("|", "", out);
}

/// Code, line by line; with numbers when it has as many lines as stand in the file, else only the first has one.
fn code_lines(code: &str, numbers: Option<(u32, u32)>, sign: &str, gutter: &Gutter, out: &mut String) {
    let code = lines(code.trim_end());
    let indent =
        code.iter().filter(|line| !line.text.trim().is_empty()).map(|line| indent(line.text)).min().unwrap_or(0);
    let is_whole = numbers.is_some_and(|(first, last)| (last - first.min(last)) as usize + 1 == code.len());
    for (at, line) in code.iter().enumerate().take(MOST_LINES) {
        let number =
            numbers.filter(|_| is_whole || at == 0).map(|(first, _)| first.saturating_add(at as u32).to_string());
        let text = fit(line.text.get(indent..).unwrap_or(""), &[], gutter.width.saturating_sub(gutter.digits + 5)).0;
        let text = match sign {
            "- " => gutter.paint.wrong(&format!("- {text}")),
            "+ " => gutter.paint.remedy(&format!("+ {text}")),
            _ => text,
        };
        let number = gutter.paint.gutter(&format!("{:>width$} |", number.unwrap_or_default(), width = gutter.digits));
        out.push_str(&number);
        out.push(' ');
        out.push_str(text.trim_end());
        out.push('\n');
    }
    if code.len() > MOST_LINES {
        gutter.line("|", &format!("… {} more", words::count(code.len() - MOST_LINES, "line")), out);
    }
}

/// How many bytes of white space a line begins with.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// What the code shows, where it is no finding of Flawline's own.
fn write_evidence(finding: &Audited, gutter: &Gutter, out: &mut String) {
    for (at, evidence) in finding.support.evidence.iter().enumerate() {
        let text = if at > 0 { &evidence.text } else { said::beyond(&finding.reason, &evidence.text) };
        if !text.trim().is_empty() {
            gutter.prose("=", "", &words::sentence(text), out);
        }
        let Some(place) = &evidence.place else { continue };
        if !is_quoted(finding, evidence) && !evidence.quote.trim().is_empty() {
            out.push_str(&" ".repeat(gutter.digits));
            out.push_str(&gutter.paint.gutter("-->"));
            let cell = words::cell(place);
            let _ = writeln!(out, " {}:{}:{}{cell}", name(&place.path, 300), place.line, place.column);
            write_code(&evidence.quote, Some((place.line, place.end_line)), "", gutter, out);
        }
        for (at, step) in evidence.flow.iter().enumerate().take(MOST) {
            let lead = format!("{}. {}:{} ", at + 1, name(&step.place.path, 100), step.place.line);
            gutter.prose(" ", &lead, &step.note, out);
        }
    }
}

/// Whether the code of a piece of evidence was shown as the quote of the review.
fn is_quoted(finding: &Audited, evidence: &Evidence) -> bool {
    evidence.place.as_ref().is_some_and(|at| {
        finding.places.iter().any(|place| {
            let is_shown =
                matches!(place.quote_verdict, QuoteVerdict::Found | QuoteVerdict::WhiteSpace | QuoteVerdict::Altered);
            let covers = |(first, last): (u32, u32)| first <= at.line && at.end_line <= last;
            is_shown && place.found_path.as_deref() == Some(&at.path) && place.found_lines.is_some_and(covers)
        })
    })
}
