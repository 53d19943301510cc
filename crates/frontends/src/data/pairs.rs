//! Pairs, one a line: `.env` and `.properties`. What is written over several lines, or with signs that a reader takes
//! for more than themselves, is not known.

use ir::{Constant, Data};

pub(super) fn read(text: &str, is_env: bool) -> Data {
    let mut pairs: Vec<(Box<str>, Data)> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let content = line.trim();
        let is_more = std::mem::replace(&mut goes_on, content.ends_with('\\'));
        if is_more || content.is_empty() || content.starts_with('#') || (!is_env && content.starts_with('!')) {
            continue;
        }
        let content = if is_env { content.strip_prefix("export ").unwrap_or(content) } else { content };
        let Some(at) = content.find(if is_env { &['='][..] } else { &['=', ':'][..] }) else { continue };
        let (name, value) = (content[..at].trim(), content[at + 1..].trim());
        let value = if is_env { unquoted(value) } else { Some(value) };
        let is_plain = |value: &&str| !value.contains(['\\', '$']);
        let known = value.filter(is_plain).filter(|_| !goes_on);
        let value = known.map_or(Data::Unknown, |value| Data::Constant(Constant::Str(value.into())));
        if pairs.len() > super::ENTRIES {
            return Data::Unknown;
        }
        // The last of several holds.
        pairs.retain(|(known, _)| &**known != name);
        pairs.push((name.into(), value));
    }
    Data::Map(pairs)
}

/// A value without its quotes; nothing where it goes on, or a comment may follow.
fn unquoted(value: &str) -> Option<&str> {
    match value.chars().next() {
        Some(quote @ ('\'' | '"')) => {
            let (inside, rest) = value[1..].split_once(quote)?;
            rest.trim().is_empty().then_some(inside)
        }
        _ => (!value.contains('#')).then_some(value),
    }
}
