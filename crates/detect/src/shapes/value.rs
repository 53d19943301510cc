//! *value*: a literal that is a secret: it has the form of one, is given to a sink of the case, is the value of a name
//! that says so, or is what something of such a name is compared with.

use std::collections::{BTreeMap, BTreeSet};

use ir::{Op, Span};
use knowledge::{Case, Format, FormatCheck, Pattern, RowId, Rule, Shape};
use program::FuncId;
use rustc_hash::{FxHashMap, FxHashSet};

use super::format;
use super::literals::{self, Literal, Said, Table};
use super::words::{identifier, is_plain_word, names_something, words};
use super::{Draft, Scene, Seen};
use crate::{Spot, Step, assumptions};

/// Shorter texts are no secrets.
const SHORTEST: usize = 4;
/// So many different texts under one name are a table of names.
const TABLE: usize = 4;
/// In so many places a text is a sample.
const SAMPLE: usize = 4;
/// Keys that a machine has made are longer.
const SHORTEST_KEY: usize = 8;

struct Patterns<'r> {
    names: &'r [Pattern],
    vague: &'r [Pattern],
    not_names: &'r [Pattern],
    chosen: &'r [Pattern],
    labels: &'r [Pattern],
    harmless: &'r [Pattern],
    placeholders: &'r [Pattern],
    formats: &'r [Format],
    marks: &'r [Pattern],
}

/// Why a literal is taken for a secret, the surest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// It has that form.
    Format(String),
    /// It is given to a sink: its place among those that the analysis lists.
    Sink(usize),
    /// It is the value of that name; the name is a local variable's or not.
    Name(String, bool),
    /// It is the default value of that parameter of that function.
    Default(String, FuncId),
    /// It is compared with something of that name.
    Comparison(String),
}

struct Found<'a> {
    literal: Literal<'a>,
    why: Why,
    /// Whether the same text is also given to a sink, so that the name need not be believed.
    is_sure: bool,
    /// Where it stands beside others.
    table: Option<(Table, String)>,
}

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule) -> Vec<Draft> {
    let Shape::Value { names, vague, not_names, chosen, labels, harmless, placeholders, formats, marks, .. } =
        &rule.shape
    else {
        return Vec::new();
    };
    let patterns = Patterns { names, vague, not_names, chosen, labels, harmless, placeholders, formats, marks };
    let Some(first_case) = rule.cases.first() else { return Vec::new() };
    let mut found: Vec<Found<'_>> = Vec::new();
    for id in scene.names.program.functions() {
        scene.names.program.at_function(contained::Step::Literals, id);
        literals::visit(scene.names, id, &mut |literal, said| {
            let table = match &said {
                Said::Listed(name, table) => Some((table.clone(), name.clone())),
                _ => None,
            };
            if let Some(why) = patterns.judge(&literal.text, said) {
                found.push(Found { literal, why, is_sure: false, table });
            }
        });
    }
    let by_text: FxHashSet<String> = found.iter().map(|found| found.literal.text.to_string()).collect();
    let mut given: FxHashSet<&str> = FxHashSet::default();
    for (at, site) in scene.analysis.literals.iter().enumerate() {
        let Some(case) = rule.case(site.kind, site.context) else { continue };
        if patterns.is_nothing(&site.text) || !case.in_force && patterns.is_placeholder(&site.text) {
            continue;
        }
        let is_here = literals::text_of(scene.names.program, site.function, site.given).is_some();
        if !is_here && by_text.contains(&site.text) {
            // It is reported where it stands.
            given.insert(&site.text);
            continue;
        }
        // What stands elsewhere is reported at the call that is given it.
        let value = if is_here { site.given } else { site.value };
        let literal = Literal { function: site.function, value, text: site.text.as_str().into() };
        found.push(Found { literal, why: Why::Sink(at), is_sure: true, table: None });
    }
    for found in &mut found {
        found.is_sure |= given.contains(&*found.literal.text);
    }
    let tables = tables(&found);
    let samples = samples(scene, &found);
    // One finding a literal: the surest reason.
    let spot = |literal: &Literal<'_>| scene.names.spot(literal.function, literal.value);
    found.sort_by(|a, b| {
        let key = |literal: &Literal<'_>| (spot(literal), literal.text.to_string());
        key(&a.literal)
            .cmp(&key(&b.literal))
            .then_with(|| a.why.cmp(&b.why))
            .then_with(|| (a.literal.function, a.literal.value).cmp(&(b.literal.function, b.literal.value)))
    });
    found.dedup_by(|b, a| (spot(&a.literal), &a.literal.text) == (spot(&b.literal), &b.literal.text));
    let origins = Origins::new(scene, &found);
    let draft = |found: Found<'_>| {
        scene.contained(found.literal.function, || {
            let doubts = doubts(scene, &patterns, (&tables, &samples), &found);
            draft(scene, index, rule, (first_case, &patterns), &origins, found, &doubts)
        })
    };
    found.into_iter().filter_map(draft).collect()
}

