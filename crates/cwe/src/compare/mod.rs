//! Whether a claimed name is the name of an id: takes the id and the name as somebody wrote it and gives a verdict.
//! Short, former and freely worded names are normal in reviews and are not called wrong; a name that is another
//! entry's, or that has little in common with the entry's own, is.

use std::cmp::Reverse;

use crate::catalogue::Catalogue;
use crate::entry::{Entry, Kind};
use crate::fold;
use crate::names::{Form, Name, Names, Words};

/// How a claimed name stands to an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameVerdict {
    /// The official name.
    Exact,
    /// An alternate term, the nickname in parentheses, or the name without it.
    Short,
    /// A name that was official once.
    Former {
        /// Until which day, as `2009-12-28`.
        until: String,
    },
    /// The name of another entry: the id or the name is wrong.
    NameOfAnother {
        /// The entry that is called so.
        id: u32,
    },
    /// Other words for the same: worth a note, not wrong.
    Paraphrase,
    /// Not a name of this entry.
    Mismatch {
        /// The weakness with the nearest name, if one is near.
        nearest: Option<u32>,
    },
    /// The id does not exist, so it has no name.
    NoSuchId,
    /// There is no name to compare, or it is not in the language of the catalogue.
    NotCompared,
}

impl NameVerdict {
    /// Whether the claimed name is wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self, Self::NameOfAnother { .. } | Self::Mismatch { .. } | Self::NoSuchId)
    }
}

impl Catalogue {
    /// Compares a claimed name with the names of `id`. A leading `CWE-n:` in the claim is passed over.
    pub fn compare_name(&self, id: u32, claimed: &str) -> NameVerdict {
        let Some(entry) = self.get(id) else { return NameVerdict::NoSuchId };
        let folded = fold::fold(claimed);
        let claim = without_id(&folded);
        let names = self.names();
        if let Some(verdict) = own_name(names, entry, claim) {
            return verdict;
        }
        if let Some(id) = self.other_bearer(entry, claim) {
            let general = self.is_more_general_name(entry, claim, id);
            return if general { NameVerdict::Paraphrase } else { NameVerdict::NameOfAnother { id } };
        }
        let claimed = Claim { text: claim, words: names.words(claim) };
        let nearest = self.nearest(&claimed.words);
        if self.is_owasp_title(entry, claim) || is_paraphrase(names, entry, &claimed, nearest) {
            return NameVerdict::Paraphrase;
        }
        if !is_english(claim) {
            return NameVerdict::NotCompared;
        }
        NameVerdict::Mismatch { nearest: nearest.map(|(id, _)| id) }
    }

    /// Another entry that is called so, by its official name before other forms, one that may be cited before others.
    fn other_bearer(&self, entry: &Entry, claim: &str) -> Option<u32> {
        let others = self.names().bearers(claim).filter(|name| name.id != entry.id);
        let odd = |id: u32| self.get(id).is_none_or(|other| !other.is_citable());
        others.min_by_key(|name| (name.form, odd(name.id))).map(|name| name.id)
    }

    /// Whether the claim is a short or former name of `other`, which stands above the entry. "Buffer Overflow" for an
    /// out-of-bounds write is imprecise, but true.
    fn is_more_general_name(&self, entry: &Entry, claim: &str, other: u32) -> bool {
        let official = self.names().of(other).first().is_some_and(|name| name.folded == claim);
        !official && self.ancestors(entry).contains(&other)
    }

    /// Whether the claim is the title of an OWASP Top 10 category that lists the entry.
    fn is_owasp_title(&self, entry: &Entry, claim: &str) -> bool {
        let titles_2021 = entry.owasp_2021.iter().filter_map(|key| self.owasp_2021_name(key));
        let titles_2025 = entry.owasp_2025.iter().filter_map(|key| self.owasp_2025_name(key));
        titles_2021.chain(titles_2025).any(|title| {
            let short = title.split_once(" - ").map_or(title, |(_, short)| short);
            [title, short].iter().any(|title| fold::fold(title) == claim)
        })
    }

    /// The valid weakness whose name, of any form, is most alike, with the likeness, if that is worth naming.
    fn nearest(&self, claim: &Words) -> Option<(u32, u32)> {
        let names = self.names();
        let valid = |id: u32| self.get(id).is_some_and(|entry| entry.kind == Kind::Weakness && !entry.is_deprecated());
        let scored = names.list.iter().map(|name| (name, names.likeness(claim, &name.words)));
        let near = scored.filter(|(name, likeness)| *likeness >= NEAR && valid(name.id));
        near.min_by_key(|(name, likeness)| (Reverse(*likeness), name.form, name.id)).map(|(name, like)| (name.id, like))
    }
}

/// Likeness, in thousandths, from which an entry is worth naming as the nearest.
const NEAR: u32 = 400;
/// Likeness from which a name is as good as the name of another entry.
const SAME: u32 = 900;

struct Claim<'a> {
    text: &'a str,
    words: Words,
}

/// The verdict when the claim is a name of the entry, or consists of names of the entry.
fn own_name(names: &Names, entry: &Entry, claim: &str) -> Option<NameVerdict> {
    let own = |text: &str| names.of(entry.id).iter().find(|name| name.folded == text).map(|name| name.form);
    // "Cross-Site Scripting (XSS)": when every piece is a name of today, so is the whole, even if it was official once.
    let pieces: Option<Vec<Form>> = fold::pieces(claim).map(own).collect();
    let pieces = pieces.and_then(|forms| forms.into_iter().max()).map(|form| form.max(Form::Short));
    let form = own(claim).into_iter().chain(pieces).min()?;
    Some(match form {
        Form::Official => NameVerdict::Exact,
        Form::Short => NameVerdict::Short,
        Form::Former(at) => NameVerdict::Former { until: entry.former_names[at].until.clone() },
    })
}

/// Whether the claim says the same in other words: it holds a present name of the entry as it is, or no name is nearer
/// than the entry's own, or most of what its words weigh stands in one. Not when another entry is called so to a word.
fn is_paraphrase(names: &Names, entry: &Entry, claim: &Claim, nearest: Option<(u32, u32)>) -> bool {
    let all = names.of(entry.id);
    let own = all.iter().map(|name| names.likeness(&claim.words, &name.words)).max().unwrap_or(0);
    let (id, likeness) = nearest.unwrap_or((entry.id, 0));
    if id == entry.id && likeness > 0 {
        return true;
    }
    if likeness >= SAME && likeness > own {
        return false;
    }
    let padded = format!(" {} ", claim.text);
    let holds = |name: &Name| !matches!(name.form, Form::Former(_)) && padded.contains(&format!(" {} ", name.folded));
    // Two thirds of the weight are enough; half is, unless another name is much nearer.
    let contested = 2 * likeness > 3 * own;
    let covers = |name: &Name| {
        let shared = names.shared(&claim.words, &name.words);
        3 * shared > 2 * claim.words.weight || (!contested && 2 * shared > claim.words.weight)
    };
    all.iter().any(|name| holds(name) || covers(name))
}

/// The claim without the id that a heading puts before the name.
fn without_id(folded: &str) -> &str {
    let Some(rest) = folded.strip_prefix("cwe") else { return folded };
    let rest = rest.trim_start_matches([' ', ':']);
    let name = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if name.len() == rest.len() { folded } else { name.trim_start_matches([' ', ':', '.', ')', ']']) }
}

/// Whether there is a name to compare with English ones.
fn is_english(claim: &str) -> bool {
    let mut letters = claim.chars().filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|letter| letter.is_ascii())
}

#[cfg(test)]
mod tests;
