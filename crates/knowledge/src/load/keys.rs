//! The keys of every TOML table, said once: the reader checks tables against these, and the schemas for editors are
//! made of them. Those of rules stand in `rule_keys.rs`, those of `flawline.toml` in `config_keys.rs`.

use crate::Computation;

/// What a key takes. The reader checks the form; whoever reads the key checks the meaning.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Text that is not blank.
    Text,
    /// A dotted name.
    Dotted,
    /// A list of at least one of these.
    SomeDotted,
    /// A dotted name, or a list of at least one.
    DottedOrMore,
    /// A list of at least one text.
    SomeTexts,
    /// A dotted name of an API, or `?.method`.
    Api,
    /// A list of at least one of these.
    Apis,
    /// A name of a kind, context or rule: lower case, hyphens.
    Name,
    /// A list of these; may be empty.
    Names,
    /// A list of at least one of these.
    SomeNames,
    /// A port.
    Port,
    /// A port or a list of at least one.
    Ports,
    /// A regular expression.
    Regex,
    /// A list of these.
    Regexes,
    /// A requirement such as `>=2,<3`.
    Versions,
    /// A version such as `0.1.0`.
    Version,
    /// A list of at least one pattern of paths.
    Patterns,
    /// A list of at least one of these words.
    SomeOf(&'static [&'static str]),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// True or false.
    Flag,
    /// Nothing but true.
    True,
    /// A whole number from 0 to this.
    Number(u16),
    /// A whole number.
    Whole,
    /// A literal or a list of at least one.
    Literals,
    /// A table.
    Table(&'static Keys),
    /// A list of tables, or `[[tables]]`.
    Tables(&'static Keys),
}

/// A key of a table.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) required: bool,
    /// What it says, for hints and for editors.
    pub(super) says: &'static str,
}

/// The keys of a table.
pub(super) struct Keys {
    /// How the table is called in a sentence.
    pub(super) name: &'static str,
    /// What the table says, for editors.
    pub(super) says: &'static str,
    /// Keys that it shares with others.
    pub(super) shared: &'static [Key],
    /// Keys of its own.
    pub(super) own: &'static [Key],
    /// Of each of these lists exactly one is given.
    pub(super) one_of: &'static [&'static [&'static str]],
}

impl Keys {
    /// All keys.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static Key> {
        self.own.iter().chain(self.shared)
    }

    /// The key of that name.
    pub(super) fn find(&self, name: &str) -> Option<&'static Key> {
        self.all().find(|key| key.name == name)
    }
}

pub(super) const fn must(name: &'static str, takes: Takes, says: &'static str) -> Key {
    Key { name, takes, required: true, says }
}

pub(super) const fn may(name: &'static str, takes: Takes, says: &'static str) -> Key {
    Key { name, takes, required: false, says }
}

pub(super) const fn table(name: &'static str, says: &'static str, own: &'static [Key]) -> Keys {
    Keys { name, says, shared: &[], own, one_of: &[] }
}

const fn row(name: &'static str, says: &'static str, own: &'static [Key]) -> Keys {
    Keys { name, says, shared: ROW, own, one_of: &[API_OR_APIS] }
}

// --- models/kinds.toml ---------------------------------------------------------------------------------------------

pub(super) const ROLES: &[&str] = &["source", "sink", "use", "setting", "state"];
pub(super) const THREATS: &[&str] = &["remote", "document", "library", "local"];

pub(super) static KINDS: Keys =
    table("kinds.toml", "The vocabulary.", &[must("kind", Takes::Tables(&KIND), "A kind.")]);

