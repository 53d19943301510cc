//! One finding of a document: its lines in, what they claim out.

mod keyed;

use super::attacks::{is_attack, is_command};
use super::cited::Cited;
use super::fences::fences;
use super::gathering::is_subject;
use super::keys::{keyed, of_row};
use super::lines::{Kind, Line, Piece, text};
use super::pieces::{is_advice, is_praised, looks_like_code, naming, spots_of};
use super::places::{Spot, places};
use super::routes::routes;
use super::titles::{label, title};
use crate::claim::{Claimed, ClaimedPlace, ClaimedSeverity, Quote, Stance};
use crate::reach::Keys;
use crate::weakness::{ids, weaknesses};
use crate::words::{Field, Side, denial, field, folded, heading, side};

/// Prose beyond this is not kept, in bytes; nor are more symbols and weaknesses of one finding.
const LONGEST: usize = 16_384;
const MOST: usize = 64;

/// What is said further up, for this finding among others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// The file.
    pub(crate) path: Option<String>,
    /// How bad.
    pub(crate) severity: Option<ClaimedSeverity>,
    /// Which weakness, for findings that name none.
    pub(crate) weaknesses: Vec<crate::ClaimedWeakness>,
    /// By which word it is said that nothing is wrong.
    pub(crate) defence: Option<String>,
    /// The headings, the nearest first.
    pub(crate) headings: Vec<String>,
}

/// Reads a finding.
pub(crate) fn claimed(heading: Option<&Line>, lines: &[Line], context: &Context) -> Claimed {
    let mut reader = Reader::default();
    if let Some(heading) = heading {
        reader.title(heading);
    }
    let is_of_subject = heading.is_some_and(|heading| is_subject(&heading.text()));
    for line in lines {
        reader.line(line);
        if is_of_subject && reader.settled.is_none() {
            reader.settled = line.pieces.iter().filter(|piece| piece.is_strong).find_map(|piece| stand(&piece.text));
        }
    }
    let first = heading.or(lines.first()).map_or(1, |line| line.at);
    let last = lines.last().map_or(first, end).max(first);
    let mut claimed = reader.end(context, (first, last));
    add_routes(&mut claimed, lines);
    claimed
}

/// An item that begins with a title of its own and goes on with what is said of it, apart: "**Weak hash:** In `a.py` …".
fn with_what_follows(line: &Line) -> Option<(Line, Line)> {
    /// Fewer words behind a title belong to it.
    const LEAST: usize = 6;
    if !matches!(line.kind, Kind::Item(_)) {
        return None;
    }
    let at = line.pieces.iter().position(|piece| piece.is_strong)?;
    let before = line.pieces[..at].iter().all(|piece| piece.text.trim().is_empty());
    let (title, rest) = line.pieces.split_at(at + 1);
    let ends = title.last().is_some_and(|piece| piece.text.trim_end().ends_with([':', '：']))
        || rest.first().is_some_and(|piece| piece.text.trim_start().starts_with([':', '：']));
    let goes_on = folded(&text(rest)).split(' ').count() >= LEAST;
    let part = |pieces: &[Piece]| Line { pieces: pieces.to_vec(), ..line.clone() };
    // What names a line or a weakness further on is one title.
    let is_one = !ids(&text(rest)).is_empty() || !places(&text(title)).is_empty();
    (before && ends && goes_on && !is_one).then(|| (part(title), part(rest)))
}

/// How things stand by a few words that are set strongly.
fn stand(words: &str) -> Option<(Side, String)> {
    /// More of them tell something.
    const MOST: usize = 8;
    if folded(words).split(' ').count() > MOST {
        return None;
    }
    denial(words).map(|word| (Side::Defends, word)).or_else(|| side(words))
}

/// Adds the requests that are named, where nothing else says where it is.
fn add_routes(claimed: &mut Claimed, lines: &[Line]) {
    if claimed.places.iter().any(|place| place.path.is_some()) {
        return;
    }
    let routes = routes(lines);
    // A quote without a file stands in the function that answers.
    for place in claimed.places.iter_mut().filter(|place| place.lines.is_empty()) {
        place.route = routes.first().cloned();
    }
    if claimed.places.is_empty() {
        let place = |route| ClaimedPlace { route: Some(route), ..ClaimedPlace::default() };
        claimed.places = routes.into_iter().map(place).collect();
    }
}

