//! *call*: a call that is a weakness by itself, or, for a rule that asks for more, one of which tells where its result
//! goes, or a name nearby. Where nothing does, the finding assumes it, and is a lead at most.

use engine::UseSite;
use knowledge::{Rule, Telling};

use super::evidence::{Reason, Wanted, Way, is_only_asked};
use super::nearby::{NearName, Of};
use super::words::words;
use super::{Draft, Scene, Seen};
use crate::assumptions::{by_name, named};
use crate::slots::fill;
use crate::{Step, steps};

pub(super) fn find(scene: &Scene<'_, '_>, index: usize, rule: &Rule, telling: &Telling) -> Vec<Draft> {
    let wanted = Wanted::new(scene, telling);
    let sites = scene.analysis.uses.iter();
    sites
        .filter_map(|site| {
            scene.contained(site.function, || told_of(scene, index, rule, (&wanted, telling), site)).flatten()
        })
        .collect()
}

/// The finding at one use, if it is one.
fn told_of(
    scene: &Scene<'_, '_>,
    index: usize,
    rule: &Rule,
    (wanted, telling): (&Wanted<'_, '_>, &Telling),
    site: &UseSite,
) -> Option<Draft> {
    let case = rule.case(site.kind, site.context)?;
    if !wanted.is_nothing() && is_only_asked(scene.names.program.function(site.function), site.value) {
        return None;
    }
    let names = scene.names;
    if is_in_spared_file(scene, telling, site) {
        return None;
    }
    let mut assumptions = Vec::new();
    let row = names.program.apis.row(site.row);
    if row.api.starts_with("?.") {
        let hop = engine::Hop { function: site.function, value: site.value, kind: engine::HopKind::Sink(site.row) };
        assumptions.extend(by_name(names, hop, &row.receivers));
    }
    let told = told(scene, wanted, site)?;
    assumptions.extend(told.assumptions);
    let slots = vec![
        ("sink", scene.noun(site.kind)),
        ("argument", site.on.map(|on| names.argument(site.function, site.value, on)).unwrap_or_default()),
        ("name", site.name.clone().unwrap_or_default()),
        ("value", names.value(site.function, site.value)),
    ];
    let mut draft = scene.draft(rule, Seen { steps: told.steps, assumptions, ..Seen::at(index, case, site, slots) });
    if !told.sentence.is_empty() {
        draft.finding.message.push(' ');
        draft.finding.message.push_str(&told.sentence);
    }
    Some(draft)
}

/// Whether the name of the file, or of a folder around it, tells that the use is none.
fn is_in_spared_file(scene: &Scene<'_, '_>, telling: &Telling, site: &UseSite) -> bool {
    if telling.spared_files.is_empty() {
        return false;
    }
    let path = &scene.names.files[scene.names.program.module_of(site.function).index()].path;
    let says = |name: &str| {
        let spaced = words(name).join(" ");
        telling.spared_files.iter().any(|pattern| pattern.is_match(&spaced))
    };
    path.split('/').any(says)
}

/// What tells that a use is a weakness, in words.
#[derive(Default)]
struct Told {
    sentence: String,
    assumptions: Vec<String>,
    steps: Vec<Step>,
}

/// None where the rule asks for something that tells it, and nothing does, or a name tells that it is none.
fn told(scene: &Scene<'_, '_>, wanted: &Wanted<'_, '_>, site: &UseSite) -> Option<Told> {
    if wanted.is_nothing() {
        return Some(Told::default());
    }
    if wanted.is_spared(scene, site) {
        return None;
    }
    Some(match wanted.reason(scene, site) {
        Some(Reason::Reaches(way, at, name)) => {
            let sink = way.flow.sink;
            let slots = [
                ("api", scene.names.program.apis.row(sink.row).api.trim_start_matches("?.").to_owned()),
                ("argument", scene.names.argument(sink.function, sink.value, sink.given)),
                ("name", name.or_else(|| given_name(scene, &way)).unwrap_or_default()),
            ];
            Told { sentence: fill(&at.says, &slots), ..told_by(scene, way) }
        }
        Some(Reason::Checked(way, name)) => {
            let sentence = format!("{} What it gives is compared with `{name}`.", comes_in(scene, &way));
            let mut told = Told { sentence, ..told_by(scene, way) };
            told.assumptions.push(named(&name));
            told
        }
        Some(Reason::Name(NearName { of, name })) => {
            let sentence = match of {
                Of::Given => format!("What goes into it is called `{name}`."),
                Of::Becomes => format!("What it gives becomes `{name}`."),
                Of::Compared => format!("What it gives is compared with `{name}`."),
                Of::Around => format!("It stands in `{name}`."),
            };
            Told { sentence, assumptions: vec![named(&name)], steps: Vec::new() }
        }
        None if wanted.is_only_told() => return None,
        None => lead(scene, wanted, site),
    })
}

/// What is assumed of a use of which nothing tells what it is for.
pub const FOR_SOMETHING: &str = "something depends on it, although nothing near it tells so";

/// Nothing tells that anything depends on the use. Data of others that goes in is shown.
fn lead(scene: &Scene<'_, '_>, wanted: &Wanted<'_, '_>, site: &UseSite) -> Told {
    let depends = FOR_SOMETHING.to_owned();
    let Some(way) = wanted.data(scene, site) else {
        let assumptions = vec![depends, "others choose what goes into it".to_owned()];
        return Told { assumptions, ..Told::default() };
    };
    let mut told = Told { sentence: comes_in(scene, &way), ..told_by(scene, way) };
    told.assumptions.extend([depends, "whoever sends that data gains something by it".to_owned()]);
    told
}

fn told_by(scene: &Scene<'_, '_>, way: Way<'_>) -> Told {
    let steps = steps::of_flow(scene.names, scene.knowledge, scene.analysis, way.flow);
    Told { sentence: String::new(), assumptions: way.assumptions, steps }
}

fn comes_in(scene: &Scene<'_, '_>, way: &Way<'_>) -> String {
    let noun = scene.noun(way.flow.source.kind);
    format!("Data of {noun} goes into it: `{}`.", steps::source_text(scene.names, way.flow))
}

fn given_name(scene: &Scene<'_, '_>, way: &Way<'_>) -> Option<String> {
    crate::assumptions::given_name(scene.names, way.flow).map(str::to_owned)
}