static KIND: Keys = table(
    "[[kind]]",
    "A kind.",
    &[
        must("name", Takes::Name, "Its name: lower case, hyphens."),
        must("role", Takes::OneOf(ROLES), "Its part."),
        may("threat", Takes::OneOf(THREATS), "Who controls it, for a source; without one it counts always."),
        may("numbers", Takes::Flag, "For a source: a number that is made of the data carries it as well."),
        may("harmed_by", Takes::SomeNames, "For a sink: the only source kinds whose data harms it."),
        may("contexts", Takes::SomeNames, "How a sink or use is used."),
        must("summary", Takes::Text, "What it is, in one sentence."),
        must("noun", Takes::Text, "A noun phrase for reports."),
        may(
            "called",
            Takes::SomeTexts,
            "For a sink: names of a parameter that openly is one, so that whoever passes it knows.",
        ),
        may("address", Takes::Flag, "An address: harmless where the text before the data fixes the host."),
        may("listed", Takes::Flag, "Harmless where it is found in a collection that others do not control."),
        may("same", Takes::Flag, "For a state: a value of it stands for the same thing as what it was made of."),
        may(
            "settled",
            Takes::SomeNames,
            "For a state: sinks for which a value of it is harmless where it equals what others do not control.",
        ),
        may("text", Takes::Table(&TEXT_STATE), "For a state of text: what it is like."),
        may("harmless", Takes::Tables(&HARMLESS), "For a sink: states of text that together make it harmless."),
        may("tried", Takes::Table(&KIND_TRIED), "For a sink: texts by which checks of the program are tried."),
    ],
);

static KIND_TRIED: Keys = table(
    "`tried`",
    "Texts by which checks of the program are tried: who lets one of the good pass and none of the bad is believed.",
    &[
        must("good", Takes::SomeTexts, "Texts of which a check lets one pass at least."),
        must("bad", Takes::SomeTexts, "Texts that a check must refuse, every one."),
    ],
);

pub(super) const TEXT_STATES: &[&str] = &[
    "lacks",
    "begins",
    "begins_not",
    "ends",
    "lacks_inside",
    "after",
    "between",
    "is_not",
    "only",
    "doubles",
    "led",
    "behind_host",
    "at_most",
    "bounded",
    "follows",
];

static TEXT_STATE: Keys = Keys {
    name: "`text`",
    says: "What text of that state is like.",
    shared: &[],
    own: &[
        may("lacks", Takes::Text, "It does not hold this."),
        may("begins", Takes::Text, "It begins with this."),
        may("begins_not", Takes::Text, "It does not begin with this."),
        may("ends", Takes::Text, "It ends with this."),
        may("lacks_inside", Takes::Text, "It does not hold this between its first and last character."),
        may("after", Takes::Text, "It stands in a longer text, behind a part that holds this."),
        may("between", Takes::Text, "It stands in a longer text, behind an odd number of these."),
        may("is_not", Takes::Text, "It is something else than this, as a whole."),
        may("only", Takes::Regex, "It is made of these letters alone: a pattern that matches one of them."),
        may("doubles", Takes::Text, "Every occurrence of this stands twice in it."),
        may("led", Takes::True, "Its beginning is what a row has said of the whole text."),
        may("behind_host", Takes::True, "It stands in an address, right behind the host."),
        may("at_most", Takes::Number(u16::MAX), "It has so many letters at most."),
        may("bounded", Takes::True, "Its length was compared with a limit that others do not choose."),
        may("follows", Takes::Regex, "It stands in a sequence, right behind a constant text that matches this."),
    ],
    one_of: &[TEXT_STATES],
};

static HARMLESS: Keys = table(
    "`harmless`",
    "States of text that together make it harmless for the sink.",
    &[must("states", Takes::SomeNames, "The states.")],
);

// --- models/<language>/<library>.toml ------------------------------------------------------------------------------

pub(super) const ORIGINS: &[&str] = &["manual", "generated"];
pub(super) const POLARITIES: &[&str] = &["true", "false", "returns", "equals", "holds"];
pub(super) const STRING_EFFECTS: &[&str] = &[
    "same", "format", "join", "part", "strip", "case", "replace", "encode", "decode", "bytes", "hex", "text", "number",
    "whole", "yes-no", "length", "truth", "other",
];
pub(super) const MOVES: &[&str] = &[
    "append",
    "insert",
    "take",
    "remove",
    "clear",
    "mix",
    "prepend",
    "take-first",
    "extend",
    "reverse",
    "copy",
    "zip",
    "take-key",
    "put",
    "default",
    "merge",
    "layer",
    "change",
    "attributes",
];
pub(super) const TEXT_TESTS: &[&str] = &["begins", "ends", "holds", "matches", "matches-start", "matches-part"];
pub(super) const MANNERS: &[&str] = &["part", "checked", "below", "leading"];
pub(super) const CONDITION_TESTS: &[&str] =
    &["is", "is_not", "below", "above", "matches", "refers", "given", "in_state", "constant"];
