//! What an API computes of texts and paths. Takes the words of models; gives names for the computations, for whoever tries
//! code with texts of his own.

/// What comes out of a call, or of an attribute that is read, when what goes in is known. What goes in is the receiver, if it
/// is no module, and then the arguments by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Computation {
    /// The paths put together; an absolute one discards those before it.
    JoinPaths,
    /// The path without steps that lead nowhere, such as `x/..`.
    NormalPath,
    /// The same, from the root on.
    WholePath,
    /// The last name of the path.
    LastPart,
    /// What stands before the last name.
    FolderPart,
    /// Both, the folder first.
    SplitPath,
    /// The names of the path, the root first if it begins there.
    PathParts,
    /// The folders above it, the nearest first.
    PathParents,
    /// Whether it begins at the root.
    IsAbsolute,
    /// The letters with which all texts of a sequence begin.
    CommonLetters,
    /// The folders in which all paths of a sequence lie.
    CommonFolder,
    /// The way to the path from the folder that is given second.
    RelativePath,
    /// Whether it lies below the folder that is given second, letter by letter of each name.
    IsBelow,
    /// The way to it from there; it fails where it does not lie below.
    Below,
    /// Whether it begins with a text, or with one of several.
    Begins,
    /// Whether it ends so.
    Ends,
    /// Where a text stands in it; -1 where it does not.
    Find,
    /// How often a text stands in it.
    Count,
    /// A text put in the place of another, all over.
    Replace,
    /// The texts between those at which it is cut.
    Split,
    /// Without the letters that are given, at both ends.
    Strip,
    /// The same at the beginning.
    StripStart,
    /// The same at the end.
    StripEnd,
    /// Without the text with which it begins.
    WithoutPrefix,
    /// The texts of a sequence, and what goes in first between them.
    JoinTexts,
    /// In small letters.
    Lower,
    /// In capital letters.
    Upper,
    /// Whether one element counts as true.
    Any,
    /// Whether all do.
    All,
    /// Whether it counts as true.
    Truth,
    /// The text of it.
    Text,
    /// How long it is.
    Length,
    /// Its elements.
    Elements,
    /// A pattern.
    Pattern,
    /// Whether the pattern matches the beginning of the text.
    MatchStart,
    /// Whether it matches all of it.
    MatchWhole,
    /// Whether it matches some part.
    MatchPart,
    /// The pattern's matches replaced by a text, in another.
    Substitute,
    /// The letters of a text replaced as a map of their numbers says.
    Translate,
    /// The number of a letter.
    LetterNumber,
    /// The letter of that number.
    NumberedLetter,
    /// The whole numbers from one to before another.
    Numbers,
    /// The parts of an address: scheme, host with port and user, path, query, fragment.
    SplitAddress,
    /// The same, with what is called parameters behind the path.
    ParseAddress,
    /// Of the parts of an address the scheme.
    AddressScheme,
    /// Of the parts of an address the host with port and user.
    AddressNetloc,
    /// Of the parts of an address the name of the host alone.
    AddressHost,
    /// Of the parts of an address the path.
    AddressPath,
    /// Where an address leads that stands in a page at the first.
    JoinAddress,
    /// The address at which a client finds the program.
    OwnAddress,
    /// The host at which it does.
    OwnHost,
}

impl Computation {
    /// The words of models, and what they mean.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("join-paths", Self::JoinPaths),
        ("normal-path", Self::NormalPath),
        ("whole-path", Self::WholePath),
        ("last-part", Self::LastPart),
        ("folder-part", Self::FolderPart),
        ("split-path", Self::SplitPath),
        ("path-parts", Self::PathParts),
        ("path-parents", Self::PathParents),
        ("is-absolute", Self::IsAbsolute),
        ("common-letters", Self::CommonLetters),
        ("common-folder", Self::CommonFolder),
        ("relative-path", Self::RelativePath),
        ("is-below", Self::IsBelow),
        ("below", Self::Below),
        ("begins", Self::Begins),
        ("ends", Self::Ends),
        ("find", Self::Find),
        ("count", Self::Count),
        ("replace", Self::Replace),
        ("split", Self::Split),
        ("strip", Self::Strip),
        ("strip-start", Self::StripStart),
        ("strip-end", Self::StripEnd),
        ("without-prefix", Self::WithoutPrefix),
        ("join-texts", Self::JoinTexts),
        ("lower", Self::Lower),
        ("upper", Self::Upper),
        ("any", Self::Any),
        ("all", Self::All),
        ("truth", Self::Truth),
        ("text", Self::Text),
        ("length", Self::Length),
        ("elements", Self::Elements),
        ("pattern", Self::Pattern),
        ("match-start", Self::MatchStart),
        ("match-whole", Self::MatchWhole),
        ("match-part", Self::MatchPart),
        ("substitute", Self::Substitute),
        ("translate", Self::Translate),
        ("letter-number", Self::LetterNumber),
        ("numbered-letter", Self::NumberedLetter),
        ("numbers", Self::Numbers),
        ("split-address", Self::SplitAddress),
        ("parse-address", Self::ParseAddress),
        ("address-scheme", Self::AddressScheme),
        ("address-netloc", Self::AddressNetloc),
        ("address-host", Self::AddressHost),
        ("address-path", Self::AddressPath),
        ("join-address", Self::JoinAddress),
        ("own-address", Self::OwnAddress),
        ("own-host", Self::OwnHost),
    ];

    /// The words alone.
    pub const NAMES: [&'static str; Self::WORDS.len()] = {
        let mut names = [""; Self::WORDS.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::WORDS[at].0;
            at += 1;
        }
        names
    };

    /// What a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, computation)| *computation)
    }

    /// How models write it.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    /// Whether only paths are asked for this.
    pub fn is_of_paths(self) -> bool {
        self <= Self::Below
    }

    /// Whether an address is taken apart by it.
    pub fn takes_address_apart(self) -> bool {
        matches!(self, Self::SplitAddress | Self::ParseAddress)
    }
}
