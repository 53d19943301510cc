//! Every form of a secret that a rule knows, with its example: it is found whatever its name, and what lacks what is checked
//! beside its looks is not.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::path::Path;

use flawline_mdtest::{Folder, page_settings};
use knowledge::{Format, FormatCheck, Knowledge, Pattern, Shape};
use review::{Project, Silent, review};

fn knowledge() -> Knowledge {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Folder::new(&root).knowledge().unwrap_or_else(|errors| panic!("{errors}"))
}

fn formats(knowledge: &Knowledge) -> impl Iterator<Item = (&Format, &[Pattern])> {
    knowledge.rules.iter().flat_map(|rule| match &rule.shape {
        Shape::Value { formats, marks, .. } => formats.iter().map(|format| (format, marks.as_slice())).collect(),
        _ => Vec::new(),
    })
}

/// What is said of a text that stands in a file of code and in one of configuration.
fn said(knowledge: &Knowledge, text: &str) -> [Vec<String>; 2] {
    let written = text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"");
    [("a.py", format!("x = \"{written}\"\n")), ("a.json", format!("{{\"x\": \"{written}\"}}\n"))].map(|(path, text)| {
        let project = Project::from_memory(vec![(path.to_owned(), text)]);
        let review = review(&project, knowledge, &page_settings(), &Silent);
        review.findings.into_iter().map(|finding| finding.message).collect()
    })
}

#[test]
fn every_form_has_an_example_that_is_found() {
    let knowledge = knowledge();
    assert!(formats(&knowledge).count() > 30);
    for (format, marks) in formats(&knowledge) {
        let example = format.example.concat();
        assert!(format.example.len() > 1, "{}: in one piece it would be taken for a leak", format.name);
        assert!(marks.iter().any(|mark| mark.is_match(&example)), "{}: no mark tells it", format.name);
        for messages in said(&knowledge, &example) {
            assert!(messages.iter().any(|message| message.contains(&format.name)), "{}: {messages:?}", format.name);
        }
    }
}

#[test]
fn what_lacks_its_check_digits_is_none() {
    let knowledge = knowledge();
    let checked = formats(&knowledge).filter(|(format, _)| format.check == Some(FormatCheck::Checksum));
    let mut count = 0;
    for (format, _) in checked {
        let example = format.example.concat();
        let last = if example.ends_with('A') { 'B' } else { 'A' };
        let damaged = format!("{}{last}", &example[..example.len() - 1]);
        assert_eq!(said(&knowledge, &damaged), [vec![], Vec::<String>::new()], "{}", format.name);
        count += 1;
    }
    assert!(count > 1);
}
