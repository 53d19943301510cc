//! What a finding is about and stands nowhere: in a file that it names, or in the whole program.

use regex::Regex;
use review::Answered;

use crate::anchor::Sought;
use crate::code::Code;
use crate::draft::Draft;
use crate::everywhere::names_files_alone;
use crate::file::File;
use crate::lacking::says_lack;
use crate::needed::missing;
use crate::operations::are_known;
use crate::outcome::{Support, SupportVerdict};
use crate::support::{lacks, plain};
use crate::unseen::unseen;

/// That what a finding is about stands nowhere in the files that are looked through as a whole.
pub(crate) fn nowhere(code: &Code<'_>, answers: &[Answered], draft: &Draft, paths: &[&str]) -> Option<Support> {
    let claimed = draft.claimed_ids();
    if draft.looked.is_empty() || !are_known(&claimed) {
        return None;
    }
    let count = draft.looked.len();
    let is_there = |sign: &Regex| {
        let lines = code.lines_with(sign);
        // Settings of a whole program stand in files of other kinds as well.
        let is_beside = |file: &File<'_>| file.known.is_none() && !names_files_alone(&draft.claimed);
        let mut beside = code.files.iter().zip(lines.iter()).filter(|(file, _)| is_beside(file));
        draft.looked.iter().any(|&file| lines[file].is_some()) || beside.any(|(_, line)| line.is_some())
    };
    if let Some(what) = missing(&draft.ids, is_there) {
        let text = match (paths, draft.defends()) {
            ([path], false) => format!("Nothing in `{path}` {what}."),
            _ => format!("Nothing in all {count} files of code that were looked at {what}."),
        };
        return Some(plain(SupportVerdict::Refuted, "no-such-operation", text));
    }
    // That something is not done is not told by what is not there.
    if draft.everywhere.is_empty() || !draft.defends() && says_lack(&draft.claimed.title) {
        return None;
    }
    let all: Vec<&Answered> = draft.everywhere.iter().filter_map(|&question| answers.get(question)).collect();
    let said = format!("{} {}", draft.claimed.title, draft.claimed.words);
    let is_seen = || {
        let files = draft.looked.iter().filter_map(|&file| code.files[file].sought.as_ref());
        unseen((&claimed, &said), false, files.flat_map(Sought::all)).is_none()
    };
    (lacks(&all, &draft.ids, &draft.alike) && is_seen()).then(|| {
        let id = draft.ids.first().copied().unwrap_or_default();
        let text = match (paths, draft.defends()) {
            ([path], false) => format!("What CWE-{id} needs stands nowhere in `{path}`, or is harmless."),
            _ => {
                format!("What CWE-{id} needs stands in none of all {count} files that were looked at, or is harmless.")
            }
        };
        plain(SupportVerdict::Refuted, "no-such-operation", text)
    })
}
