//! Reads `models/kinds.toml`, the vocabulary, and the kinds that a project adds to it.

use super::keys::KINDS;
use super::table::{Table, with_document};
use super::text::Text;
use super::words::{check_name, kind, pattern, role_word};
use crate::{Kind, KindSet, Kinds, Role, TextState, Threat};

/// The vocabulary in a text, and what a project's own adds to it.
pub(super) fn read_kinds(text: &Text<'_>, own: Option<&Text<'_>>) -> Kinds {
    let read = with_document(text, &KINDS, |document| match own {
        Some(own) => with_document(own, &KINDS, |own| of_documents(&[document, own])),
        None => Some(of_documents(&[document])),
    });
    read.flatten().unwrap_or_default()
}

fn of_documents(documents: &[Table<'_>]) -> Kinds {
    let mut read: Vec<(Kind, Table<'_>)> = Vec::new();
    for table in documents.iter().flat_map(|document| document.tables("kind")) {
        let Some(kind) = read_kind(&table) else { continue };
        if let Some((known, _)) = read.iter().find(|(known, _)| known.name == kind.name) {
            let built_in = kind.local && !known.local;
            let message =
                format!("the kind \"{}\" {}", kind.name, if built_in { "is built in" } else { "stands here twice" });
            table.error("name", message, built_in.then(|| "rules and models may use it as it is".to_owned()));
        } else if let Some((most, what)) = surpassed(read.iter().map(|(known, _)| known).chain([&kind])) {
            let message = format!("there are more than {most} kinds of {what}");
            table.text.error(table.at, message, Some("merge some".to_owned()));
            break;
        } else if read.len() == usize::from(u8::MAX) {
            let message = format!("there are more than {} kinds", u8::MAX);
            table.text.error(table.at, message, Some("merge some".to_owned()));
            break;
        } else {
            read.push((kind, table));
        }
    }
    // Sets hold kinds of data alone, and what coded text was before is sinks and states: so these come first.
    read.sort_by_key(|(kind, _)| (!is_of_data(kind), kind.role == Role::Source));
    let mut kinds = Kinds::default();
    let mut sinks: Vec<(usize, Table<'_>)> = Vec::new();
    for (kind, table) in read {
        kinds.all.push(kind);
        sinks.push((kinds.all.len() - 1, table));
    }
    for (at, table) in sinks {
        kinds.all[at].harmless = harmless(&table, kinds.all[at].role, &kinds);
        for name in table.strings("harmed_by") {
            kind(table.text, name, Role::Source, &kinds);
        }
    }
    kinds
}

/// Whether a kind says something of data, and not of what a call does.
fn is_of_data(kind: &Kind) -> bool {
    matches!(kind.role, Role::Source | Role::Sink | Role::State)
}

/// The number of kinds that a set can hold and that is surpassed, and of what.
fn surpassed<'k>(kinds: impl Iterator<Item = &'k Kind>) -> Option<(usize, &'static str)> {
    let of_data: Vec<Role> = kinds.filter(|kind| is_of_data(kind)).map(|kind| kind.role).collect();
    let remembered = of_data.iter().filter(|role| **role != Role::Source).count();
    if remembered > KindSet::MOST_REMEMBERED {
        Some((KindSet::MOST_REMEMBERED, "sinks and states"))
    } else if of_data.len() > KindSet::MOST {
        Some((KindSet::MOST, "sources, sinks and states"))
    } else {
        None
    }
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
    for (key, owner) in [("threat", Role::Source), ("numbers", Role::Source), ("harmed_by", Role::Sink)] {
        if role != owner && table.has(key) {
            let message = format!("a {} has no `{key}`", role_word(role));
            table.error(key, message, Some(format!("only a {} has", role_word(owner))));
        }
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
        numbers: table.flag("numbers").unwrap_or(false),
        harmed_by: table.all_owned("harmed_by"),
        address: table.flag("address").unwrap_or(false),
        listed: table.flag("listed").unwrap_or(false),
        same: table.flag("same").unwrap_or(false),
        settled: table.all_owned("settled"),
        text: text_state(table, role),
        harmless: Vec::new(),
        tried: table.table("tried").map(|tried| (tried.all_owned("good"), tried.all_owned("bad"))),
        local: table.text.local,
    })
}

/// Makes a state of the text that a key is given.
type Say = fn(String) -> TextState;

/// What text of a state is like.
fn text_state(table: &Table<'_>, role: Role) -> Option<TextState> {
    let text = table.table("text")?;
    if role != Role::State {
        let hint = "only a state says what text is like";
        table.error("text", format!("a {} is no state of text", role_word(role)), Some(hint.to_owned()));
        return None;
    }
    let is: [(&str, Say); 10] = [
        ("lacks", TextState::Lacks),
        ("begins", TextState::Begins),
        ("begins_not", TextState::BeginsNot),
        ("ends", TextState::Ends),
        ("lacks_inside", TextState::LacksInside),
        ("after", TextState::After),
        ("between", TextState::Between),
        ("is_not", TextState::IsNot),
        ("only", TextState::Only),
        ("doubles", TextState::Doubles),
    ];
    if let Some(letters) = text.string("only") {
        pattern(text.text, letters);
    }
    let led = text.flag("led").filter(|&is| is).map(|_| TextState::Led);
    let behind_host = text.flag("behind_host").filter(|&is| is).map(|_| TextState::BehindHost);
    let at_most = text.number("at_most").map(|most| TextState::AtMost(most.value.into()));
    let bounded = text.flag("bounded").filter(|&is| is).map(|_| TextState::Bounded);
    let follows = text.string("follows").and_then(|before| pattern(text.text, before)).map(TextState::Follows);
    is.into_iter()
        .find_map(|(key, state)| text.owned(key).map(state))
        .or(led)
        .or(behind_host)
        .or(at_most)
        .or(bounded)
        .or(follows)
}

/// The sets of states of which each makes text harmless for a sink.
fn harmless(table: &Table<'_>, role: Role, kinds: &Kinds) -> Vec<KindSet> {
    if role != Role::Sink && table.has("harmless") {
        let hint = "only sinks have `harmless`";
        table.error("harmless", format!("a {} harms nothing", role_word(role)), Some(hint.to_owned()));
    }
    let states = |set: &Table<'_>| -> KindSet {
        set.strings("states").into_iter().filter_map(|name| kind(set.text, name, Role::State, kinds)).collect()
    };
    table.tables("harmless").iter().map(states).filter(|set| !set.is_empty()).collect()
}
