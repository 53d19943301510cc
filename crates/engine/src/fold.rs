//! Constants: what operators give for known operands. Anything doubtful gives nothing.

use ir::{BinaryOp, CompareOp, Constant, UnaryOp};

use crate::limits::TEXT_LENGTH;

/// Whether a constant counts as true.
pub(crate) fn truth(constant: &Constant) -> Option<bool> {
    Some(match constant {
        Constant::Null => false,
        Constant::Bool(value) => *value,
        Constant::Int(value) => *value != 0,
        Constant::Str(text) => !text.is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Number(_) => return None,
    })
}

pub(crate) fn unary(operator: UnaryOp, operand: &Constant) -> Option<Constant> {
    Some(match (operator, operand) {
        (UnaryOp::Not, constant) => Constant::Bool(!truth(constant)?),
        (UnaryOp::Minus, Constant::Int(value)) => Constant::Int(value.checked_neg()?),
        (UnaryOp::Plus, Constant::Int(value)) => Constant::Int(*value),
        (UnaryOp::Invert, Constant::Int(value)) => Constant::Int(!value),
        (UnaryOp::Text | UnaryOp::NumberText, constant) => Constant::Str(text(constant)?.into()),
        _ => return None,
    })
}

/// The whole number that a constant is, or writes in digits alone.
pub(crate) fn whole(constant: &Constant) -> Option<Constant> {
    match constant {
        Constant::Int(value) => Some(Constant::Int(*value)),
        Constant::Str(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
            text.parse().ok().filter(|_| is_plain).map(Constant::Int)
        }
        _ => None,
    }
}

/// Whether a constant text writes yes or no.
pub(crate) fn yes_no(constant: &Constant) -> Option<Constant> {
    let Constant::Str(text) = constant else { return None };
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["1", "yes", "true", "on"]) {
        Some(Constant::Bool(true))
    } else {
        is(&["0", "no", "false", "off"]).then_some(Constant::Bool(false))
    }
}

/// A text as bytes, or bytes as the text that they are: of the letters that are written alike everywhere, and of others
/// when nothing is said of how.
pub(crate) fn bytes(constant: &Constant, is_plain: bool) -> Option<Constant> {
    match constant {
        Constant::Str(text) if is_plain || text.is_ascii() => Some(Constant::Bytes(text.as_bytes().into())),
        Constant::Bytes(bytes) if is_plain || bytes.is_ascii() => {
            std::str::from_utf8(bytes).ok().map(|text| Constant::Str(text.into()))
        }
        _ => None,
    }
}

/// The bytes that a text writes, two digits each, with white space between them.
pub(crate) fn of_hex(constant: &Constant) -> Option<Constant> {
    let Constant::Str(text) = constant else { return None };
    let digits: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let byte = |pair: &[char; 2]| u8::try_from(pair[0].to_digit(16)? * 16 + pair[1].to_digit(16)?).ok();
    pairs.iter().map(byte).collect::<Option<Box<[u8]>>>().map(Constant::Bytes)
}

/// How long a constant is.
pub(crate) fn length(constant: &Constant) -> Option<Constant> {
    let length = match constant {
        Constant::Str(text) => text.chars().count(),
        Constant::Bytes(bytes) => bytes.len(),
        _ => return None,
    };
    i64::try_from(length).ok().map(Constant::Int)
}

/// A constant as a number with a fraction. What is written as a whole number that does not fit is none.
fn float(constant: &Constant) -> Option<f64> {
    match constant {
        Constant::Int(value) => i32::try_from(*value).ok().map(f64::from),
        Constant::Number(text) if text.contains(['.', 'e', 'E']) => text.replace('_', "").parse().ok(),
        _ => None,
    }
}

fn floats(operator: BinaryOp, a: f64, b: f64) -> Option<Constant> {
    let value = match operator {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div if b != 0.0 => a / b,
        _ => return None,
    };
    value.is_finite().then(|| Constant::Number(format!("{value:?}").into()))
}

