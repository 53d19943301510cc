//! The ways through a pattern: its places that read a letter, which may follow which, and in how many ways.
//!
//! Takes a program in which counted repetitions are written out a few times; gives a graph. What is asked of a place between
//! two letters is taken to hold, and what is looked at ahead or behind to be read or not: there are more ways here than in
//! the pattern, never fewer.

use rustc_hash::FxHashMap;

use crate::letters::Bits;
use crate::program::{At, Program, Step};

/// The number of a place.
pub(crate) type PlaceId = u32;

/// How many steps it takes to find what follows one place, at most.
const FOLLOWED: usize = 20_000;

/// A place that may follow another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Next {
    pub(crate) place: PlaceId,
    /// Whether there are two ways from the one to the other without a letter between.
    pub(crate) is_twice: bool,
}

/// The ways through a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    /// The letters that each place reads.
    pub(crate) reads: Vec<Bits>,
    /// What follows each place.
    pub(crate) next: Vec<Vec<Next>>,
    /// The places with which a match begins.
    pub(crate) first: Vec<PlaceId>,
    /// The loop that each place lies on, by number: places between which one can go both ways.
    pub(crate) on_loop: Vec<Option<u32>>,
    /// The places of each loop.
    pub(crate) loops: Vec<Vec<PlaceId>>,
}

impl Graph {
    /// The ways through a program; nothing when there are more places than are looked at. Where every place of the text may be
    /// the beginning, a loop of any letters stands in front.
    pub(crate) fn of(program: &Program, all: Bits, is_sought: bool, most: usize) -> Option<Self> {
        let is_place = |step: &Step| matches!(step, Step::Read(of) if *of != 0);
        let at: Vec<At> = (0..).zip(&program.steps).filter(|(_, step)| is_place(step)).map(|(at, _)| at).collect();
        if at.len() > most {
            return None;
        }
        let places: FxHashMap<At, PlaceId> = at.iter().enumerate().map(|(id, at)| (*at, id as PlaceId)).collect();
        let follow = |from: At| following(program, &places, from);
        let mut first = follow(0);
        let mut next: Vec<Vec<Next>> = at.iter().map(|at| follow(at + 1)).collect();
        let read = |at: &At| match program.steps[*at as usize] {
            Step::Read(of) => of,
            _ => 0,
        };
        let mut reads: Vec<Bits> = at.iter().map(read).collect();
        if is_sought {
            let front = Next { place: reads.len() as PlaceId, is_twice: false };
            reads.push(all);
            first.push(front);
            next.push(first.clone());
        }
        let mut graph = Self {
            first: first.into_iter().map(|next| next.place).collect(),
            on_loop: vec![None; reads.len()],
            loops: Vec::new(),
            reads,
            next,
        };
        graph.find_loops();
        Some(graph)
    }

    /// Places from which one comes back to them, by Tarjan's way.
    fn find_loops(&mut self) {
        const NEW: u32 = u32::MAX;
        let count = self.next.len();
        let (mut order, mut low) = (vec![NEW; count], vec![0_u32; count]);
        let (mut stack, mut is_open, mut seen) = (Vec::new(), vec![false; count], 0);
        for start in 0..count {
            if order[start] != NEW {
                continue;
            }
            let mut pending: Vec<(usize, usize)> = vec![(start, 0)];
            while let Some((at, child)) = pending.pop() {
                if child == 0 {
                    order[at] = seen;
                    low[at] = seen;
                    seen += 1;
                    stack.push(at);
                    is_open[at] = true;
                }
                if let Some(next) = self.next[at].get(child) {
                    let next = next.place as usize;
                    pending.push((at, child + 1));
                    if order[next] == NEW {
                        pending.push((next, 0));
                    } else if is_open[next] {
                        low[at] = low[at].min(order[next]);
                    }
                    continue;
                }
                if let Some(&(above, _)) = pending.last() {
                    low[above] = low[above].min(low[at]);
                }
                if low[at] != order[at] {
                    continue;
                }
                let mut places = Vec::new();
                while let Some(place) = stack.pop() {
                    is_open[place] = false;
                    places.push(place as PlaceId);
                    if place == at {
                        break;
                    }
                }
                let is_loop = places.len() > 1 || self.next[at].iter().any(|next| next.place as usize == at);
                if is_loop {
                    places.sort_unstable();
                    for place in &places {
                        self.on_loop[*place as usize] = Some(self.loops.len() as u32);
                    }
                    self.loops.push(places);
                }
            }
        }
    }
}

/// The places that follow an instruction without a letter between, each with whether there are two ways.
fn following(program: &Program, places: &FxHashMap<At, PlaceId>, from: At) -> Vec<Next> {
    let mut counts: FxHashMap<At, u8> = FxHashMap::default();
    let mut found: Vec<Next> = Vec::new();
    // The rounds of loops that have begun on each way, one behind the other.
    let mut begun: Vec<(u32, usize)> = vec![(u32::MAX, 0)];
    let mut pending = vec![(from, 0_usize)];
    let mut steps = 0;
    while let Some((at, rounds)) = pending.pop() {
        steps += 1;
        if steps > FOLLOWED {
            break;
        }
        let count = counts.entry(at).or_default();
        if *count == 2 {
            continue;
        }
        *count += 1;
        match program.steps[at as usize] {
            Step::Read(_) | Step::ReadMany { .. } => {
                if let Some(&place) = places.get(&at) {
                    match found.iter_mut().find(|next| next.place == place) {
                        Some(known) => known.is_twice = true,
                        None => found.push(Next { place, is_twice: false }),
                    }
                }
            }
            Step::Fork { first, second } => pending.extend([(second, rounds), (first, rounds)]),
            Step::Jump(to) => pending.push((to, rounds)),
            // A round that begins on this way has read nothing.
            Step::Moved { since, leave } => {
                let mut round = rounds;
                while round != 0 && begun[round].0 != since {
                    round = begun[round].1;
                }
                pending.push((if round == 0 { at + 1 } else { leave }, rounds));
            }
            Step::Save(save) => {
                begun.push((save, rounds));
                pending.push((at + 1, begun.len() - 1));
            }
            Step::Look { after, .. } => pending.extend([(after, rounds), (at + 1, rounds)]),
            Step::If { no, .. } => pending.extend([(no, rounds), (at + 1, rounds)]),
            Step::Place(_) | Step::Back { .. } | Step::Atomic { .. } => pending.push((at + 1, rounds)),
            Step::End | Step::Fail => {}
        }
    }
    found
}
