//! An audit for a terminal: for each finding its verdict, its places with the quotes held against the code, the reason with its
//! evidence, and what would have to be corrected; then what the review does not mention, what could not be read, what was looked at,
//! and the score. Without colour it is the same text. Every line begins with a word or sign of ours.

mod conclusion;
mod finding;

use std::io::{self, Write};

use audit::Audit;

use crate::TerminalOptions;
use crate::terminal::{Paint, WIDTHS};

/// Writes the audit for a terminal.
pub fn terminal(audit: &Audit, options: &TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(options.colour);
    let width = options.width.clamp(WIDTHS.0, WIDTHS.1);
    let mut text = String::new();
    for finding in &audit.findings {
        if options.quiet {
            finding::write_line(finding, paint, &mut text);
        } else {
            finding::write(finding, paint, width, &mut text);
        }
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    if !options.quiet {
        conclusion::write(audit, paint, width, &mut text);
    }
    conclusion::write_last_line(audit, paint, &mut text);
    out.write_all(text.as_bytes())
}
