//! Rules: what a weakness is, in kinds.

use crate::{Confidence, ContextId, Filter, KindId, KindSet, Letters, Pair, Pattern, Severity};

/// A rule: its place in the loaded rules, in the order of their ids' texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// One rule: the declaration in `rules/cwe-<n>-<id>/rule.md`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id: what is wrong, lower case, hyphens; reads well after "allow".
    pub id: String,
    /// The page's title.
    pub title: String,
    /// The folder, below the knowledge folder.
    pub folder: String,
    /// How it is recognised.
    pub shape: Shape,
    /// How bad it is, unless a case says otherwise.
    pub severity: Severity,
    /// The version it came with.
    pub since: String,
    /// The kinds that it is about, each with its CWE id.
    pub cases: Vec<Case>,
    /// What the finding says, with slots.
    pub message: String,
    /// What an attacker gains, with slots.
    pub impact: String,
    /// What to do when the model's row has no repair, with slots; ends the sentence "To mitigate this risk, …".
    pub repair: String,
    /// The page's sections after the declaration: heading and Markdown text.
    pub sections: Vec<(String, String)>,
    /// Known misses (`gap:` marks of its examples), as sentences.
    pub gaps: Vec<String>,
    /// Known false findings (`noise:` marks), as sentences.
    pub noises: Vec<String>,
    /// Whether it is of the reviewed project's own.
    pub local: bool,
}

/// A kind in a context, and the weakness that it is there. The first case that fits decides.
#[derive(Clone, Debug)]
pub struct Case {
    /// The sink or use.
    pub kind: KindId,
    /// The contexts; empty for all.
    pub contexts: Vec<ContextId>,
    /// The CWE id.
    pub cwe: u16,
    /// Why an id that MITRE allows with review is right.
    pub review: Option<String>,
    /// Overrides the rule's.
    pub severity: Option<Severity>,
    /// The most confidence that a finding of this case can have; a lead starts at low.
    pub confidence: Confidence,
    /// It is not told of data that, in the same function, comes from the same place to the sink of another case of the rule.
    pub gives_way: bool,
    /// Shape `value`: a placeholder counts, as it holds until somebody has put in another text.
    pub in_force: bool,
    /// What a flow from a source of a kind assumes besides, as a clause that goes on from "assumes that".
    pub assumes: Vec<(KindId, String)>,
    /// Flows from a source of a kind of which one of these must be true; those of other kinds count always.
    pub only: Vec<(KindId, Manner)>,
    /// Overrides the rule's.
    pub message: Option<String>,
    /// Overrides the rule's.
    pub impact: Option<String>,
    /// Overrides the rule's.
    pub repair: Option<String>,
    /// Shape `order`: the case is for earlier uses of these contexts alone, and only where one of the outcomes refuses:
    /// the function then ends at once or by an exception. Empty for all earlier uses, whatever they decide.
    pub refusing: Vec<ContextId>,
    /// Shape `flow`: the case is only for texts that are read by a pattern in a time that grows so, or faster.
    pub grows: Option<Grows>,
    /// Shape `asserted`: patterns of names of what is called or read by which it is such a use; a match is an assumption.
    pub called: Vec<Pattern>,
    /// Shape `asserted`: patterns of names of what is compared by which the comparison is such a use; a match is an assumption.
    pub compared: Vec<Pattern>,
    /// Shape `carried`: patterns of the names of what must not be carried to another host.
    pub carries: Vec<Pattern>,
    /// Shape `repeated`: the message where two places differ that have to agree; where it is missing, they may differ.
    pub differing: Option<String>,
}

/// How fast something grows with the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grows {
    /// As its square.
    Square,
    /// As its third power.
    Cube,
    /// It doubles again and again.
    Exponential,
}

impl Grows {
    /// The words of the declaration, and what they mean.
    pub const WORDS: [(&'static str, Self); 3] =
        [("square", Self::Square), ("cube", Self::Cube), ("exponential", Self::Exponential)];

    /// What a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, grows)| grows)
    }
}

/// How a flow gets where it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The data becomes a part of a longer text: whoever hands it over does not see the whole.
    Part,
    /// It passes a check that is taken for a protection and is none: whoever wrote it saw the danger.
    Checked,
    /// It passes a check that does not hold, be it one that is asked for other reasons, too, and is joined to a folder of the
    /// program's own: whoever wrote both means what lies below.
    Below,
    /// It is the beginning of the text, or the whole of it.
    Leading,
}

impl Manner {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Part, Self::Checked, Self::Below, Self::Leading];

    /// How rules write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Checked => "checked",
            Self::Below => "below",
            Self::Leading => "leading",
        }
    }
}

