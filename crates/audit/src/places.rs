//! The places of a finding: which file is meant, and where the quote stands in it.

use claims::{Claimed, ClaimedPlace, Quote, Stance};
use review::Route;

use crate::anchor::{Anchored, Sought};
use crate::code::{Code, Led};
use crate::outcome::{AuditedPlace, LineVerdict, PathVerdict, QuoteVerdict};
use crate::replaced::replaced;

/// Quotes that are shorter stand everywhere, in letters without white space.
const TELLING: usize = 12;

/// A place, judged, with the file and the lines that it is really about.
pub(crate) struct Placed {
    pub(crate) audited: AuditedPlace,
    /// The file, by its place among those of the code.
    pub(crate) file: Option<usize>,
    /// The lines to ask about: those of the quote, else the cited ones that the file has.
    pub(crate) lines: Vec<(u32, u32)>,
    /// The request that is answered there, where only that is said.
    pub(crate) route: Option<Route>,
}

/// Lines that hold a name are looked at when there are no more of them.
const NAMED: usize = 8;

/// The lines of a file that hold code which a finding names, where the cited lines hold none of it.
pub(crate) fn named_lines(code: &Code<'_>, claimed: &Claimed, placed: &Placed) -> Vec<u32> {
    let Some(sought) = placed.file.and_then(|file| code.files[file].sought.as_ref()) else { return Vec::new() };
    if placed.audited.found_lines.is_some() {
        return Vec::new();
    }
    let mut lines: Vec<u32> = Vec::new();
    for name in names(claimed) {
        lines.extend(sought.lines_with(&name, NAMED));
    }
    let is_cited = |line: &u32| placed.lines.iter().any(|(first, last)| (first..=last).contains(&line));
    if lines.iter().any(is_cited) {
        return Vec::new();
    }
    lines.sort_unstable();
    lines.dedup();
    lines.truncate(NAMED);
    lines
}

/// Code that a finding names: what is set as code in its prose, and calls in its title.
fn names(claimed: &Claimed) -> Vec<String> {
    let words =
        claimed.title.split_whitespace().filter(|word| word.contains('(') || word.trim_matches('.').contains('.'));
    let all = claimed.symbols.iter().map(String::as_str).chain(words);
    let bare = all.filter_map(|name| {
        let name = name.trim_matches(['(', '`', '"', '\'', ',', ':']).trim_end_matches("()");
        let name = if name.contains(' ') { name } else { name.split('(').next().unwrap_or(name) };
        (name.len() > 3).then(|| name.to_owned())
    });
    bare.take(16).collect()
}

/// Whether a line makes something, by giving it a name, that another piece of code works on: `link = connect(host)` and
/// `link.login(user)`.
pub(crate) fn makes(line: &str, code: &str) -> bool {
    let Some((name, value)) = line.split_once('=') else { return false };
    let name = name.trim_end_matches(':').split(':').next().unwrap_or(name).trim();
    let name = name.rsplit(' ').next().unwrap_or(name);
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_call = !value.starts_with('=') && value.contains('(');
    is_name && is_call && code.starts_with(name) && code[name.len()..].starts_with('.')
}

/// Whether something is given a name on some lines: then it is that which is meant, a setting say, and not what stands next to it.
pub(crate) fn gives_names(sought: &Sought<'_>, (first, last): (u32, u32)) -> bool {
    let gives = |line: &str| {
        let Some((name, value)) = line.split_once('=') else { return false };
        let is_part = |letter: char| letter.is_alphanumeric() || "_.[]\"'$:, ".contains(letter);
        !value.starts_with('=') && !name.trim().is_empty() && name.chars().all(is_part)
    };
    (first..=last.min(first.saturating_add(crate::limits::LINES))).filter_map(|line| sought.line(line)).any(gives)
}

/// Whether a file is one that holds what is true for one machine, and is rarely handed on with the code.
pub(crate) fn is_kept_apart(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    let is_example = name.contains("example") || name.contains("sample");
    (name == ".env" || name.starts_with(".env.")) && !is_example
        || matches!(name.as_str(), ".netrc" | ".pgpass" | ".htpasswd")
}