pub(super) const ROUTE_VIAS: &[&str] = &["decorator", "argument", "methods_of_base", "public", "takes"];
pub(super) const GUARDED: &[&str] = &["router", "class", "program"];
const API_OR_APIS: &[&str] = &["api", "apis"];

pub(super) static MODEL: Keys = table(
    "the model",
    "What the calls and attributes of one library do.",
    &[
        must("library", Takes::Text, "The library, as its users import it."),
        must("homepage", Takes::Text, "Where its documentation is."),
        may(
            "package",
            Takes::Text,
            "The package by whose versions `versions` are meant, as it is installed; by default the library. `python` for the language's own.",
        ),
        may("source", Takes::Tables(&SOURCE), SOURCE.says),
        may("sink", Takes::Tables(&SINK), SINK.says),
        may("named", Takes::Tables(&NAMED), NAMED.says),
        may("compared", Takes::Tables(&COMPARED), COMPARED.says),
        may("sanitizer", Takes::Tables(&SANITIZER), SANITIZER.says),
        may("pass", Takes::Tables(&PASS), PASS.says),
        may("clean", Takes::Tables(&CLEAN), CLEAN.says),
        may("stops", Takes::Tables(&STOPS), STOPS.says),
        may("raises", Takes::Tables(&RAISES), RAISES.says),
        may("exception", Takes::Tables(&EXCEPTION), EXCEPTION.says),
        may("suppresses", Takes::Tables(&SUPPRESSES), SUPPRESSES.says),
        may("enters", Takes::Tables(&ENTERS), ENTERS.says),
        may("guard", Takes::Tables(&GUARD), GUARD.says),
        may("test", Takes::Tables(&TEST), TEST.says),
        may("mistaken", Takes::Tables(&MISTAKEN), MISTAKEN.says),
        may("computes", Takes::Tables(&COMPUTES), COMPUTES.says),
        may("letters", Takes::Tables(&LETTERS), LETTERS.says),
        may("every", Takes::Tables(&EVERY), EVERY.says),
        may("constant", Takes::Tables(&CONSTANT), CONSTANT.says),
        may("enumeration", Takes::Tables(&ENUMERATION), ENUMERATION.says),
        may("opens", Takes::Tables(&OPENS), OPENS.says),
        may("data", Takes::Tables(&DATA), DATA.says),
        may("kept", Takes::Tables(&KEPT), KEPT.says),
        may("sequence", Takes::Tables(&SEQUENCE), SEQUENCE.says),
        may("use", Takes::Tables(&USE), USE.says),
        may("bound", Takes::Tables(&BOUND), BOUND.says),
        may("returns", Takes::Tables(&RETURNS), RETURNS.says),
        may("value", Takes::Tables(&VALUE), VALUE.says),
        may("type", Takes::Tables(&TYPE), TYPE.says),
        may("alias", Takes::Tables(&ALIAS), ALIAS.says),
        may("route", Takes::Tables(&ROUTE), ROUTE.says),
        may("decorates", Takes::Tables(&DECORATES), DECORATES.says),
        may("wiring", Takes::Tables(&WIRING), WIRING.says),
        may("renders", Takes::Tables(&RENDERS), RENDERS.says),
    ],
);

/// What a row of some versions says where the version is not known: it holds and is an assumption, it holds, it does not.
const UNSETTLED: &[&str] = &["assumed", "holds", "fails"];

/// What every row may carry.
const ROW: &[Key] = &[
    may("api", Takes::Api, "The dotted name as imported; `?.name` for a method of a receiver of unknown type."),
    may("apis", Takes::Apis, "Several names, one row for each."),
    may("receivers", Takes::SomeTexts, "For `?.name`: names that the receiver's variable or attribute must have."),
    may("when", Takes::Tables(&CONDITION), "All must surely hold."),
    may("unless", Takes::Tables(&CONDITION), "None may surely hold."),
    may("versions", Takes::Versions, "The versions of the library that it speaks of."),
    may(
        "unsettled",
        Takes::OneOf(UNSETTLED),
        "What it says where no file of the project settles which version that is; `assumed` unless given.",
    ),
    may("origin", Takes::OneOf(ORIGINS), "Who wrote it; `generated` lowers confidence."),
    may("repair", Takes::Text, "How to do it safely; ends the sentence \"To mitigate this risk, …\"."),
    may("example", Takes::Text, "Safe code, which must itself review clean."),
    may("fact", Takes::Text, "What is particular to this API, as a clause."),
];

