//! What a project's own knowledge may say, and what it may not: whoever wrote the code that is reviewed may have written it.
//!
//! It may add what it likes. What takes away (a row that says that something is harmless, say) may speak of names of its own
//! alone, never of one that built-in rows know; and there is an end to how much there may be of everything.

use std::collections::BTreeSet;

use crate::error::Gathered;
use crate::{Effect, KnowledgeFile, Model, Names, NodeId, RowId, Rule};

/// How many files a project's own knowledge may have.
pub const MOST_FILES: usize = 500;
/// How many bytes each of them may have.
pub const MOST_FILE_BYTES: usize = 1024 * 1024;
/// How many bytes they may have together.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// How many rows its models may have together.
pub const MOST_ROWS: usize = 10_000;
/// How many rules it may have.
const MOST_RULES: usize = 100;
/// How many regular expressions there may be in it.
pub(crate) const MOST_PATTERNS: usize = 200;
/// How long each of these may be, in bytes.
pub(crate) const LONGEST_PATTERN: usize = 1_000;

impl Effect {
    /// Whether a row with this effect may lead to fewer findings: it says that something is harmless, that a call carries
    /// nothing or nothing else, what a name means or what it always is. The others say where data comes from, where it must
    /// not go, and who calls whom.
    pub fn takes_away(&self) -> bool {
        match self {
            Self::Source { .. }
            | Self::Sink { .. }
            | Self::Named { .. }
            | Self::Compared { .. }
            | Self::Kept { .. }
            | Self::Mistaken(_)
            | Self::Use { .. }
            | Self::Bound(_)
            | Self::Route(_)
            | Self::Decorates { .. }
            | Self::Wiring { .. } => false,
            Self::Sanitizer { .. }
            | Self::Pass { .. }
            | Self::Clean
            | Self::Raises { .. }
            | Self::Exception { .. }
            | Self::Suppresses { .. }
            | Self::Enters { .. }
            | Self::Stops
            | Self::Guard { .. }
            | Self::Test { .. }
            | Self::Computes { .. }
            | Self::Letters { .. }
            | Self::Every { .. }
            | Self::Constant { .. }
            | Self::Enumeration { .. }
            | Self::Opens { .. }
            | Self::Data { .. }
            | Self::Sequence { .. }
            | Self::Returns { .. }
            | Self::Value { .. }
            | Self::Type { .. }
            | Self::Alias { .. }
            | Self::Renders { .. } => true,
        }
    }
}

/// Notes an error for all that a project's own knowledge must not say.
pub(crate) fn check(names: &Names, models: &[Model], rules: &[Rule], files: &[&KnowledgeFile], errors: &Gathered) {
    let own: Vec<&&KnowledgeFile> = files.iter().filter(|file| file.local.is_some()).collect();
    let Some(first) = own.first() else { return };
    let bytes: usize = own.iter().map(|file| file.text.len()).sum();
    let rows: usize = models.iter().filter(|model| model.local).map(|model| model.rows.len()).sum();
    let rules = rules.iter().filter(|rule| rule.local).count();
    for (how_many, most, what) in [
        (own.len(), MOST_FILES, "files"),
        (bytes, MOST_BYTES, "bytes"),
        (rows, MOST_ROWS, "rows"),
        (rules, MOST_RULES, "rules"),
    ] {
        if how_many > most {
            let message = format!("the project's own knowledge has {how_many} {what}, and {most} is the most");
            errors.add(&first.path, 0, message, None);
        }
    }
    let built_in = BuiltIn::of(names);
    for row in names.rows.iter().filter(|row| row.local && row.effect.takes_away()) {
        if let Some(name) = built_in.spoken_of_by(names, row) {
            let message = format!("this row may take away from what is built in of \"{name}\"");
            let hint = "a project's own rows of such tables speak of its own names; [[source]], [[sink]] and [[use]] may \
                        speak of any";
            errors.add(&row.file, row.line, message, Some(hint.to_owned()));
        }
    }
}

/// The names of which built-in rows speak, and those above them.
struct BuiltIn {
    /// As the rows say them.
    said: BTreeSet<String>,
    /// With aliases resolved, a project's own aliases among them.
    meant: BTreeSet<String>,
}

impl BuiltIn {
    fn of(names: &Names) -> Self {
        let is_built_in = |row: &RowId| !names.row(*row).local;
        let said = names.rows.iter().filter(|row| !row.local).map(|row| row.api.as_str());
        let meant = names.apis.iter().filter(|api| api.rows.iter().any(is_built_in)).map(|api| api.name.as_str());
        Self { said: with_those_above(said), meant: with_those_above(meant) }
    }

    /// The built-in name that a row speaks of; nothing when it speaks of names of its own alone.
    fn spoken_of_by(&self, names: &Names, row: &crate::Row) -> Option<String> {
        if let Some(method) = row.api.strip_prefix("?.") {
            let others = names.heuristic.get(method).map_or(&[][..], Vec::as_slice);
            return others.iter().any(|id| !names.row(*id).local).then(|| row.api.clone());
        }
        match &row.effect {
            // What it is another name of may be anything.
            Effect::Alias { .. } => self.said.get(&row.api).cloned(),
            Effect::Type { aliases, .. } => {
                let other = aliases.iter().find(|name| self.said.contains(*name)).cloned();
                other.or_else(|| self.known(names, &row.api))
            }
            _ => self.known(names, &row.api),
        }
    }

    fn known(&self, names: &Names, name: &str) -> Option<String> {
        let meant = names.find(name).map_or(name, |NodeId(at)| &names.apis[at as usize].name);
        let known = self.said.contains(name) || self.meant.contains(meant) || is_part_of_known(names, meant);
        known.then(|| name.to_owned())
    }
}

/// Whether a name is that of a part of something of which built-in rows speak: a member of a class, an attribute of a value.
fn is_part_of_known(names: &Names, name: &str) -> bool {
    let above = name.match_indices('.').filter_map(|(at, _)| names.find(&name[..at]));
    above.flat_map(|node| &names.apis[node.0 as usize].rows).any(|row| !names.row(*row).local)
}

fn with_those_above<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for name in names {
        let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
        all.extend(ends.map(|end| name[..end].to_owned()));
    }
    all
}