/// Judges the places of a finding. `searches` is how many more times all files may be searched.
pub(crate) fn places(code: &Code<'_>, claimed: &Claimed, searches: &mut usize) -> Vec<Placed> {
    let mut placed = Vec::new();
    for place in &claimed.places {
        // A name that only stands in a title or in prose, and is that of no file, is no place.
        let is_none = |path: &String| place.is_mentioned && code.led(path).verdict == PathVerdict::Missing;
        let without = ClaimedPlace { path: None, ..place.clone() };
        let place = if place.path.as_ref().is_some_and(is_none) { &without } else { place };
        if place.path.is_none() && place.lines.is_empty() && place.quotes.is_empty() && place.route.is_none() {
            continue;
        }
        let mut rest: Vec<(u32, u32)> = place.lines.clone();
        for quote in &place.quotes {
            let one = one(code, place, rest.first().copied(), Some(quote), searches);
            // Of several cited ranges the one that holds the quote is the quote's.
            let holding = one
                .audited
                .found_lines
                .and_then(|(from, to)| place.lines.iter().copied().find(|&(first, last)| first <= to && from <= last));
            let one = match holding {
                Some(range) if Some(range) != one.audited.cited_lines => {
                    self::one(code, place, Some(range), Some(quote), searches)
                }
                _ => one,
            };
            if rest.len() > 1 {
                rest.retain(|range| Some(*range) != one.audited.cited_lines);
            } else if place.quotes.len() == 1 {
                rest.clear();
            }
            placed.push(one);
        }
        if place.quotes.is_empty() && rest.is_empty() {
            placed.push(one(code, place, None, None, searches));
        }
        if place.quotes.len() < place.lines.len() || place.quotes.is_empty() {
            placed.extend(rest.into_iter().map(|range| one(code, place, Some(range), None, searches)));
        }
    }
    // Who says that it was mended shows with what: where that stands, it can be looked at.
    let is_open = |placed: &[Placed]| placed.iter().all(|placed| placed.lines.is_empty());
    if matches!(claimed.stance, Stance::Defends(_)) && is_open(&placed) {
        let unnamed = ClaimedPlace::default();
        for offered in claimed.offered.iter().take(NAMED) {
            let quote = Quote::whole(offered.clone());
            let known: Option<&ClaimedPlace> = claimed.places.iter().find(|place| place.path.is_some());
            let one = one(code, known.unwrap_or(&unnamed), None, Some(&quote), searches);
            if rank_of(one.audited.quote_verdict) <= 2 {
                placed.push(one);
            }
        }
    }
    if matches!(claimed.stance, Stance::Defends(_)) && is_open(&placed) {
        for place in placed.iter_mut().filter(|place| place.audited.quote_verdict == QuoteVerdict::Absent) {
            now(code, place, searches);
        }
    }
    if is_open(&placed) {
        functions(code, claimed, &mut placed, searches);
    }
    for place in &mut placed {
        go_by_function(code, claimed, place, searches);
    }
    placed
}

/// Puts a place where the statements stand now that its quote shows as they were.
fn now(code: &Code<'_>, place: &mut Placed, searches: &mut usize) {
    let Some(quote) = place.audited.quote.as_deref().filter(|_| *searches > 0) else { return };
    *searches -= 1;
    if let Some((file, lines)) = replaced(code, quote, place.file) {
        place.file = Some(file);
        place.lines = lines.into_iter().map(|line| (line, line)).collect();
        place.audited.found_path = Some(code.files[file].path.to_owned());
    }
}

