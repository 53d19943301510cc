//! A finding on its way to a verdict: its places, and what the engine is asked about them.
//!
//! Takes a claim and the code; gives a [`Draft`] and adds its questions to those of all.

use std::sync::Arc;

use claims::{Claimed, Stance};
use knowledge::Shape;
use review::Answered;
use rustc_hash::FxHashSet;

use crate::code::Code;
use crate::everywhere::{self, names_files_alone, says_of_all};
use crate::kin::{Kinship, kinship};
use crate::limits;
use crate::meaning::meaning;
use crate::places::{Placed, named_lines, places};
use crate::questions::Questions;
use crate::speaking::Speaking;

/// A finding on its way to a verdict.
pub(crate) struct Draft {
    pub(crate) claimed: Claimed,
    /// The ids that its words are about.
    pub(crate) meant: Vec<u32>,
    /// The ids that it names, and those.
    pub(crate) ids: Vec<u32>,
    pub(crate) placed: Vec<Placed>,
    /// What is asked of its places.
    pub(crate) asked: Vec<Ask>,
    /// The files that are looked through as a whole, by their places: all, where it names no place, or those that it names alone.
    pub(crate) looked: Vec<usize>,
    /// What is asked of these: questions by their places; none where they are too large.
    pub(crate) everywhere: Vec<usize>,
    /// How the calls are named of which models know that they are such an operation, where all files are asked about.
    pub(crate) alike: Arc<FxHashSet<String>>,
    /// The rules that speak of it, by their numbers.
    pub(crate) rules: Arc<[usize]>,
    /// Whether it is about something that is not done.
    pub(crate) is_about_lack: bool,
}

impl Draft {
    /// The ids that it names, or, where it names none, those that its words are about.
    pub(crate) fn claimed_ids(&self) -> Vec<u32> {
        let named: Vec<u32> = self.claimed.weaknesses.iter().map(|weakness| weakness.id).collect();
        if named.is_empty() { self.meant.clone() } else { named }
    }

    /// Requests that are named are the functions that answer them.
    pub(crate) fn find_routes(&mut self, code: &Code<'_>, answers: &[Answered]) {
        for ask in &mut self.asked {
            let place = &mut self.placed[ask.place];
            let Some(answered) = answers.get(ask.question).filter(|_| place.route.is_some()) else { continue };
            let Some((known, lines)) = answered.answers else { continue };
            place.file = code.files.iter().position(|file| file.known == Some(known));
            place.lines = vec![lines];
            place.audited.found_path = place.file.map(|file| code.files[file].path.to_owned());
            place.audited.found_lines = Some(lines);
            ask.lines = lines;
        }
    }

    /// What is asked of the cited lines; where none are cited, of those that hold what it names.
    pub(crate) fn cited(&self) -> impl Iterator<Item = &Ask> {
        let has_cited = self.asked.iter().any(|ask| !ask.is_named);
        self.asked.iter().filter(move |ask| !ask.is_named || !has_cited)
    }

    /// Whether it says that nothing is wrong (any more).
    pub(crate) fn defends(&self) -> bool {
        matches!(self.claimed.stance, Stance::Defends(_))
    }
}

/// A question about a place of a finding.
pub(crate) struct Ask {
    /// The place, by its number among those of the finding.
    pub(crate) place: usize,
    /// The question, by its place among all.
    pub(crate) question: usize,
    pub(crate) lines: (u32, u32),
    /// Whether the lines are not the cited ones, but hold code that the finding names.
    pub(crate) is_named: bool,
}

/// Finds the places of a claim, and asks about them.
pub(crate) fn draft(
    code: &Code<'_>,
    speaking: &mut Speaking<'_>,
    claimed: Claimed,
    searches: &mut usize,
    questions: &mut Questions,
) -> Draft {
    let meant = meaning(&claimed);
    let mut ids: Vec<u32> = claimed.weaknesses.iter().map(|weakness| weakness.id).collect();
    ids.extend(meant.iter().copied().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
    let rules = speaking.rules(&ids);
    let placed = places(code, &claimed, searches);
    let login = claimed.reach.as_ref().is_some_and(|reach| reach.login.is_some());
    let mut asked = Vec::new();
    for (at, place) in placed.iter().enumerate() {
        if let (Some(route), true) = (&place.route, questions.has_room(1) && !rules.is_empty()) {
            let question = questions.ask_route(route.clone(), (&rules, login));
            asked.push(Ask { place: at, question, lines: (0, 0), is_named: false });
            continue;
        }
        let known = place.file.and_then(|file| code.files[file].known);
        let Some(file) = known.filter(|_| !rules.is_empty()) else { continue };
        for &(first, last) in place.lines.iter().take(limits::RANGES) {
            if !questions.has_room(1) {
                break;
            }
            let lines = (first, last.min(first.saturating_add(limits::LINES)));
            let question = questions.ask(file, lines, (&rules, login));
            asked.push(Ask { place: at, question, lines, is_named: false });
        }
        for line in named_lines(code, &claimed, place) {
            if !questions.has_room(1) {
                break;
            }
            let lines = (line, line);
            let question = questions.ask(file, lines, (&rules, login));
            asked.push(Ask { place: at, question, lines, is_named: true });
        }
    }
    let lacks = |at: &usize| {
        let rule = &speaking.knowledge.rules[*at];
        let speaks = |cwe: u16| {
            let kin = ids.first().and_then(|&id| kinship(id, u32::from(cwe)));
            // What is more special is mostly about something that is done, and not about a check.
            matches!(kin, Some(Kinship::Same | Kinship::General))
        };
        matches!(rule.shape, Shape::Missing(_)) && rule.cases.iter().any(|case| speaks(case.cwe))
    };
    let is_about_lack = rules.iter().any(lacks);
    // What is said to be mended is where it stood before, and may be anywhere.
    let is_gone = || matches!(claimed.stance, Stance::Defends(_)) && placed.iter().all(|place| place.file.is_none());
    let looked = if ids.is_empty() {
        Vec::new()
    } else if placed.is_empty() || says_of_all(&claimed) || is_gone() {
        everywhere::all(code, &ids)
    } else if names_files_alone(&claimed) {
        let files: Vec<Option<usize>> = placed.iter().map(|place| place.file).collect();
        everywhere::named(code, &files)
    } else {
        Vec::new()
    };
    let everywhere = if looked.is_empty() || rules.is_empty() || is_about_lack {
        Vec::new()
    } else {
        everywhere::ask(code, &looked, &rules, questions)
    };
    let alike = if everywhere.is_empty() { Arc::default() } else { speaking.alike(&rules) };
    Draft { claimed, meant, ids, placed, asked, looked, everywhere, alike, rules, is_about_lack }
}