/// What tells that a use is one of those that a rule means. Patterns are matched against names taken apart into lower-case
/// words: `verifySignature` is `verify signature`.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Patterns of names of what goes into the use.
    pub given: Vec<Pattern>,
    /// Patterns of names of what its result becomes: what it is called, stored as or given to.
    pub becomes: Vec<Pattern>,
    /// Patterns of names of what its result is compared with.
    pub compared: Vec<Pattern>,
    /// The same, of names that count only when data of others goes into the use.
    pub checked: Vec<Pattern>,
    /// Patterns of the name of a function or class around it.
    pub around: Vec<Pattern>,
    /// Patterns of names of what its result becomes, or of what is around it, by which it is none.
    pub spared: Vec<Pattern>,
    /// Patterns of names of the file or of a folder around it, by which the use is none.
    pub spared_files: Vec<Pattern>,
    /// Whether a use of which nothing tells so is none, and not even a lead.
    pub only_told: bool,
    /// The sink kind whose flows to the use are shown: data of others goes into it.
    pub data: Option<KindId>,
    /// The source kind of its result.
    pub result: Option<KindId>,
    /// Where its result goes that tells so.
    pub reaches: Vec<Reaching>,
}

impl Telling {
    /// Whether every use counts.
    pub fn is_nothing(&self) -> bool {
        let patterns = [&self.given, &self.becomes, &self.compared, &self.checked, &self.around];
        self.data.is_none() && self.reaches.is_empty() && patterns.iter().all(|patterns| patterns.is_empty())
    }
}

/// A sink that tells what serves what reaches it.
#[derive(Clone, Debug)]
pub struct Reaching {
    /// The sink.
    pub kind: KindId,
    /// Its contexts; empty for all.
    pub contexts: Vec<ContextId>,
    /// Patterns of names at the sink, of which one must match; a match is an assumption. Empty when the sink tells it alone.
    pub names: Vec<Pattern>,
    /// What that says, with slots.
    pub says: String,
}

/// How a weakness is recognised.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Data of one of the source kinds reaches the sink of a case.
    Flow {
        /// The source kinds.
        sources: KindSet,
        /// Patterns of names of functions that ask about the data; where one does, or the data is looked for among other things,
        /// it is a lead. Where there are none, nothing of the sort is looked for.
        asking: Vec<Pattern>,
    },
    /// The use of a case stands there.
    Call {
        /// What tells that a use is one of these; when nothing is asked for, every use is.
        telling: Telling,
    },
    /// A literal reaches the sink of a case, or is assigned to a name that says what it is.
    Value {
        /// Patterns of which a name must match one for a literal assigned to it to count; none for sinks alone.
        names: Vec<Pattern>,
        /// Patterns of names that tell it only of a literal that looks drawn by lot.
        vague: Vec<Pattern>,
        /// Patterns of names that say that the literal is no secret, whatever it looks like.
        not_names: Vec<Pattern>,
        /// Patterns of names of secrets that people choose themselves: these may be short.
        chosen: Vec<Pattern>,
        /// Patterns of names that may stand for the name of a thing: a literal made of words is no secret there.
        labels: Vec<Pattern>,
        /// Patterns of literals that are no secrets (empty, example values, names of things).
        harmless: Vec<Pattern>,
        /// Patterns of literals that stand for what is to be put in: no secrets, but where a case says that they hold until then.
        placeholders: Vec<Pattern>,
        /// Forms of literals that are secrets whatever their name.
        formats: Vec<Format>,
        /// Patterns of which one is found in everything that has one of the forms; quickly asked.
        marks: Vec<Pattern>,
        /// Patterns of which one, or of `marks`, must be found in a file of configuration for it to be looked into.
        hints: Vec<Pattern>,
    },
    /// The use of a case surely lacks a setting.
    Absence {
        /// The setting.
        lacks: KindId,
        /// Patterns of which the use's name must match one; none means any. A match is an assumption.
        names: Vec<Pattern>,
        /// Whether a setting that is written and off counts whatever the name, and assumes nothing.
        refused: bool,
    },
    /// A use of `before` on a value, and then, on a path from it, a use of a case on the same value.
    Order {
        /// The earlier use.
        before: KindId,
        /// Its contexts; empty for all.
        contexts: Vec<ContextId>,
    },
    /// A test or replacement of a text that is meant to keep something out of it does not.
    Filter(Vec<Filter>),
    /// A constant pattern takes exponential time for some text, and no flow is known to end at it.
    Pattern {
        /// Patterns of names, of what is around it or of the file, that tell that whoever runs the program writes the text.
        own_texts: Vec<Pattern>,
    },
    /// A call is the use of a case where a parameter with a default is left out.
    Default,
    /// Code is not what it looks like.
    Look {
        /// Letters that look like others.
        letters: Vec<Letters>,
        /// Characters that change the order in which a line is shown.
        pairs: Vec<Pair>,
    },
    /// A text of the program that a shell reads holds a command.
    Script {
        /// Patterns of which one is found in every such text; quickly asked.
        marks: Vec<Pattern>,
        /// The commands.
        commands: Vec<Command>,
    },
    /// A check of the program is tried with texts, and lets one through that it is there to refuse.
    Trial {
        /// Patterns of which one is found in a constant text of such a check, unless a model calls the check a mistake.
        marks: Vec<Pattern>,
        /// What it is tried with.
        trials: Vec<Trial>,
    },
    /// A number is written out for the use of a case in several functions, instead of having one name.
    Repeated {
        /// Patterns of the name of a function or class around a use by which its number is its own.
        apart: Vec<Pattern>,
    },
    /// An action of a case is reached without a check that is done where the program does the like.
    Missing(Box<Missing>),
    /// A use of a case decides only about a check that the language leaves out when it optimises.
    Asserted {
        /// Patterns of names by which what is compared is no secret, or none of somebody's.
        not_names: Vec<Pattern>,
        /// Patterns of names of whoever asks: what is read of anything else says how that is, and no check of somebody.
        whose: Vec<Pattern>,
    },
    /// The address that an answer names is sent what the first request carried.
    Carried(Box<Carried>),
}

