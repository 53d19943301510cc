//! A TOML table with its places in the text, checked against its [`Keys`]: the form of everything in it is checked
//! once, here, so that whoever reads a key gets what it takes or nothing.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::keys::{Key, Keys, NULL, Takes};
use super::rule_keys::{CASE, RULE};
use super::text::{At, Law, Offset, Text};
use crate::Literal;
use crate::nearest::{did_you_mean, did_you_mean_or_list};

/// A table while it is read.
#[derive(Clone, Copy)]
pub(super) struct Table<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) keys: &'static Keys,
    entries: &'t DeTable<'t>,
    /// Where it begins: its header, its brace, or the beginning of the text.
    pub(super) at: Offset,
}

/// Parses a text as TOML, hands the document to `read`, and checks it against `keys` before. Nothing is read when it is
/// no TOML.
pub(super) fn with_document<T>(text: &Text<'_>, keys: &'static Keys, read: impl FnOnce(Table<'_>) -> T) -> Option<T> {
    let (document, errors) = DeTable::parse_recoverable(text.body);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        text.error(at, format!("this is not TOML: {}", error.message()), None);
    }
    if !errors.is_empty() {
        return None;
    }
    let table = Table { text, keys, entries: document.get_ref(), at: 0 };
    table.check();
    Some(read(table))
}