/// Puts a place where a function stands that the finding is about, where lines without a quote are cited outside of it: a name is
/// wrong more rarely than a number.
fn go_by_function(code: &Code<'_>, claimed: &Claimed, place: &mut Placed, searches: &mut usize) {
    if place.audited.quote_verdict != QuoteVerdict::None || place.audited.cited_lines.is_none() || *searches == 0 {
        return;
    }
    let Some(sought) = place.file.and_then(|file| code.files[file].sought.as_ref()) else { return };
    let is_name =
        |word: &&str| word.contains('_') && word.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let words = claimed.title.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(is_name);
    let names: Vec<&str> = claimed.functions.iter().map(String::as_str).chain(words).take(NAMED).collect();
    if names.is_empty() {
        return;
    }
    *searches -= 1;
    let mut blocks: Vec<(u32, u32)> = names
        .into_iter()
        .filter_map(|name| sought.beginning(name))
        .map(|line| (line, sought.block_end(line, crate::limits::LINES)))
        .collect();
    blocks.dedup();
    let holds = |&(from, to): &(u32, u32)| place.lines.iter().any(|&(first, last)| first <= to && from <= last);
    if let [block] = blocks[..]
        && !holds(&block)
    {
        place.lines = vec![block];
    }
}

/// The functions that a finding names, as places: each where exactly one file begins one of its name.
fn functions(code: &Code<'_>, claimed: &Claimed, placed: &mut Vec<Placed>, searches: &mut usize) {
    let named: Vec<usize> = placed.iter().filter_map(|place| place.file).collect();
    for name in claimed.functions.iter().take(NAMED) {
        if *searches == 0 {
            return;
        }
        *searches -= 1;
        let of_file = |at: usize| Some((at, code.files[at].sought.as_ref()?.beginning(name)?));
        let all = (0..code.files.len().min(crate::limits::FILES)).filter(|at| named.is_empty() || named.contains(at));
        let found: Vec<(usize, u32)> = all.filter_map(of_file).take(2).collect();
        let [(file, line)] = found[..] else { continue };
        let audited = AuditedPlace {
            cited_path: None,
            path: PathVerdict::None,
            found_path: Some(code.files[file].path.to_owned()),
            cited_lines: None,
            quote: None,
            quote_verdict: QuoteVerdict::None,
            line: LineVerdict::NoQuote,
            found_lines: None,
            offset: None,
            instead: None,
            other_file: None,
            other_revision: None,
        };
        let Some(sought) = &code.files[file].sought else { continue };
        let lines = vec![(line, sought.block_end(line, crate::limits::LINES))];
        match placed.iter_mut().find(|place| place.file == Some(file) && place.lines.is_empty()) {
            Some(place) => place.lines = lines,
            None => placed.push(Placed { audited, file: Some(file), lines, route: None }),
        }
    }
}

