//! The vocabulary: what is read of it, and what is refused.

use super::messages;
use crate::load::tests::good;
use crate::{Role, Threat};

fn error(kinds: &str) -> String {
    super::one(&messages(&[("models/kinds.toml", kinds)]), "models/kinds.toml")
}

fn kind(rest: &str) -> String {
    format!("[[kind]]\nname = \"a\"\nsummary = \"A.\"\nnoun = \"an a\"\n{rest}")
}

#[test]
fn the_vocabulary_is_read_in_its_order() {
    let kinds = good(&[]).kinds;
    assert_eq!(kinds.all.len(), 6);
    let source = kinds.get(kinds.find("remote-input").unwrap());
    assert_eq!((source.role, source.threat), (Role::Source, Some(Threat::Remote)));
    assert_eq!(kinds.get(kinds.find("shell").unwrap()).contexts, ["command-line", "program", "arguments"]);
}

#[test]
fn only_sources_say_who_controls_them_and_only_sinks_what_harms_them() {
    let found = error(&kind("role = \"sink\"\nthreat = \"local\""));
    assert_eq!(found, "6: a sink has no `threat` — only a source has");
    let found = error(&kind("role = \"use\"\nnumbers = true"));
    assert_eq!(found, "6: a use has no `numbers` — only a source has");
    let found = error(&kind("role = \"source\"\nharmed_by = [\"a\"]"));
    assert_eq!(found, "6: a source has no `harmed_by` — only a sink has");
    let found = error(&kind("role = \"sink\"\nharmed_by = [\"a\"]"));
    assert!(found.starts_with("6: \"a\" is a sink kind, and a source kind stands here"), "{found}");
}

#[test]
fn a_sink_is_harmed_by_all_sources_or_by_those_that_it_names() {
    let text = |role: &str, name: &str| kind(role).replace("\"a\"", &format!("\"{name}\""));
    let all = [
        text("role = \"source\"\nthreat = \"remote\"\n", "text"),
        text("role = \"source\"\nnumbers = true\n", "number"),
        text("role = \"sink\"\n", "any"),
        text("role = \"sink\"\nharmed_by = [\"number\"]\n", "some"),
        text("role = \"state\"\n", "held"),
    ];
    let kinds = good(&[("models/kinds.toml", &all.concat())]).kinds;
    let names = |set: crate::KindSet| -> Vec<&str> { set.iter().map(|id| kinds.get(id).name.as_str()).collect() };
    assert_eq!(names(kinds.harmed_by(kinds.find("text").unwrap())), ["any"]);
    assert_eq!(names(kinds.harmed_by(kinds.find("number").unwrap())), ["any", "some"]);
    assert_eq!(names(kinds.harmed_by(kinds.find("held").unwrap())), [""; 0]);
    assert_eq!(names(kinds.safe_from_numbers()), ["any"]);
}

#[test]
fn a_setting_has_no_contexts() {
    let found = error(&kind("role = \"setting\"\ncontexts = [\"x\"]"));
    assert_eq!(found, "6: a setting has no contexts — only sinks and uses have");
}

#[test]
fn a_kind_or_context_stands_there_once() {
    let twice = format!("{}{}", kind("role = \"sink\"\n"), kind("role = \"use\"\n"));
    assert_eq!(error(&twice), "7: the kind \"a\" stands here twice");
    let found = error(&kind("role = \"sink\"\ncontexts = [\"x\", \"x\"]"));
    assert_eq!(found, "6: the context \"x\" stands here twice");
}

#[test]
fn names_are_lower_case_with_hyphens() {
    let found = error(&kind("role = \"sink\"").replace("\"a\"", "\"Remote_Input\""));
    assert_eq!(found, "2: \"Remote_Input\" is not a name — lower case, digits and single hyphens: \"sql-injection\"");
}

#[test]
fn a_word_for_a_role_is_asked_about() {
    assert_eq!(error(&kind("role = \"sinc\"")), "5: unknown word \"sinc\" for `role` — did you mean \"sink\"?");
    let found = error(&kind("role = \"banana\""));
    assert_eq!(found, "5: unknown word \"banana\" for `role` — it is one of source, sink, use, setting, state");
}

#[test]
fn there_are_at_most_so_many_kinds_of_data() {
    let kinds = |role: &str, many: usize| -> String {
        let kind = kind(&format!("role = \"{role}\"\n"));
        (0..many).map(|at| kind.replace("\"a\"", &format!("\"{role}{at}\""))).collect()
    };
    assert_eq!(error(&kinds("sink", 65)), "321: there are more than 64 kinds of sinks and states — merge some");
    let found = error(&(kinds("sink", 60) + &kinds("source", 40)));
    assert_eq!(found, "481: there are more than 96 kinds of sources, sinks and states — merge some");
}

#[test]
fn the_vocabulary_must_be_there() {
    let errors = crate::Knowledge::load(&[]).unwrap_err().to_string();
    assert_eq!(errors, "models/kinds.toml: the vocabulary is missing — every rule and model needs its kinds");
}

#[test]
fn kinds_of_which_one_side_is_silent_are_told() {
    let model = "library = \"l\"\nhomepage = \"h\"\n[[sink]]\napi = \"l.f\"\nkind = \"shell\"\ncontext = \"program\"\nfrom = \"0\"\n\
                 [[sink]]\napi = \"l.g\"\nkind = \"sql\"\nfrom = \"0\"\n";
    let knowledge = good(&[("models/python/l.toml", model), (super::SQL_RULE_FILE, super::SQL_RULE)]);
    let unused: Vec<(String, crate::Side)> = knowledge
        .unused_kinds()
        .iter()
        .map(|unused| (knowledge.kinds.get(unused.kind).name.clone(), unused.by))
        .collect();
    assert!(!unused.iter().any(|(name, _)| name == "sql"));
    assert!(unused.contains(&("remote-input".to_owned(), crate::Side::Models)));
    assert!(unused.contains(&("shell".to_owned(), crate::Side::Rules)));
    assert!(!unused.contains(&("shell".to_owned(), crate::Side::Models)));
    assert_eq!(knowledge.unused_contexts().len(), 2, "shell: command-line and arguments, by models");
}
