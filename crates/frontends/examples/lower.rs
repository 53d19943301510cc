//! Lowers every Python file below a path and prints counts and times: `cargo run --release -p flawline-frontends
//! --example lower -- PATH`. With a second argument it
//! prints every note too.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this program's purpose is to print")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flawline_frontends::{Language, lower, module_name};

/// What the frontend's callers give it.
const STACK: usize = 64 << 20;

#[derive(Default)]
struct Counts {
    files: usize,
    lines: usize,
    functions: usize,
    classes: usize,
    blocks: usize,
    ops: usize,
    phis: usize,
    opaque: usize,
    unverified: usize,
    notes: BTreeMap<String, usize>,
    lowering: Duration,
    panics: Vec<PathBuf>,
}

fn main() {
    let Some(root) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: lower PATH");
        return;
    };
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || run(&root, &files));
    let Ok(Ok(counts)) = worker.map(std::thread::JoinHandle::join) else {
        eprintln!("the worker died");
        return;
    };
    println!(
        "files {}  lines {}  functions {}  classes {}",
        counts.files, counts.lines, counts.functions, counts.classes
    );
    println!("blocks {}  ops {}  phis {}  opaque {}", counts.blocks, counts.ops, counts.phis, counts.opaque);
    println!("unverified modules {}  panics {}", counts.unverified, counts.panics.len());
    println!("lowered in {:?}", counts.lowering);
    for (text, count) in &counts.notes {
        println!("{count:8} {text}");
    }
    for path in &counts.panics {
        println!("panic: {}", path.display());
    }
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            if !entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
                walk(&entry.path(), files);
            }
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_owned());
    }
}

fn run(root: &Path, files: &[PathBuf]) -> Counts {
    let verbose = std::env::args_os().nth(2).is_some();
    let mut counts = Counts::default();
    for path in files {
        let Ok(bytes) = std::fs::read(path) else { continue };
        let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
        let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let (name, is_package) = module_name(&below, &[]);
        let file = ir::SourceFile::new(below, text);
        let start = Instant::now();
        let lowered = std::panic::catch_unwind(|| {
            Language::of_path(&file.path, "").map(|it| lower(&file, it, &name, is_package))
        });
        counts.lowering += start.elapsed();
        let module = match lowered {
            Ok(Some(module)) => module,
            Ok(None) => continue,
            Err(_) => {
                counts.panics.push(path.clone());
                continue;
            }
        };
        count(&mut counts, &file, &module, verbose);
    }
    counts
}

fn count(counts: &mut Counts, file: &ir::SourceFile, module: &ir::Module, verbose: bool) {
    counts.files += 1;
    counts.lines += file.lines.count(file.text.len()) as usize;
    counts.functions += module.functions.len();
    counts.classes += module.classes.len();
    for function in &module.functions {
        counts.blocks += function.blocks.len();
        counts.ops += function.ops.len();
        counts.phis += function.ops.iter().filter(|op| matches!(op, ir::Op::Phi(_))).count();
        counts.opaque += function.ops.iter().filter(|op| matches!(op, ir::Op::Opaque(..))).count();
    }
    for note in &module.notes {
        let text = match note.kind {
            ir::NoteKind::Syntax => "syntax".to_owned(),
            kind => format!("{kind:?}: {}", note.text),
        };
        *counts.notes.entry(text).or_default() += 1;
        if verbose {
            let line = file.position(note.span.start).line;
            println!("{}:{line}: {:?} {}", file.path, note.kind, note.text);
        }
    }
    if let Err(errors) = ir::verify_module(module) {
        counts.unverified += 1;
        if counts.unverified < 10 {
            println!("{}: {:?}", file.path, errors.first());
        }
    }
}
