//! Texts that a command is given, besides code: a file or standard input, up to a limit.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::cli::near;
use crate::failure::Failure;

/// Reads a text; `-` is standard input. What is no UTF-8 in it is replaced.
pub(crate) fn text(path: &Path, most: u64) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut take = |from: &mut dyn Read| from.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if path == Path::new("-") {
        take(&mut io::stdin().lock()).map_err(Failure::StandardInput)?;
    } else {
        let failure = |why: io::Error| match why.kind() {
            ErrorKind::NotFound => Failure::NoSuchPath { path: path.to_owned(), near: near(path) },
            _ => Failure::Input { path: path.to_owned(), why },
        };
        take(&mut File::open(path).map_err(failure)?).map_err(failure)?;
    }
    if bytes.len() as u64 > most {
        return Err(Failure::TextTooLarge { path: path.to_owned(), most });
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
