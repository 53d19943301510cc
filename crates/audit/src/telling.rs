//! Which file a quote is from that names none, or one that does not have it: the one with most of its telling lines.
//!
//! Takes the files once, and makes a table of the code of all their lines and of the names in it; gives a file for a quote. A line that
//! stands in many files tells nothing.

use std::collections::BTreeMap;

use claims::Quote;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::anchor::{Anchored, begins};
use crate::file::File;
use crate::limits;
use crate::outcome::QuoteVerdict;

/// A line that stands in more files tells none.
const FEW: usize = 4;
/// Shorter lines tell none, in letters; and shorter ones that begin something.
const TELLING: usize = 10;
const BEGINNING: usize = 6;

/// The files in which each telling line stands.
pub(crate) struct Telling {
    /// For a line its files; more than a few are all the same.
    files: FxHashMap<u64, [u32; FEW]>,
    /// The names that stand anywhere.
    names: FxHashSet<u64>,
}

/// No file.
const NONE: u32 = u32::MAX;

impl Telling {
    /// Makes the table of some files.
    pub(crate) fn of(files: &[File<'_>]) -> Self {
        let mut table: FxHashMap<u64, [u32; FEW]> = FxHashMap::default();
        let mut names: FxHashSet<u64> = FxHashSet::default();
        for (at, file) in files.iter().enumerate().take(limits::FILES) {
            let Some(sought) = &file.sought else { continue };
            for (_, line) in sought.code() {
                let parts = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                names.extend(parts.filter(|part| part.len() > 2).map(crate::anchor::key));
                let Some(key) = key(line) else { continue };
                let known = table.entry(key).or_insert([NONE; FEW]);
                if !known.contains(&(at as u32))
                    && let Some(free) = known.iter_mut().find(|file| **file == NONE)
                {
                    *free = at as u32;
                }
            }
        }
        Self { files: table, names }
    }

    /// Whether a name stands in the code of any file.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names.contains(&crate::anchor::key(name))
    }

    /// The file with most of a quote's telling lines, and where they stand in it: half of the quote, or a line that begins a
    /// function or says its route and stands in no other file. With `few`, two other lines are enough.
    pub(crate) fn file(&self, files: &[File<'_>], quote: &Quote, few: bool) -> Option<(usize, Anchored)> {
        let mut votes: BTreeMap<usize, Vote> = BTreeMap::new();
        for line in quote.runs.iter().flat_map(|run| run.lines()) {
            // The language is not known yet, so each sign may begin a remark.
            let mut ways: Vec<&str> = crate::anchor::ways(line).into_iter().collect();
            ways.dedup();
            let Some(known) = ways.iter().filter_map(|way| key(way)).find_map(|key| self.files.get(&key)) else {
                continue;
            };
            let all: Vec<usize> = known.iter().filter(|file| **file != NONE).map(|file| *file as usize).collect();
            if all.len() == FEW {
                continue;
            }
            for &file in &all {
                let vote = votes.entry(file).or_default();
                vote.weight += 12 / all.len();
                vote.lines += 1;
                vote.begins |= all.len() == 1 && begins(line);
            }
        }
        let best = votes.iter().max_by_key(|(file, vote)| (vote.weight, std::cmp::Reverse(**file)));
        let (&file, vote) = best?;
        let sought = files[file].sought.as_ref()?;
        let anchored = sought.anchor(quote, None);
        let is_whole = matches!(anchored.verdict, QuoteVerdict::Found | QuoteVerdict::WhiteSpace);
        if is_whole || anchored.verdict == QuoteVerdict::Partial && sought.holds_half(quote) {
            return Some((file, anchored));
        }
        let is_told = vote.begins || few && vote.lines >= 2;
        let telling = is_told.then(|| sought.anchor_telling(quote))??;
        Some((file, telling))
    }
}

/// What speaks for a file.
#[derive(Default)]
struct Vote {
    weight: usize,
    lines: usize,
    begins: bool,
}

/// A line as it is looked up; none where it is too short to tell anything.
fn key(line: &str) -> Option<u64> {
    // What is brought in from elsewhere, many files bring in.
    if ["import ", "from ", "#include", "use ", "using ", "require"]
        .iter()
        .any(|word| line.trim_start().starts_with(word))
    {
        return None;
    }
    let letters = line.chars().filter(|letter| letter.is_alphanumeric()).count();
    let least = if begins(line) { BEGINNING } else { TELLING };
    (letters >= least).then(|| crate::anchor::key(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::Sought;

    fn file<'a>(path: &'a str, text: &'a str) -> File<'a> {
        let sought = Some(Sought::of(path, text));
        File { path, known: None, is_asked: false, scope: review::Scope::Production, sought }
    }

    #[test]
    fn a_quote_is_of_the_file_with_most_of_its_telling_lines() {
        let files = [
            file("a.py", "import everything_else\n\ndef send():\n    work_on(everything)\n"),
            file("b.py", "import everything_else\n\ndef pay():\n    \"\"\"Pays.\"\"\"\n    return money_of(account)\n"),
        ];
        let telling = Telling::of(&files);
        let found = |quote: &str, few| {
            let (file, anchored) = telling.file(&files, &Quote::whole(quote), few)?;
            Some((file, anchored.verdict, anchored.lines))
        };
        let whole = "def pay():\n    return money_of(account)  # ← nobody is asked";
        assert_eq!(found(whole, false), Some((1, QuoteVerdict::Partial, Some((3, 5)))));
        // One line that begins a function tells its file, whatever its arguments are said to be.
        let told = "def send(this):\n    this_is(quite_another, thing_than_stands_there)\n    and_so_is(this_one_here)";
        assert_eq!(found(told, false), Some((0, QuoteVerdict::Partial, Some((3, 3)))));
        let other = "import everything_else\nthis_is(quite_another, thing_than_stands_there)";
        assert_eq!(found(other, true), None);
        assert!(telling.has_name("money_of") && telling.has_name("work_on") && !telling.has_name("money"));
        // A line that stands in both tells none, and neither does one that stands nowhere.
        assert_eq!(found("nothing_of_the(kind_stands, anywhere)", true), None);
    }
}
