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

#[test]
#[ignore = "prints how long loading takes"]
#[expect(clippy::print_stdout, reason = "printing is its purpose")]
fn loading_time() {
    let files = built_in_files();
    for round in 0..5 {
        let start = std::time::Instant::now();
        let knowledge = Knowledge::load(&files);
        let rows = knowledge.map_or(0, |knowledge| knowledge.names.rows.len());
        println!("round {round}: {} files, {rows} rows, {:?}", files.len(), start.elapsed());
    }
}
