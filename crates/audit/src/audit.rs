//! The story of an audit: places are found, the engine is asked about them, and every finding gets its verdict.

use std::sync::Arc;

use claims::{Claimed, Claims, Stance};
use cwe::Catalogue;
use knowledge::{Knowledge, Scope, Shape};
use review::{Answered, History, Progress, Project, Review, Settings, Workshop, examined};

use crate::advice::{self, Against, AllHelping, Bench, Place, Tried};
use crate::code::Code;
use crate::duplicates::Duplicates;
use crate::found::{self, Claim};
use crate::hidden::hide;
use crate::kin::{Kinship, kinship};
use crate::limits;
use crate::meaning::meaning;
use crate::missed::{elsewhere, missed};
use crate::operations::are_known;
use crate::outcome::{
    Audit, Audited, AuditedPlace, Evidence, PathVerdict, QuoteVerdict, Support, SupportVerdict, Verdict,
};
use crate::places::{Placed, gives_names, is_kept_apart, makes, named_lines, places};
use crate::questions::Questions;
use crate::reach::reach;
use crate::shared::Shared;
use crate::speaking::Speaking;
use crate::stale::Stale;
use crate::support::{Heard, lacks, open, plain, support};
use crate::symbols::unknown_symbols;
use crate::unseen::unseen;
use crate::verdict::{judge, severity};
use crate::weaknesses::weaknesses;

/// A finding on its way to a verdict.
struct Draft {
    claimed: Claimed,
    /// The ids that its words are about.
    meant: Vec<u32>,
    /// The ids that it names, and those.
    ids: Vec<u32>,
    placed: Vec<Placed>,
    /// What is asked of its places.
    asked: Vec<Ask>,
    /// What is asked of all files, where it names no place: questions by their places.
    everywhere: Vec<usize>,
    /// The rules that speak of it, by their numbers.
    rules: Arc<[usize]>,
    /// Whether it is about something that is not done.
    is_about_lack: bool,
}

impl Draft {
    /// The ids that it names, or, where it names none, those that its words are about.
    fn claimed_ids(&self) -> Vec<u32> {
        let named: Vec<u32> = self.claimed.weaknesses.iter().map(|weakness| weakness.id).collect();
        if named.is_empty() { self.meant.clone() } else { named }
    }

