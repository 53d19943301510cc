//! Which versions of libraries a project uses: what its lock files, requirements and manifests say.
//!
//! Takes the files of such names at the root and beside its packages, and what opens others for them (`-r more.txt`); gives
//! [`KnownVersion`]s. The files may be anybody's: they are read line by line or by parsers that bound their depth, a line that
//! is not understood says nothing, and no file outside the root is opened. Of two entries for one package none wins: what
//! follows from a version must follow from all of them.

mod conda;
mod lock;
mod manifest;
mod requirements;

use std::collections::BTreeSet;

use knowledge::KnownVersion;

use super::modules::{folder_of, is_marker, name_of};

/// How many files are read that say versions, those included by others among them; the first by path are taken.
const MOST_FILES: usize = 64;
/// A larger one is not read.
pub(super) const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// How many entries are taken from all of them.
const MOST_ENTRIES: usize = 50_000;
/// Folders in which requirements often lie together.
const REQUIREMENTS_FOLDER: &str = "requirements";

/// How a file says versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Requirements,
    /// `poetry.lock`, `uv.lock`, `pdm.lock`, `pylock.toml`: a table for each package.
    Tables,
    PipfileLock,
    PyProject,
    SetupCfg,
    /// `environment.yml`.
    Conda,
    /// `.python-version`.
    Python,
}

fn form(name: &str) -> Option<Form> {
    Some(match name {
        "poetry.lock" | "uv.lock" | "pdm.lock" | "pylock.toml" => Form::Tables,
        "environment.yml" | "environment.yaml" => Form::Conda,
        "Pipfile.lock" => Form::PipfileLock,
        "pyproject.toml" => Form::PyProject,
        "setup.cfg" => Form::SetupCfg,
        ".python-version" => Form::Python,
        _ => {
            let stem = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".in"))?;
            let is_said = stem.contains("requirements") || stem.contains("constraints");
            return is_said.then_some(Form::Requirements);
        }
    })
}

/// Whether a file says versions, by its path.
pub(super) fn may_say(path: &str) -> bool {
    form(name_of(path)).is_some()
        || (is_in_requirements(path) && name_of(path).rsplit_once('.').is_some_and(|(_, end)| end == "txt"))
}

fn is_in_requirements(path: &str) -> bool {
    name_of(folder_of(path)) == REQUIREMENTS_FOLDER
}

/// What the files say. `found` are paths for which [`may_say`] holds, `markers` those of all files that tell where packages
/// are; `open` gives the text of a file below the root.
pub(super) fn read<'m>(
    found: &[String],
    markers: impl Iterator<Item = &'m str>,
    open: impl Fn(&str) -> Option<String>,
) -> Vec<KnownVersion> {
    let mut folders: BTreeSet<&str> = markers.filter(|path| is_marker(name_of(path))).map(folder_of).collect();
    folders.insert("");
    let is_beside = |path: &&String| {
        let folder = folder_of(path);
        folders.contains(folder) || (is_in_requirements(path) && folders.contains(folder_of(folder)))
    };
    let mut queue: Vec<String> = found.iter().filter(is_beside).cloned().collect();
    queue.sort();
    queue.dedup();
    queue.truncate(MOST_FILES);
    let mut seen: BTreeSet<String> = queue.iter().cloned().collect();
    let mut known = Vec::new();
    let mut at = 0;
    while let Some(path) = queue.get(at).cloned() {
        at += 1;
        let Some(text) = open(&path) else { continue };
        let form = form(name_of(&path)).unwrap_or(Form::Requirements);
        let mut entries = Entries { file: &path, known: &mut known };
        match form {
            Form::Requirements => {
                for included in requirements::read(&text, &mut entries) {
                    let Some(included) = below(folder_of(&path), &included) else { continue };
                    if queue.len() < MOST_FILES && seen.insert(included.clone()) {
                        queue.push(included);
                    }
                }
            }
            Form::Tables => lock::read_tables(&text, &mut entries),
            Form::PipfileLock => lock::read_pipfile(&text, &mut entries),
            Form::PyProject => manifest::read_pyproject(&text, &mut entries),
            Form::SetupCfg => manifest::read_setup_cfg(&text, &mut entries),
            Form::Conda => conda::read(&text, &mut entries),
            Form::Python => manifest::read_python(&text, &mut entries),
        }
    }
    known.sort();
    known.dedup();
    known
}

/// Entries of a file, on their way into the list.
struct Entries<'a> {
    file: &'a str,
    known: &'a mut Vec<KnownVersion>,
}

