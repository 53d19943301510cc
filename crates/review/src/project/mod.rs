//! The project: which files there are, which of them are read, and what they say.
//!
//! This is the one place that reads the disk. Everything below the root is taken for hostile: no link is followed,
//! nothing but ordinary files is opened, names and texts may be any bytes, and each limit that is reached is told.
//! The result is a value: what comes after depends on it alone, and it is the same on every machine, for any number
//! of threads and whatever order the system lists files in.

mod data;
mod decode;
mod distributed;
mod history;
mod ignored;
mod limits;
mod modules;
mod name;
mod open;
mod part;
mod passed_over;
mod read;
mod revision;
mod root;
mod taught;
#[cfg(test)]
mod tests;
mod versions;
mod walk;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use frontends::Language;
use ir::SourceFile;
use knowledge::KnownVersion;

pub use self::data::DataText;
pub use self::history::{History, Version};
use self::limits::{Limits, MOST_MARKER_BYTES, MOST_PICKS_COMPARED};
use self::modules::{Input, Names};
use self::name::written;
use self::open::Tree;
use self::read::{Loaded, Reading};
use self::root::Pick;
pub use self::root::is_marked;
pub use self::taught::{ConfigFrom, KNOWLEDGE_FOLDER, Taught};
use self::walk::{Found, Walk, Walked};
use crate::scope::scope_of;
use crate::{Cut, Gap, ProjectError, Scope, Skip, SkipReason};

/// What is reviewed.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The root as the user gave it, or as it follows from the first path; never an absolute path that the user did
    /// not write.
    pub root_shown: String,
    /// What was asked to be reviewed, as given.
    pub paths_shown: Vec<String>,
    /// The files that were read, by path: those to report on, and the rest of the root as context for flows.
    pub files: Vec<ProjectFile>,
    /// What is below the reviewed paths and was not read, by path.
    pub skipped: Vec<Skip>,
    /// All files below the reviewed paths: the reported ones of `files`, those of configuration, and those that `skipped`
    /// stands for.
    /// `.git` and what is in it do not count.
    pub files_seen: usize,
    /// Files of configuration below the reviewed paths, by path: they are looked at for secrets alone.
    pub configuration: Vec<ProjectFile>,
    /// Files of data that the code names, by path.
    pub data: Vec<DataText>,
    /// The paths of all files that are not left out, where somebody speaks of some ([`DiscoverOptions::cited`]).
    pub paths: Vec<String>,
    /// The files of cited names, as texts, by path.
    pub cited: Vec<DataText>,
    /// Limits that were reached while context was collected.
    pub cuts: Vec<Cut>,
    /// What its files say of the versions of libraries, and of the language as `python`.
    pub versions: Vec<KnownVersion>,
    /// What the project says of its reviews, and what it teaches.
    pub taught: Taught,
    /// How many of the reported files each table of `flawline.toml` speaks of: of those that leave out, and of those that
    /// count as another kind.
    pub spoken_of: SpokenOf,
}

/// How many files the tables of `flawline.toml` speak of, in their order.
#[derive(Clone, Debug, Default)]
pub struct SpokenOf {
    /// Files that are left out.
    pub left_out: Vec<usize>,
    /// Files that are counted as another kind.
    pub counted_as: Vec<usize>,
}

/// A file of a project.
#[derive(Clone, Debug)]
pub struct ProjectFile {
    /// The text, and the path below the root.
    pub source: SourceFile,
    /// Its language.
    pub language: Language,
    /// Its size as it was read, before decoding.
    pub bytes: usize,
    /// What kind of file it is.
    pub scope: Scope,
    /// Whether findings in it are reported: it lies below a reviewed path. Otherwise it is context.
    pub reported: bool,
    /// The name by which it is imported.
    pub module: String,
    /// Whether it is a package's own file.
    pub is_package: bool,
    /// Whether it belongs to a package that is made for other programs to install.
    pub is_distributed: bool,
    /// What of it could not be decoded.
    pub gap: Option<Gap>,
}

