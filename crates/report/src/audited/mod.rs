//! An audit to bytes: for a terminal, as Markdown, as JSON and as SARIF.
//!
//! Takes an [`Audit`], in which texts of a review and of the code stand as they are; writes a report, finding by finding, because a
//! review may have very many. As in reports of reviews, text of others enters through the types in `sink` alone.

mod json;
mod markdown;
mod said;
mod sarif;
mod score;
mod terminal;

pub use json::json;
pub use markdown::markdown;
pub use sarif::sarif;
pub use terminal::terminal;

use std::borrow::Cow;
use std::io::{self, Write};

use audit::Audit;
use contained::{LEFT_OUT, LeftOut, leaving_out};

/// What an audit was asked about, as the user gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The review.
    pub review: String,
    /// The code.
    pub code: String,
    /// The revision of the code, where one was asked for.
    pub revision: Option<String>,
}

/// What of an audit can be written.
pub struct Writable<'a> {
    /// The audit, without what cannot.
    pub audit: Cow<'a, Audit>,
    /// Whether that is all of it.
    pub is_whole: bool,
}

/// What of an audit can be written in a format: all but the findings that an error of our own keeps from being written, which are
/// told among what was cut short. To find out, it is written to nowhere; who writes it then may do so piece by piece into what takes
/// nothing back. When not even an audit without findings can be written, the error goes on to whoever asked.
pub fn writable(audit: &Audit, write: impl Fn(&Audit, &mut dyn Write) -> io::Result<()>) -> Writable<'_> {
    let units = audit.findings.len() + audit.missed.len();
    let attempt = |left_out: &LeftOut| {
        let partial = if left_out.is_empty() { Cow::Borrowed(audit) } else { Cow::Owned(without(audit, left_out)) };
        // Nowhere takes everything.
        let _ = write(&partial, &mut io::sink());
        partial
    };
    match leaving_out(units, attempt) {
        Ok((audit, left_out)) => Writable { audit, is_whole: left_out.is_empty() },
        Err(error) => std::panic::resume_unwind(error),
    }
}

/// The audit without some of its findings: those of the review come first, then those that it does not mention.
fn without(audit: &Audit, left_out: &LeftOut) -> Audit {
    let mut partial = audit.clone();
    let mut unit = 0;
    let mut stays = || {
        unit += 1;
        !left_out.contains(&(unit - 1))
    };
    let mut told = Vec::new();
    partial.findings.retain(|finding| {
        let stays = stays();
        if !stays {
            told.push(format!("Finding {}: {LEFT_OUT}.", finding.index));
        }
        stays
    });
    partial.missed.retain(|missed| {
        let stays = stays();
        if !stays {
            let place = &missed.finding.place;
            told.push(format!("{}:{}: {LEFT_OUT}.", place.path, place.line));
        }
        stays
    });
    partial.cuts.extend(told);
    partial
}
