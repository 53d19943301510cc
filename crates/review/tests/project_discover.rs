//! Finding a project: its root, what is read, what is left out and why.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use flawline_review::{DiscoverOptions, Project, ProjectError, Scope, SkipReason};
use tempfile::TempDir;

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn discover(paths: &[PathBuf], options: &DiscoverOptions) -> Project {
    let project = Project::discover(paths, options).unwrap();
    let reported = project.reported().count();
    let skipped: usize = project.skipped.iter().map(|skip| skip.files).sum();
    let configuration = project.configuration.len();
    assert_eq!(project.files_seen, reported + configuration + skipped, "coverage adds up");
    assert!(project.files.is_sorted_by(|a, b| a.source.path < b.source.path));
    project
}

fn rooted(folder: &TempDir, path: &str) -> Project {
    let options = DiscoverOptions { root: Some(folder.path().to_owned()), ..DiscoverOptions::default() };
    discover(&[folder.path().join(path)], &options)
}

fn paths(project: &Project, reported: bool) -> Vec<&str> {
    let files = project.files.iter().filter(|file| file.reported == reported);
    files.map(|file| file.source.path.as_str()).collect()
}

fn skips(project: &Project) -> Vec<(&str, SkipReason, usize)> {
    project.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason, skip.files)).collect()
}

#[test]
fn the_root_is_the_nearest_folder_with_a_marker() {
    let folder = tree(&[("p/pyproject.toml", ""), ("p/src/app/web/views.py", ""), ("p/src/app/db.py", "")]);
    let asked = folder.path().join("p/src/app/web");
    let project = discover(std::slice::from_ref(&asked), &DiscoverOptions::default());
    assert_eq!(PathBuf::from(&project.root_shown), folder.path().join("p"));
    assert_eq!(project.paths_shown, [asked.to_str().unwrap()]);
    assert_eq!(paths(&project, true), ["src/app/web/views.py"]);
    assert_eq!(paths(&project, false), ["src/app/db.py"]);
    assert_eq!(project.files_seen, 1);
    let names: Vec<_> = project.files.iter().map(|file| file.module.as_str()).collect();
    assert_eq!(names, ["app.db", "app.web.views"]);
}

#[test]
fn without_a_marker_the_path_is_the_root_and_there_is_no_context() {
    let folder = tree(&[("a/1.py", ""), ("a/2.py", ""), ("b/3.py", "")]);
    let project = discover(&[folder.path().join("a/1.py")], &DiscoverOptions::default());
    assert_eq!((paths(&project, true), paths(&project, false).len()), (vec!["1.py"], 0));
    let both = [folder.path().join("b/3.py"), folder.path().join("a"), folder.path().join("a/1.py")];
    let project = discover(&both, &DiscoverOptions::default());
    assert_eq!(paths(&project, true), ["a/1.py", "a/2.py", "b/3.py"]);
}

#[test]
fn a_path_outside_the_root_is_refused() {
    let folder = tree(&[("a/1.py", ""), ("b/2.py", "")]);
    let options = DiscoverOptions { root: Some(folder.path().join("a")), ..DiscoverOptions::default() };
    let error = Project::discover(&[folder.path().join("b")], &options).unwrap_err();
    assert!(matches!(error, ProjectError::OutsideRoot { .. }), "{error}");
    let error = Project::discover(&[folder.path().join("c")], &DiscoverOptions::default()).unwrap_err();
    assert!(matches!(&error, ProjectError::Missing { path } if path.ends_with("/c")), "{error}");
    let options = DiscoverOptions { root: Some(folder.path().join("a/1.py")), ..DiscoverOptions::default() };
    let error = Project::discover(&[folder.path().join("a/1.py")], &options).unwrap_err();
    assert!(matches!(error, ProjectError::RootNotFolder { .. }), "{error}");
}