/// How to look for a project's files.
#[derive(Clone, Debug)]
pub struct DiscoverOptions {
    /// The root; by default the nearest folder above the paths with a project marker, else the paths' own folder.
    pub root: Option<PathBuf>,
    /// Read what `.gitignore` leaves out, environments of installed packages, minified files, and larger ones.
    pub no_ignore: bool,
    /// The most bytes of a file that is read.
    pub max_file_bytes: u64,
    /// Where `flawline.toml` is looked for.
    pub config: ConfigFrom,
    /// A file that is not read from the disk: its path, and its bytes. It is reviewed besides the paths.
    pub stdin: Option<(String, Vec<u8>)>,
    /// Names of files that somebody speaks of: the paths of all files are kept, and files of these names are read as texts,
    /// whatever their language.
    pub cited: Option<BTreeSet<String>>,
}

impl Default for DiscoverOptions {
    fn default() -> Self {
        Self {
            root: None,
            no_ignore: false,
            max_file_bytes: crate::Settings::default().max_file_bytes,
            config: ConfigFrom::Root,
            stdin: None,
            cited: None,
        }
    }
}

impl Project {
    /// Finds and reads the files below the given paths, and the rest of their project as context.
    ///
    /// Without paths, and without standard input, the current folder is reviewed. A path that the user gave is
    /// resolved, links and all, and is not left out whatever the ignore rules say; what lies below is.
    pub fn discover(paths: &[PathBuf], options: &DiscoverOptions) -> Result<Self, ProjectError> {
        Self::discover_within(paths, options, &Limits::default())
    }

    fn discover_within(paths: &[PathBuf], options: &DiscoverOptions, limits: &Limits) -> Result<Self, ProjectError> {
        let stdin = options.stdin.as_ref();
        let located = root::locate(paths, options.root.as_deref(), stdin.map(|(name, _)| name.as_str()))?;
        let mut draft = Draft::new(options);
        if let Some(root) = &located.root {
            let unreadable = |source| ProjectError::Unreadable { path: located.shown.clone(), source };
            let mut tree = Tree::new(root).map_err(unreadable)?;
            draft.taught = Taught::read(&mut tree, &options.config)?;
            draft.take_tree(&mut tree, &located, limits);
        }
        if let (Some((_, bytes)), Some(path)) = (stdin, &located.stdin) {
            draft.take(written(path), Some(""), draft.reading.text(written(path), bytes.clone()));
        }
        let mut paths_shown: Vec<String> = paths.iter().map(|path| written(path)).collect();
        paths_shown.extend(stdin.map(|(name, _)| name::encoded(name.as_bytes())));
        if paths_shown.is_empty() {
            paths_shown.push(".".to_owned());
        }
        Ok(draft.finish(located.shown, paths_shown))
    }

