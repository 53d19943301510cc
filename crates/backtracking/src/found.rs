//! Judges a pattern: reads it, finds words that it reads in two ways, and runs it on texts made of them.

use rustc_hash::FxHashSet;

use crate::graph::Graph;
use crate::letters::{Alphabet, Bits};
use crate::limits::{COPIES, PLACES, RUN_STEPS};
use crate::program::Program;
use crate::pumps::{self, Pump, Word};
use crate::run::{Ran, run};
use crate::tree::Tree;
use crate::{Applied, Attack, Dialect, Growth, Judgement, Why, growth, read};

/// How many ways to choose the letters of a word are tried.
const CHOICES: usize = 3;
/// How many ends are tried for each text.
const ENDS: usize = 6;

/// How the time grows that a match of a pattern takes, and for which text.
pub fn judge(pattern: &str, dialect: Dialect, applied: Applied) -> Judgement {
    let Dialect::Python = dialect;
    match read::read(pattern).and_then(|tree| judged(&tree, applied)) {
        Ok(judgement) => judgement,
        Err(why) => Judgement::NotKnown(why),
    }
}

fn judged(tree: &Tree, applied: Applied) -> Result<Judgement, Why> {
    let alphabet = Alphabet::of(&tree.sets).ok_or(Why::Large)?;
    let is_sought = matches!(applied, Applied::Search | Applied::Every);
    let graphs = COPIES.iter().filter_map(|&copies| {
        let program = Program::of(tree, &alphabet, Some(copies)).ok()?;
        Graph::of(&program, alphabet.all(), is_sought, PLACES)
    });
    let graph = graphs.into_iter().next().ok_or(Why::Large)?;
    // Most patterns end here: without a loop, no text takes long.
    if graph.loops.is_empty() {
        return Ok(Judgement::Linear);
    }
    let pumps = pumps::find(&graph);
    if pumps.on_one.is_empty() && pumps.on_two.is_empty() {
        return if pumps.is_unfinished { Err(Why::Unfinished) } else { Ok(Judgement::Linear) };
    }
    let program = Program::of(tree, &alphabet, None)?;
    let mut trial = Trial {
        ends: ends(&alphabet, &graph),
        alphabet,
        program,
        applied,
        steps: 0,
        tried: FxHashSet::default(),
        best: None,
    };
    for pump in pumps.on_one.iter().chain(&pumps.on_two) {
        trial.pump(pump);
        if trial.is_over() {
            break;
        }
    }
    trial.together(&pumps.on_two);
    match trial.best {
        Some((growth, attack)) => Ok(Judgement::Grows(growth, attack)),
        None if pumps.is_unfinished || trial.steps >= RUN_STEPS => Err(Why::Unfinished),
        None => Ok(Judgement::Linear),
    }
}

/// The ends that are tried: letters that hardly any place reads, so that the match fails there.
fn ends(alphabet: &Alphabet, graph: &Graph) -> Vec<Vec<u8>> {
    let read_by = |at: u8| graph.reads.iter().filter(|bits| **bits >> at & 1 == 1).count();
    let mut letters: Vec<u8> = (0..alphabet.letters.len() as u8).collect();
    letters.sort_by_key(|at| (read_by(*at), *at));
    let mut ends: Vec<Vec<u8>> = letters.iter().take(ENDS).map(|at| vec![*at]).collect();
    ends.insert(ends.len().min(2), Vec::new());
    if let Some(line_end) = alphabet.find('\n') {
        ends.insert(ends.len().min(3), vec![line_end, letters[0]]);
        ends.push(vec![line_end, line_end]);
        ends.push(vec![line_end]);
    }
    let last = letters[letters.len() - 1];
    ends.push(vec![last, letters[0]]);
    ends.push(vec![last]);
    ends
}

/// A text of which it is tried how long it takes: what it begins with, what is repeated, how it ends.
type Text = (Vec<u8>, Vec<u8>, Vec<u8>);

struct Trial {
    ends: Vec<Vec<u8>>,
    alphabet: Alphabet,
    program: Program,
    applied: Applied,
    steps: u64,
    tried: FxHashSet<Text>,
    best: Option<(Growth, Attack)>,
}

impl Trial {
    /// Whether nothing worse can be found, or no steps are left.
    fn is_over(&self) -> bool {
        matches!(self.best, Some((Growth::Exponential, _))) || self.steps >= RUN_STEPS
    }

    fn pump(&mut self, pump: &Pump) {
        for choice in 0..CHOICES {
            self.texts(&letters(&pump.prefix, choice), &letters(&pump.pump, choice));
        }
    }

    /// Words of several pairs of loops behind one another may be read on all of them.
    fn together(&mut self, pumps: &[Pump]) {
        const MOST: usize = 6;
        for one in pumps.iter().take(MOST) {
            for other in pumps.iter().take(MOST) {
                if self.is_over() {
                    return;
                }
                let both: Word = one.pump.iter().chain(&other.pump).copied().collect();
                if one != other {
                    self.texts(&letters(&one.prefix, 0), &letters(&both, 0));
                }
            }
        }
    }

    /// Tries a beginning and a repeated part with each of the ends.
    fn texts(&mut self, prefix: &[u8], pump: &[u8]) {
        for at in 0..self.ends.len() {
            let text = (prefix.to_vec(), pump.to_vec(), self.ends[at].clone());
            if self.is_over() || !self.tried.insert(text.clone()) {
                continue;
            }
            let Some(growth) = self.growth(&text) else { continue };
            if self.best.as_ref().is_none_or(|(known, _)| rank(growth) > rank(*known)) {
                self.best = Some((growth, self.attack(&text)));
            }
        }
    }

    fn growth(&mut self, (prefix, pump, suffix): &Text) -> Option<Growth> {
        let known = self.best.as_ref().map_or(1, |(known, _)| rank(*known));
        let Self { program, applied, steps, .. } = self;
        growth::growth(known, |times, most| {
            if *steps >= RUN_STEPS {
                return Ran { steps: 0, is_finished: true };
            }
            let mut text = prefix.clone();
            text.extend(pump.iter().copied().cycle().take(pump.len() * times));
            text.extend(suffix);
            let ran = run(program, &text, *applied, most);
            *steps += ran.steps;
            ran
        })
    }

    fn attack(&self, (prefix, pump, suffix): &Text) -> Attack {
        let written = |letters: &[u8]| letters.iter().map(|at| self.alphabet.letters[usize::from(*at)]).collect();
        Attack { prefix: written(prefix), pump: written(pump), suffix: written(suffix) }
    }
}

/// How bad it is.
fn rank(growth: Growth) -> u8 {
    match growth {
        Growth::Polynomial(power) => power,
        Growth::Exponential => u8::MAX,
    }
}

/// Letters for a word: the first that may stand at each place, or the second, and so on.
fn letters(word: &Word, choice: usize) -> Vec<u8> {
    let letter = |bits: &Bits| {
        let mut left = *bits;
        for _ in 0..choice % left.count_ones().max(1) as usize {
            left &= left - 1;
        }
        left.trailing_zeros() as u8
    };
    word.iter().map(letter).collect()
}
