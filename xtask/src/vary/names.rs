//! Which names become which: takes the facts of all files of a suite, decides what is renamed without changing what
//! the programs do, and gives the edits of each file.
//!
//! A name is left alone when something that is not seen here may know it: an imported name, one that stands in a text
//! as a word, a parameter that some call names, an attribute of something unknown, what a class holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::facts::{Facts, Name, Scope, joined};
use super::words::Fresh;

/// A place in a file, and what stands there afterwards.
pub(super) type Edit = (Range<usize>, String);

/// Names that the language binds by itself and that the suites of tests use as variables, too.
const BUILTIN: [&str; 40] = [
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytes",
    "chr",
    "compile",
    "copyright",
    "dict",
    "dir",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "iter",
    "len",
    "license",
    "list",
    "map",
    "max",
    "min",
    "next",
    "object",
    "open",
    "ord",
    "range",
    "set",
    "str",
    "sum",
    "type",
    "vars",
];

/// A file as far as names go.
pub(super) struct File {
    /// Its dotted name.
    pub(super) module: String,
    /// Whether it is a test; otherwise others import from it.
    pub(super) is_test: bool,
    pub(super) text: String,
    pub(super) facts: Facts,
}

/// What is renamed across files.
pub(super) struct Plan {
    /// Parts of modules' names and of folders.
    pub(super) parts: BTreeMap<String, String>,
    /// By module, the names that others can import.
    exports: BTreeMap<String, BTreeMap<String, String>>,
    methods: BTreeMap<String, String>,
    modules: BTreeSet<String>,
    /// Names of arguments in calls, anywhere.
    keywords: BTreeSet<String>,
}

impl Plan {
    /// `tests` says what the tests' files are called; `more` is the text of other files that may know names.
    pub(super) fn of(files: &[File], tests: &BTreeMap<String, String>, more: &str, fresh: &mut Fresh) -> Self {
        let mut words = words(more);
        for file in files {
            // A name that is given as data stands alone; prose is full of words.
            let texts = file.facts.texts.iter().map(|at| &file.text[at.clone()]);
            words.extend(texts.filter(|text| !text.contains(' ')).flat_map(words_of));
        }
        let modules: BTreeSet<String> = files.iter().map(|file| file.module.clone()).collect();
        let keywords = files.iter().flat_map(|file| file.facts.keywords.iter().cloned()).collect();
        let mut parts = tests.clone();
        // A file at the root is how the program is started: it keeps its name.
        for part in modules.iter().filter(|module| module.contains('.')).flat_map(|module| module.split('.')) {
            parts.entry(part.to_owned()).or_insert_with(|| fresh.name(part));
        }
        let unknown: BTreeSet<&str> = files
            .iter()
            .flat_map(|file| file.facts.attributes.iter())
            .filter(|link| link.before.as_ref().is_none_or(|before| !modules.contains(before)))
            .map(|link| link.text.as_str())
            .collect();
        let exports = files
            .iter()
            .filter(|file| !file.is_test)
            .map(|file| {
                let open = |(text, name): (&String, &Name)| {
                    let is_open = name.bound_in.contains(&Scope::Module)
                        && may_change(text, name)
                        && !words.contains(text.as_str())
                        && !unknown.contains(text.as_str());
                    is_open.then(|| (text.clone(), fresh.name(text)))
                };
                (file.module.clone(), file.facts.names.iter().filter_map(open).collect())
            })
            .collect();
        let methods = methods(files, &words, fresh);
        Self { parts, exports, methods, modules, keywords }
    }

