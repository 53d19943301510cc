//! Texts that a command is given, besides code: a file or standard input, up to a limit; and what is said of a path that is not there.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::text as words;

/// The beginning of a text.
pub(crate) struct Beginning {
    pub(crate) text: String,
    /// Whether it is all of it.
    pub(crate) is_whole: bool,
}

/// Reads a text up to a limit in bytes; `-` is standard input. What is no UTF-8 in it is replaced.
pub(crate) fn beginning(path: &Path, most: usize) -> Result<Beginning, Failure> {
    let mut bytes = Vec::new();
    let mut take = |from: &mut dyn Read, expected: usize| {
        // A text that has room from the beginning is not copied while it grows.
        bytes.reserve_exact(expected.min(most).saturating_add(1));
        from.take((most as u64).saturating_add(1)).read_to_end(&mut bytes)
    };
    if path == Path::new("-") {
        take(&mut io::stdin().lock(), 0).map_err(Failure::StandardInput)?;
    } else {
        let failure = |why: io::Error| match why.kind() {
            ErrorKind::NotFound => missing(path),
            _ => Failure::Input { path: path.to_owned(), why },
        };
        let mut file = File::open(path).map_err(failure)?;
        let size = file.metadata().map_or(0, |about| about.len());
        take(&mut file, usize::try_from(size).unwrap_or(usize::MAX)).map_err(failure)?;
    }
    let is_whole = bytes.len() <= most;
    bytes.truncate(most);
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Beginning { text, is_whole })
}

/// Reads a whole text, which must not be longer than a limit in bytes.
pub(crate) fn text(path: &Path, most: usize) -> Result<String, Failure> {
    let read = beginning(path, most)?;
    if read.is_whole { Ok(read.text) } else { Err(Failure::TextTooLarge { path: path.to_owned(), most: most as u64 }) }
}

/// That there is nothing at a path, with the nearest name in its folder.
pub(crate) fn missing(path: &Path) -> Failure {
    Failure::NoSuchPath { path: path.to_owned(), near: near(path) }
}

fn near(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names: Vec<String> =
        entries.take(10_000).filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let near = words::nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(words::shown_path(&folder.map_or_else(|| PathBuf::from(near), |folder| folder.join(near))))
}
