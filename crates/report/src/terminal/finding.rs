//! One finding: its title, its frames, and what there is to say.

use std::collections::BTreeSet;

use review::{Finding, Mitigation};

use super::canvas::Canvas;
use super::paint::Paint;
use super::wrap::wrap;
use crate::lines::lines;
use crate::sink::Terminal;
use crate::words;

/// The most lines of an example, and of the steps that are listed.
const MOST_LINES: usize = 40;

/// The most characters of a line of an example: it is to be copied, so it is not cut to the width.
const LONGEST_LINE: usize = 300;

/// The first line, with the place.
pub(crate) fn write_line(finding: &Finding, paint: Paint, out: &mut String) {
    contained::at(contained::Step::Write, finding.place.line as usize);
    let place = &finding.place;
    let at = format!(" {}:{}:{}{}", Terminal(&place.path), place.line, place.column, words::cell(place));
    out.push_str(&title(finding, paint));
    out.push_str(&paint.faint(&at));
    out.push('\n');
}

fn title(finding: &Finding, paint: Paint) -> String {
    let name = format!("CWE-{} {}", finding.cwe.id, Terminal(&finding.cwe.name));
    let severity = paint.severity(finding.severity, finding.severity.word());
    format!(
        "{severity}{} {}",
        paint.strong(&format!(": {name}")),
        paint.faint(&format!("[{}]", Terminal(&finding.rule)))
    )
}

/// The whole finding and an empty line.
pub(super) fn write(finding: &Finding, paint: Paint, width: usize, out: &mut String) {
    contained::at(contained::Step::Write, finding.place.line as usize);
    out.push_str(&title(finding, paint));
    out.push('\n');
    let frames = Frames::of(finding, width);
    let gutter = Gutter { paint, digits: frames.digits, width };
    frames.write(&finding.message, &gutter, out);
    if !finding.impact.trim().is_empty() {
        gutter.prose("=", "", &words::sentence(&finding.impact), out);
    }
    mitigation(&finding.mitigation, &gutter, out);
    foot(finding, &gutter, out);
    out.push('\n');
}

/// The lines of code that a finding is about, ready to be drawn, and what is said of them.
pub(crate) struct Frames<'a> {
    finding: &'a Finding,
    canvases: Vec<(&'a str, Canvas<'a>)>,
    /// Whether the steps' words stand beside their places.
    inline: bool,
    inner: usize,
    /// How many digits the longest number has.
    pub(crate) digits: usize,
}

impl<'a> Frames<'a> {
    /// Those of a finding.
    pub(crate) fn of(finding: &'a Finding, width: usize) -> Self {
        let files = files(finding);
        // Room for the gutter of the longest number is taken from every frame, so that all stand in one column.
        let widest = finding.flow.iter().map(|step| step.excerpt.first_line).max().unwrap_or(0);
        let last = widest.max(finding.excerpt.first_line).saturating_add(99);
        let inner = width.saturating_sub(last.to_string().len() + 5);
        let inline = labels_fit(finding, &files, inner);
        let canvases: Vec<(&str, Canvas<'_>)> =
            files.iter().map(|&file| (file, canvas(finding, file, inline))).collect();
        let digits = canvases.iter().map(|(_, canvas)| canvas.last_line().to_string().len()).max().unwrap_or(1);
        Self { finding, canvases, inline, inner, digits }
    }

    /// Draws them, and writes what was seen, in these words, the steps and the checks.
    pub(crate) fn write(&self, message: &str, gutter: &Gutter, out: &mut String) {
        let finding = self.finding;
        for (file, canvas) in &self.canvases {
            gutter.origin(finding, file, out);
            canvas.draw(finding.severity, gutter.paint, gutter.digits, self.inner, out);
            gutter.line("|", "", out);
        }
        if !message.trim().is_empty() {
            // "It comes from:" needs the list that follows; steps in the frames stand above.
            let message = if self.inline { words::unended(message) } else { message };
            gutter.prose("=", "", &words::sentence(message), out);
        }
        if !self.inline {
            for (at, step) in finding.flow.iter().enumerate().take(MOST_LINES) {
                gutter.prose(" ", &format!("{}. ", at + 1), &step.note, out);
            }
            if finding.flow.len() > MOST_LINES {
                gutter.prose(" ", &format!("and {} more steps", finding.flow.len() - MOST_LINES), "", out);
            }
        }
        for check in &finding.checks {
            let lead = format!("checked at {}:{}: ", Terminal(&check.place.path), check.place.line);
            gutter.prose("=", &lead, &format!("{}.", words::unended(&check.note)), out);
        }
    }
}

/// What had to be assumed, how sure it is, and what it is known by.
pub(crate) fn foot(finding: &Finding, gutter: &Gutter, out: &mut String) {
    for assumption in &finding.assumptions {
        gutter.prose("=", "assumes that ", words::unended(assumption), out);
    }
    let short: String = finding.fingerprints.code.chars().take(12).collect();
    let foot = format!("confidence {}, fingerprint {}", finding.confidence.word(), Terminal(&short));
    gutter.line("=", &gutter.paint.faint(&foot), out);
}

/// What to do.
pub(crate) fn mitigation(mitigation: &Mitigation, gutter: &Gutter, out: &mut String) {
    let text = words::unended(&mitigation.text);
    if text.is_empty() {
        return;
    }
    let Some(example) = &mitigation.example else {
        gutter.prose("=", "To mitigate this risk, ", &format!("{text}."), out);
        return;
    };
    gutter.prose("=", "To mitigate this risk, ", &format!("{text}:"), out);
    let example = lines(example.trim_end());
    for line in example.iter().take(MOST_LINES) {
        let code = words::clip(line.text.trim_end(), LONGEST_LINE);
        let code = Terminal(&code).with_positions(&[]).0;
        let code = if code.is_empty() { code } else { gutter.paint.remedy(&format!("    {code}")) };
        gutter.line("|", &code, out);
    }
    if example.len() > MOST_LINES {
        gutter.line("|", &format!("    … {} more", words::count(example.len() - MOST_LINES, "line")), out);
    }
}

/// The files in which the finding has places: its own, then the others as the flow meets them.
fn files(finding: &Finding) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    std::iter::once(finding.place.path.as_str())
        .chain(finding.flow.iter().map(|step| step.place.path.as_str()))
        .filter(|path| seen.insert(*path))
        .collect()
}