/// How many different texts that may name things stand in each table.
fn tables(found: &[Found<'_>]) -> FxHashMap<(Table, String), usize> {
    let mut texts: FxHashSet<(&(Table, String), &str)> = FxHashSet::default();
    let mut tables: FxHashMap<(Table, String), usize> = FxHashMap::default();
    for found in found.iter().filter(|found| names_something(&found.literal.text)) {
        if let Some(table) = &found.table
            && texts.insert((table, &found.literal.text))
        {
            *tables.entry(table.clone()).or_default() += 1;
        }
    }
    tables
}

/// The texts that stand under a name in many places.
fn samples(scene: &Scene<'_, '_>, found: &[Found<'_>]) -> FxHashSet<String> {
    let mut places: BTreeMap<&str, BTreeSet<Spot>> = BTreeMap::new();
    for found in found.iter().filter(|found| matches!(found.why, Why::Name(..))) {
        let spot = scene.names.spot(found.literal.function, found.literal.value);
        places.entry(&found.literal.text).or_default().insert(spot);
    }
    let of_many = places.into_iter().filter(|(_, spots)| spots.len() >= SAMPLE);
    of_many.map(|(text, _)| text.to_owned()).collect()
}

/// A word is taken for a secret.
const REAL: &str = "the word is a real secret, and neither a placeholder nor a name";
/// It is given as a name as well.
const NOT_PUBLIC: &str = "it is not published, although the name that is given beside it is the same word";
/// It is short.
const NO_PLACEHOLDER: &str = "a text of so few characters is a key, and no placeholder";
/// A word stands for what is to be put in.
const NO_PLACEHOLDER_WORD: &str = "nobody is meant to put in another word for it";
/// It stands in many places.
const NO_SAMPLE: &str = "a text that stands in so many places is a real secret, and no sample";
/// It stands in a table.
const LISTED: &str = "the texts that stand beside each other under that name are secrets, and not names of things";

/// It opens nothing but what runs beside it.
const NOT_HERE: &str = "the machine of that address is one that others can reach, too";

/// What has to be believed of a password in an address, whose form says less than others.
fn doubts_of_format(patterns: &Patterns<'_>, text: &str) -> Vec<&'static str> {
    let Some((Format { check: Some(FormatCheck::Password), .. }, whole, secret)) = patterns.format(text) else {
        return Vec::new();
    };
    let behind = whole.rsplit('@').next().unwrap_or_default();
    let is_near =
        ["localhost", "127.", "0.0.0.0", "[::1]", "host.docker.internal"].iter().any(|near| behind.starts_with(near));
    let mut doubts = Vec::new();
    if is_plain_word(secret) {
        doubts.extend([REAL, NO_PLACEHOLDER_WORD]);
    }
    if is_near {
        doubts.push(NOT_HERE);
    }
    doubts
}

/// What has to be believed, beside the name, for a text to be a secret that looks like something else.
fn doubts(
    scene: &Scene<'_, '_>,
    patterns: &Patterns<'_>,
    (tables, samples): (&FxHashMap<(Table, String), usize>, &FxHashSet<String>),
    found: &Found<'_>,
) -> Vec<&'static str> {
    let text = &*found.literal.text;
    let name = match &found.why {
        Why::Sink(at) if is_plain_word(text) && is_given_twice(scene, *at) => return vec![REAL, NOT_PUBLIC],
        _ if found.is_sure => return Vec::new(),
        Why::Format(_) => return doubts_of_format(patterns, text),
        Why::Sink(_) => return Vec::new(),
        Why::Name(name, _) | Why::Default(name, _) | Why::Comparison(name) => name,
    };
    let is_listed = found.table.as_ref().and_then(|table| tables.get(table)).is_some_and(|texts| *texts >= TABLE);
    if is_listed && names_something(text) {
        return vec![LISTED];
    }
    if samples.contains(text) {
        return vec![NO_SAMPLE];
    }
    if text.chars().count() < SHORTEST_KEY && !patterns.chosen.iter().any(|pattern| pattern.is_match(name)) {
        return vec![NO_PLACEHOLDER];
    }
    let Some(words_of_text) = identifier(text) else { return Vec::new() };
    // Of a name with those around it, its own.
    let name = name.rsplit('.').next().unwrap_or(name);
    let names_itself = letters(text).contains(&letters(name))
        || words_of_text.len() > 1 && (patterns.is_telling(text) || words_of_text.last() == words(name).last());
    if names_itself || is_plain_word(text) { vec![REAL] } else { Vec::new() }
}

/// Whether a call that is given a secret is given the same text a second time: as another argument, or beside it in the
/// same pair.
fn is_given_twice(scene: &Scene<'_, '_>, at: usize) -> bool {
    let (program, site) = (scene.names.program, &scene.analysis.literals[at]);
    let function = program.function(site.function);
    let Op::Call(_, args) = function.op(site.value) else { return false };
    let is_it = |value: ir::Value| literals::text_of(program, site.function, value).as_deref() == Some(&site.text);
    let times = |value: ir::Value| match function.op(value) {
        Op::Sequence(_, list) => function.values(list).iter().filter(|&&part| is_it(part)).count(),
        _ => usize::from(is_it(value)),
    };
    function.pools.args(args).iter().map(|arg| times(arg.value)).sum::<usize>() > 1
}

impl Patterns<'_> {
    fn is_harmless(&self, text: &str) -> bool {
        self.is_nothing(text) || self.is_placeholder(text)
    }

    /// Whether a text is no secret, wherever it is given.
    fn is_nothing(&self, text: &str) -> bool {
        let text = text.trim();
        text.chars().count() < SHORTEST || self.harmless.iter().any(|pattern| pattern.is_match(text))
    }

    /// Whether a text stands for what is to be put in.
    fn is_placeholder(&self, text: &str) -> bool {
        self.placeholders.iter().any(|pattern| pattern.is_match(text.trim()))
    }

    fn is_telling(&self, name: &str) -> bool {
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.is_match(name));
        any(self.names) && !any(self.not_names)
    }

    /// Whether a name tells a secret of a text: by itself, or because the text looks drawn by lot.
    fn tells(&self, name: &str, text: &str) -> bool {
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.is_match(name));
        self.is_telling(name) || format::is_by_lot(text) && any(self.vague) && !any(self.not_names)
    }

    /// Whether a text made of words is the name of a thing, as its own name says.
    fn is_label(&self, name: &str, text: &str) -> bool {
        identifier(text).is_some() && self.labels.iter().any(|pattern| pattern.is_match(name))
    }

    /// Why a literal is a secret, if it is one, by what is said of it.
    fn judge(&self, text: &str, said: Said) -> Option<Why> {
        let named = |name: &str| {
            self.tells(name, text) && !self.is_harmless(text) && !is_own_name(name, text) && !self.is_label(name, text)
        };
        match said {
            Said::Used => self.format(text).map(|(format, ..)| Why::Format(format.name.clone())),
            Said::Called(name) | Said::Listed(name, _) => named(&name).then_some(Why::Name(name, false)),
            Said::CalledHere(name) => named(&name).then_some(Why::Name(name, true)),
            Said::DefaultOf(name, function) => named(&name).then_some(Why::Default(name, function)),
            Said::ComparedWith(name) => named(&name).then_some(Why::Comparison(name)),
        }
    }

    /// The well-known form of a text, and the part that is secret.
    fn format<'t>(&self, text: &'t str) -> Option<(&Format, &'t str, &'t str)> {
        format::of((self.formats, self.marks), text, &|part| self.is_harmless(part))
    }
}

