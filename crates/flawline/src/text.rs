//! Plain text for terminals: names that others chose made harmless, lines of bounded width, tables.

use std::path::Path;

/// Wide enough for most sentences, narrow enough for most terminals; the catalogue's pages are as wide.
pub(crate) const WIDTH: usize = 100;

/// A text that somebody else chose (an argument, a file's name) as it may stand in a message: on one line, without
/// characters that a terminal obeys or hides, and shortened.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 200;
    let mut out = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at == MOST {
            out.push('…');
            break;
        }
        if is_obeyed_or_hidden(letter) || is_second_sign(&out, letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    out
}

/// Text with code of others in it as it may stand on a page: as [`shown`], but whole.
pub(crate) fn spelt(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if letter != '\t' && is_obeyed_or_hidden(letter) || is_second_sign(&out, letter) {
            out.extend(letter.escape_unicode());
        } else {
            out.push(letter);
        }
    }
    out
}

/// A path, as [`shown`].
pub(crate) fn shown_path(path: &Path) -> String {
    shown(&path.to_string_lossy())
}

/// Control characters, directions, and what has no width.
pub(crate) fn is_obeyed_or_hidden(letter: char) -> bool {
    letter.is_control() || report::is_hidden(letter)
}

/// Whether a letter would make `##`, with which some build machines begin a command wherever it stands.
pub(crate) fn is_second_sign(before: &str, letter: char) -> bool {
    letter == '#' && before.ends_with('#')
}

/// Adds `text` in lines of at most [`WIDTH`] columns: the first begins with `first`, the others with `rest`.
pub(crate) fn wrap(out: &mut String, text: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut fresh = true;
    for word in text.split_whitespace() {
        if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            rest.clone_into(&mut line);
            fresh = true;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Rows as columns, each as wide as its widest cell; the last is wrapped below itself.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = head.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    let last = N.saturating_sub(1);
    let indent: usize = widths[..last].iter().map(|width| width + 2).sum();
    // Columns so wide that nothing fits beside them push the last one to a line of its own.
    let rest = " ".repeat(if indent + 20 > WIDTH { 4 } else { indent });
    for row in std::iter::once(&head.map(str::to_owned)).chain(rows) {
        let mut first = String::new();
        for (cell, width) in row[..last].iter().zip(widths) {
            first.push_str(cell);
            first.push_str(&" ".repeat(width - cell.chars().count() + 2));
        }
        match row.last() {
            Some(cell) => wrap(&mut out, cell, &first, &rest),
            None => out.push('\n'),
        }
    }
    out
}

/// `1 finding`, `2 findings`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// The one of `known` that `word` was probably meant to be: it is spelt nearly so, or `word` is a part of it.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SHORTEST_PART: usize = 3;
    let fold = |word: &str| word.to_lowercase().replace('_', "-");
    let word = fold(word);
    let letters = word.chars().count();
    let allowed = (letters / 3).clamp(1, 3);
    known
        .into_iter()
        .filter_map(|known| {
            let folded = fold(known);
            let distance = strsim::damerau_levenshtein(&word, &folded);
            let is_part = letters >= SHORTEST_PART && folded.contains(&word);
            (distance <= allowed || is_part).then_some((distance > allowed, distance, known))
        })
        .min()
        .map(|(_, _, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelt_out() {
        assert_eq!(shown("a\u{1b}[2Jb\r\n\u{202e}c"), "a\\u{1b}[2Jb\\u{d}\\u{a}\\u{202e}c");
        assert_eq!(shown("grün/日本.py"), "grün/日本.py");
        assert_eq!(shown(&"x".repeat(300)).chars().count(), 201);
    }

    #[test]
    fn the_last_column_wraps_below_itself() {
        let rows = [["sql".to_owned(), "word ".repeat(30)]];
        let table = table(["KIND", "WHAT"], &rows);
        assert!(table.lines().all(|line| line.chars().count() <= WIDTH), "{table}");
        assert!(table.lines().nth(2).unwrap().starts_with("      word"), "{table}");
    }

    #[test]
    fn a_slip_of_the_keyboard_finds_its_word_and_a_different_word_finds_none() {
        assert_eq!(nearest("sql-injektion", ["sql-injection", "weak-hash"]), Some("sql-injection"));
        assert_eq!(nearest("hash", ["sql-injection", "weak-hash"]), Some("weak-hash"));
        assert_eq!(nearest("banana", ["sql-injection", "weak-hash"]), None);
        assert_eq!(nearest("", ["sql-injection", "weak-hash"]), None);
    }
}
