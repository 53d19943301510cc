//! Values while a check is tried, and what APIs compute of them. Takes values; gives a value, an exception, or nothing when
//! something is not known.

use std::rc::Rc;

use ir::{BinaryOp, CompareOp, Constant};
use knowledge::Computation;

use super::addresses;
use super::paths;
use super::patterns::Patterns;

/// How long a text may get, in bytes: what is tried are paths.
pub(super) const LONGEST: usize = 512;
/// How many elements a list may have, those of lists in it included, which hold no lists themselves.
const MOST: usize = 256;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Val {
    /// Nothing is known of it.
    Unknown,
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// Yes or no, and it is not known which.
    Either,
    /// A whole number.
    Int(i64),
    /// A text, or a path.
    Text(Rc<str>),
    /// Several values in an order.
    List(Rc<[Val]>),
    /// Values by others; a later one of the same counts.
    Map(Rc<[(Val, Val)]>),
    /// A pattern by which texts are read.
    Pattern(Rc<str>),
    /// Something that is there and counts as true.
    Thing,
}

/// The computation fails with an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failed;

impl Val {
    /// A text; nothing is known of one that is too long.
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.len() > LONGEST { Self::Unknown } else { Self::Text(text.into()) }
    }

    pub(super) fn list(values: Vec<Self>) -> Self {
        let within = || values.iter().filter_map(Self::elements);
        let is_small = values.len() <= MOST && within().map(<[Self]>::len).sum::<usize>() <= MOST;
        let is_flat = || within().flatten().all(|value| value.elements().is_none());
        if is_small && is_flat() { Self::List(values.into()) } else { Self::Unknown }
    }

    pub(super) fn map(entries: impl Iterator<Item = (Self, Self)>) -> Self {
        let entries: Vec<(Self, Self)> = entries.take(MOST + 1).collect();
        let is_flat = |value: &Self| !matches!(value, Self::List(_) | Self::Map(_));
        let is_small = entries.len() <= MOST && entries.iter().all(|(key, value)| is_flat(key) && is_flat(value));
        if is_small { Self::Map(entries.into()) } else { Self::Unknown }
    }

    fn elements(&self) -> Option<&[Self]> {
        match self {
            Self::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// How many steps it costs to go through it, at least none.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Text(text) | Self::Pattern(text) => text.len() / 64,
            Self::List(elements) => elements.len(),
            Self::Map(entries) => entries.len(),
            _ => 0,
        }
    }

    fn texts(texts: Vec<String>) -> Self {
        Self::list(texts.into_iter().map(Self::text).collect())
    }

    pub(super) fn of(constant: &Constant) -> Self {
        match constant {
            Constant::Null => Self::Null,
            Constant::Bool(value) => Self::Bool(*value),
            Constant::Int(value) => Self::Int(*value),
            Constant::Str(text) => Self::text(text),
            Constant::Number(_) | Constant::Bytes(_) => Self::Unknown,
        }
    }

    /// Whether it counts as true.
    pub fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::Unknown | Self::Either => return None,
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Text(text) => !text.is_empty(),
            Self::List(values) => !values.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
            Self::Pattern(_) | Self::Thing => true,
        })
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether two values are equal.
    fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Thing | Self::Pattern(_), Self::Null) | (Self::Null, Self::Thing | Self::Pattern(_)) => Some(false),
            (Self::Unknown | Self::Either | Self::Thing | Self::Pattern(_) | Self::Map(_), _)
            | (_, Self::Unknown | Self::Either | Self::Thing | Self::Pattern(_) | Self::Map(_)) => None,
            (Self::List(a), Self::List(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                a.iter().zip(b.iter()).try_fold(true, |all, (a, b)| Some(all && a.equals(b)?))
            }
            (a, b) => Some(a == b),
        }
    }

    /// Whether it is among the elements of another, or a part of it.
    fn is_in(&self, whole: &Self) -> Option<bool> {
        match (self, whole) {
            (Self::Text(part), Self::Text(whole)) => Some(whole.contains(&**part)),
            (_, Self::List(elements)) => {
                let found: Vec<Option<bool>> = elements.iter().map(|element| self.equals(element)).collect();
                if found.contains(&Some(true)) {
                    Some(true)
                } else {
                    found.iter().all(Option::is_some).then_some(false)
                }
            }
            _ => None,
        }
    }

    /// The element at a position, counted from the end when it is negative.
    pub(super) fn element(&self, at: i64) -> Result<Self, Failed> {
        let len = match self {
            Self::List(elements) => elements.len(),
            Self::Text(text) => text.chars().count(),
            _ => return Ok(Self::Unknown),
        };
        let place = usize::try_from(if at < 0 { at.saturating_add(number(len)) } else { at }).map_err(|_| Failed)?;
        let found = match self {
            Self::Text(text) => text.chars().nth(place).map(|letter| Self::text(letter.to_string())),
            _ => self.elements().and_then(|elements| elements.get(place)).cloned(),
        };
        found.ok_or(Failed)
    }

    /// The run of elements from one position to before another.
    pub(super) fn range(&self, from: &Self, to: &Self) -> Self {
        let len = match self {
            Self::Text(text) => text.chars().count(),
            Self::List(elements) => elements.len(),
            _ => return Self::Unknown,
        };
        let place = |at: &Self, default: usize| match at {
            Self::Null => Some(default),
            Self::Int(at) if *at < 0 => Some(usize::try_from(at.saturating_add(number(len))).unwrap_or(0)),
            Self::Int(at) => Some(usize::try_from(*at).map_or(len, |at| at.min(len))),
            _ => None,
        };
        let (Some(from), Some(to)) = (place(from, 0), place(to, len)) else { return Self::Unknown };
        let count = to.saturating_sub(from);
        match self {
            Self::Text(text) => Self::text(text.chars().skip(from).take(count).collect::<String>()),
            Self::List(elements) => Self::list(elements.iter().skip(from).take(count).cloned().collect()),
            _ => Self::Unknown,
        }
    }

    /// The text as a template shows it.
    pub(super) fn shown(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.clone()),
            Self::Int(number) => Self::text(number.to_string()),
            _ => Self::Unknown,
        }
    }
}

