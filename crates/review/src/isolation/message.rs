//! What passes between the program and a worker: frames, each a length in four bytes and so many bytes.
//!
//! An order is five frames: the language's number and whether the file is a package's own, the module's name, the path, and the
//! text. The answer is one: the module as [`ir::codec::encode`] writes it.

use std::io::{self, Read, Write};

use frontends::Language;

/// The most bytes of a frame. A module is larger than its text, but not without bound.
const MOST: u32 = 1 << 30;

/// A file to be lowered.
pub(super) struct Order<'a> {
    pub(super) language: Language,
    pub(super) is_package: bool,
    pub(super) module: &'a str,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

/// The same, as a worker has it.
pub(super) struct Received {
    pub(super) language: Language,
    pub(super) is_package: bool,
    pub(super) module: String,
    pub(super) path: String,
    pub(super) text: String,
}

impl Order<'_> {
    pub(super) fn send(&self, mut to: impl Write) -> io::Result<()> {
        let number = Language::ALL.iter().position(|&known| known == self.language).unwrap_or_default();
        send(&mut to, &[number as u8, u8::from(self.is_package)])?;
        send(&mut to, self.module.as_bytes())?;
        send(&mut to, self.path.as_bytes())?;
        send(&mut to, self.text.as_bytes())?;
        to.flush()
    }
}

impl Received {
    /// The next order; `None` when there will be no more.
    pub(super) fn take(mut from: impl Read) -> io::Result<Option<Self>> {
        let Some(head) = take(&mut from)? else { return Ok(None) };
        let malformed = || io::Error::from(io::ErrorKind::InvalidData);
        let &[number, is_package] = head.as_slice() else { return Err(malformed()) };
        let language = *Language::ALL.get(usize::from(number)).ok_or_else(malformed)?;
        let mut text = || {
            let bytes = take(&mut from)?.ok_or_else(malformed)?;
            String::from_utf8(bytes).map_err(|_| malformed())
        };
        Ok(Some(Self { language, is_package: is_package != 0, module: text()?, path: text()?, text: text()? }))
    }
}

pub(super) fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

/// The next frame; `None` at the end.
pub(super) fn take(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length);
    if length > MOST {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    // Grown as it comes: the length is a stranger's word.
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == u64::from(length) { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
