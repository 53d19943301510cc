//! One row of theirs as rows of ours, or why it cannot be said.

use std::fmt::Write as _;

use knowledge::Names;

use super::extension::Given;
use super::kinds::{Ours, ours};
use super::path::{Way, ports, spelt, steps, type_name, ways};

/// A row of ours: the table, the API that it speaks of, and its other keys as they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) table: &'static str,
    pub(super) api: String,
    pub(super) keys: String,
}

impl Row {
    /// Whether it says no more than that a name is that of a class.
    pub(super) fn is_plain_class(&self) -> bool {
        self.table == "type" && self.keys.is_empty()
    }
}

/// How many cells a row of a table has; rows of languages that name types by packages and signatures have more.
const TABLES: &[(&str, usize)] = &[
    ("sourceModel", 3),
    ("sinkModel", 3),
    ("summaryModel", 5),
    ("typeModel", 3),
    ("neutralModel", 3),
    ("barrierModel", 3),
    ("barrierGuardModel", 4),
];

/// The rows that say what the given one says.
pub(super) fn translated(given: &Given, known: &Names) -> Result<Vec<Row>, String> {
    let table = given.table.as_str();
    let Some((_, count)) = TABLES.iter().find(|(name, _)| *name == table) else {
        return Err(format!("rows of `{table}` are not read"));
    };
    if given.cells.len() >= 9 {
        return Err(
            "it names a type by package, class and signature, as rows for Java do; only rows for Python are read"
                .to_owned(),
        );
    }
    let cells: Option<Vec<&str>> = given.cells.iter().map(Option::as_deref).collect();
    let is_row = |cells: &Vec<&str>| cells.len() == *count;
    let cells = cells.filter(is_row).ok_or_else(|| match given.cells.len() {
        cells if cells == *count => format!("a cell of it is no text; a row of `{table}` has {count} texts"),
        cells => format!("it has {}; a row of `{table}` has {count} texts", crate::text::counted(cells, "cell")),
    })?;
    match (table, cells.as_slice()) {
        ("sourceModel", [of, path, kind]) => source(of, path, kind, known),
        ("sinkModel", [of, path, kind]) => sink(of, path, kind, known),
        ("summaryModel", [of, path, from, to, how]) => summary(of, path, from, to, how, known),
        ("typeModel", [is, of, path]) => types(is, of, path, known),
        ("barrierModel", [of, path, kind]) => barrier(of, path, kind, known),
        ("barrierGuardModel", [of, path, outcome, kind]) => guard(of, path, outcome, kind, known),
        ("neutralModel", [of, path, "summary"]) => each(of, path, known, |way| {
            if way.rest.is_empty() { Ok(vec![row("clean", way, String::new())]) } else { no_api(way) }
        }),
        _ => Err("there is no row for what does nothing at all".to_owned()),
    }
}

fn row(table: &'static str, way: &Way, keys: String) -> Row {
    Row { table, api: way.api.clone(), keys }
}

/// The rows for each way that a path means, and what must be known of the calls on it.
fn each(
    of: &str,
    path: &str,
    known: &Names,
    said: impl Fn(&Way) -> Result<Vec<Row>, String>,
) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for way in ways(of, path, known)? {
        for class in &way.classes {
            rows.push(Row { table: "type", api: class.clone(), keys: String::new() });
        }
        for (api, class) in &way.gives {
            rows.push(Row { table: "returns", api: api.clone(), keys: format!("type = \"{class}\"\n") });
        }
        rows.extend(said(&way)?);
    }
    Ok(rows)
}

fn no_api<T>(way: &Way) -> Result<T, String> {
    let step = way.rest.first().map_or("ReturnValue".to_owned(), spelt);
    Err(format!("`{step}` cannot stand there"))
}

fn kind(role: &str, theirs: &str) -> Result<Ours, String> {
    ours(role, theirs).ok_or_else(|| format!("`{theirs}` is no kind of ours"))
}

fn source(of: &str, path: &str, theirs: &str, known: &Names) -> Result<Vec<Row>, String> {
    let kind = kind("source", theirs)?.kind;
    each(of, path, known, |way| {
        let to = match way.rest.as_slice() {
            [] if !way.is_called => vec!["value".to_owned()],
            rest => ports(rest, way.is_called)?,
        };
        let rows = to.iter().map(|to| row("source", way, format!("kind = \"{kind}\"\nto = \"{to}\"\n")));
        Ok(rows.collect())
    })
}