/// Whether so many bytes are worth being put together: not many times what a text may have.
fn is_short(bytes: usize) -> bool {
    bytes <= 16 * LONGEST
}

/// How many there are, as a number of the program.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn bool(value: Option<bool>) -> Val {
    value.map_or(Val::Unknown, Val::Bool)
}

pub(super) fn compare(operator: CompareOp, left: &Val, right: &Val) -> Val {
    let order = || match (left, right) {
        (Val::Int(a), Val::Int(b)) => Some(a.cmp(b)),
        (Val::Text(a), Val::Text(b)) => Some(a.cmp(b)),
        _ => None,
    };
    bool(match operator {
        CompareOp::Eq | CompareOp::Is => left.equals(right),
        CompareOp::NotEq | CompareOp::IsNot => left.equals(right).map(|equal| !equal),
        CompareOp::In => left.is_in(right),
        CompareOp::NotIn => left.is_in(right).map(|within| !within),
        CompareOp::Less => order().map(std::cmp::Ordering::is_lt),
        CompareOp::LessEq => order().map(std::cmp::Ordering::is_le),
        CompareOp::Greater => order().map(std::cmp::Ordering::is_gt),
        CompareOp::GreaterEq => order().map(std::cmp::Ordering::is_ge),
    })
}

pub(super) fn binary(operator: BinaryOp, left: &Val, right: &Val) -> Val {
    match (operator, left, right) {
        (BinaryOp::Add, Val::Text(a), Val::Text(b)) => Val::text(format!("{a}{b}")),
        (BinaryOp::Add, Val::List(a), Val::List(b)) => Val::list(a.iter().chain(b.iter()).cloned().collect()),
        (BinaryOp::Add, Val::Int(a), Val::Int(b)) => a.checked_add(*b).map_or(Val::Unknown, Val::Int),
        (BinaryOp::Sub, Val::Int(a), Val::Int(b)) => a.checked_sub(*b).map_or(Val::Unknown, Val::Int),
        (BinaryOp::Div, Val::Text(a), Val::Text(b)) => Val::text(paths::joined([&**a, &**b])),
        _ => Val::Unknown,
    }
}

