//! *look*: code that is not what it looks like: a name of which letters look like those of another name, and characters that
//! change the order in which a line is shown.
//!
//! Only files with letters outside of ASCII are looked at. Names in one script are names, in whatever language: what counts is
//! one that mixes letters of several so that it looks like a name that is there as well.

use ir::Span;
use knowledge::{Letters, Pair, Rule};
use program::{FuncId, ModuleId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Draft, Scene, Seen};
use crate::Spot;
use crate::scan::{Token, TokenKind, scan};

/// So many places of a file are told.
const PLACES: usize = 16;

pub(super) fn find(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (letters, pairs): (&[Letters], &[Pair]),
) -> Vec<Draft> {
    let looks: FxHashMap<char, char> =
        letters.iter().flat_map(|letters| letters.letters.chars().map(|letter| (letter, letters.like))).collect();
    let is_told = |letter: char| looks.contains_key(&letter) || pairs.iter().any(|pair| pair.opens.contains(letter));
    let mut drafts = Vec::new();
    for (at, file) in scene.names.files.iter().enumerate().take(scene.names.program.modules.len()) {
        let text: &str = &file.text;
        if text.is_ascii() || !text.chars().any(|letter| !letter.is_ascii() && is_told(letter)) {
            continue;
        }
        let function = scene.names.program.function_id(ModuleId(at as u32), ir::FunctionId(0));
        let found = scene.contained(function, || {
            let tokens = scan(text);
            let mut places = look_alikes(scene, ModuleId(at as u32), &tokens, &looks);
            places.extend(reordered(text, &tokens, pairs));
            places.truncate(PLACES);
            places
                .into_iter()
                .filter_map(|place| draft(scene, (index, rule), function, text, place))
                .collect::<Vec<_>>()
        });
        drafts.extend(found.into_iter().flatten());
    }
    drafts
}

/// A place, and what it looks like or which character stands there.
struct Place {
    span: (usize, usize),
    looks: String,
}

fn draft(
    scene: &Scene<'_, '_>,
    (index, rule): (usize, &Rule),
    function: FuncId,
    text: &str,
    place: Place,
) -> Option<Draft> {
    let Place { span: (start, end), looks } = place;
    let span = Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    let letters: Vec<String> = text[start..end]
        .chars()
        .filter(|letter| !letter.is_ascii())
        .take(4)
        .map(|letter| format!("U+{:04X}", u32::from(letter)))
        .collect();
    let slots = vec![("value", looks), ("name", letters.join(", "))];
    let seen = Seen {
        statement: Some(text[start..end].to_owned()),
        spot: Some(Spot { module: scene.names.program.module_of(function), span }),
        ..Seen::of(index, rule.cases.first()?, (function, ir::Value(0)), slots)
    };
    Some(scene.draft(rule, seen))
}

/// Names that look like others, each where a function is called so, else where it stands first.
fn look_alikes(
    scene: &Scene<'_, '_>,
    module: ModuleId,
    tokens: &[Token<'_>],
    looks: &FxHashMap<char, char>,
) -> Vec<Place> {
    if looks.is_empty() {
        return Vec::new();
    }
    // That place stays the same one when functions change places.
    let mut declared: FxHashMap<&str, Span> = FxHashMap::default();
    for function in &scene.names.program.module(module).functions {
        declared.entry(scene.names.program.text(function.name)).or_insert(function.name_span);
    }
    let words: FxHashSet<&str> = tokens.iter().filter_map(|token| word(token)).collect();
    let program = scene.names.program;
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut places = Vec::new();
    for token in tokens {
        let Some(name) = word(token).filter(|name| !name.is_ascii()) else { continue };
        let Some(other) = other(name, looks) else { continue };
        let is_there = words.contains(other.as_str())
            || program.symbols.find(&other).is_some()
            || program.apis.find(&other).is_some();
        if is_there && seen.insert(name) {
            let span = declared.get(name).map(|span| (span.start as usize, span.end as usize));
            places.push(Place { span: span.unwrap_or((token.start, token.end)), looks: other });
        }
    }
    places
}

/// A name, or a text that is one word.
fn word<'t>(token: &Token<'t>) -> Option<&'t str> {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    match token.kind {
        TokenKind::Word(word) => Some(word),
        TokenKind::Text { body, .. } => (!body.is_empty() && body.chars().all(is_word)).then_some(body),
        TokenKind::Mark(_) => None,
    }
}

/// The name in ASCII that a mixed one looks like.
fn other(name: &str, looks: &FxHashMap<char, char>) -> Option<String> {
    let has_ascii = name.chars().any(|letter| letter.is_ascii_alphabetic());
    let like = |letter: char| if letter.is_ascii() { Some(letter) } else { looks.get(&letter).copied() };
    let other: Option<String> = name.chars().map(like).collect();
    other.filter(|_| has_ascii)
}

/// Characters that change the order of a line and are not undone where their text or remark ends.
fn reordered(text: &str, tokens: &[Token<'_>], pairs: &[Pair]) -> Vec<Place> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut places = Vec::new();
    let mut before = 0;
    let ends = tokens.iter().map(|token| (token.start, token.end)).chain([(text.len(), text.len())]);
    for (start, end) in ends {
        // What stands between two pieces of code, remarks that is, and then the piece.
        for (from, to) in [(before, start), (start, end)] {
            let mut at = from;
            for line in text.get(from..to).unwrap_or_default().split_inclusive('\n') {
                places.extend(left_open(line, pairs).map(|(place, opener)| Place {
                    span: (at + place, at + place + opener.len_utf8()),
                    looks: format!("U+{:04X}", u32::from(opener)),
                }));
                at += line.len();
            }
        }
        before = end;
    }
    places
}

/// The first character of a line that opens what is not closed there.
fn left_open(line: &str, pairs: &[Pair]) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    // Of each pair, how many are open: what closes none is not looked for.
    let mut counts = vec![0_usize; pairs.len()];
    for (at, letter) in line.char_indices().filter(|(_, letter)| !letter.is_ascii()) {
        for (number, pair) in pairs.iter().enumerate() {
            if pair.opens.contains(letter) {
                open.push((at, letter, number));
                counts[number] += 1;
            } else if pair.closes.contains(letter)
                && counts[number] > 0
                && let Some(last) = open.iter().rposition(|(.., of)| *of == number)
            {
                open.drain(last..).for_each(|(.., of)| counts[of] -= 1);
            }
        }
    }
    open.first().map(|(at, letter, _)| (*at, *letter))
}
