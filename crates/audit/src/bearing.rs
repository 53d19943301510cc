//! Whether the code bears a finding out: by what the engine answers, by what Flawline finds itself, by what it is known not to look at,
//! and by what all of the code lacks.
//!
//! Takes a finding with its places and the answers about them; gives a verdict with its evidence. What proves nothing leaves it open.

use claims::names_known_hole;
use cwe::Catalogue;
use knowledge::Scope;
use review::{Answered, Review};

use crate::code::Code;
use crate::draft::Draft;
use crate::everywhere::names_files_alone;
use crate::found::{self, Claim};
use crate::imports::of_import;
use crate::kin::{Kinship, kinship};
use crate::lacking::{Said, lacking, says_lack};
use crate::limits;
use crate::meaning::is_by_prose_alone;
use crate::nowhere::nowhere;
use crate::operations::are_known;
use crate::outcome::{LineVerdict, PathVerdict, QuoteVerdict, Support, SupportVerdict};
use crate::passed_over::{is_about_it, nothing_hangs_on_it};
use crate::places::{Placed, gives_names, is_kept_apart};
use crate::support::{Heard, is_of_secrets, of_test, open, plain, support};
use crate::test_code::harms_who_runs_it;
use crate::unseen::unseen;

/// Why it is open whether something is done that a finding says is not: then all of the code is looked at.
const LACKING: [&str; 5] = ["no-place", "no-rule", "no-sibling", "not-known", "language"];

/// What is said of a finding about a library.
pub(crate) fn of_library() -> Support {
    open(
        "dependency",
        "It is about a known hole of a library; Flawline looks at how the code uses it, and not for such.",
    )
}

/// Whether neither the ids of a finding nor its words say what is wrong: the ids are too general to be cited.
fn is_vague(draft: &Draft) -> bool {
    let catalogue = cwe::Catalogue::official();
    let is_general = |id: u32| matches!(catalogue.judge_mapping(id), cwe::Mapping::Refused { .. });
    draft.meant.is_empty() && draft.ids.iter().all(|&id| is_general(id))
}

/// Whether the code bears a finding out. That a quote or a file is not there bears no repair out: only what stands at a place does.
pub(crate) fn supported(code: &Code<'_>, review: &Review, answers: &[Answered], draft: &Draft) -> Support {
    let support = borne(code, review, answers, draft);
    if support.verdict == SupportVerdict::Undecided
        && support.reason != "gap"
        && let Some(path) = only_in_tests(code, draft)
    {
        return of_test(path);
    }
    // What lacks everywhere lacks where a quote is not as it is cited, too.
    let is_lack = matches!(support.reason, "no-such-file" | "quote-absent" | "beyond-end-of-file");
    let is_gone = is_lack && !draft.defends() && says_lack(&draft.claimed.title);
    if support.verdict == SupportVerdict::Undecided && LACKING.contains(&support.reason) || is_gone {
        let ids = draft.claimed_ids();
        let claimed = &draft.claimed;
        let said = Said { title: &claimed.title, words: &claimed.words, stance: &claimed.stance, ids: &ids };
        if let Some(support) = lacking(code, &said) {
            return support;
        }
    }
    if is_lack && draft.defends() && support.verdict == SupportVerdict::Refuted {
        if let Some(support) = nowhere(code, answers, draft, &[]) {
            return support;
        }
        let text = support.evidence.into_iter().map(|evidence| evidence.text).collect::<String>();
        return open(support.reason, &text);
    }
    support
}

/// The file of a finding of which all files are tests, unless it is about what harms whoever runs them, or about a library.
fn only_in_tests<'c>(code: &'c Code<'_>, draft: &Draft) -> Option<&'c str> {
    let files = || draft.placed.iter().filter_map(|place| Some(&code.files[place.file?]));
    let is_test = files().all(|file| file.scope == Scope::Test && file.known.is_some());
    let harms = draft.ids.iter().any(|&id| harms_who_runs_it(id));
    let is_of_library = draft.claimed.weaknesses.is_empty() && names_known_hole(&draft.claimed.title);
    let is_nowhere = draft.placed.iter().any(|place| place.file.is_none() && place.audited.path != PathVerdict::None);
    files().next().map(|file| file.path).filter(|_| is_test && !harms && !is_of_library && !is_nowhere)
}

