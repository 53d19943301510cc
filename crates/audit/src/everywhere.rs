//! What is asked of a whole program, where a finding names no place: small programs are looked through line by line.

use std::sync::Arc;

use claims::{Claimed, ClaimedPlace, Stance};
use knowledge::Scope;

use crate::code::Code;
use crate::file::File;
use crate::kin::is_one;
use crate::questions::Questions;

/// Whether a finding says that nothing is wrong, and cites no line and no code for it: files that it names are examples.
pub(crate) fn says_of_all(claimed: &Claimed) -> bool {
    matches!(claimed.stance, Stance::Defends(_))
        && claimed.places.iter().all(|place| place.lines.is_empty() && place.quotes.is_empty() && place.route.is_none())
}

/// Whether a finding names files, and cites no line, no code and no function in them.
pub(crate) fn names_files_alone(claimed: &Claimed) -> bool {
    let has_file_alone = |place: &ClaimedPlace| {
        place.path.is_some() && place.lines.is_empty() && place.quotes.is_empty() && place.route.is_none()
    };
    !claimed.places.is_empty() && claimed.functions.is_empty() && claimed.places.iter().all(has_file_alone)
}

/// The files that a finding names, by their places, where Flawline knows the language of each.
pub(crate) fn named(code: &Code<'_>, files: &[Option<usize>]) -> Vec<usize> {
    let known = |file: &Option<usize>| file.filter(|&file| code.files[file].known.is_some());
    files.iter().map(known).collect::<Option<Vec<usize>>>().unwrap_or_default()
}

/// The files of a whole program, by their places; none where it holds files in languages that Flawline does not know and in which one
/// of the weaknesses may be.
pub(crate) fn all(code: &Code<'_>, ids: &[u32]) -> Vec<usize> {
    let folder = folder(code);
    let is_of_it = |file: &File<'_>| file.scope == Scope::Production && file.path.starts_with(folder);
    let files = || code.files.iter().enumerate().filter(|(_, file)| is_of_it(file));
    let is_known = |file: &File<'_>| {
        file.known.is_some() || !file.is_program() || is_of_browser(file, ids) || is_of_shell(file, ids)
    };
    if !files().all(|(_, file)| is_known(file)) {
        return Vec::new();
    }
    files().filter(|(_, file)| file.known.is_some()).map(|(at, _)| at).collect()
}

/// Questions about all of some files, where they are small.
pub(crate) fn ask(code: &Code<'_>, files: &[usize], rules: &Arc<[usize]>, questions: &mut Questions) -> Vec<usize> {
    let known = |&file: &usize| Some((code.files[file].known?, code.files[file].sought.as_ref()?.count()));
    let all: Option<Vec<(usize, u32)>> = files.iter().map(known).collect();
    all.map(|files| questions.ask_whole(&files, rules)).unwrap_or_default()
}

/// The folder that holds all files which are asked about, with the sign behind it.
fn folder<'c>(code: &'c Code<'_>) -> &'c str {
    let mut asked = code.files.iter().filter(|file| file.is_asked).map(|file| file.path);
    let Some(first) = asked.next() else { return "" };
    let shared = asked.fold(first.len(), |shared, path| {
        let same = first.bytes().zip(path.bytes()).take(shared).take_while(|(one, other)| one == other);
        same.count()
    });
    let end = first.as_bytes()[..shared].iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
    first.get(..end).unwrap_or_default()
}

/// Whether each of some weaknesses is one that is listed, or a special case of it.
fn are_among(ids: &[u32], listed: &[u32]) -> bool {
    ids.iter().all(|&id| listed.iter().any(|&known| is_one(id, known)))
}

/// Whether a file is a script of a shell that asks no database, and weaknesses are such as no other script of a shell has.
fn is_of_shell(file: &File<'_>, ids: &[u32]) -> bool {
    const ENDINGS: [&str; 6] = [".sh", ".bash", ".zsh", ".bat", ".cmd", ".ps1"];
    /// What needs a database, pages, templates, objects out of bytes or cookies.
    const NOT_THERE: [u32; 10] = [89, 79, 352, 502, 601, 611, 614, 1004, 1275, 1336];
    const DATABASES: [&str; 5] = ["psql", "mysql", "mariadb", "sqlite3", "sqlcmd"];
    let asks = |line: &str| DATABASES.iter().any(|sign| line.contains(sign));
    ENDINGS.iter().any(|ending| file.path.ends_with(ending))
        && file.sought.as_ref().is_some_and(|sought| !sought.all().any(asks))
        && are_among(ids, &NOT_THERE)
}

/// Whether a file is of what runs in a browser, and weaknesses are such as no page has.
fn is_of_browser(file: &File<'_>, ids: &[u32]) -> bool {
    /// What no browser does: it asks no database, runs no commands, opens no files and makes no objects out of bytes.
    const NOT_THERE: [u32; 12] = [77, 78, 88, 89, 90, 22, 73, 434, 502, 611, 918, 1336];
    /// Signs of a script that a server runs.
    const SERVERS: [&str; 8] =
        ["express", "fastify", "child_process", "node:", "'fs'", "\"fs\"", "createServer", "next/server"];
    let is_page = file.is_of_browser();
    let serves = |line: &str| SERVERS.iter().any(|sign| line.contains(sign));
    // What was not read is told by its folder.
    let is_servers = match &file.sought {
        Some(sought) => sought.all().any(serves),
        None => {
            file.path.split('/').any(|folder| ["server", "backend", "api", "functions", "lambda"].contains(&folder))
        }
    };
    is_page && !is_servers && are_among(ids, &NOT_THERE)
}
