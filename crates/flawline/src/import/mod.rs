//! Models made of `CodeQL`'s data extensions for Python.
//!
//! Takes texts of such files; gives the texts of models, one for each package, and every row that is in none of them with the
//! reason. The models are loaded beside those of the program before they are given: a row that would be refused there is left
//! out with the words of the refusal.

mod extension;
mod kinds;
mod path;
mod translate;

use std::collections::{BTreeMap, BTreeSet};

use knowledge::local::{MOST_BYTES, MOST_FILE_BYTES, MOST_FILES, MOST_ROWS as MOST_OWN_ROWS};
use knowledge::{Knowledge, KnowledgeError, KnowledgeErrors, KnowledgeFile};
use translate::Row;

/// Where the models say that they come from.
const HOMEPAGE: &str = "https://codeql.github.com/docs/codeql-language-guides/customizing-library-models-for-python/";
/// With these words the models begin.
pub(crate) const MADE_BY: &str = "# Made by `flawline models import`";
/// How often rows that are refused are left out before nothing is made at all.
const MOST_ATTEMPTS: usize = 8;
/// More rows are not translated.
const MOST_ROWS: usize = 20_000;

/// What was made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    /// The models: paths below the folder, and texts.
    pub(crate) files: BTreeMap<String, String>,
    /// The rows that were given, in all files.
    pub(crate) given: usize,
    /// How many of them are in the models.
    pub(crate) taken: usize,
    /// What is in no model: file and place, and the reason.
    pub(crate) left: Vec<(String, String)>,
}

/// Translates files: each its name for people, and its text.
pub(crate) fn import(files: &[(String, String)], built_in: &[KnowledgeFile]) -> Result<Imported, KnowledgeErrors> {
    let known = Knowledge::load(built_in)?.names;
    let mut imported = Imported::default();
    // Each row of ours with the rows of theirs that it comes of.
    let mut rows: BTreeMap<Row, BTreeSet<usize>> = BTreeMap::new();
    let mut places: Vec<String> = Vec::new();
    let mut refused: BTreeMap<usize, String> = BTreeMap::new();
    let mut room = Room::default();
    for (name, text) in files {
        let read = match extension::read(text) {
            Ok(read) => read,
            Err(why) => {
                imported.left.push((name.clone(), why));
                continue;
            }
        };
        imported.left.extend(read.unread.into_iter().map(|why| (name.clone(), why)));
        for given in read.rows {
            let at = places.len();
            places.push(format!("{name}: {} {}", given.table, given.at));
            if at >= MOST_ROWS {
                refused.insert(at, format!("more than {MOST_ROWS} rows are not translated at once"));
                continue;
            }
            match translate::translated(&given, &known) {
                Ok(made) => {
                    if let Err(why) = room.take(&made) {
                        refused.insert(at, why);
                        continue;
                    }
                    for row in made {
                        rows.entry(row).or_default().insert(at);
                    }
                }
                Err(why) => drop(refused.insert(at, why)),
            }
        }
    }
    imported.given = places.len();
    for attempt in 0.. {
        let (texts, lines) = written(&rows);
        let mut all = built_in.to_vec();
        all.extend(texts.iter().map(|(path, text)| own(path, text)));
        let Err(errors) = Knowledge::load(&all) else {
            imported.files = texts;
            break;
        };
        let mut wrong: Vec<Row> = Vec::new();
        for error in &errors.0 {
            let at = places_of(error).into_iter().find_map(|place| lines.get(&place));
            let Some((row, sources)) = at.and_then(|row| rows.get_key_value(row)) else {
                continue;
            };
            // That a name is a class may be known already, and needs not be said again.
            if !row.is_plain_class() {
                let hint = error.hint.as_ref().map_or_else(String::new, |hint| format!(": {hint}"));
                let why = format!("{}{hint}", error.message);
                for &at in sources {
                    refused.insert(at, why.clone());
                }
            }
            wrong.push(row.clone());
        }
        if wrong.is_empty() || attempt >= MOST_ATTEMPTS {
            return Err(errors);
        }
        for row in &wrong {
            rows.remove(row);
        }
    }
    imported.taken = imported.given - refused.len();
    imported.left.extend(refused.into_iter().map(|(at, why)| (places[at].clone(), why)));
    Ok(imported)
}

