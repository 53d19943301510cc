//! Where a report goes, as the command was asked: a file, standard output, or a terminal; and in which format.

use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;
use crate::format::Format;
use crate::{output, text};

/// A destination of a report.
pub(crate) struct Destination<'a> {
    /// The file; without it, standard output.
    file: Option<&'a Path>,
    /// The format.
    pub(crate) format: Format,
    /// Whether nothing is told besides, and little in the report.
    quiet: bool,
}

impl<'a> Destination<'a> {
    /// The destination that arguments ask for: without a format, it is what the name of the file says, or the terminal's.
    pub(crate) fn asked(format: Option<Format>, file: Option<&'a Path>, quiet: bool) -> Result<Self, Failure> {
        let format = match (format, file) {
            (Some(format), _) => format,
            (None, None) => Format::Terminal,
            (None, Some(path)) => Format::of_file(path).ok_or_else(|| Failure::UnclearFormat(path.to_owned()))?,
        };
        Ok(Self { file, format, quiet })
    }

    /// How to write for a terminal there.
    pub(crate) fn terminal_options(&self) -> report::TerminalOptions {
        let choice = anstream::AutoStream::choice(&io::stdout());
        let wanted = anstream::ColorChoice::global();
        let colour = match self.file {
            Some(_) => wanted == anstream::ColorChoice::Always,
            None => choice != anstream::ColorChoice::Never,
        };
        let width = terminal_size::terminal_size().map_or(text::WIDTH, |(width, _)| usize::from(width.0));
        report::TerminalOptions { colour, width, quiet: self.quiet }
    }

    /// Has a report written there; of a file it is told that `what` is in it ("3 findings; the review").
    pub(crate) fn deliver(
        &self,
        what: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self.file {
            Some(path) => {
                output::write_file(path, write)?;
                if !self.quiet {
                    output::note(&format!("{what} is in '{}'\n", text::shown_path(path)));
                }
                Ok(())
            }
            None if self.format == Format::Terminal => output::print_coloured_piecewise(write),
            None => output::print_piecewise(write),
        }
    }
}

/// How to write for a terminal to standard output.
pub(crate) fn terminal_options(quiet: bool) -> report::TerminalOptions {
    Destination { file: None, format: Format::Terminal, quiet }.terminal_options()
}
