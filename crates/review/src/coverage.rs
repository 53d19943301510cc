//! What was looked at, and what was not: counted from the project, the program and the analysis.

use std::collections::{BTreeMap, BTreeSet};

use contained::Step;
use engine::Analysis;
use frontends::is_notebook;
use ir::{Callee, NoteKind, Op, Span, Symbol};
use knowledge::Knowledge;
use program::{ModuleId, Program};

use crate::inputs::Inputs;
use crate::{
    Count, Coverage, Cut, Cwe, Gap, LanguageCoverage, LookedFor, Place, ProjectFile, Unresolved, UnresolvedCall,
    VersionSaid, VersionUnsettled, masked, merged, place, secret_spans,
};

/// How many unresolved calls are named.
const NAMED_CALLS: usize = 20;

/// How long a named callee may be.
const CALLEE_LENGTH: usize = 60;

pub(crate) fn coverage(
    project: &Inputs<'_>,
    knowledge: &Knowledge,
    program: &Program<'_>,
    analysis: &Analysis,
) -> Coverage {
    let mut coverage = Coverage {
        files: project.files_seen,
        configuration: project.configuration.iter().filter(|file| !is_notebook(&file.source.path)).count(),
        skipped: project.skipped.clone(),
        cuts: project.cuts.clone(),
        versions: versions(project, knowledge),
        ..Coverage::default()
    };
    let mut languages: BTreeMap<&str, LanguageCoverage> = BTreeMap::new();
    let mut opaque: BTreeMap<&str, usize> = BTreeMap::new();
    let mut imported: BTreeSet<Symbol> = BTreeSet::new();
    for (index, file) in project.files.iter().enumerate().filter(|(_, file)| file.reported) {
        coverage.gaps.extend(file.gap.clone());
        if file.language == frontends::Language::Configuration {
            continue;
        }
        let name = file.language.name();
        let language = languages.entry(name).or_insert_with(|| LanguageCoverage {
            language: name.to_owned(),
            files: 0,
            lines: 0,
            bytes: 0,
        });
        language.files += 1;
        language.lines += file.source.lines.count(file.source.text.len()) as usize;
        language.bytes += file.bytes;
        let module = program.module(ModuleId(index as u32));
        program.at_module(Step::Coverage, ModuleId(index as u32));
        for note in &module.notes {
            match note.kind {
                NoteKind::Syntax | NoteKind::Depth | NoteKind::Failure => {
                    coverage.gaps.push(Gap { place: place(&file.source, note.span), text: note.text.clone() });
                }
                NoteKind::Opaque => {}
            }
        }
        coverage.functions += module.functions.len();
        for function in &module.functions {
            for op in &function.ops {
                match op {
                    Op::Call(..) => coverage.calls += 1,
                    Op::Import(name) => drop(imported.insert(*name)),
                    Op::Opaque(name, _) => *opaque.entry(program.text(*name)).or_default() += 1,
                    _ => {}
                }
            }
        }
    }
    coverage.unsettled = unsettled(&imported, program, knowledge);
    coverage.languages = languages.into_values().collect();
    coverage.opaque = opaque.into_iter().map(|(name, count)| Count { name: name.to_owned(), count }).collect();
    unread(project, program, analysis, &mut coverage);
    coverage.unresolved = unresolved(project, program, analysis);
    cuts(project, program, analysis, &mut coverage);
    coverage.looked_for = looked_for(knowledge);
    coverage.not_looked_for = not_looked_for(&coverage.looked_for);
    coverage.gaps.sort();
    coverage.cuts.sort();
    coverage
}

/// Files of data that reviewed code reads and of which nothing is known: each is told once, where it is read first.
fn unread(project: &Inputs<'_>, program: &Program<'_>, analysis: &Analysis, coverage: &mut Coverage) {
    let mut told = BTreeSet::new();
    for &(id, value, file) in &analysis.unread {
        let (read, data) = (file_of(project, program, id), program.data_file(file));
        if let Some(why) = data.unread.as_ref().filter(|_| read.reported && told.insert(file)) {
            let span = program.function(id).span_of(value);
            let text = format!("what {} holds is not known: {why}", data.path);
            coverage.gaps.push(Gap { place: place(&read.source, span), text });
        }
    }
}

/// What files say of the versions that models ask for.
fn versions(project: &Inputs<'_>, knowledge: &Knowledge) -> Vec<VersionSaid> {
    let asked = project.versions.iter().filter(|known| knowledge.asks_version_of(&known.package));
    let said = |known: &knowledge::KnownVersion| VersionSaid {
        package: known.package.clone(),
        written: known.written.clone(),
        is_pinned: known.is_pinned,
        file: known.file.clone(),
    };
    asked.map(said).collect()
}