static CONDITION: Keys = Keys {
    name: "a condition",
    says: "A test of one value of the call.",
    shared: &[],
    own: &[
        must("port", Takes::Port, "Which value."),
        may("is", Takes::Literals, "It is one of these literals."),
        may("is_not", Takes::Literals, "It is a literal, and none of these."),
        may("below", Takes::Whole, "It is a whole number below this one."),
        may("above", Takes::Whole, "It is a whole number above this one."),
        may("matches", Takes::Regex, "It is text that the pattern matches somewhere."),
        may("refers", Takes::SomeDotted, "It refers to one of these APIs, or is an instance of one."),
        may(
            "given",
            Takes::Flag,
            "The argument is given, or missing; of the receiver: the code has put it where it is read.",
        ),
        may("in_state", Takes::Name, "It, or what lies at the port's steps, is in that state."),
        may("constant", Takes::Flag, "The value is a constant, or is not known to be one."),
    ],
    one_of: &[CONDITION_TESTS],
};

pub(super) static NULL: Keys =
    table("a literal", "The language's null.", &[must("null", Takes::True, "The language's null.")]);

static SOURCE: Keys = row(
    "[[source]]",
    "Data of that kind comes out there.",
    &[
        must("kind", Takes::Name, "A source kind, or a kind of state that the value is in from here on."),
        may("to", Takes::Port, "Where it comes out; `value`, the attribute itself, when absent."),
        may(
            "fixed_without",
            Takes::Text,
            "In a handler whose path is constant and does not hold this, it is what the route says, and no source.",
        ),
        may(
            "by_field",
            Takes::True,
            "It is a map with the fields of the object's class as keys: one that is no text holds nothing of others.",
        ),
        may("own", Takes::Port, "Where this is a place of the program's own, it is no source."),
        may("by_route", Takes::True, "It is a map of what the path says, by the names of its parts."),
        may("becomes", Takes::SomeNames, "The states that it is in."),
        may(
            "becomes_routed",
            Takes::SomeNames,
            "The states that it is in where the route's path decides how it begins: not in a handler without such a path.",
        ),
    ],
);

static SINK: Keys = row(
    "[[sink]]",
    "What goes in there must not be controlled by others.",
    &[
        must("kind", Takes::Name, "A sink kind."),
        may("context", Takes::Name, "How it is used: a context of the kind, when it has any."),
        must("from", Takes::Ports, "Where it goes in."),
        may(
            "fills",
            Takes::Name,
            "An attribute of the class, or a named argument, that holds a text with places for named arguments (`%(name)s`): what is given for these goes in as well.",
        ),
        may(
            "unless_only_for",
            Takes::SomeTexts,
            "Methods: where what the call gives is used for calls of these alone, nothing is done with it.",
        ),
        may("pattern", Takes::Port, "The pattern by which it is read: without a constant one it is no sink."),
        may("dialect", Takes::Text, "The language in which the pattern is written."),
        may("flags", Takes::Port, "A number: flags of the pattern."),
        may("written", Takes::Tables(&WRITTEN), "How the flags are written at a pattern's beginning."),
    ],
);

static NAMED: Keys = row(
    "[[named]]",
    "What code gives such a name to is what the name says.",
    &[
        must("kind", Takes::Name, "A sink kind."),
        may("context", Takes::Name, "How it is used: a context of the kind, when it has any."),
        must("names", Takes::Regexes, "Patterns of names of variables, attributes, keys, arguments and functions."),
    ],
);

static COMPARED: Keys = Keys {
    name: "[[compared]]",
    says: "What is compared for equality with such another side is of a sink kind.",
    shared: ROW,
    own: &[
        must("kind", Takes::Name, "A sink kind."),
        may("context", Takes::Name, "How it is used: a context of the kind, when it has any."),
        may("with", Takes::Name, "The other side is data of this source kind."),
        may(
            "called",
            Takes::Regexes,
            "The other side is read under such a name, and is no data of the same source: an assumption.",
        ),
        may("not_called", Takes::Regexes, "With `called`: names that are not meant."),
    ],
    one_of: &[API_OR_APIS, &["with", "called"]],
};

