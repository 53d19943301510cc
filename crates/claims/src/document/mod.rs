//! Reviews that people and models write: Markdown and plain text.
//!
//! Takes a text; gives claims. The text becomes lines ([`lines`]), the lines parts ([`sections`]), and each part that is a finding
//! a claim ([`finding`]). What speaks of weaknesses or places outside of a finding is told as unread.

mod attacks;
mod cited;
mod fences;
mod finding;
mod gathering;
mod headings;
mod items;
mod keys;
mod lines;
mod pieces;
mod places;
mod routes;
mod sections;
mod tables;
mod titles;

use std::collections::BTreeMap;

use self::finding::{Context, claimed};
use self::gathering::gathered;
use self::keys::keyed;
use self::lines::{Kind, Line};
use self::pieces::naming;
use self::places::places;
use self::sections::{Part, parts};
use self::tables::Told;
use crate::claim::{Claimed, ClaimedSeverity, ClaimedWeakness, Claims, Stance, Unread};
use crate::limits;
use crate::weakness::{ids, weaknesses};
use crate::words::{Field, Side, field, folded, is_repetition, level, side};

/// Reads a document.
pub(crate) fn read(document: &str) -> Claims {
    let mut lines = lines::lines(document);
    let parts = parts(&lines);
    let mut claims = Claims::default();
    let preface = preface(&lines, &parts);
    let above = above(&lines, &parts);
    let mut rows = Vec::new();
    for part in &parts {
        if claims.findings.len() >= limits::FINDINGS {
            claims.cuts.push(format!("Only the first {} findings were read.", limits::FINDINGS));
            break;
        }
        let context = context(&lines, &above, part, preface.as_deref());
        let body = &lines[part.body.clone()];
        if part.is_finding {
            claims.findings.push(claimed(part.title.map(|line| &lines[line]), body, &context));
            // No other part looks at them.
            for line in &mut lines[part.body.clone()] {
                line.forget();
            }
        } else {
            rows.extend(tables::findings(body, &context));
        }
    }
    let loose = parts.iter().filter(|part| !part.is_finding).flat_map(|part| tables::told(&lines[part.body.clone()]));
    let told: BTreeMap<String, Told> = loose.collect();
    for finding in &mut claims.findings {
        let Some(told) = finding.label.as_ref().and_then(|label| told.get(&folded(label))) else { continue };
        finding.severity = finding.severity.take().or_else(|| told.severity.clone());
        if let (Stance::Accuses, Some(word)) = (&finding.stance, &told.defence) {
            finding.stance = Stance::Defends(word.clone());
        }
    }
    drop_repeated(&mut claims.findings);
    // A row that sums up what has a section of its own says nothing more.
    rows.retain(|row| !claims.findings.iter().any(|section| sums_up(row, section)));
    claims.findings.extend(rows);
    claims.findings.sort_by_key(|finding| finding.lines);
    claims.findings.truncate(limits::FINDINGS);
    claims.unread = unread(&lines, &parts, &claims.findings);
    claims
}

/// Drops what only speaks of a finding again, by what it is called by: it names no weakness and no line, and another does.
fn drop_repeated(findings: &mut Vec<Claimed>) {
    // "Finding 1" may be another in each chapter.
    let called = |finding: &Claimed| {
        let label = finding.label.as_deref()?;
        let is_own = label.starts_with(char::is_alphabetic) && !label.contains([' ', '#']);
        is_own.then(|| folded(label))
    };
    let tells = |finding: &Claimed| {
        !finding.weaknesses.is_empty()
            || finding.places.iter().any(|place| !place.lines.is_empty() || !place.quotes.is_empty())
    };
    // The one that tells most is kept: one with a weakness or a line, else the first.
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(label) = called(finding) else { continue };
        let best = kept.entry(label).or_insert(at);
        if !tells(&findings[*best]) && tells(finding) {
            *best = at;
        }
    }
    let mut at = 0;
    findings.retain(|finding| {
        let is_again = finding.weaknesses.is_empty() && is_repetition(&finding.title);
        let is_kept =
            !is_again && (tells(finding) || called(finding).is_none_or(|label| kept.get(&label) == Some(&at)));
        at += 1;
        is_kept
    });
}

