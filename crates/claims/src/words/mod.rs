//! The words by which reviews are understood; they stand in `words.toml`.

mod table;

use serde::Deserialize;

use self::table::WORDS;
use crate::claim::Level;

/// What a line, a heading, a row or a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Field {
    /// The ids.
    Weakness,
    /// How bad it is.
    Severity,
    /// Where it is.
    Place,
    /// What stands there.
    Quote,
    /// What is said of it.
    Words,
    /// How it is attacked: what is said counts, and code is neither quoted nor offered.
    Attack,
    /// In which function it is.
    Function,
    /// What is to be done.
    Fix,
    /// Whether it is still so.
    Status,
    /// What it is called.
    Title,
    /// What it is referred to by.
    Label,
    /// Who can do it.
    Reach,
    /// Whether he has to say who he is.
    Login,
    /// Something that is not checked.
    Nothing,
}

/// What a phrase says of who can do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    /// Whoever is on the network, and without a login.
    Anyone,
    /// Whoever is on the network.
    Remote,
    /// Only who is on the machine already.
    Local,
    /// Whoever runs the program: it is what he writes that is named.
    Operator,
    /// Somebody, of whom no more is said.
    Others,
    /// Who has not said who he is.
    WithoutLogin,
    /// Only who has said who he is.
    WithLogin,
    /// It only sounds like one of these.
    Nothing,
}

/// Which side a word takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// That something is wrong.
    Accuses,
    /// That it is not, or no longer.
    Defends,
}

/// Which words a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    /// Words before a number that are no label.
    Counter,
    /// Languages of blocks that are commands or requests.
    Shell,
    /// Languages of blocks that are no code of any program.
    Drawing,
    /// Programs by which others are attacked.
    Tool,
}

/// A text in small letters, with one blank for everything that is neither letter nor digit.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What a heading, a key or the head of a column is about.
pub(crate) fn field(text: &str) -> Option<Field> {
    if text.len() > 60 {
        return None;
    }
    let folded = folded(text);
    let known = |text: &str| WORDS.fields.get(text).copied();
    // "3.1 Description" is one as well.
    known(&folded)
        .or_else(|| known(without_number(&folded)))
        .or_else(|| of_done(&folded, known).is_some().then_some(Field::Fix))
}

/// What stands beside a word for a repair that says that it is made: "Remediation (applied)", "Implemented solution".
fn of_done(folded: &str, known: impl Fn(&str) -> Option<Field>) -> Option<&'static str> {
    let is_fix = |rest: Option<&str>| rest.is_some_and(|rest| known(rest.trim()) == Some(Field::Fix));
    let is_done = |done: &&String| {
        let (behind, before) = (folded.strip_suffix(done.as_str()), folded.strip_prefix(done.as_str()));
        is_fix(behind.filter(|rest| !done.is_ascii() || rest.ends_with(' ')))
            || is_fix(before.filter(|rest| !done.is_ascii() || rest.starts_with(' ')))
    };
    WORDS.done.iter().find(is_done).map(String::as_str)
}

/// The word by which a key for a repair says that it is made.
pub(crate) fn done(key: &str) -> Option<&'static str> {
    of_done(&folded(key.get(..key.len().min(200))?), |text| WORDS.fields.get(text).copied())
}

/// Whether a cell says that it is as the head of its column has it.
pub(crate) fn affirms(cell: &str) -> bool {
    cell.contains(['✅', '✔', '☑']) || WORDS.yes.contains(&folded(cell))
}

/// What a heading or a label above something is about, as a whole or by how it begins or ends.
pub(crate) fn heading(text: &str) -> Option<Field> {
    /// Headings with more words tell something.
    const WORDS_OF_ONE: usize = 8;
    field(text).or_else(|| {
        let folded = folded(text.get(..text.len().min(200)).unwrap_or(text));
        let bare = without_number(&folded);
        if bare.split(' ').count() > WORDS_OF_ONE {
            return None;
        }
        let begins = |word: &str| {
            bare.strip_prefix(word).is_some_and(|rest| !word.is_ascii() || rest.is_empty() || rest.starts_with(' '))
        };
        let ends = |word: &str| {
            bare.strip_suffix(word).is_some_and(|rest| !word.is_ascii() || rest.is_empty() || rest.ends_with(' '))
        };
        let begun = WORDS.begins.iter().find(|(word, _)| begins(word));
        begun.or_else(|| WORDS.ends.iter().find(|(word, _)| ends(word))).map(|(_, field)| *field)
    })
}