fn one(
    code: &Code<'_>,
    place: &ClaimedPlace,
    cited: Option<(u32, u32)>,
    quote: Option<&claims::Quote>,
    searches: &mut usize,
) -> Placed {
    let led = match &place.path {
        Some(path) => code.led(path),
        None => Led { verdict: PathVerdict::None, files: only_file(code) },
    };
    let near = cited.map(|(first, _)| first);
    let mut best: Option<(usize, Anchored)> = None;
    if let Some(quote) = quote {
        for &file in &led.files {
            let Some(sought) = &code.files[file].sought else { continue };
            let anchored = sought.anchor(quote, near);
            let is_better = best.as_ref().is_none_or(|(_, known)| rank(&anchored) < rank(known));
            if is_better {
                best = Some((file, anchored));
            }
        }
    }
    let is_there = best.as_ref().is_some_and(|(_, anchored)| rank(anchored) <= 2);
    let elsewhere = match quote {
        Some(quote) if !is_there && *searches > 0 && telling(quote) => {
            *searches -= 1;
            another_file(code, quote, &led.files)
        }
        _ => None,
    };
    let only = led.files.first().copied().filter(|_| led.files.len() == 1);
    // Exact lines that say the same in other words are what is meant.
    let is_far = best.as_ref().is_none_or(|(_, anchored)| {
        let beside = |(from, to): (u32, u32)| cited.is_none_or(|(first, last)| to < first || last < from);
        anchored.verdict == QuoteVerdict::Absent
            || anchored.verdict == QuoteVerdict::Altered && anchored.lines.is_none_or(beside)
    });
    let retold = match (quote, only, cited) {
        (Some(quote), Some(file), Some(cited)) if is_far && elsewhere.is_none() => {
            let sought = code.files[file].sought.as_ref();
            sought.and_then(|sought| sought.anchor_retold(quote, cited)).map(|anchored| (file, anchored))
        }
        _ => None,
    };
    let begun = match (quote, only) {
        (Some(quote), Some(file)) if is_far && retold.is_none() && elsewhere.is_none() => {
            let sought = code.files[file].sought.as_ref();
            sought.and_then(|sought| sought.anchor_begun(quote)).map(|anchored| (file, anchored))
        }
        _ => None,
    };
    let best = retold.or(begun).or(best);
    let is_absent = best.as_ref().is_none_or(|(_, anchored)| anchored.verdict == QuoteVerdict::Absent);
    let elsewhere = match quote {
        Some(quote) if is_absent && elsewhere.is_none() && *searches > 0 && telling(quote) => {
            *searches -= 1;
            code.telling().file(&code.files, quote, place.path.is_none())
        }
        _ => elsewhere,
    };
    // A quote that does not stand where the path leads, and stands in another file, is that file's.
    let stands = |best: &&(usize, Anchored)| best.1.verdict != QuoteVerdict::Absent;
    let standing = best.as_ref().filter(stands).or(elsewhere.as_ref()).or(best.as_ref());
    let file = standing.map(|(file, _)| *file).or(only);
    let anchored = standing.map(|(_, anchored)| anchored.clone());
    let count = file.and_then(|file| code.files[file].sought.as_ref()).map_or(0, Sought::count);
    let found = anchored.as_ref().and_then(|anchored| anchored.lines);
    let quote_verdict = match (quote, &anchored) {
        (None, _) => QuoteVerdict::None,
        (Some(_), Some(anchored)) => anchored.verdict,
        (Some(_), None) => QuoteVerdict::Absent,
    };
    let line = line_verdict(cited, found, quote_verdict, count, file.is_some());
    let offset = match (near, found) {
        (Some(near), Some((first, _))) if matches!(line, LineVerdict::Shifted | LineVerdict::BeyondEnd) => {
            Some(i64::from(first) - i64::from(near))
        }
        _ => None,
    };
    let is_there = |&(first, _): &(u32, u32)| first >= 1 && first <= count;
    let there = cited.filter(is_there).map(|(first, last)| (first, last.min(count)));
    let mut lines: Vec<(u32, u32)> = asked(found, there, quote_verdict).into_iter().collect();
    // Of a quote of which only the beginning of a function is there, the function is meant.
    if let (Some(sought), QuoteVerdict::Partial) =
        (file.and_then(|file| code.files[file].sought.as_ref()), quote_verdict)
    {
        for (first, last) in lines.iter_mut().filter(|(first, last)| first == last && sought.begins_at(*first)) {
            *last = sought.block_end(*first, crate::limits::LINES);
        }
    }
    let is_elsewhere = elsewhere.as_ref().is_some_and(|(other, _)| Some(*other) == file) && !led.files.is_empty();
    let other_file = elsewhere
        .as_ref()
        .filter(|_| is_elsewhere || place.path.is_some())
        .map(|(other, anchored)| (code.files[*other].path.to_owned(), anchored.lines.map_or(1, |(first, _)| first)));
    let audited = AuditedPlace {
        cited_path: place.path.clone(),
        path: led.verdict,
        found_path: file.map(|file| code.files[file].path.to_owned()),
        cited_lines: cited,
        quote: quote.map(claims::Quote::text),
        quote_verdict,
        line,
        found_lines: found,
        offset,
        instead: anchored.and_then(|anchored| anchored.instead),
        other_file,
        other_revision: None,
    };
    let route = place.route.as_ref().filter(|_| lines.is_empty());
    let route = route.map(|route| Route { method: route.method.clone(), path: route.path.clone() });
    Placed { audited, file, lines, route }
}

/// The lines that are asked about: of a quote that is not there as it is, the cited ones as well that lie around what is.
fn asked(found: Option<(u32, u32)>, cited: Option<(u32, u32)>, quote: QuoteVerdict) -> Option<(u32, u32)> {
    match (found, cited) {
        (Some((from, to)), Some((first, last)))
            if matches!(quote, QuoteVerdict::Altered | QuoteVerdict::Partial) && first <= to && from <= last =>
        {
            Some((from.min(first), to.max(last)))
        }
        _ => found.or(cited),
    }
}

