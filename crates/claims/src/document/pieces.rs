//! What the pieces of a line say, by how they are set: which places they name, which text of them names ids, and what is code.

use super::lines::Piece;
use super::places::{Spot, linked, places};
use crate::weakness::{CODE, has_id};
use crate::words::{folded, is_praise};

/// The places of a line, with the paths of its links where these say more.
pub(super) fn spots_of(pieces: &[Piece], whole: &str) -> Vec<Spot> {
    let links: Vec<Spot> = pieces.iter().filter_map(|piece| piece.link.as_deref()).flat_map(linked).collect();
    let mut spots = places(whole);
    if spots.is_empty() {
        return links;
    }
    for spot in &mut spots {
        let Some(path) = &spot.path else { continue };
        // Markdown takes the underlines of `__init__.py` for its own.
        let is_same = |link: &String| {
            link == path || link.ends_with(&format!("/{path}")) || link.replace("__", "") == path.replace("__", "")
        };
        let longer = links.iter().find(|link| link.path.as_ref().is_some_and(is_same));
        if let Some(link) = longer {
            spot.path.clone_from(&link.path);
            if spot.lines.is_empty() {
                spot.lines.clone_from(&link.lines);
            }
        }
    }
    spots
}

/// Whether a paragraph begins what is to be done.
pub(super) fn is_advice(text: &str) -> bool {
    let folded = folded(text.get(..text.len().min(80)).unwrap_or(""));
    [
        "to mitigate",
        "to fix",
        "it is recommended",
        "we recommend",
        "recommended fix",
        "to remediate",
        "to address this",
        "to resolve",
        "to prevent this",
        "建议",
        "untuk memperbaiki",
        "disarankan",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
}

/// Whether something that is set as code is more than a name.
pub(super) fn looks_like_code(code: &str) -> bool {
    let is_name = |name: &str| name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let is_called = code.strip_suffix("()").is_some_and(is_name);
    code.len() >= 6 && code.contains(['(', '=', '[', ' ', '"', '\'']) && !is_called
}

/// Whether words stand around what is set as code, so that the code is named and not quoted.
pub(super) fn is_sentence(pieces: &[Piece]) -> bool {
    let prose: Vec<String> = pieces.iter().filter(|piece| !piece.is_code).map(|piece| folded(&piece.text)).collect();
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    prose.iter().flat_map(|text| text.split(' ')).filter(is_word).count() >= 3
}

/// The text of pieces in which ids are named: code is no part of a name, unless it is an id or reads like words.
pub(super) fn naming(pieces: &[Piece]) -> String {
    let is_words = |code: &str| {
        code.contains(' ') && code.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-'))
    };
    let mut text = String::new();
    for piece in pieces {
        if piece.is_code && !has_id(&piece.text) && !is_words(&piece.text) {
            text.push(CODE);
        } else {
            text.push_str(&piece.text);
        }
    }
    text
}

/// A path behind a key that has no ending by which it could be known.
pub(super) fn path_without_ending(value: &[Piece]) -> Option<String> {
    let code = value.iter().find(|piece| piece.is_code).map(|piece| piece.text.as_str());
    let word = code.or_else(|| value.first()?.text.split_whitespace().next())?;
    let word = word.trim_matches([' ', ',', ';', '.']);
    (word.contains('/') && !word.contains(' ') && !word.contains("://")).then(|| word.to_owned())
}

/// Whether the sentence that names a place says that all is right there.
pub(super) fn is_praised(whole: &str, spot: &Spot) -> bool {
    let sentences = whole.split(". ").flat_map(|part| part.split(['。', ';', '；']));
    sentences
        .filter(|sentence| is_praise(sentence))
        .any(|sentence| places(sentence).iter().any(|other| other.lines == spot.lines))
}
