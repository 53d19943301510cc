//! Colours, where they are wanted.

use anstyle::{AnsiColor, Color, Style};
use review::Severity;

/// Whether to colour.
#[derive(Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    fn with(self, style: Style, text: &str) -> String {
        if self.0 { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Headings.
    pub(super) fn strong(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Gutters.
    pub(super) fn gutter(self, text: &str) -> String {
        self.with(Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::BrightBlue))), text)
    }

    /// Code to use instead.
    pub(super) fn remedy(self, text: &str) -> String {
        self.with(Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green))), text)
    }

    /// What matters less.
    pub(super) fn faint(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    /// A severity's word.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        self.with(severity_style(severity), text)
    }
}

/// The style of a severity, for words and underlines.
pub(super) fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Critical => AnsiColor::BrightMagenta,
        Severity::High => AnsiColor::BrightRed,
        Severity::Medium => AnsiColor::Yellow,
        Severity::Low => AnsiColor::BrightCyan,
    };
    Style::new().bold().fg_color(Some(Color::Ansi(colour)))
}
