//! What stands behind the keys of a finding: "Severity: high", "**File:** `a.py`".

use super::{MOST, Reader};
use crate::claim::{ClaimedSeverity, Quote, Stance};
use crate::document::attacks::is_command;
use crate::document::keys::Keyed;
use crate::document::lines::{Piece, text};
use crate::document::pieces::{is_sentence, looks_like_code, naming, path_without_ending, spots_of};
use crate::document::places::{Spot, places, ranges};
use crate::weakness::weaknesses;
use crate::words::{Field, Side, denial, done, folded, level, side};

impl Reader {
    /// What a key says that is about a repair which is made: it is the defence that is told.
    pub(super) fn done(&mut self, key: &str) {
        if let Some(word) = done(key) {
            self.claimed.stance = Stance::Defends(word.to_owned());
        }
    }

    pub(super) fn keyed(&mut self, one: &Keyed) {
        let value = text(&one.value);
        self.done(&one.word);
        if value.trim().is_empty() {
            self.field = Some(one.field);
            return;
        }
        self.reach.vector(&value);
        match one.field {
            Field::Weakness => {
                let named = weaknesses(&naming(&one.value), true);
                if named.is_empty() {
                    self.say(&value);
                }
                self.add_weaknesses(named);
                self.has_ids |= !self.claimed.weaknesses.is_empty();
            }
            Field::Severity => self.severity(&folded(&one.word), &value),
            Field::Place => self.place(one, &value),
            Field::Function => self.functions(&one.value, &value),
            Field::Status => match denial(&value).map(|word| (Side::Defends, word)).or_else(|| side(&value)) {
                Some((Side::Defends, word)) => self.claimed.stance = Stance::Defends(word),
                Some((Side::Accuses, _)) => self.claimed.stance = Stance::Accuses,
                None => {}
            },
            Field::Title if self.claimed.title.is_empty() => value.trim().clone_into(&mut self.claimed.title),
            Field::Label if self.claimed.label.is_none() => self.claimed.label = Some(value.trim().to_owned()),
            Field::Reach | Field::Login => {
                self.reach.value(&value, one.field == Field::Login);
                self.field = Some(Field::Words);
                self.prose(&one.value, &value);
            }
            Field::Attack => {
                self.field = Some(Field::Attack);
                self.say(&value);
            }
            Field::Title | Field::Words | Field::Label => {
                self.field = Some(Field::Words);
                self.prose(&one.value, &value);
            }
            Field::Quote if is_sentence(&one.value) => {
                self.prose(&one.value, &value);
                self.field = Some(Field::Quote);
                // A path of a request stands in the code as a text.
                let is_told = |code: &str| looks_like_code(code) || code.starts_with('/') && code.len() > 1;
                let code = one.value.iter().filter(|piece| piece.is_code && is_told(&piece.text));
                for piece in code.filter(|piece| !is_command(&piece.text) && places(&piece.text).is_empty()) {
                    self.quote(None, false, Quote::whole(piece.text.clone()));
                }
            }
            Field::Quote => {
                self.field = Some(Field::Quote);
                for piece in one.value.iter().filter(|piece| piece.is_code) {
                    let spots = places(&piece.text);
                    if spots.is_empty() && !is_command(&piece.text) {
                        self.quote(None, false, Quote::whole(piece.text.clone()));
                    }
                    for spot in spots {
                        self.spot(spot);
                    }
                }
            }
            Field::Fix => {
                self.field = Some(Field::Fix);
                self.mitigate(&value);
            }
            Field::Nothing => self.field = Some(Field::Nothing),
        }
    }

    /// What stands behind a key for how bad it is.
    pub(super) fn severity(&mut self, word: &str, value: &str) {
        // "Informational (positive finding)": the finding defends.
        let mut brackets = value.split(['(', '（']).skip(1).filter_map(|rest| rest.split([')', '）']).next());
        // Longer values tell something, and praise a part of it.
        let is_short = folded(value).split(' ').count() <= 6;
        let said = brackets.find_map(|said| side(said).filter(|(_, word)| is_short && folded(said) == *word));
        if let Some((Side::Defends, word)) = said {
            self.claimed.stance = Stance::Defends(word);
        }
        let Some((level, told)) = level(value) else { return };
        let is_number = !told.contains(char::is_alphabetic);
        let is_score = is_number || ["cvss", "score", "评分", "skor"].iter().any(|known| word.contains(known));
        // How likely or how urgent it is says less than how bad it is.
        let is_risk =
            ["risk", "priority", "风险", "risiko"].iter().any(|known| word.contains(known)) || word.is_empty();
        if !(is_score && self.has_word || is_risk && self.is_told) {
            self.has_word |= !is_number;
            self.is_told |= !is_risk && !is_score;
            self.claimed.severity = Some(ClaimedSeverity { level, word: told });
        }
    }

    /// What stands behind a key for functions.
    pub(super) fn functions(&mut self, pieces: &[Piece], value: &str) {
        for spot in spots_of(pieces, value) {
            self.spot(spot);
        }
        for word in value.split([' ', ',', ';', '/', '、', '，', '`', '\n']) {
            let name = word.split('(').next().unwrap_or(word).trim_matches(['.', ':']);
            let is_name = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
                && name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
            let is_set = word.contains('(') || name.contains('_');
            let is_set = is_set || pieces.iter().any(|piece| piece.is_code && piece.text.contains(name));
            // `POST` is a method, and no function.
            let is_method = name.chars().all(|letter| letter.is_ascii_uppercase());
            let functions = &mut self.claimed.functions;
            if is_name && is_set && !is_method && places(name).is_empty() && functions.len() < MOST {
                functions.push(name.to_owned());
            }
        }
    }

    /// What stands behind a key for a place.
    fn place(&mut self, one: &Keyed, value: &str) {
        let folded = folded(&one.word);
        let is_of_lines = ["line", "行", "baris", "строк", "línea"].iter().any(|word| folded.contains(word));
        let spots = spots_of(&one.value, value);
        if spots.is_empty() {
            let ranges = if is_of_lines { ranges(value) } else { Vec::new() };
            if !ranges.is_empty() {
                self.spot(Spot { path: None, lines: ranges });
            } else if let Some(path) = path_without_ending(&one.value) {
                self.spot(Spot { path: Some(path), lines: Vec::new() });
            }
        }
        for spot in spots {
            let path = spot.path.clone();
            self.spot(spot);
            // What a title mentioned is now said to be the place.
            self.cited.cite(path.as_ref());
        }
        self.inline_quotes(&one.value);
    }
}
