//! The small languages inside texts: names of kinds and contexts, API names, versions, patterns, slots of messages.

use super::text::{At, Text};
use crate::local::{LONGEST_PATTERN, MOST_PATTERNS};
use crate::nearest::{did_you_mean, did_you_mean_or_list};
use crate::{ContextId, KindId, Kinds, Pattern, Role};

/// The slots that a rule's texts may have, and the shapes to which they are bound.
const SLOTS: &[(&str, &[&str])] = &[
    ("source", &["flow"]),
    ("source_api", &["flow"]),
    ("sink", &["flow", "value", "carried", "default", "trial"]),
    ("api", &[]),
    ("argument", &[]),
    ("function", &[]),
    ("entry", &[]),
    ("fact", &[]),
    ("name", &[]),
    ("value", &[]),
    ("pattern", &["flow", "pattern"]),
    ("attack", &["flow", "pattern"]),
    ("growth", &["flow", "pattern"]),
    ("before", &["order"]),
    ("before_line", &["order"]),
    ("passes", &["filter", "trial"]),
    ("because", &["filter", "trial"]),
    ("left", &["filter", "carried"]),
    ("what", &["filter", "repeated"]),
    ("siblings", &["missing"]),
    ("action", &["missing"]),
];

/// The word for a role.
pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Source => "source",
        Role::Sink => "sink",
        Role::Use => "use",
        Role::Setting => "setting",
        Role::State => "state",
    }
}

/// The kind of that name, which must play that part.
pub(super) fn kind(text: &Text<'_>, name: At<&str>, role: Role, kinds: &Kinds) -> Option<KindId> {
    let found = kinds.find(name.value);
    if found.is_some_and(|id| kinds.get(id).role == role) {
        return found;
    }
    let word = role_word(role);
    let fitting: Vec<&str> = kinds.all.iter().filter(|kind| kind.role == role).map(|kind| &*kind.name).collect();
    let list = format!("the {word} kinds are {}", fitting.join(", "));
    match found.map(|id| kinds.get(id)) {
        None => {
            let all = kinds.all.iter().map(|kind| &*kind.name);
            let hint = did_you_mean(name.value, fitting).or_else(|| did_you_mean(name.value, all)).unwrap_or(list);
            text.error(name.at, format!("unknown kind \"{}\"", name.value), Some(hint));
        }
        Some(kind) => {
            let played = role_word(kind.role);
            let message = format!("\"{}\" is a {played} kind, and a {word} kind stands here", name.value);
            text.error(name.at, message, Some(list));
        }
    }
    None
}

/// The context of that name.
pub(super) fn context(text: &Text<'_>, name: At<&str>, kind: KindId, kinds: &Kinds) -> Option<ContextId> {
    let kind = kinds.get(kind);
    if let Some(at) = kind.contexts.iter().position(|context| context == name.value) {
        return Some(ContextId(at as u8));
    }
    if kind.contexts.is_empty() {
        let hint = "leave the context out, or give the kind contexts in models/kinds.toml";
        text.error(name.at, format!("\"{}\" has no contexts", kind.name), Some(hint.to_owned()));
    } else {
        let known: Vec<&str> = kind.contexts.iter().map(String::as_str).collect();
        let hint = did_you_mean_or_list(name.value, &known, &format!("the contexts of \"{}\" are", kind.name));
        text.error(name.at, format!("unknown context \"{}\"", name.value), hint);
    }
    None
}

/// Whether the text is a name of our own: lower case, digits, single hyphens.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// Notes an error when the text is no name of our own.
pub(super) fn check_name(text: &Text<'_>, name: At<&str>) {
    if !is_name(name.value) {
        let hint = "lower case, digits and single hyphens: \"sql-injection\"";
        text.error(name.at, format!("\"{}\" is not a name", name.value), Some(hint.to_owned()));
    }
}

/// Whether the text is a dotted name, notes an error when it is not.
pub(super) fn check_dotted(text: &Text<'_>, name: At<&str>) -> bool {
    let good = name.value.split('.').all(|part| {
        part.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
    });
    if !good {
        let hint = "write it as imported, dots between the parts, without parentheses: \"package.Class.method\"";
        text.error(name.at, format!("\"{}\" is not a dotted name", name.value), Some(hint.to_owned()));
    }
    good
}

