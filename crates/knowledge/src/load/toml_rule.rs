//! Reads the declaration of a rule: the TOML block of `rules/cwe-<n>-<id>/rule.md`.

use cwe::{Catalogue, Mapping};

use super::rule_keys::{RULE, SHAPE_KEYS};
use super::table::{Table, with_document};
use super::text::Text;
use super::toml_filter::{read_filters, read_look};
use super::words::{check_name, check_release, check_slots, context, kind, pattern};
use crate::{
    Carried, Case, Changes, Command, Compared, Confidence, ContextId, Format, FormatCheck, Grows, KindId, Kinds,
    Manner, Missing, Needs, Pattern, Reaching, Role, Rule, Severity, Shape, Telling, Trial, Tried, Updates,
};

/// The rule that the text declares; title and sections are not filled yet.
pub(super) fn read_rule(text: &Text<'_>, folder: &str, kinds: &Kinds) -> Option<Rule> {
    with_document(text, &RULE, |document| {
        let shape_word = document.string("shape")?.value;
        check_shape_keys(&document, shape_word);
        check_texts(&document, shape_word);
        let cases = document.tables("case");
        let cases =
            cases.iter().filter_map(|table| read_case(table, role_of(table, shape_word, kinds), shape_word, kinds));
        let cases: Vec<Case> = cases.collect();
        let cases = with_refusals(&document, cases, kinds);
        check_reachable(&document, &cases, kinds);
        let id = document.string("id")?;
        check_name(text, id);
        check_folder(&document, folder, id.value);
        let since = document.string("since")?;
        check_release(text, since);
        Some(Rule {
            id: id.value.to_owned(),
            title: String::new(),
            folder: format!("rules/{folder}"),
            shape: read_shape(&document, shape_word, kinds)?,
            severity: Severity::from_word(document.string("severity")?.value)?,
            since: since.value.to_owned(),
            cases,
            message: document.owned("message")?,
            impact: document.owned("impact")?,
            repair: document.owned("repair")?,
            sections: Vec::new(),
            gaps: Vec::new(),
            noises: Vec::new(),
            local: text.local,
        })
    })
    .flatten()
}

/// The role of the kinds that the cases of a shape speak of.
fn role_of(table: &Table<'_>, shape: &str, kinds: &Kinds) -> Role {
    match shape {
        "flow" | "value" | "carried" | "filter" | "look" | "trial" => Role::Sink,
        // Patterns are read where they are sinks, and kept where they are uses.
        "pattern" => {
            let known = table.string("kind").and_then(|name| kinds.find(name.value));
            known.map(|id| kinds.get(id).role).filter(|role| *role == Role::Use).unwrap_or(Role::Sink)
        }
        _ => Role::Use,
    }
}

fn check_shape_keys(document: &Table<'_>, shape: &str) {
    for (required, key, shapes) in SHAPE_KEYS {
        let fits = shapes.contains(&shape);
        if document.has(key) && !fits {
            let hint = format!("it belongs to the shape {}", shapes.join(" and the shape "));
            document.error(key, format!("a rule of shape \"{shape}\" has no `{key}`"), Some(hint));
        }
        if fits && *required && !document.has(key) {
            let hint = RULE.find(key).map(|key| key.says.to_owned());
            document.error("shape", format!("a rule of shape \"{shape}\" needs `{key}`"), hint);
        }
    }
}

fn check_texts(table: &Table<'_>, shape: &str) {
    for key in ["message", "impact", "repair"] {
        if let Some(words) = table.string(key) {
            check_slots(table.text, words, shape);
        }
    }
}

