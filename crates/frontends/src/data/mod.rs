//! Files of data: settings and the like, in formats that many languages read.
//!
//! Takes a file's path and text; gives what it holds as a tree of constants, or what is wrong with it. The size, the
//! depth and the number of entries are bounded; a file beyond that gives nothing.

mod ini;
mod nested;
mod pairs;
mod yaml;

use ir::{Data, DataFile};

/// A larger file is not read, in bytes.
pub const MOST_DATA_BYTES: u64 = 256 * 1024;
/// How many entries of a file are kept in all.
const ENTRIES: usize = 8_192;
/// How deep a file may be nested.
const DEPTH: usize = 16;

/// A format: its word, the endings of names, and names that have no ending.
const FORMATS: &[(&str, &[&str])] = &[
    ("json", &[".json"]),
    ("toml", &[".toml"]),
    ("yaml", &[".yaml", ".yml"]),
    ("ini", &[".ini", ".cfg", ".conf"]),
    ("env", &[".env"]),
    ("properties", &[".properties"]),
];

/// The word for the format of a file of data, by the end of its name.
pub fn data_format(path: &str) -> Option<&'static str> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    FORMATS.iter().find(|(_, endings)| ends(endings)).map(|(word, _)| *word)
}

/// The endings of the names of files of data.
pub fn data_endings() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|(_, endings)| endings.iter().copied())
}

/// A file of data: what it holds, or why it is not known: because it is not well formed, or larger than is read, or, where there
/// is no text, for the reason that is given. Nothing when its name is not that of a file of data.
pub fn data_file(path: &str, text: Result<&str, &str>) -> Option<DataFile> {
    let format = data_format(path)?;
    let (data, unread) = match text.map_err(str::to_owned).and_then(|text| read(format, text)) {
        Ok(data) => (data, None),
        Err(why) => (Data::Unknown, Some(why.into())),
    };
    Some(DataFile { path: path.into(), format, data, unread })
}

fn read(format: &str, text: &str) -> Result<Data, String> {
    if text.len() as u64 > MOST_DATA_BYTES {
        return Err("it is larger than files of data are read".to_owned());
    }
    let data = match format {
        "json" => nested::json(text)?,
        "toml" => nested::toml(text)?,
        "yaml" => return yaml_data(text, ENTRIES),
        "ini" => ini::read(text)?,
        _ => pairs::read(text, format == "env"),
    };
    bounded(data, ENTRIES)
}

/// What a text in YAML holds, when it has no more than `most` entries and is not nested deeper than other files of data.
pub fn yaml_data(text: &str, most: usize) -> Result<Data, String> {
    bounded(yaml::read(text, most)?, most)
}

fn bounded(data: Data, most: usize) -> Result<Data, String> {
    match count(&data, DEPTH) {
        Some(entries) if entries <= most => Ok(data),
        _ => Err("it has more entries, or deeper ones, than are kept".to_owned()),
    }
}