    /// The edits of one file.
    pub(super) fn edits(&self, file: &File, tests: &BTreeMap<String, String>, fresh: &mut Fresh) -> Vec<Edit> {
        let facts = &file.facts;
        let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
        let mut edits: Vec<Edit> = Vec::new();
        for root in facts.import_roots.iter().filter(|root| self.is_package(root)) {
            renamed.extend(self.parts.get(root).map(|new| (root.as_str(), new.clone())));
        }
        for taken in &facts.taken {
            let new = self.exports.get(&taken.module).and_then(|names| names.get(&taken.name));
            // `from package import module`.
            let new = new.or_else(|| {
                let is_module = self.modules.contains(&joined(&taken.module, &taken.name));
                self.parts.get(&taken.name).filter(|_| is_module)
            });
            if let Some(new) = new {
                edits.push((taken.at.clone(), new.clone()));
                if !taken.has_alias {
                    renamed.insert(&taken.name, new.clone());
                }
            }
        }
        let own = self.exports.get(&file.module);
        // A route names the parameters of its handler.
        let spoken: BTreeSet<String> = facts.texts.iter().flat_map(|at| words_of(&file.text[at.clone()])).collect();
        for (text, name) in &facts.names {
            if let Some(new) = own.and_then(|own| own.get(text)) {
                renamed.insert(text, new.clone());
            } else if may_change(text, name)
                && (!name.is_parameter || !self.keywords.contains(text) && !spoken.contains(text))
                && !name.bound_in.contains(&Scope::Module)
            {
                renamed.insert(text, local(text, tests).unwrap_or_else(|| fresh.name(text)));
            }
        }
        for (text, new) in &renamed {
            edits.extend(facts.names[*text].places.iter().map(|at| (at.clone(), new.clone())));
        }
        for link in facts.imported.iter().chain(&facts.attributes) {
            edits.extend(self.link(link).map(|new| (link.at.clone(), new)));
        }
        edits.extend(facts.methods.iter().filter_map(|(name, at)| Some((at.clone(), self.methods.get(name)?.clone()))));
        edits.sort_by_key(|(at, _)| (at.start, at.end));
        edits.dedup_by(|a, b| a.0 == b.0);
        edits
    }

    /// Whether modules of the suite lie below this name.
    fn is_package(&self, name: &str) -> bool {
        self.modules.iter().any(|module| module.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The new name of a part of a module's name or of an attribute.
    fn link(&self, link: &super::facts::Link) -> Option<String> {
        let Some(before) = &link.before else { return self.methods.get(&link.text).cloned() };
        let full = joined(before, &link.text);
        if self.modules.contains(&full) || self.is_package(&full) {
            return self.parts.get(&link.text).filter(|_| full.contains('.') || self.is_package(&full)).cloned();
        }
        match self.exports.get(before) {
            Some(names) => names.get(&link.text).cloned(),
            None => self.methods.get(&link.text).cloned(),
        }
    }
}

/// The new name of a function that is called after its test.
fn local(text: &str, tests: &BTreeMap<String, String>) -> Option<String> {
    let (test, rest) = text.split_once('_').unwrap_or((text, ""));
    let new = tests.get(test)?;
    Some(if rest.is_empty() { new.clone() } else { format!("{new}_{rest}") })
}

/// Whether a name means one thing in its file that the file itself makes.
fn may_change(text: &str, name: &Name) -> bool {
    let is_shared = || BUILTIN.contains(&text) && !name.used_in.is_subset(&name.bound_in);
    name.bindings > 0
        && !name.is_imported
        && !name.bound_in.contains(&Scope::Class)
        && !text.starts_with("__")
        && !["self", "cls", "_"].contains(&text)
        && !is_shared()
}

/// Methods that only classes of the suite have, as far as it shows.
fn methods(files: &[File], words: &BTreeSet<String>, fresh: &mut Fresh) -> BTreeMap<String, String> {
    let mut foreign: BTreeSet<&str> = BTreeSet::new();
    for file in files {
        let taken = file.facts.taken.iter().map(|taken| taken.name.as_str());
        let roots: BTreeSet<&str> = file.facts.import_roots.iter().map(String::as_str).chain(taken).collect();
        for link in &file.facts.attributes {
            let root = link.before.as_ref().and_then(|before| before.split('.').next());
            if root.is_some_and(|root| roots.contains(root)) {
                foreign.insert(&link.text);
            }
        }
    }
    let names: BTreeSet<&str> =
        files.iter().flat_map(|file| file.facts.methods.iter()).map(|(name, _)| name.as_str()).collect();
    names
        .into_iter()
        .filter(|name| !name.starts_with("__") && !foreign.contains(name) && !words.contains(*name))
        .map(|name| (name.to_owned(), fresh.name(name)))
        .collect()
}

/// The words of a text.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    words_of(text).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(str::to_owned)
}