/// What tells that a request follows an answer that sends it on, and what stands between. Patterns are matched against names
/// taken apart into lower-case words.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// The names of the entries under which an answer names another address, in small letters.
    pub address: Vec<String>,
    /// Patterns of names and numbers that tell that an answer sends on.
    pub redirected: Vec<Pattern>,
    /// Patterns of names of requests.
    pub requests: Vec<Pattern>,
    /// Patterns of names of what is carried along.
    pub along: Vec<Pattern>,
    /// Patterns of names of what sends a request.
    pub sends: Vec<Pattern>,
    /// Patterns of names of a host: who compares such asks for it.
    pub hosts: Vec<Pattern>,
    /// Patterns of names of functions that ask for the host, or take out what must not go to another.
    pub same_host: Vec<Pattern>,
}

impl Carried {
    /// Whether an entry of that name names an address.
    pub fn names_address(&self, name: &[u8]) -> bool {
        self.address.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    }
}

/// What a check is, and where it may be expected.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The use kinds of which one is the check.
    pub checks: Vec<KindId>,
    /// What is looked at.
    pub each: Compared,
    /// The use by which own code refuses: who asks something before that has checked.
    pub refuses: Option<KindId>,
    /// Its contexts; empty for all.
    pub refuses_contexts: Vec<ContextId>,
    /// Patterns of names that sound like the check; a match is an assumption.
    pub names: Vec<Pattern>,
    /// Patterns of names that leave it open; within a function only where a branch depends on what is called so, unless
    /// there are no patterns in `asking`.
    pub perhaps: Vec<Pattern>,
    /// Patterns of names that leave it open wherever they stand within a function.
    pub asking: Vec<Pattern>,
    /// Patterns of names of what a refusal may depend on that is something else than the check.
    pub besides: Vec<Pattern>,
    /// Patterns of names and paths of what is meant for everybody.
    pub open: Vec<Pattern>,
    /// The same, of an entry point that only answers.
    pub open_answers: Vec<Pattern>,
    /// Patterns of names of decorators that say that everybody may come in.
    pub exempt: Vec<Pattern>,
    /// Patterns of methods of requests that are an action already.
    pub methods: Vec<Pattern>,
    /// The entry point must have a use of this kind as well.
    pub together_with: Option<KindId>,
    /// Whether entry points without an action are compared, too: with all beside them, of which nearly all must agree.
    pub reads: bool,
    /// What is assumed of an entry point that only answers: a clause.
    pub answers_assume: Option<String>,
    /// Whether it is told without any sibling, too.
    pub alone: bool,
    /// Rules that are told instead, where they report the same place.
    pub gives_way_to: Vec<String>,
}

/// What a rule about missing checks looks at.
#[derive(Clone, Debug)]
pub enum Compared {
    /// Entry points, each with those beside it.
    Entries,
    /// The uses of the cases, each with those beside it.
    Uses,
    /// Entry points that change something by what a request says.
    Changes(Changes),
    /// Refusals about which the request itself decides, by what is called so: patterns of names.
    Claims(Vec<Pattern>),
    /// Uses that write back what was computed from itself.
    Updates(Updates),
}

/// Values that are read, changed and written back.
#[derive(Clone, Debug)]
pub struct Updates {
    /// The use that reads what stands under a key.
    pub read: KindId,
    /// The use that finds one object that is kept.
    pub found: KindId,
    /// Patterns of names of its methods that write it.
    pub written_by: Vec<Pattern>,
    /// Patterns of names of what is counted so that somebody gains by it when a change is lost.
    pub counts: Vec<Pattern>,
}