/// A folded text without the number or letter that it may begin with.
fn without_number(folded: &str) -> &str {
    let is_number = |word: &str| {
        word.len() == 1 || word.chars().all(|letter| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter))
    };
    let mut rest = folded;
    while let Some((_, behind)) = rest.split_once(' ').filter(|(first, _)| is_number(first)) {
        rest = behind;
    }
    rest
}

/// Whether a heading is that of an overview: what stands below is said elsewhere, or is no finding.
pub(crate) fn is_overview(text: &str) -> bool {
    let folded = folded(text.get(..text.len().min(200)).unwrap_or(text));
    let bare: Vec<&str> = without_number(&folded).split(' ').collect();
    let is_digit = |letter: char| letter.is_ascii_digit();
    let same =
        |word: &str, there: &str| word == there || word == "#" && there.chars().all(is_digit) && !there.is_empty();
    WORDS.overviews.iter().any(|overview| {
        if !overview.is_ascii() {
            return without_number(&folded) == overview;
        }
        let words: Vec<&str> = overview.split(' ').collect();
        words.len() <= bare.len() && words.iter().zip(&bare).all(|(word, there)| same(word, there))
    })
}

/// Whether a word is one of a list.
pub(crate) fn is_of(list: List, word: &str) -> bool {
    let word = folded(word);
    WORDS.lists.iter().any(|(of, known)| *of == list && *known == word)
}

/// Whether the letters that a label begins with are a word of a list, or all of it begins with one that has a number in it.
pub(crate) fn begins_like(list: List, label: &str) -> bool {
    let label = label.to_lowercase();
    let letters: String = label.chars().take_while(|letter| letter.is_alphabetic()).collect();
    let has_number = |known: &str| known.contains(|letter: char| letter.is_ascii_digit());
    let is_like = |known: &str| letters == known || has_number(known) && label.starts_with(known);
    WORDS.lists.iter().any(|(of, known)| *of == list && is_like(known))
}

/// Whether a title is about what a program is built of.
pub(crate) fn is_of_library(title: &str) -> bool {
    let folded = bounded(title);
    WORDS.libraries.iter().any(|known| place(&folded, known).is_some())
}

/// Whether a title only speaks of what was said before.
pub(crate) fn is_repetition(title: &str) -> bool {
    let folded = bounded(title);
    WORDS.repetitions.iter().any(|known| place(&folded, known).is_some())
}

/// Whether a sentence says that something is done right.
pub(crate) fn is_praise(sentence: &str) -> bool {
    let folded = bounded(sentence);
    let praised = |known: &String| place(&folded, known).filter(|&at| denied(&folded[..at]).is_none());
    WORDS.praises.iter().any(|known| praised(known).is_some())
}

/// The beginning of a text, folded, with a blank before and behind.
fn bounded(text: &str) -> String {
    format!(" {} ", folded(text.get(..text.len().min(200)).unwrap_or(text)))
}

/// Where a word stands in a text that is folded and bounded.
fn place(text: &str, word: &str) -> Option<usize> {
    if word.is_ascii() { text.find(&format!(" {word} ")).map(|at| at + 1) } else { text.find(word) }
}

/// The word of negation by which a text ends.
fn denied(before: &str) -> Option<&'static String> {
    let before = before.trim_end();
    WORDS.negations.iter().find(|negation| {
        let rest = before.strip_suffix(negation.as_str());
        rest.is_some_and(|rest| !negation.is_ascii() || rest.is_empty() || rest.ends_with(' '))
    })
}

/// A verdict that says that nothing is wrong: "no injection risk".
pub(crate) fn denial(text: &str) -> Option<String> {
    /// Longer ones tell something.
    const WORDS_OF_ONE: usize = 7;
    let folded = folded(text.get(..text.len().min(200)).unwrap_or(text));
    let (begins, ends) = &WORDS.denials;
    let is_word = |rest: &str, known: &str| !known.is_ascii() || rest.starts_with(' ') || rest.ends_with(' ');
    let begun = begins.iter().any(|known| folded.strip_prefix(known.as_str()).is_some_and(|rest| is_word(rest, known)));
    let ended = ends.iter().any(|known| folded.strip_suffix(known.as_str()).is_some_and(|rest| is_word(rest, known)));
    (begun && ended && folded.split(' ').count() <= WORDS_OF_ONE).then_some(folded)
}

/// The words by which a title ends that say that nothing is wrong: "… properly mitigated".
pub(crate) fn closing(title: &str) -> Option<String> {
    let folded = folded(title);
    let closing = WORDS.closings.iter().find(|closing| {
        let before = folded.strip_suffix(closing.as_str()).map(str::trim_end);
        before.is_some_and(|before| !before.is_empty() && !before.ends_with(" not") && !before.ends_with("never"))
    });
    closing.cloned()
}

