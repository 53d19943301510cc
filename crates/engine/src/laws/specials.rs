//! Callees that are interpreted for single calls make flows fewer: what is followed so is followed without, unless
//! that rests on more assumptions than are followed, of which the single call needs none.

use std::borrow::Cow;
use std::path::Path;

use ir::SourceFile;
use knowledge::{Knowledge, KnowledgeFile, Role, read_folder};

use crate::Flow;
use crate::analysis::run_to_depth;
use crate::limits::SPECIAL_DEPTH;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What models and rules say, and the model of the functions that the pages of `constructs/` are written with.
fn knowledge() -> Knowledge {
    let mut files = read_folder(&root()).unwrap();
    let text = std::fs::read_to_string(root().join("constructs/model.toml")).unwrap();
    let path = Cow::Borrowed("models/python/construct.toml");
    files.push(KnowledgeFile { path, text: Cow::Owned(text), trusted: false, local: None });
    Knowledge::load(&files).unwrap()
}

/// The programs of one file on the pages of constructs: each block of code.
fn programs() -> Vec<String> {
    let mut pages: Vec<_> =
        std::fs::read_dir(root().join("constructs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let texts = pages.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let blocks = texts.flat_map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let parts: Vec<String> = text.split("```python\n").skip(1).map(str::to_owned).collect();
        parts
    });
    blocks.filter_map(|part| part.split_once("```").map(|(code, _)| code.to_owned())).collect()
}

/// The flows of a program with callees interpreted to a depth.
fn flows(knowledge: &Knowledge, text: &str, depth: usize) -> Vec<Flow> {
    let language = frontends::Language::Python;
    let module = frontends::lower(&SourceFile::new("app.py", text), language, "app", false);
    let program = program::link(vec![module], &knowledge.names, language.literal_types());
    let sources = knowledge.kinds.with_role(Role::Source);
    run_to_depth(&program, &knowledge.kinds, sources, &[], None, depth).0.flows
}

#[test]
fn flows_of_callees_interpreted_for_single_calls_are_flows_without() {
    let knowledge = knowledge();
    let (mut fewer, mut all, mut surer) = (0, 0, 0);
    for text in programs() {
        let special = flows(&knowledge, &text, SPECIAL_DEPTH);
        let plain = flows(&knowledge, &text, 0);
        for flow in &special {
            let is_known = plain.iter().any(|known| known.key() == flow.key());
            let is_sure = flow.assumed == 0;
            assert!(is_known || is_sure, "{:?} is found only with special summaries in\n{text}", flow.key());
            surer += usize::from(!is_known);
        }
        (fewer, all) = (fewer + special.len(), all + plain.len());
    }
    assert!(fewer > 100 && fewer < all, "{fewer} of {all}: special summaries must be of use somewhere");
    assert!(surer * 100 < fewer, "{surer} flows are found only with special summaries");
}