/// Changes that an entry point makes by what a request says. Patterns are matched against names taken apart into words.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Patterns of methods by which a request only asks for a page.
    pub reached_by: Vec<Pattern>,
    /// The context of a case's kind in which something is removed: where that is chosen by the request, it is a change.
    pub removes: Option<ContextId>,
    /// Patterns of names of calls that sound like a change; a match is an assumption.
    pub sounds: Vec<Pattern>,
    /// Patterns of names by which such a call changes nothing that is kept.
    pub not_on: Vec<Pattern>,
    /// Patterns of names of what finds objects that are kept.
    pub found_by: Vec<Pattern>,
    /// Patterns of names that tell that the program knows visitors by a session; without any, that is an assumption.
    pub signs: Vec<Pattern>,
}

/// A command of a shell.
#[derive(Clone, Debug)]
pub struct Command {
    /// The name of the program, without its folder.
    pub program: Pattern,
    /// Patterns each of which a word behind it fits.
    pub words: Vec<Pattern>,
    /// Patterns none of which a word behind it fits.
    pub spared: Vec<Pattern>,
}

/// Texts by which a check is tried.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What the check compares the text with, each written in one of these ways; empty for a check that asks about the text
    /// alone.
    pub roots: Vec<String>,
    /// Texts that it lets through.
    pub good: Vec<String>,
    /// Texts of which it refuses one, or it is no such check.
    pub bad: Vec<Tried>,
    /// Texts that it should refuse, the most telling first.
    pub through: Vec<Tried>,
}

/// A text that a check should refuse.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The text.
    pub text: String,
    /// What is still found in a text that comes out of the check, if it does harm.
    pub out: Pattern,
    /// Why it does harm, a clause.
    pub because: String,
    /// What must be known besides.
    pub needs: Option<Needs>,
}

impl Tried {
    /// Whether what it needs tells by itself that the check is about files below a folder.
    pub fn is_of_a_folder(&self) -> bool {
        matches!(self.needs, Some(Needs::Joined | Needs::Turned(..)))
    }
}

/// What must be known for a text that passes a check to do harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// What was checked is joined to a folder where the check is asked.
    Joined,
    /// Not everybody who asks has put the text into its shortest form before.
    Raw,
    /// The same file puts the second text in the place of the first elsewhere.
    Turned(String, String),
}

/// A form that tells a secret by itself.
#[derive(Clone, Debug)]
pub struct Format {
    /// What has it: "a token of GitHub".
    pub name: String,
    /// How it looks. A group named `secret` is the part that is secret, when not all of it is.
    pub pattern: Pattern,
    /// What else must hold of it.
    pub check: Option<FormatCheck>,
    /// One that has the form and is none, in pieces, so that nobody takes the rule for a leak.
    pub example: Vec<String>,
}

/// What is known of how a secret is made, beside how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatCheck {
    /// The last six digits are a check sum of those before, in base 62.
    Checksum,
    /// Its first two parts are maps of JSON in base 64, and the first names an algorithm.
    WebToken,
    /// What stands between its marks is base 64 that begins as a private key does.
    PrivateKey,
    /// The group `secret` is base 64 of so much that no word is.
    Base64,
    /// The group `secret` is no word that stands for a password, and is not what stands before it.
    Password,
    /// It has capital letters, small ones and digits, as what is drawn by lot has.
    Drawn,
}

impl FormatCheck {
    /// All of them, with their words.
    pub const ALL: [(&'static str, Self); 6] = [
        ("checksum", Self::Checksum),
        ("web-token", Self::WebToken),
        ("private-key", Self::PrivateKey),
        ("base64", Self::Base64),
        ("password", Self::Password),
        ("drawn", Self::Drawn),
    ];
}

impl Rule {
    /// The case for a kind in a context.
    pub fn case(&self, kind: KindId, context: Option<ContextId>) -> Option<&Case> {
        self.cases.iter().find(|case| case.fits(kind, context))
    }

    /// The case for a kind in a context, and for how fast the time grows in which a text is read by a pattern.
    pub fn case_that_grows(&self, kind: KindId, context: Option<ContextId>, grows: Option<Grows>) -> Option<&Case> {
        self.cases.iter().find(|case| case.fits(kind, context) && case.grows.is_none_or(|least| grows >= Some(least)))
    }
}

impl Case {
    /// Whether it asks for more than a kind and a context.
    pub(crate) fn asks_for_more(&self) -> bool {
        !self.refusing.is_empty() || self.grows.is_some() || !self.carries.is_empty()
    }

    /// Whether it is about a kind in a context.
    pub fn fits(&self, kind: KindId, context: Option<ContextId>) -> bool {
        self.kind == kind
            && (self.contexts.is_empty() || context.is_some_and(|context| self.contexts.contains(&context)))
    }
}
