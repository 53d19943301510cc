//! One finding in sentences.

use review::{Check, Confidence, Finding, Step};

use crate::lines::lines;
use crate::sink::{Code, Fence, Prose};
use crate::words;

/// The longest code that stands in a line, and in a block.
const LONGEST: (usize, usize) = (160, 1_000);

/// Appends the finding's paragraphs.
pub(crate) fn write(finding: &Finding, number: usize, paragraphs: &mut Vec<String>) {
    contained::at(contained::Step::Write, finding.place.line as usize);
    let cwe = &finding.cwe;
    paragraphs.push(format!("**{number}. CWE-{}: {}** — {}", cwe.id, Prose(&cwe.name), standing(finding)));
    paragraphs.push(place(finding));
    if !finding.message.trim().is_empty() {
        paragraphs.push(Prose(&words::sentence(&finding.message)).to_string());
    }
    if !finding.flow.is_empty() {
        let steps: Vec<String> =
            finding.flow.iter().enumerate().map(|(at, step)| format!("{}. {}", at + 1, self::step(step))).collect();
        paragraphs.push(steps.join("\n"));
    }
    if !finding.checks.is_empty() {
        let checks: Vec<String> = finding.checks.iter().map(|check| format!("- {}", self::check(check))).collect();
        paragraphs.push(format!("What is checked on the way does not hold:\n\n{}", checks.join("\n")));
    }
    if !finding.impact.trim().is_empty() {
        paragraphs.push(Prose(&words::sentence(&finding.impact)).to_string());
    }
    let mitigation = words::unended(&finding.mitigation.text);
    if !mitigation.is_empty() {
        let mark = if finding.mitigation.example.is_some() { ":" } else { "." };
        paragraphs.push(format!("To mitigate this risk, {}{mark}", Prose(mitigation)));
    }
    if let Some(example) = &finding.mitigation.example {
        paragraphs.push(Fence { code: example.trim_end(), language: &finding.mitigation.language }.to_string());
    }
}

/// How bad, how sure, and why not surer.
fn standing(finding: &Finding) -> String {
    let severity = finding.severity.word();
    let confidence = match finding.confidence {
        Confidence::High => String::new(),
        other => format!(", of {} confidence", other.word()),
    };
    let assumptions: Vec<String> =
        finding.assumptions.iter().map(|assumption| format!("that {}", Prose(words::unended(assumption)))).collect();
    if !assumptions.is_empty() {
        format!("{severity}{confidence}; assumes {}", words::list(&assumptions))
    } else if finding.flow.is_empty() {
        format!("{severity}{confidence}")
    } else {
        format!("{severity}{confidence}, whole flow shown")
    }
}

/// The file, the line and the code.
fn place(finding: &Finding) -> String {
    let place = &finding.place;
    let path = Code(&place.path).to_string();
    let quote = lines(finding.quote.trim_end());
    let function = if finding.function.is_empty() {
        String::new()
    } else {
        format!(" in {}", Code(&words::clip(&finding.function, LONGEST.0)))
    };
    if let [line] = quote.as_slice() {
        let line = line.text.trim();
        if line.chars().count() <= LONGEST.0 {
            return format!("{path}, line {}{}{function}: {}", place.line, words::cell(place), Code(line));
        }
    }
    let indent = place.column.saturating_sub(1) as usize;
    let shown: Vec<String> = (0..)
        .zip(&quote)
        .map(|(at, line)| {
            let text = if at == 0 { line.text } else { unindented(line.text, indent) };
            words::clip(text, LONGEST.1)
        })
        .collect();
    let fence = Fence { code: &shown.join("\n"), language: &finding.mitigation.language }.to_string();
    let lines = if place.end_line > place.line {
        format!("lines {} to {}", place.line, place.end_line)
    } else {
        format!("line {}", place.line)
    };
    format!("{path}, {lines}{}{function}:\n\n{fence}", words::cell(place))
}

/// A line without the spaces that the first line, which begins at the place, does not show either.
fn unindented(line: &str, most: usize) -> &str {
    let spaces = line.chars().take(most).take_while(|&c| c == ' ' || c == '\t').count();
    line.get(spaces..).unwrap_or(line)
}

/// A check that does not hold.
fn check(check: &Check) -> String {
    let place = format!("{}:{}", check.place.path, check.place.line);
    format!("{} {}.", Code(&place), Prose(words::unended(&check.note)))
}

/// One step of the flow. The code stands before the note, unless the note names it.
fn step(step: &Step) -> String {
    let place = format!("{}:{}", step.place.path, step.place.line);
    let note = Prose(words::unended(&step.note));
    let quote = match lines(step.quote.trim()).as_slice() {
        [] => String::new(),
        [only] => only.text.to_owned(),
        [first, ..] => format!("{} …", first.text),
    };
    if quote.is_empty() || step.note.contains(&quote) {
        format!("{} {note}", Code(&place))
    } else {
        format!("{} {}: {note}", Code(&place), Code(&words::clip(&quote, LONGEST.0)))
    }
}
