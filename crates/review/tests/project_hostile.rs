//! A tree that was made to do harm: nothing from outside is read, everything is listed, and it does not take long.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flawline_review::{DiscoverOptions, Project, ProjectError, SkipReason};

fn discover(root: &Path) -> Project {
    let options = DiscoverOptions { root: Some(root.to_owned()), ..DiscoverOptions::default() };
    Project::discover(&[root.to_owned()], &options).unwrap()
}

fn reason(project: &Project, path: &str) -> Option<SkipReason> {
    project.skipped.iter().find(|skip| skip.path == path).map(|skip| skip.reason)
}

fn has(project: &Project, path: &str) -> bool {
    project.reported().any(|file| file.source.path == path)
}

fn adds_up(project: &Project) {
    let skipped: usize = project.skipped.iter().map(|skip| skip.files).sum();
    assert_eq!(project.files_seen, project.reported().count() + project.configuration.len() + skipped);
}

#[test]
fn links_devices_and_pipes_are_listed_and_never_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("out.py"), "canary = 'outside'\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("a")).unwrap();
    fs::create_dir_all(root.join("b")).unwrap();
    fs::write(root.join("a/fine.py"), "x = 1\n").unwrap();
    symlink(root.join("b"), root.join("a/to_b")).unwrap();
    symlink(root.join("a"), root.join("b/to_a")).unwrap();
    symlink("..", root.join("up")).unwrap();
    symlink("/etc/passwd", root.join("passwd.py")).unwrap();
    symlink("/dev/zero", root.join("zero.py")).unwrap();
    symlink(outside.path().join("out.py"), root.join("out.py")).unwrap();
    symlink(outside.path(), root.join("outside")).unwrap();
    symlink("nowhere", root.join("dangling.py")).unwrap();
    symlink(outside.path().join("out.py"), root.join(".gitignore")).unwrap();
    symlink(outside.path().join("out.py"), root.join("pyproject.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("pipe.py")).status().unwrap().success());
    let _socket = UnixListener::bind(root.join("socket.py")).unwrap();
    let sparse = File::create(root.join("sparse.py")).unwrap();
    sparse.set_len(1 << 40).or_else(|_| sparse.set_len(1 << 32)).unwrap();
    fs::write(root.join("closed.py"), "x = 1\n").unwrap();
    fs::set_permissions(root.join("closed.py"), fs::Permissions::from_mode(0o000)).unwrap();

    let start = Instant::now();
    let project = discover(root);
    assert!(start.elapsed() < Duration::from_secs(30));
    adds_up(&project);
    assert!(has(&project, "a/fine.py"));
    for link in ["a/to_b", "b/to_a", "up", "passwd.py", "zero.py", "out.py", "outside", "dangling.py", ".gitignore"] {
        assert_eq!(reason(&project, link), Some(SkipReason::Link), "{link}");
    }
    assert_eq!(reason(&project, "pipe.py"), Some(SkipReason::Special));
    assert_eq!(reason(&project, "socket.py"), Some(SkipReason::Special));
    assert_eq!(reason(&project, "sparse.py"), Some(SkipReason::TooLarge));
    // The superuser may read what nobody may.
    assert!(has(&project, "closed.py") || reason(&project, "closed.py") == Some(SkipReason::Unreadable));
    let shown = format!("{project:?}");
    assert!(!shown.contains("canary") && !shown.contains("root:"));

    for device in ["/dev/zero", "/dev/null"] {
        let error = Project::discover(&[device.into()], &DiscoverOptions::default()).unwrap_err();
        assert!(matches!(error, ProjectError::NotOrdinary { .. }), "{error}");
    }
    let error = Project::discover(&[root.join("pipe.py")], &DiscoverOptions::default()).unwrap_err();
    assert!(matches!(error, ProjectError::NotOrdinary { .. }), "{error}");
    // A link that the user names is resolved once; it may not lead out of a root that the user names.
    let options = DiscoverOptions { root: Some(root.to_owned()), ..DiscoverOptions::default() };
    let error = Project::discover(&[root.join("outside")], &options).unwrap_err();
    assert!(matches!(error, ProjectError::OutsideRoot { .. }), "{error}");
    let project = Project::discover(&[root.join("a/to_b")], &options).unwrap();
    assert_eq!(reason(&project, "b/to_a"), Some(SkipReason::Link));
}

#[test]
fn a_name_may_be_any_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let long = format!("{}.py", "n".repeat(252));
    let names: [(&[u8], &str); 9] = [
        (b"line\nbreak.py", "line%0Abreak.py"),
        (b"esc\x1b[31m.py", "esc%1B[31m.py"),
        ("rtl\u{202e}yp.py".as_bytes(), "rtl%E2%80%AEyp.py"),
        (b"not\xFFutf8.py", "not%FFutf8.py"),
        (b"-rf.py", "-rf.py"),
        (b"con.py", "con.py"),
        (b"::set-output name=x::.py", "::set-output name=x::.py"),
        (b"a%0Ab.py", "a%250Ab.py"),
        (long.as_bytes(), &long),
    ];
    let mut made = 0;
    for (name, shown) in names {
        // Not every file system takes every name.
        if fs::write(root.join(OsStr::from_bytes(name)), "x = 1\n").is_err() {
            continue;
        }
        made += 1;
        assert!(has(&discover(root), shown), "{shown}");
    }
    let project = discover(root);
    assert_eq!(project.reported().count(), made);
    assert!(project.files.iter().all(|file| !file.source.path.chars().any(char::is_control)));
    adds_up(&project);
}

