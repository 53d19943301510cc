//! Words that a pattern reads in two ways, so that repeating them may make a match take long.
//!
//! Takes the ways through a pattern; gives words, each as the letters that may stand at each of its places: one that leads to
//! a loop, and one that is read going round it. On one loop, that is a word by which one comes from a place back to it in two
//! ways: the ways double with each round. On two loops, it is a word that is read on the first, on the second, and on the way
//! from the first to the second: the ways are as many as the rounds at which one may go over.

use rustc_hash::FxHashMap;

use crate::graph::{Graph, PlaceId};
use crate::letters::Bits;
use crate::limits::{SEARCH_STEPS, WORD_LENGTH, WORD_STEPS, WORDS};

/// What may stand at each place of a text.
pub(crate) type Word = Vec<Bits>;

/// Letters that lead to a loop, and letters that are read on it in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pump {
    pub(crate) prefix: Word,
    pub(crate) pump: Word,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pumps {
    /// Words that are read in two ways on one loop.
    pub(crate) on_one: Vec<Pump>,
    /// Words that are read on two loops.
    pub(crate) on_two: Vec<Pump>,
    /// Whether not all were looked for.
    pub(crate) is_unfinished: bool,
}

/// How many places of a loop are tried as its beginning.
const BEGINNINGS: usize = 12;

/// Finds such words.
pub(crate) fn find(graph: &Graph) -> Pumps {
    let mut search = Search { graph, steps: 0, found: Pumps::default() };
    for at in 0..graph.loops.len() {
        search.on_one_loop(at as u32);
    }
    for first in 0..graph.loops.len() {
        for second in 0..graph.loops.len() {
            if first != second {
                search.on_two_loops(first, second);
            }
        }
    }
    search.found
}

struct Search<'g> {
    graph: &'g Graph,
    steps: usize,
    found: Pumps,
}

/// A state of a search: places that are reached by the same word. Unused ones are 0.
type Together = [PlaceId; 3];

