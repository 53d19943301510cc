//! `flawline models import`: models made of the data extensions that people have written for CodeQL.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::import::{Imported, import};
use crate::{output, text};

pub(super) const EXAMPLES: &str = "\
Examples:
  flawline models import ext/*.model.yml --out flawline

The models stand in flawline/models/python, where `knowledge = \"flawline\"` in flawline.toml finds them. Their rows are
marked as generated, so that a finding through one assumes that it is right.";

/// A larger file is not read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

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
    for path in &asked.files {
        files.push((text::shown_path(path), read(path)?));
    }
    let imported = import(&files, &knowledge::built_in_files()).map_err(Failure::Knowledge)?;
    for (path, text) in &imported.files {
        let path = asked.out.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|why| Failure::Output { path: folder.to_owned(), why })?;
        }
        output::write_file(&path, text)?;
    }
    output::print(&told(&imported))?;
    Ok(Exit::Clean)
}

fn read(path: &PathBuf) -> Result<String, Failure> {
    let unread = |why| Failure::Input { path: path.clone(), why };
    let mut text = String::new();
    fs::File::open(path).map_err(unread)?.take(MOST_BYTES).read_to_string(&mut text).map_err(unread)?;
    Ok(text)
}

fn told(imported: &Imported) -> String {
    let Imported { files, given, taken, left } = imported;
    let mut out = format!("{} of {} in {}\n", taken, text::counted(*given, "row"), text::counted(files.len(), "model"));
    for path in files.keys() {
        out.push_str(&format!("  {path}\n"));
    }
    if !left.is_empty() {
        out.push_str("\nNot translated:\n");
    }
    for (place, why) in left {
        out.push_str(&format!("  {}: {}\n", text::shown(place), text::shown(why)));
    }
    out
}