/// Whether a heading or the beginning of a paragraph ends the findings, or comes before them.
pub(crate) fn is_chapter(text: &str) -> bool {
    let folded = folded(text.get(..text.len().min(200)).unwrap_or(text));
    let bare = folded.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    WORDS.chapters.iter().any(|chapter| bare == chapter) || is_overview(text)
}

/// Whether a paragraph begins with words that end a list of findings.
pub(crate) fn begins_conclusion(text: &str) -> bool {
    let Some((first, _)) = text.split_once([',', '，', ':', '：']) else { return false };
    first.len() < 40 && is_chapter(first)
}

/// The level that a text names, with its word: as a whole, or as one of its words.
pub(crate) fn level(text: &str) -> Option<(Level, String)> {
    let folded = folded(text.get(..text.len().min(400)).unwrap_or(text));
    let known = |word: &str| WORDS.levels.get(word).map(|level| (*level, word.to_owned()));
    known(&folded).or_else(|| folded.split(' ').find_map(known)).or_else(|| score(text))
}

/// A level told by a number from 0 to 10, as CVSS does.
fn score(text: &str) -> Option<(Level, String)> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    // "1." is the number of a chapter.
    let is_score =
        |number: &&str| number.split_once('.').is_some_and(|(whole, part)| !whole.is_empty() && !part.is_empty());
    let mut numbers = numbers.filter(is_score).filter_map(|number| number.parse::<f32>().ok());
    let number = numbers.find(|number| (0.0..=10.0).contains(number))?;
    let level = match number {
        9.0.. => Level::Critical,
        7.0.. => Level::High,
        4.0.. => Level::Medium,
        0.1.. => Level::Low,
        _ => Level::Info,
    };
    Some((level, format!("{number:.1}")))
}

/// Which side a text takes that says how things stand, and by which word.
pub(crate) fn side(text: &str) -> Option<(Side, String)> {
    let folded = bounded(text);
    let (at, word, side) = WORDS.sides.iter().find_map(|(word, side)| Some((place(&folded, word)?, word, *side)))?;
    // "Not resolved" is the contrary of "resolved".
    let denied = denied(&folded[..at]);
    // "⚠️ accepted" admits, and "✅ acceptable" says that nothing is wrong.
    let is_content = WORDS.admissions.contains(word) && text.contains(['✅', '✔']);
    match (side, denied) {
        (Side::Accuses, _) if is_content => Some((Side::Defends, word.clone())),
        (Side::Defends, Some(negation)) => Some((Side::Accuses, format!("{negation} {word}"))),
        _ => Some((side, word.clone())),
    }
}

/// What prose says of who can do it: each phrase once, in the order of the text; of phrases that begin at one place the longest.
pub(crate) fn said(text: &str) -> Vec<(Said, &'static str)> {
    let mut folded = folded(text);
    let mut all: Vec<(Said, &'static str)> = Vec::new();
    let mut take = |said: Said, phrase: &'static str| {
        if !all.contains(&(said, phrase)) {
            all.push((said, phrase));
        }
    };
    if !folded.is_ascii() {
        for (phrase, said) in WORDS.unspaced.iter().filter(|(phrase, _)| text.len() >= phrase.len()) {
            if folded.contains(phrase.as_str()) {
                folded = folded.replace(phrase.as_str(), " ");
                take(*said, phrase);
            }
        }
    }
    let mut rest = folded.as_str();
    while !rest.is_empty() {
        let first = rest.split(' ').next().unwrap_or_default();
        let begins =
            |phrase: &str| rest.strip_prefix(phrase).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '));
        let phrases = WORDS.phrases.get(first);
        let found = phrases.and_then(|phrases| phrases.iter().find(|(phrase, _)| begins(phrase)));
        let length = found.map_or(first.len(), |(phrase, _)| phrase.len());
        if let Some((phrase, said)) = found {
            take(*said, phrase);
        }
        rest = rest[length..].trim_start_matches(' ');
    }
    all
}

/// What a part of a value says behind a key for who can do it, and behind one for whether a login is needed.
pub(crate) fn said_by_key(part: &str, is_of_login: bool) -> Option<(Said, &'static str)> {
    let known = if is_of_login { &WORDS.privileges } else { &WORDS.vectors };
    known.get_key_value(&folded(part)).map(|(word, said)| (*said, word.as_str()))
}

#[cfg(test)]
mod tests;