/// The last line of the document that a line takes up.
fn end(line: &Line) -> u32 {
    match &line.kind {
        Kind::Code { text, .. } => line.at + text.lines().count() as u32 + 1,
        _ => line.at,
    }
}

#[derive(Default)]
struct Reader {
    claimed: Claimed,
    cited: Cited,
    /// What the lines are about that come now.
    field: Option<Field>,
    /// The heading that they stand below, where it holds for smaller ones as well.
    below: Option<(Field, u8)>,
    /// Whether the severity was told in a word, which goes before a number.
    has_word: bool,
    /// Whether a key for it told so.
    is_told: bool,
    /// Whether the ids stand behind a key or in the title, so that ids in prose are mentioned alone.
    has_ids: bool,
    mentioned: Vec<crate::ClaimedWeakness>,
    /// Places of which prose says that all is right there: those of the finding where it defends.
    praised: Vec<Spot>,
    /// A path in prose without lines, for findings without any other place.
    named: Option<String>,
    /// What keys and vectors say of who can do it.
    reach: Keys,
    /// What is set strongly in the prose of a subject of an audit, and says how things stand.
    settled: Option<(Side, String)>,
}

impl Reader {
    fn title(&mut self, line: &Line) {
        if let Some((title, rest)) = with_what_follows(line) {
            self.title(&title);
            self.prose(&rest.pieces, &rest.text());
            return;
        }
        let whole = line.text();
        let read = title(&whole);
        let number = match line.kind {
            Kind::Item(Some(number)) => Some(number.to_string()),
            _ => None,
        };
        self.claimed.label = read.label.or(number);
        self.claimed.title = read.name;
        self.has_word = read.level.is_some();
        self.claimed.severity = read.level.map(|(level, word)| ClaimedSeverity { level, word });
        self.claimed.stance = read.defence.map_or(Stance::Accuses, Stance::Defends);
        self.claimed.weaknesses = weaknesses(&naming(&line.pieces), true);
        self.has_ids = !self.claimed.weaknesses.is_empty();
        // "L1" is what the finding is called by, and no line.
        let behind = label(&whole).map_or(whole.as_str(), |(_, rest)| rest);
        self.places_of(&line.pieces, behind, false);
    }

    fn line(&mut self, line: &Line) {
        match &line.kind {
            Kind::Heading(level) => {
                self.heading(&line.text(), *level);
                // "Risk assessment: false positive"
                for one in keyed(&line.pieces) {
                    self.keyed(&one);
                }
            }
            Kind::Code { info, text } => self.code(info, text),
            Kind::Row { is_head, cells } => self.row(*is_head, cells),
            Kind::Text | Kind::Item(_) => {
                let keyed = keyed(&line.pieces);
                if keyed.is_empty() && !self.label(line) {
                    self.text(&line.pieces, line.begins);
                }
                for one in keyed {
                    self.keyed(&one);
                }
            }
        }
    }

    /// A heading in a finding: what it says nothing of is about what the one above is about, where that is no code of the program.
    fn heading(&mut self, text: &str, level: u8) {
        match (heading(text), self.below) {
            (Some(field), _) => {
                let holds = matches!(field, Field::Fix | Field::Attack | Field::Nothing);
                self.below = holds.then_some((field, level));
                self.field = Some(field);
            }
            (None, Some((field, above))) if level > above => self.field = Some(field),
            (None, _) => {
                self.below = None;
                self.field = Some(Field::Words);
            }
        }
    }

    /// Whether a line is a label above what follows, as "**Recommended code:**" is.
    fn label(&mut self, line: &Line) -> bool {
        let whole = line.text();
        let bare = whole.trim().trim_end_matches([':', '：']);
        let is_strong = line.pieces.iter().all(|piece| piece.is_strong || piece.text.trim().is_empty());
        let is_label = line.begins && (is_strong || bare.len() < whole.trim().len());
        let about = heading(bare).filter(|_| is_label);
        self.field = about.or(self.field);
        if about.is_some() {
            self.done(bare);
        }
        about.is_some()
    }

