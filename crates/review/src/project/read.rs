//! From files found to their texts, in parallel and in the order found.

use contained::{Step, contained};
use frontends::Language;
use ir::{SourceFile, Span};
use rayon::prelude::*;

use super::DiscoverOptions;
use super::decode::{decode, is_binary, is_minified};
use super::limits::{BYTES_WITHOUT_IGNORE, MOST_BYTES};
use super::name::written;
use super::open::{self, Tree};
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

    /// Reads files from a tree; one outcome for each, in order.
    pub(super) fn all(self, tree: &Tree, files: &[Found]) -> Vec<Result<Loaded, SkipReason>> {
        let one =
            |(unit, file)| contained(Step::Read, unit, || self.one(tree, file)).unwrap_or(Err(SkipReason::Failure));
        files.par_iter().enumerate().map(one).collect()
    }

    fn one(self, tree: &Tree, file: &Found) -> Result<Loaded, SkipReason> {
        let path = written(&file.path);
        // A name with an ending tells the language, or that there is none; without one, the first line may.
        if !may_be_read(&path) {
            return Err(SkipReason::Unsupported);
        }
        let by_name = Language::of_path(&path, "");
        let unread = |reason| if by_name.is_none() { SkipReason::Unsupported } else { reason };
        let opened = tree.open(&file.path).map_err(unread)?;
        let wanted = |head: &[u8]| by_name.is_some() || Language::of_path(&path, &first_line(head)).is_some();
        let bytes = open::read(opened, self.limit, wanted)?.ok_or(SkipReason::Unsupported)?;
        self.text(path, bytes)
    }

    /// Takes the bytes of a file for its text.
    pub(super) fn text(self, path: String, bytes: Vec<u8>) -> Result<Loaded, SkipReason> {
        let language = Language::of_path(&path, &first_line(&bytes)).ok_or(SkipReason::Unsupported)?;
        let size = bytes.len();
        if size as u64 > self.limit {
            return Err(SkipReason::TooLarge);
        }
        if is_binary(&bytes) {
            return Err(SkipReason::Binary);
        }
        let decoded = decode(bytes, language);
        if !self.minified_too && is_minified(&decoded.text) {
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
