//! Limits, with numbers small enough to reach.

use std::fs;
use std::path::Path;

use super::*;

fn write(root: &Path, files: &[&str]) {
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x = 1\n").unwrap();
    }
}

fn found(root: &Path, path: &str, limits: &Limits) -> Project {
    let options = DiscoverOptions { root: Some(root.to_owned()), ..DiscoverOptions::default() };
    Project::discover_within(&[root.join(path)], &options, limits).unwrap()
}

fn paths(project: &Project) -> Vec<&str> {
    project.files.iter().map(|file| file.source.path.as_str()).collect()
}

fn skips(project: &Project) -> Vec<(&str, SkipReason, usize)> {
    project.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason, skip.files)).collect()
}

#[test]
fn of_a_crowded_folder_the_first_files_are_read_and_the_rest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["a/5.py", "a/3.py", "a/1.py", "a/4.py", "a/2.py"]);
    let project = found(folder.path(), "", &Limits { entries_of_folder: 3, ..Limits::default() });
    assert_eq!(paths(&project), ["a/1.py", "a/2.py", "a/3.py"]);
    assert_eq!(skips(&project), [("a/", SkipReason::Crowded, 2)]);
    assert_eq!(project.files_seen, 5);
}

#[test]
fn what_is_nested_too_deeply_is_counted_and_not_read() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["a/b/1.py", "a/b/c/2.py", "a/b/c/d/3.py"]);
    let project = found(folder.path(), "", &Limits { depth: 3, ..Limits::default() });
    assert_eq!(paths(&project), ["a/b/1.py"]);
    assert_eq!(skips(&project), [("a/b/c/", SkipReason::TooDeep, 2)]);
}

#[test]
fn counting_what_is_ignored_stops_at_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["build/1", "build/2", "build/3", "build/4", "build/a/5", "b.py"]);
    fs::write(folder.path().join(".gitignore"), "build/\n").unwrap();
    let skip = |limit| {
        let project = found(folder.path(), "", &Limits { counted_entries: limit, ..Limits::default() });
        project.skipped.iter().find(|skip| skip.path == "build/").map(|skip| skip.files)
    };
    assert_eq!(skip(100), Some(5));
    assert_eq!(skip(3), Some(3));
}

#[test]
fn of_much_context_the_nearest_is_read_and_the_cut_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &["a/1.py", "b/c/asked/2.py", "b/c/3.py", "b/4.py", "z/5.py"]);
    let project = found(folder.path(), "b/c/asked", &Limits { context_files: 2, ..Limits::default() });
    assert_eq!(paths(&project), ["b/4.py", "b/c/3.py", "b/c/asked/2.py"]);
    assert_eq!(project.reported().count(), 1);
    assert_eq!(project.cuts.len(), 1);
    let project = found(folder.path(), "b/c/asked", &Limits { context_entries: 3, ..Limits::default() });
    assert_eq!(project.cuts.len(), 1);
    let project = found(folder.path(), "b/c/asked", &Limits { context_bytes: 1, ..Limits::default() });
    assert_eq!(project.cuts.len(), 1);
    let project = found(folder.path(), "b/c/asked", &Limits::default());
    assert_eq!((project.files.len(), project.cuts.len()), (5, 0));
}