    fn row(&mut self, is_head: bool, cells: &[Vec<Piece>]) {
        match of_row(cells) {
            Some(_) if is_head && cells.iter().all(|cell| field(&text(cell)).is_some()) => {}
            Some(one) => self.keyed(&one),
            None if !is_head => {
                for cell in cells {
                    self.text(cell, true);
                }
            }
            None => {}
        }
    }

    fn text(&mut self, pieces: &[Piece], begins: bool) {
        let whole = text(pieces);
        match self.field {
            Some(Field::Fix) => self.mitigate(&whole),
            Some(Field::Nothing) => {}
            Some(Field::Weakness) => {
                let named = weaknesses(&naming(pieces), true);
                self.add_weaknesses(named);
                self.has_ids |= !self.claimed.weaknesses.is_empty();
            }
            Some(Field::Severity) => self.severity("", &whole),
            Some(Field::Function) => self.functions(pieces, &whole),
            Some(Field::Attack) => self.say(&whole),
            // "To mitigate this risk, …" begins what is to be done.
            _ if begins && is_advice(&whole) => {
                self.field = Some(Field::Fix);
                self.mitigate(&whole);
            }
            _ if !self.has_ids && ids(&whole).first().is_some_and(|id| id.start == 0) => {
                self.named_line(pieces, &whole);
            }
            _ => self.prose(pieces, &whole),
        }
    }

    /// A line that begins with an id, where neither title nor key names one: "CWE-862 Missing Authorization / CWE-770 …".
    fn named_line(&mut self, pieces: &[Piece], whole: &str) {
        let named = weaknesses(&naming(pieces), true);
        if named.iter().any(|weakness| weakness.name.is_some()) {
            self.add_weaknesses(named);
            self.has_ids = true;
        }
        self.prose(pieces, whole);
    }

    fn prose(&mut self, pieces: &[Piece], whole: &str) {
        self.say(whole);
        self.mentioned.extend(weaknesses(whole, false));
        self.places_of(pieces, whole, true);
    }

    /// The places of a title or of prose, the quotes that stand beside them, and what else is set as code.
    fn places_of(&mut self, pieces: &[Piece], whole: &str, is_prose: bool) {
        let mut spots = spots_of(pieces, whole);
        if is_prose {
            let is_right = |spot: &Spot| !spot.lines.is_empty() && is_praised(whole, spot);
            self.praised.extend(spots.extract_if(.., |spot| is_right(spot)));
            self.praised.truncate(MOST);
        }
        let has_lines = spots.iter().any(|spot| !spot.lines.is_empty());
        for spot in spots {
            if spot.lines.is_empty() && is_prose {
                self.named = self.named.take().or(spot.path);
            } else {
                let is_mentioned = spot.lines.is_empty();
                self.spot(spot);
                if is_mentioned {
                    self.cited.mention();
                }
            }
        }
        for piece in pieces.iter().filter(|piece| piece.is_code && places(&piece.text).is_empty()) {
            self.symbol(&piece.text);
        }
        if has_lines {
            self.inline_quotes(pieces);
        }
    }

    /// Code that stands in a line beside a place is said to stand there.
    fn inline_quotes(&mut self, pieces: &[Piece]) {
        let code =
            pieces.iter().filter(|piece| piece.is_code && looks_like_code(&piece.text) && !is_command(&piece.text));
        let quotes: Vec<&Piece> = code.filter(|piece| places(&piece.text).is_empty()).collect();
        for piece in quotes {
            self.quote(None, false, Quote::whole(piece.text.clone()));
        }
    }

