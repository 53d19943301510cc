//! The languages, a row of a table for each, and the way from a file to its frontend.

use ir::LiteralTypes;

/// A language that can be lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Python 3, and of Python 2 what the grammars have in common.
    #[cfg(feature = "python")]
    Python,
    /// The cells of a notebook in Python.
    #[cfg(feature = "python")]
    Notebook,
    /// Templates of pages, in the language of Jinja and as far as it is the same of Django.
    Template,
    /// Files of configuration, in whatever format: names and the texts that stand under them.
    Configuration,
}

/// What is known of a language without reading a file of it.
struct Row {
    language: Language,
    name: &'static str,
    /// Endings of file names, without the dot.
    extensions: &'static [&'static str],
    /// Those of the endings whose files only declare what others define.
    stub_extensions: &'static [&'static str],
    /// What the interpreter's file name in a `#!` line starts with; a version may follow.
    interpreters: &'static [&'static str],
    line_comment: &'static str,
    /// What a comment begins and ends with, where a line's end does not end it.
    block_comment: Option<(&'static str, &'static str)>,
    /// What a name begins with that is not meant for other modules.
    private_prefix: &'static str,
    literal_types: LiteralTypes,
}

#[cfg(feature = "python")]
const PYTHON_TYPES: LiteralTypes = LiteralTypes {
    text: "str",
    bytes: "bytes",
    list: "list",
    tuple: "tuple",
    set: "set",
    map: "dict",
    constructor: "__init__",
    completion: "__post_init__",
    call: "__call__",
    iterate: &["__iter__", "__aiter__"],
    next: &["__next__", "__anext__"],
    item: "__getitem__",
    leave: &["__exit__", "__aexit__"],
    resume: &["send"],
    store_item: "__setitem__",
    unseen: crate::python::UNSEEN_METHODS,
};

/// Of what calls nothing by itself.
const NO_TYPES: LiteralTypes = LiteralTypes {
    text: "",
    bytes: "",
    list: "",
    tuple: "",
    set: "",
    map: "",
    constructor: "",
    completion: "",
    call: "",
    iterate: &[],
    next: &[],
    item: "",
    store_item: "",
    leave: &[],
    unseen: ir::UnseenMethods::NONE,
    resume: &[],
};

const TABLE: &[Row] = &[
    #[cfg(feature = "python")]
    Row {
        language: Language::Python,
        name: "Python",
        extensions: &["py", "pyw", "pyi"],
        stub_extensions: &["pyi"],
        interpreters: &["python", "pypy"],
        line_comment: "#",
        block_comment: None,
        private_prefix: "_",
        literal_types: PYTHON_TYPES,
    },
    #[cfg(feature = "python")]
    Row {
        language: Language::Notebook,
        name: "Jupyter notebook",
        extensions: &["ipynb"],
        stub_extensions: &[],
        interpreters: &[],
        line_comment: "#",
        block_comment: None,
        private_prefix: "_",
        literal_types: PYTHON_TYPES,
    },
    Row {
        language: Language::Template,
        name: "HTML template",
        extensions: &["html", "htm", "xhtml", "jinja", "jinja2", "j2"],
        stub_extensions: &[],
        interpreters: &[],
        line_comment: "",
        block_comment: Some(("{#", "#}")),
        // Nobody imports a name of a template.
        private_prefix: "",
        literal_types: NO_TYPES,
    },
    Row {
        language: Language::Configuration,
        name: "configuration",
        // Known by whole names: [`crate::is_configuration`].
        extensions: &[],
        stub_extensions: &[],
        interpreters: &[],
        line_comment: "#",
        block_comment: None,
        private_prefix: "",
        literal_types: NO_TYPES,
    },
];

