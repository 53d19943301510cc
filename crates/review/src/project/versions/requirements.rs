//! Requirements, as `pip` reads them from a file and as manifests list them.
//!
//! Markers (`; python_version < "3.8"`) are not asked: whichever of two lines counts on a machine, both are entries.

use knowledge::VersionRange;

use super::Entries;

/// How many lines one requirement may go over.
const MOST_CONTINUED: usize = 1_000;

/// Reads a file of requirements or constraints; gives the files that it includes, as they are written.
pub(super) fn read(text: &str, entries: &mut Entries<'_>) -> Vec<String> {
    let mut included = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut line = line.trim_end().to_owned();
        for _ in 0..MOST_CONTINUED {
            let Some(begun) = line.strip_suffix('\\') else { break };
            let more = lines.next().unwrap_or_default();
            line = format!("{begun} {}", more.trim());
        }
        let line = without_comment(&line);
        if entries.is_full() {
            break;
        }
        match line.strip_prefix('-') {
            Some(option) => included.extend(file_of(option)),
            None => take(line, entries),
        }
    }
    included
}

/// The file of an option that includes one; the hyphen before it is gone.
fn file_of(option: &str) -> Option<String> {
    let after = ["-requirement", "-constraint", "r", "c"].into_iter().find_map(|name| option.strip_prefix(name))?;
    let file = after.trim_start_matches(['=', ' ', '\t']).trim();
    (!file.is_empty() && (after.len() > file.len() || !option.starts_with('-'))).then(|| file.to_owned())
}

/// A comment begins at a hash sign at the beginning or behind a space.
fn without_comment(line: &str) -> &str {
    let is_begin = |&(at, _): &(usize, &str)| {
        line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
    };
    let end = line.match_indices('#').find(is_begin).map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or(line).trim()
}

/// Takes one requirement: a name, extras, comparisons, perhaps a marker and options of `pip`.
pub(super) fn take(written: &str, entries: &mut Entries<'_>) {
    let written = written.split(';').next().unwrap_or_default();
    let written = written.split(" --").next().unwrap_or_default().trim();
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let end = written.find(|letter: char| !is_of_name(letter)).unwrap_or(written.len());
    let (name, rest) = written.split_at(end);
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[').map(|extras| extras.split_once(']')) {
        Some(Some((_, behind))) => behind.trim_start(),
        Some(None) => return,
        None => rest,
    };
    let rest = rest.strip_prefix('(').and_then(|inner| inner.trim_end().strip_suffix(')')).unwrap_or(rest).trim();
    entries.take(name, VersionRange::requirement(rest), rest, false);
}