#[test]
fn ignored_files_are_counted_and_listed() {
    let folder = tree(&[
        (".gitignore", "*.log\nbuild/\n/secret.py\n!keep.log\n"),
        (".git/info/exclude", "local.py\n"),
        (".git/hooks/a.py", ""),
        ("a.py", ""),
        ("local.py", ""),
        ("secret.py", ""),
        ("x.log", ""),
        ("keep.log", ""),
        ("sub/secret.py", ""),
        ("sub/.gitignore", "!x.log\ninner.py\n"),
        ("sub/x.log", ""),
        ("sub/inner.py", ""),
        ("build/1.py", ""),
        ("build/deep/2.py", ""),
    ]);
    let project = rooted(&folder, "");
    assert_eq!(paths(&project, true), ["a.py", "sub/secret.py"]);
    assert_eq!(
        skips(&project),
        [
            (".gitignore", SkipReason::Unsupported, 1),
            ("build/", SkipReason::Ignored, 2),
            ("keep.log", SkipReason::Unsupported, 1),
            ("local.py", SkipReason::Ignored, 1),
            ("secret.py", SkipReason::Ignored, 1),
            ("sub/.gitignore", SkipReason::Unsupported, 1),
            ("sub/inner.py", SkipReason::Ignored, 1),
            ("sub/x.log", SkipReason::Unsupported, 1),
            ("x.log", SkipReason::Ignored, 1),
        ]
    );
    // What was asked for is read; what lies below an ignored folder is not context either.
    let project = rooted(&folder, "build/deep");
    assert_eq!(paths(&project, true), ["build/deep/2.py"]);
    assert_eq!(paths(&project, false), ["a.py", "sub/secret.py"]);
    let root = Some(folder.path().to_owned());
    let both = [folder.path().to_owned(), folder.path().join("build/deep")];
    let project = discover(&both, &DiscoverOptions { root: root.clone(), ..DiscoverOptions::default() });
    assert!(skips(&project).contains(&("build/1.py", SkipReason::Ignored, 1)));
    assert_eq!(paths(&project, true), ["a.py", "build/deep/2.py", "sub/secret.py"]);
    let all = discover(&both, &DiscoverOptions { root, no_ignore: true, ..DiscoverOptions::default() });
    assert_eq!(all.reported().count(), 7);
    assert!(all.skipped.iter().all(|skip| skip.reason == SkipReason::Unsupported));
}

#[test]
fn rules_outside_the_root_are_not_read() {
    let folder = tree(&[(".gitignore", "*.py\n"), ("p/pyproject.toml", ""), ("p/a.py", "")]);
    let project = discover(&[folder.path().join("p")], &DiscoverOptions::default());
    assert_eq!(paths(&project, true), ["a.py"]);
}

#[test]
fn environments_of_installed_packages_are_left_out_unless_asked_for() {
    let folder = tree(&[("a.py", ""), ("venv/pyvenv.cfg", ""), ("venv/lib/site-packages/b.py", "")]);
    assert_eq!(skips(&rooted(&folder, "")), [("venv/", SkipReason::Installed, 2)]);
    let asked = rooted(&folder, "venv");
    assert_eq!(paths(&asked, true), ["venv/lib/site-packages/b.py"]);
    assert_eq!(asked.files[1].scope, Scope::Vendored);
}

#[test]
fn files_that_are_no_code_are_left_out_with_the_reason() {
    let dense = "a(b,c);".repeat(1000);
    let folder = tree(&[
        ("image.png", "x"),
        ("LICENSE", "free\n"),
        ("run", "#!/usr/bin/env python3\nprint(1)\n"),
        ("other", "#!/bin/sh\n"),
        ("nul.py", "a\0b"),
        ("dense.py", &dense),
        ("large.py", &"x = 1\n".repeat(2000)),
    ]);
    let root = Some(folder.path().to_owned());
    let options = DiscoverOptions { root: root.clone(), max_file_bytes: 10_000, ..DiscoverOptions::default() };
    let project = discover(&[folder.path().to_owned()], &options);
    assert_eq!(paths(&project, true), ["run"]);
    assert_eq!(
        skips(&project),
        [
            ("LICENSE", SkipReason::Unsupported, 1),
            ("dense.py", SkipReason::Minified, 1),
            ("image.png", SkipReason::Unsupported, 1),
            ("large.py", SkipReason::TooLarge, 1),
            ("nul.py", SkipReason::Binary, 1),
            ("other", SkipReason::Unsupported, 1),
        ]
    );
    let options = DiscoverOptions { no_ignore: true, ..options };
    let project = discover(&[folder.path().to_owned()], &options);
    assert_eq!(paths(&project, true), ["dense.py", "large.py", "run"]);
    let limit = |max_file_bytes| {
        let options = DiscoverOptions { root: root.clone(), max_file_bytes, ..DiscoverOptions::default() };
        discover(&[folder.path().join("large.py")], &options).reported().count()
    };
    assert_eq!((limit(12_000), limit(11_999)), (1, 0));
}

