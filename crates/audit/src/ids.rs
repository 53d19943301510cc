//! The ids of a text alone, without any code: whether each exists, may be cited, and is called what the text calls it.
//!
//! Takes a text of any form; gives every id that stands in it, in its order, with what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use claims::{Mention, Naming};
use cwe::{Catalogue, Mapping, NameVerdict, Refusal};

use crate::outcome::{AuditedWeakness, NameWord};
use crate::weaknesses::weakness_of;

/// The ids of a text, judged.
#[derive(Clone, Debug)]
pub struct CheckedIds {
    /// Whether the text was read as JSON.
    pub is_json: bool,
    /// The ids, in their order.
    pub all: Vec<CheckedId>,
    /// Limits that were reached, each a sentence.
    pub cuts: Vec<String>,
}

/// An id that stands in a text, judged.
#[derive(Clone, Debug)]
pub struct CheckedId {
    /// The line, from 1.
    pub line: u32,
    /// The column, in code points, from 1.
    pub column: u32,
    /// What the catalogue says of it.
    pub weakness: AuditedWeakness,
    /// How mature the entry is, or that it is withdrawn; none for no id at all.
    pub status: Option<&'static str>,
    /// The id whose digits were written wrongly, and how; known by the name.
    pub slip: Option<(u32, Slip)>,
    /// What it comes to.
    pub standing: Standing,
    /// What is wrong or worth knowing, each a sentence.
    pub remarks: Vec<String>,
}

/// What an id comes to, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It may stand.
    Fine,
    /// Something else nearly always fits better.
    Warning,
    /// It is wrong, or its name is.
    Error,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How digits were written wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Two that stand side by side have changed places.
    Swapped,
    /// One is another, is missing or is too many.
    OneDigit,
}

impl Slip {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Swapped => "swapped-digits",
            Self::OneDigit => "one-digit",
        }
    }
}

/// Judges all ids of a text.
pub fn check_ids(text: &str) -> CheckedIds {
    let mentions = claims::mentions(text);
    let mut cuts = mentions.cuts;
    let mut all = mentions.all;
    if !mentions.is_json {
        cuts.extend(name_as_findings_do(text, &mut all));
    }
    let mut known: BTreeMap<(u32, Option<String>, Option<String>, Naming), CheckedId> = BTreeMap::new();
    let all = all.into_iter().map(|mention| {
        let (line, column) = (mention.line, mention.column);
        let key = (mention.id, mention.name.clone(), mention.longer.clone(), mention.naming);
        CheckedId { line, column, ..known.entry(key).or_insert_with(|| judged(&mention)).clone() }
    });
    CheckedIds { is_json: mentions.is_json, all: all.collect(), cuts }
}

/// Gives ids in tables the names that findings give them: what a column means stands in its head. Tells which limits were reached.
fn name_as_findings_do(text: &str, all: &mut [Mention]) -> Vec<String> {
    let claims = claims::read(text);
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let rows: BTreeSet<u32> = (1..).zip(text.lines()).filter(|(_, line)| is_row(line)).map(|(at, _)| at).collect();
    for finding in &claims.findings {
        let from = all.partition_point(|mention| mention.line < finding.lines.0);
        let to = all.partition_point(|mention| mention.line <= finding.lines.1);
        let Some(inside) = all.get_mut(from..to) else { continue };
        let mut names: BTreeMap<u32, &String> =
            finding.weaknesses.iter().filter_map(|weakness| Some((weakness.id, weakness.name.as_ref()?))).collect();
        for mention in inside.iter().filter(|mention| mention.name.is_some()) {
            names.remove(&mention.id);
        }
        for mention in inside.iter_mut().filter(|mention| rows.contains(&mention.line)) {
            if let Some(name) = names.remove(&mention.id) {
                mention.name = Some(name.clone());
                mention.naming = mention.naming.min(Naming::Beside);
            }
        }
    }
    claims.cuts
}