/// Whether each step's words fit beside its place; else the places bear numbers, and the words follow the frames.
fn labels_fit(finding: &Finding, files: &[&str], width: usize) -> bool {
    let mut places = BTreeSet::new();
    finding.flow.iter().all(|step| places.insert(&step.place))
        && files.iter().all(|file| {
            let room = canvas(finding, file, true).room(width);
            let mut notes = finding.flow.iter().enumerate().filter(|(_, step)| step.place.path == *file);
            notes.all(|(at, step)| label(at, &step.note).chars().count() <= room)
        })
}

fn label(at: usize, note: &str) -> String {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}. {}", at + 1, Terminal(&note))
}

/// One file's places. Steps at the same place share a mark.
fn canvas<'a>(finding: &'a Finding, file: &str, inline: bool) -> Canvas<'a> {
    let mut canvas = Canvas::default();
    let steps_at = |place: &review::Place| -> String {
        let steps = finding.flow.iter().enumerate().filter(|(_, step)| step.place == *place);
        let labels: Vec<String> =
            steps.map(|(at, step)| if inline { label(at, &step.note) } else { (at + 1).to_string() }).collect();
        labels.join(", ")
    };
    if finding.place.path == file {
        canvas.mark(&finding.excerpt, steps_at(&finding.place), true);
    }
    let mut marked = BTreeSet::from([&finding.place]);
    for step in &finding.flow {
        if step.place.path == file && marked.insert(&step.place) {
            canvas.mark(&step.excerpt, steps_at(&step.place), false);
        }
    }
    if finding.flow.is_empty() {
        canvas.show_all();
    }
    canvas
}

/// The column in which every line of a finding but the first begins.
pub(crate) struct Gutter {
    /// The colours.
    pub(crate) paint: Paint,
    /// How wide numbers are.
    pub(crate) digits: usize,
    /// How many columns there are.
    pub(crate) width: usize,
}

impl Gutter {
    /// A sign of ours and a clean text behind it.
    pub(crate) fn line(&self, sign: &str, text: &str, out: &mut String) {
        out.push_str(&" ".repeat(self.digits + 1));
        out.push_str(&if sign == " " { sign.to_owned() } else { self.paint.gutter(sign) });
        if !text.is_empty() {
            out.push(' ');
            out.push_str(text);
        }
        out.push('\n');
    }

    /// Where a frame is from.
    fn origin(&self, finding: &Finding, file: &str, out: &mut String) {
        let step = finding.flow.iter().map(|step| &step.place).find(|place| place.path == file);
        let is_own = finding.place.path == file;
        let place = if is_own { &finding.place } else { step.unwrap_or(&finding.place) };
        let function = if is_own && !finding.function.is_empty() {
            format!(" in {}", Terminal(&words::clip(&finding.function, 80)))
        } else {
            String::new()
        };
        out.push_str(&" ".repeat(self.digits));
        out.push_str(&self.paint.gutter("-->"));
        let at = format!(" {}:{}:{}{}", Terminal(&place.path), place.line, place.column, words::cell(place));
        out.push_str(&at);
        out.push_str(&self.paint.faint(&function));
        out.push('\n');
    }

    /// A sign, words of ours, and words to wrap behind them.
    pub(crate) fn prose(&self, sign: &str, lead: &str, text: &str, out: &mut String) {
        let width = self.width.saturating_sub(self.digits + 3);
        for (at, line) in wrap(text, width, lead.chars().count()).into_iter().enumerate() {
            if at == 0 {
                self.line(sign, &format!("{}{line}", self.paint.strong(lead)), out);
            } else {
                out.push_str(&" ".repeat(self.digits + 3));
                out.push_str(&line);
                out.push('\n');
            }
        }
    }
}
