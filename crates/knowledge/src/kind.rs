//! Kinds: the closed vocabulary in which rules and models meet (`models/kinds.toml`).

use crate::Pattern;

/// A kind: its place in [`Kinds`], and, for a source, sink or state, its bit in a [`KindSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);

/// A context of a kind: its place in [`Kind::contexts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(pub u8);

/// A set of kinds of data: sources, sinks and states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindSet(pub u128);

/// What part a kind plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Where data comes from.
    Source,
    /// What data must not reach unchecked.
    Sink,
    /// What a call does, whatever its data.
    Use,
    /// What a use may be given to be safe (a flag that is set, a limit).
    Setting,
    /// What data has become on its way, so that a later check of it holds.
    State,
}

/// Who controls a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threat {
    /// Whoever can reach the program over a network.
    Remote,
    /// Whoever made a file, archive or cached value that the program reads.
    Document,
    /// Whoever passes values to a library's public functions.
    Library,
    /// Whoever runs the program: arguments, environment, own files.
    Local,
}

impl Threat {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Remote, Self::Document, Self::Library, Self::Local];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Remote => "remote",
            Self::Document => "document",
            Self::Library => "library",
            Self::Local => "local",
        }
    }

    /// The threat that the word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|threat| threat.word() == word)
    }
}

/// One entry of the vocabulary.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are keys of a declaration, each by itself")]
pub struct Kind {
    /// Its name: lower case, hyphens.
    pub name: String,
    /// Its part.
    pub role: Role,
    /// Who controls it, for a source; none for what is wrong with a value whoever runs the program, which always counts.
    pub threat: Option<Threat>,
    /// For a source: whether a number that is made of the data carries it as well.
    pub numbers: bool,
    /// For a sink: the only source kinds whose data harms it; empty when all may.
    pub harmed_by: Vec<String>,
    /// The contexts that its rows may name, for a sink or use; empty when it has only one.
    pub contexts: Vec<String>,
    /// What it is, in one sentence.
    pub summary: String,
    /// A noun phrase for reports: "the request", "an SQL statement".
    pub noun: String,
    /// For a sink: the names of a parameter that openly is one, so that whoever passes it knows what it does. Compared
    /// as they are, and with the last word of a longer name (`log_path` is called as `path` is).
    pub called: Vec<String>,
    /// Whether it is an address: harmless where the text before the data fixes the host.
    pub address: bool,
    /// For a sink: whether what is found in a collection that others do not control is harmless.
    pub listed: bool,
    /// For a state of text: what it is like.
    pub text: Option<TextState>,
    /// For a state: a value of it stands for the same thing as the value that it was made of, whatever happens to either.
    pub same: bool,
    /// For a state: the names of the sink kinds for which a value of that state is harmless where it equals what others
    /// do not control.
    pub settled: Vec<String>,
    /// For a sink: sets of states of which each makes text harmless. Filled in once all kinds are known.
    pub harmless: Vec<KindSet>,
    /// For a sink: texts of which a check lets one pass at least, and those that it must refuse, every one.
    pub tried: Option<(Vec<String>, Vec<String>)>,
    /// Whether it is of the reviewed project's own.
    pub local: bool,
}

/// What text is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextState {
    /// It does not hold this.
    Lacks(String),
    /// It begins with this.
    Begins(String),
    /// It does not begin with this.
    BeginsNot(String),
    /// It ends with this.
    Ends(String),
    /// It does not hold this between its first and last character.
    LacksInside(String),
    /// It stands in a longer text, behind a part that holds this.
    After(String),
    /// It stands in a longer text, behind an odd number of these.
    Between(String),
    /// It is something else than this, as a whole.
    IsNot(String),
    /// It is made of these letters alone: a pattern that matches one of them.
    Only(String),
    /// Every occurrence of this stands twice in it.
    Doubles(String),
    /// It has so many letters at most.
    AtMost(i64),
    /// Its length was compared with a limit that others do not choose.
    Bounded,
    /// It stands in a sequence, right behind a constant text that matches this.
    Follows(Pattern),
    /// Its beginning is what a row has said of the whole text.
    Led,
    /// It stands in a longer text that is an address, right behind the host, which goes on unless a separator ends it.
    BehindHost,
}

/// The whole vocabulary: kinds of data first, of which a [`KindSet`] holds some, then what calls do.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    /// The kinds, by their ids.
    pub all: Vec<Kind>,
}

impl Kinds {
    /// The kind of that name.
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.all.iter().position(|kind| kind.name == name).map(|at| KindId(at as u8))
    }

    /// The entry of a kind.
    pub fn get(&self, id: KindId) -> &Kind {
        &self.all[id.0 as usize]
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = KindId> + use<> {
        (0..self.all.len() as u8).map(KindId)
    }

    /// The sink kinds that data of a source kind may harm.
    pub fn harmed_by(&self, source: KindId) -> KindSet {
        // A state is no data.
        if self.get(source).role != Role::Source {
            return KindSet::EMPTY;
        }
        let name = &self.get(source).name;
        let harms = |kind: &Kind| kind.harmed_by.is_empty() || kind.harmed_by.contains(name);
        self.with_role(Role::Sink).iter().filter(|&id| harms(self.get(id))).collect()
    }

    /// The sink kinds that a number cannot harm.
    pub fn safe_from_numbers(&self) -> KindSet {
        let numbers = |name: &String| self.find(name).is_some_and(|id| self.get(id).numbers);
        self.with_role(Role::Sink).iter().filter(|&id| !self.get(id).harmed_by.iter().any(numbers)).collect()
    }

    /// The kinds that play a part.
    pub fn with_role(&self, role: Role) -> KindSet {
        self.ids().filter(|&id| self.get(id).role == role).collect()
    }
}

impl KindSet {
    /// No kind.
    pub const EMPTY: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(u128::MAX);

    /// How many kinds of data there may be.
    pub const MOST: usize = 96;
    /// How many of them may be sinks and states, which come first: as many bits behind theirs remember what was so before a
    /// text was coded. Sources may have bits there as well, since no set of what is so of a text holds a source.
    pub const MOST_REMEMBERED: usize = 64;
    const NOW: u128 = (1 << Self::MOST_REMEMBERED) - 1;

    /// Of a text that has been coded: what is so of the coded text, and what was so of the text before.
    #[must_use]
    pub fn coded(self, before: Self) -> Self {
        Self(self.0 & Self::NOW | before.0 << Self::MOST_REMEMBERED)
    }

    /// Of a text that has been decoded: what was so before it was coded.
    #[must_use]
    pub fn decoded(self) -> Self {
        if self == Self::ALL { self } else { Self(self.0 >> Self::MOST_REMEMBERED) }
    }

    /// Just one kind.
    pub fn one(kind: KindId) -> Self {
        debug_assert!(usize::from(kind.0) < Self::MOST, "what a call does is in no set");
        Self(1 << kind.0)
    }

    /// Whether a kind is in it.
    pub fn contains(self, kind: KindId) -> bool {
        debug_assert!(usize::from(kind.0) < Self::MOST, "what a call does is in no set");
        self.0 & (1 << kind.0) != 0
    }

    /// Whether it holds no kind.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds of both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds of this that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The kinds, in order.
    pub fn iter(self) -> impl Iterator<Item = KindId> {
        (0..Self::MOST as u8).map(KindId).filter(move |&kind| self.contains(kind))
    }
}

impl FromIterator<KindId> for KindSet {
    fn from_iter<T: IntoIterator<Item = KindId>>(kinds: T) -> Self {
        kinds.into_iter().fold(Self::EMPTY, |set, kind| set.union(Self::one(kind)))
    }
}
