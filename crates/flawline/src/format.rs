//! The formats of a review, and which of them a file's name asks for.

use std::path::Path;

use clap::ValueEnum;

/// A format of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text with the code around each finding.
    Terminal,
    /// A page for people.
    Markdown,
    /// Everything, for programs.
    Json,
    /// For code scanning services.
    Sarif,
}

impl Format {
    /// What the end of the file's name stands for.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "log" => Some(Self::Terminal),
            "md" | "markdown" => Some(Self::Markdown),
            // `review.sarif.json` is a usual name too.
            "json" if path.file_stem().is_some_and(|stem| Self::of_file(Path::new(stem)) == Some(Self::Sarif)) => {
                Some(Self::Sarif)
            }
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_tells_the_format() {
        for (name, format) in [
            ("review.txt", Some(Format::Terminal)),
            ("review.MD", Some(Format::Markdown)),
            ("out/review.json", Some(Format::Json)),
            ("review.sarif", Some(Format::Sarif)),
            ("review.sarif.json", Some(Format::Sarif)),
            ("review.html", None),
            ("review", None),
            (".json", None),
        ] {
            assert_eq!(Format::of_file(Path::new(name)), format, "{name}");
        }
    }
}