/// A constant's text in a template.
pub(crate) fn text(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Str(text) => Some(text.to_string()),
        Constant::Int(value) => Some(value.to_string()),
        _ => None,
    }
}

pub(crate) fn binary(operator: BinaryOp, left: &Constant, right: &Constant) -> Option<Constant> {
    match (left, right) {
        (Constant::Int(a), Constant::Int(b)) if operator != BinaryOp::Div => {
            integers(operator, *a, *b).map(Constant::Int)
        }
        (Constant::Str(a), Constant::Str(b)) if operator == BinaryOp::Add => {
            (a.len() + b.len() <= TEXT_LENGTH).then(|| Constant::Str(format!("{a}{b}").into()))
        }
        (Constant::Bytes(a), Constant::Bytes(b)) if operator == BinaryOp::Add => {
            (a.len() + b.len() <= TEXT_LENGTH).then(|| Constant::Bytes([&**a, &**b].concat().into()))
        }
        (Constant::Str(a), Constant::Int(count)) | (Constant::Int(count), Constant::Str(a))
            if operator == BinaryOp::Mul =>
        {
            let count = times(a.len(), *count)?;
            Some(Constant::Str(a.repeat(count).into()))
        }
        (Constant::Bytes(a), Constant::Int(count)) | (Constant::Int(count), Constant::Bytes(a))
            if operator == BinaryOp::Mul =>
        {
            let count = times(a.len(), *count)?;
            Some(Constant::Bytes(a.repeat(count).into()))
        }
        _ => floats(operator, float(left)?, float(right)?),
    }
}

/// How often something is repeated, when what comes out is not too long; less often than never is never.
fn times(length: usize, count: i64) -> Option<usize> {
    let count = usize::try_from(count.max(0)).ok()?;
    (length.checked_mul(count)? <= TEXT_LENGTH).then_some(count)
}

fn integers(operator: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match operator {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::FloorDiv => (b > 0).then(|| a.div_euclid(b)),
        BinaryOp::Mod => (b > 0).then(|| a.rem_euclid(b)),
        BinaryOp::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        BinaryOp::ShiftLeft => u32::try_from(b).ok().filter(|b| *b < 63).and_then(|b| a.checked_mul(1 << b)),
        BinaryOp::ShiftRight => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::Div | BinaryOp::MatMul => None,
    }
}

pub(crate) fn compare(operator: CompareOp, left: &Constant, right: &Constant) -> Option<Constant> {
    use std::cmp::Ordering;
    let known = |constant: &Constant| !matches!(constant, Constant::Number(_));
    let same_sort = std::mem::discriminant(left) == std::mem::discriminant(right);
    let order = match (left, right) {
        (Constant::Int(a), Constant::Int(b)) => Some(a.cmp(b)),
        (Constant::Str(a), Constant::Str(b)) => Some(a.cmp(b)),
        _ => float(left).zip(float(right)).and_then(|(a, b)| a.partial_cmp(&b)),
    };
    let result = match operator {
        CompareOp::Eq | CompareOp::Is if known(left) && known(right) && same_sort => left == right,
        CompareOp::NotEq | CompareOp::IsNot if known(left) && known(right) && same_sort => left != right,
        // Null is only itself; a truth value and a number may be equal, so other mixes stay open.
        CompareOp::Eq | CompareOp::Is if *left == Constant::Null || *right == Constant::Null => false,
        CompareOp::NotEq | CompareOp::IsNot if *left == Constant::Null || *right == Constant::Null => true,
        CompareOp::Less => order? == Ordering::Less,
        CompareOp::LessEq => order? != Ordering::Greater,
        CompareOp::Greater => order? == Ordering::Greater,
        CompareOp::GreaterEq => order? != Ordering::Less,
        CompareOp::In | CompareOp::NotIn => match (left, right) {
            (Constant::Str(part), Constant::Str(whole)) => whole.contains(&**part) == (operator == CompareOp::In),
            _ => return None,
        },
        _ => return None,
    };
    Some(Constant::Bool(result))
}
