//! `flawline models import`: models made of the data extensions that people have written for `CodeQL`.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::import::{Imported, MADE_BY, import};
use crate::{output, text};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline models import ext/*.model.yml --out flawline

The models stand in flawline/models/python, where `knowledge = \"flawline\"` in flawline.toml finds them. Their rows are
marked as generated, so that a finding through one assumes that it is right.";

/// A larger file is not read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Nor are files that are larger together.
const MOST_BYTES_TOGETHER: u64 = 32 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files of data extensions for Python
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder of models and rules to write below
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(asked: &Import) -> Result<Exit, Failure> {
    let mut files = Vec::new();
    let mut total = 0;
    for path in &asked.files {
        let text = read(path)?;
        total += text.len() as u64;
        if total > MOST_BYTES_TOGETHER {
            return Err(Failure::TooLarge { path: path.clone(), most: MOST_BYTES_TOGETHER, together: true });
        }
        files.push((text::shown_path(path), text));
    }
    let imported = import(&files, &knowledge::built_in_files()).map_err(Failure::Knowledge)?;
    if !imported.files.is_empty() {
        fs::create_dir_all(&asked.out).map_err(|why| Failure::Output { path: asked.out.clone(), why })?;
    }
    for (path, text) in &imported.files {
        super::new::make_folders(&asked.out, Path::new(path))?;
        let path = asked.out.join(path);
        if !may_be_replaced(&path) {
            return Err(Failure::IsThere(path));
        }
        output::write_file(&path, |out| out.write_all(text.as_bytes()))?;
    }
    output::print(&told(&imported))?;
    Ok(Exit::Clean)
}

/// Whether nothing is at that place but what was imported before.
fn may_be_replaced(path: &Path) -> bool {
    let Ok(file) = fs::File::open(path) else { return true };
    let mut first = String::new();
    let read = file.take(MADE_BY.len() as u64).read_to_string(&mut first);
    read.is_ok() && first == MADE_BY
}

fn read(path: &PathBuf) -> Result<String, Failure> {
    let unread = |why| Failure::Input { path: path.clone(), why };
    let mut text = String::new();
    fs::File::open(path).map_err(unread)?.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(unread)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(Failure::TooLarge { path: path.clone(), most: MOST_BYTES, together: false });
    }
    Ok(text)
}

fn told(imported: &Imported) -> String {
    let Imported { files, given, taken, left } = imported;
    let mut out = format!("{} of {} in {}\n", taken, text::counted(*given, "row"), text::counted(files.len(), "model"));
    for path in files.keys() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {path}");
    }
    if !left.is_empty() {
        out.push_str("\nNot translated:\n");
    }
    for (place, why) in left {
        let _ = writeln!(out, "  {}: {}", text::shown(place), text::shown(why));
    }
    out
}
