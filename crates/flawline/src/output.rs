//! Where answers go: standard output, whose reader may leave at any time, and files, which are whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// So many bytes of an answer are written at once.
const PIECE: usize = 1 << 16;

/// Writes an answer to standard output as it is.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    print_piecewise(|out| out.write_all(text.as_bytes()))
}

/// Writes an answer with colours to standard output; they are left out where they are not wanted.
pub(crate) fn print_coloured(text: &str) -> Result<(), Failure> {
    print_coloured_piecewise(|out| out.write_all(text.as_bytes()))
}

/// Has an answer written to standard output, as it is.
pub(crate) fn print_piecewise(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    deliver(io::stdout().lock(), write)
}

/// Has an answer with colours written to standard output.
pub(crate) fn print_coloured_piecewise(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    deliver(anstream::stdout().lock(), write)
}

/// Writes a note to standard error, with colours where they are wanted.
pub(crate) fn note(text: &str) {
    // With standard error closed there is nobody to tell.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// A reader that has seen enough and closes the pipe is no failure.
fn deliver(to: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut to = BufWriter::with_capacity(PIECE, to);
    match write(&mut to).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::StandardOutput(error)),
        _ => Ok(()),
    }
}

/// Has a file written whole: into a new file beside it, which then takes its name. A link is refused, because one that
/// stands in a reviewed folder may point anywhere; a device is written to as it is.
pub(crate) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let failure = |why: io::Error| Failure::Output { path: path.to_owned(), why };
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_symlink() => Err(Failure::OutputIsLink(path.to_owned())),
        Ok(data) if data.is_dir() => Err(Failure::OutputIsFolder(path.to_owned())),
        Ok(data) if !data.is_file() => {
            let file = OpenOptions::new().write(true).open(path).map_err(failure)?;
            match write_through(file, write) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(failure),
            }
        }
        Ok(data) => replace(path, write, Some(&data)).map_err(failure),
        Err(error) if error.kind() == ErrorKind::NotFound => replace(path, write, None).map_err(failure),
        Err(error) => Err(failure(error)),
    }
}

fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    old: Option<&fs::Metadata>,
) -> io::Result<()> {
    let (beside, file) = create_beside(path)?;
    let written = match old {
        Some(old) => file.set_permissions(old.permissions()),
        None => Ok(()),
    }
    .and_then(|()| write_through(file, write))
    .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_through(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffered = BufWriter::with_capacity(PIECE, file);
    write(&mut buffered)?;
    buffered.flush()?;
    match buffered.get_ref().sync_all() {
        // Devices and pipes have nothing to put on a disk.
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        other => other,
    }
}

/// A new file in the same folder; one that is there already is never opened.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "it names no file"))?;
    let mut last = io::Error::from(ErrorKind::AlreadyExists);
    for attempt in 0..100 {
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}-{attempt}.part", std::process::id()));
        let beside = path.with_file_name(beside);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
        super::write_file(path, |out| out.write_all(text.as_bytes()))
    }

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("review.json");
        write_file(&path, "first, and longer").unwrap();
        write_file(&path, "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(names(folder.path()), ["review.json"]);
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(write_file(folder.path(), "x"), Err(Failure::OutputIsFolder(_))));
        let missing = folder.path().join("missing/review.json");
        assert!(matches!(write_file(&missing, "x"), Err(Failure::Output { .. })));
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn of_what_is_not_written_to_its_end_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("review.json");
        let broken = |out: &mut dyn Write| {
            out.write_all(&vec![b'x'; 2 * PIECE])?;
            Err(io::Error::from(ErrorKind::Other))
        };
        assert!(matches!(super::write_file(&path, broken), Err(Failure::Output { .. })));
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let precious = folder.path().join("precious");
        fs::write(&precious, "kept").unwrap();
        let link = folder.path().join("review.json");
        std::os::unix::fs::symlink(&precious, &link).unwrap();
        assert!(matches!(write_file(&link, "x"), Err(Failure::OutputIsLink(_))));
        assert_eq!(fs::read_to_string(&precious).unwrap(), "kept");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        use std::os::unix::fs::FileTypeExt as _;
        write_file(Path::new("/dev/null"), "x").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        assert!(matches!(write_file(Path::new("/dev/full"), "x"), Err(Failure::Output { .. })));
    }
}