fn judged(mention: &Mention) -> CheckedId {
    let catalogue = Catalogue::official();
    let id = mention.id;
    let mut weakness = weakness_of(id, mention.name.as_deref(), &[]);
    if let Some(longer) = &mention.longer {
        let other = weakness_of(id, Some(longer), &[]);
        // The lines behind may be something else, so they count where they make a name.
        if likeness(other.name) > likeness(weakness.name) && other.name != NameWord::Paraphrase {
            weakness = other;
        }
    }
    if let Some(words) = mention.name.as_deref().and_then(words_of_identifier) {
        let other = weakness_of(id, Some(&words), &[]);
        if likeness(other.name) > likeness(weakness.name) {
            weakness = AuditedWeakness { claimed_name: mention.name.clone(), ..other };
        }
    }
    let is_name = match mention.naming {
        Naming::Named => true,
        // What resembles the name of no entry at all is something else that is said of the id.
        Naming::Beside => {
            let is_meant = weakness.other.is_some() && weakness.claimed_name.as_deref().is_some_and(is_title);
            weakness.name != NameWord::Mismatch || is_meant
        }
        Naming::Near => weakness.name != NameWord::Mismatch,
    };
    if !is_name {
        weakness = weakness_of(id, None, &[]);
    }
    let entry = catalogue.get(id);
    let (bearer, nearest) = bearer(&weakness);
    let slip = bearer.or(nearest).and_then(|other| Some((other, slip(id, other)?)));
    let mut remarks = Vec::new();
    let refusal = match catalogue.judge_mapping(id) {
        Mapping::Refused { why, .. } => Some(why),
        Mapping::Fine | Mapping::NeedsReason => None,
    };
    remarks.extend(weakness.refused.clone());
    remarks.extend(of_name(&weakness, bearer, nearest));
    if let Some((other, slip)) = slip {
        remarks.push(match slip {
            Slip::Swapped => format!("Two digits may have changed places: CWE-{other} is called so."),
            Slip::OneDigit => format!("One digit may be wrong: CWE-{other} is called so."),
        });
    }
    let standing = match (refusal, weakness.name) {
        (Some(Refusal::Discouraged) | None, NameWord::Mismatch | NameWord::NameOfAnother) => Standing::Error,
        (Some(Refusal::Discouraged), _) => Standing::Warning,
        (Some(_), _) => Standing::Error,
        (None, _) => Standing::Fine,
    };
    if let (Some(bearer), NameWord::NoSuchId) = (bearer, weakness.name) {
        weakness.other = Some(bearer);
        weakness.suggested =
            catalogue.get(bearer).filter(|entry| entry.is_citable()).map(|entry| entry.id).into_iter().collect();
    }
    let status = entry.map(|entry| entry.status.word());
    CheckedId { line: 0, column: 0, weakness, status, slip, standing, remarks }
}

/// What is to be said of a name.
fn of_name(weakness: &AuditedWeakness, bearer: Option<u32>, nearest: Option<u32>) -> Option<String> {
    let catalogue = Catalogue::official();
    let named =
        |id: u32| catalogue.get(id).map_or_else(|| format!("CWE-{id}"), |entry| format!("CWE-{id}, {}", entry.name));
    let official = weakness.official_name.unwrap_or_default();
    let claimed = weakness.claimed_name.as_deref()?;
    Some(match weakness.name {
        NameWord::Exact | NameWord::Short | NameWord::None => return None,
        NameWord::Former => {
            let until = weakness.until.as_deref().unwrap_or("it was changed");
            format!("The name was official until {until}; today it is {official}.")
        }
        NameWord::Paraphrase => format!("The name says it in other words; the official one is {official}."),
        NameWord::NameOfAnother => match bearer {
            Some(other) => format!("The name is that of {}; this id is {official}.", named(other)),
            None => format!("The name is that of another id; this one is {official}."),
        },
        NameWord::Mismatch => match nearest {
            Some(other) => format!(
                "The name is not that of this id, which is {official}; the nearest is that of {}.",
                named(other)
            ),
            None => format!("The name is not that of this id, which is {official}."),
        },
        NameWord::NoSuchId => format!("“{claimed}” is the name of {}.", named(bearer?)),
    })
}

/// The other id that a claimed name is a name of, and the one whose name is the nearest.
fn bearer(weakness: &AuditedWeakness) -> (Option<u32>, Option<u32>) {
    match (weakness.name, weakness.claimed_name.as_deref()) {
        (NameWord::NameOfAnother, _) => (weakness.other, None),
        (NameWord::Mismatch, _) => (None, weakness.other),
        (NameWord::NoSuchId, Some(name)) => match Catalogue::official().compare_name(RESEARCH, name) {
            NameVerdict::NameOfAnother { id } => (Some(id), None),
            _ => (None, None),
        },
        _ => (None, None),
    }
}

