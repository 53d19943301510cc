//! The whole catalogue: takes the compact text that is part of the program and gives entries by id, after computing
//! what the text leaves implicit (children, ranks, OWASP lists).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::entry::Entry;
use crate::names::Names;

/// Every weakness, category and view that MITRE has numbered, in one release.
#[derive(Debug)]
pub struct Catalogue {
    stored: Stored,
    names: OnceLock<Names>,
}

/// The text of the catalogue does not hold together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadCatalogue {
    /// Not the JSON that was expected.
    #[error("the catalogue cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Entries must stand in the order of their ids, each once.
    #[error("CWE-{0} is out of order in the catalogue")]
    OutOfOrder(u32),
    /// An entry or a list refers to an id without entry.
    #[error("the catalogue refers to CWE-{0}, which it does not hold")]
    NoSuchId(u32),
    /// A year of the Top 25 is no number.
    #[error("{0:?} is not a year of the Top 25")]
    Year(String),
}

/// The compact file, as `cargo xtask catalogue` writes it.
#[derive(Debug, Deserialize)]
struct Stored {
    version: String,
    date: String,
    relations_from: String,
    relations_date: String,
    notice: String,
    top25: BTreeMap<String, Vec<u32>>,
    owasp_2021: BTreeMap<String, Owasp>,
    owasp_2025: BTreeMap<String, Owasp>,
    entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Owasp {
    name: String,
    ids: Vec<u32>,
}

impl Catalogue {
    /// The release that this program carries.
    #[expect(clippy::missing_panics_doc, reason = "the text is part of the program, and a test reads it")]
    pub fn official() -> &'static Self {
        static OFFICIAL: OnceLock<Catalogue> = OnceLock::new();
        OFFICIAL.get_or_init(|| {
            #[expect(clippy::expect_used, reason = "as above")]
            Self::read(include_str!("../../data/catalogue.json")).expect("the catalogue of this program is sound")
        })
    }

    /// Reads a catalogue from its compact text.
    pub fn read(text: &str) -> Result<Self, BadCatalogue> {
        let mut stored: Stored = serde_json::from_str(text)?;
        let out_of_order = stored.entries.windows(2).find(|pair| pair[0].id >= pair[1].id);
        if let Some(pair) = out_of_order {
            return Err(BadCatalogue::OutOfOrder(pair[1].id));
        }
        link_children(&mut stored.entries)?;
        for (year, ids) in &stored.top25 {
            let number = year.parse().map_err(|_| BadCatalogue::Year(year.clone()))?;
            for (id, rank) in ids.iter().zip(1..) {
                find_mut(&mut stored.entries, *id)?.top25.push((number, rank));
            }
        }
        for (key, list) in &stored.owasp_2021 {
            for id in &list.ids {
                find_mut(&mut stored.entries, *id)?.owasp_2021.push(key.clone());
            }
        }
        for (key, list) in &stored.owasp_2025 {
            for id in &list.ids {
                find_mut(&mut stored.entries, *id)?.owasp_2025.push(key.clone());
            }
        }
        Ok(Self { stored, names: OnceLock::new() })
    }

    /// The release of the catalogue, such as `4.20`.
    pub fn version(&self) -> &str {
        &self.stored.version
    }

    /// The day of the release.
    pub fn date(&self) -> &str {
        &self.stored.date
    }

    /// The release that relations, categories and views are from, and its day; names, status and usage are from
    /// [`Self::version`].
    pub fn relations_from(&self) -> (&str, &str) {
        (&self.stored.relations_from, &self.stored.relations_date)
    }

    /// MITRE's copyright designation and licence, which every copy must carry.
    pub fn notice(&self) -> &str {
        &self.stored.notice
    }

    /// The entry with this id.
    pub fn get(&self, id: u32) -> Option<&Entry> {
        let at = self.stored.entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
        self.stored.entries.get(at)
    }

    /// All entries, by id.
    pub fn entries(&self) -> &[Entry] {
        &self.stored.entries
    }

    /// The Top 25 of a year, in rank order.
    pub fn top25(&self, year: u16) -> Option<&[u32]> {
        self.stored.top25.get(&year.to_string()).map(Vec::as_slice)
    }

    /// The full name of a category of OWASP Top 10:2021, such as `A03`.
    pub fn owasp_2021_name(&self, key: &str) -> Option<&str> {
        self.stored.owasp_2021.get(key).map(|list| list.name.as_str())
    }

    /// The full name of a category of OWASP Top 10:2025.
    pub fn owasp_2025_name(&self, key: &str) -> Option<&str> {
        self.stored.owasp_2025.get(key).map(|list| list.name.as_str())
    }

    /// The ids of a list as entries, in the order of the list.
    pub(crate) fn all<'a>(&'a self, ids: &'a [u32]) -> impl Iterator<Item = &'a Entry> {
        ids.iter().filter_map(|id| self.get(*id))
    }

    /// The names of all entries, prepared for comparing; made when first needed.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.stored.entries))
    }
}

/// Fills in the children from the parents, and checks that every relation leads to an entry.
fn link_children(entries: &mut [Entry]) -> Result<(), BadCatalogue> {
    let mut research = Vec::new();
    let mut simplified = Vec::new();
    let mut mentioned = Vec::new();
    for entry in &*entries {
        research.extend(entry.parents.iter().map(|parent| (*parent, entry.id)));
        simplified.extend(entry.parents_simplified.iter().map(|parent| (*parent, entry.id)));
        let lists = [&entry.suggestions, &entry.see, &entry.peers, &entry.can_precede, &entry.can_also_be];
        mentioned.extend(lists.into_iter().chain(&entry.members).flatten().copied());
    }
    // Pairs come in the order of the children's ids, so the lists of children need no sorting.
    for (parent, child) in research {
        find_mut(entries, parent)?.children.push(child);
    }
    for (parent, child) in simplified {
        find_mut(entries, parent)?.children_simplified.push(child);
    }
    for id in mentioned {
        find_mut(entries, id)?;
    }
    Ok(())
}

fn find_mut(entries: &mut [Entry], id: u32) -> Result<&mut Entry, BadCatalogue> {
    let at = entries.binary_search_by_key(&id, |entry| entry.id).map_err(|_| BadCatalogue::NoSuchId(id))?;
    Ok(&mut entries[at])
}

#[cfg(test)]
mod tests;
