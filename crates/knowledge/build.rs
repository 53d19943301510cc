//! Writes `built_in.rs`: every file of `models/` and `rules/` as a pair of path and text.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a build script fails loudly, and speaks to cargo by printing"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let root = here.join("../..");
    let mut files = Vec::new();
    for part in ["models", "rules"] {
        collect(&root.join(part), part, &mut files);
    }
    files.sort();
    let mut code = String::from("/// Path and text of each file, by path.\nconst BUILT_IN: &[(&str, &str)] = &[\n");
    for (path, file) in files {
        writeln!(code, "    ({path:?}, include_str!({file:?})),").expect("a string takes everything");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    fs::write(out.join("built_in.rs"), code).expect("the file can be written");
    println!("cargo::rerun-if-changed=build.rs");
}

/// Adds the files of knowledge in a folder and below; a change of any of them, or of the folder, runs this again.
fn collect(folder: &Path, path: &str, files: &mut Vec<(String, String)>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().into_string().expect("names are text");
        let below = format!("{path}/{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &below, files);
        } else if name != "README.md" && is_knowledge(Path::new(&name)) {
            println!("cargo::rerun-if-changed={}", entry.path().display());
            files.push((below, entry.path().display().to_string()));
        }
    }
}

/// Whether a file's name ends as those of knowledge do.
fn is_knowledge(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "md" || ending == "toml")
}
