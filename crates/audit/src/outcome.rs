//! What an audit gives: plain data, with a closed word for every verdict.
//!
//! Texts that a review or the code wrote stand in it as they are; who prints them makes them harmless. What findings have in common
//! is there once, and all of them hold it.

use std::sync::Arc;

use claims::{Format, Level, Stance, Unread};
use knowledge::{Confidence, Severity};
use review::{Coverage, Place, WhyStep};

/// Gives an enumeration the words it is printed with.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// What a finding of a review gets.
    Verdict {
        /// The weakness is there, and is described rightly.
        Accept => "accept",
        /// The weakness is there; its id, name, place or severity is not right.
        Correct => "accept-with-correction",
        /// It is not there.
        Reject => "reject",
        /// The code does not tell.
        Undecided => "undecided",
    }
}

words! {
    /// Whether the code bears a claim out.
    SupportVerdict {
        /// It does.
        Supported => "supported",
        /// It does not.
        Refuted => "refuted",
        /// It cannot be told.
        Undecided => "undecided",
    }
}

words! {
    /// How the name that a review gives to an id stands to the catalogue.
    NameWord {
        /// The official name.
        Exact => "exact",
        /// A short name in use.
        Short => "short",
        /// An official name of former days.
        Former => "former",
        /// Other words for the same.
        Paraphrase => "paraphrase",
        /// The name of another id.
        NameOfAnother => "name-of-another",
        /// Not a name of the id.
        Mismatch => "mismatch",
        /// There is no such id.
        NoSuchId => "no-such-id",
        /// No name was given, or none that could be compared.
        None => "none",
    }
}

words! {
    /// Whether a quoted text stands on the cited lines.
    LineVerdict {
        /// The cited lines hold it.
        Holds => "holds-the-quote",
        /// They hold a part of it.
        HoldsPart => "holds-part-of-the-quote",
        /// It stands on other lines.
        Shifted => "shifted",
        /// It stands nowhere in the file.
        Absent => "quote-absent",
        /// The file has fewer lines.
        BeyondEnd => "beyond-end-of-file",
        /// There is nothing to compare.
        NoQuote => "no-quote",
    }
}

words! {
    /// Whether a cited path is one of the code.
    PathVerdict {
        /// It is.
        Exact => "exact",
        /// Its end is that of one path.
        Suffix => "suffix-match",
        /// Several paths end like it.
        Ambiguous => "ambiguous",
        /// There is no such file.
        Missing => "no-such-file",
        /// No path was cited.
        None => "none",
    }
}

words! {
    /// Whether a quoted text stands in the file.
    QuoteVerdict {
        /// It does, letter for letter.
        Found => "found",
        /// It does, with other white space.
        WhiteSpace => "white-space",
        /// Some of its lines do.
        Partial => "partial",
        /// Something like it does.
        Altered => "altered",
        /// Nothing like it does.
        Absent => "absent",
        /// Nothing was quoted.
        None => "none",
    }
}

words! {
    /// How the claimed severity stands to what the code shows.
    SeverityVerdict {
        /// It is about the same.
        Agrees => "agrees",
        /// It is higher by two levels or more, or more people are said to be able to do it than the code shows.
        Overstated => "overstated",
        /// It is lower by two levels or more, or fewer people are.
        Understated => "understated",
        /// None was claimed, or the code does not tell.
        Unknown => "unknown",
    }
}

words! {
    /// Who is said to be able to do it.
    ClaimedWho {
        /// Whoever can reach the program over a network, without a login.
        Anyone => "anyone",
        /// Whoever can reach it over a network; nothing is said of a login.
        Remote => "remote",
        /// Who has said who he is.
        LoggedIn => "logged-in",
        /// Who has not said who he is; nothing is said of where he is.
        WithoutLogin => "without-login",
        /// Somebody who writes the data, of whom no more is said.
        Others => "others",
        /// Whoever runs the program.
        Operator => "operator",
        /// Only who is on the machine already.
        Local => "local",
    }
}

words! {
    /// Who writes what the data begins with.
    SeenWho {
        /// Any client: no login is asked for.
        Anyone => "anyone",
        /// A client; whether a login is asked for was not looked at, or cannot be told.
        Remote => "remote",
        /// A client who has said who he is.
        LoggedIn => "logged-in",
        /// Whoever made a document that the program reads.
        Document => "document",
        /// Whoever calls the library.
        Library => "library",
        /// Whoever runs the program.
        Operator => "operator",
    }
}

words! {
    /// Whether what is to be done helps.
    MitigationVerdict {
        /// It names what mends this weakness in this library.
        Applies => "applies",
        /// It goes in that direction and names nothing that is known.
        Partly => "partly",
        /// It changes nothing, or is about something else.
        DoesNotApply => "does-not-apply",
        /// It fits any program.
        Boilerplate => "boilerplate",
        /// There is none.
        None => "none",
    }
}

/// The outcome of an audit.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The form that the review was read as.
    pub format: Format,
    /// Its findings, in its order.
    pub findings: Vec<Audited>,
    /// What could not be read as a finding.
    pub unread: Vec<Unread>,
    /// What Flawline finds in the files that the review speaks of, and the review does not mention.
    pub missed: Vec<Missed>,
    /// Limits that were reached, each a sentence.
    pub cuts: Vec<String>,
    /// What of the code was looked at, and what was not.
    pub coverage: Coverage,
}

