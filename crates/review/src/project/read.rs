//! From files found to their texts, in parallel and in the order found.

use contained::{Step, contained};
use frontends::{Language, MOST_CONFIGURATION_BYTES, Notebook, is_configuration};
use ir::{SourceFile, Span};
use rayon::prelude::*;

use super::DiscoverOptions;
use super::decode::{decode, is_binary, is_minified};
use super::limits::{BYTES_WITHOUT_IGNORE, MOST_BYTES, NOTEBOOK};
use super::name::written;
use super::open::{self, Tree};
use super::passed_over;
use super::walk::Found;
use crate::excerpt::place;
use crate::{Gap, SkipReason};

/// A file's text.
pub(super) struct Loaded {
    pub(super) source: SourceFile,
    pub(super) language: Language,
    pub(super) bytes: usize,
    pub(super) gap: Option<Gap>,
}

/// How a file is read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    limit: u64,
    minified_too: bool,
}

impl Reading {
    pub(super) fn new(options: &DiscoverOptions) -> Self {
        let least = if options.no_ignore { BYTES_WITHOUT_IGNORE } else { 0 };
        Self { limit: options.max_file_bytes.max(least).min(MOST_BYTES), minified_too: options.no_ignore }
    }

    /// The most bytes of a file that is read.
    pub(super) fn most_bytes(&self) -> u64 {
        self.limit
    }

    /// Reads files from a tree; one outcome for each, in order.
    pub(super) fn all(self, tree: &Tree, files: &[Found]) -> Vec<Result<Loaded, SkipReason>> {
        let one =
            |(unit, file)| contained(Step::Read, unit, || self.one(tree, file)).unwrap_or(Err(SkipReason::Failure));
        files.par_iter().enumerate().map(one).collect()
    }

    fn one(self, tree: &Tree, file: &Found) -> Result<Loaded, SkipReason> {
        let path = written(&file.path);
        // A name with an ending tells the language, or that there is none; without one, the first line may.
        let by_name = language(&path, "");
        if by_name.is_none() && !may_be_read(&path) {
            return Err(SkipReason::Unsupported);
        }
        if by_name == Some(Language::Configuration)
            && !self.minified_too
            && let Some(reason) = passed_over::left_out(&path)
        {
            return Err(reason);
        }
        let unread = |reason| if by_name.is_none() { SkipReason::Unsupported } else { reason };
        let opened = tree.open(&file.path).map_err(unread)?;
        let wanted = |head: &[u8]| by_name.is_some() || language(&path, &first_line(head)).is_some();
        let limit = by_name.map_or(self.limit, |language| self.limit_of(language));
        let bytes = open::read(opened, limit, wanted)?.ok_or(SkipReason::Unsupported)?;
        self.text(path, bytes)
    }

    /// Takes the text of a notebook for that of its code.
    fn notebook(
        self,
        path: String,
        text: String,
        bytes: usize,
        loss: Option<(u32, String)>,
    ) -> Result<Loaded, SkipReason> {
        let (source, broken) = match frontends::notebook(&path, text) {
            Notebook::Foreign => return Err(SkipReason::Unsupported),
            Notebook::Code(source) if source.text.len() as u64 > self.limit => return Err(SkipReason::TooLarge),
            Notebook::Code(source) => (source, None),
            Notebook::Broken(what, at) => (
                SourceFile::new(path, String::new()),
                Some(format!("this is no notebook that can be read: at byte {at}, {what}")),
            ),
        };
        let lost = broken.or(loss.map(|(_, text)| text));
        let gap = lost.map(|text| Gap { place: place(&source, Span::new(0, 0)), text });
        Ok(Loaded { source, language: Language::Notebook, bytes, gap })
    }

    /// The most bytes of a file in a language.
    fn limit_of(self, language: Language) -> u64 {
        match language {
            Language::Configuration => self.limit.min(MOST_CONFIGURATION_BYTES),
            // Most of a notebook is what its cells have printed; its code is bounded as other code is.
            Language::Notebook => self.limit.saturating_mul(NOTEBOOK).min(MOST_BYTES),
            _ => self.limit,
        }
    }

    /// Takes the bytes of a file for its text.
    pub(super) fn text(self, path: String, bytes: Vec<u8>) -> Result<Loaded, SkipReason> {
        let language = language(&path, &first_line(&bytes)).ok_or(SkipReason::Unsupported)?;
        let size = bytes.len();
        if size as u64 > self.limit_of(language) {
            return Err(SkipReason::TooLarge);
        }
        if is_binary(&bytes) {
            return Err(SkipReason::Binary);
        }
        let decoded = decode(bytes, language);
        if language == Language::Notebook {
            return self.notebook(path, decoded.text, size, decoded.loss);
        }
        if !self.minified_too && language != Language::Configuration && is_minified(&decoded.text) {
            return Err(SkipReason::Minified);
        }
        if !language.is_text(&decoded.text) {
            return Err(SkipReason::Unsupported);
        }
        let source = SourceFile::new(path, decoded.text);
        let gap = decoded.loss.map(|(at, text)| Gap { place: place(&source, Span::new(at, at)), text });
        Ok(Loaded { source, language, bytes: size, gap })
    }
}

/// The language of a file; what is no code may be configuration.
fn language(path: &str, first_line: &str) -> Option<Language> {
    let code = Language::of_path(path, first_line);
    code.or_else(|| is_configuration(path).then_some(Language::Configuration))
}

/// Whether a file's name tells a language that can be read, or leaves it to the first line.
pub(super) fn may_be_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    Language::of_path(path, "").is_some() || !name.trim_start_matches('.').contains('.')
}

fn first_line(bytes: &[u8]) -> String {
    const LONGEST: usize = 256;
    let start = bytes.get(..LONGEST).unwrap_or(bytes);
    let line = start.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default();
    String::from_utf8_lossy(line).into_owned()
}
