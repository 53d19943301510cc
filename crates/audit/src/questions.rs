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
    /// How many more lines may be asked about as parts of whole files.
    lines: u32,
}

impl Default for Questions {
    fn default() -> Self {
        Self { all: Vec::new(), known: BTreeMap::new(), room: limits::QUESTIONS, lines: limits::WHOLE_IN_ALL }
    }
}

impl Questions {
    /// Whether so many more may be asked. One that was asked before counts as any other.
    pub(crate) fn has_room(&self, more: usize) -> bool {
        more <= self.room
    }

    /// Asks whether some rules hold anywhere in some files, each with its lines; none of them where they are too many, or too many
    /// were asked about before. What was asked before costs nothing.
    pub(crate) fn ask_whole(&mut self, files: &[(usize, u32)], rules: &Arc<[usize]>) -> Vec<usize> {
        let question = |&(file, lines): &(usize, u32)| Question {
            route: None,
            file,
            lines: (1, lines.max(1)),
            rules: Some(rules.clone()),
            login: false,
        };
        let all: u32 = files.iter().map(|(_, lines)| lines).sum();
        let new: u32 =
            files.iter().filter(|file| !self.known.contains_key(&question(file))).map(|(_, lines)| lines).sum();
        if all == 0 || all > limits::WHOLE || new > self.lines || !self.has_room(files.len()) {
            return Vec::new();
        }
        self.lines -= new;
        files.iter().map(|file| self.put(question(file))).collect()
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
    fn whole_files_are_asked_about_up_to_a_limit() {
        let mut questions = Questions::default();
        let rules = |at: usize| -> Arc<[usize]> { Arc::from([at]) };
        let half = limits::WHOLE / 2;
        assert_eq!(questions.ask_whole(&[(0, limits::WHOLE), (1, 1)], &rules(0)), Vec::<usize>::new());
        assert_eq!(questions.ask_whole(&[(0, half), (1, half)], &rules(0)), [0, 1]);
        let times = (limits::WHOLE_IN_ALL / (2 * half)) as usize;
        let asked = (1..times + 9).filter(|&at| !questions.ask_whole(&[(0, half), (1, half)], &rules(at)).is_empty());
        assert_eq!(asked.count(), times - 1);
        assert_eq!(questions.ask_whole(&[(0, half), (1, half)], &rules(0)), [0, 1]);
    }

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