/// The pattern; that of a text which a test has checked is not compiled yet.
pub(super) fn pattern(text: &Text<'_>, pattern: At<&str>) -> Option<Pattern> {
    if text.trusted {
        return Some(Pattern::known_good(pattern.value));
    }
    if text.local && (pattern.value.len() > LONGEST_PATTERN || text.count_pattern() > MOST_PATTERNS) {
        let message =
            format!("a project's own knowledge has at most {MOST_PATTERNS} patterns of {LONGEST_PATTERN} bytes");
        text.error(pattern.at, message, None);
        return None;
    }
    let compiled = if text.local { Pattern::bounded(pattern.value) } else { Pattern::new(pattern.value) };
    match compiled {
        Ok(regex) => Some(regex),
        Err(regex::Error::CompiledTooBig(_)) => {
            let hint = "bound its repetitions more tightly".to_owned();
            text.error(pattern.at, "the pattern becomes too large", Some(hint));
            None
        }
        Err(error) => {
            let error = error.to_string();
            let why =
                error.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or("it cannot be parsed");
            text.error(pattern.at, format!("\"{}\" is not a regular expression: {why}", pattern.value), None);
            None
        }
    }
}

/// Notes an error when the text is no requirement of versions.
pub(super) fn check_versions(text: &Text<'_>, versions: At<&str>) {
    for part in versions.value.split(',').map(str::trim) {
        let operator = ["==", "!=", "<=", ">=", "~=", "<", ">"].into_iter().find(|operator| part.starts_with(operator));
        let good = operator.is_some_and(|operator| {
            let version = part[operator.len()..].trim();
            let stem = version.strip_suffix(".*").filter(|_| matches!(operator, "==" | "!="));
            is_version(stem.unwrap_or(version))
        });
        if !good {
            let hint = "comparisons with commas between them, such as \">=2,<3\"; they are ==, !=, <=, >=, <, >, ~=";
            text.error(versions.at, format!("\"{part}\" is not a requirement of a version"), Some(hint.to_owned()));
        }
    }
}

/// Digits with dots between, and then perhaps a pre-release: `2`, `2.0.1`, `3.0rc1`.
fn is_version(text: &str) -> bool {
    let stem = text.find(|c: char| c.is_ascii_alphabetic()).map_or(text, |at| {
        let number = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let word = &text[at..text.len() - number.len()];
        let good = matches!(word, "a" | "b" | "rc") && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if good { &text[..at] } else { "" }
    });
    stem.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Notes an error when the text is not the version of a release.
pub(super) fn check_release(text: &Text<'_>, version: At<&str>) {
    let parts: Vec<&str> = version.value.split('.').collect();
    if parts.len() != 3 || !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let hint = "three numbers with dots between them, such as \"0.1.0\"".to_owned();
        text.error(version.at, format!("\"{}\" is not a version", version.value), Some(hint));
    }
}

/// Notes an error for each slot that is unknown, or of no use to a rule of that shape.
pub(super) fn check_slots(text: &Text<'_>, words: At<&str>, shape: &str) {
    let known: Vec<&str> = SLOTS.iter().map(|(name, _)| *name).collect();
    let mut rest = words.value;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((slot, after)) = after.split_once('}') else {
            return text.error(words.at, "a slot is never closed", Some("write it as {source}".to_owned()));
        };
        match SLOTS.iter().find(|(name, _)| *name == slot) {
            None => {
                let hint = did_you_mean(slot, known.iter().copied())
                    .unwrap_or_else(|| format!("the slots are {}", known.join(", ")));
                text.error(words.at, format!("unknown slot {{{slot}}}"), Some(hint));
            }
            Some((_, shapes)) if !shapes.is_empty() && !shapes.contains(&shape) => {
                let hint = format!("it belongs to the shape {}", shapes.join(" and the shape "));
                text.error(
                    words.at,
                    format!("the slot {{{slot}}} is never filled in a rule of shape \"{shape}\""),
                    Some(hint),
                );
            }
            Some(_) => {}
        }
        rest = after;
    }
}
