//! What helps against a weakness, as rules and models know it: names of APIs, and words.
//!
//! Takes the rules that speak of a weakness; gives what their pages advise, what the rows of libraries advise for what these rules
//! are about, and the APIs after which data is harmless there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use knowledge::{Effect, KindId, KindSet, Knowledge, Role};
use review::Imported;
use rustc_hash::FxHashMap;

use super::named::names;

/// What helps against the weaknesses of some rules.
#[derive(Default)]
pub(crate) struct Helping {
    /// What is advised whatever the library.
    pub(crate) texts: Vec<String>,
    /// Names in these.
    pub(super) anywhere: BTreeSet<String>,
    /// Names that the rows of a library advise, by its first name.
    by_library: BTreeMap<String, BTreeSet<String>>,
    /// APIs that make data harmless, or tell that it is, by the last part of their names, with the library.
    harmless: BTreeMap<String, BTreeSet<String>>,
}

impl Helping {
    fn of(knowledge: &Knowledge, rules: &[usize]) -> Self {
        let mut helping = Self::default();
        let mut kinds: Vec<KindId> = Vec::new();
        for &at in rules {
            let rule = &knowledge.rules[at];
            kinds.extend(rule.cases.iter().map(|case| case.kind));
            helping.texts.push(rule.repair.clone());
            let page = rule.sections.iter().find(|(heading, _)| heading == "How to repair it");
            helping.texts.extend(page.map(|(_, text)| text.clone()));
        }
        helping.anywhere = helping.texts.iter().flat_map(|text| names(text)).collect();
        let is_sink = |kind: &&KindId| knowledge.kinds.get(**kind).role == Role::Sink;
        let sinks: KindSet = kinds.iter().filter(is_sink).copied().collect();
        for row in &knowledge.names.rows {
            let library = library(&row.api);
            let kind = match &row.effect {
                Effect::Sink { kind, .. }
                | Effect::Use { kind, .. }
                | Effect::Named { kind, .. }
                | Effect::Compared { kind, .. } => Some(*kind),
                Effect::Bound(bound) => Some(bound.kind),
                Effect::Sanitizer { kinds: made, .. } | Effect::Guard { kinds: made, .. } => {
                    if !made.intersection(sinks).is_empty()
                        && let Some(last) = row.api.rsplit('.').next()
                    {
                        helping.harmless.entry(last.to_owned()).or_default().insert(library.to_owned());
                    }
                    None
                }
                _ => None,
            };
            if kind.is_some_and(|kind| kinds.contains(&kind)) {
                let advised = row.repair.iter().chain(&row.example);
                let names = advised.flat_map(|text| names(text));
                helping.by_library.entry(library.to_owned()).or_default().extend(names);
            }
        }
        helping
    }

    /// The names that help where some libraries are in use.
    pub(super) fn here(&self, imported: &[Imported]) -> BTreeSet<&str> {
        let is_used = |library: &str| {
            matches!(library, "?" | "builtins") || imported.iter().any(|one| self::library(&one.path) == library)
        };
        let own = self.by_library.iter().filter(|(library, _)| is_used(library)).flat_map(|(_, names)| names);
        own.chain(&self.anywhere).map(String::as_str).collect()
    }

    /// The library that a name helps with, when it begins with the library's name and helps with that.
    pub(super) fn elsewhere(&self, name: &str) -> Option<&str> {
        let (first, _) = name.split_once('.')?;
        let (library, names) = self.by_library.get_key_value(first)?;
        names.contains(name).then_some(library.as_str())
    }

    /// Whether an API of a name makes data harmless: one that is called by its last part alone has to be imported.
    pub(super) fn makes_harmless(&self, name: &str, imported: &[Imported]) -> bool {
        let (owner, last) = name.rsplit_once('.').unwrap_or(("", name));
        let Some(libraries) = self.harmless.get(last) else { return false };
        let path = |local: &str| imported.iter().find(|one| one.local == local).map(|one| self::library(&one.path));
        let first = owner.split('.').next().unwrap_or(owner);
        match first {
            "" => path(last).is_some_and(|library| libraries.contains(library)) || libraries.contains("builtins"),
            first => libraries.contains(first) || path(first).is_some_and(|library| libraries.contains(library)),
        }
    }
}

/// The first name of an API's.
fn library(api: &str) -> &str {
    api.split('.').next().unwrap_or(api)
}

/// What helps, by the rules that are asked for; most findings of a review ask for the same few.
pub(crate) struct AllHelping<'k> {
    knowledge: &'k Knowledge,
    known: FxHashMap<Vec<usize>, Arc<Helping>>,
}

impl<'k> AllHelping<'k> {
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, known: FxHashMap::default() }
    }

    /// What helps against the weaknesses of some rules.
    pub(crate) fn of(&mut self, rules: &[usize]) -> Arc<Helping> {
        if let Some(known) = self.known.get(rules) {
            return Arc::clone(known);
        }
        let helping = Arc::new(Helping::of(self.knowledge, rules));
        self.known.insert(rules.to_vec(), Arc::clone(&helping));
        helping
    }
}