#[test]
fn a_chain_of_folders_longer_than_any_path_is_walked_to_the_limit() {
    use rustix::fs::{CWD, Mode, OFlags};
    const DEEP: usize = 3_000;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let open = OFlags::DIRECTORY | OFlags::RDONLY;
    let mut at = rustix::fs::openat(CWD, root, open, Mode::empty()).unwrap();
    for depth in 0..DEEP {
        if depth % 500 == 10 {
            rustix::fs::openat(&at, "a.py", OFlags::CREATE | OFlags::WRONLY, Mode::from_raw_mode(0o600)).unwrap();
        }
        rustix::fs::mkdirat(&at, "d", Mode::from_raw_mode(0o700)).unwrap();
        at = rustix::fs::openat(&at, "d", open, Mode::empty()).unwrap();
    }
    let start = Instant::now();
    let project = discover(root);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(project.reported().count(), 2);
    assert_eq!(project.skipped.len(), 1);
    assert_eq!((project.skipped[0].reason, project.skipped[0].files), (SkipReason::TooDeep, 4));
    assert!(project.skipped[0].reason.is_incomplete());
    adds_up(&project);
    // Removing it takes one level at a time: the whole path is too long to be named.
    while root.join("d/d").exists() {
        let _ = fs::remove_file(root.join("d/a.py"));
        fs::rename(root.join("d/d"), root.join("e")).unwrap();
        fs::remove_dir(root.join("d")).unwrap();
        fs::rename(root.join("e"), root.join("d")).unwrap();
    }
}

#[test]
fn a_folder_exchanged_for_a_link_while_we_look_does_not_lead_out() {
    let outside = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["a.py", "b.py", "c.py"] {
        fs::write(outside.path().join(name), "canary = 'outside'\n").unwrap();
        fs::create_dir_all(root.join("real")).unwrap();
        fs::write(root.join("real").join(name), "x = 1\n").unwrap();
    }
    symlink(outside.path(), root.join("link")).unwrap();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let _ = fs::rename(root.join("real"), root.join("aside"));
                let _ = fs::rename(root.join("link"), root.join("real"));
                let _ = fs::rename(root.join("real"), root.join("link"));
                let _ = fs::rename(root.join("aside"), root.join("real"));
            }
        });
        let projects: Vec<Project> = (0..300).map(|_| discover(root)).collect();
        is_over.store(true, Ordering::Relaxed);
        for project in projects {
            assert!(project.files.iter().all(|file| !file.source.text.contains("canary")));
            adds_up(&project);
        }
    });
}

#[test]
fn ignore_rules_made_to_take_long_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, rules) in [
        ("many", "a*b*c\n".repeat(1_000_000)),
        ("long", format!("{}\n", "*a".repeat(200_000))),
        ("stars", format!("{}\n", "**/".repeat(20_000))),
        ("braces", format!("{}\n", "{a,b}".repeat(2_000))),
        ("class", format!("[{}", "a-z".repeat(100_000))),
    ] {
        fs::create_dir(root.join(name)).unwrap();
        fs::write(root.join(name).join(".gitignore"), rules).unwrap();
        fs::write(root.join(name).join("x.py"), "").unwrap();
    }
    let start = Instant::now();
    let project = discover(root);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(project.files_seen, 10);
}