impl Audit {
    /// Whether no limit was reached, neither of the audit nor of the review that it rests on, and all of the code was read whole.
    pub fn is_complete(&self) -> bool {
        self.cuts.is_empty() && self.coverage.is_complete()
    }
}

/// A finding of a review, judged.
#[derive(Clone, Debug)]
pub struct Audited {
    /// Its number in the review, from 1.
    pub index: usize,
    /// What the review calls it by.
    pub label: Option<String>,
    /// Its title.
    pub title: String,
    /// The lines of the review, first and last.
    pub lines: (u32, u32),
    /// Whether it accuses or defends the code.
    pub stance: Stance,
    /// Its ids.
    pub weaknesses: Vec<AuditedWeakness>,
    /// Its places.
    pub places: Vec<AuditedPlace>,
    /// Bits of code that it names and that stand nowhere in the code.
    pub unknown_symbols: Vec<String>,
    /// Whether the code bears it out.
    pub support: Arc<Support>,
    /// How bad it is said to be.
    pub claimed_severity: Option<(Level, String)>,
    /// How that stands to the code.
    pub severity: SeverityVerdict,
    /// How what is said of who can do it stands to the code; none where nothing is said or no data is seen.
    pub reach: Option<AuditedReach>,
    /// How bad the code shows it to be.
    pub shown_severity: Option<Severity>,
    /// Whether what is to be done helps.
    pub mitigation: MitigationVerdict,
    /// Why, a sentence, where the verdict does not say it all.
    pub mitigation_reason: Option<String>,
    /// What would help, where the code bears it out.
    pub repair: Option<String>,
    /// The finding of Flawline's own that bears it out, where one does.
    pub shown: Option<Arc<review::Finding>>,
    /// The number of an earlier finding that says the same.
    pub duplicate_of: Option<usize>,
    /// What it gets.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub reason: String,
    /// What is not right, or could be better, each a sentence.
    pub corrections: Vec<String>,
    /// What is worth knowing and no fault, each a sentence.
    pub notes: Vec<String>,
}

/// What a finding says of who can do it, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedReach {
    /// Who is said to be able to.
    pub claimed: ClaimedWho,
    /// Who writes what the data begins with.
    pub seen: SeenWho,
    /// How the one stands to the other.
    pub verdict: SeverityVerdict,
    /// Where the data begins and who writes it, a sentence.
    pub text: String,
    /// The words by which it is said.
    pub words: Vec<String>,
}

/// An id of a finding, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedWeakness {
    /// The number.
    pub id: u32,
    /// The name that the review gives to it.
    pub claimed_name: Option<String>,
    /// How that name stands to the catalogue.
    pub name: NameWord,
    /// Until when a former name was official, and which other id is called or nearest called so.
    pub until: Option<String>,
    /// The other id that is called so, or whose name is the nearest.
    pub other: Option<u32>,
    /// The official name.
    pub official_name: Option<&'static str>,
    /// Weakness, category, view; none for no id at all.
    pub kind: Option<&'static str>,
    /// Whether MITRE lets a finding cite it, in its words.
    pub mapping_usage: Option<&'static str>,
    /// Why it must not be cited, a sentence.
    pub refused: Option<String>,
    /// What fits better, the best first.
    pub suggested: Vec<u32>,
    /// Whether the first of these is what the code, the words or the name are about; else MITRE lists them in place of the id, or
    /// they are like it.
    pub is_sure: bool,
    /// Whether it is the weakness that the words of the finding are about; none when they do not tell.
    pub fits_words: Option<bool>,
}

/// A place of a finding, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedPlace {
    /// The path as cited.
    pub cited_path: Option<String>,
    /// How it stands to the code.
    pub path: PathVerdict,
    /// The path in the code, where there is one.
    pub found_path: Option<String>,
    /// The cited lines, first and last.
    pub cited_lines: Option<(u32, u32)>,
    /// The quote.
    pub quote: Option<String>,
    /// How it stands to the file.
    pub quote_verdict: QuoteVerdict,
    /// Whether the cited lines hold it.
    pub line: LineVerdict,
    /// The lines on which it stands.
    pub found_lines: Option<(u32, u32)>,
    /// By how much the cited lines are off: found less cited.
    pub offset: Option<i64>,
    /// Of an altered quote: what stands in the file instead.
    pub instead: Option<String>,
    /// Another file in which the quote stands.
    pub other_file: Option<(String, u32)>,
    /// An earlier revision in which the quote stood in the file: commit, day and line.
    pub other_revision: Option<(String, String, u32)>,
}

/// Whether the code bears a claim out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Whether it does.
    pub verdict: SupportVerdict,
    /// Why, as a word for machines.
    pub reason: &'static str,
    /// Why, the most telling first.
    pub evidence: Vec<Evidence>,
    /// Where the data begins that bears it out, or that would if it counted: of several ways that which most people can begin.
    pub origin: Option<review::Origin>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rule that speaks, if one does.
    pub rule: Option<String>,
    /// The weakness.
    pub cwe: Option<u32>,
    /// Where.
    pub place: Option<Place>,
    /// The code there.
    pub quote: String,
    /// What it says.
    pub text: String,
    /// The way that data takes.
    pub flow: Vec<WhyStep>,
    /// How bad and how sure, of a finding.
    pub levels: Option<(Severity, Confidence)>,
}

/// A finding that a review does not mention.
#[derive(Clone, Debug)]
pub struct Missed {
    /// The finding.
    pub finding: review::Finding,
}

/// Lines as they are written: `12`, or `12-18`.
pub fn range((first, last): (u32, u32)) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}