/// A view, whose name nobody means: what is asked of it is whose name a text is.
const RESEARCH: u32 = 1000;

/// How `id` may be a slip of the pen for `other`.
fn slip(id: u32, other: u32) -> Option<Slip> {
    let (one, two) = (id.to_string().into_bytes(), other.to_string().into_bytes());
    let same = one.iter().zip(&two).take_while(|(one, two)| one == two).count();
    let ends_alike =
        |one: usize, two: usize, a: &[u8], b: &[u8]| a.get(one..).is_some() && a.get(one..) == b.get(two..);
    if same == one.len() && same == two.len() {
        return None;
    }
    let is_swapped = one.len() == two.len()
        && one.len() >= same + 2
        && one[same] == two[same + 1]
        && one[same + 1] == two[same]
        && one[same + 2..] == two[same + 2..];
    if is_swapped {
        return Some(Slip::Swapped);
    }
    // Numbers of two digits are often one digit apart.
    let is_long = one.len().min(two.len()) >= 3;
    let is_one_digit = ends_alike(same + 1, same + 1, &one, &two)
        || ends_alike(same + 1, same, &one, &two)
        || ends_alike(same, same + 1, &one, &two);
    (is_long && is_one_digit).then_some(Slip::OneDigit)
}

/// How good a name is, the best last.
fn likeness(name: NameWord) -> u8 {
    match name {
        NameWord::None | NameWord::NoSuchId => 0,
        NameWord::Mismatch => 1,
        NameWord::NameOfAnother => 2,
        NameWord::Paraphrase => 3,
        NameWord::Former => 4,
        NameWord::Short => 5,
        NameWord::Exact => 6,
    }
}

