//! What a whole program lacks: a claim that something is nowhere done can be looked for everywhere; the table is `lacking.toml`.
//!
//! Takes a finding that says so and all code; gives support where no file holds a sign of it, and where one does, says which. Only
//! languages that Flawline knows are looked at, and only programs that answer requests.

use std::sync::LazyLock;

use claims::Stance;
use regex::Regex;
use serde::Deserialize;

use crate::code::Code;
use crate::file::File;
use crate::kin::{Kinship, kinship};
use crate::outcome::{Support, SupportVerdict};
use crate::support::{open, plain};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    titles: String,
    servers: String,
    lack: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ids: Vec<u32>,
    words: String,
    signs: String,
    /// What the program has to do for it to matter at all.
    needs: Option<String>,
    /// What is said where it does none of that.
    harmless: Option<String>,
    what: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    says: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    sign: String,
}

struct Lack {
    row: Row,
    words: Regex,
    signs: Regex,
    needs: Option<Regex>,
}

struct Lacks {
    titles: Regex,
    servers: Regex,
    all: Vec<Lack>,
}

static LACKS: LazyLock<Option<Lacks>> = LazyLock::new(|| {
    let table = toml::from_str::<Table>(include_str!("lacking.toml")).ok()?;
    let made = |row: Row| {
        let (words, signs) = (Regex::new(&row.words).ok()?, Regex::new(&row.signs).ok()?);
        let needs = row.needs.as_deref().map(Regex::new).transpose().ok()?;
        Some(Lack { row, words, signs, needs })
    };
    let (titles, servers) = (Regex::new(&table.titles).ok()?, Regex::new(&table.servers).ok()?);
    Some(Lacks { titles, servers, all: table.lack.into_iter().filter_map(made).collect() })
});

/// Whether a title says that something is not done.
pub(crate) fn says_lack(title: &str) -> bool {
    LACKS.as_ref().is_some_and(|lacks| lacks.titles.is_match(title))
}

/// A finding that may say that a program lacks something.
pub(crate) struct Said<'a> {
    pub(crate) title: &'a str,
    /// The beginning of its prose.
    pub(crate) words: &'a str,
    pub(crate) stance: &'a Stance,
    /// The ids that it names, or that its words are about.
    pub(crate) ids: &'a [u32],
}

/// What all of the code tells of something that a finding says is lacking; nothing where it says no such thing, or the code is no
/// program that answers requests.
pub(crate) fn lacking(code: &Code<'_>, said: &Said<'_>) -> Option<Support> {
    let lacks = LACKS.as_ref()?;
    let lack = lack_of(&lacks.all, said)?;
    let defends = *said.stance != Stance::Accuses;
    // Praise speaks of many things; its title tells which one it is about.
    if defends && !lack.words.is_match(said.title) {
        return None;
    }
    let is_of_it = |file: &File<'_>| file.is_known_code() && file.sought.is_some();
    let count = code.files.iter().filter(|file| is_of_it(file)).count();
    let sign_of = |sign: &Regex| {
        let lines = code.lines_with(sign);
        let mut found = code.files.iter().zip(lines.iter()).filter(|(file, _)| is_of_it(file));
        found.find_map(|(file, line)| Some((file.path, (*line)?)))
    };
    sign_of(&lacks.servers)?;
    let sign = sign_of(&lack.signs);
    let what = &lack.row.what;
    if let (Some(needs), Some(harmless)) = (&lack.needs, &lack.row.harmless)
        && sign_of(needs).is_none()
    {
        let text = format!("Nothing in all {count} files of code that were read {harmless}.");
        return Some(plain(SupportVerdict::Refuted, "nothing-to-protect", text));
    }
    Some(match sign {
        None if defends => open("nowhere-in-the-code", &format!("Nothing is found in the code that {what}.")),
        Some((path, line)) if defends => {
            let text = format!(
                "Something that {what} stands at {path}:{line}; whether it does so everywhere is not looked at."
            );
            plain(SupportVerdict::Refuted, "done-somewhere", text)
        }
        None => {
            let text = format!(
                "Nothing in all {count} files of code that were read {what}; what stands before the program may."
            );
            plain(SupportVerdict::Supported, "nowhere-in-the-code", text)
        }
        Some((path, line)) => open(
            "done-somewhere",
            &format!(
                "Something that {what} may stand at {path}:{line}; whether it does so everywhere is not looked at."
            ),
        ),
    })
}

fn lack_of<'l>(all: &'l [Lack], said: &Said<'_>) -> Option<&'l Lack> {
    let fits = |lack: &&Lack| {
        let is_kin =
            |id: &u32| lack.row.ids.iter().any(|&own| kinship(*id, own).is_some_and(|kin| kin < Kinship::Near));
        said.ids.iter().any(is_kin) && (lack.words.is_match(said.title) || lack.words.is_match(said.words))
    };
    all.iter().find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_fits_its_words_and_its_sign() {
        let table: Table = toml::from_str(include_str!("lacking.toml")).unwrap();
        let lacks = LACKS.as_ref().unwrap();
        assert_eq!(lacks.all.len(), table.lack.len());
        for lack in &lacks.all {
            let said = Said { title: &lack.row.says, words: "", stance: &Stance::Accuses, ids: &lack.row.ids };
            assert_eq!(lack_of(&lacks.all, &said).map(|lack| &lack.row.what), Some(&lack.row.what));
            assert!(lack.signs.is_match(&lack.row.sign), "{}", lack.row.sign);
            assert!(!lack.signs.is_match("return jsonify(total=total)"));
            assert_eq!(lack.row.needs.is_some(), lack.row.harmless.is_some(), "{}", lack.row.what);
        }
        assert!(lacks.servers.is_match("from flask import Flask"));
    }

    #[test]
    fn titles_say_that_something_is_not_done() {
        for title in ["No rate limiting", "**Missing** headers", "Відсутня перевірка", "缺少认证"]
        {
            assert!(says_lack(title), "{title}");
        }
        for title in ["Notes in logs", "Rate limits are missing somewhere", "SQL injection"] {
            assert!(!says_lack(title), "{title}");
        }
    }

    #[test]
    fn other_words_and_ids_fit_no_row() {
        let lacks = LACKS.as_ref().unwrap();
        let none = |title: &str, ids: &[u32]| {
            lack_of(&lacks.all, &Said { title, words: "", stance: &Stance::Accuses, ids }).is_none()
        };
        assert!(none("SQL injection", &[89]));
        assert!(none("Missing rate limiting", &[89]));
        assert!(none("Unbounded loop", &[770]));
    }
}