static SANITIZER: Keys = row(
    "[[sanitizer]]",
    "What comes out is harmless for these sink kinds.",
    &[
        must("kinds", Takes::SomeNames, "The sink kinds."),
        must("from", Takes::Port, "What goes in."),
        may("to", Takes::Port, "Where the harmless value comes out; `return` when absent."),
        may("codes", Takes::True, "It codes the text: decoding brings back what it was, and what was harmless of it."),
    ],
);

static PASS: Keys = row(
    "[[pass]]",
    "What goes in comes out.",
    &[
        must("from", Takes::Ports, "What goes in."),
        may("to", Takes::Port, "Where it comes out; `return` when absent."),
        may("string", Takes::OneOf(STRING_EFFECTS), "What happens to its text; `same` when absent."),
        may("becomes", Takes::SomeNames, "What the value has then become: kinds of state."),
        may("turns", Takes::Tables(&TURN), "What is in a state is in another one then."),
        may("replaces", Takes::Port, "The text of which every occurrence is replaced."),
        may("replaces_pattern", Takes::Port, "The regular expression of which every match is replaced."),
        may("by", Takes::Port, "What it is replaced by."),
        may("keeps", Takes::SomeNames, "The sink kinds for which it stays harmless when it is."),
        may(
            "separator",
            Takes::Text,
            "What is put between parts that are joined, or stands between parts that are taken out.",
        ),
        may("cut_at", Takes::Port, "The text at which it is cut: what comes out does not hold it."),
        may(
            "group",
            Takes::Port,
            "The group of the pattern by which the receiver was found, and of which it is the text.",
        ),
        may("flags", Takes::Port, "A number: what comes out of a constant is it with these flags at its beginning."),
        may("written", Takes::Tables(&WRITTEN), "How the flags are written at a pattern's beginning."),
    ],
);

static WRITTEN: Keys = table(
    "`written`",
    "A flag of a pattern.",
    &[must("bits", Takes::Number(u16::MAX), "Its bits."), must("by", Takes::Text, "How it is written.")],
);

static TURN: Keys = table(
    "`turns`",
    "What was in a state is in another one then.",
    &[must("from", Takes::Name, "The state."), must("into", Takes::Name, "The other one.")],
);

static CLEAN: Keys = row("[[clean]]", "The result carries nothing of the arguments.", &[]);

static STOPS: Keys = row("[[stops]]", "The call never returns.", &[]);

static RAISES: Keys = row(
    "[[raises]]",
    "The call fails with exceptions of these classes and no others.",
    &[must("type", Takes::DottedOrMore, "Dotted names of classes.")],
);

static EXCEPTION: Keys = row(
    "[[exception]]",
    "The class is one of exceptions, or the API initialises such: they keep what they are made of.",
    &[must("arguments", Takes::Text, "The attribute in which it is kept.")],
);

static SUPPRESSES: Keys = row(
    "[[suppresses]]",
    "Leaving what the call gives swallows exceptions.",
    &[must("classes", Takes::Port, "The classes of those that are swallowed.")],
);

static ENTERS: Keys = row(
    "[[enters]]",
    "The call enters a managed resource, and gives what that gives.",
    &[must("from", Takes::Port, "The resource."), must("method", Takes::Text, "The method that entering runs.")],
);

static GUARD: Keys = row(
    "[[guard]]",
    "The outcome tells that the value is harmless.",
    &[
        may("kinds", Takes::SomeNames, "The sink kinds that it is harmless for."),
        may("states", Takes::SomeNames, "The states of text that it is in."),
        must("checks", Takes::Port, "The value that is checked."),
        must("safe", Takes::OneOf(POLARITIES), "The outcome that means harmless."),
        may("needs", Takes::SomeNames, "What the value must have become before, or the check shows nothing."),
    ],
);

static TEST: Keys = row(
    "[[test]]",
    "The outcome tells what a text is like.",
    &[
        must("checks", Takes::Port, "The text."),
        must("asks", Takes::OneOf(TEXT_TESTS), "What is asked of it."),
        must("text", Takes::Port, "What it begins with, ends with, holds, or matches."),
    ],
);

static LETTERS: Keys = row(
    "[[letters]]",
    "A true outcome tells that a text is made of these letters alone.",
    &[
        must("checks", Takes::Port, "The text."),
        must("letters", Takes::Regex, "The letters, as a pattern that matches one of them."),
    ],
);

