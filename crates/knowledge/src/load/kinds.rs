//! Reads `models/kinds.toml`, the vocabulary.

use super::keys::KINDS;
use super::table::{Table, with_document};
use super::text::Text;
use super::words::{check_name, role_word};
use crate::{Kind, Kinds, Role, Threat};

/// How many kinds a set of kinds can hold.
const MOST_KINDS: usize = 128;

/// The vocabulary in a text.
pub(super) fn read_kinds(text: &Text<'_>) -> Kinds {
    with_document(text, &KINDS, |document| {
        let mut kinds = Kinds::default();
        for table in document.tables("kind") {
            let Some(kind) = read_kind(&table) else { continue };
            if kinds.find(&kind.name).is_some() {
                table.error("name", format!("the kind \"{}\" stands here twice", kind.name), None);
            } else if kinds.all.len() == MOST_KINDS {
                text.error(table.at, format!("there are more than {MOST_KINDS} kinds"), Some("merge some".to_owned()));
                break;
            } else {
                kinds.all.push(kind);
            }
        }
        kinds
    })
    .unwrap_or_default()
}

fn read_kind(table: &Table<'_>) -> Option<Kind> {
    let name = table.string("name")?;
    check_name(table.text, name);
    let role = match table.string("role")?.value {
        "source" => Role::Source,
        "sink" => Role::Sink,
        "use" => Role::Use,
        "setting" => Role::Setting,
        "state" => Role::State,
        _ => return None,
    };
    let threat = table.owned("threat");
    if (role == Role::Source) != threat.is_some() {
        let message = if threat.is_some() { "only a source has a `threat`" } else { "a source needs a `threat`" };
        table.error("threat", message, Some("who controls it: remote, document, library, local".to_owned()));
    }
    let contexts = table.strings("contexts");
    for (at, context) in contexts.iter().enumerate() {
        check_name(table.text, *context);
        if contexts[..at].iter().any(|earlier| earlier.value == context.value) {
            table.text.error(context.at, format!("the context \"{}\" stands here twice", context.value), None);
        }
    }
    if !contexts.is_empty() && !matches!(role, Role::Sink | Role::Use) {
        table.error(
            "contexts",
            format!("a {} has no contexts", role_word(role)),
            Some("only sinks and uses have".to_owned()),
        );
    }
    if role != Role::Sink && table.has("called") {
        table.error(
            "called",
            format!("a {} is not passed by callers", role_word(role)),
            Some("only sinks have `called`".to_owned()),
        );
    }
    Some(Kind {
        name: name.value.to_owned(),
        role,
        threat: threat.as_deref().and_then(Threat::from_word),
        contexts: contexts.into_iter().map(|context| context.value.to_owned()).collect(),
        summary: table.owned("summary")?,
        noun: table.owned("noun")?,
        called: table.all_owned("called"),
        address: table.flag("address").unwrap_or(false),
    })
}