/// What the code says of a finding that accuses.
fn borne(code: &Code<'_>, review: &Review, answers: &[Answered], draft: &Draft) -> Support {
    let placed = &draft.placed;
    let is_nowhere = |place: &Placed| {
        place.audited.path == PathVerdict::Missing && place.file.is_none()
            || place.audited.path == PathVerdict::None
                && place.audited.quote_verdict == QuoteVerdict::Absent
                && place.lines.is_empty()
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
    let paths: Vec<&str> = files.iter().filter_map(|place| Some(code.files[place.file?].path)).collect();
    if names_files_alone(&draft.claimed)
        && let Some(support) = found::in_files(review, &Claim::new(&draft.claimed_ids(), &draft.meant), &paths)
    {
        return support;
    }
    if placed.is_empty()
        && let Some(support) = found::anywhere(review, &Claim::new(&draft.claimed_ids(), &draft.meant))
        && (!draft.defends() || is_the_secret(draft, &support))
    {
        return support;
    }
    if let Some(support) = nowhere(code, answers, draft, &paths) {
        return support;
    }
    if files.is_empty() {
        return open("no-place", "No place in the code is named that could be looked at.");
    }
    if files.iter().all(|place| place.file.is_some_and(|file| code.files[file].known.is_none())) {
        let path = files[0].audited.found_path.clone().unwrap_or_default();
        return open("language", &format!("Flawline does not know the language of `{path}`."));
    }
    if draft.claimed.weaknesses.is_empty() && names_known_hole(&draft.claimed.title) {
        return of_library();
    }
    if is_vague(draft) {
        let mut places = files.iter().flat_map(|place| place.lines.iter().map(|&lines| (place.file, lines)));
        let found = places.find_map(|(file, lines)| found::at(review, code.files[file?].path, lines));
        if let Some(found) = found {
            return found;
        }
    }
    let claimed = draft.claimed_ids();
    if is_about_it(&claimed)
        && let Some(text) = files.iter().find_map(|place| {
            let file = &code.files[place.file?];
            let sought = file.sought.as_ref().filter(|_| file.known.is_some())?;
            place.lines.iter().find_map(|&lines| nothing_hangs_on_it(sought, lines))
        })
    {
        return plain(SupportVerdict::Refuted, "nothing-hangs-on-it", text);
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
                is_quoted: placed[ask.place].audited.line == LineVerdict::Holds,
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
    let mut outcome = support(&heard, &draft.ids);
    // That one thing is well done says nothing of another that is often taken for it.
    if let Some(found) = outcome.evidence.first().and_then(|evidence| evidence.cwe)
        && draft.defends()
        && outcome.verdict == SupportVerdict::Supported
        && draft.ids.iter().filter_map(|&id| kinship(id, found)).min().is_none_or(|kin| kin >= Kinship::Near)
    {
        let text = format!("What is found there is CWE-{found}, which is not what is said not to be there.");
        outcome = open("another-weakness", &text);
    }
    // What a review would not show for sure does not refute who says that it is mended.
    if draft.defends() && outcome.verdict == SupportVerdict::Supported && outcome.reason == "below-confidence" {
        outcome.verdict = SupportVerdict::Undecided;
    }
    // Where nothing of the kind is done, data may pass all the same on its way to where it is.
    if outcome.verdict == SupportVerdict::Undecided || outcome.reason == "no-such-operation" {
        let mut ways = heard.iter().filter(|heard| !heard.is_named);
        let found = ways.find_map(|heard| found::on_the_way(review, &draft.ids, heard.path, heard.lines));
        if let Some(found) = found {
            return found;
        }
    }
    // Who cites what brings something in means what the file does with it.
    if outcome.reason == "no-such-operation"
        && !draft.defends()
        && let Some(found) = of_import(code, review, draft)
    {
        return found;
    }
    // Where names of it stand says nothing of the rest of a file.
    if outcome.reason == "no-such-operation" && names_files_alone(&draft.claimed) {
        return whole_file(code, review, draft, &files);
    }
    if outcome.reason == "no-such-operation" && is_by_prose_alone(&draft.claimed) {
        return open("vague", "It names no weakness, and its words alone do not tell for certain which one is meant.");
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
    // What is quoted as the protection has to stand there, where nothing but where the data comes from speaks for it.
    let is_other = |place: &&Placed| {
        matches!(place.audited.quote_verdict, QuoteVerdict::Absent | QuoteVerdict::Altered | QuoteVerdict::Partial)
    };
    if draft.defends() && outcome.reason == "no-source" && files.iter().any(is_other) {
        let text = "Nothing is found there, but what is quoted as its protection does not stand there as it is quoted.";
        return open("other-protection", text);
    }
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

/// Whether a secret that is found anywhere may be the one of which a title says that it is none; so is what is no secret.
fn is_the_secret(draft: &Draft, found: &Support) -> bool {
    /// These say of no secret which one it is.
    const GENERAL: [&str; 14] = [
        "and",
        "code",
        "coded",
        "config",
        "credential",
        "environment",
        "hard",
        "hardcoded",
        "key",
        "secret",
        "security",
        "source",
        "the",
        "variable",
    ];
    let code = found.evidence.first().map(|evidence| claims::folded(&evidence.quote)).unwrap_or_default();
    let title = claims::folded(&draft.claimed.title);
    let words = title.split(' ').map(|word| word.trim_end_matches('s')).filter(|word| word.len() > 2);
    let own: Vec<&str> = words.filter(|word| !GENERAL.contains(word)).collect();
    !is_of_secrets(&draft.claimed_ids()) || own.is_empty() || own.iter().any(|word| code.contains(word))
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
        let cited = (first..=last).filter_map(named);
        // What is quoted may be given that name elsewhere in the file.
        let quotes = draft.claimed.places.iter().flat_map(|place| &place.quotes).flat_map(|quote| &quote.runs);
        let quoted = quotes.flat_map(|run| run.lines()).filter_map(|line| named_there(line.trim(), true));
        let names: Vec<&str> = cited.chain(quoted).take(limits::SYMBOLS).collect();
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
            let is_beyond = files.iter().any(|place| place.audited.line == LineVerdict::BeyondEnd);
            let path = paths.first().copied().unwrap_or_default();
            if is_beyond {
                let text = format!("`{path}` has no such line, and no weakness of the kind is found in it.");
                return plain(SupportVerdict::Refuted, "beyond-end-of-file", text);
            }
            open("no-place", &format!("No line of `{path}` is named, and no weakness of the kind is found in it."))
        }
    }
}