/// Whether a row of a table says no more than that there is a finding.
fn sums_up(row: &Claimed, section: &Claimed) -> bool {
    if let (Some(of_row), Some(of_section)) = (&row.label, &section.label) {
        let is_same = folded(of_row) == folded(of_section);
        // A number may count the rows alone.
        if is_same || of_row.contains(char::is_alphabetic) && of_section.contains(char::is_alphabetic) {
            return is_same;
        }
    }
    let words = |title: &str| -> Vec<String> { folded(title).split(' ').map(str::to_owned).collect() };
    let (short, long) = (words(&row.title), words(&section.title));
    let shared = short.iter().filter(|word| long.contains(word)).count();
    let is_alike = !row.title.is_empty() && 5 * shared >= 3 * short.len();
    let has_id = row.weaknesses.iter().any(|one| section.weaknesses.iter().any(|other| one.id == other.id));
    let has_place = row
        .places
        .iter()
        .any(|one| section.places.iter().any(|other| one.path == other.path && one.lines == other.lines));
    is_alike && (has_id || row.weaknesses.is_empty() || has_place) || has_id && has_place
}

/// The one file of which a review says at its beginning that it is about it.
fn preface(lines: &[Line], parts: &[Part]) -> Option<String> {
    let first = parts.iter().filter(|part| part.is_finding).map(|part| part.title.unwrap_or(part.body.start)).min()?;
    let mut paths: Vec<String> = Vec::new();
    for line in &lines[..first] {
        if !matches!(line.kind, Kind::Code { .. } | Kind::Row { .. }) {
            paths.extend(places(&line.text()).into_iter().filter_map(|spot| spot.path));
        }
    }
    paths.sort();
    paths.dedup();
    if paths.len() == 1 { paths.pop() } else { None }
}

/// What is said above a part.
fn context(lines: &[Line], above: &BTreeMap<usize, Above>, part: &Part, preface: Option<&str>) -> Context {
    /// Letters of a heading that are kept for each finding below it.
    const HEADING: usize = 200;
    let mut context = Context { path: preface.map(str::to_owned), ..Context::default() };
    for &heading in &part.above {
        let text = lines[heading].text();
        if lines[heading].level().is_some_and(|level| level > 1) {
            context.headings.insert(0, text.chars().take(HEADING).collect());
        }
        if let Some(path) = places(&text).into_iter().find_map(|spot| spot.path) {
            context.path = Some(path);
        }
        if let Some(above) = above.get(&heading) {
            if !above.weaknesses.is_empty() {
                context.weaknesses.clone_from(&above.weaknesses);
            }
            context.defence = above.defence.clone().or(context.defence);
        }
        let folded = folded(&text);
        if folded.split(' ').count() <= 5
            && let Some((level, word)) = level(&text).filter(|_| field(&text).is_none())
        {
            context.severity = Some(ClaimedSeverity { level, word });
        }
        context.defence = match side(&text).filter(|_| folded.split(' ').count() <= 8) {
            // "✅ All checks passed"
            Some((Side::Defends, word)) if text.contains(['✅', '✔']) || is_settled(&word, &folded) => Some(word),
            Some((Side::Accuses, _)) => None,
            _ => match gathered(&text) {
                Some((Side::Defends, word)) => Some(word.to_owned()),
                Some((Side::Accuses, _)) => None,
                None => context.defence,
            },
        };
    }
    context
}

/// Whether a word that stands in a short heading says of all below it that nothing is wrong (any more).
fn is_settled(word: &str, heading: &str) -> bool {
    let known = [
        "fixed",
        "resolved",
        "false positive",
        "safe",
        "not security",
        "not a security",
        "non issue",
        "误报",
        "已修复",
    ];
    heading.split(' ').count() <= 5 && known.iter().any(|known| word.contains(known))
}

/// What a heading and the lines below it, outside of its findings, say of all these.
struct Above {
    /// The weaknesses that it names, or that keys between it and the next heading do.
    weaknesses: Vec<ClaimedWeakness>,
    /// By which word it is said that nothing is wrong: "Assessment: ✅ false positive".
    defence: Option<String>,
}

