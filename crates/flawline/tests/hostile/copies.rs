//! The same tree gives the same bytes, whatever the number of threads, the folder one stands in, the order in which the
//! files were made, and however often it is asked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::charges::{each, joined};
use crate::run::{FORMATS, Ran, finish, program};
use crate::tree::{ENTRY, Files, tree, write};

fn shop() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/shop").canonicalize().unwrap();
    let mut files = Files::new();
    let mut open: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push((path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 20);
    files.sort();
    files
}

/// Knots of two hundred functions, a function with a thousand callers in fifty files, and origins that meet.
fn knots() -> Files {
    let knot = |module: usize| {
        let function = |at: usize| {
            let calls = joined(3, " + ", |k| format!("f{}(y, x)", (at * 7 + k * 61 + 1) % 200));
            format!(
                "def f{at}(x, y):\n    global g{0}\n    g{0} = x\n    os.system(y + g{1})\n    return {calls}\n",
                at % 9,
                (at + 4) % 9
            )
        };
        let entry = "@app.route('/knot')\ndef knot():\n    os.system(f0(request.args['a'], request.form['b']))\n";
        format!(
            "{ENTRY}    return f7(name, name)\n{}{}{entry}\nM = {module}\n",
            each(9, |at| format!("g{at} = ''\n")),
            each(200, function)
        )
    };
    let caller = |module: usize| {
        let function = |at: usize| {
            format!("@app.route('/{module}/{at}')\ndef c{at}():\n    sink(request.args['k{at}'], '{at}')\n")
        };
        format!("from target import sink\n{ENTRY}    sink(name, name)\n{}", each(20, function))
    };
    let mut files: Files = (0..2).map(|at| (format!("knot{at}.py"), knot(at).into_bytes())).collect();
    files.extend((0..50).map(|at| (format!("callers/c{at}.py"), caller(at).into_bytes())));
    files.push((
        "target.py".to_owned(),
        b"import os\ndef sink(x, y):\n    os.system(x)\n    os.system(y)\n    return x\n".to_vec(),
    ));
    files
}

/// The files in an order that has nothing to do with their names.
fn shuffled(files: &Files, seed: u64) -> Files {
    let mut state = seed;
    let mut keyed: Vec<(u64, &(String, Vec<u8>))> = Vec::new();
    for file in files {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        keyed.push((state >> 20, file));
    }
    keyed.sort();
    keyed.into_iter().map(|(_, file)| file.clone()).collect()
}

fn from(here: &Path, arguments: &[&str]) -> Vec<u8> {
    let ran: Ran = finish(program().current_dir(here).arg("review").args(arguments));
    assert_eq!((ran.code(), ran.complaint()), (Some(1), None), "{arguments:?}");
    assert!(!ran.out.is_empty());
    ran.out
}

/// A review in which the root and the paths are not told as they were asked for.
fn without_root(json: &[u8]) -> Value {
    let mut review: Value = serde_json::from_slice(json).unwrap();
    for name in ["root", "paths"] {
        assert!(review.as_object_mut().unwrap().remove(name).is_some());
    }
    review
}

/// How often a tree is asked for, with each number of threads.
struct Asked {
    repeats: usize,
    threads: &'static [&'static str],
    copies: usize,
}

fn gives_one_answer(files: &Files, asked: &Asked) {
    let folder = tree(files);
    let elsewhere = tempfile::tempdir().unwrap();
    for format in FORMATS {
        let expected = from(folder.path(), &[".", "--root", ".", "--format", format]);
        let same = |what: &str, bytes: &[u8]| assert!(bytes == expected, "{format} differs: {what}");
        for threads in asked.threads {
            for _ in 0..asked.repeats {
                same(threads, &from(folder.path(), &[".", "--root", ".", "--format", format, "--threads", threads]));
            }
        }
        let root = folder.path().to_str().unwrap();
        let absolute = [root, "--root", root, "--format", format];
        let there = from(elsewhere.path(), &absolute);
        assert!(from(folder.path(), &absolute) == there, "{format} differs in another folder");
        if format == "json" {
            assert!(without_root(&there) == without_root(&expected), "the name of the root changes more than itself");
        }
        for seed in 1..=asked.copies as u64 {
            let copy = tempfile::tempdir().unwrap();
            write(copy.path(), &shuffled(files, seed));
            fs::write(copy.path().join("pyproject.toml"), fs::read(folder.path().join("pyproject.toml")).unwrap())
                .unwrap();
            same("a copy made in another order", &from(copy.path(), &[".", "--root", ".", "--format", format]));
        }
    }
}

#[test]
fn an_ordinary_project_gives_the_same_bytes_however_it_is_asked() {
    gives_one_answer(&shop(), &Asked { repeats: 5, threads: &["1", "2", "3", "8"], copies: 3 });
}

#[test]
fn knots_and_crowds_give_the_same_bytes_however_they_are_asked() {
    let repeats = if cfg!(debug_assertions) { 1 } else { 5 };
    gives_one_answer(&knots(), &Asked { repeats, threads: &["1", "2", "3", "8"], copies: 1 });
}

/// Address spaces differ from run to run, and must not matter.
#[test]
fn knots_asked_again_and_again_on_eight_threads_give_one_answer() {
    let folder = tree(&knots());
    let repeats = if cfg!(debug_assertions) { 5 } else { 50 };
    let answers: BTreeSet<Vec<u8>> =
        (0..repeats).map(|_| from(folder.path(), &["--format", "json", "--threads", "8"])).collect();
    assert_eq!(answers.len(), 1);
}
