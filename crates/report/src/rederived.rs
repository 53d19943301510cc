//! How a review stands to the same review made again, for a terminal: what was not the same when it was made, then the differences,
//! each with both sides; or one line that says what was derived again.

use std::fmt::Write as _;

use audit::{Difference, DifferenceKind, Rederived};
use review::Severity;

use crate::TerminalOptions;
use crate::sink::Terminal;
use crate::terminal::{Paint, wrap_behind};
use crate::words::count;

/// The outcome for a terminal; at most that many differences are shown.
pub fn rederived(outcome: &Rederived, most: usize, options: &TerminalOptions) -> String {
    let paint = Paint(options.colour);
    let width = options.width.clamp(40, 120);
    let mut out = String::new();
    for cause in &outcome.causes {
        wrap_behind(cause, "note: ", width, &mut out);
    }
    for difference in outcome.differences.iter().take(most) {
        write_difference(difference, paint, width, &mut out);
    }
    let all = format!(
        "{}, {} and {}",
        count(outcome.findings, "finding"),
        count(outcome.steps, "step"),
        count(outcome.quotes, "quote")
    );
    if outcome.count == 0 {
        out.push_str(&paint.strong(&format!("the same: {all} were derived again from the code, and nothing differs")));
    } else {
        let shown = outcome.differences.len().min(most);
        let rest = match outcome.count - shown {
            0 => String::new(),
            _ if most <= 1 => {
                format!("; the first of {} is shown, --all shows more", count(outcome.count, "difference"))
            }
            _ => format!("; the first {shown} of {} are shown", count(outcome.count, "difference")),
        };
        out.push_str(&paint.strong(&format!("not the same: {all} were derived again{rest}")));
    }
    out.push('\n');
    out
}

fn write_difference(difference: &Difference, paint: Paint, width: usize, out: &mut String) {
    let word = paint.severity(Severity::High, difference.kind.words());
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{word}: {}", paint.strong(&Terminal(&difference.pointer).to_string()));
    if let Some(finding) = &difference.finding {
        wrap_behind(finding, "  --> ", width, out);
    }
    if let Some(said) = &difference.said {
        wrap_behind(said, "  the review says  ", width, out);
    }
    match (&difference.given, difference.kind) {
        (Some(given), _) => wrap_behind(given, "  the code gives   ", width, out),
        (None, DifferenceKind::NotFoundAgain) => wrap_behind("nothing of the kind", "  the code gives   ", width, out),
        (None, _) => {}
    }
    if let Some(remark) = &difference.remark {
        wrap_behind(remark, "  = ", width, out);
    }
    out.push('\n');
}