#[test]
fn the_scope_is_judged_below_the_reviewed_path() {
    let folder = tree(&[
        ("examples/shop/app.py", ""),
        ("examples/shop/tests/test_app.py", ""),
        ("lib/core.py", ""),
        ("lib/core_pb2.py", ""),
    ]);
    let scopes = |path: &str| -> Vec<(String, Scope)> {
        let project = rooted(&folder, path);
        project.files.iter().map(|file| (file.source.path.clone(), file.scope)).collect()
    };
    let expected = |shop, test| {
        [
            ("examples/shop/app.py".to_owned(), shop),
            ("examples/shop/tests/test_app.py".to_owned(), test),
            ("lib/core.py".to_owned(), Scope::Production),
            ("lib/core_pb2.py".to_owned(), Scope::Generated),
        ]
    };
    assert_eq!(scopes(""), expected(Scope::Example, Scope::Test));
    assert_eq!(scopes("examples/shop"), expected(Scope::Production, Scope::Test));
    assert_eq!(scopes("lib"), expected(Scope::Example, Scope::Test));
    assert_eq!(scopes("examples/shop/tests/test_app.py"), expected(Scope::Example, Scope::Production));
}

#[test]
fn standard_input_stands_for_a_file_of_the_project() {
    let folder = tree(&[("setup.py", ""), ("pkg/__init__.py", ""), ("pkg/a.py", "old = 1\n")]);
    let stdin = |name: &Path, text: &str| DiscoverOptions {
        stdin: Some((name.to_str().unwrap().to_owned(), text.as_bytes().to_vec())),
        ..DiscoverOptions::default()
    };
    let project = discover(&[], &stdin(&folder.path().join("pkg/a.py"), "new = 1\n"));
    assert_eq!(paths(&project, true), ["pkg/a.py"]);
    assert_eq!(paths(&project, false), ["pkg/__init__.py", "setup.py"]);
    assert_eq!(project.files[1].source.text, "new = 1\n");
    assert_eq!(project.files[1].module, "pkg.a");
    // With a path, it is an unsaved text beside what is on the disk.
    let project = discover(&[folder.path().to_owned()], &stdin(&folder.path().join("pkg/new.py"), "x\n"));
    assert_eq!(paths(&project, true), ["pkg/__init__.py", "pkg/a.py", "pkg/new.py", "setup.py"]);
    // A name without a folder is as good as another, and leads nowhere.
    let project = discover(&[], &stdin(Path::new("/no such folder/../../etc/x.py"), "x\n"));
    assert_eq!((paths(&project, true), project.root_shown.as_str()), (vec!["no such folder/etc/x.py"], "."));
    let project = discover(&[], &stdin(Path::new("/no such folder/x.png"), "x\n"));
    assert_eq!(skips(&project), [("no such folder/x.png", SkipReason::Unsupported, 1)]);
}

#[test]
fn a_project_may_be_made_of_texts() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let project = Project::from_memory(vec![
        file("src/b/__init__.py", "# coding: latin-1\n'\u{e4}'"),
        file("tests/a.py", "from b import c\n"),
        file("notes.txt", ""),
    ]);
    assert_eq!(paths(&project, true), ["src/b/__init__.py", "tests/a.py"]);
    assert_eq!((project.files[0].module.as_str(), project.files[0].is_package), ("b", true));
    assert_eq!(project.files[1].scope, Scope::Test);
    assert_eq!((project.root_shown.as_str(), project.files_seen), (".", 3));
}

#[test]
fn two_discoveries_are_equal() {
    let files: Vec<(String, String)> =
        (0..200).map(|n| (format!("{}/{}.py", n % 7, n), format!("import m{n}\n"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let shown = |folder: &TempDir| {
        let mut project = rooted(folder, "");
        project.root_shown.clear();
        project.paths_shown.clear();
        format!("{project:?}")
    };
    let reversed: Vec<_> = files.iter().rev().copied().collect();
    assert_eq!(shown(&tree(&files)), shown(&tree(&reversed)));
}
