//! Paths as texts, with `/` between their names and no links: what is computed of them when a check is tried. Takes and
//! gives texts; asks no disk.

/// Where a path lies that does not begin at the root.
const WORKING_FOLDER: &str = "/home/project";

/// Whether a path begins at the root.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
}

/// Paths put together: an absolute one discards those before it.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = String::new();
    for part in parts {
        if is_absolute(part) {
            path.clear();
        } else if !path.is_empty() && !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(part);
    }
    path
}

/// The path without steps that lead nowhere.
pub(super) fn normal(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/').filter(|name| !matches!(*name, "" | ".")) {
        match (name, names.last()) {
            ("..", Some(&last)) if last != ".." => {
                names.pop();
            }
            ("..", None) if is_absolute(path) => {}
            _ => names.push(name),
        }
    }
    let root = if is_absolute(path) { "/" } else { "" };
    let text = format!("{root}{}", names.join("/"));
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The same, from the root on.
pub(super) fn whole(path: &str) -> String {
    normal(&joined([WORKING_FOLDER, path]))
}

/// The folder and the last name.
pub(super) fn split(path: &str) -> (&str, &str) {
    let at = path.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = path.split_at(at);
    let shorter = folder.trim_end_matches('/');
    (if shorter.is_empty() { folder } else { shorter }, name)
}

/// The names of a path, the root first.
pub(super) fn parts(path: &str) -> Vec<String> {
    let root = is_absolute(path).then(|| "/".to_owned());
    let names = path.split('/').filter(|name| !matches!(*name, "" | ".")).map(str::to_owned);
    root.into_iter().chain(names).collect()
}

/// The path that has these names.
fn of_parts(parts: &[String]) -> String {
    joined(parts.iter().map(String::as_str))
}

/// The folders above a path, the nearest first.
pub(super) fn parents(path: &str) -> Vec<String> {
    let parts = parts(path);
    (0..parts.len()).rev().map(|len| of_parts(&parts[..len])).filter(|path| !path.is_empty()).collect()
}

/// The way from a folder to a path that lies below it, name by name.
pub(super) fn below(path: &str, folder: &str) -> Option<String> {
    let (path, folder) = (parts(path), parts(folder));
    path.strip_prefix(folder.as_slice()).map(of_parts)
}

/// The way from a folder to a path, wherever it lies.
pub(super) fn relative(path: &str, from: &str) -> String {
    let (path, from) = (parts(&whole(path)), parts(&whole(from)));
    let common = path.iter().zip(&from).take_while(|(a, b)| a == b).count();
    let names: Vec<&str> =
        from[common..].iter().map(|_| "..").chain(path[common..].iter().map(String::as_str)).collect();
    if names.is_empty() { ".".to_owned() } else { names.join("/") }
}

/// The folders in which all paths lie.
pub(super) fn common_folder(paths: &[&str]) -> Option<String> {
    let all: Vec<Vec<String>> = paths.iter().map(|path| parts(path)).collect();
    let first = all.first()?;
    if all.iter().any(|one| is_absolute(&of_parts(one)) != is_absolute(&of_parts(first))) {
        return None;
    }
    let len = (0..first.len()).take_while(|&at| all.iter().all(|one| one.get(at) == first.get(at))).count();
    Some(of_parts(&first[..len]))
}

/// The letters with which all texts begin.
pub(super) fn common_letters(texts: &[&str]) -> String {
    let Some(first) = texts.first() else { return String::new() };
    let len = first.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let common = len.take_while(|&end| texts.iter().all(|text| text.get(..end) == first.get(..end))).last();
    first[..common.unwrap_or(0)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{below, common_folder, common_letters, joined, normal, parents, parts, relative, split, whole};

    #[test]
    fn paths_are_put_together_and_tidied() {
        assert_eq!(joined(["/srv", "a", "b"]), "/srv/a/b");
        assert_eq!(joined(["/srv", "/etc"]), "/etc");
        assert_eq!(normal("/srv/../../etc/./x/"), "/etc/x");
        assert_eq!(normal("a/../../b"), "../b");
        assert_eq!(normal("a/.."), ".");
        assert_eq!(whole("x"), "/home/project/x");
    }

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(split("/srv/a/b"), ("/srv/a", "b"));
        assert_eq!(split("/b"), ("/", "b"));
        assert_eq!(split("b"), ("", "b"));
        assert_eq!(parts("/srv/./a"), ["/", "srv", "a"]);
        assert_eq!(parents("/srv/a"), ["/srv", "/"]);
    }

    #[test]
    fn what_lies_below_is_told_by_names_and_what_begins_alike_by_letters() {
        assert_eq!(below("/srv/data/x", "/srv/data").as_deref(), Some("x"));
        assert_eq!(below("/srv/data-old/x", "/srv/data"), None);
        assert_eq!(relative("/srv/old/x", "/srv/data"), "../old/x");
        assert_eq!(common_folder(&["/srv/data", "/srv/data-old"]).as_deref(), Some("/srv"));
        assert_eq!(common_letters(&["/srv/data", "/srv/data-old"]), "/srv/data");
    }
}
