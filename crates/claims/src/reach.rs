//! What a finding says of who can do it: from where, and whether he has to say who he is.
//!
//! Takes prose, values behind keys and vectors of CVSS; gives a [`Reach`]. What a key or a vector says counts for more than prose. Where
//! it is said that a client can do it and that only somebody on the machine can, nothing is taken to be said.

use crate::claim::{Reach, Who};
use crate::words::{Said, said, said_by_key};

/// A value behind a key that is longer is prose, in bytes.
const LONGEST_VALUE: usize = 120;

/// So many words are kept of those by which it is said.
const WORDS: usize = 8;

/// What keys and vectors of a finding say, as it is gathered.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    said: Vec<(Said, String)>,
}

impl Keys {
    /// A value behind a key for who can do it, or behind one for whether a login is needed.
    pub(crate) fn value(&mut self, value: &str, is_of_login: bool) {
        if value.len() <= LONGEST_VALUE {
            let parts = value.split([',', ';', '(', ')', '/', '|', '、', '，', '；', '（', '）', '–', '—', '.']);
            let known = parts.filter_map(|part| said_by_key(part, is_of_login));
            self.said.extend(known.map(|(said, word)| (said, word.to_owned())));
        }
    }

    /// A text that may hold a vector of CVSS: `CVSS:3.1/AV:N/AC:L/PR:N/…`.
    pub(crate) fn vector(&mut self, text: &str) {
        /// The longest vector, in bytes.
        const LONGEST: usize = 160;
        let mut words = text
            .split_whitespace()
            .filter(|word| word.len() <= LONGEST)
            .map(|word| word.trim_matches(['(', ')', '[', ']', '`', ',', '.', ';']));
        let Some(vector) = words.find(|word| word.contains("AV:") && word.contains("/AC:")) else { return };
        let part = |key: &str| vector.split('/').find_map(|part| part.trim_start_matches('(').strip_prefix(key));
        let is_remote = match part("AV:") {
            Some("N" | "A") => true,
            Some("L" | "P") => false,
            _ => return,
        };
        let login = match part("PR:").or_else(|| part("Au:")) {
            // Who is on the machine already has said who he is.
            Some("N") if is_remote => Some(Said::WithoutLogin),
            Some("L" | "H" | "S" | "M") if is_remote => Some(Said::WithLogin),
            _ => None,
        };
        self.said.push((if is_remote { Said::Remote } else { Said::Local }, vector.to_owned()));
        self.said.extend(login.map(|login| (login, vector.to_owned())));
    }

    /// What is said in all, together with prose.
    pub(crate) fn with_prose(&self, texts: &[&str]) -> Option<Reach> {
        let prose: Vec<(Said, String)> =
            texts.iter().flat_map(|text| said(text)).map(|(said, word)| (said, word.to_owned())).collect();
        let who = who(&self.said).unwrap_or_else(|| who(&prose).unwrap_or_default());
        let login = login(&self.said).unwrap_or_else(|| login(&prose).unwrap_or_default());
        let reach = Reach { who, login, words: Vec::new() };
        if reach == Reach::default() {
            return None;
        }
        let counts = |(said, _): &&(Said, String)| match said {
            Said::Anyone => who == Some(Who::Remote) || login == Some(false),
            Said::Remote => who == Some(Who::Remote),
            Said::Local => who == Some(Who::Local),
            Said::Operator => who == Some(Who::Operator),
            Said::Others => who == Some(Who::Others),
            Said::WithoutLogin => login == Some(false),
            Said::WithLogin => login == Some(true),
            Said::Nothing => false,
        };
        let mut words: Vec<String> = Vec::new();
        for (_, word) in self.said.iter().chain(&prose).filter(counts) {
            if words.len() < WORDS && !words.contains(word) {
                words.push(word.clone());
            }
        }
        Some(Reach { words, ..reach })
    }
}