impl Language {
    /// All of them.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "python")]
        Self::Python,
        #[cfg(feature = "python")]
        Self::Notebook,
        Self::Template,
        Self::Configuration,
    ];

    /// The language of a file, by the ending of its name, else by the interpreter that its first line names.
    pub fn of_path(path: &str, first_line: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if let Some((stem, extension)) = name.rsplit_once('.')
            && !stem.is_empty()
        {
            let row = TABLE.iter().find(|row| row.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)));
            return row.map(|row| row.language);
        }
        let interpreter = interpreter(first_line)?;
        let row = TABLE.iter().find(|row| {
            row.interpreters.iter().any(|known| {
                let version = interpreter.strip_prefix(known);
                version.is_some_and(|version| version.chars().all(|c| c.is_ascii_digit() || c == '.'))
            })
        });
        row.map(|row| row.language)
    }

    /// Whether the file only declares what another file, or no file, defines.
    pub fn is_stub(self, path: &str) -> bool {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        self.row().is_some_and(|row| row.stub_extensions.contains(&extension))
    }

    /// Whether a text is one of the language, as far as that can be told from outside: a page without holes and tags is no
    /// template.
    pub fn is_text(self, text: &str) -> bool {
        self != Self::Template || crate::template::is_template(text)
    }

    /// Whether files are known by their path, and not by a dotted name.
    pub fn is_known_by_path(self) -> bool {
        matches!(self, Self::Template | Self::Configuration)
    }

    /// The language's name, for people.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// The word for blocks of its code on pages.
    pub fn tag(self) -> String {
        match self {
            #[cfg(feature = "python")]
            Self::Notebook => Self::Python.tag(),
            Self::Configuration => "text".to_owned(),
            other => other.name().to_lowercase(),
        }
    }

    /// What a comment to the end of the line begins with.
    pub fn line_comment(self) -> &'static str {
        self.row().map_or("", |row| row.line_comment)
    }

    /// What a comment begins and ends with, where a line's end does not end it.
    pub fn block_comment(self) -> Option<(&'static str, &'static str)> {
        self.row().and_then(|row| row.block_comment)
    }

    /// Whether a function, class or part of a module's name is meant for whoever imports it: it does not begin as private
    /// names do, or runs when a public class or its instance is called.
    pub fn is_public(self, name: &str) -> bool {
        self.row().is_some_and(|row| {
            let called = [row.literal_types.constructor, row.literal_types.call].contains(&name);
            called || !name.starts_with(row.private_prefix)
        })
    }

    /// What the language calls by itself, for linking.
    pub fn literal_types(self) -> LiteralTypes {
        self.row().map_or_else(LiteralTypes::default, |row| row.literal_types)
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.language == self)
    }
}

