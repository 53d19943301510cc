//! Addresses as texts: how they are taken apart and joined, as programs do and not as browsers do, which is what checks get wrong.
//! Takes and gives texts; nothing where taking apart fails.

/// The address at which a client finds the program.
pub(super) const OWN: &str = "https://own.example/";
/// The host at which it does.
pub(super) const OWN_HOST: &str = "own.example";

/// The schemes of which an address may be written from where one is.
const RELATIVE: &[&str] = &["", "http", "https", "ftp", "file"];

/// Scheme, host with port and user, path, query, fragment.
pub(super) fn split(address: &str) -> Option<[String; 5]> {
    let trimmed = address.trim_start_matches(|letter: char| letter <= ' ');
    let address: String = trimmed.chars().filter(|letter| !matches!(letter, '\t' | '\r' | '\n')).collect();
    let mut rest = address.as_str();
    let mut scheme = String::new();
    if let Some((before, after)) = rest.split_once(':')
        && before.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && before.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'))
    {
        scheme = before.to_ascii_lowercase();
        rest = after;
    }
    let mut netloc = "";
    if let Some(behind) = rest.strip_prefix("//") {
        let end = behind.find(['/', '?', '#']).unwrap_or(behind.len());
        (netloc, rest) = behind.split_at(end);
        if netloc.contains('[') != netloc.contains(']') {
            return None;
        }
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some([scheme, netloc.to_owned(), path.to_owned(), query.to_owned(), fragment.to_owned()])
}

/// The name of the host alone, in small letters.
pub(super) fn host(netloc: &str) -> Option<String> {
    let behind = netloc.rsplit_once('@').map_or(netloc, |(_, host)| host);
    let name = match behind.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => behind.split(':').next().unwrap_or_default(),
    };
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// Where an address leads that stands in a page at another.
pub(super) fn joined(base: &str, address: &str) -> Option<String> {
    if base.is_empty() || address.is_empty() {
        return Some(if base.is_empty() { address } else { base }.to_owned());
    }
    let [base_scheme, base_netloc, base_path, base_query, _] = split(base)?;
    let [scheme, netloc, path, query, fragment] = split(address)?;
    let scheme = if scheme.is_empty() { base_scheme.clone() } else { scheme };
    if scheme != base_scheme || !RELATIVE.contains(&scheme.as_str()) {
        return Some(address.to_owned());
    }
    if !netloc.is_empty() {
        return Some(put_together(&scheme, &netloc, &path, &query, &fragment));
    }
    if path.is_empty() {
        let query = if query.is_empty() { base_query } else { query };
        return Some(put_together(&scheme, &base_netloc, &base_path, &query, &fragment));
    }
    let folder = base_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if path.starts_with('/') { path } else { format!("{folder}/{path}") };
    let last = whole.rsplit('/').next().unwrap_or_default().to_owned();
    let mut names: Vec<&str> = Vec::new();
    for name in whole.split('/').filter(|name| !matches!(*name, "" | ".")) {
        match name {
            ".." => drop(names.pop()),
            _ => names.push(name),
        }
    }
    let mut path = format!("/{}", names.join("/"));
    if matches!(last.as_str(), "" | "." | "..") && !names.is_empty() {
        path.push('/');
    }
    Some(put_together(&scheme, &base_netloc, &path, &query, &fragment))
}

fn put_together(scheme: &str, netloc: &str, path: &str, query: &str, fragment: &str) -> String {
    let mut text = String::new();
    if !scheme.is_empty() {
        text.push_str(scheme);
        text.push(':');
    }
    if !netloc.is_empty() {
        text.push_str("//");
        text.push_str(netloc);
        if !path.is_empty() && !path.starts_with('/') {
            text.push('/');
        }
    }
    text.push_str(path);
    for (mark, part) in [('?', query), ('#', fragment)] {
        if !part.is_empty() {
            text.push(mark);
            text.push_str(part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{host, joined, split};

    #[test]
    fn addresses_are_taken_apart_as_programs_do() {
        let of = |address: &str| split(address).map(|parts| parts.join("|"));
        assert_eq!(of("https://a.example:1/b?c#d").as_deref(), Some("https|a.example:1|/b|c|d"));
        assert_eq!(of("///a.example").as_deref(), Some("||/a.example||"));
        assert_eq!(of("/\\a.example").as_deref(), Some("||/\\a.example||"));
        assert_eq!(of(" /\t/a.example").as_deref(), Some("|a.example|||"));
        assert_eq!(of("http:///a").as_deref(), Some("http||/a||"));
        assert_eq!(of("http://[a"), None);
        assert_eq!(host("me@A.example:80").as_deref(), Some("a.example"));
        assert_eq!(host(""), None);
    }

    #[test]
    fn an_address_leads_where_it_stands() {
        let at = |address: &str| joined("https://own.example/a/b", address);
        assert_eq!(at("/x").as_deref(), Some("https://own.example/x"));
        assert_eq!(at("x/../y/").as_deref(), Some("https://own.example/a/y/"));
        assert_eq!(at("//a.example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(at("///a.example").as_deref(), Some("https://own.example/a.example"));
        assert_eq!(at("http://a.example").as_deref(), Some("http://a.example"));
        assert_eq!(at("https:x").as_deref(), Some("https://own.example/a/x"));
        assert_eq!(at("?q").as_deref(), Some("https://own.example/a/b?q"));
    }
}