static EVERY: Keys = row(
    "[[every]]",
    "The outcome tells what all elements are as conditions.",
    &[
        must("of", Takes::Port, "The elements."),
        must("outcome", Takes::Flag, "With this outcome of the call, each element has this outcome."),
    ],
);

static CONSTANT: Keys =
    row("[[constant]]", "What is read is always that literal.", &[must("is", Takes::Literals, "The literal.")]);

static ENUMERATION: Keys = row(
    "[[enumeration]]",
    "A class on this base has one instance for each value that its body binds; what is made of a value is that instance.",
    &[
        must("value", Takes::Text, "The attribute of an instance that is its value."),
        may("maps", Takes::SomeTexts, "Attributes of the class: maps by the names, or the values, of its instances."),
    ],
);

static MISTAKEN: Keys = row(
    "[[mistaken]]",
    "The call is widely taken for a protection against these kinds, and is none: a finding says why.",
    &[
        must("kinds", Takes::SomeNames, "The sink kinds against which it is thought to protect."),
        must("checks", Takes::Port, "The value that is checked, or changed."),
        may("safe", Takes::OneOf(POLARITIES), "The outcome that is taken for harmless; none when the result is."),
        must("because", Takes::Text, "Why it does not hold, as a clause."),
        may(
            "passes",
            Takes::SomeTexts,
            "Inputs that pass it, the most telling first; `{0}` is the constant text given at that position.",
        ),
        may(
            "common",
            Takes::True,
            "It is asked for other reasons as well, and is no sign that somebody saw the danger.",
        ),
    ],
);

/// The words for what an API computes.
pub(super) const COMPUTATIONS: &[&str] = &Computation::NAMES;

static COMPUTES: Keys = row(
    "[[computes]]",
    "What comes out is known where what goes in is.",
    &[must("does", Takes::OneOf(COMPUTATIONS), "What is computed of the receiver and the arguments, in their order.")],
);

static OPENS: Keys = row(
    "[[opens]]",
    "The call gives a file, or the text in it, or writes it.",
    &[
        must("path", Takes::Port, "The file's path."),
        may("writes", Takes::True, "The file is written: what it holds is no constant."),
    ],
);

/// The words for how files of data are written.
pub(super) const DATA_FORMATS: &[&str] = &["json", "toml", "yaml", "ini", "env", "properties"];

static DATA: Keys = Keys {
    name: "[[data]]",
    says: "The call reads a file of data: what the program's own files hold is constant.",
    shared: ROW,
    own: &[
        must("format", Takes::OneOf(DATA_FORMATS), "How the file is written."),
        may("path", Takes::Port, "The file's path."),
        may("file", Takes::Port, "The file, or its text, as an `[[opens]]` gives it."),
        may("to", Takes::Port, "Where what it holds comes out; `return` when absent."),
    ],
    one_of: &[API_OR_APIS, DATA_FILES],
};

/// What a `[[data]]` reads.
const DATA_FILES: &[&str] = &["path", "file"];

static KEPT: Keys = Keys {
    name: "[[kept]]",
    says: "What goes in there comes out of other calls that name the same store.",
    shared: ROW,
    own: &[
        must("store", Takes::Name, "The store: lower case, hyphens."),
        may("from", Takes::Port, "What is kept."),
        may("to", Takes::Port, "Where what is kept comes out."),
        may("at", Takes::Port, "The entry under which it is kept, where that is constant; without it the whole is."),
    ],
    one_of: &[API_OR_APIS, KEPT_WAYS],
};

/// What a `[[kept]]` does.
const KEPT_WAYS: &[&str] = &["from", "to"];

static SEQUENCE: Keys = row(
    "[[sequence]]",
    "The call changes which element of its receiver stands where, or makes a collection of others.",
    &[
        must("does", Takes::OneOf(MOVES), "What it does: `take` gives the element that it removes."),
        may("at", Takes::Port, "The position, the last when it is not given; or where an entry stands."),
        may("value", Takes::Port, "The element."),
    ],
);