/// What an API computes of what goes in.
pub(super) fn computed(does: Computation, given: &[Val], patterns: &Patterns) -> Result<Val, Failed> {
    let texts: Option<Vec<&str>> = given.iter().map(Val::as_text).collect();
    if let Some(texts) = texts.as_deref().filter(|texts| !texts.is_empty())
        && let Some(value) = of_texts(does, texts, patterns)
    {
        return value;
    }
    Ok(match (does, given) {
        (Computation::OwnAddress, _) => Val::text(addresses::OWN),
        (Computation::OwnHost, _) => Val::text(addresses::OWN_HOST),
        (Computation::Translate, [Val::Text(text), Val::Map(entries)]) => translated(text, entries),
        (Computation::NumberedLetter, [Val::Int(number)]) => {
            let letter = u32::try_from(*number).ok().and_then(char::from_u32);
            letter.map_or(Val::Unknown, |letter| Val::text(letter.encode_utf8(&mut [0; 4])))
        }
        (Computation::Numbers, [Val::Int(to)]) => numbers(0, *to),
        (Computation::Numbers, [Val::Int(from), Val::Int(to)]) => numbers(*from, *to),
        (
            Computation::AddressScheme
            | Computation::AddressNetloc
            | Computation::AddressHost
            | Computation::AddressPath,
            [Val::List(parts)],
        ) => {
            let at = match does {
                Computation::AddressScheme => 0,
                Computation::AddressPath => 2,
                _ => 1,
            };
            match (does, parts.get(at)) {
                (Computation::AddressHost, Some(Val::Text(netloc))) => {
                    addresses::host(netloc).map_or(Val::Null, Val::text)
                }
                (_, part) => part.cloned().unwrap_or(Val::Unknown),
            }
        }
        (Computation::CommonLetters | Computation::CommonFolder, [Val::List(paths)]) => {
            let Some(paths) = paths.iter().map(Val::as_text).collect::<Option<Vec<&str>>>() else {
                return Ok(Val::Unknown);
            };
            if does == Computation::CommonLetters {
                Val::text(paths::common_letters(&paths))
            } else {
                return paths::common_folder(&paths).map(Val::text).ok_or(Failed);
            }
        }
        (Computation::Begins | Computation::Ends, [Val::Text(text), Val::List(all)]) => {
            let is_so = |one: &Val| {
                let one = one.as_text()?;
                Some(if does == Computation::Begins { text.starts_with(one) } else { text.ends_with(one) })
            };
            bool(all.iter().try_fold(false, |any, one| Some(any || is_so(one)?)))
        }
        (Computation::JoinTexts, [Val::Text(between), Val::List(parts)]) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Val::as_text).collect();
            match parts {
                Some(parts) if is_short(parts.iter().map(|part| part.len() + between.len()).sum()) => {
                    Val::text(parts.join(between))
                }
                _ => Val::Unknown,
            }
        }
        (Computation::Split, [Val::Text(text)] | [Val::Text(text), Val::Null]) => {
            Val::texts(text.split_whitespace().map(str::to_owned).collect())
        }
        (Computation::Split, [Val::Text(text), Val::Text(at), Val::Int(most)]) if !at.is_empty() => {
            let most = usize::try_from(*most).map_or(usize::MAX, |most| most.saturating_add(1));
            Val::texts(text.splitn(most, &**at).map(str::to_owned).collect())
        }
        (Computation::Any | Computation::All, [Val::List(elements)]) => {
            let wanted = does == Computation::Any;
            let found: Vec<Option<bool>> = elements.iter().map(Val::truth).collect();
            if found.contains(&Some(wanted)) {
                Val::Bool(wanted)
            } else {
                bool(found.iter().all(Option::is_some).then_some(!wanted))
            }
        }
        (Computation::Truth, [value]) => bool(value.truth()),
        (Computation::Text, [value]) => value.shown(),
        (Computation::Length, [Val::List(elements)]) => Val::Int(number(elements.len())),
        (Computation::Elements, [Val::List(elements)]) => Val::List(elements.clone()),
        (Computation::Elements, []) => Val::list(Vec::new()),
        (
            Computation::MatchStart | Computation::MatchWhole | Computation::MatchPart,
            [Val::Pattern(pattern), Val::Text(text)],
        ) => matched(does, pattern, text, patterns),
        (Computation::Substitute, [Val::Pattern(pattern), Val::Text(by), Val::Text(text)]) => {
            replaced(pattern, by, text, patterns)
        }
        _ => Val::Unknown,
    })
}