/// Who can do it; none inside where it is said of several that do not go together, none outside where nothing is said.
#[expect(
    clippy::option_option,
    reason = "that nothing can be taken from what is said is something else than that nothing is"
)]
fn who(all: &[(Said, String)]) -> Option<Option<Who>> {
    let has = |wanted: &[Said]| all.iter().any(|(said, _)| wanted.contains(said));
    let remote = has(&[Said::Anyone, Said::Remote]);
    let (local, operator) = (has(&[Said::Local]), has(&[Said::Operator]));
    match (remote, local || operator) {
        (true, true) => Some(None),
        (true, false) => Some(Some(Who::Remote)),
        (false, true) => Some(Some(if local { Who::Local } else { Who::Operator })),
        (false, false) => has(&[Said::Others]).then_some(Some(Who::Others)),
    }
}

/// Whether a login is needed, in the same way.
#[expect(
    clippy::option_option,
    reason = "that nothing can be taken from what is said is something else than that nothing is"
)]
fn login(all: &[(Said, String)]) -> Option<Option<bool>> {
    let has = |wanted: &[Said]| all.iter().any(|(said, _)| wanted.contains(said));
    match (has(&[Said::Anyone, Said::WithoutLogin]), has(&[Said::WithLogin])) {
        (true, true) => Some(None),
        (true, false) => Some(Some(false)),
        (false, true) => Some(Some(true)),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(prose: &str) -> (Option<Who>, Option<bool>) {
        let reach = Keys::default().with_prose(&[prose]).unwrap_or_default();
        (reach.who, reach.login)
    }

    fn keyed(value: &str, is_of_login: bool) -> (Option<Who>, Option<bool>) {
        let mut keys = Keys::default();
        keys.value(value, is_of_login);
        keys.vector(value);
        let reach = keys.with_prose(&["It takes shell access."]).unwrap_or_default();
        (reach.who, reach.login)
    }

    #[test]
    fn prose_says_from_where_and_whether_with_a_login() {
        assert_eq!(of("A remote attacker can read any file."), (Some(Who::Remote), None));
        assert_eq!(of("An unauthenticated attacker reads any file."), (Some(Who::Remote), Some(false)));
        assert_eq!(of("Not remotely exploitable: it requires shell access."), (Some(Who::Local), None));
        assert_eq!(of("The command-line argument `--run` is run."), (Some(Who::Operator), None));
        assert_eq!(of("A user-controlled path is opened."), (Some(Who::Others), None));
        assert_eq!(of("Only an administrator can do this."), (None, Some(true)));
        assert_eq!(of("It can be done without authentication."), (None, Some(false)));
        assert_eq!(of("远程攻击者无需登录即可读取文件。"), (Some(Who::Remote), Some(false)));
        assert_eq!(of("Penyerang jarak jauh dapat membaca berkas tanpa login."), (Some(Who::Remote), Some(false)));
    }

    #[test]
    fn what_only_sounds_so_and_what_does_not_go_together_says_nothing() {
        assert_eq!(of("This leads to remote code execution."), (None, None));
        assert_eq!(of("The endpoint should require authentication."), (None, None));
        assert_eq!(of("An attacker can make the server send a request."), (None, None));
        assert_eq!(of("A remote attacker who has shell access can do it."), (None, None));
        assert_eq!(of("The victim is an authenticated user."), (None, None));
    }

    #[test]
    fn keys_and_vectors_count_for_more_than_prose() {
        assert_eq!(keyed("Network", false), (Some(Who::Remote), None));
        assert_eq!(keyed("remote, unauthenticated", false), (Some(Who::Remote), Some(false)));
        assert_eq!(keyed("An attacker on the network of the office", false), (Some(Who::Local), None), "prose");
        assert_eq!(keyed("None", true), (Some(Who::Local), Some(false)));
        assert_eq!(keyed("9.8 (CVSS:3.1/AV:N/AC:L/PR:N/UI:N)", false), (Some(Who::Remote), Some(false)));
        assert_eq!(keyed("CVSS:3.1/AV:N/AC:L/PR:H/UI:N", false), (Some(Who::Remote), Some(true)));
        assert_eq!(keyed("AV:L/AC:L/Au:N/C:C", false), (Some(Who::Local), None));
        assert_eq!(keyed("AV:Q/AC:L", false), (Some(Who::Local), None));
    }

    #[test]
    fn words_are_kept_for_who_wants_to_know_why() {
        let mut keys = Keys::default();
        keys.value("Remote, unauthenticated", false);
        let reach = keys.with_prose(&["It takes shell access."]).unwrap();
        assert_eq!(reach.words, ["remote", "unauthenticated"]);
    }
}