/// How much of the room is taken that the knowledge of a project's own has.
#[derive(Default)]
struct Room {
    rows: usize,
    bytes: usize,
    /// The packages, of which each gets a file, and the bytes of that.
    packages: BTreeMap<String, usize>,
}

impl Room {
    /// How long a row is beside its API and its keys, at most, in bytes.
    const AROUND: usize = 80;
    /// How long the beginning of a file is beside its package's name, at most.
    const BEGINNING: usize = 400;

    /// Takes room for rows, or says what there would be too much of.
    fn take(&mut self, made: &[Row]) -> Result<(), String> {
        let (mut new, mut bytes) = (BTreeMap::new(), 0);
        for row in made {
            let name = package(&row.api);
            let size = row.api.len() + row.keys.len() + Self::AROUND;
            let file = new.entry(name.to_owned()).or_insert_with(|| {
                self.packages.get(name).copied().unwrap_or_else(|| {
                    bytes += Self::BEGINNING + name.len();
                    Self::BEGINNING + name.len()
                })
            });
            *file += size;
            bytes += size;
        }
        let added = new.keys().filter(|name| !self.packages.contains_key(*name)).count();
        for (is_too_much, most, what) in [
            (self.rows + made.len() > MOST_OWN_ROWS, MOST_OWN_ROWS, "rows"),
            (self.packages.len() + added > MOST_FILES, MOST_FILES, "files"),
            (new.values().any(|file| *file > MOST_FILE_BYTES), MOST_FILE_BYTES, "bytes in a file"),
            (self.bytes + bytes > MOST_BYTES, MOST_BYTES, "bytes"),
        ] {
            if is_too_much {
                return Err(format!("knowledge of a project's own has at most {most} {what}"));
            }
        }
        self.rows += made.len();
        self.bytes += bytes;
        self.packages.extend(new);
        Ok(())
    }
}

/// The package of an API.
fn package(api: &str) -> &str {
    api.split('.').next().unwrap_or(api)
}

/// Where an error stands, and where the other row does of which it tells: the one that was made may be either.
fn places_of(error: &KnowledgeError) -> Vec<(String, u32)> {
    let mut places = vec![(error.file.clone(), error.line)];
    let other = error.hint.as_deref().and_then(|hint| hint.rsplit(' ').next()?.rsplit_once(':'));
    places.extend(other.and_then(|(file, line)| Some((file.to_owned(), line.parse().ok()?))));
    places
}

fn own(path: &str, text: &str) -> KnowledgeFile {
    KnowledgeFile { path: path.to_owned().into(), text: text.to_owned().into(), trusted: false, local: Some(0) }
}

/// The texts by path, and which row stands where.
type Written = (BTreeMap<String, String>, BTreeMap<(String, u32), Row>);

