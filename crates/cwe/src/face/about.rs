//! What the catalogue is and whose it is, and what to say about a number that it does not hold.

use serde::Serialize;

use super::page::Page;
use crate::catalogue::Catalogue;
use crate::entry::{Entry, Kind};

/// The release, its size, and MITRE's notice.
pub fn about() -> String {
    let catalogue = Catalogue::official();
    let count = |kind: Kind| catalogue.entries().iter().filter(|entry| entry.kind == kind).count();
    let (relations, relations_date) = catalogue.relations_from();
    let mut page = Page::default();
    page.paragraph(&format!(
        "Common Weakness Enumeration (CWE) {}, released {}",
        catalogue.version(),
        catalogue.date()
    ));
    page.gap();
    page.paragraph(&format!(
        "{} weaknesses, {} categories and {} views, as facts: ids, names, attributes and relations. Names, status and \
         mapping usage of weaknesses are those of {}; relations, categories and views are those of {relations} \
         ({relations_date}), with what {} is known to have changed.",
        count(Kind::Weakness),
        count(Kind::Category),
        count(Kind::View),
        catalogue.version(),
        catalogue.version(),
    ));
    page.gap();
    page.paragraph(catalogue.notice());
    page.gap();
    page.paragraph(
        "CWE is a trademark of The MITRE Corporation, which neither made nor endorses this program. The facts come as \
         they are, without warranty.",
    );
    page.finish()
}

/// Says plainly that a number is not in the catalogue. What may have been meant is not guessed.
pub fn unknown_text(number: u32) -> String {
    let catalogue = Catalogue::official();
    if catalogue.get(number).is_some() {
        return format!("CWE-{number} exists.\n");
    }
    let mut page = Page::default();
    page.paragraph(&format!("CWE-{number} does not exist."));
    page.gap();
    page.paragraph(&format!(
        "CWE {} uses the numbers {} and no others. Which entry was meant cannot be told from the number; search for \
         words of its name instead.",
        catalogue.version(),
        taken(catalogue.entries()),
    ));
    page.finish()
}

/// The same as JSON.
pub fn unknown_json(number: u32) -> String {
    #[derive(Serialize)]
    struct Unknown<'a> {
        cwe_version: &'a str,
        id: u32,
        exists: bool,
    }
    let catalogue = Catalogue::official();
    let exists = catalogue.get(number).is_some();
    super::json(&Unknown { cwe_version: catalogue.version(), id: number, exists })
}

/// The numbers in use, as ranges in words.
fn taken(entries: &[Entry]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for entry in entries {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == entry.id => *last = entry.id,
            _ => ranges.push((entry.id, entry.id)),
        }
    }
    let words: Vec<String> = ranges
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first} to {last}") })
        .collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}
