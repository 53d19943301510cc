//! For a terminal: each finding with the code it is about and the flow drawn on it, then what was looked at and what
//! was not. Without colour it is the same text, fit for a pipe. Every line begins with a word or sign of ours.

mod canvas;
mod conclusion;
mod finding;
mod paint;
mod wrap;

use review::Review;

pub(crate) use canvas::fit;
pub(crate) use conclusion::{Block, at, name};
pub(crate) use finding::{Frames, Gutter, foot, mitigation, write_line};
pub(crate) use paint::Paint;
pub(crate) use wrap::wrap_behind;

use crate::summary;

/// How to write for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Whether to use colours.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
    /// Only one line a finding, and the last line.
    pub quiet: bool,
}

/// The narrowest and the widest text that is written, whatever the terminal's width.
pub(crate) const WIDTHS: (usize, usize) = (40, 120);

/// The review for a terminal.
pub fn terminal(review: &Review, options: &TerminalOptions) -> String {
    let paint = Paint(options.colour);
    let width = options.width.clamp(WIDTHS.0, WIDTHS.1);
    let mut out = String::new();
    if options.quiet {
        for finding in &review.findings {
            finding::write_line(finding, paint, &mut out);
        }
    } else {
        for finding in &review.findings {
            finding::write(finding, paint, width, &mut out);
        }
        if !review.elsewhere.is_empty() {
            let heading = format!("In {}: not counted", summary::scopes(&review.elsewhere));
            out.push_str(&paint.strong(&heading));
            out.push_str("\n\n");
            for finding in &review.elsewhere {
                finding::write(finding, paint, width, &mut out);
            }
        }
        conclusion::write(review, paint, width, &mut out);
    }
    conclusion::write_last_line(review, paint, &mut out);
    out
}