fn read_shape(document: &Table<'_>, shape: &str, kinds: &Kinds) -> Option<Shape> {
    let text = document.text;
    let patterns =
        |key| -> Vec<Pattern> { document.strings(key).into_iter().filter_map(|one| pattern(text, one)).collect() };
    Some(match shape {
        "flow" => {
            let sources = document.strings("sources").into_iter();
            Shape::Flow {
                sources: sources.filter_map(|name| kind(text, name, Role::Source, kinds)).collect(),
                asking: patterns("asking"),
            }
        }
        "call" => Shape::Call {
            telling: Telling {
                given: patterns("given"),
                becomes: patterns("becomes"),
                compared: patterns("compared"),
                checked: patterns("checked"),
                around: patterns("around"),
                spared: patterns("spared"),
                spared_files: patterns("spared_files"),
                only_told: document.has("only_told"),
                data: document.string("data").and_then(|name| kind(text, name, Role::Sink, kinds)),
                result: document.string("result").and_then(|name| kind(text, name, Role::Source, kinds)),
                reaches: document.tables("reaches").iter().filter_map(|table| read_reaching(table, kinds)).collect(),
            },
        },
        "value" => {
            let format = |table: &Table<'_>| {
                let check = table.string("check").map(|word| word.value.to_owned());
                let check = check.and_then(|word| FormatCheck::ALL.into_iter().find(|(known, _)| *known == word));
                Some(Format {
                    name: table.owned("name")?,
                    pattern: pattern(text, table.string("pattern")?)?,
                    check: check.map(|(_, check)| check),
                    example: table.strings("example").into_iter().map(|part| part.value.to_owned()).collect(),
                })
            };
            Shape::Value {
                names: patterns("names"),
                vague: patterns("vague"),
                not_names: patterns("not_names"),
                chosen: patterns("chosen"),
                labels: patterns("labels"),
                harmless: patterns("harmless"),
                placeholders: patterns("placeholders"),
                formats: document.tables("formats").iter().filter_map(format).collect(),
                marks: patterns("marks"),
                hints: patterns("hints"),
            }
        }
        "absence" => Shape::Absence {
            lacks: kind(text, document.string("lacks")?, Role::Setting, kinds)?,
            names: patterns("names"),
            refused: document.flag("refused").unwrap_or(false),
        },
        "order" => {
            let before = kind(text, document.string("before")?, Role::Use, kinds)?;
            Shape::Order { before, contexts: contexts(document, "before_contexts", before, kinds) }
        }
        "filter" => Shape::Filter(read_filters(document, kinds)),
        "pattern" => Shape::Pattern { own_texts: patterns("own_texts") },
        "look" => read_look(document),
        "default" => Shape::Default,
        "script" => Shape::Script {
            marks: patterns("marks"),
            commands: document.tables("command").iter().filter_map(read_command).collect(),
        },
        "trial" => {
            Shape::Trial { marks: patterns("marks"), trials: document.tables("trial").iter().map(read_trial).collect() }
        }
        "missing" => Shape::Missing(Box::new(read_missing(document, kinds, patterns)?)),
        "repeated" => Shape::Repeated { apart: patterns("apart") },
        "asserted" => Shape::Asserted { not_names: patterns("not_names"), whose: patterns("whose") },
        "carried" => Shape::Carried(Box::new(Carried {
            address: document.strings("address").into_iter().map(|name| name.value.to_lowercase()).collect(),
            redirected: patterns("redirected"),
            requests: patterns("requests"),
            along: patterns("along"),
            sends: patterns("sends"),
            hosts: patterns("hosts"),
            same_host: patterns("same_host"),
        })),
        _ => return None,
    })
}

fn read_command(table: &Table<'_>) -> Option<Command> {
    let patterns = |key| table.strings(key).into_iter().filter_map(|one| pattern(table.text, one)).collect();
    Some(Command {
        program: pattern(table.text, table.string("program")?)?,
        words: patterns("words"),
        spared: patterns("spared"),
    })
}

fn read_trial(table: &Table<'_>) -> Trial {
    let tried = |key| table.tables(key).iter().filter_map(read_tried).collect();
    Trial {
        roots: table.all_owned("roots"),
        good: table.all_owned("good"),
        bad: tried("bad"),
        through: tried("through"),
    }
}

fn read_tried(table: &Table<'_>) -> Option<Tried> {
    let needs = match table.string("needs").map(|word| word.value) {
        Some("joined") => Some(Needs::Joined),
        Some("raw") => Some(Needs::Raw),
        Some(_) => {
            let [from, to] = &table.all_owned("turned")[..] else {
                table.error("needs", "`turned` has two texts", None);
                return None;
            };
            Some(Needs::Turned(from.clone(), to.clone()))
        }
        None => None,
    };
    Some(Tried {
        text: table.owned("text")?,
        out: pattern(table.text, table.string("out")?)?,
        because: table.owned("because").unwrap_or_default(),
        needs,
    })
}