/// How many entries there are; nothing when they are nested deeper.
fn count(data: &Data, depth: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let mut entries = 1;
    match data {
        Data::Map(parts) => {
            for (_, part) in parts {
                entries += count(part, depth)?;
            }
        }
        Data::List(parts) => {
            for part in parts {
                entries += count(part, depth)?;
            }
        }
        Data::Constant(_) | Data::Unknown => {}
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use ir::Constant;

    use super::*;

    fn read_data(path: &str, content: &str) -> Result<DataFile, Box<str>> {
        let file = data_file(path, Ok(content)).unwrap();
        file.unread.clone().map_or(Ok(file), Err)
    }

    fn at<'a>(data: &'a Data, path: &[&str]) -> Option<&'a Data> {
        path.iter().try_fold(data, |data, name| match data {
            Data::Map(parts) => parts.iter().find(|(known, _)| &**known == *name).map(|(_, part)| part),
            _ => None,
        })
    }

    fn text(path: &str, content: &str, parts: &[&str]) -> Option<String> {
        let file = read_data(path, content).ok()?;
        match at(&file.data, parts)? {
            Data::Constant(Constant::Str(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    #[test]
    fn each_format_gives_its_texts() {
        assert_eq!(text("a.json", r#"{"a": {"b": "c"}}"#, &["a", "b"]).as_deref(), Some("c"));
        assert_eq!(text("a.toml", "[a]\nb = 'c'\n", &["a", "b"]).as_deref(), Some("c"));
        assert_eq!(text("a.yml", "# no\na: {b: 'c'}\n", &["a", "b"]).as_deref(), Some("c"));
        assert_eq!(text("a.ini", "[a]\n# no\nB : c d\n", &["a", "b"]).as_deref(), Some("c d"));
        assert_eq!(text("x/.env", "# no\nexport B='c d'\n", &["B"]).as_deref(), Some("c d"));
        assert_eq!(text("a.properties", "b.c = d\n! no\n", &["b.c"]).as_deref(), Some("d"));
    }

    #[test]
    fn what_a_reader_would_compute_is_not_known() {
        assert_eq!(text("a.ini", "[a]\nb = %(home)s/x\n", &["a", "b"]), None);
        assert_eq!(text(".env", "A=$HOME/x\nB=\"x${A}\"\n", &["B"]), None);
        assert_eq!(text("a.ini", "[DEFAULT]\nb = d\n[a]\nc = e\n", &["a", "b"]).as_deref(), Some("d"));
    }

    #[test]
    fn what_versions_of_yaml_take_for_different_things_is_not_known() {
        let content = "a: 127.0.0.1\nb: 1.5\nc: 12:30\nd: yes\ne: 2020-01-01\nf: !!str 1\ng: 3 parts\nh: 010\n";
        let known = |name| text("a.yaml", content, &[name]);
        assert_eq!(known("a").as_deref(), Some("127.0.0.1"));
        assert_eq!(known("g").as_deref(), Some("3 parts"));
        for name in ["b", "c", "d", "e", "f", "h"] {
            let file = read_data("a.yaml", content).unwrap();
            assert_eq!(at(&file.data, &[name]), Some(&Data::Unknown), "{name}");
        }
        let file = read_data("a.yaml", "a: true\nb: -7\nc: ~\nd:\n").unwrap();
        let constant = |name| at(&file.data, &[name]).cloned();
        assert_eq!(constant("a"), Some(Data::Constant(Constant::Bool(true))));
        assert_eq!(constant("b"), Some(Data::Constant(Constant::Int(-7))));
        assert_eq!(constant("c"), Some(Data::Constant(Constant::Null)));
        assert_eq!(constant("d"), Some(Data::Constant(Constant::Null)));
    }

    #[test]
    fn what_stands_for_something_else_in_yaml_is_not_known() {
        let content =
            "base: &base {a: b, c: d}\nother:\n  <<: *base\n  a: e\nalias: *base\nx: 1\nx: 2\nm: !made {a: b}\n";
        let known = |parts: &[&str]| text("a.yaml", content, parts);
        assert_eq!(known(&["base", "c"]).as_deref(), Some("d"));
        assert_eq!(known(&["other", "a"]).as_deref(), Some("e"));
        assert_eq!(known(&["other", "c"]), None);
        assert_eq!(known(&["alias", "a"]), None);
        assert_eq!(known(&["m", "a"]), None);
        assert_eq!(at(&read_data("a.yaml", content).unwrap().data, &["x"]), Some(&Data::Unknown));
        assert_eq!(text("a.yaml", "k: &k a\nm: {a: b, *k : c}\n", &["m", "a"]), None);
        assert_eq!(text("a.yaml", "a: b\n---\na: c\n", &["a"]), None);
    }

    #[test]
    fn what_is_not_well_formed_gives_nothing() {
        assert!(read_data("a.json", "{").is_err());
        assert!(read_data("a.json", &"[".repeat(100_000)).is_err());
        assert!(read_data("a.toml", "a = ").is_err());
        assert!(read_data("a.ini", "a = 1").is_err());
        assert!(read_data("a.yaml", "a: [b").is_err());
        assert!(read_data("a.yaml", "a: *none\n").is_err());
        assert!(read_data("a.yaml", &"[".repeat(100_000)).is_err());
        assert!(read_data("a.yaml", &"- ".repeat(100_000)).is_err());
        assert!(read_data("a.yaml", &"- a\n".repeat(40_000)).is_err());
        assert!(read_data("a.json", &format!("[{}1]", "1,".repeat(9_000))).is_err());
    }
}
