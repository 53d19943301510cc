//! Modules as bytes, both ways: for the process that lowers a file apart from the program, and for whoever keeps them.
//!
//! [`encode`] takes a module before linking and gives its bytes; [`decode`] takes bytes from anywhere and gives the module, or
//! says that they are none: what it gives has passed [`crate::verify_module`]. The form is the program's own: it begins with
//! [`VERSION`], and other versions are refused. Nothing that is shown derives from it.
//!
//! Numbers are written seven bits a byte, the lowest first; lists and texts begin with their length.

mod coded;
mod declarations;
mod operations;

use std::fmt;

use crate::{ConstPool, Interner, Module, verify_module};
use coded::{Coded, Reader};

/// What the bytes of a module begin with. It changes whenever the form does.
pub const VERSION: u32 = 2;

/// Bytes that are no module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They end too early.
    Short,
    /// There is more after the module.
    Long,
    /// Another version wrote them.
    Version,
    /// A number stands for nothing, or a text is no text.
    Malformed,
    /// The module does not hold together.
    Unverified,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Short => "the bytes end too early",
            Self::Long => "bytes are left over",
            Self::Version => "another version has written them",
            Self::Malformed => "they are not of this form",
            Self::Unverified => "the module does not hold together",
        })
    }
}

impl std::error::Error for DecodeError {}

/// The bytes of a module.
pub fn encode(module: &Module) -> Vec<u8> {
    let mut out = Vec::new();
    VERSION.write(&mut out);
    module.write(&mut out);
    out
}

/// The module that the bytes are.
pub fn decode(bytes: &[u8]) -> Result<Module, DecodeError> {
    let mut from = Reader::new(bytes);
    if u32::read(&mut from)? != VERSION {
        return Err(DecodeError::Version);
    }
    let module = Module::read(&mut from)?;
    if !from.is_at_end() {
        return Err(DecodeError::Long);
    }
    verify_module(&module).map_err(|_| DecodeError::Unverified)?;
    Ok(module)
}

impl Coded for Interner {
    fn write(&self, out: &mut Vec<u8>) {
        let texts: Vec<&str> = self.texts().collect();
        texts.len().write(out);
        for text in texts {
            coded::write_text(text, out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut symbols = Self::default();
        for number in 0..from.count()? {
            // A text that stands twice would shift the numbers of all that follow.
            if symbols.intern(from.text()?).index() != number {
                return Err(DecodeError::Malformed);
            }
        }
        Ok(symbols)
    }
}

impl Coded for ConstPool {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        for id in 0..self.len() {
            self.get(crate::ConstId(id as u32)).write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Vec::read(from).map(Self::frozen)
    }
}
