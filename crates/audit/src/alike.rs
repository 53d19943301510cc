//! Which calls may be what some rules speak of, although no model knows them: those that are called like one that a model knows.
//!
//! Takes rules; gives the last names of all that models say of their kinds. A whole program is full of calls that nothing is known
//! of; only such a one speaks against it that a weakness stands nowhere.

use knowledge::{Effect, Knowledge};
use review::WhyAnswer;
use rustc_hash::FxHashSet;

/// The last names of the calls of which models say what some rules ask for.
pub(crate) fn names(knowledge: &Knowledge, rules: &[usize]) -> FxHashSet<String> {
    let kinds: Vec<_> = rules
        .iter()
        .filter_map(|&rule| knowledge.rules.get(rule))
        .flat_map(|rule| rule.cases.iter().map(|case| case.kind))
        .collect();
    let fits = knowledge.names.rows.iter().filter(|row| match &row.effect {
        Effect::Sink { kind, .. } | Effect::Use { kind, .. } => kinds.contains(kind),
        _ => false,
    });
    fits.filter_map(|row| Some(row.api.rsplit('.').next()?.to_lowercase())).collect()
}

/// Whether a call of which nothing is known is called like one of some names: it is one of them, or has it in its own.
pub(crate) fn is_alike(answer: &WhyAnswer, names: &FxHashSet<String>) -> bool {
    /// Shorter names are parts of others by chance.
    const SHORTEST: usize = 4;
    let head = answer.quote.trim_start_matches('(').split('(').next().unwrap_or_default();
    let called = head.rsplit(['.', ' ', '=']).next().unwrap_or_default().to_lowercase();
    names.contains(&called)
        || called.split('_').any(|part| part.len() >= SHORTEST && names.contains(part))
        || called.is_empty()
}