fn written(rows: &BTreeMap<Row, BTreeSet<usize>>) -> Written {
    let (mut texts, mut lines): Written = Default::default();
    // How many lines each text has.
    let mut ends: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows.keys() {
        let package = package(&row.api);
        let path = format!("models/python/{package}-imported.toml");
        let text = texts.entry(path.clone()).or_insert_with(|| {
            format!(
                "{MADE_BY} of data extensions; what is changed here is lost when that is done again.\n\
                 library = \"{package}-imported\"\nhomepage = \"{HOMEPAGE}\"\n"
            )
        });
        let said = format!("\n[[{}]]\napi = \"{}\"\n{}origin = \"generated\"\n", row.table, row.api, row.keys);
        text.push_str(&said);
        let end = ends.entry(path.clone()).or_insert(3);
        // The first line is empty.
        let (first, last) = (*end + 2, *end + said.lines().count() as u32);
        *end = last;
        lines.extend((first..=last).map(|line| ((path.clone(), line), row.clone())));
    }
    (texts, lines)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn made(rows: &[(&str, &str)]) -> Imported {
        let mut text = String::from("extensions:\n");
        for (table, row) in rows {
            let _ = write!(
                text,
                "  - addsTo:\n      pack: codeql/python-all\n      extensible: {table}\n    data:\n      - {row}\n"
            );
        }
        import(&[("a.yml".to_owned(), text)], &knowledge::built_in_files()).unwrap()
    }

    #[test]
    fn every_table_has_rows_of_ours() {
        let made = made(&[
            ("sourceModel", "['stall', 'Member[ask].ReturnValue', 'remote']"),
            ("sourceModel", "['stall.Visit', 'Member[query]', 'remote']"),
            ("sinkModel", "['stall.Store!', 'Call.Argument[0,url:]', 'request-forgery']"),
            ("sinkModel", "['stall.~Any', 'Member[run].Argument[0]', 'sql-injection']"),
            ("summaryModel", "['stall', 'Member[tidy]', 'Argument[0,text:]', 'ReturnValue', 'taint']"),
            ("typeModel", "['stall.~Any', 'stall.Store', '']"),
            ("typeModel", "['stall.Store', 'stall', 'Member[open].ReturnValue.Awaited']"),
            ("typeModel", "['stall.Visit~Subclass', 'booth', 'Member[Visit]']"),
            ("neutralModel", "['stall', 'Member[count]', 'summary']"),
            ("barrierModel", "['stall', 'Member[quoted].ReturnValue', 'sql-injection']"),
            ("barrierGuardModel", "['stall', 'Member[is_ours].Argument[0,url:]', 'true', 'url-redirection']"),
        ]);
        assert_eq!(made.left, []);
        assert_eq!((made.given, made.taken), (11, 11));
        let text = &made.files["models/python/stall-imported.toml"];
        for expected in [
            "[[source]]\napi = \"stall.Visit.query\"\nkind = \"remote-input\"\nto = \"value\"\norigin = \"generated\"\n",
            "[[sink]]\napi = \"stall.any_Any.run\"\nkind = \"sql\"\nfrom = \"0\"\n",
            "[[type]]\napi = \"stall.Store\"\nbases = [\"stall.any_Any\"]\n",
            "[[returns]]\napi = \"stall.open\"\ntype = \"stall.Store\"\n",
            "[[guard]]\napi = \"stall.is_ours\"\nkinds = [\"redirect\"]\nchecks = \"0:url\"\nsafe = \"true\"\n",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        assert!(made.files["models/python/booth-imported.toml"].contains("bases = [\"stall.Visit\"]"));
    }

    #[test]
    fn what_cannot_be_said_is_told_with_the_reason() {
        let made = made(&[
            ("sinkModel", "['stall', 'Member[f].Argument[0]', 'odd-injection']"),
            ("sinkModel", "['stall', 'Member[f].WithArity[1].Argument[0]', 'sql-injection']"),
            ("sinkModel", "['stall', 'Member[f].ReturnValue', 'sql-injection']"),
            (
                "sinkModel",
                "['java.sql', 'Statement', true, 'execute', '(String)', '', 'Argument[0]', 'sql-injection', 'manual']",
            ),
            ("otherModel", "['stall']"),
            ("sinkModel", "['stall', 2, 'sql-injection']"),
            ("neutralModel", "['stall', 'Member[f]', 'sink']"),
            // The program says this itself.
            ("typeModel", "['sqlite3.Connection', 'sqlite3', 'Member[connect].ReturnValue']"),
        ]);
        let why: Vec<&str> = made.left.iter().map(|(_, why)| why.as_str()).collect();
        let expected = [
            "`odd-injection` is no kind of ours",
            "`WithArity[1]` has no port here",
            "it is a sink for what comes out, not for an argument",
            "as rows for Java do",
            "rows of `otherModel` are not read",
            "a cell of it is no text; a row of `sinkModel` has 3 texts",
            "does nothing at all",
            "what another says",
        ];
        assert_eq!(why.len(), expected.len(), "{why:#?}");
        for (why, expected) in why.iter().zip(expected) {
            assert!(why.contains(expected), "{why}: {expected}");
        }
        assert_eq!((made.given, made.taken), (8, 0));
        assert_eq!(made.left[1].0, "a.yml: sinkModel 2");
    }

    fn is_line_of_a_model(line: &str) -> bool {
        let is_value = |value: &str| {
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_.:,()[]*\" -".contains(letter);
            value.chars().all(is_plain) && value.matches('"').count().is_multiple_of(2)
        };
        let is_table = line.starts_with("[[") && line.ends_with("]]");
        let is_key = line.split_once(" = ").is_some_and(|(key, value)| !key.contains('"') && is_value(value));
        line.is_empty() || is_table || is_key
    }

    #[test]
    fn damaged_files_give_rows_that_are_still_rows() {
        let text = "extensions:\n  - addsTo: {pack: codeql/python-all, extensible: sinkModel}\n    data:\n\
            \x20     - ['stall.~Any', 'Member[f,g].Instance.Method[h].Argument[0..2,name:]', 'sql-injection']\n\
            \x20 - addsTo: {pack: codeql/python-all, extensible: summaryModel}\n    data:\n\
            \x20     - [\"stall\", \"Member[f]\", \"Argument[0].TupleElement[1]\", \"ReturnValue.Attribute[x]\", taint]\n";
        let known = knowledge::Knowledge::built_in().unwrap().names;
        let mut translated = 0;
        for at in 0..text.len() {
            let (before, behind) = text.split_at(at);
            for put in ["", "\"", "\n", "]", ".", "\\n", "#", "é", "&a ", "\0"] {
                for damaged in [format!("{before}{put}{}", &behind[1..]), format!("{before}{put}{behind}")] {
                    let Ok(read) = extension::read(&damaged) else { continue };
                    let rows = read.rows.iter().filter_map(|row| translate::translated(row, &known).ok()).flatten();
                    let rows: BTreeMap<Row, BTreeSet<usize>> = rows.map(|row| (row, BTreeSet::new())).collect();
                    for (path, text) in written(&rows).0 {
                        let mut lines = text.lines().skip(3);
                        assert!(lines.all(is_line_of_a_model) && !path.contains(".."), "{path}\n{text}\n{damaged}");
                    }
                    translated += rows.len();
                }
            }
        }
        assert!(translated > 1_000);
    }

    #[test]
    fn no_more_is_made_than_a_project_may_have() {
        let row = |api: String| Row { table: "clean", api, keys: String::new() };
        let mut room = Room::default();
        let full = (0..MOST_OWN_ROWS).map(|at| row(format!("stall.f{at}"))).collect::<Vec<_>>();
        assert_eq!(room.take(&full), Ok(()));
        assert!(room.take(&full[..1]).unwrap_err().contains("10000 rows"));
        let mut room = Room::default();
        assert!((0..MOST_FILES).all(|at| room.take(&[row(format!("p{at}.f"))]).is_ok()));
        assert!(room.take(&[row("q.f".to_owned())]).unwrap_err().contains("500 files"));
        assert_eq!(room.take(&[row("p1.g".to_owned())]), Ok(()));
        assert!(Room::default().take(&[row("a".repeat(MOST_FILE_BYTES))]).unwrap_err().contains("bytes in a file"));
        let mut room = Room::default();
        let size = MOST_FILE_BYTES - 1_000;
        assert!(('a'..='d').all(|name| room.take(&[row(format!("{name}.{}", "f".repeat(size)))]).is_ok()));
        assert!(room.take(&[row(format!("e.{}", "f".repeat(size)))]).unwrap_err().ends_with("4194304 bytes"));
    }

    #[test]
    fn the_order_of_files_changes_nothing_but_the_list() {
        let file = |name: &str, row: &str| {
            let text = format!(
                "extensions:\n  - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data:\n      - {row}\n"
            );
            (name.to_owned(), text)
        };
        let a = file("a.yml", "['stall', 'Member[f,g].Argument[0]', 'sql-injection']");
        let b = file("b.yml", "['stall', 'Member[g].Argument[0]', 'sql-injection']");
        let built_in = knowledge::built_in_files();
        let one = import(&[a.clone(), b.clone()], &built_in).unwrap();
        let other = import(&[b, a], &built_in).unwrap();
        assert_eq!(one, other);
        assert_eq!((one.given, one.taken, one.files.len()), (2, 2, 1));
    }
}
