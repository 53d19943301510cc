//! What the engine is asked for the findings of a review: no more than a limit, and each question once, however many findings ask it.

use std::collections::BTreeMap;
use std::sync::Arc;

use review::{Question, Route};

use crate::limits;

/// The questions so far.
pub(crate) struct Questions {
    /// Each of them once.
    pub(crate) all: Vec<Question>,
    known: BTreeMap<Question, usize>,
    /// How many more may be asked.
    room: usize,
}

impl Default for Questions {
    fn default() -> Self {
        Self { all: Vec::new(), known: BTreeMap::new(), room: limits::QUESTIONS }
    }
}

impl Questions {
    /// Whether so many more may be asked. One that was asked before counts as any other.
    pub(crate) fn has_room(&self, more: usize) -> bool {
        more <= self.room
    }

    /// Asks whether some rules hold at lines of the `file`-th file of the project, and perhaps whether a login is asked for before; gives
    /// the question's place among all.
    pub(crate) fn ask(&mut self, file: usize, lines: (u32, u32), (rules, login): (&Arc<[usize]>, bool)) -> usize {
        self.put(Question { route: None, file, lines, rules: Some(rules.clone()), login })
    }

    /// Asks whether some rules hold in the function that answers a request; gives the question's place among all.
    pub(crate) fn ask_route(&mut self, route: Route, (rules, login): (&Arc<[usize]>, bool)) -> usize {
        self.put(Question { route: Some(route), file: 0, lines: (0, 0), rules: Some(rules.clone()), login })
    }

    fn put(&mut self, question: Question) -> usize {
        self.room = self.room.saturating_sub(1);
        let next = self.all.len();
        let at = *self.known.entry(question.clone()).or_insert(next);
        if at == next {
            self.all.push(question);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_once_and_counts_each_time() {
        let mut questions = Questions::default();
        let rules: Arc<[usize]> = Arc::from([3, 7]);
        assert_eq!(questions.ask(0, (1, 2), (&rules, false)), 0);
        assert_eq!(questions.ask(0, (1, 3), (&rules, false)), 1);
        assert_eq!(questions.ask(0, (1, 2), (&rules, false)), 0);
        assert_eq!(questions.all.len(), 2);
        assert!(questions.has_room(limits::QUESTIONS - 3) && !questions.has_room(limits::QUESTIONS - 2));
    }
}