static USE: Keys = row(
    "[[use]]",
    "The call itself is of that kind.",
    &[
        must("kind", Takes::Name, "A use kind."),
        may("context", Takes::Name, "A context of the kind, when it has any."),
        may("on", Takes::Port, "The value that it is about."),
        may("named", Takes::Port, "The argument that names it."),
        may("settings", Takes::Tables(&SETTING), "What it may be given to be safe."),
    ],
);

static BOUND: Keys = row(
    "[[bound]]",
    "A name that the body of a module or class binds, and a framework reads as its setting, makes it a use of that kind; `0` is what stands there.",
    &[
        must("kind", Takes::Name, "A use kind."),
        may("context", Takes::Name, "A context of the kind, when it has any."),
        must("name", Takes::Text, "The name."),
        may("of", Takes::Text, "What it is a setting of, by its usual name: that of a cookie."),
        must("beside", Takes::SomeTexts, "Names that the same body binds, by which it is known to hold such settings."),
        may("least", Takes::Whole, "How many of these it must bind; one when not given."),
        may("in_class", Takes::True, "The body is that of a class."),
        may("called", Takes::Regexes, "Patterns of which the name of the module or class must match one."),
        may(
            "not_called",
            Takes::Regexes,
            "Patterns of names of modules and classes that hold the settings of developers.",
        ),
        may("settings", Takes::Tables(&SETTING), "What it may be given to be safe."),
    ],
);

static SETTING: Keys = table(
    "a setting",
    "A setting that the use may be given.",
    &[
        must("kind", Takes::Name, "A setting kind."),
        must("when", Takes::Tables(&CONDITION), "It is given when all of these hold."),
    ],
);

static RETURNS: Keys = row(
    "[[returns]]",
    "A call gives an instance of that class.",
    &[must("type", Takes::DottedOrMore, "Dotted names of classes.")],
);

static VALUE: Keys = row(
    "[[value]]",
    "Reading the attribute gives an instance of that class.",
    &[must("type", Takes::DottedOrMore, "Dotted names of classes.")],
);

static TYPE: Keys = row(
    "[[type]]",
    "The name is a class.",
    &[
        may("bases", Takes::SomeDotted, "Dotted names of its bases."),
        may("aliases", Takes::SomeDotted, "Other dotted names of the same class."),
        may(
            "called",
            Takes::SomeTexts,
            "What a value of unknown type is called that may be an instance; with `known_by`.",
        ),
        may(
            "known_by",
            Takes::SomeTexts,
            "Attributes and methods that hardly anything else called so has: one that is used says it.",
        ),
    ],
);

static ALIAS: Keys = row(
    "[[alias]]",
    "The name is another name of that API.",
    &[must("of", Takes::Dotted, "The API's own dotted name.")],
);

static ROUTE: Keys = Keys {
    name: "[[route]]",
    says: "The function becomes an entry point.",
    shared: ROW,
    own: &[
        may("decorator", Takes::True, "The function is decorated with the API, or with a call of it."),
        may("argument", Takes::Port, "The function is passed to a call of the API, there."),
        may(
            "methods_of_base",
            Takes::SomeTexts,
            "The function is a method of that name in a class with that base; `get_*` is any that begins so.",
        ),
        may("public", Takes::True, "The function is public in a package that is made for other programs."),
        may("takes", Takes::SomeTexts, "The function has parameters of these names, in this order: an assumption."),
        may("called", Takes::SomeTexts, "With `takes`: its own name is one of these."),
        may("within", Takes::Text, "With `takes`: the function around it, or its class's constructor, takes this."),
        may("base_ends", Takes::Text, "With `takes`: its class has a base whose name ends so."),
        may("parameters", Takes::Name, "The source kind of what its parameters hold."),
        may("except", Takes::SomeTexts, "Parameters that hold nothing of others."),
        may(
            "of_types",
            Takes::SomeDotted,
            "Of parameters that are declared with a type, only those hold it that are declared as one of these.",
        ),
        may(
            "filled_by",
            Takes::SomeDotted,
            "A parameter whose default is a call of one of these holds what that gives.",
        ),
        may("gives", Takes::Tables(&GIVES), "What the framework hands to a parameter: it holds nothing else."),
        may("returns", Takes::Table(&ROUTE_RETURNS), "Where its result goes."),
        may("path", Takes::Port, "The argument that tells the path."),
        may("pattern", Takes::True, "The path is a regular expression that what was asked for begins with."),
        may(
            "segment",
            Takes::Regex,
            "What at a path's beginning stands for a name that is not empty and holds no slash.",
        ),
        may("includes", Takes::Table(&ROUTE_INCLUDES), "What puts further routes under the path."),
        may("methods", Takes::Port, "The argument that tells the methods."),
        may(
            "harmless",
            Takes::SomeNames,
            "Sink kinds for which the parameters are harmless: the framework lets pass only what a schema names.",
        ),
        may("client", Takes::True, "A request of a client runs it: a check of who asks may be expected."),
        may("guards", Takes::OneOf(GUARDED), "It runs before other handlers: what it checks is checked for these."),
        may("converters", Takes::Tables(&CONVERTER), "What the path says of the parameters."),
        may(
            "made_by",
            Takes::SomeDotted,
            "Methods whose call on a class gives a handler that calls the class's methods.",
        ),
    ],
    one_of: &[API_OR_APIS, ROUTE_VIAS],
};