impl<'t> Table<'t> {
    /// The text of a key.
    pub(super) fn string(&self, key: &str) -> Option<At<&'t str>> {
        string(self.get(key)?)
    }

    /// The text of a key as a value of its own.
    pub(super) fn owned(&self, key: &str) -> Option<String> {
        self.string(key).map(|text| text.value.trim().to_owned())
    }

    /// The texts of a key that takes one or a list.
    pub(super) fn strings(&self, key: &str) -> Vec<At<&'t str>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(string).collect(),
            _ => string(value).into_iter().collect(),
        }
    }

    /// The texts of a key that takes one or a list, as values of their own.
    pub(super) fn all_owned(&self, key: &str) -> Vec<String> {
        self.strings(key).into_iter().map(|text| text.value.to_owned()).collect()
    }

    /// The truth value of a key.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.get_ref().as_bool()
    }

    /// The number of a key.
    pub(super) fn number(&self, key: &str) -> Option<At<u16>> {
        let value = self.get(key)?;
        Some(At { value: u16::try_from(integer(value.get_ref())?).ok()?, at: value.span().start })
    }

    /// The literals of a key.
    pub(super) fn literals(&self, key: &str) -> Option<Vec<Literal>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|value| literal(value.get_ref())).collect(),
            one => Some(vec![literal(one)?]),
        }
    }

    /// The whole number of a key.
    pub(super) fn whole(&self, key: &str) -> Option<i64> {
        integer(self.get(key)?.get_ref())
    }

    /// The table of a key.
    pub(super) fn table(&self, key: &str) -> Option<Table<'t>> {
        let Some(Takes::Table(keys)) = self.keys.find(key).map(|key| key.takes) else { return None };
        self.inner(self.get(key)?, keys)
    }

    /// The tables of a key.
    pub(super) fn tables(&self, key: &str) -> Vec<Table<'t>> {
        let Some(Takes::Tables(keys)) = self.keys.find(key).map(|key| key.takes) else { return Vec::new() };
        let list = self.get(key).and_then(|value| value.get_ref().as_array());
        list.into_iter().flatten().filter_map(|value| self.inner(value, keys)).collect()
    }

    /// Where a key's value stands; where the table begins when it has none.
    pub(super) fn at_key(&self, key: &str) -> Offset {
        self.get(key).map_or(self.at, |value| value.span().start)
    }

    /// Whether a key is given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Notes an error at a key.
    pub(super) fn error(&self, key: &str, message: impl Into<String>, hint: Option<String>) {
        self.text.error(self.at_key(key), message, hint);
    }

    /// The line on which it begins.
    pub(super) fn line(&self) -> u32 {
        self.text.line(self.at)
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        debug_assert!(self.keys.find(key).is_some(), "{key} is not declared for {}", self.keys.name);
        self.entries.get(key)
    }

    fn inner(&self, value: &'t Spanned<DeValue<'t>>, keys: &'static Keys) -> Option<Table<'t>> {
        let entries = value.get_ref().as_table()?;
        Some(Table { text: self.text, keys, entries, at: value.span().start })
    }

    /// Checks that the keys are known, that none is missing, and that each has what it takes.
    fn check(&self) {
        for (name, value) in self.entries {
            let key = name.get_ref().as_ref();
            match self.keys.find(key) {
                Some(key) => self.check_value(key, value),
                None => self.unknown(key, name.span().start, value.get_ref()),
            }
        }
        for key in self.keys.all().filter(|key| key.required && !self.entries.contains_key(key.name)) {
            let message = format!("`{}` is missing in {}", key.name, self.keys.name);
            self.text.error(self.at, message, Some(key.says.to_owned()));
        }
        for group in self.keys.one_of {
            let given: Vec<&str> = group.iter().copied().filter(|key| self.entries.contains_key(*key)).collect();
            if given.len() == 1 {
                continue;
            }
            let message = match given.as_slice() {
                [] => format!("{} needs one of {}", self.keys.name, ticked(group)),
                _ => format!("{} has {} at once", self.keys.name, ticked(&given)),
            };
            self.text.error(self.at, message, Some("give exactly one of them".to_owned()));
        }
    }

    fn unknown(&self, key: &str, at: Offset, value: &DeValue<'_>) {
        match (self.text.law, key) {
            (Law::Model, "cwe" | "cwes" | "weakness") => {
                let hint = "say what the call does in kinds; rules/ says which weakness that is";
                return self.text.error(at, "a model never names a weakness", Some(hint.to_owned()));
            }
            (Law::Rule, "api" | "apis") => {
                let hint = "say it in kinds; the API stands in a row of models/";
                return self.text.error(at, "a rule never names an API", Some(hint.to_owned()));
            }
            _ => {}
        }
        let row = matches!(value, DeValue::Array(list) if !list.is_empty() && list.iter().all(|one| one.get_ref().is_table()));
        let message = if row && self.at == 0 {
            format!("unknown table [[{key}]]")
        } else {
            format!("unknown key `{key}` in {}", self.keys.name)
        };
        let above = std::ptr::eq(self.keys, &raw const CASE) && RULE.find(key).is_some();
        let hint = if above {
            Some("it belongs above the first [[case]]".to_owned())
        } else {
            did_you_mean(key, self.keys.all().map(|key| key.name))
        };
        self.text.error(at, message, hint);
    }

    fn check_word(&self, key: &Key, words: &[&str], word: At<&str>) {
        if !words.contains(&word.value) {
            let hint = did_you_mean_or_list(word.value, words, "it is one of");
            self.text.error(word.at, format!("unknown word \"{}\" for `{}`", word.value, key.name), hint);
        }
    }

    fn check_value(&self, key: &Key, value: &'t Spanned<DeValue<'t>>) {
        let at = value.span().start;
        let wrong = |takes: &str| {
            let message = format!("`{}` takes {takes}, not {}", key.name, shown(value.get_ref()));
            self.text.error(at, message, Some(key.says.to_owned()));
        };
        let is_text = string(value).is_some();
        let all_text = |list: &DeArray<'t>| list.iter().all(|value| string(value).is_some());
        let value = value.get_ref();
        match key.takes {
            Takes::Text
            | Takes::Dotted
            | Takes::Api
            | Takes::Name
            | Takes::Port
            | Takes::Regex
            | Takes::Versions
            | Takes::Version => {
                if !is_text {
                    wrong("a text");
                }
            }
            Takes::Names | Takes::Regexes => {
                if !value.as_array().is_some_and(all_text) {
                    wrong("a list of texts");
                }
            }
            Takes::SomeTexts | Takes::SomeDotted | Takes::Apis | Takes::SomeNames | Takes::Patterns => {
                if !value.as_array().is_some_and(|list| !list.is_empty() && all_text(list)) {
                    wrong("a list of at least one text");
                }
            }
            Takes::DottedOrMore | Takes::Ports => {
                if !is_text && !value.as_array().is_some_and(|list| !list.is_empty() && all_text(list)) {
                    wrong("a text or a list of at least one");
                }
            }
            Takes::OneOf(words) => match value.as_str() {
                Some(word) => self.check_word(key, words, At { value: word, at }),
                None => wrong(&format!("one of {}", words.join(", "))),
            },
            Takes::SomeOf(words) => match value.as_array().filter(|list| !list.is_empty() && all_text(list)) {
                Some(list) => {
                    list.iter().filter_map(string).for_each(|word| self.check_word(key, words, word));
                }
                None => wrong(&format!("a list of at least one of {}", words.join(", "))),
            },
            Takes::Flag => {
                if value.as_bool().is_none() {
                    wrong("true or false");
                }
            }
            Takes::True => {
                if value.as_bool() != Some(true) {
                    wrong("nothing but true");
                }
            }
            Takes::Number(most) => {
                if !integer(value).is_some_and(|number| (0..=i64::from(most)).contains(&number)) {
                    wrong(&format!("a whole number from 0 to {most}"));
                }
            }
            Takes::Whole => {
                if integer(value).is_none() {
                    wrong("a whole number");
                }
            }
            Takes::Literals => {
                let one = |value: &DeValue<'_>| literal(value).is_some();
                let list = value.as_array();
                if !one(value) && !list.is_some_and(|l| !l.is_empty() && l.iter().all(|value| one(value.get_ref()))) {
                    wrong("a text, a whole number, true, false, { null = true }, or a list of at least one of these");
                }
            }
            Takes::Table(_) => match self.table(key.name) {
                Some(table) => table.check(),
                None => wrong("a table"),
            },
            Takes::Tables(_) => {
                let whole = value.as_array().map(|list| list.len());
                let tables = self.tables(key.name);
                if whole != Some(tables.len()) || tables.is_empty() {
                    let brackets = if value.is_table() { ", which is written with two brackets" } else { "" };
                    wrong(&format!("a list of at least one table{brackets}"));
                }
                tables.iter().for_each(Table::check);
            }
        }
    }
}

/// The text of a value, when it is not blank.
fn string<'t>(value: &'t Spanned<DeValue<'t>>) -> Option<At<&'t str>> {
    let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty())?;
    Some(At { value: text, at: value.span().start })
}

fn ticked(names: &[&str]) -> String {
    let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    ticked.join(", ")
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.trim().is_empty() => "an empty text".to_owned(),
        DeValue::String(_) => "a text".to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(list) if list.is_empty() => "an empty list".to_owned(),
        DeValue::Array(_) => "such a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn literal(value: &DeValue<'_>) -> Option<Literal> {
    match value {
        DeValue::String(text) => Some(Literal::Str(text.to_string())),
        DeValue::Boolean(flag) => Some(Literal::Bool(*flag)),
        DeValue::Integer(_) => integer(value).map(Literal::Int),
        DeValue::Table(table) => {
            let known = table.len() == 1 && table.keys().all(|key| NULL.find(key.get_ref()).is_some());
            (known && table.values().all(|value| value.get_ref().as_bool() == Some(true))).then_some(Literal::Null)
        }
        _ => None,
    }
}
