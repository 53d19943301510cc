//! Checks of the program tried with texts: whether a function that refuses some of them lets another one through that it is
//! there to refuse.
//!
//! Takes a function, the things that a condition of it is about, and a rule's texts; gives the texts that get through. The
//! function is run from its beginning (`engine::run`) with each text in place of the thing: what it does with texts that any check
//! of the sort lets through, and what with those of which it refuses one, tells whether it is such a check at all; only then
//! does the third sort count. So nothing is claimed of which no run was seen.

mod leaves;
mod used;

use engine::run::{End, Given, Val};
use ir::{BlockId, Value};
use knowledge::{Needs, Pattern, Trial, Tried};
use program::FuncId;

pub(crate) use engine::run::Machine;
pub(crate) use leaves::{Leaves, leaves};
pub(crate) use used::{Used, argument};

/// What a check does with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Done {
    /// An exception.
    Raised,
    /// It says so.
    Said(BlockId, Val),
    /// The text comes out there, or what has become of it: and whether that still does harm.
    Through(BlockId, bool),
    /// It goes on with something else.
    WentOn(BlockId),
}

impl Done {
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Raised | Self::Said(..))
    }
}

/// What a trial has shown of a check.
pub(crate) struct Shown<'t> {
    /// What gets through, the most telling first.
    pub(crate) through: Vec<&'t Tried>,
    /// Whether the check only says whether it likes the text, and says no by this.
    pub(crate) says: Option<bool>,
    /// Whether all that it does with a text that it is there to refuse, and not with others, is to say yes.
    pub(crate) refuses_by_yes: bool,
}

/// The texts that get through a check which is about these things; nothing when it is no check of the sort.
pub(crate) fn tried<'t>(machine: &Machine<'_, '_>, id: FuncId, leaves: &Leaves, trial: &'t Trial) -> Option<Shown<'t>> {
    let (text, root): (&[Value], &[Value]) = match (&leaves.things[..], trial.roots.is_empty()) {
        ([text], true) => (text, &[]),
        ([one, other], false) => {
            let shown = with_roots(machine, id, (one, other), trial);
            return shown.or_else(|| with_roots(machine, id, (other, one), trial));
        }
        _ => return None,
    };
    shown(machine, id, (text, root), "", trial)
}

/// The same where the second thing is what the first is compared with: a text must get through however that is written.
fn with_roots<'t>(
    machine: &Machine<'_, '_>,
    id: FuncId,
    things: (&[Value], &[Value]),
    trial: &'t Trial,
) -> Option<Shown<'t>> {
    let mut all: Option<Shown<'t>> = None;
    for root in &trial.roots {
        let here = shown(machine, id, things, root, trial)?;
        match &mut all {
            None => all = Some(here),
            Some(all) => all.through.retain(|tried| here.through.iter().any(|other| std::ptr::eq(*other, *tried))),
        }
    }
    all
}

fn shown<'t>(
    machine: &Machine<'_, '_>,
    id: FuncId,
    (thing, compared): (&[Value], &[Value]),
    root: &str,
    trial: &'t Trial,
) -> Option<Shown<'t>> {
    let run = |text: &str, out: Option<&Pattern>| -> Option<Vec<Done>> {
        let texts = thing.iter().map(|value| (*value, Val::text(text)));
        let roots = compared.iter().map(|value| (*value, Val::text(root)));
        let given = Given { params: Vec::new(), values: texts.chain(roots).collect() };
        let mut done: Vec<Done> = Vec::new();
        for end in machine.ends(id, &given)? {
            let one = what_is_done(end, text, out);
            if !done.contains(&one) {
                done.push(one);
            }
        }
        Some(done)
    };
    let mut good: Vec<Done> = Vec::new();
    for text in &trial.good {
        for one in run(text, None)? {
            if !good.contains(&one) {
                good.push(one);
            }
        }
    }
    let mut known: Option<(Vec<Done>, Option<bool>, bool)> = None;
    for bad in &trial.bad {
        let done = run(&bad.text, Some(&bad.out))?;
        if let Some(likes) = likes(&good, &done) {
            let says = match (&likes[..], &done[..]) {
                ([Done::Said(_, Val::Bool(yes))], [Done::Said(_, Val::Bool(no))]) if yes != no => Some(*no),
                _ => None,
            };
            let mut others = done.iter().filter(|done| !good.contains(done)).peekable();
            let says_yes = others.peek().is_some() && others.all(|done| matches!(done, Done::Said(_, Val::Bool(true))));
            known = Some((likes, says, says_yes));
            break;
        }
    }
    let (likes, says, refuses_by_yes) = known?;
    let mut through = Vec::new();
    for tried in &trial.through {
        // What does harm only when something is taken out of it must come out so.
        let does_harm_itself = tried.out.is_match(&tried.text);
        let gets_through = |done: &Done| match done {
            Done::Through(block, does_harm) => {
                *does_harm && likes.iter().any(|one| matches!(one, Done::Through(known, _) if known == block))
            }
            other => does_harm_itself && likes.contains(other),
        };
        if run(&tried.text, Some(&tried.out))?.iter().any(gets_through) {
            through.push(tried);
        }
    }
    Some(Shown { through, says, refuses_by_yes })
}