    /// Requests that are named are the functions that answer them.
    fn find_routes(&mut self, code: &Code<'_>, answers: &[Answered]) {
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
    fn cited(&self) -> impl Iterator<Item = &Ask> {
        let has_cited = self.asked.iter().any(|ask| !ask.is_named);
        self.asked.iter().filter(move |ask| !ask.is_named || !has_cited)
    }

    /// Whether it says that nothing is wrong (any more).
    fn defends(&self) -> bool {
        matches!(self.claimed.stance, Stance::Defends(_))
    }
}

/// A question about a place of a finding.
struct Ask {
    /// The place, by its number among those of the finding.
    place: usize,
    /// The question, by its place among all.
    question: usize,
    lines: (u32, u32),
    /// Whether the lines are not the cited ones, but hold code that the finding names.
    is_named: bool,
}

/// Judges a review of a project. Quotes that stand nowhere are looked for in its history, where that is at hand. Runs on the
/// current rayon pool, as [`review::review`] does.
pub fn audit(
    workshop: &Workshop,
    (project, history): (&Project, Option<&History>),
    knowledge: &Knowledge,
    settings: &Settings,
    claims: Claims,
    progress: &dyn Progress,
) -> Audit {
    let code = Code::of(project);
    let mut cuts = claims.cuts.clone();
    let mut questions = Questions::default();
    let mut searches = limits::SEARCHES;
    let mut drafts: Vec<Draft> = Vec::with_capacity(claims.findings.len());
    let mut stale = Stale::new(history);
    let mut speaking = Speaking::new(knowledge);
    progress.stage("finding the quotes", Some(claims.findings.len()));
    for claimed in claims.findings {
        let mut draft = draft(&code, &mut speaking, claimed, &mut searches, &mut questions);
        stale.look(&draft.claimed, &mut draft.placed);
        // The prose has told which weaknesses are meant, and is asked for nothing else.
        draft.claimed.words = String::new();
        drafts.push(draft);
        progress.advance(1);
    }
    if searches == 0 {
        cuts.push(format!(
            "Quotes that do not stand where they are cited were looked for in all files {} times.",
            limits::SEARCHES
        ));
    }
    if !questions.has_room(1) {
        cuts.push(format!("Only the first {} places were examined.", limits::QUESTIONS));
    }
    let (review, answers) = examined(workshop, project, knowledge, settings, &questions.all, progress);
    for draft in &mut drafts {
        draft.find_routes(&code, &answers);
    }
    let mut findings: Vec<Audited> = Vec::with_capacity(drafts.len());
    let mut bench = Bench::new(workshop, project, knowledge, settings);
    let mut helping = AllHelping::new(knowledge);
    let mut duplicates = Duplicates::default();
    let mut shared = Shared::default();
    for (at, draft) in drafts.into_iter().enumerate() {
        let ids = draft.ids.clone();
        let mut audited = judged(&code, (&mut bench, &mut helping), &review, &answers, draft, at + 1);
        audited.duplicate_of = duplicates.earlier(&audited);
        if let Some(earlier) = audited.duplicate_of {
            audited.notes.push(format!("It says the same as finding {earlier}."));
        }
        audited.notes.extend(elsewhere(&review, &audited, &ids));
        shared.share(&mut audited);
        findings.push(audited);
    }
    if bench.is_used_up() {
        cuts.push(format!("Only the first {} pieces of offered code were tried.", limits::TRIED));
    }
    hide(&review, &mut findings);
    let mut missed = missed(&review, &findings);
    if missed.len() > limits::MISSED {
        missed.truncate(limits::MISSED);
        cuts.push(format!("Only the first {} findings that are not mentioned are told.", limits::MISSED));
    }
    Audit { format: claims.format, findings, unread: claims.unread, missed, cuts, coverage: review.coverage }
}

fn draft(
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
    let everywhere = if placed.is_empty() && !rules.is_empty() && !is_about_lack {
        everywhere(code, &rules, questions)
    } else {
        Vec::new()
    };
    Draft { claimed, meant, ids, placed, asked, everywhere, rules, is_about_lack }
}

/// Questions about all of a small program, none where it is larger or holds files in languages that Flawline does not know.
fn everywhere(code: &Code<'_>, rules: &Arc<[usize]>, questions: &mut Questions) -> Vec<usize> {
    let files = || code.files.iter().filter(|file| file.scope == Scope::Production);
    let lines: u32 =
        files().filter(|file| file.known.is_some()).filter_map(|file| Some(file.sought.as_ref()?.count())).sum();
    let is_whole = files().all(|file| file.known.is_some() || !file.is_program());
    if lines == 0 || lines > limits::WHOLE || !is_whole || !questions.has_room(code.files.len()) {
        return Vec::new();
    }
    let mut asked = Vec::new();
    for (file, sought) in files().filter_map(|file| Some((file.known?, file.sought.as_ref()?))) {
        asked.push(questions.ask(file, (1, sought.count().max(1)), (rules, false)));
    }
    asked
}

fn judged(
    code: &Code<'_>,
    (bench, helping): (&mut Bench<'_>, &mut AllHelping<'_>),
    review: &Review,
    answers: &[Answered],
    draft: Draft,
    index: usize,
) -> Audited {
    let support = supported(code, review, answers, &draft);
    let claimed = &draft.claimed;
    let first = support.evidence.first();
    let shown = first.and_then(|evidence| evidence.levels).map(|(severity, _)| severity);
    let mut repairs: Vec<String> = Vec::new();
    let mut own: Option<&review::Finding> = None;
    for (at, evidence) in support.evidence.iter().enumerate().filter(|_| support.verdict == SupportVerdict::Supported) {
        let Some(place) = &evidence.place else { continue };
        let all = review.findings.iter().chain(&review.elsewhere);
        let same =
            |finding: &&review::Finding| finding.place == *place && Some(&finding.rule) == evidence.rule.as_ref();
        for finding in all.filter(same) {
            own = own.or(Some(finding).filter(|_| at == 0));
            repairs.push(finding.mitigation.text.clone());
            repairs.extend(finding.mitigation.example.clone());
        }
        let rule = bench.knowledge.rules.iter().find(|rule| Some(&rule.id) == evidence.rule.as_ref());
        if let Some(rule) = rule {
            let page = rule.sections.iter().find(|(heading, _)| heading == "How to repair it");
            repairs.extend(page.map(|(_, text)| text.clone()));
        }
    }
    let file = draft.placed.iter().find_map(|place| code.files[place.file?].known);
    let file = file.map(|at| &bench.project.files[at]).map(|file| (file.language, file.source.text.as_str()));
    let tried = own.and_then(|own| tried(bench, code, answers, &draft, own));
    let helping = helping.of(&draft.rules);
    let advice = advice::judged(claimed, &Against { file, repairs: &repairs, helping: &helping, tried });
    let mut audited = Audited {
        index,
        // A number that counts the findings says nothing more.
        label: claimed.label.clone().filter(|label| *label != index.to_string()),
        title: claimed.title.clone(),
        lines: claimed.lines,
        stance: claimed.stance.clone(),
        weaknesses: weaknesses(claimed, &draft.meant),
        unknown_symbols: unknown_symbols(code, claimed, &draft.placed),
        claimed_severity: claimed.severity.as_ref().map(|severity| (severity.level, severity.word.clone())),
        severity: match support.verdict {
            SupportVerdict::Supported => severity(claimed.severity.as_ref().map(|severity| severity.level), shown),
            _ => severity(None, None),
        },
        reach: match claimed.stance {
            Stance::Accuses => reach(claimed.reach.as_ref(), support.origin.as_ref()),
            Stance::Defends(_) => None,
        },
        shown_severity: shown.filter(|_| support.verdict == SupportVerdict::Supported),
        mitigation: advice.verdict,
        mitigation_reason: advice.reason,
        repair: repairs.first().cloned(),
        shown: own.cloned().map(Arc::new),
        places: draft.placed.into_iter().map(|placed| placed.audited).collect(),
        support: Arc::new(support),
        duplicate_of: None,
        verdict: Verdict::Undecided,
        reason: String::new(),
        corrections: Vec::new(),
        notes: Vec::new(),
    };
    let makes = |cited: &AuditedPlace, evidence: &Evidence| {
        let path = cited.found_path.as_deref();
        let file = code.files.iter().find(|file| path == Some(file.path)).and_then(|file| file.sought.as_ref());
        let (Some(sought), Some((first, last))) = (file, cited.found_lines.or(cited.cited_lines)) else { return false };
        let lines = (first..=last.min(first.saturating_add(limits::LINES))).filter_map(|line| sought.line(line));
        lines.into_iter().any(|line| makes(line, &evidence.quote))
    };
    judge(&mut audited, &makes);
    audited
}

/// What becomes of a finding of Flawline's own with the code in place that a claim offers, at the first of its places where that can
/// be told; of several pieces of code the one that helps counts.
fn tried(
    bench: &mut Bench<'_>,
    code: &Code<'_>,
    answers: &[Answered],
    draft: &Draft,
    own: &review::Finding,
) -> Option<Tried> {
    let mut best: Option<Tried> = None;
    for offered in &draft.claimed.offered {
        for ask in draft.asked.iter().filter(|ask| !ask.is_named) {
            let file = &code.files[draft.placed[ask.place].file?];
            let function = answers.get(ask.question).and_then(|answered| answered.functions.last());
            let place = Place { path: file.path, lines: ask.lines, function };
            match bench.tried(own, &place, offered) {
                Some(Tried::Gone) => return Some(Tried::Gone),
                Some(other) => best = Some(other),
                None => {}
            }
        }
    }
    best
}

/// Whether a title names an entry of a list of known holes: `CVE-2024-12345`, `GHSA-…`.
fn names_known_hole(title: &str) -> bool {
    let upper = title.to_uppercase();
    let is_number = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    upper.match_indices("CVE-").any(|(at, _)| is_number(&upper[at + 4..])) || upper.contains("GHSA-")
}

/// Whether neither the ids of a finding nor its words say what is wrong: the ids are too general to be cited.
fn is_vague(draft: &Draft) -> bool {
    let catalogue = cwe::Catalogue::official();
    let is_general = |id: u32| matches!(catalogue.judge_mapping(id), cwe::Mapping::Refused { .. });
    draft.meant.is_empty() && draft.ids.iter().all(|&id| is_general(id))
}

/// Whether the code bears a finding out. That a quote or a file is not there bears no repair out: only what stands at a place does.
fn supported(code: &Code<'_>, review: &Review, answers: &[Answered], draft: &Draft) -> Support {
    let support = borne(code, review, answers, draft);
    let is_lack = matches!(support.reason, "no-such-file" | "quote-absent" | "beyond-end-of-file");
    if is_lack && draft.defends() && support.verdict == SupportVerdict::Refuted {
        let text = support.evidence.into_iter().map(|evidence| evidence.text).collect::<String>();
        return open(support.reason, &text);
    }
    support
}

/// What the code says of a finding that accuses.
fn borne(code: &Code<'_>, review: &Review, answers: &[Answered], draft: &Draft) -> Support {
    let placed = &draft.placed;
    let is_nowhere = |place: &Placed| {
        place.audited.path == PathVerdict::Missing && place.file.is_none()
            || place.audited.path == PathVerdict::None && place.audited.quote_verdict == QuoteVerdict::Absent
    };
    // What is kept out of what is handed on is missing there for no fault of the review.
    if let Some(path) =
        placed.iter().filter_map(|place| place.audited.cited_path.as_deref()).find(|path| is_kept_apart(path))
        && placed.iter().all(|place| place.file.is_none())
    {
        return open("not-given", &format!("`{path}` is not among the files that were given."));
    }
    if !placed.is_empty() && placed.iter().all(is_nowhere) {
        let path = placed.iter().find_map(|place| place.audited.cited_path.clone());
        let text = match path {
            Some(path) if placed.iter().all(|place| place.audited.quote.is_none()) => {
                format!("There is no file `{path}`.")
            }
            Some(path) => format!("There is no file `{path}`, and what is quoted stands nowhere in the code."),
            None => "What is quoted stands nowhere in the code.".to_owned(),
        };
        return plain(SupportVerdict::Refuted, "no-such-file", text);
    }
    let files: Vec<&Placed> = placed.iter().filter(|place| place.file.is_some()).collect();
    if placed.is_empty()
        && let Some(support) = found::anywhere(review, &Claim::new(&draft.claimed_ids(), &draft.meant))
    {
        return support;
    }
    if placed.is_empty() && !draft.everywhere.is_empty() {
        let all: Vec<&Answered> = draft.everywhere.iter().filter_map(|&question| answers.get(question)).collect();
        if are_known(&draft.claimed_ids()) && lacks(&all, &draft.ids) {
            let id = draft.ids.first().copied().unwrap_or_default();
            let text = format!("Nothing in all {} files that Flawline has read is what CWE-{id} needs.", all.len());
            return plain(SupportVerdict::Refuted, "no-such-operation", text);
        }
    }
    if files.is_empty() {
        return open("no-place", "No place in the code is named that could be looked at.");
    }
    if files.iter().all(|place| place.file.is_some_and(|file| code.files[file].known.is_none())) {
        let path = files[0].audited.found_path.clone().unwrap_or_default();
        return open("language", &format!("Flawline does not know the language of `{path}`."));
    }
    if draft.claimed.weaknesses.is_empty() && names_known_hole(&draft.claimed.title) {
        return open(
            "dependency",
            "It is about a known hole of a library; Flawline looks at how the code uses it, and not for such.",
        );
    }
    if is_vague(draft) {
        let mut places = files.iter().flat_map(|place| place.lines.iter().map(|&lines| (place.file, lines)));
        let found = places.find_map(|(file, lines)| found::at(review, code.files[file?].path, lines));
        if let Some(found) = found {
            return found;
        }
    }
    if draft.rules.is_empty() {
        if let Some(support) = beside_the_code(&draft.ids) {
            return support;
        }
        let text = match draft.ids.first() {
            Some(id) => format!("Flawline has no rule for CWE-{id} or its like."),
            None => "It names no weakness that Flawline knows.".to_owned(),
        };
        return open("no-rule", &text);
    }
    let heard: Vec<Heard<'_>> = draft
        .asked
        .iter()
        .filter_map(|ask| {
            let file = &code.files[placed[ask.place].file?];
            let answered = answers.get(ask.question)?;
            Some(Heard {
                scope: file.scope,
                lines: ask.lines,
                path: file.path,
                is_named: ask.is_named,
                may_be_off: placed[ask.place].audited.quote_verdict == QuoteVerdict::None
                    && !file.sought.as_ref().is_some_and(|sought| gives_names(sought, ask.lines)),
                is_about_lack: draft.is_about_lack,
                answered,
            })
        })
        .collect();
    if heard.is_empty() {
        return whole_file(code, review, draft, &files);
    }
    let outcome = support(&heard, &draft.ids);
    // Where nothing of the kind is done, data may pass all the same on its way to where it is.
    if outcome.verdict == SupportVerdict::Undecided || outcome.reason == "no-such-operation" {
        let mut ways = heard.iter().filter(|heard| !heard.is_named);
        let found = ways.find_map(|heard| found::on_the_way(review, &draft.ids, heard.path, heard.lines));
        if let Some(found) = found {
            return found;
        }
    }
    if outcome.reason == "no-such-operation"
        && let Some(support) = not_told_by_what_is_not_there(code, review, answers, draft)
    {
        return support;
    }
    let by_source = matches!(outcome.reason, "no-source" | "source-not-counted");
    if (by_source || outcome.reason == "other-use")
        && let Some(support) = not_looked_at(code, answers, draft, by_source)
    {
        return support;
    }
    let is_absent =
        |place: &&Placed| place.audited.quote_verdict == QuoteVerdict::Absent && place.audited.other_file.is_none();
    let quoted: Vec<&&Placed> =
        files.iter().filter(|place| place.audited.quote_verdict != QuoteVerdict::None).collect();
    let is_open = outcome.verdict != SupportVerdict::Supported
        && !(draft.defends() && outcome.verdict == SupportVerdict::Refuted);
    // Lines that are cited without any quote count by themselves.
    let is_all = files
        .iter()
        .all(|place| place.audited.quote_verdict != QuoteVerdict::None || place.audited.cited_lines.is_none());
    if is_open && is_all && !quoted.is_empty() && quoted.iter().all(|place| is_absent(place)) {
        if let Some((commit, day, line)) = quoted.iter().find_map(|place| place.audited.other_revision.clone()) {
            let path = quoted[0].audited.found_path.clone().unwrap_or_default();
            let text =
                format!("What is quoted stood in `{path}`, line {line}, as of commit {commit} ({day}), and is gone.");
            return plain(SupportVerdict::Refuted, "other-revision", text);
        }
        let path = files[0].audited.found_path.clone().unwrap_or_default();
        let text = format!("What is quoted stands neither in `{path}` nor anywhere else in the code.");
        return plain(SupportVerdict::Refuted, "quote-absent", text);
    }
    outcome
}

/// Why it proves nothing that nothing of the kind was found where a weakness is said to be: Flawline does not know all that it may
/// be, does not look at something that stands there, or finds the like elsewhere in the file.
fn not_told_by_what_is_not_there(
    code: &Code<'_>,
    review: &Review,
    answers: &[Answered],
    draft: &Draft,
) -> Option<Support> {
    let id = draft.ids.first().copied().unwrap_or_default();
    if let Some(support) = not_looked_at(code, answers, draft, false) {
        return Some(support);
    }
    let claimed = draft.claimed_ids();
    if !are_known(&claimed) {
        let text = format!("Flawline finds nothing of CWE-{id} there, and does not know all that may be it.");
        return Some(open("not-known", &text));
    }
    // What is given a name where it is cited may be what is used where the weakness is found.
    draft.cited().find_map(|ask| {
        let file = &code.files[draft.placed[ask.place].file?];
        let sought = file.sought.as_ref()?;
        let (first, last) = ask.lines;
        let is_local = answers.get(ask.question).is_none_or(|answered| !answered.functions.is_empty());
        let named = |line: u32| named_there(sought.line(line)?, is_local);
        let names: Vec<&str> = (first..=last).filter_map(named).take(limits::SYMBOLS).collect();
        found::of_name(review, &draft.ids, file.path, &names)
    })
}

/// The name that a line gives to something which more than one function may use: an attribute, a field that is declared, a name in
/// capitals, or any outside of functions.
fn named_there(line: &str, is_local: bool) -> Option<&str> {
    let (name, value) = line.split_once('=')?;
    let is_declared = name.contains(':');
    let name = name.split(':').next().unwrap_or(name).trim();
    let (owner, last) = name.rsplit_once('.').unwrap_or(("", name));
    let is_name = last.len() > 3 && last.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_shared = !is_local || is_declared || !owner.is_empty() || last.chars().all(|letter| !letter.is_lowercase());
    (is_name && is_shared && !value.starts_with('=')).then_some(last)
}

/// That something stands at a place that Flawline does not look at, and may be what is claimed. `by_source`: something of the kind
/// is known to stand there, and was refuted by where its data comes from.
fn not_looked_at(code: &Code<'_>, answers: &[Answered], draft: &Draft, by_source: bool) -> Option<Support> {
    let claimed = draft.claimed_ids();
    let said = format!("{} {}", draft.claimed.title, draft.claimed.words);
    let id = draft.ids.first().copied().unwrap_or_default();
    draft.cited().find_map(|ask| {
        let file = &code.files[draft.placed[ask.place].file?];
        let sought = file.sought.as_ref()?;
        let (first, last) = ask.lines;
        let said = |from: u32, to: u32| {
            let why = unseen((&claimed, &said), by_source, (from..=to).filter_map(|line| sought.line(line)))?;
            let place = format!("{}:{from}", file.path);
            let text = format!("{place} may be what CWE-{id} needs: Flawline does not look at {why}.");
            Some(open("not-looked-at", &text))
        };
        // Who quotes nothing may have miscounted, where nothing is done on the line itself.
        let may_be_off = !by_source
            && draft.placed[ask.place].audited.quote_verdict == QuoteVerdict::None
            && answers.get(ask.question).is_none_or(|answered| answered.here.is_empty())
            && !gives_names(sought, ask.lines);
        let next = (1..=review::NEAR).flat_map(|off| [first.checked_sub(off), last.checked_add(off)]).flatten();
        said(first, last).or_else(|| next.filter(|_| may_be_off).find_map(|line| said(line, line)))
    })
}

/// What the ids alone tell: none of them is a weakness, or none can be one in any language that Flawline knows.
fn beside_the_code(ids: &[u32]) -> Option<Support> {
    /// Everything about memory that a program manages itself is below it.
    const MEMORY: u32 = 119;
    let catalogue = Catalogue::official();
    let first = *ids.first()?;
    if ids.iter().all(|&id| catalogue.get(id).is_none()) {
        let text = format!("There is no CWE-{first}, and its words are about no weakness that is known.");
        return Some(plain(SupportVerdict::Refuted, "no-such-weakness", text));
    }
    ids.iter().all(|&id| id == MEMORY || catalogue.is_below(id, MEMORY)).then(|| {
        let text = format!("CWE-{first} is about memory that a program manages itself, which none in a language that Flawline knows does.");
        plain(SupportVerdict::Refuted, "other-language", text)
    })
}

/// What is known of a finding that names a file and no line: whether the file has such a weakness.
fn whole_file(code: &Code<'_>, review: &Review, draft: &Draft, files: &[&Placed]) -> Support {
    let paths: Vec<&str> = files.iter().filter_map(|place| Some(code.files[place.file?].path)).collect();
    let is_quoted = files.iter().any(|place| place.audited.quote_verdict == QuoteVerdict::Absent);
    match found::in_files(review, &Claim::new(&draft.claimed_ids(), &draft.meant), &paths) {
        Some(found) => found,
        None if is_quoted => {
            let path = paths.first().copied().unwrap_or_default();
            let text = format!("What is quoted stands neither in `{path}` nor anywhere else in the code.");
            plain(SupportVerdict::Refuted, "quote-absent", text)
        }
        None => {
            let is_beyond = files.iter().any(|place| place.audited.line == crate::outcome::LineVerdict::BeyondEnd);
            let path = paths.first().copied().unwrap_or_default();
            if is_beyond {
                let text = format!("`{path}` has no such line, and no weakness of the kind is found in it.");
                return plain(SupportVerdict::Refuted, "beyond-end-of-file", text);
            }
            open("no-place", &format!("No line of `{path}` is named, and no weakness of the kind is found in it."))
        }
    }
}