/// What an API computes of texts alone.
fn of_texts(does: Computation, texts: &[&str], patterns: &Patterns) -> Option<Result<Val, Failed>> {
    use Computation as C;
    let first = *texts.first()?;
    let letters = |set: &str| set.chars().collect::<Vec<char>>();
    let white = |letter: char| letter.is_whitespace();
    Some(Ok(match (does, texts) {
        (C::JoinPaths, _) if !is_short(texts.iter().map(|text| text.len() + 1).sum()) => Val::Unknown,
        (C::JoinPaths, _) => Val::text(paths::joined(texts.iter().copied())),
        (C::NormalPath, [path]) => Val::text(paths::normal(path)),
        (C::WholePath, _) => Val::text(paths::whole(first)),
        (C::LastPart, [path]) => Val::text(paths::split(path).1),
        (C::FolderPart, [path]) => Val::text(paths::split(path).0),
        (C::SplitPath, [path]) => {
            let (folder, name) = paths::split(path);
            Val::list(vec![Val::text(folder), Val::text(name)])
        }
        (C::PathParts, [path]) => Val::texts(paths::parts(path)),
        (C::PathParents, [path]) => Val::texts(paths::parents(path)),
        (C::IsAbsolute, [path]) => Val::Bool(paths::is_absolute(path)),
        (C::RelativePath, [path]) => Val::text(paths::relative(path, ".")),
        (C::RelativePath, [path, from]) => Val::text(paths::relative(path, from)),
        (C::IsBelow, [path, folder]) => Val::Bool(paths::below(path, folder).is_some()),
        (C::Below, [path, folder]) => return Some(paths::below(path, folder).map(Val::text).ok_or(Failed)),
        (C::Begins, [text, with]) => Val::Bool(text.starts_with(with)),
        (C::Ends, [text, with]) => Val::Bool(text.ends_with(with)),
        (C::Find, [text, part]) => Val::Int(text.find(part).map_or(-1, number)),
        (C::Count, [text, part]) if !part.is_empty() => Val::Int(number(text.matches(part).count())),
        (C::Replace, [text, part, by]) if !part.is_empty() => {
            let grows = text.matches(part).count() * by.len();
            if is_short(grows) { Val::text(text.replace(part, by)) } else { Val::Unknown }
        }
        (C::Split, [text, at]) if !at.is_empty() => Val::texts(text.split(at).map(str::to_owned).collect()),
        (C::Strip, [text]) => Val::text(text.trim_matches(white)),
        (C::StripStart, [text]) => Val::text(text.trim_start_matches(white)),
        (C::StripEnd, [text]) => Val::text(text.trim_end_matches(white)),
        (C::Strip, [text, set]) => Val::text(text.trim_matches(letters(set).as_slice())),
        (C::StripStart, [text, set]) => Val::text(text.trim_start_matches(letters(set).as_slice())),
        (C::StripEnd, [text, set]) => Val::text(text.trim_end_matches(letters(set).as_slice())),
        (C::WithoutPrefix, [text, prefix]) => Val::text(text.strip_prefix(prefix).unwrap_or(text)),
        (C::Lower, [text]) => Val::text(text.to_lowercase()),
        (C::Upper, [text]) => Val::text(text.to_uppercase()),
        (C::Text, [text]) => Val::text(text),
        (C::Length, [text]) => Val::Int(number(text.chars().count())),
        (C::Truth, [text]) => Val::Bool(!text.is_empty()),
        (C::Elements, [text]) => Val::texts(text.chars().map(String::from).collect()),
        (C::Pattern, [pattern]) => Val::Pattern((*pattern).into()),
        (C::MatchStart | C::MatchWhole | C::MatchPart, [pattern, text]) => matched(does, pattern, text, patterns),
        (C::Substitute, [pattern, by, text]) => replaced(pattern, by, text, patterns),
        (C::LetterNumber, [text]) if text.chars().count() == 1 => {
            text.chars().next().map_or(Val::Unknown, |letter| Val::Int(i64::from(u32::from(letter))))
        }
        (C::SplitAddress | C::ParseAddress, [address]) => {
            let Some(parts) = addresses::split(address) else { return Some(Err(Failed)) };
            let [scheme, netloc, path, query, fragment] = parts;
            if does == C::SplitAddress {
                Val::texts(vec![scheme, netloc, path, query, fragment])
            } else if path.contains(';') {
                Val::Unknown
            } else {
                Val::texts(vec![scheme, netloc, path, String::new(), query, fragment])
            }
        }
        (C::JoinAddress, [base, address]) => match addresses::joined(base, address) {
            Some(joined) => Val::text(joined),
            None => return Some(Err(Failed)),
        },
        _ => return None,
    }))
}