    /// A project of texts. All files are reviewed; no path is touched, and nothing is left out for its density.
    pub fn from_memory(files: Vec<(String, String)>) -> Self {
        let mut draft =
            Draft::new(&DiscoverOptions { no_ignore: true, max_file_bytes: u64::MAX, ..Default::default() });
        let sayers: Vec<String> =
            files.iter().map(|(path, _)| path.clone()).filter(|path| versions::may_say(path)).collect();
        let text = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone());
        draft.versions = versions::read(&sayers, files.iter().map(|(path, _)| path.as_str()), text);
        for (path, text) in files {
            if data::is_data(&path) {
                draft.data.push(DataText { path: path.clone(), text: Ok(text.clone()) });
            }
            if modules::is_marker(path.rsplit('/').next().unwrap_or(&path)) {
                draft.markers.push((path.clone(), text.clone()));
            }
            let loaded = draft.reading.text(path.clone(), text.into_bytes());
            draft.take(path.clone(), Some(&path), loaded);
        }
        draft.finish(".".to_owned(), vec![".".to_owned()])
    }

    /// A project as a repository holds it at a revision: nothing of the checkout is read, but for where the repository is. What the
    /// project ignores or configures there is not obeyed.
    pub fn at_revision(code: &Path, revision: &str, options: &DiscoverOptions) -> Result<Self, ProjectError> {
        let limits = Limits::default();
        let mut draft = Draft::new(&DiscoverOptions { no_ignore: true, ..options.clone() });
        let most = draft.reading.most_bytes();
        let (files, is_cut) = revision::Revision::open(code, revision)?.files(&limits, most);
        if is_cut {
            let text = "the revision has more code than is read";
            draft.cuts.push(walk::context_cut(String::new(), text));
        }
        draft.paths = files.iter().map(|file| file.path.clone()).collect();
        let text = |path: &str| {
            let file = files.iter().find(|file| file.path == path)?;
            String::from_utf8(file.bytes.clone()?).ok()
        };
        let sayers: Vec<String> =
            files.iter().map(|file| file.path.clone()).filter(|path| versions::may_say(path)).collect();
        draft.versions = versions::read(&sayers, files.iter().map(|file| file.path.as_str()), text);
        for file in files {
            let Some(bytes) = file.bytes else {
                draft.skipped.push(Skip { path: file.path, reason: SkipReason::TooLarge, files: 1 });
                continue;
            };
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            let is_cited = options.cited.as_ref().is_some_and(|cited| cited.contains(name));
            if let (true, Ok(text)) = (is_cited, String::from_utf8(bytes.clone())) {
                draft.cited.push(DataText { path: file.path.clone(), text: Ok(text) });
            }
            if data::is_data(&file.path) {
                let text = String::from_utf8(bytes.clone()).map_err(|_| SkipReason::Binary);
                draft.data.push(DataText { path: file.path.clone(), text });
            }
            if modules::is_marker(name) {
                draft.markers.push((file.path.clone(), String::from_utf8_lossy(&bytes).into_owned()));
            }
            if read::may_be_read(&file.path) {
                let loaded = draft.reading.text(file.path.clone(), bytes);
                draft.take(file.path.clone(), Some(&file.path), loaded);
            }
        }
        Ok(draft.finish(format!("{} at {revision}", written(code)), vec![written(code)]))
    }

    /// The files to report on.
    pub fn reported(&self) -> impl Iterator<Item = &ProjectFile> {
        self.files.iter().filter(|file| file.reported)
    }
}

/// A project as it is put together.
struct Draft {
    reading: Reading,
    no_ignore: bool,
    /// With the scope, and whether it is reported.
    files: Vec<(Loaded, Scope, bool)>,
    markers: Vec<(String, String)>,
    skipped: Vec<Skip>,
    data: Vec<DataText>,
    cited_names: Option<BTreeSet<String>>,
    paths: Vec<String>,
    cited: Vec<DataText>,
    cuts: Vec<Cut>,
    versions: Vec<KnownVersion>,
    taught: Taught,
    spoken_of: SpokenOf,
}

impl Draft {
    fn new(options: &DiscoverOptions) -> Self {
        Self {
            reading: Reading::new(options),
            no_ignore: options.no_ignore,
            files: Vec::new(),
            markers: Vec::new(),
            skipped: Vec::new(),
            data: Vec::new(),
            cited_names: options.cited.clone(),
            paths: Vec::new(),
            cited: Vec::new(),
            cuts: Vec::new(),
            versions: Vec::new(),
            taught: Taught::default(),
            spoken_of: SpokenOf::default(),
        }
    }

