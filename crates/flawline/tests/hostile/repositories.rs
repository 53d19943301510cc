//! Repositories of git that were made to do harm to whoever reads them: what they configure runs nothing, and nothing outside of
//! them is read, when an audit reads the code at a revision and looks for quotes in its history.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::run::{finish, program};

const REVIEW: &str = "\
### R1 — Command injection (CWE-78)

**File:** app.py
**Line:** 3

```python
os.system('ls ' + sys.argv[1])
```

### R2 — Hard-coded password (CWE-798)

**File:** ../beside/secret.py
**Line:** 1

```python
PASSWORD = 'canary-4711-canary'
```
";

const CODE: &str = "import os\nimport sys\nos.system('ls ' + sys.argv[1])\n";

/// Keys by which a repository makes git run a command.
const KEYS: [&str; 24] = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "sequence.editor",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.x509.program",
    "credential.helper",
    "diff.external",
    "diff.own.command",
    "diff.own.textconv",
    "filter.own.clean",
    "filter.own.smudge",
    "filter.own.process",
    "merge.own.driver",
    "trailer.own.command",
    "alias.log",
    "interactive.diffFilter",
    "uploadpack.packObjectsHook",
    "pager.log",
];

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_TERMINAL_PROMPT", "0");
    git.output().expect("git is there").status.success()
}

/// A repository with two commits, and a review of it beside.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let code = folder.path().join("code");
    fs::create_dir_all(&code).unwrap();
    fs::create_dir_all(folder.path().join("beside")).unwrap();
    fs::write(folder.path().join("beside/secret.py"), "PASSWORD = 'canary-4711-canary'\n").unwrap();
    fs::write(folder.path().join("review.md"), REVIEW).unwrap();
    fs::write(code.join("app.py"), CODE).unwrap();
    fs::write(code.join(".gitattributes"), "*.py filter=own diff=own merge=own\n").unwrap();
    assert!(git(&code, &["init", "-q"]) && git(&code, &["add", "-A"]) && git(&code, &["commit", "-qm", "one"]));
    fs::write(code.join("app.py"), "import os\nimport sys\nprint(os.listdir())\n").unwrap();
    assert!(git(&code, &["commit", "-qam", "two"]));
    folder
}

/// What an audit prints, at a revision or not.
fn audited(folder: &Path, revision: Option<&str>) -> (Option<i32>, String) {
    let mut command = program();
    command.current_dir(folder).args(["audit", "review.md", "--code", "code", "--format", "json"]);
    command.args(revision.iter().flat_map(|revision| ["--at", revision]));
    let run = finish(&mut command);
    (run.code(), format!("{}{}", String::from_utf8_lossy(&run.out), String::from_utf8_lossy(&run.err)))
}

#[test]
fn what_a_repository_configures_runs_nothing() {
    let folder = repository();
    let code = folder.path().join("code");
    let sentinel = folder.path().join("sentinel");
    let command = format!("touch {}", sentinel.display());
    for key in KEYS {
        assert!(git(&code, &["config", key, &command]), "{key}");
    }
    let hooks = code.join(".git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in ["post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"] {
        let hook = hooks.join(hook);
        fs::write(&hook, format!("#!/bin/sh\n{command}\n")).unwrap();
        let mut rights = fs::metadata(&hook).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o755);
        fs::set_permissions(&hook, rights).unwrap();
    }
    // The trap works: git itself runs what it is told to.
    let _ = git(&code, &["status"]);
    assert!(sentinel.exists(), "git did not run what the repository configures, so this test shows nothing");
    fs::remove_file(&sentinel).unwrap();
    let (code_of_old, old) = audited(folder.path(), Some("HEAD~1"));
    let (code_of_new, new) = audited(folder.path(), None);
    assert_eq!((code_of_old, code_of_new), (Some(0), Some(0)), "{old}\n{new}");
    assert!(old.contains("\"holds-the-quote\"") && new.contains("as of commit"), "{old}\n{new}");
    assert!(!sentinel.exists(), "something that the repository configures was run");
    let secret = folder.path().join("beside/secret.py").display().to_string();
    assert!(!old.contains(&secret) && !new.contains(&secret));
}

#[test]
fn a_repository_that_leads_elsewhere_is_refused() {
    let other = repository();
    let refused = |folder: &Path| {
        let (code, said) = audited(folder, Some("HEAD"));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("another place"), "{said}");
        let (code, said) = audited(folder, None);
        assert_eq!(code, Some(0), "{said}");
        assert!(!said.contains("as of commit"), "{said}");
    };
    // A file that names another folder.
    let folder = repository();
    let git_folder = folder.path().join("code/.git");
    fs::remove_dir_all(&git_folder).unwrap();
    fs::write(&git_folder, format!("gitdir: {}\n", other.path().join("code/.git").display())).unwrap();
    refused(folder.path());
    // A link to another folder.
    fs::remove_file(&git_folder).unwrap();
    std::os::unix::fs::symlink(other.path().join("code/.git"), &git_folder).unwrap();
    refused(folder.path());
    // Objects of another repository.
    let folder = repository();
    let info = folder.path().join("code/.git/objects/info");
    fs::create_dir_all(&info).unwrap();
    fs::write(info.join("alternates"), other.path().join("code/.git/objects").display().to_string()).unwrap();
    refused(folder.path());
    // A folder of objects that is a link.
    let folder = repository();
    let objects = folder.path().join("code/.git/objects");
    fs::remove_dir_all(&objects).unwrap();
    std::os::unix::fs::symlink(other.path().join("code/.git/objects"), &objects).unwrap();
    refused(folder.path());
}

#[test]
fn a_broken_repository_ends_nothing() {
    for part in ["HEAD", "config", "refs/heads/main", "objects"] {
        let folder = repository();
        let path = folder.path().join("code/.git").join(part);
        if path.is_dir() {
            for entry in fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    fs::remove_dir_all(&entry).unwrap();
                }
            }
        } else {
            fs::write(&path, "\u{0}\u{1}[[[\n\"\n").unwrap();
        }
        let (code, said) = audited(folder.path(), Some("HEAD"));
        assert!(matches!(code, Some(0 | 2)), "{part}: {code:?} {said}");
        let (code, said) = audited(folder.path(), None);
        assert_eq!(code, Some(0), "{part}: {said}");
    }
}
