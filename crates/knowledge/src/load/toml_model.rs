//! Reads a model: `models/<language>/<library>.toml`.

use super::condition::conditions;
use super::effect::{check_read, effect};
use super::keys::MODEL;
use super::keys::Takes;
use super::table::{Table, with_document};
use super::text::{At, Offset, Text};
use super::words::{check_dotted, check_versions};
use crate::{Kinds, Model, OfVersions, Origin, Row, Unsettled, VersionRange, package_name};

/// A model in a text, its rows in the order in which they stand; the model has no row numbers yet.
pub(super) fn read_model(text: &Text<'_>, language: &str, kinds: &Kinds) -> Option<(Model, Vec<Row>)> {
    check_law(text);
    with_document(text, &MODEL, |document| {
        let mut rows: Vec<(Offset, Row)> = Vec::new();
        let package = document.owned("package").or_else(|| document.owned("library")).unwrap_or_default();
        for key in MODEL.own.iter().filter(|key| matches!(key.takes, Takes::Tables(_))) {
            for table in document.tables(key.name) {
                rows.extend(read_rows(key.name, &table, kinds, &package).into_iter().map(|row| (table.at, row)));
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        let model = Model {
            library: document.owned("library")?,
            language: language.to_owned(),
            homepage: document.owned("homepage")?,
            file: text.file.to_owned(),
            rows: Vec::new(),
            local: text.local,
        };
        Some((model, rows.into_iter().map(|(_, row)| row).collect()))
    })
    .flatten()
}

/// A model never names a weakness, not even in a comment.
fn check_law(text: &Text<'_>) {
    let bytes = text.body.as_bytes();
    for at in 0..bytes.len().saturating_sub(4) {
        if bytes[at..at + 4].eq_ignore_ascii_case(b"cwe-") && bytes[at + 4].is_ascii_digit() {
            let hint = "say what the call does in kinds; rules/ says which weakness that is";
            text.error(at, "a model never names a weakness", Some(hint.to_owned()));
        }
    }
}

/// Tables whose rows may speak of some versions alone: what a call does. What names are, and how a framework calls a program,
/// is linked into it and holds always.
const OF_VERSIONS: &[&str] = &[
    "source",
    "sink",
    "sanitizer",
    "pass",
    "clean",
    "stops",
    "raises",
    "guard",
    "test",
    "mistaken",
    "letters",
    "constant",
    "use",
    "bound",
];

/// The versions of which a row speaks.
fn versions(name: &str, table: &Table<'_>, package: &str, written: At<&str>) -> Option<Box<OfVersions>> {
    if !OF_VERSIONS.contains(&name) {
        let hint = format!("it is asked in {}", OF_VERSIONS.join(", "));
        table.error("versions", format!("`versions` is never asked in {}", table.keys.name), Some(hint));
        return None;
    }
    check_versions(table.text, written);
    Some(Box::new(OfVersions {
        package: package_name(package),
        package_shown: if package == "python" { "Python".to_owned() } else { package.to_owned() },
        range: VersionRange::requirement(written.value)?,
        written: written.value.to_owned(),
        unsettled: Unsettled::from_word(table.string("unsettled").map(|word| word.value)),
        settled: None,
    }))
}

/// One row for each API that the table names.
fn read_rows(name: &str, table: &Table<'_>, kinds: &Kinds, package: &str) -> Vec<Row> {
    let mut apis = table.strings("api");
    apis.extend(table.strings("apis"));
    let receivers = table.all_owned("receivers");
    for receiver in table.strings("receivers") {
        let any = receiver.value == "*";
        if !any && (receiver.value.contains('.') || !check_dotted(table.text, receiver)) {
            table.text.error(receiver.at, format!("\"{}\" is not the name of a receiver", receiver.value), None);
        }
    }
    apis.retain(|api| check_api(table, name, *api, !receivers.is_empty()));
    let (when, unless) = (conditions(table, "when", kinds), conditions(table, "unless", kinds));
    if matches!(name, "type" | "alias") {
        for key in ["when", "unless"].into_iter().filter(|key| table.has(key)) {
            let hint = Some("what a name is holds always".to_owned());
            table.error(key, format!("`{key}` is never asked in {}", table.keys.name), hint);
        }
    }
    if table.has("unsettled") && !table.has("versions") {
        table.error("unsettled", "`unsettled` says nothing without `versions`".to_owned(), None);
    }
    let versions = table.string("versions").and_then(|written| versions(name, table, package, written));
    let Some(effect) = effect(name, table, kinds) else { return Vec::new() };
    check_read(table, &effect, &when);
    let row = |api: At<&str>| Row {
        file: table.text.file.to_owned(),
        line: table.line(),
        api: api.value.to_owned(),
        receivers: receivers.clone(),
        when: when.clone(),
        unless: unless.clone(),
        versions: versions.clone(),
        origin: if table.string("origin").is_some_and(|origin| origin.value == "generated") {
            Origin::Generated
        } else {
            Origin::Manual
        },
        local: table.text.local,
        effect: effect.clone(),
        repair: table.owned("repair"),
        example: table.string("example").map(|example| example.value.to_owned()),
        fact: table.owned("fact"),
    };
    apis.into_iter().map(row).collect()
}

/// Whether the API's name is well formed; it has receivers if, and only if, its type is unknown.
fn check_api(table: &Table<'_>, name: &str, api: At<&str>, has_receivers: bool) -> bool {
    let Some(method) = api.value.strip_prefix("?.") else {
        if has_receivers {
            let message = format!("`receivers` are for \"?.method\", and \"{}\" says its type", api.value);
            table.error("receivers", message, Some("leave them out".to_owned()));
        }
        return check_dotted(table.text, api);
    };
    if matches!(name, "type" | "alias") {
        let hint = Some("give the whole dotted name".to_owned());
        table.text.error(api.at, format!("\"{}\" cannot stand in {}", api.value, table.keys.name), hint);
        return false;
    }
    if !has_receivers {
        let hint = "the names that the receiver's variable or attribute must have: [\"cursor\", \"cur\"]";
        table.text.error(api.at, format!("\"{}\" needs `receivers`", api.value), Some(hint.to_owned()));
    }
    if method.contains('.') {
        let hint = Some("one method after \"?.\", without dots".to_owned());
        table.text.error(api.at, format!("\"{}\" is not a method of an unknown receiver", api.value), hint);
        return false;
    }
    check_dotted(table.text, At { value: method, at: api.at })
}