/// The one file that is meant where there is only one: that was asked about, or at all.
fn only_file(code: &Code<'_>) -> Vec<usize> {
    let readable = || (0..code.files.len()).filter(|&at| code.files[at].sought.is_some());
    let asked: Vec<usize> = readable().filter(|&at| code.files[at].is_asked).take(2).collect();
    let all: Vec<usize> = readable().take(2).collect();
    [asked, all].into_iter().find(|files| files.len() == 1).unwrap_or_default()
}

fn rank(anchored: &Anchored) -> u8 {
    rank_of(anchored.verdict)
}

fn rank_of(verdict: QuoteVerdict) -> u8 {
    match verdict {
        QuoteVerdict::Found => 0,
        QuoteVerdict::WhiteSpace => 1,
        QuoteVerdict::Partial => 2,
        QuoteVerdict::Altered => 3,
        QuoteVerdict::Absent | QuoteVerdict::None => 4,
    }
}

/// Whether a quote is long enough to tell a file by.
fn telling(quote: &claims::Quote) -> bool {
    quote.text().chars().filter(|letter| !letter.is_whitespace()).count() >= TELLING
}

/// The first file, by path, in which a quote stands as it is, other than those that were looked at.
fn another_file(code: &Code<'_>, quote: &claims::Quote, known: &[usize]) -> Option<(usize, Anchored)> {
    let mut others = code.files.iter().enumerate().filter(|(at, _)| !known.contains(at)).take(crate::limits::FILES);
    others.find_map(|(at, file)| {
        let sought = file.sought.as_ref()?;
        let anchored = sought.anchor_whole(quote)?;
        Some((at, anchored))
    })
}

fn line_verdict(
    cited: Option<(u32, u32)>,
    found: Option<(u32, u32)>,
    quote: QuoteVerdict,
    count: u32,
    has_file: bool,
) -> LineVerdict {
    if has_file && cited.is_some_and(|(first, _)| first > count) {
        return LineVerdict::BeyondEnd;
    }
    let Some((from, to)) = found else {
        return if quote == QuoteVerdict::None { LineVerdict::NoQuote } else { LineVerdict::Absent };
    };
    match cited {
        None => LineVerdict::NoQuote,
        Some((first, last)) if first <= from && to <= last && quote != QuoteVerdict::Partial => LineVerdict::Holds,
        Some((first, last)) if first <= to && from <= last => LineVerdict::HoldsPart,
        Some(_) => LineVerdict::Shifted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_gives_a_name_is_told_from_others() {
        let gives = |line: &str| gives_names(&Sought::of("a.py", line), (1, 1));
        assert!(gives("SESSION_COOKIE_SECURE = True"));
        assert!(gives("app.config[\"DEBUG\"] = False"));
        assert!(gives("port: int = 80"));
        assert!(!gives("app.run(debug=True)"));
        assert!(!gives("if name == 'x':"));
        assert!(!gives("# nothing"));
        assert!(!gives(""));
    }

    #[test]
    fn files_of_one_machine_are_told_by_their_names() {
        assert!(is_kept_apart(".env") && is_kept_apart("shop/.env.production") && is_kept_apart(r"C:\shop\.htpasswd"));
        assert!(!is_kept_apart(".env.example") && !is_kept_apart("shop/env.py") && !is_kept_apart(".gitignore"));
    }

    #[test]
    fn what_makes_a_thing_is_told_by_its_name() {
        assert!(makes("link = smtplib.SMTP(host, 25)", "link.login(user, password)"));
        assert!(makes("const link = connect(host)", "link.login(user)"));
        assert!(makes("link: Link = connect(host)", "link.login(user)"));
        assert!(!makes("links = connect(host)", "link.login(user)"));
        assert!(!makes("link == connect(host)", "link.login(user)"));
        assert!(!makes("link = host", "link.login(user)"));
    }
}
