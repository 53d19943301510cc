//! The keys of `flawline.toml`, said once: the reader checks the file against these, and the schema for editors and the page
//! for users are made of them.

use super::keys::{Keys, THREATS, Takes, may, must, table};
use super::rule_keys::{CONFIDENCES, SEVERITIES};

pub(super) const SCOPES: &[&str] = &["production", "test", "example", "generated", "vendored"];
pub(super) const FAIL_ON: &[&str] = &["low", "medium", "high", "critical", "none"];

pub(super) static CONFIG: Keys = table(
    "flawline.toml",
    "What a project says of its reviews.",
    &[
        may(
            "confidence",
            Takes::OneOf(CONFIDENCES),
            "Show findings of at least this confidence, as `--confidence` does.",
        ),
        may("severity", Takes::OneOf(SEVERITIES), "Show findings of at least this severity, as `--severity` does."),
        may("threat-model", Takes::SomeOf(THREATS), "Whose data is distrusted, as `--threat-model` says it."),
        may("scope", Takes::SomeOf(SCOPES), "Which files count, as `--scope` says it."),
        may("fail-on", Takes::OneOf(FAIL_ON), "From which severity on the exit code is 1, as `--fail-on` says it."),
        may("knowledge", Takes::Text, "The folder of the project's own models and rules; without it, `flawline`."),
        may("leave-out", Takes::Tables(&LEAVE_OUT), "Files that are not read at all."),
        may("count-as", Takes::Tables(&COUNT_AS), "Files that are of another kind than their names say."),
        may(
            "rule",
            Takes::Tables(&RULE_CHANGE),
            "A rule that is switched off, or whose findings are of another severity.",
        ),
    ],
);

static LEAVE_OUT: Keys = table(
    "[[leave-out]]",
    "Files that are not read at all, neither to find something in them nor to follow data through them.",
    &[must("paths", Takes::Patterns, PATHS), must("reason", Takes::Text, REASON)],
);

static COUNT_AS: Keys = table(
    "[[count-as]]",
    "Files that are of another kind than their names say.",
    &[
        must("scope", Takes::OneOf(SCOPES), "The kind of file."),
        must("paths", Takes::Patterns, PATHS),
        must("reason", Takes::Text, REASON),
    ],
);

static RULE_CHANGE: Keys = Keys {
    name: "[[rule]]",
    says: "A rule that is switched off, or whose findings are of another severity.",
    shared: &[],
    own: &[
        must("id", Takes::Name, "The rule's id; `flawline rules` lists them."),
        may("off", Takes::True, "Its findings are counted and not shown."),
        may("severity", Takes::OneOf(SEVERITIES), "The severity of its findings."),
        may("paths", Takes::Patterns, "Only of findings in these files: patterns as under `leave-out`."),
        must("reason", Takes::Text, REASON),
    ],
    one_of: &[&["off", "severity"]],
};

const PATHS: &str = "Patterns of paths below the root: `*` stands for a part of a name, `**` for any folders, and a folder for \
                     all that is in it.";
const REASON: &str = "Why; every review shows it.";

/// The keys for a page: the table that each stands in (none at the top), its name, what it takes, whether it must be given, and
/// what it says.
pub(crate) fn described() -> Vec<(&'static str, &'static str, String, bool, &'static str)> {
    let mut all = Vec::new();
    let mut open = vec![("", &CONFIG)];
    while let Some((table, keys)) = open.pop() {
        for key in keys.all() {
            match key.takes {
                Takes::Tables(inner) => open.insert(0, (inner.name, inner)),
                _ => all.push((table, key.name, takes(key.takes), key.required, key.says)),
            }
        }
    }
    all
}

fn takes(takes: Takes) -> String {
    match takes {
        Takes::OneOf(words) => words.join(", "),
        Takes::SomeOf(words) => format!("list of {}", words.join(", ")),
        Takes::Patterns => "list of patterns of paths".to_owned(),
        Takes::True => "true".to_owned(),
        Takes::Name => "name".to_owned(),
        _ => "text".to_owned(),
    }
}