/// The file name of the program that a `#!` line names, `env` and its options skipped.
fn interpreter(first_line: &str) -> Option<&str> {
    let mut words = first_line.strip_prefix("#!")?.split_whitespace();
    let name = |word: &'_ str| word.rsplit('/').next().map(str::len).unwrap_or_default();
    let mut word = words.next()?;
    if &word[word.len() - name(word)..] == "env" {
        word = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    Some(&word[word.len() - name(word)..])
}

/// Lowers one file. `module_name` and `is_package` are what [`module_name`] gave for its path.
///
/// The same arguments always give the same module. Call it on a thread with 64 MiB of stack.
#[cfg_attr(not(feature = "python"), allow(unused_variables, reason = "without languages there is nothing to lower"))]
pub fn lower(file: &ir::SourceFile, language: Language, module_name: &str, is_package: bool) -> ir::Module {
    match language {
        #[cfg(feature = "python")]
        Language::Python => crate::template::with_strings(file, crate::python::lower(file, module_name, is_package)),
        #[cfg(feature = "python")]
        Language::Notebook => crate::python::lower_notebook(file, module_name),
        Language::Template => crate::template::lower(file, module_name),
        Language::Configuration => crate::configuration::lower(file, module_name),
    }
}

/// The module that stands for a file that could not be lowered: an empty one, with a note in words.
pub fn unread(file: &ir::SourceFile, language: Language, module_name: &str, is_package: bool, why: &str) -> ir::Module {
    let empty = ir::SourceFile::new(file.path.clone(), String::new());
    let mut module = lower(&empty, language, module_name, is_package);
    module.notes.push(ir::Note { kind: ir::NoteKind::Failure, span: ir::Span::new(0, 0), text: why.to_owned() });
    module
}

/// The absolute dotted name by which Python code imports a file, and whether the file is a package's own.
///
/// `source_roots` are folders below the root from which imports start (`src`, say); the longest that holds the file
/// is taken, else the root itself.
pub fn module_name(path_below_root: &str, source_roots: &[&str]) -> (String, bool) {
    let path = path_below_root.trim_start_matches("./");
    let below = source_roots
        .iter()
        .filter_map(|root| {
            let rest = path.strip_prefix(root.trim_start_matches("./").trim_end_matches('/'))?;
            rest.strip_prefix('/')
        })
        .min_by_key(|rest| rest.len())
        .unwrap_or(path);
    let stem = match below.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => stem,
        _ => below,
    };
    let (stem, is_package) = match stem.strip_suffix("__init__") {
        Some("") => ("", true),
        Some(folder) if folder.ends_with('/') => (folder.trim_end_matches('/'), true),
        _ => (stem, false),
    };
    (stem.replace('/', "."), is_package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_ending_or_by_its_first_line() {
        assert_eq!(Language::of_path("a/b.py", ""), Some(Language::Python));
        assert_eq!(Language::of_path("a/b.PYW", ""), Some(Language::Python));
        assert_eq!(Language::of_path("a/b.pyi", ""), Some(Language::Python));
        assert!(Language::Python.is_stub("a/b.pyi"));
        assert!(!Language::Python.is_stub("a/b.py"));
        assert_eq!(Language::of_path("a/b.rs", "#!/usr/bin/python"), None);
        assert_eq!(Language::of_path("bin/run", "#!/usr/bin/env -S python3.12 -u"), Some(Language::Python));
        assert_eq!(Language::of_path("bin/run", "#!/usr/bin/python2\r"), Some(Language::Python));
        assert_eq!(Language::of_path("bin/run", "#! /usr/bin/env A=b pypy3"), Some(Language::Python));
        assert_eq!(Language::of_path("bin/run", "#!/bin/sh"), None);
        assert_eq!(Language::of_path("bin/run", "#!/usr/bin/env"), None);
        assert_eq!(Language::of_path("bin/run", "#!"), None);
        assert_eq!(Language::of_path("bin/run", ""), None);
    }

    #[test]
    fn a_leading_underscore_is_private_but_for_what_makes_and_calls_instances() {
        let public = |name| Language::Python.is_public(name);
        assert!(public("fetch") && public("__init__") && public("__call__"));
        assert!(!public("_fetch") && !public("__fetch") && !public("__eq__"));
    }

    #[test]
    fn a_module_is_named_from_the_longest_source_root_that_holds_it() {
        let name = |path: &str, roots: &[&str]| module_name(path, roots);
        assert_eq!(name("a/b.py", &[]), ("a.b".into(), false));
        assert_eq!(name("src/a/b.py", &["src"]), ("a.b".into(), false));
        assert_eq!(name("src/a/__init__.py", &["src/"]), ("a".into(), true));
        assert_eq!(name("lib/src/a.py", &["lib", "lib/src"]), ("a".into(), false));
        assert_eq!(name("srcs/a.py", &["src"]), ("srcs.a".into(), false));
        assert_eq!(name("__init__.py", &[]), (String::new(), true));
        assert_eq!(name("bin/run", &[]), ("bin.run".into(), false));
        assert_eq!(name("a.d/run", &[]), ("a.d.run".into(), false));
        assert_eq!(name("a/my__init__.py", &[]), ("a.my__init__".into(), false));
    }
}
