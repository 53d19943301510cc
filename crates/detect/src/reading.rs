//! How long it takes to read a text by a pattern, and for which texts.
//!
//! Takes a flow that ends where a text is read by constant patterns; gives the worst that is known of one of these, with the
//! text that takes so long. Each pattern is judged once.

use std::cell::RefCell;
use std::fmt::Write;

use backtracking::{Applied, Attack, Dialect, Growth, Judgement, judge};
use engine::{Analysis, Flow};
use knowledge::{Effect, Grows, Kinds};
use program::Program;
use rustc_hash::FxHashMap;

/// How many letters of an attack are shown of each of its parts, and of a pattern.
const SHOWN: usize = 60;

/// What is known of patterns.
#[derive(Default)]
pub(crate) struct Readings {
    known: RefCell<FxHashMap<(String, Applied), Option<Reading>>>,
}

/// How long it takes to read a text.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    growth: Growth,
    attack: Attack,
    pattern: String,
}

/// What is known of the end of a flow.
pub(crate) enum Read {
    /// No text is read by a pattern there.
    Not,
    /// One is, and nothing says that it takes long.
    Fast,
    /// One is, and it takes long.
    Slow(Reading),
}

impl Readings {
    /// Whether a text is read by a pattern at the end of a flow, and how slow that is.
    pub(crate) fn of(&self, program: &Program<'_>, kinds: &Kinds, analysis: &Analysis, flow: &Flow) -> Read {
        let sink = flow.sink;
        let Effect::Sink { by: Some(by), .. } = &program.apis.row(sink.row).effect else { return Read::Not };
        let context = sink.context.and_then(|context| kinds.get(sink.kind).contexts.get(usize::from(context.0)));
        let applied = context.and_then(|context| Applied::named(context));
        let (Some(dialect), Some(applied)) = (Dialect::named(&by.dialect), applied) else { return Read::Fast };
        let place = (sink.function, sink.value);
        let begin = analysis.literals.partition_point(|literal| (literal.function, literal.value) < place);
        let here = analysis.literals[begin..].iter().take_while(|literal| (literal.function, literal.value) == place);
        let patterns = here.filter(|literal| literal.row == sink.row);
        let known = patterns.filter_map(|literal| self.judged(&literal.text, dialect, applied));
        known.max_by_key(|reading| reading.growth).map_or(Read::Fast, Read::Slow)
    }

    /// What is known of a pattern that takes exponential time for a text. Only one in which something is repeated that
    /// repeats can; others are not judged.
    pub(crate) fn exponential(&self, pattern: &str) -> Option<Reading> {
        let is_nested = |end: &str| pattern.contains(end);
        if ![")*", ")+", "){"].into_iter().any(is_nested) {
            return None;
        }
        let reading = self.judged(pattern, Dialect::Python, Applied::Search)?;
        (reading.growth == Growth::Exponential).then_some(reading)
    }

    fn judged(&self, pattern: &str, dialect: Dialect, applied: Applied) -> Option<Reading> {
        let key = (pattern.to_owned(), applied);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let reading = match judge(pattern, dialect, applied) {
            Judgement::Grows(growth, attack) => Some(Reading { growth, attack, pattern: pattern.to_owned() }),
            Judgement::Linear | Judgement::NotKnown(_) => None,
        };
        self.known.borrow_mut().insert(key, reading.clone());
        reading
    }
}

impl Reading {
    /// How fast it grows, as rules say it.
    pub(crate) fn grows(&self) -> Grows {
        match self.growth {
            Growth::Exponential => Grows::Exponential,
            Growth::Polynomial(power) if power > 2 => Grows::Cube,
            Growth::Polynomial(_) => Grows::Square,
        }
    }

    /// The slots that it fills.
    pub(crate) fn slots(&self) -> [(&'static str, String); 3] {
        let growth = match self.growth {
            Growth::Exponential => "doubles again and again".to_owned(),
            Growth::Polynomial(2) => "grows with the square of its length".to_owned(),
            Growth::Polynomial(power) => format!("grows with the {} power of its length", ordinal(power)),
        };
        let Attack { prefix, pump, suffix } = &self.attack;
        let part = |text: &str| if text.is_empty() { String::new() } else { format!("`{}`", escaped(text)) };
        let repeated = format!("{} over and over", part(pump));
        let attack = match (prefix.is_empty(), suffix.is_empty()) {
            (true, true) => repeated,
            (true, false) => format!("{repeated} and then {}", part(suffix)),
            (false, true) => format!("{} and then {repeated}", part(prefix)),
            (false, false) => format!("{}, then {repeated}, and then {}", part(prefix), part(suffix)),
        };
        [("growth", growth), ("attack", attack), ("pattern", escaped(&self.pattern))]
    }
}

fn ordinal(power: u8) -> String {
    match power {
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        power => format!("{power}th"),
    }
}

/// A text of which every letter can be seen, shortened.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at == SHOWN {
            shown.push('…');
            break;
        }
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '`' => shown.push_str("\\x60"),
            letter if letter == ' ' || letter.is_ascii_graphic() => shown.push(letter),
            // Writing to a text does not fail.
            letter if u32::from(letter) < 0x100 => drop(write!(shown, "\\x{:02x}", u32::from(letter))),
            letter => drop(write!(shown, "\\u{:04x}", u32::from(letter))),
        }
    }
    shown
}
