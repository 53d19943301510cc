//! Which function answers a request: by the path and the method that somebody names.
//!
//! Takes entry points as the models of frameworks tell them; gives the lines of the one that a path leads to, when it is one alone. A path
//! as it is declared is the end of the whole one: what an application puts before it stands elsewhere, and tells ends apart that are
//! the same.

use engine::Entry;
use ir::SourceFile;
use program::{FuncId, Program};

/// A request that somebody names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The method, in capitals, where one is named.
    pub method: Option<String>,
    /// The path, as it was written.
    pub path: String,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The file and the lines of the function that answers a request.
pub(crate) fn answering<'e>(
    program: &Program<'_>,
    files: &[&SourceFile],
    entries: impl Iterator<Item = (&'e FuncId, &'e Entry)>,
    route: &Route,
) -> Option<(usize, (u32, u32))> {
    let asked = parts(&route.path);
    let mut found: Vec<(usize, FuncId, usize)> = Vec::new();
    for (&function, entry) in entries {
        let Some(path) = &entry.path else { continue };
        let own = parts(path);
        let is_end = own.len() <= asked.len()
            && own.iter().rev().zip(asked.iter().rev()).all(|(own, asked)| own == asked || own == "*" || asked == "*");
        if !is_end || own.is_empty() && !asked.is_empty() || !takes(program, entry, route.method.as_deref()) {
            continue;
        }
        found.push((own.len(), function, program.module_of(function).index()));
    }
    let longest = found.iter().map(|(length, ..)| *length).max()?;
    found.retain(|(length, ..)| *length == longest);
    found.sort_unstable_by_key(|(_, function, _)| *function);
    let before = asked.get(..asked.len() - longest)?;
    if found.len() > 1 && !before.is_empty() {
        // The file that says what stands before is the one that is meant.
        let says = |file: usize| {
            let source = files.get(file);
            source.is_some_and(|source| before.iter().any(|part| source.text.contains(&format!("/{part}"))))
        };
        found.retain(|&(_, _, file)| says(file));
    }
    let [(_, function, file)] = found.as_slice() else { return None };
    let (_, first, last) = detect::lines_of(program, files, *function)?;
    Some((*file, (first, last)))
}

/// Whether an entry point takes requests of a method.
fn takes(program: &Program<'_>, entry: &Entry, method: Option<&str>) -> bool {
    let Some(method) = method else { return true };
    if !entry.methods.is_empty() {
        return entry.methods.iter().any(|own| own.eq_ignore_ascii_case(method));
    }
    // `router.post` says it by its name; where nothing says it, any method will do.
    let name = program.apis.row(entry.row).api.rsplit('.').next().unwrap_or_default().to_uppercase();
    !METHODS.contains(&name.as_str()) || name == method
}

/// The parts of a path, with `*` for what stands for something else.
fn parts(path: &str) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.trim_start_matches('^').trim_end_matches('$');
    let part = |part: &str| {
        let is_hole = part.starts_with(['{', '<', ':', '(', '*', '[', '$'])
            || part.chars().all(|letter| letter.is_ascii_digit())
            || part.contains(['{', '<']);
        if is_hole { "*".to_owned() } else { part.to_lowercase() }
    };
    path.split('/').filter(|part| !part.is_empty()).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_by_their_parts() {
        assert_eq!(parts("/api/notes/{id}?user_id=3"), ["api", "notes", "*"]);
        assert_eq!(parts("/notes/<int:note>/"), ["notes", "*"]);
        assert_eq!(parts("^notes/(?P<note>[0-9]+)$"), ["notes", "*"]);
        assert_eq!(parts("http://localhost:5000/notes/17"), ["notes", "*"]);
        assert_eq!(parts("/"), [] as [String; 0]);
    }
}
