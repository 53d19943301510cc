//! Whole files: what is refused before a row is read.

use std::path::Path;

use crate::{Knowledge, KnowledgeFile, built_in_files, read_folder};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn built_in_knowledge_loads_without_errors() {
    let unsure: Vec<KnowledgeFile> =
        built_in_files().into_iter().map(|file| KnowledgeFile { trusted: false, ..file }).collect();
    for loaded in [Knowledge::built_in(), Knowledge::load(&unsure)] {
        if let Err(errors) = loaded {
            panic!("{} errors:\n{errors}", errors.0.len());
        }
    }
}

#[test]
fn the_program_holds_what_the_folder_holds() {
    let said = |files: Vec<KnowledgeFile>| files.into_iter().map(|file| (file.path, file.text)).collect::<Vec<_>>();
    assert_eq!(said(built_in_files()), said(read_folder(&root()).unwrap()));
}

#[test]
fn a_file_is_given_once() {
    let found = super::messages(&[(super::SQL_RULE_FILE, super::SQL_RULE), (super::SQL_RULE_FILE, super::SQL_RULE)]);
    assert_eq!(found[0], format!("{}: this file is given twice", super::SQL_RULE_FILE));
}

#[test]
fn a_folder_without_knowledge_has_no_files() {
    assert_eq!(read_folder(&root().join("crates/knowledge/src")).unwrap(), []);
}
