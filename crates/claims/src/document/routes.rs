//! Requests by which a finding says where something is: `POST /api/users/{id}`, or a path behind a key such as *endpoint*.
//!
//! Takes the lines of a finding; gives the requests in their order, without those of what is said to be the safe way.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Kind, Line, Piece, text};
use crate::claim::ClaimedRoute;
use crate::words::folded;

/// So many requests of one finding are read.
const MOST: usize = 8;

static REQUEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY)\b(?:[/,| ]+(?:GET|POST|PUT|PATCH|DELETE))*\s+(/[^\s`'\x22,;)\]]*)").ok()
});

static PATH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s`'\x22(])(/[\w<{:*][^\s`'\x22,;)\]]*|/)(?:[\s`'\x22),]|$)").ok());

/// Keys behind which a path is one of a request.
const KEYS: [&str; 13] = [
    "endpoint",
    "endpoints",
    "route",
    "routes",
    "url",
    "urls",
    "affected endpoint",
    "affected endpoints",
    "affected url",
    "affected route",
    "接口",
    "路由",
    "触发方式",
];

/// Keys of what is not wrong.
const SAFE: [&str; 8] = ["secure", "safe", "fixed", "patched", "fix", "mitigated", "安全", "aman"];

/// The requests that lines name.
pub(super) fn routes(lines: &[Line]) -> Vec<ClaimedRoute> {
    let mut found: Vec<ClaimedRoute> = Vec::new();
    for line in lines {
        match &line.kind {
            Kind::Code { .. } => {}
            Kind::Row { cells, .. } => {
                let key = cells.first().map(|cell| text(cell)).unwrap_or_default();
                for cell in cells.iter().skip(1) {
                    read(&key, &text(cell), &mut found);
                }
            }
            Kind::Text | Kind::Item(_) | Kind::Heading(_) => {
                let whole = whole(&line.pieces);
                let (key, value) = whole.split_once([':', '：']).unwrap_or(("", &whole));
                read(key, value, &mut found);
            }
        }
    }
    found.truncate(MOST);
    found
}

fn whole(pieces: &[Piece]) -> String {
    text(pieces)
}

fn read(key: &str, value: &str, found: &mut Vec<ClaimedRoute>) {
    let key = folded(key);
    if SAFE.iter().any(|safe| key.split(' ').next() == Some(*safe)) {
        return;
    }
    let mut add = |method: Option<&str>, path: &str| {
        let method = method.filter(|method| *method != "ANY").map(str::to_owned);
        let path = path.trim_end_matches(['.', '。']).to_owned();
        let route = ClaimedRoute { method, path };
        if found.len() < MOST && !found.iter().any(|known| known.path == route.path) {
            found.push(route);
        }
    };
    let Some(pattern) = REQUEST.as_ref() else { return };
    let mut has_request = false;
    for one in pattern.captures_iter(value).take(MOST) {
        has_request = true;
        add(one.get(1).map(|method| method.as_str()), &one[2]);
    }
    if !has_request && KEYS.contains(&key.as_str()) {
        for one in PATH.iter().flat_map(|pattern| pattern.captures_iter(value)).take(MOST) {
            add(None, &one[1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn of(document: &str) -> Vec<(Option<String>, String)> {
        routes(&lines(document)).into_iter().map(|route| (route.method, route.path)).collect()
    }

    fn pair(method: &str, path: &str) -> (Option<String>, String) {
        ((!method.is_empty()).then(|| method.to_owned()), path.to_owned())
    }

    #[test]
    fn requests_are_read() {
        assert_eq!(of("- **Vulnerable:** `GET /notes/{id}?user_id=`"), [pair("GET", "/notes/{id}?user_id=")]);
        assert_eq!(of("Anybody may call POST /api/users."), [pair("POST", "/api/users")]);
        assert_eq!(of("**Endpoint:** `/api/login`"), [pair("", "/api/login")]);
        assert_eq!(
            of("| 触发方式 | POST /upload |\n| --- | --- |\n| 触发方式 | POST /upload |"),
            [pair("POST", "/upload")]
        );
        assert_eq!(of("- **Secure:** `GET /secure/notes`"), []);
        assert_eq!(of("The files are in /etc/shop and nobody gets there."), []);
    }
}
