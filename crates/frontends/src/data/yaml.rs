//! YAML: the events of a parser put together without recursion. What readers of its two versions take for different
//! things (`yes`, `012`, `1:30`, dates), what has a tag, what stands for something else by an alias, and what stands twice under one
//! name is not known.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle};
use ir::{Constant, Data};

/// Names and letters that both versions take for text or a truth value, and those that one of them alone does.
const TRUE: &[&str] = &["true", "True", "TRUE"];
const FALSE: &[&str] = &["false", "False", "FALSE"];
const NULL: &[&str] = &["", "~", "null", "Null", "NULL"];
const SOMETIMES_TRUTHS: &[&str] = &["yes", "no", "on", "off", "y", "n"];

/// A collection that has begun and not ended.
enum Open {
    Map(Vec<(Box<str>, Data)>, Next),
    List(Vec<Data>),
}

/// What comes next in a map.
enum Next {
    Name,
    /// The value under this name.
    ValueOf(Box<str>),
    /// The value under something that is no text: nobody asks for it.
    OtherValue,
}

/// A collection, and whether it is what it seems.
struct Level {
    open: Open,
    is_plain: bool,
}

pub(super) fn read(text: &str, most: usize) -> Result<Data, String> {
    let options = granit_parser::options! {
        flow_nesting_limit: super::DEPTH,
        block_nesting_limit: super::DEPTH,
    };
    let mut levels: Vec<Level> = Vec::new();
    let (mut whole, mut documents, mut entries) = (None, 0, 0);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, _) = event.map_err(|error| error.info())?;
        entries += 1;
        // A collection gives two events, and so does the document.
        if entries > 4 * most {
            return Err("it has more entries than are kept".to_owned());
        }
        let done = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                None
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Some(Data::Unknown),
            Event::Scalar(text, style, _, tag) => Some(match (tag, style) {
                (Some(_), _) => Data::Unknown,
                (None, ScalarStyle::Plain) => plain(&text),
                (None, _) => Data::Constant(Constant::Str((*text).into())),
            }),
            Event::SequenceStart(_, _, tag) => {
                levels.push(Level { open: Open::List(Vec::new()), is_plain: tag.is_none() });
                None
            }
            Event::MappingStart(_, _, tag) => {
                levels.push(Level { open: Open::Map(Vec::new(), Next::Name), is_plain: tag.is_none() });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => levels.pop().map(closed),
            _ => None,
        };
        if let Some(data) = done {
            match levels.last_mut() {
                Some(level) => put(level, data),
                None => whole = Some(data),
            }
        }
    }
    // Which of several documents a reader gives is not known.
    Ok(whole.filter(|_| documents == 1).unwrap_or(Data::Unknown))
}

fn put(level: &mut Level, data: Data) {
    match &mut level.open {
        Open::List(parts) => parts.push(data),
        Open::Map(pairs, next) => {
            *next = match (std::mem::replace(next, Next::Name), data) {
                (Next::ValueOf(name), data) => {
                    pairs.push((name, data));
                    Next::Name
                }
                (Next::OtherValue, _) => Next::Name,
                (Next::Name, Data::Constant(Constant::Str(text))) => Next::ValueOf(text),
                (Next::Name, key) => {
                    // What may be any name may be that of another pair.
                    level.is_plain &= !matches!(key, Data::Unknown);
                    Next::OtherValue
                }
            };
        }
    }
}

fn closed(level: Level) -> Data {
    match level.open {
        _ if !level.is_plain => Data::Unknown,
        Open::List(parts) => Data::List(parts),
        Open::Map(mut pairs, _) => {
            let mut times: BTreeMap<Box<str>, usize> = BTreeMap::new();
            for (name, _) in &pairs {
                *times.entry(name.clone()).or_default() += 1;
            }
            for (name, data) in &mut pairs {
                // Pairs of another map may come in by this name; those that are written here hold all the same.
                if times.get(name).is_some_and(|times| *times > 1) || &**name == "<<" {
                    *data = Data::Unknown;
                }
            }
            Data::Map(pairs)
        }
    }
}

/// What a text without quotes is.
fn plain(text: &str) -> Data {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if TRUE.contains(&text) {
        Data::Constant(Constant::Bool(true))
    } else if FALSE.contains(&text) {
        Data::Constant(Constant::Bool(false))
    } else if NULL.contains(&text) {
        Data::Constant(Constant::Null)
    } else if is_decimal(digits) {
        text.parse().map_or(Data::Unknown, |whole| Data::Constant(Constant::Int(whole)))
    } else if may_be_number(digits)
        || text == "="
        || SOMETIMES_TRUTHS.iter().any(|word| text.eq_ignore_ascii_case(word))
    {
        Data::Unknown
    } else {
        Data::Constant(Constant::Str(text.into()))
    }
}

/// Whether digits are a whole number in every version: no leading zero, no sign between them.
fn is_decimal(digits: &str) -> bool {
    digits == "0"
        || !digits.starts_with('0') && !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether some version takes this for a number or a point in time. Both have one point at most.
fn may_be_number(digits: &str) -> bool {
    let is_sign = |letter: char| letter.is_ascii_hexdigit() || "xob_.:+-TtZ ".contains(letter);
    digits.eq_ignore_ascii_case(".inf")
        || digits.eq_ignore_ascii_case(".nan")
        || digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
            && digits.chars().all(is_sign)
            && digits.matches('.').count() < 2
}
