//! Knowledge for a project: which rows speak of the versions that it uses.
//!
//! Takes what a project's files say of its libraries' versions. Rows about other versions are taken out of the names that they
//! speak of; they keep their numbers. Of a row of which it cannot be told, the row itself says what then holds ([`Unsettled`]).
//! Unless it says otherwise it stays: what a finding owes to it is an assumption of that finding ([`OfVersions::doubt`]), and a
//! protection by it counts, since a finding without it would rest on something that is printed nowhere.

use std::borrow::Cow;

use crate::version::lies_in;
use crate::{Knowledge, KnownVersion, Names, RowId, VersionRange};

/// The versions of which a row speaks.
#[derive(Clone, Debug)]
pub struct OfVersions {
    /// The package whose versions they are; `python` for the language's own library.
    pub package: String,
    /// The package as it is written for people.
    pub package_shown: String,
    /// The versions.
    pub range: VersionRange,
    /// As they are written: `>=2,<3`.
    pub written: String,
    /// What holds where no file of the project settles it.
    pub unsettled: Unsettled,
    /// Whether the project uses one of them, where its files settle that.
    pub settled: Option<bool>,
}

/// What a row of some versions says where nobody knows the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsettled {
    /// What it always says, and findings that rely on it assume the version.
    Assumed,
    /// What it always says: other versions are rare.
    Holds,
    /// Nothing: these versions are rare.
    Fails,
}

impl Unsettled {
    /// What the word means; nothing said is an assumption.
    pub(crate) fn from_word(word: Option<&str>) -> Self {
        match word {
            Some("holds") => Self::Holds,
            Some("fails") => Self::Fails,
            _ => Self::Assumed,
        }
    }
}

impl OfVersions {
    /// What is assumed by whoever relies on the row, a clause; none when the project says so itself, or it is taken for granted.
    pub fn doubt(&self) -> Option<String> {
        let Self { package_shown, written, .. } = self;
        let is_assumed = self.settled.is_none() && self.unsettled == Unsettled::Assumed;
        is_assumed.then(|| format!("the version of {package_shown} is {written}, which no file of the project settles"))
    }
}

impl Knowledge {
    /// What holds for a project that uses these versions. It is this knowledge itself when they settle nothing.
    pub fn of_versions(&self, known: &[KnownVersion]) -> Cow<'_, Self> {
        let mut settled: Vec<(RowId, bool)> = Vec::new();
        for &id in &self.names.versioned {
            let Some(versions) = &self.names.row(id).versions else { continue };
            let of_package = known.iter().filter(|known| known.package == versions.package);
            settled.extend(lies_in(&versions.range, of_package).map(|within| (id, within)));
        }
        if settled.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut knowledge = self.clone();
        let names = &mut knowledge.names;
        for (id, within) in settled {
            let row = &mut names.rows[id.0 as usize];
            let api = row.api.clone();
            if let Some(versions) = &mut row.versions {
                versions.settled = Some(within);
            }
            if within {
                names.put_in(id, &api);
            } else {
                names.take_out(id, &api);
            }
        }
        Cow::Owned(knowledge)
    }

    /// The versions of which rows speak, and of which no file of the project settles whether it uses one, for APIs that are
    /// imported as `is_imported` says of the first part of their names.
    pub fn unsettled_versions(&self, is_imported: impl Fn(&str) -> bool) -> Vec<&OfVersions> {
        let rows = self.names.versioned.iter().map(|&id| self.names.row(id));
        let concerned = rows.filter(|row| row.api.split('.').next().is_some_and(&is_imported));
        concerned.filter_map(|row| row.versions.as_deref()).filter(|versions| versions.settled.is_none()).collect()
    }

    /// Whether a row speaks of some versions of the package alone.
    pub fn asks_version_of(&self, package: &str) -> bool {
        let asked = |id: &RowId| self.names.row(*id).versions.as_ref().is_some_and(|asked| asked.package == package);
        self.names.versioned.iter().any(asked)
    }
}

impl Names {
    /// Takes a row from those that speak of its API.
    pub(crate) fn take_out(&mut self, id: RowId, api: &str) {
        if let Some(rows) = self.rows_of(api) {
            rows.retain(|row| *row != id);
        }
        self.holding.retain(|row| *row != id);
    }

    /// Puts a row among those that speak of its API, in their order.
    fn put_in(&mut self, id: RowId, api: &str) {
        if let Some(rows) = self.rows_of(api)
            && let Err(at) = rows.binary_search(&id)
        {
            rows.insert(at, id);
        }
    }

    fn rows_of(&mut self, api: &str) -> Option<&mut Vec<RowId>> {
        match api.strip_prefix("?.") {
            Some(method) => self.heuristic.get_mut(method),
            None => self.find(api).map(|node| &mut self.apis[node.0 as usize].rows),
        }
    }
}