/// Where literals stand that are given to sinks elsewhere: those texts that stand at one place only.
struct Origins<'a> {
    places: FxHashMap<String, Vec<Literal<'a>>>,
}

impl<'a> Origins<'a> {
    fn new(scene: &Scene<'a, '_>, found: &[Found<'_>]) -> Self {
        let program = scene.names.program;
        let elsewhere = |literal: &Literal<'_>| literals::text_of(program, literal.function, literal.value).is_none();
        let mut places: FxHashMap<String, Vec<Literal<'a>>> = found
            .iter()
            .filter(|found| elsewhere(&found.literal))
            .map(|found| (found.literal.text.to_string(), Vec::new()))
            .collect();
        if !places.is_empty() {
            for id in program.functions() {
                literals::visit(scene.names, id, &mut |literal, said| {
                    if said == Said::Used
                        && let Some(known) = places.get_mut(&*literal.text)
                    {
                        known.push(literal);
                    }
                });
            }
        }
        Self { places }
    }

    fn of(&self, text: &str) -> Option<&Literal<'a>> {
        match self.places.get(text)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

fn draft(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (first, patterns): (&Case, &Patterns<'_>),
    origins: &Origins<'_>,
    found: Found<'_>,
    doubts: &[&str],
) -> Draft {
    let names = scene.names;
    let Found { literal, why, is_sure, .. } = found;
    let Literal { function, value, text } = literal;
    let (steps, mut secrets) = way(scene, origins, function, value, &text, &why);
    if let Why::Format(_) = why {
        secrets = secrets.into_iter().map(|spot| narrowed(scene, patterns, function, spot, &text)).collect();
    }
    let assume = |name: &str| -> Vec<String> {
        let believed = (!is_sure).then(|| assumptions::named(name));
        believed.into_iter().chain(doubts.iter().map(|&doubt| doubt.to_owned())).collect()
    };
    let mut case = first;
    let mut row: Option<RowId> = None;
    // What the secret is, and what tells the finding from others of its function. The text itself must not go into a
    // fingerprint: who has that could try passwords against it.
    let (what, statement, assumed) = match why {
        Why::Format(format) => (format.clone(), format, doubts.iter().map(|&doubt| doubt.to_owned()).collect()),
        Why::Sink(at) => {
            let site = &scene.analysis.literals[at];
            case = rule.case(site.kind, site.context).unwrap_or(first);
            row = Some(site.row);
            let kind = scene.knowledge.kinds.get(site.kind);
            let context = site.context.and_then(|context| kind.contexts.get(context.0 as usize));
            let noun = context.map_or_else(|| kind.noun.clone(), |context| format!("the {context}"));
            let api = names.program.apis.row(site.row).api.trim_start_matches("?.");
            let what = format!("{noun} that `{api}` is given");
            (what.clone(), what, doubts.iter().map(|&doubt| doubt.to_owned()).collect())
        }
        Why::Name(name, is_local) => {
            let statement =
                if is_local { "the value of a variable".to_owned() } else { format!("the value of {name}") };
            (format!("the value of `{name}`"), statement, assume(&name))
        }
        Why::Default(name, function) => {
            let of = names.function_in_words(function);
            (format!("the default value of `{name}` of {of}"), format!("the default of {of}"), assume(&name))
        }
        Why::Comparison(name) => {
            let what = format!("what `{name}` is compared with");
            (what, "what a value is compared with".to_owned(), assume(&name))
        }
    };
    let slots = vec![
        ("sink", scene.noun(case.kind)),
        ("argument", String::new()),
        ("name", what),
        ("value", format!("{} characters", text.chars().count())),
    ];
    scene.draft(
        rule,
        Seen {
            row,
            steps,
            assumptions: assumed,
            secrets,
            statement: Some(statement),
            ..Seen::of(index, case, (function, value), slots)
        },
    )
}

/// The part of a literal that has a well-known form, where it is written as it is read; else all of it.
fn narrowed(scene: &Scene<'_, '_>, patterns: &Patterns<'_>, function: FuncId, spot: Spot, text: &str) -> Spot {
    let written = scene.names.text(function, spot.span);
    match patterns.format(text).and_then(|(_, _, secret)| Some((written.find(secret)?, secret.len()))) {
        Some((at, length)) => {
            let start = spot.span.start + at as u32;
            Spot { span: Span::new(start, start + length as u32), ..spot }
        }
        None => spot,
    }
}

/// For a literal that stands elsewhere, the way from there; and the places that must not be shown.
fn way(
    scene: &Scene<'_, '_>,
    origins: &Origins<'_>,
    function: FuncId,
    value: ir::Value,
    text: &str,
    why: &Why,
) -> (Vec<Step>, Vec<Spot>) {
    let names = scene.names;
    let here = names.spot(function, value);
    if literals::text_of(names.program, function, value).is_some() {
        return (Vec::new(), vec![here]);
    }
    let (Some(literal), Why::Sink(at)) = (origins.of(text), why) else { return (Vec::new(), Vec::new()) };
    let there = names.spot(literal.function, literal.value);
    let given = names.argument(function, value, scene.analysis.literals[*at].given);
    let steps = vec![
        Step { spot: there, note: "the literal stands here".to_owned() },
        Step { spot: here, note: format!("`{}` is given it as `{given}`", names.callee(function, value)) },
    ];
    (steps, vec![there])
}

/// The letters and digits of a text, small.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text only repeats its name, or several words of it: `CONF_PUSH_PASSWORD = "pushPassword"`.
fn is_own_name(name: &str, text: &str) -> bool {
    if letters(name) == letters(text) {
        return true;
    }
    // A name behind others, as paths and prefixes have them.
    let last = text.rsplit([':', '/']).next().unwrap_or(text);
    let Some(said) = identifier(last).filter(|said| said.len() > 1) else { return false };
    let known = words(name);
    said.iter().all(|word| known.contains(word))
}
