//! Filters: tests and replacements by which code means to keep something out of a text, and what shows that they do not.

use crate::{KindId, Pattern};

/// What code may mean to keep out of a text, with samples of it.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The sink kind that the text is kept harmless for.
    pub kind: KindId,
    /// What it is meant to stop, a noun phrase.
    pub what: String,
    /// What a constant holds by which something is tested or replaced that belongs to such a filter.
    pub marks: Pattern,
    /// What a file holds that has such a constant: plain words, so that it is quickly asked.
    pub hint: Pattern,
    /// Samples that it is known by: it stops one of them.
    pub stops: Vec<String>,
    /// Whether those samples are let pass by the marked test, and not stopped: an exception from what is stopped.
    pub lets: bool,
    /// Whether only a replacement counts, and samples of which it takes something out.
    pub removes: bool,
    /// Samples of which the same text is asked for something that matches one, where the filter is an exception.
    pub beside: Vec<String>,
    /// Samples that are no danger: what stops one of these serves something else.
    pub spared: Vec<String>,
    /// What a constant beside it holds where the danger is known and looked for in another way.
    pub known: Option<Pattern>,
    /// What is still there when a replacement has not kept it out.
    pub still: Option<Pattern>,
    /// Patterns of names near it that tell what it is for.
    pub names: Vec<Pattern>,
    /// Samples that must not pass, the first that does is told.
    pub passes: Vec<Passing>,
}

/// A sample that must not pass a filter.
#[derive(Clone, Debug)]
pub struct Passing {
    /// The text.
    pub text: String,
    /// The part of it that is asked for where a text is compared as a whole.
    pub word: Option<String>,
    /// Why it is as bad as what is stopped, a clause.
    pub because: String,
    /// Whether it only counts where the text is as it was sent: the function has no callers, and nothing unknown made it.
    pub raw: bool,
}