/// What models say of some versions of what is imported, where no file settles whether the project uses these.
fn unsettled(imported: &BTreeSet<Symbol>, program: &Program<'_>, knowledge: &Knowledge) -> Vec<VersionUnsettled> {
    let packages: BTreeSet<&str> = imported.iter().filter_map(|name| program.text(*name).split('.').next()).collect();
    let unsettled = knowledge.unsettled_versions(|package| packages.contains(package));
    let told = unsettled.into_iter().map(|versions| VersionUnsettled {
        package: versions.package_shown.clone(),
        versions: versions.written.clone(),
        taken: versions.unsettled,
    });
    told.collect::<BTreeSet<_>>().into_iter().collect()
}

fn unresolved(project: &Inputs<'_>, program: &Program<'_>, analysis: &Analysis) -> Unresolved {
    let reported = |id: &program::FuncId| file_of(project, program, *id).reported;
    let calls: Vec<_> = analysis.unresolved.iter().filter(|(id, _)| reported(id)).collect();
    let mut files: Vec<ModuleId> = calls.iter().map(|(id, _)| program.module_of(*id)).collect();
    files.sort_unstable();
    files.dedup();
    let mut first: Vec<UnresolvedCall> = Vec::new();
    for &&(id, value) in calls.iter().take(NAMED_CALLS) {
        let file = file_of(project, program, id);
        let function = program.function(id);
        let mut span = function.span_of(value);
        let place = place(&file.source, span);
        // The callee alone: what stands before the arguments.
        if let Op::Call(Callee::Value(callee), _) = function.op(value) {
            span = function.span_of(callee);
        }
        first.push(UnresolvedCall { place, callee: shortened(file, span) });
    }
    first.sort();
    Unresolved { count: calls.len(), files: files.len(), first }
}

fn shortened(file: &ProjectFile, span: Span) -> String {
    let text = file.source.text.get(span.start as usize..span.end as usize).unwrap_or("");
    let text = text.split_once('(').map_or(text, |(before, _)| before);
    let secrets = merged(secret_spans(text));
    let (text, _) = masked(text, 0, &secrets);
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() > CALLEE_LENGTH {
        line.chars().take(CALLEE_LENGTH - 1).chain(['…']).collect()
    } else {
        line
    }
}

/// A limit that was reached in a function, or something else that kept it from being told whole; nothing for context.
pub(crate) fn cut(project: &Inputs<'_>, program: &Program<'_>, id: program::FuncId, text: &str) -> Option<Cut> {
    let file = file_of(project, program, id);
    let function = program.function(id);
    file.reported.then(|| Cut {
        place: place(&file.source, function.name_span),
        function: program.text(function.qualified_name).to_owned(),
        text: text.to_owned(),
    })
}

fn cuts(project: &Inputs<'_>, program: &Program<'_>, analysis: &Analysis, coverage: &mut Coverage) {
    coverage.cuts.extend(analysis.cuts.iter().filter_map(|found| cut(project, program, found.function, found.limit)));
    for (flow, error) in &analysis.unjustified {
        let file = file_of(project, program, flow.sink.function);
        let function = program.function(flow.sink.function);
        let at: Place = place(&file.source, function.span_of(flow.sink.value));
        coverage.cuts.push(Cut {
            place: at,
            function: program.text(function.qualified_name).to_owned(),
            text: format!("a flow that ends here is not shown, because its witness did not replay: {}", error.message),
        });
    }
}

fn looked_for(knowledge: &Knowledge) -> Vec<LookedFor> {
    let catalogue = cwe::Catalogue::official();
    let rules = knowledge.rules.iter().map(|rule| {
        let mut ids: Vec<u16> = rule.cases.iter().map(|case| case.cwe).collect();
        ids.sort_unstable();
        ids.dedup();
        let cwes = ids
            .into_iter()
            .filter_map(|id| catalogue.get(u32::from(id)).map(|entry| Cwe { id, name: entry.name.clone() }))
            .collect();
        LookedFor { rule: rule.id.clone(), cwes }
    });
    rules.collect()
}

/// The newest Top 25 without what was looked for.
fn not_looked_for(looked_for: &[LookedFor]) -> Vec<Cwe> {
    let catalogue = cwe::Catalogue::official();
    let Some(newest) = (2019..2100).rev().find_map(|year| catalogue.top25(year)) else { return Vec::new() };
    let known = |id: u16| looked_for.iter().flat_map(|rule| &rule.cwes).any(|cwe| cwe.id == id);
    newest
        .iter()
        .filter_map(|&id| catalogue.get(id))
        .filter_map(|entry| u16::try_from(entry.id).ok().map(|id| Cwe { id, name: entry.name.clone() }))
        .filter(|cwe| !known(cwe.id))
        .collect()
}

/// The file of a place.
fn file_of<'p>(project: &'p Inputs<'_>, program: &Program<'_>, id: program::FuncId) -> &'p ProjectFile {
    project.files[program.module_of(id).index()]
}