impl Search<'_> {
    /// Counts a step; whether more are left.
    fn step(&mut self) -> bool {
        self.steps += 1;
        let is_left = self.steps < SEARCH_STEPS;
        self.found.is_unfinished |= !is_left;
        is_left
    }

    /// The shortest word from one of some states to one that is sought, and that one.
    fn word(
        &mut self,
        from: &[(Together, Bits)],
        mut next: impl FnMut(Together, &mut Vec<(Together, Bits)>),
        is_end: impl Fn(Together) -> bool,
    ) -> Option<(Word, Together)> {
        let mut before: FxHashMap<Together, (Option<Together>, Bits)> = FxHashMap::default();
        let mut queue: Vec<Together> = Vec::new();
        for (state, letters) in from {
            before.entry(*state).or_insert_with(|| {
                queue.push(*state);
                (None, *letters)
            });
        }
        let (mut at, mut steps) = (0, 0);
        let mut following = Vec::new();
        while let Some(&state) = queue.get(at) {
            at += 1;
            if is_end(state) {
                let (mut word, mut back) = (Vec::new(), Some(state));
                while let Some(state) = back {
                    let (earlier, letters) = before.get(&state).copied()?;
                    if letters != 0 {
                        word.push(letters);
                    }
                    back = earlier;
                }
                word.reverse();
                return Some((word, state));
            }
            following.clear();
            next(state, &mut following);
            for (to, letters) in following.drain(..) {
                steps += 1;
                if steps > WORD_STEPS || !self.step() {
                    self.found.is_unfinished = true;
                    return None;
                }
                before.entry(to).or_insert_with(|| {
                    queue.push(to);
                    (Some(state), letters)
                });
            }
        }
        None
    }

    /// The shortest word from the beginning up to and with a place.
    fn prefix(&mut self, to: PlaceId) -> Option<Word> {
        let graph = self.graph;
        // What is followed by what the pattern begins with needs nothing before it.
        let next = &graph.next[to as usize];
        if next.len() == graph.first.len() && next.iter().zip(&graph.first).all(|(next, first)| next.place == *first) {
            return Some(Vec::new());
        }
        let from: Vec<(Together, Bits)> =
            graph.first.iter().map(|place| ([*place, 0, 0], graph.reads[*place as usize])).collect();
        self.word(&from, |state, into| one_step(graph, state[0], |_| true, into), |state| state[0] == to)
            .map(|(word, _)| word)
    }

    /// Words by which one comes from a place of a loop back to it in two ways.
    fn on_one_loop(&mut self, of: u32) {
        let graph = self.graph;
        let is_on = move |place: PlaceId| graph.on_loop[place as usize] == Some(of);
        for &from in &graph.loops[of as usize] {
            let next: Vec<_> = graph.next[from as usize].iter().filter(|next| is_on(next.place)).copied().collect();
            for (at, one) in next.iter().enumerate() {
                if one.is_twice {
                    self.round(of, from, vec![graph.reads[one.place as usize]], one.place);
                }
                for other in &next[at + 1..] {
                    let shared = graph.reads[one.place as usize] & graph.reads[other.place as usize];
                    if shared == 0 {
                        continue;
                    }
                    if self.found.on_one.len() >= WORDS || !self.step() {
                        return;
                    }
                    // The two ways come together again.
                    let both = [one.place, other.place, 0];
                    let step = |state: Together, into: &mut Vec<(Together, Bits)>| {
                        for a in graph.next[state[0] as usize].iter().filter(|next| is_on(next.place)) {
                            for b in graph.next[state[1] as usize].iter().filter(|next| is_on(next.place)) {
                                let letters = graph.reads[a.place as usize] & graph.reads[b.place as usize];
                                if letters != 0 {
                                    into.push(([a.place, b.place, 0], letters));
                                }
                            }
                        }
                    };
                    if let Some((word, end)) = self.word(&[(both, shared)], step, |state| state[0] == state[1]) {
                        self.round(of, from, word, end[0]);
                    }
                }
            }
        }
    }

    /// A word that is read in two ways, from a place of a loop to another, and on back to the first.
    fn round(&mut self, of: u32, from: PlaceId, word: Word, to: PlaceId) {
        let graph = self.graph;
        let is_on = |place: PlaceId| graph.on_loop[place as usize] == Some(of);
        let back = self.word(
            &[([to, 0, 0], 0)],
            |state, into| one_step(graph, state[0], is_on, into),
            |state| state[0] == from,
        );
        let (Some((back, _)), Some(prefix)) = (back, self.prefix(from)) else { return };
        let pump: Word = word.into_iter().chain(back).collect();
        let found = Pump { prefix, pump };
        if found.pump.len() + found.prefix.len() <= WORD_LENGTH && !self.found.on_one.contains(&found) {
            self.found.on_one.push(found);
        }
    }

    /// Words that are read on the first loop, on the second, and on the way from the first to the second.
    fn on_two_loops(&mut self, first: usize, second: usize) {
        let graph = self.graph;
        let of = [first, second].map(|at| Some(at as u32));
        // What leads on from the first, and to the second.
        let leads_on = reached(graph, &graph.loops[first], graph.next.len());
        if !leads_on[graph.loops[second][0] as usize] {
            return;
        }
        for &from in graph.loops[first].iter().take(BEGINNINGS) {
            for &to in graph.loops[second].iter().take(BEGINNINGS) {
                if self.found.on_two.len() >= WORDS || !self.step() {
                    return;
                }
                let step = |state: Together, into: &mut Vec<(Together, Bits)>| {
                    let [a, b, c] = state.map(|place| &graph.next[place as usize]);
                    for c in c.iter().filter(|next| graph.on_loop[next.place as usize] == of[1]) {
                        let on_second = graph.reads[c.place as usize];
                        for a in a.iter().filter(|next| graph.on_loop[next.place as usize] == of[0]) {
                            let on_both = on_second & graph.reads[a.place as usize];
                            if on_both == 0 {
                                continue;
                            }
                            for b in b.iter().filter(|next| leads_on[next.place as usize]) {
                                let letters = on_both & graph.reads[b.place as usize];
                                if letters != 0 {
                                    into.push(([a.place, b.place, c.place], letters));
                                }
                            }
                        }
                    }
                };
                let end = [from, to, to];
                let Some((pump, _)) = self.word(&[([from, from, to], 0)], step, |state| state == end) else { continue };
                let Some(prefix) = self.prefix(from) else { continue };
                let found = Pump { prefix, pump };
                if found.pump.len() + found.prefix.len() <= WORD_LENGTH && !self.found.on_two.contains(&found) {
                    self.found.on_two.push(found);
                }
            }
        }
    }
}

/// Where one letter leads.
fn one_step(graph: &Graph, from: PlaceId, is_in: impl Fn(PlaceId) -> bool, into: &mut Vec<(Together, Bits)>) {
    for next in graph.next[from as usize].iter().filter(|next| is_in(next.place)) {
        into.push(([next.place, 0, 0], graph.reads[next.place as usize]));
    }
}

/// The places that can be reached from some.
fn reached(graph: &Graph, from: &[PlaceId], count: usize) -> Vec<bool> {
    let mut is_reached = vec![false; count];
    let mut pending = from.to_vec();
    while let Some(place) = pending.pop() {
        if std::mem::replace(&mut is_reached[place as usize], true) {
            continue;
        }
        pending.extend(graph.next[place as usize].iter().map(|next| next.place));
    }
    is_reached
}