    fn take_tree(&mut self, tree: &mut Tree, located: &root::Located, limits: &Limits) {
        let picks: Vec<PathBuf> = located.picks.iter().map(|pick| pick.path.clone()).collect();
        let config = &self.taught.config;
        self.spoken_of.counted_as = vec![0; config.counted_as.len()];
        let out = Walked { left_out: vec![0; config.left_out.len()], ..Walked::default() };
        let mut walk = Walk { tree, limits, no_ignore: self.no_ignore, config, picks: &picks, out };
        for (pick, Pick { path, is_file }) in located.picks.iter().enumerate() {
            match is_file {
                true if located.stdin.as_ref() == Some(path) => {}
                true => walk.out.files.push(Found { path: path.clone(), pick: Some(pick) }),
                false => walk.reviewed(pick),
            }
        }
        if located.is_project && picks.first().is_none_or(|first| !first.as_os_str().is_empty()) {
            walk.context();
        }
        let Walked { files, markers, skipped, cuts, left_out } = walk.out;
        self.spoken_of.left_out = left_out;
        self.skipped.extend(skipped);
        self.cuts.extend(cuts);
        let says_versions = |file: &Found| file.path.to_str().filter(|path| versions::may_say(path)).map(str::to_owned);
        let sayers: Vec<String> = files.iter().filter_map(says_versions).collect();
        let text = |path: &str| {
            let bytes = open::read(tree.open(Path::new(path)).ok()?, versions::MOST_BYTES, |_| true).ok()??;
            String::from_utf8(bytes).ok()
        };
        self.versions = versions::read(&sayers, markers.iter().filter_map(|path| path.to_str()), text);
        if let Some(names) = &self.cited_names {
            self.paths = files.iter().map(|file| written(&file.path)).collect();
            self.cited = data::cited(tree, &files, names, self.reading.most_bytes());
        }
        let is_data = |file: &&Found| file.path.to_str().is_some_and(data::is_data);
        let data: Vec<PathBuf> = files.iter().filter(is_data).map(|file| file.path.clone()).collect();
        let (reviewed, context): (Vec<Found>, Vec<Found>) = files.into_iter().partition(|file| file.pick.is_some());
        for (file, loaded) in reviewed.iter().zip(self.reading.all(tree, &reviewed)) {
            let pick = file.pick.and_then(|pick| picks.get(pick));
            let below = pick.and_then(|pick| file.path.strip_prefix(pick).ok()).unwrap_or(&file.path);
            self.take(written(&file.path), Some(&written(below)), loaded);
        }
        self.take_context(tree, context, &picks, limits);
        self.data = data::read(tree, data, self.files.iter().map(|(loaded, ..)| loaded.source.text.as_str()));
        for marker in markers {
            let bytes = tree.open(&marker).and_then(|file| open::read(file, MOST_MARKER_BYTES, |_| true));
            if let Ok(Some(bytes)) = bytes {
                self.markers.push((written(&marker), String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }

    /// Reads context, nearest to the reviewed paths first, until there is enough.
    fn take_context(&mut self, tree: &Tree, mut context: Vec<Found>, picks: &[PathBuf], limits: &Limits) {
        const AT_ONCE: usize = 1_000;
        context.retain(|file| read::may_be_read(&written(&file.path)));
        let shared = |file: &Found| {
            let common = |pick: &PathBuf| pick.iter().zip(&file.path).take_while(|(a, b)| a == b).count();
            picks.iter().take(MOST_PICKS_COMPARED).map(common).max().unwrap_or(0)
        };
        context.sort_by_cached_key(|file| (usize::MAX - shared(file), file.path.as_os_str().to_owned()));
        let is_cut = context.len() > limits.context_files;
        context.truncate(limits.context_files);
        let mut bytes = 0;
        for some in context.chunks(AT_ONCE) {
            for (file, loaded) in some.iter().zip(self.reading.all(tree, some)) {
                bytes += loaded.as_ref().map_or(0, |loaded| loaded.bytes);
                self.take(written(&file.path), None, loaded);
            }
            if bytes > limits.context_bytes {
                break;
            }
        }
        if is_cut || bytes > limits.context_bytes {
            let text = "the project has more code beside the reviewed paths than is read as context";
            self.cuts.push(walk::context_cut(String::new(), text));
        }
    }

    /// Takes a file, read or not. `below` is its path below the reviewed path; none for context.
    fn take(&mut self, path: String, below: Option<&str>, loaded: Result<Loaded, SkipReason>) {
        match loaded {
            Ok(loaded) => {
                let scope = self.scope(&path, below, &loaded.source.text);
                // What else a notebook holds is looked at as configuration is.
                if let Some(origin) = loaded.source.origin.as_ref().filter(|_| below.is_some()) {
                    let (source, language) = (origin.whole.clone(), Language::Configuration);
                    self.files.push((Loaded { source, language, bytes: 0, gap: None }, scope, true));
                }
                self.files.push((loaded, scope, below.is_some()));
            }
            Err(reason) if below.is_some() => self.skipped.push(Skip { path, reason, files: 1 }),
            Err(_) => {}
        }
    }

    /// What kind of file it is: as the project says, else as its names do.
    fn scope(&mut self, path: &str, below: Option<&str>, text: &str) -> Scope {
        let by_name = scope_of(below.unwrap_or(path), text);
        let reviewed = reviewed(path, below);
        let Some(at) = self.taught.config.counts(path, reviewed) else { return by_name };
        let scope = self.taught.config.counted_as.get(at).map_or(by_name, |counted| counted.scope);
        if let Some(count) = self.spoken_of.counted_as.get_mut(at).filter(|_| below.is_some() && scope != by_name) {
            *count += 1;
        }
        scope
    }

    fn finish(self, root_shown: String, paths_shown: Vec<String>) -> Project {
        let with_roots = self.files.iter().filter(|(loaded, ..)| modules::has_import_roots(loaded.language));
        let inputs: Vec<Input<'_>> =
            with_roots.map(|(loaded, ..)| Input { path: &loaded.source.path, text: &loaded.source.text }).collect();
        let names = Names::new(&inputs, &self.markers);
        let distributed = distributed::folders(&self.markers);
        let file = |(Loaded { source, language, bytes, gap }, scope, reported)| {
            let (module, is_package) =
                if language.is_known_by_path() { (source.path.clone(), false) } else { names.of(&source.path) };
            let is_distributed = distributed::holds(&distributed, &source.path);
            ProjectFile { source, language, bytes, scope, reported, module, is_package, is_distributed, gap }
        };
        let mut files: Vec<ProjectFile> = self.files.into_iter().map(file).collect();
        files.sort_by(|a, b| (&a.source.path, a.language).cmp(&(&b.source.path, b.language)));
        files.dedup_by(|a, b| (&a.source.path, a.language) == (&b.source.path, b.language));
        let (configuration, files): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| file.language == Language::Configuration);
        let mut skipped = self.skipped;
        skipped.sort_by(|a, b| (&a.path, a.reason).cmp(&(&b.path, b.reason)));
        let reported = files.iter().filter(|file| file.reported).count();
        let own = configuration.iter().filter(|file| !frontends::is_notebook(&file.source.path)).count();
        let files_seen = reported + own + skipped.iter().map(|skip| skip.files).sum::<usize>();
        let (mut data, mut paths, mut cited) = (self.data, self.paths, self.cited);
        data.sort_by(|a, b| a.path.cmp(&b.path));
        cited.sort_by(|a, b| a.path.cmp(&b.path));
        paths.sort();
        paths.dedup();
        let (cuts, versions, taught, spoken_of) = (self.cuts, self.versions, self.taught, self.spoken_of);
        Project {
            root_shown,
            paths_shown,
            files,
            skipped,
            files_seen,
            configuration,
            data,
            paths,
            cited,
            cuts,
            versions,
            taught,
            spoken_of,
        }
    }
}

/// The reviewed path that a file lies below, of which the part below it is known; empty for the root and for context.
fn reviewed<'p>(path: &'p str, below: Option<&str>) -> &'p str {
    let length = path.len().saturating_sub(below.map_or(path.len(), str::len));
    path.get(..length).unwrap_or_default().trim_end_matches('/')
}