static GIVES: Keys = table(
    "`gives`",
    "What the framework hands to a parameter.",
    &[
        must("to", Takes::Number(255), "The position of the parameter; a receiver is not counted."),
        must("type", Takes::DottedOrMore, "Dotted names of classes of which it is an instance."),
    ],
);

static DECORATES: Keys = row(
    "[[decorates]]",
    "The function that the API decorates is an object of that class, too.",
    &[
        must("type", Takes::Dotted, "The dotted name of the class."),
        may("bound", Takes::Flag, "The object itself is the function's first parameter."),
    ],
);

static CONVERTER: Keys = table(
    "a converter",
    "What the path says of a parameter.",
    &[
        must("holds", Takes::Text, "The text in the path; `{name}` stands for the parameter."),
        may("kinds", Takes::SomeNames, "The sink kinds that the parameter is then harmless for."),
        may("states", Takes::SomeNames, "The states of text that the parameter is then in."),
    ],
);

static ROUTE_INCLUDES: Keys = table(
    "`includes`",
    "What is handed over in place of a function, and puts further routes under the path.",
    &[
        must("by", Takes::SomeDotted, "Dotted names of the calls that give such routes."),
        must("routes", Takes::Port, "Where they are given: a module, its name, or a list of what declares routes."),
    ],
);

static ROUTE_RETURNS: Keys = table(
    "`returns`",
    "Where the function's result goes.",
    &[
        must("kind", Takes::Name, "A sink kind."),
        may("context", Takes::Name, "A context of the kind, when it has any."),
    ],
);

static WIRING: Keys = row(
    "[[wiring]]",
    "The API calls what it is given.",
    &[
        must("invokes", Takes::Port, "The function that is called."),
        may("arguments", Takes::Tables(&WIRING_ARGUMENT), "What it is called with."),
        may("spread", Takes::Port, "Of what stands there, the elements are further arguments, by position."),
        may("spread_named", Takes::Port, "Of what stands there, the entries are further arguments, by name."),
        may(
            "further",
            Takes::Number(255),
            "The call's own arguments from this position on, and those with a name, are further arguments.",
        ),
        may("result", Takes::Port, "Where its result comes out."),
        may("allows", Takes::Table(&WIRING_ALLOWS), "What comes out, as it went in, when the result is true."),
        may("as_called", Takes::True, "It is called with the arguments of this very call."),
    ],
);

static RENDERS: Keys = row(
    "[[renders]]",
    "The call shows a template of the program, when its name or text is a constant.",
    &[
        must(
            "template",
            Takes::Port,
            "The template's name or text, or what a call with that as its first argument gives.",
        ),
        may("context", Takes::Ports, "Maps whose entries are names for it; named arguments always are."),
        may("escaping", Takes::True, "Only of templates that escape what they show by themselves."),
        may("gives_names", Takes::True, "The call gives the template's own names, and does not show it."),
    ],
);

static WIRING_ARGUMENT: Keys = table(
    "an argument",
    "What a parameter is given.",
    &[
        must("from", Takes::Port, "What is passed on; `return` is what the function gave before."),
        must("to", Takes::Number(255), "The position of the parameter."),
    ],
);

static WIRING_ALLOWS: Keys = table(
    "`allows`",
    "What the function lets through.",
    &[must("from", Takes::Port, "What it decides of."), must("to", Takes::Port, "Where that comes out.")],
);