fn read_missing(
    document: &Table<'_>,
    kinds: &Kinds,
    patterns: impl Fn(&'static str) -> Vec<Pattern>,
) -> Option<Missing> {
    let text = document.text;
    let of_use = |name| kind(text, name, Role::Use, kinds);
    let refuses = document.string("refuses").and_then(of_use);
    Some(Missing {
        checks: document.strings("checks").into_iter().filter_map(of_use).collect(),
        each: match document.string("each")?.value {
            "use" => Compared::Uses,
            "change" => Compared::Changes(Changes {
                reached_by: patterns("reached_by"),
                removes: removes(document, kinds),
                sounds: patterns("sounds"),
                not_on: patterns("not_on"),
                found_by: patterns("found_by"),
                signs: patterns("signs"),
            }),
            "claim" => Compared::Claims(patterns("rights")),
            "update" => Compared::Updates(Updates {
                read: document.string("read_by").and_then(of_use)?,
                found: document.string("looked_up_by").and_then(of_use)?,
                written_by: patterns("written_by"),
                counts: patterns("counts"),
            }),
            _ => Compared::Entries,
        },
        refuses,
        refuses_contexts: refuses
            .map(|refuses| contexts(document, "refuses_contexts", refuses, kinds))
            .unwrap_or_default(),
        names: patterns("names"),
        perhaps: patterns("perhaps"),
        asking: patterns("asking"),
        besides: patterns("besides"),
        open: patterns("open"),
        open_answers: patterns("open_answers"),
        exempt: patterns("exempt"),
        methods: patterns("methods"),
        together_with: document.string("together_with").and_then(of_use),
        reads: document.has("reads"),
        answers_assume: document.owned("answers_assume"),
        alone: document.has("alone"),
        gives_way_to: document.all_owned("gives_way_to"),
    })
}

/// The context of the first case's kind in which something is removed.
fn removes(document: &Table<'_>, kinds: &Kinds) -> Option<ContextId> {
    let case = document.tables("case").into_iter().next()?;
    let kind = kind(document.text, case.string("kind")?, Role::Use, kinds)?;
    context(document.text, document.string("removes")?, kind, kinds)
}

fn read_reaching(table: &Table<'_>, kinds: &Kinds) -> Option<Reaching> {
    let id = kind(table.text, table.string("kind")?, Role::Sink, kinds)?;
    let says = table.string("says")?;
    check_slots(table.text, says, "call");
    Some(Reaching {
        kind: id,
        contexts: contexts(table, "contexts", id, kinds),
        names: table.strings("names").into_iter().filter_map(|one| pattern(table.text, one)).collect(),
        says: says.value.to_owned(),
    })
}

/// The cases with what they say of the earlier use, of which only the rule knows the kind.
fn with_refusals(document: &Table<'_>, mut cases: Vec<Case>, kinds: &Kinds) -> Vec<Case> {
    let tables = document.tables("case");
    let before = document.string("before").and_then(|name| kinds.find(name.value));
    for (table, case) in tables.iter().zip(&mut cases).filter(|(table, _)| table.has("refusing")) {
        match before {
            Some(before) => case.refusing = contexts(table, "refusing", before, kinds),
            None => table.error("refusing", "only a rule of shape \"order\" has earlier uses", None),
        }
    }
    cases
}

fn contexts(table: &Table<'_>, key: &str, kind: KindId, kinds: &Kinds) -> Vec<ContextId> {
    table.strings(key).into_iter().filter_map(|name| context(table.text, name, kind, kinds)).collect()
}

fn read_case(table: &Table<'_>, role: Role, shape: &str, kinds: &Kinds) -> Option<Case> {
    check_texts(table, shape);
    check_cwe(table);
    if let Some(words) = table.string("differing") {
        check_slots(table.text, words, shape);
        if shape != "repeated" {
            table.error("differing", "only a rule of shape \"repeated\" compares numbers", None);
        }
    }
    let id = kind(table.text, table.string("kind")?, role, kinds)?;
    let patterns = |key| -> Vec<Pattern> {
        if table.has(key) && shape != "asserted" {
            table.error(key, "only a rule of shape \"asserted\" asks for names in a case", None);
        }
        table.strings(key).into_iter().filter_map(|one| pattern(table.text, one)).collect()
    };
    let confidence =
        table.string("confidence").map_or(Some(Confidence::High), |word| Confidence::from_word(word.value));
    Some(Case {
        kind: id,
        contexts: contexts(table, "contexts", id, kinds),
        cwe: table.number("cwe")?.value,
        review: table.owned("review"),
        severity: table.string("severity").and_then(|word| Severity::from_word(word.value)),
        confidence: confidence?,
        gives_way: table.has("gives_way"),
        in_force: table.has("in_force"),
        assumes: table.tables("assumes").iter().filter_map(|table| assumed(table, kinds)).collect(),
        only: table.tables("only").iter().filter_map(|table| only(table, kinds)).collect(),
        message: table.owned("message"),
        impact: table.owned("impact"),
        repair: table.owned("repair"),
        refusing: Vec::new(),
        grows: table.string("grows").and_then(|word| Grows::from_word(word.value)),
        called: patterns("called"),
        compared: patterns("compared"),
        differing: table.owned("differing"),
        carries: table.strings("carries").into_iter().filter_map(|one| pattern(table.text, one)).collect(),
    })
}

fn assumed(table: &Table<'_>, kinds: &Kinds) -> Option<(KindId, String)> {
    Some((kind(table.text, table.string("of")?, Role::Source, kinds)?, table.owned("that")?))
}

fn only(table: &Table<'_>, kinds: &Kinds) -> Option<(KindId, Manner)> {
    let how = table.string("how")?.value;
    let manner = Manner::ALL.into_iter().find(|manner| manner.word() == how)?;
    Some((kind(table.text, table.string("of")?, Role::Source, kinds)?, manner))
}

/// Whether MITRE lets a finding cite the id, and a reason stands beside it exactly when MITRE asks for one; not asked
/// of trusted texts, because reading MITRE's catalogue takes as long as loading them.
fn check_cwe(table: &Table<'_>) {
    let Some(id) = table.number("cwe").filter(|_| !table.text.trusted) else { return };
    let number = id.value;
    match Catalogue::official().judge_mapping(u32::from(number)) {
        Mapping::Fine if table.has("review") => {
            let hint = format!("CWE-{number} may be cited without a reason: leave it out");
            table.error("review", "a useless `review`", Some(hint));
        }
        Mapping::NeedsReason if !table.has("review") => {
            let hint = "say in `review` why nothing more exact fits".to_owned();
            table.text.error(id.at, format!("CWE-{number} is allowed with review only"), Some(hint));
        }
        Mapping::Fine | Mapping::NeedsReason => {}
        Mapping::Refused { why, instead } => {
            let better: Vec<String> = instead.iter().take(5).map(|id| format!("CWE-{id}")).collect();
            let hint = (!better.is_empty()).then(|| format!("look at {}", better.join(", ")));
            table.text.error(id.at, format!("CWE-{number} cannot be cited: {}", lowered(&why.to_string())), hint);
        }
    }
}

fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The first case that fits decides; a case that others before it take everything from is a mistake.
fn check_reachable(document: &Table<'_>, cases: &[Case], kinds: &Kinds) {
    let tables = document.tables("case");
    if tables.len() != cases.len() {
        return;
    }
    for (at, case) in cases.iter().enumerate() {
        // What asks for more than a kind and a context leaves something to those after it.
        let takes_all = |earlier: &&Case| earlier.kind == case.kind && !earlier.asks_for_more();
        let earlier: Vec<&Case> = cases[..at].iter().filter(takes_all).collect();
        let taken = |context: ContextId| {
            earlier.iter().any(|case| case.contexts.is_empty() || case.contexts.contains(&context))
        };
        let all: Vec<ContextId> = (0..kinds.get(case.kind).contexts.len() as u8).map(ContextId).collect();
        let mine = if case.contexts.is_empty() { &all } else { &case.contexts };
        let reached = if mine.is_empty() { earlier.is_empty() } else { mine.iter().any(|context| !taken(*context)) };
        if !reached {
            let message = format!("no use of \"{}\" is left for this case", kinds.get(case.kind).name);
            tables[at].error("kind", message, Some("the first case that fits decides".to_owned()));
        }
    }
}

/// The folder says the first case's id and the rule's.
fn check_folder(document: &Table<'_>, folder: &str, id: &str) {
    let Some(cwe) = document.tables("case").first().and_then(|case| case.number("cwe")) else { return };
    let expected = format!("cwe-{}-{id}", cwe.value);
    if folder != expected {
        let hint = Some(format!("by its id and its first case it is \"{expected}\""));
        document.error("id", format!("the folder is named \"{folder}\""), hint);
    }
}
