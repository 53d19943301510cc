//! Maps and lists of texts, in whatever format, put together from events: which name each text stands under.
//!
//! Beside its own key, a text may be named by another (`name: TOKEN` and `value: …` in one map), by the text itself
//! (`TOKEN=…`), or stand in a script; and the data of a Kubernetes secret are written in base 64.

use ir::{Span, from_base64};

use super::{Setting, lines, place};

/// How many names of those around a text it is known by.
const NAMES: usize = 3;
/// Keys under which a map says what the value beside is called, and those of such a value.
const NAMING: [&str; 3] = ["name", "key", "variable"];
const NAMED: [&str; 2] = ["value", "default"];
/// The kind of map whose data are written in base 64, and their key.
const ENCODED: (&str, &str) = ("Secret", "data");

/// A map or list that has begun and not ended.
#[derive(Default)]
struct Level {
    is_map: bool,
    /// The key that was read last.
    key: String,
    /// What the map says that a value is called, and which setting that value is.
    naming: Option<String>,
    named: Option<usize>,
    /// What the map says it is, and which settings are its data.
    kind: Option<String>,
    data: Option<(usize, usize)>,
}

/// A tree that is being read.
pub(super) struct Tree<'t> {
    file: &'t str,
    levels: Vec<Level>,
    found: Vec<Setting>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(file: &'t str) -> Self {
        Self { file, levels: Vec::new(), found: Vec::new() }
    }

    pub(super) fn begin(&mut self, is_map: bool) {
        self.levels.push(Level { is_map, ..Level::default() });
    }

    pub(super) fn key(&mut self, name: &str) {
        self.end_pair();
        let begun = self.found.len();
        if let Some(level) = self.levels.last_mut() {
            name.clone_into(&mut level.key);
            if name == ENCODED.1 {
                level.data = Some((begun, begun));
            }
        }
    }

    fn end_pair(&mut self) {
        let ended = self.found.len();
        if let Some(level) = self.levels.last_mut()
            && level.key == ENCODED.1
            && let Some((_, end)) = &mut level.data
        {
            *end = ended;
        }
    }

    pub(super) fn end(&mut self) {
        self.end_pair();
        let Some(level) = self.levels.pop() else { return };
        if let (Some(name), Some(setting)) = (level.naming, level.named.and_then(|at| self.found.get_mut(at))) {
            setting.name = name;
        }
        if level.kind.as_deref() == Some(ENCODED.0)
            && let Some(data) = level.data.and_then(|(begin, end)| self.found.get_mut(begin..end))
        {
            for setting in data {
                if let Some(text) = from_base64(&setting.text).and_then(|bytes| String::from_utf8(bytes).ok()) {
                    text.trim_end_matches(['\n', '\r']).clone_into(&mut setting.text);
                }
            }
        }
    }

    /// A text. `is_written` says that it may span lines as they stand in the file.
    pub(super) fn text(&mut self, text: &str, span: Span, is_written: bool) {
        let at = self.found.len();
        if let Some(level) = self.levels.last_mut().filter(|level| level.is_map) {
            match level.key.as_str() {
                key if NAMING.contains(&key) => level.naming = Some(text.to_owned()),
                key if NAMED.contains(&key) => level.named = Some(at),
                "kind" => level.kind = Some(text.to_owned()),
                _ => {}
            }
        }
        let name = self.name();
        if text.contains('\n') && is_written {
            let raw = self.file.get(span.start as usize..span.end as usize).unwrap_or_default();
            let named = lines::within(raw, span.start).into_iter().filter(|setting| !setting.name.is_empty());
            self.found.push(Setting { name, text: text.to_owned(), span });
            self.found.extend(named);
            return;
        }
        let setting = match lines::assignment(text) {
            Some((name, value)) if !text.contains('\n') => {
                Setting { name: name.to_owned(), text: value.to_owned(), span: place::of_part(self.file, span, value) }
            }
            _ => Setting { name, text: text.to_owned(), span },
        };
        self.found.push(setting);
    }

    /// The names around, the nearest last.
    fn name(&self) -> String {
        let names: Vec<&str> =
            self.levels.iter().filter(|level| level.is_map).map(|level| level.key.as_str()).collect();
        names.get(names.len().saturating_sub(NAMES)..).unwrap_or_default().join(".")
    }

    pub(super) fn finish(mut self) -> Vec<Setting> {
        while !self.levels.is_empty() {
            self.end();
        }
        self.found
    }
}
