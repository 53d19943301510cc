//! Folders with hostile files in them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// The files of a project: paths and contents.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// A folder with these files and a marker that makes it a project.
pub(crate) fn tree(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pyproject.toml"), "[project]\nname = \"example\"\n").unwrap();
    write(folder.path(), files);
    folder
}

/// Writes files in the order in which they stand.
pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// One file.
pub(crate) fn one(text: impl Into<String>) -> Files {
    vec![("app.py".to_owned(), text.into().into_bytes())]
}

/// A route's function up to the line in which `name` holds what a client sent.
pub(crate) const ENTRY: &str = "\
import os, sqlite3
from flask import Flask, request
app = Flask(__name__)
@app.route('/entry')
def entry():
    name = request.args['name']
";