impl Entries<'_> {
    /// Whether no more are taken.
    fn is_full(&self) -> bool {
        self.known.len() >= MOST_ENTRIES
    }

    /// Takes what is said of a package; a range without a version in it says nothing.
    fn take(&mut self, package: &str, range: Option<knowledge::VersionRange>, written: &str, is_pinned: bool) {
        let Some(range) = range.filter(|range| !range.is_none()) else { return };
        if self.is_full() || package.is_empty() {
            return;
        }
        self.known.push(KnownVersion {
            package: knowledge::package_name(package),
            is_pinned: is_pinned || range.is_exact(),
            range,
            written: written.split_whitespace().collect::<Vec<_>>().join(" "),
            file: self.file.to_owned(),
        });
    }
}

/// A path that stands in a file of a folder, below the root; none when it leads out of it.
fn below(folder: &str, written: &str) -> Option<String> {
    if written.starts_with('/') || written.contains(['\\', ':', '\0', '$']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// What files say, each entry as a line.
    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let found: Vec<String> =
            files.iter().map(|(path, _)| (*path).to_owned()).filter(|path| may_say(path)).collect();
        let open = |path: &str| files.iter().find(|(known, _)| *known == path).map(|(_, text)| (*text).to_owned());
        let known = read(&found, files.iter().map(|(path, _)| *path), open);
        let line = |known: KnownVersion| {
            format!("{} {}{} ({})", known.package, known.written, if known.is_pinned { "!" } else { "" }, known.file)
        };
        known.into_iter().map(line).collect()
    }

    #[test]
    fn requirements_are_read_with_all_that_pip_allows_there() {
        let text = "# made by hand\n\
            Flask_Login == 0.6.3 ; python_version < \"3.12\"  # why\n\
            requests[socks,use_chardet_on_py3]>=2.31,<3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n\
            jinja2\n\
            -e ./local\n\
            --index-url https://pypi.example/simple\n\
            lxml @ https://files.example/lxml-5.0.whl\n\
            pyyaml (>=6)\n\
            ????\n";
        assert_eq!(
            said(&[("requirements.txt", text)]),
            [
                "flask-login == 0.6.3! (requirements.txt)",
                "jinja2  (requirements.txt)",
                "pyyaml >=6 (requirements.txt)",
                "requests >=2.31,<3 (requirements.txt)",
            ]
        );
    }

    #[test]
    fn includes_stay_below_the_root_and_end() {
        let files = [
            ("requirements.txt", "-r more/base.txt\n--constraint=more/c.txt\n-r ../out.txt\n-r /etc/passwd\n"),
            ("more/base.txt", "-r ../requirements.txt\n-r base.txt\na==1\n"),
            ("more/c.txt", "b==2\n"),
        ];
        assert_eq!(said(&files), ["a ==1! (more/base.txt)", "b ==2! (more/c.txt)"]);
        let opened = RefCell::new(0);
        let endless = |_: &str| {
            let count = *opened.borrow();
            *opened.borrow_mut() += 1;
            Some((0..100).map(|at| format!("-r r{count}-{at}.txt")).collect::<Vec<_>>().join("\n"))
        };
        assert!(read(&["requirements.txt".to_owned()], std::iter::empty(), endless).is_empty());
        assert_eq!(opened.into_inner(), MOST_FILES);
    }

    #[test]
    fn locks_pin() {
        let tables = "version = 1\n\n[[package]]\nname = \"PyYAML\"\nversion = \"6.0.1\"\ndescription = \"x\"\n\n[package.dependencies]\n\
            name = \"other\"\nversion = \"1\"\n\n[[package]]\nname = \"half\"\n\n[metadata]\nversion = \"9\"\n";
        let pylock = tables.replace("[[package]]", "[[packages]]");
        for (file, text) in
            [("poetry.lock", tables), ("uv.lock", tables), ("pdm.lock", tables), ("pylock.toml", &pylock)]
        {
            assert_eq!(said(&[(file, text)]), [format!("pyyaml 6.0.1! ({file})")]);
        }
        let pipfile =
            r#"{"_meta": {}, "default": {"Jinja2": {"version": "==3.1.2"}, "git": {"ref": "x"}}, "develop": {"x": 1}}"#;
        assert_eq!(said(&[("Pipfile.lock", pipfile)]), ["jinja2 ==3.1.2! (Pipfile.lock)"]);
        assert!(said(&[("Pipfile.lock", &"[".repeat(100_000))]).is_empty());
    }

    #[test]
    fn manifests_give_ranges() {
        let pyproject = "[project]\nname = 'shop'\nrequires-python = '>=3.12'\ndependencies = ['lxml>=5 ; extra == \"x\"']\n\
            [project.optional-dependencies]\nweb = ['flask~=3.0']\n\
            [tool.poetry.dependencies]\npython = '^3.10'\ndjango = { version = '^4.2', extras = ['x'] }\nmany = [{ version = '1.*' }, 2]\n\
            [tool.poetry.group.dev.dependencies]\npytest = '*'\n";
        assert_eq!(
            said(&[("pyproject.toml", pyproject)]),
            [
                "django ^4.2 (pyproject.toml)",
                "flask ~=3.0 (pyproject.toml)",
                "lxml >=5 (pyproject.toml)",
                "many 1.* (pyproject.toml)",
                "pytest * (pyproject.toml)",
                "python >=3.12 (pyproject.toml)",
                "python ^3.10 (pyproject.toml)",
            ]
        );
        let cfg = "[metadata]\nname = shop\n[options]\npython_requires = >=3.8\ninstall_requires =\n    lxml>=5\n    # no\n    six ; python_version<'3'\n\
            packages = find:\n[options.extras_require]\nweb =\n    flask<3\n";
        assert_eq!(
            said(&[("setup.cfg", cfg)]),
            ["flask <3 (setup.cfg)", "lxml >=5 (setup.cfg)", "python >=3.8 (setup.cfg)", "six  (setup.cfg)"]
        );
        assert_eq!(said(&[(".python-version", "# mine\n3.11\n")]), ["python 3.11! (.python-version)"]);
        assert!(said(&[(".python-version", "pypy3.9-7.3.9\n")]).is_empty());
    }

    #[test]
    fn environments_have_signs_of_their_own() {
        let environment = "name: shop\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - numpy=1.26.4=py311h64a7726_0\n\
            \x20 - conda-forge::lxml>=4.9,<6\n  - pyyaml 6.0.*\n  - pandas==2.2.0\n  - scipy=1.11.*\n  - odd|1\n  - pip\n  - pip:\n\
            \x20   - torch==2.5.1\n    - -r more.txt\n  - [x]\n";
        for file in ["environment.yml", "environment.yaml"] {
            let expected = [
                "lxml >=4.9,<6",
                "numpy =1.26.4=py311h64a7726_0!",
                "pandas ==2.2.0!",
                "pip ",
                "python =3.11",
                "pyyaml 6.0.*",
                "scipy =1.11.*",
                "torch ==2.5.1!",
            ];
            assert_eq!(said(&[(file, environment)]), expected.map(|line| format!("{line} ({file})")));
        }
        for broken in ["dependencies: x", "[", "dependencies: [{pip: x}, 1, null]", &"- ".repeat(10_000)] {
            assert!(said(&[("environment.yml", broken)]).is_empty(), "{broken}");
        }
        assert!(!knowledge::VersionRange::requirement("==3.11.*").unwrap().is_exact());
    }

    #[test]
    fn damaged_files_say_less_and_break_nothing() {
        let files = [
            (
                "requirements.txt",
                "-r more.txt\nflask[x]>=2.0,<3 \\\n  --hash=sha256:aa ; python_version < '3.8'  # why\nlxml==4.9.1\n",
            ),
            ("poetry.lock", "[[package]]\nname = \"PyYAML\"\nversion = \"6.0.1\"\n"),
            ("Pipfile.lock", r#"{"default": {"jinja2": {"version": "==3.1.2"}}, "develop": {}}"#),
            (
                "pyproject.toml",
                "[project]\nrequires-python = '>=3.9'\ndependencies = ['a~=1.0', 'b']\n[tool.poetry.dependencies]\nc = '^1.2 || ~0.3'\n",
            ),
            ("setup.cfg", "[options]\npython_requires = >=3.8\ninstall_requires =\n  d!=1.5,>1\n"),
            ("environment.yml", "dependencies:\n- python=3.11\n- e=1.2=build\n- pip:\n  - f==1!2.0.post1\n"),
            (".python-version", "cpython-3.11.4\n"),
        ];
        for (path, text) in files {
            assert!(!said(&[(path, text)]).is_empty(), "{path}");
            for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
                let (before, behind) = text.split_at(at);
                for put in ["", "\0", "=", "[", "\\", "\n", "é", "9999999999999999999999", "*", "!", "\""] {
                    let without = behind.get(1..).unwrap_or_default();
                    for damaged in
                        [format!("{before}{put}{without}"), format!("{before}{put}{behind}"), format!("{before}{put}")]
                    {
                        assert!(said(&[(path, &damaged)]).len() <= 16, "{damaged}");
                    }
                }
            }
        }
    }

    #[test]
    fn files_count_at_the_root_and_beside_packages() {
        let files = [
            ("docs/requirements.txt", "a==1"),
            ("lib/setup.py", ""),
            ("lib/requirements-dev.txt", "b==1"),
            ("requirements/prod.txt", "c==1"),
            ("lib/requirements/prod.txt", "d==1"),
            ("deep/requirements/prod.txt", "e==1"),
            ("notes.txt", "f==1"),
        ];
        assert_eq!(
            said(&files),
            [
                "b ==1! (lib/requirements-dev.txt)",
                "c ==1! (requirements/prod.txt)",
                "d ==1! (lib/requirements/prod.txt)"
            ]
        );
    }
}
