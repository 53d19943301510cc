//! Who writes what the way of a finding begins with, as plain data: the place resolved, and secrets masked.

use ir::SourceFile;
use knowledge::Threat;

use crate::{Place, place};

/// Where data begins, and who writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who controls it.
    pub threat: Threat,
    /// Where it is read.
    pub place: Place,
    /// The code that reads it, or the name under which it comes in; masked.
    pub text: String,
    /// Whether clients have to say who they are before they write it, where somebody has asked and it can be told.
    pub login: Option<Login>,
}

/// Whether an entry point asks who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// It does: the check as it is written, masked, and where.
    Asked(String, Place),
    /// Nothing does: the entry point in words.
    Unasked(String),
}

impl Origin {
    /// An origin in a file, with its text masked.
    pub(crate) fn of(origin: &detect::Origin, source: &SourceFile, text: String) -> Self {
        Self { threat: origin.threat, place: place(source, origin.spot.span), text, login: None }
    }
}