/// What the headings above findings say. Each line is looked at once for each heading that it stands below.
fn above(lines: &[Line], parts: &[Part]) -> BTreeMap<usize, Above> {
    /// So many lines behind a heading may say which weakness it is about.
    const FIRST: usize = 64;
    let mut is_of_finding = vec![false; lines.len()];
    for part in parts.iter().filter(|part| part.is_finding) {
        is_of_finding[part.body.clone()].fill(true);
        part.title.into_iter().for_each(|title| is_of_finding[title] = true);
    }
    let mut all: BTreeMap<usize, Above> = BTreeMap::new();
    for &heading in parts.iter().filter(|part| part.is_finding).flat_map(|part| &part.above) {
        let Some(level) = lines[heading].level().filter(|level| *level > 1 && !all.contains_key(&heading)) else {
            continue;
        };
        let first = lines[heading + 1..].iter().take_while(|line| line.level().is_none()).take(FIRST);
        let keys = first.flat_map(|line| keyed(&line.pieces)).filter(|keyed| keyed.field == Field::Weakness);
        let of_keys: Vec<ClaimedWeakness> = keys.flat_map(|keyed| weaknesses(&naming(&keyed.value), true)).collect();
        let of_title = || weaknesses(&naming(&lines[heading].pieces), true);
        let below = (heading + 1..lines.len()).take_while(|&at| lines[at].level().is_none_or(|other| other > level));
        // What stands below another heading in between is about that one.
        let mut top = u8::MAX;
        let headings = below.filter(|&at| {
            let Some(level) = lines[at].level() else { return false };
            top = top.min(level);
            level <= top && !is_of_finding[at]
        });
        let statuses = headings.flat_map(|at| keyed(&lines[at].pieces)).filter(|keyed| keyed.field == Field::Status);
        let mut sides = statuses.filter_map(|keyed| side(&lines::text(&keyed.value)));
        let defence = sides.find(|(side, _)| *side == Side::Defends).map(|(_, word)| word);
        let weaknesses = if of_keys.is_empty() { of_title() } else { of_keys };
        all.insert(heading, Above { weaknesses, defence });
    }
    all
}

/// Lines outside of findings that name a weakness or a place which no finding names.
fn unread(lines: &[Line], parts: &[Part], findings: &[Claimed]) -> Vec<Unread> {
    let mut unread = Vec::new();
    let said_id = |id: u32| findings.iter().any(|finding| finding.weaknesses.iter().any(|weakness| weakness.id == id));
    let covers = |at: u32| findings.iter().any(|finding| (finding.lines.0..=finding.lines.1).contains(&at));
    let said_place = |spot: &places::Spot| {
        let places = findings.iter().flat_map(|finding| &finding.places);
        places.into_iter().any(|place| {
            (spot.path.is_none() || spot.path == place.path) && spot.lines.iter().all(|line| place.lines.contains(line))
        })
    };
    for part in parts.iter().filter(|part| !part.is_finding) {
        for line in &lines[part.body.clone()] {
            let text = match &line.kind {
                Kind::Code { .. } => continue,
                Kind::Row { cells, .. } => cells.iter().map(|cell| lines::text(cell)).collect::<Vec<_>>().join(" | "),
                _ => line.text(),
            };
            if covers(line.at) {
                continue;
            }
            let names_id = ids(&text).iter().any(|found| !said_id(found.id));
            let names_place = places(&text).iter().any(|spot| !spot.lines.is_empty() && !said_place(spot));
            if (names_id || names_place) && unread.len() < limits::UNREAD {
                let why = if names_id {
                    "it names a weakness outside of any finding"
                } else {
                    "it names a place outside of any finding"
                };
                unread.push(Unread { line: line.at, text: text.chars().take(160).collect(), why });
            }
        }
    }
    let is_defended = findings.iter().any(|finding| matches!(finding.stance, Stance::Defends(_)));
    if findings.is_empty() && unread.is_empty() && !is_defended {
        let text = lines.iter().map(Line::text).find(|text| !text.trim().is_empty()).unwrap_or_default();
        unread.push(Unread {
            line: 1,
            text: text.chars().take(160).collect(),
            why: "it names no weakness by its id and no line of code",
        });
    }
    unread
}

#[cfg(test)]
pub(crate) mod tests;
