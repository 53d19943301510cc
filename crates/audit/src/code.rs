//! The code that a review is about, as far as it is there: files by path, and where a path leads that somebody wrote.

use std::sync::{Arc, OnceLock};

use regex::Regex;
use review::{Project, Scope};
use rustc_hash::FxHashMap;

use crate::anchor::Sought;
use crate::file::{File, name};
use crate::outcome::PathVerdict;
use crate::signs::Signs;
use crate::telling::Telling;

/// The files of the code.
pub(crate) struct Code<'a> {
    pub(crate) files: Vec<File<'a>>,
    by_name: FxHashMap<&'a str, Vec<usize>>,
    /// In which files lines stand, made when it is first asked for.
    telling: OnceLock<Telling>,
    signs: Signs,
}

/// Where a cited path leads.
pub(crate) struct Led {
    pub(crate) verdict: PathVerdict,
    /// The files that it may be, by their places.
    pub(crate) files: Vec<usize>,
}

impl<'a> Code<'a> {
    /// The files of a project: those of which the language is known, those that were read because somebody names them, and the
    /// paths of all others.
    pub(crate) fn of(project: &'a Project) -> Self {
        let mut files: Vec<File<'a>> = Vec::new();
        for (at, file) in project.files.iter().enumerate() {
            files.push(File {
                path: &file.source.path,
                known: Some(at),
                is_asked: file.reported,
                // A test that is asked about by its own path is a test all the same.
                scope: if file.scope == Scope::Production { scope(file) } else { file.scope },
                sought: Some(Sought::of(&file.source.path, whole(file))),
            });
        }
        let texts = project.cited.iter().filter_map(|cited| Some((cited.path.as_str(), cited.text.as_deref().ok()?)));
        let configuration = project.configuration.iter().map(|file| (file.source.path.as_str(), whole(file)));
        for (path, text) in texts.chain(configuration) {
            let scope = review::scope_of(path, text);
            files.push(File { path, known: None, is_asked: false, scope, sought: Some(Sought::of(path, text)) });
        }
        for path in &project.paths {
            files.push(File { path, known: None, is_asked: false, scope: review::scope_of(path, ""), sought: None });
        }
        files.sort_by_key(|file| (file.path, file.known.is_none(), file.sought.is_none()));
        files.dedup_by(|later, first| later.path == first.path);
        let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, file) in files.iter().enumerate() {
            by_name.entry(name(file.path)).or_default().push(at);
        }
        Self { files, by_name, telling: OnceLock::new(), signs: Signs::default() }
    }

    /// In which files lines stand.
    pub(crate) fn telling(&self) -> &Telling {
        self.telling.get_or_init(|| Telling::of(&self.files))
    }

    /// Of each file the first line on which a sign stands that is no comment.
    pub(crate) fn lines_with(&self, sign: &Regex) -> Arc<[Option<u32>]> {
        self.signs.of(&self.files, sign)
    }

    /// The files that a path may mean which somebody wrote, perhaps on another machine.
    pub(crate) fn led(&self, cited: &str) -> Led {
        let path = cited.replace('\\', "/");
        let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        let Some(last) = parts.last() else { return Led { verdict: PathVerdict::Missing, files: Vec::new() } };
        // A script may lack the ending that a review gives it.
        let stem = || last.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty());
        let named = self.by_name.get_key_value(last).or_else(|| self.by_name.get_key_value(stem()?));
        let (name, candidates) = named.map_or((*last, &[][..]), |(name, files)| (*name, files.as_slice()));
        let mut parts = parts.clone();
        if let Some(last) = parts.last_mut() {
            *last = name;
        }
        let shared = |at: usize| {
            let own: Vec<&str> = self.files[at].path.split('/').collect();
            let same = own.iter().rev().zip(parts.iter().rev()).take_while(|(one, other)| one == other).count();
            (same, own.len())
        };
        let mut exact: Vec<usize> = Vec::new();
        let mut suffix: Vec<(usize, usize)> = Vec::new();
        for &at in candidates {
            let (same, own) = shared(at);
            if same == own && same == parts.len() {
                exact.push(at);
            } else if same == own || same == parts.len() || same >= 2 && path.starts_with('/') {
                suffix.push((same, at));
            }
        }
        if !exact.is_empty() {
            let verdict = if path.ends_with(name) { PathVerdict::Exact } else { PathVerdict::Suffix };
            return Led { verdict, files: exact };
        }
        let most = suffix.iter().map(|(same, _)| *same).max().unwrap_or(0);
        let files: Vec<usize> = suffix.into_iter().filter(|(same, _)| *same == most).map(|(_, at)| at).collect();
        let verdict = match files.len() {
            0 => PathVerdict::Missing,
            1 => PathVerdict::Suffix,
            _ => PathVerdict::Ambiguous,
        };
        Led { verdict, files }
    }
}

/// What kind of file one is by its name.
fn scope(file: &review::ProjectFile) -> Scope {
    review::scope_of(&file.source.path, &file.source.text)
}

/// The text of a file as its user sees it: of a notebook, the file itself.
fn whole(file: &review::ProjectFile) -> &str {
    match &file.source.origin {
        Some(origin) => &origin.whole.text,
        None => &file.source.text,
    }
}