fn what_is_done(end: End, text: &str, out: Option<&Pattern>) -> Done {
    let End::Returned(block, val) = end else { return Done::Raised };
    let last = text.rsplit('/').next().unwrap_or(text);
    match val {
        Val::Text(gives) if !last.is_empty() && gives.ends_with(last) && gives.chars().all(is_of_paths) => {
            Done::Through(block, out.is_some_and(|out| out.is_match(&gives)))
        }
        Val::Null | Val::Bool(_) | Val::Int(_) | Val::Text(_) => Done::Said(block, val),
        // The number of an answer by which a server refuses.
        Val::List(parts) if parts.iter().any(|part| matches!(part, Val::Int(400..600))) => {
            Done::Said(block, Val::List(parts))
        }
        Val::List(_) | Val::Map(_) | Val::Unknown | Val::Either | Val::Pattern(_) | Val::Thing => Done::WentOn(block),
    }
}

/// What stands in the names of the texts that are tried; where something else stands beside it, the text has become no path.
fn is_of_paths(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '/' | '\\' | '.' | '-' | '_')
}

/// What a check does with what it likes, when what it does with something else is a refusal, or takes the harm out of it;
/// nothing when it is none.
fn likes(good: &[Done], bad: &[Done]) -> Option<Vec<Done>> {
    let is_cleaned = bad.iter().any(|done| matches!(done, Done::Through(_, false)))
        && bad.iter().all(|done| done.is_refusal() || matches!(done, Done::Through(_, false)));
    if is_cleaned {
        return Some(good.iter().filter(|done| matches!(done, Done::Through(..))).cloned().collect());
    }
    // Whoever answers with one text or another tells things apart.
    let is_text = |done: &Done| matches!(done, Done::Said(_, Val::Text(text)) if !text.is_empty());
    if bad.iter().any(is_text) && good.iter().any(is_text) {
        return None;
    }
    // Nothing in place of a path is a refusal, and so it is in place of yes; in place of anything else it is a case of its own.
    let gives_path = good.iter().any(|done| matches!(done, Done::Through(..) | Done::Said(_, Val::Bool(_))));
    let is_nothing = |done: &Done| matches!(done, Done::Said(_, Val::Null | Val::Text(_) | Val::Int(_)));
    if !gives_path && bad.iter().any(|done| is_nothing(done) && !good.contains(done)) {
        return None;
    }
    let others: Vec<&Done> = bad.iter().filter(|done| !good.contains(done)).collect();
    let refuses =
        others.iter().all(|done| done.is_refusal()) && (!others.is_empty() || bad.iter().all(Done::is_refusal));
    let likes: Vec<Done> = good.iter().filter(|done| !bad.contains(done)).cloned().collect();
    (refuses && !bad.is_empty() && !likes.is_empty()).then_some(likes)
}

/// Whether what a text needs besides is known.
pub(crate) fn has_what_it_needs(used: &Used<'_, '_>, id: FuncId, leaves: &Leaves, tried: &Tried) -> bool {
    match &tried.needs {
        None => true,
        Some(Needs::Raw) => !leaves.things.first().is_some_and(|things| used.is_tidied(id, things)),
        Some(Needs::Joined) => leaves.things.first().is_some_and(|things| used.is_joined(id, things)),
        Some(Needs::Turned(from, to)) => {
            let is_turned_before = |things: &Vec<Value>| used.is_turned_before(id, things, (from, to));
            used.is_turned(id, from, to) && !leaves.things.first().is_some_and(is_turned_before)
        }
    }
}