    fn code(&mut self, info: &str, code: &str) {
        match self.field {
            Some(Field::Fix) => self.claimed.offered.push(code.trim_end().to_owned()),
            Some(Field::Nothing) => {}
            field => {
                for mut read in fences(info, code) {
                    read.spot.path = read.spot.path.map(|path| self.cited.longer(path));
                    let names_lines = read.spot.path.is_some() && !read.spot.lines.is_empty();
                    let path = read.spot.path.as_deref().or_else(|| self.cited.last_path());
                    let is_shown = is_attack(info, code, path, field == Some(Field::Quote));
                    // What names its lines is of the program, wherever it stands.
                    if (is_shown || matches!(field, Some(Field::Attack | Field::Reach))) && !names_lines {
                        return;
                    }
                    if !read.offered.trim().is_empty() {
                        self.claimed.offered.push(read.offered);
                    }
                    match read.quote {
                        Some(quote) => self.quote(Some(read.spot), read.is_mentioned, quote),
                        None if read.spot != Spot::default() => self.spot(read.spot),
                        None => {}
                    }
                }
                // What follows a quote is prose again.
                self.field = Some(Field::Words);
            }
        }
    }

    fn spot(&mut self, spot: Spot) {
        self.cited.spot(spot, self.field == Some(Field::Place));
    }

    fn quote(&mut self, spot: Option<Spot>, is_mentioned: bool, quote: Quote) {
        self.cited.quote(spot, is_mentioned, quote, self.field == Some(Field::Place));
    }

    fn add_weaknesses(&mut self, all: Vec<crate::ClaimedWeakness>) {
        for weakness in all {
            let has_room = self.claimed.weaknesses.len() < MOST;
            match self.claimed.weaknesses.iter_mut().find(|known| known.id == weakness.id) {
                Some(known) => known.name = known.name.take().or(weakness.name),
                None if has_room => self.claimed.weaknesses.push(weakness),
                None => {}
            }
        }
    }

    fn say(&mut self, text: &str) {
        add(&mut self.claimed.words, text);
    }

    fn mitigate(&mut self, text: &str) {
        add(&mut self.claimed.mitigation, text);
    }

    fn symbol(&mut self, code: &str) {
        let symbols = &mut self.claimed.symbols;
        if symbols.len() < MOST && code.len() <= 200 && !symbols.iter().any(|known| known == code) {
            symbols.push(code.to_owned());
        }
    }

    fn end(mut self, context: &Context, lines: (u32, u32)) -> Claimed {
        self.claimed.lines = lines;
        // Where no key tells anything, what prose stresses does.
        let has_keys = self.has_ids || self.is_told || self.has_word;
        if let (Stance::Accuses, false, Some((Side::Defends, word))) =
            (&self.claimed.stance, has_keys, self.settled.take())
        {
            self.claimed.stance = Stance::Defends(word);
        }
        if let (Stance::Accuses, Some(word)) = (&self.claimed.stance, &context.defence) {
            self.claimed.stance = Stance::Defends(word.clone());
        }
        if matches!(self.claimed.stance, Stance::Defends(_)) {
            for spot in std::mem::take(&mut self.praised) {
                self.spot(spot);
            }
        }
        self.reach.vector(&self.claimed.words);
        self.claimed.reach = self.reach.with_prose(&[&self.claimed.title, &self.claimed.words]);
        if !self.has_ids {
            let mentioned = std::mem::take(&mut self.mentioned);
            self.add_weaknesses(mentioned);
        }
        self.claimed.places = self.cited.end(self.named, context.path.as_ref());
        if self.claimed.severity.is_none() {
            self.claimed.severity.clone_from(&context.severity);
        }
        if self.claimed.weaknesses.is_empty() {
            self.claimed.weaknesses.clone_from(&context.weaknesses);
        }
        self.claimed.headings.clone_from(&context.headings);
        if self.claimed.title.is_empty() {
            let first = self.claimed.words.lines().next().unwrap_or_default();
            self.claimed.title = first.chars().take(120).collect();
        }
        self.claimed
    }
}

/// Adds a line to prose, as far as that is kept.
fn add(prose: &mut String, line: &str) {
    if prose.len() + line.len() < LONGEST {
        if !prose.is_empty() {
            prose.push('\n');
        }
        prose.push_str(line.trim());
    }
}
