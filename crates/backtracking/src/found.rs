//! Judges a pattern: reads it, finds words that it reads in two ways, and runs it on texts made of them.

use rustc_hash::FxHashSet;

use crate::graph::Graph;
use crate::growth::Part;
use crate::letters::{Alphabet, Bits};
use crate::limits::{COPIES, PLACES, RUN_STEPS, WORSE_STEPS};
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
    for choice in 0..CHOICES {
        for (pumps, may_double) in [(&pumps.on_one, true), (&pumps.on_two, pumps.is_unfinished)] {
            for pump in pumps {
                trial.texts(&letters(&pump.prefix, choice), &letters(&pump.pump, choice), may_double);
            }
        }
        // What takes longest is often read by several loops: that is tried before other letters are.
        if choice == 0 {
            trial.together(&pumps.on_two);
        }
    }
    match trial.best {
        Some((growth, attack)) => Ok(Judgement::Grows(growth, attack)),
        None if pumps.is_unfinished || trial.are_steps_used_up() => Err(Why::Unfinished),
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
        matches!(self.best, Some((Growth::Exponential, _))) || self.are_steps_used_up()
    }

    fn are_steps_used_up(&self) -> bool {
        self.steps >= self.most_steps()
    }

    /// How many steps all runs may take: fewer when a text is known already, and only a worse one is sought.
    fn most_steps(&self) -> u64 {
        if self.best.is_some() { WORSE_STEPS } else { RUN_STEPS }
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
                    self.texts(&letters(&one.prefix, 0), &letters(&both, 0), false);
                }
            }
        }
    }

    /// Tries a beginning and a repeated part, of which each may be read in two ways or not, with each of the ends.
    fn texts(&mut self, prefix: &[u8], pump: &[u8], may_double: bool) {
        for at in 0..self.ends.len() {
            let text = (prefix.to_vec(), pump.to_vec(), self.ends[at].clone());
            if self.is_over() || !self.tried.insert(text.clone()) {
                continue;
            }
            let Some(growth) = self.growth(&text, may_double) else { continue };
            if self.best.as_ref().is_none_or(|(known, _)| rank(growth) > rank(*known)) {
                self.best = Some((growth, self.attack(&text)));
            }
        }
    }

    fn growth(&mut self, (prefix, pump, suffix): &Text, may_double: bool) -> Option<Growth> {
        let known = self.best.as_ref().map_or(1, |(known, _)| rank(*known));
        let most_steps = self.most_steps();
        let Self { program, applied, steps, .. } = self;
        let part = Part { letters: pump.len(), may_double };
        growth::growth(known, part, |times, most| {
            if *steps >= most_steps {
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