/// The whole numbers from one to before another.
fn numbers(from: i64, to: i64) -> Val {
    if to.saturating_sub(from) > number(MOST) { Val::Unknown } else { Val::list((from..to).map(Val::Int).collect()) }
}

/// A text with its letters replaced as a map of their numbers says.
fn translated(text: &str, entries: &[(Val, Val)]) -> Val {
    let mut made = String::new();
    for letter in text.chars() {
        let number = Val::Int(i64::from(u32::from(letter)));
        if entries.iter().any(|(key, _)| !matches!(key, Val::Int(_))) {
            return Val::Unknown;
        }
        match entries.iter().rev().find(|(key, _)| *key == number) {
            None => made.push(letter),
            Some((_, Val::Null)) => {}
            Some((_, Val::Text(by))) => made.push_str(by),
            Some(_) => return Val::Unknown,
        }
    }
    if is_short(made.len()) { Val::text(made) } else { Val::Unknown }
}

fn matched(does: Computation, written: &str, text: &str, patterns: &Patterns) -> Val {
    let around = match does {
        Computation::MatchStart => ("\\A", ""),
        Computation::MatchWhole => ("\\A", "\\z"),
        _ => ("", ""),
    };
    match patterns.ask(written, around, |pattern| pattern.is_match(text)) {
        Some(true) => Val::Thing,
        Some(false) => Val::Null,
        None => Val::Unknown,
    }
}

fn replaced(written: &str, by: &str, text: &str, patterns: &Patterns) -> Val {
    // What stands for groups is not looked into.
    if by.contains('\\') || !is_short((text.len() + 1) * by.len()) {
        return Val::Unknown;
    }
    let by = by.replace('$', "$$");
    let replaced = patterns.ask(written, ("", ""), |pattern| Val::text(pattern.replace_all(text, by.as_str())));
    replaced.unwrap_or(Val::Unknown)
}