/// Whether a text is written as names are: several words, most of those that carry meaning with a capital; and not what the
/// catalogue says of an entry beside its name.
fn is_title(text: &str) -> bool {
    const ATTRIBUTES: [&str; 12] = [
        "Allowed",
        "Base",
        "Category",
        "Class",
        "Compound",
        "Deprecated",
        "Discouraged",
        "Pillar",
        "Prohibited",
        "Variant",
        "View",
        "Weakness",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &&str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let long: Vec<String> = words.iter().map(bare).filter(|word| word.chars().count() > 3).collect();
    let large = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let begins_large = text.starts_with(char::is_uppercase);
    let all_large = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_attribute = long.iter().all(|word| ATTRIBUTES.contains(&word.as_str()));
    begins_large && all_large >= 2 && 3 * large >= 2 * long.len() && !is_attribute
}

/// The words of an identifier such as `UseOfHardCodedCredentials`; none for anything else.
fn words_of_identifier(name: &str) -> Option<String> {
    if !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-') {
        return None;
    }
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let ends_capitals = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = before.is_some_and(|before| letter.is_uppercase() && (before.is_lowercase() || ends_capitals));
        if begins || matches!(letter, '_' | '-') {
            out.push(' ');
        }
        if !matches!(letter, '_' | '-') {
            out.push(letter);
        }
    }
    out.contains(' ').then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> CheckedId {
        let mut checked = check_ids(text).all;
        assert_eq!(checked.len(), 1, "{text}: {checked:?}");
        checked.remove(0)
    }

    fn standing(text: &str) -> (NameWord, Standing) {
        let checked = one(text);
        (checked.weakness.name, checked.standing)
    }

    #[test]
    fn every_verdict_of_a_name_is_reached() {
        use NameWord as Name;
        use Standing::{Error, Fine, Warning};
        for (text, expected) in [
            (
                "CWE-89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')",
                (Name::Exact, Fine),
            ),
            ("CWE-89: SQL Injection", (Name::Short, Fine)),
            ("CWE-328: Reversible One-Way Hash", (Name::Former, Fine)),
            ("CWE-798 (Hard-coded Credentials Used in Source)", (Name::Paraphrase, Fine)),
            ("CWE-89: Cross-site Scripting", (Name::NameOfAnother, Error)),
            ("CWE-135: Weakness in Cryptography", (Name::Mismatch, Error)),
            ("CWE-9999: SQL Injection", (Name::NoSuchId, Error)),
            ("see CWE-89 there", (Name::None, Fine)),
            ("see CWE-200 there", (Name::None, Warning)),
            ("see CWE-16 there", (Name::None, Error)),
            ("see CWE-1000 there", (Name::None, Error)),
            ("see CWE-534 there", (Name::None, Error)),
            ("see CWE-391 there", (Name::None, Error)),
        ] {
            assert_eq!(standing(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_not_held_against_an_id() {
        for text in [
            "CWE-89: the query is built from what the client sends",
            "CWE-79 (stored, in the comments)",
            "CWE-22 (see above)",
            "CWE-502 — High",
            "| CWE-89 | login.py | 12 |",
            "CWE-798: User input is concatenated",
            "CWE-79 (Base, Allowed)",
            "CWE-78 … in Python",
            "CWE-89 (Bandit B608)",
            "`CWE-89: `, `Title of Something`",
        ] {
            assert_eq!(one(text).standing, Standing::Fine, "{text}");
        }
    }

    #[test]
    fn a_name_over_several_lines_is_one() {
        let wrapped = "    cwe:\n    - 'CWE-89: Improper Neutralization of Special Elements used in an SQL Command\n      (''SQL Injection'')'\n";
        assert_eq!(standing(wrapped), (NameWord::Exact, Standing::Fine));
        let plain = "cwe:\n  - CWE-601: URL Redirection to\n    Untrusted Site ('Open Redirect')\n";
        assert_eq!(standing(plain), (NameWord::Exact, Standing::Fine));
        let item = "- CWE-89: SQL Injection\n  The statement is put together from what the client sends.\n";
        assert_eq!(standing(item), (NameWord::Short, Standing::Fine));
        let list = "- see CWE-258,\n  CWE-259 and 69 more\n";
        assert!(check_ids(list).all.iter().all(|one| one.weakness.name == NameWord::None), "{list}");
    }

    #[test]
    fn a_slip_of_the_digits_is_told_by_the_name() {
        let swapped = one("CWE-98: SQL Injection");
        assert_eq!(swapped.slip, Some((89, Slip::Swapped)));
        assert!(
            swapped.remarks.iter().any(|remark| remark.contains("changed places: CWE-89")),
            "{:?}",
            swapped.remarks
        );
        assert_eq!(one("CWE-447: Use of Obsolete Function").slip, Some((477, Slip::OneDigit)));
        assert_eq!(one("CWE-5022: Deserialization of Untrusted Data").slip, Some((502, Slip::OneDigit)));
        assert_eq!(one("CWE-79: SQL Injection").slip, None);
    }

    #[test]
    fn identifiers_are_read_as_words() {
        let of = |name: &str| format!(r#"{{"cwe": {{"id": 798, "name": "{name}"}}}}"#);
        for name in ["UseOfHardCodedCredentials", "use_of_hard-coded_credentials", "Use of Hard-coded Credentials"] {
            assert_eq!(standing(&of(name)).1, Standing::Fine, "{name}");
        }
        assert_eq!(standing(&of("ImproperCertificateValidation")).1, Standing::Error);
        assert_eq!(words_of_identifier("AnSQLCommand").as_deref(), Some("An SQL Command"));
    }

    #[test]
    fn what_fits_better_is_offered() {
        let exposed = one("CWE-200");
        assert!(exposed.weakness.suggested.contains(&201), "{exposed:?}");
        assert_eq!(one("CWE-534").weakness.suggested, [532]);
        assert_eq!(one("CWE-8989: SQL Injection").weakness.suggested, [89]);
    }

    #[test]
    fn a_name_in_brackets_ends_with_them() {
        let list = "- Findings: missing authentication (CWE-306), missing authorization (CWE-862)\n";
        assert!(check_ids(list).all.iter().all(|one| one.weakness.name == NameWord::None), "{list}");
    }

    #[test]
    fn the_names_that_findings_give_are_taken() {
        let review = "# Review\n\n| ID | CWE | CWE name | File |\n|---|---|---|---|\n| F1 | CWE-89 | Cross-site Scripting | `a.py:3` |\n";
        assert_eq!(standing(review), (NameWord::NameOfAnother, Standing::Error));
    }
}