fn sink(of: &str, path: &str, theirs: &str, known: &Names) -> Result<Vec<Row>, String> {
    let Ours { kind, context } = kind("sink", theirs)?;
    each(of, path, known, |way| {
        if way.is_called || way.rest.is_empty() {
            return Err("it is a sink for what comes out, not for an argument".to_owned());
        }
        let mut keys = format!("kind = \"{kind}\"\n");
        if let Some(context) = context {
            // Writing to a string cannot fail.
            let _ = writeln!(keys, "context = \"{context}\"");
        }
        let _ = writeln!(keys, "from = {}", list(&ports(&way.rest, false)?));
        Ok(vec![row("sink", way, keys)])
    })
}

fn summary(of: &str, path: &str, from: &str, to: &str, how: &str, known: &Names) -> Result<Vec<Row>, String> {
    let string = match how {
        "value" => "same",
        "taint" => "other",
        other => return Err(format!("`{other}` is no way to pass data on")),
    };
    let (from, to) = (ports(&steps(from)?, false)?, ports(&steps(to)?, false)?);
    each(of, path, known, |way| {
        if !way.rest.is_empty() || way.is_called {
            return no_api(way);
        }
        let is_of_object = |port: &String| port.starts_with("receiver");
        if way.is_class && from.iter().any(is_of_object) {
            return Err("what is being made holds nothing yet".to_owned());
        }
        // What a constructor does to its object is in what the call gives.
        let made = |port: &String| match port.strip_prefix("receiver") {
            Some(inside) if way.is_class => format!("return{inside}"),
            _ => port.clone(),
        };
        let to: Vec<String> = to.iter().map(made).collect();
        let rows = to
            .iter()
            .map(|to| row("pass", way, format!("from = {}\nto = \"{to}\"\nstring = \"{string}\"\n", list(&from))));
        Ok(rows.collect())
    })
}

fn types(is: &str, of: &str, path: &str, known: &Names) -> Result<Vec<Row>, String> {
    let (class, _) = type_name(is)?;
    let is_about_class = is.ends_with('!') || is.ends_with("~Subclass");
    each(of, path, known, |way| {
        if !way.rest.is_empty() {
            return no_api(way);
        }
        let given = |table| Ok(vec![row(table, way, format!("type = \"{class}\"\n"))]);
        match (way.is_called, is_about_class) {
            (false, _) if way.api == class => Err("it says of a type that it is itself".to_owned()),
            (false, true) => Ok(vec![row("type", way, format!("bases = [\"{class}\"]\n"))]),
            // An instance of the one is an instance of the other.
            (false, false) if path.is_empty() => Ok(vec![row("type", way, format!("bases = [\"{class}\"]\n"))]),
            (false, false) => given("value"),
            (true, false) => given("returns"),
            (true, true) => Err("a call that gives a class has no row".to_owned()),
        }
    })
}

fn barrier(of: &str, path: &str, theirs: &str, known: &Names) -> Result<Vec<Row>, String> {
    let kind = kind("sink", theirs)?.kind;
    each(of, path, known, |way| {
        if !way.is_called || !way.rest.is_empty() {
            return Err("only the result of a call can be harmless".to_owned());
        }
        Ok(vec![row("sanitizer", way, format!("kinds = [\"{kind}\"]\nfrom = \"*\"\n"))])
    })
}

fn guard(of: &str, path: &str, outcome: &str, theirs: &str, known: &Names) -> Result<Vec<Row>, String> {
    let kind = kind("sink", theirs)?.kind;
    if !matches!(outcome, "true" | "false") {
        return Err(format!("`{outcome}` is no outcome of a test here"));
    }
    each(of, path, known, |way| {
        if way.is_called {
            return no_api(way);
        }
        let checks = ports(&way.rest, false)?;
        let rows = checks.iter().map(|checks| {
            row("guard", way, format!("kinds = [\"{kind}\"]\nchecks = \"{checks}\"\nsafe = \"{outcome}\"\n"))
        });
        Ok(rows.collect())
    })
}

fn list(ports: &[String]) -> String {
    match ports {
        [one] => format!("\"{one}\""),
        several => format!("[{}]", several.iter().map(|port| format!("\"{port}\"")).collect::<Vec<_>>().join(", ")),
    }
}
