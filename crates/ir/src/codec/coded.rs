//! Numbers, texts, lists, and the two macros that say how structures and choices are written.

use super::DecodeError;

/// What can be written as bytes and read again.
pub(super) trait Coded: Sized {
    /// Adds the bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Takes as many bytes as there were.
    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

/// The bytes that are still to be read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        let (&first, rest) = self.rest.split_first().ok_or(DecodeError::Short)?;
        self.rest = rest;
        Ok(first)
    }

    /// How many things follow. Each takes a byte at least, so that a lie about the number asks for no memory.
    pub(super) fn count(&mut self) -> Result<usize, DecodeError> {
        let count = usize::read(self)?;
        if count > self.rest.len() { Err(DecodeError::Short) } else { Ok(count) }
    }

    fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let count = self.count()?;
        let (bytes, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(bytes)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| DecodeError::Malformed)
    }
}

pub(super) fn write_text(text: &str, out: &mut Vec<u8>) {
    text.len().write(out);
    out.extend_from_slice(text.as_bytes());
}

impl Coded for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut left = *self;
        while left >= 0x80 {
            out.push(left as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = from.byte()?;
            value |= Self::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(DecodeError::Malformed)
    }
}

impl Coded for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        u64::from(*self).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        u64::read(from)?.try_into().map_err(|_| DecodeError::Malformed)
    }
}

impl Coded for usize {
    fn write(&self, out: &mut Vec<u8>) {
        (*self as u64).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        u64::read(from)?.try_into().map_err(|_| DecodeError::Malformed)
    }
}

impl Coded for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        // Small numbers are short, whatever their sign.
        ((self.cast_unsigned() << 1) ^ (*self >> 63).cast_unsigned()).write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let coded = u64::read(from)?;
        Ok((coded >> 1).cast_signed() ^ -(coded & 1).cast_signed())
    }
}

impl Coded for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::Malformed),
        }
    }
}

impl Coded for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from.text().map(str::to_owned)
    }
}

impl Coded for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from.text().map(Self::from)
    }
}

impl Coded for Box<[u8]> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        out.extend_from_slice(self);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from.bytes().map(Self::from)
    }
}

impl<T: Coded> Coded for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        for each in self {
            each.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // Grown as it is read: a thing in memory may be much larger than its bytes.
        let count = from.count()?;
        let mut list = Self::new();
        for _ in 0..count {
            list.push(T::read(from)?);
        }
        Ok(list)
    }
}

impl<T: Coded> Coded for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(held) = self {
            held.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

impl<A: Coded, B: Coded> Coded for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

/// A structure is its fields one after the other.
macro_rules! structure {
    ($name:ident { $($field:ident),+ }) => {
        impl Coded for $crate::$name {
            fn write(&self, out: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                $($field.write(out);)+
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(Self { $($field: Coded::read(from)?),+ })
            }
        }
    };
    ($name:ident) => {
        impl Coded for $crate::$name {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(Self(Coded::read(from)?))
            }
        }
    };
}

/// A choice is its number, and then what belongs to it.
macro_rules! choice {
    ($name:ident { $($number:literal = $variant:ident $(($($place:ident),+))? $({ $($field:ident),+ })?),+ $(,)? }) => {
        impl Coded for $crate::$name {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($place),+))? $({ $($field),+ })? => {
                        u32::write(&$number, out);
                        $($($place.write(out);)+)?
                        $($($field.write(out);)+)?
                    })+
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                match u32::read(from)? {
                    $($number => {
                        $($(let $place = Coded::read(from)?;)+)?
                        $($(let $field = Coded::read(from)?;)+)?
                        Ok(Self::$variant $(($($place),+))? $({ $($field),+ })?)
                    })+
                    _ => Err(DecodeError::Malformed),
                }
            }
        }
    };
}

pub(super) use {choice, structure};
