//! Colours, where they are wanted.

use anstyle::{AnsiColor, Color, Style};
use audit::Verdict;
use review::Severity;

/// Whether to colour.
#[derive(Clone, Copy)]
pub(crate) struct Paint(pub(crate) bool);

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.0 { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Headings.
    pub(crate) fn strong(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Gutters.
    pub(crate) fn gutter(self, text: &str) -> String {
        self.with(Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::BrightBlue))), text)
    }

    /// Code to use instead.
    pub(crate) fn remedy(self, text: &str) -> String {
        self.with(Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green))), text)
    }

    /// What matters less.
    pub(crate) fn faint(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    /// What is not right.
    pub(crate) fn wrong(self, text: &str) -> String {
        self.with(Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red))), text)
    }

    /// What an audit says of a finding.
    pub(crate) fn verdict(self, verdict: Verdict, text: &str) -> String {
        self.with(verdict_style(verdict), text)
    }

    /// A severity's word.
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        self.with(severity_style(severity), text)
    }
}

/// The style of what an audit says of a finding.
fn verdict_style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Accept => AnsiColor::Green,
        Verdict::Correct => AnsiColor::Yellow,
        Verdict::Reject => AnsiColor::BrightRed,
        Verdict::Undecided => AnsiColor::BrightCyan,
    };
    Style::new().bold().fg_color(Some(Color::Ansi(colour)))
}

/// The style of a severity, for words and underlines.
pub(crate) fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Critical => AnsiColor::BrightMagenta,
        Severity::High => AnsiColor::BrightRed,
        Severity::Medium => AnsiColor::Yellow,
        Severity::Low => AnsiColor::BrightCyan,
    };
    Style::new().bold().fg_color(Some(Color::Ansi(colour)))
}
